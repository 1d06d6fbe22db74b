//! From a pattern to a tree.

use super::class::{Class, Item, Set, block};
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

    /// After `(`.
    fn group(&mut self) -> Read<Option<Node>> {
        let look = |behind, negated| move |node| Node::Look { behind, negated, node: Box::new(node) };
        if !self.take("?") {
            if self.options.explicit {
                let inner = self.alternatives()?;
                return self.close(inner);
            }
            let slot = self.new_slot();
            self.unnamed.push(slot);
            return self.capture(slot);
        }
        for (opening, behind, negated) in
            [("=", false, false), ("!", false, true), ("<=", true, false), ("<!", true, true)]
        {
            if self.take(opening) {
                let inner = self.alternatives()?;
                return self.close(look(behind, negated)(inner));
            }
        }
        if self.take(":") {
            let inner = self.alternatives()?;
            return self.close(inner);
        }
        if self.take(">") {
            let inner = self.alternatives()?;
            return self.close(Node::Atomic(Box::new(inner)));
        }
        if self.take("(") {
            return self.conditional();
        }
        for (opening, closing) in [("<", '>'), ("'", '\'')] {
            if self.take(opening) {
                let name = self.name(closing)?;
                let slot = self.named_slot(name);
                return self.capture(slot);
            }
        }
        self.set_options()
    }

    fn capture(&mut self, slot: usize) -> Read<Option<Node>> {
        let inner = self.alternatives()?;
        self.close(Node::Capture(slot, Box::new(inner)))
    }

    fn new_slot(&mut self) -> usize {
        self.groups.count += 1;
        self.groups.count - 1
    }

    /// A name that stands twice is one group.
    fn named_slot(&mut self, name: String) -> usize {
        if let Some(slot) = self.groups.slot(&name) {
            return slot;
        }
        let slot = self.new_slot();
        match name.parse() {
            Ok(number) => self.groups.numbers.push((number, slot)),
            Err(_) => self.groups.names.push((name, slot)),
        }
        slot
    }

    /// A group's name and the sign after it.
    fn name(&mut self, closing: char) -> Read<String> {
        let mut name = String::new();
        loop {
            match self.next() {
                Some(c) if c == closing && !name.is_empty() => return Ok(name),
                Some(c) if c.is_alphanumeric() || c == '_' => name.push(c),
                Some('-') => return Err("balancing groups are not known here".to_owned()),
                _ => {
                    return Err("the name of a group is not closed or has a sign that no name has".to_owned());
                }
            }
        }
    }

    /// After `(?(`: a group's name or number, or something to look ahead for.
    fn conditional(&mut self) -> Read<Option<Node>> {
        let start = self.at;
        let mut group = String::new();
        while let Some(c) = self.peek().filter(|c| c.is_alphanumeric() || *c == '_') {
            group.push(c);
            self.at += 1;
        }
        let test = if !group.is_empty() && self.take(")") {
            None
        } else {
            self.at = start;
            let (negated, behind) = match () {
                () if self.take("?=") => (false, false),
                () if self.take("?!") => (true, false),
                () if self.take("?<=") => (false, true),
                () if self.take("?<!") => (true, true),
                () => (false, false),
            };
            let inner = self.alternatives()?;
            Some((self.close(inner)?, negated, behind))
        };
        let (yes, no) = match self.alternatives()? {
            Node::Alternate(mut ways) if ways.len() == 2 => {
                let no = ways.pop().unwrap_or(Node::Concat(Vec::new()));
                (ways.pop().unwrap_or(Node::Concat(Vec::new())), no)
            }
            Node::Alternate(_) => return Err("a condition has more than two ways".to_owned()),
            yes => (yes, Node::Concat(Vec::new())),
        };
        let Some((inner, negated, behind)) = test else {
            return self.close(Node::IfGroup { group, yes: Box::new(yes), no: Box::new(no) });
        };
        let inner = Box::new(inner.unwrap_or(Node::Concat(Vec::new())));
        let when = |negated| Node::Look { behind, negated, node: inner.clone() };
        let ways = vec![Node::Concat(vec![when(negated), yes]), Node::Concat(vec![when(!negated), no])];
        self.close(Node::Alternate(ways))
    }

    /// After `(?`: `i-s)` up to the end of the group around, or `i-s:` for a group of its own.
    fn set_options(&mut self) -> Read<Option<Node>> {
        let before = self.options;
        let mut on = true;
        loop {
            match self.next() {
                Some('-') => on = false,
                Some('+') => on = true,
                Some('i') => self.options.fold = on,
                Some('m') => self.options.multiline = on,
                Some('n') => self.options.explicit = on,
                Some('s') => self.options.singleline = on,
                Some('x') => self.options.spaced = on,
                Some(')') => return Ok(None),
                Some(':') => {
                    let inner = self.alternatives()?;
                    self.options = before;
                    return self.close(inner);
                }
                _ => return Err("a parenthesis is followed by a question mark and no known sign".to_owned()),
            }
        }
    }

    /// After a backslash outside brackets.
    fn escape(&mut self) -> Read<Node> {
        let fold = self.options.fold;
        let Some(c) = self.peek() else { return Err("it ends with a backslash".to_owned()) };
        if c == 'k' {
            self.at += 1;
            let closing = match self.next() {
                Some('<') => '>',
                Some('\'') => '\'',
                _ => return Err("\\k is not followed by a name".to_owned()),
            };
            return Ok(Node::Back(self.name(closing)?, fold));
        }
        if c.is_ascii_digit() && c != '0' {
            return Ok(Node::Back(self.digits().unwrap_or_default(), fold));
        }
        let assert = match c {
            'A' => Assert::Start,
            'Z' => Assert::End,
            'z' => Assert::VeryEnd,
            'G' => Assert::From,
            'b' => Assert::WordBoundary,
            'B' => Assert::NotWordBoundary,
            _ => {
                return Ok(match self.escaped()? {
                    Escaped::Unit(unit) => Node::Unit(unit, fold),
                    Escaped::Char(c) => literal(c, fold),
                    Escaped::Item(item) => Node::Set(Set { items: vec![item], fold, ..Set::default() }),
                });
            }
        };
        self.at += 1;
        Ok(Node::Assert(assert))
    }

    /// After a backslash: what stands for a character or a class, inside brackets and outside.
    fn escaped(&mut self) -> Read<Escaped> {
        let class = |class, negated| Escaped::Item(Item::Class(class, negated));
        let Some(c) = self.next() else { return Err("it ends with a backslash".to_owned()) };
        Ok(match c {
            'd' => class(Class::Digit, false),
            'D' => class(Class::Digit, true),
            'w' => class(Class::Word, false),
            'W' => class(Class::Word, true),
            's' => class(Class::Space, false),
            'S' => class(Class::Space, true),
            'p' | 'P' => Escaped::Item(self.property(c == 'P')?),
            't' => Escaped::Unit(0x09),
            'n' => Escaped::Unit(0x0A),
            'v' => Escaped::Unit(0x0B),
            'f' => Escaped::Unit(0x0C),
            'r' => Escaped::Unit(0x0D),
            'a' => Escaped::Unit(0x07),
            'e' => Escaped::Unit(0x1B),
            'x' => Escaped::Unit(self.hexadecimal(2)?),
            'u' => Escaped::Unit(self.hexadecimal(4)?),
            'c' => match self.next().map(|c| c.to_ascii_uppercase()).filter(|c| ('@'..='_').contains(c)) {
                Some(c) => Escaped::Unit(c as u16 - 0x40),
                None => return Err("\\c is not followed by a letter".to_owned()),
            },
            '0'..='7' => {
                let mut value = c as u16 - 0x30;
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else { break };
                    value = (value * 8 + digit as u16) & 0xFF;
                    self.at += 1;
                }
                Escaped::Unit(value)
            }
            c if c.is_alphanumeric() || c == '_' => return Err(format!("\\{c} has no meaning")),
            other => Escaped::Char(other),
        })
    }

    fn hexadecimal(&mut self, count: usize) -> Read<u16> {
        let digits: String = self.chars.iter().skip(self.at).take(count).collect();
        self.at += count;
        let all = digits.len() == count && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let value = u16::from_str_radix(&digits, 16).ok().filter(|_| all);
        value.ok_or_else(|| format!("{count} hexadecimal digits are missing"))
    }

    /// After `\p`.
    fn property(&mut self, negated: bool) -> Read<Item> {
        let mut name = String::new();
        if self.take("{") {
            while let Some(c) = self.next().filter(|c| *c != '}') {
                name.push(c);
            }
        }
        if let Some((first, last)) = block(&name).filter(|_| !negated) {
            return Ok(Item::Range(first, last));
        }
        Class::named(&name)
            .map(|class| Item::Class(class, negated))
            .ok_or_else(|| format!("\\p{{{name}}} is not known here"))
    }

    /// After `[`.
    fn set(&mut self) -> Read<Set> {
        let mut set = Set { negated: self.take("^"), fold: self.options.fold, ..Set::default() };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("its sets stand more than {MAX_DEPTH} deep in each other"));
        }
        let mut first = true;
        loop {
            if !first && self.take("]") {
                self.depth -= 1;
                return Ok(set);
            }
            if !first && self.take("-[") {
                set.minus = Some(Box::new(self.set()?));
                if !self.take("]") {
                    return Err("a set that is taken out does not stand last".to_owned());
                }
                self.depth -= 1;
                return Ok(set);
            }
            first = false;
            let start = match self.member()? {
                Escaped::Item(item) => {
                    set.items.push(item);
                    continue;
                }
                other => other,
            };
            let ranged = self.peek() == Some('-')
                && self.chars.get(self.at + 1).is_some_and(|next| !matches!(next, ']' | '['));
            if !ranged {
                start.units().for_each(|unit| set.items.push(Item::Range(unit, unit)));
                continue;
            }
            self.at += 1;
            let end = self.member()?;
            match (start.units().last(), end.units().next()) {
                (Some(first), Some(last)) if first <= last => {
                    set.items.push(Item::Range(first, last));
                    for unit in start.units().rev().skip(1).chain(end.units().skip(1)) {
                        set.items.push(Item::Range(unit, unit));
                    }
                }
                _ => return Err("a range in brackets ends before it begins".to_owned()),
            }
        }
    }

    fn member(&mut self) -> Read<Escaped> {
        match self.next() {
            None => Err("a closing bracket is missing".to_owned()),
            Some('\\') if self.take("b") => Ok(Escaped::Unit(0x08)),
            Some('\\') => self.escaped(),
            Some(c) => Ok(Escaped::Char(c)),
        }
    }
}

/// What an escape stands for.
enum Escaped {
    Unit(u16),
    Char(char),
    Item(Item),
}

impl Escaped {
    /// The UTF-16 units; none of a class.
    fn units(&self) -> impl DoubleEndedIterator<Item = u16> + use<> {
        let mut buffer = [0; 2];
        let units = match self {
            Self::Unit(unit) => vec![*unit],
            Self::Char(c) => c.encode_utf16(&mut buffer).to_vec(),
            Self::Item(_) => Vec::new(),
        };
        units.into_iter()
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
