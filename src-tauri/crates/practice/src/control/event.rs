//! What Ramp would have done, in plain words.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Control;
use crate::error::PracticeError;
use crate::ramp::events;

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

impl Control {
    /// The events after a number, oldest first, at most [`MAX_EVENTS`]. 0 begins with the oldest that is kept.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn events(&self, after: u32) -> Result<Vec<PracticeEvent>, PracticeError> {
        self.store.read(move |data| Ok(events::after(data, after, MAX_EVENTS)?)).await
    }
}
