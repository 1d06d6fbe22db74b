//! Holds an exchange against the description: what was sent, and what came back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use onramp_http::{ExchangeRecord, RecordedBody, Url};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::description::{Answer, Description, Operation};

/// The version, as every path begins.
const VERSION: &str = "/v1.0/";

/// Whose fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Request,
    Answer,
}

/// One breach of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation {
    /// Which exchange: purpose, method, address, status.
    pub(crate) exchange: String,
    /// Whose fault it is.
    pub(crate) side: Side,
    /// What is wrong, with its place.
    pub(crate) what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {}: {}", self.side, self.exchange, self.what)
    }
}

/// Judges by a description.
#[derive(Debug)]
pub(crate) struct Contract(Description);

/// An exchange, by itself or within a batch.
struct Exchange<'a> {
    name: String,
    method: &'a str,
    /// Path and query below the version.
    target: String,
    headers: Vec<(&'a str, &'a str)>,
    body: Option<&'a Value>,
    /// `None` where no answer came.
    answer: Option<Answered<'a>>,
}

struct Answered<'a> {
    /// The status whose description it is held against.
    status: u16,
    media_type: Option<String>,
    body: AnsweredBody<'a>,
}

#[derive(Clone, Copy)]
enum AnsweredBody<'a> {
    Nothing,
    Json(&'a Value),
    Text,
}

/// What a violation is added to.
struct Verdict<'a> {
    exchange: &'a str,
    violations: &'a mut Vec<Violation>,
}

impl Verdict<'_> {
    fn add(&mut self, side: Side, what: impl Into<String>) {
        self.violations.push(Violation { exchange: self.exchange.to_owned(), side, what: what.into() });
    }

    fn request(&mut self, what: impl Into<String>) {
        self.add(Side::Request, what);
    }

    fn answer(&mut self, what: impl Into<String>) {
        self.add(Side::Answer, what);
    }
}

impl Contract {
    /// A contract by this description.
    pub(crate) fn new(description: Description) -> Self {
        Self(description)
    }

    /// The operations that none of these exchanges is about.
    pub(crate) fn left_out(&self, records: &[ExchangeRecord]) -> Vec<String> {
        let mut left_out: Vec<_> = self.0.operations().iter().collect();
        for record in records {
            let parts = record.request_body.as_ref().and_then(|body| body["requests"].as_array());
            let part =
                |part: &Value| Some((part["method"].as_str()?.to_owned(), part["url"].as_str()?.to_owned()));
            let whole = target(&record.url).map(|target| (record.method.clone(), target));
            for (method, target) in parts.into_iter().flatten().filter_map(part).chain(whole) {
                let path = address(&target).map(|url| segments(&url)).unwrap_or_default();
                if let Ok(found) = self.0.operation(&method, &path) {
                    left_out.retain(|operation| !std::ptr::eq(*operation, found));
                }
            }
        }
        left_out.iter().map(|operation| format!("{} {}", operation.method, operation.template)).collect()
    }

    /// Everything that is wrong with an exchange; each part of a batch is judged like one by itself.
    pub(crate) fn judge(&self, record: &ExchangeRecord) -> Vec<Violation> {
        let mut violations = Vec::new();
        let status = record.status.map_or("no answer".to_owned(), |status| status.to_string());
        let name = format!("{} ({} {} → {status})", record.purpose, record.method, record.url);
        let mut verdict = Verdict { exchange: &name, violations: &mut violations };
        let Some(target) = target(&record.url) else {
            verdict.request(format!("an address that is not below {VERSION}"));
            return violations;
        };
        let headers: Vec<_> =
            record.request_headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if !header(&headers, "authorization").is_some_and(|value| value.starts_with("Bearer ")) {
            verdict.request("no bearer token");
        }
        let exchange = Exchange {
            name: name.clone(),
            method: &record.method,
            target,
            headers,
            body: record.request_body.as_ref(),
            answer: record.status.map(|status| Answered {
                status,
                media_type: media_type(&record.response_headers),
                body: match &record.response_body {
                    None => AnsweredBody::Nothing,
                    Some(RecordedBody::Json(body)) => AnsweredBody::Json(body),
                    Some(RecordedBody::Text(_)) => AnsweredBody::Text,
                },
            }),
        };
        self.exchange(&exchange, &mut violations);
        if exchange.method == "POST" && exchange.target == "/$batch" {
            self.batch(&exchange, &mut violations);
        }
        violations
    }

    fn exchange(&self, exchange: &Exchange<'_>, violations: &mut Vec<Violation>) {
        let mut verdict = Verdict { exchange: &exchange.name, violations };
        let Some(url) = address(&exchange.target) else {
            return verdict.request("an address that is none");
        };
        let path = segments(&url);
        let operation = match self.0.operation(exchange.method, &path) {
            Ok(operation) => operation,
            Err(what) => return verdict.request(what),
        };
        let places = operation.path_parameters(&path).unwrap_or_default();
        judge_path(operation, &places, &mut verdict);
        judge_query(operation, &url, exchange, &mut verdict);
        judge_body(operation, exchange, &mut verdict);
        judge_resource(operation, &places, exchange, &mut verdict);
        if let Some(answer) = &exchange.answer {
            judge_answer(operation, answer, &mut verdict);
        }
    }

    /// Takes a batch apart. What the description says of its form is judged already.
    fn batch(&self, outer: &Exchange<'_>, violations: &mut Vec<Violation>) {
        let mut answers = BTreeMap::new();
        let answered = outer.answer.as_ref().filter(|answer| answer.status == 200);
        if let Some(Answered { body: AnsweredBody::Json(body), .. }) = answered {
            for answer in body["responses"].as_array().into_iter().flatten() {
                let id = answer["id"].as_str().unwrap_or_default();
                if answers.insert(id, answer).is_some() {
                    Verdict { exchange: &outer.name, violations }.answer(format!("two answers to part {id}"));
                }
            }
        }
        let mut seen: BTreeMap<&str, Option<u16>> = BTreeMap::new();
        for part in outer.body.and_then(|body| body["requests"].as_array()).into_iter().flatten() {
            let text = |member: &str| part[member].as_str().unwrap_or_default();
            let (id, method, url) = (text("id"), text("method"), text("url"));
            let answer = answers.remove(id);
            let status = answer
                .and_then(|answer| answer["status"].as_u64())
                .and_then(|status| u16::try_from(status).ok());
            let shown = status.map_or("no answer".to_owned(), |status| status.to_string());
            let name = format!("part {id} of a batch ({method} {url} → {shown})");
            let mut verdict = Verdict { exchange: &name, violations };
            let mut depends_on_failure = false;
            for earlier in part["dependsOn"].as_array().into_iter().flatten() {
                match earlier.as_str().and_then(|earlier| seen.get(earlier)) {
                    Some(status) => depends_on_failure |= status.is_some_and(|status| status >= 400),
                    None => verdict.request(format!("depends on {earlier}, which does not come before it")),
                }
            }
            if seen.insert(id, status).is_some() {
                verdict.request("the same id a second time");
            }
            // The batch's own answer to what depends on a part that failed; a refusal like any other.
            let status = status.map(|status| if status == 424 && depends_on_failure { 400 } else { status });
            if answered.is_some() && answer.is_none() {
                verdict.answer("missing");
            }
            let headers = part["headers"].as_object().into_iter().flatten();
            let exchange = Exchange {
                method,
                target: url.to_owned(),
                headers: headers.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect(),
                body: part.get("body"),
                answer: status.zip(answer).map(|(status, answer)| Answered {
                    status,
                    media_type: inner_media_type(answer),
                    body: match &answer["body"] {
                        Value::Null => AnsweredBody::Nothing,
                        body => AnsweredBody::Json(body),
                    },
                }),
                name: name.clone(),
            };
            self.exchange(&exchange, violations);
        }
        for id in answers.keys() {
            Verdict { exchange: &outer.name, violations }
                .answer(format!("an answer to part {id}, which was not sent"));
        }
    }
}

fn judge_path(operation: &Operation, places: &BTreeMap<&str, &str>, verdict: &mut Verdict<'_>) {
    for parameter in operation.parameters("path") {
        match places.get(parameter.name.as_str()) {
            Some(text) => {
                for refusal in parameter.refusals(text) {
                    verdict.request(format!("{} in the path{refusal}", parameter.name));
                }
            }
            None => verdict.request(format!("the description has no place for {}", parameter.name)),
        }
    }
}

fn judge_query(operation: &Operation, url: &Url, exchange: &Exchange<'_>, verdict: &mut Verdict<'_>) {
    let mut given = BTreeSet::new();
    for (name, text) in url.query_pairs() {
        match operation.parameters("query").find(|parameter| parameter.name == name) {
            None => verdict.request(format!("{name} in the query, which is not described")),
            Some(parameter) => {
                for refusal in parameter.refusals(&text) {
                    verdict.request(format!("{name} in the query{refusal}"));
                }
            }
        }
        if !given.insert(name.clone().into_owned()) {
            verdict.request(format!("{name} in the query a second time"));
        }
    }
    for parameter in operation.parameters("query").filter(|parameter| parameter.required) {
        if !given.contains(&parameter.name) {
            verdict.request(format!("{} is missing in the query", parameter.name));
        }
    }
    for parameter in operation.parameters("header") {
        match header(&exchange.headers, &parameter.name) {
            Some(text) => {
                for refusal in parameter.refusals(text) {
                    verdict.request(format!("{} in the headers{refusal}", parameter.name));
                }
            }
            None if parameter.required => {
                verdict.request(format!("{} is missing in the headers", parameter.name))
            }
            // Only of the directory's lists, which have an index to ask for (`graph/README.md` §5).
            None if parameter.name == "ConsistencyLevel" => {
                for name in ["$search", "$count"].into_iter().filter(|name| given.contains(*name)) {
                    verdict.request(format!("{name} without ConsistencyLevel: eventual"));
                }
            }
            None => {}
        }
    }
}

fn judge_body(operation: &Operation, exchange: &Exchange<'_>, verdict: &mut Verdict<'_>) {
    match (&operation.body, exchange.body) {
        (None, None) => {}
        (None, Some(_)) => verdict.request("a body where none is described"),
        (Some(described), None) => {
            if described.required {
                verdict.request("no body");
            }
        }
        (Some(described), Some(body)) => {
            let sent_as = header(&exchange.headers, "content-type");
            let media_type = sent_as.and_then(|value| value.split(';').next()).map(str::trim);
            if media_type != Some("application/json") {
                verdict.request(format!("a body that is sent as {sent_as:?}"));
            }
            for refusal in described.schema.refusals(body) {
                verdict.request(format!("the body{refusal}"));
            }
            let Some(members) = &described.members else { return };
            let unknown = body.as_object().into_iter().flatten().map(|(name, _)| name);
            // Annotations such as `@odata.type` may stand beside any member.
            for name in unknown.filter(|name| !name.contains('@') && !members.contains(*name)) {
                verdict.request(format!("the body/{name}: not described"));
            }
        }
    }
}

/// An assignment names its application twice: in the path and in the body (`graph/README.md` §5).
fn judge_resource(
    operation: &Operation,
    places: &BTreeMap<&str, &str>,
    exchange: &Exchange<'_>,
    verdict: &mut Verdict<'_>,
) {
    let Some(id) =
        places.get("servicePrincipal-id").filter(|_| operation.template.contains("/appRoleAssignedTo"))
    else {
        return;
    };
    let other = |value: &Value| {
        let named = value["resourceId"].as_str()?;
        (!named.eq_ignore_ascii_case(id)).then(|| format!("resourceId is {named}, not {id} as in the path"))
    };
    if let Some(what) = exchange.body.and_then(other) {
        verdict.request(what);
    }
    if let Some(Answered { body: AnsweredBody::Json(body), .. }) = exchange.answer {
        let items = body["value"].as_array().into_iter().flatten();
        items.chain([body]).filter_map(other).for_each(|what| verdict.answer(what));
    }
}

fn judge_answer(operation: &Operation, answer: &Answered<'_>, verdict: &mut Verdict<'_>) {
    let Answered { status, .. } = answer;
    let schema = match operation.answer(*status) {
        None => return verdict.answer(format!("the status {status} is not described")),
        Some(Answer { mock_only: true, .. }) => {
            return verdict.answer(format!("the status {status} is one that Graph never gives"));
        }
        Some(Answer { schema, .. }) => schema,
    };
    match (schema, answer.body) {
        (None, AnsweredBody::Nothing) => {}
        (None, _) => verdict.answer("a body where none is described"),
        (Some(_), AnsweredBody::Nothing) => verdict.answer("no body"),
        (Some(_), AnsweredBody::Text) => verdict.answer("a body that is not JSON"),
        (Some(schema), AnsweredBody::Json(body)) => {
            if answer.media_type.as_deref() != Some("application/json") {
                verdict.answer(format!("a body that is sent as {:?}", answer.media_type));
            }
            for refusal in schema.refusals(body) {
                verdict.answer(format!("the body{refusal}"));
            }
        }
    }
}

/// Path and query below the version.
fn target(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let path = url.path().strip_prefix(VERSION)?;
    Some(match url.query() {
        Some(query) => format!("/{path}?{query}"),
        None => format!("/{path}"),
    })
}

/// A target by itself.
fn address(target: &str) -> Option<Url> {
    target.starts_with('/').then(|| Url::parse(&format!("http://localhost{target}")).ok()).flatten()
}

/// The parts of a path, as they were before they were escaped.
fn segments(url: &Url) -> Vec<String> {
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    url.path().split('/').skip(1).map(plain).collect()
}

fn header<'a>(headers: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

fn media_type(headers: &[(String, String)]) -> Option<String> {
    let (_, value) = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

fn inner_media_type(answer: &Value) -> Option<String> {
    let headers = answer["headers"].as_object().into_iter().flatten();
    let headers: Vec<_> =
        headers.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
    media_type(&headers)
}
