//! Programs a test starts, and ends by their own id.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::{Failure, Result};

/// How long a program may take to end after SIGTERM before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// A running program. It is ended with SIGTERM and waited for when this is dropped.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Option<Child>,
}

impl Process {
    /// Starts a program. What its standard streams are is the caller's choice.
    ///
    /// # Errors
    /// [`Failure::Program`] when it can't be started.
    pub fn start(mut command: Command) -> Result<Process> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().map_err(Failure::program(&name))?;
        Ok(Process { name, child: Some(child) })
    }

    /// The first line the program writes to its standard output, which must be piped. The rest is read and dropped, so
    /// that the program never blocks on a full pipe nor finds it closed.
    ///
    /// # Errors
    /// [`Failure::Program`] when it ends without a line; [`Failure::TimedOut`] when none comes.
    pub fn first_line(&mut self, limit: Duration) -> Result<String> {
        let output = self.child.as_mut().and_then(|child| child.stdout.take());
        let output = output.ok_or_else(|| self.failed("its standard output is not piped"))?;
        let (send, receive) = mpsc::channel();
        thread::spawn(move || read_first_line(output, &send));
        match receive.recv_timeout(limit) {
            Ok(line) if !line.is_empty() => Ok(line),
            Ok(_) | Err(mpsc::RecvTimeoutError::Disconnected) => Err(self.failed("ended without a word")),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(Failure::TimedOut {
                what: format!("the first line of {}", self.name),
                limit,
                seen: "it wrote nothing".to_owned(),
            }),
        }
    }

    /// Its standard input, once; it is closed when the caller drops it.
    pub fn take_input(&mut self) -> Option<ChildStdin> {
        self.child.as_mut().and_then(|child| child.stdin.take())
    }

    /// Its process id.
    pub fn id(&self) -> Option<i32> {
        self.child.as_ref().and_then(|child| i32::try_from(child.id()).ok())
    }

    fn failed(&self, why: &str) -> Failure {
        Failure::Program { program: self.name.clone(), why: why.to_owned() }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        let pid = Pid::from_child(&child);
        let _ = kill_process(pid, Signal::TERM);
        let (send, ended) = mpsc::channel();
        let waiting = thread::spawn(move || {
            let _ = child.wait();
            let _ = send.send(());
        });
        if ended.recv_timeout(GRACE).is_err() {
            let _ = kill_process(pid, Signal::KILL);
        }
        let _ = waiting.join();
    }
}

fn read_first_line(output: ChildStdout, first: &mpsc::Sender<String>) {
    let mut lines = BufReader::new(output).lines();
    if let Some(Ok(line)) = lines.next() {
        let _ = first.send(line.trim().to_owned());
    }
    lines.for_each(drop);
}

/// What a finished program said, and its exit code.
#[derive(Debug)]
pub struct Finished {
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Finished {
    /// Runs a program to its end, with nothing on its standard input.
    ///
    /// # Errors
    /// [`Failure::Program`] when it can't be started.
    pub fn run(mut command: Command) -> Result<Finished> {
        let name = command.get_program().to_string_lossy().into_owned();
        let output = command.stdin(Stdio::null()).output().map_err(Failure::program(&name))?;
        Ok(Finished {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Hands itself back when it ended with `code`.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] with all it said, when it ended otherwise.
    pub fn ended_with(self, code: i32) -> Result<Finished> {
        if self.code == Some(code) {
            Ok(self)
        } else {
            Err(Failure::Unexpected(format!(
                "the program ended with {:?}, not {code}\nstdout: {}\nstderr: {}",
                self.code, self.stdout, self.stderr
            )))
        }
    }

    /// Standard output as one JSON document.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] with the text, when it is none.
    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_str(&self.stdout)
            .map_err(|error| Failure::Unexpected(format!("no JSON ({error}): {}", self.stdout)))
    }
}
