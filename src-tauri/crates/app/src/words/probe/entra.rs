//! What Entra itself says of a finding: at its own *Test connection*, or later in its log. Its messages seldom name the
//! layer (`entra-scim-client.md` §5, §9).

use onramp_http::HttpError;
use onramp_scim_client::{Finding, UrlProblem};

const CREDENTIALS: &str = "You appear to have entered invalid credentials. Please confirm you are using the correct information for an administrative account.";
const CREDENTIALS_CODE: &str = "SystemForCrossDomainIdentityManagementCredentialValidationFailure";
const UNAVAILABLE: &str = "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable";
const INCOMPATIBLE: &str = "SystemForCrossDomainIdentityManagementServiceIncompatible";
const BAD_REQUEST: &str = "SystemForCrossDomainIdentityManagementBadRequest";
const NOT_FOUND: &str = "HTTP/404 Not Found response was returned rather than the expected HTTP/200 OK";
const SENDING: &str = "An error occurred while sending the request.";
const LATER: &str = "Nothing at its test.";

/// `None` where nothing is wrong, or Entra never comes upon it.
pub(super) fn says(finding: &Finding) -> Option<String> {
    Some(match finding {
        Finding::UrlProblem(UrlProblem::EndsInResource { .. }) => NOT_FOUND.to_owned(),
        Finding::UrlProblem(_) => {
            format!("Not known for such a URL. Where it reaches nothing, it says: {SENDING} ({UNAVAILABLE})")
        }
        Finding::DnsPrivate { .. } | Finding::TlsConcerns { .. } => {
            format!("Perhaps nothing. If it does not get through: {SENDING} ({UNAVAILABLE})")
        }
        Finding::TlsUnjudged { .. } => {
            format!("Perhaps nothing. If its handshake fails too: {SENDING} ({UNAVAILABLE})")
        }
        Finding::TlsCertificate { .. } => format!("Of the same certificate: {SENDING} ({UNAVAILABLE})"),
        Finding::Failed(HttpError::Proxy { .. } | HttpError::ProxyAuthentication { .. })
        | Finding::ProxyScriptIgnored { .. }
        | Finding::HttpProxyAuthentication { .. } => {
            "Nothing of this: it asks from the internet, not through this proxy. Its test may pass."
                .to_owned()
        }
        Finding::Failed(error) => failed(error),
        Finding::HttpRedirected { .. } => "Not known: it is not documented to follow a redirect.".to_owned(),
        Finding::HttpThrottled { .. } => "TooManyRequests. It tries again by itself.".to_owned(),
        Finding::HttpServerError { status } | Finding::ShapeRefused { status } => web_resource(*status),
        Finding::TokenUnauthorized { .. } => format!("{CREDENTIALS} ({CREDENTIALS_CODE})"),
        Finding::TokenForbidden => format!("{CREDENTIALS} ({UNAVAILABLE})"),
        Finding::TokenUnsendable => format!("Not known. Most likely: {CREDENTIALS}"),
        Finding::ShapeNothingThere { status: 404 } | Finding::FilterNotFound => NOT_FOUND.to_owned(),
        Finding::ShapeNothingThere { status } => web_resource(*status),
        Finding::ShapeHtml { .. }
        | Finding::ShapeEmptyBody { .. }
        | Finding::ShapeNotJson { .. }
        | Finding::ShapeBareArray
        | Finding::ShapeNotAList { .. } => {
            format!("{INCOMPATIBLE}, without a word about what is wrong with it.")
        }
        Finding::FilterRefused { status: 400, .. } => {
            format!("{BAD_REQUEST}: not fully compatible with its SCIM client.")
        }
        Finding::FilterRefused { status, .. } => web_resource(*status),
        Finding::FilterIgnored { .. } => {
            format!("{LATER} Afterwards MultipleEntriesInResponse, or a stranger is matched without a word.")
        }
        Finding::UsersRefused { .. } | Finding::UsersNotAList => {
            format!("{LATER} It does not ask for the plain list.")
        }
        Finding::UsersWithoutId => format!("{LATER} At the first user it finds: {INCOMPATIBLE}."),
        Finding::GroupsRefused { status: 401 | 403 } => format!("While groups are mapped: {CREDENTIALS}"),
        Finding::GroupsRefused { status: 404 } => format!("While groups are mapped: {NOT_FOUND}"),
        Finding::GroupsRefused { status } => format!("While groups are mapped: {}", web_resource(*status)),
        Finding::GroupsNotAList => format!("While groups are mapped: {INCOMPATIBLE}."),
        Finding::GroupsFailed(_) => format!("While groups are mapped: {SENDING} ({UNAVAILABLE})"),
        Finding::PatchNotServed { .. } => {
            format!("{LATER} At the first change: NotImplemented or MethodNotAllowed.")
        }
        Finding::PatchDialectRefused { .. } => format!("{LATER} At the first change: {BAD_REQUEST}."),
        Finding::PatchForbidden { .. } => {
            format!("{LATER} At the first change: InsufficientRights or NotPermitted.")
        }
        Finding::PatchPrecondition { status } => {
            format!("{LATER} At the first change: {}", web_resource(*status))
        }
        _ => return None,
    })
}

fn failed(error: &HttpError) -> String {
    match error {
        HttpError::Dns { .. } | HttpError::Connect { .. } => {
            format!("If it gets no further either: {SENDING} ({UNAVAILABLE})")
        }
        HttpError::NotHttp | HttpError::BodyTooLarge { .. } => format!("{INCOMPATIBLE} or {UNAVAILABLE}."),
        _ => format!("{SENDING} ({UNAVAILABLE})"),
    }
}

/// The quotation in which Entra wraps what a service answered.
fn web_resource(status: u16) -> String {
    let name = match status {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        410 => "Gone",
        412 => "PreconditionFailed",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => "",
    };
    let shown = if name.is_empty() { status.to_string() } else { name.to_owned() };
    format!("Received response from Web resource. … Response Status Code: {shown} … ({UNAVAILABLE})")
}
