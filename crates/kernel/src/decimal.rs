//! Decimal texts to scaled integers and back, strictly: no thousands, no exponent, no other script's digits.
use std::fmt;

/// Why a text is not a decimal of the form asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    #[error(
        "This is not a number in the form 1210.50. Only the digits 0 to 9, one point and a leading minus are read. Write it without thousands marks."
    )]
    Form,
    #[error(
        "The number has too many decimals. At most {allowed} can be kept here. Round it first."
    )]
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
    let missing = (scale as usize)
        .checked_sub(fraction.len())
        .ok_or(DecimalError::TooManyDecimals { allowed: scale })?;
    let mut value: i128 = 0;
    for byte in whole
        .bytes()
        .chain(fraction.bytes())
        .chain(std::iter::repeat_n(b'0', missing))
    {
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
pub(crate) fn write_scaled(
    formatter: &mut fmt::Formatter<'_>,
    value: i64,
    scale: u32,
    keep: u32,
) -> fmt::Result {
    formatter.pad(&format_scaled(value, scale, keep))
}
