//! Doing a story: each step in a folder of its own, with the real program first in the path.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::fit::{Names, emptied, filled, fits};
use super::http::Visitor;
use super::telling::{Act, Seen, Step, Story};

/// Where the books of a story are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    Files,
    /// The address of a server on which a database may be made.
    Postgres(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Place::Files { "in files" } else { "in PostgreSQL" })
    }
}

/// Files always; PostgreSQL where `COTERIE_TEST_POSTGRES` names a server (./test always does).
#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
pub fn places() -> Vec<Place> {
    let server = std::env::var("COTERIE_TEST_POSTGRES").ok();
    [Place::Files].into_iter().chain(server.map(Place::Postgres)).collect()
}

pub struct Played {
    /// Each step that was seen otherwise than told.
    pub differs: Vec<String>,
    /// The story with what was seen instead, wherever it differs.
    pub told_anew: String,
}

/// Plays a story to its end, or to the first step that differs when it is not to be told anew.
pub fn play(story: &Story, place: &Place, tell_anew: bool) -> Played {
    let mut stage = Stage::new(place);
    if story.office {
        stage.found_an_office();
    }
    let mut differs = Vec::new();
    let mut lines = Vec::new();
    let mut at = 0;
    for step in &story.steps {
        let seen = stage.act(step);
        lines.extend_from_slice(&story.lines[at..step.told_from]);
        at = step.told_to;
        if let Some(names) = fits(&step.told, &seen, &stage.names) {
            stage.names = names;
            lines.extend_from_slice(&story.lines[step.told_from..step.told_to]);
            continue;
        }
        differs.push(told_apart(story, step, &seen));
        lines.extend(seen.told().iter().map(|line| emptied(line, &stage.names)));
        if !tell_anew {
            break;
        }
    }
    lines.extend_from_slice(&story.lines[at..]);
    lines.push(String::new());
    Played { differs, told_anew: lines.join("\n") }
}

fn told_apart(story: &Story, step: &Step, seen: &Seen) -> String {
    let indented = |lines: &[String]| lines.iter().map(|line| format!("    {line}\n")).collect::<String>();
    let mut told = seen.told();
    if seen.exit == 0 && step.told.exit != 0 {
        told.push("? 0".to_owned());
    }
    format!(
        "line {}: {}\n  is told to show\n{}  and shows\n{}",
        step.line + 1,
        story.lines[step.line],
        indented(&story.lines[step.told_from..step.told_to]),
        indented(&told)
    )
}

/// Where a story happens. It is gone when the story ends.
pub struct Stage {
    server: Option<Server>,
    visitor: Visitor,
    names: Names,
    database: Option<Database>,
    folder: tempfile::TempDir,
}

impl Stage {
    pub fn new(place: &Place) -> Stage {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let database = match place {
            Place::Files => None,
            Place::Postgres(server) => Some(Database::made(server, folder.path())),
        };
        Stage { server: None, visitor: Visitor::new(), names: Names::new(), database, folder }
    }

    /// What a story that begins here would do first: the link of the first start, and a token for the owner.
    pub fn found_an_office(&mut self) {
        let story = Story::parse(FOUNDING).expect("a story");
        for step in &story.steps {
            let seen = self.act(step);
            let fitting = fits(&step.told, &seen, &self.names);
            self.names = fitting.unwrap_or_else(|| panic!("no office: {}", told_apart(&story, step, &seen)));
        }
        self.names.retain(|name, _| name == "token");
        self.visitor = Visitor::new();
    }

    fn act(&mut self, step: &Step) -> Seen {
        let more: Vec<String> = step.more.iter().map(|line| filled(line, &self.names)).collect();
        match &step.act {
            Act::Run(command) => {
                let command = filled(command, &self.names);
                let script = [vec![command], more].concat().join("\n");
                self.run(&script)
            }
            Act::Serve(command) => {
                let shell = self.shell(&format!("exec {}", filled(command, &self.names)));
                let (server, seen) = Server::started(shell, |seen| fits(&step.told, seen, &self.names).is_some());
                self.server = server;
                seen
            }
            Act::Stop => {
                // The next one serves at another address.
                self.names.remove("server");
                self.server.take().map_or_else(|| Seen::of("", "no server runs", 1), Server::stopped)
            }
            Act::Ask { method, path } => {
                let server = self.names.get("server").cloned().unwrap_or_default();
                self.visitor.ask(method, &format!("{server}{}", filled(path, &self.names)), &more)
            }
        }
    }

    /// Runs a command of the shell, in the folder of the story.
    pub fn run(&self, script: &str) -> Seen {
        let output = self.shell(script).output().expect("a shell");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&self.home(), "~");
        Seen::of(&text(&output.stdout), &text(&output.stderr), output.status.code().unwrap_or(-1))
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database of a story that has one.
    pub fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    fn home(&self) -> String {
        self.folder.path().to_string_lossy().into_owned()
    }

    /// A shell in the folder of the story, with nothing of the environment of whoever runs the tests.
    fn shell(&self, script: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_coterie"));
        let here = program.parent().unwrap_or(Path::new("/")).display();
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", script])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", format!("{here}:/usr/local/bin:/usr/bin:/bin"))
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .env("NO_COLOR", "1")
            .env("COTERIE_DATA", "data")
            .stdin(Stdio::null());
        if let Some(database) = &self.database {
            command.env("COTERIE_POSTGRES", &database.url);
        }
        command
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // The server before the database that it has open.
        self.server = None;
        self.database = None;
    }
}

const FOUNDING: &str = "\
& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data
First start. Make yourself the owner here, once: {server}/setup?key={key}
POST /setup
> key={key}&name=Wren+Ashdown&email=wren@office.example&password=seven+tall+ferries&company=Ashdown+%26+Vale&country=ES&currency=EUR&fiscal_month=1&time_zone=Europe/Madrid&chart=es-pgc
303 /
& stop
$ coterie token issue wren@office.example --name Workbench
{token}
! This is the only time that it is shown. It acts as Wren Ashdown in Ashdown & Vale.
";

/// A server beside the story. Dropping it kills it.
struct Server {
    child: Child,
}

/// How long a line may be in coming.
const PATIENCE: Duration = Duration::from_secs(30);

impl Server {
    /// Starts, and reads until it has said what is told or says no more.
    fn started(mut shell: Command, is_told: impl Fn(&Seen) -> bool) -> (Option<Server>, Seen) {
        let mut child = shell.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a shell");
        let lines = lines_of(child.stdout.take().expect("output"));
        let mut errors = child.stderr.take().expect("errors");
        let mut said = String::new();
        let mut patience = PATIENCE;
        loop {
            match lines.recv_timeout(patience) {
                Ok(line) => {
                    said.push_str(&line);
                    said.push('\n');
                    let seen = Seen::of(&said, "", 0);
                    if is_told(&seen) {
                        std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
                        return (Some(Server { child }), seen);
                    }
                    patience = Duration::from_secs(2);
                }
                Err(RecvTimeoutError::Timeout) => {
                    std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
                    return (Some(Server { child }), Seen::of(&said, "", 0));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let mut why = String::new();
                    errors.read_to_string(&mut why).expect("text");
                    let exit = child.wait().expect("ended").code().unwrap_or(-1);
                    return (None, Seen::of(&said, &why, exit));
                }
            }
        }
    }

    /// Ends it as a service manager would.
    fn stopped(mut self) -> Seen {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
        Seen::of("", "", self.child.wait().expect("ended").code().unwrap_or(-1))
    }
}

fn lines_of(output: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, hear) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody listens any more once the story goes on; the pipe is read all the same.
            let _ = tell.send(line);
        }
    });
    hear
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A database of its own on the server of the tests. Dropping it takes it away.
pub struct Database {
    server: String,
    name: String,
    pub url: String,
}

impl Database {
    fn made(server: &str, folder: &Path) -> Database {
        Database::made_from("template0", server, folder)
    }

    /// Another one with everything that is in this one.
    pub fn copied(&self, folder: &Path) -> Database {
        Database::made_from(&self.name, &self.server, folder)
    }

    fn made_from(template: &str, server: &str, folder: &Path) -> Database {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let random: PathBuf = folder.file_name().unwrap_or_default().into();
        let random: String = random.to_string_lossy().bytes().map(|byte| format!("{byte:x}")).collect();
        let name = format!("story_{}_{}_{random}", std::process::id(), MADE.fetch_add(1, Ordering::SeqCst));
        let mut client = postgres::Client::connect(server, postgres::NoTls).expect("PostgreSQL");
        let make = format!("CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' LOCALE 'C'");
        client.batch_execute(&make).expect("a database");
        let (before, options) = server.split_once('?').unwrap_or((server, ""));
        let (host, _) = before.rsplit_once('/').expect("the address names a database");
        Database { server: server.to_owned(), url: format!("{host}/{name}?{options}"), name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let gone = postgres::Client::connect(&self.server, postgres::NoTls)
            .and_then(|mut client| client.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
        if let Err(error) = gone {
            eprintln!("{} is left behind: {error}", self.name);
        }
    }
}
