//! Practice services that run in another process, by their URLs and tokens.

use std::time::Duration;

use onramp_http::{HttpClient, HttpOptions, HttpRequest, HttpResponse, Method, ProxyUse, Url};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::control::{
    DirectoryChange, FaultSwitch, GraphFaultSwitch, GraphHold, HeldRequest, PracticeEvent, TenantSettings,
};
use crate::error::PracticeError;

/// What lies beside the SCIM service of a running practice Ramp.
#[derive(Debug, Clone)]
pub struct Remote(Beside);

impl Remote {
    /// The practice Ramp at a SCIM URL. Nothing is sent yet.
    ///
    /// # Errors
    /// The URL is not one of this computer: a real service has no faults to switch and shall not get the token.
    pub fn new(scim_url: &str, token: SecretString) -> Result<Self, PracticeError> {
        Beside::new(scim_url, "/ramp/", token, HttpOptions::default()).map(Self)
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
        let events: Events = self.0.ask(Method::GET, &format!("events?after={after}"), None).await?;
        Ok(events.events)
    }

    /// The faults that are switched on.
    ///
    /// # Errors
    /// As for [`Remote::events`].
    pub async fn faults(&self) -> Result<Vec<FaultSwitch>, PracticeError> {
        self.0.ask(Method::GET, "faults", None).await
    }

    /// Switches a fault on, and returns all that are on.
    ///
    /// # Errors
    /// As for [`Remote::events`].
    pub async fn set_fault(&self, switch: &FaultSwitch) -> Result<Vec<FaultSwitch>, PracticeError> {
        self.0.ask(Method::PUT, "faults", Some(json(switch)?)).await
    }

    /// Switches every fault off.
    ///
    /// # Errors
    /// As for [`Remote::events`].
    pub async fn clear_faults(&self) -> Result<(), PracticeError> {
        self.0.send(Method::DELETE, "faults", None).await.map(drop)
    }
}

/// What lies beside Graph at a running practice tenant.
#[derive(Debug, Clone)]
pub struct EntraRemote(Beside);

/// How long a day's cycles may take.
const ADVANCING: Duration = Duration::from_secs(600);

impl EntraRemote {
    /// The practice tenant at a Graph URL. Nothing is sent yet.
    ///
    /// # Errors
    /// The URL is not one of this computer.
    pub fn new(graph_url: &str, token: SecretString) -> Result<Self, PracticeError> {
        let patient =
            HttpOptions { answer_timeout: ADVANCING, total_timeout: ADVANCING, ..HttpOptions::default() };
        Beside::new(graph_url, "/entra/", token, patient).map(Self)
    }

    /// The tenant's time, RFC 3339.
    ///
    /// # Errors
    /// It does not answer, or not as a practice tenant.
    pub async fn now(&self) -> Result<String, PracticeError> {
        let clock: Clock = self.0.ask(Method::GET, "clock", None).await?;
        Ok(clock.now)
    }

    /// Moves the tenant's time forward, runs what falls due on the way, and answers what time it is then.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn advance(&self, by: Duration) -> Result<String, PracticeError> {
        let body = serde_json::json!({"advanceSeconds": by.as_secs()});
        let clock: Clock = self.0.ask(Method::POST, "clock", Some(body)).await?;
        Ok(clock.now)
    }

    /// Waits until no job runs and none is due.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn settled(&self) -> Result<(), PracticeError> {
        self.0.send(Method::POST, "settled", None).await.map(drop)
    }

    /// The faults that are switched on.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn faults(&self) -> Result<Vec<GraphFaultSwitch>, PracticeError> {
        self.0.ask(Method::GET, "faults", None).await
    }

    /// Switches a fault on, and returns all that are on.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn set_fault(&self, switch: &GraphFaultSwitch) -> Result<Vec<GraphFaultSwitch>, PracticeError> {
        self.0.ask(Method::PUT, "faults", Some(json(switch)?)).await
    }

    /// Switches every fault off.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn clear_faults(&self) -> Result<(), PracticeError> {
        self.0.send(Method::DELETE, "faults", None).await.map(drop)
    }

    /// Holds a write that is going to come.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn hold(&self, hold: GraphHold) -> Result<(), PracticeError> {
        self.0.send(Method::PUT, "holds", Some(json(&hold)?)).await.map(drop)
    }

    /// Waits until a write is held.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn until_held(&self) -> Result<Vec<HeldRequest>, PracticeError> {
        self.0.ask(Method::GET, "held", None).await
    }

    /// Lets go what is held, and forgets the holds that wait.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn release(&self) -> Result<(), PracticeError> {
        self.0.send(Method::DELETE, "holds", None).await.map(drop)
    }

    /// What the tenant and its admin have.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn settings(&self) -> Result<TenantSettings, PracticeError> {
        self.0.ask(Method::GET, "settings", None).await
    }

    /// Changes what the tenant and its admin have.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn set_settings(&self, settings: TenantSettings) -> Result<(), PracticeError> {
        self.0.send(Method::PUT, "settings", Some(json(&settings)?)).await.map(drop)
    }

    /// Changes the directory.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn change(&self, change: &DirectoryChange) -> Result<(), PracticeError> {
        self.0.send(Method::POST, "directory", Some(json(change)?)).await.map(drop)
    }

    /// Makes the tenant new, as [`EntraControl::reset`](crate::control::EntraControl::reset) does.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn reset(&self) -> Result<(), PracticeError> {
        self.0.send(Method::POST, "reset", None).await.map(drop)
    }

    /// The whole tenant, as [`EntraControl::snapshot`](crate::control::EntraControl::snapshot) has it.
    ///
    /// # Errors
    /// As for [`EntraRemote::now`].
    pub async fn snapshot(&self) -> Result<Value, PracticeError> {
        self.0.ask(Method::GET, "tenant", None).await
    }
}

#[derive(serde::Deserialize)]
struct Clock {
    now: String,
}

fn json(value: &impl serde::Serialize) -> Result<Value, PracticeError> {
    serde_json::to_value(value).map_err(|_| PracticeError::NotUnderstood)
}

/// The pages beside a service.
#[derive(Debug, Clone)]
struct Beside {
    http: HttpClient,
    pages: Url,
    token: SecretString,
}

impl Beside {
    fn new(
        service: &str,
        pages: &str,
        token: SecretString,
        options: HttpOptions,
    ) -> Result<Self, PracticeError> {
        let wrong = || PracticeError::NotPractice(service.to_owned());
        let url = Url::parse(service).map_err(|_| wrong())?;
        if !onramp_http::is_loopback(&url) {
            return Err(wrong());
        }
        let pages = url.join(pages).map_err(|_| wrong())?;
        let http = HttpClient::new(HttpOptions { proxy: ProxyUse::Never, ..options })
            .map_err(PracticeError::Unreachable)?;
        Ok(Self { http, pages, token })
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
        let url = self.pages.join(path).map_err(|_| PracticeError::NotUnderstood)?;
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
