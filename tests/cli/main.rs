//! `onrampctl`, the built program, as an admin's script sees it: arguments in, exit code and JSON out.
#![cfg(unix)]

mod eval;
mod mapping;
mod practice;
mod probe;
mod provision;
mod setup;

use onramp_tests::ctl;
