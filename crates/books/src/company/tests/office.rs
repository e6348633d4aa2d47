//! The office's settings.

use kernel::Currency;

use crate::company::{ChangeCompany, ContactChange, ReadCompany};
use crate::testing::on_both;

use super::name;

#[test]
fn settings_change_what_is_named_and_nothing_else() {
    on_both(|house| {
        let contact = ContactChange {
            street: Some(Some("1 Quay Street".to_owned())),
            iban: Some(Some("es91 2100 0418 4502 0005 1332".to_owned())),
            ..ContactChange::default()
        };
        house.perform(ChangeCompany { payment_days: Some(0), contact, ..ChangeCompany::default() });
        let company = house.ask(ReadCompany);
        assert_eq!((company.payment_days, company.version, company.name.as_str()), (0, 2, "Test & Sons"));
        assert_eq!(company.contact.iban.as_deref(), Some("ES9121000418450200051332"));
        let cleared = ContactChange { street: Some(None), ..ContactChange::default() };
        house.perform(ChangeCompany { version: Some(2), contact: cleared, ..ChangeCompany::default() });
        let company = house.ask(ReadCompany);
        assert_eq!((company.contact.street, company.contact.iban.is_some()), (None, true));
        // The same again changes nothing, and leaves no line in the audit.
        house.perform(ChangeCompany { payment_days: Some(0), ..ChangeCompany::default() });
        assert_eq!(house.ask(ReadCompany).version, 3);
    });
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    on_both(|house| {
        let plain = ChangeCompany::default;
        let refusals = [
            (ChangeCompany { version: Some(9), ..plain() }, "CHANGED_MEANWHILE"),
            (ChangeCompany { time_zone: Some("Mars/Olympus".to_owned()), ..plain() }, "TIME_ZONE_UNKNOWN"),
            (ChangeCompany { fiscal_month: Some(13), ..plain() }, "FISCAL_MONTH_UNKNOWN"),
            (ChangeCompany { payment_days: Some(-1), ..plain() }, "PAYMENT_DAYS_RANGE"),
            (ChangeCompany { language: Some("English".to_owned()), ..plain() }, "LANGUAGE_UNKNOWN"),
        ];
        for (command, code) in refusals {
            assert_eq!(house.refusal(command), code);
        }
        let iban = ContactChange { iban: Some(Some("ES00".to_owned())), ..ContactChange::default() };
        assert_eq!(house.refusal(ChangeCompany { contact: iban, ..plain() }), "IBAN_WRONG");
        assert_eq!(house.refusal_for(&house.hire("staff"), plain()), "PERM_MISSING");
        assert_eq!(house.ask(ReadCompany).version, 1, "nothing of it was stored");
        // Nothing is posted yet: the currency may still change.
        house.perform(ChangeCompany { currency: Some(Currency::GBP), name: Some(name("New & Sons")), ..plain() });
        assert_eq!(house.ask(ReadCompany).currency, Currency::GBP);
    });
}
