//! `mapping recommended`, `check`, `fix`, `convert` and `diff`.

use onramp_app::mappings::{
    CheckReport, DiffReport, Severity, check_document, diff_documents, read_document, recommended_document,
};

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
        MappingCommand::Convert { file, format } => {
            let converted = read_document(&input::read(&file)?)?.convert(format.into());
            output::verbatim(converted.document.text());
            if !converted.left_out.is_empty() {
                output::problem(&format!(
                    "An Entra schema has no place for {}: left out.",
                    converted.left_out.join(", ")
                ));
            }
            Ok(Exit::of(converted.left_out.is_empty()))
        }
        MappingCommand::Diff { before, after } => {
            let before = read_document(&input::read(&before)?)?;
            let report = diff_documents(&before, &read_document(&input::read(&after)?)?);
            match json {
                true => output::json(&report),
                false => print_changes(&report),
            }
            Ok(Exit::Fine)
        }
    }
}

fn print_changes(report: &DiffReport) {
    for change in &report.changes {
        output::plain(&change.message);
    }
    if report.changes.is_empty() {
        output::line(Mark::Good, "No difference.");
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
