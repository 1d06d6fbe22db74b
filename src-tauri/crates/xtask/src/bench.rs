//! `cargo xtask bench`: figures that mean something on any machine, because each is a ratio to a reference.

use std::process::ExitCode;

use crate::steps::{self, Error};
use crate::system::{self, Purpose};
use crate::workspace::Workspace;
use crate::{node, suites, test};

pub const USAGE: &str = "\
Usage: cargo xtask bench [FILTER] [--only PROGRAM]... [--seconds N] [--users N] [--track]

Runs the benchmarks in tests/benches in release mode. Each prints a figure, the reference it is held against, and the
ratio of the two. FILTER runs only those whose name contains it.

  ratios        mappings and expressions; the reference is measured in the same run
  throughput    users created and filtered GETs per second of the practice Ramp, beside scim2-server (PyPI) and
                scimmy-routers (npm), with 1 and 16 connections; look-ups in a small and a large account
  keystroke     from a keystroke in the expression editor to its answer in the real window, beside an empty round trip
                between window and program (Linux only)
  instructions  instructions per filter and per PATCH, counted by callgrind, beside those tracked in
                tests/benches/instructions.json

  --only PROGRAM  run only this one; may be repeated
  --seconds N     how long each throughput is measured, in turns (default 6)
  --users N       users in the large account (default 200000)
  --track         make the instructions that were counted the tracked ones";

const PROGRAMS: [&str; 4] = ["ratios", "throughput", "keystroke", "instructions"];

/// The benchmarks and the program they start. One choice of packages for all commands: cargo then gives their
/// dependencies the same features, and compiles them once.
const PACKAGES: [&str; 4] = ["--package", "onramp-cli", "--package", "onramp-tests"];

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    let options = Options::parse(arguments)?;
    steps::heading("Set-up");
    if options.wants("throughput") {
        suites::ensure(workspace)?;
    }
    if options.wants("instructions")
        && let Err(error) = system::ensure_packages(Purpose::Callgrind)
    {
        println!("Instructions will not be counted: {error}");
    }
    if options.wants("throughput") {
        steps::heading("Build the practice Ramp");
        let mut command = workspace.cargo(&["build", "--release", "--bins", "--bench", "throughput"]);
        steps::run(command.args(PACKAGES))?;
    }
    for program in PROGRAMS.into_iter().filter(|program| options.wants(program)) {
        steps::heading(&format!("Benchmarks: {program}"));
        if program == "keystroke" {
            keystroke(workspace)?;
            continue;
        }
        let mut command = workspace.cargo(&["bench", "--bench", program]);
        command.args(PACKAGES).arg("--").args(&options.filter);
        match program {
            "throughput" => command.args(&options.throughput),
            "instructions" if options.track => command.arg("--track"),
            _ => &mut command,
        };
        steps::run(&mut command)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The real window. It needs the whole workspace in release mode, which takes minutes to make.
fn keystroke(workspace: &Workspace) -> Result<(), Error> {
    if !test::DESKTOP {
        println!("The real window can be driven on Linux only: left out.");
        return Ok(());
    }
    system::ensure_packages(Purpose::Test)?;
    node::ensure_packages(workspace)?;
    node::ensure_bundle(workspace)?;
    system::ensure_tauri_driver(workspace)?;
    steps::run(&mut workspace.cargo(&["build", "--release", "--workspace", "--bins"]))?;
    steps::run(&mut workspace.cargo(&["bench", "--workspace", "--bench", "keystroke"]))
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    filter: Option<String>,
    only: Vec<String>,
    /// What the program `throughput` gets besides.
    throughput: Vec<String>,
    track: bool,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Options, Error> {
        let mut options = Options::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--only" => match arguments.next() {
                    Some(program) if PROGRAMS.contains(&program.as_str()) => {
                        options.only.push(program.clone())
                    }
                    _ => return Err(usage(&format!("--only takes one of {}", PROGRAMS.join(", ")))),
                },
                "--seconds" | "--users" => match arguments.next() {
                    Some(number) if number.parse::<u32>().is_ok_and(|number| number > 0) => {
                        options.throughput.extend([argument.clone(), number.clone()]);
                    }
                    _ => return Err(usage(&format!("{argument} takes a number above 0"))),
                },
                "--track" => options.track = true,
                option if option.starts_with('-') => {
                    return Err(usage(&format!("bench does not know `{option}`")));
                }
                _ if options.filter.is_some() => return Err(usage("bench takes one filter at most")),
                filter => options.filter = Some(filter.to_owned()),
            }
        }
        Ok(options)
    }

    fn wants(&self, program: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|wanted| wanted == program)
    }
}

fn usage(why: &str) -> Error {
    Error::Usage(format!("{why}\n\n{USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Options, Error> {
        Options::parse(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_filter_programs_and_numbers_are_taken() {
        let options = parse(&["--only", "throughput", "creates", "--seconds", "1", "--users", "5000"])
            .expect("options");
        assert_eq!(options.filter.as_deref(), Some("creates"));
        assert_eq!(options.throughput, ["--seconds", "1", "--users", "5000"]);
        assert!(options.wants("throughput") && !options.wants("ratios") && !options.track);
        assert!(parse(&["--track"]).expect("an option").track);
        assert!(PROGRAMS.iter().all(|program| parse(&[]).expect("no options").wants(program)));
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            &["a", "b"][..],
            &["--only"],
            &["--only", "all"],
            &["--seconds", "0"],
            &["--users", "many"],
            &["--fast"],
        ] {
            assert!(matches!(parse(wrong), Err(Error::Usage(_))), "{wrong:?}");
        }
    }
}
