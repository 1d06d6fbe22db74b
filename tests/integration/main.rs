//! Crates together: the use cases and the client over a practice world that misbehaves, and all that goes to Microsoft
//! Graph against its description.

#![expect(clippy::expect_used, reason = "tests assert by panicking, in their helpers too")]
// What was left out, and how much was seen, is shown.
#![allow(clippy::print_stdout)]

mod contract;
mod crashes;
mod faults;
