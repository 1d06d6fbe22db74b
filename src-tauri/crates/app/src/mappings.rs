//! Step *Attribute mappings*: the table, its checks as you type, and the exact-name fixes.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How a target attribute gets its value, by the portal's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum MappingType {
    /// The value of one source attribute.
    Direct,
    /// An expression over source attributes.
    Expression,
    /// A fixed text.
    Constant,
    /// Left alone, or given the default value where it is empty.
    None,
}

/// *Apply this mapping*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ApplyMapping {
    /// On create and on update.
    Always,
    /// Only during object creation.
    OnlyDuringCreation,
}

/// One row of the table as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MappingRow {
    /// Key of the row within the table as it stands: its place. Empty for a row that is to be added.
    pub id: String,
    /// *customappsso Attribute*: the target name, byte by byte as it will be sent.
    pub target: String,
    /// *Mapping type*.
    #[serde(rename = "type")]
    pub mapping_type: MappingType,
    /// Source attribute name, expression text or constant text, by `type`.
    pub source: String,
    /// *Default value if null*; used on create only.
    pub default_value: Option<String>,
    /// *Matching precedence*, 1 first; `null` where the attribute is not used for matching.
    pub matching_precedence: Option<u32>,
    /// *Apply this mapping*.
    pub apply: ApplyMapping,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Works, but probably not as meant.
    Warning,
    /// Would break provisioning.
    Error,
}

/// Which field of a row a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum MappingField {
    /// The target name.
    Target,
    /// The source attribute, expression or constant.
    Source,
    /// The matching precedence.
    MatchingPrecedence,
    /// *Apply this mapping*.
    Apply,
    /// The table as a whole: something is missing.
    Table,
    /// *Target Object Actions*.
    Actions,
    /// *Source Object Scope*.
    Scope,
    /// A name in the attribute list of Entra's schema.
    AttributeList,
}

/// The exact replacement a finding offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// The whole corrected name or expression.
    pub replacement: String,
}

/// Where two names part, for the red and the green box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FirstDifference {
    /// Index of the first differing character, counted in characters from 0.
    pub index: u32,
    /// The character found there, or `null` at the end of the name.
    pub found: Option<String>,
    /// The character that belongs there, or `null` where the name should have ended.
    pub expected: Option<String>,
    /// "character 11 is a capital N".
    pub sentence: String,
}

/// One finding of the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MappingDiagnostic {
    /// Stable code, such as `target.case`.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The row it is about; `null` for the table.
    pub row: Option<String>,
    /// The field it is about.
    pub field: MappingField,
    /// The group of the scoping filter it is about, from 0.
    pub group: Option<u32>,
    /// The clause of that group, from 0.
    pub clause: Option<u32>,
    /// The name or expression as typed.
    pub subject: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What would happen, in a sentence.
    pub consequence: String,
    /// The rule it rests on, such as `R2` or `M4`.
    pub rule: Option<String>,
    /// Where in the subject, in characters, start and end.
    pub span: Option<(u32, u32)>,
    /// Where the name parts from the right one.
    pub first_difference: Option<FirstDifference>,
    /// The exact replacement, where there is exactly one.
    pub fix: Option<Fix>,
    /// The exact replacements, where there are several and the admin has to choose.
    pub offers: Vec<Fix>,
    /// Changes to more than the text: a row, another source, an action.
    pub remedies: Vec<RemedyOffer>,
}

/// A change that would mend a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RemedyOffer {
    /// What it does, as a button says it: "Remove the row".
    pub title: String,
    /// *Fix all* makes it too: it has one right outcome and takes nothing from anyone.
    pub safe: bool,
}

/// A name that can be chosen, with what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AttributeChoice {
    /// The exact name.
    pub name: String,
    /// What it is in Ramp ("first name"), or empty.
    pub meaning: String,
}

/// The table with its findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MappingsView {
    /// The rows in the portal's order.
    pub rows: Vec<MappingRow>,
    /// *Target Object Actions*.
    pub actions: Actions,
    /// *Source Object Scope*.
    pub scope: ScopeFilter,
    /// Whether roles are sent, and how.
    pub role_sync: RoleSyncState,
    /// What the check found, in the order of the rows.
    pub diagnostics: Vec<MappingDiagnostic>,
    /// Whether rows and actions are the recommended ones. Whom the scope lets in is the admin's choice.
    pub recommended: bool,
    /// Target names Ramp knows.
    pub target_attributes: Vec<AttributeChoice>,
    /// The name of the file imported last; empty for pasted text, `null` where there is none.
    pub imported: Option<String>,
    /// How many rows differ from the recommended table.
    pub differences: u32,
    /// What Undo would take back, such as "Change active"; `null` where there is nothing.
    pub undo: Option<String>,
    /// What Redo would bring back.
    pub redo: Option<String>,
}

mod changes;
mod complete;
mod convert;
mod document;
mod examine;
mod help;
mod history;
mod roles;
mod scope;
mod transfer;

use std::sync::{MutexGuard, PoisonError};

use onramp_mapping::{self as mapping, AttributeMapping, MappingTable, names};
use onramp_storage::Profile;

use crate::error::{AppError, Side};
use crate::session::{App, key};

use changes::changes;
pub(crate) use changes::changes as table_changes;
pub use changes::{ChangeKind, FieldChange, RowChange, TableVersion};
pub use complete::{
    CompletionKind, CompletionOption, Completions, HoverHelp, SignatureHelp, format_expression,
    signature_help,
};
pub(crate) use convert::mapping_type;
use convert::{diagnostic, to_mapping, to_row};
pub use document::{
    CheckReport, DiffReport, MappingChange, MappingChangeField, MappingChangeKind, check_document,
    diff_documents, read_document, recommended_document,
};
use examine::count;
pub use examine::{LiveKind, LiveOutcome, LiveState, LiveStep, LiveValue, RowExamination};
pub use help::{ExampleHelp, FunctionHelp, ParameterHelp, SourceAttribute, functions};
pub(crate) use history::History;
use history::Way;
pub use roles::{RoleSyncCandidate, RoleSyncNote, RoleSyncRole, RoleSyncRow, RoleSyncState, RoleSyncView};
pub use scope::{
    Actions, ScopeClause, ScopeExamination, ScopeFilter, ScopeGroup, ScopeOperator, ScopedPerson,
    scope_operators,
};
pub use transfer::{DocumentFormat, ExportedMapping, ImportPreview};

impl App {
    /// The table with everything the check finds.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn mappings(&self) -> Result<MappingsView, AppError> {
        let profile = self.profile()?;
        let table = self.table(&profile)?;
        self.view(&profile, &table)
    }

    /// Saves a row; one without an id is added at the end. A row with errors is saved too: nothing typed is lost, and
    /// Next stays off.
    ///
    /// # Errors
    /// Where the row is not there any more.
    pub fn save_row(&self, row: &MappingRow) -> Result<MappingsView, AppError> {
        self.change_table(|table| {
            let edited = to_mapping(row);
            let name = short_name(&row.target).to_owned();
            if row.id.is_empty() {
                table.rows.push(edited);
                return Ok(format!("Add {name}"));
            }
            let place = row_mut(table, &row.id)?;
            *place = edited.keeping_hidden(place);
            Ok(format!("Change {name}"))
        })
    }

    /// Removes a row.
    ///
    /// # Errors
    /// Where the row is not there any more.
    pub fn remove_row(&self, id: &str) -> Result<MappingsView, AppError> {
        self.change_table(|table| {
            let label = format!("Remove {}", short_name(&row_mut(table, id)?.target));
            table.rows.remove(place(id)?);
            Ok(label)
        })
    }

    /// Applies the exact fixes of one row.
    ///
    /// # Errors
    /// Where the row is not there any more.
    pub fn fix_row(&self, id: &str) -> Result<MappingsView, AppError> {
        self.change_table(|table| {
            let label = format!("Fix {}", short_name(&row_mut(table, id)?.target));
            mapping::fix_row(table, place(id)?);
            Ok(label)
        })
    }

    /// What [`App::fix_all`] would change, to be looked at first.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn planned_fixes(&self) -> Result<Vec<RowChange>, AppError> {
        let before = self.table(&self.profile()?)?;
        let mut after = before.clone();
        mapping::fix_all(&mut after);
        Ok(changes(&before, &after))
    }

    /// Applies every fix that has exactly one right answer.
    ///
    /// # Errors
    /// Where the settings can't be read or written.
    pub fn fix_all(&self) -> Result<MappingsView, AppError> {
        self.change_table(|table| {
            mapping::fix_all(table);
            Ok("Fix all".to_owned())
        })
    }

    /// Makes a change that a finding offers, found again by its code, its row and its title.
    ///
    /// # Errors
    /// Where the finding is not there any more.
    pub fn apply_remedy(&self, row: Option<&str>, code: &str, title: &str) -> Result<MappingsView, AppError> {
        let row = row.map(place).transpose()?;
        self.change_table(|table| {
            let found = mapping::check(table);
            let offered = found.iter().filter(|one| one.code == code && one.subject.row == row);
            let remedy = offered.flat_map(|one| &one.remedies).find(|remedy| remedy.title == title);
            match remedy {
                Some(remedy) if mapping::apply_remedy(table, remedy) => Ok(title.to_owned()),
                _ => Err(no_such_row()),
            }
        })
    }

    /// Back to the recommended rows and actions. The scope stays: whom to provision is the admin's choice.
    ///
    /// # Errors
    /// Where the settings can't be written.
    pub fn reset_mappings(&self) -> Result<MappingsView, AppError> {
        self.change_table(|table| {
            if let Some(remedy) = mapping::to_recommended(table) {
                mapping::apply_remedy(table, &remedy);
            }
            Ok("Back to recommended".to_owned())
        })
    }

    /// Takes the last change of this run back. Where there is none, nothing happens.
    ///
    /// # Errors
    /// Where the settings can't be read or written.
    pub fn undo_mappings(&self) -> Result<MappingsView, AppError> {
        self.step_through(Way::Undo)
    }

    /// Brings back what was last undone. Where there is nothing, nothing happens.
    ///
    /// # Errors
    /// Where the settings can't be read or written.
    pub fn redo_mappings(&self) -> Result<MappingsView, AppError> {
        self.step_through(Way::Redo)
    }

    fn step_through(&self, way: Way) -> Result<MappingsView, AppError> {
        let profile = self.profile()?;
        let mut table = self.table(&profile)?;
        let step = self.history().step(&profile.id, &table, way);
        if let Some(other) = step {
            self.write(&profile, key::MAPPINGS, &other)?;
            table = other;
        }
        self.view(&profile, &table)
    }

    /// Makes a change, which says how it is called, and takes note of it for undo.
    fn change_table(
        &self,
        change: impl FnOnce(&mut MappingTable) -> Result<String, AppError>,
    ) -> Result<MappingsView, AppError> {
        let profile = self.profile()?;
        let before = self.table(&profile)?;
        let mut table = before.clone();
        let label = change(&mut table)?;
        self.write(&profile, key::MAPPINGS, &table)?;
        self.history().note(&profile.id, label, before, &table);
        self.view(&profile, &table)
    }

    /// A thread that panicked while it held the history left it whole: each change is one push or pop.
    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn view(&self, profile: &Profile, table: &MappingTable) -> Result<MappingsView, AppError> {
        let imported = self.imported(profile)?.map(|file| file.name);
        let (undo, redo) = self.history().labels(&profile.id, table);
        let choice = |target: &names::Target| AttributeChoice {
            name: target.name.to_owned(),
            meaning: target.meaning.to_owned(),
        };
        Ok(MappingsView {
            rows: table.rows.iter().enumerate().map(|(index, row)| to_row(index, row)).collect(),
            diagnostics: mapping::check(table).into_iter().map(diagnostic).collect(),
            actions: scope::actions(table.actions),
            scope: scope::filter(&table.scope),
            role_sync: roles::state(table),
            recommended: mapping::to_recommended(table).is_none(),
            target_attributes: names::TARGETS.iter().map(choice).collect(),
            imported,
            differences: count(
                changes(&MappingTable { scope: table.scope.clone(), ..mapping::recommended() }, table).len(),
            ),
            undo,
            redo,
        })
    }
}

/// The last part of a name: `manager` of its URN.
fn short_name(target: &str) -> &str {
    target.rsplit_once(':').map_or(target, |(_, name)| name)
}

fn place(id: &str) -> Result<usize, AppError> {
    id.parse().map_err(|_| no_such_row())
}

fn row_mut<'a>(table: &'a mut MappingTable, id: &str) -> Result<&'a mut AttributeMapping, AppError> {
    table.rows.get_mut(place(id)?).ok_or_else(no_such_row)
}

fn no_such_row() -> AppError {
    AppError::new(
        "mappings.no-such-row",
        Side::Onramp,
        "This row is not in the table any more.",
        "Look at the table again; it was changed in between.",
    )
}
