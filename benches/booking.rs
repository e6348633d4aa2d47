//! Booking speed, beside what the disk can do in the same run. By hand: `cargo bench -p coterie --bench booking`.
//!
//! Prints figures for docs/performance.md. It is not a test: machines are shared and noisy, so quote the ratios.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Clock;

use books::clients::{Details, ListChoices, RegisterClient};
use books::groups::{Founder, OpenCompany};
use books::hallway::{Hallway, NewPerson};
use books::sales::invoices::{BookInvoice, Draft, DraftInvoice, DraftLine, Kind, Values};
use books::{Caller, Desk, Outside, Who};
use kernel::{ClientId, Currency, Door, IdMaker, Instant, InvoiceId, Name, UnitPrice};

/// Invoices in each round, and threads of the parallel one.
const INVOICES: usize = 400;
const CLIENTS_AT_ONCE: usize = 8;
const ROUNDS: usize = 3;

struct Real;

impl Outside for Real {
    #[expect(clippy::disallowed_methods, reason = "a benchmark has no other clock")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant(since.as_millis() as i64)
    }

    #[expect(clippy::disallowed_methods, reason = "a benchmark has no other chance")]
    fn entropy(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("random bytes");
        bytes
    }
}

fn main() {
    let directory = tempfile::tempdir_in(".").expect("a directory on this disk");
    let (desk, caller) = company(directory.path());
    let client = register(&desk, &caller);
    println!("| round | fdatasync/s | one by one/s | of the disk | 8 at once/s | of the disk |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for round in 1..=ROUNDS {
        let disk = fdatasyncs(directory.path());
        let one = one_by_one(&desk, &caller, &drafts(&desk, &caller, client));
        let many = at_once(&desk, &caller, &drafts(&desk, &caller, client));
        println!(
            "| {round} | {disk:.0} | {one:.0} | {:.0} % | {many:.0} | {:.0} % |",
            100.0 * one / disk,
            100.0 * many / disk
        );
    }
    let broken = desk.verify(caller.company).expect("a verdict");
    assert!(broken.is_empty(), "{broken:#?}");
}

fn company(data: &Path) -> (Arc<Desk>, Caller) {
    let outside: Arc<dyn Outside> = Arc::new(Real);
    let hallway = Hallway::open(&db::Place::Sqlite(data.join("hallway.db")), data, outside.clone()).expect("a hallway");
    let name = Name::parse("Benchmark").expect("a name");
    let email: kernel::Email = "owner@example.org".parse().expect("an address");
    let new = NewPerson { email: email.clone(), name: name.clone(), password: None };
    let person = hallway.add_person(new).expect("a person");
    let company = hallway.add_company(&name, None).expect("a company").id;
    let desk = Arc::new(Desk::open(Arc::new(hallway), outside.clone()));
    desk.prepare(company).expect("a schema");
    let request = IdMaker::new(outside.now(), outside.entropy()).next();
    let caller = Caller { company, who: Who::Operator, door: Door::Api, request };
    let open = OpenCompany {
        id: company,
        name,
        country: "ES".parse().ok(),
        currency: Currency::EUR,
        language: "en".to_owned(),
        time_zone: "UTC".to_owned(),
        fiscal_month: 1,
        chart: "es-pgc".to_owned(),
        customer_groups: None,
        founder: Founder { person, name: "Owner".to_owned(), email: email.to_string() },
    };
    desk.perform(&caller, open).expect("an open company");
    (desk, caller)
}

fn register(desk: &Desk, caller: &Caller) -> ClientId {
    let groups = desk.ask(caller, ListChoices).expect("choices").customer_groups;
    let command = RegisterClient {
        number: None,
        details: Details::named(Name::parse("Kestrel Digital").expect("a name")),
        prospect: false,
        customer_group: Some(groups[0].id),
        client_groups: Vec::new(),
    };
    desk.perform(caller, command).expect("a client")
}

fn drafts(desk: &Desk, caller: &Caller, client: ClientId) -> Vec<InvoiceId> {
    let today = Real.now().day_in("UTC").expect("a day");
    let price = UnitPrice::parse("1000", Currency::EUR).expect("a price");
    let draft = Draft {
        kind: Kind::Invoice,
        client,
        day: today,
        typed: Values::default(),
        reference: String::new(),
        note: String::new(),
        credits: None,
        lines: vec![DraftLine { product_group: desk_group(desk, caller), ..DraftLine::of_text("Advice", price) }],
    };
    (0..INVOICES).map(|_| desk.perform(caller, DraftInvoice { draft: draft.clone() }).expect("a draft")).collect()
}

fn desk_group(desk: &Desk, caller: &Caller) -> Option<kernel::ProductGroupId> {
    let groups = desk.ask(caller, books::sales::products::ReadProductChoices).expect("choices").groups;
    groups.first().map(|group| group.id)
}

fn one_by_one(desk: &Desk, caller: &Caller, drafts: &[InvoiceId]) -> f64 {
    timed(drafts.len(), || {
        for id in drafts {
            desk.perform(caller, BookInvoice { id: *id, version: None }).expect("booked");
        }
    })
}

fn at_once(desk: &Desk, caller: &Caller, drafts: &[InvoiceId]) -> f64 {
    timed(drafts.len(), || {
        std::thread::scope(|scope| {
            for part in drafts.chunks(drafts.len().div_ceil(CLIENTS_AT_ONCE)) {
                scope.spawn(move || {
                    for id in part {
                        desk.perform(caller, BookInvoice { id: *id, version: None }).expect("booked");
                    }
                });
            }
        });
    })
}

/// What the disk does: a page appended and flushed, again and again, as a commit to the log does.
fn fdatasyncs(directory: &Path) -> f64 {
    let mut file = File::create(directory.join("probe")).expect("a file");
    let page = [7_u8; 4096];
    timed(INVOICES, || {
        for _ in 0..INVOICES {
            file.write_all(&page).expect("written");
            file.sync_data().expect("flushed");
        }
    })
}

/// Times a second.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn timed(times: usize, work: impl FnOnce()) -> f64 {
    let start = Clock::now();
    work();
    times as f64 / start.elapsed().as_secs_f64()
}
