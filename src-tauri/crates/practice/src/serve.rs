//! Connections: how many, how long, and how one ends without an answer.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;

use crate::guard::{Guard, Unfit};

/// A service: what answers a request that passed the guard.
pub(crate) trait Front: Debug + Send + Sync + 'static {
    /// The answer to one request.
    fn answer(&self, request: Request<Body>) -> impl Future<Output = Response<Body>> + Send;

    /// The answer to one that did not pass the guard.
    fn refuse(&self, unfit: Unfit) -> Response<Body>;

    /// Whether its clients are back within microseconds.
    const IMPATIENT: bool;
}

/// Marks a response that is never sent: the connection closes instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dropped;

/// Bounds on what one client can take of the service.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many connections are open at once; others wait to be accepted.
    pub connections: usize,
    /// How long a request's head may take to arrive, from the end of the answer before it; also a TLS handshake.
    pub head_time: Duration,
    /// How long a request's body may take to arrive.
    pub body_time: Duration,
    /// How long a client may take none of its answer.
    pub write_time: Duration,
    /// The largest request body, in bytes.
    pub body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            head_time: Duration::from_secs(60),
            body_time: Duration::from_secs(30),
            write_time: Duration::from_secs(60),
            body_bytes: crate::ramp::BODY_LIMIT,
        }
    }
}

/// A listener and what answers there.
pub(crate) struct Serving<F> {
    pub(crate) listener: TcpListener,
    pub(crate) tls: Option<TlsAcceptor>,
    pub(crate) front: F,
    pub(crate) guard: Guard,
    pub(crate) limits: Limits,
}

impl<F: Front> Serving<F> {
    /// Serves until `stopped` is sent to or dropped; then lets answers under way finish. Dropping the future ends every
    /// connection.
    pub(crate) async fn run(self, mut stopped: oneshot::Receiver<()>) {
        let door = Arc::new(Door { front: self.front, guard: self.guard, answered: Notify::new() });
        // Ends when it is dropped.
        let mut attention = JoinSet::new();
        if F::IMPATIENT {
            attention.spawn(attend(Arc::clone(&door)));
        }
        let places = Arc::new(Semaphore::new(self.limits.connections.max(1)));
        let graceful = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                _ = &mut stopped => break,
                accepted = accept(&self.listener, &places) => accepted,
            };
            while connections.try_join_next().is_some() {}
            let (stream, place) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    // Out of file handles: one has to close first.
                    connections.join_next().await;
                    continue;
                }
            };
            let (door, tls, limits, watcher) =
                (Arc::clone(&door), self.tls.clone(), self.limits, graceful.watcher());
            connections.spawn(async move {
                connection(stream, tls, door, limits, watcher).await;
                drop(place);
            });
        }
        drop(self.listener);
        graceful.shutdown().await;
    }
}

/// How long the thread stays awake after an answer.
const ATTENTION: Duration = Duration::from_micros(100);

/// Keeps the thread from going to sleep right after an answer: a client that sends one request after another, as Entra
/// does, is back within microseconds, and a processor that sleeps needs longer to wake up than a look-up takes.
async fn attend<F: Front>(door: Arc<Door<F>>) {
    loop {
        door.answered.notified().await;
        let until = Instant::now() + ATTENTION;
        while Instant::now() < until {
            // Looks at the connections without waiting for them.
            tokio::task::yield_now().await;
        }
    }
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, place))
}

async fn connection<F: Front>(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    door: Arc<Door<F>>,
    limits: Limits,
    watcher: Watcher,
) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write_time));
    let stream = Box::pin(stream);
    match tls {
        None => answer(stream, door, limits, watcher).await,
        Some(tls) => match tokio::time::timeout(limits.head_time, tls.accept(stream)).await {
            Ok(Ok(stream)) => answer(stream, door, limits, watcher).await,
            // A client that does not trust the certificate ends it here, which is the point of it.
            Ok(Err(error)) => tracing::debug!(%error, "no TLS handshake"),
            Err(_) => tracing::debug!("the TLS handshake took too long"),
        },
    }
}

async fn answer<F: Front>(
    stream: impl AsyncRead + AsyncWrite + Unpin + 'static,
    door: Arc<Door<F>>,
    limits: Limits,
    watcher: Watcher,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let door = Arc::clone(&door);
        async move { door.answer(request).await }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(serving).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// A connection that ends without an answer, on demand.
#[derive(Debug, thiserror::Error)]
#[error("dropped on demand")]
struct NoAnswer;

/// What a request comes to.
#[derive(Debug)]
struct Door<F> {
    front: F,
    guard: Guard,
    /// Told after each answer.
    answered: Notify,
}

impl<F: Front> Door<F> {
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, NoAnswer> {
        let response = match self.guard.pass(request).await {
            Ok(request) => self.front.answer(request).await,
            Err(unfit) => return Ok(self.front.refuse(unfit)),
        };
        self.answered.notify_one();
        if response.extensions().get::<Dropped>().is_some() { Err(NoAnswer) } else { Ok(response) }
    }
}
