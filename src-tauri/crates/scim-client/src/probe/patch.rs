//! Whether the service takes a PATCH as Entra writes it. Both are sent for a user who does not exist.

use onramp_http::{Exchanged, HttpResponse};
use onramp_scim::urn;
use serde_json::{Value, json};

use super::judge::{is_scim_error, is_success, scim_type};
use super::{Finding, PatchDialect};

impl PatchDialect {
    /// Both, in the order in which they are asked.
    pub(super) const BOTH: [Self; 2] = [Self::WithoutFlag, Self::WithFlag];

    /// A change that would do no harm if somebody took it.
    pub(super) fn body(self) -> Value {
        let operation = match self {
            Self::WithoutFlag => json!({ "op": "Replace", "path": "active", "value": "True" }),
            Self::WithFlag => {
                json!({ "op": "replace", "value": { "active": true, "name.givenName": "Onramp" } })
            }
        };
        json!({ "schemas": [urn::PATCH_OP], "Operations": [operation] })
    }

    /// The request's name in its record.
    pub(super) fn purpose(self) -> &'static str {
        match self {
            Self::WithoutFlag => "probe.patch",
            Self::WithFlag => "probe.patch-with-flag",
        }
    }
}

/// What both answers come to, and the exchange that says it: the graver one, the first where they are alike.
pub(super) fn judge(
    answers: &[(PatchDialect, Exchanged)],
    declared: Option<bool>,
) -> Option<(Finding, &Exchanged)> {
    let refused: Vec<_> = answers
        .iter()
        .filter(|(_, exchanged)| exchanged.result.as_ref().is_ok_and(refuses_the_body))
        .map(|(dialect, _)| *dialect)
        .collect();
    let found = answers.iter().map(|(_, exchanged)| (one(exchanged, declared, &refused), exchanged));
    // The last of equals would win: the first is meant.
    found.rev().max_by_key(|(finding, _)| gravity(finding))
}

fn one(exchanged: &Exchanged, declared: Option<bool>, refused: &[PatchDialect]) -> Finding {
    let response = match &exchanged.result {
        Ok(response) => response,
        Err(error) => return Finding::PatchFailed(error.clone()),
    };
    let status = response.status;
    match status {
        404 if is_scim_error(response) => Finding::PatchServed { declared },
        405 | 501 => Finding::PatchNotServed { status, declared },
        401 | 403 => Finding::PatchForbidden { status },
        412 | 428 => Finding::PatchPrecondition { status },
        _ if is_success(response) => Finding::PatchOfNobody { status },
        _ if refuses_the_body(response) => Finding::PatchDialectRefused {
            dialects: refused.to_vec(),
            status,
            scim_type: scim_type(response),
        },
        _ => Finding::PatchUnclear { status },
    }
}

fn refuses_the_body(response: &HttpResponse) -> bool {
    matches!(response.status, 400 | 415 | 422 | 500)
}

fn gravity(finding: &Finding) -> u8 {
    match finding {
        Finding::PatchNotServed { .. } => 6,
        Finding::PatchForbidden { .. } => 5,
        Finding::PatchPrecondition { .. } => 4,
        Finding::PatchDialectRefused { .. } => 3,
        Finding::PatchFailed(_) => 2,
        Finding::PatchServed { .. } => 0,
        _ => 1,
    }
}
