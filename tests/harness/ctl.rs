//! Runs `onrampctl` with a home of its own, so that no test sees another's profile or the developer's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::process::{Finished, Process};
use crate::{Failure, Result, programs};

/// A place to run `onrampctl` in.
#[derive(Debug)]
pub struct Ctl {
    folder: TempDir,
}

impl Ctl {
    /// An empty home.
    ///
    /// # Errors
    /// [`Failure::Program`] or [`Failure::File`] when no folder can be made.
    pub fn new() -> Result<Ctl> {
        let folder =
            tempfile::Builder::new().prefix("onramp-cli-").tempdir().map_err(Failure::program("a folder"))?;
        for name in ["data", "config", "cache", "run"] {
            let path = folder.path().join(name);
            fs::create_dir(&path).map_err(Failure::file(&path))?;
        }
        Ok(Ctl { folder })
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// [`Failure::Program`] when it is not built or can't be started.
    pub fn run(&self, arguments: &[&str]) -> Result<Finished> {
        Finished::run(self.command(arguments)?)
    }

    /// Runs it to its end with a token in its environment: secrets never stand on the command line.
    ///
    /// # Errors
    /// As [`Ctl::run`].
    pub fn run_with_token(&self, token: &str, arguments: &[&str]) -> Result<Finished> {
        let mut command = self.command(arguments)?;
        command.env("ONRAMP_TOKEN", token);
        Finished::run(command)
    }

    /// Writes a file beside its home and hands back the path as an argument.
    ///
    /// # Errors
    /// [`Failure::File`] when it can't be written.
    pub fn file(&self, name: &str, content: &str) -> Result<String> {
        let path = self.path(name);
        fs::write(&path, content).map_err(Failure::file(&path))?;
        Ok(path.to_string_lossy().into_owned())
    }

    /// A path beside its home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts `practice serve` and waits for its first line, which tells where it is.
    ///
    /// # Errors
    /// As [`Ctl::run`]; [`Failure::TimedOut`] or [`Failure::Unexpected`] when the line does not come or says something
    /// else.
    pub fn serve_practice(&self, arguments: &[&str]) -> Result<PracticeRamp> {
        let data = self.path("practice").to_string_lossy().into_owned();
        let mut words = vec!["practice", "serve", "--json", "--ramp-port", "0", "--data", &data];
        words.extend(arguments);
        let mut command = self.command(&words)?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = Process::start(command)?;
        let line: Value = serde_json::from_str(&process.first_line(Duration::from_secs(30))?)?;
        let text = |key: &str| line["ramp"][key].as_str().map(str::to_owned);
        match (text("scimUrl"), text("token")) {
            (Some(scim_url), Some(token)) => Ok(PracticeRamp { _process: process, scim_url, token }),
            _ => Err(Failure::Unexpected(format!("the first line of practice serve is {line}"))),
        }
    }

    /// It with these arguments, ready to be started.
    ///
    /// # Errors
    /// [`Failure::Program`] when it is not built.
    pub fn command(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = Command::new(programs::built("onrampctl")?);
        let home: &Path = self.folder.path();
        command.args(arguments).env_clear().current_dir(home).env("HOME", home);
        command.envs(
            ["PATH", "RUST_BACKTRACE", "LLVM_PROFILE_FILE"]
                .iter()
                .filter_map(|name| Some((name, std::env::var_os(name)?))),
        );
        command.envs(
            [
                ("XDG_DATA_HOME", "data"),
                ("XDG_CONFIG_HOME", "config"),
                ("XDG_CACHE_HOME", "cache"),
                ("XDG_RUNTIME_DIR", "run"),
            ]
            .map(|(name, folder)| (name, home.join(folder))),
        );
        command.env("NO_PROXY", "127.0.0.1,localhost");
        Ok(command)
    }
}

/// A running practice Ramp. It ends with this.
#[derive(Debug)]
pub struct PracticeRamp {
    _process: Process,
    /// Where its SCIM service is.
    pub scim_url: String,
    /// Its token.
    pub token: String,
}
