//! What the pure rooms' source must not say. A plain scan of the text: it need not understand Rust to see a clock.

use super::Finding;

/// Words that mean a clock, randomness, async or I/O.
const IMPURE: [(&str, &str); 10] = [
    ("std::time", "a clock"),
    ("SystemTime", "a clock"),
    ("::now()", "a clock"),
    ("async fn", "async"),
    ("async move", "async"),
    ("rand::", "randomness"),
    ("std::fs", "files"),
    ("std::env", "the environment"),
    ("std::net", "the network"),
    ("std::process", "processes"),
];

/// Scans one source file of a room on level 0 or 1; `place` is its path.
pub fn check(place: &str, text: &str) -> Vec<Finding> {
    if is_test_file(place) {
        return Vec::new();
    }
    program_lines(text)
        .filter_map(|(number, line)| {
            let (word, means) = IMPURE.iter().find(|(word, _)| line.contains(word))?;
            Some(Finding::new(
                format!("{place}:{number}"),
                format!("says `{word}`"),
                format!("levels 0 and 1 do without {means}: what is needed comes in as an argument"),
            ))
        })
        .collect()
}

fn is_test_file(place: &str) -> bool {
    place.split('/').any(|part| part == "tests" || part == "tests.rs")
}

/// The numbered lines that are neither comment nor test. A test module stands last in its file, so it ends the program.
fn program_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let end = lines.windows(2).position(|pair| pair[0].trim() == "#[cfg(test)]" && opens_module(pair[1]));
    let end = end.unwrap_or(lines.len());
    lines
        .into_iter()
        .enumerate()
        .take(end)
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn opens_module(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("mod ") && line.ends_with('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_found_with_its_line() {
        let findings = check("crates/ramp/src/lib.rs", "use std::fmt;\nlet now = Timestamp::now();\n");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, "crates/ramp/src/lib.rs:2");
        assert!(findings[0].why.contains("a clock"));
    }

    #[test]
    fn comments_and_tests_are_free() {
        for (place, text) in [
            ("src/lib.rs", "//! Not a word of std::fs.\n/// `std::time`\nfn x() {}\n"),
            ("src/lib.rs", "fn x() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n"),
            ("src/filter/tests.rs", "use std::fs;\n"),
        ] {
            assert_eq!(check(place, text), [], "{text}");
        }
    }

    #[test]
    fn a_test_module_in_its_own_file_does_not_end_the_scan() {
        let findings = check("src/lib.rs", "#[cfg(test)]\nmod tests;\nuse std::env;\n");
        assert_eq!(findings[0].place, "src/lib.rs:3");
    }
}
