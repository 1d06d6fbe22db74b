//! Names that are nearly those of functions.

use crate::functions::functions;

/// The function most likely meant: one of other languages that takes the same arguments, or one a few letters away.
pub(super) fn similar(name: &str) -> Option<&'static str> {
    let wanted = name.to_lowercase();
    if let Some((_, meant)) = FOREIGN.iter().find(|(foreign, _)| *foreign == wanted) {
        return Some(meant);
    }
    // Three letters in ten may differ, so that short names do not all resemble each other.
    let limit = (wanted.chars().count() * 3 / 10).clamp(1, 3);
    functions()
        .map(|function| (distance(&wanted, &function.name.to_lowercase()), function.name))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Names in other languages of functions that take the same arguments, in small letters.
const FOREIGN: &[(&str, &str)] = &[
    ("if", "IIF"),
    ("iff", "IIF"),
    ("ifelse", "IIF"),
    ("isblank", "IsNullOrEmpty"),
    ("isempty", "IsNullOrEmpty"),
    ("isnullorwhitespace", "IsNullOrEmpty"),
    ("ifnull", "Coalesce"),
    ("nvl", "Coalesce"),
    ("length", "Len"),
    ("lcase", "ToLower"),
    ("lower", "ToLower"),
    ("lowercase", "ToLower"),
    ("tolowercase", "ToLower"),
    ("ucase", "ToUpper"),
    ("upper", "ToUpper"),
    ("uppercase", "ToUpper"),
    ("touppercase", "ToUpper"),
    ("proper", "PCase"),
    ("newguid", "Guid"),
    ("uuid", "Guid"),
    ("getdate", "Now"),
    ("utcnow", "Now"),
    ("removediacritics", "NormalizeDiacritics"),
];

/// How many insertions, removals, changes and swaps of neighbours lead from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if from.len().abs_diff(to.len()) > 3 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, &a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &b) in to.iter().enumerate() {
            let mut best = (above[j] + usize::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == to[j - 1] && from[i - 1] == b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[to.len()]
}
