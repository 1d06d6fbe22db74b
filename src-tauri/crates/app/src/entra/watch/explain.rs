//! Entra's codes and reasons in an admin's words (`entra-scim-client.md` §9, §10). Codes are many and change: what is not
//! known here is shown as it came.

use onramp_graph::wire::{ErrorInformation, Quarantine};

use super::FailureView;
use crate::error::Side;

/// A cause, whose side it is on, and what to do.
pub(super) struct Explained {
    pub cause: String,
    pub side: Side,
    pub next_action: String,
}

/// One line of the table: a code's ending or a part of it, and what it means.
struct Line {
    code: &'static str,
    side: Side,
    cause: &'static str,
    next: &'static str,
}

const fn line(code: &'static str, side: Side, cause: &'static str, next: &'static str) -> Line {
    Line { code, side, cause, next }
}

/// Looked through from the top: the first whose code is part of Entra's counts.
const LINES: [Line; 22] = [
    line(
        "CredentialValidationUnavailable",
        Side::Ramp,
        "Entra could not reach Ramp, or Ramp refused the token.",
        "Test the connection under Connect Ramp: it names the layer that fails.",
    ),
    line(
        "InvalidCredentials",
        Side::Ramp,
        "Ramp does not accept the token any more.",
        "Make a new token in Ramp, save it in Entra by a new plan, and start again.",
    ),
    line(
        "CredentialValidationFailure",
        Side::Ramp,
        "Ramp does not accept the token.",
        "Make a new token in Ramp, save it in Entra by a new plan, and start again.",
    ),
    line(
        "InsufficientRights",
        Side::Ramp,
        "Ramp takes the token, but does not let it do this.",
        "Connect SCIM again in Ramp with an account that may manage users.",
    ),
    line(
        "MultipleEntriesInResponse",
        Side::Ramp,
        "Ramp answered a look-up for one user with several.",
        "Send Ramp support the entry.",
    ),
    line(
        "ServiceIncompatible",
        Side::Ramp,
        "Ramp’s answer is not what Entra reads, or Ramp refused the request.",
        "Read the reason: it often holds Ramp’s own words. Then preview this person here.",
    ),
    line(
        "BadRe",
        Side::Ramp,
        "Ramp refused what was sent about this person.",
        "Read the reason: it holds Ramp’s own words. Then preview this person here: it names the rule.",
    ),
    line(
        "DuplicateTargetEntries",
        Side::Ramp,
        "Several users in Ramp match this person.",
        "Leave one of them the matching value, in Ramp.",
    ),
    line(
        "DuplicateSourceEntries",
        Side::Entra,
        "Several people in Entra have the same matching value.",
        "Give each their own, in Entra.",
    ),
    line(
        "EntryConflict",
        Side::Ramp,
        "Another account in Ramp has this value already.",
        "Find it in Ramp by the mail address, and free the value or correct it in Entra.",
    ),
    line(
        "Conflict",
        Side::Ramp,
        "Another account in Ramp has this value already.",
        "Find it in Ramp by the mail address, and free the value or correct it in Entra.",
    ),
    line(
        "InvalidAnchor",
        Side::Ramp,
        "The user that Entra linked is gone from Ramp.",
        "Restart provisioning with everything reset: Entra then looks for the person anew.",
    ),
    line(
        "SchemaAttributeNotFound",
        Side::You,
        "A target attribute of the mapping is not in the application’s list.",
        "Look at the name under Attribute mappings, capitals included.",
    ),
    line(
        "SchemaPropertyCanOnlyAcceptValue",
        Side::You,
        "A list is mapped to an attribute that takes one value.",
        "Choose another source under Attribute mappings.",
    ),
    line(
        "MandatoryFieldsMissing",
        Side::Entra,
        "A value that Ramp needs is empty for this person.",
        "Fill it in Entra, or set a default in Ramp.",
    ),
    line(
        "MissingValues",
        Side::Entra,
        "A value that is needed is empty for this person.",
        "Fill it in Entra.",
    ),
    line(
        "ImportSkipped",
        Side::Entra,
        "The matching attribute is empty for this person.",
        "Fill it in Entra, such as the mail address.",
    ),
    line(
        "NotEffectivelyEntitled",
        Side::Entra,
        "They are not assigned to the application, or without a role that counts.",
        "Assign them or a group they are in directly. A fresh assignment takes some minutes to count.",
    ),
    line("RedundantExport", Side::Entra, "Everything is equal in Ramp already.", "Nothing to do."),
    line(
        "TooManyRequests",
        Side::Ramp,
        "Ramp asked Entra for patience.",
        "Nothing to do: Entra tries again by itself.",
    ),
    line(
        "Timeout",
        Side::Ramp,
        "Ramp did not answer in time.",
        "Nothing to do at first: Entra tries again by itself. If it stays, ask Ramp support.",
    ),
    line(
        "InternalServerError",
        Side::Ramp,
        "Ramp answered with a fault of its own.",
        "Nothing to do at first: Entra tries again by itself. If it stays, ask Ramp support.",
    ),
];

/// What a failure means.
pub(super) fn explain(error: &ErrorInformation) -> Explained {
    let code = error.error_code.as_deref().unwrap_or_default();
    match LINES.iter().find(|line| code.contains(line.code)) {
        Some(line) => {
            Explained { cause: line.cause.to_owned(), side: line.side, next_action: line.next.to_owned() }
        }
        None => Explained {
            cause: "Entra names a cause that is not known here.".to_owned(),
            side: Side::Entra,
            next_action: error
                .recommended_action
                .clone()
                .unwrap_or_else(|| "Read Entra’s own words.".to_owned()),
        },
    }
}

/// Why a job is in quarantine, and the way out.
pub(super) fn quarantine(quarantine: &Quarantine) -> FailureView {
    let error = quarantine.error.as_ref();
    let (cause, side, next_action) = match quarantine.reason.as_str() {
        "EncounteredQuarantineException" => {
            let error = ErrorInformation {
                error_code: error.and_then(|error| error.code.clone()),
                ..ErrorInformation::default()
            };
            let Explained { cause, side, next_action } = explain(&error);
            (cause, side, next_action)
        }
        "TooManyDeletes" => (
            "More people would have been deactivated or deleted than the accidental deletion threshold allows."
                .to_owned(),
            Side::You,
            "Look at who they are in the logs. If it is meant, allow the deletions in the portal; if not, put the \
             assignment or the scope right, then start again."
                .to_owned(),
        ),
        "EncounteredBaseEscrowThreshold"
        | "EncounteredTotalEscrowThreshold"
        | "EncounteredEscrowProportionThreshold" => (
            "Too many people fail.".to_owned(),
            Side::Entra,
            "Look at the failures by cause, mend the commonest, then start again.".to_owned(),
        ),
        "QuarantinedOnDemand" => (
            "Microsoft or an admin put the job into quarantine.".to_owned(),
            Side::Entra,
            "Start it again. If it comes back, ask Microsoft’s support.".to_owned(),
        ),
        _ => (
            "Entra does not say why.".to_owned(),
            Side::Entra,
            "Look at the logs of the last cycle, then start again.".to_owned(),
        ),
    };
    FailureView {
        code: Some(quarantine.reason.clone()),
        cause,
        side,
        next_action,
        raw: error.and_then(|error| error.message.clone()),
    }
}
