//! The columns of the list: which there are, which stand there without choosing.

use books::clients::SortBy;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Number,
    LegalEntity,
    BusinessName,
    Status,
    ClientGroups,
    CustomerGroup,
    Email,
    Phone,
    Country,
    Responsible,
    OpenBalance,
}

impl Column {
    pub const ALL: [Column; 11] = [
        Column::Number,
        Column::LegalEntity,
        Column::BusinessName,
        Column::Status,
        Column::ClientGroups,
        Column::CustomerGroup,
        Column::Email,
        Column::Phone,
        Column::Country,
        Column::Responsible,
        Column::OpenBalance,
    ];
    /// What fits a window of 1360 pixels.
    pub const DEFAULT: [Column; 5] =
        [Column::BusinessName, Column::Status, Column::ClientGroups, Column::CustomerGroup, Column::OpenBalance];

    pub fn code(self) -> &'static str {
        match self {
            Column::Number => "number",
            Column::LegalEntity => "legal_entity",
            Column::BusinessName => "business_name",
            Column::Status => "status",
            Column::ClientGroups => "client_groups",
            Column::CustomerGroup => "customer_group",
            Column::Email => "email",
            Column::Phone => "phone",
            Column::Country => "country",
            Column::Responsible => "responsible",
            Column::OpenBalance => "open_balance",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Column::Number => "Number",
            Column::LegalEntity => "Legal entity",
            Column::BusinessName => "Business name",
            Column::Status => "Status",
            Column::ClientGroups => "Client groups",
            Column::CustomerGroup => "Customer group",
            Column::Email => "Email",
            Column::Phone => "Phone",
            Column::Country => "Country",
            Column::Responsible => "Responsible",
            Column::OpenBalance => "Open",
        }
    }

    pub fn sort(self) -> Option<SortBy> {
        match self {
            Column::Number => Some(SortBy::Number),
            Column::OpenBalance => Some(SortBy::OpenBalance),
            _ => None,
        }
    }

    /// Amounts stand at the right.
    pub fn is_amount(self) -> bool {
        self == Column::OpenBalance
    }

    /// Reads codes with commas or as several values; none that is known means the default.
    pub fn parse_all<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Column> {
        let named: Vec<&str> = texts.flat_map(|text| text.split(',')).collect();
        let chosen: Vec<Column> = Column::ALL.into_iter().filter(|column| named.contains(&column.code())).collect();
        if chosen.is_empty() { Column::DEFAULT.to_vec() } else { chosen }
    }
}
