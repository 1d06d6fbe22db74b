//! *What Ramp would have done*: the practice Ramp's event list, which opens beside any step.

use thirtyfour::By;

use crate::Result;
use crate::window::Window;

/// The button in the header, and the list's title.
pub const NAME: &str = "What Ramp would have done";

/// The list.
pub struct News<'a, 's>(pub &'a Window<'s>);

impl News<'_, '_> {
    /// Opens the list and waits for its first event.
    ///
    /// # Errors
    /// When none comes.
    pub async fn open(&self) -> Result<()> {
        self.0.press(NAME).await?;
        self.wait_for_events().await
    }

    /// Waits until the open list has events.
    ///
    /// # Errors
    /// When none comes.
    pub async fn wait_for_events(&self) -> Result<()> {
        self.0
            .wait_for("the events", async |window| {
                Ok(window.shown(By::Css("aside [data-event]")).await?.map(drop))
            })
            .await
    }

    /// What the list tells, in its order: each event's kind and sentence.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn told(&self) -> Result<Vec<(String, String)>> {
        let script = "return [...document.querySelectorAll('aside [data-event]')].map(
            (line) => [line.dataset.event, line.querySelector('span').textContent.trim()])";
        Ok(self.0.driver().execute(script, vec![]).await?.convert()?)
    }

    /// Closes the list.
    ///
    /// # Errors
    /// When it stays.
    pub async fn close(&self) -> Result<()> {
        self.0.press("Close").await?;
        self.wait_until_closed().await
    }

    /// Waits until the list is gone.
    ///
    /// # Errors
    /// When it stays.
    pub async fn wait_until_closed(&self) -> Result<()> {
        self.0
            .wait_for("the list to be gone", async |window| {
                Ok(window.shown(By::Css("aside")).await?.is_none().then_some(()))
            })
            .await
    }
}
