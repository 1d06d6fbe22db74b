//! How many instructions reading a filter and reading and applying a PATCH take, counted by callgrind: a figure that the
//! machine's load cannot disturb. Held against the figures of benches/instructions.json.
//!
//! Arguments: `[FILTER] [--track]`; with `--track` the figures become the tracked ones. With `--run NAME CALLS` this is
//! what is measured.
// A benchmark prints its figures: that is its job.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use onramp_scim::filter::Filter;
use onramp_scim::patch::PatchOp;
use onramp_scim::schema::{Policy, ResourceDefinition};
use onramp_tests::process::Finished;
use onramp_tests::{Failure, Result};
use serde_json::{Map, Value, json};

/// Calls in the short and in the long run. What lies between the two is the calls' alone: start and set-up fall out.
const CALLS: [u64; 2] = [50, 550];

/// The file with the tracked figures, beside this one.
const TRACKED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.json");

/// An operation: its name, and what does it so many times.
type Operation = (&'static str, fn(u64) -> Result<()>);

const OPERATIONS: [Operation; 5] = [
    ("filter, as Entra asks", |calls| filter(calls, r#"userName eq "ana.silva@contoso.example""#)),
    ("filter, every kind of term", |calls| {
        filter(
            calls,
            r#"(emails[type eq "work" and value co "@contoso.example"] or not (userType pr)) and meta.lastModified ge "2026-01-02T03:04:05Z" and urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department sw "Fin""#,
        )
    }),
    ("PATCH, one attribute", |calls| {
        patch(calls, &json!([{"op": "Replace", "path": "active", "value": "False"}]))
    }),
    ("PATCH, as a cycle sends it", |calls| {
        patch(
            calls,
            &json!([
                {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "b@contoso.example"},
                {"op": "Replace", "path": "name.givenName", "value": "Anna"},
                {"op": "Add", "path": "addresses[type eq \"work\"].locality", "value": "Porto"},
                {"op": "Replace", "path": "active", "value": "False"},
                {"op": "Add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "Legal"},
            ]),
        )
    }),
    ("PATCH, without a path", |calls| {
        patch(
            calls,
            &json!([{"op": "replace", "value": {
                "name.givenName": "Anna",
                "active": false,
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Legal",
            }}]),
        )
    }),
];

fn main() -> Result<()> {
    let mut arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [option, name, calls] = arguments.as_slice()
        && option == "--run"
    {
        return run(name, calls);
    }
    let all = arguments.len();
    arguments.retain(|argument| argument != "--track");
    let track = arguments.len() < all;
    match arguments.as_slice() {
        [] => measure("", track),
        [filter] => measure(filter, track),
        _ => Err(Failure::Unexpected("instructions takes one filter at most".to_owned())),
    }
}

fn run(name: &str, calls: &str) -> Result<()> {
    let calls = calls.parse().map_err(|_| Failure::Unexpected(format!("{calls} is no number of calls")))?;
    match OPERATIONS.iter().find(|(known, _)| *known == name) {
        Some((_, operation)) => operation(calls),
        None => Err(Failure::Unexpected(format!("there is no operation {name}"))),
    }
}

fn measure(filter: &str, track: bool) -> Result<()> {
    let path = Path::new(TRACKED);
    let mut tracked: BTreeMap<String, u64> =
        serde_json::from_str(&fs::read_to_string(path).map_err(Failure::file(path))?)?;
    let wanted: Vec<&str> =
        OPERATIONS.iter().map(|(name, _)| *name).filter(|name| name.contains(filter)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    if !has_valgrind() {
        println!("instructions per operation: left out, because valgrind is not to be had here");
        return Ok(());
    }
    for name in wanted {
        let [short, long] = CALLS;
        let figure = (instructions(name, long)? - instructions(name, short)?) / (long - short);
        match tracked.get(name) {
            Some(&before) => println!(
                "{name}: {figure} instructions / {before} tracked = {:.2}",
                figure as f64 / before as f64
            ),
            None => println!("{name}: {figure} instructions; none are tracked"),
        }
        tracked.insert(name.to_owned(), figure);
    }
    if track {
        let text = serde_json::to_string_pretty(&tracked)? + "\n";
        fs::write(path, text).map_err(Failure::file(path))?;
        println!("{} holds these figures now", path.display());
    }
    Ok(())
}

fn has_valgrind() -> bool {
    let mut command = Command::new("valgrind");
    command.arg("--version");
    Finished::run(command).is_ok_and(|ran| ran.code == Some(0))
}

/// All instructions of a run, as callgrind counts them.
fn instructions(name: &str, calls: u64) -> Result<u64> {
    let this = std::env::current_exe().map_err(Failure::program("this benchmark"))?;
    let folder = tempfile::tempdir().map_err(Failure::program("a folder"))?;
    let mut command = Command::new("valgrind");
    command
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", folder.path().join("callgrind").display()));
    command.arg(this).args(["--run", name]).arg(calls.to_string());
    let ran = Finished::run(command)?.ended_with(0)?;
    ran.stderr
        .lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
        .ok_or_else(|| Failure::Unexpected(format!("callgrind counted nothing: {}", ran.stderr)))
}

fn filter(calls: u64, text: &str) -> Result<()> {
    for _ in 0..calls {
        Filter::parse(black_box(text)).map_err(|error| Failure::Unexpected(format!("{text}: {error}")))?;
    }
    Ok(())
}

/// Reads and applies a PATCH, each time to the same user.
fn patch(calls: u64, operations: &Value) -> Result<()> {
    let body =
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
            .to_string();
    let (definition, user) = (ResourceDefinition::user(), user());
    for _ in 0..calls {
        let patch: PatchOp = serde_json::from_str(black_box(&body))?;
        let mut user = user.clone();
        let changed = definition
            .patch(&mut user, patch, Policy::default())
            .map_err(|error| Failure::Unexpected(format!("{body}: {error}")))?;
        if !changed {
            return Err(Failure::Unexpected(format!("{body} changes nothing")));
        }
        black_box(user);
    }
    Ok(())
}

fn user() -> Map<String, Value> {
    let user = json!({
        "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ],
        "id": "6f1f2a5e-4a36-4c25-9c1c-4e2b7a0e1d11",
        "externalId": "ana.silva",
        "userName": "ana.silva@contoso.example",
        "active": true,
        "emails": [{"primary": true, "type": "work", "value": "ana.silva@contoso.example"}],
        "name": {"familyName": "Silva", "givenName": "Ana"},
        "addresses": [{"type": "work", "locality": "Lisbon"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "employeeNumber": "100201",
            "department": "Finance",
        },
    });
    match user {
        Value::Object(user) => user,
        _ => Map::new(),
    }
}
