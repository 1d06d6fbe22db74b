//! `job`: how provisioning stands, what it did, and one person on demand.

use onramp_app::entra::{
    AppChoice, AssigneeKind, FailureView, JobState, JobView, LogView, OnDemandView, Tenant,
};
use onramp_app::error::{AppError, Side};

use super::entra::{chosen, named_tenant};
use crate::args::{JobArgs, JobCommand};
use crate::failure::{Answer, Exit};
use crate::output;
use crate::output::Mark;

pub(crate) async fn run(args: JobArgs, json: bool) -> Answer {
    let tenant = named_tenant(&args.graph, &args.target).await?;
    let app = chosen(&args.app);
    match args.command {
        JobCommand::Status { wait } => status(&tenant, &app, wait, json).await,
        JobCommand::Logs { since } => {
            let logs = tenant.logs(&app, since.as_deref()).await?;
            match json {
                true => output::json(&logs),
                false => logs.iter().for_each(print_log),
            }
            Ok(Exit::of(logs.iter().all(|log| log.failure.is_none())))
        }
        JobCommand::OnDemand { user } => {
            let people = tenant.assignees(&user).await?;
            let person = people.into_iter().find(|person| person.kind == AssigneeKind::User);
            let person = person.ok_or_else(|| no_person(&user))?;
            let view = tenant.provision_on_demand(&app, &person.id).await?;
            match json {
                true => output::json(&view),
                false => print_on_demand(&view),
            }
            Ok(Exit::of(view.ok))
        }
        JobCommand::Pause => {
            tenant.pause(&app).await?;
            status(&tenant, &app, false, json).await
        }
    }
}

async fn status(tenant: &Tenant, app: &AppChoice, wait: bool, json: bool) -> Answer {
    let looks = if wait { usize::MAX } else { 0 };
    let job = tenant.first_cycle(app, looks).await?;
    match (json, &job) {
        (true, job) => output::json(job),
        (false, Some(job)) => print_job(job),
        (false, None) => output::line(Mark::Quiet, "The application has no provisioning job."),
    }
    Ok(Exit::of(job.is_some_and(|job| !matches!(job.state, JobState::Quarantine | JobState::SomeFailed))))
}

fn print_job(job: &JobView) {
    let mark = match job.state {
        JobState::Healthy => Mark::Good,
        JobState::Off | JobState::FirstCycle | JobState::Paused => Mark::Quiet,
        JobState::SomeFailed => Mark::Caution,
        JobState::Quarantine => Mark::Bad,
    };
    output::line(mark, &job.headline);
    if let Some(ended) = &job.last_ended {
        output::more(&format!(
            "Last cycle ended {ended}: {} people, {} changes sent",
            job.people, job.exported
        ));
    }
    if let Some(quarantine) = &job.quarantine {
        print_failure(quarantine);
    }
}

fn print_log(log: &LogView) {
    let mark = match (log.status.as_str(), &log.failure) {
        ("success", _) => Mark::Good,
        (_, Some(_)) => Mark::Bad,
        _ => Mark::Quiet,
    };
    output::line(mark, &format!("{} · {} · {}", log.at, log.person, log.action));
    if let Some(failure) = &log.failure {
        print_failure(failure);
    }
}

fn print_on_demand(view: &OnDemandView) {
    for step in &view.steps {
        let mark = match step.status.as_str() {
            "success" => Mark::Good,
            "failure" => Mark::Bad,
            _ => Mark::Quiet,
        };
        output::line(mark, &format!("{:<10} {}", step.kind, step.description));
    }
    output::line(if view.ok { Mark::Good } else { Mark::Bad }, &view.headline);
    if let Some(failure) = &view.failure {
        print_failure(failure);
    }
}

fn print_failure(failure: &FailureView) {
    output::more(&failure.cause);
    output::more(&format!("› {}", failure.next_action));
    if let Some(raw) = &failure.raw {
        output::more(raw);
    }
}

fn no_person(key: &str) -> AppError {
    AppError::new(
        "person.unknown",
        Side::You,
        format!("{key} is a group."),
        "Name one person: Entra provisions one at a time on demand.",
    )
}
