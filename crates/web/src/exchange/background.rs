//! Runs an import beside the request that began it: short ones are done when the answer goes out, long ones go on.

use std::time::Duration;

use books::Caller;
use books::exchange::run_import;
use kernel::ImportId;
use tokio::sync::oneshot;

use crate::edge::App;

/// How long an answer waits for the import; longer ones show their progress instead.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Takes in what is left of an import that has begun. Safe to call while it runs.
pub async fn run(app: &App, caller: &Caller, id: ImportId) {
    let (desk, caller) = (app.desk.clone(), caller.clone());
    let (done, wait) = oneshot::channel();
    // A thread of its own: the end of the server does not wait for it, and the import goes on at the next start.
    std::thread::spawn(move || {
        if let Err(failure) = run_import(&desk, &caller, id, |_| ()) {
            // The request may be over; the import itself says how far it came, and can go on from there.
            tracing::error!(import = %id, %failure, "an import stopped");
        }
        // Nobody waits any more when the import was long.
        let _ = done.send(());
    });
    let _ = tokio::time::timeout(PATIENCE, wait).await;
}
