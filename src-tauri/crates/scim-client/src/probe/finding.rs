//! What a layer's check can find, as data; the words for it are made elsewhere.

use std::net::SocketAddr;

use onramp_http::{HttpError, ProxyServer};
use serde::{Deserialize, Serialize};

use super::{Layer, Verdict};
use crate::{UrlNote, UrlProblem};

/// What was found about one layer: one case per thing to tell and to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "finding", content = "data", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Finding {
    /// The layer could not be judged because another one has to be mended first.
    Skipped {
        /// The layer to mend.
        because: Layer,
    },

    /// The URL is usable.
    UrlWellFormed {
        /// The base URL that is asked.
        url: String,
        /// What was taken off the pasted text.
        notes: Vec<UrlNote>,
    },
    /// The URL is not usable.
    UrlProblem(UrlProblem),

    /// The host name has addresses.
    DnsResolved {
        /// The host that was looked up: the proxy's, where there is one.
        host: String,
        /// Its addresses with the port, in the order they are tried.
        addresses: Vec<SocketAddr>,
        /// The proxy the system's settings name for the URL.
        proxy: Option<ProxyServer>,
    },
    /// The URL names an address, so there is nothing to look up.
    DnsNotNeeded {
        /// The address with the port.
        address: SocketAddr,
    },
    /// The port is open.
    TcpOpen {
        /// The address that answered.
        address: SocketAddr,
        /// The proxy, where the connection is to one.
        proxy: Option<ProxyServer>,
    },
    /// A trusted TLS 1.2 session, as Entra needs it.
    TlsTrusted,
    /// A trusted session, but the service refuses TLS 1.2, the only version Entra is documented to speak.
    TlsWithout12,
    /// A trusted session through a proxy. Which versions the service speaks was not looked at.
    TlsThroughProxy,
    /// The service is on this computer and speaks plain HTTP: TLS has no place here.
    TlsNotUsed,

    /// The layer's connection or exchange failed; it fails the layer.
    Failed(HttpError),

    /// An HTTP answer came from the service itself.
    HttpAnswered {
        /// The status code.
        status: u16,
    },
    /// The service, or something before it, points elsewhere. Entra is not known to follow.
    HttpRedirected {
        /// The status code, 301 to 308.
        status: u16,
        /// The target as the service wrote it.
        location: String,
    },
    /// A proxy asks for credentials (407).
    HttpProxyAuthentication,
    /// Too many requests (429).
    HttpThrottled {
        /// The Retry-After header as the service wrote it.
        retry_after: Option<String>,
    },
    /// The service fails (5xx).
    HttpServerError {
        /// The status code.
        status: u16,
    },

    /// The token is accepted.
    TokenAccepted,
    /// The token is not known (401).
    TokenUnauthorized {
        /// The WWW-Authenticate header as the service wrote it.
        challenge: Option<String>,
    },
    /// The token is known and may not do this (403), or a filter before the service refuses this computer.
    TokenForbidden,
    /// The token has characters no header may hold. Nothing was sent.
    TokenUnsendable,

    /// A SCIM list, in SCIM's media type.
    ShapeList,
    /// A SCIM list under another media type. Entra is said to tolerate `application/json`.
    ShapeMediaType {
        /// The media type it claims, in lower case.
        found: Option<String>,
    },
    /// A SCIM list that lacks `Resources`, which Entra wants even when it is empty.
    ShapeWithoutResources,
    /// Nothing is found at the URL, not even the list of all users: the URL is wrong.
    ShapeNothingThere {
        /// The status code, 404, 405 or 410.
        status: u16,
    },
    /// A web page, as a sign-in, a proxy or a marketing site answers.
    ShapeHtml {
        /// The status code.
        status: u16,
        /// The page's title.
        title: Option<String>,
    },
    /// Nothing in the body.
    ShapeEmptyBody {
        /// The status code.
        status: u16,
    },
    /// A body that is not JSON.
    ShapeNotJson {
        /// The media type it claims, in lower case.
        media_type: Option<String>,
    },
    /// A JSON array where a ListResponse belongs.
    ShapeBareArray,
    /// JSON, but no ListResponse (RFC 7644 §3.4.2).
    ShapeNotAList {
        /// What it lacks.
        missing: Vec<ListMember>,
    },
    /// Neither the filtered nor the plain list of users was answered with success.
    ShapeRefused {
        /// The status code.
        status: u16,
    },

    /// A filter that matches nobody brings an empty list.
    FilterEmptyList,
    /// 404 where an empty list belongs, though the plain list of users is there.
    FilterNotFound,
    /// The service refuses the filter.
    FilterRefused {
        /// The status code.
        status: u16,
        /// The `scimType` of the error (RFC 7644 §3.12).
        scim_type: Option<String>,
    },
    /// The service answers with users who do not match: it ignores the filter. Entra may take a wrong user for a match.
    FilterIgnored {
        /// How many users came, or are said to be there.
        returned: u64,
    },

    /// Users can be read.
    UsersReadable {
        /// How many there are.
        total: u64,
    },
    /// More users came than were asked for: paging is ignored.
    UsersCountIgnored {
        /// How many users came.
        returned: u64,
    },
    /// A user without an `id` (RFC 7643 §3.1), by which Entra names it in every later request.
    UsersWithoutId,
    /// The service does not list users.
    UsersRefused {
        /// The status code.
        status: u16,
    },
    /// The answer is no SCIM list, though the filtered one is.
    UsersNotAList,

    /// Groups are answered with an empty list, as Entra needs even where only users are provisioned.
    GroupsEmptyList,
    /// The service refuses to list groups. Entra's test asks it while group mappings are enabled, and fails then; with
    /// them disabled, users are provisioned all the same.
    GroupsRefused {
        /// The status code.
        status: u16,
    },
    /// The answer is no SCIM list.
    GroupsNotAList,
    /// The filter on groups is ignored.
    GroupsFilterIgnored {
        /// How many groups came, or are said to be there.
        returned: u64,
    },
    /// No answer came about groups.
    GroupsFailed(HttpError),

    /// PATCH and filter are declared.
    ConfigDeclared,
    /// What Entra needs is not declared, though it may work.
    ConfigUndeclared {
        /// Whether `patch.supported` is true.
        patch: bool,
        /// Whether `filter.supported` is true.
        filter: bool,
    },
    /// There is no such document (RFC 7644 §4). Entra does not need it.
    ConfigMissing {
        /// The status code.
        status: u16,
    },
    /// The answer is no JSON object.
    ConfigNotScim,
    /// No answer came.
    ConfigFailed(HttpError),
}

/// A member every ListResponse has (RFC 7644 §3.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ListMember {
    /// `schemas` with the URN of the list message.
    Schemas,
    /// `totalResults`, a whole number.
    TotalResults,
    /// `Resources`, an array; with a capital R.
    #[serde(rename = "Resources")]
    Resources,
}

impl Finding {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Skipped { .. } => "layer.skipped",
            Self::UrlWellFormed { .. } => "url.well-formed",
            Self::UrlProblem(problem) => problem.code(),
            Self::DnsResolved { .. } => "dns.resolved",
            Self::DnsNotNeeded { .. } => "dns.not-needed",
            Self::TcpOpen { .. } => "tcp.open",
            Self::TlsTrusted => "tls.trusted",
            Self::TlsWithout12 => "tls.without-1-2",
            Self::TlsThroughProxy => "tls.through-proxy",
            Self::TlsNotUsed => "tls.not-used",
            Self::Failed(error) => error.code(),
            Self::HttpAnswered { .. } => "http.answered",
            Self::HttpRedirected { .. } => "http.redirected",
            Self::HttpProxyAuthentication => "http.proxy-authentication",
            Self::HttpThrottled { .. } => "http.throttled",
            Self::HttpServerError { .. } => "http.server-error",
            Self::TokenAccepted => "auth.accepted",
            Self::TokenUnauthorized { .. } => "auth.unauthorized",
            Self::TokenForbidden => "auth.forbidden",
            Self::TokenUnsendable => "auth.unsendable",
            Self::ShapeList => "scim.list",
            Self::ShapeMediaType { .. } => "scim.media-type",
            Self::ShapeWithoutResources => "scim.without-resources",
            Self::ShapeNothingThere { .. } => "scim.nothing-there",
            Self::ShapeHtml { .. } => "scim.html",
            Self::ShapeEmptyBody { .. } => "scim.empty-body",
            Self::ShapeNotJson { .. } => "scim.not-json",
            Self::ShapeBareArray => "scim.bare-array",
            Self::ShapeNotAList { .. } => "scim.not-a-list",
            Self::ShapeRefused { .. } => "scim.refused",
            Self::FilterEmptyList => "filter.empty-list",
            Self::FilterNotFound => "filter.not-found",
            Self::FilterRefused { .. } => "filter.refused",
            Self::FilterIgnored { .. } => "filter.ignored",
            Self::UsersReadable { .. } => "users.readable",
            Self::UsersCountIgnored { .. } => "users.count-ignored",
            Self::UsersWithoutId => "users.without-id",
            Self::UsersRefused { .. } => "users.refused",
            Self::UsersNotAList => "users.not-a-list",
            Self::GroupsEmptyList => "groups.empty-list",
            Self::GroupsRefused { .. } => "groups.refused",
            Self::GroupsNotAList => "groups.not-a-list",
            Self::GroupsFilterIgnored { .. } => "groups.filter-ignored",
            Self::GroupsFailed(_) => "groups.failed",
            Self::ConfigDeclared => "config.declared",
            Self::ConfigUndeclared { .. } => "config.undeclared",
            Self::ConfigMissing { .. } => "config.missing",
            Self::ConfigNotScim => "config.not-scim",
            Self::ConfigFailed(_) => "config.failed",
        }
    }

    /// What this means for the connection.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Skipped { .. } | Self::TlsNotUsed => Verdict::Skipped,
            Self::UrlWellFormed { .. }
            | Self::DnsResolved { .. }
            | Self::DnsNotNeeded { .. }
            | Self::TcpOpen { .. }
            | Self::TlsTrusted
            | Self::TlsThroughProxy
            | Self::HttpAnswered { .. }
            | Self::TokenAccepted
            | Self::ShapeList
            | Self::FilterEmptyList
            | Self::UsersReadable { .. }
            | Self::GroupsEmptyList
            | Self::ConfigDeclared => Verdict::Pass,
            Self::TlsWithout12
            | Self::ShapeMediaType { .. }
            | Self::ShapeWithoutResources
            | Self::UsersCountIgnored { .. }
            | Self::GroupsRefused { .. }
            | Self::GroupsNotAList
            | Self::GroupsFilterIgnored { .. }
            | Self::GroupsFailed(_)
            | Self::ConfigUndeclared { .. }
            | Self::ConfigMissing { .. }
            | Self::ConfigNotScim
            | Self::ConfigFailed(_) => Verdict::Warn,
            Self::UrlProblem(_)
            | Self::Failed(_)
            | Self::HttpRedirected { .. }
            | Self::HttpProxyAuthentication
            | Self::HttpThrottled { .. }
            | Self::HttpServerError { .. }
            | Self::TokenUnauthorized { .. }
            | Self::TokenForbidden
            | Self::TokenUnsendable
            | Self::ShapeNothingThere { .. }
            | Self::ShapeHtml { .. }
            | Self::ShapeEmptyBody { .. }
            | Self::ShapeNotJson { .. }
            | Self::ShapeBareArray
            | Self::ShapeNotAList { .. }
            | Self::ShapeRefused { .. }
            | Self::FilterNotFound
            | Self::FilterRefused { .. }
            | Self::FilterIgnored { .. }
            | Self::UsersWithoutId
            | Self::UsersRefused { .. }
            | Self::UsersNotAList => Verdict::Fail,
        }
    }
}
