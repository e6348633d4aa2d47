//! The desk's promises: one effect for one request, nobody spoiled by a neighbour, rights read afresh.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use kernel::{ClientId, Failure, Name, Number, Stamp};
use serde::{Deserialize, Serialize};

use super::{Caller, IdempotencyKey, Order, Who};
use crate::clients::tests::new_client;
use crate::clients::{ListChoices, ReadClient, RegisterClient};
use crate::testing::{TestHouse, code, on_both};
use crate::{Accepted, Act, Decision, Permission, Result, Scene, accept, digest};

fn keyed(house: &TestHouse, name: &str, key: &str, body: &[u8]) -> Order<RegisterClient> {
    let key = IdempotencyKey { key: key.to_owned(), body_hash: digest(body) };
    Order::new(house.owner(), new_client(house, name)).keyed(Some(key))
}

/// A request that is sent twice happens once; the same key with another body is refused.
#[test]
fn a_key_makes_a_request_happen_once() {
    on_both(|house| {
        let first = house.desk.carry_out(keyed(house, "Cobbett Roofing", "k1", b"a")).expect("accepted");
        let again = house.desk.carry_out(keyed(house, "Cobbett Roofing", "k1", b"a")).expect("the same answer");
        assert_eq!(first.outcome, again.outcome);
        assert!(again.replayed && !first.replayed);
        let other = house.desk.carry_out(keyed(house, "Someone Else", "k1", b"b")).expect_err("another body");
        assert_eq!(code(other), "IDEMPOTENCY_MISMATCH");
        let fresh = house.desk.carry_out(keyed(house, "Cobbett Roofing", "k2", b"a")).expect("a new request");
        assert_ne!(first.outcome, fresh.outcome);
    });
}

/// Eight threads send the same request at once: one effect.
#[test]
fn the_same_request_from_many_threads_has_one_effect() {
    on_both(|house| {
        let orders: Vec<_> = (0..8).map(|_| keyed(house, "Kestrel Digital", "same", b"body")).collect();
        let made: Vec<ClientId> = thread::scope(|scope| {
            let threads: Vec<_> =
                orders.into_iter().map(|order| scope.spawn(move || house.desk.carry_out(order))).collect();
            threads.into_iter().map(|t| t.join().expect("no panic").expect("accepted").outcome).collect()
        });
        assert!(made.iter().all(|id| *id == made[0]), "{made:?}");
    });
}

/// A1-12 for two sessions at once: of many who want the same number, exactly one gets it.
#[test]
fn one_number_goes_to_one_client_however_many_ask_at_once() {
    on_both(|house| {
        let command = RegisterClient { number: Number::parse("77").ok(), ..new_client(house, "Orrin Tallow") };
        let won = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..8 {
                let (command, won) = (command.clone(), &won);
                scope.spawn(move || match house.desk.perform(&house.owner(), command) {
                    Ok(_) => _ = won.fetch_add(1, Ordering::SeqCst),
                    Err(failure) => assert_eq!(code(failure), "NUMBER_TAKEN"),
                });
            }
        });
        assert_eq!(won.load(Ordering::SeqCst), 1);
    });
}

/// A rehearsal decides as the real thing would, and leaves nothing behind.
#[test]
fn a_rehearsal_changes_nothing() {
    on_both(|house| {
        let before = house.ask(ListChoices).next_number;
        let changes = house.desk.rehearse(Order::new(house.owner(), new_client(house, "Juniper Vale"))).expect("a yes");
        assert_eq!(changes.len(), 2, "the client and its customer group");
        assert_eq!(house.ask(ListChoices).next_number, before);
        let wrong = RegisterClient { customer_group: None, ..new_client(house, "Juniper Vale") };
        let refusal = house.desk.rehearse(Order::new(house.owner(), wrong)).expect_err("the refusal that would come");
        assert_eq!(code(refusal), "CUSTOMER_GROUP_REQUIRED");
    });
}

/// A stranger gets the answer that a company which does not exist would give.
#[test]
fn a_stranger_learns_nothing_of_a_company() {
    on_both(|house| {
        let stranger = kernel::PersonId::from_uuid(kernel::Uuid::from_u128(7));
        let caller = Caller { who: Who::Person(stranger), ..house.owner() };
        let here = house.desk.perform(&caller, new_client(house, "X")).expect_err("no seat");
        let nowhere = Caller { company: kernel::CompanyId::from_uuid(kernel::Uuid::from_u128(8)), ..caller };
        let elsewhere = house.desk.perform(&nowhere, new_client(house, "X")).expect_err("no company");
        assert!(matches!(&here, Failure::Missing(missing) if missing.what == "company"), "{here}");
        assert_eq!(code(here), code(elsewhere));
    });
}

/// A command that panics in `decide`, or that writes what the schema refuses.
#[derive(Clone, Serialize, Deserialize)]
struct Poison {
    panics: bool,
    taken: ClientId,
}

impl Act for Poison {
    const NAME: &'static str = "poison";
    const NEEDS: Permission = Permission::EditClients;
    type Facts = crate::clients::Client;
    type Outcome = ();

    fn load(&self, scene: &Scene<'_>) -> Result<crate::clients::Client> {
        crate::clients::store::find(scene, self.taken)?.ok_or_else(|| Failure::missing("client", self.taken))
    }

    fn decide(self, client: crate::clients::Client, _: &Stamp) -> Decision<()> {
        assert!(!self.panics, "poison");
        // The same row once more: the key is taken, whatever Rust thinks.
        let twice = crate::clients::Change::Registered(Box::new(client));
        Ok(Accepted { ..accept((), [twice.into()]) })
    }
}

/// TRUST C3: good commands that wait with bad ones in one group are all done, the bad ones leave nothing.
#[test]
fn a_bad_command_spoils_nobody_elses() {
    on_both(|house| {
        let taken = house.perform(new_client(house, "First"));
        let (good, bad) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for number in 0..24 {
                let (good, bad) = (&good, &bad);
                scope.spawn(move || {
                    let done = match number % 4 {
                        0 => house.desk.perform(&house.owner(), Poison { panics: number % 8 == 0, taken }),
                        _ => {
                            house.desk.perform(&house.owner(), new_client(house, &format!("Client {number}"))).map(drop)
                        }
                    };
                    match done {
                        Ok(()) => good.fetch_add(1, Ordering::SeqCst),
                        Err(Failure::Broken(_)) => bad.fetch_add(1, Ordering::SeqCst),
                        Err(other) => panic!("{other}"),
                    };
                });
            }
        });
        assert_eq!((good.into_inner(), bad.into_inner()), (18, 6));
        // The next number shows that the six left no client and took no number.
        assert_eq!(house.ask(ListChoices).next_number, "1020");
    });
}

/// An audit line that is edited behind our back is named by the check (TRUST A2, on the file alone).
#[test]
fn an_edited_audit_line_is_found() {
    let house = TestHouse::sqlite();
    let id = house.perform(new_client(&house, "Thistledown Yarns"));
    assert_eq!(house.verify().expect("a verdict"), Vec::<String>::new());
    let mut file = db::Connection::writer(&db::Place::Sqlite(house.directory.path().join("company.db"))).expect("open");
    let edited = |sql: &str| file.write(|tx| tx.execute(sql, &[])).err().map(|error: db::DbError| error.to_string());
    let mut edited = edited;
    let refused = edited("UPDATE audit SET text = 'Nothing happened' WHERE seq = 2").expect("the schema refuses");
    assert!(refused.contains("never changed"), "{refused}");
    assert_eq!(edited("DROP TRIGGER audit_stays"), None);
    assert_eq!(edited("UPDATE audit SET text = 'Nothing happened' WHERE seq = 2"), None);
    let found = house.verify().expect("a verdict");
    assert_eq!(found, ["audit line 2 is not as it was written"]);
    assert_eq!(house.ask(ReadClient { id }).client.details.name, Name::parse("Thistledown Yarns").expect("a name"));
    // The house would fail its closing audit, as it must: mend it again.
    assert_eq!(edited("UPDATE audit SET text = 'Client “Thistledown Yarns” registered' WHERE seq = 2"), None);
}
