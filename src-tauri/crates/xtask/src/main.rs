//! Developer tasks: `cargo xtask <task>`. Each does its own set-up, says what it installs before it does, and
//! stops with a sentence when something is missing.
// A task runner talks to the terminal: that is its job.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod codegen;
mod fuzz;
mod icons;
mod node;
mod run;
mod soak;
mod steps;
mod suites;
mod system;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use steps::Error;
use workspace::Workspace;

/// One task: its name, what it does, how it is called, and the function behind it.
struct Task {
    name: &'static str,
    summary: &'static str,
    usage: &'static str,
    work: fn(&Workspace, &[String]) -> Result<ExitCode, Error>,
}

const TASKS: [Task; 8] = [
    Task { name: "run", summary: "set up, build and open the wizard", usage: run::USAGE, work: run::task },
    Task {
        name: "test",
        summary: "everything that must hold, under 20 minutes",
        usage: test::USAGE,
        work: test::task,
    },
    Task {
        name: "setup",
        summary: "install what is missing, and only that",
        usage: system::USAGE,
        work: system::task,
    },
    Task { name: "tidy", summary: "hold the layers and the imports", usage: tidy::USAGE, work: tidy::task },
    Task {
        name: "codegen",
        summary: "write the window's TypeScript bindings",
        usage: codegen::USAGE,
        work: codegen::task,
    },
    Task {
        name: "bench",
        summary: "measure against a reference, as ratios",
        usage: bench::USAGE,
        work: bench::task,
    },
    Task { name: "soak", summary: "the long checks", usage: soak::USAGE, work: soak::task },
    Task {
        name: "icons",
        summary: "make all sizes from icons/onramp.svg",
        usage: icons::USAGE,
        work: icons::task,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error}");
            if matches!(error, Error::Usage(_)) { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode, Error> {
    let Some((name, rest)) = arguments.split_first() else {
        print_tasks();
        return Ok(ExitCode::from(2));
    };
    if is_help(name) {
        print_tasks();
        return Ok(ExitCode::SUCCESS);
    }
    let task = TASKS
        .iter()
        .find(|task| task.name == name)
        .ok_or_else(|| Error::Usage(format!("there is no task `{name}`; `cargo xtask --help` lists them")))?;
    // What stands after `--` belongs to the program that is run.
    if rest.iter().take_while(|argument| *argument != "--").any(|argument| is_help(argument)) {
        println!("{}: {}\n\n{}", task.name, task.summary, task.usage.trim_end());
        return Ok(ExitCode::SUCCESS);
    }
    (task.work)(&Workspace::locate()?, rest)
}

fn is_help(argument: &str) -> bool {
    matches!(argument, "--help" | "-h" | "help")
}

fn print_tasks() {
    println!("Usage: cargo xtask <task> [options]\n");
    for task in &TASKS {
        println!("  {:<9}{}", task.name, task.summary);
    }
    println!("\n`cargo xtask <task> --help` tells more.");
}
