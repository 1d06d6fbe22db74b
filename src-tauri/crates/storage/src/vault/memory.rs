//! A vault that forgets everything when the program ends.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

use super::{Vault, VaultFuture, VaultKey};

/// Keeps secrets for this run only: what the admin chooses where there is no keychain, and what tests use.
#[derive(Debug, Default)]
pub struct MemoryVault {
    secrets: Mutex<HashMap<VaultKey, SecretString>>,
}

impl MemoryVault {
    /// An empty vault.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn secrets(&self) -> MutexGuard<'_, HashMap<VaultKey, SecretString>> {
        // A map is whole after any panic of another holder.
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Vault for MemoryVault {
    fn store<'a>(&'a self, key: &'a VaultKey, secret: &'a SecretString) -> VaultFuture<'a, ()> {
        Box::pin(async move {
            self.secrets().insert(key.clone(), secret.clone());
            Ok(())
        })
    }

    fn load<'a>(&'a self, key: &'a VaultKey) -> VaultFuture<'a, Option<SecretString>> {
        Box::pin(async move { Ok(self.secrets().get(key).cloned()) })
    }

    fn delete<'a>(&'a self, key: &'a VaultKey) -> VaultFuture<'a, ()> {
        Box::pin(async move {
            self.secrets().remove(key);
            Ok(())
        })
    }
}
