//! The main menu, the phone's tab bar and the settings menu: which places exist, in their fixed order, and for whom.

use super::Frame;

/// The sections of the main menu, in its order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    Home,
    Clients,
    Deals,
    Time,
    Invoices,
    Ledger,
    Report,
    Settings,
    /// No place of the menu: one's own account, an address where nothing is.
    Elsewhere,
}

/// A place as the table tells it.
struct Row {
    section: Section,
    /// Names it in `Frame::item` and `Frame::counts`.
    key: &'static str,
    label: &'static str,
    icon: &'static str,
    href: &'static str,
    /// Any one of these permissions is enough; none means everyone.
    needs: &'static [&'static str],
    /// What stands there, in a few words (the tiles of Settings & Apps).
    note: &'static str,
    /// The room behind it exists. Turn it on with the room.
    built: bool,
}

const fn row(section: Section, key: &'static str, label: &'static str, icon: &'static str, href: &'static str) -> Row {
    Row { section, key, label, icon, href, needs: &[], note: "", built: true }
}

impl Row {
    const fn needs(self, needs: &'static [&'static str]) -> Row {
        Row { needs, ..self }
    }

    const fn note(self, note: &'static str) -> Row {
        Row { note, ..self }
    }

    const fn later(self) -> Row {
        Row { built: false, ..self }
    }

    fn is_for(&self, frame: &Frame) -> bool {
        self.built && (self.needs.is_empty() || self.needs.iter().any(|code| frame.may(code)))
    }
}

const CLIENTS: &[&str] = &["clients.view", "clients.view_own"];

const SECTIONS: [Row; 7] = [
    row(Section::Home, "home", "Home", "home", "/"),
    row(Section::Clients, "clients", "Clients", "users", "/clients").needs(CLIENTS),
    row(Section::Deals, "deals", "Deals", "deal", "/proposals").later(),
    row(Section::Time, "time", "Time", "clock", "/time").needs(&["time.track"]).later(),
    row(Section::Invoices, "invoices", "Invoices", "invoice", "/invoices").needs(&["invoices.view"]),
    row(Section::Ledger, "ledger", "Ledger", "ledger", "/ledger/journal").needs(&["ledger.view"]),
    row(Section::Report, "report", "Report", "report", "/report").needs(&["reports.view"]),
];

const SETTINGS: Row = row(Section::Settings, "settings", "Settings & Apps", "sliders", "/settings");

const ITEMS: [Row; 14] = [
    row(Section::Clients, "clients.all", "All clients", "", "/clients"),
    row(Section::Clients, "clients.billing_groups", "Billing groups", "", "/billing-groups"),
    row(Section::Clients, "clients.corporate_groups", "Corporate groups", "", "/corporate-groups"),
    row(Section::Clients, "clients.invite", "Invite to Coterie", "", "/invite").later(),
    row(Section::Clients, "clients.import", "Import and export", "", "/imports").needs(&["clients.import"]),
    row(Section::Deals, "deals.proposals", "Proposals", "", "/proposals").later(),
    row(Section::Deals, "deals.contracts", "Contracts", "", "/contracts").later(),
    row(Section::Invoices, "invoices.all", "All invoices", "", "/invoices"),
    row(Section::Invoices, "invoices.payments", "Payments", "", "/payments"),
    row(Section::Invoices, "invoices.aged", "Who owes what", "", "/aged"),
    row(Section::Ledger, "ledger.journal", "Journal", "", "/ledger/journal"),
    row(Section::Ledger, "ledger.accounts", "Chart of accounts", "", "/ledger/accounts"),
    row(Section::Ledger, "ledger.trial_balance", "Trial balance", "", "/ledger/trial-balance"),
    row(Section::Ledger, "ledger.groups", "Groups", "", "/ledger/groups").later(),
];

const APPS: [Row; 7] = [
    row(Section::Settings, "settings.clients", "Clients", "users", "/settings/client-groups")
        .note("Client groups, import"),
    row(Section::Settings, "settings.deals", "Deals", "deal", "/settings/deals")
        .note("Service catalogue, proposal texts, contract terms")
        .later(),
    row(Section::Settings, "settings.time", "Time", "clock", "/settings/time")
        .note("Work types, rates, rounding, approvals")
        .later(),
    row(Section::Settings, "settings.invoices", "Invoices", "invoice", "/settings/invoices")
        .note("Services and products, numbering"),
    row(Section::Settings, "settings.ledger", "Ledger", "ledger", "/settings/ledger")
        .needs(&["ledger.view"])
        .note("Periods, number series"),
    row(Section::Settings, "settings.report", "Report", "report", "/settings/report")
        .note("Saved reports of the office")
        .later(),
    row(Section::Settings, "settings.portal", "Client portal", "globe", "/settings/portal")
        .note("Address, look, what clients may see")
        .later(),
];

const ALL_SETTINGS: [Row; 8] = [
    row(Section::Settings, "settings.office", "Office", "building", "/settings/office")
        .note("Name, address, currency, financial year"),
    row(Section::Settings, "settings.members", "Members and roles", "shield", "/settings/members")
        .note("Who works here, and what each may do"),
    row(Section::Settings, "settings.customer_groups", "Customer groups", "wallet", "/settings/customer-groups")
        .note("Control accounts, VAT zones, payment terms"),
    row(Section::Settings, "settings.accounts", "Accounts and tax", "ledger", "/settings/accounts")
        .needs(&["ledger.view"])
        .note("Chart of accounts, VAT codes"),
    row(Section::Settings, "settings.api_keys", "API keys", "key", "/settings/api-keys").note("Tokens for programs"),
    row(Section::Settings, "settings.audit", "Audit", "clock", "/settings/audit")
        .needs(&["audit.view"])
        .note("Who changed what, and when"),
    row(Section::Settings, "settings.operations", "Changes to undo", "undo", "/operations")
        .note("Take back what was done"),
    row(Section::Settings, "settings.backup", "Backup and export", "download", "/settings/backup")
        .note("Everything in one file")
        .later(),
];

/// A place as a template shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub label: &'static str,
    pub icon: &'static str,
    pub href: &'static str,
    pub note: &'static str,
    /// The page shown is this place itself.
    pub is_current: bool,
    /// The page shown is one of `items`.
    pub is_open: bool,
    /// Filled in the current section only.
    pub items: Vec<Item>,
}

/// A place inside a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub label: &'static str,
    pub href: &'static str,
    /// As the office writes numbers.
    pub count: Option<String>,
    pub is_current: bool,
}

/// A field of the phone's tab bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    pub label: &'static str,
    pub icon: &'static str,
    pub href: &'static str,
    pub is_current: bool,
}

impl Frame {
    /// The main menu: what exists and is this member's, in its fixed order.
    pub fn menu(&self) -> Vec<Place> {
        self.sections(|section| section == self.section)
    }

    /// The same with the places inside every section, for whoever searches them.
    pub fn whole_menu(&self) -> Vec<Place> {
        self.sections(|_| true)
    }

    fn sections(&self, is_unfolded: impl Fn(Section) -> bool) -> Vec<Place> {
        let places = SECTIONS.iter().filter(|row| row.is_for(self));
        places.map(|row| self.section_place(row, is_unfolded(row.section))).collect()
    }

    /// “Settings & Apps”, at the foot of the menu.
    pub fn settings_place(&self) -> Place {
        Place { is_current: self.section == Section::Settings, ..place(&SETTINGS, false) }
    }

    /// The part “Apps” of the settings menu.
    pub fn settings_apps(&self) -> Vec<Place> {
        self.listed(&APPS)
    }

    /// The part “All settings” of the settings menu.
    pub fn all_settings(&self) -> Vec<Place> {
        self.listed(&ALL_SETTINGS)
    }

    /// The first four that exist of Clients, Deals, Time, Report, Invoices, Ledger, Home, in the menu's order.
    pub fn tabs(&self) -> Vec<Tab> {
        const WANTED: [&str; 7] = ["clients", "deals", "time", "report", "invoices", "ledger", "home"];
        let there = |key: &&str| SECTIONS.iter().any(|row| row.key == *key && row.is_for(self));
        let chosen: Vec<&str> = WANTED.into_iter().filter(there).take(4).collect();
        let tab = |row: &Row| Tab {
            label: row.label,
            icon: row.icon,
            href: row.href,
            is_current: row.section == self.section,
        };
        SECTIONS.iter().filter(|row| chosen.contains(&row.key)).map(tab).collect()
    }

    /// The page is none of the tab bar's, so that Menu is the current one.
    pub fn is_behind_menu(&self) -> bool {
        !self.tabs().iter().any(|tab| tab.is_current)
    }

    fn section_place(&self, row: &Row, is_unfolded: bool) -> Place {
        let here = row.section == self.section;
        let items: Vec<Item> = ITEMS
            .iter()
            .filter(|item| is_unfolded && item.section == row.section && item.is_for(self))
            .map(|item| Item {
                label: item.label,
                href: item.href,
                count: self.counts.get(item.key).cloned(),
                is_current: item.key == self.item,
            })
            .collect();
        let is_open = items.iter().any(|item| item.is_current);
        Place { is_open, items, ..place(row, here && !is_open) }
    }

    fn listed(&self, rows: &[Row]) -> Vec<Place> {
        rows.iter().filter(|row| row.is_for(self)).map(|row| place(row, row.key == self.item)).collect()
    }
}

fn place(row: &Row, is_current: bool) -> Place {
    Place {
        label: row.label,
        icon: row.icon,
        href: row.href,
        note: row.note,
        is_current,
        is_open: false,
        items: Vec::new(),
    }
}

#[cfg(test)]
pub(super) fn every_icon() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().chain([&SETTINGS]).chain(&APPS).chain(&ALL_SETTINGS).map(|row| row.icon)
}

#[cfg(test)]
pub(super) fn every_key() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().chain([&SETTINGS]).chain(&ITEMS).chain(&APPS).chain(&ALL_SETTINGS).map(|row| row.key)
}
