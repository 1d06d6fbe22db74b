//! The database on a real disk and the vault on a real keychain.

#[cfg(test)]
mod journal;
#[cfg(test)]
mod store;
#[cfg(test)]
mod vault;
