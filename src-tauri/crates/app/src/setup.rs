//! The whole main job without a window: probe, mappings, preview, one test user, compared and put back.

use onramp_entra::{Dialect, Directory, Mode};
use onramp_http::{HttpClient, HttpOptions};
use onramp_mapping::{Format, MappingTable, recommended};
use onramp_ramp::Settings;
use onramp_scim_client::{ScimClient, ScimUrl};
use secrecy::SecretString;
use serde::Serialize;

use crate::connect_ramp::{Verdict, probe_service};
use crate::entra::{AppChoice, Consent, Desired, JobState, RampSide, Tenant};
use crate::error::AppError;
use crate::mappings::{check_document, recommended_document};
use crate::ports::Clock;
use crate::preview::{PreviewKind, find, preview};
use crate::test_user::{Provision, RunOutcomeKind, clean_up, provision, spare_linked};

/// One part of the job.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetupStep {
    /// `probe`, `mapping`, `preview`, `provision`, `compare`, `cleanup`; with a tenant then `plan`, `apply`, `on-demand`,
    /// `cycle`, `logs` and `drift`.
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
    /// The Entra side, where it is to be set up too.
    pub tenant: Option<SetupTenant<'a>>,
}

/// The Entra side of the job.
pub struct SetupTenant<'a> {
    /// The tenant.
    pub tenant: &'a Tenant,
    /// The enterprise application.
    pub app: AppChoice,
    /// Whom to assign, a line each.
    pub assign: &'a str,
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
    let client = ScimClient::new(http, ScimUrl::parse(input.scim_url)?.url, input.token.clone());
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
    if let Some(entra) = &input.tenant
        && report.steps.iter().all(|step| step.ok)
    {
        set_up_entra(&mut report, entra, &input, &client, &table).await?;
    }
    report.ok = report.steps.iter().all(|step| step.ok);
    Ok(report)
}

/// How many times a first cycle is looked at: for ten minutes.
const LOOKS: usize = 300;

/// The Entra side: plan, apply, one person through Entra, the first cycle, its logs, and no drift after it.
async fn set_up_entra(
    report: &mut SetupReport,
    entra: &SetupTenant<'_>,
    input: &SetupInput<'_>,
    client: &ScimClient,
    table: &MappingTable,
) -> Result<(), AppError> {
    let tenant = entra.tenant;
    let assign = tenant.assignees(entra.assign).await?;
    let desired = Desired { assign, ..Desired::new(entra.app.clone(), input.scim_url, table.clone()) };
    let ramp = RampSide { client, settings: &input.settings, test_group: None };
    let plan = tenant.plan(&desired, &ramp).await?;
    let expected = plan.guard.invited.count + plan.guard.updated.count + plan.guard.unchanged.count;
    report.add("plan", !plan.actions.is_empty(), plan.headline.clone(), None, &plan)?;

    let consent = Consent { people: plan.guard.confirm, overwrite: false };
    let run = tenant.apply(&plan.id, &input.token, consent, &mut |_| {}).await?;
    let summary = format!("{} changes applied, run {}", run.actions.len(), run.id);
    if !report.add("apply", run.done, summary, None, &run)? {
        return Ok(());
    }

    let job = tenant.first_cycle(&entra.app, LOOKS).await?;
    let healthy = job.as_ref().is_some_and(|job| job.first_cycle_over && job.state == JobState::Healthy);
    let summary = job.as_ref().map_or_else(|| "There is no job.".to_owned(), |job| job.headline.clone());
    if !report.add("cycle", healthy, summary, None, &job)? {
        return Ok(());
    }

    let logs = tenant.logs(&entra.app, None).await?;
    let provisioned = logs.iter().filter(|log| log.status == "success").count();
    let summary =
        format!("{provisioned} entries say success, {} say something else", logs.len() - provisioned);
    report.add("logs", provisioned >= expected as usize, summary, None, &logs)?;

    let person = find(input.directory, input.person)?;
    let on_demand = tenant.provision_on_demand(&entra.app, &person.id).await?;
    let id = on_demand.resource_id.clone();
    report.add("on-demand", on_demand.ok, on_demand.headline.clone(), id, &on_demand)?;

    let drift = tenant.drift(&desired).await?;
    report.add("drift", drift.none, drift.headline.clone(), None, &drift)?;
    Ok(())
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
