//! A tenant, a Ramp, and what is wanted of both.

use onramp_app::entra::{AppChoice, Consent, Desired, Plan, RampSide, RunView, Tenant};
use onramp_app::error::AppError;
use onramp_app::parts::{HttpClient, HttpOptions, ScimClient, Settings};
use onramp_graph::requests::{applications, assignments, jobs};
use onramp_graph::{Graph, GraphUrl};
use onramp_mapping::{Document, MappingTable, recommended};
use onramp_practice::control::TenantSettings;
use onramp_testkit::TestWorld;
use secrecy::SecretString;

pub const APP: &str = "Ramp (SCIM)";

/// Both sides of a practice world.
pub struct Sides {
    pub world: TestWorld,
    pub tenant: Tenant,
    pub ramp: ScimClient,
    pub token: SecretString,
    pub settings: Settings,
    /// An access token that takes the place of the one that expired.
    pub renewed: Option<SecretString>,
}

impl Sides {
    pub async fn open() -> Self {
        let world = TestWorld::open().await;
        let tenant = world.tenant();
        let (ramp, token) = world.ramp().await;
        Self { tenant, ramp, token, settings: Settings::default(), renewed: None, world }
    }

    /// The recommended state, with these assigned.
    pub async fn desired(&self, assign: &str) -> Desired {
        self.desired_with(recommended(), assign).await
    }

    pub async fn desired_with(&self, table: MappingTable, assign: &str) -> Desired {
        let app = AppChoice::Named(APP.to_owned());
        let assign = self.tenant.assignees(assign).await.unwrap();
        Desired { assign, ..Desired::new(app, self.world.world.scim_url(), table) }
    }

    pub async fn plan(&self, desired: &Desired) -> Result<Plan, AppError> {
        let side = RampSide { client: &self.ramp, settings: &self.settings, test_group: None };
        self.tenant.plan(desired, &side).await
    }

    pub async fn apply(&self, plan: &Plan) -> Result<RunView, AppError> {
        self.apply_run(&plan.id, plan.guard.confirm).await
    }

    pub async fn apply_run(&self, run: &str, people: Option<u32>) -> Result<RunView, AppError> {
        let consent = Consent { people, overwrite: true };
        self.tenant.apply(run, &self.token, consent, &mut |_| {}).await
    }

    /// Changes what the tenant and its admin have.
    pub async fn settings(&self, change: fn(&mut TenantSettings)) {
        let entra = self.world.world.entra();
        let mut settings = entra.settings().await.unwrap();
        change(&mut settings);
        entra.set_settings(settings).await.unwrap();
    }

    pub async fn set_up(&self, desired: &Desired) -> RunView {
        let plan = self.plan(desired).await.unwrap();
        self.apply(&plan).await.unwrap()
    }
}

/// The kinds of a plan's actions.
pub fn kinds(plan: &Plan) -> Vec<&str> {
    plan.actions.iter().map(|action| action.action.kind.as_str()).collect()
}

/// What somebody else does in the portal meanwhile.
impl Sides {
    /// Saves another table.
    pub async fn save_by_hand(&self, table: &MappingTable) {
        let (graph, id, job) = self.by_hand().await;
        let schema = graph.ask(jobs::schema(&id, &job)).await.unwrap();
        let mut document = Document::parse(&schema.to_string()).unwrap();
        document.adopt(table);
        let schema = serde_json::from_str(document.text()).unwrap();
        graph.ask(jobs::save_schema(&id, &job, schema)).await.unwrap();
    }

    /// The table as the job has it.
    pub async fn table(&self) -> MappingTable {
        let (graph, id, job) = self.by_hand().await;
        let schema = graph.ask(jobs::schema(&id, &job)).await.unwrap();
        Document::parse(&schema.to_string()).unwrap().table()
    }

    /// Ids of the application's app roles.
    pub async fn app_roles(&self) -> Vec<String> {
        let found = self.graph().list(applications::applications_named(APP)).await.unwrap();
        found[0].app_roles.iter().map(|role| role.id.clone()).collect()
    }

    /// Makes an application of the wizard's name.
    pub async fn create_the_application(&self) {
        self.graph().ask(applications::instantiate(APP)).await.unwrap();
    }

    /// Makes its job.
    pub async fn create_a_job(&self) {
        let graph = self.graph();
        let found = graph.list(applications::service_principals_named(APP)).await.unwrap();
        graph.ask(jobs::create_job(&found[0].id, "scim")).await.unwrap();
    }

    /// Assigns a group.
    pub async fn assign_by_hand(&self, name: &str) {
        let (graph, id, _) = self.by_hand().await;
        let group = self.tenant.assignees(name).await.unwrap().remove(0);
        let principal = graph.ask(applications::service_principal(&id)).await.unwrap();
        let role = principal.role_for_users().unwrap().id.clone();
        graph.ask(assignments::assign(&id, &group.id, &role)).await.unwrap();
    }

    /// Deletes the application.
    pub async fn delete_the_application(&self) {
        let graph = self.graph();
        let found = graph.list(applications::applications_named(APP)).await.unwrap();
        graph.ask(applications::delete_application(&found[0].id)).await.unwrap();
    }

    /// Takes the wizard's mark off, as if it had never been here.
    pub async fn forget_the_mark(&self) {
        let (graph, id, _) = self.by_hand().await;
        let members = serde_json::Map::from_iter([("tags".to_owned(), serde_json::json!([]))]);
        graph.ask(applications::change_service_principal(&id, members)).await.unwrap();
    }

    fn graph(&self) -> Graph {
        let http = HttpClient::new(HttpOptions::default()).unwrap();
        let url = GraphUrl::parse(&self.world.world.graph_url()).unwrap();
        Graph::new(http, url, self.world.world.graph_token())
    }

    async fn by_hand(&self) -> (Graph, String, String) {
        let graph = self.graph();
        let found = graph.list(applications::service_principals_named(APP)).await.unwrap();
        let id = found[0].id.clone();
        let job = graph.list(jobs::jobs(&id)).await.unwrap().remove(0).id;
        (graph, id, job)
    }
}
