//! What every vault keeps to, and the real Secret Service in a session of its own.

use onramp_storage::{MemoryVault, Vault, VaultKey};
use secrecy::{ExposeSecret, SecretString};

/// The contract of [`Vault`], for any vault that holds none of these keys yet.
async fn keeps_the_contract(vault: &dyn Vault) {
    let one = VaultKey::scim_token("contract-1");
    let two = VaultKey::scim_token("contract-2");
    let other_kind = VaultKey::proxy_credentials("contract-2");
    let load = async |key| vault.load(key).await.unwrap().map(|secret| secret.expose_secret().to_owned());

    assert_eq!(load(&one).await, None, "nothing at first");
    vault.delete(&one).await.expect("deleting what is not there is no error");

    let secret = SecretString::from("ramp_\u{e4}\u{20ac} \"quoted\" 0123456789");
    vault.store(&one, &secret).await.unwrap();
    vault.store(&two, &SecretString::from("other")).await.unwrap();
    assert_eq!(load(&one).await.as_deref(), Some(secret.expose_secret()), "kept to the letter");

    vault.store(&one, &SecretString::from("second")).await.unwrap();
    assert_eq!(load(&one).await.as_deref(), Some("second"), "the later one counts");
    assert_eq!(load(&two).await.as_deref(), Some("other"), "keys do not touch");
    assert_eq!(load(&other_kind).await, None, "nor do kinds");

    vault.delete(&one).await.unwrap();
    assert_eq!(load(&one).await, None);
    vault.delete(&two).await.unwrap();
}

#[tokio::test]
async fn memory_keeps_the_contract() {
    keeps_the_contract(&MemoryVault::new()).await;
}

#[cfg(target_os = "linux")]
mod secret_service {
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use onramp_storage::{KeychainVault, Vault, VaultError, VaultKey};
    use secrecy::{ExposeSecret, SecretString};

    use super::keeps_the_contract;

    /// Set in the child that a test starts inside a session: names the scene it has to play.
    const SCENE: &str = "ONRAMP_VAULT_SCENE";

    /// Runs `in_a_session` of this same binary in a session with folders of its own.
    fn play(scene: &str, wrapper: &[&str], address: Option<&str>) {
        let folder = tempfile::tempdir().unwrap();
        let runtime = private(&folder.path().join("run"));
        let myself = std::env::current_exe().unwrap();
        let test = ["--exact", "vault::secret_service::in_a_session", "--nocapture", "--test-threads=1"];
        let mut command = match wrapper {
            [] => Command::new(&myself),
            [program, rest @ ..] => {
                let mut command = Command::new(program);
                command.args(rest).arg(&myself);
                command
            }
        };
        command
            .args(test)
            .env(SCENE, scene)
            .env("XDG_RUNTIME_DIR", &runtime)
            .env("XDG_DATA_HOME", private(&folder.path().join("data")))
            .env("XDG_CONFIG_HOME", private(&folder.path().join("config")))
            .env("XDG_CACHE_HOME", private(&folder.path().join("cache")))
            .env("HOME", folder.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::null());
        if let Some(address) = address {
            command.env("DBUS_SESSION_BUS_ADDRESS", address);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("scene played"), "{said}\n{complained}");
    }

    fn private(path: &Path) -> std::path::PathBuf {
        use std::os::unix::fs::PermissionsExt;
        std::fs::create_dir_all(path).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).unwrap();
        path.to_owned()
    }

    fn installed(program: &str) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
        if !found {
            println!("{program} is not installed: the Secret Service is not tried");
        }
        found
    }

    /// Does nothing by itself; plays the scene when one of the tests below starts it.
    #[tokio::test]
    async fn in_a_session() {
        let Ok(scene) = std::env::var(SCENE) else { return };
        let vault = KeychainVault::new();
        let key = VaultKey::scim_token("scene");
        match scene.as_str() {
            "unlocked" => keeps_the_contract(&vault).await,
            "no-bus" => {
                let error = vault.load(&key).await.unwrap_err();
                assert!(matches!(error, VaultError::NoKeychain { .. }), "{error:?}");
            }
            "no-service" => {
                let error = vault.store(&key, &SecretString::from("x")).await.unwrap_err();
                assert!(matches!(error, VaultError::NoKeychain { .. }), "{error:?}");
            }
            "no-keyring" => {
                assert!(vault.load(&key).await.unwrap().is_none());
                let error = vault.store(&key, &SecretString::from("x")).await.unwrap_err();
                assert_eq!(error, VaultError::NoKeyring);
            }
            "comes-later" => {
                let error = vault.load(&key).await.unwrap_err();
                assert!(matches!(error, VaultError::NoKeychain { .. }), "{error:?}");
                start_keyring();
                keeps_the_contract(&vault).await;
            }
            "goes-away" => {
                vault.store(&key, &SecretString::from("kept")).await.unwrap();
                end_keyring();
                start_keyring();
                // The first call may still meet the connection to the service that ended.
                let secret = match vault.load(&key).await {
                    Ok(secret) => secret,
                    Err(_) => vault.load(&key).await.unwrap(),
                };
                assert_eq!(secret.unwrap().expose_secret(), "kept");
            }
            "silent" => {
                let vault = KeychainVault::with_limit(Duration::from_millis(100));
                let error = vault.load(&key).await.unwrap_err();
                assert!(matches!(error, VaultError::TimedOut { .. }), "{error:?}");
            }
            other => panic!("no scene {other}"),
        }
        println!("scene played");
    }

    /// The daemon goes into the background before its name is on the bus: the last line waits for that.
    const UNLOCK: &str = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null && \
         until dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
         org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true; do :; done";

    fn start_keyring() {
        let started = Command::new("bash").args(["-c", UNLOCK]).status().unwrap();
        assert!(started.success());
    }

    /// Ends the service of this session's bus, and no other, by the process id the bus knows.
    fn end_keyring() {
        let ended = Command::new("bash")
            .args([
                "-c",
                "pid=$(dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
                 org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets | \
                 awk '{print $2}') && kill \"$pid\" && while kill -0 \"$pid\" 2>/dev/null; do :; done",
            ])
            .status()
            .unwrap();
        assert!(ended.success());
    }

    fn in_dbus_session(scene: &str, before: &str) {
        if installed("dbus-run-session") && installed("gnome-keyring-daemon") {
            let script = format!("{before} exec \"$@\"");
            play(scene, &["dbus-run-session", "--", "bash", "-c", &script, "_"], None);
        }
    }

    #[test]
    fn keeps_the_contract_when_unlocked() {
        in_dbus_session("unlocked", &format!("{UNLOCK} &&"));
    }

    #[test]
    fn no_bus_is_no_keychain() {
        play("no-bus", &[], None);
    }

    #[test]
    fn a_bus_without_keyring_has_a_name() {
        in_dbus_session("no-keyring", "gnome-keyring-daemon --start --components=secrets >/dev/null &&");
    }

    #[test]
    fn a_keychain_that_restarts_is_found_again() {
        in_dbus_session("goes-away", &format!("{UNLOCK} &&"));
    }

    /// A bus that knows no services to start, so that the keychain is there only once it is started by hand.
    fn in_bare_bus(scene: &str) {
        if !installed("dbus-run-session") || !installed("gnome-keyring-daemon") {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("bus.conf");
        std::fs::write(
            &config,
            "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
        )
        .unwrap();
        let config = format!("--config-file={}", config.display());
        play(scene, &["dbus-run-session", &config, "--"], None);
    }

    #[test]
    fn a_bus_without_service_is_no_keychain() {
        in_bare_bus("no-service");
    }

    #[test]
    fn a_keychain_that_comes_later_is_found() {
        in_bare_bus("comes-later");
    }

    #[test]
    fn a_keychain_that_does_not_answer_times_out() {
        // A bus that accepts the connection and never says a word.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bus");
        let listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
        play("silent", &[], Some(&format!("unix:path={}", path.display())));
        drop(listener);
    }
}
