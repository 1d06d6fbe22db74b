//! Locations and departments: made by name when first used (R4).

use onramp_ramp::name_key;
use rusqlite::{Connection, OptionalExtension, params};

/// Which list of names.
#[derive(Debug, Clone, Copy)]
pub(in crate::ramp) enum Place {
    Location,
    Department,
}

/// The name Ramp has for this one, where it has one: one look-up, however many names there are.
pub(in crate::ramp) fn known_as(
    data: &Connection,
    place: Place,
    name: &str,
) -> rusqlite::Result<Option<String>> {
    let mut query = data.prepare_cached(match place {
        Place::Location => "SELECT name FROM location WHERE name_key = ?1",
        Place::Department => "SELECT name FROM department WHERE name_key = ?1",
    })?;
    query.query_row([name_key(name)], |row| row.get(0)).optional()
}

/// The row of this name, made where there is none.
pub(in crate::ramp) fn find_or_create(data: &Connection, place: Place, name: &str) -> rusqlite::Result<i64> {
    let (find, create) = match place {
        Place::Location => (
            "SELECT id FROM location WHERE name_key = ?1",
            "INSERT INTO location (name, name_key) VALUES (?1, ?2)",
        ),
        Place::Department => (
            "SELECT id FROM department WHERE name_key = ?1",
            "INSERT INTO department (name, name_key) VALUES (?1, ?2)",
        ),
    };
    let key = name_key(name);
    let found = data.prepare_cached(find)?.query_row([&key], |row| row.get(0)).optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    data.prepare_cached(create)?.execute(params![name.trim(), key])?;
    Ok(data.last_insert_rowid())
}
