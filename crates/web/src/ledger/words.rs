//! Codes of the ledger as words: what an account is for, what a VAT code means.

/// What an account is for. The charts have these codes; an account that came from a file may have words of its own.
const CATEGORIES: [(&str, &str); 21] = [
    ("bank", "Bank"),
    ("cash", "Cash"),
    ("depreciation", "Depreciation"),
    ("equity", "Equity"),
    ("financial", "Financial income and expense"),
    ("fixed_assets", "Fixed assets"),
    ("loans", "Loans"),
    ("other_current", "Other current items"),
    ("other_expense", "Other expense"),
    ("other_income", "Other income"),
    ("payables", "Payables"),
    ("premises", "Premises"),
    ("purchases", "Purchases"),
    ("receivables", "Receivables"),
    ("retained", "Retained earnings"),
    ("sales", "Sales"),
    ("staff", "Staff"),
    ("stock", "Stock"),
    ("tax", "Tax"),
    ("vat_in", "VAT on purchases"),
    ("vat_out", "VAT on sales"),
];

const VAT_KINDS: [(&str, &str); 7] = [
    ("standard", "Standard"),
    ("reduced", "Reduced"),
    ("super_reduced", "Super-reduced"),
    ("zero", "Zero"),
    ("exempt", "Exempt"),
    ("reverse_charge", "Reverse charge"),
    ("export", "Export"),
];

/// What an account can be for, code and words; `own` stays, also where it came from a file.
pub fn categories(own: &str) -> Vec<(String, String)> {
    let mut known: Vec<(String, String)> =
        CATEGORIES.iter().map(|(code, word)| ((*code).to_owned(), (*word).to_owned())).collect();
    if !own.is_empty() && !known.iter().any(|(code, _)| code == own) {
        known.push((own.to_owned(), category(own)));
    }
    known
}

pub fn category(code: &str) -> String {
    word(&CATEGORIES, code)
}

pub fn vat_kind(code: &str) -> String {
    word(&VAT_KINDS, code)
}

fn word(known: &[(&str, &str)], code: &str) -> String {
    let found = known.iter().find(|(known, _)| *known == code);
    found.map_or_else(|| as_written(code), |(_, word)| (*word).to_owned())
}

/// A code nobody knows, readable: `office_costs` as `Office costs`.
fn as_written(code: &str) -> String {
    let mut letters = code.chars().map(|letter| if letter == '_' { ' ' } else { letter });
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{CATEGORIES, VAT_KINDS, categories, category, vat_kind};

    #[test]
    fn every_code_of_the_charts_and_of_vat_has_words() {
        for chart in books::company::charts::all().expect("the charts are read") {
            for account in &chart.accounts {
                let code = account.category.as_str();
                assert!(CATEGORIES.iter().any(|(known, _)| *known == code), "{code} has no words");
            }
        }
        assert!(VAT_KINDS.iter().map(|(code, _)| code).eq(books::ledger::VAT_KINDS));
        let said = [category("vat_out"), category("office_costs"), category(""), vat_kind("super_reduced")];
        assert_eq!((categories("tax").len(), categories("office_costs").len()), (21, 22));
        assert_eq!(said, ["VAT on sales", "Office costs", "", "Super-reduced"]);
    }
}
