//! Where secrets are kept. A tenant's token for a SCIM service never lies on disk in practice: the database holds that
//! there is one, a keeper holds the value.

use std::collections::HashMap;
use std::fmt::Debug;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use secrecy::SecretString;

/// What a keeper's method returns.
pub type KeeperFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, KeeperError>> + Send + 'a>>;

/// A keeper that does not keep.
#[derive(Debug, thiserror::Error)]
#[error("the secret cannot be kept or read")]
pub struct KeeperError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Keeps the secret values of provisioning connections, by service principal and key (`SecretToken`).
pub trait SecretKeeper: Debug + Send + Sync {
    /// Keeps a value in place of the one that was kept.
    fn store<'a>(&'a self, principal: &'a str, key: &'a str, value: SecretString) -> KeeperFuture<'a, ()>;

    /// The value that is kept, if there is one.
    fn load<'a>(&'a self, principal: &'a str, key: &'a str) -> KeeperFuture<'a, Option<SecretString>>;

    /// Forgets a value. No fault where there is none.
    fn delete<'a>(&'a self, principal: &'a str, key: &'a str) -> KeeperFuture<'a, ()>;
}

/// Keeps secrets until the program ends.
#[derive(Debug, Default)]
pub struct MemoryKeeper(Mutex<HashMap<(String, String), SecretString>>);

impl MemoryKeeper {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<(String, String), SecretString>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl SecretKeeper for MemoryKeeper {
    fn store<'a>(&'a self, principal: &'a str, key: &'a str, value: SecretString) -> KeeperFuture<'a, ()> {
        self.with(|kept| kept.insert((principal.to_owned(), key.to_owned()), value));
        Box::pin(async { Ok(()) })
    }

    fn load<'a>(&'a self, principal: &'a str, key: &'a str) -> KeeperFuture<'a, Option<SecretString>> {
        let value = self.with(|kept| kept.get(&(principal.to_owned(), key.to_owned())).cloned());
        Box::pin(async { Ok(value) })
    }

    fn delete<'a>(&'a self, principal: &'a str, key: &'a str) -> KeeperFuture<'a, ()> {
        self.with(|kept| kept.remove(&(principal.to_owned(), key.to_owned())));
        Box::pin(async { Ok(()) })
    }
}
