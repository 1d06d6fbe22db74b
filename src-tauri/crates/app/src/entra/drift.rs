//! Desired against actual, at any later time.

use serde::Serialize;
use specta::Type;

use super::apply::RunAction;
use super::desired::Desired;
use super::plan::steps;
use super::tenant::Tenant;
use super::words;
use crate::error::AppError;

/// What the tenant has otherwise than it should.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DriftReport {
    /// Nothing differs.
    pub none: bool,
    /// In a sentence.
    pub headline: String,
    /// What would set it right again. Nothing of it is done, or kept as a plan.
    pub actions: Vec<RunAction>,
}

impl Tenant {
    /// What differs from what is wanted. Reads only.
    ///
    /// # Errors
    /// `entra.*` where the tenant can't be read.
    pub async fn drift(&self, desired: &Desired) -> Result<DriftReport, AppError> {
        let actual = self.actual(&desired.app).await?;
        let steps = steps(desired, &actual)?;
        let actions: Vec<_> = steps
            .iter()
            .enumerate()
            .map(|(place, step)| words::action(place, step, desired, &actual))
            .collect();
        let tenant = &actual.tenant.name;
        let headline = match actions.len() {
            0 => format!("No drift: {tenant} is as it was set up."),
            1 => format!("1 thing in {tenant} is not as it was set up."),
            count => format!("{count} things in {tenant} are not as they were set up."),
        };
        let actions: Vec<_> = actions.into_iter().map(RunAction::planned).collect();
        Ok(DriftReport { none: actions.is_empty(), headline, actions })
    }
}
