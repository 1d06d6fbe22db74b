//! Fault switches: the practice Ramp misbehaves on demand, so that an admin sees what Entra would make of it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Control;

/// Which requests meet a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    /// `GET /Users`, with a filter or without.
    UsersList,
    /// `GET /Users/{id}`.
    UserRead,
    /// `POST /Users`.
    UserCreate,
    /// `PATCH` and `PUT /Users/{id}`.
    UserPatch,
    /// `DELETE /Users/{id}`.
    UserDelete,
    /// Everything below `/Groups`.
    Groups,
    /// `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas`.
    Discovery,
    /// Everything that has no fault of its own.
    All,
}

impl Endpoint {
    /// Every kind of endpoint.
    pub const ALL: [Self; 8] = [
        Self::UsersList,
        Self::UserRead,
        Self::UserCreate,
        Self::UserPatch,
        Self::UserDelete,
        Self::Groups,
        Self::Discovery,
        Self::All,
    ];

    /// The stable text form, such as `users-list`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UsersList => "users-list",
            Self::UserRead => "user-read",
            Self::UserCreate => "user-create",
            Self::UserPatch => "user-patch",
            Self::UserDelete => "user-delete",
            Self::Groups => "groups",
            Self::Discovery => "discovery",
            Self::All => "all",
        }
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Fault {
    /// 401: the token is refused.
    Unauthorized,
    /// 403: the token may not do this.
    Forbidden,
    /// 404, to a filter too, which Entra does not take for "nobody".
    NotFound,
    /// 409 with `uniqueness`.
    Conflict,
    /// 429.
    TooManyRequests {
        /// Seconds in `Retry-After`; none without the header.
        retry_after: Option<u32>,
    },
    /// 500.
    ServerError,
    /// 503.
    Unavailable {
        /// Seconds in `Retry-After`; none without the header.
        retry_after: Option<u32>,
    },
    /// 200 with a sign-in page instead of JSON.
    Html,
    /// The request is served; half of the JSON comes back.
    TruncatedJson,
    /// The request is served; the answer calls itself `text/plain`.
    WrongContentType,
    /// 302.
    Redirect {
        /// Where to; none for a sign-in page on the same host.
        location: Option<String>,
    },
    /// The request is served after a wait.
    Delay {
        /// How long.
        milliseconds: u32,
    },
    /// The request is served; the answer comes in drops of 16 bytes.
    SlowBody {
        /// The wait before each drop.
        milliseconds: u32,
    },
    /// The connection closes without an answer; the request is not served.
    Drop,
    /// The request is served; the connection closes without an answer.
    LoseAnswer,
    /// The request is served; the connection closes in the middle of the answer.
    DropMidBody,
}

/// A fault that is switched on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FaultSwitch {
    /// Which requests meet it.
    pub endpoint: Endpoint,
    /// What goes wrong.
    pub fault: Fault,
    /// How many requests more; `null`: until it is cleared.
    pub times: Option<u32>,
}

/// Faults live in the running service, so these take effect at once and are gone when it ends.
impl Control {
    /// The faults that are switched on.
    #[must_use]
    pub fn faults(&self) -> Vec<FaultSwitch> {
        self.faults.list()
    }

    /// Switches a fault on for the next `times` requests, or until it is cleared. It takes the place of the one that
    /// was on for the same endpoint.
    pub fn set_fault(&self, endpoint: Endpoint, fault: Fault, times: Option<u32>) {
        self.faults.set(FaultSwitch { endpoint, fault, times });
    }

    /// Switches every fault off.
    pub fn clear_faults(&self) {
        self.faults.clear();
    }
}
