//! One action of a plan as it is kept in the journal: everything needed to carry it out, and no secret.

use onramp_graph::wire::AppRole;
use serde::{Deserialize, Serialize};

use super::desired::{Assignee, Desired};

/// What one action does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Step {
    /// Makes the application and its service principal.
    CreateApplication {
        /// Its name.
        name: String,
        /// Service principals of that name that were there when the plan was made: one more of them is ours.
        there: Vec<String>,
    },
    /// Adds app roles to the registration (R15).
    AddAppRoles {
        /// Those that are missing.
        roles: Vec<AppRole>,
    },
    /// Makes the synchronization job.
    CreateJob,
    /// Saves address, token and settings.
    SaveConnection,
    /// Replaces rows, target object actions and scope.
    SaveMappings {
        /// The schema's version when the plan was made; `None` where there was no job.
        version: Option<String>,
    },
    /// Sets whom Entra mails.
    SetNotificationEmails,
    /// Assigns one user or group.
    Assign {
        /// Whom.
        assignee: Assignee,
    },
    /// Starts the job.
    Start,
}

impl Step {
    /// Stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CreateApplication { .. } => "create-application",
            Self::AddAppRoles { .. } => "add-app-roles",
            Self::CreateJob => "create-job",
            Self::SaveConnection => "save-connection",
            Self::SaveMappings { .. } => "save-mappings",
            Self::SetNotificationEmails => "set-notification-emails",
            Self::Assign { .. } => "assign",
            Self::Start => "start",
        }
    }
}

/// What is known of the application: ids that later actions need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ids {
    /// Object id of the registration.
    pub application: Option<String>,
    /// Object id of the service principal.
    pub service_principal: Option<String>,
    /// The job.
    pub job: Option<String>,
    /// The role that people are assigned to.
    pub role: Option<String>,
}

/// A plan as it is kept: what was wanted, what there was, and what is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredPlan {
    /// The Graph address it was made at: it is carried out nowhere else.
    pub graph_url: String,
    /// The tenant it was made in.
    pub tenant: String,
    /// What is wanted.
    pub desired: Desired,
    /// What there was.
    pub ids: Ids,
    /// What is to be done, in order.
    pub steps: Vec<Step>,
    /// The actions as they were shown, in the same order.
    pub actions: Vec<super::plan::PlanAction>,
    /// Who is affected, as it was shown.
    pub guard: super::forecast::Guard,
}

/// What an action found or left, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum State {
    /// No such thing.
    Nothing,
    /// An application with its service principal.
    Application {
        /// Object id of the registration.
        application: String,
        /// Object id of the service principal.
        service_principal: String,
        /// The role for users, where it has one.
        role: Option<String>,
    },
    /// The registration's app roles, all of them.
    AppRoles {
        /// As Graph has them.
        roles: Vec<AppRole>,
    },
    /// A job.
    Job {
        /// Its id.
        id: String,
    },
    /// The mark of a saved connection among the service principal's tags.
    Connection {
        /// The tags.
        tags: Vec<String>,
    },
    /// A synchronization schema, whole.
    Schema {
        /// Its text.
        text: String,
        /// Its version.
        version: Option<String>,
    },
    /// The addresses that are mailed.
    NotificationEmails {
        /// In order.
        addresses: Vec<String>,
    },
    /// An assignment.
    Assignment {
        /// Its id.
        id: String,
        /// We made it: one that was there already stays when the run is taken back.
        ours: bool,
    },
    /// What an undo leaves as it is, and why.
    Stays {
        /// Nobody could take it back; else somebody changed it since.
        #[serde(rename = "final")]
        final_: bool,
        /// Why, in a sentence.
        why: String,
    },
    /// Whether the job was started.
    Running {
        /// It was.
        started: bool,
        /// It was in quarantine.
        #[serde(default)]
        quarantined: bool,
    },
}
