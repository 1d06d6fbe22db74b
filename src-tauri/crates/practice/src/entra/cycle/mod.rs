//! Cycles and runs on demand over HTTP: what [`onramp_entra::cycle`] decides is sent here to a SCIM service on this computer.
//!
//! Plain input, plain outcome: nothing here knows the tenant's store. What a run comes to for each person is told to a
//! [`Journal`] as soon as it is known, so that a program that is killed loses the person under way at most.

mod entry;
mod on_demand;
mod person;
mod run;
mod setup;
mod status;
mod target;
#[cfg(test)]
mod tests;

pub(crate) use entry::log_entry;
pub(crate) use on_demand::{OnDemand, answer, provision};
pub(crate) use run::{CycleInput, CycleOutcome, Journal, Keeping, Kept, run};
pub(crate) use setup::{JobFacts, Setup, target_object};
pub(crate) use status::{Progress, present};
pub(crate) use target::Target;
