//! Entra's provisioning service as a SCIM client, without any I/O: import, scope, match, perform.
//!
//! [`Provisioning`] is an engine that returns requests and takes answers: the same one runs over HTTP, over a
//! practice service's router and over a table of canned answers. [`cycle`] holds the rules of a whole job: who is in a
//! cycle, what a failure leads to, when the next one is. Facts: `entra-scim-client.md`, sections as cited.

pub mod cycle;
mod dialect;
mod directory;
mod engine;
mod report;
mod undo;

pub use dialect::{Change, Dialect, patch};
pub use directory::{Directory, DirectoryError, DirectoryUser, Found, ManagerReference, attribute_value};
pub use engine::{Mode, Next, Provisioning, Purpose};
pub use report::{
    Action, ComparisonLine, Finding, ManagerAction, Refused, Report, SkipReason, Step, StepReport,
    StepStatus, comparison, flows,
};
pub use undo::{Undo, undo, undo_of_planned};
