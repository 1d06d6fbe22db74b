//! Tells Tauri about the configuration and the capabilities.

fn main() {
    tauri_build::build();
}
