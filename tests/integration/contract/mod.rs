//! The contract with Microsoft Graph: all that the client sends and all that practice Entra answers, held against the
//! description that `ONRAMP_GRAPH_OPENAPI` names. It is no part of this repository: without it these tests say so and pass.

mod bad_days;
mod canaries;
mod description;
mod judge;
mod traffic;
mod whole_way;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use onramp_http::ExchangeRecord;
use onramp_practice::{World, WorldOptions};
use secrecy::SecretString;
use tempfile::TempDir;

use description::Description;
use judge::Contract;
use traffic::{Line, Service};

/// The contract, read once, where a description is named.
fn contract() -> Option<&'static Contract> {
    static CONTRACT: OnceLock<Option<Contract>> = OnceLock::new();
    let read = || Some(Contract::new(Description::read(&traffic::description()?).expect("a description")));
    CONTRACT.get_or_init(read).as_ref()
}

/// Fails with everything in these exchanges that breaks the contract, if there is one to hold them against.
pub(crate) fn judge_all(records: &[ExchangeRecord]) {
    let Some(contract) = contract() else { return };
    let violations: BTreeSet<_> = records
        .iter()
        .flat_map(|record| contract.judge(record))
        .map(|violation| violation.to_string())
        .collect();
    let list: Vec<_> = violations.iter().map(String::as_str).collect();
    assert!(
        list.is_empty(),
        "{} violations in {} exchanges:\n{}",
        list.len(),
        records.len(),
        list.join("\n")
    );
}

/// A practice world, and a line to its Graph.
struct Tenant {
    world: World,
    line: Line,
    service: Service,
    _folder: TempDir,
}

impl Tenant {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let world = World::start(WorldOptions::new(folder.path())).await.expect("a world");
        let token = world.control().generate_token().await.expect("a token").token;
        let service = Service { url: world.scim_url(), token: SecretString::from(token) };
        let line = Line::new(&world.graph_url(), world.graph_token()).expect("a line");
        Self { world, line, service, _folder: folder }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_sent_and_answered_keeps_to_it() {
    let Some(contract) = contract() else { return };
    let Tenant { world, mut line, service, _folder } = Tenant::start().await;
    let control = world.entra();
    let ended = line.everything(&service, async || control.settled().await.expect("a settled tenant")).await;
    let records = line.records.take();
    judge_all(&records);
    ended.expect("the whole traffic");
    assert!(line.unexpected.is_empty(), "{}", line.unexpected.join("\n"));
    // What the traffic leaves out is held against nothing.
    assert_eq!(contract.left_out(&records), [""; 0]);
    let sent: BTreeSet<_> = line.sent.iter().map(|name| (*name).to_owned()).collect();
    let not_sent: Vec<_> = written().difference(&sent).cloned().collect();
    assert_eq!(not_sent, [""; 0]);
    world.stop().await;
}

/// The public functions of `onramp_graph::requests`, as its source has them.
fn written() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/graph/src/requests");
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(&folder).expect("the requests") {
        let file = entry.expect("a file").path();
        let module = file.file_stem().expect("a name").to_string_lossy().into_owned();
        for line in fs::read_to_string(&file).expect("a source").lines() {
            if let Some((name, _)) = line.strip_prefix("pub fn ").and_then(|rest| rest.split_once('(')) {
                names.insert(format!("{module}::{name}"));
            }
        }
    }
    names
}
