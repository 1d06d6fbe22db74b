//! The command line.

mod entra;
mod practice;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use onramp_app::parts::{Dialect, Format};

pub(crate) use self::entra::*;
pub(crate) use self::practice::*;

/// Set up, check and prove SCIM provisioning from Microsoft Entra ID to Ramp.
#[derive(Debug, Parser)]
#[command(name = "onrampctl", version, arg_required_else_help = true, after_help = AFTER)]
pub(crate) struct Cli {
    /// Print one JSON document (or one JSON line per item) instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "Exit codes: 0 fine · 1 problems found · 2 usage or unreadable input · 3 no verdict · 4 interrupted\n\
    Tokens never stand on the command line: set ONRAMP_TOKEN, or use --token-file or --profile.\n\
    Nor do a proxy’s user and password: set ONRAMP_PROXY_CREDENTIALS to user:password.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the practice Ramp on this computer.
    Practice(PracticeArgs),
    /// Test a connection as Entra would, layer by layer. Changes nothing.
    Probe(ProbeArgs),
    /// Evaluate an expression, or a file of cases.
    Eval(EvalArgs),
    /// Print, check, mend, convert or compare attribute mappings.
    Mapping(MappingArgs),
    /// Show what would be sent for one person, and what Ramp would do. Writes nothing.
    Preview(PreviewArgs),
    /// Send one person as Entra would.
    Provision(ProvisionArgs),
    /// Show what would be done to the tenant so that it has what is wanted. Writes nothing.
    Plan(PlanArgs),
    /// Do it: plan and carry out, action by action. A run that stopped goes on with `runs resume`.
    Apply(ApplyArgs),
    /// Take a run back, as far as it can be.
    Undo(UndoArgs),
    /// Show what the tenant has otherwise than it should.
    Drift(PlanArgs),
    /// How provisioning stands, what it did, and one person on demand.
    Job(JobArgs),
    /// List the runs, or go on with one.
    Runs(RunsArgs),
    /// Do the whole main job.
    Setup(SetupArgs),
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

/// Where the service is, and how to sign in.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// SCIM URL of the service.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// File that holds the token; - for standard input. Without it, ONRAMP_TOKEN.
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    pub token_file: Option<PathBuf>,
    /// Saved set-up whose URL and token (from the keychain) to use.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Proxy to go through, such as http://proxy.example:3128 (http, https, socks5, socks5h). Its user and password come
    /// from ONRAMP_PROXY_CREDENTIALS, as user:password. Without it, the system's settings.
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
    /// PEM file of certificates to trust besides the system's.
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ProbeArgs {
    #[command(flatten)]
    pub target: Target,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["expression", "cases"])))]
pub(crate) struct EvalArgs {
    /// The expression.
    #[arg(long, value_name = "TEXT", requires = "attributes")]
    pub expression: Option<String>,
    /// File with one person's attributes as a JSON object; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub attributes: Option<PathBuf>,
    /// File with an array of cases. One JSON line is printed per case.
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct MappingArgs {
    #[command(subcommand)]
    pub command: MappingCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MappingCommand {
    /// Print the recommended table.
    Recommended {
        /// The format.
        #[arg(long, value_enum, default_value_t = FormatArg::Onramp)]
        format: FormatArg,
    },
    /// Check a mapping or an exported Entra schema.
    Check {
        /// The file; - for standard input.
        file: PathBuf,
    },
    /// Apply every safe fix and print the document.
    Fix {
        /// The file; - for standard input.
        file: PathBuf,
    },
    /// Print a mapping in another format. An Onramp mapping carries the Entra schema it came from, so that nothing is lost.
    Convert {
        /// The file; - for standard input.
        file: PathBuf,
        /// The format.
        #[arg(long, value_enum)]
        format: FormatArg,
    },
    /// Show what the second mapping has that the first has not. Differences are no problem: it exits with 0.
    Diff {
        /// An Onramp mapping or an Entra schema; - for standard input.
        before: PathBuf,
        /// The one to compare it with.
        after: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// Rows, actions and scoping filter, for people to read.
    Onramp,
    /// Entra's synchronization schema, as Review your schema takes it.
    EntraSchema,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Onramp => Format::Onramp,
            FormatArg::EntraSchema => Format::EntraSchema,
        }
    }
}

/// The table and the people.
#[derive(Debug, Args)]
pub(crate) struct Subjects {
    /// An Onramp mapping or an Entra schema; - for standard input. Without it, the recommended table.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Users: CSV, JSON, JSON lines or Graph's answer; - for standard input. Without it, the practice people.
    #[arg(long, value_name = "FILE")]
    pub users: Option<PathBuf>,
    /// Whom: object id, userPrincipalName, mail or display name.
    #[arg(long, value_name = "KEY")]
    pub user: String,
}

#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    #[command(flatten)]
    pub subjects: Subjects,
    /// Default location in Ramp's SCIM settings.
    #[arg(long, value_name = "NAME")]
    pub default_location: Option<String>,
    /// Default department in Ramp's SCIM settings.
    #[arg(long, value_name = "NAME")]
    pub default_department: Option<String>,
    #[command(flatten)]
    pub target: Target,
}

#[derive(Debug, Args)]
pub(crate) struct ProvisionArgs {
    #[command(flatten)]
    pub subjects: Subjects,
    #[command(flatten)]
    pub target: Target,
    /// How a PATCH is written.
    #[arg(long, value_enum, default_value_t = DialectArg::Cycle)]
    pub dialect: DialectArg,
    /// Read only: what would be sent.
    #[arg(long)]
    pub dry_run: bool,
    /// Put things back afterwards.
    #[arg(long, conflicts_with = "dry_run")]
    pub cleanup: bool,
    /// The person's address, to confirm. Required unless the service is on this computer.
    #[arg(long, value_name = "ADDRESS")]
    pub confirm: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DialectArg {
    /// As a cycle sends it, without the compliance flag.
    Cycle,
    /// As a cycle sends it, with the compliance flag.
    CycleFlag,
    /// As provision on demand sends it.
    OnDemand,
}

impl From<DialectArg> for Dialect {
    fn from(dialect: DialectArg) -> Self {
        match dialect {
            DialectArg::Cycle => Dialect::Cycle,
            DialectArg::CycleFlag => Dialect::CycleFlag,
            DialectArg::OnDemand => Dialect::OnDemand,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct SetupArgs {
    /// Against a fresh practice Ramp on this computer.
    #[arg(long, required = true)]
    pub practice: bool,
    /// Write what was done to a file, as JSON.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}
