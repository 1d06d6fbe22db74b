//! What Ramp's own pages read and write.

use onramp_ramp::{Event, Role};
use rusqlite::{Connection, OptionalExtension};

use super::Store;
use super::accounts::{self, Account};
use super::events::{self, NewEvent};
use super::waits;
use crate::control::{InviteSender, PracticeAccount, PracticeEmailWait, PracticeSyncSummary};
use crate::error::PracticeError;
use crate::ramp::document::Document;

impl Store {
    pub(crate) fn count_managed(data: &Connection) -> Result<u32, PracticeError> {
        Ok(data.query_row("SELECT count(*) FROM account WHERE managed = 1", [], |row| row.get(0))?)
    }

    pub(crate) fn account_views(data: &Connection) -> Result<Vec<PracticeAccount>, PracticeError> {
        accounts::all(data)?.into_iter().map(|account| view(data, account)).collect()
    }

    pub(crate) fn add_unmanaged(
        data: &Connection,
        given_name: String,
        family_name: String,
        email: String,
    ) -> Result<String, PracticeError> {
        let mut account = Account::new(Document::by_hand(given_name, family_name, email));
        accounts::save(data, &mut account)?;
        Ok(account.id)
    }

    pub(crate) fn account_name(data: &Connection, id: &str) -> Result<String, PracticeError> {
        let account = accounts::by_id(data, id)?;
        account
            .map(|account| account.document.full_name())
            .ok_or_else(|| PracticeError::UnknownAccount(id.to_owned()))
    }

    pub(crate) fn end_email_wait(data: &Connection, id: &str) -> Result<bool, PracticeError> {
        Ok(waits::end(data, id)?)
    }

    pub(crate) fn email_waits(data: &Connection) -> Result<Vec<PracticeEmailWait>, PracticeError> {
        let mut waiting = Vec::new();
        for (user_id, in_force) in waits::all(data)? {
            // A wait goes with its account, so there is one.
            if let Some(account) = accounts::by_id(data, &user_id)? {
                let user_name = account.document.full_name();
                waiting.push(PracticeEmailWait {
                    user_id,
                    user_name,
                    in_force,
                    wanted: account.document.email,
                });
            }
        }
        Ok(waiting)
    }

    /// Keeps an event, about an account by id and name where it is about one.
    pub(crate) fn tell(
        data: &Connection,
        event: Event,
        about: Option<(&str, &str)>,
    ) -> Result<(), PracticeError> {
        let (user_id, user_name) = about.map(|(id, name)| (id.to_owned(), name.to_owned())).unzip();
        Ok(events::insert(data, &NewEvent { event, user_id, user_name })?)
    }

    pub(crate) fn sync_summary(data: &Connection) -> Result<PracticeSyncSummary, PracticeError> {
        let count = |query| data.query_row(query, [], |row| row.get(0));
        Ok(PracticeSyncSummary {
            last_sync: data.query_row(
                "SELECT max(strftime('%Y-%m-%dT%H:%M:%fZ', last_modified)) FROM account WHERE user_name IS NOT NULL",
                [],
                |row| row.get(0),
            )?,
            invited: count("SELECT count(*) FROM invite")?,
            deactivated: count("SELECT count(*) FROM account WHERE active = 0 AND user_name IS NOT NULL")?,
        })
    }

    pub(crate) fn set_role(data: &Connection, id: &str, role: Role) -> Result<(), PracticeError> {
        let changed = data.execute("UPDATE account SET role = ?2 WHERE id = ?1", (id, role.as_str()))?;
        if changed == 0 { Err(PracticeError::UnknownAccount(id.to_owned())) } else { Ok(()) }
    }
}

fn view(data: &Connection, account: Account) -> Result<PracticeAccount, PracticeError> {
    let name_of = |table: &str, row: Option<i64>| {
        row.map(|row| {
            data.query_row(&format!("SELECT name FROM {table} WHERE id = ?1"), [row], |row| row.get(0))
        })
        .transpose()
    };
    let sender: Option<Option<String>> = data
        .query_row("SELECT sender_id FROM invite WHERE account = ?1", [account.seq], |row| row.get(0))
        .optional()?;
    let requested = account.document.email.clone();
    let (email, pending_email) = match waits::in_force(data, &account.id)? {
        Some(in_force) => (Some(in_force), requested),
        None => (requested, None),
    };
    Ok(PracticeAccount {
        name: account.document.full_name(),
        location: name_of("location", account.location)?,
        department: name_of("department", account.department)?,
        role: accounts::role_of(data, &account)?,
        active: account.document.active,
        scim_managed: account.managed,
        invited_by: sender.map(|sender| sender.map_or(InviteSender::Owner, InviteSender::Manager)),
        id: account.id,
        email,
        pending_email,
        manager_id: account.document.manager,
    })
}
