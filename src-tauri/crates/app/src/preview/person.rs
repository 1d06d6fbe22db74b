//! The forecast for one person: the same engine and the same rules that a real run meets.

use jiff::Timestamp;
use onramp_entra::{
    Action, Dialect, Directory, DirectoryUser, Finding, ManagerAction, Mode, Next, Provisioning, Report,
    SkipReason, flows,
};
use onramp_mapping::{MappingTable, RowOutcome};
use onramp_ramp::{
    Account, Code, Effect, Facts, Manager, Operation, Outcome, RequestFacts, Settings, decide, words,
};
use onramp_scim::request::{ScimAnswer, ScimRequest};
use serde_json::{Map, Value, json};

use super::{Consequence, PersonPreview, PlannedRequest, PreviewKind, ValueRow, summary};
use crate::expressions::context_of;
use crate::mappings::{MappingDiagnostic, MappingField, Severity, mapping_type};

/// Forecasts one person where Ramp is not asked and counts as empty.
pub(super) fn forecast_unasked(
    table: &MappingTable,
    directory: &Directory,
    user: &DirectoryUser,
    settings: &Settings,
    now: Timestamp,
) -> PersonPreview {
    let report = against_nobody(table, directory, user, now);
    let mut preview = forecast(table, directory, user, settings, &report);
    preview.consequences.push(Consequence {
        code: "ramp.not-asked".to_owned(),
        severity: Severity::Info,
        text: "Ramp was not asked who is there already".to_owned(),
        rule: None,
    });
    preview
}

/// Forecasts one person from a dry run.
pub(crate) fn forecast(
    table: &MappingTable,
    directory: &Directory,
    user: &DirectoryUser,
    settings: &Settings,
    report: &Report,
) -> PersonPreview {
    let resource = resource(report, table);
    let account = account(report, directory, user);
    let facts = RequestFacts::new(&resource, &account);
    let mut outcome = decide(&facts, settings);
    match &report.manager {
        ManagerAction::NotInTarget { .. } | ManagerAction::NotInDirectory => {
            outcome.insert(Code::ManagerNotInRamp)
        }
        ManagerAction::WouldLink { .. } | ManagerAction::Linked { .. } => outcome.insert(Code::ManagerLinked),
        _ => {}
    }
    let kind = kind(report, outcome);
    let sends = !matches!(kind, PreviewKind::Skipped | PreviewKind::Unchanged);
    let location = facts.locality().or(settings.default_location.as_deref()).unwrap_or_default().to_owned();
    let department =
        facts.department().or(settings.default_department.as_deref()).unwrap_or_default().to_owned();
    let person = user.display_name();
    let manager_name = manager_name(directory, user);
    let names = words::Names {
        person: &person,
        location: &location,
        department: &department,
        manager: &manager_name,
        ..words::Names::default()
    };
    let consequences = if sends { consequences(outcome, &names) } else { Vec::new() };
    PersonPreview {
        headline: headline(kind, report, outcome, &names),
        kind,
        consequences,
        values: values(table, report, directory, user),
        request: report.write.as_ref().map(planned),
        then: report.then.as_ref().map(planned),
        diagnostics: diagnostics(table, report),
        person: summary(user),
    }
}

/// A dry run against a service where nobody is.
fn against_nobody(
    table: &MappingTable,
    directory: &Directory,
    user: &DirectoryUser,
    now: Timestamp,
) -> Report {
    let manager = directory.manager_of(user).cloned();
    let (dialect, mode, context) = (Dialect::Cycle, Mode::DryRun, context_of(user, now));
    let mut engine = Provisioning::new(table.clone(), user.clone(), manager, dialect, mode, context);
    while let Next::Send { .. } = engine.advance() {
        engine.answer(Some(ScimAnswer::new(200, json!({"totalResults": 0, "Resources": []}))));
    }
    engine.into_report()
}

/// What Ramp would hold if the write went through: the stored user with the changes, or the create's body.
pub(crate) fn resource(report: &Report, table: &MappingTable) -> Map<String, Value> {
    let mut resource = match &report.before {
        Some(Value::Object(members)) => members.clone(),
        _ => Map::new(),
    };
    for value in &report.evaluated.rows {
        let (Some(row), Some(sent)) = (table.rows.get(value.row), value.sent()) else { continue };
        if !flows(row, &value.outcome, report.before.is_none()) {
            continue;
        }
        if let Ok(path) = onramp_scim::path::AttributePath::parse(&row.target) {
            onramp_scim::path::set_exact(&mut resource, &path, sent.clone());
        }
    }
    resource
}

fn account(report: &Report, directory: &Directory, user: &DirectoryUser) -> Account {
    let was_active = |before: &Value| !matches!(before.get("active"), Some(Value::Bool(false)));
    let operation = match &report.before {
        None => Operation::Create,
        Some(before) => Operation::Update { was_active: was_active(before) },
    };
    let current_email = report.before.as_ref().and_then(|before| {
        let path = onramp_scim::path::AttributePath::parse("emails[type eq \"work\"].value").ok()?;
        onramp_scim::path::get_exact(before, &path)?.as_str().map(str::to_owned)
    });
    Account {
        operation,
        user_name_taken: false,
        // The manager follows in a PATCH of its own, when the invite is out already (R8).
        manager: Manager::None,
        is_manager: directory.is_manager(user),
        current_email,
        ..Account::default()
    }
}

fn kind(report: &Report, outcome: Outcome) -> PreviewKind {
    match report.action {
        Action::Skip(SkipReason::RedundantExport) => PreviewKind::Unchanged,
        Action::Skip(_) | Action::Failed => PreviewKind::Skipped,
        _ if outcome.is_refused() => PreviewKind::Refused,
        Action::Create => PreviewKind::Invited,
        Action::Update => PreviewKind::Updated,
        Action::Disable => PreviewKind::Deactivated,
    }
}

fn manager_name(directory: &Directory, user: &DirectoryUser) -> String {
    match (directory.manager_of(user), &user.manager) {
        (Some(manager), _) => manager.display_name(),
        (None, Some(reference)) => reference.display_name.clone().unwrap_or_else(|| reference.id.clone()),
        (None, None) => String::new(),
    }
}

fn consequences(outcome: Outcome, names: &words::Names<'_>) -> Vec<Consequence> {
    let refused = outcome.is_refused();
    outcome
        .codes()
        // A refused request has no consequences, and the headline says invited or refused already. Which locations
        // and departments Ramp has is not told over SCIM, so "is created" would promise too much.
        .filter(|code| !refused || code.effect() == Effect::Refusal)
        .filter(|code| !matches!(code, Code::Updated))
        .map(|code| Consequence {
            code: code.as_str().to_owned(),
            severity: match code.effect() {
                Effect::Refusal => Severity::Error,
                Effect::Warning => Severity::Warning,
                Effect::Consequence => Severity::Info,
            },
            text: match code {
                Code::LocationCreated => format!("Location {}, created if it is new", names.location),
                Code::DepartmentCreated => format!("Department {}, created if it is new", names.department),
                _ => words::short(code, names),
            },
            rule: Some(code.rule().to_string()),
        })
        .collect()
}

fn headline(kind: PreviewKind, report: &Report, outcome: Outcome, names: &words::Names<'_>) -> String {
    let person = names.person;
    match kind {
        PreviewKind::Invited => format!("Ramp invites {person}."),
        PreviewKind::Updated => match report.changes.len() {
            0 => format!("{person} is in Ramp. The manager is added."),
            1 => format!("{person} is in Ramp. 1 value changes."),
            n => format!("{person} is in Ramp. {n} values change."),
        },
        PreviewKind::Unchanged => {
            format!("{person} is in Ramp, and everything is equal. Entra sends nothing.")
        }
        PreviewKind::Deactivated => format!("Ramp deactivates {person}. The account is kept."),
        PreviewKind::Refused => {
            crate::words::refusal::headline("Ramp refuses", person, &reasons(outcome, names))
        }
        PreviewKind::Skipped => skipped(report, person),
    }
}

fn reasons(outcome: Outcome, names: &words::Names<'_>) -> Vec<String> {
    outcome.codes().filter_map(|code| words::refusal(code, names)).collect()
}

fn skipped(report: &Report, person: &str) -> String {
    match (&report.action, report.steps.last().map(|step| &step.finding)) {
        (Action::Skip(reason), _) => crate::words::run::skip(*reason, person),
        (_, Some(Finding::Duplicate { count })) => {
            format!("{count} users in Ramp match {person}. Entra changes none of them.")
        }
        _ => format!("Ramp’s answer does not tell whether {person} is there. Entra would stop here."),
    }
}

fn values(
    table: &MappingTable,
    report: &Report,
    directory: &Directory,
    user: &DirectoryUser,
) -> Vec<ValueRow> {
    let rows = report.evaluated.rows.iter();
    rows.filter_map(|value| {
        let row = table.rows.get(value.row)?;
        let is_manager = matches!(value.outcome, RowOutcome::Reference(_));
        let source_value = match &row.source {
            onramp_mapping::Source::Expression(text) => first_attribute(text, user),
            _ if is_manager => Some(manager_name(directory, user)),
            _ => value.source.as_text().filter(|text| !text.is_empty()),
        };
        // A value that would go out on a create, yet not on this change.
        let goes = !flows(row, &value.outcome, true) || flows(row, &value.outcome, report.before.is_none());
        Some(ValueRow {
            mapping_type: mapping_type(&row.source),
            source: row.source.text().to_owned(),
            source_value,
            target: row.target.clone(),
            target_value: value.sent().filter(|_| goes).cloned(),
            note: if goes {
                note(&value.outcome, report)
            } else {
                Some("on create only, so not now".to_owned())
            },
        })
    })
    .collect()
}

/// The value of the first attribute an expression reads, to show beside it.
fn first_attribute(expression: &str, user: &DirectoryUser) -> Option<String> {
    let parsed = onramp_expression::parse(expression);
    let (name, _) = onramp_expression::attributes_used(&parsed.tree).into_iter().next()?;
    user.attributes.get(&name).and_then(onramp_expression::Value::as_text)
}

fn note(outcome: &RowOutcome, report: &Report) -> Option<String> {
    Some(match outcome {
        RowOutcome::Sent(_) => return None,
        RowOutcome::Default(_) => "the default value, on create only".to_owned(),
        RowOutcome::Empty => "empty, so nothing is sent".to_owned(),
        RowOutcome::Dropped => "left out by the expression".to_owned(),
        RowOutcome::Failed(errors) => {
            errors.first().map_or_else(String::new, onramp_expression::Diagnostic::message)
        }
        RowOutcome::NoPath => "not a name that can be sent".to_owned(),
        RowOutcome::Reference(_) => match &report.manager {
            ManagerAction::WouldLink { .. } | ManagerAction::Linked { .. } => {
                "sent by itself, after the create"
            }
            ManagerAction::AlreadyLinked { .. } => "set in Ramp already",
            ManagerAction::NotInTarget { .. } => "left out: the manager is not in Ramp yet",
            ManagerAction::NotInDirectory => "left out: the directory does not hold the manager",
            _ => "not sent",
        }
        .to_owned(),
    })
}

fn planned(request: &ScimRequest) -> PlannedRequest {
    PlannedRequest {
        method: request.method.to_string(),
        path: request.path.clone(),
        body: request.body.clone(),
    }
}

/// Rows whose expression has no value for this person.
fn diagnostics(table: &MappingTable, report: &Report) -> Vec<MappingDiagnostic> {
    let rows = report.evaluated.rows.iter();
    rows.filter_map(|value| {
        let RowOutcome::Failed(errors) = &value.outcome else { return None };
        let row = table.rows.get(value.row)?;
        let error = errors.first()?;
        Some(MappingDiagnostic {
            code: format!("expression.{}", error.code.as_str()),
            severity: Severity::Error,
            row: Some(value.row.to_string()),
            field: MappingField::Source,
            group: None,
            clause: None,
            subject: row.source.text().to_owned(),
            message: error.message(),
            consequence: format!("{} has no value for this person.", row.target),
            rule: None,
            span: None,
            first_difference: None,
            fix: None,
            offers: Vec::new(),
            remedies: Vec::new(),
        })
    })
    .collect()
}
