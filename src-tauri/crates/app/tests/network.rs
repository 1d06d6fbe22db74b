//! The proxy and the extra certificates of a set-up: what is refused, what is kept, and what goes by them.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration;

use onramp_app::connect_ramp::{Layer, Verdict, probe_service};
use onramp_app::error::Side;
use onramp_app::network::{Network, NetworkInput, NetworkSettings, NetworkView};
use onramp_app::ports::{Clock, SystemClock};
use onramp_storage::{MemoryVault, Vault, VaultError, VaultKey};
use onramp_testkit::{BrokenVault, TestWorld};
use secrecy::{ExposeSecret, SecretString};

const PAIR: &str = "ana:hunter2 is long";

fn settings(proxy: Option<&str>, ca_file: Option<&str>) -> NetworkSettings {
    NetworkSettings { proxy: proxy.map(str::to_owned), ca_file: ca_file.map(str::to_owned) }
}

fn input(proxy: Option<&str>, credentials: Option<&str>) -> NetworkInput {
    NetworkInput {
        settings: settings(proxy, None),
        credentials: credentials.map(SecretString::from),
        this_run_only: false,
    }
}

async fn kept(vault: &dyn Vault) -> Option<String> {
    let found = vault.load(&VaultKey::proxy_credentials("practice")).await.unwrap();
    found.map(|pair| pair.expose_secret().to_owned())
}

#[tokio::test]
async fn each_bad_setting_has_its_code_and_changes_nothing() {
    let world = TestWorld::open().await;
    world.connect().await;
    let empty = world.folder().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    for (proxy, ca_file, credentials, code) in [
        (Some("not a proxy"), None, None, "proxy.unparsable"),
        (Some("ftp://proxy.example"), None, None, "proxy.scheme"),
        (Some("http://ana:hunter2@proxy.example:3128"), None, None, "proxy.has-credentials"),
        (Some("http://pac.example/proxy.pac"), None, None, "proxy.has-path"),
        (Some("proxy.example:3128"), None, Some("hunter2"), "proxy.credentials"),
        (None, None, Some(PAIR), "proxy.unparsable"),
        (None, Some("/nonexistent/authority.pem"), None, "ca-file.unreadable"),
        (None, empty.to_str(), None, "ca-file.no-certificate"),
    ] {
        let given = NetworkInput {
            settings: settings(proxy, ca_file),
            credentials: credentials.map(SecretString::from),
            this_run_only: false,
        };
        let error = world.app.save_network(given).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.side), (code, Side::You));
        assert!(!error.next_action.is_empty());
        let shown = format!("{error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(world.app.network().unwrap(), NetworkView::default(), "{code}");
    }
    assert!(world.app.last_probe().unwrap().unwrap().ok, "the test still counts");
}

#[tokio::test]
async fn settings_outlive_a_restart_and_credentials_stay_in_the_vault() {
    let vault = Arc::new(MemoryVault::new());
    let mut world = TestWorld::with_vault(vault.clone()).await;
    world.connect().await;
    world.app.save_network(input(Some(" proxy.example:3128 "), Some(PAIR))).await.unwrap();
    assert_eq!(world.app.last_probe().unwrap(), None, "it went another way");
    world.reopen();

    let view = world.app.network().unwrap();
    let proxy = Some("proxy.example:3128".to_owned());
    assert_eq!(view, NetworkView { proxy, ca_file: None, signs_in: true });
    assert!(!serde_json::to_string(&view).unwrap().contains("hunter2"));
    assert_eq!(kept(&*vault).await.as_deref(), Some(PAIR));
    assert!(world.app.probe_ramp().await.unwrap().ok, "this computer is reached directly");

    // The same proxy keeps them, another one does not get them.
    world.app.save_network(input(Some("proxy.example:3128"), None)).await.unwrap();
    assert!(world.app.network().unwrap().signs_in);
    world.app.save_network(input(Some("other.example:3128"), None)).await.unwrap();
    assert!(!world.app.network().unwrap().signs_in);
    assert_eq!(kept(&*vault).await, None);

    for forget in [input(Some("other.example:3128"), Some("")), input(None, None)] {
        world.app.save_network(input(Some("other.example:3128"), Some(PAIR))).await.unwrap();
        assert_eq!(kept(&*vault).await.as_deref(), Some(PAIR));
        world.app.save_network(forget).await.unwrap();
        assert_eq!((world.app.network().unwrap().signs_in, kept(&*vault).await), (false, None));
    }

    world.app.save_network(input(Some("other.example:3128"), Some(PAIR))).await.unwrap();
    world.app.start_over(false).await.unwrap();
    assert_eq!(kept(&*vault).await, None, "a set-up that is forgotten leaves nothing");
}

#[tokio::test]
async fn without_a_keychain_credentials_are_kept_for_this_run() {
    let broken = BrokenVault(VaultError::TimedOut { limit: Duration::from_secs(1) });
    let mut world = TestWorld::with_vault(Arc::new(MemoryVault::new())).await;
    world.connect().await;
    world.reopen_with(Arc::new(broken));
    let error = world.app.save_network(input(Some("proxy.example:3128"), Some(PAIR))).await.unwrap_err();
    assert!(error.is_keychain(), "{error:?}");
    assert_eq!(world.app.network().unwrap(), NetworkView::default());

    let this_run = NetworkInput { this_run_only: true, ..input(Some("proxy.example:3128"), Some(PAIR)) };
    world.app.save_network(this_run).await.unwrap();
    assert!(world.app.network().unwrap().signs_in);

    world.reopen_with(Arc::new(MemoryVault::new()));
    let kept =
        NetworkInput { settings: settings(Some("proxy.example:3128"), None), ..NetworkInput::default() };
    assert_eq!(world.app.save_network(kept).await.unwrap_err().code, "proxy.credentials-missing");
}

#[tokio::test]
async fn a_file_that_went_away_is_told_when_it_is_needed() {
    let mut world = TestWorld::open().await;
    world.connect().await;
    let file = world.folder().join("authority.pem");
    std::fs::write(&file, AUTHORITY).unwrap();
    let given = NetworkInput { settings: settings(None, file.to_str()), ..NetworkInput::default() };
    world.app.save_network(given).await.unwrap();
    assert!(world.app.probe_ramp().await.unwrap().ok);
    std::fs::remove_file(&file).unwrap();
    world.reopen();
    assert_eq!(world.app.probe_ramp().await.unwrap_err().code, "ca-file.unreadable");
}

#[tokio::test]
async fn the_probe_goes_through_the_proxy_that_was_entered() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let network = Network { settings: settings(Some(&address.to_string()), None), credentials: None };
    let http = network.http_client().unwrap();
    let token = SecretString::from("ramp_0123456789abc7f3e");
    let report = probe_service(&http, "https://scim.invalid/scim/v2", &token, SystemClock.now()).await;
    assert!(!report.ok);
    let of = |layer| report.layers.iter().find(|found| found.layer == layer).unwrap();
    assert_eq!(of(Layer::Dns).message, "The proxy 127.0.0.1 is 127.0.0.1");
    assert_eq!((of(Layer::Tcp).verdict, of(Layer::Tcp).code.as_str()), (Verdict::Fail, "http.proxy"));
    assert_eq!(of(Layer::Tcp).side, Some(Side::Network));
    assert_eq!(of(Layer::Patch).verdict, Verdict::Skipped);
}

/// An authority that signed nothing, valid for a hundred years.
const AUTHORITY: &str = "\
-----BEGIN CERTIFICATE-----
MIIBlzCCAT2gAwIBAgIUW4/x1rRqhwuX+OJmyxV6o+ARjVgwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVT25yYW1wIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyNTAzMzUy
N1oYDzIxMjYxMTAxMDMzNTI3WjAgMR4wHAYDVQQDDBVPbnJhbXAgdGVzdCBhdXRo
b3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS3UiMhLcRNrBkOZ9Mk1Uiw
OlGC3McivFg4gFlDih/7HNvyb8jTdGzZnFjmvfB3AbKxtf7C/iSJxsQKFmFw/cRl
o1MwUTAdBgNVHQ4EFgQUSz44uHRAM761HRYU5H6rHFfocP8wHwYDVR0jBBgwFoAU
Sz44uHRAM761HRYU5H6rHFfocP8wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNIADBFAiEAvbkqyK5OAjIMKAmjvfaGIeZn5ryy6+vleYwyCF5AoGkCIHqg8gEc
JBVUiU8veIEtF6ou+sSmE6++7mdi1XiP37RH
-----END CERTIFICATE-----
";
