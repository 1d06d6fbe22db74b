//! The one place where failures get their code, side, words and next action.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::exchange::Exchange;

/// Whose side a failure is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Something that was entered.
    You,
    /// Keychain, disk or settings of this computer.
    ThisComputer,
    /// The way to the service.
    Network,
    /// Ramp's SCIM service.
    Ramp,
    /// Entra or Microsoft Graph.
    Entra,
    /// A fault of Onramp.
    Onramp,
}

/// A failure as it crosses the boundary to the window and to `--json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct AppError {
    /// Stable code, never renamed, such as `token.has-blanks`.
    pub code: String,
    /// Whose side it is on.
    pub side: Side,
    /// What happened, in a sentence for the admin.
    pub message: String,
    /// What to do next.
    pub next_action: String,
    /// More, one sentence each.
    pub details: Vec<String>,
    /// The redacted exchange it rests on.
    pub exchange: Option<Box<Exchange>>,
}

mod maps;

impl AppError {
    /// A failure without details and without an exchange.
    pub fn new(code: &str, side: Side, message: impl Into<String>, next_action: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            side,
            message: message.into(),
            next_action: next_action.into(),
            details: Vec::new(),
            exchange: None,
        }
    }

    /// The same with one more detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }

    /// The same with the exchange it rests on.
    #[must_use]
    pub fn with_exchange(mut self, exchange: Option<Exchange>) -> Self {
        self.exchange = exchange.map(Box::new);
        self
    }

    /// The practice world failed; its own code and description tell how.
    pub fn practice(code: &str, detail: impl Into<String>) -> Self {
        Self::new(
            code,
            Side::ThisComputer,
            "The practice world on this computer does not work.",
            "Start Onramp again. If it stays, check that its data folder can be written.",
        )
        .detail(detail)
    }

    /// Whether the keychain is at fault, so that keeping a secret for this run only is worth offering.
    pub fn is_keychain(&self) -> bool {
        self.code.starts_with("keychain.")
    }
}
