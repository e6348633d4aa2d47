//! Effective values: what counts on an invoice, and where it came from. Typed beats client beats group beats company.
//!
//! 0 is a value and empty is not: a client's discount of 0 % beats a group's of 2 %. rules/invoices.md#effective-values

use kernel::{Currency, Rate, VatZoneId};
use serde::{Deserialize, Serialize};

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Typed,
    Client,
    Group,
    Company,
}

impl Origin {
    pub fn code(self) -> &'static str {
        match self {
            Origin::Typed => "typed",
            Origin::Client => "client",
            Origin::Group => "group",
            Origin::Company => "company",
        }
    }

    /// The words beside a prefilled field.
    pub fn label(self) -> &'static str {
        match self {
            Origin::Typed => "typed here",
            Origin::Client => "from the client",
            Origin::Group => "from the customer group",
            Origin::Company => "from the company",
        }
    }
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effective<T> {
    pub value: T,
    pub origin: Origin,
}

impl<T: Clone> Effective<T> {
    /// The value, where somebody typed it.
    pub fn typed(&self) -> Option<T> {
        (self.origin == Origin::Typed).then(|| self.value.clone())
    }
}

/// The first that is set, asked in order of precedence.
pub fn effective<T>(typed: Option<T>, client: Option<T>, group: Option<T>, company: T) -> Effective<T> {
    let of = |value: Option<T>, origin| value.map(|value| Effective { value, origin });
    of(typed, Origin::Typed)
        .or_else(|| of(client, Origin::Client))
        .or_else(|| of(group, Origin::Group))
        .unwrap_or(Effective { value: company, origin: Origin::Company })
}

/// What one layer says; empty is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    pub payment_days: Option<i64>,
    pub language: Option<String>,
    pub currency: Option<Currency>,
    pub layout: Option<String>,
    pub vat_zone: Option<VatZoneId>,
    /// Discount for early payment.
    pub discount: Option<Rate>,
}

/// What the company says where nobody else does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyValues {
    pub payment_days: i64,
    pub language: String,
    pub currency: Currency,
    pub layout: String,
    pub vat_zone: VatZoneId,
    pub discount: Rate,
}

/// The effective values of one invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub payment_days: Effective<i64>,
    pub language: Effective<String>,
    pub currency: Effective<Currency>,
    pub layout: Effective<String>,
    pub vat_zone: Effective<VatZoneId>,
    pub discount: Effective<Rate>,
}

impl Terms {
    /// Derives every value; clearing a layer uncovers the next.
    pub fn of(typed: &Values, client: &Values, group: &Values, company: &CompanyValues) -> Terms {
        macro_rules! each {
            ($field:ident) => {
                effective(typed.$field.clone(), client.$field.clone(), group.$field.clone(), company.$field.clone())
            };
        }
        Terms {
            payment_days: each!(payment_days),
            language: each!(language),
            currency: each!(currency),
            layout: each!(layout),
            vat_zone: each!(vat_zone),
            discount: each!(discount),
        }
    }

    /// What was typed on the invoice, and nothing else.
    pub fn typed(&self) -> Values {
        Values {
            payment_days: self.payment_days.typed(),
            language: self.language.typed(),
            currency: self.currency.typed(),
            layout: self.layout.typed(),
            vat_zone: self.vat_zone.typed(),
            discount: self.discount.typed(),
        }
    }

    /// Origin of each value by the name of its field.
    pub fn origins(&self) -> Vec<(&'static str, Origin)> {
        vec![
            ("payment_days", self.payment_days.origin),
            ("language", self.language.origin),
            ("currency", self.currency.origin),
            ("layout", self.layout.origin),
            ("vat_zone", self.vat_zone.origin),
            ("discount", self.discount.origin),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A1-18: typed > client > group > company; 0 is a value; clearing returns to the next.
    #[test]
    fn typed_beats_client_beats_group_beats_company() {
        use Origin::{Client, Company, Group, Typed};
        let rows: &[(Option<i64>, Option<i64>, Option<i64>, i64, Origin)] = &[
            (None, None, None, 14, Company),
            (None, None, Some(30), 30, Group),
            (None, Some(7), Some(30), 7, Client),
            (None, Some(7), None, 7, Client),
            (Some(60), Some(7), Some(30), 60, Typed),
            (Some(60), None, None, 60, Typed),
            // 0 is a value: the client pays at once although the group has 30 days.
            (None, Some(0), Some(30), 0, Client),
            (Some(0), Some(7), Some(30), 0, Typed),
            (None, None, Some(0), 0, Group),
        ];
        for (typed, client, group, value, origin) in rows {
            let found = effective(*typed, *client, *group, 14);
            assert_eq!(found, Effective { value: *value, origin: *origin }, "{typed:?} {client:?} {group:?}");
        }
    }

    /// A1-17: every value that the layers define arrives on the invoice, each on its own.
    #[test]
    fn each_value_comes_from_its_own_layer() {
        let zone: VatZoneId = "vzn_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        let company = CompanyValues {
            payment_days: 14,
            language: "en".to_owned(),
            currency: Currency::EUR,
            layout: "standard".to_owned(),
            vat_zone: zone,
            discount: Rate::ZERO,
        };
        let group = Values { discount: Some(Rate(200)), language: Some("de".to_owned()), ..Values::default() };
        let client = Values { discount: Some(Rate::ZERO), ..Values::default() };
        let typed = Values { layout: Some("letter".to_owned()), ..Values::default() };
        let terms = Terms::of(&typed, &client, &group, &company);
        assert_eq!(terms.discount, Effective { value: Rate::ZERO, origin: Origin::Client });
        assert_eq!(terms.language, Effective { value: "de".to_owned(), origin: Origin::Group });
        assert_eq!(terms.currency.origin, Origin::Company);
        assert_eq!(terms.typed(), typed);
        let cleared = Terms::of(&typed, &Values::default(), &group, &company);
        assert_eq!(cleared.discount, Effective { value: Rate(200), origin: Origin::Group });
    }
}
