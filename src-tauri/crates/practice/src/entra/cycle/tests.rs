//! Cycles over the practice Ramp, with inputs made by hand.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use onramp_entra::DirectoryUser;
use onramp_entra::cycle::{
    Assignment, DeleteThreshold, Entitlements, ExecutionState, Kind, Member, Memory, QuarantineReason,
    Thresholds,
};
use onramp_http::{HttpClient, HttpOptions};
use onramp_mapping::scope::Scope;
use onramp_mapping::{recommended, recommended_schema};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::control::{Endpoint, Fault, PracticeSettings};
use crate::{World, WorldOptions};

const ROLE: &str = "18d14569-c3bd-439b-9a66-3a2aee01d14f";

/// A practice Ramp, and a directory made by hand.
struct Bench {
    world: World,
    _folder: TempDir,
    http: HttpClient,
    token: SecretString,
    people: BTreeMap<String, Value>,
    deleted: Vec<String>,
    assigned: Vec<String>,
    memory: Memory,
    now: Timestamp,
    threshold: DeleteThreshold,
}

/// What a cycle told.
#[derive(Default)]
struct Log(Vec<Kept>);

impl Journal for Log {
    fn planned(&mut self, _people: usize) {}

    fn keep(&mut self, kept: Kept) -> Keeping<'_> {
        self.0.push(kept);
        Box::pin(async { Ok(()) })
    }
}

fn person(id: &str, manager: Option<&str>) -> Value {
    let mail = format!("{id}@contoso.example");
    let mut person = json!({
        "id": id, "displayName": id, "userPrincipalName": mail, "mail": mail, "givenName": id, "surname": "Silva",
        "mailNickname": id, "city": "Lisbon", "department": "Finance", "employeeId": id, "accountEnabled": true,
    });
    if let Some(manager) = manager {
        person["manager"] = json!({"id": manager, "displayName": manager});
    }
    person
}

impl Bench {
    /// Ana, whose manager is Rui, and Rui, whose manager is Eva; all assigned, Ana before her manager.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options =
            WorldOptions { settings: Some(PracticeSettings::default()), ..WorldOptions::new(folder.path()) };
        let world = World::start(options).await.unwrap();
        let token = SecretString::from(world.control().generate_token().await.unwrap().token);
        let people = [person("ana", Some("rui")), person("rui", Some("eva")), person("eva", None)];
        Self {
            world,
            _folder: folder,
            http: HttpClient::new(HttpOptions::default()).unwrap(),
            token,
            assigned: ["ana", "rui", "eva"].map(str::to_owned).to_vec(),
            people: people.map(|person| (person["id"].as_str().unwrap().to_owned(), person)).into(),
            deleted: Vec::new(),
            memory: Memory::default(),
            now: "2026-11-24T09:00:00Z".parse().unwrap(),
            threshold: DeleteThreshold::default(),
        }
    }

    fn setup() -> Setup {
        Setup::read(recommended_schema(&recommended()).as_value()).unwrap()
    }

    async fn cycle(&mut self, kind: Kind) -> (CycleOutcome, Vec<Kept>) {
        let setup = Self::setup();
        let assignment = |id: &String| Assignment {
            principal: id.clone(),
            role_id: ROLE.to_owned(),
            role: Some("User".to_owned()),
        };
        let assignments: Vec<_> = self.assigned.iter().map(assignment).collect();
        let entitlements = Entitlements::of(&assignments, &BTreeMap::new());
        let scope = Scope::new(&setup.table.scope);
        let member = |(id, person): (&String, &Value)| {
            let user = DirectoryUser::from_graph(person).unwrap();
            Member::new(user, self.deleted.contains(id), &entitlements, &scope)
        };
        let input = CycleInput {
            members: self.people.iter().map(member).collect(),
            setup,
            memory: self.memory.clone(),
            kind,
            skip_out_of_scope_deletions: false,
            delete_threshold: self.threshold,
            force_deletes: false,
            thresholds: Thresholds::default(),
            domain: "contoso.example".to_owned(),
            now: self.now,
        };
        let target = Target::open(&self.http, &self.world.scim_url(), self.token.clone()).unwrap();
        let mut log = Log::default();
        let outcome = run(&target, input, &mut log).await.unwrap();
        for kept in &log.0 {
            self.memory.forget(&kept.person);
            self.memory.links.extend(kept.link.clone().map(|link| (kept.person.clone(), link)));
            self.memory.escrows.extend(kept.escrow.clone().map(|escrow| (kept.person.clone(), escrow)));
        }
        (outcome, log.0)
    }

    /// Who is in Ramp, with "active" and the manager's name.
    async fn ramp(&self) -> Vec<String> {
        let accounts = self.world.control().accounts().await.unwrap();
        let name = |id: &Option<String>| {
            let manager = accounts.iter().find(|account| Some(&account.id) == id.as_ref());
            manager.map_or("nobody", |account| account.name.as_str())
        };
        let line = |account: &crate::control::PracticeAccount| {
            let state = if account.active { "active" } else { "deactivated" };
            format!("{} {state}, under {}", account.name, name(&account.manager_id))
        };
        let mut lines: Vec<_> = accounts.iter().map(line).collect();
        lines.sort();
        lines
    }
}

/// "person action result" of each entry.
fn told(kept: &[Kept]) -> Vec<String> {
    let line = |kept: &Kept| {
        let told = kept.told.as_ref()?;
        Some(format!("{} {} {}", kept.person, told.summary.action.as_str(), told.summary.result.as_str()))
    };
    kept.iter().filter_map(line).collect()
}

#[tokio::test]
async fn an_initial_cycle_creates_everybody_and_sets_managers_afterwards() {
    let mut bench = Bench::new().await;
    let (outcome, kept) = bench.cycle(Kind::Initial).await;
    assert_eq!(outcome.state, ExecutionState::Succeeded, "{outcome:?} {kept:?}");
    assert_eq!(told(&kept), ["eva create success", "ana create success", "rui create success"]);
    assert_eq!(bench.memory.links.len(), 3);
    assert_eq!((outcome.tally.imported, outcome.tally.exported, outcome.tally.entitled), (3, 3, 3));
    assert_eq!(
        bench.ramp().await,
        [
            "ana Silva active, under rui Silva",
            "eva Silva active, under nobody",
            "rui Silva active, under eva Silva",
        ]
    );

    let (outcome, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!((outcome.tally.imported, kept.len()), (0, 0), "nothing changed");
    let (outcome, kept) = bench.cycle(Kind::Initial).await;
    assert_eq!(outcome.tally.exported, 0);
    assert!(told(&kept).iter().all(|line| line.ends_with("other skipped")), "{:?}", told(&kept));
}

#[tokio::test]
async fn an_incremental_cycle_sends_what_changed_and_disables_who_left() {
    let mut bench = Bench::new().await;
    bench.cycle(Kind::Initial).await;
    bench.people.get_mut("ana").unwrap()["city"] = "Porto".into();
    bench.assigned.retain(|id| id != "rui");
    bench.people.remove("eva");
    let (outcome, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), ["rui disable success", "eva delete success", "ana update success"], "{kept:?}");
    assert_eq!(outcome.tally.imported_deltas, 2);
    assert_eq!(bench.memory.links.keys().collect::<Vec<_>>(), ["ana"]);

    bench.assigned.push("rui".to_owned());
    let (_, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), ["rui update success"], "matched anew and active again");
}

#[tokio::test]
async fn a_soft_delete_disables_and_a_restore_enables_again() {
    let mut bench = Bench::new().await;
    bench.cycle(Kind::Initial).await;
    bench.deleted.push("ana".to_owned());
    let (_, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), ["ana disable success"]);
    bench.deleted.clear();
    let (_, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), ["ana update success"]);
    bench.deleted.push("ana".to_owned());
    bench.cycle(Kind::Incremental).await;
    bench.people.remove("ana");
    let (_, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), ["ana delete success"]);
}

#[tokio::test]
async fn who_ramp_refuses_waits_in_escrow() {
    let mut bench = Bench::new().await;
    bench.people.get_mut("ana").unwrap()["department"] = Value::Null;
    let (outcome, kept) = bench.cycle(Kind::Initial).await;
    assert_eq!(outcome.state, ExecutionState::EntryLevelErrors);
    assert_eq!((outcome.tally.escrowed, outcome.tally.exports, outcome.tally.exported), (1, 3, 2));
    assert!(told(&kept).contains(&"ana create failure".to_owned()), "{:?}", told(&kept));
    let failure = kept.iter().find_map(|kept| kept.told.as_ref()?.summary.failure.as_ref());
    assert_eq!(failure.unwrap().code, "SystemForCrossDomainIdentityManagementBadRequest");

    bench.now += SignedDuration::from_hours(1);
    let (_, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), [""; 0], "not due yet");
    bench.now += SignedDuration::from_hours(5);
    let (_, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), ["ana create failure"]);
    assert_eq!(bench.memory.escrows["ana"].failures, 2);
    bench.people.get_mut("ana").unwrap()["department"] = "Sales".into();
    let (outcome, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), ["ana create success"], "a change is tried at once");
    assert_eq!(outcome.state, ExecutionState::Succeeded);
}

#[tokio::test]
async fn a_connection_that_fails_its_test_sends_nothing() {
    let mut bench = Bench::new().await;
    for (fault, quarantine, code) in [
        (Fault::Unauthorized, true, "SystemForCrossDomainIdentityManagementInvalidCredentials"),
        (Fault::Forbidden, true, "SystemForCrossDomainIdentityManagementInvalidCredentials"),
        (Fault::Drop, true, "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"),
        (Fault::Html, true, "SystemForCrossDomainIdentityManagementServiceIncompatible"),
        (Fault::NotFound, true, "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"),
        (
            Fault::Unavailable { retry_after: Some(9) },
            false,
            "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable",
        ),
    ] {
        bench.world.control().set_fault(Endpoint::All, fault.clone(), None);
        let (outcome, kept) = bench.cycle(Kind::Initial).await;
        assert_eq!((outcome.state, kept.len()), (ExecutionState::Failed, 0), "{fault:?}");
        assert_eq!(outcome.error.as_ref().unwrap().code, code, "{fault:?}");
        let reason = outcome.quarantine.map(|(reason, _)| reason);
        assert_eq!(
            reason,
            quarantine.then_some(QuarantineReason::EncounteredQuarantineException),
            "{fault:?}"
        );
    }
    bench.world.control().clear_faults();
    let token = std::mem::replace(&mut bench.token, SecretString::from("another"));
    let (outcome, _) = bench.cycle(Kind::Initial).await;
    assert_eq!(outcome.state, ExecutionState::Failed);
    bench.token = token;
    assert_eq!(bench.ramp().await, [""; 0]);
}

#[tokio::test]
async fn too_many_deletions_are_held_back() {
    let mut bench = Bench::new().await;
    bench.cycle(Kind::Initial).await;
    bench.threshold = DeleteThreshold { limit: Some(1) };
    bench.assigned.clear();
    let (outcome, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(outcome.quarantine.map(|(reason, _)| reason), Some(QuarantineReason::TooManyDeletes));
    assert_eq!(
        told(&kept),
        ["ana stagedDelete skipped", "eva stagedDelete skipped", "rui stagedDelete skipped"]
    );
    assert_eq!(bench.memory.links.len(), 3);
    assert!(bench.ramp().await.iter().all(|line| line.contains(" active,")), "{:?}", bench.ramp().await);
}

#[tokio::test]
async fn a_created_user_whose_answer_is_lost_is_found_by_the_next_attempt() {
    let mut bench = Bench::new().await;
    bench.assigned = vec!["eva".to_owned()];
    bench.world.control().set_fault(Endpoint::UserCreate, Fault::LoseAnswer, Some(1));
    let (_, kept) = bench.cycle(Kind::Initial).await;
    assert_eq!(told(&kept), ["eva create failure"]);
    bench.now += SignedDuration::from_hours(6);
    let (outcome, kept) = bench.cycle(Kind::Incremental).await;
    assert_eq!(told(&kept), ["eva other skipped"], "there already, and equal");
    assert_eq!((outcome.state, bench.ramp().await.len()), (ExecutionState::Succeeded, 1));
    assert!(bench.memory.links["eva"].target_id.is_some());
}
