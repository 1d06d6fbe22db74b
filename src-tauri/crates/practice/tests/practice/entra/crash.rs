//! What was answered is there after the world ended, in order or not.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use onramp_practice::{World, WorldOptions};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::support::{ANA, RUI, Tenant};

/// Where the victim's data lies. Set, it makes [`victim`] serve.
const FOLDER: &str = "ONRAMP_PRACTICE_ENTRA_VICTIM";
const TOKEN: &str = "graph_practice_of_the_victim";

/// A tenant to be killed, in a process of its own. By itself this test has nothing to do.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn victim() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let graph_token = Some(SecretString::from(TOKEN));
        let world =
            World::start(WorldOptions { graph_token, ..WorldOptions::new(folder) }).await.expect("a world");
        println!("\nserving {}", world.graph_url());
        std::future::pending::<()>().await;
    });
}

fn start(folder: &Path) -> (Child, String) {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["entra::crash::victim", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let mut lines = output.lines().map_while(Result::ok);
    let url = lines.find_map(|line| line.strip_prefix("serving ").map(str::to_owned)).expect("its URL");
    std::thread::spawn(move || lines.for_each(drop));
    (child, url)
}

async fn send(url: &str, method: &str, path: &str, body: Option<Value>) -> Value {
    use onramp_http::{HttpClient, HttpOptions, HttpRequest, ProxyUse, Url};
    let options = HttpOptions { proxy: ProxyUse::Never, ..HttpOptions::default() };
    let http = HttpClient::new(options).expect("a client");
    let request = HttpRequest {
        method: method.parse().expect("a method"),
        bearer: Some(SecretString::from(TOKEN)),
        body,
        ..HttpRequest::get(Url::parse(&format!("{url}{path}")).expect("a URL"), "test")
    };
    let answer = http.send(request).await.result.expect("an answer");
    assert!(answer.status < 300, "{}", answer.body_text);
    serde_json::from_str(&answer.body_text).unwrap_or_default()
}

#[tokio::test]
async fn everything_answered_outlives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut expected: Vec<String> = Vec::new();
    for round in 0..3 {
        let (mut child, url) = start(folder.path());
        let found = send(&url, "GET", "/applications?$select=id", None).await;
        let ids: Vec<&str> =
            found["value"].as_array().expect("a list").iter().filter_map(|app| app["id"].as_str()).collect();
        assert_eq!(ids, expected, "round {round}");
        for _ in 0..5 {
            let path = format!("/applicationTemplates/{}/instantiate", super::support::CUSTOM);
            let made = send(&url, "POST", &path, Some(json!({"displayName": "Ramp"}))).await;
            expected.push(made["application"]["id"].as_str().expect("an id").to_owned());
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
}

#[tokio::test]
async fn a_world_that_starts_again_is_the_same_at_the_same_address() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    tenant.assign(&app, ANA).await.good(201);
    tenant.control().advance(std::time::Duration::from_secs(3600)).await.expect("advanced");
    let (before, url, now) = (
        tenant.control().snapshot().await.expect("a snapshot"),
        tenant.world.graph_url(),
        tenant.control().now(),
    );
    let tenant = tenant.again().await;
    assert_eq!(tenant.world.graph_url(), url);
    assert_eq!(tenant.control().snapshot().await.expect("a snapshot"), before);
    assert!(tenant.control().now() >= now, "time stays advanced");
    tenant.assign(&app, RUI).await.good(201);
}
