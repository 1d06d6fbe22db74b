//! Accounts: Ramp's users, whether SCIM manages them or not.

use onramp_ramp::Role;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::ramp::document::Document;

/// An account and what SCIM says of it.
#[derive(Debug, Clone)]
pub(in crate::ramp) struct Account {
    /// The row, `None` before the first save.
    pub(in crate::ramp) seq: Option<i64>,
    pub(in crate::ramp) id: String,
    /// Whether there is a SCIM resource for it.
    pub(in crate::ramp) managed: bool,
    pub(in crate::ramp) document: Document,
    pub(in crate::ramp) location: Option<i64>,
    pub(in crate::ramp) department: Option<i64>,
    /// The role given by hand.
    pub(in crate::ramp) role: Option<Role>,
    /// RFC 3339, as is `last_modified`.
    pub(in crate::ramp) created: String,
    pub(in crate::ramp) last_modified: String,
    pub(in crate::ramp) version: i64,
}

impl Account {
    /// An account that is not stored yet.
    pub(in crate::ramp) fn new(document: Document) -> Self {
        let now = now();
        Self {
            seq: None,
            id: uuid::Uuid::new_v4().to_string(),
            managed: false,
            document,
            location: None,
            department: None,
            role: None,
            created: now.clone(),
            last_modified: now,
            version: 0,
        }
    }
}

pub(super) fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Millisecond).unwrap_or(now).to_string()
}

/// Names are unique without case (R1).
pub(super) fn key(name: &str) -> String {
    name.to_lowercase()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Account> {
    let role: Option<String> = row.get("role")?;
    let role = role.map(|text| {
        Role::parse(&text).ok_or_else(|| {
            let problem = format!("unknown role {text}");
            rusqlite::Error::FromSqlConversionFailure(0, Type::Text, problem.into())
        })
    });
    Ok(Account {
        seq: row.get("seq")?,
        id: row.get("id")?,
        managed: row.get("managed")?,
        document: document(row)?,
        location: row.get("location_id")?,
        department: row.get("department_id")?,
        role: role.transpose()?,
        created: row.get("created")?,
        last_modified: row.get("last_modified")?,
        version: row.get("version")?,
    })
}

fn document(row: &Row<'_>) -> rusqlite::Result<Document> {
    let mut document = match row.get::<_, Option<String>>("document")? {
        Some(text) => Document::from_json(&text).ok_or_else(|| {
            let problem = "the stored resource is not a JSON object";
            rusqlite::Error::FromSqlConversionFailure(0, Type::Text, problem.into())
        })?,
        // Made by hand in Ramp: SCIM has not named it yet.
        None => Document::by_hand(
            row.get::<_, Option<String>>("given_name")?.unwrap_or_default(),
            row.get::<_, Option<String>>("family_name")?.unwrap_or_default(),
            row.get::<_, Option<String>>("email")?.unwrap_or_default(),
        ),
    };
    let active: bool = row.get("active")?;
    if document.active != active {
        document.set_active(active);
    }
    Ok(document)
}

fn one(data: &Connection, condition: &str, value: &str) -> rusqlite::Result<Option<Account>> {
    let mut query =
        data.prepare_cached(&format!("SELECT * FROM account WHERE {condition} ORDER BY seq LIMIT 1"))?;
    query.query_row([value], read).optional()
}

pub(in crate::ramp) fn by_id(data: &Connection, id: &str) -> rusqlite::Result<Option<Account>> {
    one(data, "id = ?1", id)
}

pub(in crate::ramp) fn by_user_name(data: &Connection, user_name: &str) -> rusqlite::Result<Option<Account>> {
    one(data, "user_name_key = ?1", &key(user_name))
}

/// The id of the account that has this name.
pub(in crate::ramp) fn holder_of(data: &Connection, user_name: &str) -> rusqlite::Result<Option<String>> {
    let mut query = data.prepare_cached("SELECT id FROM account WHERE user_name_key = ?1")?;
    query.query_row([key(user_name)], |row| row.get(0)).optional()
}

/// A user as the text that is stored of them.
#[derive(Debug)]
pub(in crate::ramp) enum Text {
    /// SCIM manages nobody of this name.
    Nobody,
    /// Somebody who is shown as stored.
    Whole { id: String, document: String, created: String, last_modified: String, version: i64 },
    /// Somebody whom other rows have a part in: a manager's name, a group.
    Linked,
}

/// As [`by_user_name`], without reading what is only going to be written again: Entra asks this before every write.
pub(in crate::ramp) fn text_by_user_name(data: &Connection, user_name: &str) -> rusqlite::Result<Text> {
    let mut query = data.prepare_cached(
        "SELECT id, document, created, last_modified, version,
             manager IS NOT NULL OR EXISTS (SELECT 1 FROM member WHERE member_id = account.id)
         FROM account WHERE user_name_key = ?1 AND managed = 1",
    )?;
    let found = query.query_row([key(user_name)], |row| {
        if row.get(5)? {
            return Ok(Text::Linked);
        }
        Ok(Text::Whole {
            id: row.get(0)?,
            document: row.get(1)?,
            created: row.get(2)?,
            last_modified: row.get(3)?,
            version: row.get(4)?,
        })
    });
    Ok(found.optional()?.unwrap_or(Text::Nobody))
}

/// An account made by hand, before SCIM ever named it (R17).
pub(in crate::ramp) fn unmanaged_by_email(
    data: &Connection,
    email: &str,
) -> rusqlite::Result<Option<Account>> {
    one(data, "email_key = ?1 AND managed = 0 AND user_name IS NULL", &key(email))
}

pub(in crate::ramp) fn by_external_id(data: &Connection, id: &str) -> rusqlite::Result<Vec<Account>> {
    let mut query = data.prepare_cached("SELECT * FROM account WHERE external_id = ?1 ORDER BY seq")?;
    query.query_map([id], read)?.collect()
}

pub(in crate::ramp) fn by_email(data: &Connection, email: &str) -> rusqlite::Result<Vec<Account>> {
    let mut query = data.prepare_cached("SELECT * FROM account WHERE email_key = ?1 ORDER BY seq")?;
    query.query_map([key(email)], read)?.collect()
}

/// Every user SCIM manages from the `skip`th on, `take` at most.
pub(in crate::ramp) fn page(data: &Connection, skip: usize, take: usize) -> rusqlite::Result<Vec<Account>> {
    let mut query =
        data.prepare_cached("SELECT * FROM account WHERE managed = 1 ORDER BY seq LIMIT ?2 OFFSET ?1")?;
    query.query_map([skip, take].map(|number| i64::try_from(number).unwrap_or(i64::MAX)), read)?.collect()
}

pub(in crate::ramp) fn count_managed(data: &Connection) -> rusqlite::Result<usize> {
    let mut query = data.prepare_cached("SELECT count(*) FROM account WHERE managed = 1")?;
    let count: i64 = query.query_row([], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

pub(in crate::ramp) fn all_managed(data: &Connection) -> rusqlite::Result<Vec<Account>> {
    let mut query = data.prepare_cached("SELECT * FROM account WHERE managed = 1 ORDER BY seq")?;
    let accounts = query.query_map([], read)?;
    accounts.collect()
}

pub(super) fn all(data: &Connection) -> rusqlite::Result<Vec<Account>> {
    let mut query = data.prepare_cached("SELECT * FROM account ORDER BY seq")?;
    let accounts = query.query_map([], read)?;
    accounts.collect()
}

/// Whether the account is someone's manager (R7).
pub(in crate::ramp) fn has_reports(data: &Connection, id: &str) -> rusqlite::Result<bool> {
    let mut query = data.prepare_cached("SELECT EXISTS (SELECT 1 FROM account WHERE manager_id = ?1)")?;
    query.query_row([id], |row| row.get(0))
}

/// The role given by hand, or the one that follows from the reports (R7).
pub(in crate::ramp) fn role_of(data: &Connection, account: &Account) -> rusqlite::Result<Role> {
    match account.role {
        Some(role) => Ok(role),
        None => Ok(if has_reports(data, &account.id)? { Role::Manager } else { Role::Employee }),
    }
}

/// Stores the account under its next version.
pub(in crate::ramp) fn save(data: &Connection, account: &mut Account) -> rusqlite::Result<()> {
    account.version += 1;
    if account.seq.is_some() {
        account.last_modified = now();
    }
    let document = &account.document;
    let resource = (!document.resource().is_empty()).then(|| serde_json::to_string(document.resource()));
    let resource =
        resource.transpose().map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    data.prepare_cached(
        "INSERT INTO account (seq, id, managed, active, user_name, user_name_key, external_id, given_name, family_name,
             email, locality, location_id, department, department_id, employee_number, manager, manager_id, role, created,
             last_modified, version, document, email_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
             ?10, ?11, ?12, ?13, ?14, ?15, ?16,
             (SELECT id FROM account WHERE id = ?16), ?17,
             ?18, ?19, ?20, ?21, ?22)
         ON CONFLICT (seq) DO UPDATE SET managed = excluded.managed, active = excluded.active,
             user_name = excluded.user_name, user_name_key = excluded.user_name_key,
             external_id = excluded.external_id, given_name = excluded.given_name,
             family_name = excluded.family_name, email = excluded.email, locality = excluded.locality,
             location_id = excluded.location_id, department = excluded.department,
             department_id = excluded.department_id, employee_number = excluded.employee_number,
             manager = excluded.manager, manager_id = excluded.manager_id, role = excluded.role, last_modified = excluded.last_modified,
             version = excluded.version, document = excluded.document, email_key = excluded.email_key",
    )?
    .execute(params![
        account.seq,
        account.id,
        account.managed,
        document.active,
        document.user_name,
        document.user_name.as_deref().map(key),
        document.external_id,
        document.given_name,
        document.family_name,
        document.email,
        // By plain rules there are no places, only what the resource says.
        account.location.and(document.locality.as_deref()),
        account.location,
        account.department.and(document.department.as_deref()),
        account.department,
        document.employee_number,
        document.manager,
        account.role.map(Role::as_str),
        account.created,
        account.last_modified,
        account.version,
        resource,
        document.email.as_deref().map(key),
    ])?;
    if account.seq.is_none() {
        account.seq = Some(data.last_insert_rowid());
    }
    Ok(())
}

/// Removes the account itself. Who names it as manager goes on naming it.
pub(in crate::ramp) fn erase(data: &Connection, id: &str) -> rusqlite::Result<()> {
    for statement in [
        "UPDATE account SET manager_id = NULL WHERE manager_id = ?1",
        "UPDATE invite SET sender_id = NULL WHERE sender_id = ?1",
        "DELETE FROM account WHERE id = ?1",
    ] {
        data.prepare_cached(statement)?.execute([id])?;
    }
    Ok(())
}

/// Notes from whom the invite email comes; no sender is the account owner (R8).
pub(in crate::ramp) fn record_invite(
    data: &Connection,
    account: &Account,
    sender: Option<&str>,
) -> rusqlite::Result<()> {
    data.prepare_cached("INSERT OR REPLACE INTO invite (account, sender_id) VALUES (?1, ?2)")?
        .execute((account.seq, sender))?;
    Ok(())
}
