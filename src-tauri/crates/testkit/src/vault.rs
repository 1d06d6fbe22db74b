//! A keychain that does not work.

use onramp_storage::{Vault, VaultError, VaultFuture, VaultKey};
use secrecy::SecretString;

/// Answers every call with the same error.
#[derive(Debug, Clone)]
pub struct BrokenVault(pub VaultError);

impl Vault for BrokenVault {
    fn store<'a>(&'a self, _: &'a VaultKey, _: &'a SecretString) -> VaultFuture<'a, ()> {
        Box::pin(async { Err(self.0.clone()) })
    }

    fn load<'a>(&'a self, _: &'a VaultKey) -> VaultFuture<'a, Option<SecretString>> {
        Box::pin(async { Err(self.0.clone()) })
    }

    fn delete<'a>(&'a self, _: &'a VaultKey) -> VaultFuture<'a, ()> {
        Box::pin(async { Err(self.0.clone()) })
    }
}
