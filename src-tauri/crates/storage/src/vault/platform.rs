//! The platform's credential store, and what its failures mean.

use std::sync::Arc;

use keyring_core::{CredentialStore, Error};

use super::VaultError;

/// Connects to the platform's store. May take long and may fail; nothing is remembered.
#[cfg(target_os = "linux")]
pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

/// Not tried: the login keychain on macOS.
#[cfg(target_os = "macos")]
pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}

/// Not tried: Credential Manager on Windows.
#[cfg(target_os = "windows")]
pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = windows_native_keyring_store::Store::new()?;
    Ok(store)
}

/// Elsewhere there is no keychain.
#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(Error::NoDefaultStore)
}

pub(super) fn classify(error: &Error) -> VaultError {
    match error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => named(cause.as_ref())
            .unwrap_or_else(|| match error {
                Error::NoStorageAccess(_) => VaultError::Denied { detail: cause.to_string() },
                _ => VaultError::Other { detail: cause.to_string() },
            }),
        Error::NoDefaultStore => VaultError::NoKeychain { detail: "not on this platform".to_owned() },
        // The bytes these carry are the secret's.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            VaultError::Other { detail: "the stored secret is not text".to_owned() }
        }
        other => VaultError::Other { detail: other.to_string() },
    }
}

#[cfg(target_os = "linux")]
fn named(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<VaultError> {
    use secret_service::Error as Service;
    match cause.downcast_ref::<Service>()? {
        Service::Locked => Some(VaultError::Locked),
        Service::Prompt | Service::PromptDisconnected => Some(VaultError::Dismissed),
        Service::NoResult => Some(VaultError::NoKeyring),
        Service::Unavailable => Some(VaultError::NoKeychain { detail: cause.to_string() }),
        Service::Zbus(bus) => on_the_bus(bus),
        Service::ZbusFdo(
            zbus::fdo::Error::ServiceUnknown(_)
            | zbus::fdo::Error::NameHasNoOwner(_)
            | zbus::fdo::Error::NoServer(_)
            | zbus::fdo::Error::Disconnected(_),
        ) => Some(VaultError::NoKeychain { detail: cause.to_string() }),
        Service::ZbusFdo(zbus::fdo::Error::ZBus(bus)) => on_the_bus(bus),
        _ => None,
    }
}

#[cfg(target_os = "linux")]
fn on_the_bus(error: &zbus::Error) -> Option<VaultError> {
    let missing = VaultError::NoKeychain { detail: error.to_string() };
    match error {
        // No bus to connect to, or it went away.
        zbus::Error::Connection(..)
        | zbus::Error::InputOutput(_)
        | zbus::Error::Address(_)
        | zbus::Error::Handshake(_) => Some(missing),
        zbus::Error::FDO(fdo) => match fdo.as_ref() {
            zbus::fdo::Error::ServiceUnknown(_)
            | zbus::fdo::Error::NameHasNoOwner(_)
            | zbus::fdo::Error::Disconnected(_) => Some(missing),
            _ => None,
        },
        zbus::Error::MethodError(name, _, _) => match name.as_str() {
            "org.freedesktop.Secret.Error.IsLocked" => Some(VaultError::Locked),
            "org.freedesktop.Secret.Error.NoSuchObject" => Some(VaultError::NoKeyring),
            "org.freedesktop.DBus.Error.AccessDenied" => {
                Some(VaultError::Denied { detail: error.to_string() })
            }
            // A service that is installed but cannot be started reports under Spawn.
            name if name == "org.freedesktop.DBus.Error.ServiceUnknown"
                || name == "org.freedesktop.DBus.Error.NameHasNoOwner"
                || name == "org.freedesktop.DBus.Error.Disconnected"
                || name.starts_with("org.freedesktop.DBus.Error.Spawn") =>
            {
                Some(missing)
            }
            _ => None,
        },
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn named(_: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<VaultError> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_bytes_stay_out_of_errors() {
        let error = classify(&Error::BadEncoding(b"hunter2\xff".to_vec()));
        assert!(!format!("{error:?} {error}").contains("104"), "{error:?}");
        assert_eq!(error, VaultError::Other { detail: "the stored secret is not text".to_owned() });
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_secret_service_s_failures_have_names() {
        use secret_service::Error as Service;
        let access = |cause: Service| Error::NoStorageAccess(Box::new(cause));
        for (error, expected) in [
            (access(Service::Locked), "vault.locked"),
            (access(Service::Prompt), "vault.dismissed"),
            (access(Service::NoResult), "vault.no-keyring"),
            (Error::PlatformFailure(Box::new(Service::Unavailable)), "vault.no-keychain"),
            (
                Error::PlatformFailure(Box::new(Service::Zbus(zbus::Error::InputOutput(
                    std::io::Error::from(std::io::ErrorKind::NotFound).into(),
                )))),
                "vault.no-keychain",
            ),
            (Error::PlatformFailure(Box::new(Service::Crypto("x"))), "vault.failed"),
            (Error::NoStorageAccess("no".into()), "vault.denied"),
        ] {
            assert_eq!(classify(&error).code(), expected, "{error:?}");
        }
    }
}
