//! The generated bindings are current. `cargo xtask codegen` writes them anew.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use specta_typescript::Typescript;

const HEADER: &str =
    "// This file is written by `cargo xtask codegen` from the Rust types. Do not edit it.\n";

#[test]
fn the_bindings_are_current() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/bindings.ts");
    let fresh = tempfile::NamedTempFile::with_suffix(".ts").unwrap();
    let typescript = Typescript::default().header(HEADER);
    onramp_window::commands().export(typescript, fresh.path()).unwrap();
    let fresh = std::fs::read_to_string(fresh.path()).unwrap();
    if std::env::var_os("ONRAMP_UPDATE_BINDINGS").is_some() {
        std::fs::write(&kept, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(&kept).unwrap_or_default();
    assert!(kept == fresh, "ui/src/ipc/bindings.ts is out of date: run cargo xtask codegen");
}
