//! Which proxy an address is reached through.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use hyper_util::client::proxy::matcher::Matcher;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::dial::is_loopback;
use crate::{HttpError, ProxyServer};

/// Which proxy counts. Loopback is reached directly whatever is chosen.
#[derive(Debug, Clone)]
pub enum ProxyUse {
    /// The environment's and the operating system's settings. A PAC script named there is not evaluated
    /// (see [`crate::proxy_script`]).
    System,
    /// Every address is reached directly.
    Never,
    /// Every address is reached through this one, whatever the system says.
    Manual(ManualProxy),
}

/// A proxy somebody typed in: `http`, `https`, `socks5` (names are looked up here) or `socks5h` (the proxy looks them up).
#[derive(Clone)]
pub struct ManualProxy {
    url: Url,
    credentials: Option<Credentials>,
}

#[derive(Clone)]
struct Credentials {
    user: SecretString,
    password: SecretString,
}

/// Why a text is no proxy. Never holds any of the text: it may have a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyProblem {
    /// Not `scheme://host:port` or `host:port`.
    #[error("the proxy is not an address")]
    Unparsable,
    /// A scheme other than `http`, `https`, `socks5` and `socks5h`.
    #[error("the proxy's scheme is not supported")]
    Scheme,
    /// A user name or password inside: it would be shown and stored with the address.
    #[error("the proxy's address has credentials")]
    HasCredentials,
    /// A path, query or fragment behind the port, as a PAC script's address has.
    #[error("the proxy's address has a path")]
    HasPath,
    /// Credentials that are not `user:password`.
    #[error("the proxy's credentials are not user:password")]
    Credentials,
}

impl ProxyProblem {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unparsable => "proxy.unparsable",
            Self::Scheme => "proxy.scheme",
            Self::HasCredentials => "proxy.has-credentials",
            Self::HasPath => "proxy.has-path",
            Self::Credentials => "proxy.credentials",
        }
    }
}

impl ManualProxy {
    /// Reads a proxy's address. `host:port` without a scheme is an `http` proxy, as in every system's settings.
    ///
    /// # Errors
    /// [`ProxyProblem`], credentials in the address among them: they are given by [`Self::with_credentials`].
    pub fn parse(text: &str) -> Result<Self, ProxyProblem> {
        let text = text.trim();
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let mut url = Url::parse(&whole).map_err(|_| ProxyProblem::Unparsable)?;
        let default_port = match url.scheme() {
            "http" => 80,
            "https" => 443,
            "socks5" | "socks5h" => 1080,
            _ => return Err(ProxyProblem::Scheme),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ProxyProblem::HasCredentials);
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(ProxyProblem::Unparsable);
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(ProxyProblem::HasPath);
        }
        if url.port().is_none() {
            url.set_port(Some(default_port)).map_err(|()| ProxyProblem::Unparsable)?;
        }
        Ok(Self { url, credentials: None })
    }

    /// Adds `user:password`. The first colon parts them (RFC 7617 §2).
    ///
    /// # Errors
    /// [`ProxyProblem::Credentials`] without a colon, without a user, or with a control character.
    pub fn with_credentials(mut self, pair: &SecretString) -> Result<Self, ProxyProblem> {
        let (user, password) = pair.expose_secret().split_once(':').ok_or(ProxyProblem::Credentials)?;
        if user.is_empty() || pair.expose_secret().chars().any(char::is_control) {
            return Err(ProxyProblem::Credentials);
        }
        self.credentials = Some(Credentials { user: user.into(), password: password.into() });
        Ok(self)
    }

    /// The proxy's host and port.
    #[must_use]
    pub fn server(&self) -> ProxyServer {
        ProxyServer {
            host: self.url.host_str().unwrap_or_default().to_owned(),
            port: self.url.port_or_known_default().unwrap_or_default(),
        }
    }

    /// Whether it signs in with a user and a password.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        self.credentials.is_some()
    }

    pub(crate) fn as_reqwest(&self) -> Result<reqwest::Proxy, HttpError> {
        let proxy = reqwest::Proxy::all(self.url.clone())
            .map_err(|_| HttpError::ProxySetting { problem: ProxyProblem::Unparsable })?;
        Ok(match &self.credentials {
            Some(pair) => proxy.basic_auth(pair.user.expose_secret(), pair.password.expose_secret()),
            None => proxy,
        })
    }

    /// Every text that gives the credentials away.
    fn secrets(&self) -> Vec<SecretString> {
        let Some(Credentials { user, password }) = &self.credentials else { return Vec::new() };
        let pair = format!("{}:{}", user.expose_secret(), password.expose_secret());
        let header = base64::engine::general_purpose::STANDARD.encode(&pair);
        vec![password.clone(), pair.into(), header.into()]
    }
}

impl fmt::Display for ManualProxy {
    /// The address alone, without credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for ManualProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualProxy")
            .field("url", &self.url.as_str())
            .field("signs_in", &self.signs_in())
            .finish()
    }
}

/// The choice of a proxy as it was when the client was made.
#[derive(Clone)]
pub(crate) enum Proxies {
    Direct,
    System(Arc<Matcher>),
    Manual(ManualProxy),
}

impl Proxies {
    pub(crate) fn of(choice: &ProxyUse) -> Self {
        match choice {
            ProxyUse::System => Self::System(Arc::new(Matcher::from_system())),
            ProxyUse::Never => Self::Direct,
            ProxyUse::Manual(proxy) => Self::Manual(proxy.clone()),
        }
    }

    /// The proxy through which an address would be reached, if any.
    pub(crate) fn server_for(&self, url: &Url) -> Option<ProxyServer> {
        if is_loopback(url) {
            return None;
        }
        let matcher = match self {
            Self::Direct => return None,
            Self::Manual(proxy) => return Some(proxy.server()),
            Self::System(matcher) => matcher,
        };
        let uri: http::Uri = url.as_str().parse().ok()?;
        let found = matcher.intercept(&uri)?;
        let port = found.uri().port_u16().unwrap_or(match found.uri().scheme_str() {
            Some("https") => 443,
            Some("socks4" | "socks4a" | "socks5" | "socks5h") => 1080,
            _ => 80,
        });
        Some(ProxyServer { host: found.uri().host()?.to_owned(), port })
    }

    /// What a proxy could echo of its own credentials: to be masked in every record.
    pub(crate) fn secrets(&self) -> Vec<SecretString> {
        match self {
            Self::Manual(proxy) => proxy.secrets(),
            // reqwest reads those of the environment by itself; they stand in `Proxy-Authorization` alone.
            Self::Direct | Self::System(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_read_or_its_problem_named() {
        for (text, expected) in [
            ("http://proxy.example:3128", Ok("http://proxy.example:3128")),
            (" proxy.example:3128 ", Ok("http://proxy.example:3128")),
            ("proxy.example", Ok("http://proxy.example")),
            ("https://proxy.example/", Ok("https://proxy.example")),
            ("socks5h://[::1]", Ok("socks5h://[::1]:1080")),
            ("", Err(ProxyProblem::Unparsable)),
            ("http://", Err(ProxyProblem::Unparsable)),
            ("ftp://proxy.example", Err(ProxyProblem::Scheme)),
            ("socks4://proxy.example", Err(ProxyProblem::Scheme)),
            ("http://ana:secret@proxy.example", Err(ProxyProblem::HasCredentials)),
            ("ana@proxy.example:80", Err(ProxyProblem::HasCredentials)),
            ("http://proxy.example/proxy.pac", Err(ProxyProblem::HasPath)),
        ] {
            let read = ManualProxy::parse(text).map(|proxy| proxy.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text:?}");
        }
        assert_eq!(ManualProxy::parse("https://a.example").unwrap().server().port, 443);
        assert_eq!(ManualProxy::parse("a.example").unwrap().server().port, 80);
    }

    #[test]
    fn credentials_stay_out_of_debug_and_display() {
        let proxy = ManualProxy::parse("proxy.example:3128").unwrap();
        for (pair, good) in
            [("ana:pa:ss", true), ("ana:", true), (":x", false), ("ana", false), ("a:b\n", false)]
        {
            let given = proxy.clone().with_credentials(&SecretString::from(pair));
            assert_eq!(given.is_ok(), good, "{pair:?}");
        }
        let proxy = proxy.with_credentials(&SecretString::from("ana:hunter2")).unwrap();
        let shown = format!("{proxy} {proxy:?} {:?}", ProxyUse::Manual(proxy.clone()));
        assert!(!shown.contains("hunter2") && !shown.contains("ana"), "{shown}");
        assert!(proxy.signs_in());
    }
}
