//! What a layer's check can find, as data; the words for it are made elsewhere.

use std::net::SocketAddr;

use onramp_http::{Certificate, HttpError, ProxyScript, ProxyServer, TlsAlert};
use serde::{Deserialize, Serialize};

use super::Layer;
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
    /// The addresses are none of the internet's: private, of this link, or of this computer under another name. Entra asks
    /// from the internet, and may be told others by the DNS out there; from here that can't be seen.
    DnsPrivate {
        /// The host that was looked up.
        host: String,
        /// Its addresses with the port.
        addresses: Vec<SocketAddr>,
    },
    /// The port is open.
    TcpOpen {
        /// The address that answered.
        address: SocketAddr,
        /// The proxy, where the connection is to one.
        proxy: Option<ProxyServer>,
    },
    /// A TLS 1.2 session, as Entra needs it, with a certificate this computer trusts.
    TlsTrusted {
        /// The service's certificate, where it can be read.
        certificate: Option<Certificate>,
    },
    /// A trusted session with something about it that Entra may not take, now or soon.
    TlsConcerns {
        /// The service's certificate, where it can be read.
        certificate: Option<Certificate>,
        /// What, the gravest first; never empty.
        concerns: Vec<TlsConcern>,
    },
    /// The certificate is refused.
    TlsCertificate {
        /// Why.
        error: HttpError,
        /// The certificate, where it can be read.
        certificate: Option<Certificate>,
    },
    /// The service broke the handshake off without a word about versions or certificates. It may want a cipher suite that
    /// Entra has and Onramp does not, such as TLS 1.2 with CBC (`entra-scim-client.md` §3).
    TlsUnjudged {
        /// The host.
        host: String,
        /// The alert it sent; `None` where it just closed the connection.
        alert: Option<TlsAlert>,
    },
    /// A trusted session through a proxy. Which versions the service speaks was not looked at.
    TlsThroughProxy,
    /// The service is on this computer and speaks plain HTTP: TLS has no place here.
    TlsNotUsed,

    /// The layer's connection or exchange failed; it fails the layer.
    Failed(HttpError),
    /// The same, on a computer whose settings name a PAC script. Onramp does not run it, and tried without a proxy.
    ProxyScriptIgnored {
        /// How the attempt without a proxy ended.
        error: HttpError,
        /// The script.
        script: ProxyScript,
    },

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
    /// A proxy asks for credentials (407), or for others.
    HttpProxyAuthentication {
        /// The proxy, where it is one that the settings name.
        server: Option<ProxyServer>,
    },
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

    /// Both of Entra's dialects were answered with SCIM's 404 for a user who does not exist: PATCH is served. What it does
    /// with the values is proven on the test user only.
    PatchServed {
        /// What `patch.supported` declares; `None` where it was not told.
        declared: Option<bool>,
    },
    /// The service has no PATCH (405, 501). Entra changes and deactivates users by nothing else.
    PatchNotServed {
        /// The status code.
        status: u16,
        /// What `patch.supported` declares; `None` where it was not told.
        declared: Option<bool>,
    },
    /// The service refuses the body, or breaks over it, before it looks for the user.
    PatchDialectRefused {
        /// In which of Entra's dialects.
        dialects: Vec<PatchDialect>,
        /// The status code of the first.
        status: u16,
        /// The `scimType` of its error (RFC 7644 §3.12).
        scim_type: Option<String>,
    },
    /// The token may read, but not change (401, 403).
    PatchForbidden {
        /// The status code.
        status: u16,
    },
    /// The service demands `If-Match` (412, 428), which Entra is not seen to send.
    PatchPrecondition {
        /// The status code.
        status: u16,
    },
    /// The change of a user who does not exist was answered with success: nothing was changed, and success says nothing.
    PatchOfNobody {
        /// The status code.
        status: u16,
    },
    /// An answer from which nothing follows about PATCH, such as a 404 that is not SCIM's or 429.
    PatchUnclear {
        /// The status code.
        status: u16,
    },
    /// No answer came.
    PatchFailed(HttpError),
}

/// Something about a trusted session that Entra may not take, now or soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsConcern {
    /// The service refuses TLS 1.2, the only version Entra is documented to speak.
    #[serde(rename = "without-1-2")]
    Without12,
    /// The key is smaller than Entra is documented to take: RSA below 2048 bits, a curve below 256.
    WeakKey,
    /// It is the extra file that makes the certificate trusted. Entra does not have it.
    ExtraFile,
    /// It expires within thirty days.
    ExpiresSoon,
}

/// The two ways in which Entra writes a PATCH (`entra-scim-client.md` §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PatchDialect {
    /// Without a flag in the Tenant URL: capitalised `op`, one path per operation, booleans as text.
    WithoutFlag,
    /// With `aadOptscim062020`: lower-case `op`, no path, one object with dotted keys, real booleans.
    WithFlag,
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
