//! `kill -9` at every point of apply and undo: what was begun is found again, nothing is done twice, and the end is as
//! without the crash.
//!
//! A write to the practice tenant is held before it takes effect, or after that and before it is answered; then the
//! program is killed and started anew. Between two writes the program does nothing but write its journal, so these are
//! all the states a crash can leave.

use std::path::PathBuf;

use onramp_practice::control::{GraphEndpoint, GraphHold, HoldWhen};
use onramp_practice::{World, WorldOptions};
use onramp_tests::ctl::Ctl;
use onramp_tests::{Failure, Result};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Who is assigned: a group and three people.
const ASSIGN: &str = "Ramp pilot\nana.silva@contoso.example\nrui.costa@contoso.example\n";

/// A practice world in this process, and the command line that is killed.
struct Scene {
    ctl: Ctl,
    world: World,
    arguments: Vec<String>,
    environment: Vec<(&'static str, String)>,
}

impl Scene {
    async fn open() -> Result<Scene> {
        let ctl = Ctl::new()?;
        let data: PathBuf = ctl.path("world");
        let world = World::start(WorldOptions::new(data)).await.map_err(unexpected)?;
        let token = world.control().generate_token().await.map_err(unexpected)?.token;
        let assign = ctl.file("assign.txt", ASSIGN)?;
        let words = [
            "--json",
            "--url",
            &world.scim_url(),
            "--graph-url",
            &world.graph_url(),
            "--assign",
            &assign,
            "--notify",
            "it@contoso.example",
        ];
        let arguments = words.map(str::to_owned).to_vec();
        let environment = vec![
            ("ONRAMP_TOKEN", token),
            ("ONRAMP_GRAPH_TOKEN", world.graph_token().expose_secret().to_owned()),
        ];
        Ok(Scene { ctl, world, arguments, environment })
    }

    fn command(&self, command: &[&str], with_plan: bool) -> Result<std::process::Command> {
        let mut words: Vec<&str> = command.to_vec();
        if with_plan {
            words.extend(self.arguments.iter().map(String::as_str));
        }
        let mut command = self.ctl.command(&words)?;
        command.envs(self.environment.iter().map(|(name, value)| (*name, value)));
        Ok(command)
    }

    /// Runs to its end, off the runtime: the world in this process has to answer meanwhile.
    async fn run(&self, command: &[&str], with_plan: bool) -> Result<Value> {
        let command = self.command(command, with_plan)?;
        let finished = tokio::task::spawn_blocking(move || onramp_tests::process::Finished::run(command));
        finished.await.map_err(unexpected)??.ended_with(0)?.json()
    }

    /// Starts, waits until the `nth` write is held, kills. Whether it came to that: there may be fewer writes.
    async fn killed_at(&self, command: &[&str], with_plan: bool, hold: GraphHold) -> Result<bool> {
        let entra = self.world.entra();
        entra.hold(hold);
        let mut child = tokio::process::Command::from(self.command(command, with_plan)?);
        child.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).kill_on_drop(true);
        let mut child = child.spawn().map_err(unexpected)?;
        let held = tokio::select! {
            _ = entra.until_held() => true,
            ended = child.wait() => {
                ended.map_err(unexpected)?;
                false
            }
        };
        if held {
            child.kill().await.map_err(unexpected)?;
        }
        entra.release();
        Ok(held)
    }

    async fn newest_run(&self) -> Result<Option<Value>> {
        let runs = self.run(&["runs", "list", "--json"], false).await?;
        Ok(runs.as_array().and_then(|runs| runs.first().cloned()))
    }

    /// The tenant without what differs from one run to the next: ids, times, and what a cycle did.
    async fn tenant(&self) -> Result<Value> {
        self.world.entra().settled().await.map_err(unexpected)?;
        let mut tenant = self.world.entra().snapshot().await.map_err(unexpected)?;
        let principals = tenant["servicePrincipals"].as_object().cloned().unwrap_or_default();
        let principals: Vec<Value> = principals.into_values().map(principal).collect();
        let applications = tenant["applications"].as_object().map_or(0, serde_json::Map::len);
        if let Some(members) = tenant.as_object_mut() {
            members.retain(|name, _| name == "groups" || name == "users");
        }
        let accounts = self.world.control().accounts().await.map_err(unexpected)?;
        let mut accounts: Vec<_> = accounts
            .into_iter()
            .map(|account| (account.email, account.active, account.scim_managed))
            .collect();
        accounts.sort();
        let scene = json!({ "tenant": tenant, "applications": applications, "principals": principals,
            "accounts": format!("{accounts:?}") });
        // Each world has a port of its own.
        Ok(serde_json::from_str(&scene.to_string().replace(&self.world.scim_url(), "the practice Ramp"))?)
    }
}

fn principal(mut principal: Value) -> Value {
    let assigned = principal["appRoleAssignedTo"].as_object().cloned().unwrap_or_default();
    let mut assigned: Vec<_> = assigned.values().map(|one| one["principalDisplayName"].to_string()).collect();
    assigned.sort();
    let jobs = principal["synchronization"]["jobs"].as_object().cloned().unwrap_or_default();
    let jobs: Vec<_> = jobs
        .into_values()
        .map(|mut job| {
            let schema = job["schema"].take();
            let rules = schema["synchronizationRules"].clone();
            json!({ "template": job["templateId"], "state": job["schedule"]["state"], "rules": rules })
        })
        .collect();
    let secrets = principal["synchronization"]["secrets"].take();
    // The wizard's mark holds a fingerprint of the address.
    let tags = principal["tags"].as_array().cloned().unwrap_or_default();
    let tags: Vec<_> =
        tags.iter().filter_map(Value::as_str).map(|tag| tag.split(':').next().unwrap_or_default()).collect();
    json!({ "name": principal["displayName"], "mail": principal["notificationEmailAddresses"], "assigned": assigned,
        "jobs": jobs, "secrets": secrets, "tags": tags })
}

fn unexpected(error: impl std::fmt::Display) -> Failure {
    Failure::Unexpected(error.to_string())
}

fn points() -> impl Iterator<Item = GraphHold> {
    (1..).flat_map(|nth| {
        [HoldWhen::BeforeEffect, HoldWhen::BeforeAnswer].map(|when| GraphHold {
            endpoint: GraphEndpoint::All,
            nth,
            when,
        })
    })
}

/// Kills an apply at this point and takes it up again. `None` where there are no more points.
async fn apply_survives(hold: GraphHold, expected: &Value) -> Result<Option<()>> {
    let scene = Scene::open().await?;
    if !scene.killed_at(&["apply"], true, hold).await? {
        return Ok(None);
    }
    let run = scene.newest_run().await?.ok_or_else(|| unexpected("no run was kept"))?;
    let id = run["id"].as_str().unwrap_or_default();
    scene.run(&["runs", "resume", id, "--json"], false).await?;
    same(&scene.tenant().await?, expected, &format!("apply, {hold:?}"))?;
    Ok(Some(()))
}

/// The same for an undo.
async fn undo_survives(hold: GraphHold, expected: &Value) -> Result<Option<()>> {
    let scene = Scene::open().await?;
    let run = scene.run(&["apply"], true).await?;
    let id = run["id"].as_str().unwrap_or_default().to_owned();
    scene.world.entra().settled().await.map_err(unexpected)?;
    let undo = ["undo", "--json", "--run", &id];
    if !scene.killed_at(&undo, false, hold).await? {
        return Ok(None);
    }
    scene.run(&undo, false).await?;
    same(&scene.tenant().await?, expected, &format!("undo, {hold:?}"))?;
    Ok(Some(()))
}

fn same(found: &Value, expected: &Value, what: &str) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    let (found, expected) = (format!("{found:#}"), format!("{expected:#}"));
    let differing = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    Err(Failure::Unexpected(format!("{what}: {differing:?} in\n{found}")))
}

/// What apply and undo come to without a crash.
async fn without_a_crash() -> Result<(Value, Value)> {
    let scene = Scene::open().await?;
    let run = scene.run(&["apply"], true).await?;
    let applied = scene.tenant().await?;
    let id = run["id"].as_str().unwrap_or_default();
    scene.run(&["undo", "--json", "--run", id], false).await?;
    Ok((applied, scene.tenant().await?))
}

async fn every(nth: usize) -> Result<()> {
    let (applied, undone) = without_a_crash().await?;
    let mut survived = 0;
    for hold in points().step_by(nth) {
        if apply_survives(hold, &applied).await?.is_none() {
            break;
        }
        survived += 1;
    }
    let mut taken_back = 0;
    for hold in points().step_by(nth) {
        if undo_survives(hold, &undone).await?.is_none() {
            break;
        }
        taken_back += 1;
    }
    println!("{survived} crashes of apply and {taken_back} of undo survived");
    assert!(survived >= 20 / nth && taken_back >= 10 / nth, "{survived} and {taken_back} points");
    Ok(())
}

/// A sample; `cargo xtask soak --only crashes` takes every point.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_run_goes_on_where_it_stopped() -> Result<()> {
    every(7).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "every point: cargo xtask soak --only crashes"]
async fn a_run_killed_at_any_point_goes_on_where_it_stopped() -> Result<()> {
    every(1).await
}
