//! Everything that begins with a parenthesis: groups, looking around, conditions, options.

use super::{Node, Parser, Read};

impl Parser {
    /// After `(`.
    pub(super) fn group(&mut self) -> Read<Option<Node>> {
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
    pub(super) fn name(&mut self, closing: char) -> Read<String> {
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
}
