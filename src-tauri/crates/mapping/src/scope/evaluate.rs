//! One person through a filter: in or out.

use onramp_expression::{Attributes, PatternError, Regex, TooCostly, Value};

use super::{Arity, Clause, FilterGroup, Operator, ScopingFilter};

/// A filter made ready for many people: its patterns are read once.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Graph's three lists of groups, each true when any of its groups is: [`ScopingFilter::groups`], then the two
    /// experimental ones.
    pub(super) lists: [Vec<ReadyGroup>; 3],
}

#[derive(Debug, Clone)]
pub(super) struct ReadyGroup {
    pub(super) name: String,
    pub(super) clauses: Vec<ReadyClause>,
}

#[derive(Debug, Clone)]
pub(super) struct ReadyClause {
    pub(super) clause: Clause,
    pattern: Option<Result<Regex, PatternError>>,
}

/// Why a clause holds or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Holds,
    /// It is false by what it says.
    Fails,
    /// There is no value, and every clause but `IS NULL` is false then.
    NoValue,
    /// The attribute is not of the type that the operator tests.
    NotOfType,
    /// The clause itself can't be tested: a value or pattern is missing or broken, or the operator is not supported.
    Broken,
    /// The search was given up.
    TooManySteps,
}

impl Scope {
    /// Makes a filter ready.
    pub fn new(filter: &ScopingFilter) -> Self {
        let ready = |groups: &Vec<FilterGroup>| groups.iter().map(ReadyGroup::new).collect();
        Self {
            lists: [&filter.groups, &filter.input_filter_groups, &filter.category_filter_groups].map(ready),
        }
    }

    /// Whether a person is in scope. Without any group everybody is.
    pub fn includes(&self, person: &dyn Attributes) -> bool {
        self.lists.iter().all(|list| passes(list, person))
    }
}

impl Scope {
    /// Whether Entra deals with a person here at all. Who fails one of the experimental lists is not read, or belongs to
    /// another mapping: nothing happens to them, and so nobody deactivates them either (`scoping.json`, `graphModel`).
    pub fn reads(&self, person: &dyn Attributes) -> bool {
        let [_, experimental @ ..] = &self.lists;
        experimental.iter().all(|list| passes(list, person))
    }
}

fn passes(list: &[ReadyGroup], person: &dyn Attributes) -> bool {
    list.is_empty() || list.iter().any(|group| group.holds(person))
}

/// Whether a person is in scope by a filter. [`Scope`] does the same for many people without reading patterns again.
pub fn includes(filter: &ScopingFilter, person: &dyn Attributes) -> bool {
    Scope::new(filter).includes(person)
}

impl ReadyGroup {
    pub(super) fn new(group: &FilterGroup) -> Self {
        Self { name: group.name.clone(), clauses: group.clauses.iter().map(ReadyClause::new).collect() }
    }

    /// Every clause holds. No page describes a group without clauses: taken at Graph's word ("all clauses must be
    /// satisfied"), everybody passes it.
    pub(super) fn holds(&self, person: &dyn Attributes) -> bool {
        self.clauses.iter().all(|clause| clause.verdict(person) == Verdict::Holds)
    }
}

impl ReadyClause {
    fn new(clause: &Clause) -> Self {
        let has_pattern = matches!(clause.operator, Operator::RegexMatch | Operator::NotRegexMatch);
        let pattern = has_pattern.then(|| Regex::new(clause.value.as_deref().unwrap_or_default()));
        Self { clause: clause.clone(), pattern }
    }

    pub(super) fn verdict(&self, person: &dyn Attributes) -> Verdict {
        let operator = &self.clause.operator;
        let value = person.get(&self.clause.attribute);
        let Some(value) = value.filter(|value| !value.is_null_or_empty()) else {
            return if *operator == Operator::IsNull { Verdict::Holds } else { Verdict::NoValue };
        };
        match value {
            // Graph's listing compares several values by All: every one has to satisfy the clause.
            Value::List(values) => {
                let verdicts = values.iter().map(|value| self.test(value, None));
                verdicts.into_iter().find(|verdict| *verdict != Verdict::Holds).unwrap_or(Verdict::Holds)
            }
            Value::Bool(truth) => self.test(value.text().unwrap_or_default(), Some(*truth)),
            other => self.test(other.text().unwrap_or_default(), None),
        }
    }

    fn test(&self, text: &str, truth: Option<bool>) -> Verdict {
        let holds = |is: bool| if is { Verdict::Holds } else { Verdict::Fails };
        let truth = truth.or_else(|| truth_in(text));
        let wanted = match (self.clause.operator.arity(), self.clause.value.as_deref()) {
            (Some(Arity::Binary), None) => return Verdict::Broken,
            (_, value) => value.unwrap_or_default(),
        };
        match &self.clause.operator {
            Operator::Equals => holds(text == wanted),
            Operator::NotEquals => holds(text != wanted),
            Operator::IsTrue => truth.map_or(Verdict::NotOfType, holds),
            Operator::IsFalse => truth.map_or(Verdict::NotOfType, |truth| holds(!truth)),
            Operator::IsNull => Verdict::Fails,
            // PRESENT is listed without a word: by its name it is the same.
            Operator::IsNotNull | Operator::Present => Verdict::Holds,
            Operator::RegexMatch => self.is_found_in(text).map_or_else(|verdict| verdict, holds),
            Operator::NotRegexMatch => {
                self.is_found_in(text).map_or_else(|verdict| verdict, |found| holds(!found))
            }
            Operator::GreaterThan => compared(text, wanted, |a, b| a > b),
            Operator::GreaterThanOrEquals => compared(text, wanted, |a, b| a >= b),
            Operator::Includes => holds(text.contains(wanted)),
            Operator::EndsWith => holds(text.ends_with(wanted)),
            Operator::Within => holds(wanted.contains(text)),
            Operator::NotWithin => holds(!wanted.contains(text)),
            Operator::IsMemberOf | Operator::ValidCertMatch | Operator::Other(_) => Verdict::Broken,
        }
    }

    fn is_found_in(&self, text: &str) -> Result<bool, Verdict> {
        match &self.pattern {
            // `^` and `$` make it exact (`scoping.json`, REGEX MATCH).
            Some(Ok(pattern)) => pattern.is_match(text).map_err(|TooCostly| Verdict::TooManySteps),
            Some(Err(_)) | None => Err(Verdict::Broken),
        }
    }
}

fn truth_in(text: &str) -> Option<bool> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn compared(text: &str, wanted: &str, by: fn(i128, i128) -> bool) -> Verdict {
    match (integer(text), integer(wanted)) {
        (_, None) => Verdict::Broken,
        (None, _) => Verdict::NotOfType,
        (Some(a), Some(b)) if by(a, b) => Verdict::Holds,
        _ => Verdict::Fails,
    }
}

/// An integer as Entra writes one: digits, perhaps with a minus.
pub(super) fn integer(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_integer { text.parse().ok() } else { None }
}
