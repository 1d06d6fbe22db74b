//! Tells the library's failures apart by walking their source chain, by type.

use std::error::Error as StdError;
use std::io;

use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use rustls::{AlertDescription, CertificateError};

use crate::dial::NoAddress;
use crate::{ConnectProblem, HttpError, Phase, TlsAlert, TlsProblem};

/// How a CONNECT failed. The library exports the type by this name only.
type TunnelError = <Tunnel<HttpConnector> as tower_service::Service<http::Uri>>::Error;

/// Where the request was going, for the failures that name it.
pub(crate) struct Target<'a> {
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    pub(crate) proxy: Option<crate::ProxyServer>,
}

/// What reqwest reported, as one of our cases. `phase` says how far the exchange had come.
pub(crate) fn request_failure(
    error: reqwest::Error,
    target: &Target<'_>,
    phase: Phase,
    waited_ms: u32,
) -> HttpError {
    // The address may hold a credential in its query; the record carries it, masked.
    let error = error.without_url();
    if error.is_timeout() {
        let phase = if error.is_connect() { Phase::Connect } else { phase };
        return HttpError::Timeout { phase, after_ms: waited_ms };
    }
    if let Some(found) = from_chain(&error, target, error.is_connect()) {
        return found;
    }
    if error.is_connect() {
        if let Some(server) = &target.proxy {
            return HttpError::Proxy { server: server.clone() };
        }
        return HttpError::Connect {
            host: target.host.to_owned(),
            port: target.port,
            problem: ConnectProblem::Other,
        };
    }
    if error.is_builder() {
        return HttpError::InvalidUrl;
    }
    HttpError::Other { detail: error.to_string() }
}

fn from_chain(error: &(dyn StdError + 'static), target: &Target<'_>, connecting: bool) -> Option<HttpError> {
    let via_proxy = |otherwise: HttpError| match &target.proxy {
        Some(server) if connecting => HttpError::Proxy { server: server.clone() },
        _ => otherwise,
    };
    let mut closed = false;
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(missing) = error.downcast_ref::<NoAddress>() {
            return Some(via_proxy(HttpError::Dns { host: missing.host.clone() }));
        }
        // Below this lies the way to the proxy, with a TLS session of its own where the proxy is an `https` one.
        if let (Some(tunnel), Some(server)) = (error.downcast_ref::<TunnelError>(), &target.proxy) {
            let server = server.clone();
            return Some(match tunnel {
                TunnelError::ProxyAuthRequired => HttpError::ProxyAuthentication { server },
                _ => HttpError::Proxy { server },
            });
        }
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(tls_failure(tls, target.host));
        }
        if let Some(http) = error.downcast_ref::<hyper::Error>() {
            if http.is_parse() {
                return Some(HttpError::NotHttp);
            }
            // What made hyper give up may stand below this.
            closed |= http.is_incomplete_message() || http.is_closed() || http.is_canceled();
        }
        if let Some(io) = error.downcast_ref::<io::Error>() {
            // An io::Error's source is its payload's source: the payload itself has to be asked for.
            if let Some(inner) = io.get_ref()
                && let Some(found) = from_chain(inner, target, connecting)
            {
                return Some(found);
            }
            if let Some(found) = io_failure(io, target, connecting) {
                return Some(match found {
                    HttpError::Connect { .. } => via_proxy(found),
                    other => other,
                });
            }
        }
        next = error.source();
    }
    closed.then_some(HttpError::Closed)
}

fn io_failure(error: &io::Error, target: &Target<'_>, connecting: bool) -> Option<HttpError> {
    let problem = match error.kind() {
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => return Some(HttpError::Closed),
        _ if !connecting => return None,
        kind => connect_problem(kind),
    };
    Some(HttpError::Connect { host: target.host.to_owned(), port: target.port, problem })
}

/// How a connection attempt ended, from the operating system's own word.
pub(crate) fn connect_problem(kind: io::ErrorKind) -> ConnectProblem {
    match kind {
        io::ErrorKind::ConnectionRefused => ConnectProblem::Refused,
        io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable => ConnectProblem::Unreachable,
        _ => ConnectProblem::Other,
    }
}

/// A handshake that failed, from rustls's own error.
pub(crate) fn tls_failure(error: &rustls::Error, host: &str) -> HttpError {
    let alert = match error {
        rustls::Error::AlertReceived(alert) => Some(TlsAlert::of(*alert)),
        _ => None,
    };
    HttpError::Tls { host: host.to_owned(), problem: tls_problem(error), alert }
}

/// What kept a TLS session from coming about, from rustls's own error.
pub(crate) fn tls_problem(error: &rustls::Error) -> TlsProblem {
    match error {
        rustls::Error::InvalidCertificate(certificate) => certificate_problem(certificate),
        rustls::Error::InvalidMessage(_) => TlsProblem::NotTls,
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(
            AlertDescription::ProtocolVersion
            | AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity,
        ) => TlsProblem::NoCommonProtocol,
        _ => TlsProblem::HandshakeFailed,
    }
}

fn certificate_problem(error: &CertificateError) -> TlsProblem {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsProblem::CertificateExpired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsProblem::CertificateNotYetValid
        }
        CertificateError::UnknownIssuer => TlsProblem::CertificateUntrusted,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TlsProblem::CertificateWrongName
        }
        CertificateError::Revoked => TlsProblem::CertificateRevoked,
        // The verifier of a platform may wrap what it found, and a self-signed certificate that is no authority's.
        CertificateError::Other(other) => match other.0.downcast_ref::<rustls::Error>() {
            Some(inner) => tls_problem(inner),
            None => TlsProblem::CertificateUntrusted,
        },
        _ => TlsProblem::CertificateInvalid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustls_errors_become_problems() {
        use rustls::Error::{AlertReceived, InvalidCertificate, InvalidMessage, PeerIncompatible};
        for (error, problem) in [
            (InvalidCertificate(CertificateError::UnknownIssuer), TlsProblem::CertificateUntrusted),
            (InvalidCertificate(CertificateError::Expired), TlsProblem::CertificateExpired),
            (InvalidCertificate(CertificateError::NotValidYet), TlsProblem::CertificateNotYetValid),
            (InvalidCertificate(CertificateError::NotValidForName), TlsProblem::CertificateWrongName),
            (InvalidCertificate(CertificateError::Revoked), TlsProblem::CertificateRevoked),
            (InvalidCertificate(CertificateError::BadEncoding), TlsProblem::CertificateInvalid),
            (AlertReceived(AlertDescription::ProtocolVersion), TlsProblem::NoCommonProtocol),
            (
                PeerIncompatible(rustls::PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig),
                TlsProblem::NoCommonProtocol,
            ),
            (InvalidMessage(rustls::InvalidMessage::InvalidContentType), TlsProblem::NotTls),
            (AlertReceived(AlertDescription::InternalError), TlsProblem::HandshakeFailed),
        ] {
            assert_eq!(tls_problem(&error), problem, "{error:?}");
        }
    }

    #[test]
    fn alerts_have_the_rfc_s_names() {
        for (alert, shown) in [
            (AlertDescription::HandshakeFailure, "handshake_failure (40)"),
            (AlertDescription::ProtocolVersion, "protocol_version (70)"),
            (AlertDescription::Unknown(200), "unknown (200)"),
        ] {
            let HttpError::Tls { alert, .. } = tls_failure(&rustls::Error::AlertReceived(alert), "a.example")
            else {
                panic!("no TLS failure")
            };
            assert_eq!(alert.unwrap().to_string(), shown);
        }
    }
}
