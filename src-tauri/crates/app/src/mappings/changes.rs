//! What differs between two versions of the table, row by row, by the portal's own labels.

use onramp_mapping::scope::FilterGroup;
use onramp_mapping::{Apply, AttributeMapping, MappingTable, Source, recommended};
use onramp_storage::Profile;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{AppError, Side};
use crate::session::App;

/// A version of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum TableVersion {
    /// The table as it stands.
    Current,
    /// The recommended one.
    Recommended,
    /// The one of the file imported last.
    Imported,
}

/// What became of a row from one version to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Only the later version has it.
    Added,
    /// Only the earlier version has it.
    Removed,
    /// Both have it, with other values.
    Changed,
    /// Nothing but the order of the rows differs.
    Order,
    /// *Target Object Actions* or *Source Object Scope* differ.
    Table,
}

/// One row that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowChange {
    /// What became of it.
    pub kind: ChangeKind,
    /// Its target, as the earlier version has it where there is one.
    pub target: String,
    /// What differs, in the order of the portal's form.
    pub fields: Vec<FieldChange>,
}

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// Its label in the portal.
    pub label: String,
    /// The earlier value; `null` for none.
    pub before: Option<String>,
    /// The later value; `null` for none.
    pub after: Option<String>,
}

impl App {
    /// What differs between two versions of the table.
    ///
    /// # Errors
    /// Where the settings can't be read, or there is no such version.
    pub fn mapping_changes(
        &self,
        before: TableVersion,
        after: TableVersion,
    ) -> Result<Vec<RowChange>, AppError> {
        let profile = self.profile()?;
        Ok(changes(&self.version(&profile, before)?, &self.version(&profile, after)?))
    }

    fn version(&self, profile: &Profile, version: TableVersion) -> Result<MappingTable, AppError> {
        match version {
            TableVersion::Current => self.table(profile),
            // Whom the scope lets in is no recommendation, so it is no difference either.
            TableVersion::Recommended => {
                Ok(MappingTable { scope: self.table(profile)?.scope, ..recommended() })
            }
            TableVersion::Imported => match self.imported(profile)? {
                Some(file) => Ok(file.document()?.table()),
                None => Err(AppError::new(
                    "mappings.nothing-imported",
                    Side::You,
                    "No mapping was imported into this set-up.",
                    "Import one first: Entra’s schema or an Onramp mapping.",
                )),
            },
        }
    }
}

/// Rows are paired by their target, byte by byte; what is left over, by a target that differs in case only, then by an
/// equal source: a misspelt name is a changed row, not one less and one more.
pub(super) fn changes(before: &MappingTable, after: &MappingTable) -> Vec<RowChange> {
    let mut left: Vec<&AttributeMapping> = after.rows.iter().collect();
    let mut take = |same: &dyn Fn(&AttributeMapping) -> bool| {
        left.iter().position(|row| same(row)).map(|index| left.remove(index))
    };
    let mut pairs: Vec<(&AttributeMapping, Option<&AttributeMapping>)> =
        before.rows.iter().map(|old| (old, take(&|new| new.target == old.target))).collect();
    let nearly: [fn(&AttributeMapping, &AttributeMapping) -> bool; 2] =
        [|old, new| new.target.eq_ignore_ascii_case(&old.target), |old, new| new.source == old.source];
    for same in nearly {
        for (old, pair) in pairs.iter_mut().filter(|(_, pair)| pair.is_none()) {
            *pair = take(&|new| same(old, new));
        }
    }
    let mut found: Vec<_> = pairs
        .into_iter()
        .filter_map(|(old, new)| match new {
            Some(new) if new == old => None,
            Some(new) => Some(change(ChangeKind::Changed, Some(old), Some(new))),
            None => Some(change(ChangeKind::Removed, Some(old), None)),
        })
        .chain(left.into_iter().map(|new| change(ChangeKind::Added, None, Some(new))))
        .collect();
    if found.is_empty() && before.rows != after.rows {
        found.push(RowChange { kind: ChangeKind::Order, target: String::new(), fields: Vec::new() });
    }
    let fields: Vec<_> = [
        field("Target Object Actions", Some(actions(before)), Some(actions(after))),
        field("Source Object Scope", Some(scope(before)), Some(scope(after))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !fields.is_empty() {
        found.push(RowChange { kind: ChangeKind::Table, target: String::new(), fields });
    }
    found
}

/// Which actions are on, as the portal lists them.
fn actions(table: &MappingTable) -> String {
    let actions = table.actions;
    let on = [("Create", actions.create), ("Update", actions.update), ("Delete", actions.delete)];
    let names: Vec<_> = on.into_iter().filter(|(_, on)| *on).map(|(name, _)| name).collect();
    if names.is_empty() { "None".to_owned() } else { names.join(", ") }
}

/// The filter in one line, as one would say it.
fn scope(table: &MappingTable) -> String {
    if table.scope.is_empty() {
        return "All records".to_owned();
    }
    let group = |group: &FilterGroup| {
        let clauses = group.clauses.iter().map(|clause| {
            let value = clause.value.as_deref().map_or_else(String::new, |value| format!(" {value:?}"));
            format!("{} {}{value}", clause.attribute, clause.operator.name())
        });
        clauses.collect::<Vec<_>>().join(" and ")
    };
    table.scope.all_groups().map(group).collect::<Vec<_>>().join(" or ")
}

fn field(label: &str, before: Option<String>, after: Option<String>) -> Option<FieldChange> {
    (before != after).then(|| FieldChange { label: label.to_owned(), before, after })
}

fn change(kind: ChangeKind, old: Option<&AttributeMapping>, new: Option<&AttributeMapping>) -> RowChange {
    let fields = LABELS
        .iter()
        .filter_map(|(label, value)| field(label, old.and_then(value), new.and_then(value)))
        .collect();
    let target = old.or(new).map_or_else(String::new, |row| row.target.clone());
    RowChange { kind, target, fields }
}

/// A field's value as it is shown.
type Shown = fn(&AttributeMapping) -> Option<String>;

/// The portal's labels, in the order of its form.
const LABELS: &[(&str, Shown)] = &[
    ("Mapping type", |row| {
        Some(
            match row.source {
                Source::Direct(_) => "Direct",
                Source::Expression(_) => "Expression",
                Source::Constant(_) => "Constant",
                Source::None => "None",
            }
            .to_owned(),
        )
    }),
    ("Source", |row| Some(row.source.text().to_owned()).filter(|text| !text.is_empty())),
    ("Default value if null", |row| row.default_value.clone()),
    ("Target attribute", |row| Some(row.target.clone())),
    ("Matching precedence", |row| row.matching_precedence.map(|precedence| precedence.to_string())),
    ("Apply this mapping", |row| {
        Some(
            match row.apply {
                Apply::Always => "Always",
                Apply::OnlyDuringCreation => "Only during object creation",
                // The portal has no words for what only Graph can set.
                Apply::MultiValueAddOnly => "MultiValueAddOnly",
                Apply::ValueAddOnly => "ValueAddOnly",
                Apply::AttributeAddOnly => "AttributeAddOnly",
            }
            .to_owned(),
        )
    }),
];
