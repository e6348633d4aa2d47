//! Who stands in the demo company: invented people, firms, services and prices.

/// A client as the demo tells it.
pub struct Part {
    pub name: &'static str,
    /// Code of the legal entity.
    pub entity: &'static str,
    pub city: &'static str,
    pub country: &'static str,
    /// 0 domestic, 1 European, 2 overseas.
    pub zone: usize,
    /// Places in `SEGMENTS`.
    pub segments: &'static [usize],
    /// Month of the two years in which it came, from 0; prospects are not invoiced.
    pub since: i64,
    /// Place in `FEES`: what it is billed for each month.
    pub fee: usize,
    pub prospect: bool,
}

const fn part(
    name: &'static str,
    entity: &'static str,
    (city, country, zone): (&'static str, &'static str, usize),
    segments: &'static [usize],
    since: i64,
    fee: usize,
) -> Part {
    Part { name, entity, city, country, zone, segments, since, fee, prospect: false }
}

const fn hoped_for(name: &'static str, entity: &'static str, place: (&'static str, &'static str, usize)) -> Part {
    Part { prospect: true, ..part(name, entity, place, &[6], 20, 0) }
}

/// The set of client groups of which a client is in one at most.
pub const SET: &str = "Kind of engagement";

/// The group that finds its clients by a filter.
pub const SMART: &str = "To win over";

/// Client groups, with their colours, and whether they stand in the set.
pub const SEGMENTS: &[(&str, i64, bool)] = &[
    ("Annual report client", 1, false),
    ("VAT quarterly", 2, false),
    ("Payroll monthly", 3, false),
    ("One-time service client", 4, true),
    ("Full bookkeeping", 5, true),
    ("Alliance", 6, false),
    ("Potential client", 0, true),
    ("Year-end late", 4, false),
];

/// Number, name, unit, price, and the number of the product group.
pub const SERVICES: &[(&str, &str, &str, &str, i64)] = &[
    ("B10", "Bookkeeping, up to 100 vouchers", "month", "240.00", 1),
    ("B20", "Bookkeeping, up to 400 vouchers", "month", "610.00", 1),
    ("P10", "Payroll run", "month", "95.00", 1),
    ("P11", "Pay slip", "piece", "9.50", 1),
    ("V10", "VAT return", "quarter", "130.00", 1),
    ("Y10", "Annual report", "piece", "1450.00", 1),
    ("H10", "Advice", "hour", "96.00", 1),
    ("G10", "Archive box", "piece", "6.40", 2),
];

/// What a client is billed for each month: places in `SERVICES` with thousandths of a unit.
pub const FEES: &[&[(usize, i64)]] = &[
    &[(6, 1_500)],
    &[(0, 1_000)],
    &[(0, 1_000), (2, 1_000), (3, 4_000)],
    &[(1, 1_000), (2, 1_000), (3, 11_000), (6, 750)],
    &[(4, 1_000)],
    &[(1, 1_000), (6, 2_250), (7, 3_000)],
];

pub const WORK: &[(&str, bool)] =
    &[("Bookkeeping", true), ("Payroll", true), ("Annual report", true), ("Advice", true), ("Internal", false)];

/// Colleagues: name, address, role.
pub const COLLEAGUES: &[(&str, &str, &str)] = &[
    ("Teodor Vane", "teodor@harbourfinch.example", "accountant"),
    ("Wilhelmina Oake", "wilhelmina@harbourfinch.example", "staff"),
    ("Ambrose Quill", "ambrose@harbourfinch.example", "author"),
];

/// Whom people know by another name than the one in the register.
pub const TRADING: &[(&str, &str)] = &[
    ("Bramblewick Trust", "Bramblewick Gardens"),
    ("Cobbett Roofing", "Slate & Sky"),
    ("Kestrel Media House", "Kestrel Studio"),
    ("Marlo Pennywhistle", "Pennywhistle Violins"),
    ("Nordkai Freight BV", "Nordkai Ferries"),
    ("Orrin Tallow", "Tallow Candles"),
];

const EBB: (&str, &str, usize) = ("Port Ebb", "IE", 0);
const DUN: (&str, &str, usize) = ("Dunmarrow", "IE", 0);
const KAI: (&str, &str, usize) = ("Nordkai", "NL", 1);
const ELS: (&str, &str, usize) = ("Elsgard", "DK", 1);
const BAY: (&str, &str, usize) = ("Grey Bay", "CA", 2);

pub const CAST: &[Part] = &[
    part("Bramblewick Trust", "trust", EBB, &[0], 0, 1),
    part("Cobbett Roofing", "sole_trader", DUN, &[3], 3, 0),
    part("Fennimore & Plover Ltd", "company", EBB, &[0, 1, 2], 0, 3),
    part("Gannet Cove Fisheries", "company", KAI, &[1], 2, 4),
    hoped_for("Hollis Aventine", "individual", BAY),
    part("Juniper Vale Vets", "partnership", DUN, &[2, 0], 0, 2),
    part("Kestrel Digital", "company", EBB, &[5], 5, 1),
    part("Kestrel Media House", "company", EBB, &[5, 0], 1, 5),
    part("Lumen Tidewater Dental", "company", DUN, &[0, 2], 0, 3),
    part("Marlo Pennywhistle", "individual", EBB, &[3], 9, 0),
    part("Nordkai Freight BV", "company", KAI, &[2], 4, 2),
    part("Nordkai Logistics GmbH", "company", KAI, &[0, 2, 4], 0, 5),
    part("Orrin Tallow", "individual", EBB, &[3], 7, 0),
    part("Osier & Reed Basketry", "partnership", DUN, &[1, 3], 2, 4),
    part("Pewter Lane Studios", "company", BAY, &[4, 1], 3, 1),
    part("Quillstone Bakery", "sole_trader", EBB, &[1, 4], 0, 2),
    hoped_for("Sable & Wren Partners", "partnership", ELS),
    part("Thistledown Yarns", "sole_trader", DUN, &[], 11, 0),
    part("Tidewater Pilots", "company", EBB, &[0, 5], 0, 2),
    part("Umber & Slate Masonry", "company", DUN, &[1, 2], 1, 2),
    part("Verity Lockhart", "individual", EBB, &[3], 13, 0),
    part("Wickham Orchard Co-op", "company", DUN, &[0, 1, 4], 0, 3),
    part("Yarrow Street Pharmacy", "company", EBB, &[0, 2], 6, 3),
    part("Zephyr Kites", "sole_trader", ELS, &[1], 8, 4),
    part("Aldous Marine Supply", "company", EBB, &[0], 0, 1),
    part("Beacon Hill Kennels", "sole_trader", DUN, &[1], 4, 4),
    part("Calloway Print Works", "company", EBB, &[0, 4], 2, 5),
    part("Dovetail Joinery", "partnership", DUN, &[1, 2], 0, 2),
    part("Elsgard Havn ApS", "company", ELS, &[0, 5], 5, 1),
    part("Foxglove Nurseries", "company", DUN, &[1, 7], 1, 4),
    part("Grey Bay Outfitters", "company", BAY, &[4], 7, 5),
    part("Hawthorn & Daughters", "partnership", EBB, &[0, 2], 0, 2),
    part("Inkwell Bookshop", "sole_trader", EBB, &[1], 3, 4),
    part("Jessamy Tearooms", "sole_trader", DUN, &[1, 2], 6, 2),
    part("Kittiwake Ferries", "company", EBB, &[0, 2, 5], 0, 3),
    part("Larkrise Nursery School", "trust", DUN, &[2, 0], 2, 2),
    part("Merrow Boatyard", "company", EBB, &[0, 1, 7], 0, 5),
    hoped_for("Nettlefield Farm", "sole_trader", DUN),
    part("Oxbow Canoe Hire", "sole_trader", EBB, &[3], 10, 0),
    part("Petrel Insurance Brokers", "company", EBB, &[0, 4], 1, 3),
    part("Rookery Hall Trust", "trust", DUN, &[0], 0, 1),
    part("Saltmarsh Holding", "company", EBB, &[0, 5], 0, 5),
];

/// Billing groups: name, who is in it, who usually pays, and whether it is hidden.
pub const BILLING_GROUPS: &[(&str, &[&str], &str, bool)] = &[
    (
        "Plover family",
        &["Fennimore & Plover Ltd", "Bramblewick Trust", "Orrin Tallow"],
        "Fennimore & Plover Ltd",
        false,
    ),
    ("Nordkai central", &["Nordkai Logistics GmbH", "Nordkai Freight BV"], "Nordkai Logistics GmbH", false),
    ("Kestrel agencies", &["Kestrel Media House", "Kestrel Digital"], "Kestrel Media House", false),
    ("Aventine and partners", &["Hollis Aventine", "Sable & Wren Partners"], "Hollis Aventine", false),
    (
        "Tidewater boats",
        &["Tidewater Pilots", "Kittiwake Ferries", "Merrow Boatyard", "Oxbow Canoe Hire"],
        "Kittiwake Ferries",
        true,
    ),
];
