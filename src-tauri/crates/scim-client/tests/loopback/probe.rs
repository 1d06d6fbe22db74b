//! The probe against services that misbehave in one way each.

use std::time::Duration;

use crate::service::{Fault, Service, TOKEN};
use onramp_http::{HttpClient, HttpOptions, ProxyUse};
use onramp_scim_client::probe::probe;
use onramp_scim_client::{Finding, Layer, LayerResult, ListMember, PatchDialect, Verdict};
use secrecy::SecretString;
use tokio::net::TcpListener;

pub const NONCE: &str = "8646d011-1693-4cd3-9ee6-0d7482ca2219";
const NOW: i64 = 0;

pub fn client() -> HttpClient {
    client_with(|_| {})
}

pub fn client_with(change: impl FnOnce(&mut HttpOptions)) -> HttpClient {
    let mut options = HttpOptions {
        proxy: ProxyUse::Never,
        total_timeout: Duration::from_millis(400),
        ..HttpOptions::default()
    };
    change(&mut options);
    HttpClient::new(options).unwrap()
}

async fn ask(url: &str) -> Vec<LayerResult> {
    ask_with(&client(), url, NOW).await
}

/// Every layer's result; `now` is in seconds since 1970.
pub async fn ask_with(client: &HttpClient, url: &str, now: i64) -> Vec<LayerResult> {
    let results = probe(client, url, &SecretString::from(TOKEN), NONCE, now).await;
    let layers: Vec<Layer> = results.iter().map(|result| result.layer).collect();
    assert_eq!(layers, Layer::ALL, "every layer once, in order");
    for result in &results {
        assert_eq!(result.verdict, result.finding.verdict());
        let shown = format!("{result:?}");
        assert!(!shown.contains(TOKEN), "{shown}");
    }
    results
}

/// One letter per layer (pass, warn, fail, skipped as `-`, unknown as `?`), and the codes of everything that is not a pass.
pub fn verdicts(results: &[LayerResult]) -> String {
    results
        .iter()
        .map(|result| match result.verdict {
            Verdict::Pass => 'p',
            Verdict::Warn => 'W',
            Verdict::Fail => 'F',
            Verdict::Skipped => '-',
            Verdict::Unknown => '?',
        })
        .collect()
}

pub fn told(results: &[LayerResult]) -> Vec<&'static str> {
    results
        .iter()
        .filter(|result| !matches!(result.verdict, Verdict::Pass | Verdict::Skipped))
        .map(|result| result.finding.code())
        .collect()
}

pub fn of(results: &[LayerResult], layer: Layer) -> &LayerResult {
    results.iter().find(|result| result.layer == layer).unwrap()
}

#[tokio::test]
async fn each_fault_fails_its_own_layer() {
    // Layers: URL, DNS, TCP, TLS, HTTP, authorization, SCIM shape, filter, users, groups, configuration, PATCH.
    for (fault, expected, codes) in [
        (Fault::None, "ppp-pppppppp", vec![]),
        (Fault::PlainJson, "ppp-ppWppppp", vec!["scim.media-type"]),
        (Fault::WithoutResources, "ppp-ppWppppp", vec!["scim.without-resources"]),
        (Fault::Html, "ppp-p-F-----", vec!["scim.html"]),
        (Fault::EmptyBody, "ppp-p-F-----", vec!["scim.empty-body"]),
        (Fault::NotJson, "ppp-p-F-----", vec!["scim.not-json"]),
        (Fault::BareArray, "ppp-p-F-----", vec!["scim.bare-array"]),
        (Fault::NotAList, "ppp-p-F-----", vec!["scim.not-a-list"]),
        (Fault::Everything(404), "ppp-p-F-----", vec!["scim.nothing-there"]),
        (Fault::Everything(400), "ppp-ppF-----", vec!["scim.refused"]),
        (Fault::Everything(401), "ppp-pF------", vec!["auth.unauthorized"]),
        (Fault::Everything(403), "ppp-pF------", vec!["auth.forbidden"]),
        (Fault::Everything(429), "ppp-F-------", vec!["http.throttled"]),
        (Fault::Everything(500), "ppp-F-------", vec!["http.server-error"]),
        (Fault::Everything(503), "ppp-F-------", vec!["http.server-error"]),
        (Fault::Everything(302), "ppp-F-------", vec!["http.redirected"]),
        (Fault::Slow, "ppp-F-------", vec!["http.timeout"]),
        (Fault::Filter(404), "ppp-pppFpppp", vec!["filter.not-found"]),
        (Fault::Filter(400), "ppp-pppFpppp", vec!["filter.refused"]),
        (Fault::Filter(501), "ppp-pppFpppp", vec!["filter.refused"]),
        (Fault::FilterIgnored, "ppp-pppFpppp", vec!["filter.ignored"]),
        (Fault::Users(500), "ppp-ppppFppp", vec!["users.refused"]),
        (Fault::UsersWithoutId, "ppp-ppppFppp", vec!["users.without-id"]),
        (Fault::CountIgnored, "ppp-ppppWppp", vec!["users.count-ignored"]),
        (Fault::Groups(403), "ppp-pppppWpp", vec!["groups.refused"]),
        (Fault::Groups(404), "ppp-pppppWpp", vec!["groups.refused"]),
        (Fault::GroupsSlow, "ppp-pppppWpp", vec!["groups.failed"]),
        (Fault::Config(404), "ppp-ppppppWp", vec!["config.missing"]),
        (Fault::ConfigWithoutPatch, "ppp-ppppppWp", vec!["config.undeclared"]),
        (Fault::Patch(405), "ppp-pppppppF", vec!["patch.not-served"]),
        (Fault::Patch(501), "ppp-pppppppF", vec!["patch.not-served"]),
        (Fault::Patch(403), "ppp-pppppppW", vec!["patch.forbidden"]),
        (Fault::Patch(428), "ppp-pppppppW", vec!["patch.precondition"]),
        (Fault::Patch(204), "ppp-pppppppW", vec!["patch.of-nobody"]),
        (Fault::Patch(429), "ppp-pppppppW", vec!["patch.unclear"]),
        (Fault::PatchNotFoundPlain, "ppp-pppppppW", vec!["patch.unclear"]),
        (Fault::PatchWithoutFlag(400), "ppp-pppppppW", vec!["patch.dialect-refused"]),
        (Fault::PatchWithFlag(500), "ppp-pppppppW", vec!["patch.dialect-refused"]),
    ] {
        let service = Service::start(fault).await;
        let results = ask(&service.url()).await;
        assert_eq!((verdicts(&results).as_str(), told(&results)), (expected, codes), "{fault:?}");
    }
}

#[tokio::test]
async fn the_requests_are_entra_s() {
    let service = Service::start(Fault::None).await;
    let results = ask(&format!("{}/?aadOptscim062020", service.url())).await;
    assert_eq!(
        service.requests(),
        [
            format!("GET /scim/v2/Users?filter=userName+eq+%22{NONCE}%22"),
            "GET /scim/v2/Users?startIndex=1&count=1".to_owned(),
            format!("GET /scim/v2/Groups?excludedAttributes=members&filter=displayName+eq+%22{NONCE}%22"),
            "GET /scim/v2/ServiceProviderConfig".to_owned(),
            format!("PATCH /scim/v2/Users/{NONCE}"),
            format!("PATCH /scim/v2/Users/{NONCE}"),
        ]
    );
    let record = of(&results, Layer::Filter).record.as_ref().unwrap();
    assert_eq!(record.purpose, "probe.filter");
    assert!(record.request_headers.contains(&("accept".to_owned(), "application/scim+json".to_owned())));
    assert!(record.request_headers.contains(&("authorization".to_owned(), "Bearer ••••••••7f3e".to_owned())));
}

#[tokio::test]
async fn findings_carry_what_the_words_need() {
    let service = Service::start(Fault::None).await;
    let results = ask(&service.url()).await;
    assert_eq!(of(&results, Layer::Users).finding, Finding::UsersReadable { total: 2 });
    assert_eq!(of(&results, Layer::Dns).finding, Finding::DnsNotNeeded { address: service.address });
    assert_eq!(of(&results, Layer::Tcp).finding, Finding::TcpOpen { address: service.address, proxy: None });
    assert_eq!(of(&results, Layer::Tls).finding, Finding::TlsNotUsed);

    for (fault, layer, finding) in [
        (
            Fault::Html,
            Layer::ScimShape,
            Finding::ShapeHtml { status: 200, title: Some("Sign in".to_owned()) },
        ),
        (Fault::Html, Layer::Filter, Finding::Skipped { because: Layer::ScimShape }),
        (
            Fault::Everything(401),
            Layer::Authorization,
            Finding::TokenUnauthorized { challenge: Some("Bearer".to_owned()) },
        ),
        (Fault::Everything(429), Layer::Http, Finding::HttpThrottled { retry_after: Some("7".to_owned()) }),
        (
            Fault::Everything(302),
            Layer::Http,
            Finding::HttpRedirected { status: 302, location: "https://login.example/".to_owned() },
        ),
        (
            Fault::Filter(400),
            Layer::Filter,
            Finding::FilterRefused { status: 400, scim_type: Some("invalidFilter".to_owned()) },
        ),
        (
            Fault::NotAList,
            Layer::ScimShape,
            Finding::ShapeNotAList {
                missing: vec![ListMember::Schemas, ListMember::TotalResults, ListMember::Resources],
            },
        ),
        (Fault::FilterIgnored, Layer::Filter, Finding::FilterIgnored { returned: 2 }),
        (
            Fault::ConfigWithoutPatch,
            Layer::ServiceProviderConfig,
            Finding::ConfigUndeclared { patch: false, filter: true },
        ),
        (Fault::ConfigWithoutPatch, Layer::Patch, Finding::PatchServed { declared: Some(false) }),
        (Fault::Config(404), Layer::Patch, Finding::PatchServed { declared: None }),
        (Fault::Patch(405), Layer::Patch, Finding::PatchNotServed { status: 405, declared: Some(true) }),
        (
            Fault::PatchWithoutFlag(400),
            Layer::Patch,
            Finding::PatchDialectRefused {
                dialects: vec![PatchDialect::WithoutFlag],
                status: 400,
                scim_type: Some("invalidFilter".to_owned()),
            },
        ),
        (
            Fault::Patch(422),
            Layer::Patch,
            Finding::PatchDialectRefused {
                dialects: vec![PatchDialect::WithoutFlag, PatchDialect::WithFlag],
                status: 422,
                scim_type: None,
            },
        ),
    ] {
        let results = ask(&Service::start(fault).await.url()).await;
        let found = of(&results, layer);
        assert_eq!(found.finding, finding, "{fault:?}");
        let written = serde_json::to_string(found).unwrap();
        assert_eq!(&serde_json::from_str::<LayerResult>(&written).unwrap(), found, "{written}");
    }
}

#[tokio::test]
async fn what_lies_below_http_fails_there() {
    let closing = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closing_address = closing.local_addr().unwrap();
    tokio::spawn(async move { while closing.accept().await.is_ok() {} });
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed_address = free.local_addr().unwrap();
    drop(free);
    let plain = Service::start(Fault::None).await;

    for (url, expected, code) in [
        ("https://scim.ramp.example/scim/v2/Users".to_owned(), "F-----------", "url.ends-in-resource"),
        ("https://scim.invalid/scim/v2".to_owned(), "pF----------", "dns.not-found"),
        (format!("http://{closed_address}/scim/v2"), "ppF---------", "tcp.refused"),
        (format!("https://{}/scim/v2", plain.address), "pppF--------", "tls.not-tls"),
        (format!("http://{closing_address}/scim/v2"), "ppp-F-------", "http.closed"),
    ] {
        let results = ask(&url).await;
        assert_eq!((verdicts(&results).as_str(), told(&results)), (expected, vec![code]), "{url}");
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_sent_is_the_token_s_fault() {
    let service = Service::start(Fault::None).await;
    let results = probe(&client(), &service.url(), &SecretString::from("a\nb"), NONCE, NOW).await;
    assert_eq!((verdicts(&results).as_str(), told(&results)), ("ppp--F------", vec!["auth.unsendable"]));
    assert_eq!(service.requests(), Vec::<String>::new());
}
