use onramp_http::{Certificate, CertificateKey, HttpError, ProxyScript, ProxyServer, TlsAlert, TlsProblem};
use onramp_scim_client::{Finding, Layer, ListMember, PatchDialect, TlsConcern, UrlProblem, Verdict};

use super::words;

fn certificate() -> Certificate {
    Certificate {
        subject: "scim.ramp.example".to_owned(),
        issuer: "An authority".to_owned(),
        self_issued: false,
        not_before: 1_700_000_000,
        not_after: 1_767_225_600,
        key: CertificateKey::Rsa { bits: 1024 },
        chain_length: 2,
    }
}

fn tls(problem: TlsProblem) -> HttpError {
    HttpError::Tls { host: "scim.ramp.example".to_owned(), problem, alert: None }
}

/// One of every finding, and of what it may hold where the words differ.
fn every() -> Vec<Finding> {
    let server = ProxyServer { host: "proxy.example".to_owned(), port: 3128 };
    let script = |url: Option<&str>| ProxyScript { url: url.map(str::to_owned) };
    let concern = |concerns: &[TlsConcern]| Finding::TlsConcerns {
        certificate: Some(certificate()),
        concerns: concerns.to_vec(),
    };
    let address = "10.1.2.3:443".parse().unwrap();
    let mut all = vec![
        Finding::Skipped { because: Layer::Dns },
        Finding::UrlWellFormed { url: "https://a.example/scim".to_owned(), notes: Vec::new() },
        Finding::UrlProblem(UrlProblem::Empty),
        Finding::UrlProblem(UrlProblem::EndsInResource {
            endpoint: "Users".to_owned(),
            suggestion: "https://a.example/scim".to_owned(),
        }),
        Finding::DnsResolved { host: "a.example".to_owned(), addresses: vec![address], proxy: None },
        Finding::DnsNotNeeded { address },
        Finding::DnsPrivate { host: "a.example".to_owned(), addresses: vec![address] },
        Finding::TcpOpen { address, proxy: None },
        Finding::TcpOpen { address, proxy: Some(server.clone()) },
        Finding::TlsTrusted { certificate: Some(certificate()) },
        Finding::TlsTrusted { certificate: None },
        concern(&[TlsConcern::Without12]),
        concern(&[TlsConcern::WeakKey]),
        concern(&[TlsConcern::ExtraFile]),
        concern(&[TlsConcern::ExpiresSoon]),
        concern(&[
            TlsConcern::Without12,
            TlsConcern::WeakKey,
            TlsConcern::ExtraFile,
            TlsConcern::ExpiresSoon,
        ]),
        Finding::TlsUnjudged {
            host: "a.example".to_owned(),
            alert: Some(TlsAlert { name: "handshake_failure".to_owned(), number: 40 }),
        },
        Finding::TlsUnjudged { host: "a.example".to_owned(), alert: None },
        Finding::TlsThroughProxy,
        Finding::TlsNotUsed,
        Finding::Failed(HttpError::Closed),
        Finding::Failed(HttpError::Dns { host: "a.example".to_owned() }),
        Finding::Failed(HttpError::Proxy { server: server.clone() }),
        Finding::Failed(tls(TlsProblem::NoCommonProtocol)),
        Finding::ProxyScriptIgnored {
            error: HttpError::Closed,
            script: script(Some("http://pac.example/p")),
        },
        Finding::ProxyScriptIgnored { error: HttpError::Closed, script: script(None) },
        Finding::HttpAnswered { status: 200 },
        Finding::HttpRedirected { status: 302, location: "https://login.example/".to_owned() },
        Finding::HttpProxyAuthentication { server: Some(server) },
        Finding::HttpProxyAuthentication { server: None },
        Finding::HttpThrottled { retry_after: None },
        Finding::HttpThrottled { retry_after: Some("7".to_owned()) },
        Finding::HttpServerError { status: 500 },
        Finding::TokenAccepted,
        Finding::TokenUnauthorized { challenge: None },
        Finding::TokenForbidden,
        Finding::TokenUnsendable,
        Finding::ShapeList,
        Finding::ShapeMediaType { found: None },
        Finding::ShapeWithoutResources,
        Finding::ShapeNothingThere { status: 404 },
        Finding::ShapeNothingThere { status: 405 },
        Finding::ShapeHtml { status: 200, title: None },
        Finding::ShapeEmptyBody { status: 200 },
        Finding::ShapeNotJson { media_type: None },
        Finding::ShapeBareArray,
        Finding::ShapeNotAList { missing: vec![ListMember::Schemas] },
        Finding::ShapeRefused { status: 400 },
        Finding::FilterEmptyList,
        Finding::FilterNotFound,
        Finding::FilterRefused { status: 400, scim_type: None },
        Finding::FilterRefused { status: 501, scim_type: None },
        Finding::FilterIgnored { returned: 3 },
        Finding::UsersReadable { total: 1 },
        Finding::UsersCountIgnored { returned: 2 },
        Finding::UsersWithoutId,
        Finding::UsersRefused { status: 500 },
        Finding::UsersNotAList,
        Finding::GroupsEmptyList,
        Finding::GroupsRefused { status: 403 },
        Finding::GroupsRefused { status: 404 },
        Finding::GroupsRefused { status: 500 },
        Finding::GroupsNotAList,
        Finding::GroupsFilterIgnored { returned: 2 },
        Finding::GroupsFailed(HttpError::Closed),
        Finding::ConfigDeclared,
        Finding::ConfigUndeclared { patch: false, filter: false },
        Finding::ConfigMissing { status: 404 },
        Finding::ConfigNotScim,
        Finding::ConfigFailed(HttpError::Closed),
        Finding::PatchServed { declared: Some(true) },
        Finding::PatchServed { declared: Some(false) },
        Finding::PatchServed { declared: None },
        Finding::PatchNotServed { status: 405, declared: Some(true) },
        Finding::PatchForbidden { status: 403 },
        Finding::PatchPrecondition { status: 428 },
        Finding::PatchOfNobody { status: 204 },
        Finding::PatchUnclear { status: 404 },
        Finding::PatchUnclear { status: 429 },
        Finding::PatchUnclear { status: 418 },
        Finding::PatchFailed(HttpError::Closed),
    ];
    for problem in [
        TlsProblem::CertificateUntrusted,
        TlsProblem::CertificateExpired,
        TlsProblem::CertificateNotYetValid,
        TlsProblem::CertificateWrongName,
        TlsProblem::CertificateRevoked,
        TlsProblem::CertificateInvalid,
    ] {
        all.push(Finding::TlsCertificate { error: tls(problem), certificate: Some(certificate()) });
        all.push(Finding::TlsCertificate { error: tls(problem), certificate: None });
    }
    for dialects in [
        vec![PatchDialect::WithoutFlag],
        vec![PatchDialect::WithFlag],
        vec![PatchDialect::WithoutFlag, PatchDialect::WithFlag],
    ] {
        all.push(Finding::PatchDialectRefused {
            dialects,
            status: 400,
            scim_type: Some("invalidPath".to_owned()),
        });
    }
    all
}

/// Below HTTP and at HTTP what this computer meets need not be what Entra meets; everything that fails is told of.
#[test]
fn every_finding_has_its_words() {
    for finding in every() {
        let words = words(&finding);
        let code = finding.code();
        assert!(!words.message.is_empty() && words.message != code, "{finding:?}");
        if matches!(finding.verdict(), Verdict::Pass | Verdict::Skipped) {
            assert_eq!((words.side, words.entra_says.as_deref()), (None, None), "{code}");
            continue;
        }
        let short = words.short.unwrap_or_else(|| panic!("{code} has no short form"));
        assert!(short.chars().count() < 26, "{code}: {short}");
        assert!(!words.steps.is_empty() && words.steps.iter().all(|step| !step.is_empty()), "{code}");
        assert!(words.side.is_some() && words.meaning.is_some_and(|meaning| !meaning.is_empty()), "{code}");
        if matches!(finding.verdict(), Verdict::Fail | Verdict::Unknown) {
            assert!(words.entra_says.is_some_and(|says| !says.is_empty()), "{code} lacks Entra's words");
        }
    }
}

#[test]
fn words_tell_what_an_admin_needs() {
    let alert = TlsAlert { name: "handshake_failure".to_owned(), number: 40 };
    for (finding, wanted) in [
        (Finding::Skipped { because: Layer::Dns }, "DNS"),
        (Finding::TlsTrusted { certificate: Some(certificate()) }, "until 1 January 2026"),
        (Finding::TlsUnjudged { host: "a.example".to_owned(), alert: Some(alert) }, "handshake_failure (40)"),
        (
            Finding::TlsConcerns {
                certificate: Some(certificate()),
                concerns: vec![TlsConcern::ExpiresSoon],
            },
            "expires on 1 January 2026",
        ),
        (
            Finding::TlsConcerns { certificate: Some(certificate()), concerns: vec![TlsConcern::WeakKey] },
            "RSA with 1024 bits",
        ),
        (
            Finding::TlsCertificate {
                error: tls(TlsProblem::CertificateUntrusted),
                certificate: Some(certificate()),
            },
            "issued by “An authority”",
        ),
    ] {
        let message = words(&finding).message;
        assert!(message.contains(wanted), "{message}");
    }
}

/// A handshake that Entra might complete is never called a failure of Entra's.
#[test]
fn what_could_not_be_judged_is_not_called_a_failure() {
    let found = words(&Finding::TlsUnjudged { host: "a.example".to_owned(), alert: None });
    assert!(found.message.starts_with("Could not be judged"), "{}", found.message);
    assert!(found.entra_says.unwrap().starts_with("Perhaps nothing"));
}
