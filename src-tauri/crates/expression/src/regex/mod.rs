//! .NET's regular expressions, in which `Replace` is documented, with bounded work.
//!
//! No crate reads them: .NET counts and compares UTF-16 units, numbers named groups after the others, looks behind over any
//! length, lets `$` stand before a last line feed, and finds an empty match right after another match. And a hostile
//! pattern has to end by counted steps, for this crate has no clock. Not here: balancing groups, and options that are set
//! from outside a pattern.

mod class;
mod compile;
mod matcher;
mod parse;
mod replacement;

pub(crate) use replacement::Replacement;

/// How deep groups may stand in each other: reading and matching go down with them.
const MAX_DEPTH: usize = 50;

/// The steps that [`Regex::is_match`] may take.
const MAX_STEPS: u64 = 1_000_000;

/// A .NET regular expression that can be looked for.
#[derive(Debug, Clone)]
pub struct Regex {
    program: Vec<compile::Inst>,
    sets: Vec<class::Set>,
    groups: Groups,
    /// Places of captures and of loops.
    places: usize,
}

/// The groups of a pattern. A group's slot is its order of appearance; slot 0 is the whole match.
#[derive(Debug, Clone, Default)]
struct Groups {
    names: Vec<(String, usize)>,
    numbers: Vec<(u32, usize)>,
    count: usize,
}

impl Groups {
    /// The slot of a name, or of a number written in digits.
    fn slot(&self, name: &str) -> Option<usize> {
        if let Ok(number) = name.parse::<u32>() {
            return self.numbers.iter().find(|(known, _)| *known == number).map(|(_, slot)| *slot);
        }
        self.names.iter().find(|(known, _)| known == name).map(|(_, slot)| *slot)
    }
}

/// A match: where each group stands, the whole at 0, in UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    groups: Vec<Option<(usize, usize)>>,
}

impl Match {
    /// Where the whole match stands.
    pub(crate) fn whole(&self) -> (usize, usize) {
        self.group(0).unwrap_or_default()
    }

    /// Where a group stands; `None` when it took no part.
    pub(crate) fn group(&self, slot: usize) -> Option<(usize, usize)> {
        self.groups.get(slot).copied().flatten()
    }
}

/// A pattern that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct PatternError {
    /// A clause that says what is wrong with it.
    pub why: String,
}

/// A search that was given up, because it would take too many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the pattern takes too many steps")]
pub struct TooCostly;

impl Regex {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, or that it is too large.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let (tree, groups) = parse::parse(pattern).map_err(|why| PatternError { why })?;
        compile::compile(&tree, groups).map_err(|why| PatternError { why })
    }

    /// Whether it is found anywhere in a text.
    ///
    /// # Errors
    /// [`TooCostly`] where that takes too many steps.
    pub fn is_match(&self, text: &str) -> Result<bool, TooCostly> {
        let units: Vec<u16> = text.encode_utf16().collect();
        self.find(&units, 0, &mut MAX_STEPS.clone()).map(|found| found.is_some())
    }

    /// How large it is: the work that making it took.
    pub(crate) fn size(&self) -> usize {
        self.program.len()
    }

    /// The slot of a group by its name or number.
    pub(crate) fn group(&self, name: &str) -> Option<usize> {
        self.groups.slot(name)
    }

    /// The first match at or after a place; `steps` counts down.
    ///
    /// # Errors
    /// [`TooCostly`] when no steps are left.
    pub(crate) fn find(
        &self,
        text: &[u16],
        from: usize,
        steps: &mut u64,
    ) -> Result<Option<Match>, TooCostly> {
        matcher::find(self, text, from, steps)
    }

    /// All matches from left to right. After an empty one the search goes on one unit later, as in .NET.
    ///
    /// # Errors
    /// [`TooCostly`] when no steps are left.
    pub(crate) fn find_all(&self, text: &[u16], steps: &mut u64) -> Result<Vec<Match>, TooCostly> {
        let mut found = Vec::new();
        let mut from = 0;
        while from <= text.len() {
            let Some(next) = self.find(text, from, steps)? else { break };
            let (start, end) = next.whole();
            from = if start == end { end + 1 } else { end };
            found.push(next);
        }
        Ok(found)
    }
}
