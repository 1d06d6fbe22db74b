//! Words for what lies below HTTP: names, addresses, certificates, and the proxies in between.

use onramp_http::{Certificate, CertificateKey, HttpError, ProxyServer, TlsProblem};
use onramp_scim_client::{Finding, TlsConcern};

use super::{FindingWords, fact, fault};
use crate::error::Side;
use crate::words::{day, http_failure};

const NAME_PROXY: &str = "Enter the proxy under Network (on the command line: --proxy), then test again.";

pub(super) fn words(finding: &Finding) -> FindingWords {
    match finding {
        Finding::DnsResolved { host, addresses, proxy } => fact(match (addresses.first(), proxy) {
            (Some(address), None) => format!("{host} is {}", address.ip()),
            (Some(address), Some(_)) => format!("The proxy {host} is {}", address.ip()),
            (None, _) => format!("{host} resolves"),
        }),
        Finding::DnsNotNeeded { address } => fact(format!("{} is an address already", address.ip())),
        Finding::DnsPrivate { host, addresses } => fault(
            match addresses.first() {
                Some(address) => {
                    format!("{host} is {}, which is not an address of the internet", address.ip())
                }
                None => format!("{host} has no address of the internet"),
            },
            "A private address",
            Side::Network,
            "Entra asks from the internet. Its DNS may name another address than this computer’s: only Entra’s own test shows whether it gets through.",
            &[
                "Run Test connection in Entra: it decides.",
                "If it fails there, the service needs a public address, or Microsoft’s provisioning agent in its network.",
            ],
        ),
        Finding::TcpOpen { address, proxy: None } => fact(format!("Port {} is open", address.port())),
        Finding::TcpOpen { address, proxy: Some(_) } => {
            fact(format!("The proxy’s port {} is open", address.port()))
        }
        Finding::TlsTrusted { certificate } => {
            fact(format!("TLS 1.2, certificate trusted here{}", until(certificate.as_ref())))
        }
        Finding::TlsConcerns { certificate, concerns } => concerned(certificate.as_ref(), concerns),
        Finding::TlsCertificate { error, certificate } => refused(error, certificate.as_ref()),
        Finding::TlsUnjudged { host, alert } => fault(
            match alert {
                Some(alert) => {
                    format!("Could not be judged: {host} ended the handshake with the alert {alert}")
                }
                None => format!("Could not be judged: {host} closed the connection during the handshake"),
            },
            "Could not be judged",
            Side::Onramp,
            "Onramp speaks TLS 1.2 and 1.3 with GCM and ChaCha20 suites only. Entra also takes TLS 1.2 with CBC, so its handshake may succeed where this one did not. Nothing above was tried.",
            &[
                "Run Test connection in Entra: it decides.",
                "Or have the service offer a TLS 1.2 suite with GCM, which both sides take, and test again.",
            ],
        ),
        Finding::TlsThroughProxy => fact("Certificate trusted here, through the proxy"),
        Finding::TlsNotUsed => fact("Not used on this computer"),
        Finding::ProxyScriptIgnored { error, script } => fault(
            match &script.url {
                Some(url) => format!("The system names the PAC script {url}, which Onramp does not run"),
                None => {
                    "The system looks for a PAC script by itself (WPAD), which Onramp does not".to_owned()
                }
            },
            "A PAC script is not run",
            Side::Network,
            &format!(
                "Without a proxy: {} The script would name the one to go through. Entra does not use it: it asks from the internet.",
                http_failure(error).message
            ),
            &[
                "Find out which proxy the script names for this host: whoever runs your network knows.",
                NAME_PROXY,
            ],
        ),
        Finding::HttpProxyAuthentication { server } => wants_credentials(server.as_ref()),
        // The caller sends only what is named above.
        other => fact(other.code()),
    }
}

fn wants_credentials(server: Option<&ProxyServer>) -> FindingWords {
    fault(
        match server {
            Some(server) => {
                format!("The proxy {}:{} asks for a user and a password (407)", server.host, server.port)
            }
            None => "A proxy asks for a user and a password (407)".to_owned(),
        },
        "A proxy wants a sign-in",
        Side::Network,
        "The answer comes from a proxy of this network, not from Ramp. The token may be fine. Onramp signs in to a proxy with a user and a password; Kerberos and NTLM it does not speak.",
        &[
            "Enter the proxy under Network, with its user and password (on the command line: --proxy and ONRAMP_PROXY_CREDENTIALS), then test again.",
            "Or have this computer reach Ramp without that proxy.",
        ],
    )
}

fn concerned(certificate: Option<&Certificate>, concerns: &[TlsConcern]) -> FindingWords {
    let (short, side) = match concerns.first() {
        Some(TlsConcern::Without12) => ("TLS 1.2 is refused", Side::Ramp),
        Some(TlsConcern::WeakKey) => ("The key is small", Side::Ramp),
        Some(TlsConcern::ExpiresSoon) => ("Expires soon", Side::Ramp),
        Some(TlsConcern::ExtraFile) | None => ("Trusted by your file only", Side::Network),
    };
    let mut message = Vec::new();
    let mut meaning = Vec::new();
    let mut steps = Vec::new();
    for concern in concerns {
        let (fact, means, step) = match concern {
            TlsConcern::Without12 => (
                "TLS 1.2 is refused".to_owned(),
                "TLS 1.2 is the only version Entra is documented to speak. It may not get through.",
                "Ask for TLS 1.2 to be offered as well.",
            ),
            TlsConcern::WeakKey => (
                format!("the key is {}", certificate.map_or_else(String::new, |shown| key(&shown.key))),
                "Entra is documented to take RSA from 2048 bits and curves from 256 bits on.",
                "Ask for a certificate with a larger key.",
            ),
            TlsConcern::ExtraFile => (
                "trusted by your file of extra certificates only".to_owned(),
                "Entra does not have that file. If a proxy here puts its own certificate in place of Ramp’s, Entra sees another one and this is no fault. Whether it trusts what it sees, only Entra’s own test shows.",
                "Run Test connection in Entra: it decides.",
            ),
            TlsConcern::ExpiresSoon => (
                format!("the certificate expires{}", on(certificate)),
                "After that day Entra’s requests fail until it is replaced.",
                "Ask whether the certificate is renewed in time.",
            ),
        };
        message.push(fact);
        meaning.push(means);
        steps.push(step);
    }
    fault(format!("Trusted here, but {}", message.join("; ")), short, side, &meaning.join(" "), &steps)
}

fn refused(error: &HttpError, certificate: Option<&Certificate>) -> FindingWords {
    let failure = http_failure(error);
    let problem = match error {
        HttpError::Tls { problem, .. } => *problem,
        _ => TlsProblem::CertificateInvalid,
    };
    let shown = certificate.map(described).unwrap_or_default();
    let short = match problem {
        TlsProblem::CertificateUntrusted => "Certificate not trusted",
        TlsProblem::CertificateExpired => "Certificate expired",
        TlsProblem::CertificateNotYetValid => "Certificate not valid yet",
        TlsProblem::CertificateWrongName => "Certificate of another",
        TlsProblem::CertificateRevoked => "Certificate revoked",
        _ => "Certificate unusable",
    };
    let (side, meaning, steps): (_, _, &[&str]) = match problem {
        TlsProblem::CertificateUntrusted => (
            Side::Network,
            "Either a proxy here puts its own certificate in place of Ramp’s, or the service has one from a private authority. In the first case Entra sees another certificate; in the second it refuses this one too.",
            &[
                "If the issuer is your own company or its filter, name its certificate under Network (on the command line: --ca-file), then test again.",
                "If it is the service’s own, the service needs a publicly trusted certificate for Entra.",
            ],
        ),
        TlsProblem::CertificateExpired => (
            Side::Ramp,
            "Nobody accepts it, Entra neither. If this computer’s clock is wrong, it is that.",
            &[
                "Check this computer’s clock. If it is right, whoever runs the service has to renew the certificate.",
            ],
        ),
        TlsProblem::CertificateNotYetValid => (
            Side::Ramp,
            "As a rule it is this computer’s clock.",
            &[
                "Check this computer’s clock. If it is right, whoever runs the service has to replace the certificate.",
            ],
        ),
        TlsProblem::CertificateWrongName => (
            Side::You,
            "The host answers with a certificate for another name, so the URL may name the wrong host.",
            &["Compare the host in the URL with the one that Ramp shows."],
        ),
        _ => (
            Side::Ramp,
            "A certificate like this is refused here. What Entra makes of it, only its own test shows.",
            &["Whoever runs the service has to replace the certificate."],
        ),
    };
    fault(format!("{}{shown}", failure.message), short, side, meaning, steps)
}

/// What a refused certificate says of itself.
fn described(certificate: &Certificate) -> String {
    let issuer = match (certificate.self_issued, certificate.issuer.as_str()) {
        (true, _) => "by itself".to_owned(),
        (false, "") => "by an issuer without a name".to_owned(),
        (false, issuer) => format!("by “{issuer}”"),
    };
    format!(
        " It is for “{}”, issued {issuer}, valid from {} to {}.",
        certificate.subject,
        day(certificate.not_before),
        day(certificate.not_after)
    )
}

fn until(certificate: Option<&Certificate>) -> String {
    certificate.map_or_else(String::new, |shown| format!(" until {}", day(shown.not_after)))
}

fn on(certificate: Option<&Certificate>) -> String {
    certificate.map_or_else(|| " soon".to_owned(), |shown| format!(" on {}", day(shown.not_after)))
}

fn key(key: &CertificateKey) -> String {
    match key {
        CertificateKey::Rsa { bits } => format!("RSA with {bits} bits"),
        CertificateKey::Ec { bits } => format!("a curve of {bits} bits"),
        CertificateKey::Other { oid } => format!("of the kind {oid}"),
    }
}
