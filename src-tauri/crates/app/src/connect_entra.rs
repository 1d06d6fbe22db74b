//! Step *Connect Entra*: who is signed in, to which tenant, and what is wanted there.
//!
//! An access token stays in memory: after a restart somebody signs in again, and everything else is as it was.

use std::sync::{Arc, PoisonError};

use onramp_graph::GraphUrl;
use onramp_mapping::MappingTable;
use onramp_scim_client::ScimUrl;
use onramp_storage::Profile;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::entra::{AppChoice, Assignee, DELETION_THRESHOLD, Desired, Tenant, TenantView, pair};
use crate::error::{AppError, Side};
use crate::session::{App, ProvenMark, basis, key};
use crate::wizard::practice_stays_here;

/// A tenant somebody is signed in to, for this run of the program.
#[derive(Clone)]
pub(crate) struct SignedIn {
    graph_url: String,
    token: SecretString,
}

/// What an admin chose for the Entra side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct EntraChoices {
    /// The enterprise application.
    pub app: AppChoice,
    /// Whom to assign.
    pub assign: Vec<Assignee>,
    /// Object id of the group among them that is meant as a test.
    pub test_group: Option<String>,
    /// *Sync all users and groups*.
    pub sync_all: bool,
    /// Whom Entra mails when provisioning fails.
    pub notification_emails: Vec<String>,
    /// *Accidental deletion threshold*; `null` leaves it off.
    pub deletion_threshold: Option<u32>,
    /// The job is to run.
    pub start: bool,
}

impl Default for EntraChoices {
    fn default() -> Self {
        Self {
            app: AppChoice::Named("Ramp (SCIM)".to_owned()),
            assign: Vec::new(),
            test_group: None,
            sync_all: false,
            notification_emails: Vec::new(),
            deletion_threshold: Some(DELETION_THRESHOLD),
            start: true,
        }
    }
}

/// What is known of the Entra side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntraView {
    /// The tenant signed in to last; `null` before the first time.
    pub tenant: Option<TenantView>,
    /// Somebody is signed in now. After a restart nobody is.
    pub signed_in: bool,
    /// What was chosen.
    pub choices: EntraChoices,
    /// The run that set the tenant up last, where there is one.
    pub run: Option<String>,
}

/// The Entra side as it is kept with the profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct StoredEntra {
    pub graph_url: Option<String>,
    pub tenant: Option<TenantView>,
    pub choices: EntraChoices,
    /// The run that was applied last and not taken back.
    pub run: Option<String>,
}

impl App {
    /// What is known of the Entra side.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn entra(&self) -> Result<EntraView, AppError> {
        let stored = match self.open_profile()? {
            Some(profile) => self.stored_entra(&profile)?,
            None => StoredEntra::default(),
        };
        Ok(EntraView {
            tenant: stored.tenant,
            signed_in: self.is_signed_in(),
            choices: stored.choices,
            run: stored.run,
        })
    }

    /// Takes a Graph address and an access token, and looks who and where that is. Nothing is written to the tenant.
    ///
    /// # Errors
    /// `practice.not-loopback` and `entra.practice-ramp` where one side is practice and the other is not, `entra.*` where
    /// Graph does not let the token in.
    pub async fn connect_entra(&self, graph_url: &str, token: SecretString) -> Result<EntraView, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let signed_in = SignedIn { graph_url: graph_url.to_owned(), token };
        let tenant = self.tenant_of(&profile, &signed_in).await?;
        fits(&profile, tenant.graph.url())?;
        let view = tenant.look().await?;
        let before = self.stored_entra(&profile)?;
        // Whom to assign, and which run set it up, are another tenant's where the tenant is another.
        let same = before.tenant.as_ref().is_none_or(|before| before.id == view.id);
        let kept = if same { before } else { StoredEntra::default() };
        let stored = StoredEntra { graph_url: Some(graph_url.to_owned()), tenant: Some(view), ..kept };
        self.write(&profile, key::ENTRA, &stored)?;
        *self.signed_in.lock().unwrap_or_else(PoisonError::into_inner) = Some(signed_in);
        self.entra()
    }

    /// Keeps what was chosen.
    ///
    /// # Errors
    /// `entra.bad-choice` for what Entra would not take, and where the settings can't be written.
    pub fn save_entra_choices(&self, choices: EntraChoices) -> Result<EntraView, AppError> {
        let profile = self.profile()?;
        let choices = checked(choices)?;
        let stored = StoredEntra { choices, ..self.stored_entra(&profile)? };
        self.write(&profile, key::ENTRA, &stored)?;
        self.entra()
    }

    /// Groups and people whose name begins with a text, groups first: whom one could assign.
    ///
    /// # Errors
    /// `entra.not-signed-in`, and `entra.*` where the tenant can't be read.
    pub async fn find_assignees(&self, text: &str) -> Result<Vec<Assignee>, AppError> {
        self.tenant().await?.find_assignees(text).await
    }

    pub(crate) fn stored_entra(&self, profile: &Profile) -> Result<StoredEntra, AppError> {
        Ok(self.read(profile, key::ENTRA)?.unwrap_or_default())
    }

    /// What is wanted of the tenant.
    pub(crate) fn desired(&self, profile: &Profile, table: MappingTable) -> Result<Desired, AppError> {
        let EntraChoices { app, assign, sync_all, notification_emails, deletion_threshold, start, .. } =
            self.stored_entra(profile)?.choices;
        let address = profile.scim_url.clone().unwrap_or_default();
        // Role sync is part of the table, so who was proven with this table was tested with it (R15).
        let basis = basis(&table, profile)?;
        let proven = self.read::<ProvenMark>(profile, key::PROVEN)?;
        Ok(Desired {
            roles_tested: proven.is_some_and(|proven| proven.basis == basis),
            assign,
            sync_all,
            notification_emails,
            deletion_threshold,
            start,
            ..Desired::new(app, address, table)
        })
    }

    /// The tenant somebody is signed in to.
    pub(crate) async fn tenant(&self) -> Result<Tenant, AppError> {
        let profile = self.profile()?;
        let signed_in = self.signed_in().ok_or_else(|| {
            AppError::new(
                "entra.not-signed-in",
                Side::You,
                "Nobody is signed in to Entra.",
                "Sign in under Connect Entra. A sign-in lasts as long as Onramp runs.",
            )
        })?;
        self.tenant_of(&profile, &signed_in).await
    }

    async fn tenant_of(&self, profile: &Profile, signed_in: &SignedIn) -> Result<Tenant, AppError> {
        Tenant::new(
            self.http(profile).await?,
            &signed_in.graph_url,
            signed_in.token.clone(),
            self.store.clone(),
            Arc::clone(&self.clock),
            &profile.id,
        )
    }

    /// Forgets who is signed in. What was chosen stays.
    pub(crate) fn sign_out(&self) {
        *self.signed_in.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        self.signed_in().is_some()
    }

    fn signed_in(&self) -> Option<SignedIn> {
        self.signed_in.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Practice goes with practice, and a tenant of one's own with a Ramp of one's own.
fn fits(profile: &Profile, graph: &GraphUrl) -> Result<(), AppError> {
    match &profile.scim_url {
        Some(scim) => pair(graph, &ScimUrl::parse(scim)?.url).map(drop),
        None if (profile.mode == onramp_storage::Mode::Practice) == graph.is_loopback() => Ok(()),
        None => Err(practice_stays_here()),
    }
}

/// How long a name Entra takes (`graph/openapi.yaml`, `wizard.InstantiateBody`).
const LONGEST_NAME: usize = 120;

/// The choices without blanks around them, where Entra would take them.
fn checked(mut choices: EntraChoices) -> Result<EntraChoices, AppError> {
    let bad = |message: &str, next: &str| Err(AppError::new("entra.bad-choice", Side::You, message, next));
    if let AppChoice::Named(name) = &mut choices.app {
        *name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return bad(
                "The application needs a name of 1 to 120 characters.",
                "Give it one, such as Ramp (SCIM).",
            );
        }
    }
    for address in &mut choices.notification_emails {
        *address = address.trim().to_owned();
        let plausible = address.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.contains('.') && !domain.ends_with('.')
        });
        if !plausible || address.contains([' ', ',', ';']) {
            return bad(
                &format!("{address} is not one mail address."),
                "Write each address by itself, such as it@contoso.example.",
            );
        }
    }
    if choices.deletion_threshold == Some(0) {
        return bad("A threshold of 0 would stop every cycle.", "Choose 1 or more, or switch it off.");
    }
    Ok(choices)
}
