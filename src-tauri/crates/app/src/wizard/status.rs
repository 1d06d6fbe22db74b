//! The state of each step, from stored facts alone. One truth for rail, footer and Done.

use onramp_mapping::{Field, MappingTable, Severity, Source, check};
use onramp_storage::Profile;

use super::{NextGate, StepId, StepStatus, StepView};
use crate::connect_entra::StoredEntra;
use crate::connect_ramp::{ProbeReport, Verdict};
use crate::entra::{ActionStatus, runs};
use crate::error::AppError;
use crate::preview::PreviewKind;
use crate::session::{App, PreviewMark, ProvenMark, RunMark, basis, key};
use crate::test_user::{RunOutcomeKind, TestRun, Undo};

/// Where a step stands before its gate is known.
struct Standing {
    status: StepStatus,
    line: String,
}

fn standing(status: StepStatus, line: impl Into<String>) -> Standing {
    Standing { status, line: line.into() }
}

/// The rail before anything was begun.
pub(super) fn first_start() -> Vec<StepView> {
    let lines = [
        "URL and token, proven",
        "Tenant, role, licences",
        "Names checked live",
        "One person, in full",
        "One person, put back",
        "A plan, then Apply",
        "What was proven",
    ];
    StepId::ALL
        .into_iter()
        .skip(1)
        .zip(lines)
        .map(|(id, line)| StepView {
            id,
            status: StepStatus::Todo,
            line: line.to_owned(),
            available: false,
            next: NextGate { open: false, reason: String::new() },
        })
        .collect()
}

impl App {
    pub(super) fn step_views(&self, profile: &Profile) -> Result<Vec<StepView>, AppError> {
        let table = self.table(profile)?;
        let findings = check(&table);
        let basis = basis(&table, profile)?;
        let probe = self.probe_report(profile)?;
        let seen = self.read::<bool>(profile, key::MAPPINGS_SEEN)?.unwrap_or(false);
        let preview = self.read::<PreviewMark>(profile, key::PREVIEW)?;
        let run = self.read::<RunMark>(profile, key::TEST_RUN)?;
        let can_clean_up = self.read::<Undo>(profile, key::UNDO)?.is_some();

        let connect = connect(profile, probe.as_ref());
        let mappings = mappings(table.rows.len(), &findings, seen);
        let mapping_error = findings.iter().find(|finding| finding.severity == Severity::Error);
        let connected = connect.status == StepStatus::Done || connect.status == StepStatus::Warning;

        let preview_standing = match mapping_error {
            Some(_) => standing(StepStatus::Blocked, "Needs correct mappings"),
            None => previewed(preview.as_ref(), &basis),
        };
        let blocked = match (connected, mapping_error) {
            (false, _) => Some("Needs a working Ramp side"),
            (true, Some(_)) => Some("Needs correct mappings"),
            (true, None) => None,
        };
        let test = match blocked {
            Some(reason) => standing(StepStatus::Blocked, reason),
            None => tested(run.as_ref(), &basis),
        };
        let earlier = self.read::<ProvenMark>(profile, key::PROVEN)?.filter(|mark| mark.basis == basis);
        let proven = blocked.is_none()
            && (matches!(test.status, StepStatus::Done | StepStatus::Warning) || earlier.is_some());
        let stored = self.stored_entra(profile)?;
        let entra = signed_in(&stored, self.is_signed_in());
        let scope = match blocked {
            Some(reason) => standing(StepStatus::Blocked, reason),
            None if !self.is_signed_in() && stored.run.is_none() => {
                // Not blocked: Done lies behind it, and needs no tenant.
                standing(StepStatus::Todo, "Needs a sign-in to Entra")
            }
            None => self.set_up(profile, &stored)?,
        };
        let done = match proven {
            true => standing(StepStatus::Done, "Provisioning is proven"),
            false => standing(StepStatus::Blocked, "Needs a tested user"),
        };

        let connect_gate = gate(
            connected,
            match connect.status {
                StepStatus::Error => format!("Next is off: {}", connect.line),
                StepStatus::Warning => "You can go on: Entra’s own test would pass".to_owned(),
                StepStatus::Done => "Nothing was changed in Ramp".to_owned(),
                StepStatus::Unknown if probe.is_some() => {
                    format!("Next is off: {}", lower_first(&connect.line))
                }
                _ => "Next is off until the connection is tested".to_owned(),
            },
        );
        let mappings_gate = gate(mapping_error.is_none(), until_right(&table, &findings));
        let preview_gate = gate(
            blocked.is_none(),
            match blocked {
                Some(reason) => format!("Next is off: {}", lower_first(reason)),
                None => "Nothing has been sent".to_owned(),
            },
        );
        let test_gate = gate(
            proven,
            match (proven, run.as_ref()) {
                (true, Some(mark)) if can_clean_up => {
                    format!("{} is still in Ramp: clean up when you are done looking", mark.run.person_name)
                }
                (true, Some(mark)) if !mark.run.proves() => match &earlier {
                    Some(earlier) => format!("Proven on {} before", earlier.name),
                    None => String::new(),
                },
                (true, Some(mark)) if mark.run.clean_up.as_ref().is_some_and(|done| done.ok) => {
                    "Tested and put back".to_owned()
                }
                (true, _) => "Tested. Nothing was changed, so nothing is to be put back".to_owned(),
                (false, _) => "Next is off until one user was provisioned".to_owned(),
            },
        );
        let entra_gate = gate(
            true,
            match entra.status {
                StepStatus::Done => "Nothing was changed in the tenant".to_owned(),
                _ => "You can go on: mappings and tests need no sign-in".to_owned(),
            },
        );
        let scope_gate = gate(
            proven,
            match (proven, scope.status) {
                (false, _) => "Next is off until one user was provisioned".to_owned(),
                (true, StepStatus::Done) => "What can be taken back, Undo takes back".to_owned(),
                (true, _) => "Entra is not set up yet".to_owned(),
            },
        );
        let done_gate = gate(false, String::new());

        Ok(vec![
            view(StepId::ConnectRamp, connect, connect_gate),
            view(StepId::ConnectEntra, entra, entra_gate),
            view(StepId::AttributeMappings, mappings, mappings_gate),
            view(StepId::Preview, preview_standing, preview_gate),
            view(StepId::TestUser, test, test_gate),
            view(StepId::ScopeStart, scope, scope_gate),
            view(StepId::Done, done, done_gate),
        ])
    }

    /// How the run that sets the tenant up stands.
    fn set_up(&self, profile: &Profile, stored: &StoredEntra) -> Result<Standing, AppError> {
        let Some(run) = &stored.run else { return Ok(standing(StepStatus::Todo, "Nothing is planned yet")) };
        let runs = runs(&self.store, &profile.id)?;
        let Some(run) = runs.into_iter().find(|view| view.id == *run) else {
            return Ok(standing(StepStatus::Todo, "Nothing is planned yet"));
        };
        let done = run.actions.iter().filter(|action| action.status == ActionStatus::Done).count();
        Ok(match run.done {
            true => standing(StepStatus::Done, format!("{done} changes applied")),
            false => standing(StepStatus::Error, format!("Stopped after {done} of {}", run.actions.len())),
        })
    }
}

fn signed_in(stored: &StoredEntra, signed_in: bool) -> Standing {
    match (&stored.tenant, signed_in) {
        (None, _) => standing(StepStatus::Todo, "Not signed in"),
        (Some(_), false) => standing(StepStatus::Unknown, "Sign in again"),
        (Some(tenant), true) if !tenant.fitting_role => {
            standing(StepStatus::Warning, format!("{}, no fitting role", tenant.name))
        }
        (Some(tenant), true) => standing(StepStatus::Done, tenant.name.clone()),
    }
}

fn gate(open: bool, reason: String) -> NextGate {
    NextGate { open, reason }
}

fn view(id: StepId, standing: Standing, next: NextGate) -> StepView {
    let available = standing.status != StepStatus::Blocked;
    StepView { id, status: standing.status, line: standing.line, available, next }
}

fn connect(profile: &Profile, probe: Option<&ProbeReport>) -> Standing {
    let Some(probe) = probe else {
        return match profile.token_place {
            Some(_) => standing(StepStatus::Unknown, "Not tested yet"),
            // It was kept for the last run only.
            None if profile.token_last_four.is_some() => standing(StepStatus::Todo, "Paste the token again"),
            None => standing(StepStatus::Todo, "URL and token, proven"),
        };
    };
    if let Some(failed) = probe.layers.iter().find(|layer| layer.verdict == Verdict::Fail) {
        return standing(StepStatus::Error, failed.short.clone());
    }
    // Nothing above it was tried, so nothing is proven. It may work for Entra all the same.
    if let Some(layer) = probe.layers.iter().find(|layer| layer.verdict == Verdict::Unknown) {
        return standing(StepStatus::Unknown, format!("{} could not be judged", layer.layer.title()));
    }
    let passed = probe.layers.iter().filter(|layer| layer.verdict == Verdict::Pass).count();
    match probe.layers.iter().find(|layer| layer.verdict == Verdict::Warn) {
        Some(warned) => standing(StepStatus::Warning, warned.short.clone()),
        None => standing(StepStatus::Done, format!("{passed} layers pass")),
    }
}

fn mappings(rows: usize, findings: &[onramp_mapping::Diagnostic], seen: bool) -> Standing {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let misspelt = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.fix.is_some())
        .count();
    match (misspelt, count(Severity::Error), count(Severity::Warning)) {
        (1, 1, _) => standing(StepStatus::Error, "1 name is misspelt"),
        (n, errors, _) if n == errors && n > 0 => {
            standing(StepStatus::Error, format!("{n} names are misspelt"))
        }
        (_, 1, _) => standing(StepStatus::Error, "1 error"),
        (_, errors, _) if errors > 0 => standing(StepStatus::Error, format!("{errors} errors")),
        (_, _, 1) => standing(StepStatus::Warning, format!("{rows} rows, 1 warning")),
        (_, _, warnings) if warnings > 0 => {
            standing(StepStatus::Warning, format!("{rows} rows, {warnings} warnings"))
        }
        _ if seen => standing(StepStatus::Done, format!("{rows} rows, no errors")),
        _ => standing(StepStatus::Todo, format!("{rows} rows, no errors")),
    }
}

/// What has to be mended before Next is on: one thing by its name, several by their number.
fn until_right(table: &MappingTable, findings: &[onramp_mapping::Diagnostic]) -> String {
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    match errors.as_slice() {
        [] => String::new(),
        [only] => match (only.subject.field, only.subject.row.and_then(|row| table.rows.get(row))) {
            (Field::Source, Some(row)) if matches!(row.source, Source::Expression(_)) => {
                format!("Next is off until the expression of {} is right", shortened(&row.target))
            }
            (Field::Target | Field::Source, _) if !only.text.is_empty() => {
                format!("Next is off until {} is right", shortened(&only.text))
            }
            _ => format!("Next is off: {}", lower_first(&only.message)),
        },
        several if several.iter().all(|finding| finding.fix.is_some()) => {
            format!("Next is off until {} names are right", several.len())
        }
        several => format!("Next is off until {} errors are mended", several.len()),
    }
}

fn previewed(mark: Option<&PreviewMark>, basis: &str) -> Standing {
    let Some(mark) = mark else { return standing(StepStatus::Todo, "One person, in full") };
    if mark.basis != basis {
        return standing(StepStatus::Unknown, "Last one is out of date");
    }
    match mark.kind {
        PreviewKind::Refused => standing(StepStatus::Warning, "Would be refused"),
        PreviewKind::Invited => standing(StepStatus::Done, "Would be invited"),
        PreviewKind::Updated => standing(StepStatus::Done, "Would be updated"),
        PreviewKind::Unchanged => standing(StepStatus::Done, "Nothing would change"),
        PreviewKind::Deactivated => standing(StepStatus::Warning, "Would be deactivated"),
        PreviewKind::Skipped => standing(StepStatus::Warning, "Would be skipped"),
    }
}

fn tested(mark: Option<&RunMark>, basis: &str) -> Standing {
    let Some(RunMark { run, basis: then }) = mark else {
        return standing(StepStatus::Todo, "One person, put back");
    };
    if then != basis {
        return standing(StepStatus::Unknown, "Last one is out of date");
    }
    match run.outcome.kind {
        RunOutcomeKind::DryRun => standing(StepStatus::Todo, "Dry run only"),
        RunOutcomeKind::WouldBeRefused => standing(StepStatus::Todo, "Would be refused"),
        RunOutcomeKind::Skipped => standing(StepStatus::Todo, "Nothing was sent"),
        RunOutcomeKind::Deactivated => standing(StepStatus::Todo, "Deactivated, no more"),
        RunOutcomeKind::Refused => standing(StepStatus::Error, "Ramp refused"),
        RunOutcomeKind::Failed => standing(StepStatus::Error, "No verdict"),
        RunOutcomeKind::Created | RunOutcomeKind::Updated | RunOutcomeKind::Unchanged => proven(run),
    }
}

fn proven(run: &TestRun) -> Standing {
    let different = run.comparison.iter().filter(|row| !row.is_fine()).count();
    match different {
        _ if run.comparison.is_empty() => standing(StepStatus::Unknown, "Not read back"),
        0 => standing(StepStatus::Done, "Tested on 1 person"),
        1 => standing(StepStatus::Warning, "1 value differs"),
        n => standing(StepStatus::Warning, format!("{n} values differ")),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    match chars.next() {
        // A word in capitals, such as DNS, stays as it is.
        Some(first) if !chars.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        Some(first) => std::iter::once(first).chain(chars).collect(),
        None => String::new(),
    }
}

/// A long URN is told apart by its last part; an expression by its start.
fn shortened(name: &str) -> String {
    if name.chars().count() <= 40 {
        return name.to_owned();
    }
    match name.rsplit_once(':') {
        Some((_, last)) if name.starts_with("urn") && last.chars().count() <= 40 => format!("…:{last}"),
        _ => format!("{}…", name.chars().take(36).collect::<String>()),
    }
}
