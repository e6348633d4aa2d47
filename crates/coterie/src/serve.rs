//! `coterie serve`: pages and API until it is told to stop.

use std::net::SocketAddr;
use std::sync::Arc;

use books::exchange::resume_imports;
use books::{Caller, Who};
use kernel::Door;
use tokio::signal::unix::{SignalKind, signal};
use web::App;

use crate::cli::{Done, Trouble};
use crate::house::At;
use crate::outside::RealWorld;

#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie serve
  coterie serve --data /var/lib/coterie --listen 127.0.0.1:8080 --secure

The first start prints a link, good once, that makes whoever opens it the owner. Ctrl C stops the server well; so does a \
service manager. docs/running.md shows a service, a proxy and backups.")]
pub struct Serve {
    /// Address to listen on
    #[arg(long, env = "COTERIE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// Behind HTTPS: cookies are marked Secure
    #[arg(long, env = "COTERIE_SECURE")]
    pub secure: bool,
}

pub fn run(at: &At, serve: &Serve) -> Done {
    let mut house = at.open_or_make(Arc::new(RealWorld))?;
    let setup_key = house.desk.hallway().setup_key()?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("The server cannot start: {error}"))?;
    let app = App { desk: house.desk.clone(), secure: serve.secure };
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(serve.listen).await.map_err(|error| {
            format!("{} cannot be listened on: {error}. Choose another with --listen.", serve.listen)
        })?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let address = format!("http://localhost:{}", address.port());
        // Before anybody is told that it serves: who stops it right then stops it well.
        let stop = told_to_stop();
        house.announce(&address);
        let desk = house.desk.clone();
        // Imports that an earlier run of the server left half-way go on beside the visitors; the end of the server does
        // not wait for them.
        std::thread::spawn(move || resume(&desk));
        say!("Coterie serves {address}, data in {}", at.data.display());
        if let Some(key) = setup_key {
            say!("First start. Make yourself the owner here, once: {address}/setup?key={key}");
        }
        web::serve(listener, web::router(app), stop).await.map_err(|error| format!("The server stopped: {error}"))?;
        Ok::<(), Trouble>(())
    })
}

/// Goes on with every import that was cut off, company by company. What cannot go on is said in the log and stays.
fn resume(desk: &books::Desk) {
    let companies = match desk.hallway().companies() {
        Ok(companies) => companies,
        Err(failure) => return tracing::error!(%failure, "no company can be looked at for imports that were cut off"),
    };
    for company in companies {
        let outside = desk.outside();
        let request = kernel::IdMaker::new(outside.now(), outside.entropy()).next();
        let system = Caller { company: company.id, who: Who::System, door: Door::Job, request };
        match resume_imports(desk, &system) {
            Ok(resumed) => {
                for (import, result) in resumed {
                    match result {
                        Ok(progress) => {
                            tracing::warn!(%import, rows = progress.rows, "an import that was cut off is done")
                        }
                        Err(failure) => tracing::error!(%import, %failure, "an import that was cut off cannot go on"),
                    }
                }
            }
            Err(failure) => tracing::error!(company = %company.id, %failure, "imports that were cut off are not found"),
        }
    }
}

/// Ends when Ctrl C or a service manager says so; both are listened to from now on.
fn told_to_stop() -> impl Future<Output = ()> + Send + 'static {
    let interrupted = signal(SignalKind::interrupt());
    let terminated = signal(SignalKind::terminate());
    async {
        match (interrupted, terminated) {
            (Ok(mut interrupted), Ok(mut terminated)) => {
                tokio::select! { _ = interrupted.recv() => {}, _ = terminated.recv() => {} }
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::warn!(%error, "only Ctrl C stops this server");
                let _ = tokio::signal::ctrl_c().await;
            }
        }
    }
}
