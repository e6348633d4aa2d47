//! Reads the cells of one row: each becomes a value of the kernel, or a problem that says why not.

use kernel::{
    Currency, Email, LegalEntity, ListProblem, Money, Name, NameError, Rate, name_key, optional_text, split_list,
};

use super::judge::Knowledge;
use super::preparation::FieldCells;
use super::problem::name_code;
use super::{Field, RowProblem};
use crate::clients::Details;

/// The cells of a row that say something, by field.
pub(super) struct Cells<'a> {
    cells: FieldCells<'a>,
    clear_word: &'a str,
}

impl<'a> Cells<'a> {
    pub fn new(cells: FieldCells<'a>, clear_word: &'a str) -> Cells<'a> {
        Cells { cells, clear_word }
    }

    /// The cell, unless it is empty or the word that clears.
    pub fn text(&self, field: Field) -> Option<&str> {
        self.cells.get(field).filter(|text| text.trim() != self.clear_word)
    }

    /// Whether the cell says that the field is to be emptied.
    pub fn clears(&self, field: Field) -> bool {
        self.cells.get(field).is_some_and(|text| text.trim() == self.clear_word)
    }

    /// The name, which a row must have.
    pub fn name(&self, problems: &mut Vec<RowProblem>) -> Option<Name> {
        let text = self.text(Field::Name).unwrap_or_default();
        match Name::parse(text) {
            Ok(name) => return Some(name),
            Err(NameError::Required) => problems.push(RowProblem::new(
                "NAME_REQUIRED",
                Field::Name,
                text,
                "The name is empty. Every client needs one. Type it, or skip the row.",
            )),
            Err(error) => {
                problems.push(RowProblem::new(name_code(&error), Field::Name, text, error.to_string()));
            }
        }
        None
    }

    /// The names in the list of client groups.
    pub fn group_names(&self, problems: &mut Vec<RowProblem>, warnings: &mut Vec<RowProblem>) -> Vec<String> {
        let Some(text) = self.text(Field::ClientGroups) else { return Vec::new() };
        // Address books join labels like this and begin those of their own with a star.
        if text.contains(" ::: ") || text.starts_with("* ") {
            let labels = text.split(" ::: ").filter(|label| !label.starts_with("* "));
            return labels.map(str::to_owned).collect();
        }
        match split_list(text) {
            Ok((names, empty)) => {
                for warning in empty {
                    warnings.push(RowProblem::new(
                        "LIST_EMPTY_ELEMENT",
                        Field::ClientGroups,
                        text,
                        warning.to_string(),
                    ));
                }
                names
            }
            Err(problem) => {
                let code = match problem {
                    ListProblem::UnbalancedQuote { .. } => "LIST_UNBALANCED_QUOTE",
                    ListProblem::TextAfterQuote { .. } => "LIST_TEXT_AFTER_QUOTE",
                };
                problems.push(RowProblem::new(code, Field::ClientGroups, text, problem.to_string()));
                Vec::new()
            }
        }
    }

    pub fn prospect(&self, problems: &mut Vec<RowProblem>) -> Option<bool> {
        let text = self.text(Field::Prospect)?;
        match name_key(text).as_str() {
            "yes" | "true" | "1" | "x" | "prospect" => Some(true),
            "no" | "false" | "0" => Some(false),
            _ => {
                let sentence = format!(
                    "“{text}” does not say whether this is a prospect. The column takes yes or no. Write one of them."
                );
                problems.push(RowProblem::new("PROSPECT_UNREADABLE", Field::Prospect, text, sentence).or_without());
                None
            }
        }
    }

    /// Writes every other cell to its place; empty cells leave it as it is.
    pub fn write_to(&self, details: &mut Details, knowledge: &Knowledge, problems: &mut Vec<RowProblem>) {
        for (field, cell) in self.cells.iter() {
            let text = if cell.trim() == self.clear_word { None } else { Some(cell) };
            if let Err(problem) = write(details, field, text, knowledge) {
                problems.push(*problem);
            }
        }
    }
}

type Written = Result<(), Box<RowProblem>>;

/// Longest texts, in characters: what the forms take too.
fn write(details: &mut Details, field: Field, text: Option<&str>, knowledge: &Knowledge) -> Written {
    match field {
        // These need more than the cell, and are read elsewhere.
        Field::Number | Field::Name | Field::CustomerGroup | Field::ClientGroups | Field::Prospect => {}
        Field::LegalEntity => details.legal_entity = text.map(legal_entity).transpose()?,
        Field::Email => details.email = text.map(email).transpose()?,
        Field::BusinessName => details.business_name = free(field, text, 200)?,
        Field::Phone => details.phone = free(field, text.map(without_label), 50)?,
        Field::RegistrationNumber => details.registration_number = free(field, text, 50)?,
        Field::TaxNumber => details.tax_number = free(field, text, 50)?,
        Field::Street => details.address.street = free(field, text, 500)?,
        Field::Zip => details.address.zip = free(field, text, 20)?,
        Field::City => details.address.city = free(field, text, 120)?,
        Field::Country => details.address.country = text.map(|text| country(field, text)).transpose()?,
        Field::MailingStreet => details.mailing_address.street = free(field, text, 500)?,
        Field::MailingZip => details.mailing_address.zip = free(field, text, 20)?,
        Field::MailingCity => details.mailing_address.city = free(field, text, 120)?,
        Field::MailingCountry => details.mailing_address.country = text.map(|text| country(field, text)).transpose()?,
        Field::Language => details.language = free(field, text, 20)?,
        Field::Currency => details.currency = text.map(currency).transpose()?,
        Field::PaymentDays => details.payment_days = text.map(payment_days).transpose()?,
        Field::Discount => details.discount = text.map(discount).transpose()?,
        Field::VatZone => details.vat_zone = text.map(|text| vat_zone(text, knowledge)).transpose()?,
        Field::CreditLimit => {
            let currency = details.currency.unwrap_or(knowledge.currency);
            details.credit_limit = text.map(|text| credit_limit(text, currency)).transpose()?;
        }
        Field::Responsible => details.responsible = text.map(|text| member(text, knowledge)).transpose()?,
        Field::Note => details.note = free(field, text, 5_000)?.unwrap_or_default(),
    }
    Ok(())
}

/// A registration number as it is kept and compared.
pub(super) fn registration_of(text: &str) -> Option<String> {
    optional_text(text, 50).ok().flatten()
}

/// Some programs write `Phone:(555) 010-1234`.
fn without_label(text: &str) -> &str {
    text.trim().strip_prefix("Phone:").unwrap_or(text)
}

fn free(field: Field, text: Option<&str>, most: usize) -> Result<Option<String>, Box<RowProblem>> {
    let Some(text) = text else { return Ok(None) };
    optional_text(text, most)
        .map_err(|error| Box::new(RowProblem::new("TEXT_TOO_LONG", field, text, error.to_string()).or_without()))
}

fn email(text: &str) -> Result<Email, Box<RowProblem>> {
    Email::parse(text).map_err(|_| {
        let sentence = format!(
            "“{}” is not a full email address. It needs a name, one @ and a domain with a dot. Correct it, or import without it.",
            kernel::visible(text)
        );
        Box::new(RowProblem::new("EMAIL_INVALID", Field::Email, text, sentence).or_without())
    })
}

fn legal_entity(text: &str) -> Result<LegalEntity, Box<RowProblem>> {
    LegalEntity::parse(text).map_err(|_| {
        let sentence = format!(
            "“{text}” is not a legal entity. Known are company, individual, partnership, sole trader and trust. Use one of these, or leave it blank."
        );
        Box::new(RowProblem::new("LEGAL_ENTITY_UNKNOWN", Field::LegalEntity, text, sentence).or_without())
    })
}

fn country(field: Field, text: &str) -> Result<kernel::Country, Box<RowProblem>> {
    kernel::Country::named(text).ok_or_else(|| {
        let sentence =
            format!("“{text}” is not a country. A country is its two-letter code or its English name. Write for example ES or Spain.");
        Box::new(RowProblem::new("COUNTRY_UNKNOWN", field, text, sentence).or_without())
    })
}

fn currency(text: &str) -> Result<Currency, Box<RowProblem>> {
    Currency::parse(&text.trim().to_ascii_uppercase()).map_err(|error| {
        Box::new(RowProblem::new("CURRENCY_UNKNOWN", Field::Currency, text, error.to_string()).or_without())
    })
}

fn payment_days(text: &str) -> Result<i64, Box<RowProblem>> {
    let days = text.trim().parse().ok().filter(|days| (0..=3650).contains(days));
    days.ok_or_else(|| {
        let sentence = format!(
            "“{text}” is not a payment term. It is a whole number of days from 0 to 3650. Write for example 30."
        );
        Box::new(RowProblem::new("PAYMENT_DAYS_INVALID", Field::PaymentDays, text, sentence).or_without())
    })
}

fn discount(text: &str) -> Result<Rate, Box<RowProblem>> {
    let digits = text.trim().trim_end_matches('%').trim_end();
    let rate = Rate::parse_percent(digits).ok().filter(|rate| (0..=10_000).contains(&rate.0));
    rate.ok_or_else(|| {
        let sentence = format!("“{text}” is not a discount. It is a per cent from 0 to 100 with at most two decimals. Write for example 2.5.");
        Box::new(RowProblem::new("DISCOUNT_INVALID", Field::Discount, text, sentence).or_without())
    })
}

fn credit_limit(text: &str, currency: Currency) -> Result<i64, Box<RowProblem>> {
    let money = Money::parse(text.trim(), currency).ok().filter(|money| money.minor >= 0);
    money.map(|money| money.minor).ok_or_else(|| {
        let sentence = format!("“{text}” is not an amount in {currency}. It has a point before the decimals and no marks between thousands. Write for example 5000.00.");
        Box::new(RowProblem::new("CREDIT_LIMIT_INVALID", Field::CreditLimit, text, sentence).or_without())
    })
}

fn vat_zone(text: &str, knowledge: &Knowledge) -> Result<kernel::VatZoneId, Box<RowProblem>> {
    let wanted = name_key(text);
    let mut zones = knowledge.vat_zones.iter();
    let found = zones.find(|(_, code, name)| name_key(code) == wanted || name_key(name) == wanted);
    found.map(|(id, _, _)| *id).ok_or_else(|| {
        let known: Vec<&str> = knowledge.vat_zones.iter().map(|(_, _, name)| name.as_str()).collect();
        let sentence = format!("“{text}” is not a VAT zone. Known are {}. Use one of these.", known.join(", "));
        Box::new(RowProblem::new("VAT_ZONE_UNKNOWN", Field::VatZone, text, sentence).or_without())
    })
}

fn member(text: &str, knowledge: &Knowledge) -> Result<kernel::MemberId, Box<RowProblem>> {
    let wanted = name_key(text);
    let found: Vec<_> = knowledge
        .members
        .iter()
        .filter(|(_, name, email)| name_key(name) == wanted || name_key(email) == wanted)
        .collect();
    match found.as_slice() {
        [(id, _, _)] => Ok(*id),
        [] => {
            let sentence = format!(
                "“{text}” is not a member of the office. A member is named in full or by email. Correct it, or import without it."
            );
            Err(Box::new(RowProblem::new("MEMBER_UNKNOWN", Field::Responsible, text, sentence).or_without()))
        }
        _ => {
            let sentence = format!(
                "Several members are called “{text}”. Which one is meant does not show. Write the email instead."
            );
            Err(Box::new(RowProblem::new("MEMBER_UNKNOWN", Field::Responsible, text, sentence).or_without()))
        }
    }
}

pub(super) fn number_invalid(text: &str, sentence: &str) -> RowProblem {
    RowProblem::new("NUMBER_INVALID", Field::Number, text, sentence).or_without()
}
