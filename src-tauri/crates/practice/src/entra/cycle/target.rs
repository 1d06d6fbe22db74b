//! The SCIM service a job sends to: on this computer, or nothing is sent.

use onramp_entra::Dialect;
use onramp_entra::cycle::{ConnectionFault, connection_test, judge_connection};
use onramp_http::HttpClient;
use onramp_mapping::MappingTable;
use onramp_scim::request::{ScimAnswer, ScimRequest};
use onramp_scim_client::{RetryPolicy, ScimClient, ScimClientError, ScimUrl, UrlNote, UrlProblem};
use secrecy::SecretString;
use uuid::Uuid;

/// The flag in the tenant URL that makes a PATCH compliant (`entra-scim-client.md` §3).
const COMPLIANCE_FLAG: &str = "aadOptscim062020";

/// A SCIM service that may be sent to.
#[derive(Debug)]
pub(crate) struct Target {
    client: ScimClient,
    /// What a cycle's PATCH looks like.
    pub(crate) dialect: Dialect,
}

/// Why nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TargetError {
    /// It is not on this computer.
    #[error(
        "Practice Entra sends invented people to this computer only. The BaseAddress has to be an http or https URL of \
         127.0.0.1, [::1] or localhost."
    )]
    Elsewhere,
    /// It is no base URL.
    #[error("The BaseAddress cannot be used: {0}.")]
    Url(#[from] UrlProblem),
}

/// What came of one request.
#[derive(Debug)]
pub(crate) struct Came {
    /// The answer; `None` where none came. One that is not JSON has a status alone.
    pub(crate) answer: Option<ScimAnswer>,
    /// Why there is none.
    pub(crate) reason: String,
    pub(crate) millis: u32,
}

impl Target {
    /// The service at a job's `BaseAddress`. Every request of practice Entra goes through one of these, and none is made
    /// for an address that is not on this computer: invented people must never reach a real service.
    pub(crate) fn open(
        http: &HttpClient,
        base_address: &str,
        token: SecretString,
    ) -> Result<Self, TargetError> {
        let parsed = match ScimUrl::parse(base_address) {
            Ok(parsed) => parsed,
            // Plain HTTP to elsewhere is a problem of its own; where it points to is the greater one.
            Err(UrlProblem::PlainHttpToPublicHost { .. }) => return Err(TargetError::Elsewhere),
            Err(problem) => return Err(problem.into()),
        };
        if !parsed.url.is_loopback() {
            return Err(TargetError::Elsewhere);
        }
        let is_flag =
            |note: &UrlNote| matches!(note, UrlNote::ComplianceFlag { flag } if flag == COMPLIANCE_FLAG);
        let dialect = if parsed.notes.iter().any(is_flag) { Dialect::CycleFlag } else { Dialect::Cycle };
        // Who fails is tried again by the rules of escrow; what the client would repeat by itself would hide that.
        let client = ScimClient::new(http.clone(), parsed.url, token).with_retry(RetryPolicy::NEVER);
        Ok(Self { client, dialect })
    }

    /// Entra's connection test: looks for somebody who does not exist.
    pub(crate) async fn test(&self, table: &MappingTable) -> Result<(), ConnectionFault> {
        let unknown = Uuid::new_v4().to_string();
        let came = self.send(&connection_test(table, &unknown), "connection-test").await;
        judge_connection(came.answer.as_ref(), &came.reason)
    }

    /// Sends one request.
    pub(crate) async fn send(&self, request: &ScimRequest, purpose: &str) -> Came {
        let sent = self.client.send(request, purpose).await;
        let millis = sent.record.millis;
        let reason = sent.answer.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let answer = match sent.answer {
            Ok(answer) => Some(answer),
            // An answer came, and says nothing that SCIM knows.
            Err(ScimClientError::NotJson { status, .. } | ScimClientError::Redirected { status, .. }) => {
                Some(ScimAnswer::empty(status))
            }
            Err(_) => None,
        };
        Came { answer, reason, millis }
    }
}

#[cfg(test)]
mod tests {
    use onramp_http::HttpOptions;

    use super::*;

    #[test]
    fn only_this_computer_is_sent_to() {
        let http = HttpClient::new(HttpOptions::default()).unwrap();
        let open = |base_address: &str| {
            let target = Target::open(&http, base_address, SecretString::from("token"));
            target.map(|target| target.dialect)
        };
        for address in [
            "http://127.0.0.1:8080/scim/v2",
            "https://localhost/scim",
            "http://[::1]:9/scim",
            "http://ramp.localhost:9/scim/v2",
        ] {
            assert_eq!(open(address), Ok(Dialect::Cycle), "{address}");
        }
        assert_eq!(open("http://127.0.0.1:1/scim/v2?aadOptscim062020"), Ok(Dialect::CycleFlag));
        assert_eq!(open("http://127.0.0.1:1/scim/v2?AzureAdScimPatch2017"), Ok(Dialect::Cycle));
        for address in [
            "https://api.ramp.com/scim/v2",
            "http://api.ramp.com/scim/v2",
            "https://127.0.0.1.example/scim",
            "https://localhost.example/scim",
            "http://10.0.0.1/scim",
            "https://0.0.0.0/scim",
        ] {
            assert_eq!(open(address), Err(TargetError::Elsewhere), "{address}");
        }
        for address in ["", "127.0.0.1:8080/scim", "ftp://127.0.0.1/scim", "http://user@127.0.0.1/scim"] {
            assert!(matches!(open(address), Err(TargetError::Url(_))), "{address}");
        }
    }
}
