//! Amounts as decimal text, without a detour over binary fractions.

/// `minor` units with `decimals` of them behind the point: -5 with 2 is `-0.05`.
pub(crate) fn amount_text(minor: i64, decimals: u8) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let digits = minor.unsigned_abs().to_string();
    let decimals = usize::from(decimals);
    if decimals == 0 {
        return format!("{sign}{digits}");
    }
    // At least one digit stands before the point.
    let digits = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_their_decimals() {
        for (minor, decimals, text) in [
            (0, 2, "0.00"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (123_456, 2, "1234.56"),
            (-123_456, 3, "-123.456"),
            (7, 0, "7"),
            (i64::MIN, 2, "-92233720368547758.08"),
            (i64::MAX, 0, "9223372036854775807"),
        ] {
            assert_eq!(amount_text(minor, decimals), text);
        }
    }
}
