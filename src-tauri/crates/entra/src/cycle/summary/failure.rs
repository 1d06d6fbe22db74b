//! Why somebody failed, by Entra's codes (§9).

use onramp_scim::request::ScimAnswer;

use crate::report::{Finding, ManagerAction, Refused, Report, Step, StepStatus};

/// Graph's `provisioningStatusErrorCategory`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCategory {
    /// The provisioning service's own.
    Failure,
    /// The source's data or the target's answer.
    NonServiceFailure,
}

impl ErrorCategory {
    /// As the log writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::NonServiceFailure => "nonServiceFailure",
        }
    }

    /// As *Provision on demand* writes it.
    #[must_use]
    pub fn pascal(self) -> &'static str {
        match self {
            Self::Failure => "Failure",
            Self::NonServiceFailure => "NonServiceFailure",
        }
    }
}

/// A failure (Graph: `provisioningErrorInfo`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Entra's code.
    pub code: String,
    /// In words, the target's own among them.
    pub reason: String,
    /// Whose it is.
    pub category: ErrorCategory,
}

impl Failure {
    fn new(code: &str, reason: String) -> Self {
        Self { code: code.to_owned(), reason, category: ErrorCategory::NonServiceFailure }
    }
}

/// Why a run failed; `None` where it did not. `is_linked`: the user was read by an id that was known.
#[must_use]
pub fn failure_of(report: &Report, is_linked: bool) -> Option<Failure> {
    if !report.failed() {
        return None;
    }
    let failed = report.steps.iter().rev().find(|step| step.status == StepStatus::Failure);
    if let Some(refused) = &report.refused {
        let was_read = failed.is_none_or(|step| step.step == Step::Match);
        return Some(of_refusal(refused, is_linked && was_read));
    }
    let finding = match (&report.manager, failed) {
        (ManagerAction::Refused(refused), _) => return Some(of_refusal(refused, false)),
        (ManagerAction::LookupFailed(finding), _) => Some(finding.as_ref()),
        (_, step) => step.map(|step| &step.finding),
    };
    finding.and_then(of_finding).or_else(|| {
        let nothing_known = Failure::new("UnknownError", "The run ended, and nothing says how.".to_owned());
        Some(Failure { category: ErrorCategory::Failure, ..nothing_known })
    })
}

fn of_finding(finding: &Finding) -> Option<Failure> {
    Some(match finding {
        Finding::Duplicate { count } => Failure::new(
            "DuplicateTargetEntries",
            format!("{count} entries in the target match on the matching attribute."),
        ),
        Finding::NotAList => {
            Failure::new(INCOMPATIBLE, "The answer to a filter is not a ListResponse.".to_owned())
        }
        Finding::NoId => Failure::new(INCOMPATIBLE, "The answer has no id.".to_owned()),
        Finding::Refused(refused) => of_refusal(refused, false),
        _ => return None,
    })
}

/// A refusal of the target.
fn of_refusal(refused: &Refused, was_read_by_id: bool) -> Failure {
    let Some(status) = refused.status else {
        return Failure::new(
            "WebExceptionProtocolError",
            "An error occurred while sending the request: no answer came.".to_owned(),
        );
    };
    let message = refused.detail.as_deref().unwrap_or_default();
    let code = match status {
        400 => "SystemForCrossDomainIdentityManagementBadRequest",
        401 => "SystemForCrossDomainIdentityManagementInvalidCredentials",
        403 => "InsufficientRights",
        404 if was_read_by_id => "InvalidAnchor",
        409 => "EntryConflict",
        422 => "UnprocessableEntity",
        429 => "TooManyRequests",
        501 => "NotImplemented",
        500..=599 => "InternalServerError",
        _ => INCOMPATIBLE,
    };
    Failure::new(code, format!("StatusCode: {}. Message: {message}", status_name(status)))
}

/// The failure of a request outside the engine, such as a delete; `None` where the answer has one of `expected`.
#[must_use]
pub fn refused_with(answer: Option<&ScimAnswer>, expected: &[u16]) -> Option<Failure> {
    let text = |key: &str| answer?.body.as_ref()?.get(key)?.as_str().map(str::to_owned);
    let status = answer.map(|answer| answer.status);
    if status.is_some_and(|status| expected.contains(&status)) {
        return None;
    }
    Some(of_refusal(&Refused { status, scim_type: text("scimType"), detail: text("detail") }, false))
}

/// The answer cannot be understood, or is none that SCIM allows here.
const INCOMPATIBLE: &str = "SystemForCrossDomainIdentityManagementServiceIncompatible";

/// The name .NET has for a status, as Entra's messages write it; the number where it has none.
#[must_use]
pub fn status_name(status: u16) -> String {
    let name = match status {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        409 => "Conflict",
        412 => "PreconditionFailed",
        413 => "RequestEntityTooLarge",
        415 => "UnsupportedMediaType",
        422 => "UnprocessableEntity",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        other => return other.to_string(),
    };
    name.to_owned()
}
