//! `plan`, `apply`, `undo`, `drift` and `runs`.

use std::sync::Arc;

use onramp_app::entra::{
    self, ActionStatus, AppChoice, Consent, Desired, Guard, GuardGroup, Plan, RampSide, RunAction, RunView,
    Tenant,
};
use onramp_app::error::{AppError, Side};
use onramp_app::parts::{HttpClient, ScimClient, ScimUrl, Settings};
use onramp_app::ports::SystemClock;
use secrecy::SecretString;

use crate::args::{
    AppArgs, ApplyArgs, ConsentArgs, GraphTarget, PlanArgs, RunsArgs, RunsCommand, Target, UndoArgs,
};
use crate::failure::{Answer, Exit};
use crate::output::Mark;
use crate::{input, output};

pub(crate) async fn plan(args: PlanArgs, json: bool) -> Answer {
    let planned = planned(&args).await?;
    match json {
        true => output::json(&planned.plan),
        false => print_plan(&planned.plan),
    }
    Ok(Exit::Fine)
}

pub(crate) async fn apply(args: ApplyArgs, json: bool) -> Answer {
    let planned = planned(&args.plan).await?;
    if planned.plan.actions.is_empty() {
        match json {
            true => output::json(&planned.plan),
            false => print_plan(&planned.plan),
        }
        return Ok(Exit::Fine);
    }
    if !json {
        print_guard(&planned.plan.guard);
    }
    let run = &planned.plan.id;
    let consent = consent(&args.consent);
    let view = planned.tenant.apply(run, &planned.token, consent, &mut progress).await;
    finished(view.map_err(|error| resumable(error, run)), json)
}

pub(crate) async fn undo(args: UndoArgs, json: bool) -> Answer {
    let tenant = tenant_of_run(&args.graph, &args.target, &args.run).await?;
    finished(tenant.undo(&args.run, &mut progress).await, json)
}

pub(crate) async fn drift(args: PlanArgs, json: bool) -> Answer {
    let (tenant, desired, _) = wanted(&args).await?;
    let report = tenant.drift(&desired).await?;
    match json {
        true => output::json(&report),
        false => {
            output::line(if report.none { Mark::Good } else { Mark::Caution }, &report.headline);
            report.actions.iter().for_each(print_action);
        }
    }
    Ok(Exit::of(report.none))
}

pub(crate) async fn runs(args: RunsArgs, json: bool) -> Answer {
    match args.command {
        RunsCommand::List { profile } => {
            let runs = entra::runs(&input::store()?, &profile_id(profile.as_deref()))?;
            match json {
                true => output::json(&runs),
                false => runs.iter().for_each(print_run),
            }
            Ok(Exit::Fine)
        }
        RunsCommand::Resume { id, target, graph } => {
            let tenant = tenant_of_run(&graph, &target, &id).await?;
            let view = match tenant.run_view(&id)?.undoes {
                Some(undone) => tenant.undo(&undone, &mut progress).await,
                None => {
                    let connection = input::required_token(&target).await?;
                    tenant.apply(&id, &connection, Consent::default(), &mut progress).await
                }
            };
            finished(view.map_err(|error| resumable(error, &id)), json)
        }
    }
}

/// A plan, and what it takes to carry it out.
struct Planned {
    tenant: Tenant,
    token: SecretString,
    plan: Plan,
}

async fn planned(args: &PlanArgs) -> Result<Planned, AppError> {
    let (tenant, desired, connection) = wanted(args).await?;
    let url = ScimUrl::parse(&connection.url)?.url;
    let settings = Settings {
        default_location: args.default_location.clone(),
        default_department: args.default_department.clone(),
    };
    let test_group = match &args.test_group {
        Some(name) => tenant.assignees(name).await?.into_iter().next().map(|group| group.id),
        None => None,
    };
    let client = ScimClient::new(connection.http, url, connection.token.clone());
    let ramp = RampSide { client: &client, settings: &settings, test_group: test_group.as_deref() };
    let plan = tenant.plan(&desired, &ramp).await?;
    Ok(Planned { tenant, token: connection.token, plan })
}

async fn wanted(args: &PlanArgs) -> Result<(Tenant, Desired, input::Connection), AppError> {
    let connection = input::required_connection(&args.target).await?;
    let url = args.graph.graph_url.clone().ok_or_else(no_graph)?;
    let tenant = tenant(&args.graph, &url, connection.http.clone(), &args.target)?;
    let table = input::document(args.mapping.as_deref())?.table();
    let app = chosen(&args.app);
    let assign = match &args.assign {
        Some(file) => tenant.assignees(&input::read(file)?).await?,
        None => Vec::new(),
    };
    let desired = Desired {
        assign,
        sync_all: args.sync_all,
        notification_emails: args.notify.clone(),
        deletion_threshold: Some(args.deletion_threshold).filter(|threshold| *threshold > 0),
        start: !args.no_start,
        ..Desired::new(app, connection.url.clone(), table)
    };
    Ok((tenant, desired, connection))
}

pub(super) fn chosen(app: &AppArgs) -> AppChoice {
    match &app.app_id {
        Some(id) => AppChoice::Existing(id.clone()),
        None => AppChoice::Named(app.app_name.clone()),
    }
}

/// The tenant that was named.
pub(super) async fn named_tenant(graph: &GraphTarget, target: &Target) -> Result<Tenant, AppError> {
    let url = graph.graph_url.clone().ok_or_else(no_graph)?;
    tenant(graph, &url, input::way(target).await?, target)
}

fn tenant(graph: &GraphTarget, url: &str, http: HttpClient, target: &Target) -> Result<Tenant, AppError> {
    let token = input::graph_token(graph.graph_token_file.as_deref())?;
    let profile = profile_id(target.profile.as_deref());
    Tenant::new(http, url, token, input::store()?, Arc::new(SystemClock), profile)
}

/// The tenant of a run: at the address the run was made at, where none is named.
async fn tenant_of_run(graph: &GraphTarget, target: &Target, run: &str) -> Result<Tenant, AppError> {
    let url = match &graph.graph_url {
        Some(url) => url.clone(),
        None => Tenant::address_of(&input::store()?, run)?.ok_or_else(no_graph)?,
    };
    tenant(graph, &url, input::way(target).await?, target)
}

/// Runs without a saved set-up belong to the command line.
fn profile_id(profile: Option<&str>) -> String {
    profile.unwrap_or("onrampctl").to_owned()
}

fn consent(args: &ConsentArgs) -> Consent {
    Consent { people: args.confirm, overwrite: args.overwrite }
}

fn no_graph() -> AppError {
    AppError::new(
        "entra.no-address",
        Side::You,
        "No Graph address was named.",
        "Name one with --graph-url, such as https://graph.microsoft.com/v1.0.",
    )
}

/// A run that stopped says how it goes on.
fn resumable(error: AppError, run: &str) -> AppError {
    match error.code.as_str() {
        "entra.not-confirmed" | "entra.asks-first" | "runs.unknown" => error,
        _ => error.detail(format!("Go on with: onrampctl runs resume {run}")),
    }
}

fn finished(view: Result<RunView, AppError>, json: bool) -> Answer {
    let view = view?;
    if json {
        output::json(&view);
    } else {
        output::line(Mark::Good, &format!("Run {} is done.", view.id));
    }
    Ok(Exit::Fine)
}

fn progress(action: &RunAction) {
    let mark = match action.status {
        ActionStatus::Planned | ActionStatus::Begun => return,
        ActionStatus::Done | ActionStatus::Undone => Mark::Good,
        ActionStatus::Failed => Mark::Bad,
        ActionStatus::Final | ActionStatus::Kept => Mark::Caution,
    };
    let note = action.note.as_deref().map(|note| format!(" · {note}")).unwrap_or_default();
    output::progress(mark, &format!("{}{note}", action.action.summary));
}

fn print_plan(plan: &Plan) {
    output::plain(&format!("{} · {}", plan.tenant, plan.application));
    print_guard(&plan.guard);
    let mark = if plan.actions.is_empty() { Mark::Good } else { Mark::Quiet };
    output::line(mark, &plan.headline);
    plan.actions.iter().for_each(print_action);
}

fn print_guard(guard: &Guard) {
    let group = |group: &GuardGroup, what: &str| {
        if group.count > 0 {
            let more = if group.names.len() < group.count as usize { ", …" } else { "" };
            output::line(Mark::Caution, &format!("{} {what}: {}{more}", group.count, group.names.join(", ")));
        }
    };
    group(&guard.deactivated, "deactivated");
    group(&guard.invited, "invited");
    group(&guard.refused, "refused by Ramp");
    group(&guard.updated, "changed");
    if !guard.nested_groups.is_empty() {
        let groups = guard.nested_groups.join(", ");
        output::line(Mark::Caution, &format!("Members of groups inside {groups} are left out"));
    }
    if let Some(number) = guard.confirm {
        output::more(&format!("› To apply it, confirm the number: --confirm {number}"));
    }
}

fn print_action(action: &RunAction) {
    let RunAction { action, .. } = action;
    output::line(Mark::Quiet, &format!("{:>2}. {}", action.id, action.summary));
    if let Some(after) = &action.after {
        let before = action.before.as_deref().unwrap_or("nothing");
        output::more(&format!("{before} → {after}"));
    }
    for change in &action.changes {
        for field in &change.fields {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
            let (before, after) = (value(&field.before), value(&field.after));
            output::more(&format!("{} · {}: {before} → {after}", change.target, field.label));
        }
    }
    if let Some(why) = &action.final_because {
        output::more(&format!("final: {why}"));
    }
}

fn print_run(run: &RunView) {
    let state = match (run.done, run.undone, &run.undoes) {
        (_, true, _) => "taken back",
        (true, _, Some(_)) => "took another back",
        (true, ..) => "done",
        (false, ..) => "open: runs resume goes on with it",
    };
    let done = run.actions.iter().filter(|action| action.status != ActionStatus::Planned).count();
    output::line(
        Mark::Quiet,
        &format!("{} · {} · {done} of {} · {state}", run.id, run.started, run.actions.len()),
    );
}
