//! Decimal texts to scaled integers and back, strictly: no thousands, no exponent, no other script's digits.
use std::fmt;

/// Why a text is not a decimal of the form asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    #[error(
        "This is not a number in the form 1210.50. Only the digits 0 to 9, one point and a leading minus are read. Write it without thousands marks."
    )]
    Form,
    #[error("The number has too many decimals. At most {allowed} can be kept here. Round it first.")]
    TooManyDecimals { allowed: u32 },
    #[error("The number is too large to be kept. Check it for digits too many.")]
    TooLarge,
}

/// Reads `-12.5` with `scale` 3 as −12500.
pub(crate) fn parse_scaled(text: &str, scale: u32) -> Result<i64, DecimalError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return Err(DecimalError::Form),
        Some(parts) => parts,
        None => (digits, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Err(DecimalError::Form);
    }
    let missing =
        (scale as usize).checked_sub(fraction.len()).ok_or(DecimalError::TooManyDecimals { allowed: scale })?;
    let mut value: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', missing)) {
        value = value
            .checked_mul(10)
            .and_then(|shifted| shifted.checked_add(i128::from(byte - b'0')))
            .ok_or(DecimalError::TooLarge)?;
    }
    i64::try_from(if negative { -value } else { value }).map_err(|_| DecimalError::TooLarge)
}

/// Writes −12500 with `scale` 3 and `keep` 1 as `-12.5`: zeros at the end go, down to `keep` decimals.
pub(crate) fn format_scaled(value: i64, scale: u32, keep: u32) -> String {
    let size = 10u64.pow(scale);
    let magnitude = value.unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    let mut text = format!("{sign}{}", magnitude / size);
    if scale > 0 {
        let fraction = format!("{:0width$}", magnitude % size, width = scale as usize);
        let mut shown = fraction.trim_end_matches('0').len();
        shown = shown.max(keep.min(scale) as usize);
        if shown > 0 {
            text.push('.');
            text.push_str(&fraction[..shown]);
        }
    }
    text
}

/// As `format_scaled`, honouring width and fill of the caller.
pub(crate) fn write_scaled(formatter: &mut fmt::Formatter<'_>, value: i64, scale: u32, keep: u32) -> fmt::Result {
    formatter.pad(&format_scaled(value, scale, keep))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_plain_decimals_are_read() {
        let cases = [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("1210.00", Ok(121_000)),
            ("-1210.5", Ok(-121_050)),
            ("007", Ok(700)),
            ("92233720368547758.07", Ok(i64::MAX)),
            ("-92233720368547758.08", Ok(i64::MIN)),
            ("92233720368547758.08", Err(DecimalError::TooLarge)),
            ("-92233720368547758.09", Err(DecimalError::TooLarge)),
            ("9999999999999999999999999999999999999999999", Err(DecimalError::TooLarge)),
            ("1.234", Err(DecimalError::TooManyDecimals { allowed: 2 })),
            ("1.000", Err(DecimalError::TooManyDecimals { allowed: 2 })),
        ];
        for (text, outcome) in cases {
            assert_eq!(parse_scaled(text, 2), outcome, "{text}");
        }
        let malformed = [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "-.5",
            "+1",
            "--1",
            "1-",
            " 1",
            "1 ",
            "1,000",
            "1.234,50",
            "(1234.50)",
            "1e3",
            "1E3",
            "0x1",
            "1_000",
            "1.2.3",
            "NaN",
            "inf",
            "١٢",
            "１２",
            "1\u{2212}",
            "\u{2212}1",
            "1'000",
            "1\u{a0}000",
            "-1.-5",
            "1.5 ",
            "1\0",
        ];
        for text in malformed {
            assert_eq!(parse_scaled(text, 2), Err(DecimalError::Form), "{text:?}");
        }
    }

    #[test]
    fn zeros_at_the_end_go_down_to_what_is_kept() {
        assert_eq!(format_scaled(125_000, 4, 2), "12.50");
        assert_eq!(format_scaled(125, 4, 2), "0.0125");
        assert_eq!(format_scaled(120_000, 4, 0), "12");
        assert_eq!(format_scaled(-5, 2, 2), "-0.05");
        assert_eq!(format_scaled(i64::MIN, 2, 2), "-92233720368547758.08");
        assert_eq!(format_scaled(0, 0, 0), "0");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in any::<i64>(), scale in 0u32..=4, keep in 0u32..=6) {
            prop_assert_eq!(parse_scaled(&format_scaled(value, scale, keep), scale), Ok(value));
        }

        #[test]
        fn no_text_brings_it_down(text in any::<String>(), scale in 0u32..=4) {
            if let Ok(value) = parse_scaled(&text, scale) {
                prop_assert!(text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.'));
                prop_assert_eq!(parse_scaled(&format_scaled(value, scale, 0), scale), Ok(value));
            }
        }

        #[test]
        fn number_like_texts_do_not_bring_it_down(text in "[-+0-9.,eE ]{0,24}", scale in 0u32..=4) {
            if let Ok(value) = parse_scaled(&text, scale) {
                prop_assert_eq!(parse_scaled(&format_scaled(value, scale, 0), scale), Ok(value));
            }
        }
    }
}
