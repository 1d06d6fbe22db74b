//! The journal of runs on disk.

use onramp_storage::{Entry, Phase, Run, RunKind, RunState, Store};

fn run(id: &str, kind: RunKind, started: &str) -> Run<Vec<String>> {
    Run {
        id: id.to_owned(),
        profile: "contoso".to_owned(),
        kind,
        undoes: (kind == RunKind::Undo).then(|| "first".to_owned()),
        state: RunState::Open,
        started: started.to_owned(),
        plan: vec!["create".to_owned(), "start".to_owned()],
    }
}

fn entry(place: u32, phase: Phase) -> Entry<String> {
    Entry {
        place,
        phase,
        at: "2026-11-24T09:00:00Z".to_owned(),
        before: Some("nothing".to_owned()),
        after: (phase == Phase::Done).then(|| "made".to_owned()),
    }
}

#[test]
fn what_was_begun_is_found_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("onramp.sqlite");
    let store = Store::open(&path).unwrap().store;
    let first = run("first", RunKind::Apply, "2026-11-24T09:00:00Z");
    store.begin_run(&first).unwrap();
    assert!(store.begin_run(&first).is_err(), "an id is used once");
    store.put_entry("first", &entry(1, Phase::Begun)).unwrap();
    store.put_entry("first", &entry(0, Phase::Begun)).unwrap();
    store.put_entry("first", &entry(0, Phase::Done)).unwrap();
    drop(store);

    let store = Store::open(&path).unwrap().store;
    assert_eq!(store.run("first").unwrap(), Some(first.clone()));
    assert_eq!(store.entries::<String>("first").unwrap(), [entry(0, Phase::Done), entry(1, Phase::Begun)]);
    store.set_run_state("first", RunState::Done).unwrap();
    let undo = run("second", RunKind::Undo, "2026-11-24T10:00:00Z");
    store.begin_run(&undo).unwrap();
    assert_eq!(
        store.runs("contoso").unwrap(),
        [undo, Run { state: RunState::Done, ..first }],
        "newest first"
    );
    assert_eq!(store.runs::<Vec<String>>("other").unwrap(), []);
    assert!(store.run::<u32>("first").is_err(), "a plan of another shape is no plan");
}

#[test]
fn a_profile_takes_its_runs_along_and_stale_plans_are_forgotten() {
    let store = Store::in_memory().unwrap();
    for (id, started) in [("first", "2026-11-22T09:00:00Z"), ("old", "2026-11-22T10:00:00Z")] {
        store.begin_run(&run(id, RunKind::Apply, started)).unwrap();
    }
    store.begin_run(&run("new", RunKind::Apply, "2026-11-24T09:00:00Z")).unwrap();
    store.put_entry("first", &entry(0, Phase::Begun)).unwrap();
    assert_eq!(store.forget_plans("contoso", "2026-11-23T00:00:00Z").unwrap(), 1);
    let left: Vec<_> = store.runs::<Vec<String>>("contoso").unwrap().into_iter().map(|run| run.id).collect();
    assert_eq!(left, ["new", "first"], "what was begun stays, and what is fresh");

    store.begin_run(&run("undo", RunKind::Undo, "2026-11-24T10:00:00Z")).unwrap();
    let profile = onramp_storage::Profile {
        id: "contoso".to_owned(),
        name: "Contoso".to_owned(),
        mode: onramp_storage::Mode::Practice,
        scim_url: None,
        token_last_four: None,
        token_place: None,
    };
    store.put_profile(&profile).unwrap();
    assert!(store.remove_profile("contoso").unwrap());
    assert_eq!(store.runs::<Vec<String>>("contoso").unwrap(), []);
    assert_eq!(store.entries::<String>("first").unwrap(), []);
}
