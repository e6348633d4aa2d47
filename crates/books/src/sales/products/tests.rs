//! The rules of services and products, on both databases.

use kernel::{Currency, Name, Number, ProductId, UnitPrice};

use super::{
    AddProduct, ArchiveProduct, ChangeProduct, DeleteProduct, ListProducts, ProductKind, ReadProduct,
    ReadProductChoices, RestoreProduct,
};
use crate::testing::{TestHouse, on_both};

pub(crate) fn price(text: &str) -> UnitPrice {
    UnitPrice::parse(text, Currency::EUR).expect("a price")
}

/// A service of the first product group at 21 % in Spain.
pub(crate) fn new_service(house: &TestHouse, name: &str, cost: &str) -> AddProduct {
    let choices = house.ask(ReadProductChoices);
    AddProduct {
        number: None,
        kind: ProductKind::Service,
        name: Name::parse(name).expect("a name"),
        unit: "hour".to_owned(),
        price: price(cost),
        product_group: choices.groups[0].id,
    }
}

fn change(id: ProductId) -> ChangeProduct {
    ChangeProduct { id, version: None, number: None, name: None, unit: None, price: None, product_group: None }
}

#[test]
fn a_product_is_refused_in_order() {
    on_both(|house| {
        house.perform(AddProduct { number: Number::parse("7").ok(), ..new_service(house, "Annual report", "950") });
        let everything_wrong = AddProduct {
            number: Number::parse("7").ok(),
            name: Name::parse("annual  REPORT").expect("a name"),
            price: UnitPrice::parse("-1", Currency::parse("USD").expect("dollars")).expect("a price"),
            product_group: "pgr_01h455vb4pex5vsknk084sn02q".parse().expect("an id"),
            ..new_service(house, "x", "1")
        };
        assert_eq!(house.refusal(everything_wrong.clone()), "NUMBER_TAKEN");
        let step = AddProduct { number: None, ..everything_wrong };
        assert_eq!(house.refusal(step.clone()), "NAME_TAKEN");
        let step = AddProduct { name: Name::parse("Tax return").expect("a name"), ..step };
        assert_eq!(house.refusal(step.clone()), "PRODUCT_GROUP_UNKNOWN");
        let step = AddProduct { product_group: new_service(house, "x", "1").product_group, ..step };
        assert_eq!(house.refusal(step.clone()), "CURRENCY_MISMATCH");
        let step = AddProduct { price: price("-1"), ..step };
        assert_eq!(house.refusal(step.clone()), "PRICE_NEGATIVE");
        let id = house.perform(AddProduct { price: price("0.0125"), ..step });
        let product = house.ask(ReadProduct { id });
        assert_eq!((product.number.as_str(), product.price), ("8", price("0.0125")));
    });
}

#[test]
fn a_product_changes_is_archived_and_comes_back() {
    on_both(|house| {
        let id = house.perform(new_service(house, "Bookkeeping", "45"));
        let other = house.perform(new_service(house, "Payroll", "30"));
        let renamed =
            ChangeProduct { name: Name::parse("BOOKKEEPING").ok(), price: Some(price("47.50")), ..change(id) };
        house.perform(ChangeProduct { version: Some(1), ..renamed.clone() });
        assert_eq!(house.refusal(ChangeProduct { version: Some(1), ..renamed }), "CHANGED_MEANWHILE");
        let taken = ChangeProduct { name: Name::parse("bookkeeping").ok(), ..change(other) };
        assert_eq!(house.refusal(taken), "NAME_TAKEN");
        house.perform(ArchiveProduct { id });
        let listed = |archived| {
            let page = house.ask(ListProducts { archived, q: "book".to_owned(), limit: 10, ..ListProducts::default() });
            page.items.into_iter().map(|product| product.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!((listed(false).len(), listed(true)), (0, vec!["BOOKKEEPING".to_owned()]));
        house.perform(RestoreProduct { id });
        assert_eq!(listed(false), ["BOOKKEEPING"]);
        house.perform(DeleteProduct { id: other, version: None });
        assert_eq!(house.refusal(DeleteProduct { id: other, version: None }), "missing product");
    });
}

#[test]
fn products_are_paged_by_number() {
    on_both(|house| {
        for number in 1..=5 {
            house.perform(new_service(house, &format!("Service {number}"), "10"));
        }
        let first = house.ask(ListProducts { limit: 2, ..ListProducts::default() });
        let second = house.ask(ListProducts { limit: 2, after: first.next.clone(), ..ListProducts::default() });
        let numbers = |items: &[super::Product]| items.iter().map(|p| p.number.to_string()).collect::<Vec<_>>();
        assert_eq!(
            (numbers(&first.items), numbers(&second.items)),
            (vec!["1".into(), "2".into()], vec!["3".into(), "4".into()])
        );
        let last = house.ask(ListProducts { limit: 2, after: second.next, ..ListProducts::default() });
        assert_eq!((numbers(&last.items), last.next), (vec!["5".to_owned()], None));
    });
}
