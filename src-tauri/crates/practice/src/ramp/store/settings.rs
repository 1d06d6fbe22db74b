//! What an admin chose on Ramp's SCIM settings page, and the port the service had.

use onramp_ramp::Settings;
use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use crate::control::{PracticeSettings, PracticeSyncOptions};
use crate::error::PracticeError;

impl Store {
    /// The settings and, of the sync options, whether roles are synced: all that a write of a user asks for, at once.
    pub(crate) fn settings_and_role_sync(data: &Connection) -> rusqlite::Result<(Settings, bool)> {
        let mut query = data.prepare_cached(
            "SELECT max(value) FILTER (WHERE name = 'default_location'),
                 max(value) FILTER (WHERE name = 'default_department'),
                 count(*) FILTER (WHERE name = 'role_sync')
             FROM setting",
        )?;
        query.query_row([], |row| {
            let settings = Settings { default_location: row.get(0)?, default_department: row.get(1)? };
            Ok((settings, row.get(2)?))
        })
    }

    pub(crate) fn settings(data: &Connection) -> Result<PracticeSettings, PracticeError> {
        Ok(PracticeSettings {
            default_location: setting(data, "default_location")?,
            default_department: setting(data, "default_department")?,
        })
    }

    pub(crate) fn set_settings(data: &Connection, settings: &PracticeSettings) -> Result<(), PracticeError> {
        set_setting(data, "default_location", settings.default_location.as_deref())?;
        set_setting(data, "default_department", settings.default_department.as_deref())
    }

    pub(crate) fn sync_options(data: &Connection) -> Result<PracticeSyncOptions, PracticeError> {
        let days = setting(data, "auto_termination_days")?.and_then(|days| days.parse().ok());
        Ok(PracticeSyncOptions {
            role_sync: setting(data, "role_sync")?.is_some(),
            auto_termination_days: days,
        })
    }

    pub(crate) fn set_sync_options(
        data: &Connection,
        options: PracticeSyncOptions,
    ) -> Result<(), PracticeError> {
        set_setting(data, "role_sync", options.role_sync.then_some("on"))?;
        let days = options.auto_termination_days.map(|days| days.to_string());
        set_setting(data, "auto_termination_days", days.as_deref())
    }

    /// The port the service had last time.
    pub(crate) fn remembered_port(data: &Connection) -> Result<Option<u16>, PracticeError> {
        Ok(setting(data, "port")?.and_then(|port| port.parse().ok()).filter(|port| *port != 0))
    }

    pub(crate) fn remember_port(data: &Connection, port: u16) -> Result<(), PracticeError> {
        set_setting(data, "port", Some(&port.to_string()))
    }
}

pub(super) fn setting(data: &Connection, name: &str) -> Result<Option<String>, PracticeError> {
    let mut query = data.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

pub(super) fn set_setting(data: &Connection, name: &str, value: Option<&str>) -> Result<(), PracticeError> {
    match value {
        Some(value) => data
            .execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", params![name, value])?,
        None => data.execute("DELETE FROM setting WHERE name = ?1", [name])?,
    };
    Ok(())
}
