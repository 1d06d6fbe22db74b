//! `practice`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct PracticeArgs {
    #[command(subcommand)]
    pub command: PracticeCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PracticeCommand {
    /// Serve practice Ramp and practice Entra until interrupted. With --json the first line tells their URLs and tokens.
    Serve(ServeArgs),
    /// Make a running practice Ramp or practice Entra misbehave, to see what a client makes of it.
    Faults(FaultsArgs),
    /// Move the time of a running practice Entra forward; cycles that fall due are run.
    Advance(AdvanceArgs),
    /// Show or change what practice Entra's tenant and its admin have.
    Tenant(TenantArgs),
    /// List, make and end the API tokens of a practice Ramp.
    Tokens(TokensArgs),
    /// Show what Ramp would have done: invites, new locations, waiting emails, refusals.
    Events(EventsArgs),
}

/// A running practice Ramp or practice Entra.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("service").required(true).args(["url", "graph_url"])))]
pub(crate) struct Running {
    /// SCIM URL of the practice Ramp, as practice serve printed it.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Graph URL of the practice Entra, as practice serve printed it.
    #[arg(long, value_name = "URL")]
    pub graph_url: Option<String>,
    /// File that holds the token; - for standard input. Without it, ONRAMP_TOKEN, or ONRAMP_GRAPH_TOKEN for Entra.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

/// A running practice Entra.
#[derive(Debug, Args)]
pub(crate) struct RunningEntra {
    /// Graph URL that practice serve printed.
    #[arg(long, value_name = "URL")]
    pub graph_url: String,
    /// File that holds the token; - for standard input. Without it, ONRAMP_GRAPH_TOKEN.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct AdvanceArgs {
    /// How far, such as 40m, 6h or 1d 12h.
    #[arg(value_name = "DURATION", value_parser = duration)]
    pub duration: std::time::Duration,
    #[command(flatten)]
    pub running: RunningEntra,
}

fn duration(text: &str) -> Result<std::time::Duration, String> {
    onramp_practice::control::duration(text).ok_or_else(|| "write it as 40m, 6h or 1d 12h".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct TenantArgs {
    #[command(flatten)]
    pub running: RunningEntra,
    /// Whether the tenant has Microsoft Entra ID P1, which assigning groups asks for.
    #[arg(long, value_name = "BOOL")]
    pub premium: Option<bool>,
    /// The role of the admin who is signed in.
    #[arg(long, value_enum)]
    pub role: Option<RoleArg>,
    /// How many reads of what was just created still find nothing.
    #[arg(long, value_name = "READS")]
    pub lag: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleArg {
    /// Application Administrator.
    ApplicationAdministrator,
    /// Cloud Application Administrator.
    CloudApplicationAdministrator,
    /// Global Administrator.
    GlobalAdministrator,
    /// None: the admin may look, and change nothing.
    None,
}

#[derive(Debug, Args)]
pub(crate) struct FaultsArgs {
    #[command(subcommand)]
    pub command: FaultsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FaultsCommand {
    /// Print the faults that are switched on.
    List(Running),
    /// Switch one on, in place of the one for the same endpoint.
    Set(SetFaultArgs),
    /// Switch all of them off.
    Clear(Running),
}

#[derive(Debug, Args)]
pub(crate) struct SetFaultArgs {
    #[command(flatten)]
    pub running: Running,
    /// Which requests meet it; each service has its own.
    #[arg(long, value_enum, default_value_t = EndpointArg::All)]
    pub endpoint: EndpointArg,
    /// What goes wrong. Not every fault is one of Entra's.
    #[arg(long, value_enum)]
    pub fault: FaultArg,
    /// How many requests meet it. Without it, all until it is cleared.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub times: Option<u32>,
    /// Seconds in Retry-After, for too-many-requests and unavailable.
    #[arg(long, value_name = "SECONDS")]
    pub retry_after: Option<u32>,
    /// Where a redirect goes. Without it, to a sign-in page on the same host.
    #[arg(long, value_name = "URL")]
    pub location: Option<String>,
    /// The wait of delay, and of slow-body before each 16 bytes.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 1000)]
    pub wait: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EndpointArg {
    /// Ramp: lists and filters of users.
    UsersList,
    /// Ramp: one user by id.
    UserRead,
    /// Ramp: creating a user.
    UserCreate,
    /// Ramp: changing a user.
    UserPatch,
    /// Ramp: deleting a user.
    UserDelete,
    /// Ramp: what the service says of itself.
    Discovery,
    /// Both: everything about groups.
    Groups,
    /// Both: everything that has no fault of its own.
    All,
    /// Entra: application templates, applications and deleted items.
    Applications,
    /// Entra: service principals.
    ServicePrincipals,
    /// Entra: app role assignments.
    Assignments,
    /// Entra: synchronization templates and jobs.
    Jobs,
    /// Entra: a job's schema.
    Schema,
    /// Entra: saving and testing credentials.
    Credentials,
    /// Entra: provision on demand.
    OnDemand,
    /// Entra: the provisioning log.
    Logs,
    /// Entra: users, and who is signed in.
    Users,
    /// Entra: organization, licences and roles.
    Tenant,
    /// Entra: a batch as a whole.
    Batch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FaultArg {
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404, to a filter too.
    NotFound,
    /// 409.
    Conflict,
    /// 429.
    TooManyRequests,
    /// 500.
    ServerError,
    /// 503.
    Unavailable,
    /// A sign-in page instead of JSON.
    Html,
    /// Half of the JSON.
    TruncatedJson,
    /// JSON that calls itself text.
    WrongContentType,
    /// 302.
    Redirect,
    /// The answer comes late.
    Delay,
    /// The answer comes in drops.
    SlowBody,
    /// The connection closes and nothing is done.
    Drop,
    /// It is done, and the connection closes without an answer.
    LoseAnswer,
    /// It is done, and the connection closes in the middle of the answer.
    DropMidBody,
}

/// A practice Ramp by its data, served at the moment or not.
#[derive(Debug, Args)]
pub(crate) struct PracticeData {
    /// Folder of its data, as given to practice serve.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct TokensArgs {
    #[command(subcommand)]
    pub command: TokensCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokensCommand {
    /// Print every token by its fingerprint, never the token itself.
    List(PracticeData),
    /// Make a token beside those there are, and print it once.
    Generate {
        #[command(flatten)]
        place: PracticeData,
        /// What it is for.
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
    },
    /// Make a token in place of another, which ends at once, and print it once.
    Rotate {
        #[command(flatten)]
        place: PracticeData,
        /// Which one, as list prints it.
        fingerprint: String,
    },
    /// End a token.
    Revoke {
        #[command(flatten)]
        place: PracticeData,
        /// Which one, as list prints it.
        fingerprint: String,
    },
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("place").required(true).args(["data", "url"])))]
pub(crate) struct EventsArgs {
    /// Folder of its data, as given to practice serve.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// SCIM URL of a running one.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// File that holds the token for --url; - for standard input. Without it, ONRAMP_TOKEN.
    #[arg(long, value_name = "FILE", requires = "url")]
    pub token_file: Option<PathBuf>,
    /// Only what came after this number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub after: u32,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Port of the practice Ramp; 0 for any free one.
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub ramp_port: u16,
    /// Port of the practice Entra; 0 for any free one.
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub graph_port: u16,
    /// Folder for its data. Without it the data is gone when it ends.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Ramp's rules, or plain SCIM without them.
    #[arg(long, value_enum, default_value_t = RulesArg::Ramp)]
    pub rules: RulesArg,
    /// Refuse what Entra sends beside the RFCs, as a stricter service would.
    #[arg(long)]
    pub strict: bool,
    /// Serve HTTPS with a certificate that a client has to refuse.
    #[arg(long, value_enum)]
    pub tls: Option<TlsArg>,
    /// Default location of the account.
    #[arg(long, value_name = "NAME")]
    pub default_location: Option<String>,
    /// Default department of the account.
    #[arg(long, value_name = "NAME")]
    pub default_department: Option<String>,
    /// File that holds the valid token of the practice Ramp; - for standard input. Without it one is made.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// File that holds the valid token of the practice Entra. Without it one is made.
    #[arg(long, value_name = "FILE")]
    pub graph_token_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesArg {
    /// As Ramp does.
    Ramp,
    /// Pure SCIM 2.0.
    Plain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TlsArg {
    /// From an authority nobody knows. Its certificate is written to the data folder.
    Untrusted,
    /// From the same authority, and expired.
    Expired,
}
