//! The keychain vault, and profiles and progress in one SQLite file. Never a secret on disk.
//!
//! Two rooms that share nothing: [`vault`] is the only one that opens the operating system's keychain, [`store`] the only
//! one that opens Onramp's database. A [`store::Profile`] knows where its token is and how it ends, never the token.
//!
//! Where the database lies is decided at the edges, which know the environment; here it is a path.

pub mod store;
pub mod vault;

pub use store::{
    Entry, Mode, Opened, Phase, Profile, Run, RunKind, RunState, SetAside, Store, StoreError, TokenPlace,
};
pub use vault::{KeychainVault, MemoryVault, SecretKind, Vault, VaultError, VaultFuture, VaultKey};
