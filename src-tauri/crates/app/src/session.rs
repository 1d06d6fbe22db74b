//! The open set-up: profile, secrets and progress. Rust owns this state; the window asks for it again after each change.

use std::sync::Arc;

use onramp_entra::Directory;
use onramp_http::{HttpClient, HttpOptions};
use onramp_mapping::{MappingTable, recommended};
use onramp_scim_client::{ScimClient, ScimUrl};
use onramp_storage::{
    MemoryVault, Mode as StoredMode, Profile, Store, TokenPlace as StoredPlace, Vault, VaultKey,
};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::connect_entra::SignedIn;
use crate::connect_ramp::ProbeReport;
use crate::error::{AppError, Side};
use crate::mappings::History;
use crate::network::Made;
use crate::ports::{Clock, DirectorySource, RampSettings};
use crate::preview::PreviewKind;
use crate::test_user::TestRun;
use crate::wizard::{Mode, ProfileView, StepId, TokenChip, TokenPlace};

/// What a host brings.
pub struct Parts {
    /// Profiles and progress.
    pub store: Store,
    /// Where tokens are kept.
    pub vault: Arc<dyn Vault>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The Entra side's people.
    pub directory: Arc<dyn DirectorySource>,
    /// Ramp's SCIM settings.
    pub ramp_settings: Arc<dyn RampSettings>,
    /// Something to tell at the first look, such as a damaged file that was set aside.
    pub notice: Option<String>,
}

/// The use cases over one open set-up. Cheap to share behind an `Arc`.
pub struct App {
    pub(crate) store: Store,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) this_run: MemoryVault,
    /// Goes by the system's own settings.
    pub(crate) http: HttpClient,
    /// Goes by a profile's settings, where it has any.
    pub(crate) made: tokio::sync::Mutex<Option<Made>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) directory: Arc<dyn DirectorySource>,
    pub(crate) ramp_settings: Arc<dyn RampSettings>,
    pub(crate) notice: Option<String>,
    /// What was done to the table in this run of the program.
    pub(crate) history: std::sync::Mutex<History>,
    /// The tenant somebody is signed in to. Its token is nowhere else.
    pub(crate) signed_in: std::sync::Mutex<Option<SignedIn>>,
    /// Held by each use case that takes its time and writes: two runs, or a run and a start over, never overlap.
    pub(crate) turn: tokio::sync::Mutex<()>,
}

/// Keys of the documents a profile has. They are never renamed: a stored set-up would be lost.
pub(crate) mod key {
    /// Which profile is open (a document of the whole program).
    pub const OPEN_PROFILE: &str = "open-profile";
    /// The embedded practice service's URL of last time (a document of the whole program).
    pub const PRACTICE_URL: &str = "practice-url";
    /// Where the wizard stands.
    pub const STEP: &str = "step";
    /// The proxy and the extra certificates.
    pub const NETWORK: &str = "network";
    /// The Entra side: tenant, choices, the run that set it up.
    pub const ENTRA: &str = "entra";
    /// The last connection test.
    pub const PROBE: &str = "probe";
    /// The table of mappings.
    pub const MAPPINGS: &str = "mappings";
    /// The mapping file imported last, whole.
    pub const IMPORTED_MAPPING: &str = "imported-mapping";
    /// Whether the mappings were looked at.
    pub const MAPPINGS_SEEN: &str = "mappings-seen";
    /// The person looked at last.
    pub const PREVIEW: &str = "preview";
    /// The last test run.
    pub const TEST_RUN: &str = "test-run";
    /// What puts the last real run back.
    pub const UNDO: &str = "undo";
    /// The last person provisioning was proven on.
    pub const PROVEN: &str = "proven";
    /// Ids of the users that tests made.
    pub const MADE: &str = "made";
}

/// The person that was previewed, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PreviewMark {
    pub key: String,
    pub name: String,
    pub kind: PreviewKind,
    /// Fingerprint of what it rests on: a changed table makes it out of date.
    pub basis: String,
}

/// The last person provisioning was proven on. A later test that is refused does not take that away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProvenMark {
    pub name: String,
    pub basis: String,
}

/// A stored test run with the fingerprint of what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunMark {
    pub run: TestRun,
    pub basis: String,
}

/// The id of the practice profile; there is one.
pub const PRACTICE_PROFILE: &str = "practice";

impl App {
    /// Puts the use cases together.
    ///
    /// # Errors
    /// Where the HTTP client can't be built, such as without a certificate store.
    pub fn new(parts: Parts) -> Result<Self, AppError> {
        forget_last_runs_tokens(&parts.store)?;
        Ok(Self {
            turn: tokio::sync::Mutex::new(()),
            store: parts.store,
            vault: parts.vault,
            this_run: MemoryVault::new(),
            http: HttpClient::new(HttpOptions::default())?,
            made: tokio::sync::Mutex::new(None),
            clock: parts.clock,
            directory: parts.directory,
            ramp_settings: parts.ramp_settings,
            notice: parts.notice,
            history: std::sync::Mutex::default(),
            signed_in: std::sync::Mutex::default(),
        })
    }

    pub(crate) fn open_profile(&self) -> Result<Option<Profile>, AppError> {
        match self.store.document::<String>("", key::OPEN_PROFILE)? {
            Some(id) => Ok(self.store.profile(&id)?),
            None => Ok(None),
        }
    }

    pub(crate) fn profile(&self) -> Result<Profile, AppError> {
        self.open_profile()?.ok_or_else(|| {
            AppError::new(
                "wizard.no-profile",
                Side::You,
                "No set-up is open.",
                "Begin one on the page Start.",
            )
        })
    }

    pub(crate) fn read<T: DeserializeOwned>(
        &self,
        profile: &Profile,
        key: &str,
    ) -> Result<Option<T>, AppError> {
        Ok(self.store.document(&profile.id, key)?)
    }

    pub(crate) fn write<T: Serialize>(
        &self,
        profile: &Profile,
        key: &str,
        value: &T,
    ) -> Result<(), AppError> {
        Ok(self.store.put_document(&profile.id, key, value)?)
    }

    pub(crate) fn table(&self, profile: &Profile) -> Result<MappingTable, AppError> {
        Ok(self.read(profile, key::MAPPINGS)?.unwrap_or_else(recommended))
    }

    pub(crate) fn probe_report(&self, profile: &Profile) -> Result<Option<ProbeReport>, AppError> {
        self.read(profile, key::PROBE)
    }

    pub(crate) fn people(&self) -> Result<Directory, AppError> {
        self.directory.directory()
    }

    /// The profile's token; an error that says what to do where there is none.
    pub(crate) async fn token(&self, profile: &Profile) -> Result<SecretString, AppError> {
        let key = VaultKey::scim_token(&profile.id);
        let found = match profile.token_place {
            Some(StoredPlace::ThisRun) => self.this_run.load(&key).await?,
            Some(StoredPlace::Keychain) => self.vault.load(&key).await?,
            None => None,
        };
        found.ok_or_else(|| {
            AppError::new(
                "token.missing",
                Side::You,
                "There is no token for this set-up.",
                "Paste the API token again under Connect Ramp.",
            )
        })
    }

    /// A client for the profile's SCIM service.
    pub(crate) async fn client(&self, profile: &Profile) -> Result<ScimClient, AppError> {
        let token = self.token(profile).await?;
        let url = profile.scim_url.as_deref().unwrap_or_default();
        Ok(ScimClient::new(self.http(profile).await?, ScimUrl::parse(url)?.url, token))
    }

    pub(crate) fn step(&self, profile: &Profile) -> Result<StepId, AppError> {
        Ok(self.read(profile, key::STEP)?.unwrap_or(StepId::ConnectRamp))
    }
}

/// A token that was kept for one run is gone with that run, and what was proven with it can't be repeated.
fn forget_last_runs_tokens(store: &Store) -> Result<(), AppError> {
    for mut profile in store.profiles()? {
        if profile.token_place == Some(StoredPlace::ThisRun) {
            profile.token_place = None;
            store.put_profile(&profile)?;
            store.remove_document(&profile.id, key::PROBE)?;
        }
    }
    Ok(())
}

/// What a preview and a test run rest on, as a short text that changes when the table, the service or the token does.
pub(crate) fn basis(table: &MappingTable, profile: &Profile) -> Result<String, AppError> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let rows = serde_json::to_string(table).map_err(|error| {
        AppError::new("onramp.encode", Side::Onramp, "The mappings could not be written.", "Try again.")
            .detail(error.to_string())
    })?;
    let mut hasher = DefaultHasher::new();
    (rows, &profile.scim_url, &profile.token_last_four).hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

pub(crate) fn profile_view(profile: &Profile) -> ProfileView {
    ProfileView {
        id: profile.id.clone(),
        name: profile.name.clone(),
        mode: match profile.mode {
            StoredMode::Practice => Mode::Practice,
            StoredMode::Real => Mode::Real,
        },
        scim_url: profile.scim_url.clone(),
        token: profile.token_place.map(|place| TokenChip {
            last_four: profile.token_last_four.clone().unwrap_or_default(),
            place: match place {
                StoredPlace::Keychain => TokenPlace::Keychain,
                StoredPlace::ThisRun => TokenPlace::ThisRunOnly,
            },
        }),
    }
}
