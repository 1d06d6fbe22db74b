//! The database file: shared, reopened, damaged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use onramp_storage::{Mode, Profile, Store, StoreError, TokenPlace};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Progress {
    step: String,
    done: BTreeMap<String, bool>,
}

fn progress(step: &str) -> Progress {
    Progress { step: step.to_owned(), done: BTreeMap::from([("connect-ramp".to_owned(), true)]) }
}

fn profile(id: &str, name: &str) -> Profile {
    Profile {
        id: id.to_owned(),
        name: name.to_owned(),
        mode: Mode::Real,
        scim_url: Some("https://scim.ramp.example/scim/v2".to_owned()),
        token_last_four: Some("7f3e".to_owned()),
        token_place: Some(TokenPlace::Keychain),
    }
}

struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("onramp").join("onramp.db")
    }

    fn names(&self) -> Vec<String> {
        let folder = self.folder.path().join("onramp");
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

fn open(path: &Path) -> Store {
    let opened = Store::open(path).unwrap();
    assert_eq!(opened.notice, None);
    opened.store
}

/// Overwrites part of the file after its header, as a failing disk or a foreign program would.
fn scribble(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let end = bytes.len();
    bytes[110..end].fill(0x5a);
    fs::write(path, bytes).unwrap();
}

#[test]
fn profiles_and_documents_are_there_after_reopening() {
    let folder = Folder::new();
    {
        let store = open(&folder.file());
        store.put_profile(&profile("p1", "Fabrikam production")).unwrap();
        store.put_profile(&profile("p2", "Contoso")).unwrap();
        store.put_document("p1", "progress", &progress("mappings")).unwrap();
        store.put_document("p1", "progress", &progress("preview")).unwrap();
        store.put_document("", "last-profile", "p1").unwrap();
    }
    let store = open(&folder.file());
    let names: Vec<String> = store.profiles().unwrap().into_iter().map(|profile| profile.name).collect();
    assert_eq!(names, ["Contoso", "Fabrikam production"]);
    assert_eq!(store.profile("p1").unwrap(), Some(profile("p1", "Fabrikam production")));
    assert_eq!(store.document("p1", "progress").unwrap(), Some(progress("preview")));
    assert_eq!(store.document::<String>("", "last-profile").unwrap().as_deref(), Some("p1"));
    assert_eq!(store.document::<Progress>("p2", "progress").unwrap(), None);
}

#[test]
fn a_changed_profile_takes_the_old_one_s_place() {
    let store = Store::in_memory().unwrap();
    store.put_profile(&profile("p1", "Before")).unwrap();
    let changed = Profile {
        mode: Mode::Practice,
        scim_url: None,
        token_last_four: None,
        token_place: Some(TokenPlace::ThisRun),
        ..profile("p1", "After")
    };
    store.put_profile(&changed).unwrap();
    assert_eq!(store.profiles().unwrap(), [changed]);
}

#[test]
fn a_removed_profile_takes_its_documents_along() {
    let store = Store::in_memory().unwrap();
    store.put_profile(&profile("p1", "One")).unwrap();
    for (owner, key) in [("p1", "progress"), ("p2", "progress"), ("", "progress")] {
        store.put_document(owner, key, &1).unwrap();
    }
    assert!(store.remove_profile("p1").unwrap());
    assert!(!store.remove_profile("p1").unwrap());
    assert!(!store.remove_profile("").unwrap(), "the program's documents belong to no profile");
    assert_eq!(store.document::<i32>("p1", "progress").unwrap(), None);
    assert_eq!(store.document::<i32>("p2", "progress").unwrap(), Some(1));
    assert!(store.remove_document("", "progress").unwrap());
    assert!(!store.remove_document("", "progress").unwrap());
}

#[test]
fn a_document_of_another_form_is_an_error_that_does_not_quote_it() {
    let store = Store::in_memory().unwrap();
    store.put_document("p1", "progress", "ada@fabrikam.example").unwrap();
    let error = store.document::<Progress>("p1", "progress").unwrap_err();
    assert_eq!(error.code(), "store.decode");
    assert!(!format!("{error} {error:?}").contains("ada@"), "{error:?}");
}

#[test]
fn two_openings_share_one_file() {
    let folder = Folder::new();
    let window = open(&folder.file());
    let command_line = open(&folder.file());
    std::thread::scope(|scope| {
        for (store, owner) in [(&window, "window"), (&command_line, "command-line")] {
            scope.spawn(move || {
                for number in 0..50 {
                    store.put_document(owner, &format!("{number}"), &number).unwrap();
                }
            });
        }
    });
    assert_eq!(window.document::<i32>("command-line", "49").unwrap(), Some(49));
    assert_eq!(command_line.document::<i32>("window", "49").unwrap(), Some(49));
}

#[test]
fn a_damaged_file_is_set_aside_and_told() {
    let folder = Folder::new();
    fs::create_dir_all(folder.file().parent().unwrap()).unwrap();
    let filled = |file: &Path| {
        let store = open(file);
        for number in 0..200 {
            store.put_document("p1", &format!("{number}"), &"x".repeat(100)).unwrap();
        }
    };
    let damages: [fn(&Path); 3] = [
        |file| fs::write(file, "this is not a database, whatever its name says").unwrap(),
        scribble,
        |file| fs::write(file, &fs::read(file).unwrap()[..5000]).unwrap(),
    ];
    for (number, damage) in (1..).zip(damages) {
        filled(&folder.file());
        damage(&folder.file());
        let damaged = fs::read(folder.file()).unwrap();

        let opened = Store::open(folder.file()).unwrap();
        let aside = opened.notice.expect("a notice").path;
        assert_eq!(aside, folder.file().with_file_name(format!("onramp.db.damaged-{number}")));
        assert_eq!(fs::read(aside).unwrap(), damaged, "nothing of it is lost");
        assert_eq!(opened.store.profiles().unwrap(), []);
        opened.store.put_document("", "works", &true).unwrap();
        drop(opened.store);
        assert_eq!(open(&folder.file()).document::<bool>("", "works").unwrap(), Some(true));
    }
    assert!(folder.names().contains(&"onramp.db.damaged-3".to_owned()), "{:?}", folder.names());
}

#[test]
fn a_file_of_a_newer_onramp_is_left_alone() {
    let folder = Folder::new();
    drop(open(&folder.file()));
    // The version is the big-endian number at byte 60 (SQLite file format §1.3.11).
    let mut bytes = fs::read(folder.file()).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(folder.file(), &bytes).unwrap();

    let error = Store::open(folder.file()).unwrap_err();
    assert!(matches!(error, StoreError::NewerVersion { found: 99, known: 2, .. }), "{error:?}");
    assert_eq!(fs::read(folder.file()).unwrap(), bytes);
    assert_eq!(folder.names().iter().filter(|name| name.contains("damaged")).count(), 0);
}

#[test]
fn a_place_that_cannot_hold_the_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert_eq!(error.code(), "store.file", "{error:?}");
    fs::write(folder.path().join("taken"), "").unwrap();
    let error = Store::open(folder.path().join("taken").join("onramp.db")).unwrap_err();
    assert_eq!(error.code(), "store.file", "{error:?}");
}

#[cfg(unix)]
#[test]
fn the_file_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let store = open(&folder.file());
    store.put_document("", "x", &1).unwrap();
    for name in folder.names() {
        let mode = fs::metadata(folder.file().with_file_name(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
}
