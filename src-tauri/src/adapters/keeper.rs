//! Where the practice tenant keeps the token it was given: in the keychain, as everything secret.

use std::sync::Arc;

use onramp_practice::{KeeperError, KeeperFuture, SecretKeeper};
use onramp_storage::{Vault, VaultError, VaultKey};
use secrecy::SecretString;

/// The practice tenant's secrets in a vault.
pub(crate) struct PracticeKeeper(pub Arc<dyn Vault>);

impl std::fmt::Debug for PracticeKeeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PracticeKeeper")
    }
}

fn key(principal: &str, key: &str) -> VaultKey {
    VaultKey::practice_secret(format!("{principal}/{key}"))
}

fn failed(error: VaultError) -> KeeperError {
    KeeperError(Box::new(error))
}

impl SecretKeeper for PracticeKeeper {
    fn store<'a>(&'a self, principal: &'a str, name: &'a str, value: SecretString) -> KeeperFuture<'a, ()> {
        Box::pin(async move { self.0.store(&key(principal, name), &value).await.map_err(failed) })
    }

    fn load<'a>(&'a self, principal: &'a str, name: &'a str) -> KeeperFuture<'a, Option<SecretString>> {
        Box::pin(async move { self.0.load(&key(principal, name)).await.map_err(failed) })
    }

    fn delete<'a>(&'a self, principal: &'a str, name: &'a str) -> KeeperFuture<'a, ()> {
        Box::pin(async move { self.0.delete(&key(principal, name)).await.map_err(failed) })
    }
}
