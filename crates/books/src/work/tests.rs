//! The rules of time, on both databases.

use kernel::{ClientId, Currency, Minutes, Money};

use super::{DeleteTime, ListTime, LogTime, ReadTime};
use crate::clients::tests::new_client;
use crate::testing::{TestHouse, code, on_both};

/// An hour of the owner's on 2 March 2026.
pub(crate) fn hour_for(client: ClientId) -> LogTime {
    LogTime {
        client,
        member: None,
        day: "2026-03-02".parse().expect("a day"),
        minutes: Minutes(60),
        rate: Money::parse("90.00", Currency::EUR).ok(),
        billable: true,
        work_type: "Advice".to_owned(),
        note: String::new(),
    }
}

fn client(house: &TestHouse) -> ClientId {
    house.perform(new_client(house, "Plover"))
}

#[test]
fn time_is_refused_in_order() {
    on_both(|house| {
        let client = client(house);
        let wrong = LogTime {
            client: "cli_01h455vb4pex5vsknk084sn02q".parse().expect("an id"),
            member: "mem_01h455vb4pex5vsknk084sn02q".parse().ok(),
            minutes: Minutes(0),
            rate: Money::parse("-1.00", Currency::EUR).ok(),
            ..hour_for(client)
        };
        assert_eq!(house.refusal(wrong.clone()), "missing client");
        let wrong = LogTime { client, ..wrong };
        assert_eq!(house.refusal(wrong.clone()), "MEMBER_UNKNOWN");
        let wrong = LogTime { member: None, ..wrong };
        assert_eq!(house.refusal(wrong.clone()), "MINUTES_RANGE");
        let wrong = LogTime { minutes: Minutes(24 * 60), ..wrong };
        assert_eq!(house.refusal(wrong.clone()), "RATE_REFUSED");
        house.perform(LogTime { rate: None, ..wrong });
        let nobody = house.desk.perform(&house.operator(), hour_for(client)).expect_err("the operator has no time");
        assert_eq!(code(nobody), "MEMBER_UNKNOWN");
    });
}

#[test]
fn time_is_listed_newest_first_and_goes() {
    on_both(|house| {
        let client = client(house);
        for (day, minutes) in [("2026-03-01", 10), ("2026-03-03", 30), ("2026-03-02", 20)] {
            let day = day.parse().expect("a day");
            house.perform(LogTime { day, minutes: Minutes(minutes), ..hour_for(client) });
        }
        let first = house.ask(ListTime { client: Some(client), limit: 2, ..ListTime::default() });
        let minutes: Vec<i64> = first.items.iter().map(|listed| listed.entry.minutes.0).collect();
        assert_eq!((minutes, first.next.is_some()), (vec![30, 20], true));
        let id = first.items[0].entry.id;
        assert_eq!(house.ask(ReadTime { id }).work_type, "Advice");
        house.perform(DeleteTime { id });
        assert_eq!(house.refusal(DeleteTime { id }), "missing time entry");
        let after = first.items.get(1).map(|listed| (listed.entry.day, listed.entry.id));
        let last = house.ask(ListTime { after, limit: 2, ..ListTime::default() });
        assert_eq!(last.items.iter().map(|listed| listed.entry.minutes.0).collect::<Vec<_>>(), [10]);
    });
}
