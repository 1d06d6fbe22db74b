//! What the service does not put up with.

use std::time::Duration;

use onramp_practice::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::user;
use crate::wire::{Wire, rest_of};

#[tokio::test]
async fn only_names_that_mean_this_computer_are_served() {
    let wire = Wire::new(|_| {}).await;
    let authority = wire.authority();
    let port = authority.rsplit(':').next().expect("a port");
    for (host, expected) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("LocalHost:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        ("127.0.0.1".to_owned(), 421),
        ("localhost:1".to_owned(), 421),
        (format!("rebound.example:{port}"), 421),
        (format!("127.0.0.1.rebound.example:{port}"), 421),
        (format!("rebound.example@127.0.0.1:{port}"), 421),
        (String::new(), 421),
    ] {
        let request = wire
            .request("GET", "/scim/v2/Users", "")
            .replace(&format!("Host: {authority}\r\n"), &format!("Host: {host}\r\n"));
        assert_eq!(wire.raw(&request).await.status(), expected, "{host}");
    }
    let request = wire.request("GET", "/scim/v2/Users", "");
    let named = format!("Host: {authority}\r\n");
    for (hosts, expected) in [(String::new(), 400), (format!("{named}{named}"), 400)] {
        assert_eq!(wire.raw(&request.replace(&named, &hosts)).await.status(), expected, "{hosts}");
    }
    let elsewhere = request.replace("GET /scim", &format!("GET http://rebound.example:{port}/scim"));
    assert_eq!(wire.raw(&elsewhere).await.status(), 421, "an absolute target counts too");
}

#[tokio::test]
async fn a_body_is_bounded_in_size() {
    let wire = Wire::new(|options| options.limits.body_bytes = 4096).await;
    let within = user("ana").to_string();
    assert_eq!(wire.send("POST", "/scim/v2/Users", &within).await.status(), 201);
    let beyond = format!("{{\"userName\": \"{}\"}}", "x".repeat(8192));
    let refused = wire.send("POST", "/scim/v2/Users", &beyond).await;
    assert_eq!(refused.status(), 413, "{}", refused.text);
    let endless =
        wire.request("POST", "/scim/v2/Users", "").replace("Content-Length: 0", "Transfer-Encoding: chunked")
            + &format!("2000\r\n{}\r\n", "x".repeat(0x2000));
    assert_eq!(wire.raw(&endless).await.status(), 413, "a length that is not told is counted");
}

#[tokio::test]
async fn nobody_holds_a_connection_by_being_slow() {
    let short = Duration::from_millis(200);
    let wire = Wire::new(|options| {
        options.limits = Limits { head_time: short, body_time: short, ..Limits::default() };
    })
    .await;
    // Each of these would wait for ever if the service did.
    let silent = wire.connect().await;
    assert_eq!(rest_of(silent).await.text, "");
    let mut half_a_head = wire.connect().await;
    half_a_head.write_all(b"GET /scim/v2/Users HTTP/1.1\r\nHost: ").await.expect("sent");
    assert!(!rest_of(half_a_head).await.text.starts_with("HTTP/1.1 200"));
    let whole = wire.request("POST", "/scim/v2/Users", &user("ana").to_string());
    let cut = wire.raw(&whole[..whole.len() - 10]).await;
    assert_eq!(cut.status(), 408, "{}", cut.text);
}

#[tokio::test]
async fn connections_are_bounded_and_the_next_one_waits_its_turn() {
    let wire = Wire::new(|options| options.limits.connections = 1).await;
    let keep = wire.request("GET", "/scim/v2/Users", "").replace("Connection: close\r\n", "");
    let mut first = wire.connect().await;
    first.write_all(keep.as_bytes()).await.expect("sent");
    let mut start = [0; 12];
    first.read_exact(&mut start).await.expect("an answer");
    assert_eq!(&start, b"HTTP/1.1 200");

    let mut second = wire.connect().await;
    second.write_all(wire.request("GET", "/scim/v2/Users", "").as_bytes()).await.expect("sent");
    let mut byte = [0; 1];
    let early = tokio::time::timeout(Duration::from_millis(100), second.peek(&mut byte)).await;
    assert!(early.is_err(), "the first connection has the only place");
    drop(first);
    assert_eq!(rest_of(second).await.status(), 200);
}
