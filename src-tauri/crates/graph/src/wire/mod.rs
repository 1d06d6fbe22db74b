//! What Graph sends and takes. Answers are read leniently: members that are not named here are passed over, values that
//! are not known become `Other`, and what may be missing is an `Option` or empty.

mod application;
mod directory;
mod log;
mod on_demand;
mod synchronization;

use serde::{Deserialize, Deserializer};

pub use application::{AppRole, AppRoleAssignment, Application, Instantiated, ServicePrincipal};
pub use directory::{
    DirectoryRole, Group, Organization, Principal, ServicePlan, SubscribedSku, VerifiedDomain,
};
pub use log::{
    ErrorInformation, Identity, LogAction, LogEntry, LogStatus, ModifiedProperty, StatusInfo, Step,
};
pub use on_demand::{OnDemand, OnDemandError, OnDemandResult};
pub use synchronization::{
    Execution, ExecutionState, Job, JobSchedule, JobStatus, ParsedExpression, Quarantine, ScheduleState,
    Secret, StatusCode, SyncError, SyncTemplate,
};

/// One page of a list.
#[derive(Debug, Clone, Deserialize)]
pub struct Page<T> {
    /// Its items.
    pub value: Vec<T>,
    /// Where the next page is, on whatever host; see [`Graph::list`](crate::Graph::list).
    #[serde(rename = "@odata.nextLink")]
    pub next_link: Option<String>,
    /// How many items the whole list has, where that was asked for.
    #[serde(rename = "@odata.count")]
    pub count: Option<u64>,
}

/// `null` as what a member that is missing is.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
