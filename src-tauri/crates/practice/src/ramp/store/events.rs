//! What happened in Ramp, numbered, in plain words.

use onramp_ramp::{Event, Rule};
use rusqlite::{Connection, Row, params};

use crate::control::PracticeEvent;

/// How many events are kept; older ones go.
const KEPT: i64 = 100_000;

/// Something that has just happened. It gets its number and its time when it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ramp) struct NewEvent {
    pub(in crate::ramp) event: Event,
    /// The account it is about.
    pub(in crate::ramp) user_id: Option<String>,
    /// That account's name as it was then.
    pub(in crate::ramp) user_name: Option<String>,
}

/// Stores an event in the transaction under way, with what it tells of.
pub(in crate::ramp) fn insert(data: &Connection, told: &NewEvent) -> rusqlite::Result<()> {
    let NewEvent { event, user_id, user_name } = told;
    data.prepare_cached(
        "INSERT INTO event (time, rule, kind, user_id, user_name, sentence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![super::now(), event.rule.0, event.kind, user_id, user_name, event.sentence])?;
    let number = data.last_insert_rowid();
    if number % 1000 == 0 {
        data.execute("DELETE FROM event WHERE number <= ?1", [number - KEPT])?;
    }
    Ok(())
}

const COLUMNS: &str = "number, time, rule, kind, user_id, user_name, sentence";

/// The events after a number, oldest first, at most `limit`.
pub(crate) fn after(data: &Connection, number: u32, limit: u32) -> rusqlite::Result<Vec<PracticeEvent>> {
    data.prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE number > ?1 ORDER BY number LIMIT ?2"))?
        .query_map(params![number, limit], read)?
        .collect()
}

/// The latest `limit` of the events after a number, oldest first.
pub(crate) fn newest(data: &Connection, number: u32, limit: u32) -> rusqlite::Result<Vec<PracticeEvent>> {
    let mut events: Vec<_> = data
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM event WHERE number > ?1 ORDER BY number DESC LIMIT ?2"
        ))?
        .query_map(params![number, limit], read)?
        .collect::<Result<_, _>>()?;
    events.reverse();
    Ok(events)
}

/// The number of the oldest event that is kept; 0 where none is.
pub(crate) fn oldest(data: &Connection) -> rusqlite::Result<u32> {
    data.prepare_cached("SELECT coalesce(min(number), 0) FROM event")?.query_row([], |row| row.get(0))
}

fn read(row: &Row<'_>) -> rusqlite::Result<PracticeEvent> {
    Ok(PracticeEvent {
        number: row.get(0)?,
        time: row.get(1)?,
        rule: Rule(row.get(2)?).to_string(),
        kind: row.get(3)?,
        user_id: row.get(4)?,
        user_name: row.get(5)?,
        sentence: row.get(6)?,
    })
}
