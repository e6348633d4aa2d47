//! Bank account numbers (ISO 13616): letters and digits whose remainder by 97 is 1.

use kernel::Refusal;

/// The number without blanks and in capitals, or a refusal when its check digits do not fit.
pub(super) fn parse(typed: &str) -> Result<String, Refusal> {
    let iban: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_uppercase();
    let is_formed = (15..=34).contains(&iban.len())
        && iban.bytes().all(|sign| sign.is_ascii_alphanumeric())
        && iban.bytes().take(2).all(|sign| sign.is_ascii_uppercase());
    if is_formed && remainder(&iban) == 1 { Ok(iban) } else { Err(wrong()) }
}

/// The first four signs stand last, letters count from A = 10.
fn remainder(iban: &str) -> u32 {
    let (head, rest) = iban.split_at(4);
    rest.chars().chain(head.chars()).filter_map(|sign| sign.to_digit(36)).fold(0, |sum, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (sum * shift + value) % 97
    })
}

fn wrong() -> Refusal {
    Refusal::field(
        "IBAN_WRONG",
        "iban",
        "The IBAN is not right.",
        "Its check digits do not fit the rest, so a sign is missing or mistyped. Compare it with a bank statement.",
    )
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn check_digits_find_a_mistyped_sign() {
        assert_eq!(parse("es91 2100 0418 4502 0005 1332").as_deref(), Ok("ES9121000418450200051332"));
        assert_eq!(parse("GB82 WEST 1234 5698 7654 32").as_deref(), Ok("GB82WEST12345698765432"));
        for wrong in
            ["ES91 2100 0418 4502 0005 1333", "ES91", "9121000418450200051332", "ES91-2100-0418-4502-0005-1332"]
        {
            assert_eq!(parse(wrong).err().map(|refusal| refusal.code), Some("IBAN_WRONG"), "{wrong}");
        }
    }
}
