//! How a run sends: its requests, their failures in words, and patience with what was just made.

use std::sync::atomic::Ordering;

use onramp_graph::Request;
use onramp_graph::wire::Page;
use serde::de::DeserializeOwned;

use super::perform::{Performer, changed};
use crate::entra::found::{Asked, failed};
use crate::error::AppError;

impl Performer<'_> {
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        request: Request<T>,
        asked: Asked,
        doing: &str,
    ) -> Result<T, AppError> {
        self.tenant.graph.ask(request).await.map_err(|failure| failed(failure, asked, doing))
    }

    /// Sends what changes something, and takes note once it did.
    pub(super) async fn write<T: DeserializeOwned>(
        &self,
        request: Request<T>,
        asked: Asked,
        doing: &str,
    ) -> Result<T, AppError> {
        let answer = self.ask(request, asked, doing).await?;
        self.wrote.store(true, Ordering::Relaxed);
        Ok(answer)
    }

    /// What was made a moment ago may not be there for a while (`graph/README.md` §9).
    pub(super) async fn until_visible<T: DeserializeOwned>(
        &self,
        request: Request<T>,
        doing: &str,
    ) -> Result<T, AppError> {
        let answer = self.tenant.graph.ask_until_visible(request).await;
        answer.map_err(|failure| failed(failure, Asked::Application, doing))
    }

    /// The same for a list that is empty at first.
    pub(super) async fn until_some<T: DeserializeOwned>(
        &self,
        request: Request<Page<T>>,
        doing: &str,
    ) -> Result<Page<T>, AppError> {
        let graph = &self.tenant.graph;
        let answer = graph.ask_until(request, |page: &Page<T>| !page.value.is_empty()).await;
        answer.map_err(|failure| failed(failure, Asked::Application, doing))
    }

    pub(super) async fn until_visible_in_list<T: DeserializeOwned>(
        &self,
        request: Request<Page<T>>,
        doing: &str,
    ) -> Result<T, AppError> {
        let page = self.until_some(request, doing).await?;
        page.value.into_iter().next().ok_or_else(|| changed("The application’s registration"))
    }
}
