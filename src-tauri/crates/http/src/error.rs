//! What can go wrong on the way to an answer, as data.

use serde::{Deserialize, Serialize};

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
    /// The system's proxy could not be reached or refused the tunnel.
    #[error("the proxy {}:{} did not connect", .server.host, .server.port)]
    Proxy {
        /// The proxy that was to be used.
        server: ProxyServer,
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
            Self::Other { .. } => "http.failed",
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

/// What was being waited for when time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Looking up the host name.
    Resolve,
    /// The connection; in an exchange this includes the TLS handshake.
    Connect,
    /// The TLS handshake alone (see [`crate::handshake`]).
    Handshake,
    /// The status line and headers.
    Answer,
    /// The rest of the body, after the headers had come.
    Body,
}

/// A proxy the system's settings name for an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyServer {
    /// The proxy's host, without the credentials its setting may hold.
    pub host: String,
    /// The proxy's TCP port.
    pub port: u16,
}
