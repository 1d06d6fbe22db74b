//! Profiles: one connection of a directory to a Ramp account each.

use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, stored_as};

/// One set-up, practice or real.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Chosen by the caller, never changed, never empty: the empty id stands for the whole program.
    pub id: String,
    /// What the admin calls it.
    pub name: String,
    /// Whether it is about the practice world or a real account.
    pub mode: Mode,
    /// The SCIM base URL, once known.
    pub scim_url: Option<String>,
    /// The token's last four characters, to recognise it by.
    pub token_last_four: Option<String>,
    /// Where the token is, if there is one.
    pub token_place: Option<TokenPlace>,
}

/// Whether a profile is about the practice world or a real account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The practice world on this computer.
    Practice,
    /// A real Ramp account and a real tenant.
    Real,
}

/// Where a profile's token is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenPlace {
    /// In the operating system's keychain.
    Keychain,
    /// In memory, until the program ends.
    ThisRun,
}

stored_as!(Mode, Practice = "practice", Real = "real");
stored_as!(TokenPlace, Keychain = "keychain", ThisRun = "this-run");

const COLUMNS: &str = "id, name, mode, scim_url, token_last_four, token_place";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Profile> {
    Ok(Profile {
        id: row.get(0)?,
        name: row.get(1)?,
        mode: row.get(2)?,
        scim_url: row.get(3)?,
        token_last_four: row.get(4)?,
        token_place: row.get(5)?,
    })
}

impl Store {
    /// All profiles, by name.
    ///
    /// # Errors
    /// What the database reports.
    pub fn profiles(&self) -> Result<Vec<Profile>, StoreError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("SELECT {COLUMNS} FROM profiles ORDER BY name, id"))?;
        let profiles = statement.query_map([], from_row)?.collect::<Result<_, _>>()?;
        Ok(profiles)
    }

    /// One profile; `None` when there is none with that id.
    ///
    /// # Errors
    /// What the database reports.
    pub fn profile(&self, id: &str) -> Result<Option<Profile>, StoreError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("SELECT {COLUMNS} FROM profiles WHERE id = ?1"))?;
        Ok(statement.query_row([id], from_row).optional()?)
    }

    /// Writes a profile, in place of an earlier one with the same id.
    ///
    /// # Errors
    /// What the database reports.
    pub fn put_profile(&self, profile: &Profile) -> Result<(), StoreError> {
        self.connection().execute(
            &format!("INSERT OR REPLACE INTO profiles ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
            (
                &profile.id,
                &profile.name,
                profile.mode,
                &profile.scim_url,
                &profile.token_last_four,
                profile.token_place,
            ),
        )?;
        Ok(())
    }

    /// Removes a profile with its documents, and tells whether there was one. Its secrets are the vault's affair.
    ///
    /// # Errors
    /// What the database reports.
    pub fn remove_profile(&self, id: &str) -> Result<bool, StoreError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let removed = transaction.execute("DELETE FROM profiles WHERE id = ?1", [id])?;
        if removed > 0 {
            transaction.execute("DELETE FROM documents WHERE profile = ?1", [id])?;
            transaction.execute(
                "DELETE FROM run_entries WHERE run IN (SELECT id FROM runs WHERE profile = ?1)",
                [id],
            )?;
            // An undo goes before the run that it undoes.
            transaction.execute("DELETE FROM runs WHERE profile = ?1 AND undoes IS NOT NULL", [id])?;
            transaction.execute("DELETE FROM runs WHERE profile = ?1", [id])?;
        }
        transaction.commit()?;
        Ok(removed > 0)
    }
}
