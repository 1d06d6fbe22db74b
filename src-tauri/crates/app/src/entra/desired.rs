//! What the tenant should have.

use onramp_mapping::MappingTable;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Which enterprise application it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "value", rename_all = "kebab-case")]
pub enum AppChoice {
    /// The one of this name; made where there is none.
    Named(String),
    /// The one whose service principal has this object id.
    Existing(String),
}

/// Whether an assignee is a person or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum AssigneeKind {
    /// One person.
    User,
    /// A group: its direct members are provisioned, those of groups in it are not.
    Group,
}

/// Somebody to assign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Assignee {
    /// Object id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they are.
    pub kind: AssigneeKind,
}

/// What the tenant should have, without a secret: the token is given when the plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Desired {
    /// The enterprise application.
    pub app: AppChoice,
    /// *Tenant URL*: Ramp's SCIM URL.
    pub base_address: String,
    /// Rows, target object actions and scoping filter of the mapping of users.
    pub table: MappingTable,
    /// Who is to be assigned, beside those who are.
    pub assign: Vec<Assignee>,
    /// *Sync all users and groups* in place of the assigned ones. Never the default.
    pub sync_all: bool,
    /// Whom Entra mails when provisioning fails.
    pub notification_emails: Vec<String>,
    /// *Accidental deletion threshold*; `None` leaves it off.
    pub deletion_threshold: Option<u32>,
    /// The job is to run.
    pub start: bool,
    /// Role sync was tested on one person (R15).
    pub roles_tested: bool,
}

/// How many leavers of one cycle stop it, where nobody chose: Entra's own default.
pub const DELETION_THRESHOLD: u32 = 500;

impl Desired {
    /// The recommended state around a table: assigned people only, the deletion threshold on, the job started.
    #[must_use]
    pub fn new(app: AppChoice, base_address: impl Into<String>, table: MappingTable) -> Self {
        Self {
            app,
            base_address: base_address.into(),
            table,
            assign: Vec::new(),
            sync_all: false,
            notification_emails: Vec::new(),
            deletion_threshold: Some(DELETION_THRESHOLD),
            start: true,
            roles_tested: false,
        }
    }

    /// `SyncNotificationSettings`: JSON in a text (`graph/README.md` §5).
    pub(crate) fn notification_settings(&self) -> String {
        let mut settings = serde_json::Map::new();
        settings.insert("Enabled".to_owned(), (!self.notification_emails.is_empty()).into());
        if !self.notification_emails.is_empty() {
            settings.insert("Recipients".to_owned(), self.notification_emails.join(";").into());
        }
        settings.insert("DeleteThresholdEnabled".to_owned(), self.deletion_threshold.is_some().into());
        if let Some(threshold) = self.deletion_threshold {
            settings.insert("DeleteThresholdValue".to_owned(), threshold.into());
        }
        serde_json::Value::Object(settings).to_string()
    }
}
