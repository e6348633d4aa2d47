//! Permissions, sets of them (roles), and the rights of whoever is at the desk now.

use kernel::{Failure, Forbidden, MemberId};
use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal, $label:literal;)*) => {
        /// One thing that a role may allow.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[doc = $doc])* $name),* }

        impl Permission {
            pub const ALL: &'static [Permission] = &[$(Permission::$name),*];

            /// The stable code that roles store and the API shows.
            pub fn code(self) -> &'static str { match self { $(Permission::$name => $code),* } }

            /// The words for people: “may …”.
            pub fn label(self) -> &'static str { match self { $(Permission::$name => $label),* } }
        }
    };
}

permissions! {
    /// Everyone in the company has it.
    Enter = "enter", "come in";
    ManageCompany = "company.manage", "change the company's settings";
    ManageMembers = "members.manage", "invite members, set roles and teams";
    ViewAudit = "audit.view", "read the audit";
    UndoChanges = "changes.undo", "undo changes of others";
    ViewClients = "clients.view", "see all clients";
    ViewOwnClients = "clients.view_own", "see the clients they or their teams are responsible for";
    EditClients = "clients.edit", "edit all clients";
    EditOwnClients = "clients.edit_own", "edit the clients they have a right on";
    DeleteClients = "clients.delete", "archive and delete clients";
    ImportClients = "clients.import", "import and export clients";
    ManageClientGroups = "client_groups.manage", "create, rename and delete client groups";
    ViewLedger = "ledger.view", "see accounts, entries and balances";
    PostEntries = "ledger.post", "post and reverse entries";
    SetUpLedger = "ledger.set_up", "set up accounts, VAT and customer groups";
    ClosePeriods = "ledger.close", "close and reopen periods";
    ViewInvoices = "invoices.view", "see invoices";
    DraftInvoices = "invoices.draft", "draft invoices";
    BookInvoices = "invoices.book", "book invoices and credit notes";
    ManageProducts = "products.manage", "set up services and products";
    TrackTime = "time.track", "log time";
    ViewReports = "reports.view", "run reports";
    ShareReports = "reports.share", "save reports for the entire office";
}

impl Permission {
    pub fn parse(code: &str) -> Option<Permission> {
        Permission::ALL.iter().copied().find(|permission| permission.code() == code)
    }

    /// The code of the refusal, as clients of the API know it.
    pub fn refusal_code(self) -> &'static str {
        match self {
            Permission::ManageClientGroups => "PERM_GROUP_MANAGE",
            Permission::SetUpLedger => "PERM_LEDGER_SETUP",
            _ => "PERM_MISSING",
        }
    }

    /// The refusal that names the right and who can grant it.
    pub fn missing(self) -> Failure {
        Failure::Forbidden(Forbidden {
            code: self.refusal_code(),
            permission: self.code(),
            detail: format!(
                "Your role may not {}. An owner or administrator can grant it under Settings & Apps, Members and roles.",
                self.label()
            ),
        })
    }

    /// The permission that includes this one: who sees all clients sees their own.
    fn wider(self) -> Option<Permission> {
        match self {
            Permission::ViewOwnClients => Some(Permission::ViewClients),
            Permission::EditOwnClients => Some(Permission::EditClients),
            _ => None,
        }
    }

    fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// A set of permissions; stored as codes separated by blanks, so that a new permission shifts nothing.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct PermissionSet(u64);

impl PermissionSet {
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    pub fn has(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0 || permission.wider().is_some_and(|wider| self.has(wider))
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.has(*permission))
    }

    /// Reads the stored form. A code that this program does not know grants nothing.
    pub fn parse(codes: &str) -> Self {
        codes.split_whitespace().filter_map(Permission::parse).collect()
    }

    pub fn codes(self) -> String {
        self.iter().map(Permission::code).collect::<Vec<_>>().join(" ")
    }

    /// Whether everything in `other` is in this set too: nobody grants more than they hold.
    pub fn covers(self, other: PermissionSet) -> bool {
        other.iter().all(|permission| self.has(permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        PermissionSet(permissions.into_iter().fold(Permission::Enter.bit(), |bits, permission| bits | permission.bit()))
    }
}

impl std::fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for PermissionSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.codes())
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(PermissionSet::parse(&String::deserialize(deserializer)?))
    }
}

/// What the one at the desk may do, read afresh for every command and question.
#[derive(Clone, Debug)]
pub struct Rights {
    /// Empty for the operator at the machine and for the system's own jobs.
    pub member: Option<MemberId>,
    pub permissions: PermissionSet,
}

impl Rights {
    pub fn has(&self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }

    /// Passes, or refuses naming the missing right.
    pub fn require(&self, permission: Permission) -> crate::Result<()> {
        if self.has(permission) { Ok(()) } else { Err(permission.missing()) }
    }

    /// Whether every client may be seen; otherwise only those `client_rights` or responsibility give.
    pub fn sees_all_clients(&self) -> bool {
        self.has(Permission::ViewClients)
    }
}
