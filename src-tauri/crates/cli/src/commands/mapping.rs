//! `mapping recommended`, `check` and `fix`.

use onramp_app::mappings::{CheckReport, Severity, check_document, read_document, recommended_document};

use crate::args::{MappingArgs, MappingCommand};
use crate::failure::{Answer, Exit};
use crate::output::Mark;
use crate::{input, output};

pub(crate) fn run(args: MappingArgs, json: bool) -> Answer {
    match args.command {
        MappingCommand::Recommended { format } => {
            output::verbatim(recommended_document(format.into()).text());
            Ok(Exit::Fine)
        }
        MappingCommand::Check { file } => {
            let report = check_document(&read_document(&input::read(&file)?)?);
            match json {
                true => output::json(&report),
                false => print(&report),
            }
            Ok(Exit::of(report.is_clean()))
        }
        MappingCommand::Fix { file } => {
            let mut document = read_document(&input::read(&file)?)?;
            document.fix();
            output::verbatim(document.text());
            // What has no one right answer is left for a person.
            Ok(Exit::of(check_document(&document).is_clean()))
        }
    }
}

fn print(report: &CheckReport) {
    for finding in &report.diagnostics {
        let mark = match finding.severity {
            Severity::Error => Mark::Bad,
            Severity::Warning => Mark::Caution,
            Severity::Info => Mark::Quiet,
        };
        let subject = if finding.subject.is_empty() { "the table" } else { &finding.subject };
        output::line(mark, &format!("{subject}: {}", finding.message));
        output::more(&finding.consequence);
        if let Some(fix) = &finding.fix {
            output::more(&format!("› {}", fix.replacement));
        }
    }
    if report.is_clean() {
        output::line(Mark::Good, "No error, no warning.");
    }
}
