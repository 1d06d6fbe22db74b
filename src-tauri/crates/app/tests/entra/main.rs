//! The Entra side against the practice tenant, over HTTP: plan, apply, prove, undo.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_days;
mod colleagues;
mod plans;
mod runs;
mod support;
