//! From each crate's typed error to the admin's words. One arm per case: nothing is matched by text.

use onramp_entra::DirectoryError;
use onramp_http::HttpError;
use onramp_mapping::DocumentError;
use onramp_scim_client::{TokenProblem, UrlProblem};
use onramp_storage::{StoreError, VaultError};

use super::{AppError, Side};
use crate::words;

impl From<UrlProblem> for AppError {
    fn from(problem: UrlProblem) -> Self {
        let (message, next) = match &problem {
            UrlProblem::Empty => (
                "The SCIM URL is empty.".to_owned(),
                "Paste the URL from Ramp: Settings › Apps › Microsoft Entra.".to_owned(),
            ),
            UrlProblem::LooksLikeToken => (
                "This looks like a token, not a URL.".to_owned(),
                "Paste it into the field API token, and the URL here.".to_owned(),
            ),
            UrlProblem::BlankInside { suggestion } => {
                ("There is a blank inside the URL.".to_owned(), format!("Without it: {suggestion}"))
            }
            UrlProblem::NoScheme { suggestion } => {
                ("The URL does not begin with https://.".to_owned(), format!("With it: {suggestion}"))
            }
            UrlProblem::NotHttp { scheme } => (
                format!("A SCIM URL begins with https://, not with {scheme}:."),
                "Copy the URL again from Ramp.".to_owned(),
            ),
            UrlProblem::NoHost => {
                ("The URL names no host.".to_owned(), "Copy the URL again from Ramp, whole.".to_owned())
            }
            UrlProblem::Unparsable => {
                ("This is not a URL.".to_owned(), "Copy the URL again from Ramp, whole.".to_owned())
            }
            UrlProblem::HasCredentials { suggestion } => (
                "The URL holds a user name or a password.".to_owned(),
                format!("Entra signs in with the token alone: {suggestion}"),
            ),
            UrlProblem::HasFragment { suggestion } => {
                ("The URL has a part after #.".to_owned(), format!("Without it: {suggestion}"))
            }
            UrlProblem::HasQuery { suggestion } => {
                ("The URL has a part after ?.".to_owned(), format!("Without it: {suggestion}"))
            }
            UrlProblem::EndsInResource { endpoint, suggestion } => (
                format!("The URL ends in /{endpoint}, which Entra adds itself."),
                format!("Without it: {suggestion}"),
            ),
            UrlProblem::PlainHttpToPublicHost { suggestion } => (
                "http:// would send the token unencrypted over the network.".to_owned(),
                format!("Encrypted: {suggestion}"),
            ),
        };
        Self::new(problem.code(), Side::You, message, next)
    }
}

impl From<TokenProblem> for AppError {
    fn from(problem: TokenProblem) -> Self {
        let (message, next) = match &problem {
            TokenProblem::Empty => ("The token is empty.".to_owned(), "Paste the API token that Ramp shows."),
            TokenProblem::LooksLikeUrl => (
                "This looks like a URL, not a token.".to_owned(),
                "Paste it into the field SCIM URL, and the token here.",
            ),
            TokenProblem::HasScheme => (
                "The token begins with “Bearer ”.".to_owned(),
                "Paste the token alone: Entra adds that word itself.",
            ),
            TokenProblem::HasLineBreaks => {
                ("There is a line break in the token.".to_owned(), "Copy it again in one piece.")
            }
            TokenProblem::NotAscii => (
                "The token holds a character that no token has, such as a curly quote.".to_owned(),
                "Copy it again from Ramp, not from a document or a mail.",
            ),
            TokenProblem::HasBlanks => (
                "There is a blank in the token.".to_owned(),
                "Copy it again without blanks at its ends or inside.",
            ),
            TokenProblem::ExpiredJwt { expired_at } => (
                format!("The token expired on {}.", words::day(*expired_at)),
                "Make a new one in Ramp: Settings › Apps › Microsoft Entra.",
            ),
        };
        Self::new(problem.code(), Side::You, message, next)
    }
}

impl From<VaultError> for AppError {
    fn from(error: VaultError) -> Self {
        let (code, message, next) = match &error {
            VaultError::NoKeychain { .. } => (
                "keychain.missing",
                "This computer offers no keychain to keep the token in.",
                "Start a keychain service, such as GNOME Keyring or KWallet, and try again. Or keep the token for this run only: it is forgotten when Onramp closes.",
            ),
            VaultError::NoKeyring => (
                "keychain.no-keyring",
                "The keychain service has no keyring yet.",
                "Make one in your system’s password settings and try again. Or keep the token for this run only.",
            ),
            VaultError::Locked => (
                "keychain.locked",
                "The keychain is locked.",
                "Unlock it and try again. Or keep the token for this run only.",
            ),
            VaultError::Dismissed => (
                "keychain.dismissed",
                "The keychain asked to be unlocked, and the question was closed.",
                "Try again and unlock it. Or keep the token for this run only.",
            ),
            VaultError::Denied { .. } => (
                "keychain.denied",
                "The keychain does not let Onramp in.",
                "Allow Onramp in the keychain’s settings and try again. Or keep the token for this run only.",
            ),
            VaultError::TimedOut { .. } => (
                "keychain.timed-out",
                "The keychain did not answer. It may be waiting for you in another window.",
                "Answer its question and try again. Or keep the token for this run only.",
            ),
            VaultError::Other { .. } => {
                ("keychain.failed", "The keychain failed.", "Try again. Or keep the token for this run only.")
            }
        };
        Self::new(code, Side::ThisComputer, message, next).detail(error.to_string())
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let (message, next) = match &error {
            StoreError::File { path, source } => (
                format!("Onramp can’t use {}: {source}.", path.display()),
                "Check that the folder can be written, then try again.",
            ),
            StoreError::NewerVersion { path, .. } => (
                format!("{} was written by a newer Onramp.", path.display()),
                "Update Onramp. The file is left as it is.",
            ),
            StoreError::Busy => {
                ("Another Onramp holds the settings.".to_owned(), "Close it, then try again.")
            }
            StoreError::Damaged => (
                "The settings file is damaged.".to_owned(),
                "Start Onramp again: it sets the file aside and begins a new one.",
            ),
            StoreError::Full => ("The disk is full.".to_owned(), "Make room, then try again."),
            StoreError::Encode { .. } | StoreError::Decode { .. } => {
                ("A saved part of this set-up can’t be read.".to_owned(), "Start over with this set-up.")
            }
            StoreError::Database(_) => (
                "The settings file could not be used.".to_owned(),
                "Try again. If it stays, start Onramp again.",
            ),
        };
        let code = error.code();
        Self::new(code, Side::ThisComputer, message, next).detail(error.to_string())
    }
}

impl From<HttpError> for AppError {
    fn from(error: HttpError) -> Self {
        let words = words::http_failure(&error);
        Self::new(error.code(), words.side, words.message, words.next_action)
    }
}

impl From<DocumentError> for AppError {
    fn from(error: DocumentError) -> Self {
        let (code, message) = match &error {
            DocumentError::Json(_) => ("mapping.not-json", "The mapping file is not JSON."),
            DocumentError::Schema(_) => {
                ("mapping.not-a-schema", "The file is no synchronization schema with a mapping of users.")
            }
            DocumentError::NewerVersion { .. } => {
                ("mapping.newer-version", "The mapping file was written by a newer Onramp.")
            }
            DocumentError::Unknown => {
                ("mapping.unknown-format", "The file is neither an Onramp mapping nor an Entra schema.")
            }
        };
        let next = "Export it again: Attribute mapping › Show advanced options › Review your schema here › Download.";
        Self::new(code, Side::You, message, next).detail(error.to_string())
    }
}

impl From<DirectoryError> for AppError {
    fn from(error: DirectoryError) -> Self {
        let (code, message) = match &error {
            DirectoryError::Json(_) => {
                ("users.not-json", "The file of users is neither JSON nor CSV.".to_owned())
            }
            DirectoryError::NotAList => ("users.not-a-list", "The file holds no list of users.".to_owned()),
            DirectoryError::NoKey { index } => {
                ("users.no-key", format!("User {index} in the file has no id, userPrincipalName or mail."))
            }
        };
        let next = "Export users from Entra or Graph with id and userPrincipalName, as CSV or JSON.";
        Self::new(code, Side::You, message, next).detail(error.to_string())
    }
}
