//! The use cases over a practice world of their own: real HTTP on loopback, SQLite on disk, secrets in memory.

use std::path::Path;
use std::sync::Arc;

use onramp_app::connect_ramp::Connection;
use onramp_app::entra::Tenant;
use onramp_app::parts::{HttpClient, HttpOptions, ScimClient, ScimUrl, Settings};
use onramp_app::people::read_people;
use onramp_app::ports::{PortFuture, RampSettings};
use onramp_app::{App, Parts};
use onramp_http::Pace;
use onramp_practice::control::{Control, PracticeSettings};
use onramp_practice::{World, WorldOptions};
use onramp_storage::{MemoryVault, Store, Vault};
use secrecy::SecretString;
use tempfile::TempDir;

use crate::{FixedClock, NoWait};

/// A practice world and the use cases over it. Dropping it ends the service and removes its folder.
pub struct TestWorld {
    /// The use cases.
    pub app: App,
    /// The practice service.
    pub world: World,
    folder: TempDir,
    vault: Arc<dyn Vault>,
    clock: FixedClock,
}

struct ControlSettings(Control);

impl RampSettings for ControlSettings {
    fn settings(&self) -> PortFuture<'_, Settings> {
        Box::pin(async {
            let PracticeSettings { default_location, default_department } =
                self.0.settings().await.expect("settings");
            Ok(Settings { default_location, default_department })
        })
    }
}

impl TestWorld {
    /// A fresh world with secrets in memory.
    pub async fn open() -> Self {
        Self::with_vault(Arc::new(MemoryVault::new())).await
    }

    /// A fresh world with this vault.
    pub async fn with_vault(vault: Arc<dyn Vault>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let world =
            World::start(WorldOptions::new(folder.path().join("practice"))).await.expect("a practice world");
        let clock = FixedClock::morning();
        let app = use_cases(folder.path(), &world, vault.clone(), clock);
        Self { app, world, folder, vault, clock }
    }

    /// Closes the use cases and opens them again over the same files and the same vault.
    pub fn reopen(&mut self) {
        self.app = use_cases(self.folder.path(), &self.world, self.vault.clone(), self.clock);
    }

    /// The same, with another vault from now on.
    pub fn reopen_with(&mut self, vault: Arc<dyn Vault>) {
        self.vault = vault;
        self.reopen();
    }

    /// The same, at another time from now on.
    pub fn reopen_at(&mut self, clock: FixedClock) {
        self.clock = clock;
        self.reopen();
    }

    /// Makes a token, takes it, and tests the connection.
    pub async fn connect(&self) -> String {
        let token = self.world.control().generate_token().await.expect("a token").token;
        self.app.start_practice(&self.world.scim_url()).expect("a profile");
        let connection = Connection {
            scim_url: self.world.scim_url(),
            token: Some(token.clone().into()),
            this_run_only: false,
        };
        self.app.save_connection(connection).await.expect("a connection");
        assert!(self.app.probe_ramp().await.expect("a report").ok);
        token
    }

    /// Signs the use cases in to the practice tenant.
    pub async fn sign_in(&self) {
        let signed_in = self.app.connect_entra(&self.world.graph_url(), self.world.graph_token()).await;
        signed_in.expect("signed in");
    }

    /// The practice tenant as the wizard sees it: signed in, with the use cases' own journal. It waits for nothing.
    pub fn tenant(&self) -> Tenant {
        self.tenant_as(self.world.graph_token())
    }

    /// The same with another access token.
    pub fn tenant_as(&self, token: SecretString) -> Tenant {
        let pace: Arc<dyn Pace> = Arc::new(NoWait::default());
        let http = HttpClient::new(HttpOptions::default()).expect("a client");
        let store = Store::open(self.folder.path().join("onramp.sqlite")).expect("a store").store;
        let tenant =
            Tenant::new(http, &self.world.graph_url(), token, store, Arc::new(self.clock), "practice");
        tenant.expect("a tenant").with_graph(|graph| graph.with_pace(pace))
    }

    /// A client of the practice Ramp, and the token that lets it in.
    pub async fn ramp(&self) -> (ScimClient, SecretString) {
        let token = SecretString::from(self.world.control().generate_token().await.expect("a token").token);
        let http = HttpClient::new(HttpOptions::default()).expect("a client");
        let url = ScimUrl::parse(&self.world.scim_url()).expect("a URL").url;
        (ScimClient::new(http, url, token.clone()), token)
    }

    /// The folder everything is stored in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Key of a person of the practice directory.
    pub fn person(&self, name: &str) -> String {
        let people = self.app.list_people().expect("people");
        let found = people.iter().find(|person| person.display_name == name);
        found.unwrap_or_else(|| panic!("nobody is called {name}")).key.clone()
    }
}

fn use_cases(folder: &Path, world: &World, vault: Arc<dyn Vault>, clock: FixedClock) -> App {
    App::new(Parts {
        store: Store::open(folder.join("onramp.sqlite")).expect("a store").store,
        vault,
        clock: Arc::new(clock),
        directory: Arc::new(read_people(onramp_practice::directory_json()).expect("people")),
        ramp_settings: Arc::new(ControlSettings(world.control())),
        notice: None,
    })
    .expect("use cases")
}
