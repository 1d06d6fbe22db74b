//! Files, standard input and secrets, as the command line names them.

use std::io::Read;
use std::path::{Path, PathBuf};

use onramp_app::connect_ramp::stored_connection;
use onramp_app::error::{AppError, Side};
use onramp_app::mappings::{read_document, recommended_document};
use onramp_app::parts::{Directory, Document, Format};
use onramp_app::people::read_people;
use onramp_storage::{KeychainVault, Store};
use secrecy::SecretString;

use crate::args::{Subjects, Target};

/// The identifier under which the window keeps its data too.
const DATA_FOLDER: &str = "dev.onramp.desktop";

/// A file's text; `-` is standard input.
pub(crate) fn read(file: &Path) -> Result<String, AppError> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    text.map_err(|error| {
        AppError::new(
            "input.unreadable",
            Side::You,
            format!("{} can’t be read: {error}.", file.display()),
            "Check the path and that the file is text in UTF-8.",
        )
    })
}

/// A token from a file, or from ONRAMP_TOKEN.
pub(crate) fn token(file: Option<&Path>) -> Result<Option<SecretString>, AppError> {
    match file {
        Some(file) => Ok(Some(SecretString::from(read(file)?.trim_end_matches(['\r', '\n']).to_owned()))),
        None => {
            Ok(std::env::var("ONRAMP_TOKEN").ok().filter(|token| !token.is_empty()).map(SecretString::from))
        }
    }
}

/// Where to go and how to sign in.
pub(crate) struct Connection {
    pub url: String,
    pub token: SecretString,
}

/// The service that was named, by URL and token or by a saved set-up. `None` where neither was.
pub(crate) async fn connection(target: &Target) -> Result<Option<Connection>, AppError> {
    if let Some(profile) = &target.profile {
        let store = Store::open(data_folder()?.join("onramp.sqlite"))?.store;
        let stored = stored_connection(&store, &KeychainVault::new(), profile).await?;
        let url = target.url.clone().unwrap_or(stored.scim_url);
        return Ok(Some(Connection { url, token: stored.token }));
    }
    let Some(url) = target.url.clone() else { return Ok(None) };
    let token = token(target.token_file.as_deref())?.ok_or_else(|| {
        AppError::new(
            "token.missing",
            Side::You,
            "There is no token.",
            "Set ONRAMP_TOKEN, or name a file with --token-file or a saved set-up with --profile.",
        )
    })?;
    Ok(Some(Connection { url, token }))
}

/// The same, where the command can't do without.
pub(crate) async fn required_connection(target: &Target) -> Result<Connection, AppError> {
    connection(target).await?.ok_or_else(|| {
        AppError::new("url.missing", Side::You, "No service was named.", "Name one with --url or --profile.")
    })
}

/// The mapping that was named, or the recommended one.
pub(crate) fn document(subjects: &Subjects) -> Result<Document, AppError> {
    match &subjects.mapping {
        Some(file) => read_document(&read(file)?),
        None => Ok(recommended_document(Format::Onramp)),
    }
}

/// The people that were named, or the practice ones.
pub(crate) fn people(subjects: &Subjects) -> Result<Directory, AppError> {
    match &subjects.users {
        Some(file) => read_people(&read(file)?),
        None => read_people(onramp_practice::directory_json()),
    }
}

fn data_folder() -> Result<PathBuf, AppError> {
    directories::BaseDirs::new().map(|dirs| dirs.data_dir().join(DATA_FOLDER)).ok_or_else(|| {
        AppError::new(
            "store.no-home",
            Side::ThisComputer,
            "This computer names no folder for settings.",
            "Set HOME, then try again.",
        )
    })
}
