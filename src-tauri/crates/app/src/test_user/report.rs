//! A run in words: steps, comparison and verdict from the engine's report.

use onramp_entra::{
    Action, DirectoryUser, Finding, ManagerAction, Mode, Purpose, Refused, Report, SkipReason, Step,
    StepStatus, comparison,
};
use onramp_mapping::{MappingTable, RowOutcome, names};

use super::{ComparisonRow, RunOutcome, RunOutcomeKind, RunStep, RunStepId, RunStepStatus, TestRun};
use crate::error::{AppError, Side};
use crate::exchange::Exchange;
use crate::mappings::Severity;
use crate::preview::{PersonPreview, PreviewKind};
use crate::run::{Driven, Sent};
use crate::service::{self, Asked};
use crate::words;

pub(super) fn test_run(
    table: &MappingTable,
    user: &DirectoryUser,
    driven: Driven,
    mode: Mode,
    now: jiff::Timestamp,
) -> TestRun {
    let person = user.display_name();
    let Driven { report, sent, failure, .. } = driven;
    let mut rows = compare(table, &report);
    rows.sort_by_key(|row| row.equal);
    TestRun {
        id: uuid::Uuid::new_v4().to_string(),
        person_key: user.id.clone(),
        outcome: outcome(table, &report, &person, mode, failure, &sent),
        person_name: person,
        dry_run: mode == Mode::DryRun,
        started_at: None,
        finished_at: now.to_string(),
        steps: steps(&report, &sent),
        comparison: rows,
        resource_id: report.resource_id.clone(),
        clean_up: None,
        warnings: warnings(&report),
        can_clean_up: false,
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
                (RowOutcome::Empty, _) if report.before.is_none() && has_default(&row.target) => {
                    (Some("Empty in Entra, so Ramp put its default.".to_owned()), Some("R3"), false)
                }
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

/// Whether Ramp's settings may fill the attribute in.
fn has_default(target: &str) -> bool {
    matches!(names::target(target).and_then(|known| known.row), Some("M6" | "M9"))
}

/// What can't be taken back, said before a real run (R8, R9).
fn warnings(report: &Report) -> Vec<String> {
    match report.action {
        Action::Create => vec![
            "Ramp sends an invite mail at once. It can’t be called back.".to_owned(),
            "Every default Spend Program is issued.".to_owned(),
            "Clean-up deactivates the account. Ramp never deletes it.".to_owned(),
            "Somebody who has a Ramp account without SCIM is linked to it, and Entra’s values overwrite it. Clean-up leaves that account active.".to_owned(),
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

fn plain(kind: RunOutcomeKind, headline: String) -> RunOutcome {
    RunOutcome { kind, headline, details: Vec::new(), rules: Vec::new(), next_action: None, error: None }
}

fn outcome(
    table: &MappingTable,
    report: &Report,
    person: &str,
    mode: Mode,
    failure: Option<(Purpose, AppError)>,
    sent: &[Sent],
) -> RunOutcome {
    let (before, after) = match failure {
        Some((Purpose::LookForUser | Purpose::CreateUser | Purpose::UpdateUser, error)) => {
            (Some(error), None)
        }
        Some((_, error)) => (None, Some(error)),
        None => (None, None),
    };
    if let Some(error) = before {
        let written = report.write.is_some() && mode == Mode::Real;
        let headline = match written {
            true => format!("No verdict on {person}: the answer never came. The change may be in Ramp."),
            false => format!("No verdict on {person}: an answer is missing."),
        };
        return RunOutcome {
            next_action: Some(if written {
                "Clean up: it looks whether the change is there, and puts it back.".to_owned()
            } else {
                error.next_action.clone()
            }),
            details: vec![error.message.clone()],
            error: Some(error),
            ..plain(RunOutcomeKind::Failed, headline)
        };
    }
    let mut outcome = verdict(table, report, person, mode, sent);
    if let Some(error) = after {
        outcome.details.push(format!("Afterwards an answer was missing: {}", error.message));
        outcome.error = outcome.error.or(Some(error));
    }
    outcome
}

fn verdict(table: &MappingTable, report: &Report, person: &str, mode: Mode, sent: &[Sent]) -> RunOutcome {
    if let Some(refused) = &report.refused {
        let asked = asked_last(report);
        return match refused.status {
            // A judgement of this person. Anything else says nothing about them.
            Some(400 | 404 | 409 | 412 | 413 | 422) if asked != Asked::FindUser => {
                refusal(table, report, person, refused, sent)
            }
            status => no_verdict(asked, person, status.unwrap_or_default(), refused, sent),
        };
    }
    if report.steps.iter().any(|step| step.step == Step::Perform && step.finding == Finding::NoId) {
        return RunOutcome {
            details: vec![failed_detail(&Finding::NoId)],
            next_action: Some("Clean up: it looks for the user, and takes them out again.".to_owned()),
            ..plain(
                RunOutcomeKind::Failed,
                format!("Ramp took {person}, but named no id. Entra can’t use that."),
            )
        };
    }
    match &report.manager {
        ManagerAction::Refused(refused) => {
            let refused = refusal(table, report, person, refused, sent);
            return RunOutcome {
                headline: format!("{person} is in Ramp, but the manager is refused."),
                ..refused
            };
        }
        ManagerAction::LookupFailed(finding) if mode == Mode::Real => {
            let mut outcome = written(report, person);
            outcome
                .details
                .push(format!("The manager could not be looked up: {}.", words::run::finding(finding)));
            return outcome;
        }
        _ => {}
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
        (Action::Disable, Mode::DryRun) => {
            plain(RunOutcomeKind::DryRun, format!("{person} is in Ramp and would be deactivated."))
        }
        (_, Mode::DryRun) => {
            plain(RunOutcomeKind::DryRun, format!("{person} is in Ramp and would be changed."))
        }
        (_, Mode::Real) => written(report, person),
    }
}

/// What was asked when the service refused.
fn asked_last(report: &Report) -> Asked {
    match report.steps.last().map(|step| step.step) {
        Some(Step::Perform) if report.action == Action::Create => Asked::CreateUser,
        Some(Step::Perform) => Asked::ChangeUser,
        _ => Asked::FindUser,
    }
}

/// The answer says something of the token or the service, not of the person.
fn no_verdict(asked: Asked, person: &str, status: u16, refused: &Refused, sent: &[Sent]) -> RunOutcome {
    let error =
        service::refused(asked, status, refused.detail.as_deref()).with_exchange(answered(sent, status));
    let mut details = vec![error.message.clone()];
    details.extend(error.details.iter().cloned());
    RunOutcome {
        details,
        next_action: Some(error.next_action.clone()),
        error: Some(error),
        ..plain(RunOutcomeKind::Failed, format!("No verdict on {person}: the service answered {status}."))
    }
}

/// The last exchange that ended in this status.
fn answered(sent: &[Sent], status: u16) -> Option<Exchange> {
    let found = sent
        .iter()
        .rev()
        .find(|sent| sent.exchange.response.as_ref().is_some_and(|response| response.status == status));
    found.map(|sent| sent.exchange.clone())
}

fn written(report: &Report, person: &str) -> RunOutcome {
    match report.action {
        Action::Create => plain(RunOutcomeKind::Created, format!("{person} was created in Ramp.")),
        Action::Disable => plain(RunOutcomeKind::Deactivated, format!("{person} was deactivated in Ramp.")),
        _ => plain(RunOutcomeKind::Updated, format!("{person} was changed in Ramp.")),
    }
}

fn failed_detail(finding: &Finding) -> String {
    match finding {
        Finding::Duplicate { count } => {
            format!("{count} users in Ramp match. Entra calls this DuplicateTargetEntries.")
        }
        Finding::NoId => "The answer names no id. Entra calls this ServiceIncompatible.".to_owned(),
        Finding::NotAList => {
            "The answer is no ListResponse. Entra calls this ServiceIncompatible.".to_owned()
        }
        other => words::run::finding(other),
    }
}

/// A refusal in plain words, with the rules it rests on and the way out.
fn refusal(
    table: &MappingTable,
    report: &Report,
    person: &str,
    refused: &Refused,
    sent: &[Sent],
) -> RunOutcome {
    let status = refused.status.unwrap_or_default();
    let said = match (&refused.detail, refused.status) {
        (Some(detail), _) => detail.clone(),
        (None, Some(status)) => format!("The service answered {status} without a reason."),
        (None, None) => "No answer came.".to_owned(),
    };
    let resource = crate::preview::resource(report, table);
    let about_manager = matches!(report.manager, ManagerAction::Refused(_));
    let read = words::refusal::read(person, status, &said, &resource, about_manager);
    let error = AppError::new("ramp.refused", Side::Ramp, read.headline.clone(), read.next_action.clone())
        .detail(said.clone())
        .with_exchange(answered(sent, status));
    let mut details = read.reasons;
    details.push(format!("Ramp’s own words: {said}"));
    RunOutcome {
        kind: RunOutcomeKind::Refused,
        headline: read.headline,
        details,
        rules: read.rules,
        next_action: Some(read.next_action),
        error: Some(error),
    }
}

/// Puts the forecast's refusal into a dry run: only the rules know it, no read-only request tells.
pub(super) fn foretell(run: &mut TestRun, forecast: &PersonPreview) {
    if forecast.kind != PreviewKind::Refused || run.outcome.kind != RunOutcomeKind::DryRun {
        return;
    }
    let refusals =
        || forecast.consequences.iter().filter(|consequence| consequence.severity == Severity::Error);
    if let Some(perform) = run.steps.iter_mut().find(|step| step.step == RunStepId::Perform) {
        perform.status = RunStepStatus::Failure;
        perform.summary = "Ramp would refuse".to_owned();
    }
    let mut rules: Vec<_> = refusals().filter_map(|consequence| consequence.rule.clone()).collect();
    // What an invite lacks is R2; that a location or department may be missing at all is R3.
    if rules.iter().any(|rule| rule == "R3") {
        rules.push("R2".to_owned());
    }
    rules.sort();
    rules.dedup();
    run.warnings.clear();
    run.outcome = RunOutcome {
        details: refusals().map(|consequence| consequence.text.clone()).collect(),
        rules,
        next_action: Some("Fill in what is missing, or test with somebody else.".to_owned()),
        ..plain(
            RunOutcomeKind::WouldBeRefused,
            forecast.headline.replacen("Ramp refuses", "Ramp would refuse", 1),
        )
    };
}

/// The run as it stands right before a write: kept in case nothing comes after it.
pub(super) fn cut_off(user: &DirectoryUser, report: &Report, now: jiff::Timestamp) -> TestRun {
    let person = user.display_name();
    TestRun {
        id: uuid::Uuid::new_v4().to_string(),
        person_key: user.id.clone(),
        dry_run: false,
        started_at: Some(now.to_string()),
        finished_at: now.to_string(),
        steps: steps(report, &[]),
        comparison: Vec::new(),
        outcome: RunOutcome {
            next_action: Some("Clean up: it looks whether the change is there, and puts it back.".to_owned()),
            ..plain(
                RunOutcomeKind::Failed,
                format!("The test on {person} was cut off. The change may be in Ramp."),
            )
        },
        person_name: person,
        resource_id: report.resource_id.clone(),
        clean_up: None,
        warnings: Vec::new(),
        can_clean_up: true,
    }
}

/// Whether the user was made well before the run: `meta.created` as the service tells it (RFC 7643 §3.1).
pub(super) fn was_there_before(run: &TestRun, now: jiff::Timestamp) -> bool {
    let last =
        run.steps.iter().flat_map(|step| &step.exchanges).filter_map(|exchange| exchange.response.as_ref());
    let created = last
        .filter_map(|answer| answer.body.as_ref()?.get("meta")?.get("created")?.as_str())
        .filter_map(|created| created.parse::<jiff::Timestamp>().ok())
        .min();
    // Clocks differ by minutes, not by a quarter of an hour.
    created.is_some_and(|created| now.duration_since(created) > jiff::SignedDuration::from_mins(15))
}
