//! The rules of a synchronization job's cycles, without any I/O (`entra-scim-client.md` §10): who is in a cycle and as
//! what, what is due, what a failure leads to, when the next cycle is, and what the provisioning log says.
//!
//! The way of a cycle: [`Entitlements`] say who is assigned, [`Member::new`] how each person stands, [`connection_test`]
//! what is asked first, [`plan()`] what there is to do. Each task's end is told to [`Memory::settle`], the whole of it to
//! [`JobState::complete`]. Time and ids are arguments; requests are sent by others.

mod connection;
mod deletes;
mod escrow;
mod execution;
mod job;
mod memory;
mod plan;
mod quarantine;
mod reset;
mod settings;
mod standing;
pub mod summary;

pub use connection::{ConnectionFault, connection_test, judge_connection};
pub use deletes::DeleteThreshold;
pub use escrow::{Escrow, KEPT_FOR, next_attempt};
pub use execution::{CycleError, Execution, ExecutionState, Tally};
pub use job::{Completed, INTERVAL, JobState, ScheduleState, StatusCode};
pub use memory::{Ending, Link, Memory, ReadAttributes};
pub use plan::{Kind, Occasion, Plan, Rules, Task, Work, plan};
pub use quarantine::{Quarantine, QuarantineReason, Thresholds};
pub use reset::{ResetScope, UnknownScope};
pub use settings::NotificationSettings;
pub use standing::{Assignment, DEFAULT_ACCESS_ROLE, Entitlement, Entitlements, Member, Standing};
