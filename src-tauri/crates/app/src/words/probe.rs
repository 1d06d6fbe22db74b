//! Words for each finding of the connection test.

mod entra;
mod patch;
mod transport;

use onramp_scim_client::Finding;

use super::http_failure;
use crate::connect_ramp::{layer_id, note};
use crate::error::{AppError, Side};

/// The words of one finding.
#[derive(Debug, Default)]
pub(crate) struct FindingWords {
    /// The fact, for the verdict line.
    pub message: String,
    /// The rail's form, under 26 characters; `None` where the message is short enough.
    pub short: Option<String>,
    pub side: Option<Side>,
    pub meaning: Option<String>,
    pub steps: Vec<String>,
    /// What Entra’s own test, or its log, would have said.
    pub entra_says: Option<String>,
}

fn fact(message: impl Into<String>) -> FindingWords {
    FindingWords { message: message.into(), ..FindingWords::default() }
}

fn fault(message: impl Into<String>, short: &str, side: Side, meaning: &str, steps: &[&str]) -> FindingWords {
    FindingWords {
        message: message.into(),
        short: Some(short.to_owned()),
        side: Some(side),
        meaning: Some(meaning.to_owned()),
        steps: steps.iter().map(|step| (*step).to_owned()).collect(),
        entra_says: None,
    }
}

const COPY_URL: &str =
    "Copy the URL again from Ramp: Settings › Apps › Microsoft Entra. A part may be missing at its end.";
const SEND_TEXT: &str =
    "If it is the same, send Ramp support the request and the answer below. They hold no token.";

pub(crate) fn words(finding: &Finding) -> FindingWords {
    FindingWords { entra_says: entra::says(finding), ..described(finding) }
}

fn described(finding: &Finding) -> FindingWords {
    match finding {
        Finding::Skipped { because } => {
            fact(format!("Not tried: {} has to work first", layer_id(*because).title()))
        }
        Finding::UrlWellFormed { notes, .. } if notes.is_empty() => {
            fact("Well formed, no query, does not end in /Users")
        }
        Finding::UrlWellFormed { notes, .. } => {
            fact(format!("Well formed; {}", notes.iter().map(note).collect::<Vec<_>>().join("; ")))
        }
        Finding::UrlProblem(problem) => {
            let error = AppError::from(problem.clone());
            FindingWords {
                steps: vec![error.next_action],
                ..fault(error.message, "The URL is not usable", Side::You, "Nothing was sent.", &[])
            }
        }
        Finding::DnsResolved { .. }
        | Finding::DnsNotNeeded { .. }
        | Finding::DnsPrivate { .. }
        | Finding::TcpOpen { .. }
        | Finding::TlsTrusted { .. }
        | Finding::TlsConcerns { .. }
        | Finding::TlsCertificate { .. }
        | Finding::TlsUnjudged { .. }
        | Finding::TlsThroughProxy
        | Finding::TlsNotUsed
        | Finding::ProxyScriptIgnored { .. }
        | Finding::HttpProxyAuthentication { .. } => transport::words(finding),
        Finding::PatchServed { .. }
        | Finding::PatchNotServed { .. }
        | Finding::PatchDialectRefused { .. }
        | Finding::PatchForbidden { .. }
        | Finding::PatchPrecondition { .. }
        | Finding::PatchOfNobody { .. }
        | Finding::PatchUnclear { .. } => patch::words(finding),
        Finding::Failed(error)
        | Finding::GroupsFailed(error)
        | Finding::ConfigFailed(error)
        | Finding::PatchFailed(error) => {
            let failure = http_failure(error);
            FindingWords {
                steps: vec![failure.next_action],
                ..fault(failure.message, "No answer", failure.side, "Nothing was changed in Ramp.", &[])
            }
        }
        Finding::HttpAnswered { status } => fact(format!("Answers by itself, status {status}")),
        Finding::HttpRedirected { status, location } => fault(
            format!("{status}: it points to {location}"),
            "It points elsewhere",
            Side::You,
            "Entra is not known to follow. Onramp does not either: the token would go to another address.",
            &[COPY_URL],
        ),
        Finding::HttpThrottled { retry_after } => fault(
            match retry_after {
                Some(after) => format!("429: too many requests, try again in {after}"),
                None => "429: too many requests".to_owned(),
            },
            "Too many requests (429)",
            Side::Ramp,
            "The URL and the token may be fine. Ramp takes no more requests right now.",
            &["Wait a little, then test again."],
        ),
        Finding::HttpServerError { status } => fault(
            format!("{status}: the service itself fails"),
            "The service fails",
            Side::Ramp,
            "The request reached the service and broke there. The URL and the token may be fine.",
            &["Test again in a few minutes.", SEND_TEXT],
        ),
        Finding::TokenAccepted => fact("The token is accepted"),
        Finding::TokenUnauthorized { .. } => fault(
            "401: the token is not known",
            "Token refused (401)",
            Side::You,
            "The URL is right: Ramp answered and refused the token. It may be mistyped, replaced or disconnected.",
            &[
                "Make a new token in Ramp: Settings › Apps › Microsoft Entra.",
                "Paste it here under Replace, then test again.",
            ],
        ),
        Finding::TokenForbidden => fault(
            "403: the token may not do this",
            "Token not allowed (403)",
            Side::Ramp,
            "The token was read, but has no right to read users. Or a filter in front of the service refuses this computer.",
            &["Make a new token with an Admin account in Ramp.", SEND_TEXT],
        ),
        Finding::TokenUnsendable => fault(
            "The token holds a character that can’t be sent",
            "Token can’t be sent",
            Side::You,
            "Nothing was sent.",
            &["Copy the token again from Ramp."],
        ),
        Finding::ShapeList => fact("application/scim+json, a proper list"),
        Finding::ShapeMediaType { found } => fault(
            format!("A proper list, as {}", found.as_deref().unwrap_or("no type at all")),
            "Not application/scim+json",
            Side::Ramp,
            "SCIM asks for application/scim+json. Entra is said to accept this all the same.",
            &["Nothing to do unless Entra’s own test fails."],
        ),
        Finding::ShapeWithoutResources => fault(
            "A list without Resources",
            "Resources is missing",
            Side::Ramp,
            "Entra wants Resources in every list, even when it is empty.",
            &[SEND_TEXT],
        ),
        Finding::ShapeNothingThere { status } => fault(
            format!("{status}: nothing is there, not even the list of users"),
            "No SCIM at this URL",
            Side::You,
            "A server answers, but not at this path. The token was not judged.",
            &[COPY_URL],
        ),
        Finding::ShapeHtml { title, .. } => fault(
            match title {
                Some(title) => format!("A web page: “{title}”"),
                None => "A web page, not SCIM".to_owned(),
            },
            "A web page answers",
            Side::You,
            "This is a page for people: a sign-in, a proxy or a website. SCIM answers in JSON. The token was not judged.",
            &[
                COPY_URL,
                "If the URL is right, a proxy or sign-in page stands in between: try from another network.",
            ],
        ),
        Finding::ShapeEmptyBody { .. } => shape("An empty answer", "Empty answer"),
        Finding::ShapeNotJson { media_type } => shape(
            format!("Not JSON, but {}", media_type.as_deref().unwrap_or("something without a type")),
            "The answer is not JSON",
        ),
        Finding::ShapeBareArray => shape("A bare array where a ListResponse belongs", "No ListResponse"),
        Finding::ShapeNotAList { .. } => shape("JSON, but no ListResponse", "No ListResponse"),
        Finding::ShapeRefused { status } => fault(
            format!("{status}: users can’t be listed"),
            "Users can’t be listed",
            Side::Ramp,
            "Neither the filtered nor the plain list of users was answered.",
            &[COPY_URL, SEND_TEXT],
        ),
        Finding::FilterEmptyList => fact("Nobody found, and an empty list says so"),
        Finding::FilterNotFound => fault(
            "404 where an empty list belongs",
            "Filter answers 404",
            Side::Ramp,
            "Entra starts by looking for someone who cannot exist. The right answer is 200 with no results. The token is fine: the list of users came back with it a moment later.",
            &[COPY_URL, SEND_TEXT],
        ),
        Finding::FilterRefused { status, .. } => fault(
            format!("{status}: the filter is refused"),
            "The filter is refused",
            Side::Ramp,
            "Entra finds people by userName eq \"…\". A service that refuses it can’t be provisioned. The token is fine.",
            &[SEND_TEXT],
        ),
        Finding::FilterIgnored { returned } => fault(
            format!("The filter is ignored: {returned} users came back"),
            "The filter is ignored",
            Side::Ramp,
            "Entra asked for one who cannot exist and got others. It might take a stranger for the person it looks for.",
            &[SEND_TEXT],
        ),
        Finding::UsersReadable { total: 1 } => fact("1 person can be read"),
        Finding::UsersReadable { total } => fact(format!("{total} people can be read")),
        Finding::UsersCountIgnored { returned } => fault(
            format!("Paging is ignored: {returned} came where 1 was asked for"),
            "Paging is ignored",
            Side::Ramp,
            "It works, but slowly for large accounts.",
            &["Nothing to do for a small account."],
        ),
        Finding::UsersWithoutId => fault(
            "A user without an id",
            "A user has no id",
            Side::Ramp,
            "Entra names people by their id in every later request.",
            &[SEND_TEXT],
        ),
        Finding::UsersRefused { status } => fault(
            format!("{status}: users can’t be listed"),
            "Users can’t be listed",
            Side::Ramp,
            "A filter works, the plain list does not.",
            &[SEND_TEXT],
        ),
        Finding::UsersNotAList => shape("The list of users is no ListResponse", "No ListResponse"),
        Finding::GroupsEmptyList => fact("An empty list, as Entra needs"),
        Finding::GroupsRefused { status } => fault(
            format!("{status} where an empty list belongs"),
            "Groups are refused",
            Side::Ramp,
            "Entra asks for groups too while the group mapping is on, and its test fails then. People are provisioned all the same once it is off.",
            &["Switch off Provision Microsoft Entra ID Groups in Entra: Ramp takes users only."],
        ),
        Finding::GroupsNotAList => fault(
            "No proper list of groups",
            "Groups are no list",
            Side::Ramp,
            "Entra’s test may stumble over it while the group mapping is on.",
            &["Switch off Provision Microsoft Entra ID Groups in Entra: Ramp takes users only."],
        ),
        Finding::GroupsFilterIgnored { .. } => fault(
            "The filter on groups is ignored",
            "Group filter is ignored",
            Side::Ramp,
            "It matters only while groups are provisioned, which Ramp’s guide does not do.",
            &["Switch off Provision Microsoft Entra ID Groups in Entra."],
        ),
        Finding::ConfigDeclared => fact("PATCH and filter are declared"),
        Finding::ConfigUndeclared { patch, filter } => fault(
            match (patch, filter) {
                (false, false) => "Neither PATCH nor filter is declared",
                (false, true) => "PATCH is not declared",
                _ => "Filter is not declared",
            },
            "Support is not declared",
            Side::Ramp,
            "Entra does not read this page. What is not declared may work all the same.",
            &["Nothing to do if the test of one user works."],
        ),
        Finding::ConfigMissing { status } => fault(
            format!("{status}: there is none"),
            "No ServiceProviderConfig",
            Side::Ramp,
            "Entra does not read this page.",
            &["Nothing to do."],
        ),
        Finding::ConfigNotScim => fault(
            "Not the document SCIM describes",
            "No ServiceProviderConfig",
            Side::Ramp,
            "Entra does not read this page.",
            &["Nothing to do."],
        ),
    }
}

fn shape(message: impl Into<String>, short: &str) -> FindingWords {
    fault(
        message,
        short,
        Side::Ramp,
        "Entra wants a SCIM ListResponse with totalResults and Resources, and can’t read anything else.",
        &[COPY_URL, SEND_TEXT],
    )
}

#[cfg(test)]
mod tests;
