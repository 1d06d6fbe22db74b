//! The whole main job without a window: probe, mappings, preview, one test user, compared and put back.

use onramp_entra::{Dialect, Directory, Mode};
use onramp_http::{HttpClient, HttpOptions};
use onramp_mapping::{Format, recommended};
use onramp_ramp::Settings;
use onramp_scim_client::{ScimClient, ScimUrl};
use secrecy::SecretString;
use serde::Serialize;

use crate::connect_ramp::{Verdict, probe_service};
use crate::error::AppError;
use crate::mappings::{check_document, recommended_document};
use crate::ports::Clock;
use crate::preview::{PreviewKind, preview};
use crate::test_user::{Provision, RunOutcomeKind, clean_up, provision, spare_linked};

/// One part of the job.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetupStep {
    /// `probe`, `mapping`, `preview`, `provision`, `compare` or `cleanup`.
    pub step: &'static str,
    /// It came out as it should.
    pub ok: bool,
    /// What was found, in a sentence.
    pub summary: String,
    /// Id of the user in the SCIM service, from `provision` on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// The part's own answer, as its command prints it.
    pub details: serde_json::Value,
}

/// The job as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetupReport {
    /// Every part came out as it should.
    pub ok: bool,
    /// The parts that were reached, in order.
    pub steps: Vec<SetupStep>,
}

/// Where the job runs, and on whom.
pub struct SetupInput<'a> {
    /// The SCIM service.
    pub scim_url: &'a str,
    /// Its token.
    pub token: SecretString,
    /// The people.
    pub directory: &'a Directory,
    /// Key of the person to test with.
    pub person: &'a str,
    /// Ramp's settings.
    pub settings: Settings,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// Does the main job against a service. It stops at the first part that fails; what was written is put back.
///
/// # Errors
/// Where a part can't reach its verdict at all.
pub async fn setup(input: SetupInput<'_>) -> Result<SetupReport, AppError> {
    let http = HttpClient::new(HttpOptions::default())?;
    let mut report = SetupReport { ok: false, steps: Vec::new() };

    let probe = probe_service(&http, input.scim_url, &input.token, input.clock.now()).await;
    let passed = probe.layers.iter().filter(|layer| layer.verdict == Verdict::Pass).count();
    let stopped = probe.layers.iter().find(|layer| matches!(layer.verdict, Verdict::Fail | Verdict::Unknown));
    let summary = match stopped {
        None => format!("{passed} layers pass"),
        Some(layer) => format!("{}: {}", layer.layer.title(), layer.message),
    };
    if !report.add("probe", probe.ok, summary, None, &probe)? {
        return Ok(report);
    }

    let document = recommended_document(Format::Onramp);
    let check = check_document(&document);
    let summary = format!("{} rows, {} findings", document.table().rows.len(), check.diagnostics.len());
    if !report.add("mapping", check.is_clean(), summary, None, &check)? {
        return Ok(report);
    }

    let table = recommended();
    let client = ScimClient::new(http, ScimUrl::parse(input.scim_url)?.url, input.token);
    let now = input.clock.now();
    let person = preview(&table, input.directory, input.person, &input.settings, Some(&client), now).await?;
    let invited = matches!(person.kind, PreviewKind::Invited | PreviewKind::Updated | PreviewKind::Unchanged);
    if !report.add("preview", invited, person.headline.clone(), None, &person)? {
        return Ok(report);
    }

    let now = input.clock.now();
    let request = Provision {
        table: &table,
        directory: input.directory,
        person: input.person,
        dialect: Dialect::Cycle,
        mode: Mode::Real,
        now,
    };
    let done = spare_linked(provision(&client, request, &mut |_, _| Ok(())).await?, now);
    let run = &done.run;
    let worked = matches!(
        run.outcome.kind,
        RunOutcomeKind::Created | RunOutcomeKind::Updated | RunOutcomeKind::Unchanged
    );
    let id = run.resource_id.clone();
    let provisioned = report.add("provision", worked, run.outcome.headline.clone(), id.clone(), run)?;
    if provisioned {
        let equal = run.comparison.iter().filter(|row| row.equal).count();
        let summary = format!("{equal} of {} attributes stored as expected", run.comparison.len());
        report.add("compare", run.is_as_expected(), summary, id.clone(), &run.comparison)?;
    }
    if let Some(undo) = &done.undo {
        let cleaned = clean_up(&client, run, undo).await?;
        report.add("cleanup", cleaned.ok, cleaned.summary.clone(), id, &cleaned)?;
    }
    report.ok = report.steps.iter().all(|step| step.ok);
    Ok(report)
}

impl SetupReport {
    /// Adds a part and says whether to go on.
    fn add(
        &mut self,
        step: &'static str,
        ok: bool,
        summary: String,
        resource_id: Option<String>,
        details: &impl Serialize,
    ) -> Result<bool, AppError> {
        let details = serde_json::to_value(details).map_err(|error| {
            AppError::new(
                "onramp.encode",
                crate::error::Side::Onramp,
                "A part could not be written down.",
                "Try again.",
            )
            .detail(error.to_string())
        })?;
        self.steps.push(SetupStep { step, ok, summary, resource_id, details });
        Ok(ok)
    }
}
