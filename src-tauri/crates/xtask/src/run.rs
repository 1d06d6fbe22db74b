//! `cargo xtask run`: from a fresh machine to the open wizard.

use std::process::{Command, ExitCode};

use crate::node;
use crate::steps::{self, Error};
use crate::system::{self, Purpose};
use crate::workspace::Workspace;

pub const USAGE: &str = "\
Usage: cargo xtask run [--release] [-- ARGUMENTS]

Installs what is missing, builds everything and opens the wizard. ARGUMENTS go to the program.
Without a display it walks the wizard's way on the command line instead: `onrampctl setup --practice`.";

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    let options = Options::parse(arguments)?;
    steps::heading("Set-up");
    system::ensure_packages(Purpose::Build)?;
    node::ensure_packages(workspace)?;
    node::ensure_bundle(workspace)?;

    steps::heading("Build");
    let release: &[&str] = if options.release { &["--release"] } else { &[] };
    // The whole workspace: one package alone would unify features differently and compile the large parts again.
    steps::run(workspace.cargo(&["build", "--workspace"]).args(release))?;

    let profile = if options.release { "release" } else { "debug" };
    let (title, mut program) = if has_display() {
        ("Opening the wizard", Command::new(workspace.program(profile, "onramp")))
    } else {
        println!("\nThere is no display here, so no window can open.");
        println!("Walking the same way on the command line instead, against the practice world:");
        let mut program = Command::new(workspace.program(profile, "onrampctl"));
        program.args(["setup", "--practice"]);
        ("onrampctl setup --practice", program)
    };
    steps::heading(title);
    let status = steps::status(program.current_dir(&workspace.root).args(options.passed_on))?;
    Ok(steps::exit_code(status))
}

struct Options<'a> {
    release: bool,
    passed_on: &'a [String],
}

impl Options<'_> {
    fn parse(arguments: &[String]) -> Result<Options<'_>, Error> {
        let end = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
        let mut release = false;
        for argument in &arguments[..end] {
            match argument.as_str() {
                "--release" => release = true,
                unknown => return Err(Error::Usage(format!("run does not know `{unknown}`\n\n{USAGE}"))),
            }
        }
        Ok(Options { release, passed_on: arguments.get(end + 1..).unwrap_or_default() })
    }
}

/// Whether a window could open. Only Linux can be without: elsewhere the window system is always there.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_after_the_dashes_is_passed_on() {
        let arguments = ["--release", "--", "--release", "x"].map(String::from);
        let options = Options::parse(&arguments).expect("known options");
        assert!(options.release);
        assert_eq!(options.passed_on, ["--release", "x"]);
    }

    #[test]
    fn an_unknown_option_is_named() {
        let arguments = ["--fast".to_owned()];
        let error = Options::parse(&arguments).err().expect("an error");
        assert!(error.to_string().contains("`--fast`"));
    }
}
