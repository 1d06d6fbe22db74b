//! A session of its own for a window: folders, screen, bus and an unlocked keyring that nobody else sees, all ended with
//! it. Tests in parallel do not meet, and the developer's own keyring and settings are never touched.

use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::process::{Finished, Process};
use crate::wait::wait_until;
use crate::{Failure, Result};

/// How long a part of the session may take to come up.
const START: Duration = Duration::from_secs(20);

/// What of the developer's environment a program in the session sees. Everything else could change a result.
const KEPT: [&str; 5] = ["PATH", "RUST_BACKTRACE", "RUST_LOG", "LLVM_PROFILE_FILE", "CARGO_TERM_COLOR"];

/// What the session tells programs about the desktop's look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appearance {
    /// `prefers-color-scheme: light`.
    Light,
    /// `prefers-color-scheme: dark`.
    Dark,
}

/// The session. Its parts end in the order of the fields.
#[derive(Debug)]
pub struct PrivateSession {
    _keyring: Option<Process>,
    _bus: Process,
    _screen: Process,
    folder: TempDir,
    display: String,
    bus_address: String,
}

impl PrivateSession {
    /// Starts screen, bus and keyring and waits until each can be used.
    ///
    /// # Errors
    /// When a program is missing or does not come up.
    pub async fn open(appearance: Appearance) -> Result<PrivateSession> {
        let mut session = PrivateSession::open_without_keychain(appearance)?;
        session._keyring = Some(start_keyring(session.folder.path(), &session.bus_address)?);
        wait_until("the Secret Service", START, async || session.has_secret_service().then_some(())).await?;
        Ok(session)
    }

    /// Starts screen and bus, with nobody on the bus who keeps secrets, nor a service that could be started for it.
    ///
    /// # Errors
    /// When a program is missing or does not come up.
    pub fn open_without_keychain(appearance: Appearance) -> Result<PrivateSession> {
        let folder = tempfile::Builder::new()
            .prefix("onramp-session-")
            .tempdir()
            .map_err(Failure::program("a folder"))?;
        lay_out(folder.path(), appearance)?;
        let (screen, display) = start_screen(folder.path())?;
        let (bus, bus_address) = start_bus(folder.path())?;
        Ok(PrivateSession { _keyring: None, _bus: bus, _screen: screen, folder, display, bus_address })
    }

    /// A command in this session.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = bare_command(program, self.folder.path());
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("GDK_BACKEND", "x11")
            // No accessibility bus runs here; looking for it would only cost time.
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_A11Y", "none");
        command
    }

    /// What the Secret Service holds under an attribute, asked with `secret-tool`: another program, not our code.
    ///
    /// # Errors
    /// When `secret-tool` can't be started.
    pub fn secret_tool_search(&self, attribute: &str, value: &str) -> Result<Vec<StoredSecret>> {
        let mut command = self.command("secret-tool");
        command.args(["search", "--all", "--unlock", attribute, value]);
        // Its exit code is 1 when nothing is found.
        Ok(parse_search(&Finished::run(command)?.stdout))
    }

    /// Locks the session's keyring, as a screen lock or a log-out does. Nobody is there to unlock it again.
    ///
    /// # Errors
    /// When the Secret Service does not take the request.
    pub fn lock_keyring(&self) -> Result<()> {
        let mut command = self.command("dbus-send");
        command.args([
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ]);
        Finished::run(command)?.ended_with(0)?;
        Ok(())
    }

    /// Every file of the session that holds the text, as UTF-8 or as UTF-16 (the encoding of a web view's own stores).
    ///
    /// # Errors
    /// When a folder can't be read.
    pub fn files_containing(&self, text: &str) -> Result<Vec<PathBuf>> {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut found = Vec::new();
        for file in files_under(self.folder.path())? {
            // A file that went away in between holds nothing.
            let Ok(bytes) = fs::read(&file) else { continue };
            if contains(&bytes, text.as_bytes()) || contains(&bytes, &wide) {
                found.push(file);
            }
        }
        Ok(found)
    }

    /// The session's folder: home, settings, data, caches and temporary files all lie in it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether a program runs in this session, by the path of its executable.
    pub fn runs(&self, executable: &Path) -> bool {
        self.processes()
            .iter()
            .any(|pid| fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|path| path == executable))
    }

    /// Ids of the processes that were given this session's folder.
    fn processes(&self) -> Vec<i32> {
        let marker = self.folder.path().as_os_str().as_encoded_bytes();
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok())
            .filter(|pid| fs::read(format!("/proc/{pid}/environ")).is_ok_and(|text| contains(&text, marker)))
            .collect()
    }

    fn has_secret_service(&self) -> bool {
        let mut command = self.command("dbus-send");
        command.args([
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner",
            "string:org.freedesktop.secrets",
        ]);
        Finished::run(command).is_ok_and(|answer| answer.stdout.contains("boolean true"))
    }
}

impl Drop for PrivateSession {
    /// Ends what a program of the session left behind, such as a web view's helpers, before its bus and screen go.
    fn drop(&mut self) {
        let keyring = self._keyring.as_ref().and_then(Process::id);
        let own = [keyring, self._bus.id(), self._screen.id()];
        for pid in self.processes().into_iter().filter(|pid| !own.contains(&Some(*pid))) {
            if let Some(pid) = Pid::from_raw(pid) {
                let _ = kill_process(pid, Signal::TERM);
            }
        }
    }
}

/// An item of the Secret Service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSecret {
    /// Its label.
    pub label: String,
    /// The secret itself.
    pub secret: String,
}

fn parse_search(output: &str) -> Vec<StoredSecret> {
    let mut found: Vec<StoredSecret> = Vec::new();
    for line in output.lines() {
        if line.starts_with('[') {
            found.push(StoredSecret { label: String::new(), secret: String::new() });
        }
        let Some(item) = found.last_mut() else { continue };
        if let Some(label) = line.strip_prefix("label = ") {
            label.clone_into(&mut item.label);
        } else if let Some(secret) = line.strip_prefix("secret = ") {
            secret.clone_into(&mut item.secret);
        }
    }
    found
}

/// Folders of a session, by the variable that names each.
const FOLDERS: [(&str, &str); 6] = [
    ("HOME", "home"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_RUNTIME_DIR", "run"),
    ("TMPDIR", "tmp"),
];

fn lay_out(folder: &Path, appearance: Appearance) -> Result<()> {
    for (_, name) in FOLDERS {
        let path = folder.join(name);
        fs::create_dir(&path).map_err(Failure::file(&path))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).map_err(Failure::file(&path))?;
    }
    let dark = u8::from(appearance == Appearance::Dark);
    // Without animations a menu is never caught half open.
    let settings = format!("[Settings]\ngtk-enable-animations=0\ngtk-application-prefer-dark-theme={dark}\n");
    write(&folder.join("config/gtk-3.0/settings.ini"), &settings)?;
    write(&folder.join("bus.conf"), &bus_configuration(folder))
}

/// A bus that starts nothing by itself: what runs in the session is what the test started.
fn bus_configuration(folder: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}/run/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        folder.display()
    )
}

fn start_screen(folder: &Path) -> Result<(Process, String)> {
    let mut command = bare_command("Xvfb", folder);
    // The number it chose comes on standard output once the screen can be used.
    command.args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]);
    let mut screen = Process::start(piped(command))?;
    let number = screen.first_line(START)?;
    Ok((screen, format!(":{number}")))
}

fn start_bus(folder: &Path) -> Result<(Process, String)> {
    let mut command = bare_command("dbus-daemon", folder);
    command
        .arg(format!("--config-file={}/bus.conf", folder.display()))
        .args(["--nofork", "--print-address=1"]);
    let mut bus = Process::start(piped(command))?;
    let address = bus.first_line(START)?;
    Ok((bus, address))
}

fn start_keyring(folder: &Path, bus_address: &str) -> Result<Process> {
    const PROGRAM: &str = "gnome-keyring-daemon";
    let mut command = bare_command(PROGRAM, folder);
    command
        .args(["--foreground", "--unlock", "--components=secrets"])
        .env("DBUS_SESSION_BUS_ADDRESS", bus_address)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut keyring = Process::start(command)?;
    // Any password makes an unlocked keyring, an empty one makes none; a line break would be part of it.
    let mut input = keyring
        .take_input()
        .ok_or_else(|| Failure::Program { program: PROGRAM.into(), why: "no input".into() })?;
    input.write_all(b"test").map_err(Failure::program(PROGRAM))?;
    Ok(keyring)
}

/// A command that sees the session's folders and little else.
fn bare_command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().current_dir(folder.join("home"));
    command.envs(KEPT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    command.envs(FOLDERS.map(|(variable, name)| (variable, folder.join(name))));
    command.env("LANG", "C.UTF-8").env("NO_PROXY", "127.0.0.1,localhost");
    command
}

fn piped(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    }
    fs::write(path, text).map_err(Failure::file(path))
}

fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            // Programs still run here: a cache folder may go away while we look.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(source) => return Err(Failure::File { path: folder, source }),
        };
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                // Not the sockets of bus and keyring: reading one would block.
                Ok(kind) if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    Ok(files)
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    !wanted.is_empty() && bytes.windows(wanted.len()).any(|window| window == wanted)
}
