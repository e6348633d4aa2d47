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
    let directory = tempfile::tempdir().expect("a temporary directory");
    let Some(disk) = SmallDisk::mounted(directory.path()) else {
        // Only root may mount a disk of its own; everybody else's run proves the rest.
        eprintln!("a small disk cannot be mounted here");
        return;
    };
    let office = Office::founded_in(directory.path().to_owned(), directory);
    let server = Server::start(&office.data());
    let agent = agent();
    let (status, first) = office.register(&agent, &server.address, "Before").expect("an answer");
    assert_eq!(status, 201);
    let room_left = fill(&office.data().join("ballast"));
    assert!(room_left < 64 * 1024, "{room_left} bytes are left");
    let mut acknowledged = vec![first["id"].as_str().expect("an id").to_owned()];
    let refusal = (0..500).find_map(|number| {
        let (status, body) = office.register(&agent, &server.address, &format!("During {number}")).expect("an answer");
        if status == 201 {
            acknowledged.push(body["id"].as_str().expect("an id").to_owned());
            return None;
        }
        Some((status, body))
    });
    let (status, body) = refusal.expect("a full disk takes no more");
    assert_eq!((status, body["code"].as_str()), (507, Some("DISK_FULL")), "{body}");
    let reading = acknowledged.iter().filter(|id| office.reads(&agent, &server.address, id) != 200).count();
    assert_eq!(reading, 0, "a full disk can still be read");
    let said = refused(&office.data(), &["backup", &office.data().join("copy.tar").to_string_lossy()]);
    assert!(said.contains("full") || said.contains("space"), "{said}");

    fs::remove_file(office.data().join("ballast")).expect("removed");
    let (status, _) = office.register(&agent, &server.address, "After").expect("an answer");
    assert_eq!(status, 201, "room again, work again");
    server.stop();
    assert_eq!(lost(&office, &office.data(), &acknowledged), 0);
    assert!(done(&office.data(), &["check"]).contains("every law holds"));
    drop(disk);
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

/// A disk of a few megabytes, gone when it is dropped.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mounted(at: &Path) -> Option<SmallDisk> {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs"]).arg(at).output().ok()?;
        mounted.status.success().then(|| SmallDisk(at.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}
