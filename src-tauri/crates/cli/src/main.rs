//! onrampctl: the use cases of Onramp without a window.

mod args;
mod commands;
mod failure;
mod input;
mod output;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::failure::Exit;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("ONRAMP_LOG").unwrap_or_else(|_| "error".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::problem(&format!("The program could not start: {error}"));
            return Exit::NoVerdict.into();
        }
    };
    let json = cli.json;
    match runtime.block_on(run(cli)) {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::failure(&error, json);
            failure::exit_of(&error)
        }
    }
}

async fn run(cli: Cli) -> failure::Answer {
    let json = cli.json;
    match cli.command {
        Command::Practice(args) => commands::practice::run(args, json).await,
        Command::Probe(args) => interruptible(commands::probe::run(args, json)).await,
        Command::Eval(args) => commands::eval::run(&args, json),
        Command::Mapping(args) => commands::mapping::run(args, json),
        Command::Preview(args) => interruptible(commands::preview::run(args, json)).await,
        Command::Provision(args) => interruptible(commands::provision::run(args, json)).await,
        Command::Plan(args) => interruptible(commands::entra::plan(args, json)).await,
        Command::Apply(args) => interruptible(commands::entra::apply(args, json)).await,
        Command::Undo(args) => interruptible(commands::entra::undo(args, json)).await,
        Command::Drift(args) => interruptible(commands::entra::drift(args, json)).await,
        Command::Job(args) => interruptible(commands::job::run(args, json)).await,
        Command::Runs(args) => interruptible(commands::entra::runs(args, json)).await,
        Command::Setup(args) => interruptible(commands::setup::run(args, json)).await,
        Command::Completions { shell } => {
            commands::completions(shell);
            Ok(Exit::Fine)
        }
    }
}

/// Ctrl+C ends the work and says so by its own exit code.
async fn interruptible(work: impl Future<Output = failure::Answer>) -> failure::Answer {
    tokio::select! {
        answer = work => answer,
        _ = tokio::signal::ctrl_c() => {
            output::problem("Interrupted. What was sent until now stands.");
            Ok(Exit::Interrupted)
        }
    }
}
