//! What the tenant has.

use onramp_graph::Batch;
use onramp_graph::requests::{applications, assignments, jobs, signed_in};
use onramp_graph::wire::{
    AppRoleAssignment, Application, Job, Organization, Page, Principal, ServicePrincipal,
};
use onramp_mapping::{Document, EntraSchema};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;

use super::desired::AppChoice;
use super::found::{Asked, failed, in_words};
use super::tenant::Tenant;
use crate::error::{AppError, Side};

/// Who is signed in, to which tenant, and what the tenant has of rights and licences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TenantView {
    /// The tenant id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The domain that new names get: `DefaultDomain()` in expressions.
    pub default_domain: Option<String>,
    /// Who is signed in.
    pub signed_in: String,
    /// Their active directory roles.
    pub roles: Vec<String>,
    /// One of the roles lets them set up provisioning. Owners of an application need none, so `false` is no verdict.
    pub fitting_role: bool,
    /// The tenant has a licence that lets groups be assigned (Entra ID P1 or P2).
    pub assigns_groups: bool,
}

/// What the tenant has, as far as a plan rests on it.
#[derive(Debug, Clone)]
pub(crate) struct Actual {
    pub tenant: TenantView,
    /// Service principals of the wanted name.
    pub named: Vec<String>,
    pub app: Option<ActualApp>,
}

/// The enterprise application, as it stands.
#[derive(Debug, Clone)]
pub(crate) struct ActualApp {
    pub application: Application,
    pub service_principal: ServicePrincipal,
    pub assignments: Vec<AppRoleAssignment>,
    pub job: Option<ActualJob>,
}

/// Its job, as it stands.
#[derive(Debug, Clone)]
pub(crate) struct ActualJob {
    pub job: Job,
    pub schema: EntraSchema,
    /// What Entra says when it tries the credentials that are saved; `None` where they work.
    pub connection: Option<AppError>,
}

const READING: &str = "reading the tenant";

impl Tenant {
    /// Who is signed in, to which tenant, with which rights.
    ///
    /// # Errors
    /// `entra.*` and the codes of the network.
    pub async fn look(&self) -> Result<TenantView, AppError> {
        Ok(self.look_with(None).await?.0)
    }

    /// The tenant, and the service principals of a name, in one request.
    async fn look_with(&self, name: Option<&str>) -> Result<(TenantView, Vec<ServicePrincipal>), AppError> {
        let mut batch = Batch::new();
        let organization = batch.add(signed_in::organization());
        let me = batch.add(signed_in::me());
        let roles = batch.add(signed_in::roles());
        let licences = batch.add(signed_in::licences());
        let named = name.map(|name| batch.add(applications::service_principals_named(name)));
        let mut answer =
            self.graph.batch(batch).await.map_err(|failure| failed(failure, Asked::Read, READING))?;
        let words = |error| in_words(error, Asked::Read, READING);
        let organization: Page<Organization> = answer.take(organization).map_err(words)?;
        let me: Principal = answer.take(me).map_err(words)?;
        // Rights are a help, not a condition: an owner of the application needs no role, and may not read licences.
        let roles = answer.take(roles).map(|page| page.value).unwrap_or_default();
        let licences = answer.take(licences).map(|page| page.value);
        let named = match named {
            Some(part) => answer.take(part).map_err(words)?.value,
            None => Vec::new(),
        };
        let organization = organization.value.into_iter().next().ok_or_else(no_tenant)?;
        let view = TenantView {
            default_domain: organization.default_domain().map(str::to_owned),
            id: organization.id,
            name: organization.display_name,
            signed_in: me.display_name,
            fitting_role: roles.iter().any(|role| {
                onramp_graph::constants::FITTING_ROLES.iter().any(|(id, _)| *id == role.role_template_id)
            }),
            roles: roles.into_iter().map(|role| role.display_name).collect(),
            // Where the licences can't be read, Entra itself will say so.
            assigns_groups: licences.map_or(true, |skus| skus.iter().any(|sku| sku.assigns_groups())),
        };
        Ok((view, named))
    }

    /// Everything a plan rests on.
    pub(crate) async fn actual(&self, choice: &AppChoice) -> Result<Actual, AppError> {
        let name = match choice {
            AppChoice::Named(name) => Some(name.as_str()),
            AppChoice::Existing(_) => None,
        };
        let (tenant, named) = self.look_with(name).await?;
        let ids: Vec<_> = named.iter().map(|found| found.id.clone()).collect();
        let service_principal = match (choice, named.len()) {
            (AppChoice::Existing(id), _) => Some(self.service_principal(id).await?),
            (AppChoice::Named(_), 0 | 1) => named.into_iter().next(),
            (AppChoice::Named(name), several) => return Err(several_apps(name, several, &ids)),
        };
        let app = match service_principal {
            Some(service_principal) => Some(self.actual_app(service_principal).await?),
            None => None,
        };
        Ok(Actual { tenant, named: ids, app })
    }

    async fn service_principal(&self, id: &str) -> Result<ServicePrincipal, AppError> {
        let request = applications::service_principal(id);
        self.graph.ask(request).await.map_err(|failure| failed(failure, Asked::Application, READING))
    }

    async fn actual_app(&self, service_principal: ServicePrincipal) -> Result<ActualApp, AppError> {
        let words = |error| in_words(error, Asked::Application, READING);
        let mut batch = Batch::new();
        let application = batch.add(applications::application_of(&service_principal.app_id));
        let found = batch.add(jobs::jobs(&service_principal.id));
        let mut answer =
            self.graph.batch(batch).await.map_err(|failure| failed(failure, Asked::Application, READING))?;
        let application = answer.take(application).map_err(words)?.value.into_iter().next();
        let application = application.ok_or_else(no_registration)?;
        let job = the_job(answer.take(found).map_err(words)?.value);
        let assignments = self.assignments(&service_principal.id).await?;
        let job = match job {
            Some(job) => Some(self.actual_job(&service_principal.id, job).await?),
            None => None,
        };
        Ok(ActualApp { application, service_principal, assignments, job })
    }

    async fn actual_job(&self, service_principal: &str, job: Job) -> Result<ActualJob, AppError> {
        let mut batch = Batch::new();
        let schema = batch.add(jobs::schema(service_principal, &job.id));
        let validated = batch.add(jobs::validate_saved(service_principal, &job.id));
        let mut answer =
            self.graph.batch(batch).await.map_err(|failure| failed(failure, Asked::Application, READING))?;
        let schema = answer.take(schema).map_err(|error| in_words(error, Asked::Application, READING))?;
        let connection = answer.take(validated).err();
        let connection =
            connection.map(|error| in_words(error, Asked::Validate, "trying the saved connection"));
        Ok(ActualJob { schema: entra_schema(&schema)?, job, connection })
    }

    /// Everyone who is assigned.
    pub(crate) async fn assignments(
        &self,
        service_principal: &str,
    ) -> Result<Vec<AppRoleAssignment>, AppError> {
        let request = assignments::assigned_to(service_principal);
        let words = |failure| failed(failure, Asked::Application, "reading who is assigned");
        self.graph.list(request).await.map_err(words)
    }
}

/// The job that provisions users: the SCIM template's before any other's.
pub(crate) fn the_job(jobs: Vec<Job>) -> Option<Job> {
    let place = jobs.iter().position(|job| job.template_id == onramp_graph::constants::SCIM_TEMPLATE);
    jobs.into_iter().nth(place.unwrap_or_default())
}

/// A schema as Graph returned it.
pub(crate) fn entra_schema(schema: &Value) -> Result<EntraSchema, AppError> {
    match Document::parse(&schema.to_string())? {
        Document::EntraSchema(schema) => Ok(schema),
        Document::Onramp(_) => Err(AppError::new(
            "entra.no-user-mapping",
            Side::Entra,
            "The job’s schema maps no users.",
            "Restore the default mappings in the portal, then make a new plan.",
        )),
    }
}

fn no_tenant() -> AppError {
    AppError::new(
        "entra.no-tenant",
        Side::Entra,
        "Microsoft Graph names no tenant for this sign-in.",
        "Sign in with a work account of the tenant.",
    )
}

fn no_registration() -> AppError {
    AppError::new(
        "entra.foreign-application",
        Side::Entra,
        "The enterprise application belongs to a registration of another tenant.",
        "Choose another name: the wizard then makes an application of your own.",
    )
}

pub(super) fn several_apps(name: &str, count: usize, ids: &[String]) -> AppError {
    AppError::new(
        "entra.several-applications",
        Side::You,
        format!("{count} enterprise applications are called {name}."),
        format!("Choose one by its object id: {}. Or choose another name.", ids.join(", ")),
    )
}
