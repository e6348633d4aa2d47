//! Adds, changes and archives VAT codes. Booked documents keep the rate they were booked with.

use kernel::{AccountId, Failure, Name, Rate, Refusal, Stamp, VatCodeId};
use serde::{Deserialize, Serialize};

use super::store;
use crate::ledger::chart::{self, stale};
use crate::ledger::{Account, Change, VatCode};
use crate::{Accepted, Act, Decision, Permission, Result, Scene, accept};

/// What a code can mean, as the invoice and the return tell it.
pub const VAT_KINDS: &[&str] = &["standard", "reduced", "super_reduced", "zero", "exempt", "reverse_charge", "export"];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddVatCode {
    pub code: String,
    pub name: Name,
    /// One of [`VAT_KINDS`].
    pub kind: String,
    pub rate: Rate,
    /// Where the VAT is collected; needed for a rate above zero.
    pub account: Option<AccountId>,
    /// What the law wants on the invoice.
    pub text: String,
}

/// What is `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeVatCode {
    pub vat_code: VatCodeId,
    pub version: Option<i64>,
    pub name: Option<Name>,
    pub kind: Option<String>,
    pub rate: Option<Rate>,
    pub account: Option<Option<AccountId>>,
    pub text: Option<String>,
}

/// Takes a code out of use, or brings it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArchiveVatCode {
    pub vat_code: VatCodeId,
    pub version: Option<i64>,
    pub archived: bool,
}

pub struct Facts {
    pub codes: Vec<VatCode>,
    /// The wanted account, where it exists.
    pub account: Option<Account>,
    /// Product groups whose rule names the code.
    pub used_by: Vec<String>,
}

fn facts(scene: &Scene<'_>, code: Option<VatCodeId>, account: Option<AccountId>) -> Result<Facts> {
    Ok(Facts {
        codes: crate::ledger::store::vat_codes(scene)?,
        account: account.map(|id| chart::store::find(scene, id)).transpose()?.flatten(),
        used_by: code.map(|code| store::product_groups_with(scene, code)).transpose()?.unwrap_or_default(),
    })
}

impl Facts {
    fn find(&self, id: VatCodeId) -> Result<VatCode> {
        self.codes.iter().find(|code| code.id == id).cloned().ok_or_else(|| Failure::missing("VAT code", id))
    }
}

impl Act for AddVatCode {
    const NAME: &'static str = "add_vat_code";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = VatCodeId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        facts(scene, None, self.account)
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<VatCodeId> {
        let text = self.code.trim().to_owned();
        check_code(&text)?;
        if facts.codes.iter().any(|other| other.code.eq_ignore_ascii_case(&text)) {
            return Err(code_taken(&text).into());
        }
        let code = VatCode {
            id: stamp.ids().next(),
            code: text,
            name: self.name,
            kind: self.kind,
            rate: self.rate,
            account: self.account,
            text: self.text,
            archived: false,
            version: 1,
        };
        check(&code, &facts)?;
        // From here the code will be added.
        let (id, said) = (code.id, format!("VAT code {} added", code.code));
        Ok(accept(id, [Change::VatCodeAdded(code).into()]).says(said).about(id))
    }
}

impl Act for ChangeVatCode {
    const NAME: &'static str = "change_vat_code";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = VatCodeId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let account = match self.account {
            Some(account) => account,
            None => store::account_of(scene, self.vat_code)?,
        };
        facts(scene, None, account)
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<VatCodeId> {
        let before = facts.find(self.vat_code)?;
        stale("VAT code", self.version, before.version)?;
        let after = VatCode {
            name: self.name.unwrap_or_else(|| before.name.clone()),
            kind: self.kind.unwrap_or_else(|| before.kind.clone()),
            rate: self.rate.unwrap_or(before.rate),
            account: self.account.unwrap_or(before.account),
            text: self.text.unwrap_or_else(|| before.text.clone()),
            ..before.clone()
        };
        check(&after, &facts)?;
        // From here the code will be changed.
        Ok(changed(before, after, "changed"))
    }
}

impl Act for ArchiveVatCode {
    const NAME: &'static str = "archive_vat_code";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = VatCodeId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        facts(scene, Some(self.vat_code), None)
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<VatCodeId> {
        let before = facts.find(self.vat_code)?;
        stale("VAT code", self.version, before.version)?;
        if self.archived && !facts.used_by.is_empty() {
            return Err(in_use(&before, &facts.used_by).into());
        }
        // From here the code will be archived or restored.
        let after = VatCode { archived: self.archived, ..before.clone() };
        Ok(changed(before, after, if self.archived { "archived" } else { "restored" }))
    }
}

fn changed(before: VatCode, mut after: VatCode, word: &str) -> Accepted<VatCodeId> {
    let id = before.id;
    if after == before {
        return accept(id, []);
    }
    after.version += 1;
    let said = format!("VAT code {} {word}", before.code);
    let change = Change::VatCodeChanged { before: Box::new(before), after: Box::new(after) };
    accept(id, [change.into()]).says(said).about(id).undoable()
}

fn check_code(code: &str) -> kernel::Result<(), Refusal> {
    let fits = !code.is_empty() && code.chars().count() <= 10 && !code.contains(char::is_whitespace);
    if fits {
        return Ok(());
    }
    Err(Refusal::field(
        "VAT_CODE_FORM",
        "code",
        "The code cannot be taken.",
        "A code stands on lines and in lists: 1 to 10 characters without blanks, such as V21.",
    ))
}

fn check(code: &VatCode, facts: &Facts) -> kernel::Result<(), Refusal> {
    if !VAT_KINDS.contains(&code.kind.as_str()) {
        return Err(kind_unknown());
    }
    if !(0..=10_000).contains(&code.rate.0) {
        return Err(rate_out_of_range());
    }
    match (&facts.account, code.account) {
        (None, Some(_)) => Err(account_unknown()),
        (Some(account), _) if account.archived => Err(crate::ledger::entries::account_archived(account)),
        (_, None) if code.rate.0 > 0 => Err(account_required()),
        _ => Ok(()),
    }
}

fn code_taken(code: &str) -> Refusal {
    Refusal::rule(
        "VAT_CODE_TAKEN",
        format!("There is a VAT code {code} already."),
        "Each code means one thing, capitals aside. Choose another, or change the one that there is.",
    )
}

fn kind_unknown() -> Refusal {
    Refusal::field(
        "VAT_KIND_UNKNOWN",
        "kind",
        "There is no such kind of VAT.",
        format!("The kinds are {}. Choose one of them.", VAT_KINDS.join(", ")),
    )
}

fn rate_out_of_range() -> Refusal {
    Refusal::field("RATE_OUT_OF_RANGE", "rate", "The rate is not from 0 to 100 per cent.", "Write 21, or 5.5.")
}

fn account_unknown() -> Refusal {
    Refusal::field(
        "ACCOUNT_UNKNOWN",
        "account",
        "The account does not exist.",
        "It was deleted meanwhile. Choose one from the chart of accounts.",
    )
}

fn account_required() -> Refusal {
    Refusal::field(
        "ACCOUNT_REQUIRED",
        "account",
        "The code has a rate and no account.",
        "What it collects is owed to the tax office and stands on an account until it is paid. Choose that account.",
    )
}

fn in_use(code: &VatCode, product_groups: &[String]) -> Refusal {
    Refusal::rule(
        "VAT_CODE_IN_USE",
        format!("{} cannot be archived.", code.code),
        format!(
            "New lines would get it through the product groups {}. Give them another code first.",
            product_groups.join(", ")
        ),
    )
    .detail("product_groups", product_groups.join(", "))
    .action("Accounts and tax", "/settings/accounts")
}
