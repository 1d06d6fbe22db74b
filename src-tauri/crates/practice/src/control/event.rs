//! What Ramp would have done, in plain words.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Control;
use crate::error::PracticeError;
use crate::ramp::{Store, events};

/// How many events one answer holds at most.
pub const MAX_EVENTS: u32 = 1000;

/// Something that happened in the practice Ramp, refusals included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeEvent {
    /// Its number. Later events have higher ones; none is given twice.
    pub number: u32,
    /// When, RFC 3339.
    pub time: String,
    /// The rule of `ramp-scim.md` it rests on, such as `R8`.
    pub rule: String,
    /// The stable kind, such as `invite-sent`.
    pub kind: String,
    /// The account it is about, where it is about one that is stored.
    pub user_id: Option<String>,
    /// The name of whom it is about, as it was then.
    pub user_name: Option<String>,
    /// The sentence, such as "Invite sent to Ana Silva, from Rui Costa".
    pub sentence: String,
}

/// The latest of what happened, and what is still to be done about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeNews {
    /// The latest events, oldest first.
    pub events: Vec<PracticeEvent>,
    /// The number of the oldest event that is kept; 0 where none is. Those before it are gone.
    pub oldest: u32,
    /// The emails that wait for their owner's confirmation (R11).
    pub waiting: Vec<PracticeEmailWait>,
}

/// A changed email that its owner has not confirmed yet (R11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeEmailWait {
    /// The account's id.
    pub user_id: String,
    /// First and last name.
    pub user_name: String,
    /// The email in force until then.
    pub in_force: String,
    /// The email that waits.
    pub wanted: Option<String>,
}

impl Control {
    /// The latest events after a number, at most `newest` of them and at most [`MAX_EVENTS`], with the emails that wait.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn news(&self, after: u32, newest: u32) -> Result<PracticeNews, PracticeError> {
        self.store
            .read(move |data| {
                Ok(PracticeNews {
                    events: events::newest(data, after, newest.min(MAX_EVENTS))?,
                    oldest: events::oldest(data)?,
                    waiting: Store::email_waits(data)?,
                })
            })
            .await
    }

    /// The events after a number, oldest first, at most [`MAX_EVENTS`]. 0 begins with the oldest that is kept.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn events(&self, after: u32) -> Result<Vec<PracticeEvent>, PracticeError> {
        self.store.read(move |data| Ok(events::after(data, after, MAX_EVENTS)?)).await
    }
}
