//! Groups and who is in them.

use rusqlite::types::Type;
use rusqlite::{Connection, Row, named_params};
use serde_json::{Map, Value};

use super::accounts::{key, now};

/// A group. Its members are read apart: there may be many, and most questions are not about them.
#[derive(Debug, Clone)]
pub(in crate::ramp) struct Team {
    /// The row, `None` before the first save.
    seq: Option<i64>,
    pub(in crate::ramp) id: String,
    /// The Group resource without `id`, `meta` and `members`.
    pub(in crate::ramp) resource: Map<String, Value>,
    /// RFC 3339, as is `last_modified`.
    pub(in crate::ramp) created: String,
    pub(in crate::ramp) last_modified: String,
    pub(in crate::ramp) version: i64,
}

/// Somebody in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ramp) struct Member {
    pub(in crate::ramp) id: String,
    /// A group rather than a user.
    pub(in crate::ramp) is_team: bool,
}

impl Team {
    /// A group that is not stored yet.
    pub(in crate::ramp) fn new(resource: Map<String, Value>) -> Self {
        let now = now();
        Self {
            seq: None,
            id: uuid::Uuid::new_v4().to_string(),
            resource,
            created: now.clone(),
            last_modified: now,
            version: 0,
        }
    }

    pub(in crate::ramp) fn display_name(&self) -> &str {
        self.resource.get("displayName").and_then(Value::as_str).unwrap_or_default()
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Team> {
    let document: String = row.get("document")?;
    let resource = serde_json::from_str(&document)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))?;
    Ok(Team {
        seq: row.get("seq")?,
        id: row.get("id")?,
        resource,
        created: row.get("created")?,
        last_modified: row.get("last_modified")?,
        version: row.get("version")?,
    })
}

fn several(data: &Connection, condition: &str, value: &str) -> rusqlite::Result<Vec<Team>> {
    let mut query = data.prepare_cached(&format!("SELECT * FROM team WHERE {condition} ORDER BY seq"))?;
    query.query_map([value], read)?.collect()
}

pub(in crate::ramp) fn by_id(data: &Connection, id: &str) -> rusqlite::Result<Option<Team>> {
    Ok(several(data, "id = ?1", id)?.pop())
}

pub(in crate::ramp) fn by_display_name(data: &Connection, name: &str) -> rusqlite::Result<Option<Team>> {
    Ok(several(data, "display_name_key = ?1", &key(name))?.pop())
}

pub(in crate::ramp) fn by_external_id(data: &Connection, id: &str) -> rusqlite::Result<Vec<Team>> {
    several(data, "external_id = ?1", id)
}

/// Every group from the `skip`th on, `take` at most.
pub(in crate::ramp) fn page(data: &Connection, skip: usize, take: usize) -> rusqlite::Result<Vec<Team>> {
    let mut query = data.prepare_cached("SELECT * FROM team ORDER BY seq LIMIT ?2 OFFSET ?1")?;
    query.query_map([skip, take].map(|number| i64::try_from(number).unwrap_or(i64::MAX)), read)?.collect()
}

pub(in crate::ramp) fn count(data: &Connection) -> rusqlite::Result<usize> {
    let count: i64 = data.prepare_cached("SELECT count(*) FROM team")?.query_row([], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Stores the group under its next version.
pub(in crate::ramp) fn save(data: &Connection, team: &mut Team) -> rusqlite::Result<()> {
    team.version += 1;
    if team.seq.is_some() {
        team.last_modified = now();
    }
    let document = serde_json::to_string(&team.resource)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    data.prepare_cached(
        "INSERT INTO team (seq, id, display_name_key, external_id, document, created, last_modified, version)
         VALUES (:seq, :id, :display_name_key, :external_id, :document, :created, :last_modified, :version)
         ON CONFLICT (seq) DO UPDATE SET display_name_key = excluded.display_name_key,
             external_id = excluded.external_id, document = excluded.document,
             last_modified = excluded.last_modified, version = excluded.version",
    )?
    .execute(named_params! {
        ":seq": team.seq,
        ":id": team.id,
        ":display_name_key": key(team.display_name()),
        ":external_id": team.resource.get("externalId").and_then(Value::as_str),
        ":document": document,
        ":created": team.created,
        ":last_modified": team.last_modified,
        ":version": team.version,
    })?;
    if team.seq.is_none() {
        team.seq = Some(data.last_insert_rowid());
    }
    Ok(())
}

/// Removes the group, its members' places and its own place in others.
pub(in crate::ramp) fn erase(data: &Connection, id: &str) -> rusqlite::Result<()> {
    leave_all(data, id)?;
    data.execute("DELETE FROM team WHERE id = ?1", [id])?;
    Ok(())
}

/// Takes a user or group out of every group.
pub(in crate::ramp) fn leave_all(data: &Connection, member: &str) -> rusqlite::Result<()> {
    data.prepare_cached("DELETE FROM member WHERE member_id = ?1")?.execute([member])?;
    Ok(())
}

pub(in crate::ramp) fn members(data: &Connection, team: &str) -> rusqlite::Result<Vec<Member>> {
    let mut query =
        data.prepare_cached("SELECT member_id, is_team FROM member WHERE team_id = ?1 ORDER BY seq")?;
    query.query_map([team], |row| Ok(Member { id: row.get(0)?, is_team: row.get(1)? }))?.collect()
}

/// The groups somebody is in by themselves: id and name.
pub(in crate::ramp) fn teams_of(data: &Connection, member: &str) -> rusqlite::Result<Vec<(String, String)>> {
    // Two look-ups rather than a join: most people are in no group, and the first says so.
    let mut query = data.prepare_cached("SELECT team_id FROM member WHERE member_id = ?1 ORDER BY seq")?;
    let ids: Vec<String> = query.query_map([member], |row| row.get(0))?.collect::<Result<_, _>>()?;
    ids.into_iter()
        .map(|id| {
            let name = by_id(data, &id)?.map(|team| team.display_name().to_owned());
            Ok((id, name.unwrap_or_default()))
        })
        .collect()
}

/// Makes these the members; those who stay keep their order.
pub(in crate::ramp) fn set_members(data: &Connection, team: &str, wanted: &[Member]) -> rusqlite::Result<()> {
    let present = members(data, team)?;
    for gone in present.iter().filter(|member| !wanted.contains(member)) {
        data.prepare_cached("DELETE FROM member WHERE team_id = ?1 AND member_id = ?2")?
            .execute([team, gone.id.as_str()])?;
    }
    for new in wanted.iter().filter(|member| !present.contains(member)) {
        data.prepare_cached("INSERT INTO member (team_id, member_id, is_team) VALUES (?1, ?2, ?3)")?
            .execute((team, &new.id, new.is_team))?;
    }
    Ok(())
}
