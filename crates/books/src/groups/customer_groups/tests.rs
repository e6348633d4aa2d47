//! The rules of customer groups, on both databases.

use kernel::{AccountId, Failure, GroupId, Name, Number};

use super::*;
use crate::ReadAudit;
use crate::groups::ArchiveCustomerGroup;
use crate::sales::DeleteCustomerGroup;
use crate::testing::{TestHouse, code, on_both};

fn lines(house: &TestHouse) -> Vec<CustomerGroupLine> {
    house.ask(ListCustomerGroups::default()).items
}

fn id_of(house: &TestHouse, name: &str) -> GroupId {
    let found = lines(house).into_iter().find(|line| line.posting.group.name.as_str() == name);
    found.expect("a group").posting.group.id
}

/// An account by its number, of whatever kind.
pub(crate) fn account(house: &TestHouse, number: &str) -> AccountId {
    house.ask(AccountByNumber(number.to_owned()))
}

struct AccountByNumber(String);

impl crate::Ask for AccountByNumber {
    const NEEDS: crate::Permission = crate::Permission::Enter;
    type Answer = AccountId;

    fn answer(self, scene: &crate::Scene<'_>) -> crate::Result<AccountId> {
        let found = crate::ledger::store::accounts(scene)?.into_iter().find(|account| account.number == self.0);
        Ok(found.expect("an account").id)
    }
}

fn create(house: &TestHouse, name: &str, number: &str) -> CreateCustomerGroup {
    CreateCustomerGroup {
        number: None,
        name: Name::parse(name).expect("a name"),
        account: Some(account(house, number)),
        vat_zone: None,
        note: String::new(),
        terms: Terms::default(),
    }
}

fn edit(id: GroupId) -> ChangeCustomerGroups {
    ChangeCustomerGroups { edits: vec![Edit::of(id)], open_items: None, on: None }
}

/// A1-3: number, name, account, number of customers and open balance stand in the list.
#[test]
fn the_list_tells_what_each_group_brings_about() {
    on_both(|house| {
        let found = house.ask(ListCustomerGroups::default());
        let told: Vec<_> = found
            .items
            .iter()
            .map(|line| (line.posting.number.as_str(), line.posting.group.name.as_str(), line.account.number.as_str()))
            .collect();
        assert_eq!(told, [("1", "Domestic", "4300"), ("2", "European", "4301"), ("3", "Overseas", "4302")]);
        assert_eq!((found.items[0].clients, found.items[0].open_balance), (0, Some(0)));
        assert!(found.items[0].zone.vat_code.is_some() && found.items[0].zone.sales_account.is_some());
        assert_eq!(found.next_number, "4");
    });
}

/// A1-5, A1-7, A1-8: a new group needs a name and an account, gets the next number, and may share an account.
#[test]
fn a_customer_group_is_created() {
    on_both(|house| {
        let retail = create(house, "Retail", "4300");
        assert_eq!(house.refusal(CreateCustomerGroup { account: None, ..retail.clone() }), "ACCOUNT_REQUIRED");
        let id = house.perform(retail.clone());
        let made = house.ask(ReadCustomerGroup { id });
        assert_eq!((made.posting.number.as_str(), made.account.number.as_str()), ("4", "4300"));
        assert_eq!(house.refusal(retail.clone()), "NAME_TAKEN");
        let other = CreateCustomerGroup { name: Name::parse("Wholesale").expect("a name"), ..retail.clone() };
        let taken = CreateCustomerGroup { number: Number::parse("4").ok(), ..other.clone() };
        assert_eq!(house.refusal(taken), "NUMBER_TAKEN");
        let near = CreateCustomerGroup { name: Name::parse("RETAIL").expect("a name"), ..retail };
        assert_eq!(house.refusal(near), "NAME_TAKEN_NORMALISED");
        let zone = "vzn_01h455vb4pex5vsknk084sn02q".parse().ok();
        assert_eq!(house.refusal(CreateCustomerGroup { vat_zone: zone, ..other.clone() }), "VAT_ZONE_UNKNOWN");
        let terms = |terms: Terms| CreateCustomerGroup { terms, ..other.clone() };
        for (wrong, expected) in [
            (Terms { payment_days: Some(-1), ..Terms::default() }, "PAYMENT_DAYS_OUT_OF_RANGE"),
            (Terms { discount: Some(kernel::Rate(10_001)), ..Terms::default() }, "DISCOUNT_OUT_OF_RANGE"),
            (Terms { credit_limit: Some(-5), ..Terms::default() }, "CREDIT_LIMIT_NEGATIVE"),
        ] {
            assert_eq!(house.refusal(terms(wrong)), expected);
        }
        house.perform(other);
    });
}

/// A1-6: only an active debtors' control account will do; the refusal names one that does.
#[test]
fn the_account_is_a_debtor_control_account() {
    on_both(|house| {
        for (number, what) in [("570", "cash"), ("572", "bank"), ("400", "creditors"), ("700", "type incoming")] {
            let Some(id) = by_start(house, number) else { panic!("the chart has no account {number}") };
            let wrong = CreateCustomerGroup { account: Some(id), ..create(house, "Retail", "4300") };
            let failure = house.desk.perform(&house.owner(), wrong).expect_err("refused");
            let refusal = failure.refusal().expect("a refusal").clone();
            assert_eq!((refusal.code, refusal.field.as_deref()), ("ACCOUNT_NOT_DEBTOR_CONTROL", Some("account")));
            assert!(refusal.title.contains(what), "{}", refusal.title);
            assert!(refusal.details.iter().any(|(key, _)| key == "suggestion"), "{refusal:?}");
        }
        let nowhere = "acc_01h455vb4pex5vsknk084sn02q".parse().ok();
        let unknown = CreateCustomerGroup { account: nowhere, ..create(house, "Retail", "4300") };
        assert_eq!(house.refusal(unknown), "ACCOUNT_UNKNOWN");
    });
}

fn by_start(house: &TestHouse, start: &str) -> Option<AccountId> {
    house.ask(AccountByStart(start.to_owned()))
}

struct AccountByStart(String);

impl crate::Ask for AccountByStart {
    const NEEDS: crate::Permission = crate::Permission::Enter;
    type Answer = Option<AccountId>;

    fn answer(self, scene: &crate::Scene<'_>) -> crate::Result<Option<AccountId>> {
        let accounts = crate::ledger::store::accounts(scene)?;
        Ok(accounts.into_iter().find(|account| account.number.starts_with(&self.0)).map(|account| account.id))
    }
}

/// A1-4, A1-33: the edited list is saved as one; the audit says who, old and new account, and the choice.
#[test]
fn the_edited_list_is_saved_as_one() {
    on_both(|house| {
        let (domestic, european) = (id_of(house, "Domestic"), id_of(house, "European"));
        let other = account(house, "4302");
        let both = ChangeCustomerGroups {
            edits: vec![
                Edit { account: Some(other), ..Edit::of(domestic) },
                Edit { name: Name::parse("domestic").ok(), ..Edit::of(european) },
            ],
            open_items: Some(crate::groups::OpenItems::Keep),
            on: None,
        };
        assert_eq!(house.refusal(both.clone()), "NAME_TAKEN_NORMALISED");
        assert_eq!(lines(house)[0].account.number, "4300", "nothing of a refused list is stored");
        let mut good = both;
        good.edits[1].name = Name::parse("EU").ok();
        house.perform(good);
        assert_eq!(
            (lines(house)[0].account.number.as_str(), lines(house)[1].posting.group.name.as_str()),
            ("4302", "EU")
        );
        let line = &house.ask(ReadAudit { subject: None, before: None, limit: 1 }).items[0];
        assert_eq!(line.actor.name, "Olive Owner");
        assert!(line.text.contains("account 4300 to 4302"), "{}", line.text);
        assert!(line.changes.to_string().contains(r#""open_items":"keep""#), "{}", line.changes);
        let wrong = ChangeCustomerGroups {
            edits: vec![Edit { account: by_start(house, "570"), ..Edit::of(domestic) }],
            open_items: None,
            on: None,
        };
        assert_eq!(house.refusal(wrong), "ACCOUNT_NOT_DEBTOR_CONTROL");
        let mut stale = edit(domestic);
        stale.edits[0].version = Some(1);
        assert_eq!(house.refusal(stale), "CHANGED_MEANWHILE");
        let zone = ChangeCustomerGroups {
            edits: vec![Edit { vat_zone: "vzn_01h455vb4pex5vsknk084sn02q".parse().ok(), ..Edit::of(domestic) }],
            open_items: None,
            on: None,
        };
        assert_eq!(house.refusal(zone), "VAT_ZONE_UNKNOWN");
        assert_eq!(code(crate::groups::OpenItems::parse("burn").expect_err("refused")), "OPEN_ITEMS_UNKNOWN");
    });
}

/// A1-8, A1-9: an unused group is deleted, the last one too while there is no client; then A1-1 applies again.
#[test]
fn an_unused_group_goes() {
    on_both(|house| {
        for name in ["Overseas", "European", "Domestic"] {
            house.perform(DeleteCustomerGroup { id: id_of(house, name), version: None });
        }
        assert!(lines(house).is_empty());
        let client = crate::clients::RegisterClient {
            number: None,
            details: crate::clients::Details::named(Name::parse("Bramblewick").expect("a name")),
            prospect: false,
            customer_group: None,
            client_groups: Vec::new(),
            client_types: Vec::new(),
        };
        assert_eq!(house.refusal(client), "ACCOUNTING_GROUP_REQUIRED");
        let made = house.perform(create(house, "domestic", "4300"));
        assert_eq!(house.ask(ReadCustomerGroup { id: made }).posting.number, "1", "a deleted group's number is free");
    });
}

/// An archived group leaves the list and the choices, and comes back.
#[test]
fn a_customer_group_is_set_aside() {
    on_both(|house| {
        let id = id_of(house, "Overseas");
        house.perform(ArchiveCustomerGroup { id, version: None, archived: true });
        assert_eq!(lines(house).len(), 2);
        assert_eq!(house.ask(ListCustomerGroups { with_archived: true }).items.len(), 3);
        let missing = house
            .desk
            .ask(&house.owner(), ReadCustomerGroup { id: "grp_01h455vb4pex5vsknk084sn02q".parse().expect("an id") });
        assert!(matches!(missing, Err(Failure::Missing(_))));
        house.perform(ArchiveCustomerGroup { id, version: None, archived: false });
        assert_eq!(lines(house).len(), 3);
    });
}

/// A1-6: an account kept in one currency takes no group that invoices in another.
#[test]
fn an_account_of_another_currency_is_refused() {
    on_both(|house| {
        let dollars = house.perform(crate::ledger::AddAccount {
            number: Number::parse("4308").expect("a number"),
            name: Name::parse("Clients in dollars").expect("a name"),
            kind: crate::ledger::AccountKind::Asset,
            category: String::new(),
            control: crate::ledger::Control::Receivable,
            currency: "USD".parse().ok(),
        });
        let retail = CreateCustomerGroup { account: Some(dollars), ..create(house, "Retail", "4300") };
        assert_eq!(house.refusal(retail.clone()), "ACCOUNT_OTHER_CURRENCY");
        let terms = Terms { currency: "USD".parse().ok(), ..Terms::default() };
        let id = house.perform(CreateCustomerGroup { terms, ..retail });
        let back = Edit { terms: Some(Terms::default()), ..Edit::of(id) };
        assert_eq!(
            house.refusal(ChangeCustomerGroups { edits: vec![back], open_items: None, on: None }),
            "ACCOUNT_OTHER_CURRENCY"
        );
    });
}

/// Without any VAT zone a customer group cannot say where its clients are; no verb takes the last zone away.
#[test]
fn a_customer_group_needs_a_vat_zone() {
    on_both(|house| {
        let retail = create(house, "Retail", "4300");
        for table in ["vat_rules", "posting_groups", "groups_of_clients", "vat_zones"] {
            house.run(&format!("DELETE FROM {table}"));
        }
        let failure = house.desk.perform(&house.owner(), retail).expect_err("refused");
        let refusal = failure.refusal().expect("a refusal").clone();
        assert_eq!((refusal.code, refusal.actions.len()), ("VAT_ZONE_REQUIRED", 1));
    });
}
