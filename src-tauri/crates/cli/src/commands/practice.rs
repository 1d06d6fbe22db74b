//! `practice serve`.

use onramp_app::connect_ramp::check_token;
use onramp_app::error::AppError;
use onramp_app::ports::{Clock, SystemClock};
use onramp_practice::control::PracticeSettings;
use onramp_practice::{PracticeError, Rules, World, WorldOptions};
use serde_json::json;

use crate::args::{PracticeArgs, PracticeCommand, RulesArg, ServeArgs};
use crate::failure::{Answer, Exit};
use crate::{input, output};

pub(crate) async fn run(args: PracticeArgs) -> Answer {
    match args.command {
        PracticeCommand::Serve(args) => serve(args).await,
    }
}

async fn serve(args: ServeArgs) -> Answer {
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
    let shown = given.as_ref().map(|token| secrecy::ExposeSecret::expose_secret(token).to_owned());
    let mut options = WorldOptions::new(data);
    options.ramp_port = args.ramp_port;
    options.rules = match args.rules {
        RulesArg::Ramp => Rules::Ramp,
        RulesArg::Plain => Rules::Plain,
    };
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
    output::json_line(&json!({ "ramp": { "scimUrl": world.scim_url(), "token": token } }));
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

/// A failure of the practice world as the command line tells it.
pub(crate) fn failed(error: PracticeError) -> AppError {
    AppError::practice(error.code(), error.to_string())
}
