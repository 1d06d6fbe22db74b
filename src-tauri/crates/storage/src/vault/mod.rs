//! Where secrets are kept.

mod keychain;
mod memory;
mod platform;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use secrecy::SecretString;

pub use keychain::KeychainVault;
pub use memory::MemoryVault;

/// The answer of a [`Vault`], still to come.
pub type VaultFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, VaultError>> + Send + 'a>>;

/// A place that keeps secrets. Every call can fail and be tried again later: a keychain may be locked, missing, or
/// waiting for a person.
pub trait Vault: Send + Sync {
    /// Keeps a secret, in place of an earlier one under the same key.
    fn store<'a>(&'a self, key: &'a VaultKey, secret: &'a SecretString) -> VaultFuture<'a, ()>;

    /// The secret under a key; `None` when there is none.
    fn load<'a>(&'a self, key: &'a VaultKey) -> VaultFuture<'a, Option<SecretString>>;

    /// Forgets a secret. One that is not there is forgotten already: no error.
    fn delete<'a>(&'a self, key: &'a VaultKey) -> VaultFuture<'a, ()>;
}

/// Names one secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VaultKey {
    /// The profile's id.
    pub profile: String,
    /// Which of the profile's secrets.
    pub kind: SecretKind,
}

impl VaultKey {
    /// The key of a profile's SCIM token.
    #[must_use]
    pub fn scim_token(profile: impl Into<String>) -> Self {
        Self { profile: profile.into(), kind: SecretKind::ScimToken }
    }

    /// The key of the credentials a profile's proxy wants, `user:password`.
    #[must_use]
    pub fn proxy_credentials(profile: impl Into<String>) -> Self {
        Self { profile: profile.into(), kind: SecretKind::ProxyCredentials }
    }

    /// The key of what the practice tenant keeps for one of its applications: it holds no secret on disk either.
    #[must_use]
    pub fn practice_secret(application: impl Into<String>) -> Self {
        Self { profile: application.into(), kind: SecretKind::PracticeTenant }
    }

    /// The account name under which the keychain shows it, such as `<profile>/scim-token`.
    #[must_use]
    pub fn account(&self) -> String {
        format!("{}/{}", self.profile, self.kind.name())
    }
}

/// The kinds of secrets a profile may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretKind {
    /// The bearer token of Ramp's SCIM service.
    ScimToken,
    /// User and password for the proxy on the way to it.
    ProxyCredentials,
    /// What the practice tenant would send to the practice Ramp.
    PracticeTenant,
}

impl SecretKind {
    /// The name in the keychain's account. Never renamed: a stored secret would be lost.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ScimToken => "scim-token",
            Self::ProxyCredentials => "proxy-credentials",
            Self::PracticeTenant => "practice-tenant",
        }
    }
}

/// Why a vault could not do what it was asked. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is no keychain service to talk to: no desktop session, or no service installed in it.
    #[error("no keychain service: {detail}")]
    NoKeychain {
        /// What the platform reported.
        detail: String,
    },
    /// The service is there, but no keyring has been made yet to put the secret into.
    #[error("the keychain service has no keyring")]
    NoKeyring,
    /// The keychain is locked.
    #[error("the keychain is locked")]
    Locked,
    /// The keychain is locked, and its question was dismissed or could not be shown for want of a display.
    #[error("the keychain's question was dismissed")]
    Dismissed,
    /// The operating system refused access.
    #[error("the keychain refused access: {detail}")]
    Denied {
        /// What the platform reported.
        detail: String,
    },
    /// The keychain did not answer in time, as a rule because its question to the person is still open. What was asked
    /// for may still happen once it is answered.
    #[error("the keychain did not answer within {limit:?}")]
    TimedOut {
        /// How long was waited.
        limit: Duration,
    },
    /// Anything else.
    #[error("the keychain failed: {detail}")]
    Other {
        /// What the platform reported.
        detail: String,
    },
}

impl VaultError {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoKeychain { .. } => "vault.no-keychain",
            Self::NoKeyring => "vault.no-keyring",
            Self::Locked => "vault.locked",
            Self::Dismissed => "vault.dismissed",
            Self::Denied { .. } => "vault.denied",
            Self::TimedOut { .. } => "vault.timed-out",
            Self::Other { .. } => "vault.failed",
        }
    }
}
