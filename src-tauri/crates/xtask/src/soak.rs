//! `cargo xtask soak`: the long checks, for a night rather than for a commit.

use std::process::ExitCode;

use crate::node;
use crate::steps::{Error, Parts, run};
use crate::system::{self, Purpose};
use crate::test::{DESKTOP, Runner};
use crate::workspace::Workspace;

pub const USAGE: &str = "\
Usage: cargo xtask soak [--cases N] [--rounds N]

Runs the property tests of expression, scim and mapping with many more cases than `test` does, and the tests in the real
window over and over.

  --cases N    cases per property (default 20000)
  --rounds N   times the window's tests are run (default 5; 0 leaves them out)";

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    let options = Options::parse(arguments)?;
    let tests = Runner::find();
    let mut parts = Parts::default();
    let desktop = DESKTOP && options.rounds > 0;
    parts.part("set-up", || {
        system::ensure_packages(if desktop { Purpose::Test } else { Purpose::Build })?;
        node::ensure_packages(workspace)?;
        node::ensure_bundle(workspace)
    });
    parts.part(&format!("properties, {} cases each", options.cases), || {
        properties(workspace, tests, options.cases)
    });
    if desktop {
        parts.part("build", || {
            system::ensure_tauri_driver(workspace)?;
            run(&mut workspace.cargo(&["build", "--workspace", "--all-targets"]))
        });
        for round in 1..=options.rounds {
            parts.part(&format!("real window, round {round} of {}", options.rounds), || {
                tests.desktop(workspace)
            });
        }
    }
    parts.finish()
}

fn properties(workspace: &Workspace, tests: Runner, cases: u32) -> Result<(), Error> {
    const CRATES: [&str; 3] = ["onramp-expression", "onramp-scim", "onramp-mapping"];
    let mut command = match tests {
        // The profile `soak` gives a test an hour where the default gives it two minutes.
        Runner::Nextest => workspace.cargo(&["nextest", "run", "--profile", "soak"]),
        Runner::Cargo => workspace.cargo(&["test", "--lib", "--tests"]),
    };
    for name in CRATES {
        command.args(["--package", name]);
    }
    run(command.env("PROPTEST_CASES", cases.to_string()))
}

#[derive(Debug, PartialEq, Eq)]
struct Options {
    cases: u32,
    rounds: u32,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Options, Error> {
        let mut options = Options { cases: 20_000, rounds: 5 };
        let mut arguments = arguments.iter();
        while let Some(name) = arguments.next() {
            let number = match name.as_str() {
                "--cases" => &mut options.cases,
                "--rounds" => &mut options.rounds,
                unknown => return Err(Error::Usage(format!("soak does not know `{unknown}`\n\n{USAGE}"))),
            };
            *number = arguments
                .next()
                .and_then(|value| value.parse().ok())
                .ok_or_else(|| Error::Usage(format!("{name} takes a number\n\n{USAGE}")))?;
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_and_anything_else_refused() {
        let parse =
            |words: &[&str]| Options::parse(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(parse(&[]).expect("defaults"), Options { cases: 20_000, rounds: 5 });
        assert_eq!(parse(&["--rounds", "0"]).expect("a number"), Options { cases: 20_000, rounds: 0 });
        for wrong in [&["--rounds"][..], &["--cases", "many"], &["--hours", "1"]] {
            assert!(matches!(parse(wrong), Err(Error::Usage(_))), "{wrong:?}");
        }
    }
}
