//! One file per command. Each reads its input, calls a use case, prints the answer.

pub(crate) mod entra;
pub(crate) mod eval;
pub(crate) mod job;
pub(crate) mod mapping;
pub(crate) mod practice;
pub(crate) mod preview;
pub(crate) mod probe;
pub(crate) mod provision;
pub(crate) mod setup;

use clap::CommandFactory;

use crate::args::Cli;

/// Prints completions.
pub(crate) fn completions(shell: clap_complete::Shell) {
    clap_complete::generate(shell, &mut Cli::command(), "onrampctl", &mut std::io::stdout());
}
