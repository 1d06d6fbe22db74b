//! What can be said of a filter without a person.

use std::collections::BTreeMap;

use onramp_expression::{Regex, Value};

use super::evaluate::{ReadyClause, ReadyGroup, Verdict, integer};
use super::{Arity, Clause, FilterGroup, Operator, ScopingFilter};
use crate::check::{Diagnostic, Edit, Field, NameCheck, Remedy, Severity, Subject, check_source_name};

/// Source attributes a filter can't test, and why (`entra-scim-client.md` §8.4).
const UNSUPPORTED: [(&str, &str); 8] = [
    ("manager", "it is a reference"),
    ("members", "it has several values"),
    ("appRoleAssignments", "it has several values"),
    ("otherMails", "it has several values"),
    ("proxyAddresses", "it has several values"),
    ("userType", "Entra does not support it there"),
    ("employeeHireDate", "it is a date"),
    ("employeeLeaveDateTime", "it is a date"),
];

/// Attributes that hold true or false.
const BOOLEAN: [&str; 3] = ["accountEnabled", "dirSyncEnabled", "IsSoftDeleted"];

/// Everything that can be found in a filter, in its order.
pub fn check(filter: &ScopingFilter) -> Vec<Diagnostic> {
    let lists = [&filter.groups, &filter.input_filter_groups, &filter.category_filter_groups];
    let mut found: Vec<_> = lists
        .into_iter()
        .flatten()
        .enumerate()
        .flat_map(|(index, group)| check_group(index, group))
        .collect();
    if !filter.input_filter_groups.is_empty() || !filter.category_filter_groups.is_empty() {
        let place = Place { group: None, clause: None };
        found.push(place.finding("scope.experimental", Severity::Info, "").saying(
            "The filter has groups that only Graph can set, inputFilterGroups or categoryFilterGroups.",
            "Microsoft calls them experimental. Who fails inputFilterGroups is not read any more, and so is not \
             deactivated either.",
        ));
    }
    found
}

/// Where in the filter a finding stands.
#[derive(Clone, Copy)]
struct Place {
    group: Option<usize>,
    clause: Option<usize>,
}

impl Place {
    fn finding(self, code: &str, severity: Severity, text: &str) -> Diagnostic {
        let field = Field::Scope { group: self.group, clause: self.clause };
        Diagnostic::new(code, severity, Subject { row: None, field }, text)
    }

    /// Another clause in its place.
    fn change(self, to: Clause) -> Option<Edit> {
        Some(Edit::SetClause { group: self.group?, clause: self.clause?, to })
    }

    fn offer(self, title: impl Into<String>, to: Clause) -> Option<Remedy> {
        Some(Remedy::offered(title, vec![self.change(to)?]))
    }
}

fn check_group(index: usize, group: &FilterGroup) -> Vec<Diagnostic> {
    let place = Place { group: Some(index), clause: None };
    if group.clauses.is_empty() {
        let remedy = Remedy::offered("Remove the group", vec![Edit::RemoveGroup { group: index }]);
        return vec![
            place
                .finding("scope.empty-group", Severity::Warning, &group.name)
                .saying(
                    "The group has no clauses.",
                    "Microsoft’s pages don’t say what that means. Read literally nothing in it can fail, so that \
                     everybody who is assigned is in scope.",
                )
                .remedied(remedy),
        ];
    }
    let mut found = Vec::new();
    for (clause_index, clause) in group.clauses.iter().enumerate() {
        let place = Place { clause: Some(clause_index), ..place };
        let checks = [attribute, unsupported_attribute, operator, value, pattern, operand_type, left_open];
        found.extend(checks.into_iter().filter_map(|check| check(place, clause)));
    }
    found.extend(never_holds(place, group));
    found
}

fn attribute(place: Place, clause: &Clause) -> Option<Diagnostic> {
    let name = clause.attribute.as_str();
    if UNSUPPORTED.iter().any(|(unsupported, _)| *unsupported == name) {
        return None;
    }
    let never = "Attribute names are compared letter by letter: this one is empty for everybody, and the clause is \
                 false.";
    match check_source_name(name) {
        NameCheck::Known | NameCheck::Custom => None,
        NameCheck::Near { expected, .. } => {
            let edit = place.change(Clause { attribute: expected.clone(), ..clause.clone() })?;
            Some(
                place
                    .finding("scope.attribute-name", Severity::Error, name)
                    .saying(format!("Entra has no attribute {name}. {expected} is right."), never)
                    .remedied(Remedy::safe(format!("Write {expected}"), vec![edit])),
            )
        }
        NameCheck::Ambiguous(names) => {
            let finding = place.finding("scope.attribute-name", Severity::Error, name);
            let finding = finding.saying(format!("Entra has no attribute {name}. Choose the one you mean."), never);
            let offer = |attribute: &String| {
                place.offer(format!("Write {attribute}"), Clause { attribute: attribute.clone(), ..clause.clone() })
            };
            Some(names.iter().map(offer).fold(finding, Diagnostic::remedied))
        }
        NameCheck::Unknown if name.trim().is_empty() => Some(
            place
                .finding("scope.unknown-attribute", Severity::Error, name)
                .saying("The clause has no attribute.", "Entra can’t save it."),
        ),
        NameCheck::Unknown => Some(place.finding("scope.unknown-attribute", Severity::Warning, name).saying(
            format!("{name} is not among Entra’s own attributes."),
            "If it is not an attribute you added to the source, it is empty for everybody, and the clause is false.",
        )),
    }
}

fn unsupported_attribute(place: Place, clause: &Clause) -> Option<Diagnostic> {
    let (name, why) = UNSUPPORTED.iter().find(|(name, _)| *name == clause.attribute)?;
    Some(place.finding("scope.unsupported-attribute", Severity::Error, name).saying(
        format!("{name} can’t be tested in a scoping filter: {why}."),
        "Entra does not save the filter, or the clause is false for everybody.",
    ))
}

fn operator(place: Place, clause: &Clause) -> Option<Diagnostic> {
    let name = clause.operator.name();
    let finding = place.finding("scope.unsupported-operator", Severity::Error, name);
    match &clause.operator {
        Operator::IsMemberOf => Some(finding.saying(
            "IsMemberOf is listed, but Microsoft does not support it.",
            "The clause holds for nobody. Assign the group to the application instead.",
        )),
        Operator::Other(written) => {
            let nearest = Operator::ALL.into_iter().find(|known| {
                let names = std::iter::once(known.name()).chain(known.spellings().iter().copied());
                names.into_iter().any(|name| folded(name) == folded(written))
            });
            let message = match &nearest {
                Some(nearest) => format!("Entra has no operator {written}. {} is right.", nearest.name()),
                None => format!("Entra has no operator {written}."),
            };
            let remedy = nearest.and_then(|operator| {
                let title = format!("Write {}", operator.name());
                let edit = place.change(Clause { operator, ..clause.clone() })?;
                Some(Remedy::safe(title, vec![edit]))
            });
            Some(finding.saying(message, "Entra does not save the filter.").remedied(remedy))
        }
        _ => None,
    }
}

fn folded(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, ' ' | '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}

fn value(place: Place, clause: &Clause) -> Option<Diagnostic> {
    let value = clause.value.as_deref().unwrap_or_default();
    let finding = |code, severity| place.finding(code, severity, value);
    match clause.operator.arity()? {
        Arity::Binary if value.is_empty() => Some(finding("scope.missing-value", Severity::Error).saying(
            format!("{} has nothing to compare {} with.", clause.operator.name(), clause.attribute),
            "Entra can’t save the clause without a value. Use IS NULL or IS NOT NULL to ask whether there is one.",
        )),
        Arity::Unary if !value.is_empty() => {
            let edit = place.change(Clause { value: None, further_values: Vec::new(), ..clause.clone() })?;
            Some(
                finding("scope.surplus-value", Severity::Warning)
                    .saying(
                        format!("{} takes no value.", clause.operator.name()),
                        "Entra asks about the attribute alone: the value does nothing.",
                    )
                    .remedied(Remedy::safe("Take the value away", vec![edit])),
            )
        }
        _ if !clause.further_values.is_empty() => {
            Some(finding("scope.several-values", Severity::Warning).saying(
                format!("{} is compared with several values.", clause.attribute),
                "Microsoft’s pages know one value for each clause; only the first is looked at here. Use a group for \
                 each, or a pattern.",
            ))
        }
        _ if value.trim() != value && clause.operator.arity() == Some(Arity::Binary) => {
            let trimmed = Clause { value: Some(value.trim().to_owned()), ..clause.clone() };
            Some(
                finding("scope.blank-in-value", Severity::Warning)
                    .saying(
                        "The value begins or ends with a blank.",
                        "Values are compared letter by letter, blanks too: hardly anybody’s attribute has this one.",
                    )
                    .remedied(place.offer("Take the blanks away", trimmed)),
            )
        }
        _ => None,
    }
}

fn has_pattern(clause: &Clause) -> bool {
    matches!(clause.operator, Operator::RegexMatch | Operator::NotRegexMatch)
}

fn pattern(place: Place, clause: &Clause) -> Option<Diagnostic> {
    let text = clause.value.as_deref().filter(|text| !text.is_empty() && has_pattern(clause))?;
    let error = match Regex::new(text) {
        Err(error) => error,
        Ok(_) if text.starts_with('^') && text.ends_with('$') => return None,
        Ok(_) => {
            return Some(place.finding("scope.unanchored-pattern", Severity::Info, text).saying(
                "The pattern is looked for anywhere in the value.",
                "A longer value that contains it matches too: begin with ^ and end with $ to compare the whole.",
            ));
        }
    };
    Some(place.finding("scope.bad-pattern", Severity::Error, text).saying(
        format!("The pattern can’t be read: {}.", error.to_string().trim_end_matches('.')),
        "The clause holds for nobody, and Entra may not save it.",
    ))
}

/// Operators and the types they test (`scoping.json`, `attributeTypes`).
fn operand_type(place: Place, clause: &Clause) -> Option<Diagnostic> {
    let Clause { attribute, operator, .. } = clause;
    let value = clause.value.as_deref().unwrap_or_default();
    let is_boolean = BOOLEAN.contains(&attribute.as_str());
    let finding = |severity| place.finding("scope.operand-type", severity, value);
    match operator {
        Operator::GreaterThan | Operator::GreaterThanOrEquals if is_boolean => {
            Some(finding(Severity::Error).saying(
                format!("{attribute} is true or false, and {} compares whole numbers.", operator.name()),
                "The clause holds for nobody.",
            ))
        }
        Operator::GreaterThan | Operator::GreaterThanOrEquals
            if !value.is_empty() && integer(value).is_none() =>
        {
            let what = if looks_like_a_date(value) { "a date" } else { "no whole number" };
            Some(finding(Severity::Error).saying(
                format!("{} compares whole numbers, and {value} is {what}.", operator.name()),
                "The clause holds for nobody. Entra’s filters compare neither dates nor fractions.",
            ))
        }
        Operator::IsTrue | Operator::IsFalse if !is_boolean && is_text(attribute) => {
            Some(finding(Severity::Error).saying(
                format!("{attribute} is text, and {} asks about true or false.", operator.name()),
                "The clause holds for nobody.",
            ))
        }
        Operator::IsTrue | Operator::IsFalse | Operator::IsNull | Operator::IsNotNull => None,
        _ if is_boolean => {
            let wanted = [("true", Operator::IsTrue), ("false", Operator::IsFalse)]
                .into_iter()
                .find(|(text, _)| *operator == Operator::Equals && value.eq_ignore_ascii_case(text));
            let remedy = wanted.and_then(|(_, operator)| {
                let title = format!("Use {}", operator.name());
                place.offer(title, Clause::unary(attribute, operator))
            });
            Some(
                finding(Severity::Warning)
                    .saying(
                        format!("{attribute} is true or false, and {} compares text.", operator.name()),
                        "Microsoft’s listing has IS TRUE and IS FALSE for it. Whether this clause ever holds is open.",
                    )
                    .remedied(remedy),
            )
        }
        _ => None,
    }
}

/// Whether it is one of Entra's own text attributes.
fn is_text(attribute: &str) -> bool {
    check_source_name(attribute) == NameCheck::Known
        && !UNSUPPORTED.iter().any(|(unsupported, _)| *unsupported == attribute)
}

fn looks_like_a_date(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let signs = text.chars().filter(|c| matches!(c, '-' | '/' | '.' | ':')).count();
    digits >= 4 && signs >= 2
}

/// What Microsoft's pages leave open, as a finding.
fn left_open(place: Place, clause: &Clause) -> Option<Diagnostic> {
    let consequence = match clause.operator {
        Operator::NotEquals => {
            "Their rule makes the clause false for somebody without a value; by its plain words it would be true."
        }
        _ => open_operator(&clause.operator)?,
    };
    let name = clause.operator.name();
    Some(place.finding("scope.pages-disagree", Severity::Info, name).saying(
        format!("Microsoft’s pages leave open what {name} does. Try it with provision on demand."),
        consequence,
    ))
}

/// What Microsoft's pages leave open about an operator, whatever the value.
pub(super) fn open_operator(operator: &Operator) -> Option<&'static str> {
    match operator {
        Operator::Within | Operator::NotWithin => Some(
            "Their words on & are odd: read literally the attribute is looked for within the value, and so it is taken.",
        ),
        Operator::Present => {
            Some("PRESENT is listed without a word of explanation; it is taken as IS NOT NULL.")
        }
        Operator::ValidCertMatch => {
            Some("VALID CERT MATCH is listed without a word of explanation; here it holds for nobody.")
        }
        _ => None,
    }
}

/// Clauses of one group that contradict each other. A clause that leaves one value only is the touchstone: where another
/// one is false for that value, nobody passes.
fn never_holds(place: Place, group: &FilterGroup) -> Option<Diagnostic> {
    let ready = ReadyGroup::new(group);
    for (index, clause) in ready.clauses.iter().enumerate() {
        let Some(value) = only_value(&clause.clause) else { continue };
        let person = BTreeMap::from([(clause.clause.attribute.clone(), value)]);
        let contradicts = |other: &&ReadyClause| {
            other.clause.attribute == clause.clause.attribute
                && matches!(other.verdict(&person), Verdict::Fails | Verdict::NoValue | Verdict::NotOfType)
        };
        let Some(other) = ready.clauses.iter().find(contradicts) else { continue };
        let place = Place { clause: Some(index), ..place };
        return Some(place.finding("scope.never-holds", Severity::Error, &clause.clause.attribute).saying(
            format!(
                "{} can’t hold together with {}.",
                said(&clause.clause),
                said(&other.clause)
            ),
            "All clauses of a group have to hold, so nobody passes this one. For either of the two use two groups.",
        ));
    }
    None
}

/// The one value a clause leaves its attribute.
fn only_value(clause: &Clause) -> Option<Value> {
    match clause.operator {
        Operator::Equals => clause.value.clone().filter(|value| !value.is_empty()).map(Value::Text),
        Operator::IsTrue => Some(Value::Bool(true)),
        Operator::IsFalse => Some(Value::Bool(false)),
        Operator::IsNull => Some(Value::Null),
        _ => None,
    }
}

fn said(clause: &Clause) -> String {
    match &clause.value {
        Some(value) => format!("{} {} {value}", clause.attribute, clause.operator.name()),
        None => format!("{} {}", clause.attribute, clause.operator.name()),
    }
}
