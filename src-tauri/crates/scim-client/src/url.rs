//! Judges a pasted SCIM URL, before anything is sent to it.

use std::fmt;

use onramp_http::{Url, is_loopback};
use serde::{Deserialize, Serialize};
use url::Host;

/// Query keys that steer Entra's PATCH dialect. They belong into Entra's Tenant URL field and are never sent by Onramp.
const COMPLIANCE_FLAGS: &[&str] = &["aadOptscim062020", "AzureAdScimPatch2017"];

/// The endpoints below a SCIM base URL (RFC 7644 §3.2), which Entra appends itself.
const ENDPOINTS: &[&str] =
    &["Users", "Groups", "Me", "ServiceProviderConfig", "ResourceTypes", "Schemas", "Bulk", ".search"];

/// The base URL of a SCIM service: `https`, or `http` on this computer; without credentials, query, fragment, and trailing
/// slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimUrl {
    url: Url,
}

/// A usable base URL, and what was noticed on the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedUrl {
    /// The base URL.
    pub url: ScimUrl,
    /// What was taken off.
    pub notes: Vec<UrlNote>,
}

/// Something that was taken off a pasted URL, worth telling but no problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum UrlNote {
    /// A flag for Entra's Tenant URL field, in its canonical spelling.
    ComplianceFlag {
        /// `aadOptscim062020` or `AzureAdScimPatch2017`.
        flag: String,
    },
    /// Blanks or line breaks before or after.
    SurroundingBlanks,
    /// One or more slashes at the end.
    TrailingSlash,
}

/// Why a pasted text cannot be the base URL. A suggestion is a whole URL that has this problem no more, though it may have
/// another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum UrlProblem {
    /// Nothing, or nothing but blanks.
    #[error("the URL is empty")]
    Empty,
    /// It looks like an API token: the two fields were confused. Not repeated here.
    #[error("the URL looks like a token")]
    LooksLikeToken,
    /// A blank, line break or control character inside.
    #[error("the URL has a blank inside")]
    BlankInside {
        /// The text without them.
        suggestion: String,
    },
    /// No `https://` before it.
    #[error("the URL has no scheme")]
    NoScheme {
        /// The text with the scheme it needs.
        suggestion: String,
    },
    /// A scheme other than `http` and `https`.
    #[error("the URL's scheme is {scheme}")]
    NotHttp {
        /// The scheme, without its colon.
        scheme: String,
    },
    /// No host name.
    #[error("the URL has no host")]
    NoHost,
    /// Anything else that keeps it from being a URL (WHATWG URL Standard).
    #[error("the URL cannot be read")]
    Unparsable,
    /// A user name or password before the host.
    #[error("the URL has credentials")]
    HasCredentials {
        /// The URL without them.
        suggestion: String,
    },
    /// A `#` and what follows.
    #[error("the URL has a fragment")]
    HasFragment {
        /// The URL without it.
        suggestion: String,
    },
    /// A query beyond the compliance flags.
    #[error("the URL has a query")]
    HasQuery {
        /// The URL without it; a compliance flag stays.
        suggestion: String,
    },
    /// It is the URL of an endpoint below the base, such as `/Users`.
    #[error("the URL ends in {endpoint}")]
    EndsInResource {
        /// The endpoint's name as SCIM spells it.
        endpoint: String,
        /// The URL up to it; a compliance flag stays.
        suggestion: String,
    },
    /// `http` to another computer: the token would cross the network in the clear, and Entra refuses it.
    #[error("the URL is not encrypted")]
    PlainHttpToPublicHost {
        /// The URL with `https`.
        suggestion: String,
    },
}

impl UrlProblem {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "url.empty",
            Self::LooksLikeToken => "url.looks-like-token",
            Self::BlankInside { .. } => "url.blank-inside",
            Self::NoScheme { .. } => "url.no-scheme",
            Self::NotHttp { .. } => "url.not-http",
            Self::NoHost => "url.no-host",
            Self::Unparsable => "url.unparsable",
            Self::HasCredentials { .. } => "url.has-credentials",
            Self::HasFragment { .. } => "url.has-fragment",
            Self::HasQuery { .. } => "url.has-query",
            Self::EndsInResource { .. } => "url.ends-in-resource",
            Self::PlainHttpToPublicHost { .. } => "url.plain-http",
        }
    }

    /// The URL to offer instead, if there is one.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::BlankInside { suggestion }
            | Self::NoScheme { suggestion }
            | Self::HasCredentials { suggestion }
            | Self::HasFragment { suggestion }
            | Self::HasQuery { suggestion }
            | Self::EndsInResource { suggestion, .. }
            | Self::PlainHttpToPublicHost { suggestion } => Some(suggestion),
            Self::Empty | Self::LooksLikeToken | Self::NotHttp { .. } | Self::NoHost | Self::Unparsable => {
                None
            }
        }
    }
}

impl ScimUrl {
    /// Reads a pasted base URL.
    ///
    /// # Errors
    /// The first problem found, in the order in which a person would mend them.
    pub fn parse(text: &str) -> Result<ParsedUrl, UrlProblem> {
        let mut notes = Vec::new();
        let trimmed = text.trim();
        if trimmed.len() != text.len() {
            notes.push(UrlNote::SurroundingBlanks);
        }
        check_text(trimmed)?;
        let mut url = Url::parse(trimmed).map_err(|error| match error {
            url::ParseError::EmptyHost => UrlProblem::NoHost,
            _ => UrlProblem::Unparsable,
        })?;
        check_parts(&url)?;

        let (flags, others): (Vec<_>, Vec<_>) = split_query(&url);
        if !others.is_empty() {
            let suggestion = with_query(&url, &flags);
            return Err(UrlProblem::HasQuery { suggestion });
        }
        notes.extend(flags.iter().map(|flag| UrlNote::ComplianceFlag { flag: (*flag).to_owned() }));

        if let Some((endpoint, base)) = endpoint_at_end(url.path()) {
            let mut shorter = url.clone();
            shorter.set_path(&base);
            return Err(UrlProblem::EndsInResource { endpoint, suggestion: with_query(&shorter, &flags) });
        }
        if url.scheme() == "http" && !is_loopback(&url) {
            let suggestion = format!("https{}", with_query(&url, &flags).trim_start_matches("http"));
            return Err(UrlProblem::PlainHttpToPublicHost { suggestion });
        }
        url.set_query(None);
        let path = url.path().trim_end_matches('/').to_owned();
        if path.len() != url.path().len() && url.path() != "/" {
            notes.push(UrlNote::TrailingSlash);
        }
        url.set_path(&path);
        Ok(ParsedUrl { url: Self { url }, notes })
    }

    /// The base URL; a bare host has the path `/`.
    #[must_use]
    pub fn as_url(&self) -> &Url {
        &self.url
    }

    /// The host as the URL spells it; an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether the host is an address and not a name.
    #[must_use]
    pub fn is_address(&self) -> bool {
        matches!(self.url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)))
    }

    /// The TCP port, the scheme's own when none is given.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    /// Whether requests are encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether the service is on this computer.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// The URL of an endpoint below the base. `path` starts with a slash and, like the query, is not yet percent-encoded;
    /// the query is written as Entra does: `+` for a blank, `%22` for a quote.
    #[must_use]
    pub fn endpoint<'a>(&self, path: &str, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> Url {
        let mut url = self.url.clone();
        // Fails only for URLs that cannot have a path, which no http URL is.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path.trim_start_matches('/').split('/'));
        }
        let mut query = query.into_iter().peekable();
        if query.peek().is_some() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

impl fmt::Display for ScimUrl {
    /// Without a slash at the end, as it is pasted into Entra.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

fn check_text(text: &str) -> Result<(), UrlProblem> {
    if text.is_empty() {
        return Err(UrlProblem::Empty);
    }
    let blank =
        |character: char| character.is_whitespace() || character.is_control() || is_invisible(character);
    if text.starts_with(|character: char| character.is_ascii_alphabetic())
        && text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer "))
    {
        return Err(UrlProblem::LooksLikeToken);
    }
    if text.contains(blank) {
        return Err(UrlProblem::BlankInside { suggestion: text.replace(blank, "") });
    }
    if text.contains("://") {
        return Ok(());
    }
    if looks_like_token(text) {
        return Err(UrlProblem::LooksLikeToken);
    }
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") {
        return Err(UrlProblem::Unparsable);
    }
    let rest = text.trim_start_matches('/');
    let https = format!("https://{rest}");
    let parsed = Url::parse(&https).map_err(|_| UrlProblem::Unparsable)?;
    let suggestion = if is_loopback(&parsed) { format!("http://{rest}") } else { https };
    Err(UrlProblem::NoScheme { suggestion })
}

/// A JWT, or a long run without the marks that make up a host or path.
fn looks_like_token(text: &str) -> bool {
    (text.starts_with("eyJ") && !text.contains('/')) || (text.len() >= 20 && !text.contains(['.', ':', '/']))
}

/// Characters that copying from a web page brings along and nobody sees.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn check_parts(url: &Url) -> Result<(), UrlProblem> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(UrlProblem::NotHttp { scheme: url.scheme().to_owned() });
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(UrlProblem::NoHost);
    }
    if !url.username().is_empty() || url.password().is_some() {
        let mut without = url.clone();
        // Both setters fail only for URLs that cannot have credentials.
        let _ = without.set_username("");
        let _ = without.set_password(None);
        return Err(UrlProblem::HasCredentials { suggestion: without.to_string() });
    }
    if url.fragment().is_some() {
        let mut without = url.clone();
        without.set_fragment(None);
        return Err(UrlProblem::HasFragment { suggestion: without.to_string() });
    }
    Ok(())
}

/// The compliance flags in their canonical spelling, and the rest of the query.
fn split_query(url: &Url) -> (Vec<&'static str>, Vec<&str>) {
    let mut flags = Vec::new();
    let mut others = Vec::new();
    for pair in url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let key = pair.split('=').next().unwrap_or(pair);
        match COMPLIANCE_FLAGS.iter().find(|flag| flag.eq_ignore_ascii_case(key)) {
            Some(flag) => flags.push(*flag),
            None => others.push(pair),
        }
    }
    (flags, others)
}

fn with_query(url: &Url, flags: &[&str]) -> String {
    let mut url = url.clone();
    url.set_query((!flags.is_empty()).then(|| flags.join("&")).as_deref());
    url.to_string()
}

/// The endpoint a path ends in, or one of whose resources it names, and the path before it.
fn endpoint_at_end(path: &str) -> Option<(String, String)> {
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let known = |segment: &str| ENDPOINTS.iter().find(|name| name.eq_ignore_ascii_case(segment));
    let last = segments.len().checked_sub(1)?;
    let (at, name) = match known(segments[last]) {
        Some(name) => (last, *name),
        None => {
            let before = last.checked_sub(1)?;
            let name = known(segments[before]).filter(|name| matches!(**name, "Users" | "Groups"))?;
            (before, *name)
        }
    };
    Some((name.to_owned(), segments[..at].join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> UrlProblem {
        ScimUrl::parse(text).unwrap_err()
    }

    #[test]
    fn each_problem_is_named_with_its_mending() {
        for (text, code, suggestion) in [
            ("", "url.empty", None),
            (" \n", "url.empty", None),
            ("ramp_abcdefghijklmnopqrstuvwxyz", "url.looks-like-token", None),
            ("eyJhbGciOi.eyJleHAi.c2ln", "url.looks-like-token", None),
            ("Bearer abc", "url.looks-like-token", None),
            ("https://a.example/sc im", "url.blank-inside", Some("https://a.example/scim")),
            ("https://a.example/sc\nim", "url.blank-inside", Some("https://a.example/scim")),
            ("https://a.example\u{200b}/scim", "url.blank-inside", Some("https://a.example/scim")),
            ("a.example/scim/v2", "url.no-scheme", Some("https://a.example/scim/v2")),
            ("//a.example/scim", "url.no-scheme", Some("https://a.example/scim")),
            ("localhost:8080/scim", "url.no-scheme", Some("http://localhost:8080/scim")),
            ("ftp://a.example/", "url.not-http", None),
            ("https://", "url.no-host", None),
            ("https:a.example", "url.unparsable", None),
            ("https://a.example:99999/", "url.unparsable", None),
            ("https://me:pw@a.example/scim", "url.has-credentials", Some("https://a.example/scim")),
            ("https://me@a.example/scim", "url.has-credentials", Some("https://a.example/scim")),
            ("https://a.example/scim#top", "url.has-fragment", Some("https://a.example/scim")),
            ("https://a.example/scim?x=1", "url.has-query", Some("https://a.example/scim")),
            (
                "https://a.example/scim?x=1&aadOptscim062020",
                "url.has-query",
                Some("https://a.example/scim?aadOptscim062020"),
            ),
            ("https://a.example/scim/v2/Users", "url.ends-in-resource", Some("https://a.example/scim/v2")),
            ("https://a.example/scim/v2/users/", "url.ends-in-resource", Some("https://a.example/scim/v2")),
            ("https://a.example/scim/v2/Users/17", "url.ends-in-resource", Some("https://a.example/scim/v2")),
            ("https://a.example/ServiceProviderConfig", "url.ends-in-resource", Some("https://a.example/")),
            (
                "https://a.example/v2/Groups?aadOptscim062020",
                "url.ends-in-resource",
                Some("https://a.example/v2?aadOptscim062020"),
            ),
            ("http://a.example/scim", "url.plain-http", Some("https://a.example/scim")),
            ("http://10.0.0.1:8080/scim", "url.plain-http", Some("https://10.0.0.1:8080/scim")),
        ] {
            let found = problem(text);
            assert_eq!((found.code(), found.suggestion()), (code, suggestion), "{text:?}");
        }
    }

    #[test]
    fn good_urls_lose_what_is_not_part_of_the_base() {
        let flag = |flag: &str| UrlNote::ComplianceFlag { flag: flag.to_owned() };
        for (text, shown, notes) in [
            ("https://a.example/scim/v2", "https://a.example/scim/v2", vec![]),
            ("https://a.example", "https://a.example", vec![]),
            ("HTTPS://A.Example/scim/V2/", "https://a.example/scim/V2", vec![UrlNote::TrailingSlash]),
            (" https://a.example/scim\n", "https://a.example/scim", vec![UrlNote::SurroundingBlanks]),
            (
                "https://a.example/scim?aadOptScim062020",
                "https://a.example/scim",
                vec![flag("aadOptscim062020")],
            ),
            (
                "https://a.example/scim/?AzureAdScimPatch2017=",
                "https://a.example/scim",
                vec![flag("AzureAdScimPatch2017"), UrlNote::TrailingSlash],
            ),
            ("http://127.0.0.1:4711/scim/v2", "http://127.0.0.1:4711/scim/v2", vec![]),
            ("http://[::1]:4711/scim", "http://[::1]:4711/scim", vec![]),
        ] {
            let parsed = ScimUrl::parse(text).unwrap();
            assert_eq!((parsed.url.to_string().as_str(), parsed.notes), (shown, notes), "{text:?}");
        }
    }

    #[test]
    fn endpoints_are_written_as_entra_writes_them() {
        for base in
            ["https://a.example/scim", "https://a.example/scim/", "https://a.example/scim?aadOptscim062020"]
        {
            let url = ScimUrl::parse(base).unwrap().url;
            assert_eq!(url.endpoint("/Users", []).as_str(), "https://a.example/scim/Users");
            assert_eq!(
                url.endpoint("/Users", [("filter", "userName eq \"a+b@x\"")]).as_str(),
                "https://a.example/scim/Users?filter=userName+eq+%22a%2Bb%40x%22"
            );
        }
        let bare = ScimUrl::parse("https://a.example").unwrap().url;
        assert_eq!(bare.endpoint("/Users/7", []).as_str(), "https://a.example/Users/7");
        assert_eq!(bare.endpoint("/Users/a b%2F?#", []).as_str(), "https://a.example/Users/a%20b%252F%3F%23");
    }
}
