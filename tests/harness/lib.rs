//! What the tests across crates stand on: the built programs, a private session for the real window, one page object
//! per wizard step, and an eye of its own on what a SCIM service has stored.
//!
//! Nothing here uses Onramp's own crates: what they say is checked from outside.
#![cfg(unix)]

pub mod bad_input;
pub mod ctl;
pub mod failure;
pub mod foreign;
pub mod misbehaving;
pub mod pages;
pub mod process;
pub mod programs;
pub mod scim;
pub mod session;
pub mod wait;
pub mod window;

pub use failure::{Failure, Result};
