//! API tokens, as Ramp's SCIM page hands them out (R16, R18).

use std::fmt;

use onramp_ramp::Event;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Control;
use crate::error::PracticeError;
use crate::ramp::{Store, token_hash, tokens};

/// The practice Ramp's API token. The one secret that is handed out, once, when it is made (R18).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeToken {
    /// The token, without `Bearer`.
    pub token: String,
}

impl fmt::Debug for PracticeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PracticeToken(…)")
    }
}

impl PracticeToken {
    fn random() -> Self {
        let random =
            [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()].map(|part| part.simple().to_string()).concat();
        Self { token: format!("rp_practice_{random}") }
    }
}

/// What a list may say of a token: enough to tell it apart, nothing to sign in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeTokenInfo {
    /// The first eight hexadecimal digits of the token's SHA-256.
    pub fingerprint: String,
    /// What it was made for.
    pub label: Option<String>,
    /// When it was made, RFC 3339.
    pub created: String,
    /// The last day it was used on (UTC), such as `2026-03-09`.
    pub last_used: Option<String>,
    /// Whether it was ended.
    pub revoked: bool,
}

impl Control {
    /// Makes a token and ends all others: the one button of the wizard, where one token is in use at a time. Only a
    /// hash of it is kept.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn generate_token(&self) -> Result<PracticeToken, PracticeError> {
        let made = PracticeToken::random();
        self.accept_token(SecretString::from(made.token.clone())).await?;
        Ok(made)
    }

    /// Makes a token beside those there are.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn add_token(&self, label: Option<String>) -> Result<PracticeToken, PracticeError> {
        let made = PracticeToken::random();
        let hash = token_hash(&made.token);
        let label = label.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty());
        self.store.write_tokens(move |data| tokens::add(data, &hash, label.as_deref())).await?;
        Ok(made)
    }

    /// Every token there was, valid or ended, the newest last.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn tokens(&self) -> Result<Vec<PracticeTokenInfo>, PracticeError> {
        self.store.read(tokens::list).await
    }

    /// Makes a token in place of another, which ends. It takes over the label.
    ///
    /// # Errors
    /// No valid token has this fingerprint, or the data cannot be written.
    pub async fn rotate_token(&self, fingerprint: &str) -> Result<PracticeToken, PracticeError> {
        let made = PracticeToken::random();
        let (hash, old) = (token_hash(&made.token), fingerprint.to_owned());
        self.store
            .write_tokens(move |data| {
                let label = tokens::revoke(data, &old)?;
                tokens::add(data, &hash, label.as_deref())
            })
            .await?;
        Ok(made)
    }

    /// Ends a token.
    ///
    /// # Errors
    /// No valid token has this fingerprint, or the data cannot be written.
    pub async fn revoke_token(&self, fingerprint: &str) -> Result<(), PracticeError> {
        let fingerprint = fingerprint.to_owned();
        self.store.write_tokens(move |data| tokens::revoke(data, &fingerprint).map(drop)).await
    }

    /// Disconnects the identity provider: every token ends (R16). The accounts stay.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn disconnect(&self) -> Result<(), PracticeError> {
        self.store
            .write_tokens(|data| {
                tokens::revoke_all(data)?;
                Store::tell(data, Event::disconnected(), None)
            })
            .await
    }

    /// Makes `token` the only valid one.
    pub(crate) async fn accept_token(&self, token: SecretString) -> Result<(), PracticeError> {
        let hash = token_hash(token.expose_secret());
        self.store
            .write_tokens(move |data| {
                tokens::revoke_all(data)?;
                tokens::add(data, &hash, None)
            })
            .await
    }
}
