//! Faults on demand: what a service, or what stands in front of one, does when it does not work.
//!
//! They are kept in memory, for the running service alone. A fault that takes the place of the answer keeps the request
//! from being served; one that damages the answer lets it be served first, so that what was written stays written.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use onramp_scim::{ScimError, ScimType};

use super::reply::{self, Refusal};
use crate::control::{Endpoint, Fault, FaultSwitch};
use crate::serve::Dropped;

/// Where the SCIM service lies.
const SCIM: &str = "/scim/v2/";

/// How many bytes a dripping answer sends at a time.
const DRIP: usize = 16;

/// The largest answer that is damaged, in bytes: far above any that the service gives.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// The switches that are on: one for each kind of endpoint at most.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// So that a service without faults takes no lock.
    any: AtomicBool,
    switches: Mutex<Vec<FaultSwitch>>,
}

impl Faults {
    pub(crate) fn list(&self) -> Vec<FaultSwitch> {
        self.lock().clone()
    }

    /// Switches one on in place of the one for the same endpoint.
    pub(crate) fn set(&self, switch: FaultSwitch) {
        let mut switches = self.lock();
        switches.retain(|other| other.endpoint != switch.endpoint);
        if switch.times != Some(0) {
            switches.push(switch);
        }
        self.any.store(!switches.is_empty(), Ordering::Release);
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
        self.any.store(false, Ordering::Release);
    }

    /// The fault that the next request to this endpoint meets; it counts as met.
    fn take(&self, endpoint: Endpoint) -> Option<Fault> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut switches = self.lock();
        let find = |wanted| switches.iter().position(|switch| switch.endpoint == wanted);
        let index = find(endpoint).or_else(|| find(Endpoint::All))?;
        let switch = switches.get_mut(index)?;
        let fault = switch.fault.clone();
        if let Some(times) = &mut switch.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                switches.remove(index);
                self.any.store(!switches.is_empty(), Ordering::Release);
            }
        }
        Some(fault)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<FaultSwitch>> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves a request unless it meets the fault that is switched on for its endpoint.
pub(super) async fn meet<F: Future<Output = Response>>(
    faults: &Faults,
    base_url: &str,
    request: Request,
    serve: impl FnOnce(Request) -> F,
) -> Response {
    let Some(path) = request.uri().path().strip_prefix(SCIM) else { return serve(request).await };
    let Some(fault) = faults.take(endpoint(request.method(), path)) else {
        return serve(request).await;
    };
    tracing::debug!(?fault, "a fault on demand");
    match fault {
        Fault::Delay { milliseconds } => {
            tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
            serve(request).await
        }
        Fault::TruncatedJson | Fault::WrongContentType | Fault::SlowBody { .. } => {
            damaged(&fault, serve(request).await).await
        }
        Fault::DropMidBody => cut_off(serve(request).await).await,
        Fault::LoseAnswer => {
            serve(request).await;
            dropped()
        }
        Fault::Drop => dropped(),
        other => instead(&other, request.headers(), base_url),
    }
}

/// Which kind of endpoint lies at a path below `/scim/v2/`.
fn endpoint(method: &Method, path: &str) -> Endpoint {
    let (first, rest) = path.trim_end_matches('/').split_once('/').unwrap_or((path, ""));
    match (first.trim_end_matches('/'), rest) {
        ("Users", "") if method == Method::POST => Endpoint::UserCreate,
        ("Users", "" | ".search") | (".search", _) => Endpoint::UsersList,
        ("Users", _) if method == Method::PATCH || method == Method::PUT => Endpoint::UserPatch,
        ("Users", _) if method == Method::DELETE => Endpoint::UserDelete,
        ("Users", _) => Endpoint::UserRead,
        ("Groups", _) => Endpoint::Groups,
        ("ServiceProviderConfig" | "ResourceTypes" | "Schemas", _) => Endpoint::Discovery,
        _ => Endpoint::All,
    }
}

/// An answer that takes the place of the service's.
fn instead(fault: &Fault, asked: &HeaderMap, base_url: &str) -> Response {
    let scim = |status: u16, detail: &str| Refusal::from(ScimError::new(status, detail)).into_response();
    let wait = |mut response: Response, seconds: Option<u32>| {
        if let Some(seconds) = seconds {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    };
    match fault {
        Fault::Unauthorized => Refusal::Unauthorized { token_sent: true }.into_response(),
        Fault::Forbidden => scim(403, "The token may not do this."),
        Fault::NotFound => scim(404, "There is nothing at this address."),
        Fault::Conflict => {
            let conflict = ScimError::new(409, "A user with this userName already exists.");
            Refusal::from(conflict.with_type(ScimType::Uniqueness)).into_response()
        }
        Fault::TooManyRequests { retry_after } => wait(scim(429, "Too many requests."), *retry_after),
        Fault::Unavailable { retry_after } => {
            wait(scim(503, "The service is not available at the moment."), *retry_after)
        }
        Fault::Html => {
            let page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to go on.</body></html>";
            ([(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
        }
        Fault::Redirect { location } => {
            let host = asked.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
            let scheme = base_url.split(':').next().unwrap_or("http");
            let target = location.clone().unwrap_or_else(|| format!("{scheme}://{host}/sign-in"));
            match HeaderValue::from_str(&target) {
                Ok(target) => (StatusCode::FOUND, [(LOCATION, target)]).into_response(),
                Err(_) => scim(500, "The redirect goes nowhere."),
            }
        }
        _ => scim(500, "The service failed."),
    }
}

/// The service's own answer, damaged on the way.
async fn damaged(fault: &Fault, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = whole(body).await;
    // The length is the damaged body's own.
    parts.headers.remove(CONTENT_LENGTH);
    let body = match fault {
        Fault::TruncatedJson if bytes.is_empty() => {
            parts.status = StatusCode::OK;
            Body::from("{\"schemas\":[")
        }
        Fault::TruncatedJson => Body::from(bytes.slice(..bytes.len() / 2)),
        Fault::SlowBody { milliseconds } => dripping(bytes, Duration::from_millis((*milliseconds).into())),
        _ => {
            parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            Body::from(bytes)
        }
    };
    Response::from_parts(parts, body)
}

/// Promises the whole answer, sends half of it and ends the connection. Where there is no body there is no answer.
async fn cut_off(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = whole(body).await;
    if bytes.is_empty() {
        return dropped();
    }
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let pieces = [Ok(bytes.slice(..bytes.len() / 2)), Err(std::io::Error::other("cut off on demand"))];
    // The first half goes out by itself before the connection ends.
    let sent = stream::unfold(pieces.into_iter(), |mut pieces| async {
        tokio::task::yield_now().await;
        pieces.next().map(|piece| (piece, pieces))
    });
    Response::from_parts(parts, Body::from_stream(sent))
}

fn dropped() -> Response {
    let mut response = reply::scim(StatusCode::SERVICE_UNAVAILABLE, &ScimError::new(503, "No answer."));
    response.extensions_mut().insert(Dropped);
    response
}

fn dripping(bytes: Bytes, pause: Duration) -> Body {
    let drops = stream::unfold(bytes, move |mut left| async move {
        if left.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let drop = left.split_to(DRIP.min(left.len()));
        Some((Ok::<_, std::convert::Infallible>(drop), left))
    });
    Body::from_stream(drops)
}

async fn whole(body: Body) -> Bytes {
    axum::body::to_bytes(body, LARGEST_ANSWER).await.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_has_its_kind_of_endpoint() {
        for (method, path, expected) in [
            (Method::GET, "Users", Endpoint::UsersList),
            (Method::GET, "Users/", Endpoint::UsersList),
            (Method::POST, "Users", Endpoint::UserCreate),
            (Method::POST, "Users/.search", Endpoint::UsersList),
            (Method::POST, ".search", Endpoint::UsersList),
            (Method::GET, "Users/1", Endpoint::UserRead),
            (Method::PATCH, "Users/1", Endpoint::UserPatch),
            (Method::PUT, "Users/1", Endpoint::UserPatch),
            (Method::DELETE, "Users/1", Endpoint::UserDelete),
            (Method::GET, "Groups", Endpoint::Groups),
            (Method::PATCH, "Groups/1", Endpoint::Groups),
            (Method::GET, "Schemas", Endpoint::Discovery),
            (Method::GET, "ResourceTypes/User", Endpoint::Discovery),
            (Method::GET, "ServiceProviderConfig", Endpoint::Discovery),
            (Method::POST, "Bulk", Endpoint::All),
            (Method::GET, "elsewhere", Endpoint::All),
        ] {
            assert_eq!(endpoint(&method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn a_switch_goes_off_after_its_times_and_the_nearest_one_counts() {
        let faults = Faults::default();
        let on = |endpoint, fault, times| FaultSwitch { endpoint, fault, times };
        faults.set(on(Endpoint::All, Fault::Html, None));
        faults.set(on(Endpoint::UserRead, Fault::ServerError, Some(9)));
        faults.set(on(Endpoint::UserRead, Fault::Conflict, Some(2)));
        let met: Vec<_> = (0..3).map(|_| faults.take(Endpoint::UserRead)).collect();
        assert_eq!(met, [Some(Fault::Conflict), Some(Fault::Conflict), Some(Fault::Html)]);
        assert_eq!(faults.list(), [on(Endpoint::All, Fault::Html, None)]);
        faults.clear();
        assert_eq!(faults.take(Endpoint::UserRead), None);
        faults.set(on(Endpoint::All, Fault::Html, Some(0)));
        assert_eq!(faults.list(), []);
    }
}
