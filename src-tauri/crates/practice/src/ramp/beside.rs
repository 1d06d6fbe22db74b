//! Beside the SCIM service, below `/ramp`: the events, and the fault switches of the running service. The same token
//! opens both; SCIM clients never look here.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use onramp_scim::{ScimError, ScimType};
use serde::Serialize;

use super::extract::Parameters;
use super::reply::Refusal;
use super::{RampState, events};
use crate::control::{FaultSwitch, MAX_EVENTS, PracticeEvent};

/// The answer to `GET /ramp/events?after=N`.
#[derive(Debug, Serialize)]
struct Events {
    events: Vec<PracticeEvent>,
    /// What to ask for next.
    last: u32,
}

/// The events after a number, oldest first. Whoever asks again with `last` gets each of them once.
pub(super) async fn list_events(
    State(state): State<RampState>,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let after = match parameters.get("after").map(str::parse::<u32>) {
        None => 0,
        Some(Ok(after)) => after,
        Some(Err(_)) => {
            return Err(
                ScimError::bad_request(ScimType::InvalidValue, "after is the number of an event.").into()
            );
        }
    };
    let events =
        state.store.read(move |data| Ok::<_, Refusal>(events::after(data, after, MAX_EVENTS)?)).await?;
    let last = events.last().map_or(after, |event| event.number);
    Ok(Json(Events { events, last }).into_response())
}

/// The switches that are on.
pub(super) async fn list_faults(State(state): State<RampState>) -> Response {
    Json(state.faults.list()).into_response()
}

/// Switches one on: the body is a [`FaultSwitch`].
pub(super) async fn set_fault(State(state): State<RampState>, body: Bytes) -> Result<Response, Refusal> {
    let switch: FaultSwitch = serde_json::from_slice(&body).map_err(|error| {
        ScimError::bad_request(ScimType::InvalidSyntax, format!("The body is no fault switch: {error}."))
    })?;
    state.faults.set(switch);
    Ok(Json(state.faults.list()).into_response())
}

/// Switches all of them off.
pub(super) async fn clear_faults(State(state): State<RampState>) -> StatusCode {
    state.faults.clear();
    StatusCode::NO_CONTENT
}
