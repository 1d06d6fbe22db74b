//! The order in which the layers are asked, and what a failure leaves unjudged.

use onramp_http::{Exchanged, HttpClient, HttpError, HttpResponse, Method};
use secrecy::SecretString;

use super::lower::{Route, reach};
use super::{Finding, Layer, LayerResult, PatchDialect, Verdict, judge, patch};
use crate::ScimUrl;
use crate::client::wire;

/// Asks a service what Entra's connection test would ask, and judges every layer, in the order of [`Layer::ALL`].
///
/// `nonce` is a random GUID the caller makes anew each time: no user or group may be called so, nor have it as its id.
/// `now` is in seconds since 1970-01-01 UTC. Changes nothing in the service and takes six requests at most, one after the
/// other, each within the client's own time limits and sent once.
pub async fn probe(
    http: &HttpClient,
    url_text: &str,
    token: &SecretString,
    nonce: &str,
    now: i64,
) -> Vec<LayerResult> {
    let mut results = Vec::with_capacity(Layer::ALL.len());
    if let Some(url) = url_shape(url_text, &mut results)
        && let Some(route) = reach(http, &url, now, &mut results).await
    {
        upper(&Service { http, url: &url, token, nonce }, &route, &mut results).await;
    }
    skip_rest(&mut results);
    results
}

struct Service<'a> {
    http: &'a HttpClient,
    url: &'a ScimUrl,
    token: &'a SecretString,
    nonce: &'a str,
}

impl Service<'_> {
    async fn get(&self, path: &str, query: &[(&str, &str)], purpose: &str) -> Exchanged {
        let url = self.url.endpoint(path, query.iter().copied());
        self.http.send(wire(Method::GET, url, self.token, None, purpose)).await
    }

    async fn filtered_users(&self) -> Exchanged {
        let filter = format!("userName eq \"{}\"", self.nonce);
        self.get("/Users", &[("filter", &filter)], "probe.filter").await
    }

    async fn first_user(&self) -> Exchanged {
        self.get("/Users", &[("startIndex", "1"), ("count", "1")], "probe.users").await
    }

    async fn filtered_groups(&self) -> Exchanged {
        let filter = format!("displayName eq \"{}\"", self.nonce);
        let query = [("excludedAttributes", "members"), ("filter", filter.as_str())];
        self.get("/Groups", &query, "probe.groups").await
    }

    async fn config(&self) -> Exchanged {
        self.get("/ServiceProviderConfig", &[], "probe.service-provider-config").await
    }

    async fn patched_nobody(&self, dialect: PatchDialect) -> Exchanged {
        let url = self.url.endpoint(&format!("/Users/{}", self.nonce), []);
        let request = wire(Method::PATCH, url, self.token, Some(dialect.body()), dialect.purpose());
        self.http.send(request).await
    }
}

fn url_shape(text: &str, results: &mut Vec<LayerResult>) -> Option<ScimUrl> {
    let (finding, url) = match ScimUrl::parse(text) {
        Ok(parsed) => {
            let shown = parsed.url.to_string();
            (Finding::UrlWellFormed { url: shown, notes: parsed.notes }, Some(parsed.url))
        }
        Err(problem) => (Finding::UrlProblem(problem), None),
    };
    results.push(LayerResult::new(Layer::UrlShape, finding, 0, None));
    url
}

/// Judges HTTP and what lies above it; returns early where nothing further can be asked.
async fn upper(service: &Service<'_>, route: &Route, results: &mut Vec<LayerResult>) {
    let filtered = service.filtered_users().await;
    if route.proxy.is_some() && !tls_through_proxy(service.url, &filtered, results) {
        return;
    }
    if let Err(HttpError::InvalidHeader { .. }) = &filtered.result {
        results.push(LayerResult::skipped(Layer::Http, Layer::Authorization));
        results.push(judged(Layer::Authorization, Finding::TokenUnsendable, &filtered));
        return;
    }
    results.push(judged(Layer::Http, judge::http(&filtered.result, route.proxy.as_ref()), &filtered));
    let Ok(response) = &filtered.result else { return };
    if failed(results) {
        return;
    }
    if let Some(refused) = judge::token_refused(response) {
        results.push(judged(Layer::Authorization, refused, &filtered));
        return;
    }

    let users = service.first_user().await;
    if !scim(response, &filtered, &users, results) {
        return;
    }
    results.push(judged(Layer::Users, judge::users(&users.result), &users));

    let groups = service.filtered_groups().await;
    results.push(judged(Layer::Groups, judge::groups(&groups.result), &groups));
    let config = service.config().await;
    results.push(judged(Layer::ServiceProviderConfig, judge::config(&config.result), &config));

    let mut patched = Vec::with_capacity(PatchDialect::BOTH.len());
    for dialect in PatchDialect::BOTH {
        patched.push((dialect, service.patched_nobody(dialect).await));
    }
    if let Some((finding, from)) = patch::judge(&patched, judge::declares_patch(&config.result)) {
        results.push(judged(Layer::Patch, finding, from));
    }
}

/// Judges authorization, SCIM shape and filter from the filtered list and, where that is refused, from the plain one.
/// Tells whether it is SCIM that answers at the URL.
fn scim(
    response: &HttpResponse,
    filtered: &Exchanged,
    users: &Exchanged,
    results: &mut Vec<LayerResult>,
) -> bool {
    let plain = users.result.as_ref().ok();
    let (shape, judged_from) = if judge::is_success(response) {
        (judge::shape(response), filtered)
    } else {
        (plain_shape(users), users)
    };
    // A service that answers in SCIM has looked at the token; a web page or a missing path has not.
    let accepted = judge::is_list(response)
        || plain.is_some_and(judge::is_list)
        || (judge::is_scim_error(response) && response.status != 404);
    results.push(if accepted {
        judged(Layer::Authorization, Finding::TokenAccepted, judged_from)
    } else {
        LayerResult::skipped(Layer::Authorization, Layer::ScimShape)
    });
    results.push(judged(Layer::ScimShape, shape, judged_from));
    if failed(results) {
        return false;
    }
    results.push(judged(Layer::Filter, judge::filter(response), filtered));
    true
}

/// What the plain list of users says about the URL, where the filtered one was refused.
fn plain_shape(users: &Exchanged) -> Finding {
    match &users.result {
        Ok(plain) if judge::is_success(plain) => judge::shape(plain),
        Ok(plain) if matches!(plain.status, 404 | 405 | 410) => {
            Finding::ShapeNothingThere { status: plain.status }
        }
        Ok(plain) => Finding::ShapeRefused { status: plain.status },
        Err(error) => Finding::Failed(error.clone()),
    }
}

/// Behind a proxy the handshake is judged from the first exchange. Tells whether it came about.
fn tls_through_proxy(url: &ScimUrl, first: &Exchanged, results: &mut Vec<LayerResult>) -> bool {
    let finding = match &first.result {
        _ if !url.is_https() => Finding::TlsNotUsed,
        Err(HttpError::Tls { alert: Some(alert), .. }) if alert.name != "protocol_version" => {
            Finding::TlsUnjudged { host: url.host().to_owned(), alert: Some(alert.clone()) }
        }
        Err(error @ HttpError::Tls { .. }) => Finding::Failed(error.clone()),
        // The tunnel itself did not come about: TLS was never tried, and the layer HTTP tells why.
        Err(HttpError::Proxy { .. } | HttpError::ProxyAuthentication { .. }) => {
            Finding::Skipped { because: Layer::Http }
        }
        _ => Finding::TlsThroughProxy,
    };
    results.push(judged(Layer::Tls, finding, first));
    results.last().is_some_and(|tls| !matches!(tls.verdict, Verdict::Fail | Verdict::Unknown))
}

fn judged(layer: Layer, finding: Finding, from: &Exchanged) -> LayerResult {
    LayerResult::new(layer, finding, from.record.millis, Some(&from.record))
}

fn failed(results: &[LayerResult]) -> bool {
    results.last().is_some_and(|result| result.verdict == Verdict::Fail)
}

/// What was not reached waits for the layer that failed, or could not be judged.
fn skip_rest(results: &mut Vec<LayerResult>) {
    let stops = |result: &&LayerResult| matches!(result.verdict, Verdict::Fail | Verdict::Unknown);
    let because = results.iter().rev().find(stops).map(|result| result.layer);
    if let Some(because) = because {
        let missing =
            Layer::ALL.iter().skip(results.len()).map(|layer| LayerResult::skipped(*layer, because));
        results.extend(missing.collect::<Vec<_>>());
    }
}
