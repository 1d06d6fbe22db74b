//! What can be pasted wrong, and where a token may be.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration;

use onramp_app::connect_ramp::{Connection, Verdict};
use onramp_app::error::Side;
use onramp_app::wizard::{StepStatus, TokenPlace};
use onramp_storage::{MemoryVault, Vault, VaultError, VaultKey};
use onramp_testkit::{BrokenVault, TestWorld};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

fn connection(url: &str, token: &str) -> Connection {
    Connection { scim_url: url.to_owned(), token: Some(token.to_owned().into()), this_run_only: false }
}

#[tokio::test]
async fn each_bad_input_has_its_code_its_side_and_a_next_action() {
    let world = TestWorld::open().await;
    let good = world.world.scim_url();
    world.app.start_practice(&good).unwrap();
    let token = "rp_practice_0123456789";
    // Expired on 1 January 2020.
    let expired = "eyJhbGciOiJub25lIn0.eyJleHAiOjE1Nzc4MzY4MDB9.c2ln";
    for (url, token, code) in [
        ("", token, "url.empty"),
        ("127.0.0.1:4000/scim/v2", token, "url.no-scheme"),
        ("ftp://127.0.0.1/scim", token, "url.not-http"),
        ("https://user:secret@127.0.0.1/scim", token, "url.has-credentials"),
        ("http://127.0.0.1:4000/scim/v2/Users", token, "url.ends-in-resource"),
        ("http://127.0.0.1:4000/scim/v2?tenant=1", token, "url.has-query"),
        ("http://127.0.0.1:4000/scim/v2#top", token, "url.has-fragment"),
        ("http://127.0.0.1:4000/scim /v2", token, "url.blank-inside"),
        ("http://scim.ramp.example/v2", token, "url.plain-http"),
        ("https://scim.ramp.example/v2", token, "practice.not-loopback"),
        ("rp_practice_0123456789abcdef", token, "url.looks-like-token"),
        (&good, "", "token.empty"),
        (&good, "Bearer rp_practice_0123456789", "token.has-scheme"),
        (&good, "rp_practice 0123456789", "token.has-blanks"),
        (&good, "rp_practice\n0123456789", "token.has-line-breaks"),
        (&good, "rp_practice_“0123456789”", "token.not-ascii"),
        (&good, "https://scim.ramp.example/v2", "token.looks-like-url"),
        (&good, expired, "token.expired"),
    ] {
        let error = world.app.save_connection(connection(url, token)).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.side), (code, Side::You), "{url} {token}");
        assert!(!error.message.is_empty() && !error.next_action.is_empty(), "{code}");
        let shown = format!("{error:?}");
        assert!(token.len() < 12 || url == token || !shown.contains(token), "{code} shows the token");
    }
    assert_eq!(
        world.app.state().unwrap().profile.unwrap().scim_url.as_deref(),
        Some(good.as_str()),
        "what worked before is kept"
    );
}

#[tokio::test]
async fn the_compliance_flag_is_understood_and_taken_off() {
    let world = TestWorld::open().await;
    let url = world.world.scim_url();
    world.app.start_practice(&url).unwrap();
    let flagged = format!("{url}/?aadOptscim062020");
    let state = world.app.save_connection(connection(&flagged, "rp_practice_0123456789")).await.unwrap();
    assert_eq!(state.profile.unwrap().scim_url.as_deref(), Some(url.as_str()));
}

#[tokio::test]
async fn a_keychain_that_does_not_work_is_named_and_memory_is_the_way_out() {
    for (broken, code) in [
        (VaultError::NoKeychain { detail: "no bus".into() }, "keychain.missing"),
        (VaultError::NoKeyring, "keychain.no-keyring"),
        (VaultError::Locked, "keychain.locked"),
        (VaultError::Dismissed, "keychain.dismissed"),
        (VaultError::Denied { detail: "no".into() }, "keychain.denied"),
        (VaultError::TimedOut { limit: Duration::from_secs(10) }, "keychain.timed-out"),
        (VaultError::Other { detail: "odd".into() }, "keychain.failed"),
    ] {
        let world = TestWorld::with_vault(Arc::new(BrokenVault(broken))).await;
        world.app.start_practice(&world.world.scim_url()).unwrap();
        let token = world.world.control().generate_token().await.unwrap().token;
        let pasted = connection(&world.world.scim_url(), &token);
        let error = world.app.save_connection(pasted).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.side), (code, Side::ThisComputer));
        assert!(error.is_keychain());

        let kept = Connection { this_run_only: true, ..connection(&world.world.scim_url(), &token) };
        let state = world.app.save_connection(kept).await.unwrap();
        assert_eq!(state.profile.unwrap().token.unwrap().place, TokenPlace::ThisRunOnly);
        assert!(world.app.probe_ramp().await.unwrap().ok);
        assert!(!anywhere_on_disk(&world, &token));
    }
}

#[tokio::test]
async fn a_token_is_never_on_disk_nor_in_what_is_shown() {
    let world = TestWorld::open().await;
    let token = world.connect().await;
    let ana = world.person("Ana Silva");
    let run = world.app.provision_user(&ana).await.unwrap();
    let probe = world.app.last_probe().unwrap().unwrap();
    for shown in [
        serde_json::to_string(&run).unwrap(),
        serde_json::to_string(&probe).unwrap(),
        serde_json::to_string(&world.app.state().unwrap()).unwrap(),
    ] {
        assert!(!shown.contains(&token));
    }
    assert!(!anywhere_on_disk(&world, &token));
}

#[tokio::test]
async fn a_replaced_token_fails_at_authorization_and_says_what_to_do() {
    let world = TestWorld::open().await;
    world.connect().await;
    world.world.control().generate_token().await.unwrap();
    let report = world.app.probe_ramp().await.unwrap();
    assert!(!report.ok);
    let failed = report.layers.iter().find(|layer| layer.verdict == Verdict::Fail).unwrap();
    assert_eq!((failed.code.as_str(), failed.side), ("auth.unauthorized", Some(Side::You)));
    assert!(failed.steps[0].contains("new token"));
    assert_eq!(failed.exchange.as_ref().unwrap().response.as_ref().unwrap().status, 401);
    let after: Vec<_> =
        report.layers.iter().skip_while(|layer| layer.verdict != Verdict::Fail).skip(1).collect();
    assert!(after.iter().all(|layer| layer.verdict == Verdict::Skipped));
}

#[tokio::test]
async fn a_test_is_forgotten_when_what_it_rests_on_ended() {
    let world = TestWorld::open().await;
    assert_eq!(world.app.token_fingerprint().await.unwrap(), None, "no set-up is open");
    world.app.forget_probe().await.unwrap();
    world.connect().await;
    let listed = world.world.control().tokens().await.unwrap();
    assert_eq!(world.app.token_fingerprint().await.unwrap().as_ref(), Some(&listed[0].fingerprint));
    assert!(world.app.last_probe().unwrap().is_some());

    world.world.control().disconnect().await.unwrap();
    world.app.forget_probe().await.unwrap();
    assert_eq!(world.app.last_probe().unwrap(), None);
    let state = world.app.state().unwrap();
    assert!(!state.steps[0].next.open, "{:?}", state.steps[0]);
    assert!(state.profile.unwrap().token.is_some(), "the token itself is for its owner to replace");
}

#[tokio::test]
async fn a_run_says_when_it_began_and_when_it_ended() {
    let world = TestWorld::open().await;
    world.connect().await;
    let run = world.app.provision_user(&world.person("Ana Silva")).await.unwrap();
    let time = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    assert!(time(&run.started_at.unwrap()) <= time(&run.finished_at));
}

fn anywhere_on_disk(world: &TestWorld, token: &str) -> bool {
    let mut folders = vec![world.folder().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path)
                .unwrap()
                .windows(token.len())
                .any(|bytes| bytes == token.as_bytes())
            {
                return true;
            }
        }
    }
    false
}

#[tokio::test]
async fn a_token_for_this_run_is_gone_after_it_and_asked_for_again() {
    let mut world = TestWorld::open().await;
    world.app.start_practice(&world.world.scim_url()).unwrap();
    let token = world.world.control().generate_token().await.unwrap().token;
    let kept = Connection { this_run_only: true, ..connection(&world.world.scim_url(), &token) };
    world.app.save_connection(kept).await.unwrap();
    assert!(world.app.probe_ramp().await.unwrap().ok);
    world.reopen();
    let state = world.app.state().unwrap();
    assert_eq!(state.profile.unwrap().token, None);
    assert_eq!(state.steps[0].line, "Paste the token again");
    assert_eq!(world.app.probe_ramp().await.unwrap_err().code, "token.missing");
}

#[tokio::test]
async fn choosing_this_run_only_takes_an_older_token_out_of_the_keychain() {
    let vault = Arc::new(MemoryVault::new());
    let world = TestWorld::with_vault(vault.clone()).await;
    world.connect().await;
    let key = VaultKey::scim_token("practice");
    assert!(vault.load(&key).await.unwrap().is_some());
    let token = world.world.control().generate_token().await.unwrap().token;
    let kept = Connection { this_run_only: true, ..connection(&world.world.scim_url(), &token) };
    world.app.save_connection(kept).await.unwrap();
    assert!(vault.load(&key).await.unwrap().is_none());
}

#[tokio::test]
async fn a_stored_token_is_not_sent_to_another_service() {
    let world = TestWorld::open().await;
    world.connect().await;
    let other = TestWorld::open().await;
    let kept = Connection { token: None, ..connection(&other.world.scim_url(), "") };
    assert_eq!(world.app.save_connection(kept).await.unwrap_err().code, "token.other-service");
}

#[tokio::test]
async fn a_set_up_can_be_forgotten_without_its_keychain() {
    let broken = VaultError::NoKeychain { detail: "no bus".into() };
    let mut world = TestWorld::open().await;
    world.connect().await;
    world.reopen_with(Arc::new(BrokenVault(broken)));
    let error = world.app.start_over(false).await.unwrap_err();
    assert_eq!(error.code, "keychain.missing");
    assert!(error.details.iter().any(|detail| detail.contains("practice/scim-token")), "{:?}", error.details);
    assert!(world.app.state().unwrap().profile.is_some());
    assert!(world.app.start_over(true).await.unwrap().profile.is_none());
}

/// The handshake may work for Entra: nothing is claimed to have failed, and nothing to be proven either.
#[tokio::test]
async fn what_could_not_be_judged_is_neither_a_failure_nor_a_pass() {
    let world = TestWorld::open().await;
    world.connect().await;
    let url = format!("https://localhost:{}/scim/v2", refusing_handshakes().await);
    let state = world.app.save_connection(connection(&url, "rp_practice_0123456789")).await.unwrap();
    assert_eq!(state.steps[0].status, StepStatus::Unknown);
    assert_eq!(state.steps[0].next.reason, "Next is off until the connection is tested");

    let report = world.app.probe_ramp().await.unwrap();
    assert!(!report.ok);
    assert!(report.layers.iter().all(|layer| layer.verdict != Verdict::Fail), "{report:#?}");
    let step = &world.app.state().unwrap().steps[0];
    assert_eq!((step.status, step.line.as_str()), (StepStatus::Unknown, "TLS could not be judged"));
    assert!(!step.next.open);
    assert_eq!(step.next.reason, "Next is off: TLS could not be judged");
}

/// Answers each hello with the alert handshake_failure (RFC 8446 §6).
async fn refusing_handshakes() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0; 4096];
            if stream.read(&mut hello).await.is_ok_and(|read| read > 0) {
                let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, 40]).await;
            }
        }
    });
    port
}
