//! Bad days: a second server, newer data, a damaged file, a full disk, a power cut. A clear error, and nothing lost.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use db::{Connection, Place, params};
use support::{Office, Server, agent, done, refused};

fn company_file(data: &Path) -> std::path::PathBuf {
    data.join("companies/ashdown-vale.db")
}

#[test]
fn a_second_server_on_the_same_data_is_refused_and_told_where_the_first_is() {
    let office = Office::founded();
    let server = Server::start(&office.data());
    let said = refused(&office.data(), &["serve", "--listen", "127.0.0.1:0"]);
    let port = server.address.rsplit(':').next().expect("a port");
    assert!(said.contains(port) && said.contains("already works on"), "{said}");
    let said = refused(&office.data(), &["client", "list"]);
    assert!(said.contains("--server"), "{said}");
    server.stop();
    done(&office.data(), &["client", "list"]);
}

#[test]
fn data_of_a_newer_version_are_refused_by_name_and_left_alone() {
    let office = Office::founded();
    for (file, opened_by) in [(company_file(&office.data()), "client"), (office.data().join("hallway.db"), "user")] {
        let mut writer = Connection::writer(&Place::Sqlite(file.clone())).expect("a writer");
        writer
            .write(|tx| {
                let step = "INSERT INTO schema_steps (number, name, applied_at) VALUES ($1, $2, $3)";
                tx.execute(step, &params![99, "of the future", 0])
            })
            .expect("a newer schema");
        drop(writer);
        let before = fs::read(&file).expect("a file");
        let said = refused(&office.data(), &[opened_by, "list"]);
        assert!(said.contains("schema 99") && said.contains("install the newer Coterie"), "{said}");
        assert!(refused(&office.data(), &["doctor"]).contains("Install the newer Coterie"));
        assert_eq!(fs::read(&file).expect("a file"), before, "{} was touched", file.display());
    }
}

#[test]
fn a_damaged_file_is_named_and_never_written_over() {
    let office = Office::founded();
    let file = company_file(&office.data());
    let garbage = vec![b'?'; 64 * 1024];
    fs::write(&file, &garbage).expect("written");
    for words in [&["check"][..], &["client", "list"], &["backup", "/nowhere/at/all"], &["doctor"]] {
        let said = refused(&office.data(), words);
        assert!(!said.contains("panicked"), "{said}");
    }
    assert!(refused(&office.data(), &["check"]).contains("not a database"));
    assert_eq!(fs::read(&file).expect("a file"), garbage);
}

#[test]
fn a_missing_file_is_not_made_anew_and_empty() {
    let office = Office::founded();
    let file = company_file(&office.data());
    fs::remove_file(&file).expect("removed");
    refused(&office.data(), &["client", "list"]);
    assert!(refused(&office.data(), &["doctor"]).contains("not where they should be"));
    assert!(!file.exists(), "an empty file would look like a company without clients");
}

/// A log that stays behind is read by every later start.
#[test]
fn an_orderly_end_carries_the_log_over() {
    let office = Office::founded();
    let logs = || {
        let files = [company_file(&office.data()), office.data().join("hallway.db")];
        files.map(|file| fs::metadata(file.with_extension("db-wal")).map_or(0, |found| found.len()))
    };
    done(&office.data(), &["client", "add", "--name", "By hand", "--customer-group", "Domestic"]);
    assert_eq!(logs(), [0, 0], "after a command");
    let server = Server::start(&office.data());
    let (status, _) = office.register(&agent(), &server.address, "By the server").expect("an answer");
    assert_eq!(status, 201);
    assert!(logs()[0] > 0, "a change goes to the log first");
    server.stop();
    assert_eq!(logs(), [0, 0], "after a server");
}

/// What eight people were told is stored: a power cut under load loses nothing that was acknowledged.
#[test]
fn whatever_was_acknowledged_survives_a_kill() {
    let office = Office::founded();
    let server = Server::start(&office.data());
    let address = server.address.clone();
    let (acknowledged, enough) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for person in 0..8 {
            let (office, address, acknowledged, enough) = (&office, &address, &acknowledged, &enough);
            scope.spawn(move || {
                let agent = agent();
                for number in 0.. {
                    match office.register(&agent, address, &format!("Client {person}-{number}")) {
                        Ok((201, body)) => {
                            let mut told = acknowledged.lock().expect("a list");
                            told.push(body["id"].as_str().expect("an id").to_owned());
                            if told.len() >= 150 {
                                enough.store(true, Ordering::SeqCst);
                            }
                        }
                        Ok((status, body)) => panic!("{status}: {body}"),
                        // The server is gone: whatever was under way was never acknowledged.
                        Err(_) => return,
                    }
                }
            });
        }
        while !enough.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        server.kill();
    });
    let acknowledged = acknowledged.into_inner().expect("a list");
    // The control that must fail: the same files without the log that the last commits are in.
    let control = tempfile::tempdir().expect("a temporary directory");
    copy_all(&office.data(), control.path());
    fs::remove_file(company_file(control.path()).with_extension("db-wal")).expect("a log to lose");
    assert!(lost(&office, control.path(), &acknowledged) > 0, "a lost log goes unnoticed: this test proves nothing");

    assert_eq!(lost(&office, &office.data(), &acknowledged), 0, "of {} acknowledged", acknowledged.len());
    assert!(done(&office.data(), &["check"]).contains("every law holds"));
}

/// How many of the clients a server started on `data` does not know.
fn lost(office: &Office, data: &Path, acknowledged: &[String]) -> usize {
    let server = Server::start(data);
    let agent = agent();
    let known = |id: &&String| office.reads(&agent, &server.address, id) != 200;
    acknowledged.iter().filter(known).count()
}

fn copy_all(from: &Path, to: &Path) {
    let copied = Command::new("cp").args(["-a", "--"]).arg(from.join(".")).arg(to).status().expect("cp runs");
    assert!(copied.success());
}

/// A disk without room refuses what is new, keeps what was, and goes on when there is room again.
#[test]
fn a_full_disk_refuses_clearly_and_loses_nothing() {
    if !may_mount("a_full_disk_refuses_clearly_and_loses_nothing") {
        return;
    }
    let directory = tempfile::tempdir().expect("a temporary directory");
    let disk = Mounted::new(directory.path(), &["-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs"]);
    let office = Office::founded_in(directory.path().to_owned(), directory);
    let server = Server::start(&office.data());
    let ballast = office.data().join("ballast");
    let make_full = || {
        let room_left = fill(&ballast);
        assert!(room_left < 64 * 1024, "{room_left} bytes are left");
    };
    let acknowledged = refuses_until_there_is_room(&office, server, (507, "DISK_FULL"), make_full, |_| {
        let said = refused(&office.data(), &["backup", &office.data().join("copy.tar").to_string_lossy()]);
        assert!(said.contains("full") || said.contains("space"), "{said}");
        fs::remove_file(&ballast).expect("removed");
    });
    assert_eq!(lost(&office, &office.data(), &acknowledged), 0);
    assert!(done(&office.data(), &["check"]).contains("every law holds"));
    drop(disk);
}

/// A quota, or a disk that does not take a write for another reason: nobody is told that something is stored which is not.
#[test]
fn a_write_that_the_system_refuses_loses_nothing() {
    let office = Office::founded();
    let server = Server::start_with_small_files(&office.data(), 1024);
    let acknowledged =
        refuses_until_there_is_room(&office, server, (500, "BROKEN"), || {}, |server| server.let_files_grow());
    assert!(acknowledged.len() > 2, "{}", acknowledged.len());
    assert_eq!(lost(&office, &office.data(), &acknowledged), 0);
    assert!(done(&office.data(), &["check"]).contains("every law holds"));
}

/// Registers clients until the disk takes no more, makes room, and goes on; the ids of all that was acknowledged.
fn refuses_until_there_is_room(
    office: &Office,
    server: Server,
    refusal: (u16, &str),
    make_full: impl Fn(),
    make_room: impl Fn(&Server),
) -> Vec<String> {
    let agent = agent();
    let mut acknowledged = Vec::new();
    let mut register = |name: &str| {
        let (status, body) = office.register(&agent, &server.address, name).expect("an answer");
        acknowledged.extend(body["id"].as_str().filter(|_| status == 201).map(str::to_owned));
        (status, body)
    };
    assert_eq!(register("Before").0, 201);
    make_full();
    let refused = (0..2_000).map(|number| register(&format!("During {number}"))).find(|(status, _)| *status != 201);
    let (status, body) = refused.expect("a full disk takes no more");
    assert_eq!((status, body["code"].as_str()), (refusal.0, Some(refusal.1)), "{body}");
    assert!(body["detail"].as_str().is_some_and(|detail| detail.contains("Nothing was changed")), "{body}");
    make_room(&server);
    assert_eq!(register("After").0, 201, "room again, work again");
    let unread = acknowledged.iter().filter(|id| office.reads(&agent, &server.address, id) != 200).count();
    assert_eq!(unread, 0);
    server.stop();
    acknowledged
}

/// Fills the disk and says how much room is left.
fn fill(ballast: &Path) -> u64 {
    use std::io::Write;
    let mut file = fs::File::create(ballast).expect("a file");
    for size in [1 << 16, 1 << 12, 1 << 9] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
    let disk = rustix::fs::statvfs(ballast).expect("a disk");
    disk.f_bavail * disk.f_frsize
}

/// A disk that is mounted while it is held.
struct Mounted(std::path::PathBuf);

impl Mounted {
    #[track_caller]
    fn new(at: &Path, words: &[&str]) -> Mounted {
        let mounted = Command::new("mount").args(words).arg(at).output().expect("mount runs");
        assert!(mounted.status.success(), "{}", String::from_utf8_lossy(&mounted.stderr));
        Mounted(at.to_owned())
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Whether this is where disks may be mounted. If not, the test is done again in a place of its own where they may: as
/// root, or as whoever is root in a namespace. Where neither is allowed it fails, unless somebody says by
/// `COTERIE_TEST_WITHOUT_MOUNTS` that this machine need not prove it: nothing passes unproved in silence.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
fn may_mount(test: &str) -> bool {
    if std::env::var("COTERIE_TEST_MOUNTS").is_ok() {
        return true;
    }
    let myself = std::env::current_exe().expect("a test");
    for words in [&["--mount"][..], &["--user", "--map-root-user", "--mount"]] {
        let mut inside = Command::new("unshare");
        inside.args(words);
        if !inside.arg("true").output().is_ok_and(|tried| tried.status.success()) {
            continue;
        }
        let mut inside = Command::new("unshare");
        let ran = inside.args(words).arg(&myself).args([test, "--exact"]).env("COTERIE_TEST_MOUNTS", "1").output();
        let said = support::all(&ran.expect("unshare runs"));
        assert!(said.contains("test result: ok. 1 passed"), "{said}");
        return false;
    }
    let said = "Neither root nor a user namespace may mount a disk on this machine.";
    let waived = std::env::var("COTERIE_TEST_WITHOUT_MOUNTS").is_ok();
    assert!(waived, "NOT PROVED: {test}. {said} Run it as root, or set COTERIE_TEST_WITHOUT_MOUNTS=1 to go without.");
    eprintln!("NOT PROVED: {test}. {said}");
    false
}

/// A disk that may only be read, as after a fault: it is named at once, and what only reads goes on.
#[test]
fn a_disk_that_may_only_be_read_is_named() {
    if !may_mount("a_disk_that_may_only_be_read_is_named") {
        return;
    }
    let office = Office::founded();
    let data = office.data();
    let disk = Mounted::new(&data, &["--bind", &data.to_string_lossy()]);
    let frozen = Command::new("mount").args(["-o", "remount,bind,ro"]).arg(&data).status().expect("mount runs");
    assert!(frozen.success());
    for words in [&["serve", "--listen", "127.0.0.1:0"][..], &["client", "list"], &["check"]] {
        let said = refused(&data, words);
        assert!(said.contains("Read-only file system") && said.contains("may be written to"), "{said}");
    }
    assert!(refused(&data, &["doctor"]).contains("cannot be written to: Read-only file system"));
    // The way out: a copy on another disk.
    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    copy_all(&data, elsewhere.path());
    assert!(done(elsewhere.path(), &["check"]).contains("every law holds"));
    drop(disk);
    done(&data, &["client", "list"]);
}

#[test]
fn an_address_that_is_taken_is_named() {
    let office = Office::founded();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let said = refused(&office.data(), &["serve", "--listen", &address]);
    assert!(said.contains(&address) && said.contains("in use") && said.contains("--listen"), "{said}");
    drop(taken);
    done(&office.data(), &["client", "list"]);
}

/// A mistyped folder is not made anew, and one that is something else is named.
#[test]
fn a_folder_that_holds_no_coterie_is_named_and_left_as_it_is() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (missing, empty, file) =
        (directory.path().join("missing"), directory.path().join("empty"), directory.path().join("file"));
    fs::create_dir(&empty).expect("a folder");
    fs::write(&file, "books").expect("a file");
    for words in [&["check"][..], &["client", "list"], &["user", "list"], &["migrate"], &["doctor"]] {
        let said = refused(&missing, words);
        assert!(said.contains("no folder") || said.contains("cannot be read"), "{said}");
        assert!(refused(&empty, words).contains("no "), "{words:?}");
        assert!(refused(&file, words).contains("file") || words == ["doctor"], "{words:?}");
        assert!(!missing.exists() && fs::read_dir(&empty).expect("a folder").next().is_none(), "{words:?}");
    }
    for address in ["nonsense", "postgres://coterie@localhost:1/coterie", "postgres:///coterie?host=/nowhere/at/all"] {
        let said = refused(&empty, &["check", "--postgres", address]);
        assert!(said.contains("PostgreSQL cannot be reached: ") && said.contains("Check its address"), "{said}");
    }
    let output = support::coterie(&empty).args(["serve", "--listen", "nonsense"]).output().expect("runs");
    assert_eq!(output.status.code(), Some(2), "words that are not understood");
}

/// Killed in the middle of an import: what is in is in, the rest comes after the restart, and nothing comes twice.
#[test]
fn an_import_goes_on_after_a_kill() {
    // Twelve times what is taken in at once, so that the kill comes in the middle on a fast machine too.
    const ROWS: usize = 24_000;
    let office = Office::founded();
    let rows = (0..ROWS).map(|row| format!("Client {row:05},{}\n", 20_000 + row)).collect::<String>();
    let file = format!("Name,Customer number\n{rows}");
    let server = Server::start(&office.data());
    let agent = agent();
    let ask = |method: &str, address: &str, body: &str, kind: &str| {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(address)
            .header("Authorization", format!("Bearer {}", office.token))
            .header("Content-Type", kind)
            .body(body.to_owned())
            .expect("a request");
        let mut answer = agent.run(request).expect("an answer");
        let status = answer.status().as_u16();
        let text = answer.body_mut().with_config().limit(64 << 20).read_to_string().expect("text");
        (status, serde_json::from_str::<serde_json::Value>(&text).unwrap_or_default())
    };
    let api = format!("{}/api/v1", server.address);
    let (status, import) = ask("POST", &format!("{api}/imports?file_name=many.csv"), &file, "application/octet-stream");
    assert_eq!(status, 201, "{import}");
    let id = import["id"].as_str().expect("an id").to_owned();
    let choices = serde_json::json!({ "customer_group": office.customer_group, "groups": "add" }).to_string();
    let (status, body) = ask("POST", &format!("{api}/imports/{id}/mapping"), &choices, "application/json");
    assert_eq!(status, 200, "{body}");
    let (status, body) = ask("POST", &format!("{api}/imports/{id}/run"), "", "application/json");
    assert!(status < 300, "{status} {body}");
    let state = |api: &str| ask("GET", &format!("{api}/imports/{id}"), "", "application/json").1;
    let before = loop {
        let before = state(&api);
        assert_eq!(before["state"], "running", "it was done before it could be killed: more rows are needed");
        if before["done"].as_u64().is_some_and(|done| done > 0) {
            break before;
        }
    };
    server.kill();
    assert!(before["done"].as_u64() < Some(ROWS as u64), "{before}");

    let server = Server::start(&office.data());
    let api = format!("{}/api/v1", server.address);
    let after = (0..1_200).map(|_| state(&api)).find(|after| {
        let is_done = after["state"] != "running";
        if !is_done {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        is_done
    });
    let after = after.expect("the import goes on by itself");
    assert_eq!((after["state"].as_str(), after["created"].as_u64()), (Some("done"), Some(ROWS as u64)), "{after}");
    let listed = ask("GET", &format!("{api}/clients?q=Client&total=true&limit=1"), "", "application/json").1;
    assert_eq!(listed["total"].as_u64(), Some(ROWS as u64), "{listed}");
    server.stop();
    assert!(done(&office.data(), &["check"]).contains("every law holds"));
}
