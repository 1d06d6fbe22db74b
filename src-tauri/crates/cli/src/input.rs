//! Files, standard input and secrets, as the command line names them.

use std::io::Read;
use std::path::{Path, PathBuf};

use onramp_app::connect_ramp::{check_token, same_service, stored_connection};
use onramp_app::error::{AppError, Side};
use onramp_app::mappings::{read_document, recommended_document};
use onramp_app::network::Network;
use onramp_app::parts::{Directory, Document, Format, HttpClient, ScimUrl};
use onramp_app::people::read_people;
use onramp_app::ports::{Clock, SystemClock};
use onramp_storage::{KeychainVault, Store};
use secrecy::{ExposeSecret, SecretString};

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
    secret(file, "ONRAMP_TOKEN")
}

/// An access token for Microsoft Graph from a file, or from ONRAMP_GRAPH_TOKEN.
pub(crate) fn graph_token(file: Option<&Path>) -> Result<SecretString, AppError> {
    let token = secret(file, "ONRAMP_GRAPH_TOKEN")?.map(|token| token.expose_secret().trim().to_owned());
    token.filter(|token| !token.is_empty()).map(SecretString::from).ok_or_else(|| {
        AppError::new(
            "entra.no-token",
            Side::You,
            "There is no access token for Microsoft Graph.",
            "Set ONRAMP_GRAPH_TOKEN, or name a file with --graph-token-file.",
        )
    })
}

fn secret(file: Option<&Path>, variable: &str) -> Result<Option<SecretString>, AppError> {
    match file {
        Some(file) => Ok(Some(SecretString::from(read(file)?))),
        None => Ok(std::env::var(variable).ok().filter(|token| !token.is_empty()).map(SecretString::from)),
    }
}

/// The settings and the journal, shared with the window.
pub(crate) fn store() -> Result<Store, AppError> {
    let opened = Store::open(data_folder()?.join("onramp.sqlite"))?;
    if let Some(aside) = &opened.notice {
        crate::output::problem(&format!(
            "The settings file was damaged. It was set aside as {}, and a new one was begun.",
            aside.path.display()
        ));
    }
    Ok(opened.store)
}

/// Where to go, how to sign in, and the client that goes there.
pub(crate) struct Connection {
    pub url: String,
    pub token: SecretString,
    pub http: HttpClient,
}

/// A client that goes the way a set-up has, or the one that was named.
fn client(mut network: Network, target: &Target) -> Result<HttpClient, AppError> {
    if let Some(proxy) = &target.proxy {
        let pair = std::env::var("ONRAMP_PROXY_CREDENTIALS").ok().filter(|pair| !pair.is_empty());
        network.settings.proxy = Some(proxy.clone());
        // A set-up's credentials go to its own proxy alone.
        network.credentials = pair.map(SecretString::from);
    }
    if let Some(file) = &target.ca_file {
        network.settings.ca_file = Some(file.to_string_lossy().into_owned());
    }
    network.http_client()
}

/// The service that was named, by URL and token or by a saved set-up. `None` where neither was.
pub(crate) async fn connection(target: &Target) -> Result<Option<Connection>, AppError> {
    if let Some(profile) = &target.profile {
        let stored = stored_connection(&store()?, &KeychainVault::new(), profile).await?;
        let url = match &target.url {
            Some(url) => {
                same_service(&stored.scim_url, &ScimUrl::parse(url)?.url)?;
                url.clone()
            }
            None => stored.scim_url,
        };
        let http = client(stored.network, target)?;
        return Ok(Some(Connection { url, token: stored.token, http }));
    }
    let Some(url) = target.url.clone() else { return Ok(None) };
    let token = named_token(target)?;
    Ok(Some(Connection { url, token, http: client(Network::default(), target)? }))
}

/// A client alone: the way a set-up goes, or the one that was named.
pub(crate) async fn way(target: &Target) -> Result<HttpClient, AppError> {
    let network = match &target.profile {
        Some(profile) => stored_connection(&store()?, &KeychainVault::new(), profile).await?.network,
        None => Network::default(),
    };
    client(network, target)
}

fn named_token(target: &Target) -> Result<SecretString, AppError> {
    let token = token(target.token_file.as_deref())?.ok_or_else(|| {
        AppError::new(
            "token.missing",
            Side::You,
            "There is no token.",
            "Set ONRAMP_TOKEN, or name a file with --token-file or a saved set-up with --profile.",
        )
    })?;
    check_token(&token, SystemClock.now())
}

/// Ramp's token alone, for a run that knows its service.
pub(crate) async fn required_token(target: &Target) -> Result<SecretString, AppError> {
    if target.profile.is_some() {
        return Ok(required_connection(target).await?.token);
    }
    named_token(target)
}

/// The same, where the command can't do without.
pub(crate) async fn required_connection(target: &Target) -> Result<Connection, AppError> {
    connection(target).await?.ok_or_else(|| {
        AppError::new("url.missing", Side::You, "No service was named.", "Name one with --url or --profile.")
    })
}

/// The mapping that was named, or the recommended one.
pub(crate) fn document(file: Option<&Path>) -> Result<Document, AppError> {
    match file {
        Some(file) => read_document(&read(file)?),
        None => Ok(recommended_document(Format::Onramp)),
    }
}

/// The people that were named, or the practice ones, who never go to a service outside this computer.
pub(crate) fn people(subjects: &Subjects, url: Option<&ScimUrl>) -> Result<Directory, AppError> {
    match &subjects.users {
        Some(file) => read_people(&read(file)?),
        None if url.is_some_and(|url| !url.is_loopback()) => Err(AppError::new(
            "practice.not-loopback",
            Side::You,
            "Practice people never reach a service outside this computer.",
            "Name your own people with --users.",
        )),
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
