//! What puts a run back, kept until it was done, and bound to the service it was written to.

use onramp_entra::Undo as Planned;
use onramp_scim::request::{Method, ScimRequest};
use onramp_scim_client::ScimClient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CleanUp, TestRun};
use crate::error::{AppError, Side};
use crate::exchange::Exchange;
use crate::run::{Came, exchange};
use crate::service::Asked;

/// What puts a run back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Undo {
    /// The service it was written to. Nothing is put back anywhere else.
    scim_url: String,
    /// Look for the user by the request, and delete whoever is found: the create's answer never came.
    find_first: bool,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Value>,
}

impl Undo {
    pub(super) fn of(client: &ScimClient, planned: &Planned) -> Self {
        let (find_first, request) = match planned {
            Planned::Send(request) => (false, request.clone()),
            Planned::FindAndDelete(request) => (true, request.clone()),
        };
        let ScimRequest { method, path, query, body } = request;
        Self { scim_url: client.url().to_string(), find_first, method, path, query, body }
    }

    fn request(&self) -> ScimRequest {
        ScimRequest {
            method: self.method,
            path: self.path.clone(),
            query: self.query.clone(),
            body: self.body.clone(),
        }
    }
}

/// Puts a run back. A failure is told in the answer, with what was sent; it can be tried again.
///
/// # Errors
/// Where the client is not the one of the service that was written to.
pub async fn clean_up(client: &ScimClient, run: &TestRun, undo: &Undo) -> Result<CleanUp, AppError> {
    if client.url().to_string() != undo.scim_url {
        return Err(AppError::new(
            "test-user.other-service",
            Side::You,
            format!(
                "{} was provisioned to {}, and another service is connected now.",
                run.person_name, undo.scim_url
            ),
            "Go back to Connect Ramp, enter that URL and its token, and clean up then.",
        ));
    }
    let mut sent = Vec::new();
    let request = if undo.find_first {
        let Came { answer, exchanges, failure } =
            exchange(client, &undo.request(), Asked::FindUser, "looks for the user").await;
        sent.extend(exchanges);
        let users = answer.filter(|answer| answer.status == 200).and_then(|answer| answer.body);
        let Some(users) = users.as_ref().and_then(|body| body.get("Resources")).and_then(Value::as_array)
        else {
            return Ok(clean_up_failed(run, sent, failure));
        };
        match users.iter().filter_map(|user| user.get("id")?.as_str()).collect::<Vec<_>>().as_slice() {
            [] => return Ok(nothing_there(run, sent)),
            [id] => ScimRequest::delete(format!("/Users/{id}")),
            _ => return Ok(clean_up_failed(run, sent, failure)),
        }
    } else {
        undo.request()
    };
    Ok(send(client, run, &request, sent).await)
}

async fn send(client: &ScimClient, run: &TestRun, request: &ScimRequest, mut sent: Vec<Exchange>) -> CleanUp {
    let asked = match request.method {
        Method::Delete => Asked::DeleteUser,
        _ => Asked::ChangeUser,
    };
    let came = exchange(client, request, asked, "puts things back").await;
    let lost = came.lost_an_answer();
    let Came { answer, exchanges, failure } = came;
    sent.extend(exchanges);
    match (answer.map(|answer| answer.status), request.method) {
        (Some(200..=299), method) => cleaned_up(run, method, sent),
        // An earlier attempt did it, and its answer was lost.
        (Some(404), Method::Delete) if lost => cleaned_up(run, Method::Delete, sent),
        (Some(404), Method::Delete) => gone_already(run, sent),
        _ => clean_up_failed(run, sent, failure),
    }
}

fn cleaned(ok: bool, summary: String, remains: &[&str], exchanges: Vec<Exchange>) -> CleanUp {
    CleanUp { ok, summary, remains: remains.iter().map(|one| (*one).to_owned()).collect(), exchanges }
}

fn cleaned_up(run: &TestRun, method: Method, exchanges: Vec<Exchange>) -> CleanUp {
    let person = &run.person_name;
    match method {
        Method::Delete => cleaned(
            true,
            format!("{person} was taken out of Ramp: the account is deactivated."),
            &[
                "The deactivated account stays. A later create activates it again, under the same id.",
                "The invite mail is out, and Spend Programs were issued.",
                "A location or department that the test created stays.",
            ],
            exchanges,
        ),
        _ => cleaned(true, format!("{person} has the old values again."), &[], exchanges),
    }
}

fn gone_already(run: &TestRun, exchanges: Vec<Exchange>) -> CleanUp {
    cleaned(
        true,
        format!("{} was taken out of Ramp already, by somebody else.", run.person_name),
        &[],
        exchanges,
    )
}

fn nothing_there(run: &TestRun, exchanges: Vec<Exchange>) -> CleanUp {
    cleaned(true, format!("{} is not in Ramp: the change never arrived.", run.person_name), &[], exchanges)
}

fn clean_up_failed(run: &TestRun, exchanges: Vec<Exchange>, failure: Option<AppError>) -> CleanUp {
    let status = exchanges.last().and_then(|sent| sent.response.as_ref()).map(|answer| answer.status);
    let why = match (failure, status) {
        (Some(failure), _) => failure.message,
        (None, Some(status)) => format!("Ramp answered {status}."),
        (None, None) => "No answer came.".to_owned(),
    };
    let summary = format!("{} is still as the test left them. {why} Try again.", run.person_name);
    cleaned(false, summary, &[], exchanges)
}
