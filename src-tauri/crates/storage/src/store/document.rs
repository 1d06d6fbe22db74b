//! Small JSON documents: the progress of each profile, and what belongs to the whole program (profile `""`).

use rusqlite::OptionalExtension;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Store, StoreError};

impl Store {
    /// Writes a document, in place of an earlier one under the same key. It is on disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::Encode`] when the value has no JSON form, and what the database reports.
    pub fn put_document<T: Serialize + ?Sized>(
        &self,
        profile: &str,
        key: &str,
        value: &T,
    ) -> Result<(), StoreError> {
        let json = serde_json::to_string(value).map_err(|_| StoreError::Encode { key: key.to_owned() })?;
        self.connection().execute(
            "INSERT OR REPLACE INTO documents (profile, key, json, updated)
             VALUES (?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
            [profile, key, &json],
        )?;
        Ok(())
    }

    /// Reads a document; `None` when there is none under that key.
    ///
    /// # Errors
    /// [`StoreError::Decode`] when it is not a `T`, and what the database reports.
    pub fn document<T: DeserializeOwned>(&self, profile: &str, key: &str) -> Result<Option<T>, StoreError> {
        let json: Option<String> = self
            .connection()
            .prepare_cached("SELECT json FROM documents WHERE profile = ?1 AND key = ?2")?
            .query_row([profile, key], |row| row.get(0))
            .optional()?;
        // serde's own message may quote the document, so it stays out of the error.
        json.map(|json| serde_json::from_str(&json))
            .transpose()
            .map_err(|_| StoreError::Decode { profile: profile.to_owned(), key: key.to_owned() })
    }

    /// Removes a document, and tells whether there was one.
    ///
    /// # Errors
    /// What the database reports.
    pub fn remove_document(&self, profile: &str, key: &str) -> Result<bool, StoreError> {
        let removed = self
            .connection()
            .execute("DELETE FROM documents WHERE profile = ?1 AND key = ?2", [profile, key])?;
        Ok(removed > 0)
    }
}
