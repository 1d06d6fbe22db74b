//! What differs between two versions of the table, row by row, by the portal's own labels.

use onramp_mapping::diff::{self, ChangedField};
use onramp_mapping::{AttributeMapping, MappingTable, recommended};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
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

/// The rows of `after` that differ in their order, then those that are gone, then what is about the whole table.
pub(crate) fn changes(before: &MappingTable, after: &MappingTable) -> Vec<RowChange> {
    let pairs = diff::pairs(&before.rows, &after.rows);
    let mut found: Vec<_> = after
        .rows
        .iter()
        .zip(&pairs)
        .filter_map(|(row, pair)| match pair.and_then(|place| before.rows.get(place)) {
            Some(was) if was == row => None,
            Some(was) => Some(change(ChangeKind::Changed, Some(was), Some(row))),
            None => Some(change(ChangeKind::Added, None, Some(row))),
        })
        .collect();
    let gone = before.rows.iter().enumerate().filter(|(place, _)| !pairs.contains(&Some(*place)));
    found.extend(gone.map(|(_, was)| change(ChangeKind::Removed, Some(was), None)));
    if found.is_empty() && before.rows != after.rows {
        found.push(RowChange { kind: ChangeKind::Order, target: String::new(), fields: Vec::new() });
    }
    let scope = |table: &MappingTable| diff::scope(&table.scope).unwrap_or_else(|| "All records".to_owned());
    let fields: Vec<_> = [
        field("Target Object Actions", Some(actions(before)), Some(actions(after))),
        field(ChangedField::Scope.label(), Some(scope(before)), Some(scope(after))),
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

fn field(label: &str, before: Option<String>, after: Option<String>) -> Option<FieldChange> {
    (before != after).then(|| FieldChange { label: label.to_owned(), before, after })
}

fn change(kind: ChangeKind, old: Option<&AttributeMapping>, new: Option<&AttributeMapping>) -> RowChange {
    let values = |row: Option<&AttributeMapping>| row.map(diff::values).into_iter().flatten();
    let of = |row, wanted| values(row).find_map(|(field, value)| value.filter(|_| field == wanted));
    let fields = values(new.or(old))
        // What the portal does not show is told where it differs, not of every row.
        .filter(|(wanted, _)| old.is_some() && new.is_some() || !wanted.is_of_graph_alone())
        .filter_map(|(wanted, _)| field(wanted.label(), of(old, wanted), of(new, wanted)))
        .collect();
    let target = old.or(new).map_or_else(String::new, |row| row.target.clone());
    RowChange { kind, target, fields }
}
