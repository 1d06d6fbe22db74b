//! Undo and redo of the table, for as long as the program runs.
//!
//! It stands here and not in the window, so that a fix, an import and a row that was saved are undone the same way, and
//! every check sees the table that counts.

use onramp_mapping::MappingTable;

/// One change: the table on both sides of it, and its name.
#[derive(Debug, Clone)]
struct Change {
    label: String,
    before: MappingTable,
    after: MappingTable,
}

/// The changes of one profile's table in this run of the program, without a limit.
#[derive(Debug, Default)]
pub(crate) struct History {
    profile: String,
    done: Vec<Change>,
    undone: Vec<Change>,
}

/// Which way a step through the history goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    Undo,
    Redo,
}

impl History {
    /// Takes note of a change. What had been undone is gone with it.
    pub(super) fn note(&mut self, profile: &str, label: String, before: MappingTable, after: &MappingTable) {
        if before == *after {
            return;
        }
        self.follow(profile, &before);
        self.undone.clear();
        self.done.push(Change { label, before, after: after.clone() });
    }

    /// Goes one change back or forth, and answers the table to put in place.
    pub(super) fn step(&mut self, profile: &str, current: &MappingTable, way: Way) -> Option<MappingTable> {
        self.follow(profile, current);
        let (from, to) = match way {
            Way::Undo => (&mut self.done, &mut self.undone),
            Way::Redo => (&mut self.undone, &mut self.done),
        };
        let change = from.pop()?;
        let table = match way {
            Way::Undo => change.before.clone(),
            Way::Redo => change.after.clone(),
        };
        to.push(change);
        Some(table)
    }

    /// The names of the changes that undo and redo would go through, the nearest first.
    pub(super) fn labels(
        &mut self,
        profile: &str,
        current: &MappingTable,
    ) -> (Option<String>, Option<String>) {
        self.follow(profile, current);
        let label = |changes: &[Change]| changes.last().map(|change| change.label.clone());
        (label(&self.done), label(&self.undone))
    }

    /// Forgets everything where the table is not the one this history led to: another profile, or a start over.
    fn follow(&mut self, profile: &str, current: &MappingTable) {
        let meets = match (self.done.last(), self.undone.last()) {
            (Some(done), _) => done.after == *current,
            (None, Some(undone)) => undone.before == *current,
            (None, None) => true,
        };
        if self.profile != profile || !meets {
            *self = Self { profile: profile.to_owned(), ..Self::default() };
        }
    }
}
