//! What is sent again, how often, and after how long: each row is a service's behaviour, act by act.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use onramp_http::{HttpClient, HttpOptions, ProxyUse};
use onramp_scim::request::ScimRequest;
use onramp_scim_client::{Pace, RetryPolicy, ScimClient, ScimExchange, ScimUrl};
use secrecy::SecretString;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::service::TOKEN;

/// A clock that stands still, waits for nothing, and keeps what it was asked to wait for.
#[derive(Debug, Default)]
struct Stopped {
    waits: Mutex<Vec<Duration>>,
}

impl Pace for Stopped {
    fn now(&self) -> SystemTime {
        // Sun, 06 Nov 1994 08:49:37 GMT.
        SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)
    }

    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.waits.lock().unwrap().push(time);
        Box::pin(std::future::ready(()))
    }

    fn jitter(&self) -> f64 {
        1.0
    }
}

/// What the service does with one request.
#[derive(Debug, Clone, Copy)]
enum Act {
    /// Answers.
    Status(u16),
    /// Answers with a Retry-After.
    Later(u16, &'static str),
    /// Reads the request and hangs up.
    Close,
    /// Begins an answer and hangs up.
    Cut,
    /// Reads the request and says nothing.
    Silence,
}

/// Methods, behaviour, outcome, requests that arrive, waits in milliseconds.
type Row = (&'static [&'static str], &'static [Act], &'static str, usize, &'static [u64]);

use Act::{Close, Cut, Later, Silence, Status};

/// Plays its acts, one per connection; the last one again and again. Tells how many requests it got.
async fn service(acts: &'static [Act]) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/scim/v2", listener.local_addr().unwrap());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        let mut acts: VecDeque<Act> = acts.iter().copied().collect();
        while let Ok((stream, _)) = listener.accept().await {
            let act = if acts.len() > 1 { acts.pop_front() } else { acts.front().copied() };
            tokio::spawn(play(stream, act.unwrap(), Arc::clone(&seen)));
        }
    });
    (url, requests)
}

async fn play(mut stream: TcpStream, act: Act, seen: Arc<Mutex<Vec<String>>>) {
    let mut request = Vec::new();
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        let mut part = [0; 4096];
        let Ok(read @ 1..) = stream.read(&mut part).await else { return };
        request.extend_from_slice(&part[..read]);
    }
    let request = String::from_utf8(request).unwrap();
    seen.lock().unwrap().push(request.split(' ').next().unwrap().to_owned());
    let head = |status: u16, more: &str| {
        format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: 2\r\n{more}\r\n")
    };
    let answer = match act {
        Status(status) => head(status, "") + "{}",
        Later(status, when) => head(status, &format!("retry-after: {when}\r\n")) + "{}",
        Cut => head(200, "") + "{",
        Close => return,
        Silence => {
            while matches!(stream.read(&mut [0; 64]).await, Ok(1..)) {}
            return;
        }
    };
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}

fn client(url: &str, pace: &Arc<Stopped>) -> ScimClient {
    let options = HttpOptions {
        proxy: ProxyUse::Never,
        answer_timeout: Duration::from_millis(300),
        ..HttpOptions::default()
    };
    let http = HttpClient::new(options).unwrap();
    let url = ScimUrl::parse(url).unwrap().url;
    ScimClient::new(http, url, SecretString::from(TOKEN)).with_pace(Arc::clone(pace) as Arc<dyn Pace>)
}

fn request(method: &str) -> ScimRequest {
    match method {
        "GET" => ScimRequest::get("/Users/u1"),
        "DELETE" => ScimRequest::delete("/Users/u1"),
        "POST" => ScimRequest::post("/Users", json!({ "userName": "ana" })),
        "PATCH" => ScimRequest { method: onramp_scim::request::Method::Patch, ..request("PUT") },
        "PUT" => ScimRequest {
            method: onramp_scim::request::Method::Put,
            body: Some(json!({ "userName": "ana" })),
            ..ScimRequest::get("/Users/u1")
        },
        other => panic!("{other}"),
    }
}

/// The outcome in a word: a status, or a failure's code.
fn outcome(exchange: &ScimExchange) -> String {
    match (&exchange.record.status, &exchange.record.failure) {
        (_, Some(failure)) => failure.code().to_owned(),
        (Some(status), None) => status.to_string(),
        (None, None) => panic!("{exchange:?}"),
    }
}

#[tokio::test]
async fn each_behaviour_is_met_as_the_rule_says() {
    let all: &[&str] = &["GET", "PUT", "DELETE", "POST", "PATCH"];
    let idempotent: &[&str] = &["GET", "PUT", "DELETE"];
    let others: &[&str] = &["POST", "PATCH"];
    let rows: &[Row] = &[
        (all, &[Status(200)], "200", 1, &[]),
        // The service says that it did not act.
        (all, &[Later(429, "7"), Status(200)], "200", 2, &[7000]),
        (all, &[Later(503, "0"), Status(200)], "200", 2, &[0]),
        (all, &[Later(429, "Sun, 06 Nov 1994 08:49:57 GMT"), Status(200)], "200", 2, &[20_000]),
        (all, &[Later(429, "Sun, 06 Nov 1994 08:49:17 GMT"), Status(200)], "200", 2, &[0]),
        (all, &[Status(429), Status(503), Status(200)], "200", 3, &[500, 1000]),
        (all, &[Later(429, "soon"), Status(200)], "200", 2, &[500]),
        (all, &[Status(429)], "429", 3, &[500, 1000]),
        (all, &[Later(429, "31")], "429", 1, &[]),
        (all, &[Later(503, "30"), Later(503, "30"), Status(200)], "503", 2, &[30_000]),
        // Other refusals are answers.
        (all, &[Status(500), Status(200)], "500", 1, &[]),
        (all, &[Status(502), Status(200)], "502", 1, &[]),
        (all, &[Status(409), Status(200)], "409", 1, &[]),
        (all, &[Status(401), Status(200)], "401", 1, &[]),
        // The answer is lost.
        (idempotent, &[Close, Status(200)], "200", 2, &[500]),
        (idempotent, &[Cut, Status(200)], "200", 2, &[500]),
        (idempotent, &[Silence, Status(200)], "200", 2, &[500]),
        (idempotent, &[Status(504), Status(200)], "200", 2, &[500]),
        (idempotent, &[Status(504)], "504", 2, &[500]),
        (idempotent, &[Close], "http.closed", 2, &[500]),
        (idempotent, &[Later(429, "1"), Close, Status(200)], "http.closed", 2, &[1000]),
        (others, &[Close, Status(200)], "http.closed", 1, &[]),
        (others, &[Cut, Status(200)], "http.closed", 1, &[]),
        (others, &[Silence, Status(200)], "http.timeout", 1, &[]),
        (others, &[Status(504), Status(200)], "504", 1, &[]),
        (others, &[Later(429, "1"), Close, Status(200)], "http.closed", 2, &[1000]),
    ];
    for (methods, acts, expected, arrived, waits) in rows {
        for method in *methods {
            let row = format!("{method} {acts:?}");
            let (url, requests) = service(acts).await;
            let pace = Arc::new(Stopped::default());
            let exchange = client(&url, &pace).send(&request(method), "test").await;
            assert_eq!(outcome(&exchange), *expected, "{row}");
            assert_eq!(*requests.lock().unwrap(), vec![(*method).to_owned(); *arrived], "{row}");
            let waited: Vec<_> = pace.waits.lock().unwrap().iter().map(|wait| wait.as_millis()).collect();
            assert_eq!(waited, waits.iter().map(|wait| u128::from(*wait)).collect::<Vec<_>>(), "{row}");
            assert_eq!(exchange.earlier.len(), arrived - 1, "{row}: every attempt is recorded");
            assert!(exchange.earlier.iter().all(|record| record.purpose == "test"));
            assert!(!format!("{exchange:?}").contains(TOKEN), "{row}");
        }
    }
}

#[tokio::test]
async fn where_nothing_listens_everything_is_tried_again() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}/scim/v2", free.local_addr().unwrap());
    drop(free);
    for (url, code) in [(closed.as_str(), "tcp.refused"), ("https://scim.invalid/scim/v2", "dns.not-found")] {
        for method in ["GET", "POST", "PATCH"] {
            let pace = Arc::new(Stopped::default());
            let exchange = client(url, &pace).send(&request(method), "test").await;
            assert_eq!((outcome(&exchange).as_str(), exchange.earlier.len()), (code, 2), "{method}");
        }
    }
}

#[tokio::test]
async fn the_policy_decides_how_often() {
    for (policy, arrived) in [
        (RetryPolicy::NEVER, 1),
        (RetryPolicy { attempts: 5, ..RetryPolicy::default() }, 5),
        (RetryPolicy { longest_in_all: Duration::from_millis(700), ..RetryPolicy::default() }, 2),
        (RetryPolicy { longest_wait: Duration::from_millis(100), attempts: 2, ..RetryPolicy::default() }, 2),
    ] {
        let (url, requests) = service(&[Status(503)]).await;
        let pace = Arc::new(Stopped::default());
        let exchange = client(&url, &pace).with_retry(policy).send(&request("POST"), "test").await;
        assert_eq!(outcome(&exchange), "503");
        assert_eq!(requests.lock().unwrap().len(), arrived, "{policy:?}");
        assert!(pace.waits.lock().unwrap().iter().all(|wait| *wait <= policy.longest_wait));
    }
}
