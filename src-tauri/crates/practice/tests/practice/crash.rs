//! What was acknowledged outlives `kill -9` in mid-write.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use onramp_practice::{World, WorldOptions};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::support::user;
use crate::wire::{self, Reply};

/// Where the victim's data lies. Set, it makes [`victim`] serve.
const FOLDER: &str = "ONRAMP_PRACTICE_VICTIM";

/// How many times the service is killed; more in a soak.
const ROUNDS: &str = "ONRAMP_CRASH_ROUNDS";

const TOKEN: &str = "rp_practice_of_the_victim";

const CLIENTS: usize = 8;

/// A service to be killed, in a process of its own. By itself this test has nothing to do.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn victim() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let token = Some(SecretString::from(TOKEN));
        let options = WorldOptions { token, ..WorldOptions::new(folder) };
        let world = World::start(options).await.expect("a world");
        println!("\nserving {}", world.scim_url());
        std::future::pending::<()>().await;
    });
}

/// The process, and the authority it serves at.
fn start(folder: &Path) -> (Child, String) {
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program)
        .args(["crash::victim", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let mut lines = output.lines().map_while(Result::ok);
    let url = lines.find_map(|line| line.strip_prefix("serving ").map(str::to_owned)).expect("its URL");
    let authority = url.split('/').nth(2).expect("an authority").to_owned();
    // Read on, so that the process never finds its output closed.
    std::thread::spawn(move || lines.for_each(drop));
    (child, authority)
}

/// One request; `None` where the service is gone.
async fn send(authority: &str, method: &str, path: &str, body: &str) -> Option<Reply> {
    use tokio::io::AsyncWriteExt;
    let mut stream = TcpStream::connect(authority).await.ok()?;
    let text = format!(
        "{method} /scim/v2{path} HTTP/1.1\r\nHost: {authority}\r\nAuthorization: Bearer {TOKEN}\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).await.ok()?;
    let reply = wire::rest_of(stream).await;
    let length = reply.header("content-length").and_then(|length| length.parse().ok());
    (length == Some(reply.body().len())).then_some(reply)
}

/// Creates and changes users until the service is gone. What it answers: each acknowledged user's id and externalId.
async fn write(authority: String, name: String, acknowledged: Arc<AtomicUsize>) -> BTreeMap<String, Value> {
    let mut known = BTreeMap::new();
    for number in 0.. {
        let person = user(&format!("{name}-{number}")).to_string();
        let Some(created) = send(&authority, "POST", "/Users", &person).await else { break };
        assert_eq!(created.status(), 201, "{}", created.text);
        let created = created.json();
        let id = created["id"].as_str().expect("an id").to_owned();
        known.insert(id.clone(), created["externalId"].clone());
        acknowledged.fetch_add(1, Ordering::Relaxed);
        let change = json!({"Operations": [{"op": "replace", "path": "externalId", "value": "changed"}]});
        let Some(patched) = send(&authority, "PATCH", &format!("/Users/{id}"), &change.to_string()).await
        else {
            // It may have been stored without being acknowledged: both are right.
            known.remove(&id);
            break;
        };
        assert_eq!(patched.status(), 200, "{}", patched.text);
        known.insert(id, json!("changed"));
    }
    known
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_a_kill_in_mid_write() {
    let rounds = std::env::var(ROUNDS).ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    let folder = tempfile::tempdir().expect("a folder");
    let mut known = BTreeMap::new();
    for round in 0..rounds {
        let (mut child, authority) = start(folder.path());
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            clients.spawn(write(authority.clone(), format!("r{round}c{client}"), Arc::clone(&acknowledged)));
        }
        // Another moment each round, always with writes under way.
        while acknowledged.load(Ordering::Relaxed) < 20 + round * 7 % 50 {
            tokio::task::yield_now().await;
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        while let Some(written) = clients.join_next().await {
            known.extend(written.expect("a client"));
        }

        let (mut child, authority) = start(folder.path());
        for (id, external_id) in &known {
            let found = send(&authority, "GET", &format!("/Users/{id}"), "").await.expect("an answer");
            assert_eq!(found.status(), 200, "round {round}: {id} was acknowledged");
            assert_eq!(found.json()["externalId"], *external_id, "round {round}: {id}");
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
    assert!(known.len() >= 20 * rounds, "{} were acknowledged", known.len());

    let world = World::start(WorldOptions::new(folder.path())).await.expect("a world");
    let accounts = world.control().accounts().await.expect("accounts");
    assert!(accounts.len() >= known.len());
    assert!(accounts.len() <= known.len() + rounds * CLIENTS, "only what was under way may be there besides");
    let invited = world.control().sync_summary().await.expect("a summary").invited;
    assert_eq!(invited as usize, accounts.len(), "an account and its invite are one transaction");
}
