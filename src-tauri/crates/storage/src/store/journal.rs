//! The journal of runs: what was going to be done to a tenant, what was begun, and what came of it.
//!
//! A run is written before its first action, an entry before its action is sent and again after it. So a program that
//! dies at any point finds on disk what may have happened: an entry that was begun and never ended.

use rusqlite::{OptionalExtension, Row};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, stored_as};

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunKind {
    /// Carries out a plan.
    Apply,
    /// Takes an earlier run back.
    Undo,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunState {
    /// Not at its end: under way, stopped, or cut off.
    Open,
    /// At its end.
    Done,
    /// An apply that was taken back since.
    Undone,
}

/// One run. `P` is its plan, as its caller writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<P> {
    /// Its id.
    pub id: String,
    /// The profile it belongs to.
    pub profile: String,
    /// What it does.
    pub kind: RunKind,
    /// The run it takes back.
    pub undoes: Option<String>,
    /// How it stands.
    pub state: RunState,
    /// When it was begun, as RFC 3339.
    pub started: String,
    /// What it is going to do.
    pub plan: P,
}

/// How far an action came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It is about to be sent, or was: nobody knows.
    Begun,
    /// It was done.
    Done,
    /// It was refused; nothing of it was done.
    Failed,
}

/// One action of a run. `S` is what its caller needs to know of the tenant before and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<S> {
    /// Its place in the run, from 0.
    pub place: u32,
    /// How far it came.
    pub phase: Phase,
    /// When that was, as RFC 3339.
    pub at: String,
    /// What was there before.
    pub before: Option<S>,
    /// What is there after it.
    pub after: Option<S>,
}

const RUN: &str = "id, profile, kind, undoes, state, started, plan";

impl Store {
    /// Writes a new run. It is on disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::Encode`] when the plan has no JSON form, and what the database reports, also for an id that is taken.
    pub fn begin_run<P: Serialize>(&self, run: &Run<P>) -> Result<(), StoreError> {
        let plan = encode(&run.id, &run.plan)?;
        self.connection().execute(
            &format!("INSERT INTO runs ({RUN}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
            (&run.id, &run.profile, run.kind, &run.undoes, run.state, &run.started, plan),
        )?;
        Ok(())
    }

    /// Removes a profile's runs that were planned before a time (RFC 3339) and never begun, and tells how many.
    ///
    /// # Errors
    /// What the database reports.
    pub fn forget_plans(&self, profile: &str, before: &str) -> Result<usize, StoreError> {
        Ok(self.connection().execute(
            "DELETE FROM runs WHERE profile = ?1 AND kind = 'apply' AND state = 'open' AND started < ?2
             AND id NOT IN (SELECT run FROM run_entries)",
            [profile, before],
        )?)
    }

    /// Says how a run stands.
    ///
    /// # Errors
    /// What the database reports.
    pub fn set_run_state(&self, run: &str, state: RunState) -> Result<(), StoreError> {
        self.connection().execute("UPDATE runs SET state = ?2 WHERE id = ?1", (run, state))?;
        Ok(())
    }

    /// One run; `None` when there is none with that id.
    ///
    /// # Errors
    /// [`StoreError::Decode`] when its plan is not a `P`, and what the database reports.
    pub fn run<P: DeserializeOwned>(&self, id: &str) -> Result<Option<Run<P>>, StoreError> {
        let raw = self
            .connection()
            .prepare_cached(&format!("SELECT {RUN} FROM runs WHERE id = ?1"))?
            .query_row([id], raw_run)
            .optional()?;
        raw.map(decode_run).transpose()
    }

    /// A profile's runs, newest first.
    ///
    /// # Errors
    /// [`StoreError::Decode`] when a plan is not a `P`, and what the database reports.
    pub fn runs<P: DeserializeOwned>(&self, profile: &str) -> Result<Vec<Run<P>>, StoreError> {
        let connection = self.connection();
        let sql = format!("SELECT {RUN} FROM runs WHERE profile = ?1 ORDER BY started DESC, id DESC");
        let mut statement = connection.prepare_cached(&sql)?;
        let raw = statement.query_map([profile], raw_run)?.collect::<Result<Vec<_>, _>>()?;
        raw.into_iter().map(decode_run).collect()
    }

    /// Writes how far an action of a run came, in place of what was known of it. It is on disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::Encode`] when a state has no JSON form, and what the database reports.
    pub fn put_entry<S: Serialize>(&self, run: &str, entry: &Entry<S>) -> Result<(), StoreError> {
        let text = |state: &Option<S>| state.as_ref().map(|state| encode(run, state)).transpose();
        let (before, after) = (text(&entry.before)?, text(&entry.after)?);
        self.connection().execute(
            "INSERT OR REPLACE INTO run_entries (run, place, phase, at, before, after)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (run, entry.place, entry.phase, &entry.at, before, after),
        )?;
        Ok(())
    }

    /// What is known of a run's actions, in their order.
    ///
    /// # Errors
    /// [`StoreError::Decode`] when a state is not an `S`, and what the database reports.
    pub fn entries<S: DeserializeOwned>(&self, run: &str) -> Result<Vec<Entry<S>>, StoreError> {
        type Raw = (u32, Phase, String, Option<String>, Option<String>);
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT place, phase, at, before, after FROM run_entries WHERE run = ?1 ORDER BY place",
        )?;
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        let raw = statement.query_map([run], read)?.collect::<Result<Vec<Raw>, _>>()?;
        raw.into_iter()
            .map(|(place, phase, at, before, after)| {
                let state = |text: Option<String>| text.map(|text| decode(run, &text)).transpose();
                Ok(Entry { place, phase, at, before: state(before)?, after: state(after)? })
            })
            .collect()
    }
}

fn encode<T: Serialize>(run: &str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Encode { key: format!("run {run}") })
}

fn decode<T: DeserializeOwned>(run: &str, text: &str) -> Result<T, StoreError> {
    // serde's own message may quote the document, so it stays out of the error.
    serde_json::from_str(text)
        .map_err(|_| StoreError::Decode { profile: String::new(), key: format!("run {run}") })
}

fn raw_run(row: &Row<'_>) -> rusqlite::Result<Run<String>> {
    Ok(Run {
        id: row.get(0)?,
        profile: row.get(1)?,
        kind: row.get(2)?,
        undoes: row.get(3)?,
        state: row.get(4)?,
        started: row.get(5)?,
        plan: row.get(6)?,
    })
}

fn decode_run<P: DeserializeOwned>(raw: Run<String>) -> Result<Run<P>, StoreError> {
    let plan = decode(&raw.id, &raw.plan)?;
    let Run { id, profile, kind, undoes, state, started, .. } = raw;
    Ok(Run { id, profile, kind, undoes, state, started, plan })
}

stored_as!(RunKind, Apply = "apply", Undo = "undo");
stored_as!(RunState, Open = "open", Done = "done", Undone = "undone");
stored_as!(Phase, Begun = "begun", Done = "done", Failed = "failed");
