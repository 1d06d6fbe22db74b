//! The Entra side: plan, apply, undo, drift, runs.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Target;

/// Where Microsoft Graph is, and how to sign in.
#[derive(Debug, Args)]
pub(crate) struct GraphTarget {
    /// Graph's address with its version, such as https://graph.microsoft.com/v1.0. A run that is named knows its own.
    #[arg(long, value_name = "URL")]
    pub graph_url: Option<String>,
    /// File that holds the access token; - for standard input. Without it, ONRAMP_GRAPH_TOKEN.
    #[arg(long, value_name = "FILE")]
    pub graph_token_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub target: Target,
    #[command(flatten)]
    pub graph: GraphTarget,
    /// Mapping of either format. Without it, the recommended one.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Made where there is none of the name.
    #[command(flatten)]
    pub app: AppArgs,
    /// File with whom to assign, a line each: groups by name, people by sign-in name, either by object id.
    #[arg(long, value_name = "FILE")]
    pub assign: Option<PathBuf>,
    /// Group that is meant as a test: more people than it has must be confirmed.
    #[arg(long, value_name = "NAME")]
    pub test_group: Option<String>,
    /// Provision everyone in the tenant, assigned or not.
    #[arg(long)]
    pub sync_all: bool,
    /// Address that Entra mails when provisioning fails. Can be given several times.
    #[arg(long, value_name = "ADDRESS")]
    pub notify: Vec<String>,
    /// How many leavers of one cycle stop it; 0 for no limit.
    #[arg(long, value_name = "N", default_value_t = onramp_app::entra::DELETION_THRESHOLD)]
    pub deletion_threshold: u32,
    /// Set everything up, but do not start.
    #[arg(long)]
    pub no_start: bool,
    /// Ramp's default location.
    #[arg(long, value_name = "NAME")]
    pub default_location: Option<String>,
    /// Ramp's default department.
    #[arg(long, value_name = "NAME")]
    pub default_department: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    #[command(flatten)]
    pub plan: PlanArgs,
    #[command(flatten)]
    pub consent: ConsentArgs,
}

/// What has to be agreed to.
#[derive(Debug, Args)]
pub(crate) struct ConsentArgs {
    /// Number of people the plan reaches, where it asks for it.
    #[arg(long, value_name = "N")]
    pub confirm: Option<u32>,
    /// Replace credentials that somebody else saved.
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    #[command(flatten)]
    pub target: Target,
    #[command(flatten)]
    pub graph: GraphTarget,
    /// Run to take back.
    #[arg(long, value_name = "ID")]
    pub run: String,
}

/// Which enterprise application.
#[derive(Debug, Args)]
pub(crate) struct AppArgs {
    /// Name of the enterprise application.
    #[arg(long, value_name = "NAME", default_value = "Ramp (SCIM)", conflicts_with = "app_id")]
    pub app_name: String,
    /// Object id of the enterprise application.
    #[arg(long, value_name = "ID")]
    pub app_id: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct JobArgs {
    #[command(flatten)]
    pub target: Target,
    #[command(flatten)]
    pub graph: GraphTarget,
    #[command(flatten)]
    pub app: AppArgs,
    #[command(subcommand)]
    pub command: JobCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum JobCommand {
    /// How the job stands.
    Status {
        /// Wait until the first cycle is over.
        #[arg(long)]
        wait: bool,
    },
    /// What the job did, newest first, each failure with its cause and what to do.
    Logs {
        /// Only entries after this time, such as 2026-11-24T10:00:00Z.
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
    },
    /// Provision one person through Entra, now.
    OnDemand {
        /// Person, by object id, sign-in name, mail or display name.
        #[arg(long, value_name = "KEY")]
        user: String,
    },
    /// Stop provisioning after the cycle under way.
    Pause,
}

#[derive(Debug, Args)]
pub(crate) struct RunsArgs {
    #[command(subcommand)]
    pub command: RunsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RunsCommand {
    /// List the runs, newest first.
    List {
        /// Saved set-up the runs belong to.
        #[arg(long, value_name = "NAME")]
        profile: Option<String>,
    },
    /// Go on with a run that stopped.
    Resume {
        /// The run.
        id: String,
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        graph: GraphTarget,
    },
}
