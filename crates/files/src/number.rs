//! What a spreadsheet shows for a number or a date, from the binary number it keeps.
//!
//! The only place where a table's numbers are binary fractions: the file format knows nothing else. Out comes decimal text.
use calamine::ExcelDateTime;

/// Below this every whole number has its own binary fraction (2^53).
const EXACT_WHOLE: f64 = 9_007_199_254_740_992.0;
/// The first day that a spreadsheet does not know: 10000-01-01.
const BEYOND_CALENDAR: f64 = 2_958_466.0;

/// Plain decimal text without an exponent, with the 15 digits that spreadsheet programs keep.
pub(crate) fn number_text(value: f64) -> String {
    if !value.is_finite() {
        return "#NUM!".to_owned();
    }
    if value.fract() == 0.0 && value.abs() < EXACT_WHOLE {
        // Adding zero turns -0 into 0.
        return format!("{:.0}", value + 0.0);
    }
    // One digit, a point, 14 digits, the exponent: -1.23400000000000e-5
    let scientific = format!("{value:.14e}");
    match scientific.split_once('e').map(|(digits, exponent)| (digits, exponent.parse::<i32>())) {
        Some((digits, Ok(exponent))) => expanded(digits, exponent),
        _ => scientific,
    }
}

/// True for numbers whose digits a spreadsheet may have changed.
pub(crate) fn has_too_many_digits(value: f64) -> bool {
    value.abs() >= 1e15
}

fn expanded(digits: &str, exponent: i32) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let digits = digits.replace('.', "");
    let digits = digits.trim_end_matches('0');
    let whole_digits = exponent + 1;
    if whole_digits <= 0 {
        let zeros = "0".repeat(whole_digits.unsigned_abs() as usize);
        return format!("{sign}0.{zeros}{digits}");
    }
    let whole_digits = whole_digits.unsigned_abs() as usize;
    match digits.split_at_checked(whole_digits) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{digits}{}", "0".repeat(whole_digits - digits.len())),
    }
}

/// `2026-01-31`, `2026-01-31T10:30:00`, `10:30:00`, or hours:minutes:seconds for a duration.
pub(crate) fn date_text(date: &ExcelDateTime) -> String {
    let value = date.as_f64();
    if date.is_duration() {
        return duration_text(value);
    }
    if !(0.0..BEYOND_CALENDAR).contains(&value) {
        return number_text(value);
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (value < 1.0, (hour, minute, second)) {
        (true, _) => time,
        (false, (0, 0, 0)) => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02}T{time}"),
    }
}

fn duration_text(days: f64) -> String {
    let sign = if days < 0.0 { "-" } else { "" };
    let seconds = days.abs() * 86_400.0;
    if seconds >= EXACT_WHOLE || !seconds.is_finite() {
        return number_text(days);
    }
    let seconds = seconds.round() as u64;
    format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    use super::*;

    #[test]
    fn numbers_are_written_as_they_were_typed() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-42.0, "-42"),
            (12.5, "12.5"),
            (0.1 + 0.2, "0.3"),
            (-1234.56, "-1234.56"),
            (0.000012, "0.000012"),
            (123_456_789_012_345.0, "123456789012345"),
            (1e20, "100000000000000000000"),
            (1.5e15, "1500000000000000"),
            (99999999.999, "99999999.999"),
            (f64::NAN, "#NUM!"),
        ] {
            assert_eq!(number_text(value), text);
        }
    }

    #[test]
    fn dates_are_iso() {
        let text = |value, kind| date_text(&ExcelDateTime::new(value, kind, false));
        assert_eq!(text(46053.0, DateTime), "2026-01-31");
        assert_eq!(text(46053.4375, DateTime), "2026-01-31T10:30:00");
        assert_eq!(text(0.4375, DateTime), "10:30:00");
        assert_eq!(text(-5.0, DateTime), "-5");
        assert_eq!(text(1.5, TimeDelta), "36:00:00");
        assert_eq!(text(-0.5, TimeDelta), "-12:00:00");
        assert_eq!(date_text(&ExcelDateTime::new(44591.0, DateTime, true)), "2026-01-31");
    }
}
