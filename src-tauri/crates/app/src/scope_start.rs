//! Step *Scope and start*: the plan, carrying it out, and what came of it.

use crate::connect_entra::StoredEntra;
use crate::entra::{
    Consent, DriftReport, JobView, LogView, OnDemandView, Plan, Progress, RampSide, RunView, runs,
};
use crate::error::AppError;
use crate::session::{App, key};

impl App {
    /// What would be done to the tenant, and who would be affected. Reads only.
    ///
    /// # Errors
    /// `entra.*`, `mapping.has-errors`, and where Ramp can't be read.
    pub async fn plan_entra(&self) -> Result<Plan, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let desired = self.desired(&profile, self.table(&profile)?)?;
        let client = self.client(&profile).await?;
        let settings = self.ramp_settings.settings().await?;
        let test_group = self.stored_entra(&profile)?.choices.test_group;
        let ramp = RampSide { client: &client, settings: &settings, test_group: test_group.as_deref() };
        self.tenant().await?.plan(&desired, &ramp).await
    }

    /// Carries a plan out, or goes on with it.
    ///
    /// # Errors
    /// `entra.*` of the action that stopped it: the run stays open and can be taken up again.
    pub async fn apply_entra(
        &self,
        run: &str,
        consent: Consent,
        progress: Progress<'_>,
    ) -> Result<RunView, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let token = self.token(&profile).await?;
        let tenant = self.tenant().await?;
        // Kept before the first action: what is begun has to be found again.
        let stored = StoredEntra { run: Some(run.to_owned()), ..self.stored_entra(&profile)? };
        tenant.run_view(run)?;
        self.write(&profile, key::ENTRA, &stored)?;
        tenant.apply(run, &token, consent, progress).await
    }

    /// Takes a run back, newest action first.
    ///
    /// # Errors
    /// `entra.*` of the action that stopped it: calling again goes on from there.
    pub async fn undo_entra(&self, run: &str, progress: Progress<'_>) -> Result<RunView, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let view = self.tenant().await?.undo(run, progress).await?;
        let stored = self.stored_entra(&profile)?;
        if stored.run.as_deref() == Some(run) {
            // The tenant stands on the run before it again, where there was one.
            let mut before = runs(&self.store, &profile.id)?.into_iter();
            let before = before.find(|run| run.undoes.is_none() && !run.undone).map(|run| run.id);
            self.write(&profile, key::ENTRA, &StoredEntra { run: before, ..stored })?;
        }
        Ok(view)
    }

    /// The runs of this set-up, newest first.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub fn entra_runs(&self) -> Result<Vec<RunView>, AppError> {
        runs(&self.store, &self.profile()?.id)
    }

    /// How the job stands; `None` where there is none.
    ///
    /// # Errors
    /// `entra.*` where the tenant can't be read.
    pub async fn entra_job(&self) -> Result<Option<JobView>, AppError> {
        let profile = self.profile()?;
        let app = self.stored_entra(&profile)?.choices.app;
        self.tenant().await?.job(&app).await
    }

    /// What the job did, newest first.
    ///
    /// # Errors
    /// `entra.*` where the logs can't be read.
    pub async fn entra_logs(&self) -> Result<Vec<LogView>, AppError> {
        let profile = self.profile()?;
        let app = self.stored_entra(&profile)?.choices.app;
        self.tenant().await?.logs(&app, None).await
    }

    /// What the tenant has otherwise than it should.
    ///
    /// # Errors
    /// `entra.*` where the tenant can't be read.
    pub async fn entra_drift(&self) -> Result<DriftReport, AppError> {
        let profile = self.profile()?;
        let desired = self.desired(&profile, self.table(&profile)?)?;
        self.tenant().await?.drift(&desired).await
    }

    /// Provisions one person through Entra, now.
    ///
    /// # Errors
    /// `entra.*` where Entra does not try at all.
    pub async fn provision_through_entra(&self, person: &str) -> Result<OnDemandView, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let app = self.stored_entra(&profile)?.choices.app;
        self.tenant().await?.provision_on_demand(&app, person).await
    }

    /// Stops the job after the cycle under way.
    ///
    /// # Errors
    /// `entra.*` where it can't be stopped.
    pub async fn pause_entra(&self) -> Result<Option<JobView>, AppError> {
        let profile = self.profile()?;
        let app = self.stored_entra(&profile)?.choices.app;
        let tenant = self.tenant().await?;
        tenant.pause(&app).await?;
        tenant.job(&app).await
    }
}
