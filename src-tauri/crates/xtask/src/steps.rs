//! Runs commands one after another: a heading, the command, its time, and a readable end when it fails.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The task was called in a way it does not know.
    #[error("{0}")]
    Usage(String),
    /// Something outside the project is missing; the text says what and how to get it.
    #[error("{0}")]
    Unmet(String),
    /// A program could not be started.
    #[error("`{program}` could not be started: {source}")]
    Start {
        /// The program's name.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A program ran and reported a failure.
    #[error("`{command}` ended with {status}")]
    Failed {
        /// The command as it could be typed.
        command: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A check ran and found something; the findings are printed already.
    #[error("{0}")]
    Findings(String),
}

impl Error {
    /// For `map_err` on file operations: names the file.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.into();
        move |source| Error::File { path, source }
    }
}

/// Prints what comes next.
pub fn heading(title: &str) {
    println!("\n\u{2500}\u{2500} {title}");
    // The commands that follow write to the same terminal by themselves.
    let _ = std::io::stdout().flush();
}

/// Runs a command that shares our terminal.
pub fn run(command: &mut Command) -> Result<(), Error> {
    let status = status(command)?;
    if status.success() { Ok(()) } else { Err(Error::Failed { command: shown(command), status }) }
}

/// Runs a command that shares our terminal and hands back how it ended.
pub fn status(command: &mut Command) -> Result<ExitStatus, Error> {
    println!("$ {}", shown(command));
    let _ = std::io::stdout().flush();
    command.status().map_err(|source| start(command, source))
}

/// Runs a command silently and hands back its standard output.
pub fn capture(command: &mut Command) -> Result<String, Error> {
    let output = command.output().map_err(|source| start(command, source))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Error::Failed { command: shown(command), status: output.status })
    }
}

/// A child's exit code as ours; a child ended by a signal counts as a failure.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Whether a program is on the search path.
pub fn on_path(program: &str) -> bool {
    find_on_path(program).is_some()
}

/// Where a program is on the search path.
pub fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
}

fn start(command: &Command, source: std::io::Error) -> Error {
    Error::Start { program: command.get_program().to_string_lossy().into_owned(), source }
}

fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    command.get_args().fold(name, |line, argument| {
        let argument = argument.to_string_lossy();
        if argument.contains(' ') { format!("{line} '{argument}'") } else { format!("{line} {argument}") }
    })
}

/// How a part of a longer task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    NotRun,
}

/// Runs named parts until one fails, and tells at the end what was run and how long it took.
#[derive(Default)]
pub struct Parts {
    done: Vec<(String, Outcome, Duration)>,
    notes: Vec<String>,
    failure: Option<Error>,
}

impl Parts {
    /// Runs a part, unless one before it failed.
    pub fn part(&mut self, title: &str, work: impl FnOnce() -> Result<(), Error>) {
        if self.failure.is_some() {
            self.done.push((title.to_owned(), Outcome::NotRun, Duration::ZERO));
            return;
        }
        heading(title);
        let begin = Instant::now();
        let result = work();
        let outcome = if result.is_ok() { Outcome::Passed } else { Outcome::Failed };
        self.done.push((title.to_owned(), outcome, begin.elapsed()));
        self.failure = result.err();
    }

    /// Something the reader of the summary should know, such as a part that was left out.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Prints the summary and hands back the first failure.
    pub fn finish(self) -> Result<ExitCode, Error> {
        heading("Summary");
        print!("{}", summary(&self.done));
        for note in &self.notes {
            println!("  note: {note}");
        }
        match self.failure {
            Some(error) => Err(error),
            None => Ok(ExitCode::SUCCESS),
        }
    }
}

fn summary(parts: &[(String, Outcome, Duration)]) -> String {
    let width = parts.iter().map(|(title, ..)| title.chars().count()).max().unwrap_or(0);
    let total: Duration = parts.iter().map(|(.., time)| *time).sum();
    let mut table = String::new();
    for (title, outcome, time) in parts {
        let line = match outcome {
            Outcome::Passed => format!("  pass  {title:<width$}  {:>8}", shown_time(*time)),
            Outcome::Failed => format!("  FAIL  {title:<width$}  {:>8}", shown_time(*time)),
            Outcome::NotRun => format!("  \u{2013}     {title:<width$}   not run"),
        };
        table.push_str(&line);
        table.push('\n');
    }
    table.push_str(&format!("        {:<width$}  {:>8}\n", "", shown_time(total)));
    table
}

fn shown_time(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_failure_the_rest_is_not_run_but_listed() {
        let mut parts = Parts::default();
        parts.part("first", || Ok(()));
        parts.part("second", || Err(Error::Unmet("no node".into())));
        parts.part("third", || panic!("must not run"));
        let outcomes: Vec<Outcome> = parts.done.iter().map(|(_, outcome, _)| *outcome).collect();
        assert_eq!(outcomes, [Outcome::Passed, Outcome::Failed, Outcome::NotRun]);
        assert_eq!(parts.finish().expect_err("the failure comes out").to_string(), "no node");
    }

    #[test]
    fn the_summary_lines_up_and_adds_up() {
        let parts = [
            ("lint".to_owned(), Outcome::Passed, Duration::from_millis(1500)),
            ("desktop".to_owned(), Outcome::Failed, Duration::from_secs(65)),
            ("bench".to_owned(), Outcome::NotRun, Duration::ZERO),
        ];
        assert_eq!(
            summary(&parts),
            "  pass  lint        1.5 s\n  FAIL  desktop  1 m 05 s\n  \u{2013}     bench     not run\n                 1 m 06 s\n"
        );
    }

    #[test]
    fn a_command_is_shown_as_it_could_be_typed() {
        let mut command = Command::new("cargo");
        command.args(["nextest", "run", "-E", "not binary(desktop)"]);
        assert_eq!(shown(&command), "cargo nextest run -E 'not binary(desktop)'");
    }
}
