//! Booking speed, beside what the disk can do in the same run; and the speed at which clients are taken in.
//! By hand: `cargo bench -p books --bench booking`, and the same with `-- clients`, `-- bulk` to group them too, or
//! `-- memberships` to ask for those of a day among a million, `-- corporate` to check one more member of ever larger
//! groups. With
//! the address of an empty PostgreSQL database, `-- postgres://…`, the books are kept there.
//!
//! Prints figures for docs/performance.md. It is not a test: machines are shared and noisy, so quote the ratios.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Clock;

use books::clients::{
    AddCorporateMembers, BulkGroups, ChangeClient, CreateCorporateGroup, Details, Filter, GroupAction, GroupsOfClient,
    ListChoices, ListClients, RegisterClient, Selection, Sort, carry_out_bulk,
};
use books::exchange::{FileRow, GroupsMode, PrepareImport, ReadImport, StartImport, UploadImport, run_import};
use books::groups::corporate::ListCorporateTypes;
use books::groups::{CreateClientGroup, Founder, OpenCompany};
use books::hallway::{Hallway, NewPerson};
use books::sales::invoices::{BookInvoice, Draft, DraftInvoice, DraftLine, Kind, Values};
use books::{Caller, Desk, Order, Outside, Who};
use kernel::{ClientId, Currency, Door, IdMaker, Instant, InvoiceId, Name, UnitPrice};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    let asked = |wanted: &str| std::env::args().any(|word| word == wanted);
    if ["clients", "bulk", "memberships", "corporate"].into_iter().any(asked) {
        take_in_clients(&desk, &caller);
        if asked("memberships") {
            ask_for_days(&desk, &caller);
        }
        if asked("corporate") {
            check_one_more(&desk, &caller);
        }
        if asked("bulk") {
            group_them(&desk, &caller);
        }
        return;
    }
    let client = register(&desk, &caller);
    println!(
        "| round | fdatasync/s | one by one/s | of the disk | processor, ms each | 8 at once/s | of the disk | processor, ms each |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for round in 1..=ROUNDS {
        let disk = fdatasyncs(directory.path());
        let alone = drafts(&desk, &caller, client);
        let (one, one_cost) = with_processor(|| one_by_one(&desk, &caller, &alone));
        let together = drafts(&desk, &caller, client);
        let (many, many_cost) = with_processor(|| at_once(&desk, &caller, &together));
        println!(
            "| {round} | {disk:.0} | {one:.0} | {:.0} % | {one_cost:.2} | {many:.0} | {:.0} % | {many_cost:.2} |",
            100.0 * one / disk,
            100.0 * many / disk
        );
    }
    let broken = desk.verify(caller.company).expect("a verdict");
    assert!(broken.is_empty(), "{broken:#?}");
}

fn company(data: &Path) -> (Arc<Desk>, Caller) {
    let outside: Arc<dyn Outside> = Arc::new(Real);
    let place = match std::env::args().find(|word| word.starts_with("postgres://")) {
        Some(url) => db::Place::Postgres(db::PostgresPlace { url, schema: "hallway".to_owned() }),
        None => db::Place::Sqlite(data.join("hallway.db")),
    };
    let hallway = Hallway::open(&place, data, outside.clone()).expect("a hallway");
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
        client_types: Vec::new(),
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
        service_day: None,
        agency: None,
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

/// Clients in the file that is taken in.
const CLIENTS: usize = 100_000;

/// From the rows of a file to the last commit; reading the file itself is left out.
fn take_in_clients(desk: &Desk, caller: &Caller) {
    let header = ["Number", "Name", "Email", "Registration number", "Client groups", "Street", "Zip", "City"];
    let rows = (0..CLIENTS).map(|row| FileRow { line: row as i64 + 2, cells: cells(row) }).collect();
    let upload = UploadImport {
        file_name: "clients.csv".to_owned(),
        header: header.map(str::to_owned).to_vec(),
        rows: Arc::new(rows),
        notes: Vec::new(),
    };
    let before = processor_nanoseconds();
    let rate = timed(CLIENTS, || {
        let part = |what, start: Clock| println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
        let start = now();
        let id = desk.perform(caller, upload).expect("uploaded");
        let import = desk.ask(caller, ReadImport { id }).expect("an import").import;
        let mut preparation = import.preparation;
        preparation.groups = Some(GroupsMode::Add);
        preparation.create_groups = true;
        preparation.customer_group = Some(desk.ask(caller, ListChoices).expect("choices").customer_groups[0].id);
        desk.perform(caller, PrepareImport { id, version: None, preparation }).expect("prepared");
        part("uploaded", start);
        desk.perform(caller, StartImport { id, version: None }).expect("begun");
        part("begun", start);
        let progress = run_import(desk, caller, id, |_| ()).expect("taken in");
        part("taken in", start);
        assert_eq!(progress.counts.created, CLIENTS as i64);
    });
    let cost = (processor_nanoseconds() - before) as f64 / 1e9;
    println!("{CLIENTS} clients: {:.2} s, {cost:.2} s of processor in threads that live on", CLIENTS as f64 / rate);
}

/// Everyone into a client group and out of it: chosen by a filter, then one by one as the API's list of ids does it.
fn group_them(desk: &Desk, caller: &Caller) {
    let name = Name::parse("Everyone").expect("a name");
    let group =
        desk.perform(caller, CreateClientGroup { name, color: None, note: String::new(), set: None }).expect("a group");
    let all = || Selection::Matching(Box::default());
    let in_group = Selection::InGroup(group);
    for (words, selection, action) in [
        ("added by a filter", all(), GroupAction::Add),
        ("added once more", all(), GroupAction::Add),
        ("removed by their group", in_group, GroupAction::Remove),
    ] {
        bulk(desk, caller, words, BulkGroups { selection, action, groups: vec![group], after: None });
    }
    let ids = every_id(desk, caller);
    let command =
        |action| BulkGroups { selection: Selection::of(ids.clone()), action, groups: vec![group], after: None };
    bulk(desk, caller, "added by their ids", command(GroupAction::Add));
    bulk(desk, caller, "removed by their ids", command(GroupAction::Remove));
}

/// Eight groups more for each client, so that with the two it has there are a million memberships; then those of one client
/// on a day, and the first members of a group on a day.
fn ask_for_days(desk: &Desk, caller: &Caller) {
    for number in 1..=8 {
        let name = Name::parse(&format!("Everyone {number}")).expect("a name");
        let command = CreateClientGroup { name, color: None, note: String::new(), set: None };
        let groups = vec![desk.perform(caller, command).expect("a group")];
        let selection = Selection::Matching(Box::default());
        carry_out_bulk(desk, caller, BulkGroups { selection, action: GroupAction::Add, groups, after: None }, None)
            .expect("added");
    }
    let clients: Vec<ClientId> = every_id(desk, caller).into_iter().step_by(97).collect();
    let today = Real.now().day_in("UTC").ok();
    let mut slowest = Vec::new();
    let mut memberships = 0;
    for client in &clients {
        let start = now();
        memberships += desk.ask(caller, GroupsOfClient { client: *client, as_of: today }).expect("groups").len();
        slowest.push(start.elapsed().as_micros());
    }
    slowest.sort_unstable();
    println!(
        "a client's groups on a day, asked {} times: median {} µs, one of a hundred above {} µs, {:.1} memberships each",
        clients.len(),
        slowest[clients.len() / 2],
        slowest[clients.len() * 99 / 100],
        memberships as f64 / clients.len() as f64
    );
}

/// How long the rules of one more corporate membership take to check, nothing written, in groups of ever more members.
fn check_one_more(desk: &Desk, caller: &Caller) {
    const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
    let types = desk.ask(caller, ListCorporateTypes).expect("types");
    let holding = &types.iter().find(|line| line.of_type.name.as_str() == "Holding").expect("holdings").of_type;
    let ids: Vec<ClientId> =
        every_id(desk, caller).into_iter().take(SIZES.iter().sum::<usize>() + 2 * SIZES.len()).collect();
    for id in &ids {
        let client_types = Some(vec![holding.client_type]);
        let edits = Vec::new();
        let command =
            ChangeClient { id: *id, version: None, edits, customer_group: None, client_groups: None, client_types };
        desk.perform(caller, command).expect("a type");
    }
    let day = |text: &str| text.parse().expect("a day");
    let mut clients = ids.into_iter();
    for size in SIZES {
        let head = clients.next().expect("a head");
        let (from, until) = (day("2026-01-01"), day("2027-12-31"));
        let name = Name::parse(&format!("Holding of {size}")).expect("a name");
        let group = CreateCorporateGroup { name, of_type: holding.id, head, from, until };
        let group = desk.perform(caller, group).expect("a group");
        let members: Vec<ClientId> = clients.by_ref().take(size).collect();
        for some in members.chunks(500) {
            let clients = some.to_vec();
            desk.perform(caller, AddCorporateMembers { group, clients, from, until }).expect("members");
        }
        let candidate = clients.next().expect("a candidate");
        let one_more = || AddCorporateMembers { group, clients: vec![candidate], from, until };
        let mut times: Vec<u128> = (0..300)
            .map(|_| {
                let start = now();
                desk.rehearse(Order::new(caller.clone(), one_more())).expect("allowed");
                start.elapsed().as_micros()
            })
            .collect();
        times.sort_unstable();
        println!("one more member of {size}: median {} µs, nine of ten below {} µs", times[150], times[270]);
    }
}

/// The ids of all clients, as they come page by page.
fn every_id(desk: &Desk, caller: &Caller) -> Vec<ClientId> {
    let mut ids = Vec::with_capacity(CLIENTS);
    let mut wanted =
        ListClients { filter: Filter::default(), sort: Sort::default(), cursor: None, limit: 200, counted: false };
    loop {
        let page = desk.ask(caller, wanted.clone()).expect("a page");
        ids.extend(page.rows.iter().map(|row| row.client.id));
        match page.next {
            Some(cursor) => wanted.cursor = Some(cursor),
            None => return ids,
        }
    }
}

fn bulk(desk: &Desk, caller: &Caller, words: &str, command: BulkGroups) {
    let before = processor_nanoseconds();
    let rate = timed(CLIENTS, || {
        let outcome = carry_out_bulk(desk, caller, command, None).expect("done");
        assert_eq!(outcome.done + outcome.skipped, CLIENTS as i64);
    });
    let cost = (processor_nanoseconds() - before) as f64 / 1e9;
    println!("{CLIENTS} clients {words}: {:.2} s, {cost:.2} s of processor", CLIENTS as f64 / rate);
}

/// Names that do not come in their order, some with accents, each group named by many.
fn cells(row: usize) -> Vec<String> {
    let mixed = row.wrapping_mul(2_654_435_761) % 1_000_003;
    let names = ["Amélie", "Birch", "Córdoba", "Dunmore", "Elder", "Farrow", "Gable", "Höfner"];
    let towns = ["Gent", "Porto", "Riga", "Málaga", "Leeds"];
    vec![
        format!("C{row:06}"),
        format!("{} {} {mixed}", names[mixed % 8], names[mixed / 8 % 8]),
        format!("client{row:06}@example.com"),
        format!("BE{mixed:08}{}", mixed % 7),
        format!("G{:02}", mixed % 40),
        format!("{} street {}", names[mixed % 7], mixed % 200),
        format!("{:05}", mixed % 99_999),
        towns[mixed % 5].to_owned(),
    ]
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

/// The measured rate, and the milliseconds of processor that all threads together used for one booking: what a noisy
/// neighbour changes least.
fn with_processor(work: impl FnOnce() -> f64) -> (f64, f64) {
    let before = processor_nanoseconds();
    let rate = work();
    (rate, (processor_nanoseconds() - before) as f64 / INVOICES as f64 / 1e6)
}

/// Time on a processor of the threads that live now; nothing where the system does not say.
fn processor_nanoseconds() -> u64 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return 0 };
    let of = |thread: std::fs::DirEntry| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        text.split_whitespace().next().and_then(|first| first.parse::<u64>().ok()).unwrap_or_default()
    };
    threads.flatten().map(of).sum()
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn now() -> Clock {
    Clock::now()
}

/// Times a second.
fn timed(times: usize, work: impl FnOnce()) -> f64 {
    let start = now();
    work();
    times as f64 / start.elapsed().as_secs_f64()
}
