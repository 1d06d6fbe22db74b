//! `cargo xtask soak`: the long checks, for a night rather than for a commit.

use std::process::ExitCode;

use crate::steps::{Error, Parts, run};
use crate::system::{self, Purpose};
use crate::test::{DESKTOP, Runner};
use crate::workspace::Workspace;
use crate::{fuzz, node, suites};

pub const USAGE: &str = "\
Usage: cargo xtask soak [--only PART]... [--without PART]... [--cases N] [--seconds N] [--rounds N]

Runs what takes too long for `test`:

  properties   the property tests of expression, scim and mapping, with many more cases
  conformance  the suite scim2-tester (PyPI) over the practice Ramp by plain rules; every check has to pass
  foreign      our client and probe against SCIM services of others: scim2-server (PyPI), scimmy-routers (npm)
  prism        all that goes to Microsoft Graph, and practice Entra's answers, through the proxy Stoplight Prism (npm),
               which holds them against the description that ONRAMP_GRAPH_OPENAPI names; skipped without it
  crashes      kill -9 at every point of applying a plan to a tenant and of taking it back
  fuzz         filter, path, patch, the HTTP body and expressions under libFuzzer
  window       the tests in the real window over and over

Installs what a part needs into target/tools, after saying so.

  --only PART      run only this part; may be repeated
  --without PART   leave this part out; may be repeated
  --cases N        cases per property (default 20000)
  --seconds N      how long each fuzz target runs (default 60)
  --rounds N       times the window's tests are run (default 5; 0 leaves them out)";

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    let options = Options::parse(arguments)?;
    let tests = Runner::find();
    let mut parts = Parts::default();
    for left_out in Part::ALL.into_iter().filter(|part| !options.wants(*part)) {
        parts.note(format!("{} was left out", left_out.name()));
    }

    parts.part("set-up", || set_up(workspace, &options));
    if options.wants(Part::Properties) {
        parts.part(&format!("properties, {} cases each", options.cases), || {
            properties(workspace, tests, options.cases)
        });
    }
    if options.wants(Part::Conformance) || options.wants(Part::Foreign) {
        parts.part("build the command line", || run(workspace.cargo(&["build"]).args(FOREIGN).arg("--bins")));
    }
    if options.wants(Part::Conformance) {
        parts.part("conformance: scim2-tester", || foreign(workspace, tests, "conformance::"));
    }
    if options.wants(Part::Foreign) {
        parts.part("foreign services", || foreign(workspace, tests, "services::"));
    }
    if options.wants(Part::Prism) {
        parts.part("Microsoft Graph through Prism", || foreign(workspace, tests, "prism::"));
    }
    if options.wants(Part::Crashes) {
        parts.part("build the command line", || {
            run(workspace.cargo(&["build"]).args(["--package", "onramp-cli", "--bins"]))
        });
        parts.part("kill -9 at every point of apply and undo", || crashes(workspace, tests));
    }
    if options.wants(Part::Fuzz) {
        for target in fuzz::TARGETS {
            parts.part(&format!("fuzz: {target}, {} s", options.seconds), || {
                fuzz::run(workspace, target, options.seconds)
            });
        }
    }
    if options.wants(Part::Window) {
        parts.part("build", || run(&mut workspace.cargo(&["build", "--workspace", "--all-targets"])));
        for round in 1..=options.rounds {
            parts.part(&format!("real window, round {round} of {}", options.rounds), || {
                tests.desktop(workspace)
            });
        }
    }
    parts.finish()
}

fn set_up(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let window = options.wants(Part::Window);
    if window || options.wants(Part::Properties) {
        system::ensure_packages(if window { Purpose::Test } else { Purpose::Build })?;
    }
    if window {
        node::ensure_packages(workspace)?;
        node::ensure_bundle(workspace)?;
        system::ensure_tauri_driver(workspace)?;
    }
    if options.wants(Part::Conformance) || options.wants(Part::Foreign) {
        suites::ensure(workspace)?;
    }
    if options.wants(Part::Prism) {
        suites::ensure_prism(workspace)?;
    }
    if options.wants(Part::Fuzz) {
        fuzz::ensure(workspace)?;
    }
    Ok(())
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

/// The tests of tests/foreign and the program they start. One choice of packages for the build and for the tests: cargo
/// then gives their dependencies the same features, and compiles them once.
const FOREIGN: [&str; 6] = ["--package", "onramp-cli", "--package", "onramp-tests", "--test", "foreign"];

/// One module of tests/foreign. Its tests are ignored elsewhere, because they need what others wrote, and they print
/// what they found.
fn foreign(workspace: &Workspace, tests: Runner, module: &str) -> Result<(), Error> {
    let mut command = match tests {
        Runner::Nextest => workspace.cargo(&["nextest", "run", "--profile", "soak"]),
        Runner::Cargo => workspace.cargo(&["test"]),
    };
    command.args(FOREIGN);
    match tests {
        Runner::Nextest => command
            .args(["--run-ignored", "all", "--success-output", "immediate", "-E"])
            .arg(format!("test(/^{module}/)")),
        Runner::Cargo => command.args(["--", "--include-ignored", "--nocapture", module]),
    };
    run(&mut command)
}

/// The tests of tests/integration/crashes.rs, those too that are ignored elsewhere because they take their time.
fn crashes(workspace: &Workspace, tests: Runner) -> Result<(), Error> {
    const OF_CRASHES: [&str; 4] = ["--package", "onramp-tests", "--test", "integration"];
    let mut command = match tests {
        Runner::Nextest => workspace.cargo(&["nextest", "run", "--profile", "soak"]),
        Runner::Cargo => workspace.cargo(&["test"]),
    };
    command.args(OF_CRASHES);
    match tests {
        Runner::Nextest => command.args([
            "--run-ignored",
            "only",
            "--success-output",
            "immediate",
            "-E",
            "test(/^crashes::/)",
        ]),
        Runner::Cargo => command.args(["--", "--ignored", "--nocapture", "crashes::"]),
    };
    run(&mut command)
}

/// A part that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Properties,
    Conformance,
    Foreign,
    Prism,
    Crashes,
    Fuzz,
    Window,
}

impl Part {
    const ALL: [Part; 7] = [
        Part::Properties,
        Part::Conformance,
        Part::Foreign,
        Part::Prism,
        Part::Crashes,
        Part::Fuzz,
        Part::Window,
    ];

    fn name(self) -> &'static str {
        match self {
            Part::Properties => "properties",
            Part::Conformance => "conformance",
            Part::Foreign => "foreign",
            Part::Prism => "prism",
            Part::Crashes => "crashes",
            Part::Fuzz => "fuzz",
            Part::Window => "window",
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Options {
    parts: Vec<Part>,
    cases: u32,
    seconds: u32,
    rounds: u32,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Options, Error> {
        let mut options = Options { parts: Vec::new(), cases: 20_000, seconds: 60, rounds: 5 };
        let (mut only, mut without) = (Vec::new(), Vec::new());
        let mut arguments = arguments.iter();
        while let Some(name) = arguments.next() {
            let value = arguments.next();
            match name.as_str() {
                "--only" => only.push(part(name, value)?),
                "--without" => without.push(part(name, value)?),
                "--cases" => options.cases = number(name, value)?,
                "--seconds" => options.seconds = number(name, value)?,
                "--rounds" => options.rounds = number(name, value)?,
                unknown => return Err(Error::Usage(format!("soak does not know `{unknown}`\n\n{USAGE}"))),
            }
        }
        options.parts = Part::ALL
            .into_iter()
            .filter(|part| only.is_empty() || only.contains(part))
            .filter(|part| !without.contains(part))
            .filter(|part| *part != Part::Window || (DESKTOP && options.rounds > 0))
            .collect();
        Ok(options)
    }

    fn wants(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}

fn part(option: &str, value: Option<&String>) -> Result<Part, Error> {
    Part::ALL.into_iter().find(|part| value.is_some_and(|value| value == part.name())).ok_or_else(|| {
        let names = Part::ALL.map(Part::name).join(", ");
        Error::Usage(format!("{option} takes one of {names}\n\n{USAGE}"))
    })
}

fn number(option: &str, value: Option<&String>) -> Result<u32, Error> {
    value
        .and_then(|value| value.parse().ok())
        .ok_or_else(|| Error::Usage(format!("{option} takes a number\n\n{USAGE}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Options, Error> {
        Options::parse(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_are_taken_and_anything_else_refused() {
        let defaults = parse(&[]).expect("defaults");
        assert_eq!((defaults.cases, defaults.seconds, defaults.rounds), (20_000, 60, 5));
        assert_eq!(parse(&["--seconds", "5"]).expect("a number").seconds, 5);
        for wrong in
            [&["--rounds"][..], &["--cases", "many"], &["--hours", "1"], &["--only", "all"], &["--without"]]
        {
            assert!(matches!(parse(wrong), Err(Error::Usage(_))), "{wrong:?}");
        }
    }

    #[test]
    fn parts_are_chosen_or_left_out() {
        let parts = |words: &[&str]| parse(words).expect("parts").parts;
        assert_eq!(parts(&["--only", "fuzz"]), [Part::Fuzz]);
        assert_eq!(parts(&["--only", "fuzz", "--only", "properties"]), [Part::Properties, Part::Fuzz]);
        assert_eq!(parts(&["--only", "fuzz", "--without", "fuzz"]), []);
        let without_window = parts(&["--rounds", "0"]);
        assert_eq!(
            without_window,
            [Part::Properties, Part::Conformance, Part::Foreign, Part::Prism, Part::Crashes, Part::Fuzz]
        );
        assert_eq!(parts(&["--without", "window"]), without_window);
    }
}
