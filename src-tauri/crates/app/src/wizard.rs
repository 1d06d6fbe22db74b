//! The wizard as a whole: which steps there are, what state each is in, and whether Next may be pressed.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A step of the wizard, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum StepId {
    /// Choose what to do.
    Start,
    /// SCIM URL and token, proven layer by layer.
    ConnectRamp,
    /// Who is signed in to which tenant, with which rights.
    ConnectEntra,
    /// Which Entra attribute goes to which Ramp attribute.
    AttributeMappings,
    /// One person, before anything is sent.
    Preview,
    /// One person, for real, and put back.
    TestUser,
    /// Who is assigned; the plan, carried out; the first cycle.
    ScopeStart,
    /// What was proven.
    Done,
}

impl StepId {
    /// Every step, in the wizard's order.
    pub const ALL: [StepId; 8] = [
        StepId::Start,
        StepId::ConnectRamp,
        StepId::ConnectEntra,
        StepId::AttributeMappings,
        StepId::Preview,
        StepId::TestUser,
        StepId::ScopeStart,
        StepId::Done,
    ];
}

/// What is known of a step. `Unknown` is an answer too: it was done once, and something it rests on changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum StepStatus {
    /// Not begun.
    Todo,
    /// Finished, nothing wrong.
    Done,
    /// Finished; something is worth a look.
    Warning,
    /// Tried, and something is wrong.
    Error,
    /// Can't begin yet; the line says why.
    Blocked,
    /// Not known, or out of date.
    Unknown,
}

/// A step as the rail and the footer show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// Which step.
    pub id: StepId,
    /// Its state.
    pub status: StepStatus,
    /// The content of the state in under 26 characters: "Filter answers 404", not "Error".
    pub line: String,
    /// Whether the step can be opened now. A blocked step can't, and its `line` is the reason.
    pub available: bool,
    /// Whether Next may be pressed on this step.
    pub next: NextGate,
}

/// Whether Next is on, and the words beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NextGate {
    /// Next can be pressed.
    pub open: bool,
    /// Why it is off, or the caveat with which it is on. Empty when there is nothing to say.
    pub reason: String,
}

/// The pair of sides a profile works with. Both are practice or both are real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Practice Entra and practice Ramp, both on this computer.
    Practice,
    /// The admin's own tenant and Ramp account.
    Real,
}

/// Where a token is kept. It is never sent to the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum TokenPlace {
    /// The operating system's keychain.
    Keychain,
    /// This process's memory only: the keychain could not be used, and the admin chose to go on.
    ThisRunOnly,
}

/// What may be shown of a stored token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenChip {
    /// Its last four characters.
    pub last_four: String,
    /// Where it is kept.
    pub place: TokenPlace,
}

/// A saved set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// Stable key of the profile, also the keychain entry's user name.
    pub id: String,
    /// Name shown beside the mode badge.
    pub name: String,
    /// Practice or real.
    pub mode: Mode,
    /// Base URL of the SCIM service.
    pub scim_url: Option<String>,
    /// The stored token, if any.
    pub token: Option<TokenChip>,
}

/// Everything the frame needs: profile, place, and the state of each step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WizardState {
    /// The open profile; `null` on a first start.
    pub profile: Option<ProfileView>,
    /// Where the wizard stands, also after a restart.
    pub current: StepId,
    /// The steps after Start, in order.
    pub steps: Vec<StepView>,
    /// Something to tell at once, such as a damaged file that was set aside.
    pub notice: Option<String>,
}

mod status;

use onramp_storage::{Mode as StoredMode, Profile, Vault, VaultKey};

use crate::error::{AppError, Side};
use crate::session::{App, PRACTICE_PROFILE, key, profile_view};

impl App {
    /// The state of everything, for the frame.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn state(&self) -> Result<WizardState, AppError> {
        let notice = self.notice.clone();
        let Some(profile) = self.open_profile()? else {
            return Ok(WizardState {
                profile: None,
                current: StepId::Start,
                steps: status::first_start(),
                notice,
            });
        };
        let steps = self.step_views(&profile)?;
        let wanted = self.step(&profile)?;
        // A step that can't be opened any more is no place to stand.
        let current = steps
            .iter()
            .find(|step| step.id == wanted && !step.available)
            .map_or(wanted, |_| first_open(&steps));
        Ok(WizardState { profile: Some(profile_view(&profile)), current, steps, notice })
    }

    /// Opens the practice set-up, or makes it, against the practice service at `scim_url`.
    ///
    /// # Errors
    /// Where the URL is not on this computer, or the settings can't be written.
    pub fn start_practice(&self, scim_url: &str) -> Result<WizardState, AppError> {
        let url = onramp_scim_client::ScimUrl::parse(scim_url)?.url;
        if !url.is_loopback() {
            return Err(practice_stays_here());
        }
        let mut profile = self.store.profile(PRACTICE_PROFILE)?.unwrap_or_else(|| Profile {
            id: PRACTICE_PROFILE.to_owned(),
            name: "Contoso".to_owned(),
            mode: StoredMode::Practice,
            scim_url: None,
            token_last_four: None,
            token_place: None,
        });
        if profile.scim_url.is_none() {
            profile.scim_url = Some(url.to_string());
        }
        self.store.put_profile(&profile)?;
        self.store.put_document("", key::OPEN_PROFILE, &profile.id)?;
        if self.read::<StepId>(&profile, key::STEP)?.is_none() {
            self.write(&profile, key::STEP, &StepId::ConnectRamp)?;
        }
        self.state()
    }

    /// Follows the embedded practice service to another port, where the one of last time was taken. A URL that the
    /// admin pasted stays.
    ///
    /// # Errors
    /// Where the settings can't be read or written.
    pub fn follow_practice(&self, scim_url: &str) -> Result<(), AppError> {
        let before = self.store.document::<String>("", key::PRACTICE_URL)?;
        if let Some(mut profile) = self.store.profile(PRACTICE_PROFILE)?
            && before.is_some()
            && profile.scim_url == before
            && before.as_deref() != Some(scim_url)
        {
            profile.scim_url = Some(scim_url.to_owned());
            self.store.put_profile(&profile)?;
        }
        Ok(self.store.put_document("", key::PRACTICE_URL, scim_url)?)
    }

    /// Remembers where the wizard stands.
    ///
    /// # Errors
    /// Where the step can't be opened yet; the message is the reason.
    pub fn go_to_step(&self, step: StepId) -> Result<WizardState, AppError> {
        let profile = self.profile()?;
        let views = self.step_views(&profile)?;
        if let Some(blocked) = views.iter().find(|view| view.id == step && !view.available) {
            return Err(AppError::new(
                "wizard.step-blocked",
                Side::You,
                format!("This step can’t be opened yet: {}.", blocked.line),
                "Finish the steps before it.",
            ));
        }
        if step >= StepId::AttributeMappings {
            self.write(&profile, key::MAPPINGS_SEEN, &true)?;
        }
        self.write(&profile, key::STEP, &step)?;
        self.state()
    }

    /// Forgets the open set-up: its progress, its token, the proxy's credentials and the profile itself. With `leave_token`
    /// what the keychain does not give up stays there.
    ///
    /// # Errors
    /// `keychain.*` where the keychain does not give the token up; nothing else is forgotten then.
    pub async fn start_over(&self, leave_token: bool) -> Result<WizardState, AppError> {
        let _turn = self.turn.lock().await;
        if let Some(profile) = self.open_profile()? {
            let forgotten = match self.forget_token(&profile).await {
                Ok(()) => self.forget_proxy(&profile).await,
                failed => failed,
            };
            if !leave_token {
                forgotten?;
            }
            self.sign_out();
            self.store.remove_profile(&profile.id)?;
            self.store.remove_document("", key::OPEN_PROFILE)?;
        }
        self.state()
    }

    async fn forget_token(&self, profile: &Profile) -> Result<(), AppError> {
        let key = VaultKey::scim_token(&profile.id);
        self.this_run.delete(&key).await?;
        match self.vault.delete(&key).await {
            // Nothing was kept there, as far as is known: an answer that came too late may have kept it all the same.
            Err(_) if profile.token_place != Some(onramp_storage::TokenPlace::Keychain) => Ok(()),
            Err(error) => Err(AppError::from(error)
                .detail(format!("The entry is called onramp, {}, in the keychain.", key.account()))),
            Ok(()) => Ok(()),
        }
    }
}

pub(crate) fn practice_stays_here() -> AppError {
    AppError::new(
        "practice.not-loopback",
        Side::You,
        "Practice people never reach a service outside this computer.",
        "Use the practice service’s URL, which begins with http://127.0.0.1.",
    )
}

fn first_open(steps: &[StepView]) -> StepId {
    steps.iter().rev().find(|step| step.available).map_or(StepId::Start, |step| step.id)
}
