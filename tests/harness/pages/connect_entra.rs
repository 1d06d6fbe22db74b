//! *Connect Entra*: the sign-in, and what the tenant has of rights and licences.

use crate::Result;
use crate::window::Window;

/// The page.
pub struct ConnectEntra<'a, 's>(pub &'a Window<'s>);

impl ConnectEntra<'_, '_> {
    /// Signs in to the practice tenant, and hands back each line with its verdict.
    ///
    /// # Errors
    /// When the tenant is not told.
    pub async fn sign_in(&self) -> Result<Vec<(String, String)>> {
        self.0.press_one_of(&["Sign in to the practice tenant", "Sign in again"]).await?;
        self.0
            .wait_for("what was found in the tenant", async |window| {
                let lines = window.pairs("data-layer", "data-verdict").await?;
                let signed_in = window.rail("connect-entra").await? == "done";
                Ok(Some(lines).filter(|lines| signed_in && lines.len() == LINES))
            })
            .await
    }

    /// Goes to *Attribute mappings*.
    ///
    /// # Errors
    /// When Next stays off.
    pub async fn next(&self) -> Result<()> {
        super::next(self.0, "attribute-mappings").await
    }

    /// Goes back to *Connect Ramp*.
    ///
    /// # Errors
    /// When the window does not get there.
    pub async fn back(&self) -> Result<()> {
        super::back(self.0, "connect-ramp").await
    }
}

/// Tenant, who is signed in, role, licence.
const LINES: usize = 4;
