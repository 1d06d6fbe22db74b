//! What must be on the computer: system packages on Debian and Ubuntu, and tools built into target/tools.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::steps::{self, Error};
use crate::workspace::Workspace;
use crate::{node, test};

pub const USAGE: &str = "\
Usage: cargo xtask setup

Installs what `run` and `test` need and this computer lacks: system packages (Debian, Ubuntu), the front end's npm
packages, tauri-driver. It says what it installs before it does, and uses sudo only when not root.
With CI=true it never asks for anything.";

/// What the packages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Compile the window and run it.
    Build,
    /// Also drive it in a private session with its own screen, bus and keyring.
    Test,
    /// Run others' SCIM services and suites in a Python environment of their own.
    Suites,
    /// Count instructions.
    Callgrind,
}

/// A package, and how to see that the need is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Package {
    name: &'static str,
    proof: Proof,
}

/// What shows that a package is not needed any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// dpkg knows it as installed.
    Installed,
    /// These programs are on the search path, whichever package brought them.
    Programs(&'static [&'static str]),
    /// A command that succeeds only with it.
    Works(&'static [&'static str]),
}

const fn programs(name: &'static str, programs: &'static [&'static str]) -> Package {
    Package { name, proof: Proof::Programs(programs) }
}

const BUILD: [Package; 3] = [
    Package { name: "libwebkit2gtk-4.1-dev", proof: Proof::Installed },
    programs("build-essential", &["cc", "c++", "make"]),
    programs("pkg-config", &["pkg-config"]),
];

const TEST: [Package; 5] = [
    programs("xvfb", &["Xvfb"]),
    programs("webkit2gtk-driver", &["WebKitWebDriver"]),
    programs("gnome-keyring", &["gnome-keyring-daemon"]),
    programs("dbus", &["dbus-daemon"]),
    programs("libsecret-tools", &["secret-tool"]),
];

/// Debian takes the part of Python that makes environments into a package of its own.
const SUITES: [Package; 2] = [
    programs("python3", &["python3"]),
    Package { name: "python3-venv", proof: Proof::Works(&["python3", "-c", "import venv, ensurepip"]) },
];

const CALLGRIND: [Package; 1] = [programs("valgrind", &["valgrind"])];

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    if let Some(unknown) = arguments.first() {
        return Err(Error::Usage(format!("setup does not know `{unknown}`\n\n{USAGE}")));
    }
    steps::heading("System packages");
    ensure_packages(Purpose::Test)?;
    steps::heading("Front-end packages");
    node::ensure_packages(workspace)?;
    if test::DESKTOP {
        steps::heading("tauri-driver");
        ensure_tauri_driver(workspace)?;
    }
    println!("\nEverything needed is here.");
    Ok(ExitCode::SUCCESS)
}

/// Installs the missing system packages, after saying which.
pub fn ensure_packages(purpose: Purpose) -> Result<(), Error> {
    if !cfg!(target_os = "linux") {
        println!("{}", prerequisites(std::env::consts::OS));
        return Ok(());
    }
    let debian = steps::on_path("dpkg-query") && steps::on_path("apt-get");
    let absent: Vec<&str> =
        needed(purpose).filter(|package| !is_present(package, debian)).map(|package| package.name).collect();
    if absent.is_empty() {
        println!("System packages: nothing missing.");
        return Ok(());
    }
    if !debian {
        println!(
            "This system has no apt-get, so nothing is installed. Needed are the packages that Debian calls:"
        );
        println!("  {}", absent.join(" "));
        println!("Going on; if one of them is missing, a later step fails.");
        return Ok(());
    }
    install(&absent)
}

fn needed(purpose: Purpose) -> impl Iterator<Item = &'static Package> {
    let (first, second): (&[Package], &[Package]) = match purpose {
        Purpose::Build => (&BUILD, &[]),
        Purpose::Test => (&BUILD, &TEST),
        Purpose::Suites => (&SUITES, &[]),
        Purpose::Callgrind => (&CALLGRIND, &[]),
    };
    first.iter().chain(second)
}

fn is_present(package: &Package, debian: bool) -> bool {
    match package.proof {
        Proof::Programs(programs) => programs.iter().all(|program| steps::on_path(program)),
        Proof::Works(command) => command.split_first().is_some_and(|(program, arguments)| {
            steps::capture(Command::new(program).args(arguments)).is_ok()
        }),
        Proof::Installed => {
            debian
                && steps::capture(Command::new("dpkg-query").args(["-W", "-f=${Status}\\n", package.name]))
                    .is_ok_and(|answer| answer.lines().any(|status| status == "install ok installed"))
        }
    }
}

fn install(packages: &[&str]) -> Result<(), Error> {
    let privilege = Privilege::of_this_process()?;
    println!("These system packages are missing and will be installed with apt-get{}:", privilege.words());
    println!("  {}", packages.join(" "));
    // An unreachable third-party source must not stop us: the install itself tells whether the packages are to be had.
    if steps::run(&mut privilege.apt_get(&["update"])).is_err() {
        println!("Not every package list could be refreshed; trying with the lists there are.");
    }
    let arguments: Vec<&str> =
        ["install", "-y", "--no-install-recommends"].into_iter().chain(packages.iter().copied()).collect();
    steps::run(&mut privilege.apt_get(&arguments)).map_err(|error| {
        Error::Unmet(format!(
            "{error}\nInstall them by hand and run this again:\n  sudo apt-get install --no-install-recommends {}",
            packages.join(" ")
        ))
    })
}

/// How apt-get gets the rights it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Privilege {
    Root,
    Sudo,
    /// CI: sudo must not ask.
    SilentSudo,
}

impl Privilege {
    fn of_this_process() -> Result<Privilege, Error> {
        if steps::capture(Command::new("id").arg("-u"))?.trim() == "0" {
            Ok(Privilege::Root)
        } else if !steps::on_path("sudo") {
            Err(Error::Unmet("installing system packages needs root, and there is no sudo: run `cargo xtask setup` as root once".into()))
        } else if is_ci() {
            Ok(Privilege::SilentSudo)
        } else {
            Ok(Privilege::Sudo)
        }
    }

    fn words(self) -> &'static str {
        match self {
            Privilege::Root => "",
            Privilege::Sudo => " through sudo, which may ask for your password",
            Privilege::SilentSudo => " through sudo -n",
        }
    }

    fn apt_get(self, arguments: &[&str]) -> Command {
        // `env` sets the variable on the far side of sudo, which drops ours.
        const APT_GET: [&str; 5] =
            ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"];
        let prefix: &[&str] = match self {
            Privilege::Root => &[],
            Privilege::Sudo => &["sudo"],
            Privilege::SilentSudo => &["sudo", "-n"],
        };
        let mut words = prefix.iter().chain(&APT_GET).chain(arguments);
        let mut command = Command::new(words.next().copied().unwrap_or("apt-get"));
        command.args(words);
        command
    }
}

/// Whether nobody is there to answer a question.
pub fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// A tool from crates.io that is no dependency of the project.
#[derive(Debug, Clone, Copy)]
struct Tool {
    name: &'static str,
    version: &'static str,
    why: &'static str,
}

const TAURI_DRIVER: Tool =
    Tool { name: "tauri-driver", version: "^2", why: "It drives the window in the desktop tests." };

const CARGO_FUZZ: Tool =
    Tool { name: "cargo-fuzz", version: "^0.13", why: "It builds and runs the fuzz targets." };

/// Where tauri-driver is; installs it under the target folder when it is nowhere.
pub fn ensure_tauri_driver(workspace: &Workspace) -> Result<PathBuf, Error> {
    ensure_tool(workspace, TAURI_DRIVER)
}

/// Where cargo-fuzz is; installs it under the target folder when it is nowhere.
pub fn ensure_cargo_fuzz(workspace: &Workspace) -> Result<PathBuf, Error> {
    ensure_tool(workspace, CARGO_FUZZ)
}

fn ensure_tool(workspace: &Workspace, tool: Tool) -> Result<PathBuf, Error> {
    let Tool { name, version, why } = tool;
    let tools = workspace.tools();
    let ours = tools.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if ours.is_file() {
        println!("{name}: here already.");
        return Ok(ours);
    }
    if let Some(found) = steps::find_on_path(name) {
        println!("{name}: on the path already.");
        return Ok(found);
    }
    println!("{name} is missing and will be built into target/tools (about a minute). {why}");
    let root = tools.to_string_lossy();
    steps::run(&mut workspace.cargo(&["install", name, "--version", version, "--locked", "--root", &root]))?;
    Ok(ours)
}

fn prerequisites(os: &str) -> &'static str {
    match os {
        "macos" => {
            "macOS (not yet tried): Xcode Command Line Tools (`xcode-select --install`), Rust and Node 20 or newer."
        }
        "windows" => {
            "Windows (not yet tried): Microsoft C++ Build Tools with \u{201c}Desktop development with C++\u{201d}, the WebView2 runtime \
             (part of Windows 11), Rust (MSVC) and Node 20 or newer."
        }
        _ => {
            "This system is not known: see https://v2.tauri.app/start/prerequisites/ for what a Tauri 2 app needs."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apt_get_never_asks_in_ci() {
        let command = Privilege::SilentSudo.apt_get(&["install", "-y", "xvfb"]);
        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
        assert_eq!(command.get_program(), "sudo");
        assert_eq!(words[0], "-n");
        assert!(words.contains(&"DEBIAN_FRONTEND=noninteractive".to_owned()));
        assert_eq!(words[words.len() - 3..], ["install", "-y", "xvfb"]);
    }

    #[test]
    fn root_needs_no_sudo() {
        assert_eq!(Privilege::Root.apt_get(&["update"]).get_program(), "env");
    }

    #[test]
    fn tests_need_all_that_a_build_needs() {
        let build: Vec<_> = needed(Purpose::Build).collect();
        let test: Vec<_> = needed(Purpose::Test).collect();
        assert!(build.iter().all(|package| test.contains(package)));
        assert!(test.iter().any(|package| package.name == "xvfb"));
        assert!(!build.iter().any(|package| package.name == "xvfb"));
    }
}
