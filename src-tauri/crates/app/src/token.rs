//! What the service's own pages do to the stored token. They know it by its fingerprint, and can end it without us.

use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use crate::error::AppError;
use crate::session::{App, key};

impl App {
    /// The first eight hexadecimal digits of the SHA-256 of the token in use: tells it apart in a list, and is of no use
    /// to sign in. `None` where no token is kept.
    ///
    /// # Errors
    /// `keychain.*` where the keychain does not give the token.
    pub async fn token_fingerprint(&self) -> Result<Option<String>, AppError> {
        let Some(profile) = self.open_profile()? else { return Ok(None) };
        if profile.token_place.is_none() {
            return Ok(None);
        }
        let hash = Sha256::digest(self.token(&profile).await?.expose_secret().as_bytes());
        Ok(Some(hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Forgets the last connection test: what it rests on changed on the service's own pages, as when a token ends there.
    ///
    /// # Errors
    /// Where the settings can't be written.
    pub async fn forget_probe(&self) -> Result<(), AppError> {
        let _turn = self.turn.lock().await;
        if let Some(profile) = self.open_profile()? {
            self.store.remove_document(&profile.id, key::PROBE)?;
        }
        Ok(())
    }
}
