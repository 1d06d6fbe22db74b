//! `provision`.

use onramp_app::error::{AppError, Side};
use onramp_app::parts::{Directory, Mode, ScimClient, ScimUrl};
use onramp_app::ports::{Clock, SystemClock};
use onramp_app::preview::find;
use onramp_app::test_user::{
    CleanUp, Provision, RunOutcomeKind, RunStepStatus, TestRun, clean_up, provision, spare_linked,
};

use crate::args::ProvisionArgs;
use crate::failure::{Answer, Exit};
use crate::output::Mark;
use crate::{input, output};

pub(crate) async fn run(args: ProvisionArgs, json: bool) -> Answer {
    let connection = input::required_connection(&args.target).await?;
    let url = ScimUrl::parse(&connection.url)?.url;
    let table = input::document(args.subjects.mapping.as_deref())?.table();
    let directory = input::people(&args.subjects, Some(&url))?;
    if !args.dry_run && !url.is_loopback() {
        confirmed(&directory, &args)?;
    }
    let client = ScimClient::new(connection.http, url, connection.token);
    let now = SystemClock.now();
    let request = Provision {
        table: &table,
        directory: &directory,
        person: &args.subjects.user,
        dialect: args.dialect.into(),
        mode: if args.dry_run { Mode::DryRun } else { Mode::Real },
        now,
    };
    let mut done = spare_linked(provision(&client, request, &mut |_, _| Ok(())).await?, now);
    if let (true, Some(undo)) = (args.cleanup, &done.undo) {
        done.run.clean_up = Some(clean_up(&client, &done.run, undo).await?);
    }
    match json {
        true => output::json(&done.run),
        false => print(&done.run),
    }
    Ok(exit(&done.run, args.cleanup))
}

/// No verdict, problems, or neither: a difference that no rule explains is a problem, and so is what was not put back.
fn exit(run: &TestRun, clean_up_wanted: bool) -> Exit {
    let written = matches!(
        run.outcome.kind,
        RunOutcomeKind::Created | RunOutcomeKind::Updated | RunOutcomeKind::Unchanged
    );
    let put_back = match &run.clean_up {
        Some(clean_up) => clean_up.ok,
        None => !clean_up_wanted || run.outcome.kind != RunOutcomeKind::Created,
    };
    match run.outcome.kind {
        RunOutcomeKind::Failed => Exit::NoVerdict,
        RunOutcomeKind::Refused => Exit::Problems,
        _ => Exit::of(put_back && (!written || run.is_as_expected())),
    }
}

/// Outside this computer a real person gets a real mail, so their address has to be typed.
fn confirmed(directory: &Directory, args: &ProvisionArgs) -> Result<(), AppError> {
    let user = find(directory, &args.subjects.user)?;
    let address = user.text("mail").or_else(|| user.text("userPrincipalName")).unwrap_or_default();
    let typed = args.confirm.as_deref().unwrap_or_default();
    if !address.is_empty() && typed.eq_ignore_ascii_case(&address) {
        return Ok(());
    }
    Err(AppError::new(
        "provision.not-confirmed",
        Side::You,
        format!("This would provision {} for real.", user.display_name()),
        format!("Repeat it with --confirm {address} if that is what you want."),
    ))
}

fn print(run: &TestRun) {
    for step in &run.steps {
        let mark = match step.status {
            RunStepStatus::Success => Mark::Good,
            RunStepStatus::Failure => Mark::Bad,
            RunStepStatus::Skipped | RunStepStatus::Planned => Mark::Quiet,
        };
        let name = format!("{:?}", step.step);
        output::line(mark, &format!("{name:<8} {}", step.summary));
        for exchange in &step.exchanges {
            let status =
                exchange.response.as_ref().map_or("–".to_owned(), |answer| answer.status.to_string());
            let url = &exchange.request.url;
            output::more(&format!("{} {url} → {status}, {} ms", exchange.request.method, exchange.millis));
        }
    }
    output::plain("");
    let good = !matches!(run.outcome.kind, RunOutcomeKind::Refused | RunOutcomeKind::Failed);
    output::line(if good { Mark::Good } else { Mark::Bad }, &run.outcome.headline);
    for detail in &run.outcome.details {
        output::more(detail);
    }
    if !run.outcome.rules.is_empty() {
        output::more(&format!("Rules: {}", run.outcome.rules.join(", ")));
    }
    if let Some(next) = &run.outcome.next_action {
        output::more(&format!("› {next}"));
    }
    for row in run.comparison.iter().filter(|row| !row.equal) {
        let note = row.note.as_deref().unwrap_or("differs");
        output::line(Mark::Caution, &format!("{}: {note}", row.attribute));
    }
    if !run.comparison.is_empty() {
        let equal = run.comparison.iter().filter(|row| row.equal).count();
        output::line(
            Mark::Quiet,
            &format!("{equal} of {} attributes stored as expected", run.comparison.len()),
        );
    }
    if let Some(clean_up) = &run.clean_up {
        print_clean_up(clean_up);
    }
}

fn print_clean_up(clean_up: &CleanUp) {
    output::line(if clean_up.ok { Mark::Good } else { Mark::Bad }, &clean_up.summary);
    for remains in &clean_up.remains {
        output::more(remains);
    }
}
