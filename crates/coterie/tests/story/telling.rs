//! How a story is told: prose, steps, and what is seen after each.
//!
//! ```text
//! # Prose.
//! % files                 only where the books are in files
//! % office                begins in the office of Wren Ashdown, whose token is `{token}`
//! $ coterie client list   a command of the shell
//! > more of it            goes on with the line before
//! & coterie serve …       a server that goes on beside the story; `& stop` ends it well
//! GET /clients            asked over HTTP; `> Name: value` is a header, every other `>` the body
//! any other line          is printed: `…` is anything, `{name}` is learnt, or meant again
//! ! a line                comes on the error stream
//! ? 1                     is the exit code, where it is not 0
//! ```

/// A story, and its lines as they stand in the file.
pub struct Story {
    pub lines: Vec<String>,
    pub steps: Vec<Step>,
    pub files_only: bool,
    /// Begins with an office instead of nothing.
    pub office: bool,
}

pub struct Step {
    /// From 0.
    pub line: usize,
    pub act: Act,
    /// What goes on with the first line, without `> `.
    pub more: Vec<String>,
    pub told: Seen,
    /// The lines in which `told` stands.
    pub told_from: usize,
    pub told_to: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Run(String),
    Serve(String),
    Stop,
    Ask { method: &'static str, path: String },
}

/// What can be seen after a step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    pub says: Vec<String>,
    pub complains: Vec<String>,
    pub exit: i32,
}

const METHODS: &[&str] = &["GET", "POST", "PATCH", "DELETE"];
const MARKS: &[&str] = &["# ", "% ", "$ ", "& ", "> ", "! ", "? ", "\\"];

impl Story {
    pub fn parse(text: &str) -> Result<Story, String> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut story = Story { lines: Vec::new(), steps: Vec::new(), files_only: false, office: false };
        for (place, line) in lines.iter().enumerate() {
            story.read(place, line).map_err(|why| format!("line {}: {why}", place + 1))?;
        }
        for step in &mut story.steps {
            trim(&mut step.told.says);
        }
        story.lines = lines;
        Ok(story)
    }

    fn read(&mut self, place: usize, line: &str) -> Result<(), &'static str> {
        if line == "#" || line.starts_with("# ") {
            return Ok(());
        }
        if let Some(condition) = line.strip_prefix("% ") {
            match condition.split(':').next() {
                Some("files") => self.files_only = true,
                Some("office") => self.office = true,
                _ => return Err("there is no such condition"),
            }
            return Ok(());
        }
        if let Some(act) = act(line) {
            let step = Step {
                line: place,
                act,
                more: vec![],
                told: Seen::default(),
                told_from: place + 1,
                told_to: place + 1,
            };
            self.steps.push(step);
            return Ok(());
        }
        if line.is_empty() && self.steps.last().is_none_or(|step| step.told.says.is_empty()) {
            return Ok(());
        }
        let step = self.steps.last_mut().ok_or("nothing was done yet that could say this")?;
        if let Some(more) = line.strip_prefix('>').map(|more| more.strip_prefix(' ').unwrap_or(more)) {
            if step.told_from != place {
                return Err("this goes on with nothing");
            }
            step.more.push(more.to_owned());
            (step.told_from, step.told_to) = (place + 1, place + 1);
            return Ok(());
        }
        step.hear(line)?;
        if !line.is_empty() {
            step.told_to = place + 1;
        }
        Ok(())
    }
}

impl Step {
    fn hear(&mut self, line: &str) -> Result<(), &'static str> {
        if let Some(exit) = line.strip_prefix("? ") {
            self.told.exit = exit.parse().map_err(|_| "an exit code is a number")?;
        } else if let Some(complaint) = line.strip_prefix("! ").or((line == "!").then_some("")) {
            self.told.complains.push(complaint.to_owned());
        } else {
            self.told.says.push(line.strip_prefix('\\').unwrap_or(line).to_owned());
        }
        Ok(())
    }
}

fn act(line: &str) -> Option<Act> {
    if let Some(command) = line.strip_prefix("$ ") {
        return Some(Act::Run(command.to_owned()));
    }
    if let Some(command) = line.strip_prefix("& ") {
        return Some(if command == "stop" { Act::Stop } else { Act::Serve(command.to_owned()) });
    }
    let (method, path) = line.split_once(' ')?;
    let method = METHODS.iter().find(|known| **known == method)?;
    path.starts_with('/').then(|| Act::Ask { method, path: path.to_owned() })
}

fn trim(lines: &mut Vec<String>) {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
}

impl Seen {
    pub fn of(says: &str, complains: &str, exit: i32) -> Seen {
        let lines = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
            trim(&mut lines);
            lines
        };
        Seen { says: lines(says), complains: lines(complains), exit }
    }

    /// As it stands in a story.
    pub fn told(&self) -> Vec<String> {
        let marked = |line: &String| {
            let is_mark = act(line).is_some() || MARKS.iter().any(|mark| line.starts_with(mark));
            if is_mark { format!("\\{line}") } else { line.clone() }
        };
        let mut told: Vec<String> = self.says.iter().map(marked).collect();
        told.extend(self.complains.iter().map(|line| format!("! {line}").trim_end().to_owned()));
        if self.exit != 0 {
            told.push(format!("? {}", self.exit));
        }
        told
    }
}
