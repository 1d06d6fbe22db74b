//! Behaviour of the crate at its public seam.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests, too, assert by panicking

mod checks;
mod completing;
mod conformance;
mod dates;
mod diagnostics;
mod explaining;
mod formatting;
mod language;
mod patterns;
mod properties;
mod registry;
mod worlds;
