//! *Test one user*: a dry run, the real run, and putting things back.

use thirtyfour::By;

use crate::window::Window;
use crate::{Failure, Result};

/// Entra's four steps, in their order.
const STEPS: [&str; 4] = ["import", "scope", "match", "perform"];

/// The page.
pub struct TestUser<'a, 's>(pub &'a Window<'s>);

impl TestUser<'_, '_> {
    /// Asks everything and writes nothing.
    ///
    /// # Errors
    /// When the run does not end with the last step only planned.
    pub async fn dry_run(&self) -> Result<()> {
        self.0.press("Dry run").await?;
        self.wait_for_last_step("planned").await
    }

    /// Provisions the person, and hands back what was compared: each attribute, and whether what is stored is as expected.
    ///
    /// # Errors
    /// When one of the four steps does not end well, or nothing is compared.
    pub async fn provision(&self, person: &str) -> Result<Vec<(String, bool)>> {
        self.0.press(&format!("Provision {person}")).await?;
        self.wait_for_last_step("success").await?;
        self.0
            .wait_for("the comparison", async |window| {
                let rows = window.pairs("data-attribute", "data-equal").await?;
                let rows: Vec<_> = rows.into_iter().map(|(name, equal)| (name, equal == "true")).collect();
                Ok(Some(rows).filter(|rows| !rows.is_empty()))
            })
            .await
    }

    /// Puts things back, and waits until the window says so.
    ///
    /// # Errors
    /// When it does not.
    pub async fn clean_up(&self) -> Result<()> {
        self.0.press("Clean up").await?;
        self.0
            .wait_for("things to be put back", async |window| {
                Ok(window.shown(By::Css("[data-clean-up='ok']")).await?.map(drop))
            })
            .await
    }

    /// Goes to *Scope and start*.
    ///
    /// # Errors
    /// When Next stays off.
    pub async fn next(&self) -> Result<()> {
        super::next(self.0, "scope-start").await
    }

    async fn wait_for_last_step(&self, status: &str) -> Result<()> {
        let steps = self
            .0
            .wait_for(&format!("the step perform to be {status}"), async |window| {
                let steps = window.pairs("data-run-step", "data-run-status").await?;
                let ended = steps.iter().any(|(step, found)| step == "perform" && found == status);
                Ok(ended.then_some(steps))
            })
            .await?;
        let order: Vec<&str> = steps.iter().map(|(step, _)| step.as_str()).collect();
        let failed = steps.iter().find(|(_, status)| status == "failure");
        match failed {
            None if order == STEPS => Ok(()),
            _ => Err(Failure::Unexpected(format!("the run's steps are {steps:?}"))),
        }
    }
}
