//! A3-2: types of clients and of groups: made at founding, named by the company, fixed once used.

use super::*;
use crate::groups::corporate::{
    ChangeCorporateType, CreateClientType, CreateCorporateType, DeleteClientType, DeleteCorporateType, Effect,
    RenameClientType,
};
use crate::testing::on_both;

/// A3-2: what a company begins with.
#[test]
fn a3_2_a_company_begins_with_types() {
    on_both(|house| {
        let clients: Vec<String> =
            house.ask(ListClientTypes).iter().map(|line| line.of_type.name.to_string()).collect();
        assert_eq!(
            clients,
            [
                "Advertiser",
                "Agency",
                "Corporate agency",
                "Holding",
                "Invoice recipient",
                "Main agency",
                "Planning agency"
            ]
        );
        let groups: Vec<(String, String, Effect)> = house
            .ask(ListCorporateTypes)
            .into_iter()
            .map(|line| (line.of_type.name.to_string(), line.client_type, line.of_type.effect))
            .collect();
        let row = |name: &str, takes: &str, effect| (name.to_owned(), takes.to_owned(), effect);
        assert_eq!(
            groups,
            [
                row("Corporate agency", "Corporate agency", Effect::RebateInKind),
                row("Holding", "Holding", Effect::CorporateDiscount),
                row("Invoice recipients", "Invoice recipient", Effect::CentralAddress),
                row("Main agency", "Main agency", Effect::None),
            ]
        );
    });
}

/// A3-2: own types are made, renamed and deleted; names count as the same as everywhere.
#[test]
fn a3_2_types_are_the_companys_own() {
    on_both(|house| {
        let create = |called: &str| CreateClientType { name: name(called) };
        let franchise = house.perform(create("Franchise"));
        assert_eq!(house.refusal(create("Franchise")), "NAME_TAKEN");
        assert_eq!(house.refusal(create("franchise ")), "NAME_TAKEN_NORMALISED");
        let rename = |called: &str, version| RenameClientType { id: franchise, version, name: name(called) };
        assert_eq!(house.refusal(rename("Agency", None)), "NAME_TAKEN");
        house.perform(rename("Franchisee", Some(1)));
        assert_eq!(house.refusal(rename("Other", Some(1))), "CHANGED_MEANWHILE");
        let chain = |called: &str, client_type| CreateCorporateType {
            name: name(called),
            client_type,
            effect: Effect::CorporateDiscount,
        };
        let id = house.perform(chain("Chain", franchise));
        assert_eq!(house.refusal(chain("CHAIN", franchise)), "NAME_TAKEN_NORMALISED");
        let change = ChangeCorporateType { id, version: None, name: None, client_type: None, effect: None };
        house.perform(ChangeCorporateType { effect: Some(Effect::None), ..change.clone() });
        // A type that something needs stays, and says what.
        let delete = DeleteClientType { id: franchise, version: None };
        assert_eq!(house.refusal(delete.clone()), "TYPE_IN_USE");
        let head = client(house, "Head", &["Franchisee"]);
        let group = CreateCorporateGroup { of_type: id, ..new_group(house, "Holding", "C", head, (2026, 2026)) };
        let group = house.perform(group);
        for (effect, client_type) in [(Some(Effect::RebateInKind), None), (None, Some(client_type(house, "Agency")))] {
            let fixed = ChangeCorporateType { effect, client_type, ..change.clone() };
            let refusal = refused(house, fixed);
            assert_eq!(refusal.code, "TYPE_IN_USE");
            assert_eq!(refusal.actions[0].href, format!("/corporate-groups/{group}"));
        }
        house.perform(ChangeCorporateType { name: Some(name("Chains")), ..change.clone() });
        assert_eq!(house.refusal(DeleteCorporateType { id, version: None }), "TYPE_IN_USE");
        house.perform(DeleteCorporateGroup { id: group, version: None });
        house.perform(DeleteCorporateType { id, version: None });
        assert_eq!(house.refusal(delete.clone()), "TYPE_IN_USE");
        house.perform(typed(house, head, &[]));
        house.perform(delete);
        assert_eq!(house.refusal(chain("Other", franchise)), "CLIENT_TYPE_UNKNOWN");
        let unknown = ChangeClient { client_types: Some(vec![franchise]), ..typed(house, head, &[]) };
        assert_eq!(house.refusal(unknown), "CLIENT_TYPE_UNKNOWN");
        let unknown = CreateCorporateGroup { of_type: id, ..new_group(house, "Holding", "C", head, (2026, 2026)) };
        assert_eq!(house.refusal(unknown), "GROUP_TYPE_UNKNOWN");
    });
}
