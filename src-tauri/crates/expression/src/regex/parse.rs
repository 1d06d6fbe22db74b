//! From a pattern to a tree.

mod escapes;
mod groups;

use super::class::Set;
use super::{Groups, MAX_DEPTH};

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Unit(u16, Fold),
    /// `.`; whether a line feed is one too.
    Any(bool),
    Set(Set),
    Assert(Assert),
    Capture(usize, Box<Node>),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat {
        node: Box<Node>,
        least: u32,
        most: Option<u32>,
        lazy: bool,
    },
    Atomic(Box<Node>),
    Look {
        behind: bool,
        negated: bool,
        node: Box<Node>,
    },
    /// What a group has matched, by its name or number.
    Back(String, Fold),
    /// One way when a group has matched, another when it has not.
    IfGroup {
        group: String,
        yes: Box<Node>,
        no: Box<Node>,
    },
}

/// Whether capital and small letters are the same.
pub(super) type Fold = bool;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assert {
    /// `\A`, and `^` without the option m.
    Start,
    LineStart,
    /// `\Z`, and `$` without the option m: also before a last line feed.
    End,
    LineEnd,
    /// `\z`
    VeryEnd,
    WordBoundary,
    NotWordBoundary,
    /// `\G`
    From,
}

/// The options that a pattern sets itself.
#[derive(Debug, Clone, Copy, Default)]
struct Options {
    fold: bool,
    multiline: bool,
    explicit: bool,
    singleline: bool,
    spaced: bool,
}

pub(super) fn parse(pattern: &str) -> Result<(Node, Groups), String> {
    let mut parser = Parser {
        chars: pattern.chars().collect(),
        at: 0,
        depth: 0,
        options: Options::default(),
        groups: Groups { count: 1, ..Groups::default() },
        unnamed: Vec::new(),
    };
    let tree = parser.alternatives()?;
    if parser.peek().is_some() {
        return Err("it has a closing parenthesis too many".to_owned());
    }
    let mut groups = parser.groups;
    groups.numbers.push((0, 0));
    // Groups without a name are numbered first, then those with one.
    let mut next = 1;
    let named = groups.names.clone();
    for slot in parser.unnamed.into_iter().chain(named.into_iter().map(|(_, slot)| slot)) {
        while groups.numbers.iter().any(|(number, _)| *number == next) {
            next += 1;
        }
        groups.numbers.push((next, slot));
    }
    Ok((tree, groups))
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    options: Options,
    groups: Groups,
    /// Slots of groups without a name.
    unnamed: Vec<usize>,
}

type Read<T> = Result<T, String>;

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.chars.get(self.at..).is_some_and(|rest| {
            let mut rest = rest.iter();
            text.chars().all(|c| rest.next() == Some(&c))
        });
        self.at += if found { text.chars().count() } else { 0 };
        found
    }

    /// Up to a `|`-free end: a closing parenthesis or the end. Options set inside end with the group.
    fn alternatives(&mut self) -> Read<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("its groups stand more than {MAX_DEPTH} deep in each other"));
        }
        let options = self.options;
        let mut ways = vec![self.sequence()?];
        while self.take("|") {
            ways.push(self.sequence()?);
        }
        self.options = options;
        self.depth -= 1;
        Ok(match ways.pop() {
            Some(only) if ways.is_empty() => only,
            last => Node::Alternate(ways.into_iter().chain(last).collect()),
        })
    }

    fn sequence(&mut self) -> Read<Node> {
        let mut parts = Vec::new();
        loop {
            self.skip_spaces();
            match self.peek() {
                None | Some('|' | ')') => return Ok(Node::Concat(parts)),
                _ => {}
            }
            let Some(part) = self.atom()? else { continue };
            self.skip_spaces();
            parts.push(self.quantified(part)?);
        }
    }

    /// White space and comments under the option x; comments in parentheses always.
    fn skip_spaces(&mut self) {
        loop {
            if self.options.spaced && self.peek().is_some_and(char::is_whitespace) {
                self.at += 1;
            } else if self.options.spaced && self.peek() == Some('#') {
                while self.peek().is_some_and(|c| c != '\n') {
                    self.at += 1;
                }
            } else if self.take("(?#") {
                while self.next().is_some_and(|c| c != ')') {}
            } else {
                return;
            }
        }
    }

    fn quantified(&mut self, node: Node) -> Read<Node> {
        let Some((least, most)) = self.quantifier()? else { return Ok(node) };
        let lazy = self.take("?");
        if self.quantifier()?.is_some() {
            return Err("it has a repetition right after another".to_owned());
        }
        Ok(Node::Repeat { node: Box::new(node), least, most, lazy })
    }

    fn quantifier(&mut self) -> Read<Option<(u32, Option<u32>)>> {
        let range = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.braces(),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(range))
    }

    /// `{2}`, `{2,}`, `{2,5}`; anything else in braces is literal.
    fn braces(&mut self) -> Read<Option<(u32, Option<u32>)>> {
        let start = self.at;
        self.at += 1;
        let least = self.digits();
        let comma = self.take(",");
        let most = if comma { self.digits() } else { None };
        let (Some(least), true) = (least, self.take("}")) else {
            self.at = start;
            return Ok(None);
        };
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| "it repeats too often".to_owned());
        let least = number(&least)?;
        let most = match (comma, most) {
            (false, _) => Some(least),
            (true, None) => None,
            (true, Some(most)) => Some(number(&most)?),
        };
        if most.is_some_and(|most| most < least) {
            return Err("a repetition ends below where it begins".to_owned());
        }
        Ok(Some((least, most)))
    }

    fn digits(&mut self) -> Option<String> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then(|| self.chars[start..self.at].iter().collect())
    }

    /// One thing that may be repeated; `None` where options were set.
    fn atom(&mut self) -> Read<Option<Node>> {
        let options = self.options;
        if matches!(self.peek(), Some('*' | '+' | '?')) || (self.peek() == Some('{') && self.at_braces()?) {
            return Err("a repetition has nothing before it".to_owned());
        }
        Ok(Some(match self.next() {
            Some('(') => return self.group(),
            Some('[') => Node::Set(self.set()?),
            Some('.') => Node::Any(options.singleline),
            Some('^') if options.multiline => Node::Assert(Assert::LineStart),
            Some('^') => Node::Assert(Assert::Start),
            Some('$') if options.multiline => Node::Assert(Assert::LineEnd),
            Some('$') => Node::Assert(Assert::End),
            Some('\\') => self.escape()?,
            Some(c) => literal(c, options.fold),
            None => Node::Concat(Vec::new()),
        }))
    }

    fn at_braces(&mut self) -> Read<bool> {
        let start = self.at;
        let range = self.braces()?;
        self.at = start;
        Ok(range.is_some())
    }

    fn close(&mut self, node: Node) -> Read<Option<Node>> {
        if self.take(")") { Ok(Some(node)) } else { Err("a closing parenthesis is missing".to_owned()) }
    }
}

/// A character beyond the first plane is two units, as in .NET.
fn literal(c: char, fold: bool) -> Node {
    let mut buffer = [0; 2];
    match c.encode_utf16(&mut buffer) {
        [unit] => Node::Unit(*unit, fold),
        units => Node::Concat(units.iter().map(|unit| Node::Unit(*unit, fold)).collect()),
    }
}
