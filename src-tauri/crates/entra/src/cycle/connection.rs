//! The connection test that begins a cycle: a look-up of somebody who does not exist (§5).

use onramp_mapping::MappingTable;
use onramp_scim::filter::Filter;
use onramp_scim::path::AttributePath;
use onramp_scim::request::{ScimAnswer, ScimRequest};

use super::execution::CycleError;
use super::summary::status_name;

/// The matching attribute where a table names none that can be asked by.
const USER_NAME: &str = "userName";

/// A connection test that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionFault {
    /// What is wrong, by Entra's codes.
    pub error: CycleError,
    /// Whether it puts a job into quarantine at once. A service that is only busy (429, 5xx) gets another chance with the
    /// next cycle; which of the answers Entra counts in is not documented beyond credentials and compliance.
    pub quarantines: bool,
}

/// The request: a filter on the first matching attribute for `unknown`, a value nobody has. Entra takes a new GUID each
/// time.
#[must_use]
pub fn connection_test(table: &MappingTable, unknown: &str) -> ScimRequest {
    let path = table.matching().first().and_then(|row| AttributePath::parse(&row.target).ok());
    let path = path.unwrap_or_else(|| AttributePath::simple(USER_NAME));
    ScimRequest::get("/Users").with_query("filter", Filter::eq(&path, unknown).to_string())
}

/// What the answer says; `None` where none came. `reason` is why, in words.
///
/// # Errors
/// The fault, with Entra's code (§5, §9).
pub fn judge_connection(answer: Option<&ScimAnswer>, reason: &str) -> Result<(), ConnectionFault> {
    let fault = |code: &str, message: String, quarantines| {
        Err(ConnectionFault { error: CycleError::new(code, message), quarantines })
    };
    let Some(answer) = answer else {
        return fault(UNAVAILABLE, format!("The SCIM endpoint could not be reached: {reason}"), true);
    };
    let status = answer.status;
    let said = answer.body.as_ref().and_then(|body| body.get("detail")?.as_str());
    let said = said.map(|detail| format!(" Message: {detail}")).unwrap_or_default();
    match status {
        200 if is_list(answer) => Ok(()),
        200 => fault(
            INCOMPATIBLE,
            "The SCIM endpoint answered 200 to a filter, but not with a ListResponse.".to_owned(),
            true,
        ),
        401 | 403 => fault(
            INVALID_CREDENTIALS,
            format!(
                "The SCIM endpoint answered {status} to the credentials that are saved for this job.{said}"
            ),
            true,
        ),
        429 | 500..=599 => fault(
            UNAVAILABLE,
            format!("The SCIM endpoint answered {status} {}.{said}", status_name(status)),
            false,
        ),
        404 => fault(
            UNAVAILABLE,
            format!(
                "HTTP/404 Not Found response was returned rather than the expected HTTP/200 OK response.{said}"
            ),
            true,
        ),
        _ => fault(
            INCOMPATIBLE,
            format!("The SCIM endpoint answered {status} {} to a filter.{said}", status_name(status)),
            true,
        ),
    }
}

fn is_list(answer: &ScimAnswer) -> bool {
    let Some(body) = &answer.body else { return false };
    match body.get("Resources") {
        Some(resources) => resources.is_array(),
        // A service may leave out an empty one (RFC 7644 §3.4.2).
        None => body.get("totalResults").and_then(serde_json::Value::as_u64) == Some(0),
    }
}

/// The service cannot be reached, or is not able to answer (§5).
const UNAVAILABLE: &str = "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable";
/// The token is refused (`graph/README.md` §8).
const INVALID_CREDENTIALS: &str = "SystemForCrossDomainIdentityManagementInvalidCredentials";
/// The answer is not SCIM (§9).
const INCOMPATIBLE: &str = "SystemForCrossDomainIdentityManagementServiceIncompatible";

#[cfg(test)]
mod tests {
    use onramp_mapping::recommended;
    use serde_json::json;

    use super::*;

    #[test]
    fn it_asks_by_the_first_matching_attribute() {
        let mut table = recommended();
        let asked = |table: &MappingTable| connection_test(table, "no-one").query[0].1.clone();
        assert_eq!(asked(&table), r#"userName eq "no-one""#);
        table.rows[0].matching_precedence = None;
        assert_eq!(asked(&table), r#"userName eq "no-one""#);
        table.rows[6].matching_precedence = Some(1);
        assert_eq!(asked(&table), r#"externalId eq "no-one""#);
    }

    #[test]
    fn every_answer_has_a_verdict() {
        let list = json!({"totalResults": 0, "Resources": []});
        for (answer, code, quarantines) in [
            (Some(ScimAnswer::new(200, list)), "", false),
            (Some(ScimAnswer::new(200, json!({"totalResults": 0}))), "", false),
            (Some(ScimAnswer::new(200, json!([]))), INCOMPATIBLE, true),
            (Some(ScimAnswer::empty(200)), INCOMPATIBLE, true),
            (Some(ScimAnswer::empty(401)), INVALID_CREDENTIALS, true),
            (Some(ScimAnswer::empty(403)), INVALID_CREDENTIALS, true),
            (Some(ScimAnswer::empty(404)), UNAVAILABLE, true),
            (Some(ScimAnswer::empty(400)), INCOMPATIBLE, true),
            (Some(ScimAnswer::empty(429)), UNAVAILABLE, false),
            (Some(ScimAnswer::empty(503)), UNAVAILABLE, false),
            (None, UNAVAILABLE, true),
        ] {
            let found = judge_connection(answer.as_ref(), "refused").err();
            let found =
                found.as_ref().map_or(("", false), |fault| (fault.error.code.as_str(), fault.quarantines));
            assert_eq!(found, (code, quarantines), "{answer:?}");
        }
    }
}
