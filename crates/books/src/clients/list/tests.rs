//! The list of clients, on both databases.

use super::{ClientList, Cursor, Filter, ListClients, Sort, SortBy, Total};
use crate::clients::tests::new_client;
use crate::testing::{TestHouse, code, on_both};

fn filter(query: &[(&str, &str)]) -> Filter {
    Filter::from_pairs(query.iter().copied()).expect("a filter")
}

fn list(house: &TestHouse, query: &[(&str, &str)]) -> ClientList {
    house.ask(ListClients { filter: filter(query), sort: Sort::default(), cursor: None, limit: 50, counted: true })
}

fn names(list: &ClientList) -> Vec<&str> {
    list.rows.iter().map(|row| row.client.details.name.as_str()).collect()
}

/// A2-1: the list holds clients and prospects, found by words of name, number or mail, capitals and accents aside.
#[test]
fn the_list_finds_by_words() {
    on_both(|house| {
        for name in ["Éclair & Sons", "Bramblewick Trust", "10 % Club", "Zebra_Print"] {
            house.perform(new_client(house, name));
        }
        assert_eq!(names(&list(house, &[])), ["10 % Club", "Bramblewick Trust", "Éclair & Sons", "Zebra_Print"]);
        assert_eq!(names(&list(house, &[("q", "ECLAIR son")])), ["Éclair & Sons"]);
        assert_eq!(names(&list(house, &[("q", "sons eclair")])), ["Éclair & Sons"]);
        assert_eq!(names(&list(house, &[("q", "%")])), ["10 % Club"]);
        assert_eq!(names(&list(house, &[("q", "_")])), ["Zebra_Print"]);
        assert_eq!(names(&list(house, &[("q", "1002")])), ["Bramblewick Trust"]);
        assert!(names(&list(house, &[("q", "!")])).is_empty());
        assert_eq!(list(house, &[]).total, Some(Total::Exactly(4)));
    });
}

/// A2-3, A2-7 … A2-10: statuses follow from two axes, and any of several can be asked for.
#[test]
fn the_list_narrows_by_status_and_entity() {
    on_both(|house| {
        let mut hopeful = new_client(house, "Hollis Aventine");
        hopeful.prospect = true;
        hopeful.details.email = "hollis@aventine.example".parse().ok();
        hopeful.details.legal_entity = "individual".parse().ok();
        house.perform(hopeful);
        house.perform(new_client(house, "Quillstone Bakery"));
        assert_eq!(names(&list(house, &[("status", "prospect")])), ["Hollis Aventine"]);
        assert_eq!(names(&list(house, &[("status", "active,invited")])), ["Quillstone Bakery"]);
        assert_eq!(names(&list(house, &[("status", "active"), ("status", "prospect")])).len(), 2);
        assert_eq!(names(&list(house, &[("legal_entity", "individual")])), ["Hollis Aventine"]);
        assert!(names(&list(house, &[("balance", "open")])).is_empty());
        assert!(names(&list(house, &[("responsible", "me")])).is_empty());
        assert_eq!(names(&list(house, &[("responsible", "nobody")])).len(), 2);
        assert_eq!(names(&list(house, &[("shelf", "archived")])).len(), 0);
        let unknown = Filter::from_pairs([("status", "asleep")]).expect_err("refused");
        assert_eq!(code(unknown), "FILTER_UNREADABLE");
    });
}

/// A group that does not exist matches nobody, however it is asked for: a list never widens by itself.
#[test]
fn an_unknown_group_never_widens_the_list() {
    on_both(|house| {
        house.perform(new_client(house, "Quillstone Bakery"));
        for how in ["any", "all", "none"] {
            let gone = [("client_group", "grp_01h455vb4pex5vsknk084sn02q"), ("client_group_match", how)];
            assert!(list(house, &gone).rows.is_empty(), "{how}");
        }
        assert_eq!(list(house, &[("client_group_match", "without")]).rows.len(), 1);
    });
}

#[test]
fn a_filter_reads_back_from_its_address() {
    let query = [
        ("q", "plover 10"),
        ("status", "active,prospect"),
        ("client_group", "grp_01h455vb4pex5vsknk084sn02q"),
        ("client_group_match", "none"),
        ("responsible", "me,my_teams,nobody"),
        ("legal_entity", "trust"),
        ("country", "ES,PT"),
        ("shelf", "any"),
        ("balance", "open"),
    ];
    let pairs = filter(&query).to_pairs();
    assert_eq!(pairs.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>(), query);
    assert_eq!(filter(&[("page", "2"), ("client_group_match", "all")]), Filter::default());
}

/// Pages forward and back meet every client once, in every order, also when clients come in between.
#[test]
fn pages_are_stable() {
    on_both(|house| {
        for number in 1..=23 {
            house.perform(new_client(house, &format!("Client {}", number * 7 % 23)));
        }
        for by in SortBy::ALL {
            for descending in [false, true] {
                walk(house, Sort { by, descending });
            }
        }
        let first = page(house, Sort::default(), None);
        house.perform(new_client(house, "AAA comes in front"));
        let second = page(house, Sort::default(), first.next.clone());
        let back = page(house, Sort::default(), second.previous.clone());
        assert_eq!(names(&back), names(&first), "nothing moved by one");
        let gone = Cursor::parse("7b7d", Sort::default()).expect_err("refused");
        assert_eq!(code(gone), "CURSOR_UNREADABLE");
    });
}

fn page(house: &TestHouse, sort: Sort, cursor: Option<Cursor>) -> ClientList {
    let cursor = cursor.map(|cursor| Cursor::parse(&cursor.encode(), sort).expect("it reads back"));
    house.ask(ListClients { filter: Filter::default(), sort, cursor, limit: 5, counted: false })
}

fn walk(house: &TestHouse, sort: Sort) {
    let mut pages = vec![page(house, sort, None)];
    while let Some(next) = pages[pages.len() - 1].next.clone() {
        pages.push(page(house, sort, Some(next)));
    }
    let all: Vec<String> = pages.iter().flat_map(|page| names(page)).map(str::to_owned).collect();
    let mut sorted = all.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((all.len(), sorted.len()), (23, 23), "{sort:?}");
    if sort.by == SortBy::Name {
        assert_eq!(all[0], if sort.descending { "Client 9" } else { "Client 0" });
    }
    assert_eq!(pages.iter().map(|page| page.skipped).collect::<Vec<_>>(), [0, 5, 10, 15, 20]);
    let mut at = pages.len() - 1;
    let mut shown = pages[at].clone();
    while let Some(previous) = shown.previous.clone() {
        at -= 1;
        shown = page(house, sort, Some(previous));
        assert_eq!((names(&shown), shown.skipped), (names(&pages[at]), pages[at].skipped), "{sort:?}");
    }
    assert_eq!(at, 0, "{sort:?}");
}
