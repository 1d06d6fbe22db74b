//! Step *Preview*: one person, from source values to what Ramp will do, before anything is sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::json::JsonValue;

use crate::mappings::{MappingDiagnostic, MappingType};

/// A person of the directory, for the picker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonSummary {
    /// Key of the person: the directory object's id.
    pub key: String,
    /// Name as Entra shows it.
    pub display_name: String,
    /// Sign-in name.
    pub user_principal_name: String,
    /// What is special about them: "no department", "guest", "disabled account". Empty for most.
    pub note: String,
    /// Whether they are assigned to the application.
    pub assigned: bool,
}

/// What would become of the person in Ramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum PreviewKind {
    /// Ramp invites them.
    Invited,
    /// They are in Ramp, and something changes.
    Updated,
    /// They are in Ramp, and nothing changes.
    Unchanged,
    /// Ramp deactivates them.
    Deactivated,
    /// Ramp refuses the request.
    Refused,
    /// Entra sends nothing.
    Skipped,
}

/// One consequence in an admin's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Consequence {
    /// Stable code, such as `location.created`.
    pub code: String,
    /// How it should be taken.
    pub severity: crate::mappings::Severity,
    /// "Lisbon is new".
    pub text: String,
    /// The rule behind it.
    pub rule: Option<String>,
}

/// One mapping at work on the person.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ValueRow {
    /// How the value is made.
    #[serde(rename = "type")]
    pub mapping_type: MappingType,
    /// The source attribute, or the expression's text.
    pub source: String,
    /// The value in Entra as text; `null` where there is none.
    pub source_value: Option<String>,
    /// The target attribute.
    pub target: String,
    /// What is sent; `null` where nothing is.
    #[specta(type = Option<JsonValue>)]
    pub target_value: Option<serde_json::Value>,
    /// Why nothing is sent, or when it is: "sent by itself, after the create".
    pub note: Option<String>,
}

/// The request that would be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlannedRequest {
    /// HTTP method.
    pub method: String,
    /// Path below the SCIM URL.
    pub path: String,
    /// The SCIM body.
    #[specta(type = Option<JsonValue>)]
    pub body: Option<serde_json::Value>,
}

/// One person in full.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonPreview {
    /// Whom it is about.
    pub person: PersonSummary,
    /// What would become of them.
    pub kind: PreviewKind,
    /// The verdict as one or two sentences.
    pub headline: String,
    /// Consequences, worst first.
    pub consequences: Vec<Consequence>,
    /// Source value to target value, a row per mapping.
    pub values: Vec<ValueRow>,
    /// The first write; `null` where nothing is sent.
    pub request: Option<PlannedRequest>,
    /// A second write that follows, such as the manager's PATCH.
    pub then: Option<PlannedRequest>,
    /// Findings about this person's values.
    pub diagnostics: Vec<MappingDiagnostic>,
}

/// What `preview --user --json` prints: the same facts by attribute.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewReport<'a> {
    /// Whom it is about.
    pub person: &'a PersonSummary,
    /// Source attribute to its value.
    pub source: BTreeMap<&'a str, Option<&'a str>>,
    /// Target attribute to what is sent.
    pub target: BTreeMap<&'a str, Option<&'a serde_json::Value>>,
    /// The first write.
    pub request: Option<&'a PlannedRequest>,
    /// A second write that follows.
    pub then: Option<&'a PlannedRequest>,
    /// What would become of them.
    pub outcome: PreviewOutcome<'a>,
    /// Findings about this person's values.
    pub diagnostics: &'a [MappingDiagnostic],
}

/// The verdict in a [`PreviewReport`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewOutcome<'a> {
    /// What would become of the person.
    pub kind: PreviewKind,
    /// In one or two sentences.
    pub headline: &'a str,
    /// Consequences, worst first.
    pub consequences: &'a [Consequence],
}

impl<'a> PreviewReport<'a> {
    /// The report of a preview.
    pub fn of(preview: &'a PersonPreview) -> Self {
        let values = || preview.values.iter();
        Self {
            person: &preview.person,
            source: values()
                .filter(|value| value.mapping_type == MappingType::Direct)
                .map(|value| (value.source.as_str(), value.source_value.as_deref()))
                .collect(),
            target: values().map(|value| (value.target.as_str(), value.target_value.as_ref())).collect(),
            request: preview.request.as_ref(),
            then: preview.then.as_ref(),
            outcome: PreviewOutcome {
                kind: preview.kind,
                headline: &preview.headline,
                consequences: &preview.consequences,
            },
            diagnostics: &preview.diagnostics,
        }
    }
}

mod person;

use jiff::Timestamp;
use onramp_entra::{Dialect, Directory, DirectoryUser, Finding, Found, Mode};
use onramp_mapping::MappingTable;
use onramp_ramp::Settings;
use onramp_scim_client::ScimClient;

use crate::error::{AppError, Side};
use crate::run::{Drive, Driven};
use crate::session::{App, PreviewMark, basis, key};

use person::forecast_unasked;
pub(crate) use person::{forecast, resource};

impl App {
    /// Everyone in the directory, in its order.
    ///
    /// # Errors
    /// Where the directory can't be read.
    pub fn list_people(&self) -> Result<Vec<PersonSummary>, AppError> {
        Ok(self.people()?.users.iter().map(summary).collect())
    }

    /// The person previewed last, where there is one.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn preview_key(&self) -> Result<Option<String>, AppError> {
        match self.open_profile()? {
            Some(profile) => Ok(self.read::<PreviewMark>(&profile, key::PREVIEW)?.map(|mark| mark.key)),
            None => Ok(None),
        }
    }

    /// What would happen to one person. Reads from Ramp where it is connected; writes nothing there.
    ///
    /// # Errors
    /// Where the person is not in the directory, or the settings can't be read.
    pub async fn preview_person(&self, person: &str) -> Result<PersonPreview, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let table = self.table(&profile)?;
        let directory = self.people()?;
        let settings = self.ramp_settings.settings().await?;
        // Without a token there is nobody to ask: the forecast then counts Ramp as empty, and says so.
        let client = match profile.token_place {
            Some(_) => Some(self.client(&profile).await?),
            None => None,
        };
        let preview =
            preview(&table, &directory, person, &settings, client.as_ref(), self.clock.now()).await?;
        let mark = PreviewMark {
            key: preview.person.key.clone(),
            name: preview.person.display_name.clone(),
            kind: preview.kind,
            basis: basis(&table, &profile)?,
        };
        self.write(&profile, key::PREVIEW, &mark)?;
        Ok(preview)
    }
}

/// Previews one person, without a profile. With a client, Ramp is asked who is there; without, it counts as empty.
///
/// # Errors
/// Where the person is not in the directory, or Ramp can't be read.
pub async fn preview(
    table: &MappingTable,
    directory: &Directory,
    person: &str,
    settings: &Settings,
    client: Option<&ScimClient>,
    now: Timestamp,
) -> Result<PersonPreview, AppError> {
    let user = find(directory, person)?;
    let Some(client) = client else {
        return Ok(forecast_unasked(table, directory, user, settings, now));
    };
    let drive = Drive { client, table, directory, user, dialect: Dialect::Cycle, mode: Mode::DryRun, now };
    let driven = drive.look().await?;
    unanswered(&driven)?;
    Ok(forecast(table, directory, user, settings, &driven.report))
}

/// A look-up that brought no usable answer says nothing about the person.
fn unanswered(driven: &Driven) -> Result<(), AppError> {
    if let Some((_, failure)) = &driven.failure {
        return Err(failure.clone());
    }
    let last = driven.report.steps.last().map(|step| &step.finding);
    let status = match (last, &driven.report.refused) {
        (_, Some(refused)) => refused.status.map(|status| format!("{status}")),
        (Some(Finding::NotAList | Finding::NoId), None) => {
            Some("something that is no list of users".to_owned())
        }
        _ => return Ok(()),
    };
    let exchange = driven.sent.last().map(|sent| sent.exchange.clone());
    Err(AppError::new(
        "ramp.look-up-failed",
        Side::Ramp,
        format!("Ramp answered the look-up with {}.", status.unwrap_or_else(|| "nothing".to_owned())),
        "Test the connection again under Connect Ramp: it names the layer that fails.",
    )
    .with_exchange(exchange))
}

/// The person a key means.
///
/// # Errors
/// `person.unknown` where nobody is meant, `person.ambiguous` where more than one is.
pub fn find<'a>(directory: &'a Directory, person: &str) -> Result<&'a DirectoryUser, AppError> {
    match directory.look_up(person) {
        Found::One(user) => Ok(user),
        Found::None => Err(AppError::new(
            "person.unknown",
            Side::You,
            format!("Nobody in the directory is called {person}."),
            "Name a person by object id, userPrincipalName, mail or display name.",
        )),
        Found::Several(users) => {
            let names =
                users.iter().map(|user| user.text("userPrincipalName").unwrap_or_else(|| user.id.clone()));
            Err(AppError::new(
                "person.ambiguous",
                Side::You,
                format!("{} people in the directory are called {person}.", users.len()),
                format!("Name one of them: {}.", names.collect::<Vec<_>>().join(", ")),
            ))
        }
    }
}

pub(crate) fn summary(user: &DirectoryUser) -> PersonSummary {
    PersonSummary {
        key: user.id.clone(),
        display_name: user.display_name(),
        user_principal_name: user.text("userPrincipalName").unwrap_or_default(),
        note: user.note.clone().unwrap_or_else(|| remark(user)),
        assigned: user.assigned,
    }
}

fn remark(user: &DirectoryUser) -> String {
    let words = match (user.assigned, user.enabled) {
        (false, _) => "not assigned",
        (true, false) => "disabled account",
        (true, true) if user.text("mail").is_none() => "no mail",
        (true, true) => "",
    };
    words.to_owned()
}
