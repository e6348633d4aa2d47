//! A backup comes back whole or not at all, and never over anything.

mod support;

use std::fs;

use support::{Office, Server, agent, coterie, done, refused};

#[test]
fn a_backup_beside_a_running_server_comes_back_whole() {
    let office = Office::founded();
    let server = Server::start(&office.data());
    let (_, client) = office.register(&agent(), &server.address, "Bramblewick Trust").expect("an answer");
    let id = client["id"].as_str().expect("an id");
    let shelf = tempfile::tempdir().expect("a temporary directory");
    for form in ["today", "today.tar"] {
        let target = shelf.path().join(form);
        let said = done(&office.data(), &["backup", &target.to_string_lossy()]);
        assert!(said.contains("1 company and the hallway"), "{said}");
        let home = shelf.path().join(format!("restored-{form}"));
        let said = done(&home, &["restore", &target.to_string_lossy()]);
        assert!(said.contains("every law holds"), "{said}");
        let restored = Server::start(&home);
        assert_eq!(office.reads(&agent(), &restored.address, id), 200, "the token and the client are back");
    }
    // Nothing half-made is left beside the two.
    let mut left: Vec<_> = fs::read_dir(shelf.path())
        .expect("a folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    left.sort();
    assert_eq!(left, ["restored-today", "restored-today.tar", "today", "today.tar"]);
}

#[test]
fn a_backup_and_a_restore_overwrite_nothing() {
    let office = Office::founded();
    let shelf = tempfile::tempdir().expect("a temporary directory");
    let target = shelf.path().join("today.tar").to_string_lossy().into_owned();
    done(&office.data(), &["backup", &target]);
    let before = fs::read(&target).expect("a backup");
    assert!(refused(&office.data(), &["backup", &target]).contains("overwrites nothing"));
    assert!(refused(&office.data(), &["restore", &target]).contains("is not empty"));
    assert_eq!(fs::read(&target).expect("a backup"), before);
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing_behind() {
    let office = Office::founded();
    let shelf = tempfile::tempdir().expect("a temporary directory");
    let folder = shelf.path().join("today");
    done(&office.data(), &["backup", &folder.to_string_lossy()]);
    let (books, home) = (folder.join("companies/ashdown-vale.db"), shelf.path().join("home"));
    let whole = fs::read(&books).expect("books");
    let mut flipped = whole.clone();
    flipped[9000] ^= 1;
    let manifest = fs::read_to_string(folder.join("manifest.json")).expect("a list");
    let newer = manifest.replace("\"schema\": 1", "\"schema\": 99");
    let foreign = manifest.replace("companies/ashdown-vale.db", "../elsewhere.db");
    for (bytes, list, says) in [
        (&flipped, &manifest, "its digest differs"),
        (&whole[..9000].to_vec(), &manifest, "9000 bytes instead of"),
        (&whole, &newer, "schema 99"),
        (&whole, &foreign, "which no backup holds"),
        (&whole, &"{}".to_owned(), "no backup of Coterie"),
    ] {
        fs::write(&books, bytes).expect("written");
        fs::write(folder.join("manifest.json"), list).expect("written");
        let said = refused(&home, &["restore", &folder.to_string_lossy()]);
        assert!(said.contains(says), "{said}");
        assert!(!home.exists(), "something was left behind after: {said}");
    }
}

#[test]
fn companies_elsewhere_come_home_in_a_restore() {
    let office = Office::founded();
    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    let shelf = tempfile::tempdir().expect("a temporary directory");
    let moved = elsewhere.path().join("books.db");
    fs::rename(office.data().join("companies/ashdown-vale.db"), &moved).expect("moved");
    let mut hallway = db::Connection::writer(&db::Place::Sqlite(office.data().join("hallway.db"))).expect("a writer");
    hallway
        .write(|tx| tx.execute("UPDATE companies SET place = $1", &db::params![moved.to_string_lossy().into_owned()]))
        .expect("moved");
    drop(hallway);
    let target = shelf.path().join("today").to_string_lossy().into_owned();
    done(&office.data(), &["backup", &target]);
    // With the old books gone the restored ones must stand on their own.
    fs::remove_file(&moved).expect("removed");
    let home = shelf.path().join("home");
    assert!(done(&home, &["restore", &target]).contains("every law holds"));
    assert!(done(&home, &["doctor"]).contains("Every law holds in Ashdown & Vale"));
}

#[test]
fn books_in_postgres_are_sent_to_their_own_tools() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    for words in [["backup", "x.tar"], ["restore", "x.tar"]] {
        let output =
            coterie(folder.path()).args(words).args(["--postgres", "postgres://nowhere/x"]).output().expect("runs");
        let said = support::all(&output);
        assert!(said.contains("pg_dump") && said.contains("pg_restore"), "{said}");
    }
}
