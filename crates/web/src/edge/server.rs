//! The server behind the router: takes connections, gives slow ones a deadline, and lets open requests finish.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// The head of a request comes within this time, or the connection is closed: whoever sends it letter by letter must
/// not hold a place for ever. An idle connection is closed after the same time.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// How long open requests may go on after the server was told to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// Waited when the system has no room for another connection: some close meanwhile.
const ROOM_AFTER: Duration = Duration::from_millis(100);

/// Serves until `stop` is done, then lets open requests finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let open = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => answer(stream, peer, router.clone(), &open),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(ROOM_AFTER).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(FINISH_WITHIN, open.shutdown()).await.is_err() {
        tracing::warn!("requests that took too long were cut off");
    }
    Ok(())
}

fn answer(stream: TcpStream, peer: SocketAddr, router: Router, open: &GracefulShutdown) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        async move { Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {})) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        // A browser that goes away is nothing to tell anybody.
        if let Err(error) = connection.await {
            tracing::debug!(%error, %peer, "a connection broke off");
        }
    });
}
