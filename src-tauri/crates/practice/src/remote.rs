//! A practice Ramp that runs in another process, by its URL and token.

use onramp_http::{HttpClient, HttpOptions, HttpRequest, HttpResponse, Method, ProxyUse, Url};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::control::{FaultSwitch, PracticeEvent};
use crate::error::PracticeError;

/// What lies beside the SCIM service of a running practice Ramp.
#[derive(Debug, Clone)]
pub struct Remote {
    http: HttpClient,
    beside: Url,
    token: SecretString,
}

impl Remote {
    /// The practice Ramp at a SCIM URL. Nothing is sent yet.
    ///
    /// # Errors
    /// The URL is not one of this computer: a real service has no faults to switch and shall not get the token.
    pub fn new(scim_url: &str, token: SecretString) -> Result<Self, PracticeError> {
        let wrong = || PracticeError::NotPractice(scim_url.to_owned());
        let url = Url::parse(scim_url).map_err(|_| wrong())?;
        if !onramp_http::is_loopback(&url) {
            return Err(wrong());
        }
        let beside = url.join("/ramp/").map_err(|_| wrong())?;
        let http = HttpClient::new(HttpOptions { proxy: ProxyUse::Never, ..HttpOptions::default() })
            .map_err(PracticeError::Unreachable)?;
        Ok(Self { http, beside, token })
    }

    /// The events after a number, oldest first, as [`Control::events`](crate::control::Control::events) has them.
    ///
    /// # Errors
    /// It does not answer, or not as a practice Ramp.
    pub async fn events(&self, after: u32) -> Result<Vec<PracticeEvent>, PracticeError> {
        #[derive(serde::Deserialize)]
        struct Events {
            events: Vec<PracticeEvent>,
        }
        let events: Events = self.ask(Method::GET, &format!("events?after={after}"), None).await?;
        Ok(events.events)
    }

    /// The faults that are switched on.
    ///
    /// # Errors
    /// As for [`Remote::events`].
    pub async fn faults(&self) -> Result<Vec<FaultSwitch>, PracticeError> {
        self.ask(Method::GET, "faults", None).await
    }

    /// Switches a fault on, and returns all that are on.
    ///
    /// # Errors
    /// As for [`Remote::events`].
    pub async fn set_fault(&self, switch: &FaultSwitch) -> Result<Vec<FaultSwitch>, PracticeError> {
        let body = serde_json::to_value(switch).map_err(|_| PracticeError::NotUnderstood)?;
        self.ask(Method::PUT, "faults", Some(body)).await
    }

    /// Switches every fault off.
    ///
    /// # Errors
    /// As for [`Remote::events`].
    pub async fn clear_faults(&self) -> Result<(), PracticeError> {
        self.send(Method::DELETE, "faults", None).await.map(drop)
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<T, PracticeError> {
        let answer = self.send(method, path, body).await?;
        serde_json::from_str(&answer.body_text).map_err(|_| PracticeError::NotUnderstood)
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<HttpResponse, PracticeError> {
        let url = self.beside.join(path).map_err(|_| PracticeError::NotUnderstood)?;
        let request = HttpRequest {
            method,
            bearer: Some(self.token.clone()),
            body,
            ..HttpRequest::get(url, "practice-control")
        };
        let answer = self.http.send(request).await.result.map_err(PracticeError::Unreachable)?;
        match answer.status {
            200..=299 => Ok(answer),
            status => Err(PracticeError::Refused { status }),
        }
    }
}
