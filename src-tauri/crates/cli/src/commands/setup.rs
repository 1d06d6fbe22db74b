//! `setup --practice`.

use std::sync::Arc;

use onramp_app::entra::{AppChoice, Tenant};
use onramp_app::error::{AppError, Side};
use onramp_app::parts::{HttpClient, HttpOptions, Settings};
use onramp_app::people::read_people;
use onramp_app::ports::SystemClock;
use onramp_app::setup::{SetupInput, SetupReport, SetupTenant, setup};
use onramp_practice::{World, WorldOptions};
use onramp_storage::Store;
use serde_json::json;

use super::practice::{failed, temporary_folder};
use crate::args::SetupArgs;
use crate::failure::{Answer, Exit};
use crate::output;
use crate::output::Mark;

/// The person of the practice directory who has everything an invite needs.
const PERSON: &str = "Ana Silva";

/// The practice tenant's group of people who pass all of Ramp's rules, and the application that is made.
const GROUP: &str = "Ramp pilot";
const APP: &str = "Ramp (SCIM)";

pub(crate) async fn run(args: SetupArgs, as_json: bool) -> Answer {
    let folder = temporary_folder()?;
    let world = World::start(WorldOptions::new(folder.path())).await.map_err(failed)?;
    let token = world.control().generate_token().await.map_err(failed)?;
    let directory = read_people(onramp_practice::directory_json())?;
    let store = Store::open(folder.path().join("onramp.sqlite"))?.store;
    let http = HttpClient::new(HttpOptions::default())?;
    let tenant =
        Tenant::new(http, &world.graph_url(), world.graph_token(), store, Arc::new(SystemClock), "practice")?;
    let report = setup(SetupInput {
        scim_url: &world.scim_url(),
        token: token.token.into(),
        directory: &directory,
        person: PERSON,
        settings: Settings::default(),
        clock: &SystemClock,
        tenant: Some(SetupTenant { tenant: &tenant, app: AppChoice::Named(APP.to_owned()), assign: GROUP }),
    })
    .await;
    world.stop().await;
    let report = report?;
    if let Some(file) = &args.report {
        let text = serde_json::to_string_pretty(&report).unwrap_or_default();
        std::fs::write(file, text).map_err(|error| {
            AppError::new(
                "report.unwritable",
                Side::You,
                format!("The report can’t be written to {}: {error}.", file.display()),
                "Name a file in a folder you can write to.",
            )
        })?;
    }
    match as_json {
        true => output::json(&json!({ "ok": report.ok, "steps": report.steps, "report": args.report })),
        false => print(&report),
    }
    Ok(Exit::of(report.ok))
}

fn print(report: &SetupReport) {
    output::plain("Practice: both sides run on this computer. Nothing leaves it.");
    for step in &report.steps {
        let mark = if step.ok { Mark::Good } else { Mark::Bad };
        let id = step.resource_id.as_deref().map(|id| format!(" (id {id})")).unwrap_or_default();
        output::line(mark, &format!("{:<10} {}{id}", step.step, step.summary));
    }
    match report.ok {
        true => output::line(
            Mark::Good,
            "The main job works: one user was provisioned, compared and put back, and Entra is set up and runs.",
        ),
        false => output::line(Mark::Bad, "The main job stopped at the step above."),
    }
}
