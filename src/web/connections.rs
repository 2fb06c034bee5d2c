//! The connections of one address: each has so long to say what it wants, and so long to end when the program stops.

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use axum::{
    Extension,
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, time};
use tower::{Layer, Service};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutBody};

/// How long a connection is waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// To send the head of a request, or to begin another one: a browser sends it in one go, and whoever sends it letter
    /// by letter only holds a place.
    head: Duration,
    /// Between two pieces of a body. How long it takes in all is not limited: a large file on a slow line takes many
    /// minutes, but it arrives bit by bit.
    silence: Duration,
    /// To end what is under way once the program was asked to stop.
    last_call: Duration,
}

impl Patience {
    /// The last call is longer than any page, and shorter than the patience of those who then stop the program by force:
    /// 30 s for Kubernetes, 90 s for systemd.
    pub(super) const USUAL: Self =
        Self { head: Duration::from_secs(15), silence: Duration::from_secs(30), last_call: Duration::from_secs(20) };

    /// How long the work begun may last once the program was asked to stop.
    pub(super) fn last_call(self) -> Duration {
        self.last_call
    }
}

/// How long to rest when no connection can be taken: the machine has no file left to open.
const REST: Duration = Duration::from_millis(100);

/// Answers on `listener` until `stop`: then takes nothing new, and lets what is under way end.
pub(super) async fn answer<S>(listener: TcpListener, pages: S, patience: Patience, stop: impl Future<Output = ()>)
where
    S: Service<Request<TimeoutBody<Incoming>>, Response = Response<Body>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let pages = RequestBodyTimeoutLayer::new(patience.silence).layer(pages);
    let under_way = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stop => break,
        };
        let (stream, from): (_, SocketAddr) = match taken {
            Ok(connection) => connection,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                time::sleep(REST).await;
                continue;
            }
        };
        let pages = TowerToHyperService::new(Extension(ConnectInfo(from)).layer(pages.clone()));
        let connection = under_way.watch(server.serve_connection(TokioIo::new(stream), pages));
        // How it ends is the browser's affair: it closed, or took too long.
        tokio::spawn(async move { connection.await.ok() });
    }
    drop(listener);
    if time::timeout(patience.last_call, under_way.shutdown()).await.is_err() {
        tracing::warn!(seconds = patience.last_call.as_secs(), "requests that had not ended in time are abandoned");
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Bytes, routing};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        sync::oneshot,
        task::JoinHandle,
    };

    use super::*;

    const SHORT: Duration = Duration::from_millis(150);
    const LONG: Duration = Duration::from_secs(60);
    /// What « at once » may take on a busy machine.
    const SOON: Duration = Duration::from_secs(10);

    /// A program that answers « oui », repeats what it is sent, or never ends.
    async fn program(patience: Patience) -> (TcpStream, oneshot::Sender<()>, JoinHandle<()>) {
        let pages = Router::new()
            .route("/", routing::get("oui"))
            .route("/", routing::post(async |body: Bytes| body))
            .route("/sans-fin", routing::get(std::future::pending::<()>));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = oneshot::channel();
        let running = tokio::spawn(answer(listener, pages, patience, async move { stopping.await.unwrap_or_default() }));
        (TcpStream::connect(address).await.unwrap(), stop, running)
    }

    async fn answer_to(browser: &mut TcpStream, sent: &str) -> String {
        browser.write_all(sent.as_bytes()).await.unwrap();
        let mut answer = String::new();
        time::timeout(SOON, browser.read_to_string(&mut answer)).await.expect("the connection ends").unwrap();
        answer
    }

    #[tokio::test]
    async fn a_request_is_answered() {
        let (mut browser, _stop, _) = program(Patience::USUAL).await;
        let answer = answer_to(&mut browser, "GET / HTTP/1.1\r\nHost: ici\r\nConnection: close\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("oui"), "{answer}");
    }

    #[tokio::test]
    async fn half_a_head_is_not_waited_for() {
        let (mut browser, _stop, _) = program(Patience { head: SHORT, silence: LONG, last_call: LONG }).await;
        assert!(!answer_to(&mut browser, "GET / HTTP/1.1\r\nHost: i").await.contains("oui"));
    }

    #[tokio::test]
    async fn half_a_body_is_not_waited_for() {
        let (mut browser, _stop, _) = program(Patience { head: LONG, silence: SHORT, last_call: LONG }).await;
        let sent = "POST / HTTP/1.1\r\nHost: ici\r\nConnection: close\r\nContent-Length: 9\r\n\r\nmoi";
        assert!(answer_to(&mut browser, sent).await.starts_with("HTTP/1.1 4"));
    }

    #[tokio::test]
    async fn what_never_ends_does_not_keep_the_program_up() {
        for sent in ["GET /sans-fin HTTP/1.1\r\nHost: ici\r\n\r\n", "GET / HTTP/1.1\r\nHost: i"] {
            let (mut browser, stop, running) = program(Patience { head: LONG, silence: LONG, last_call: SHORT }).await;
            browser.write_all(sent.as_bytes()).await.unwrap();
            time::sleep(SHORT).await;
            stop.send(()).unwrap();
            time::timeout(SOON, running).await.expect("the program stops").unwrap();
        }
    }
}
