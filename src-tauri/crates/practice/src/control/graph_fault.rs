//! What goes wrong at the practice tenant on demand, and requests that are held.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Which requests to Graph meet a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum GraphEndpoint {
    /// Application templates, applications and deleted items.
    Applications,
    /// Service principals themselves.
    ServicePrincipals,
    /// App role assignments.
    Assignments,
    /// Synchronization templates and jobs, and what is done with a job.
    Jobs,
    /// A job's schema.
    Schema,
    /// Saving and testing credentials.
    Credentials,
    /// Provision on demand.
    OnDemand,
    /// The provisioning log.
    Logs,
    /// Users, and the admin who is signed in.
    Users,
    /// Groups and their members.
    Groups,
    /// Organization, licences and roles.
    Tenant,
    /// A batch as a whole; its parts meet the faults of what they ask for.
    Batch,
    /// Everything that has no fault of its own.
    All,
}

impl GraphEndpoint {
    /// Every kind of endpoint.
    pub const ALL: [Self; 13] = [
        Self::Applications,
        Self::ServicePrincipals,
        Self::Assignments,
        Self::Jobs,
        Self::Schema,
        Self::Credentials,
        Self::OnDemand,
        Self::Logs,
        Self::Users,
        Self::Groups,
        Self::Tenant,
        Self::Batch,
        Self::All,
    ];

    /// The stable text form, such as `service-principals`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applications => "applications",
            Self::ServicePrincipals => "service-principals",
            Self::Assignments => "assignments",
            Self::Jobs => "jobs",
            Self::Schema => "schema",
            Self::Credentials => "credentials",
            Self::OnDemand => "on-demand",
            Self::Logs => "logs",
            Self::Users => "users",
            Self::Groups => "groups",
            Self::Tenant => "tenant",
            Self::Batch => "batch",
            Self::All => "all",
        }
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum GraphFault {
    /// 401: the token has expired.
    Unauthorized,
    /// 403: the token lacks the scope, or the admin the role.
    Forbidden,
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
    /// The request is served after a wait.
    Delay {
        /// How long.
        milliseconds: u32,
    },
    /// The connection closes without an answer; the request is not served.
    Drop,
    /// The request is served; the connection closes without an answer.
    LoseAnswer,
}

/// A fault that is switched on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GraphFaultSwitch {
    /// Which requests meet it.
    pub endpoint: GraphEndpoint,
    /// What goes wrong.
    pub fault: GraphFault,
    /// How many requests more; `null`: until it is cleared.
    pub times: Option<u32>,
}

/// When a write is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HoldWhen {
    /// Before it takes effect.
    BeforeEffect,
    /// After it took effect, before it is answered.
    BeforeAnswer,
}

/// A write that is going to be held until it is released, or until the client is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GraphHold {
    /// Which writes count.
    pub endpoint: GraphEndpoint,
    /// Which of them from now on, counted from 1. The parts of a batch count one by one.
    pub nth: u32,
    /// At which moment.
    pub when: HoldWhen,
}

/// A write that is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldRequest {
    /// Its method.
    pub method: String,
    /// Its path below the version.
    pub path: String,
}
