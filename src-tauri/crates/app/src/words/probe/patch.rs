//! Words for the layer PATCH: what a change of nobody can show, and what it can't.

use onramp_scim_client::{Finding, PatchDialect};

use super::{FindingWords, SEND_TEXT, fact, fault};
use crate::error::Side;

/// What the test of one user shows and this layer does not.
const PROVE: &str = "Provision the test user, change a value and provision again: that shows it.";

pub(super) fn words(finding: &Finding) -> FindingWords {
    match finding {
        Finding::PatchServed { declared } => fact(match declared {
            Some(false) => "PATCH is served, though not declared; the test user proves the values",
            Some(true) | None => "PATCH is served; the test user proves the values",
        }),
        Finding::PatchNotServed { status, declared } => fault(
            format!(
                "{status}: there is no PATCH{}",
                if *declared == Some(true) { ", though it is declared" } else { "" }
            ),
            "No PATCH",
            Side::Ramp,
            "Entra changes and deactivates people by PATCH alone. They would be created and never changed.",
            &[SEND_TEXT],
        ),
        Finding::PatchDialectRefused { dialects, status, scim_type } => {
            refused(dialects, *status, scim_type.as_deref())
        }
        Finding::PatchForbidden { status } => fault(
            format!("{status}: the token may not change users"),
            "No right to change",
            Side::Ramp,
            "Reading works with this token. Nobody has the id that was asked for, so it may also be this service’s way to say so.",
            &[
                "Provision the test user: it shows whether the token may write.",
                "If it is refused too, make a new token with an Admin account in Ramp.",
            ],
        ),
        Finding::PatchPrecondition { status } => fault(
            format!("{status}: a change needs If-Match"),
            "If-Match is demanded",
            Side::Ramp,
            "Entra is not seen to send that header, so its changes would be refused.",
            &[SEND_TEXT],
        ),
        Finding::PatchOfNobody { status } => fault(
            format!("{status} to the change of a user who does not exist"),
            "PATCH says yes to nobody",
            Side::Ramp,
            "The right answer is 404. A service that agrees to everything does not tell when a change is lost.",
            &[PROVE],
        ),
        Finding::PatchUnclear { status } => fault(
            format!("{status}, from which nothing follows about PATCH"),
            "PATCH is unclear",
            Side::Ramp,
            match status {
                404 => {
                    "404 is right for a user who does not exist. But it is not in SCIM’s form, so it may as well say that there is no PATCH."
                }
                429 => "The service takes no more requests right now.",
                _ => "The answer is neither SCIM’s 404 nor a refusal of PATCH.",
            },
            &[PROVE],
        ),
        // The caller sends only what is named above.
        other => fact(other.code()),
    }
}

fn refused(dialects: &[PatchDialect], status: u16, scim_type: Option<&str>) -> FindingWords {
    let (which, meaning, step) = match dialects {
        [PatchDialect::WithoutFlag] => (
            "as Entra writes it without the flag",
            "Without aadOptscim062020, Entra writes operations with capitals and booleans as text. This service took the other form.",
            "Add ?aadOptscim062020 to the Tenant URL in Entra. Provision on demand is not changed by it.",
        ),
        [PatchDialect::WithFlag] => (
            "as Entra writes it with the flag",
            "With aadOptscim062020, Entra sends one operation without a path, whose keys have dots. This service took the other form.",
            "Leave ?aadOptscim062020 out of the Tenant URL in Entra.",
        ),
        _ => (
            "in both of Entra’s forms",
            "Either it takes neither form, or it refuses the id, which nobody has, before it looks at the change.",
            PROVE,
        ),
    };
    let kind = scim_type.map(|kind| format!(" ({kind})")).unwrap_or_default();
    fault(
        format!("{status}{kind}: PATCH is refused {which}"),
        "A PATCH form is refused",
        Side::Ramp,
        meaning,
        &[step, SEND_TEXT],
    )
}
