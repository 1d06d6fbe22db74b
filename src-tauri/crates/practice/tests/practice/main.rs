//! The practice Ramp from outside: its rules, its SCIM, its life on disk, its directory.

#![expect(clippy::expect_used, reason = "tests assert by panicking, in their helpers too")]

mod beyond;
mod crash;
mod directory;
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
