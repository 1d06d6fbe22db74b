//! Drives Entra's engine over HTTP and keeps each exchange with the step it belongs to.

use onramp_entra::{Dialect, Directory, DirectoryUser, Mode, Next, Provisioning, Purpose, Report, Step};
use onramp_mapping::MappingTable;
use onramp_scim::request::{ScimAnswer, ScimRequest};
use onramp_scim_client::{ScimClient, ScimClientError};

use crate::error::{AppError, Side};
use crate::exchange::Exchange;

/// An exchange and the step it was sent in.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub step: Step,
    pub exchange: Exchange,
}

/// A finished run with everything that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Driven {
    pub report: Report,
    pub sent: Vec<Sent>,
    /// What kept an answer from coming, where one did not.
    pub failure: Option<AppError>,
}

/// Runs one person through the table.
pub(crate) async fn drive(
    client: &ScimClient,
    table: &MappingTable,
    directory: &Directory,
    user: &DirectoryUser,
    dialect: Dialect,
    mode: Mode,
) -> Driven {
    let manager = directory.manager_of(user).cloned();
    let mut engine = Provisioning::new(table.clone(), user.clone(), manager, dialect, mode);
    let mut sent = Vec::new();
    let mut failure = None;
    while let Next::Send { step, purpose, request } = engine.advance() {
        let (answer, exchange, error) = exchange(client, &request, words(purpose)).await;
        failure = error.or(failure);
        sent.push(Sent { step, exchange });
        engine.answer(answer);
    }
    Driven { report: engine.into_report(), sent, failure }
}

/// Sends one request and says what came of it.
pub(crate) async fn exchange(
    client: &ScimClient,
    request: &ScimRequest,
    purpose: &str,
) -> (Option<ScimAnswer>, Exchange, Option<AppError>) {
    let sent = client.send(request, purpose).await;
    let exchange = Exchange::of(sent.record, purpose);
    match sent.answer {
        Ok(answer) => (Some(answer), exchange, None),
        Err(error) => {
            let error = from_client(error).with_exchange(Some(exchange.clone()));
            (None, exchange, Some(error))
        }
    }
}

fn from_client(error: ScimClientError) -> AppError {
    let look = "Test the connection again under Connect Ramp: it names the layer.";
    match error {
        ScimClientError::Http(error) => error.into(),
        ScimClientError::Redirected { status, location } => AppError::new(
            "scim.redirected",
            Side::Ramp,
            format!("The service answers {status} and points to {location}. Entra would not follow."),
            look,
        ),
        ScimClientError::NotJson { status, .. } => AppError::new(
            "scim.not-json",
            Side::Ramp,
            format!("The service answers {status} with something that is not SCIM."),
            look,
        ),
        ScimClientError::UnsafePath => AppError::new(
            "scim.unsafe-id",
            Side::Ramp,
            "The service gave the user an id that would lead to another address.",
            "Send Ramp support the exchange. Nothing was sent with that id.",
        ),
    }
}

/// Why a request is sent, in an admin's words.
pub(crate) fn words(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::LookForUser => "looks for the user",
        Purpose::CreateUser => "creates the user",
        Purpose::UpdateUser => "changes the user",
        Purpose::LookForManager => "looks for the manager",
        Purpose::SetManager => "sets the manager",
        Purpose::ReadBack => "reads the user back, to compare",
    }
}
