//! *Preview*: one person, before anything is sent.

use thirtyfour::By;

use crate::Result;
use crate::window::Window;

/// The page.
pub struct Preview<'a, 's>(pub &'a Window<'s>);

impl Preview<'_, '_> {
    /// Looks at one person, by name, and hands back what would become of them: `invited`, `refused`, and so on.
    ///
    /// # Errors
    /// When there is nobody of that name, or no verdict comes.
    pub async fn look_at(&self, person: &str) -> Result<String> {
        self.0.choose("Person", person).await?;
        self.0
            .wait_for(&format!("the verdict on {person}"), async |window| {
                let current = By::Css("[data-person][data-kind]:not([data-stale])");
                let Some(verdict) = window.shown(current).await? else { return Ok(None) };
                let about = verdict.text().await?.contains(person);
                Ok(verdict.attr("data-kind").await?.filter(|_| about))
            })
            .await
    }

    /// Who is looked at.
    ///
    /// # Errors
    /// When nobody is.
    pub async fn person(&self) -> Result<String> {
        self.0
            .wait_for("a chosen person", async |window| {
                Ok(Some(window.value("Person").await?).filter(|name| !name.is_empty()))
            })
            .await
    }

    /// Waits until the window stands here, as after a restart.
    ///
    /// # Errors
    /// When it stands elsewhere.
    pub async fn arrive(&self) -> Result<()> {
        super::arrive(self.0, "preview").await
    }

    /// Goes back to *Attribute mappings*.
    ///
    /// # Errors
    /// When the window does not get there.
    pub async fn back(&self) -> Result<()> {
        super::back(self.0, "attribute-mappings").await
    }

    /// Goes to *Test one user*.
    ///
    /// # Errors
    /// When Next stays off.
    pub async fn next(&self) -> Result<()> {
        super::next(self.0, "test-user").await
    }
}
