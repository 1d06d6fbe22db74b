//! The wizard in its real window, in a session of its own. Few journeys, each a whole one.
#![cfg(target_os = "linux")]

// The module's name selects these tests, in .config/nextest.toml and in `cargo xtask test --no-desktop`.
mod in_the_real_window;
mod person;
