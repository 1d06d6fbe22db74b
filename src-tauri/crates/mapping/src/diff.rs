//! What differs between two tables, in an admin's words.

use crate::model::{AttributeMapping, FlowBehavior, MappingTable, Source};
use crate::schema::AttributeDefinition;
use crate::scope::{Arity, Clause, FilterGroup, ScopingFilter};

/// What happened to a row or a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The second table has a row more.
    Added,
    /// The second table has a row less.
    Removed,
    /// A field of a row, or a setting of the table, is another one.
    Changed,
    /// The rows stand in another order.
    Moved,
}

/// What a change is about, in the order of the portal's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangedField {
    /// The row as a whole.
    Row,
    /// The target name.
    Target,
    /// *Mapping type*.
    MappingType,
    /// The source attribute, expression or constant.
    Source,
    /// *Default value if null*.
    DefaultValue,
    /// *Matching precedence*.
    MatchingPrecedence,
    /// *Apply this mapping*.
    Apply,
    /// Graph's `flowBehavior`.
    FlowBehavior,
    /// Graph's `exportMissingReferences`.
    ExportMissingReferences,
    /// The order of the rows.
    Order,
    /// *Target Object Actions*: Create.
    Create,
    /// *Target Object Actions*: Update.
    Update,
    /// *Target Object Actions*: Delete.
    Delete,
    /// *Source Object Scope*.
    Scope,
    /// An entry of the target's attribute list.
    AttributeList,
}

impl ChangedField {
    /// Its label in the portal; Graph's name for what the portal does not show.
    pub fn label(self) -> &'static str {
        match self {
            ChangedField::Row => "Attribute mapping",
            ChangedField::Target => "Target attribute",
            ChangedField::MappingType => "Mapping type",
            ChangedField::Source => "Source",
            ChangedField::DefaultValue => "Default value if null",
            ChangedField::MatchingPrecedence => "Matching precedence",
            ChangedField::Apply => "Apply this mapping",
            ChangedField::FlowBehavior => "flowBehavior",
            ChangedField::ExportMissingReferences => "exportMissingReferences",
            ChangedField::Order => "Order",
            ChangedField::Create => "Create",
            ChangedField::Update => "Update",
            ChangedField::Delete => "Delete",
            ChangedField::Scope => "Source Object Scope",
            ChangedField::AttributeList => "Attribute list",
        }
    }

    /// Whether only Graph shows it.
    pub fn is_of_graph_alone(self) -> bool {
        matches!(self, ChangedField::FlowBehavior | ChangedField::ExportMissingReferences)
    }

    /// What a sentence calls a field of a row.
    fn words(self) -> &'static str {
        match self {
            ChangedField::Target => "the target",
            ChangedField::MappingType => "the mapping type",
            ChangedField::Source => "the source",
            ChangedField::DefaultValue => "the default value if null",
            ChangedField::MatchingPrecedence => "the matching precedence",
            ChangedField::Apply => "when it is applied",
            ChangedField::FlowBehavior => "the flow behavior",
            field => field.label(),
        }
    }
}

/// One difference. A row that differs in several fields gives one change for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The target of the row, as the second table has it; empty for what is about the whole table.
    pub target: String,
    /// What it is about.
    pub field: ChangedField,
    /// What the first table has; `None` where it has nothing.
    pub before: Option<String>,
    /// What the second table has; `None` where it has nothing.
    pub after: Option<String>,
    /// The difference in a sentence.
    pub message: String,
}

/// What `after` has that `before` has not, row by row in the order of `after`, then the rows that are gone, then the
/// settings of the table. Empty where the two are equal, and only there.
pub fn diff(before: &MappingTable, after: &MappingTable) -> Vec<Change> {
    let places = pairs(&before.rows, &after.rows);
    let mut changes = Vec::new();
    for (row, place) in after.rows.iter().zip(&places) {
        match place.and_then(|place| before.rows.get(place)) {
            Some(was) => changes.extend(fields(was, row)),
            None => changes.push(whole_row(row, ChangeKind::Added)),
        }
    }
    let gone = before.rows.iter().enumerate().filter(|(index, _)| !places.contains(&Some(*index)));
    changes.extend(gone.map(|(_, row)| whole_row(row, ChangeKind::Removed)));
    changes.extend(order(before, after, &places));
    changes.extend(settings(before, after));
    changes
}

/// For each row of `after`, the index of the row of `before` that it was. Rows are paired by their target, byte by byte;
/// what is left over, by a target that differs in case only, then by an equal source: a misspelt name is a changed row,
/// not one less and one more.
pub fn pairs(before: &[AttributeMapping], after: &[AttributeMapping]) -> Vec<Option<usize>> {
    let same: [fn(&AttributeMapping, &AttributeMapping) -> bool; 3] = [
        |was, row| was.target == row.target,
        |was, row| was.target.eq_ignore_ascii_case(&row.target),
        |was, row| was.source == row.source && row.source != Source::None,
    ];
    let mut free = vec![true; before.len()];
    let mut pairs = vec![None; after.len()];
    for same in same {
        for (row, pair) in after.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            *pair = before.iter().enumerate().position(|(place, was)| free[place] && same(was, row));
            if let Some(place) = *pair {
                free[place] = false;
            }
        }
    }
    pairs
}

/// A row's fields as they are shown, in the order of the portal's form; `None` where one is empty.
pub fn values(row: &AttributeMapping) -> [(ChangedField, Option<String>); 8] {
    let behavior = match row.flow_behavior {
        FlowBehavior::WhenChanged => "FlowWhenChanged",
        FlowBehavior::Always => "FlowAlways",
    };
    [
        (ChangedField::MappingType, Some(row.source.mapping_type().to_owned())),
        (ChangedField::Source, (row.source != Source::None).then(|| row.source.text().to_owned())),
        (ChangedField::DefaultValue, row.default_value.clone()),
        (ChangedField::Target, Some(row.target.clone())),
        (ChangedField::MatchingPrecedence, row.matching_precedence.map(|number| number.to_string())),
        (ChangedField::Apply, Some(row.apply.label().to_owned())),
        (ChangedField::FlowBehavior, Some(behavior.to_owned())),
        (ChangedField::ExportMissingReferences, Some(on_off(row.export_missing_references))),
    ]
}

/// What differs between two target attribute lists, name by name. Their order means nothing.
pub(crate) fn diff_attributes(before: &[AttributeDefinition], after: &[AttributeDefinition]) -> Vec<Change> {
    let find =
        |list: &[AttributeDefinition], name: &str| list.iter().find(|entry| entry.name == name).cloned();
    let change = |kind, name: &str, was: Option<String>, is: Option<String>, message| Change {
        kind,
        target: name.to_owned(),
        field: ChangedField::AttributeList,
        before: was,
        after: is,
        message,
    };
    let mut changes: Vec<Change> = after
        .iter()
        .filter_map(|entry| {
            let name = &entry.name;
            let is = columns(entry);
            match find(before, name) {
                None => {
                    let message = format!("The attribute list has {name} as well ({is}).");
                    Some(change(ChangeKind::Added, name, None, Some(is), message))
                }
                Some(was) if was != *entry => {
                    let was = columns(&was);
                    let message = format!("The attribute list had {name} as {was} and has it as {is}.");
                    Some(change(ChangeKind::Changed, name, Some(was), Some(is), message))
                }
                Some(_) => None,
            }
        })
        .collect();
    changes.extend(before.iter().filter(|entry| find(after, &entry.name).is_none()).map(|entry| {
        let was = columns(entry);
        let message = format!("The attribute list has no {} any more (it was {was}).", entry.name);
        change(ChangeKind::Removed, &entry.name, Some(was), None, message)
    }));
    changes
}

/// An entry with the columns that say something: `Reference, required, to User`.
fn columns(entry: &AttributeDefinition) -> String {
    let mut words = vec![entry.kind.name().to_owned()];
    let flags = [
        (entry.anchor, "primary key"),
        (entry.required, "required"),
        (entry.multivalued, "multi-value"),
        (entry.case_exact, "exact case"),
    ];
    words.extend(flags.into_iter().filter(|(on, _)| *on).map(|(_, word)| word.to_owned()));
    if entry.mutability != "ReadWrite" {
        words.push(entry.mutability.clone());
    }
    words.extend(entry.default_value.iter().map(|value| format!("default “{value}”")));
    words.extend(entry.referenced_objects.iter().map(|object| format!("to {object}")));
    words.extend(entry.metadata.iter().map(|(key, value)| format!("{key} {value}")));
    words.join(", ")
}

fn whole_row(row: &AttributeMapping, kind: ChangeKind) -> Change {
    let text = source(&row.source);
    let (before, after, message) = match kind {
        ChangeKind::Removed => (
            Some(text.clone()),
            None,
            format!("{} is not mapped any more (it was {text}).", name(&row.target)),
        ),
        _ => (None, Some(text.clone()), format!("{} is mapped as well: {text}.", name(&row.target))),
    };
    Change { kind, target: row.target.clone(), field: ChangedField::Row, before, after, message }
}

fn fields(was: &AttributeMapping, row: &AttributeMapping) -> Vec<Change> {
    let pairs = values(was).into_iter().zip(values(row));
    let differing = pairs.filter(|((_, before), (_, after))| before != after);
    differing
        .map(|((field, before), (_, after))| changed(&row.target, field, before, after, field.words()))
        .collect()
}

fn changed(
    target: &str,
    field: ChangedField,
    before: Option<String>,
    after: Option<String>,
    what: &str,
) -> Change {
    let of = match target {
        "" => String::new(),
        target => format!("{target}: "),
    };
    let message = match (&before, &after) {
        (Some(before), Some(after)) => format!("{of}{what} was {before} and is {after}."),
        (None, Some(after)) => format!("{of}{what} is now {after}; there was none."),
        (Some(before), None) => format!("{of}{what} was {before}; there is none now."),
        (None, None) => String::new(),
    };
    Change { kind: ChangeKind::Changed, target: target.to_owned(), field, before, after, message }
}

fn order(before: &MappingTable, after: &MappingTable, places: &[Option<usize>]) -> Option<Change> {
    let stayed: Vec<usize> = places.iter().flatten().copied().collect();
    if stayed.is_sorted() {
        // A row put in elsewhere is told as added; equal rows that changed places are no difference.
        return None;
    }
    let targets = |table: &MappingTable| {
        table.rows.iter().map(|row| row.target.as_str()).collect::<Vec<_>>().join(", ")
    };
    Some(Change {
        kind: ChangeKind::Moved,
        target: String::new(),
        field: ChangedField::Order,
        before: Some(targets(before)),
        after: Some(targets(after)),
        message: "The rows stand in another order. Entra sends the same.".to_owned(),
    })
}

fn settings(before: &MappingTable, after: &MappingTable) -> Vec<Change> {
    let (was, is) = (before.actions, after.actions);
    let actions = [
        (ChangedField::Create, was.create, is.create, "the target object action Create"),
        (ChangedField::Update, was.update, is.update, "the target object action Update"),
        (ChangedField::Delete, was.delete, is.delete, "the target object action Delete"),
    ];
    let actions = actions.into_iter().filter(|(_, was, is, _)| was != is);
    let mut changes: Vec<_> = actions
        .map(|(field, was, is, what)| changed("", field, Some(on_off(was)), Some(on_off(is)), what))
        .collect();
    if before.scope != after.scope {
        changes.push(changed(
            "",
            ChangedField::Scope,
            scope(&before.scope),
            scope(&after.scope),
            "the scoping filter",
        ));
    }
    for change in &mut changes {
        change.message = capital(&change.message);
    }
    changes
}

fn name(target: &str) -> &str {
    if target.is_empty() { "A row without a target" } else { target }
}

fn source(source: &Source) -> String {
    match source {
        Source::Direct(name) => name.clone(),
        Source::Expression(text) => text.clone(),
        Source::Constant(text) => format!("the constant “{text}”"),
        Source::None => "no source".to_owned(),
    }
}

fn on_off(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

/// A scoping filter on one line: groups in parentheses, joined as Entra joins them. `None` where there is none.
pub fn scope(filter: &ScopingFilter) -> Option<String> {
    if filter.is_empty() {
        return None;
    }
    let list = |groups: &[FilterGroup], label: &str| {
        let groups: Vec<_> = groups.iter().map(group).collect();
        (!groups.is_empty()).then(|| format!("{label}{}", groups.join(" OR ")))
    };
    let lists = [
        list(&filter.groups, ""),
        list(&filter.input_filter_groups, "inputFilterGroups: "),
        list(&filter.category_filter_groups, "categoryFilterGroups: "),
    ];
    Some(lists.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

fn group(group: &FilterGroup) -> String {
    let clauses: Vec<_> = group.clauses.iter().map(clause).collect();
    let name = if group.name.is_empty() { String::new() } else { format!("“{}” ", group.name) };
    format!("{name}({})", clauses.join(" AND "))
}

fn clause(clause: &Clause) -> String {
    let head = format!("{} {}", clause.attribute, clause.operator.name());
    match (&clause.value, clause.operator.arity()) {
        (None, Some(Arity::Unary)) => head,
        (value, _) => {
            let values: Vec<_> = value.iter().chain(&clause.further_values).map(String::as_str).collect();
            format!("{head} “{}”", values.join("”, “"))
        }
    }
}

fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
