//! Exchanges with real loopback sockets that behave and misbehave.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::routing::{get, post};
use onramp_http::{
    ConnectProblem, Exchanged, HttpError, HttpRequest, Method, Phase, RecordedBody, TlsProblem, TlsVersions,
    Url, connect, resolve,
};
use secrecy::SecretString;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Notify;

use crate::sockets::{LIMIT, TOKEN, client, client_with, closed_port, failure, fetch, raw, serve};

#[tokio::test]
async fn an_exchange_is_recorded_without_the_token() {
    let router = Router::new().route(
        "/scim/Users",
        post(|headers: HeaderMap, uri: Uri, body: String| async move {
            let sent = headers[header::AUTHORIZATION].to_str().unwrap().to_owned();
            let answer = json!({ "echo": sent, "query": uri.query(), "body": body });
            let headers = [("content-type", "application/scim+json"), ("set-cookie", "session=1")];
            (StatusCode::CREATED, headers, answer.to_string())
        }),
    );
    let address = serve(router).await;
    let request = HttpRequest {
        method: Method::POST,
        url: Url::parse(&format!("http://{address}/scim/Users?note={TOKEN}")).unwrap(),
        headers: vec![("Content-Type".to_owned(), "application/scim+json; charset=utf-8".to_owned())],
        bearer: Some(SecretString::from(TOKEN)),
        body: Some(json!({ "userName": "ada@fabrikam.example", "password": "hunter2" })),
        purpose: "test.create".to_owned(),
    };
    let Exchanged { record, result } = client().send(request).await;

    let response = result.unwrap();
    assert_eq!(response.status, 201);
    assert_eq!(response.media_type().as_deref(), Some("application/scim+json"));
    assert_eq!(response.json().unwrap()["echo"], format!("Bearer {TOKEN}"), "the server sees the token");
    assert!(!format!("{response:?}").contains(TOKEN));

    let written = serde_json::to_string(&record).unwrap();
    for secret in [TOKEN, "hunter2", "session=1"] {
        assert!(!written.contains(secret), "{secret} stands in {written}");
    }
    assert_eq!((record.purpose.as_str(), record.method.as_str()), ("test.create", "POST"));
    assert_eq!(record.url, format!("http://{address}/scim/Users?note=••••••••7f3e"));
    let shown = |name: &str| record.request_headers.iter().find(|(key, _)| key == name).unwrap().1.clone();
    assert_eq!(shown("authorization"), "Bearer ••••••••7f3e");
    assert_eq!(shown("content-type"), "application/scim+json; charset=utf-8");
    assert_eq!(record.status, Some(201));
    assert!(record.response_headers.contains(&("set-cookie".to_owned(), "••••••••".to_owned())));
    let Some(RecordedBody::Json(body)) = &record.response_body else { panic!("{:?}", record.response_body) };
    assert_eq!(body["echo"], "Bearer ••••••••7f3e");
    assert_eq!(serde_json::from_str::<onramp_http::ExchangeRecord>(&written).unwrap(), record);
}

#[tokio::test]
async fn html_and_redirects_are_answers() {
    let page = "<html><title>Sign in</title></html>";
    let router = Router::new()
        .route("/page", get(move || async move { axum::response::Html(page) }))
        .route("/moved", get(|| async { (StatusCode::FOUND, [("location", "https://login.example/")]) }))
        .route("/nothing", get(|| async { StatusCode::NO_CONTENT }));
    let address = serve(router).await;

    let answered = fetch(&client(), &format!("http://{address}/page")).await;
    assert_eq!(answered.record.response_body, Some(RecordedBody::Text(page.to_owned())));
    let response = answered.result.unwrap();
    assert_eq!((response.json(), response.redirect()), (None, None));

    let response = fetch(&client(), &format!("http://{address}/moved")).await.result.unwrap();
    assert_eq!((response.status, response.redirect()), (302, Some("https://login.example/")));

    let answered = fetch(&client(), &format!("http://{address}/nothing")).await;
    assert_eq!((answered.record.status, answered.record.response_body), (Some(204), None));
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let address = closed_port().await;
    let refused = HttpError::Connect {
        host: "127.0.0.1".to_owned(),
        port: address.port(),
        problem: ConnectProblem::Refused,
    };
    assert_eq!(failure(&client(), &format!("http://{address}/")).await, refused);
    assert_eq!(connect(address, LIMIT).await.unwrap_err(), refused);
}

#[tokio::test]
async fn a_name_without_address_is_a_lookup_failure() {
    // `.invalid` never has an address (RFC 6761 §6.4).
    let expected = HttpError::Dns { host: "scim.invalid".to_owned() };
    assert_eq!(failure(&client(), "https://scim.invalid/").await, expected);
    assert_eq!(resolve("scim.invalid", 443, LIMIT).await.unwrap_err(), expected);
    let literal = resolve("[::1]", 443, LIMIT).await.unwrap();
    assert_eq!(literal.addresses, ["[::1]:443".parse().unwrap()]);
}

#[tokio::test]
async fn a_connection_closed_early_is_named() {
    let at_once = raw(|stream| async move { drop(stream) }).await;
    assert_eq!(failure(&client(), &format!("http://{at_once}/")).await, HttpError::Closed);

    let in_the_body = raw(|mut stream| async move {
        let _ = stream.read(&mut [0; 2048]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":").await;
    })
    .await;
    let exchanged = fetch(&client(), &format!("http://{in_the_body}/")).await;
    assert_eq!(exchanged.result.unwrap_err(), HttpError::Closed);
    assert_eq!(exchanged.record.status, Some(200), "what came is recorded");
    assert_eq!(exchanged.record.response_body, Some(RecordedBody::Text("{\"a\":".to_owned())));
}

#[tokio::test]
async fn something_that_is_not_http_is_named() {
    const BANNER: &[u8] = b"220 mail.example ESMTP\r\n";
    let address = raw(|mut stream| async move {
        let _ = stream.read(&mut [0; 2048]).await;
        let _ = stream.write_all(BANNER).await;
    })
    .await;
    assert_eq!(failure(&client(), &format!("http://{address}/")).await, HttpError::NotHttp);
}

#[tokio::test]
async fn silence_ends_with_the_time_limit() {
    let impatient = client_with(|options| options.total_timeout = Duration::from_millis(80));
    let silent =
        raw(|mut stream| async move { while matches!(stream.read(&mut [0; 2048]).await, Ok(1..)) {} }).await;
    let HttpError::Timeout { phase, after_ms } = failure(&impatient, &format!("http://{silent}/")).await
    else {
        panic!("no time-out")
    };
    assert_eq!(phase, Phase::Answer);
    assert!(after_ms >= 80, "{after_ms}");

    let stalled = raw(|mut stream| async move {
        let _ = stream.read(&mut [0; 2048]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await;
        while matches!(stream.read(&mut [0; 2048]).await, Ok(1..)) {}
    })
    .await;
    let error = failure(&impatient, &format!("http://{stalled}/")).await;
    assert!(matches!(error, HttpError::Timeout { phase: Phase::Body, .. }), "{error:?}");

    // A TLS handshake that never begins counts as connecting.
    let impatient = client_with(|options| options.connect_timeout = Duration::from_millis(80));
    let error = failure(&impatient, &format!("https://{silent}/")).await;
    assert!(matches!(error, HttpError::Timeout { phase: Phase::Connect, .. }), "{error:?}");
    let error = impatient.handshake("localhost", silent, TlsVersions::Any).await.unwrap_err().error;
    assert!(matches!(error, HttpError::Timeout { phase: Phase::Handshake, .. }), "{error:?}");
}

#[tokio::test]
async fn the_beginning_of_the_answer_has_a_limit_of_its_own() {
    let impatient = client_with(|options| options.answer_timeout = Duration::from_millis(80));
    let silent =
        raw(|mut stream| async move { while matches!(stream.read(&mut [0; 2048]).await, Ok(1..)) {} }).await;
    let (begun, finish) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (told, asked) = (Arc::clone(&begun), Arc::clone(&finish));
    let slow_to_end = raw(move |mut stream| {
        let (begun, finish) = (Arc::clone(&told), Arc::clone(&asked));
        async move {
            let _ = stream.read(&mut [0; 2048]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{").await;
            begun.notify_one();
            finish.notified().await;
            let _ = stream.write_all(b"}").await;
        }
    })
    .await;
    let slow = tokio::spawn({
        let client = impatient.clone();
        async move { fetch(&client, &format!("http://{slow_to_end}/")).await }
    });
    begun.notified().await;
    // This takes as long as the limit, so that the slow answer has passed it by then.
    let error = failure(&impatient, &format!("http://{silent}/")).await;
    assert!(matches!(error, HttpError::Timeout { phase: Phase::Answer, after_ms: 80..5000 }), "{error:?}");
    finish.notify_one();
    assert_eq!(
        slow.await.unwrap().result.unwrap().body_text,
        "{}",
        "what began in time has the rest of the whole"
    );
}

#[tokio::test]
async fn a_large_body_is_not_read_to_its_end() {
    let address = serve(Router::new().route("/", get(|| async { "x".repeat(4096) }))).await;
    let small = client_with(|options| options.max_body_bytes = 1000);
    let error = failure(&small, &format!("http://{address}/")).await;
    assert_eq!(error, HttpError::BodyTooLarge { limit_bytes: 1000 });
}

#[tokio::test]
async fn https_to_a_plain_http_port_is_not_tls() {
    let address = serve(Router::new()).await;
    let error = failure(&client(), &format!("https://{address}/")).await;
    assert_eq!(
        error,
        HttpError::Tls { host: "127.0.0.1".to_owned(), problem: TlsProblem::NotTls, alert: None }
    );
    let error = client().handshake("127.0.0.1", address, TlsVersions::Only12).await.unwrap_err().error;
    assert_eq!(error.code(), "tls.not-tls");
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_sent() {
    let mut request = HttpRequest::get(Url::parse("http://127.0.0.1:9/").unwrap(), "test");
    request.bearer = Some(SecretString::from("a\nb"));
    let error = client().send(request).await.result.unwrap_err();
    assert_eq!(error, HttpError::InvalidHeader { name: "authorization".to_owned() });
    assert_eq!(failure(&client(), "ftp://127.0.0.1/").await, HttpError::InvalidUrl);
}
