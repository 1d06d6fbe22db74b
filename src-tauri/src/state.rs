//! What the window holds while it runs: the use cases and the embedded practice world.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use onramp_app::error::AppError;
use onramp_app::people::read_people;
use onramp_app::ports::SystemClock;
use onramp_app::{App, Parts};
use onramp_practice::control::Control;
use onramp_practice::{World, WorldOptions};
use onramp_storage::{KeychainVault, Store, Vault};
use secrecy::SecretString;

use crate::adapters::{PracticeKeeper, PracticeSettingsPage, practice_error};

/// The managed state.
pub(crate) struct Window {
    pub app: App,
    world: Result<World, AppError>,
}

impl Window {
    /// Opens the settings in `data` and starts the practice world beside them. A practice world that does not start
    /// is told when it is needed: the window opens all the same.
    pub async fn open(data: PathBuf) -> Result<Self, AppError> {
        let opened = Store::open(data.join("onramp.sqlite"))?;
        let vault: Arc<dyn Vault> = Arc::new(KeychainVault::new());
        let options = WorldOptions {
            keeper: Arc::new(PracticeKeeper(Arc::clone(&vault))),
            ..WorldOptions::new(data.join("practice"))
        };
        let world = World::start(options).await.map_err(practice_error);
        let notice = opened.notice.map(|aside| {
            format!(
                "The settings file was damaged. It was set aside as {}, and a new one was begun.",
                aside.path.display()
            )
        });
        let app = App::new(Parts {
            store: opened.store,
            vault,
            clock: Arc::new(SystemClock),
            directory: Arc::new(read_people(onramp_practice::directory_json())?),
            ramp_settings: Arc::new(PracticeSettingsPage(
                world.as_ref().map(World::control).map_err(Clone::clone),
            )),
            notice,
        })?;
        if let Ok(world) = &world {
            app.follow_practice(&world.scim_url())?;
        }
        Ok(Self { app, world })
    }

    /// The practice service's URL.
    pub fn practice_url(&self) -> Result<String, AppError> {
        self.world.as_ref().map(World::scim_url).map_err(Clone::clone)
    }

    /// The practice service's own pages.
    pub fn practice(&self) -> Result<Control, AppError> {
        self.world.as_ref().map(World::control).map_err(Clone::clone)
    }

    /// The practice tenant's Graph address, and a token that is let in.
    pub fn practice_graph(&self) -> Result<(String, SecretString), AppError> {
        self.world.as_ref().map(|world| (world.graph_url(), world.graph_token())).map_err(Clone::clone)
    }

    /// Moves the practice tenant's time on, and runs every cycle that falls due on the way.
    pub async fn advance_practice(&self, minutes: u32) -> Result<(), AppError> {
        let world = self.world.as_ref().map_err(Clone::clone)?;
        let by = Duration::from_secs(u64::from(minutes) * 60);
        world.entra().advance(by).await.map(drop).map_err(practice_error)
    }

    /// Empties the practice Ramp. The set-up is forgotten by then, so a failure is no reason to stop.
    pub async fn empty_practice(&self) {
        if let Ok(world) = &self.world
            && let Err(error) = world.control().clear().await
        {
            tracing::warn!(%error, "the practice Ramp was not emptied");
        }
    }
}
