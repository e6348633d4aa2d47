//! Reads the files of books: texts become values, or a refusal with file and line. Nothing is taken in before all is read.

use std::collections::HashMap;

use kernel::{Country, Day, Email, Failure, Name, Refusal};

use super::sheet::SheetRow;
use super::{BookFiles, Books, NewAccount, NewClient, NewEntry, NewGroup, NewInvoiceLine, Sheet};
use crate::Result;
use crate::clients::{Address, Details};
use crate::ledger::AccountKind;

impl Books {
    pub fn read(files: &BookFiles) -> Result<Books> {
        let mut invoices = invoices(&files.invoices)?;
        let entries = entries(&files.postings, &mut invoices)?;
        if let Some(document) = invoices.into_keys().min() {
            return Err(invoice_without_entry(&files.invoices.file, &document).into());
        }
        Ok(Books {
            accounts: accounts(&files.chart)?,
            groups: groups(&files.groups)?,
            clients: clients(&files.clients)?,
            entries,
        })
    }
}

fn accounts(sheet: &Sheet) -> Result<Vec<NewAccount>> {
    let columns = sheet.columns(&["path", "code", "is_group"])?;
    let mut accounts = Vec::new();
    for row in sheet.rows(&columns).filter(|row| row.text("is_group") != "1") {
        let (path, number) = (row.text("path"), row.text("code").to_owned());
        let parts: Vec<&str> = path.split(':').collect();
        let kind = parts.first().and_then(|root| kind_of(root));
        let kind = kind.ok_or_else(|| {
            row.unreadable("path", "A path begins with Assets, Liabilities, Equity, Income or Expenses.")
        })?;
        let [.., group, leaf] = parts.as_slice() else {
            return Err(row.unreadable("path", "A path names the kind, the groups and the account."));
        };
        let name = leaf.strip_prefix(number.as_str()).map_or(*leaf, |name| name.trim_start_matches('-'));
        accounts.push(NewAccount {
            name: Name::parse(name).map_err(|error| row.unreadable("path", &error.to_string()))?,
            receivable: kind == AccountKind::Asset && number.starts_with("43"),
            category: group.split_once('-').map_or(*group, |(_, name)| name).to_owned(),
            kind,
            number,
        });
    }
    Ok(accounts)
}

fn kind_of(root: &str) -> Option<AccountKind> {
    Some(match root {
        "Assets" => AccountKind::Asset,
        "Liabilities" => AccountKind::Liability,
        "Equity" => AccountKind::Equity,
        "Income" => AccountKind::Incoming,
        "Expenses" => AccountKind::Outgoing,
        _ => return None,
    })
}

fn groups(sheet: &Sheet) -> Result<Vec<NewGroup>> {
    let columns = sheet.columns(&["group", "name", "control_account"])?;
    let group = |row: SheetRow<'_>| {
        Ok(NewGroup {
            number: row.text("group").to_owned(),
            name: row.read("name")?,
            account: row.text("control_account").to_owned(),
        })
    };
    sheet.rows(&columns).map(group).collect()
}

fn clients(sheet: &Sheet) -> Result<Vec<NewClient>> {
    let columns = sheet.columns(&["code", "name", "group"])?;
    let has_since = columns.contains_key("since");
    let client = |row: SheetRow<'_>| {
        let text = |column| row.optional(column).map(str::to_owned);
        let country = row.optional("country").map(Country::parse).transpose();
        let email = row.optional("email").map(Email::parse).transpose();
        let number = |column: &'static str| row.optional(column).map(|_| row.read::<i64>(column)).transpose();
        let details = Details {
            email: email.map_err(|error| row.unreadable("email", &error.to_string()))?,
            tax_number: text("tax_id"),
            address: Address {
                street: text("street"),
                zip: text("zip"),
                city: text("city"),
                country: country.map_err(|error| row.unreadable("country", &error.to_string()))?,
            },
            credit_limit: number("credit_limit_cents")?,
            payment_days: number("payment_days")?,
            ..Details::named(row.read("name")?)
        };
        let beginning = || Day::new(2000, 1, 1).ok_or_else(|| Failure::broken("the year 2000 has no first day"));
        Ok(NewClient {
            number: row.text("code").to_owned(),
            details,
            group: row.text("group").to_owned(),
            since: if has_since { row.read("since")? } else { beginning()? },
        })
    };
    sheet.rows(&columns).map(client).collect()
}

fn invoices(sheet: &Sheet) -> Result<HashMap<String, Vec<NewInvoiceLine>>> {
    let columns =
        sheet.columns(&["doc", "income_account", "qty", "unit_price_cents", "vat_pct", "net_cents", "vat_cents"])?;
    let mut found: HashMap<String, Vec<NewInvoiceLine>> = HashMap::new();
    for row in sheet.rows(&columns) {
        let line = NewInvoiceLine {
            account: row.text("income_account").to_owned(),
            text: row.text("description").to_owned(),
            quantity: row.read("qty")?,
            unit_price: row.read("unit_price_cents")?,
            vat_percent: row.read("vat_pct")?,
            net: row.read("net_cents")?,
            vat: row.read("vat_cents")?,
        };
        found.entry(row.text("doc").to_owned()).or_default().push(line);
    }
    Ok(found)
}

/// Lines that follow each other under one `tx` are one entry.
fn entries(sheet: &Sheet, invoices: &mut HashMap<String, Vec<NewInvoiceLine>>) -> Result<Vec<NewEntry>> {
    let columns = sheet.columns(&["tx", "date", "kind", "doc", "client", "account", "amount_cents"])?;
    let mut entries: Vec<NewEntry> = Vec::new();
    let mut last = None;
    for row in sheet.rows(&columns) {
        let line = (row.text("account").to_owned(), row.read("amount_cents")?);
        if last == Some(row.text("tx"))
            && let Some(entry) = entries.last_mut()
        {
            entry.lines.push(line);
            continue;
        }
        last = Some(row.text("tx"));
        let document = row.text("doc").to_owned();
        entries.push(NewEntry {
            day: row.read("date")?,
            text: words_of(row.text("kind")).to_owned(),
            client: row.optional("client").map(str::to_owned),
            lines: vec![line],
            invoice: invoices.remove(&document).unwrap_or_default(),
            document,
        });
    }
    Ok(entries)
}

fn words_of(kind: &str) -> &str {
    match kind {
        "O" => "Opening balance",
        "S" => "Sales invoice",
        "N" => "Credit note",
        "P" => "Customer payment",
        "B" => "Supplier bill",
        "X" => "Supplier payment",
        "J" => "Journal entry",
        other => other,
    }
}

fn invoice_without_entry(file: &str, document: &str) -> Refusal {
    Refusal::field(
        "BOOKS_INVOICE_WITHOUT_ENTRY",
        "file",
        format!("{file}: invoice {document} has no entry."),
        "A booked invoice stands in the ledger under its own document. Add its postings, or take the invoice out.",
    )
}
