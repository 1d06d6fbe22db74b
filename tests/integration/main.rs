//! Crates together: the use cases and the client over a practice world that misbehaves.

#![expect(clippy::expect_used, reason = "tests assert by panicking, in their helpers too")]

mod faults;
