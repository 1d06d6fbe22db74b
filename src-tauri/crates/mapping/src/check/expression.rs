//! Expressions inside a row: the language's own findings, and the source names used in them.

use std::ops::Range;

use super::{Diagnostic, Difference, NameCheck, Severity, Subject, check_source_name, words};

pub(super) fn check(text: &str, subject: Subject) -> Vec<Diagnostic> {
    let mut found: Vec<_> = onramp_expression::check(text)
        .into_iter()
        .map(|diagnostic| {
            let bytes = diagnostic.span.start..diagnostic.span.end;
            let fix = diagnostic.suggestion.as_ref().map(|replacement| replaced(text, &bytes, replacement));
            Diagnostic {
                code: format!("expression.{}", diagnostic.code.as_str()),
                severity: match diagnostic.severity() {
                    onramp_expression::Severity::Error => Severity::Error,
                    onramp_expression::Severity::Warning => Severity::Warning,
                    onramp_expression::Severity::Info => Severity::Info,
                },
                subject,
                text: text.to_owned(),
                message: diagnostic.message(),
                consequence: consequence(&diagnostic).to_owned(),
                rule: None,
                span: Some(characters(text, &(diagnostic.label.start..diagnostic.label.end))),
                difference: None,
                fix,
                offers: Vec::new(),
                remedies: Vec::new(),
            }
        })
        .collect();
    found.extend(source_names(text, subject));
    found
}

fn consequence(diagnostic: &onramp_expression::Diagnostic) -> &'static str {
    use onramp_expression::{Phase, Severity};
    match (diagnostic.severity(), diagnostic.phase) {
        (Severity::Error, Phase::Evaluate) => {
            "Entra saves the expression, and it fails for everybody for whom this place is reached."
        }
        (Severity::Error, _) => "Entra can’t save the expression.",
        (Severity::Warning, Phase::Signature) => {
            "Entra saves the expression, but it most likely does not do what was meant."
        }
        _ => "Entra may read it in another way. Try it with provision on demand.",
    }
}

fn source_names(text: &str, subject: Subject) -> Vec<Diagnostic> {
    let parsed = onramp_expression::parse(text);
    onramp_expression::attributes_used(&parsed.tree)
        .into_iter()
        .filter_map(|(name, span)| {
            let bytes = span.start..span.end;
            let mut offers = Vec::new();
            let (code, severity, message, difference, fix) = match check_source_name(&name) {
                NameCheck::Known | NameCheck::Custom => return None,
                NameCheck::Near { expected, slip } => {
                    let difference = Difference::between(&name, &expected);
                    let message = words::near(&expected, slip, difference.as_ref());
                    let fix = replaced(text, &bytes, &text[bytes.clone()].replace(&name, &expected));
                    (format!("source.{}", slip.as_str()), Severity::Error, message, difference, Some(fix))
                }
                NameCheck::Ambiguous(candidates) => {
                    let whole = |name: &String| replaced(text, &bytes, &format!("[{name}]"));
                    offers.extend(candidates.iter().map(whole));
                    let message = words::ambiguous(&name, &candidates);
                    ("source.ambiguous".to_owned(), Severity::Error, message, None, None)
                }
                NameCheck::Unknown => (
                    "source.unknown".to_owned(),
                    Severity::Warning,
                    format!("[{name}] is not among Entra’s own attributes."),
                    None,
                    None,
                ),
            };
            Some(Diagnostic {
                code,
                severity,
                subject,
                text: text.to_owned(),
                message,
                consequence: "Source names are compared letter by letter: this one has no value for anyone."
                    .to_owned(),
                rule: None,
                span: Some(characters(text, &bytes)),
                difference,
                fix,
                offers,
                remedies: Vec::new(),
            })
        })
        .collect()
}

fn replaced(text: &str, bytes: &Range<usize>, replacement: &str) -> String {
    format!("{}{replacement}{}", &text[..bytes.start], &text[bytes.end..])
}

fn characters(text: &str, bytes: &Range<usize>) -> Range<usize> {
    text[..bytes.start].chars().count()..text[..bytes.end].chars().count()
}
