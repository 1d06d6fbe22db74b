//! *Attribute mappings*: the table, checked as it is typed.

use crate::Result;
use crate::window::Window;

/// The page.
pub struct AttributeMappings<'a, 's>(pub &'a Window<'s>);

impl AttributeMappings<'_, '_> {
    /// Opens the row of a target attribute, types another name into it and saves.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn rename_target(&self, target: &str, typed: &str) -> Result<()> {
        self.0.press(target).await?;
        self.0.fill("Target attribute", typed).await?;
        self.0.press("Save").await
    }

    /// Presses the Fix of the misspelt row.
    ///
    /// # Errors
    /// When there is none.
    pub async fn fix(&self) -> Result<()> {
        self.0.press("Fix").await
    }

    /// Waits until Next is on, or off.
    ///
    /// # Errors
    /// When it stays the other way.
    pub async fn wait_until_next_is(&self, on: bool) -> Result<()> {
        let what = format!("Next to be {}", if on { "on" } else { "off" });
        self.0
            .wait_for(&what, async |window| {
                Ok((window.button_beginning_is_on(super::NEXT).await? == Some(on)).then_some(()))
            })
            .await
    }

    /// Goes back to *Connect Ramp*.
    ///
    /// # Errors
    /// When the window does not get there.
    pub async fn back(&self) -> Result<()> {
        super::back(self.0, "connect-ramp").await
    }

    /// Goes to *Preview*.
    ///
    /// # Errors
    /// When Next stays off.
    pub async fn next(&self) -> Result<()> {
        super::next(self.0, "preview").await
    }
}
