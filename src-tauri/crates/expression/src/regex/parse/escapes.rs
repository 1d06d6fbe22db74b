//! Escapes, and sets of characters, which are made of them.

use super::super::MAX_DEPTH;
use super::super::class::{Class, Item, Set, block};
use super::{Assert, Node, Parser, Read, literal};

impl Parser {
    /// After a backslash outside brackets.
    pub(super) fn escape(&mut self) -> Read<Node> {
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
    pub(super) fn set(&mut self) -> Read<Set> {
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
