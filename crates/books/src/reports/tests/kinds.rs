//! Filters and levels for each kind of group, on every date basis.

use kernel::{ClientId, GroupId};

use super::{client, group, name, of_time, run, time};
use crate::clients::tests::new_client;
use crate::clients::{
    AddCorporateMembers, ChangeBillingGroup, CreateBillingGroup, CreateCorporateGroup, DeleteBillingGroup,
    RegisterClient,
};
use crate::groups::corporate::{ListClientTypes, ListCorporateTypes};
use crate::reports::{Dataset, DateBasis, Definition, Field, How, Standing};
use crate::sales::invoices::tests::{booked, day, draft_for};
use crate::testing::{TestHouse, on_both};

fn family(house: &TestHouse, text: &str, members: &[ClientId]) -> GroupId {
    house.perform(CreateBillingGroup {
        name: name(text),
        members: members.to_vec(),
        primary_contact: members.first().copied(),
    })
}

fn consists_of(house: &TestHouse, id: GroupId, members: &[ClientId]) {
    let members = Some(members.to_vec());
    house.perform(ChangeBillingGroup { id, version: None, name: None, members, primary_contact: None });
}

fn sums(house: &TestHouse, definition: &Definition) -> Vec<(String, i64)> {
    let report = run(house, definition);
    report.lines.iter().map(|line| (line.key.label.clone(), line.figures.sums[0])).collect()
}

fn pairs(pairs: &[(&str, i64)]) -> Vec<(String, i64)> {
    pairs.iter().map(|(label, sum)| ((*label).to_owned(), *sum)).collect()
}

/// X3: hours by billing group and by client group beside it; each hour is counted once in the total.
#[test]
fn x3_hours_by_billing_group() {
    on_both(|house| {
        let vip = group(house, "VIP");
        let (ann, ben, cleo) = (client(house, "Ann", &[vip]), client(house, "Ben", &[]), client(house, "Cleo", &[vip]));
        let (doe, roe) = (family(house, "Doe", &[ann, ben]), family(house, "Roe", &[ann]));
        for (client, minutes) in [(ann, 60), (ben, 120), (cleo, 240)] {
            time(house, client, "2026-03-02", minutes);
        }
        let by_family = of_time().grouped(&[Field::BillingGroup]);
        assert_eq!(sums(house, &by_family), pairs(&[("Doe", 180), ("Roe", 60), ("Without a billing group", 240)]));
        let report = run(house, &by_family);
        assert_eq!((report.total.sums[0], report.counted_twice.map(|twice| twice.sums[0])), (420, Some(60)));
        let both = run(house, &of_time().grouped(&[Field::BillingGroup, Field::ClientGroup]));
        let under: Vec<(&str, i64)> =
            both.lines[0].lines.iter().map(|line| (line.key.label.as_str(), line.figures.sums[0])).collect();
        assert_eq!(under, [("VIP", 60), ("Without a client group", 120)]);
        assert_eq!(both.counted_twice.map(|twice| twice.sums[0]), Some(60));
        let total = |how, groups: &[GroupId]| {
            let codes: Vec<String> = groups.iter().map(ToString::to_string).collect();
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            run(house, &of_time().filtered(Field::BillingGroup, how, &codes)).total.sums[0]
        };
        assert_eq!(total(How::Any, &[doe, roe]), 180);
        assert_eq!(total(How::All, &[doe, roe]), 60);
        assert_eq!(total(How::None, &[roe]), 360);
        assert_eq!(total(How::Without, &[]), 240);
        // A group of another kind is none of this field's: it matches nothing.
        assert_eq!(total(How::Any, &[vip]), 0);
    });
}

/// X3, X15 for billing groups: as posted, as of today, as of a day.
#[test]
fn x15_invoices_by_billing_group() {
    on_both(|house| {
        let (ann, ben) = (client(house, "Ann", &[]), client(house, "Ben", &[]));
        house.set_today("2026-03-03");
        let doe = family(house, "Doe", &[ben, ann]);
        booked(house, crate::sales::invoices::Draft { day: day("2026-03-03"), ..draft_for(ann, "100.00") });
        house.set_today("2026-03-10");
        consists_of(house, doe, &[ben]);
        booked(house, crate::sales::invoices::Draft { day: day("2026-03-10"), ..draft_for(ann, "50.00") });
        let net = |date_basis| {
            let asked = Definition::of(Dataset::Invoices).grouped(&[Field::BillingGroup]);
            sums(house, &Definition { date_basis, ..asked })
        };
        assert_eq!(net(None), pairs(&[("Doe", 10_000), ("Without a billing group", 5_000)]));
        assert_eq!(net(Some(DateBasis::Today)), pairs(&[("Without a billing group", 15_000)]));
        assert_eq!(net(Some(DateBasis::AsOf(day("2026-03-05")))), pairs(&[("Doe", 15_000)]));
    });
}

/// X3, A3-18, A3-26: a client that changes its holding at New Year. As posted, each invoice stands under the holding of its day;
/// as of a day under that of the day.
#[test]
fn x3_invoices_by_holding_over_new_year() {
    on_both(|house| {
        let (north, south, mover) = switched(house);
        house.set_today("2026-12-31");
        booked(house, crate::sales::invoices::Draft { day: day("2026-12-31"), ..draft_for(mover, "100.00") });
        house.set_today("2027-01-01");
        booked(house, crate::sales::invoices::Draft { day: day("2027-01-01"), ..draft_for(mover, "50.00") });
        let net = |date_basis| {
            let asked = Definition::of(Dataset::Invoices).grouped(&[Field::CorporateGroup]);
            sums(house, &Definition { date_basis, ..asked })
        };
        assert_eq!(net(None), pairs(&[("North", 10_000), ("South", 5_000)]));
        assert_eq!(net(Some(DateBasis::Today)), pairs(&[("South", 15_000)]));
        assert_eq!(net(Some(DateBasis::AsOf(day("2026-12-31")))), pairs(&[("North", 15_000)]));
        assert_eq!(net(Some(DateBasis::AsOf(day("2024-12-31")))), pairs(&[("Without a corporate group", 15_000)]));
        let of = |group: GroupId| {
            let asked =
                Definition::of(Dataset::Invoices).filtered(Field::CorporateGroup, How::Any, &[&group.to_string()]);
            run(house, &asked).total.sums[0]
        };
        assert_eq!((of(north), of(south)), (10_000, 5_000));
    });
}

/// X3, X13: a filter says the names of billing and corporate groups as of any other, follows a new name, and says of one that
/// is gone that it is.
#[test]
fn x13_a_filter_names_groups_of_every_kind() {
    on_both(|house| {
        let (north, _, mover) = switched(house);
        let (doe, roe) = (family(house, "Doe", &[mover]), family(house, "Roe", &[mover]));
        let named = |field, group: GroupId| {
            let report = run(house, &of_time().filtered(field, How::Any, &[&group.to_string()]));
            (report.names[0][0].label.clone(), report.names[0][0].standing)
        };
        assert_eq!(named(Field::BillingGroup, doe), ("Doe".to_owned(), Standing::Live));
        assert_eq!(named(Field::CorporateGroup, north), ("North".to_owned(), Standing::Live));
        let renamed = Some(name("Doe family"));
        house.perform(ChangeBillingGroup {
            id: doe,
            version: None,
            name: renamed,
            members: None,
            primary_contact: None,
        });
        house.perform(DeleteBillingGroup { id: roe, version: None });
        assert_eq!(named(Field::BillingGroup, doe), ("Doe family".to_owned(), Standing::Live));
        let never: GroupId = "grp_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        for (field, group) in [(Field::BillingGroup, roe), (Field::BillingGroup, never), (Field::CorporateGroup, never)]
        {
            assert_eq!(named(field, group), ("deleted group".to_owned(), Standing::Deleted));
        }
    });
}

/// A client in the holding North until the end of 2026 and in South from 2027 on.
fn switched(house: &TestHouse) -> (GroupId, GroupId, ClientId) {
    let client_type = house.ask(ListClientTypes).into_iter().find(|line| line.of_type.name.as_str() == "Holding");
    let client_type = client_type.expect("a type").of_type.id;
    let of_type = house.ask(ListCorporateTypes).into_iter().find(|line| line.of_type.name.as_str() == "Holding");
    let of_type = of_type.expect("a type").of_type.id;
    let typed =
        |called: &str| house.perform(RegisterClient { client_types: vec![client_type], ..new_client(house, called) });
    let (from, until) = (day("2025-01-01"), day("2028-12-31"));
    let holding = |called: &str| {
        let head = typed(&format!("Head of {called}"));
        house.perform(CreateCorporateGroup { name: name(called), of_type, head, from, until })
    };
    let (north, south, mover) = (holding("North"), holding("South"), typed("Mover"));
    for (group, from, until) in [(north, "2025-01-01", "2026-12-31"), (south, "2027-01-01", "2028-12-31")] {
        house.perform(AddCorporateMembers { group, clients: vec![mover], from: day(from), until: day(until) });
    }
    (north, south, mover)
}
