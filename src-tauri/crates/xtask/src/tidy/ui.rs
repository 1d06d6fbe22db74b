//! Who imports whom in the front end: steps do not know each other, the kit knows no IPC, one file knows Tauri.

use super::Finding;

/// The files that may import Tauri: the port to the host, and what is generated for it.
const TAURI_OWNERS: [&str; 2] = ["ipc/host.ts", "ipc/bindings.ts"];

/// Checks one file; `place` is its path below ui/src, with forward slashes.
pub fn check(place: &str, text: &str) -> Vec<Finding> {
    imports(text)
        .filter_map(|(number, specifier)| {
            let why = broken_rule(place, specifier)?;
            Some(Finding::new(format!("ui/src/{place}:{number}"), format!("imports \"{specifier}\""), why))
        })
        .collect()
}

fn broken_rule(place: &str, specifier: &str) -> Option<&'static str> {
    if specifier.starts_with("@tauri-apps/") {
        return (!TAURI_OWNERS.contains(&place))
            .then_some("only ipc/host.ts (and the generated bindings) import Tauri");
    }
    let target = resolve(place, specifier)?;
    match (step_of(place), step_of(&target)) {
        (Some(from), Some(to)) if from != to => {
            return Some("steps do not import each other: what two need belongs to kit, ipc or wizard");
        }
        _ => {}
    }
    (room_of(place) == "kit" && room_of(&target) == "ipc")
        .then_some("kit does not import ipc: parts get their data as properties")
}

/// The path below ui/src that a specifier means; `None` for a package.
fn resolve(place: &str, specifier: &str) -> Option<String> {
    let mut parts: Vec<&str> =
        if let Some(rest) = specifier.strip_prefix("@/").or_else(|| specifier.strip_prefix("~/")) {
            return Some(rest.to_owned());
        } else if specifier.starts_with('.') {
            place.split('/').collect()
        } else {
            return None;
        };
    parts.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn room_of(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

/// The step a path belongs to: the folder below steps/.
fn step_of(path: &str) -> Option<&str> {
    path.strip_prefix("steps/")?.split_once('/').map(|(step, _)| step)
}

/// Every quoted specifier that follows `from`, `import` or `import(`, with its line.
fn imports(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let line = line.trim_start();
        if line.starts_with("//") || line.starts_with('*') {
            return None;
        }
        let begin =
            ["from \"", "from '", "import \"", "import '", "import(\"", "import('", "mock(\"", "mock('"]
                .iter()
                .find_map(|opening| line.find(opening).map(|at| at + opening.len()))?;
        let quote = line[..begin].chars().next_back()?;
        let end = line[begin..].find(quote)? + begin;
        Some((index + 1, &line[begin..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_held_to_the_rules() {
        for (place, line, broken) in [
            ("steps/preview/Step.tsx", "import { x } from \"../test-user/parts\";", true),
            ("steps/preview/Step.tsx", "import { x } from \"../../steps/done/Step\";", true),
            ("steps/preview/Step.tsx", "import { x } from \"@/steps/done/Step\";", true),
            ("steps/preview/Step.tsx", "import { x } from \"./parts/Row\";", false),
            ("steps/preview/parts/Row.tsx", "import { x } from \"../fields\";", false),
            ("steps/preview/Step.tsx", "import { commands } from \"../../ipc/bindings\";", false),
            ("wizard/steps.ts", "import { start } from \"../steps/start/Step\";", false),
            ("kit/Verdict.tsx", "import type { Verdict } from '../ipc/bindings';", true),
            ("kit/Verdict.tsx", "import { Text } from \"@fluentui/react-components\";", false),
            ("ipc/host.ts", "import { invoke } from \"@tauri-apps/api/core\";", false),
            ("ipc/bindings.ts", "import { Channel } from \"@tauri-apps/api/core\";", false),
            ("app/theme.ts", "const host = await import(\"@tauri-apps/api/window\");", true),
            ("app/theme.ts", "// import \"@tauri-apps/api/window\" would be wrong here", false),
        ] {
            assert_eq!(!check(place, line).is_empty(), broken, "{place}: {line}");
        }
    }

    #[test]
    fn a_finding_names_file_line_and_import() {
        let findings = check("kit/Chip.tsx", "\nimport { useProbe } from \"../ipc/probe\";\n");
        assert_eq!(findings[0].place, "ui/src/kit/Chip.tsx:2");
        assert_eq!(findings[0].what, "imports \"../ipc/probe\"");
    }
}
