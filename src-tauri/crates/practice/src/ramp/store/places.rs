//! Locations and departments: made by name when first used (R4).

use onramp_ramp::same_name;
use rusqlite::{Connection, params};

/// Which list of names.
#[derive(Debug, Clone, Copy)]
pub(in crate::ramp) enum Place {
    Location,
    Department,
}

impl Place {
    fn table(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Department => "department",
        }
    }
}

/// Every name there is.
pub(in crate::ramp) fn names(data: &Connection, place: Place) -> rusqlite::Result<Vec<String>> {
    let mut query = data.prepare_cached(&format!("SELECT name FROM {} ORDER BY id", place.table()))?;
    let names = query.query_map([], |row| row.get(0))?;
    names.collect()
}

/// The row of this name, made where the rules know no such name.
pub(in crate::ramp) fn find_or_create(data: &Connection, place: Place, name: &str) -> rusqlite::Result<i64> {
    let table = place.table();
    let mut query = data.prepare_cached(&format!("SELECT id, name FROM {table}"))?;
    let rows = query.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    for row in rows {
        let (id, known) = row?;
        if same_name(&known, name) {
            return Ok(id);
        }
    }
    let name = name.trim();
    data.execute(
        &format!("INSERT INTO {table} (name, name_key) VALUES (?1, ?2)"),
        params![name, name.to_lowercase()],
    )?;
    Ok(data.last_insert_rowid())
}
