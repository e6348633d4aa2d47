//! The real binary in a data directory of its own: run to its end, or serving until it is stopped or killed.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use db::{Connection, Place};
use kernel::GroupId;
use serde_json::Value;

pub const EMAIL: &str = "wren@office.example";
pub const PASSWORD: &str = "seven tall ferries";

/// A command line over `data`; nothing of the environment of whoever runs the tests comes in.
pub fn coterie(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coterie"));
    for name in ["COTERIE_DATA", "COTERIE_POSTGRES", "COTERIE_SERVER", "COTERIE_TOKEN", "COTERIE_COMPANY", "RUST_LOG"] {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1").env("COTERIE_DATA", data).stdin(Stdio::null());
    command
}

/// Runs a command that must succeed; what it printed comes back.
#[track_caller]
pub fn done(data: &Path, words: &[&str]) -> String {
    let output = coterie(data).args(words).output().expect("the binary runs");
    assert!(output.status.success(), "coterie {} failed: {}", words.join(" "), all(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// Runs a command that must be refused with exit code 1; what it said comes back.
#[track_caller]
pub fn refused(data: &Path, words: &[&str]) -> String {
    let output = coterie(data).args(words).output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(1), "coterie {}: {}", words.join(" "), all(&output));
    all(&output)
}

pub fn all(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A running server. Dropping it kills it.
pub struct Server {
    child: Child,
    pub address: String,
    /// The key of the first start, while nobody is known.
    pub setup_key: Option<String>,
}

impl Server {
    /// Starts on a free port and waits until it says where it serves.
    #[track_caller]
    pub fn start(data: &Path) -> Server {
        let mut command = coterie(data);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        Server::begin(data, command)
    }

    /// The same with files that may only grow to so many kilobytes, as under a quota.
    #[track_caller]
    pub fn start_with_small_files(data: &Path, kilobytes: u64) -> Server {
        let mut command = Command::new("/bin/sh");
        let begin = "trap '' XFSZ; ulimit -S -f \"$0\"; exec \"$@\"";
        command.args(["-c", begin, &(kilobytes * 2).to_string(), env!("CARGO_BIN_EXE_coterie")]);
        command.args(["serve", "--listen", "127.0.0.1:0"]).env_clear().env("COTERIE_DATA", data).stdin(Stdio::null());
        Server::begin(data, command)
    }

    /// The quota is gone.
    pub fn let_files_grow(&self) {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let pid = Pid::from_raw(self.child.id().cast_signed()).expect("a process");
        prlimit(Some(pid), Resource::Fsize, Rlimit { current: None, maximum: None }).expect("no limit");
    }

    #[track_caller]
    fn begin(data: &Path, mut command: Command) -> Server {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut said = BufReader::new(child.stdout.take().expect("output")).lines();
        let Some(Ok(first)) = said.next() else {
            let mut why = String::new();
            child.stderr.take().expect("errors").read_to_string(&mut why).expect("text");
            panic!("the server did not start: {why}");
        };
        let address =
            first.split_whitespace().find_map(|word| word.strip_suffix(',').filter(|word| word.starts_with("http")));
        let address = address.unwrap_or_else(|| panic!("no address in {first}")).replace("localhost", "127.0.0.1");
        // Nobody reads on: what else the server says must not stop it.
        let errors = child.stderr.take().expect("errors");
        std::thread::spawn(move || std::io::copy(&mut { errors }, &mut std::io::sink()));
        let mut setup_key = None;
        if !ureq_get(&format!("{address}/health")).is_empty() && !data.join("companies").exists() {
            setup_key = said.next().and_then(Result::ok).and_then(|line| Some(line.split_once("key=")?.1.to_owned()));
        }
        Server { child, address, setup_key }
    }

    /// The whole power cut: no chance to tidy up.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    pub fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
        assert!(self.child.wait().expect("ended").success(), "the server did not end well");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ureq_get(url: &str) -> String {
    ureq::get(url).call().expect("an answer").body_mut().read_to_string().expect("text")
}

/// An agent that takes refusals as answers and gives up after a while.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .new_agent()
}

/// A small office: founded through the first start's page, with a token for its owner.
pub struct Office {
    // Dropped last, after the server has ended.
    directory: tempfile::TempDir,
    pub token: String,
    pub customer_group: String,
}

impl Office {
    #[track_caller]
    pub fn founded() -> Office {
        let directory = tempfile::tempdir().expect("a temporary directory");
        Office::founded_in(directory.path().to_owned(), directory)
    }

    /// Founds the office in `data`, which lives as long as `directory`.
    #[track_caller]
    pub fn founded_in(data: PathBuf, directory: tempfile::TempDir) -> Office {
        let server = Server::start(&data);
        let key = server.setup_key.clone().expect("a set-up key");
        let form = [
            ("key", key.as_str()),
            ("name", "Wren Ashdown"),
            ("email", EMAIL),
            ("password", PASSWORD),
            ("company", "Ashdown & Vale"),
            ("country", "ES"),
            ("currency", "EUR"),
            ("fiscal_month", "1"),
            ("time_zone", "Europe/Madrid"),
            ("chart", "es-pgc"),
        ];
        let answer = agent().post(format!("{}/setup", server.address)).send_form(form).expect("an answer");
        assert!(answer.status().is_redirection(), "set-up answered {}", answer.status());
        server.stop();
        let token = done(&data, &["token", "issue", EMAIL, "--name", "Tests"]).trim().to_owned();
        let mut books = Connection::reader(&Place::Sqlite(data.join("companies/ashdown-vale.db"))).expect("books");
        let group =
            books.read(|view| view.first("SELECT id FROM posting_groups LIMIT 1", &[], |row| row.get::<GroupId>(0)));
        let customer_group = group.expect("an answer").expect("a customer group").to_string();
        Office { directory, token, customer_group }
    }

    pub fn data(&self) -> PathBuf {
        self.directory.path().to_owned()
    }

    /// Registers a client over HTTP: status and body.
    pub fn register(&self, agent: &ureq::Agent, address: &str, name: &str) -> Result<(u16, Value), ureq::Error> {
        let body = serde_json::json!({ "name": name, "customer_group": self.customer_group });
        let mut answer = agent
            .post(format!("{address}/api/v1/clients"))
            .header("Authorization", format!("Bearer {}", self.token))
            .send_json(body)?;
        Ok((answer.status().as_u16(), answer.body_mut().read_json()?))
    }

    /// The status with which a client is answered.
    pub fn reads(&self, agent: &ureq::Agent, address: &str, id: &str) -> u16 {
        let call = agent.get(format!("{address}/api/v1/clients/{id}"));
        call.header("Authorization", format!("Bearer {}", self.token)).call().expect("an answer").status().as_u16()
    }
}
