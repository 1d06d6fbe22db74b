//! SCIM services that others wrote, and a proxy that holds what passes it against a description, started on the loopback
//! interface. `cargo xtask soak` and `bench` install them.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::{Finished, Process};
use crate::{Failure, Result, programs};

/// The token of every service started here. It opens nothing but a process that lives as long as the test.
pub const TOKEN: &str = "token-of-a-foreign-service";

/// How long a service may take until it listens.
const START: Duration = Duration::from_secs(30);

/// A SCIM service of somebody else's. It ends with this.
#[derive(Debug)]
pub struct Foreign {
    _process: Process,
    /// Its SCIM URL.
    pub url: String,
}

impl Foreign {
    /// scim2-server (PyPI), which keeps everything in memory.
    ///
    /// # Errors
    /// [`Failure::Program`] when it is not installed or does not start, [`Failure::TimedOut`] when it does not listen.
    pub fn scim2_server() -> Result<Foreign> {
        let address = free_address()?;
        let mut command = Command::new(python_program("scim2-server")?);
        command.args(["--hostname", "127.0.0.1", "--bearer-token", TOKEN, "--port"]);
        command.arg(address.port().to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Process::start(command)?;
        until_open(address, "scim2-server")?;
        Ok(Foreign { _process: process, url: format!("http://{address}/v2") })
    }

    /// The service of tests/foreign/scimmy, made of scimmy-routers (npm).
    ///
    /// # Errors
    /// As [`Foreign::scim2_server`].
    pub fn scimmy() -> Result<Foreign> {
        let program = programs::target_folder()?.join("tools/scimmy/server.mjs");
        if !program.is_file() {
            return Err(not_installed("scimmy"));
        }
        let mut command = Command::new("node");
        command.arg(program).arg("0").env("SCIM_TOKEN", TOKEN).env("NODE_ENV", "production");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = Process::start(command)?;
        let line: Value = serde_json::from_str(&process.first_line(START)?)?;
        match line["url"].as_str() {
            Some(url) => Ok(Foreign { _process: process, url: url.to_owned() }),
            None => Err(Failure::Unexpected(format!("the first line of scimmy is {line}"))),
        }
    }
}

/// Stoplight Prism (npm) as a proxy: it holds every request and every answer against an OpenAPI description. A breach is
/// answered with an error of Prism's own, 422 for a request, which then goes no further, or is named in the header
/// `sl-violations`.
#[derive(Debug)]
pub struct Prism {
    _process: Process,
    /// Where it listens. Paths below it are those of the description.
    pub url: String,
}

impl Prism {
    /// A proxy between its own address and `upstream`, which has whatever comes before the description's paths.
    ///
    /// # Errors
    /// As [`Foreign::scim2_server`].
    pub fn start(description: &Path, upstream: &str) -> Result<Prism> {
        let program =
            programs::target_folder()?.join("tools/prism/node_modules/@stoplight/prism-cli/dist/index.js");
        if !program.is_file() {
            return Err(not_installed("prism"));
        }
        let address = free_address()?;
        let mut command = Command::new("node");
        command.arg(program).arg("proxy").arg(description).arg(upstream);
        command.args(["--errors", "--host", "127.0.0.1", "--verboseLevel", "silent", "--port"]);
        command.arg(address.port().to_string()).env("NO_PROXY", "127.0.0.1,localhost");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Process::start(command)?;
        until_open(address, "prism")?;
        Ok(Prism { _process: process, url: format!("http://{address}") })
    }
}

/// Runs the suite scim2-tester (PyPI) over a service: all it printed, and 0 when every check passed.
///
/// # Errors
/// [`Failure::Program`] when it is not installed or can't be started.
pub fn scim2_tester(url: &str, token: &str) -> Result<Finished> {
    let mut command = Command::new(python_program("scim2")?);
    command.args(["--url", url, "test"]);
    // By the environment, because other people on a computer can read command lines.
    command.env("SCIM_CLI_HEADERS", format!("Authorization: Bearer {token}")).env("NO_COLOR", "1");
    command.env("NO_PROXY", "127.0.0.1,localhost");
    Finished::run(command)
}

fn python_program(name: &str) -> Result<PathBuf> {
    let program = programs::target_folder()?.join("tools/scim2/bin").join(name);
    if program.is_file() { Ok(program) } else { Err(not_installed(name)) }
}

fn not_installed(name: &str) -> Failure {
    Failure::Program {
        program: name.to_owned(),
        why: "is not installed: `cargo xtask soak` and `cargo xtask bench` do it".to_owned(),
    }
}

/// An address nobody listens on, for a program that cannot choose one by itself.
fn free_address() -> Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(Failure::program("a free port"))
}

fn until_open(address: SocketAddr, what: &str) -> Result<()> {
    /// How long one attempt may take; a closed port on this computer refuses at once.
    const ATTEMPT: Duration = Duration::from_millis(200);
    let begin = Instant::now();
    while TcpStream::connect_timeout(&address, ATTEMPT).is_err() {
        if begin.elapsed() > START {
            return Err(Failure::TimedOut {
                what: format!("{what} to listen"),
                limit: START,
                seen: "its port stayed closed".to_owned(),
            });
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
    Ok(())
}
