//! The address below which Graph's resources lie.

use std::fmt;

use onramp_http::Url;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Query;

/// What a path segment may hold unescaped (RFC 3986 §3.3), less what would end or split it.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'(')
    .remove(b')')
    .remove(b'$');

/// Graph's address with its version, such as `https://graph.microsoft.com/v1.0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphUrl(Url);

/// Why a text is no address of Graph.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphUrlProblem {
    /// Not an address.
    #[error("not an address")]
    Unparsable,
    /// `http` to another computer: the token would go over the network in the clear.
    #[error("http to another computer")]
    NotEncrypted,
    /// Neither `https` nor `http`.
    #[error("neither https nor http")]
    NotHttp,
    /// A user, a query or a part after `#`.
    #[error("more than an address and a version")]
    NotPlain,
}

impl GraphUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// [`GraphUrlProblem`]: what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, GraphUrlProblem> {
        let url = Url::parse(text.trim()).map_err(|_| GraphUrlProblem::Unparsable)?;
        match url.scheme() {
            "https" => {}
            "http" if onramp_http::is_loopback(&url) => {}
            "http" => return Err(GraphUrlProblem::NotEncrypted),
            _ => return Err(GraphUrlProblem::NotHttp),
        }
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || url.query().is_some() || url.fragment().is_some() || url.host().is_none() {
            return Err(GraphUrlProblem::NotPlain);
        }
        Ok(Self(url))
    }

    /// Whether it is on this computer.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        onramp_http::is_loopback(&self.0)
    }

    /// The address of a path below it, such as `/users?$top=2`.
    pub(crate) fn endpoint(&self, path: &str) -> Option<Url> {
        let base = self.0.as_str().trim_end_matches('/');
        let url = Url::parse(&format!("{base}{path}")).ok()?;
        // A dot segment would leave the version, or the origin.
        (url.origin() == self.0.origin() && url.path().starts_with(self.0.path().trim_end_matches('/')))
            .then_some(url)
    }

    /// Where a `nextLink` or `deltaLink` points, on this origin whatever the link says: only its path and query count.
    pub(crate) fn follow(&self, link: &str) -> Option<Url> {
        let link = Url::parse(link).ok()?;
        let mut url = self.0.clone();
        url.set_path(link.path());
        url.set_query(link.query());
        Some(url)
    }
}

impl fmt::Display for GraphUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// A path of segments, each escaped, with a query. `None` for a segment that would point elsewhere.
pub(crate) fn path(segments: &[&str], query: &Query) -> Option<String> {
    let mut path = String::new();
    for segment in segments {
        if segment.is_empty() || matches!(*segment, "." | "..") {
            return None;
        }
        path.push('/');
        path.extend(utf8_percent_encode(segment, SEGMENT));
    }
    path.push_str(&query.to_string());
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_on_this_computer() {
        for (text, expected) in [
            ("https://graph.microsoft.com/v1.0", Ok("https://graph.microsoft.com/v1.0")),
            (" http://127.0.0.1:4010/v1.0/ ", Ok("http://127.0.0.1:4010/v1.0")),
            ("http://graph.microsoft.com/v1.0", Err(GraphUrlProblem::NotEncrypted)),
            ("ftp://127.0.0.1/v1.0", Err(GraphUrlProblem::NotHttp)),
            ("https://a:b@graph.microsoft.com/v1.0", Err(GraphUrlProblem::NotPlain)),
            ("https://graph.microsoft.com/v1.0?x=1", Err(GraphUrlProblem::NotPlain)),
            ("graph", Err(GraphUrlProblem::Unparsable)),
        ] {
            assert_eq!(
                GraphUrl::parse(text).map(|url| url.to_string()),
                expected.map(str::to_owned),
                "{text}"
            );
        }
    }

    #[test]
    fn a_link_is_followed_on_our_own_origin_alone() {
        let base = GraphUrl::parse("http://127.0.0.1:4010/v1.0").unwrap();
        let url = base.follow("https://elsewhere.example/v1.0/users?$skiptoken=a%20b").unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:4010/v1.0/users?$skiptoken=a%20b");
        assert!(base.follow("/v1.0/users").is_none());
    }

    #[test]
    fn an_id_can_not_leave_its_place() {
        let path = |id| super::path(&["users", id, "manager"], &Query::new());
        assert_eq!(path("a/b?c#d").unwrap(), "/users/a%2Fb%3Fc%23d/manager");
        assert_eq!(path("..%2f..").unwrap(), "/users/..%252f../manager");
        assert_eq!(path("..").as_deref(), None);
        assert_eq!(path("").as_deref(), None);
    }
}
