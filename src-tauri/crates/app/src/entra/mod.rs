//! The Entra side: what a tenant should have, what it has, the plan between the two, and carrying it out.
//!
//! [`Tenant`] is a signed-in tenant beside the journal on disk. [`Tenant::plan`] reads and writes nothing;
//! [`Tenant::apply`] carries a plan out action by action, each journaled before and after, so that it can be stopped or
//! cut off anywhere and taken up again ([`Tenant::resume`]); [`Tenant::undo`] takes a run back, newest action first, as far
//! as it can be. None of it knows a wizard: a window and a command line bring their own [`Desired`].

mod actual;
mod apply;
mod desired;
mod drift;
mod forecast;
mod found;
mod journal;
mod pair;
mod people;
mod plan;
mod step;
mod tenant;
mod undo;
mod watch;
mod words;

pub use actual::TenantView;
pub use apply::{ActionStatus, Consent, Progress, RunAction, RunView, runs};
pub use desired::{AppChoice, Assignee, AssigneeKind, DELETION_THRESHOLD, Desired};
pub use drift::DriftReport;
pub use forecast::{Guard, GuardGroup, RampSide};
pub use pair::pair;
pub use plan::{ActionGroup, Plan, PlanAction};
pub use tenant::Tenant;
pub use watch::{ChangedValue, FailureView, JobState, JobView, LogView, OnDemandStep, OnDemandView};
