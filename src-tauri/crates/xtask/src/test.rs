//! `cargo xtask test`: everything that must hold before a change is good.

use std::process::ExitCode;

use crate::steps::{Error, Parts, run};
use crate::system::{self, Purpose};
use crate::workspace::Workspace;
use crate::{node, steps, tidy};

pub const USAGE: &str = "\
Usage: cargo xtask test [--no-desktop]

Installs what is missing, then runs formatting, lints, type checks, the layers (tidy), and the tests: Rust, front end,
command line, and the real window in a private session with its own screen, bus and keyring.
Prints each part as it runs and a summary at the end. Stops at the first part that fails.

  --no-desktop   leave out the tests in the real window";

/// Whether this system can drive the real window: WebKitWebDriver and a private session exist on Linux only.
pub const DESKTOP: bool = cfg!(target_os = "linux");

/// The module of tests/desktop that holds the tests in the real window, for runners that select by name.
const DESKTOP_TESTS: &str = "in_the_real_window::";

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    let mut desktop = DESKTOP;
    for argument in arguments {
        match argument.as_str() {
            "--no-desktop" => desktop = false,
            unknown => return Err(Error::Usage(format!("test does not know `{unknown}`\n\n{USAGE}"))),
        }
    }
    let tests = Runner::find();
    let mut parts = Parts::default();
    if !desktop {
        parts.note("the tests in the real window were left out");
    }
    if tests == Runner::Cargo {
        parts.note("cargo-nextest is not installed; the same tests ran under `cargo test`");
    }

    parts.part("set-up", || set_up(workspace, desktop));
    parts.part("formatting", || run(&mut workspace.cargo(&["fmt", "--all", "--check"])));
    parts.part("layers and imports", || tidy::check(workspace));
    parts.part("front end: lint", || node::script(workspace, "lint"));
    parts.part("front end: types", || node::script(workspace, "typecheck"));
    parts.part("front end: tests", || node::script(workspace, "test"));
    parts.part("front end: bundle", || node::ensure_bundle(workspace));
    // With the tests: cargo then unifies features once, for the programs and for what tests them, and compiles once.
    let linted = workspace.linted();
    parts.part("build and lints", || {
        run(&mut linted.cargo(&["build", "--workspace", "--all-targets", "--keep-going"]))
    });
    parts.part("tests", || tests.all_but_desktop(&linted));
    // Of the whole workspace, so that the features stay those of the build; rooms without examples say so in their
    // manifest.
    parts.part("documentation examples", || run(&mut linted.cargo(&["test", "--workspace", "--doc"])));
    if desktop {
        parts.part("tests in the real window", || tests.desktop(&linted));
    }
    parts.finish()
}

fn set_up(workspace: &Workspace, desktop: bool) -> Result<(), Error> {
    system::ensure_packages(if desktop { Purpose::Test } else { Purpose::Build })?;
    node::ensure_packages(workspace)?;
    if desktop {
        system::ensure_tauri_driver(workspace)?;
    }
    Ok(())
}

/// What runs the Rust tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    /// cargo-nextest: a process per test, time limits, groups (.config/nextest.toml).
    Nextest,
    /// `cargo test`, where nextest is not installed.
    Cargo,
}

impl Runner {
    /// Nextest if it is there.
    pub fn find() -> Runner {
        if steps::on_path("cargo-nextest") { Runner::Nextest } else { Runner::Cargo }
    }

    fn all_but_desktop(self, workspace: &Workspace) -> Result<(), Error> {
        run(&mut match self {
            Runner::Nextest => {
                workspace.cargo(&["nextest", "run", "--workspace", "-E", "not test(/^in_the_real_window::/)"])
            }
            Runner::Cargo => workspace.cargo(&[
                "test",
                "--workspace",
                "--lib",
                "--bins",
                "--tests",
                "--",
                "--skip",
                DESKTOP_TESTS,
            ]),
        })
    }

    /// The tests in the real window, one after another.
    pub fn desktop(self, workspace: &Workspace) -> Result<(), Error> {
        run(&mut match self {
            Runner::Nextest => {
                workspace.cargo(&["nextest", "run", "--workspace", "-E", "test(/^in_the_real_window::/)"])
            }
            Runner::Cargo => {
                workspace.cargo(&["test", "--workspace", "--test", "desktop", "--", "--test-threads", "1"])
            }
        })
    }
}
