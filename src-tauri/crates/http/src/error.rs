//! What can go wrong on the way to an answer, as data.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{CaFileProblem, ProxyProblem};

/// Why an exchange brought no answer. Carries data for the one place that makes words of it, never a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum HttpError {
    /// The address cannot be requested at all: no host, or a scheme other than `http` and `https`.
    #[error("the address cannot be requested")]
    InvalidUrl,
    /// A header's value holds bytes no header may hold (RFC 9110 §5.5), such as a line break.
    #[error("the value of the header {name} cannot be sent")]
    InvalidHeader {
        /// The header's name; its value stays out because it may be a credential.
        name: String,
    },
    /// The host name has no address.
    #[error("no address found for {host}")]
    Dns {
        /// The name that was looked up.
        host: String,
    },
    /// No TCP connection came about.
    #[error("no connection to {host}:{port}")]
    Connect {
        /// The host that was dialled.
        host: String,
        /// The TCP port that was dialled.
        port: u16,
        /// How the attempt ended.
        problem: ConnectProblem,
    },
    /// The connection stands, but no trusted TLS session came about.
    #[error("no TLS session with {host}")]
    Tls {
        /// The host whose certificate was expected.
        host: String,
        /// What was wrong.
        problem: TlsProblem,
        /// The alert with which the other side ended the handshake, if it was that side and it said why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alert: Option<TlsAlert>,
    },
    /// A time limit passed.
    #[error("no answer in time")]
    Timeout {
        /// What was being waited for.
        phase: Phase,
        /// Milliseconds waited.
        after_ms: u32,
    },
    /// The other side closed the connection before the answer was whole.
    #[error("the connection was closed before the answer was whole")]
    Closed,
    /// Something answered, but not in HTTP.
    #[error("the answer is not HTTP")]
    NotHttp,
    /// The answer is larger than the limit; reading stopped there.
    #[error("the answer is larger than {limit_bytes} bytes")]
    BodyTooLarge {
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// The proxy could not be reached or refused the tunnel.
    #[error("the proxy {}:{} did not connect", .server.host, .server.port)]
    Proxy {
        /// The proxy that was to be used.
        server: ProxyServer,
    },
    /// The proxy wants a user and a password before it opens the tunnel (407, RFC 9110 §11.7.1), or others than it got.
    #[error("the proxy {}:{} asks for credentials", .server.host, .server.port)]
    ProxyAuthentication {
        /// The proxy that asked.
        server: ProxyServer,
    },
    /// The proxy that was typed in can't be used. Nothing was sent.
    #[error("{problem}")]
    ProxySetting {
        /// What is wrong with it.
        problem: ProxyProblem,
    },
    /// The file of extra certificates can't be used. Nothing was sent.
    #[error("{path}: {problem}")]
    CaFile {
        /// The file that was named.
        path: String,
        /// What is wrong with it.
        problem: CaFileProblem,
    },
    /// The HTTP client could not be set up, or failed in a way none of the other cases names.
    #[error("{detail}")]
    Other {
        /// The library's description, without address and credentials.
        detail: String,
    },
}

impl HttpError {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidUrl => "http.invalid-url",
            Self::InvalidHeader { .. } => "http.invalid-header",
            Self::Dns { .. } => "dns.not-found",
            Self::Connect { problem, .. } => match problem {
                ConnectProblem::Refused => "tcp.refused",
                ConnectProblem::Unreachable => "tcp.unreachable",
                ConnectProblem::Other => "tcp.failed",
            },
            Self::Tls { problem, .. } => problem.code(),
            Self::Timeout { phase, .. } => match phase {
                Phase::Resolve => "dns.timeout",
                Phase::Connect => "tcp.timeout",
                Phase::Handshake => "tls.timeout",
                Phase::Answer | Phase::Body => "http.timeout",
            },
            Self::Closed => "http.closed",
            Self::NotHttp => "http.not-http",
            Self::BodyTooLarge { .. } => "http.body-too-large",
            Self::Proxy { .. } => "http.proxy",
            Self::ProxyAuthentication { .. } => "http.proxy-authentication",
            Self::ProxySetting { problem } => problem.code(),
            Self::CaFile { problem, .. } => problem.code(),
            Self::Other { .. } => "http.failed",
        }
    }

    /// Whether nothing of the request had left for the service: the failure came before there was a connection to send
    /// it on, so that repeating it can do nothing twice.
    #[must_use]
    pub fn is_before_sending(&self) -> bool {
        match self {
            Self::InvalidUrl
            | Self::InvalidHeader { .. }
            | Self::Dns { .. }
            | Self::Connect { .. }
            | Self::Tls { .. }
            | Self::Proxy { .. }
            | Self::ProxyAuthentication { .. }
            | Self::ProxySetting { .. }
            | Self::CaFile { .. } => true,
            Self::Timeout { phase, .. } => {
                matches!(phase, Phase::Resolve | Phase::Connect | Phase::Handshake)
            }
            Self::Closed | Self::NotHttp | Self::BodyTooLarge { .. } | Self::Other { .. } => false,
        }
    }
}

/// How a TCP connection attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectProblem {
    /// The host is there, the port is closed.
    Refused,
    /// No route to the host or its network.
    Unreachable,
    /// Anything else the operating system reported.
    Other,
}

/// What kept a TLS session from coming about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsProblem {
    /// The certificate's issuer is not trusted by this computer: self-signed, private, or a filter in between.
    CertificateUntrusted,
    /// The certificate's last valid day has passed.
    CertificateExpired,
    /// The certificate's first valid day has not come, or this computer's clock is wrong.
    CertificateNotYetValid,
    /// The certificate is for another host name.
    CertificateWrongName,
    /// The certificate was revoked.
    CertificateRevoked,
    /// The certificate cannot be used for another reason, such as a bad encoding or signature.
    CertificateInvalid,
    /// Both sides speak TLS but share no version or cipher suite.
    NoCommonProtocol,
    /// The port does not speak TLS, as when `https` is used on a plain HTTP port.
    NotTls,
    /// The handshake failed for another reason.
    HandshakeFailed,
}

impl TlsProblem {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CertificateUntrusted => "tls.certificate-untrusted",
            Self::CertificateExpired => "tls.certificate-expired",
            Self::CertificateNotYetValid => "tls.certificate-not-yet-valid",
            Self::CertificateWrongName => "tls.certificate-wrong-name",
            Self::CertificateRevoked => "tls.certificate-revoked",
            Self::CertificateInvalid => "tls.certificate-invalid",
            Self::NoCommonProtocol => "tls.no-common-protocol",
            Self::NotTls => "tls.not-tls",
            Self::HandshakeFailed => "tls.handshake-failed",
        }
    }
}

/// The alert with which the other side ended a handshake (RFC 8446 §6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsAlert {
    /// The alert's name as the RFC writes it, such as `handshake_failure`; `unknown` for a number that has none.
    pub name: String,
    /// Its number.
    pub number: u8,
}

impl TlsAlert {
    /// The reading of a library's alert: its name is the RFC's in camel case.
    pub(crate) fn of(alert: rustls::AlertDescription) -> Self {
        let mut name = String::new();
        for letter in alert.as_str().unwrap_or("unknown").chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        Self { name, number: u8::from(alert) }
    }
}

impl fmt::Display for TlsAlert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.number)
    }
}

/// What was being waited for when time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Looking up the host name.
    Resolve,
    /// The connection; in an exchange this includes the TLS handshake.
    Connect,
    /// The TLS handshake alone (see [`crate::HttpClient::handshake`]).
    Handshake,
    /// The status line and headers.
    Answer,
    /// The rest of the body, after the headers had come.
    Body,
}

/// A proxy that the settings name for an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyServer {
    /// The proxy's host, without the credentials its setting may hold.
    pub host: String,
    /// The proxy's TCP port.
    pub port: u16,
}
