//! What others wrote, run against what we wrote: a SCIM suite over the practice Ramp, our client and probe against SCIM
//! services of others, and a proxy between our client of Microsoft Graph and practice Entra. Ignored unless asked for,
//! because `cargo xtask soak` installs what these tests need.
#![cfg(unix)]
// What was found is shown: that is half of what these runs are for.
#![allow(clippy::print_stdout)]

mod conformance;
mod prism;
mod services;
