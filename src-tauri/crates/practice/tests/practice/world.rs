//! The world over a real port and over restarts.

use std::path::Path;

use onramp_practice::control::{PracticeSettings, PracticeToken};
use onramp_practice::{PracticeError, World, WorldOptions};
use onramp_ramp::Role;
use secrecy::SecretString;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{Ramp, defaults, user};

/// One request over a socket: status and body.
async fn request(scim_url: &str, method: &str, path: &str, token: &str, body: &str) -> (u16, String) {
    let authority =
        scim_url.strip_prefix("http://").and_then(|rest| rest.strip_suffix("/scim/v2")).expect("a URL");
    let mut stream = TcpStream::connect(authority).await.expect("a connection");
    let text = format!(
        "{method} /scim/v2{path} HTTP/1.1\r\nHost: {authority}\r\nAuthorization: Bearer {token}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, body.to_owned())
}

fn port_of(scim_url: &str) -> u16 {
    let port = scim_url.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix("/scim/v2"));
    port.and_then(|port| port.parse().ok()).expect("a port on the loopback interface")
}

async fn start(folder: &Path) -> World {
    World::start(WorldOptions::new(folder)).await.expect("a world")
}

#[tokio::test]
async fn serves_on_loopback_and_survives_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = start(folder.path()).await;
    let url = world.scim_url();
    let control = world.control();
    assert!(!control.status().await.expect("a status").has_token);
    let token = control.generate_token().await.expect("a token").token;
    control.set_settings(defaults("Lisbon", "Finance")).await.expect("settings");
    let (status, body) = request(&url, "POST", "/Users", &token, &user("ana").to_string()).await;
    assert_eq!(status, 201, "{body}");
    let created: Value = serde_json::from_str(&body).expect("JSON");
    world.stop().await;

    let world = start(folder.path()).await;
    assert_eq!(world.scim_url(), url, "a URL once copied stays good");
    let id = created["id"].as_str().expect("an id");
    let (status, body) = request(&url, "GET", &format!("/Users/{id}"), &token, "").await;
    assert_eq!(
        (status, serde_json::from_str::<Value>(&body).expect("JSON")),
        (200, created),
        "the token too"
    );
    let control = world.control();
    assert_eq!(control.settings().await.expect("settings"), defaults("Lisbon", "Finance"));
    let status = control.status().await.expect("a status");
    assert_eq!((status.scim_url.as_str(), status.users, status.has_token), (url.as_str(), 1, true));
    drop(world);
}

#[tokio::test]
async fn options_replace_what_is_stored() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = start(folder.path()).await;
    let old_token = old.control().generate_token().await.expect("a token").token;
    old.stop().await;
    let options = WorldOptions {
        settings: Some(PracticeSettings {
            default_location: Some(" HQ ".to_owned()),
            default_department: Some("  ".to_owned()),
        }),
        token: Some(SecretString::from("chosen")),
        ..WorldOptions::new(folder.path())
    };
    let world = World::start(options).await.expect("a world");
    let stored = world.control().settings().await.expect("settings");
    assert_eq!(
        stored,
        PracticeSettings { default_location: Some("HQ".to_owned()), default_department: None }
    );
    assert_eq!(request(&world.scim_url(), "GET", "/Users", "chosen", "").await.0, 200);
    assert_eq!(request(&world.scim_url(), "GET", "/Users", &old_token, "").await.0, 401);
}

#[tokio::test]
async fn a_taken_port_is_an_error_if_asked_for_and_passed_by_if_only_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = start(folder.path()).await;
    let port = port_of(&world.scim_url());
    world.stop().await;
    let holder = TcpListener::bind(("127.0.0.1", port)).await.expect("stopping freed the port");

    let asked = World::start(WorldOptions { ramp_port: port, ..WorldOptions::new(folder.path()) }).await;
    assert!(matches!(asked, Err(PracticeError::Port { port: taken, .. }) if taken == port));
    let world = start(folder.path()).await;
    assert_ne!(port_of(&world.scim_url()), port);
    drop(holder);
}

#[tokio::test]
async fn clearing_leaves_settings_alone() {
    let ramp = Ramp::with(Default::default(), defaults("HQ", "General")).await;
    let manager = ramp.create(&user("rui")).await.id();
    ramp.create(&crate::support::user_of("ana", &manager)).await;
    ramp.control.clear().await.expect("cleared");
    let status = ramp.control.status().await.expect("a status");
    assert_eq!((status.users, status.has_token, ramp.count().await), (0, false, 0));
    assert_eq!(ramp.get("/Users").await.status, 401, "the token is gone");
    assert_eq!(ramp.control.settings().await.expect("settings"), defaults("HQ", "General"));
    let unknown = ramp.control.set_role(&manager, Role::Admin).await;
    assert!(matches!(unknown, Err(PracticeError::UnknownAccount(id)) if id == manager));
}

#[tokio::test]
async fn the_token_is_random_and_kept_as_a_hash_alone() {
    let ramp = Ramp::new().await;
    let other = ramp.control.generate_token().await.expect("a token");
    assert_ne!(other.token, ramp.token);
    assert!(other.token.starts_with("rp_practice_") && other.token.len() >= 32);
    assert_eq!(format!("{other:?}"), "PracticeToken(…)");
    let json = serde_json::to_value(PracticeToken { token: "t".to_owned() }).expect("JSON");
    assert_eq!(json, serde_json::json!({"token": "t"}));
    for entry in std::fs::read_dir(ramp.folder.path()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
        for token in [&ramp.token, &other.token] {
            assert!(
                !bytes.windows(token.len()).any(|window| window == token.as_bytes()),
                "the token is on disk"
            );
        }
    }
}

#[tokio::test]
async fn two_at_once_never_make_one_user_twice() {
    let ramp = Ramp::new().await;
    let body = user("ana");
    let answers = tokio::join!(ramp.create(&body), ramp.create(&body), ramp.create(&body));
    let mut statuses = [answers.0.status, answers.1.status, answers.2.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409]);
}

#[tokio::test]
async fn several_tokens_are_valid_at_once_until_each_ends() {
    let ramp = Ramp::new().await;
    let status = async |token: &str| ramp.send_raw("GET", "/Users", Some(token), String::new()).await.status;
    let second = ramp.control.add_token(Some(" Backup ".to_owned())).await.expect("a token").token;
    assert_eq!((status(&ramp.token).await, status(&second).await, status("other").await), (200, 200, 401));

    let listed = ramp.control.tokens().await.expect("a list");
    let labels: Vec<_> = listed.iter().map(|token| token.label.as_deref()).collect();
    assert_eq!(labels, [None, Some("Backup")]);
    for token in &listed {
        assert_eq!(token.fingerprint.len(), 8);
        assert!(token.last_used.as_deref().is_some_and(|day| token.created.starts_with(day)), "{token:?}");
        assert!(!token.revoked);
    }

    let third = ramp.control.rotate_token(&listed[1].fingerprint).await.expect("a token").token;
    assert_eq!((status(&second).await, status(&third).await, status(&ramp.token).await), (401, 200, 200));
    let again = ramp.control.rotate_token(&listed[1].fingerprint).await;
    assert!(matches!(again, Err(PracticeError::UnknownToken(of)) if of == listed[1].fingerprint));

    ramp.control.revoke_token(&listed[0].fingerprint).await.expect("revoked");
    assert_eq!((status(&ramp.token).await, status(&third).await), (401, 200));
    let listed = ramp.control.tokens().await.expect("a list");
    let states: Vec<_> = listed.iter().map(|token| (token.label.as_deref(), token.revoked)).collect();
    assert_eq!(states, [(None, true), (Some("Backup"), true), (Some("Backup"), false)]);
    assert_eq!(listed[2].last_used, listed[2].created.get(..10).map(str::to_owned));

    let only = ramp.control.generate_token().await.expect("a token").token;
    assert_eq!((status(&third).await, status(&only).await), (401, 200), "the button ends all others");
}
