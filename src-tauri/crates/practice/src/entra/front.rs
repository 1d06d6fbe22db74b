//! From a request on the wire to the answer on it: token, faults and holds, then Graph's operation.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use serde_json::Value;
use uuid::Uuid;

use super::call::{Call, Reply};
use super::error::{GraphError, RequestIds};
use super::{EntraState, batch, beside, dispatch, faults};
use crate::control::{GraphEndpoint, GraphFault, HoldWhen};
use crate::guard::{Unfit, whole};
use crate::serve::{self, Dropped};

/// The largest body, in bytes: Graph's own limit. A schema has a tenth of a megabyte.
pub(crate) const BODY_LIMIT: usize = 4 * 1024 * 1024;
/// Where Graph lies.
pub(crate) const VERSION: &str = "/v1.0";
/// Where the tenant's own pages lie.
const BESIDE: &str = "/entra/";

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Served {
    /// It is answered.
    Answer(Result<Reply, GraphError>),
    /// The connection ends without an answer.
    Dropped,
}

/// The tenant's service.
#[derive(Debug, Clone)]
pub(crate) struct Front {
    state: EntraState,
}

impl Front {
    pub(crate) fn new(state: EntraState) -> Self {
        Self { state }
    }

    async fn served(&self, request: Request<Body>, ids: &RequestIds) -> Served {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path().to_owned();
        if let Err(refused) = self.admit(&parts.headers) {
            return Served::Answer(Err(refused));
        }
        let body = match read_body(body).await {
            Ok(body) => body,
            Err(refused) => return Served::Answer(Err(refused)),
        };
        if let Some(page) = path.strip_prefix(BESIDE) {
            return Served::Answer(beside::answer(&self.state, &parts.method, page, body).await);
        }
        let below = path.strip_prefix(VERSION).filter(|rest| rest.starts_with('/'));
        let Some(below) = below else {
            let version = path.split('/').nth(1).unwrap_or_default();
            let message = format!("Invalid version: {version}");
            return Served::Answer(Err(GraphError::new(400, "BadRequest", message)));
        };
        let query = parts.uri.query().unwrap_or_default();
        let call = match Call::new(parts.method, below, query, &parts.headers, body) {
            Ok(call) => call,
            Err(refused) => return Served::Answer(Err(refused)),
        };
        if call.method == Method::POST && call.segments == ["$batch"] {
            return self.batch(&call, ids).await;
        }
        serve(&self.state, call).await
    }

    async fn batch(&self, call: &Call, ids: &RequestIds) -> Served {
        // A fault of everything is met by the parts, not by the batch around them.
        let switched = self.state.faults.list().iter().any(|switch| switch.endpoint == GraphEndpoint::Batch);
        let fault = if switched { self.state.faults.take(GraphEndpoint::Batch) } else { None };
        if let Some(ended) = before(fault.as_ref()).await {
            return ended;
        }
        after(fault.as_ref(), batch::run(&self.state, call, ids).await)
    }

    /// Lets a request through only with the tenant's token (RFC 6750 §2.1).
    fn admit(&self, headers: &HeaderMap) -> Result<(), GraphError> {
        let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|header| header.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        match token {
            None => Err(GraphError::unauthorized("Access token is empty.")),
            Some((_, token)) if self.state.token.is(token.trim()) => Ok(()),
            Some(_) => {
                Err(GraphError::unauthorized("Access token validation failure. Invalid or expired token."))
            }
        }
    }
}

/// Serves one call unless it meets a fault, and holds it where that was asked for.
pub(crate) async fn serve(state: &EntraState, call: Call) -> Served {
    let endpoint = faults::endpoint(&call.segments).unwrap_or(GraphEndpoint::All);
    let fault = state.faults.take(endpoint);
    if let Some(fault) = &fault {
        tracing::debug!(?fault, ?call, "a fault on demand");
    }
    if let Some(ended) = before(fault.as_ref()).await {
        return ended;
    }
    let hold = if call.writes() { state.holds.arrive(endpoint) } else { None };
    if hold == Some(HoldWhen::BeforeEffect) {
        state.holds.wait(&call).await;
    }
    let answer = dispatch::answer(state, call.clone()).await;
    if hold == Some(HoldWhen::BeforeAnswer) {
        state.holds.wait(&call).await;
    }
    after(fault.as_ref(), Served::Answer(answer))
}

/// What a fault does before a request is served.
async fn before(fault: Option<&GraphFault>) -> Option<Served> {
    match fault? {
        GraphFault::Delay { milliseconds } => {
            tokio::time::sleep(Duration::from_millis((*milliseconds).into())).await;
            None
        }
        GraphFault::Drop => Some(Served::Dropped),
        fault => faults::instead(fault).map(|refused| Served::Answer(Err(refused))),
    }
}

/// What it does to the answer.
fn after(fault: Option<&GraphFault>, served: Served) -> Served {
    if fault == Some(&GraphFault::LoseAnswer) { Served::Dropped } else { served }
}

async fn read_body(body: Body) -> Result<Option<Value>, GraphError> {
    let bytes = whole(body, BODY_LIMIT).await.map_err(unfit)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let wrong = |_| GraphError::new(400, "BadRequest", "Unable to read JSON request payload.");
    serde_json::from_slice(&bytes).map(Some).map_err(wrong)
}

fn unfit(unfit: Unfit) -> GraphError {
    GraphError::new(unfit.status(), "BadRequest", unfit.detail())
}

impl serve::Front for Front {
    /// An admin's clicks are seconds apart.
    const IMPATIENT: bool = false;

    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let ids = self.ids(request.headers());
        let served = self.served(request, &ids).await;
        response(served, &ids)
    }

    fn refuse(&self, refused: Unfit) -> Response<Body> {
        response(Served::Answer(Err(unfit(refused))), &self.ids(&HeaderMap::new()))
    }
}

impl Front {
    fn ids(&self, headers: &HeaderMap) -> RequestIds {
        let request = Uuid::new_v4().to_string();
        let client = headers.get("client-request-id").and_then(|id| id.to_str().ok());
        RequestIds {
            client: client.map_or_else(|| request.clone(), str::to_owned),
            request,
            at: self.state.clock.now(),
        }
    }
}

fn response(served: Served, ids: &RequestIds) -> Response<Body> {
    let Served::Answer(answer) = served else {
        let mut dropped = Response::new(Body::empty());
        dropped.extensions_mut().insert(Dropped);
        return dropped;
    };
    let (status, body, retry_after) = match answer {
        Ok(reply) => (reply.status, reply.body, None),
        Err(refused) => (refused.status, Some(refused.body(ids)), refused.retry_after),
    };
    let mut response = Response::new(match &body {
        Some(body) => Body::from(body.to_string()),
        None => Body::empty(),
    });
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(HeaderName::from_static("request-id"), &ids.request);
    set(HeaderName::from_static("client-request-id"), &ids.client);
    if body.is_some() {
        set(CONTENT_TYPE, "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8");
    }
    if status == 401 {
        set(WWW_AUTHENTICATE, "Bearer realm=\"\"");
    }
    if let Some(seconds) = retry_after {
        set(RETRY_AFTER, &seconds.to_string());
    }
    response
}
