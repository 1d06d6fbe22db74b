//! *Connect Ramp*: the SCIM URL, the token, and the connection test.

use thirtyfour::By;

use crate::window::Window;
use crate::{Failure, Result};

/// The page.
pub struct ConnectRamp<'a, 's>(pub &'a Window<'s>);

impl ConnectRamp<'_, '_> {
    /// The SCIM URL as it stands in its field, once one does.
    ///
    /// # Errors
    /// When none comes.
    pub async fn scim_url(&self) -> Result<String> {
        self.0
            .wait_for("the SCIM URL", async |window| {
                Ok(Some(window.value("SCIM URL").await?).filter(|url| url.starts_with("http")))
            })
            .await
    }

    /// Lets practice Ramp make a token and reads it from the one place where it is shown.
    ///
    /// # Errors
    /// When none is shown.
    pub async fn generate_token(&self) -> Result<String> {
        self.0.press("Generate token").await?;
        self.0
            .wait_for("the new token", async |window| {
                let labelled = By::Css("[aria-label='New API token']");
                let Some(shown) = window.shown(labelled).await? else { return Ok(None) };
                let token = shown.text().await?;
                Ok(Some(token.trim().to_owned()).filter(|token| token.len() > 16 && !token.contains(' ')))
            })
            .await
    }

    /// Takes the token that was just shown, which also runs the connection test: each layer with its verdict.
    ///
    /// # Errors
    /// When the test does not end.
    pub async fn use_token(&self) -> Result<Vec<(String, String)>> {
        self.0.press("Use this token").await?;
        self.verdicts().await
    }

    /// Types a token of the admin's own and runs the connection test.
    ///
    /// # Errors
    /// When the test does not end.
    pub async fn test_with_token(&self, token: &str) -> Result<Vec<(String, String)>> {
        self.0.fill("API token", token).await?;
        self.press_test().await?;
        self.verdicts().await
    }

    /// Presses the button that runs the connection test, whatever it is called by now.
    ///
    /// # Errors
    /// When there is none that is on.
    pub async fn press_test(&self) -> Result<()> {
        self.0.press_one_of(&["Test connection", "Test again"]).await
    }

    /// Runs the connection test once more, with the stored token.
    ///
    /// # Errors
    /// When the test does not end.
    pub async fn test_again(&self) -> Result<Vec<(String, String)>> {
        self.0.press("Test again").await?;
        self.verdicts().await
    }

    /// Opens the practice Ramp's settings and asks to disconnect: the question stands then.
    ///
    /// # Errors
    /// When there is no question.
    pub async fn ask_to_disconnect(&self) -> Result<()> {
        self.0.press("Practice Ramp’s settings").await?;
        self.0.press("Disconnect Entra").await?;
        self.0
            .wait_for("the question", async |window| {
                Ok(window.shown(By::Css("[role='alertdialog']")).await?.map(drop))
            })
            .await
    }

    /// Answers that question, and waits until no token counts any more.
    ///
    /// # Errors
    /// When one does.
    pub async fn disconnect(&self) -> Result<()> {
        self.0.press("Disconnect").await?;
        self.0
            .wait_for("no valid token to be left", async |window| {
                let listed = window.shown(By::Css("[data-token]")).await?;
                Ok((listed.is_none() && window.text().await?.contains("No token is valid")).then_some(()))
            })
            .await
    }

    async fn verdicts(&self) -> Result<Vec<(String, String)>> {
        self.0
            .wait_for("every layer's verdict", async |window| {
                if window.shown(By::Css("[aria-busy='true']")).await?.is_some() {
                    return Ok(None);
                }
                let layers = window.pairs("data-layer", "data-verdict").await?;
                let known = |verdict: &str| ["pass", "warn", "fail", "skipped", "unknown"].contains(&verdict);
                let ended = layers.len() >= 12 && layers.iter().all(|(_, verdict)| known(verdict));
                Ok(ended.then_some(layers))
            })
            .await
    }

    /// What the window tells of the stored token: no more than its last four characters.
    ///
    /// # Errors
    /// When it tells more, or nothing.
    pub async fn check_that_only_the_end_shows(&self, token: &str) -> Result<()> {
        let ending = &token[token.len().saturating_sub(4)..];
        self.0
            .wait_for("the token's last four characters alone", async |window| {
                let page = format!("{}{}", window.text().await?, window.driver().source().await?);
                Ok((page.contains(ending) && !page.contains(token)).then_some(()))
            })
            .await
            .map_err(|error| {
                Failure::Unexpected(format!(
                    "the token shows in full, or not at all: {}",
                    masked(&error, token)
                ))
            })
    }

    /// Goes to *Connect Entra*.
    ///
    /// # Errors
    /// When Next stays off.
    pub async fn next(&self) -> Result<()> {
        super::next(self.0, "connect-entra").await
    }
}

/// A failure's words without the token: the window's text is part of them.
fn masked(error: &Failure, token: &str) -> String {
    error.to_string().replace(token, "(token)")
}
