//! Step *Done*: what was proven, line by line, from the same facts the other steps show.

use serde::Serialize;
use specta::Type;

use crate::wizard::{StepId, StepStatus};

/// One thing that was proven, or was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProvenLine {
    /// The step it comes from.
    pub step: StepId,
    /// Its state.
    pub status: StepStatus,
    /// The fact, as a sentence.
    pub text: String,
}

/// What the last page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DoneSummary {
    /// The finding as a title: "Provisioning works for Ana Silva".
    pub title: String,
    /// All steps stand.
    pub complete: bool,
    /// A line per step.
    pub lines: Vec<ProvenLine>,
}

use crate::error::AppError;
use crate::session::{App, PreviewMark, ProvenMark, key};
use crate::test_user::TestRun;

impl App {
    /// What was proven so far.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn summary(&self) -> Result<DoneSummary, AppError> {
        let state = self.state()?;
        let Some(profile) = self.open_profile()? else {
            return Ok(DoneSummary { title: NOT_YET.to_owned(), complete: false, lines: Vec::new() });
        };
        let run = self.last_run()?;
        let previewed = self.read::<PreviewMark>(&profile, key::PREVIEW)?;
        let proven = self.read::<ProvenMark>(&profile, key::PROVEN)?;
        let lines: Vec<_> = state
            .steps
            .iter()
            .filter(|step| step.id != StepId::Done && (!of_entra(step.id) || begun(step.status)))
            .map(|step| {
                let (status, text) = match (step.id, &run, &previewed) {
                    (StepId::TestUser, Some(run), _) => tested(step.status, run, proven.as_ref()),
                    (StepId::Preview, _, Some(previewed)) => {
                        (step.status, format!("{}: {}", previewed.name, step.line))
                    }
                    _ => (step.status, step.line.clone()),
                };
                ProvenLine { step: step.id, status, text }
            })
            .collect();
        // A preview proves nothing that the test does not prove better, and a sign-in ends with the program.
        let complete = lines
            .iter()
            .filter(|line| !matches!(line.step, StepId::Preview | StepId::ConnectEntra))
            .all(|line| matches!(line.status, StepStatus::Done | StepStatus::Warning));
        let title = match (&proven, complete) {
            (Some(proven), true) => format!("Provisioning works for {}", proven.name),
            _ => NOT_YET.to_owned(),
        };
        Ok(DoneSummary { title, complete, lines })
    }
}

/// The steps of the Entra side, which may be left out.
fn of_entra(step: StepId) -> bool {
    matches!(step, StepId::ConnectEntra | StepId::ScopeStart)
}

fn begun(status: StepStatus) -> bool {
    !matches!(status, StepStatus::Todo | StepStatus::Blocked)
}

const NOT_YET: &str = "Not everything is proven yet";

/// The line of the test: what it came to, and whether somebody is still in Ramp from it.
fn tested(status: StepStatus, run: &TestRun, proven: Option<&ProvenMark>) -> (StepStatus, String) {
    if run.can_clean_up {
        return (
            StepStatus::Warning,
            format!("{} is still in Ramp. Clean up under Test one user.", run.person_name),
        );
    }
    match (run.proves(), proven, &run.clean_up) {
        (true, _, Some(clean_up)) => (status, format!("{} {}", run.outcome.headline, clean_up.summary)),
        (false, Some(proven), _) => {
            (StepStatus::Done, format!("{} was provisioned and read back.", proven.name))
        }
        _ => (status, run.outcome.headline.clone()),
    }
}
