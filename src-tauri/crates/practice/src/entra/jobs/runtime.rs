//! What of running jobs is in memory alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use onramp_entra::cycle::Thresholds;
use onramp_http::{HttpClient, HttpError, HttpOptions, ProxyUse};
use tokio::sync::OwnedMutexGuard;

use crate::entra::cycle::Progress;

/// The HTTP client, and what runs now.
#[derive(Debug, Default)]
pub(crate) struct Runtime {
    http: OnceLock<HttpClient>,
    pub(super) thresholds: Thresholds,
    /// Held while something runs for a job: a cycle and a run on demand do not meet.
    turns: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    running: Mutex<HashMap<String, Option<Progress>>>,
}

/// A job's cycle is under way until this is dropped.
#[derive(Debug)]
pub(super) struct Running {
    runtime: Arc<Runtime>,
    job: String,
}

impl Runtime {
    /// The one client that jobs send by, made when it is first needed. It uses no proxy: everything stays on this computer.
    pub(crate) fn http(&self) -> Result<&HttpClient, HttpError> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        let http = HttpClient::new(HttpOptions { proxy: ProxyUse::Never, ..HttpOptions::default() })?;
        Ok(self.http.get_or_init(|| http))
    }

    /// Waits until nothing else runs for a job.
    pub(super) async fn turn(&self, job: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(job.to_owned()).or_default())
        };
        turn.lock_owned().await
    }

    pub(super) fn begin(self: &Arc<Self>, job: &str) -> Running {
        self.with_running(|running| running.insert(job.to_owned(), None));
        Running { runtime: Arc::clone(self), job: job.to_owned() }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.with_running(|running| !running.is_empty())
    }

    pub(super) fn progress(&self, job: &str) -> Option<Progress> {
        self.with_running(|running| running.get(job).copied().flatten())
    }

    pub(super) fn tell(&self, job: &str, progress: Progress) {
        self.with_running(|running| {
            if let Some(place) = running.get_mut(job) {
                *place = Some(progress);
            }
        });
    }

    fn with_running<T>(&self, work: impl FnOnce(&mut HashMap<String, Option<Progress>>) -> T) -> T {
        work(&mut self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.runtime.with_running(|running| running.remove(&self.job));
    }
}
