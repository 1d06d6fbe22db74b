//! The database on a real disk and the vault on a real keychain.

#[cfg(test)]
mod journal;
mod store;
#[cfg(test)]
mod vault;
