//! Exit codes: 0 fine, 1 a verdict with problems, 2 usage or unreadable input, 3 no verdict, 4 interrupted.

use std::process::ExitCode;

use onramp_app::error::{AppError, Side};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, nothing wrong.
    Fine,
    /// It reached its verdict and found problems.
    Problems,
    /// It could not reach its verdict.
    NoVerdict,
    /// Stopped by the person at the keyboard.
    Interrupted,
}

/// What a command comes to.
pub(crate) type Answer = Result<Exit, AppError>;

impl Exit {
    /// Fine, or problems.
    pub fn of(fine: bool) -> Self {
        if fine { Exit::Fine } else { Exit::Problems }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::Problems => 1,
            Exit::NoVerdict => 3,
            Exit::Interrupted => 4,
        })
    }
}

/// What was entered can be mended by the person; everything else kept the program from its verdict.
pub(crate) fn exit_of(error: &AppError) -> ExitCode {
    ExitCode::from(if error.side == Side::You { 2 } else { 3 })
}
