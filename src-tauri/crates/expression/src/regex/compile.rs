//! From a tree to a program.

use super::class::{Set, lower};
use super::parse::{Assert, Node};
use super::{Groups, Regex};

/// The most instructions of a program: repetitions with bounds are written out.
const MAX_SIZE: usize = 50_000;

/// An instruction. `back`: it goes from right to left, inside a look behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inst {
    Unit {
        unit: u16,
        fold: bool,
        back: bool,
    },
    Any {
        line_feed: bool,
        back: bool,
    },
    Set {
        set: usize,
        back: bool,
    },
    Assert(Assert),
    /// Keeps the place.
    Save(usize),
    /// The first way, and the second when that fails.
    Split {
        first: usize,
        second: usize,
    },
    Jump(usize),
    /// Goes to `again`, unless the loop has come no further than the place it has kept.
    Progress {
        place: usize,
        again: usize,
    },
    /// What follows up to `Accept` is looked for; then on at `end`.
    Look {
        negated: bool,
        end: usize,
    },
    /// What follows up to `Accept` is matched in one way only; then on at `end`.
    Atomic {
        end: usize,
    },
    Back {
        group: usize,
        fold: bool,
        back: bool,
    },
    IfGroup {
        group: usize,
        no: usize,
    },
    Accept,
}

pub(super) fn compile(tree: &Node, groups: Groups) -> Result<Regex, String> {
    let places = groups.count * 2;
    let mut compiler = Compiler { program: Vec::new(), sets: Vec::new(), groups, places };
    compiler.emit(tree, false)?;
    compiler.push(Inst::Accept)?;
    let Compiler { program, sets, groups, places } = compiler;
    Ok(Regex { program, sets, groups, places })
}

struct Compiler {
    program: Vec<Inst>,
    sets: Vec<Set>,
    groups: Groups,
    places: usize,
}

impl Compiler {
    /// The place of the new instruction.
    fn push(&mut self, inst: Inst) -> Result<usize, String> {
        if self.program.len() >= MAX_SIZE {
            return Err("it is too large".to_owned());
        }
        self.program.push(inst);
        Ok(self.program.len() - 1)
    }

    fn set(&mut self, place: usize, inst: Inst) {
        if let Some(old) = self.program.get_mut(place) {
            *old = inst;
        }
    }

    fn emit(&mut self, node: &Node, back: bool) -> Result<(), String> {
        match node {
            Node::Unit(unit, fold) => {
                let unit = if *fold { lower(*unit) } else { *unit };
                self.push(Inst::Unit { unit, fold: *fold, back })?;
            }
            Node::Any(line_feed) => {
                self.push(Inst::Any { line_feed: *line_feed, back })?;
            }
            Node::Set(set) => {
                // Copies of a repetition share their set.
                let known = self.sets.iter().rposition(|known| known == set);
                let place = known.unwrap_or(self.sets.len());
                if known.is_none() {
                    self.sets.push(set.clone());
                }
                self.push(Inst::Set { set: place, back })?;
            }
            Node::Assert(assert) => {
                self.push(Inst::Assert(*assert))?;
            }
            Node::Capture(slot, inner) => {
                let (before, after) = if back { (slot * 2 + 1, slot * 2) } else { (slot * 2, slot * 2 + 1) };
                self.push(Inst::Save(before))?;
                self.emit(inner, back)?;
                self.push(Inst::Save(after))?;
            }
            Node::Concat(parts) if back => parts.iter().rev().try_for_each(|part| self.emit(part, back))?,
            Node::Concat(parts) => parts.iter().try_for_each(|part| self.emit(part, back))?,
            Node::Alternate(ways) => self.alternate(ways, back)?,
            Node::Repeat { node, least, most, lazy } => self.repeat(node, (*least, *most), *lazy, back)?,
            Node::Atomic(inner) => {
                let head = self.push(Inst::Atomic { end: 0 })?;
                self.emit(inner, back)?;
                self.push(Inst::Accept)?;
                self.set(head, Inst::Atomic { end: self.program.len() });
            }
            Node::Look { behind, negated, node } => {
                let head = self.push(Inst::Accept)?;
                self.emit(node, *behind)?;
                self.push(Inst::Accept)?;
                self.set(head, Inst::Look { negated: *negated, end: self.program.len() });
            }
            Node::Back(name, fold) => {
                let group = self.groups.slot(name);
                let group = group.ok_or_else(|| format!("it has no group “{name}” to refer to"))?;
                self.push(Inst::Back { group, fold: *fold, back })?;
            }
            Node::IfGroup { group, yes, no } => {
                let name = group;
                let group = self.groups.slot(name);
                let group = group.ok_or_else(|| format!("it has no group “{name}” to ask about"))?;
                let head = self.push(Inst::Accept)?;
                self.emit(yes, back)?;
                let jump = self.push(Inst::Accept)?;
                self.set(head, Inst::IfGroup { group, no: self.program.len() });
                self.emit(no, back)?;
                self.set(jump, Inst::Jump(self.program.len()));
            }
        }
        Ok(())
    }

    fn alternate(&mut self, ways: &[Node], back: bool) -> Result<(), String> {
        let mut jumps = Vec::new();
        for (index, way) in ways.iter().enumerate() {
            if index + 1 == ways.len() {
                self.emit(way, back)?;
                break;
            }
            let split = self.push(Inst::Accept)?;
            self.emit(way, back)?;
            jumps.push(self.push(Inst::Accept)?);
            self.set(split, Inst::Split { first: split + 1, second: self.program.len() });
        }
        for jump in jumps {
            self.set(jump, Inst::Jump(self.program.len()));
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        node: &Node,
        (least, most): (u32, Option<u32>),
        lazy: bool,
        back: bool,
    ) -> Result<(), String> {
        for _ in 0..least {
            let before = self.program.len();
            self.emit(node, back)?;
            // Nothing repeated is nothing: it would run up to its bound without growing.
            if self.program.len() == before {
                break;
            }
        }
        let split = |inner, out| match lazy {
            true => Inst::Split { first: out, second: inner },
            false => Inst::Split { first: inner, second: out },
        };
        let Some(most) = most else {
            let head = self.push(Inst::Accept)?;
            let place = self.places;
            self.places += 1;
            self.push(Inst::Save(place))?;
            self.emit(node, back)?;
            self.push(Inst::Progress { place, again: head })?;
            self.set(head, split(head + 1, self.program.len()));
            return Ok(());
        };
        let mut heads = Vec::new();
        for _ in least..most {
            heads.push(self.push(Inst::Accept)?);
            self.emit(node, back)?;
        }
        for head in heads {
            self.set(head, split(head + 1, self.program.len()));
        }
        Ok(())
    }
}
