//! Sentences that more than one use case says.

pub(crate) mod probe;
pub(crate) mod refusal;
pub(crate) mod run;

use jiff::Timestamp;
use onramp_http::{CaFileProblem, ConnectProblem, HttpError, Phase, ProxyProblem, TlsProblem};

use crate::error::Side;

/// Words for a failure on the way to a service.
pub(crate) struct FailureWords {
    pub side: Side,
    pub message: String,
    pub next_action: String,
}

/// A day as people write it, from seconds since 1970, in UTC.
pub(crate) fn day(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .map(|time| time.strftime("%-d %B %Y").to_string())
        .unwrap_or_else(|_| "an unknown day".to_owned())
}

/// What kept an answer from coming, and what to do.
pub(crate) fn http_failure(error: &HttpError) -> FailureWords {
    let words =
        |side, message: String, next: &str| FailureWords { side, message, next_action: next.to_owned() };
    match error {
        HttpError::InvalidUrl => {
            words(Side::You, "The URL can’t be requested.".to_owned(), "Copy it again from Ramp.")
        }
        HttpError::InvalidHeader { .. } => words(
            Side::You,
            "The token holds a character that can’t be sent.".to_owned(),
            "Copy it again from Ramp.",
        ),
        HttpError::Dns { host } => words(
            Side::Network,
            format!("{host} has no address in DNS."),
            "Check the host name in the URL, then this computer’s DNS.",
        ),
        HttpError::Connect { host, port, problem } => match problem {
            ConnectProblem::Refused => words(
                Side::Network,
                format!("{host} refuses connections on port {port}."),
                "Check host and port in the URL. If they are right, a firewall may refuse in its place.",
            ),
            ConnectProblem::Unreachable | ConnectProblem::Other => words(
                Side::Network,
                format!("No way leads to {host}, port {port}."),
                "Check the network, VPN and firewall of this computer.",
            ),
        },
        HttpError::Tls { host, problem, .. } => words(
            Side::Network,
            tls(host, *problem),
            "Entra needs a publicly trusted certificate and TLS 1.2. If a proxy inspects traffic here, try without it.",
        ),
        HttpError::Timeout { phase, after_ms } => {
            let waited = f64::from(*after_ms) / 1000.0;
            let message = match phase {
                Phase::Resolve => format!("DNS did not answer within {waited:.0} s."),
                Phase::Connect | Phase::Handshake => {
                    format!("No connection came about within {waited:.0} s.")
                }
                Phase::Answer | Phase::Body => format!("The service did not answer within {waited:.0} s."),
            };
            let side = if matches!(phase, Phase::Answer | Phase::Body) { Side::Ramp } else { Side::Network };
            words(
                side,
                message,
                "Try again. If it stays, a firewall may swallow the packets, or the service is overloaded.",
            )
        }
        HttpError::Closed => words(
            Side::Ramp,
            "The connection was closed before the answer was whole.".to_owned(),
            "Try again. If it stays, something between here and the service cuts it off.",
        ),
        HttpError::NotHttp => words(
            Side::You,
            "What answers there does not speak HTTP.".to_owned(),
            "Check host and port in the URL.",
        ),
        HttpError::BodyTooLarge { .. } => words(
            Side::Ramp,
            "The answer is too large for a SCIM answer.".to_owned(),
            "Check the URL: it may lead to a download or a web page.",
        ),
        HttpError::Proxy { server } => words(
            Side::Network,
            format!("The proxy {}:{} does not connect.", server.host, server.port),
            "Check the proxy entered under Network, or else this computer’s proxy settings.",
        ),
        HttpError::ProxyAuthentication { server } => words(
            Side::Network,
            format!("The proxy {}:{} asks for a user and a password.", server.host, server.port),
            "Enter the proxy under Network, with its user and password, then try again.",
        ),
        HttpError::ProxySetting { problem } => {
            let (message, next) = proxy_setting(*problem);
            words(Side::You, message.to_owned(), next)
        }
        HttpError::CaFile { path, problem } => {
            let (message, next) = ca_file(*problem);
            words(Side::You, format!("{path} {message}"), next)
        }
        HttpError::Other { detail } => {
            words(Side::Onramp, format!("The request failed: {detail}."), "Try again.")
        }
    }
}

/// What is wrong with a proxy that was typed in, and what to do.
fn proxy_setting(problem: ProxyProblem) -> (&'static str, &'static str) {
    match problem {
        ProxyProblem::Unparsable => {
            ("This is not the address of a proxy.", "Enter host and port, such as proxy.example:3128.")
        }
        ProxyProblem::Scheme => (
            "Onramp does not know this kind of proxy.",
            "Begin the address with http://, https://, socks5:// or socks5h://.",
        ),
        ProxyProblem::HasCredentials => (
            "The proxy’s address holds a user name or a password.",
            "Take them out of the address: they have a field of their own, and on the command line ONRAMP_PROXY_CREDENTIALS.",
        ),
        ProxyProblem::HasPath => (
            "The proxy’s address goes on after the port, as that of a PAC script does.",
            "Enter host and port of the proxy that the script names.",
        ),
        ProxyProblem::Credentials => (
            "These are no credentials for a proxy.",
            "Give a user and a password, on the command line as user:password.",
        ),
    }
}

/// What is wrong with a file of certificates, behind its path, and what to do.
fn ca_file(problem: CaFileProblem) -> (&'static str, &'static str) {
    match problem {
        CaFileProblem::Unreadable => ("can’t be read.", "Check the path and that you may read the file."),
        CaFileProblem::NoCertificate => (
            "holds no certificate in PEM form.",
            "Choose a file with a line BEGIN CERTIFICATE. Whoever runs your network has it.",
        ),
        CaFileProblem::Damaged => {
            ("holds a damaged certificate.", "Export the certificate again, as PEM or Base64.")
        }
    }
}

fn tls(host: &str, problem: TlsProblem) -> String {
    match problem {
        TlsProblem::CertificateUntrusted => {
            format!("The certificate of {host} comes from an issuer this computer does not trust.")
        }
        TlsProblem::CertificateExpired => format!("The certificate of {host} has expired."),
        TlsProblem::CertificateNotYetValid => {
            format!("The certificate of {host} is not valid yet, or this computer’s clock is wrong.")
        }
        TlsProblem::CertificateWrongName => format!("The certificate is for another host, not for {host}."),
        TlsProblem::CertificateRevoked => format!("The certificate of {host} was revoked."),
        TlsProblem::CertificateInvalid => format!("The certificate of {host} can’t be used."),
        TlsProblem::NoCommonProtocol => format!("{host} offers no TLS version that both sides speak."),
        TlsProblem::NotTls => format!("{host} does not speak TLS on this port."),
        TlsProblem::HandshakeFailed => format!("The TLS handshake with {host} failed."),
    }
}
