//! *Start*: choose what to do.

use crate::Result;
use crate::window::Window;

/// The page.
pub struct Start<'a, 's>(pub &'a Window<'s>);

impl Start<'_, '_> {
    /// Starts the practice world, which leads to *Connect Ramp*.
    ///
    /// # Errors
    /// When the window does not get there.
    pub async fn practise(&self) -> Result<()> {
        self.0.press("Start practising").await?;
        super::arrive(self.0, "connect-ramp").await
    }
}
