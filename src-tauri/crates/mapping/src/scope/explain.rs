//! Why somebody is in scope or not, clause by clause, in an admin's words.

use onramp_expression::{Attributes, Value};

use super::evaluate::{ReadyClause, ReadyGroup, Verdict};
use super::{Clause, Operator, Scope};

/// A person's way through a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Whether the person is in scope.
    pub included: bool,
    /// Why, in a sentence.
    pub sentence: String,
    /// Every group, in the filter's order, the experimental ones last.
    pub groups: Vec<GroupExplanation>,
}

/// One group and whether it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupExplanation {
    /// Its name.
    pub name: String,
    /// Whether every clause holds.
    pub holds: bool,
    /// Every clause, also those after the first that fails.
    pub clauses: Vec<ClauseExplanation>,
}

/// One clause and whether it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseExplanation {
    /// The attribute it tests.
    pub attribute: String,
    /// The person's value.
    pub value: Value,
    /// Whether it holds.
    pub holds: bool,
    /// Why, in a sentence.
    pub sentence: String,
    /// What Microsoft's pages leave open here, where the other reading may give another answer for this person.
    pub open: Option<&'static str>,
}

impl Scope {
    /// Why a person is in scope or not.
    pub fn explain(&self, person: &dyn Attributes) -> Explanation {
        let groups: Vec<_> = self.lists.iter().flatten().map(|group| group.explain(person)).collect();
        let included = self.includes(person);
        Explanation { included, sentence: sentence(included, &groups), groups }
    }
}

fn sentence(included: bool, groups: &[GroupExplanation]) -> String {
    let holding = groups.iter().find(|group| group.holds);
    match (included, groups, holding) {
        (true, [], _) => "In scope: there is no scoping filter.".to_owned(),
        (true, _, Some(group)) if group.clauses.is_empty() => {
            format!("In scope: {} has no clauses, so nothing in it can fail.", title(group))
        }
        (true, _, Some(group)) => format!("In scope: every clause of {} holds.", title(group)),
        (_, [group], _) => match group.clauses.iter().find(|clause| !clause.holds) {
            Some(clause) => format!("Out of scope: {}", lower_first(&clause.sentence)),
            None => "Out of scope.".to_owned(),
        },
        _ if groups.iter().all(|group| !group.holds) => {
            format!("Out of scope: in each of the {} groups a clause fails.", groups.len())
        }
        _ => "Out of scope: a group of Graph’s experimental filters has to hold as well.".to_owned(),
    }
}

fn title(group: &GroupExplanation) -> String {
    if group.name.is_empty() { "the group".to_owned() } else { format!("“{}”", group.name) }
}

/// Attribute names begin sentences and keep their case; our own words don't.
fn lower_first(sentence: &str) -> String {
    match sentence.strip_prefix("No ") {
        Some(rest) => format!("no {rest}"),
        None => sentence.to_owned(),
    }
}

impl ReadyGroup {
    fn explain(&self, person: &dyn Attributes) -> GroupExplanation {
        let clauses = self.clauses.iter().map(|clause| clause.explain(person)).collect();
        GroupExplanation { name: self.name.clone(), holds: self.holds(person), clauses }
    }
}

impl ReadyClause {
    fn explain(&self, person: &dyn Attributes) -> ClauseExplanation {
        let value = person.get(&self.clause.attribute).cloned().unwrap_or_default();
        let verdict = self.verdict(person);
        ClauseExplanation {
            attribute: self.clause.attribute.clone(),
            holds: verdict == Verdict::Holds,
            sentence: clause_sentence(&self.clause, &value, verdict),
            open: open(&self.clause, &value),
            value,
        }
    }
}

fn clause_sentence(clause: &Clause, value: &Value, verdict: Verdict) -> String {
    let Clause { attribute, operator, .. } = clause;
    let shown = shown(value);
    let against = |phrase: &str| match &clause.value {
        Some(value) => format!("{phrase} “{value}”"),
        None => phrase.to_owned(),
    };
    match verdict {
        Verdict::Holds if *operator == Operator::IsNull => format!("{attribute} is empty, as asked."),
        Verdict::Holds => format!("{attribute} is {shown}, which {}.", against(operator.phrase())),
        Verdict::NoValue if *operator == Operator::IsNotNull => format!("{attribute} is empty."),
        Verdict::NoValue => {
            format!("{attribute} is empty, and a clause about an empty attribute is false, whatever it asks.")
        }
        Verdict::Fails if differs_in_case_only(clause, value) => {
            let failing = against(operator.failing_phrase());
            format!("{attribute} is {shown}, which {failing}: capital and small letters differ.")
        }
        Verdict::Fails => format!("{attribute} is {shown}, which {}.", against(operator.failing_phrase())),
        Verdict::NotOfType if matches!(operator, Operator::IsTrue | Operator::IsFalse) => {
            format!("{attribute} is {shown}, which is neither true nor false.")
        }
        Verdict::NotOfType => format!("{attribute} is {shown}, which is no whole number."),
        Verdict::Broken => {
            format!("{attribute} is {shown}, but the clause can’t be tested: see its finding.")
        }
        Verdict::TooManySteps => {
            format!("{attribute} is {shown}; the pattern takes too many steps to search it.")
        }
    }
}

fn differs_in_case_only(clause: &Clause, value: &Value) -> bool {
    let (Some(text), Some(wanted)) = (value.text(), clause.value.as_deref()) else { return false };
    let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
    match clause.operator {
        Operator::Equals => text == wanted,
        Operator::Includes => text.contains(&wanted),
        Operator::EndsWith => text.ends_with(&wanted),
        _ => false,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::List(values) => values.iter().map(|value| format!("“{value}”")).collect::<Vec<_>>().join(", "),
        value => value.text().map_or_else(|| "empty".to_owned(), |text| format!("“{text}”")),
    }
}

/// What the pages leave open (`scoping.json`, `ambiguities`) and this person's value runs into.
fn open(clause: &Clause, value: &Value) -> Option<&'static str> {
    match (&clause.operator, value) {
        (Operator::NotEquals | Operator::NotWithin, value) if value.is_null_or_empty() => Some(
            "Microsoft’s page makes every clause false for an empty attribute; by its plain words this one would be true.",
        ),
        (_, Value::List(values)) if !values.is_empty() => Some(
            "Microsoft’s page supports no attribute with several values here; Graph’s listing wants every value to \
             satisfy the clause, and so it is taken.",
        ),
        (operator, value) if !value.is_null_or_empty() => super::check::open_operator(operator),
        _ => None,
    }
}
