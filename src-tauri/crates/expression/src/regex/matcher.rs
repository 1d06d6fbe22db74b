//! Running a program over a text, going back where a way fails.

use super::class::{is_boundary_word, lower};
use super::compile::Inst;
use super::parse::Assert;
use super::{Match, Regex, TooCostly};

/// The most ways that may wait to be tried.
const MAX_WAITING: usize = 1_000_000;

const NOWHERE: usize = usize::MAX;

pub(super) fn find(
    regex: &Regex,
    text: &[u16],
    from: usize,
    steps: &mut u64,
) -> Result<Option<Match>, TooCostly> {
    let mut matcher = Matcher {
        regex,
        text,
        from,
        steps,
        places: vec![NOWHERE; regex.places],
        changes: Vec::new(),
        waiting: Vec::new(),
    };
    for start in from..=text.len() {
        if let Some(end) = matcher.run(0, start)? {
            let mut groups: Vec<_> = matcher.places[..regex.groups.count * 2]
                .chunks_exact(2)
                .map(|place| (place[0] != NOWHERE && place[1] != NOWHERE).then(|| (place[0], place[1])))
                .collect();
            groups[0] = Some((start, end));
            return Ok(Some(Match { groups }));
        }
    }
    Ok(None)
}

struct Matcher<'r> {
    regex: &'r Regex,
    text: &'r [u16],
    /// Where the search began: `\G`.
    from: usize,
    steps: &'r mut u64,
    /// Of captures, then of loops.
    places: Vec<usize>,
    /// What to put back, in order, when a way fails.
    changes: Vec<(usize, usize)>,
    /// Ways to try: instruction, place, and how many changes had been made.
    waiting: Vec<(usize, usize, usize)>,
}

impl Matcher<'_> {
    /// Runs up to `Accept`; where it ended. A way that fails leaves no changes.
    fn run(&mut self, mut pc: usize, mut at: usize) -> Result<Option<usize>, TooCostly> {
        let (base, changes) = (self.waiting.len(), self.changes.len());
        loop {
            self.spend(1)?;
            let Some(inst) = self.regex.program.get(pc).copied() else { return Ok(None) };
            if inst == Inst::Accept {
                self.waiting.truncate(base);
                return Ok(Some(at));
            }
            if let Some(next) = self.step(inst, pc, at)? {
                (pc, at) = next;
                continue;
            }
            if self.waiting.len() == base {
                self.undo(changes);
                return Ok(None);
            }
            let Some((next_pc, next_at, made)) = self.waiting.pop() else { return Ok(None) };
            self.undo(made);
            (pc, at) = (next_pc, next_at);
        }
    }

    /// One instruction; the next one and the next place, or `None` when it fails.
    fn step(&mut self, inst: Inst, pc: usize, at: usize) -> Result<Option<(usize, usize)>, TooCostly> {
        let next = pc + 1;
        Ok(match inst {
            Inst::Unit { unit, fold, back } => self
                .unit(at, back, |found| if fold { lower(found) == unit } else { found == unit })
                .map(|at| (next, at)),
            Inst::Any { line_feed, back } => {
                self.unit(at, back, |found| line_feed || found != 0x0A).map(|at| (next, at))
            }
            Inst::Set { set, back } => {
                let regex = self.regex;
                let Some(set) = regex.sets.get(set) else { return Ok(None) };
                self.spend(set.cost())?;
                self.unit(at, back, |found| set.has(found)).map(|at| (next, at))
            }
            Inst::Assert(assert) => self.holds(assert, at).then_some((next, at)),
            Inst::Save(place) => {
                self.save(place, at);
                Some((next, at))
            }
            Inst::Split { first, second } => {
                if self.waiting.len() >= MAX_WAITING {
                    return Err(TooCostly);
                }
                self.waiting.push((second, at, self.changes.len()));
                Some((first, at))
            }
            Inst::Jump(to) => Some((to, at)),
            Inst::Progress { place, again } => Some((if self.place(place) == at { next } else { again }, at)),
            Inst::Look { negated, end } => {
                let changes = self.changes.len();
                let found = self.run(next, at)?.is_some();
                if negated {
                    self.undo(changes);
                }
                (found != negated).then_some((end, at))
            }
            Inst::Atomic { end } => self.run(next, at)?.map(|at| (end, at)),
            Inst::Back { group, fold, back } => self.back(group, fold, back, at)?.map(|at| (next, at)),
            Inst::IfGroup { group, no } => {
                let matched = self.place(group * 2 + 1) != NOWHERE;
                Some((if matched { next } else { no }, at))
            }
            Inst::Accept => None,
        })
    }

    fn spend(&mut self, steps: u64) -> Result<(), TooCostly> {
        *self.steps = self.steps.checked_sub(steps).ok_or(TooCostly)?;
        Ok(())
    }

    fn place(&self, place: usize) -> usize {
        self.places.get(place).copied().unwrap_or(NOWHERE)
    }

    fn save(&mut self, place: usize, at: usize) {
        if let Some(old) = self.places.get_mut(place) {
            self.changes.push((place, *old));
            *old = at;
        }
    }

    fn undo(&mut self, to: usize) {
        for (place, old) in self.changes.drain(to.min(self.changes.len())..).rev() {
            if let Some(current) = self.places.get_mut(place) {
                *current = old;
            }
        }
    }

    /// Goes over one unit.
    fn unit(&self, at: usize, back: bool, fits: impl Fn(u16) -> bool) -> Option<usize> {
        let index = if back { at.checked_sub(1)? } else { at };
        let fits = self.text.get(index).is_some_and(|unit| fits(*unit));
        fits.then_some(if back { index } else { at + 1 })
    }

    /// Goes over the text that a group has matched; a group that took no part matches nothing.
    fn back(&mut self, group: usize, fold: bool, back: bool, at: usize) -> Result<Option<usize>, TooCostly> {
        let Some(taken) = self.text.get(self.place(group * 2)..self.place(group * 2 + 1)) else {
            return Ok(None);
        };
        self.spend(taken.len() as u64)?;
        let range = if back {
            let Some(start) = at.checked_sub(taken.len()) else { return Ok(None) };
            start..at
        } else {
            at..at + taken.len()
        };
        let end = if back { range.start } else { range.end };
        let same = |here: &[u16]| match fold {
            true => here.iter().zip(taken).all(|(left, right)| lower(*left) == lower(*right)),
            false => here == taken,
        };
        Ok(self.text.get(range).is_some_and(same).then_some(end))
    }

    fn holds(&self, assert: Assert, at: usize) -> bool {
        let length = self.text.len();
        let is = |index: Option<usize>, unit: u16| {
            index.and_then(|index| self.text.get(index)).is_some_and(|found| *found == unit)
        };
        let word = |index: Option<usize>| {
            index.and_then(|index| self.text.get(index)).is_some_and(|unit| is_boundary_word(*unit))
        };
        let boundary = || word(at.checked_sub(1)) != word(Some(at));
        match assert {
            Assert::Start => at == 0,
            Assert::LineStart => at == 0 || is(at.checked_sub(1), 0x0A),
            Assert::End => at == length || (at + 1 == length && is(Some(at), 0x0A)),
            Assert::LineEnd => at == length || is(Some(at), 0x0A),
            Assert::VeryEnd => at == length,
            Assert::WordBoundary => boundary(),
            Assert::NotWordBoundary => !boundary(),
            Assert::From => at == self.from,
        }
    }
}
