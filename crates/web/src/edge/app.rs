//! What every handler shares: the desk, and a way to wait for it without blocking the server.

use std::sync::Arc;

use books::{Act, Ask, Caller, Desk, Order, Receipt, Result};
use kernel::{CompanyId, Failure, IdMaker, RequestId};
use tokio::sync::oneshot;

/// The running server's state. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub desk: Arc<Desk>,
    /// Behind HTTPS cookies are marked Secure and carry the `__Host-` prefix.
    pub secure: bool,
}

/// Marks a request made inside the process by whoever runs the program: the command line's own door.
#[derive(Clone, Debug)]
pub struct Operator {
    pub company: Option<CompanyId>,
}

impl App {
    pub fn request_id(&self) -> RequestId {
        let outside = self.desk.outside();
        IdMaker::new(outside.now(), outside.entropy()).next()
    }

    /// Random bytes for the nonce of a page.
    pub fn nonce(&self) -> String {
        self.desk.outside().entropy()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Hands a command over the desk and waits until it is on disk.
    pub async fn carry_out<A: Act>(&self, order: Order<A>) -> Result<Receipt<A::Outcome>> {
        let (answer, wait) = oneshot::channel();
        self.desk.begin(order, move |receipt| {
            // The browser may have gone away; the change stands all the same.
            let _ = answer.send(receipt);
        });
        wait.await.unwrap_or_else(|_| Err(Failure::broken("the writer stopped before it answered")))
    }

    /// Asks a question on a snapshot.
    pub async fn ask<Q: Ask>(&self, caller: &Caller, question: Q) -> Result<Q::Answer> {
        let caller = caller.clone();
        self.blocking(move |desk| desk.ask(&caller, question)).await
    }

    /// Runs `work` where it may block: databases and password hashes do.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let desk = self.desk.clone();
        match tokio::task::spawn_blocking(move || work(&desk)).await {
            Ok(answer) => answer,
            Err(error) => Err(Failure::broken(format!("a question panicked: {error}"))),
        }
    }
}
