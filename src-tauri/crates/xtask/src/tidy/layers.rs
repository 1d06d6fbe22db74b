//! Who may depend on whom. The table is ARCHITECTURE.md's; normal dependencies only, because tests may reach anywhere.

use std::path::PathBuf;

use cargo_metadata::{DependencyKind, Metadata};

use super::Finding;

/// A package of the workspace with what it depends on directly, outside its tests and build script.
#[derive(Debug)]
pub struct Package {
    /// Its name, such as `onramp-scim`.
    pub name: String,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// Names of its normal dependencies.
    pub dependencies: Vec<String>,
}

/// A room: its level, and which of our own rooms it may use.
struct Room {
    name: &'static str,
    level: u8,
    may_use: &'static [&'static str],
}

/// Level of rooms that stand beside the program: they may be used by nothing in it.
const BESIDE: u8 = 9;

const ROOMS: [Room; 16] = [
    Room { name: "onramp-expression", level: 0, may_use: &[] },
    Room { name: "onramp-scim", level: 0, may_use: &[] },
    Room { name: "onramp-mapping", level: 1, may_use: &["onramp-expression", "onramp-scim"] },
    Room { name: "onramp-ramp", level: 1, may_use: &["onramp-scim"] },
    Room { name: "onramp-entra", level: 1, may_use: &["onramp-expression", "onramp-scim", "onramp-mapping"] },
    Room { name: "onramp-http", level: 2, may_use: &[] },
    Room { name: "onramp-scim-client", level: 2, may_use: &["onramp-scim", "onramp-http"] },
    Room { name: "onramp-graph", level: 2, may_use: &["onramp-mapping", "onramp-http"] },
    Room { name: "onramp-storage", level: 2, may_use: &[] },
    Room {
        name: "onramp-practice",
        level: 3,
        may_use: &[
            "onramp-expression",
            "onramp-scim",
            "onramp-mapping",
            "onramp-ramp",
            "onramp-entra",
            "onramp-http",
            "onramp-scim-client",
            "onramp-graph",
        ],
    },
    Room {
        name: "onramp-app",
        level: 4,
        may_use: &[
            "onramp-expression",
            "onramp-scim",
            "onramp-mapping",
            "onramp-ramp",
            "onramp-entra",
            "onramp-http",
            "onramp-scim-client",
            "onramp-graph",
            "onramp-storage",
        ],
    },
    // The edges also open the storage they hand to the app.
    Room { name: "onramp-cli", level: 5, may_use: &["onramp-app", "onramp-practice", "onramp-storage"] },
    Room { name: "onramp", level: 5, may_use: &["onramp-app", "onramp-practice", "onramp-storage"] },
    Room { name: "onramp-testkit", level: BESIDE, may_use: ANY },
    Room { name: "onramp-tests", level: BESIDE, may_use: ANY },
    Room { name: "onramp-xtask", level: BESIDE, may_use: &[] },
];

/// Rooms for tests alone may use everything.
const ANY: &[&str] = &["*"];

/// An outside crate with owners: nobody else may depend on it.
struct Owned {
    /// The crate's name; a `*` at the end stands for any ending, one in front for any beginning.
    name: &'static str,
    owners: &'static [&'static str],
    why: &'static str,
}

const OWNED: [Owned; 9] = [
    Owned { name: "reqwest", owners: &["onramp-http"], why: "only http sends HTTP" },
    Owned {
        name: "hyper*",
        owners: &["onramp-http", "onramp-practice"],
        why: "only http sends HTTP, and only practice serves it",
    },
    Owned { name: "keyring*", owners: &["onramp-storage"], why: "only storage opens the keychain" },
    Owned { name: "*keyring-store", owners: &["onramp-storage"], why: "only storage opens the keychain" },
    Owned {
        name: "rusqlite",
        owners: &["onramp-storage", "onramp-practice"],
        why: "only storage opens our files, and practice its own",
    },
    Owned { name: "tauri*", owners: &["onramp"], why: "only src-tauri knows Tauri" },
    Owned { name: "axum", owners: &["onramp-practice"], why: "only practice serves HTTP" },
    Owned { name: "clap*", owners: &["onramp-cli"], why: "only the command line reads arguments" },
    Owned {
        name: "rand*",
        owners: &["onramp-practice"],
        why: "ids come in as arguments; only the practice world makes its own",
    },
];

/// What levels 0 and 1 must not have at all: a clock, randomness, a runtime, I/O. Dates as text are theirs, and `jiff` reads
/// them; its clock is `::now()`, which the scan of the source finds.
const NOT_PURE: [&str; 9] =
    ["tokio", "futures*", "reqwest", "rusqlite", "chrono", "time", "uuid", "rand*", "getrandom"];

/// The workspace's packages out of cargo's metadata.
pub fn packages(metadata: &Metadata) -> Vec<Package> {
    metadata
        .workspace_packages()
        .into_iter()
        .map(|package| Package {
            name: package.name.to_string(),
            folder: package
                .manifest_path
                .parent()
                .map(|folder| folder.as_std_path().to_owned())
                .unwrap_or_default(),
            dependencies: package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind == DependencyKind::Normal)
                .map(|dependency| dependency.name.clone())
                .collect(),
        })
        .collect()
}

/// Whether a room is on level 0 or 1.
pub fn is_pure(name: &str) -> bool {
    room(name).is_some_and(|room| room.level <= 1)
}

/// Holds each package against the table.
pub fn check(packages: &[Package]) -> Vec<Finding> {
    packages.iter().flat_map(check_package).collect()
}

fn check_package(package: &Package) -> Vec<Finding> {
    let Some(room) = room(&package.name) else {
        return vec![Finding::new(
            &package.name,
            "is not in the table of rooms",
            "give it a level in ARCHITECTURE.md and in xtask/src/tidy/layers.rs",
        )];
    };
    package.dependencies.iter().flat_map(|dependency| check_dependency(room, dependency)).collect()
}

fn check_dependency(room: &Room, dependency: &str) -> Option<Finding> {
    let why = if is_ours(dependency) { own(room, dependency) } else { outside(room, dependency) }?;
    Some(Finding::new(room.name, format!("depends on {dependency}"), why))
}

fn own(room: &Room, dependency: &str) -> Option<String> {
    if room.may_use == ANY || room.may_use.contains(&dependency) {
        return None;
    }
    Some(match (room.name, dependency) {
        ("onramp-app", "onramp-practice") => {
            "app does not know that practice exists: it gets URLs, so what works in practice works outside"
                .into()
        }
        _ if room.may_use.is_empty() => {
            format!("it stands on level {} and uses none of our own rooms", room.level)
        }
        _ => format!("it may use only {}", room.may_use.join(", ")),
    })
}

fn outside(room: &Room, dependency: &str) -> Option<String> {
    if room.level == BESIDE {
        return None;
    }
    if room.level <= 1 && NOT_PURE.iter().any(|pattern| matches(pattern, dependency)) {
        return Some(format!("level {} has no clock, no randomness, no async and no I/O", room.level));
    }
    OWNED
        .iter()
        .find(|owned| matches(owned.name, dependency) && !owned.owners.contains(&room.name))
        .map(|owned| owned.why.to_owned())
}

fn room(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

fn is_ours(name: &str) -> bool {
    name == "onramp" || name.starts_with("onramp-")
}

fn matches(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => name.ends_with(end),
        (_, Some(begin)) => name.starts_with(begin),
        _ => name == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(name: &str, dependencies: &[&str]) -> Vec<String> {
        let package = Package {
            name: name.to_owned(),
            folder: PathBuf::new(),
            dependencies: dependencies.iter().map(|&dependency| dependency.to_owned()).collect(),
        };
        check(&[package]).into_iter().map(|finding| format!("{} {}", finding.place, finding.what)).collect()
    }

    #[test]
    fn what_the_table_allows_is_quiet() {
        for (name, dependencies) in [
            ("onramp-expression", &["serde", "thiserror"][..]),
            ("onramp-entra", &["onramp-scim", "onramp-mapping", "serde_json"]),
            ("onramp-http", &["reqwest", "tokio"]),
            ("onramp-practice", &["onramp-ramp", "axum", "rusqlite", "rand"]),
            ("onramp-app", &["onramp-storage", "onramp-scim-client", "jiff", "uuid"]),
            ("onramp", &["onramp-app", "onramp-practice", "tauri", "tauri-plugin-store"]),
            ("onramp-tests", &["onramp-practice", "reqwest", "tokio"]),
        ] {
            assert_eq!(findings(name, dependencies), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn what_the_table_forbids_is_found() {
        for (name, dependency) in [
            ("onramp-expression", "onramp-scim"),
            ("onramp-scim", "tokio"),
            ("onramp-mapping", "uuid"),
            ("onramp-ramp", "rand_core"),
            ("onramp-ramp", "onramp-expression"),
            ("onramp-scim-client", "reqwest"),
            ("onramp-practice", "onramp-app"),
            ("onramp-app", "onramp-practice"),
            ("onramp-app", "clap"),
            ("onramp-app", "tauri-plugin-store"),
            ("onramp-app", "onramp-testkit"),
            ("onramp-cli", "keyring-core"),
            ("onramp-cli", "zbus-secret-service-keyring-store"),
            ("onramp", "onramp-ramp"),
            ("onramp-xtask", "onramp-app"),
        ] {
            assert_eq!(findings(name, &[dependency]), [format!("{name} depends on {dependency}")]);
        }
    }

    #[test]
    fn a_room_without_a_level_is_found() {
        assert_eq!(findings("onramp-attic", &[]), ["onramp-attic is not in the table of rooms"]);
    }
}
