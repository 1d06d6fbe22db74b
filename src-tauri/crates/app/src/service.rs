//! What a service's answer means for what was asked of it: for each failure one code, whose side it is on, a sentence and
//! the next action.
//!
//! Only an answer about the resource itself (400, 409 and their like, to a write) is a judgement of a person, with Ramp's
//! rules behind it; `test_user` reads those. Everything else says something of the token, the service or the way to it.

use onramp_scim::ScimError;
use onramp_scim::request::ScimAnswer;
use onramp_scim_client::{ScimClientError, ScimExchange};
use serde_json::Value;

use crate::error::{AppError, Side};
use crate::exchange::Exchange;

/// What is asked of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asked {
    /// `GET /Users?filter=…`: who is meant.
    FindUser,
    /// `GET /Users/{id}`.
    ReadUser,
    /// `POST /Users`.
    CreateUser,
    /// `PATCH` or `PUT /Users/{id}`.
    ChangeUser,
    /// `DELETE /Users/{id}`.
    DeleteUser,
    /// `GET /Groups?filter=…`.
    FindGroup,
    /// `/ServiceProviderConfig`, `/Schemas`, `/ResourceTypes`.
    Discover,
}

impl Asked {
    fn writes(self) -> bool {
        matches!(self, Self::CreateUser | Self::ChangeUser | Self::DeleteUser)
    }

    fn queries(self) -> bool {
        matches!(self, Self::FindUser | Self::FindGroup)
    }

    fn whom(self) -> &'static str {
        match self {
            Self::FindGroup => "group",
            Self::Discover => "document",
            _ => "user",
        }
    }
}

const LOOK: &str = "Test the connection again under Connect Ramp: it names the layer.";
const SEND: &str = "Try again in a few minutes. If it stays, send Ramp support the exchange.";

/// The answer where the service did what it was asked, else what that means.
///
/// # Errors
/// The failure, with the last exchange.
pub fn judged(sent: ScimExchange, asked: Asked, purpose: &str) -> Result<ScimAnswer, AppError> {
    let exchange = Exchange::of(sent.record, purpose);
    let failure = match sent.answer {
        Err(error) => unanswered(error, asked),
        Ok(answer) if !answer.is_success() => refused(asked, answer.status, detail(&answer).as_deref()),
        Ok(answer) => match incompatible(asked, &answer) {
            None => return Ok(answer),
            Some(failure) => failure,
        },
    };
    Err(failure.with_exchange(Some(exchange)))
}

/// No SCIM answer came.
pub(crate) fn unanswered(error: ScimClientError, asked: Asked) -> AppError {
    let failure = match error {
        ScimClientError::Http(error) => error.into(),
        ScimClientError::Redirected { status, location } => AppError::new(
            "scim.redirected",
            Side::Ramp,
            format!("The service answers {status} and points to {location}. Entra would not follow."),
            LOOK,
        ),
        ScimClientError::NotJson { status, .. } => AppError::new(
            "scim.not-json",
            Side::Ramp,
            format!("The service answers {status} with something that is not SCIM."),
            LOOK,
        ),
        ScimClientError::UnsafePath => AppError::new(
            "scim.unsafe-id",
            Side::Ramp,
            "The service gave the user an id that would lead to another address.",
            "Send Ramp support the exchange. Nothing was sent with that id.",
        ),
    };
    // Only where the request may have arrived: a connection that never came about changed nothing.
    let may_be_done = matches!(failure.code.as_str(), "http.closed" | "http.timeout" | "scim.not-json");
    if asked.writes() && may_be_done {
        return failure.detail("The change may be in Ramp all the same: the request went out.");
    }
    failure
}

/// The service answered, and did not do it.
pub(crate) fn refused(asked: Asked, status: u16, said: Option<&str>) -> AppError {
    let whom = asked.whom();
    let (code, side, message, next) = match status {
        401 => (
            "scim.unauthorized",
            Side::You,
            "Ramp refuses the token (401). It may have been replaced, or the connection ended.".to_owned(),
            "Make a new token in Ramp, replace it under Connect Ramp, then try again.",
        ),
        403 => (
            "scim.forbidden",
            Side::Ramp,
            "The token is known, but may not do this (403).".to_owned(),
            "Make a new token with an Admin account in Ramp. If it stays, send Ramp support the exchange.",
        ),
        404 if asked.queries() => (
            "scim.query-not-found",
            Side::Ramp,
            format!("The service answers 404 where Entra wants an empty list of {whom}s."),
            LOOK,
        ),
        404 | 410 if asked == Asked::Discover => (
            "scim.not-described",
            Side::Ramp,
            format!("The service does not describe itself ({status}). Entra does not ask it to."),
            "Nothing to do for a custom application.",
        ),
        404 | 410 => (
            "scim.not-found",
            Side::Ramp,
            format!("There is no such {whom} in Ramp any more ({status}). Entra calls this InvalidAnchor."),
            "Run the test again: it looks for the user anew.",
        ),
        405 | 501 => (
            "scim.not-implemented",
            Side::Ramp,
            format!("The service does not offer this ({status})."),
            "Check the SCIM URL. If it is right, send Ramp support the exchange.",
        ),
        409 => (
            "scim.conflict",
            Side::Ramp,
            "Another account holds a value that must be unique (409). Entra calls this EntryConflict."
                .to_owned(),
            "Look at userName and externalId in the exchange, and mend the value in Entra or the other account in Ramp.",
        ),
        429 => (
            "scim.too-many-requests",
            Side::Ramp,
            "Ramp takes no more requests right now (429). Entra tries again by itself.".to_owned(),
            "Wait a little, then try again.",
        ),
        503 => (
            "scim.unavailable",
            Side::Ramp,
            "Ramp’s SCIM service is not available right now (503). Entra tries again by itself.".to_owned(),
            SEND,
        ),
        500.. => (
            "scim.server-error",
            Side::Ramp,
            format!("Ramp’s SCIM service fails ({status}). The request reached it and broke there."),
            SEND,
        ),
        _ => (
            "scim.refused",
            Side::Ramp,
            format!("The service refuses the request ({status})."),
            "Look at the exchange, and send it to Ramp support if it does not explain itself.",
        ),
    };
    let failure = AppError::new(code, side, message, next);
    match said.map(str::trim).filter(|said| !said.is_empty()) {
        Some(said) => failure.detail(format!("Ramp’s own words: {said}")),
        None => failure,
    }
}

/// A success that is none: Entra could not read it (`ServiceIncompatible`).
fn incompatible(asked: Asked, answer: &ScimAnswer) -> Option<AppError> {
    let body = answer.body.as_ref();
    let (code, message) = match asked {
        _ if asked.queries()
            && !body.is_some_and(|body| body.get("totalResults").is_some_and(Value::is_u64)) =>
        {
            ("scim.not-a-list", "The service answers the query with something that is no ListResponse.")
        }
        Asked::CreateUser | Asked::ReadUser if !body.is_some_and(has_id) => {
            ("scim.no-id", "The service answers with a user that names no id.")
        }
        _ => return None,
    };
    Some(AppError::new(code, Side::Ramp, format!("{message} Entra calls this ServiceIncompatible."), LOOK))
}

fn has_id(body: &Value) -> bool {
    body.get("id").and_then(Value::as_str).is_some_and(|id| !id.is_empty())
}

fn detail(answer: &ScimAnswer) -> Option<String> {
    let error = answer.body.as_ref().and_then(ScimError::from_body)?;
    Some(error.detail)
}
