//! Sentences of the check.

use super::{Difference, Slip};
use crate::names;

/// What is wrong with a name that is nearly a known one.
pub(super) fn near(expected: &str, slip: Slip, difference: Option<&Difference>) -> String {
    let place = difference.map(Difference::sentence).unwrap_or_default();
    match slip {
        Slip::Case | Slip::Spelling | Slip::Separator => format!("{expected} is right: {place}."),
        Slip::Blank => format!("{expected} is right, without blanks: {place}."),
        Slip::Invisible => format!("An invisible character hides in it. {expected} is right: {place}."),
        Slip::Quote => format!("{expected} is right, with straight double quotes: {place}."),
        Slip::LookAlike => format!("A letter only looks right. {expected} is right: {place}."),
        Slip::Surplus => format!("{expected} is the whole name: nothing belongs before or behind it."),
        Slip::Incomplete => format!("A part is missing: the whole name is {expected}."),
    }
}

/// A name as near to one known name as to another.
pub(super) fn ambiguous(name: &str, candidates: &[String]) -> String {
    let (last, others) = match candidates.split_last() {
        Some((last, others)) => (last.as_str(), others.join(", ")),
        None => ("", String::new()),
    };
    format!("{name} may mean {others} or {last}. Choose the one you mean.")
}

/// What follows when the value of this target never arrives, and the rule behind it.
pub(super) fn never_arrives(expected: &str) -> (String, Option<String>) {
    let start = "Entra takes any name without a word.";
    let Some(target) = names::target(expected) else {
        return (format!("{start} The value would never arrive."), None);
    };
    let (rest, rule) = match target.row {
        Some("M1") => ("Without userName Ramp can’t tell people apart, and refuses everyone.", Some("R1")),
        Some("M2") => ("People who leave would stay active in Ramp.", Some("R10")),
        Some("M3") => {
            ("The email would never arrive, and Ramp refuses every invite without one.", Some("R2"))
        }
        Some("M4") => {
            ("The first name would never arrive, and Ramp refuses every invite without one.", Some("R2"))
        }
        Some("M5") => {
            ("The last name would never arrive, and Ramp refuses every invite without one.", Some("R2"))
        }
        Some("M6") => (
            "The location would never arrive. Ramp refuses people without one, unless a default is set.",
            Some("R3"),
        ),
        Some("M9") => (
            "The department would never arrive. Ramp refuses people without one, unless a default is set.",
            Some("R3"),
        ),
        Some("M10") => {
            ("The manager would never arrive, and invites come from the account owner.", Some("R8"))
        }
        Some("M11") => ("The role would never arrive.", Some("R15")),
        row => {
            let rest = format!("{start} The value would never arrive.");
            return (rest, row.map(str::to_owned));
        }
    };
    (format!("{start} {rest}"), rule.map(str::to_owned))
}
