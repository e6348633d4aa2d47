//! Invoice recipients: the paper goes to the head of the corporate group, everything else stays the debtor's.

use kernel::{ClientId, CorporateTypeId, GroupId, Name};

use super::super::{CreditInvoice, ReadPrinted};
use super::*;
use crate::clients::{
    AddCorporateMembers, ArchiveClient, ChangeClient, ChangeCorporateGroup, CreateCorporateGroup, Edit, Place,
    VoidMembership,
};
use crate::groups::corporate::{CreateCorporateType, Effect, ListClientTypes, ListCorporateTypes};
use crate::sales::payments::ReadAged;
use crate::testing::on_both;

fn edit(house: &TestHouse, id: ClientId, edits: Vec<Edit>) {
    let plain = ChangeClient {
        id,
        version: None,
        edits: Vec::new(),
        customer_group: None,
        client_groups: None,
        client_types: None,
    };
    house.perform(ChangeClient { edits, ..plain });
}

/// An invoice recipient without tax number and address.
fn recipient(house: &TestHouse, name: &str) -> ClientId {
    client_of_type(house, name, "Invoice recipient")
}

fn street(text: &str) -> Edit {
    Edit::Address(Place::Street(Some(text.to_owned())))
}

fn tax(text: &str) -> Edit {
    Edit::TaxNumber(Some(text.to_owned()))
}

fn recipients(house: &TestHouse) -> CorporateTypeId {
    let types = house.ask(ListCorporateTypes);
    types.iter().find(|line| line.of_type.name.as_str() == "Invoice recipients").expect("the type").of_type.id
}

fn group(house: &TestHouse, of_type: CorporateTypeId, name: &str, head: ClientId) -> GroupId {
    house.perform(CreateCorporateGroup {
        name: Name::parse(name).expect("a name"),
        of_type,
        head,
        from: day("2025-01-01"),
        until: day("2027-12-31"),
    })
}

fn join(house: &TestHouse, group: GroupId, client: ClientId, (first, last): (&str, &str)) -> kernel::MembershipId {
    let (from, until) = (day(&format!("{first}-01-01")), day(&format!("{last}-12-31")));
    house.perform(AddCorporateMembers { group, clients: vec![client], from, until }).0[0]
}

/// A head with an address and a member with a tax number, in “Kestrel invoices” for the year 2025.
fn central(house: &TestHouse) -> (ClientId, ClientId, GroupId) {
    let (head, member) = (recipient(house, "Kestrel Media House"), recipient(house, "Kestrel Digital"));
    let mail = Edit::Email("post@kestrel.example".parse().ok());
    edit(house, head, vec![street("1 Central Square"), tax("ESA00000001"), mail]);
    edit(house, member, vec![street("9 Side Lane"), tax("ESB00000002")]);
    let id = group(house, recipients(house), "Kestrel invoices", head);
    join(house, id, member, ("2025", "2025"));
    (head, member, id)
}

fn dated(client: ClientId, on: &str) -> Draft {
    Draft { day: day(on), ..draft_for(client, "1000") }
}

/// A3-23: address and e-mail are the head's; customer number, VAT id, receivable and ageing the debtor's. An invoice
/// outside the membership goes to the debtor, on both sides of the New Year.
#[test]
fn a3_23_the_paper_goes_to_the_head_and_the_debt_stays() {
    on_both(|house| {
        let (head, member, group) = central(house);
        let view = read(house, booked(house, dated(member, "2025-12-31")));
        let paper = &view.printed;
        assert_eq!(
            (paper.bill_to.name.as_str(), paper.bill_to.lines[0].as_str()),
            ("Kestrel Media House", "1 Central Square")
        );
        assert_eq!((paper.bill_to.email.as_deref(), &paper.bill_to.tax_number), (Some("post@kestrel.example"), &None));
        let debtor = paper.debtor.as_ref().expect("the debtor is named");
        assert_eq!((debtor.name.as_str(), debtor.tax_number.as_deref()), ("Kestrel Digital", Some("ESB00000002")));
        assert_eq!(debtor.lines, ["9 Side Lane"]);
        assert_eq!(paper.customer.as_deref(), Some(view.client.number.as_str()));
        let to = paper.sent_to.as_ref().expect("a reason");
        assert_eq!((to.client, to.group, to.group_name.as_str()), (head, group, "Kestrel invoices"));
        assert_eq!(view.invoice.client, member);
        let kept: Vec<(&str, &str)> = view.groups.iter().map(|g| (g.kind.as_str(), g.name.as_str())).collect();
        assert_eq!(kept, [("corporate", "Kestrel invoices"), ("posting", "Domestic")]);
        let aged = house.ask(ReadAged { on: Some(day("2026-03-02")) });
        assert_eq!(aged.clients.iter().map(|row| (row.id, row.sum())).collect::<Vec<_>>(), [(member, 121_000)]);
        for on in ["2024-12-31", "2026-01-01"] {
            let own = read(house, booked(house, dated(member, on))).printed;
            assert_eq!((own.bill_to.name.as_str(), own.debtor, own.sent_to), ("Kestrel Digital", None, None), "{on}");
        }
        let own = read(house, drafted(house, dated(head, "2025-06-01"))).printed;
        assert_eq!(
            (own.bill_to.tax_number.as_deref(), own.sent_to),
            (Some("ESA00000001"), None),
            "the head is no member"
        );
    });
}

/// A3-23, X7: a reprint of 2025 in 2026 is the paper of 2025, whatever was moved, renamed or archived meanwhile.
#[test]
fn a3_23_a_reprint_keeps_the_address_of_its_year() {
    on_both(|house| {
        let (head, member, id) = central(house);
        let invoice = booked(house, dated(member, "2025-06-01"));
        let paper = || serde_json::to_string(&house.ask(ReadPrinted { id: invoice })).expect("a paper");
        let first = paper();
        let next = recipient(house, "Osprey Post");
        edit(house, next, vec![street("5 New Square")]);
        let other = group(house, recipients(house), "Osprey invoices", next);
        join(house, other, member, ("2026", "2027"));
        edit(house, head, vec![Edit::Name(Name::parse("Renamed").expect("a name")), street("Elsewhere")]);
        let renamed = Name::parse("Renamed invoices").expect("a name");
        house.perform(ChangeCorporateGroup {
            id,
            version: None,
            name: Some(renamed),
            from: None,
            of_type: None,
            until: Some(day("2025-12-31")),
            end_members: false,
            head: None,
        });
        house.perform(ArchiveClient { id: head });
        assert_eq!(paper(), first);
        let view = read(house, invoice);
        assert_eq!(view.groups[0].name, "Kestrel invoices");
        let later = read(house, booked(house, dated(member, "2026-06-01"))).printed;
        assert_eq!(later.bill_to.name, "Osprey Post");
        let note = CreditInvoice { id: invoice, day: Some(day("2026-06-02")), lines: Vec::new(), note: String::new() };
        let note = read(house, house.perform(note)).printed;
        assert_eq!(note.bill_to.name, "Osprey Post", "a credit note goes where papers of its own day go");
    });
}

/// A3-23, A3-24: everything wrong first; what is mended names the next refusal, and the draft says it beforehand.
#[test]
fn a3_24_booking_for_a_central_address_is_refused_in_order() {
    on_both(|house| {
        let (head, member) = (recipient(house, "Kestrel Media House"), recipient(house, "Kestrel Digital"));
        let first = group(house, recipients(house), "Kestrel invoices", head);
        join(house, first, member, ("2026", "2026"));
        let takes = house.ask(ListClientTypes);
        let takes = takes.iter().find(|line| line.of_type.name.as_str() == "Invoice recipient").expect("the type");
        let own_type = house.perform(CreateCorporateType {
            name: Name::parse("Post rooms").expect("a name"),
            client_type: takes.of_type.id,
            effect: Effect::CentralAddress,
        });
        let second = group(house, own_type, "Post room north", head);
        let mistaken = join(house, second, member, ("2026", "2026"));
        let id = drafted(house, draft_for(member, "10"));
        let refusal = || {
            let code = house.refusal(BookInvoice { id, version: None });
            assert_eq!(read(house, id).objection.expect("the draft says so").code, code.as_str());
            code
        };
        assert_eq!(refusal(), "MAILING_AMBIGUOUS");
        assert_eq!(read(house, id).printed.bill_to.name, "Kestrel Digital", "while it is open, nobody else gets it");
        house.perform(VoidMembership { id: mistaken, version: None, reason: "Entered twice".to_owned() });
        assert_eq!(refusal(), "HEAD_WITHOUT_ADDRESS");
        edit(house, head, vec![Edit::Address(Place::Country("FR".parse().ok()))]);
        assert_eq!(refusal(), "HEAD_WITHOUT_ADDRESS", "a country alone is no address");
        edit(house, head, vec![Edit::MailingAddress(Place::City(Some("Lyon".to_owned())))]);
        assert_eq!(refusal(), "DEBTOR_WITHOUT_TAX_NUMBER");
        edit(house, member, vec![tax("ESB00000002")]);
        house.perform(BookInvoice { id, version: None });
        let paper = read(house, id).printed;
        assert_eq!(paper.bill_to.lines, ["Lyon"], "the mailing address goes before the other");
        edit(house, member, vec![Edit::TaxNumber(None)]);
        let note = CreditInvoice { id, day: None, lines: Vec::new(), note: String::new() };
        let note = house.perform(note);
        house.perform(BookInvoice { id: note, version: None });
        assert_eq!(read(house, note).printed.bill_to.name, "Kestrel Media House");
    });
}
