//! Progress of long work: a bar where somebody watches, silence in a pipe or a log.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::trouble::is_watched;

/// A bar over so many steps.
pub struct Progress(ProgressBar);

impl Progress {
    /// `what` is a participle, such as `Copying`.
    pub fn new(what: &'static str, steps: u64) -> Progress {
        let bar = ProgressBar::new(steps);
        bar.set_draw_target(if is_watched() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() });
        if let Ok(style) =
            ProgressStyle::with_template("{prefix} [{bar:30}] {human_pos} of {human_len}  {eta}  {wide_msg}")
        {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_prefix(what);
        Progress(bar)
    }

    /// Names what is worked on now.
    pub fn now(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }

    pub fn step(&self) {
        self.0.inc(1);
    }

    /// So many steps are done in all.
    pub fn at(&self, done: u64) {
        self.0.set_position(done);
    }

    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
