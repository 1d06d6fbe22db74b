//! Exact names: is this one known, nearly known, or nobody's business but the service's?

use std::sync::LazyLock;

use onramp_scim::urn;
use unicode_security::confusable_detection::skeleton;

use super::{Diagnostic, Difference, Severity, Subject, words};
use crate::names;

/// What kind of slip turned a known name into the one typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Only the case differs.
    Case,
    /// A blank, tab or line break that does not belong there.
    Blank,
    /// An invisible or non-breaking character.
    Invisible,
    /// Curly or single quotes where straight double ones belong.
    Quote,
    /// A letter of another alphabet that looks the same.
    LookAlike,
    /// A separator is missing, doubled or another one.
    Separator,
    /// The part that tells which one is meant (`[type eq "work"]`) or whose it is (`urn:…`) is missing.
    Incomplete,
    /// Something stands before or behind it that does not belong there: `User.`, the core schema's URN, `[0]`.
    Surplus,
    /// Letters are missing, added or exchanged.
    Spelling,
}

impl Slip {
    /// The stable part of the code: `target.case`.
    pub fn as_str(self) -> &'static str {
        match self {
            Slip::Case => "case",
            Slip::Blank => "blank",
            Slip::Invisible => "invisible",
            Slip::Quote => "quote",
            Slip::LookAlike => "look-alike",
            Slip::Separator => "separator",
            Slip::Incomplete => "incomplete",
            Slip::Surplus => "surplus",
            Slip::Spelling => "spelling",
        }
    }
}

/// What a name turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameCheck {
    /// Exactly a known one.
    Known,
    /// Well formed, and only the service can know it.
    Custom,
    /// Meant to be this known one.
    Near {
        /// The exact name.
        expected: String,
        /// What went wrong.
        slip: Slip,
    },
    /// As near to one known name as to another: neither is chosen for the admin.
    Ambiguous(Vec<String>),
    /// Nothing like any known name.
    Unknown,
}

/// A known name with its folded form, made once: every check compares with all of them.
struct Folded {
    name: &'static str,
    folded: String,
}

fn folded(names: impl Iterator<Item = &'static str>) -> Vec<Folded> {
    names.map(|name| Folded { name, folded: fold(name) }).collect()
}

static TARGETS: LazyLock<Vec<Folded>> =
    LazyLock::new(|| folded(names::TARGETS.iter().map(|target| target.name)));
static SOURCES: LazyLock<Vec<Folded>> = LazyLock::new(|| folded(names::SOURCES.iter().copied()));
/// A target with the folded shorter forms people type for it.
struct Shorter {
    target: &'static names::Target,
    aliases: Vec<String>,
    /// What stands before its sub-attribute.
    beginning: Option<String>,
}

static SHORTER: LazyLock<Vec<Shorter>> = LazyLock::new(|| {
    let forms = |target: &'static names::Target| Shorter {
        target,
        aliases: names::aliases(target.name).iter().map(|alias| fold(alias)).collect(),
        beginning: names::without_sub_attribute(target.name).map(|beginning| fold(&beginning)),
    };
    names::TARGETS.iter().map(forms).collect()
});

/// Checks a target name.
pub fn check_target_name(name: &str) -> NameCheck {
    if names::target(name).is_some() {
        return NameCheck::Known;
    }
    let folded = fold(name);
    // A path that is right by the RFC can still be a slip of one that Ramp knows: [type eq "Work"], [type eq "wrok"].
    if names::is_scim_path(name) {
        let near = if names::has_uncommon_type(name) { nearest(&folded, &TARGETS, 1) } else { Vec::new() };
        return match (same_reading(&folded, &TARGETS), near.as_slice()) {
            (Some(expected), _) => near_to(name, expected),
            (None, [expected]) => NameCheck::Near { expected: (*expected).to_owned(), slip: Slip::Spelling },
            (None, _) => NameCheck::Known,
        };
    }
    if let Some(expected) = same_reading(&folded, &TARGETS) {
        return near_to(name, expected);
    }
    if let Some(incomplete) = incomplete(&folded) {
        return incomplete;
    }
    if let Some(expected) = without_surplus(name) {
        return NameCheck::Near { expected: expected.to_owned(), slip: Slip::Surplus };
    }
    match spelling(&folded, &TARGETS) {
        Some(found) => found,
        None if names::is_custom_extension(name) => NameCheck::Custom,
        None => NameCheck::Unknown,
    }
}

/// Checks a source attribute's name.
pub fn check_source_name(name: &str) -> NameCheck {
    if names::is_source(name) {
        return if names::is_directory_extension(name) { NameCheck::Custom } else { NameCheck::Known };
    }
    let folded = fold(name);
    match same_reading(&folded, &SOURCES) {
        Some(expected) => near_to(name, expected),
        None => spelling(&folded, &SOURCES).unwrap_or(NameCheck::Unknown),
    }
}

/// The known name that an eye reads the same.
fn same_reading(folded: &str, known: &[Folded]) -> Option<&'static str> {
    known.iter().find(|known| !folded.is_empty() && known.folded == folded).map(|known| known.name)
}

/// What people put before a name, as an eye reads it: the object it belongs to, or the core schema (Ramp's guide names
/// its attributes without).
static BEFORE: LazyLock<Vec<String>> = LazyLock::new(|| vec![fold("user."), fold(urn::USER)]);

/// The known name within a longer one.
fn without_surplus(name: &str) -> Option<&'static str> {
    let name = name.trim_end();
    let without_end = [name, name.trim_end_matches("[0]"), name.trim_end_matches(".value")].map(fold);
    without_end.iter().find_map(|folded| {
        let mut shorter = BEFORE.iter().filter_map(|before| folded.strip_prefix(before.as_str()));
        shorter.find_map(|shorter| same_reading(shorter, &TARGETS)).or_else(|| same_reading(folded, &TARGETS))
    })
}

/// Names without their filter, URN or parent. Where several are meant, the one in Ramp's table is; without a
/// sub-attribute nobody can tell.
fn incomplete(folded: &str) -> Option<NameCheck> {
    if folded.is_empty() {
        return None;
    }
    let shortened = SHORTER.iter().filter(|shorter| shorter.aliases.iter().any(|alias| alias == folded));
    let candidates: Vec<_> = shortened.map(|shorter| shorter.target).collect();
    let in_ramps_table: Vec<_> = candidates.iter().filter(|target| target.row.is_some()).collect();
    let only = match (candidates.as_slice(), in_ramps_table.as_slice()) {
        ([only], _) => Some(only.name),
        (_, [only]) => Some(only.name),
        _ => None,
    };
    if let Some(expected) = only {
        return Some(NameCheck::Near { expected: expected.to_owned(), slip: Slip::Incomplete });
    }
    let beginnings = SHORTER.iter().filter(|shorter| shorter.beginning.as_deref() == Some(folded));
    let beginnings = beginnings.map(|shorter| shorter.target);
    let offers: Vec<_> =
        candidates.into_iter().chain(beginnings).map(|target| target.name.to_owned()).collect();
    match offers.as_slice() {
        [] => None,
        [only] => Some(NameCheck::Near { expected: only.clone(), slip: Slip::Incomplete }),
        _ => Some(NameCheck::Ambiguous(offers)),
    }
}

/// The nearest known names, where they are near enough for a slip of the fingers.
fn spelling(folded: &str, known: &[Folded]) -> Option<NameCheck> {
    let allowed = if folded.chars().count() <= 5 { 1 } else { 2 };
    match nearest(folded, known, allowed).as_slice() {
        [] => None,
        [only] => Some(NameCheck::Near { expected: (*only).to_owned(), slip: Slip::Spelling }),
        several => Some(NameCheck::Ambiguous(several.iter().map(|name| (*name).to_owned()).collect())),
    }
}

/// Every known name at the least distance, if that is no more than `allowed` letters.
fn nearest(folded: &str, known: &[Folded], allowed: usize) -> Vec<&'static str> {
    let mut best = allowed;
    let mut found = Vec::new();
    let length = folded.chars().count();
    // No shorter way leads from one length to another than the letters between them.
    let near_in_length = |known: &&Folded| known.folded.chars().count().abs_diff(length) <= allowed;
    for candidate in known.iter().filter(|_| length > 0).filter(near_in_length) {
        let distance = strsim::osa_distance(folded, &candidate.folded);
        if distance < best {
            best = distance;
            found.clear();
        }
        if distance == best {
            found.push(candidate.name);
        }
    }
    found
}

/// The name as an eye reads it: no case, no blanks, no separators, look-alikes as one letter.
fn fold(name: &str) -> String {
    let visible = name.chars().filter(|c| !is_invisible(*c) && !c.is_whitespace());
    // Lower case first: the look-alike tables know a small m as rn, and a capital one as itself.
    let visible: String = visible.flat_map(char::to_lowercase).collect();
    skeleton(&visible)
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() || matches!(c, '[' | ']'))
        // The Unicode tables read I, l and 1 as one letter, in lower case too.
        .map(|c| if c == '1' || c == 'i' { 'l' } else { c })
        .collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}

fn near_to(name: &str, expected: &str) -> NameCheck {
    NameCheck::Near { expected: expected.to_owned(), slip: slip(name, expected) }
}

/// The worst-looking slip is named, since that is the one an eye misses.
fn slip(name: &str, expected: &str) -> Slip {
    if name.eq_ignore_ascii_case(expected) {
        return Slip::Case;
    }
    if name.chars().any(|c| is_invisible(c) || c == '\u{a0}' || c == '\u{202f}' || c == '\u{2007}') {
        return Slip::Invisible;
    }
    if name.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
        return Slip::LookAlike;
    }
    let without_blanks: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let right: String = expected.chars().filter(|c| !c.is_whitespace()).collect();
    if without_blanks.eq_ignore_ascii_case(&right) {
        return Slip::Blank;
    }
    if name.chars().any(|c| {
        matches!(c, '\'' | '`' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2032}' | '\u{2033}')
    }) {
        return Slip::Quote;
    }
    let blanks = |text: &str| text.chars().filter(|c| c.is_whitespace()).count();
    if blanks(name) != blanks(expected) && without_blanks.len() == right.len() {
        return Slip::Blank;
    }
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    if letters(name).eq_ignore_ascii_case(&letters(expected)) { Slip::Separator } else { Slip::LookAlike }
}

pub(super) fn target_finding(name: &str, subject: Subject) -> Option<Diagnostic> {
    let diagnostic =
        |code: &str, severity| Diagnostic::new(format!("target.{code}"), severity, subject, name);
    match check_target_name(name) {
        NameCheck::Known | NameCheck::Custom => None,
        NameCheck::Near { expected, slip } => {
            let difference = Difference::between(name, &expected);
            let (consequence, rule) = words::never_arrives(&expected);
            let message = words::near(&expected, slip, difference.as_ref());
            let finding = diagnostic(slip.as_str(), Severity::Error).saying(message, consequence);
            Some(Diagnostic { rule, difference, fix: Some(expected), ..finding })
        }
        NameCheck::Ambiguous(offers) => {
            let finding = diagnostic("ambiguous", Severity::Error).saying(
                words::ambiguous(name, &offers),
                "Entra takes any name without a word, and the value would never arrive.",
            );
            Some(Diagnostic { offers, ..finding })
        }
        NameCheck::Unknown if name.trim().is_empty() => {
            let finding = diagnostic("empty", Severity::Error);
            Some(finding.saying("The row has no target attribute.", "Entra can’t save it."))
        }
        NameCheck::Unknown => {
            let finding = diagnostic("unknown", Severity::Warning).saying(
                format!("Neither Ramp’s guide nor SCIM knows {name}."),
                "Entra sends it as typed. Ramp will probably ignore it.",
            );
            Some(Diagnostic {
                offers: by_another_name(name).map(str::to_owned).into_iter().collect(),
                ..finding
            })
        }
    }
}

/// What people call an attribute of Ramp's table elsewhere: by its name in Entra, or in Ramp's window.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("userPrincipalName", "userName"),
    ("login", "userName"),
    ("mail", "emails[type eq \"work\"].value"),
    ("email", "emails[type eq \"work\"].value"),
    ("firstName", "name.givenName"),
    ("lastName", "name.familyName"),
    ("surname", "name.familyName"),
    ("city", "addresses[type eq \"work\"].locality"),
    ("location", "addresses[type eq \"work\"].locality"),
    ("office", "addresses[type eq \"work\"].locality"),
    ("mailNickname", "externalId"),
    ("employeeId", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber"),
    ("IsSoftDeleted", "active"),
    ("accountEnabled", "active"),
];

/// The target that is known under the last part of a name elsewhere. It is offered, never put in.
fn by_another_name(name: &str) -> Option<&'static str> {
    let last = name.rsplit(['.', ':']).next().unwrap_or(name).trim();
    OTHER_NAMES.iter().find(|(other, _)| other.eq_ignore_ascii_case(last)).map(|(_, target)| *target)
}

pub(super) fn source_finding(name: &str, subject: Subject) -> Option<Diagnostic> {
    let diagnostic =
        |code: &str, severity| Diagnostic::new(format!("source.{code}"), severity, subject, name);
    match check_source_name(name) {
        NameCheck::Known | NameCheck::Custom => None,
        NameCheck::Near { expected, slip } => {
            let difference = Difference::between(name, &expected);
            let finding = diagnostic(slip.as_str(), Severity::Error).saying(
                words::near(&expected, slip, difference.as_ref()),
                "Source names are compared letter by letter too: this one has no value for anyone.",
            );
            Some(Diagnostic { difference, fix: Some(expected), ..finding })
        }
        NameCheck::Ambiguous(offers) => {
            let finding = diagnostic("ambiguous", Severity::Error).saying(
                words::ambiguous(name, &offers),
                "Entra has no attribute of this name, so there is no value for anyone.",
            );
            Some(Diagnostic { offers, ..finding })
        }
        NameCheck::Unknown if name.trim().is_empty() => Some(
            diagnostic("empty", Severity::Error)
                .saying("The row has no source attribute.", "Entra can’t save a direct mapping without one."),
        ),
        NameCheck::Unknown => Some(diagnostic("unknown", Severity::Warning).saying(
            format!("{name} is not among Entra’s own attributes."),
            "If it is not an attribute you added to the source, there is no value for anyone.",
        )),
    }
}
