//! The practice world from outside: Ramp's rules, its SCIM, its life on disk; Entra's tenant and its jobs.

#![expect(clippy::expect_used, reason = "tests assert by panicking, in their helpers too")]

mod beyond;
mod crash;
mod directory;
mod entra;
mod events;
mod faults;
mod guard;
mod microsoft;
mod protocol;
mod rules;
mod support;
mod tls;
mod wire;
mod world;
