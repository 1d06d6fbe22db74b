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
use crate::session::App;

impl App {
    /// What was proven so far.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn summary(&self) -> Result<DoneSummary, AppError> {
        let state = self.state()?;
        let run = self.last_run()?;
        let lines: Vec<_> = state
            .steps
            .iter()
            .filter(|step| step.id != StepId::Done)
            .map(|step| ProvenLine {
                step: step.id,
                status: step.status,
                text: match (step.id, &run) {
                    (StepId::TestUser, Some(run)) => match &run.clean_up {
                        Some(clean_up) => format!("{} {}", run.outcome.headline, clean_up.summary),
                        None => run.outcome.headline.clone(),
                    },
                    _ => step.line.clone(),
                },
            })
            .collect();
        let complete = lines.iter().all(|line| matches!(line.status, StepStatus::Done | StepStatus::Warning));
        let title = match (&run, complete) {
            (Some(run), true) => format!("Provisioning works for {}", run.person_name),
            _ => "Not everything is proven yet".to_owned(),
        };
        Ok(DoneSummary { title, complete, lines })
    }
}
