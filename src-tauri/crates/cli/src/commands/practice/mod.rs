//! `practice`: serve it, and look at or change one that is there.

mod advance;
mod events;
mod faults;
mod tenant;
mod tokens;

use std::path::Path;

use onramp_app::connect_ramp::check_token;
use onramp_app::error::{AppError, Side};
use onramp_app::ports::{Clock, SystemClock};
use onramp_practice::control::PracticeSettings;
use onramp_practice::{EntraRemote, PracticeError, Remote, Rules, Tls, World, WorldOptions};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::args::{PracticeArgs, PracticeCommand, RulesArg, ServeArgs, TlsArg};
use crate::failure::{Answer, Exit};
use crate::{input, output};

pub(crate) async fn run(args: PracticeArgs, json: bool) -> Answer {
    match args.command {
        PracticeCommand::Serve(args) => serve(args, json).await,
        PracticeCommand::Faults(args) => faults::run(args, json).await,
        PracticeCommand::Advance(args) => advance::run(args, json).await,
        PracticeCommand::Tenant(args) => tenant::run(args, json).await,
        PracticeCommand::Tokens(args) => tokens::run(args, json).await,
        PracticeCommand::Events(args) => events::run(args, json).await,
    }
}

async fn serve(args: ServeArgs, json: bool) -> Answer {
    // Kept until the end: the folder goes with it.
    let (data, _temporary) = match args.data {
        Some(data) => (data, None),
        None => {
            let folder = temporary_folder()?;
            (folder.path().to_owned(), Some(folder))
        }
    };
    let given = match &args.token_file {
        Some(file) => {
            input::token(Some(file))?.map(|token| check_token(&token, SystemClock.now())).transpose()?
        }
        None => None,
    };
    let shown = given.as_ref().map(|token| token.expose_secret().to_owned());
    let mut options = WorldOptions::new(data);
    options.ramp_port = args.ramp_port;
    options.graph_port = args.graph_port;
    options.graph_token = match &args.graph_token_file {
        Some(file) => Some(trimmed(&input::read(file)?)),
        None => None,
    };
    options.rules = match args.rules {
        RulesArg::Ramp => Rules::Ramp,
        RulesArg::Plain => Rules::Plain,
    };
    options.strict = args.strict;
    options.tls = args.tls.map(|tls| match tls {
        TlsArg::Untrusted => Tls::Untrusted,
        TlsArg::Expired => Tls::Expired,
    });
    if args.default_location.is_some() || args.default_department.is_some() {
        options.settings = Some(PracticeSettings {
            default_location: args.default_location,
            default_department: args.default_department,
        });
    }
    options.token = given;
    let world = World::start(options).await.map_err(failed)?;
    let token = match shown {
        Some(token) => token,
        None => world.control().generate_token().await.map_err(failed)?.token,
    };
    // A practice token is no secret: it opens nothing but this process.
    let graph_token = world.graph_token();
    let mut ramp = json!({ "scimUrl": world.scim_url(), "token": token });
    if let Some(file) = world.authority_file() {
        ramp["authorityFile"] = json!(file);
    }
    if json {
        let entra = json!({ "graphUrl": world.graph_url(), "token": graph_token.expose_secret() });
        output::json_line(&json!({ "ramp": ramp, "entra": entra }));
    } else {
        output::plain(&format!("Practice Ramp   {}\n  token         {token}", world.scim_url()));
        if let Some(file) = world.authority_file() {
            output::plain(&format!("  authority     {}", file.display()));
        }
        output::plain(&format!(
            "Practice Entra  {}\n  token         {}",
            world.graph_url(),
            graph_token.expose_secret()
        ));
    }
    until_stopped().await;
    world.stop().await;
    Ok(Exit::Fine)
}

async fn until_stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}

/// A folder that goes when the process ends.
pub(crate) fn temporary_folder() -> Result<tempfile::TempDir, AppError> {
    tempfile::Builder::new()
        .prefix("onramp-practice-")
        .tempdir()
        .map_err(|error| AppError::practice("practice.data-folder", error.to_string()))
}

/// A practice Ramp that runs in another process.
fn remote(url: &str, token_file: Option<&Path>) -> Result<Remote, AppError> {
    let token = input::token(token_file)?.ok_or_else(|| {
        AppError::new(
            "token.missing",
            Side::You,
            "There is no token.",
            "Set ONRAMP_TOKEN, or name a file with --token-file.",
        )
    })?;
    Remote::new(url, check_token(&token, SystemClock.now())?).map_err(failed)
}

/// A practice Entra that runs in another process.
fn entra_remote(url: &str, token_file: Option<&Path>) -> Result<EntraRemote, AppError> {
    let token = match token_file {
        Some(file) => Some(trimmed(&input::read(file)?)),
        None => std::env::var("ONRAMP_GRAPH_TOKEN").ok().map(|token| trimmed(&token)),
    };
    let token = token.filter(|token| !token.expose_secret().is_empty()).ok_or_else(|| {
        AppError::new(
            "token.missing",
            Side::You,
            "There is no token for practice Entra.",
            "Set ONRAMP_GRAPH_TOKEN, or name a file with --token-file.",
        )
    })?;
    EntraRemote::new(url, token).map_err(failed)
}

fn trimmed(token: &str) -> SecretString {
    SecretString::from(token.trim())
}

/// A failure of the practice world as the command line tells it.
pub(crate) fn failed(error: PracticeError) -> AppError {
    let code = error.code();
    let (message, next) = match &error {
        PracticeError::NotPractice(url) => (
            format!("{url} is no practice service on this computer."),
            "Name the URL that practice serve printed.",
        ),
        PracticeError::UnknownToken(fingerprint) => {
            (format!("No valid token has the fingerprint {fingerprint}."), "Look at practice tokens list.")
        }
        PracticeError::Refused { status: 401 } => (
            "The practice service does not take this token.".to_owned(),
            "Use the token that practice serve printed. For Ramp, practice tokens generate makes another one.",
        ),
        _ => return AppError::practice(code, error.to_string()),
    };
    AppError::new(code, Side::You, message, next)
}
