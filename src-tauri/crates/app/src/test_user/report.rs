//! A run in words: steps, comparison and verdict from the engine's report.

use onramp_entra::{
    Action, DirectoryUser, Finding, ManagerAction, Mode, Refused, Report, SkipReason, Step, StepStatus,
    comparison,
};
use onramp_mapping::{MappingTable, RowOutcome};
use onramp_scim::request::Method;

use super::{CleanUp, ComparisonRow, RunOutcome, RunOutcomeKind, RunStep, RunStepId, RunStepStatus, TestRun};
use crate::error::{AppError, Side};
use crate::exchange::Exchange;
use crate::run::{Driven, Sent};
use crate::words;

pub(super) fn test_run(
    table: &MappingTable,
    user: &DirectoryUser,
    driven: Driven,
    mode: Mode,
    now: jiff::Timestamp,
) -> TestRun {
    let person = user.display_name();
    let Driven { report, sent, failure } = driven;
    let mut rows = compare(table, &report);
    rows.sort_by_key(|row| row.equal);
    TestRun {
        id: uuid::Uuid::new_v4().to_string(),
        person_key: user.id.clone(),
        outcome: outcome(&report, &person, mode, failure, &sent),
        person_name: person,
        dry_run: mode == Mode::DryRun,
        finished_at: now.to_string(),
        steps: steps(&report, &sent),
        comparison: rows,
        resource_id: report.resource_id.clone(),
        clean_up: None,
        warnings: warnings(&report),
    }
}

fn steps(report: &Report, sent: &[Sent]) -> Vec<RunStep> {
    report
        .steps
        .iter()
        .map(|step| {
            let exchanges: Vec<_> =
                sent.iter().filter(|sent| sent.step == step.step).map(|sent| sent.exchange.clone()).collect();
            RunStep {
                step: match step.step {
                    Step::Import => RunStepId::Import,
                    Step::Scope => RunStepId::Scope,
                    Step::Match => RunStepId::Match,
                    Step::Perform => RunStepId::Perform,
                },
                status: match step.status {
                    StepStatus::Success => RunStepStatus::Success,
                    StepStatus::Skipped => RunStepStatus::Skipped,
                    StepStatus::Failure => RunStepStatus::Failure,
                    StepStatus::Planned => RunStepStatus::Planned,
                },
                summary: words::run::finding(&step.finding),
                millis: exchanges.iter().map(|exchange| exchange.millis).sum(),
                exchanges,
            }
        })
        .collect()
}

fn compare(table: &MappingTable, report: &Report) -> Vec<ComparisonRow> {
    comparison(table, report)
        .into_iter()
        .filter_map(|line| {
            let row = table.rows.get(line.row)?;
            let value = report.evaluated.rows.iter().find(|value| value.row == line.row)?;
            let (note, rule, equal) = match (&value.outcome, &report.manager) {
                (RowOutcome::Reference(_), ManagerAction::NotInTarget { name }) => (
                    Some(format!(
                        "{name} is not in Ramp yet. Entra leaves the manager out, and may not add it by itself later: provision {name} first."
                    )),
                    Some("R5"),
                    false,
                ),
                (RowOutcome::Reference(_), ManagerAction::Refused(refused)) => (
                    Some(format!("Ramp refused the manager: {}", refused.detail.as_deref().unwrap_or("no reason given"))),
                    Some("R6"),
                    false,
                ),
                (_, _) if line.equal => (None, None, true),
                (RowOutcome::Empty, _) => (
                    Some("Empty in Entra, so nothing is sent and the old value stays.".to_owned()),
                    None,
                    false,
                ),
                (_, _) if line.stored.is_none() => {
                    (Some("It was sent, and Ramp does not show it.".to_owned()), None, false)
                }
                _ => (Some("Ramp shows another value than was sent.".to_owned()), None, false),
            };
            let expected = match &report.manager {
                ManagerAction::NotInTarget { name } if rule == Some("R5") => Some(name.clone().into()),
                _ => line.expected,
            };
            Some(ComparisonRow {
                attribute: row.target.clone(),
                expected,
                stored: line.stored,
                equal,
                note,
                rule: rule.map(str::to_owned),
            })
        })
        .collect()
}

/// What can't be taken back, said before a real run (R8, R9).
fn warnings(report: &Report) -> Vec<String> {
    match report.action {
        Action::Create => vec![
            "Ramp sends an invite mail at once. It can’t be called back.".to_owned(),
            "Every default Spend Program is issued.".to_owned(),
            "Clean-up deactivates the account. Ramp never deletes it.".to_owned(),
        ],
        Action::Update => vec![
            "Values typed by hand in Ramp are overwritten. Clean-up brings the old ones back.".to_owned(),
        ],
        Action::Disable => {
            vec!["The account is deactivated at once. Clean-up activates it again.".to_owned()]
        }
        Action::Skip(_) | Action::Failed => Vec::new(),
    }
}

fn outcome(
    report: &Report,
    person: &str,
    mode: Mode,
    failure: Option<AppError>,
    sent: &[Sent],
) -> RunOutcome {
    let plain = |kind, headline: String| RunOutcome {
        kind,
        headline,
        details: Vec::new(),
        rules: Vec::new(),
        next_action: None,
        error: None,
    };
    if let Some(failure) = failure {
        return RunOutcome {
            next_action: Some(failure.next_action.clone()),
            details: vec![failure.message.clone()],
            error: Some(failure),
            ..plain(RunOutcomeKind::Failed, format!("No verdict on {person}: an answer is missing."))
        };
    }
    if let Some(refused) = &report.refused {
        let answer = refusal(person, refused, sent);
        return match refused.status {
            // A judgement of this person. Anything else says nothing about them.
            Some(400 | 404 | 409 | 412 | 413 | 422) => answer,
            _ => RunOutcome {
                kind: RunOutcomeKind::Failed,
                headline: format!(
                    "No verdict on {person}: the service answered {}.",
                    refused.status.unwrap_or_default()
                ),
                ..answer
            },
        };
    }
    if let ManagerAction::Refused(refused) = &report.manager {
        let refused = refusal(person, refused, sent);
        return RunOutcome {
            headline: format!("{person} was invited, but Ramp refuses the manager."),
            ..refused
        };
    }
    match (report.action, mode) {
        (Action::Skip(SkipReason::RedundantExport), Mode::Real) => {
            plain(RunOutcomeKind::Unchanged, words::run::skip(SkipReason::RedundantExport, person))
        }
        (Action::Skip(reason), _) => plain(RunOutcomeKind::Skipped, words::run::skip(reason, person)),
        (Action::Failed, _) => RunOutcome {
            next_action: Some("Look at the exchange of the step that failed.".to_owned()),
            details: report.steps.last().map(|step| failed_detail(&step.finding)).into_iter().collect(),
            ..plain(
                RunOutcomeKind::Refused,
                format!("Entra would stop before it writes anything for {person}."),
            )
        },
        (Action::Create, Mode::DryRun) => {
            plain(RunOutcomeKind::DryRun, format!("{person} would be created in Ramp."))
        }
        (_, Mode::DryRun) => {
            plain(RunOutcomeKind::DryRun, format!("{person} is in Ramp and would be changed."))
        }
        (Action::Create, Mode::Real) => {
            plain(RunOutcomeKind::Created, format!("{person} was created in Ramp."))
        }
        (Action::Update, Mode::Real) => {
            plain(RunOutcomeKind::Updated, format!("{person} was changed in Ramp."))
        }
        (Action::Disable, Mode::Real) => {
            plain(RunOutcomeKind::Updated, format!("{person} was deactivated in Ramp."))
        }
    }
}

fn failed_detail(finding: &Finding) -> String {
    match finding {
        Finding::Duplicate { count } => {
            format!("{count} users in Ramp match. Entra calls this DuplicateTargetEntries.")
        }
        Finding::NotAList => {
            "The answer is no ListResponse. Entra calls this ServiceIncompatible.".to_owned()
        }
        other => words::run::finding(other),
    }
}

/// A refusal in plain words, with the rules it rests on and the way out.
fn refusal(person: &str, refused: &Refused, sent: &[Sent]) -> RunOutcome {
    let status = refused.status.unwrap_or_default();
    let detail =
        refused.detail.clone().unwrap_or_else(|| format!("The service answered {status} without a reason."));
    let read = words::refusal::read(person, status, &detail);
    let exchange =
        sent.iter().rev().find(|sent| sent.exchange.response.as_ref().is_some_and(|r| r.status == status));
    let error = AppError::new("ramp.refused", Side::Ramp, read.headline.clone(), read.next_action.clone())
        .detail(detail.clone())
        .with_exchange(exchange.map(|sent| sent.exchange.clone()));
    let mut details = read.reasons;
    details.push(format!("Ramp’s own words: {detail}"));
    RunOutcome {
        kind: RunOutcomeKind::Refused,
        headline: read.headline,
        details,
        rules: read.rules,
        next_action: Some(read.next_action),
        error: Some(error),
    }
}

pub(super) fn clean_up(run: &TestRun, method: Method, ok: bool, status: u16, sent: Exchange) -> CleanUp {
    let person = &run.person_name;
    let deleted = method == Method::Delete;
    CleanUp {
        ok,
        summary: match (ok, deleted) {
            (true, true) => format!("{person} was taken out of Ramp: the account is deactivated."),
            (true, false) => format!("{person} has the old values again."),
            (false, _) => format!("Ramp answered {status}. {person} is still as the test left them."),
        },
        remains: match (ok, deleted) {
            (true, true) => vec![
                "The deactivated account stays. A later create activates it again, under the same id."
                    .to_owned(),
                "The invite mail is out, and Spend Programs were issued.".to_owned(),
                "A location or department that the test created stays.".to_owned(),
            ],
            _ => Vec::new(),
        },
        exchanges: vec![sent],
    }
}
