//! From Graph's failures to the admin's words. What an answer means hangs on its status, and on what was asked.

use onramp_graph::{Failure, GraphError, GraphUrlProblem, Refusal};

use crate::error::{AppError, Side};
use crate::exchange::Exchange;

const RESUME: &str = "Nothing is lost: go on with the same run when that is mended.";

/// What was asked of Graph, for the words of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To read something of the tenant.
    Read,
    /// To read or change the application, its job or its schema.
    Application,
    /// To try the connection to Ramp.
    Validate,
    /// To assign somebody.
    Assign,
    /// To assign a group.
    AssignGroup,
    /// To read the provisioning logs.
    Logs,
}

/// A failure in words; `doing` says what was under way: "reading the tenant".
pub(crate) fn failed(failure: Failure, asked: Asked, doing: &str) -> AppError {
    let exchange = failure.record.map(|record| Exchange::of(*record, doing));
    in_words(failure.error, asked, doing).with_exchange(exchange)
}

/// The same for one part of a batch, which has no exchange of its own.
pub(crate) fn in_words(error: GraphError, asked: Asked, doing: &str) -> AppError {
    let words = match error {
        GraphError::Http(error) => {
            let mut words = AppError::from(error);
            // The words of the network speak of a service at large, and blame Ramp where it hung up: here it is Graph.
            if words.side == Side::Ramp {
                words.side = Side::Network;
            }
            words.next_action = format!("{} {RESUME}", words.next_action);
            words
        }
        GraphError::Refused(refusal) => refused(&refusal, asked),
        GraphError::Redirected { .. } | GraphError::NotJson { .. } | GraphError::NotUnderstood { .. } => {
            AppError::new(
                "entra.not-graph",
                Side::Network,
                "The answer is not Microsoft Graph’s.",
                "Check the Graph address. If a proxy stands in between, it may answer in Graph’s place.",
            )
            .detail(error.to_string())
        }
        GraphError::UnsafeId => AppError::new(
            "entra.unsafe-id",
            Side::Onramp,
            "An id in the tenant’s answer can’t be used.",
            "Report this with the exchange.",
        ),
    };
    words.detail(format!("This happened while {doing}."))
}

fn refused(refusal: &Refusal, asked: Asked) -> AppError {
    let (code, side, message, next): (&str, Side, String, String) = match (refusal.status, asked) {
        (401, _) => (
            "entra.signed-out",
            Side::Entra,
            "Microsoft Graph does not accept the sign-in any more.".to_owned(),
            format!("Sign in again. {RESUME}"),
        ),
        (403, Asked::Logs) => (
            "entra.no-right",
            Side::Entra,
            "This account may not read provisioning logs.".to_owned(),
            "Ask for the role Reports Reader or Application Administrator, and for consent to ProvisioningLog.Read.All."
                .to_owned(),
        ),
        (403, Asked::AssignGroup) => (
            "entra.no-right",
            Side::Entra,
            "Entra does not let this account assign the group.".to_owned(),
            "Assigning groups needs Microsoft Entra ID P1 or P2, and the role Cloud Application Administrator or \
             higher. Without the licence, assign people one by one."
                .to_owned(),
        ),
        (403, _) => (
            "entra.no-right",
            Side::Entra,
            "Entra does not let this account do that.".to_owned(),
            format!(
                "It takes the role Application Administrator or Cloud Application Administrator, active and not only \
                 eligible, and consent to the permission that Entra names. {RESUME}"
            ),
        ),
        (404 | 410, Asked::Application | Asked::Validate | Asked::Assign | Asked::AssignGroup) => (
            "entra.gone",
            Side::Entra,
            "The enterprise application, its job or whom to assign is not in the tenant any more.".to_owned(),
            "Somebody may have deleted it meanwhile. Make a new plan: it starts from what is there now.".to_owned(),
        ),
        (404 | 410, _) => (
            "entra.not-there",
            Side::Entra,
            "The tenant does not have this.".to_owned(),
            "Check the Graph address and the tenant.".to_owned(),
        ),
        (429, _) => (
            "entra.throttled",
            Side::Entra,
            "Microsoft Graph asks for patience: too many requests in this tenant.".to_owned(),
            match refusal.retry_after {
                Some(wait) => format!("Try again in {} seconds. {RESUME}", wait.as_secs()),
                None => format!("Try again in some minutes. {RESUME}"),
            },
        ),
        (500..=599, _) => (
            "entra.unavailable",
            Side::Entra,
            format!("Microsoft Graph answers {}.", refusal.status),
            format!("Try again in some minutes. {RESUME}"),
        ),
        (400, Asked::Validate) => (
            "entra.connection-refused",
            Side::Ramp,
            "Entra could not reach Ramp with this URL and token.".to_owned(),
            "Test the connection under Connect Ramp: it names the layer that fails. Entra’s own words below are often \
             the same for very different causes."
                .to_owned(),
        ),
        _ => (
            "entra.refused",
            Side::Entra,
            format!("Entra refuses with {}.", refusal.status),
            "Read Entra’s own words below.".to_owned(),
        ),
    };
    let mut words = AppError::new(code, side, message, next);
    if !refusal.message.is_empty() || !refusal.code.is_empty() {
        words = words.detail(format!("Entra says: {} ({})", refusal.message, refusal.code));
    }
    if let Some(id) = &refusal.request_id {
        words = words.detail(format!("Request id for Microsoft’s support: {id}"));
    }
    words
}

/// Whether the failure is an answer that says no. A lost answer, a time-out or a server's fault says nothing.
pub(crate) fn is_refusal(error: &AppError) -> bool {
    const REFUSALS: [&str; 8] = [
        "entra.signed-out",
        "entra.no-right",
        "entra.gone",
        "entra.not-there",
        "entra.throttled",
        "entra.refused",
        "entra.connection-refused",
        "entra.changed-meanwhile",
    ];
    REFUSALS.contains(&error.code.as_str())
}

/// Why a text is no address of Graph.
pub(crate) fn bad_url(problem: &GraphUrlProblem) -> AppError {
    let message = match problem {
        GraphUrlProblem::Unparsable => "The Graph address is not a URL.",
        GraphUrlProblem::NotEncrypted => "http:// would send the sign-in unencrypted over the network.",
        GraphUrlProblem::NotHttp => "The Graph address begins neither with https:// nor with http://.",
        GraphUrlProblem::NotPlain => "The Graph address holds more than a host and a version.",
    };
    let next = "Microsoft’s is https://graph.microsoft.com/v1.0; sovereign clouds have their own.";
    AppError::new("entra.bad-address", Side::You, message, next)
}
