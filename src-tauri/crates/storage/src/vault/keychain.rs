//! The operating system's keychain.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::oneshot;

use super::{Vault, VaultError, VaultFuture, VaultKey, platform};

/// The service name under which the keychain shows Onramp's secrets. Never renamed: stored secrets would be lost.
const SERVICE: &str = "onramp";

/// How long a call may take before the caller is told that the keychain is not answering.
const LIMIT: Duration = Duration::from_secs(10);

/// Keeps secrets in the operating system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service
/// on Linux. The platform's store is made at first use, kept while it works, and made anew after a failure, so that
/// a later call succeeds once the keychain has been started or unlocked.
pub struct KeychainVault {
    held: Arc<Mutex<Option<Arc<CredentialStore>>>>,
    limit: Duration,
}

impl std::fmt::Debug for KeychainVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeychainVault").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl Default for KeychainVault {
    fn default() -> Self {
        Self::new()
    }
}

impl KeychainVault {
    /// A vault whose calls may take ten seconds. Touches no keychain yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_limit(LIMIT)
    }

    /// A vault with another time limit per call.
    #[must_use]
    pub fn with_limit(limit: Duration) -> Self {
        Self { held: Arc::default(), limit }
    }

    /// Runs one operation on a thread of its own, within the time limit.
    ///
    /// Not `spawn_blocking`: a call that waits for a person would keep the runtime, and with it the program, from ending.
    async fn run<T: Send + 'static>(
        &self,
        key: &VaultKey,
        operation: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (sender, receiver) = oneshot::channel();
        let held = Arc::clone(&self.held);
        let account = key.account();
        std::thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                // The receiver is gone when time ran out; nobody waits for the outcome then.
                let _ = sender.send(perform(&held, &account, operation));
            })
            .map_err(|error| VaultError::Other { detail: error.to_string() })?;
        match tokio::time::timeout(self.limit, receiver).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(VaultError::Other { detail: "the keychain's library stopped".to_owned() }),
            Err(_) => {
                // The call in flight holds the store's connection: the next one must not queue behind it.
                release(&self.held);
                Err(VaultError::TimedOut { limit: self.limit })
            }
        }
    }
}

impl Vault for KeychainVault {
    fn store<'a>(&'a self, key: &'a VaultKey, secret: &'a SecretString) -> VaultFuture<'a, ()> {
        let secret = secret.clone();
        Box::pin(self.run(key, move |entry| entry.set_password(secret.expose_secret())))
    }

    fn load<'a>(&'a self, key: &'a VaultKey) -> VaultFuture<'a, Option<SecretString>> {
        Box::pin(self.run(key, |entry| match entry.get_password() {
            Ok(text) => Ok(Some(SecretString::from(Zeroizing::new(text).as_str()))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        }))
    }

    fn delete<'a>(&'a self, key: &'a VaultKey) -> VaultFuture<'a, ()> {
        Box::pin(self.run(key, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        }))
    }
}

fn perform<T>(
    held: &Mutex<Option<Arc<CredentialStore>>>,
    account: &str,
    operation: impl FnOnce(&Entry) -> keyring_core::Result<T>,
) -> Result<T, VaultError> {
    let store = hold(held)?;
    let outcome = store.build(SERVICE, account, None).and_then(|entry| operation(&entry));
    outcome.map_err(|error| {
        release(held);
        platform::classify(&error)
    })
}

/// The store in use, or a new one. The lock is not held while the platform is asked: that may take long.
fn hold(held: &Mutex<Option<Arc<CredentialStore>>>) -> Result<Arc<CredentialStore>, VaultError> {
    if let Some(store) = held.lock().unwrap_or_else(PoisonError::into_inner).clone() {
        return Ok(store);
    }
    let store = platform::connect().map_err(|error| platform::classify(&error))?;
    *held.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&store));
    Ok(store)
}

fn release(held: &Mutex<Option<Arc<CredentialStore>>>) {
    *held.lock().unwrap_or_else(PoisonError::into_inner) = None;
}
