//! *Done*: what was proven.

use crate::window::Window;
use crate::{Failure, Result};

/// The page.
pub struct Done<'a, 's>(pub &'a Window<'s>);

impl Done<'_, '_> {
    /// Checks that the title names the person and that the rail counts every step as finished.
    ///
    /// # Errors
    /// When it says otherwise.
    pub async fn check(&self, person: &str) -> Result<()> {
        self.0
            .wait_for("a title that names the person", async |window| {
                Ok(window.heading().await?.contains(person).then_some(()))
            })
            .await?;
        for step in ["connect-ramp", "attribute-mappings", "preview", "test-user"] {
            let status = self.0.rail(step).await?;
            // A warning is a finished step that is worth a look, such as a manager who isn't in Ramp yet.
            if !["done", "warning"].contains(&status.as_str()) {
                return Err(Failure::Unexpected(format!("the rail shows {step} as {status}")));
            }
        }
        Ok(())
    }
}
