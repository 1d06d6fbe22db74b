//! Step *Connect Ramp*: take a SCIM URL and a token, keep the token in the keychain, and test the connection as Entra would.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::Side;
use crate::exchange::Exchange;

/// A layer of the connection test, in the order in which they build on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// The URL reads as a SCIM base URL.
    UrlShape,
    /// The host name resolves.
    Dns,
    /// The port is open.
    Tcp,
    /// TLS is agreed and the certificate trusted.
    Tls,
    /// Something answers HTTP.
    Http,
    /// The token is accepted.
    Authorization,
    /// The answer is SCIM.
    ScimShape,
    /// A filter that matches nobody answers an empty list (`entra-scim-client.md` §5).
    Filter,
    /// Users can be read.
    Users,
    /// Groups answer a list.
    Groups,
    /// The service tells what it supports (RFC 7644 §4).
    ServiceProviderConfig,
    /// Changes are taken as Entra writes them, as far as a change of nobody shows it.
    Patch,
}

/// How a layer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As Entra needs it.
    Pass,
    /// Works, but worth a look.
    Warn,
    /// Entra's own test would fail here.
    Fail,
    /// Not tried, because a layer below failed or it does not apply.
    Skipped,
    /// Tried, and it could not be judged: what failed here may work for Entra.
    Unknown,
}

/// One line of the connection test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProbeLayer {
    /// Which layer.
    pub layer: Layer,
    /// How it did.
    pub verdict: Verdict,
    /// Stable code of what was found, such as `filter.not-found`.
    pub code: String,
    /// What was found, as a fact: "Port 443 is open".
    pub message: String,
    /// The rail's short form of a failure, under 26 characters.
    pub short: String,
    /// Whose side a failure is on.
    pub side: Option<Side>,
    /// Meaning of a failure in two sentences.
    pub meaning: Option<String>,
    /// What to do about it, numbered steps joined by line breaks in text, one entry each here.
    pub steps: Vec<String>,
    /// The first thing to do, as one sentence; `null` on a pass.
    pub fix: Option<String>,
    /// What Entra itself would have said.
    pub entra_says: Option<String>,
    /// Time taken, in milliseconds.
    pub millis: u32,
    /// The exchange it rests on.
    pub exchange: Option<Exchange>,
}

/// The connection test as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProbeReport {
    /// No layer failed, and none could not be judged.
    pub ok: bool,
    /// When it ended, RFC 3339 in UTC.
    pub finished_at: String,
    /// Time taken, in milliseconds.
    pub millis: u32,
    /// The layers, in order.
    pub layers: Vec<ProbeLayer>,
}

use onramp_http::HttpClient;
use onramp_scim_client::{LayerResult, ScimUrl, UrlNote, probe, token};
use onramp_storage::{Mode as StoredMode, TokenPlace as StoredPlace, Vault, VaultKey};
use secrecy::SecretString;

use crate::error::AppError;
use crate::network::{Network, stored_network};
use crate::session::{App, key};
use crate::wizard::{WizardState, practice_stays_here};
use crate::words;

/// What the form *Connect Ramp* gives. The token is a secret from here on and has no way back out.
#[derive(Debug)]
pub struct Connection {
    /// The SCIM URL as pasted.
    pub scim_url: String,
    /// The token as pasted; `None` keeps the one that is stored.
    pub token: Option<SecretString>,
    /// Keep the token in memory only, where the keychain can't be used.
    pub this_run_only: bool,
}

impl App {
    /// Checks and keeps a SCIM URL and a token. The URL is kept even where the keychain refuses the token.
    ///
    /// # Errors
    /// `url.*` and `token.*` for what was pasted, `keychain.*` where the token can't be kept.
    pub async fn save_connection(&self, connection: Connection) -> Result<WizardState, AppError> {
        let _turn = self.turn.lock().await;
        let mut profile = self.profile()?;
        let parsed = ScimUrl::parse(&connection.scim_url)?;
        if profile.mode == StoredMode::Practice && !parsed.url.is_loopback() {
            return Err(practice_stays_here());
        }
        if profile.mode == StoredMode::Real && parsed.url.is_loopback() {
            return Err(AppError::new(
                "real.loopback",
                Side::You,
                "This URL leads to this computer, not to Ramp.",
                "Paste the URL that Ramp shows, or practise instead.",
            ));
        }
        let keeps_token = connection.token.is_none() && profile.token_place.is_some();
        if keeps_token && let Some(before) = &profile.scim_url {
            same_service(before, &parsed.url)?;
        }
        let url = parsed.url.to_string();
        let changed_url = profile.scim_url.as_deref() != Some(url.as_str());
        profile.scim_url = Some(url);
        let secret = match &connection.token {
            Some(pasted) => Some(check_token(pasted, self.clock.now())?),
            None if profile.token_place.is_none() => {
                return Err(onramp_scim_client::TokenProblem::Empty.into());
            }
            None => None,
        };
        self.store.put_profile(&profile)?;
        if changed_url || secret.is_some() {
            self.store.remove_document(&profile.id, key::PROBE)?;
        }
        if let Some(secret) = secret {
            let vault_key = VaultKey::scim_token(&profile.id);
            profile.token_place = Some(if connection.this_run_only {
                self.this_run.store(&vault_key, &secret).await?;
                // An older one must not outlive the choice. A keychain that does not work keeps nothing back either.
                let _ = self.vault.delete(&vault_key).await;
                StoredPlace::ThisRun
            } else {
                self.vault.store(&vault_key, &secret).await?;
                self.this_run.delete(&vault_key).await?;
                StoredPlace::Keychain
            });
            profile.token_last_four = token::last_four(&secret);
            self.store.put_profile(&profile)?;
        }
        let mut state = self.state()?;
        let flags = parsed.notes.iter().filter(|taken| matches!(taken, UrlNote::ComplianceFlag { .. }));
        state.notice = flags.map(note).next().or(state.notice);
        Ok(state)
    }

    /// Tests the connection with the stored URL and token, layer by layer, and keeps the report.
    ///
    /// # Errors
    /// Where there is no token, or the keychain does not give it.
    pub async fn probe_ramp(&self) -> Result<ProbeReport, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let secret = self.token(&profile).await?;
        let url = profile.scim_url.clone().unwrap_or_default();
        let http = self.http(&profile).await?;
        let report = probe_service(&http, &url, &secret, self.clock.now()).await;
        self.write(&profile, key::PROBE, &report)?;
        Ok(report)
    }

    /// The last report, also after a restart.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn last_probe(&self) -> Result<Option<ProbeReport>, AppError> {
        match self.open_profile()? {
            Some(profile) => self.probe_report(&profile),
            None => Ok(None),
        }
    }
}

/// A stored token goes to the service it was given for, and to no other.
///
/// # Errors
/// `token.other-service` where scheme, host or port differ.
pub fn same_service(stored: &str, wanted: &ScimUrl) -> Result<(), AppError> {
    let stored = ScimUrl::parse(stored)?.url;
    if stored.as_url().origin() == wanted.as_url().origin() {
        return Ok(());
    }
    Err(AppError::new(
        "token.other-service",
        Side::You,
        format!("The stored token was given for {}, not for {}.", stored.host(), wanted.host()),
        "Paste the token that belongs to this URL.",
    ))
}

/// Checks a pasted token and takes a line break off its end.
///
/// # Errors
/// `token.*` for what is wrong with it.
pub fn check_token(pasted: &SecretString, now: jiff::Timestamp) -> Result<SecretString, AppError> {
    Ok(token::check(pasted, now.as_second())?)
}

/// Tests any service as Entra would, without a profile. Nothing in the service changes: besides reading, it asks for two
/// changes of a user who does not exist.
pub async fn probe_service(
    http: &HttpClient,
    url: &str,
    secret: &SecretString,
    started: jiff::Timestamp,
) -> ProbeReport {
    let clock = std::time::Instant::now();
    let nonce = uuid::Uuid::new_v4().to_string();
    let layers: Vec<_> =
        probe::probe(http, url, secret, &nonce, started.as_second()).await.into_iter().map(layer).collect();
    let took = clock.elapsed();
    let finished =
        started.checked_add(jiff::SignedDuration::try_from(took).unwrap_or_default()).unwrap_or(started);
    ProbeReport {
        ok: layers.iter().all(|layer| !matches!(layer.verdict, Verdict::Fail | Verdict::Unknown)),
        finished_at: finished.to_string(),
        millis: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
        layers,
    }
}

fn layer(result: LayerResult) -> ProbeLayer {
    let words = words::probe::words(&result.finding);
    let failed = !matches!(result.verdict, probe::Verdict::Pass | probe::Verdict::Skipped);
    let purpose = match result.layer {
        probe::Layer::Patch => "asks for a change of a user who does not exist",
        _ => "asks as Entra’s connection test does",
    };
    ProbeLayer {
        layer: layer_id(result.layer),
        verdict: match result.verdict {
            probe::Verdict::Pass => Verdict::Pass,
            probe::Verdict::Warn => Verdict::Warn,
            probe::Verdict::Fail => Verdict::Fail,
            probe::Verdict::Skipped => Verdict::Skipped,
            probe::Verdict::Unknown => Verdict::Unknown,
        },
        code: result.finding.code().to_owned(),
        short: words.short.unwrap_or_else(|| words.message.clone()),
        message: words.message,
        side: if failed { words.side } else { None },
        meaning: words.meaning,
        fix: words.steps.first().cloned(),
        steps: words.steps,
        entra_says: words.entra_says,
        millis: result.millis,
        exchange: result.record.map(|record| Exchange::of(record, purpose)),
    }
}

pub(crate) fn layer_id(layer: probe::Layer) -> Layer {
    match layer {
        probe::Layer::UrlShape => Layer::UrlShape,
        probe::Layer::Dns => Layer::Dns,
        probe::Layer::Tcp => Layer::Tcp,
        probe::Layer::Tls => Layer::Tls,
        probe::Layer::Http => Layer::Http,
        probe::Layer::Authorization => Layer::Authorization,
        probe::Layer::ScimShape => Layer::ScimShape,
        probe::Layer::Filter => Layer::Filter,
        probe::Layer::Users => Layer::Users,
        probe::Layer::Groups => Layer::Groups,
        probe::Layer::ServiceProviderConfig => Layer::ServiceProviderConfig,
        probe::Layer::Patch => Layer::Patch,
    }
}

impl Layer {
    /// The layer's name as the screen shows it.
    pub fn title(self) -> &'static str {
        match self {
            Layer::UrlShape => "URL shape",
            Layer::Dns => "DNS",
            Layer::Tcp => "TCP",
            Layer::Tls => "TLS",
            Layer::Http => "HTTP",
            Layer::Authorization => "Authorization",
            Layer::ScimShape => "SCIM shape",
            Layer::Filter => "Filter",
            Layer::Users => "Users",
            Layer::Groups => "Groups",
            Layer::ServiceProviderConfig => "ServiceProviderConfig",
            Layer::Patch => "PATCH",
        }
    }
}

/// What was taken off a pasted URL, in a few words.
pub(crate) fn note(note: &UrlNote) -> String {
    match note {
        UrlNote::ComplianceFlag { flag } => {
            format!("The flag {flag} was taken off: it belongs into Entra’s Tenant URL only.")
        }
        UrlNote::SurroundingBlanks => "blanks around it were taken off".to_owned(),
        UrlNote::TrailingSlash => "a slash at its end was taken off".to_owned(),
    }
}

/// A saved set-up's connection, for hosts without a wizard.
#[derive(Debug, Clone)]
pub struct StoredConnection {
    /// The SCIM URL.
    pub scim_url: String,
    /// The token, from the keychain.
    pub token: SecretString,
    /// The way to it, with the proxy's credentials from the keychain.
    pub network: Network,
}

/// Reads a saved set-up's URL, and its token from the keychain.
///
/// # Errors
/// Where there is no such set-up, or it has no URL or token yet.
pub async fn stored_connection(
    store: &onramp_storage::Store,
    vault: &dyn Vault,
    profile: &str,
) -> Result<StoredConnection, AppError> {
    let incomplete = |message: String| {
        AppError::new("profile.incomplete", Side::You, message, "Finish Connect Ramp in the window first.")
    };
    let saved =
        store.profile(profile)?.ok_or_else(|| incomplete(format!("There is no set-up called {profile}.")))?;
    let scim_url = saved
        .scim_url
        .clone()
        .ok_or_else(|| incomplete(format!("The set-up {profile} has no SCIM URL yet.")))?;
    let token = vault.load(&VaultKey::scim_token(&saved.id)).await?;
    let token =
        token.ok_or_else(|| incomplete(format!("The set-up {profile} has no token in the keychain.")))?;
    let network = stored_network(store, vault, &saved).await?;
    Ok(StoredConnection { scim_url, token, network })
}
