//! Drives Entra's engine over HTTP and keeps each exchange with the step it belongs to.

use jiff::Timestamp;
use onramp_entra::{
    Dialect, Directory, DirectoryUser, Mode, Next, Provisioning, Purpose, Report, Step, Undo, undo,
    undo_of_planned,
};
use onramp_mapping::MappingTable;
use onramp_scim::request::{ScimAnswer, ScimRequest};
use onramp_scim_client::ScimClient;

use crate::error::AppError;
use crate::exchange::Exchange;
use crate::expressions::context_of;
use crate::service::{self, Asked};

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
    /// The first request whose answer never came, and why.
    pub failure: Option<(Purpose, AppError)>,
    /// What puts it back, where anything was written.
    pub undo: Option<Undo>,
}

/// How a run is driven.
pub(crate) struct Drive<'a> {
    pub client: &'a ScimClient,
    pub table: &'a MappingTable,
    pub directory: &'a Directory,
    pub user: &'a DirectoryUser,
    pub dialect: Dialect,
    pub mode: Mode,
    /// When it is run.
    pub now: Timestamp,
}

impl Drive<'_> {
    /// Runs one person through the table. Before each write `keep` gets what would put it back: the answer may never
    /// come, nor this program live to see it. An error of `keep` stops the run before the write.
    pub async fn run(
        self,
        keep: &mut (dyn FnMut(&Report, &Undo) -> Result<(), AppError> + Send),
    ) -> Result<Driven, AppError> {
        let manager = self.directory.manager_of(self.user).cloned();
        let (table, user, context) = (self.table.clone(), self.user.clone(), context_of(self.user, self.now));
        let mut engine = Provisioning::new(table, user, manager, self.dialect, self.mode, context);
        let mut sent = Vec::new();
        let mut failure = None;
        let mut looked_for = None;
        while let Next::Send { step, purpose, request } = engine.advance() {
            match purpose {
                Purpose::LookForUser => looked_for = Some(request.clone()),
                Purpose::CreateUser | Purpose::UpdateUser | Purpose::SetManager => {
                    if let Some(undo) = undo_of_planned(engine.report(), looked_for.as_ref(), self.dialect) {
                        keep(engine.report(), &undo)?;
                    }
                }
                Purpose::LookForManager | Purpose::ReadBack => {}
            }
            let came = exchange(self.client, &request, asked(purpose), words(purpose)).await;
            failure = failure.or(came.failure.map(|error| (purpose, error)));
            sent.extend(came.exchanges.into_iter().map(|exchange| Sent { step, exchange }));
            engine.answer(came.answer);
        }
        let report = engine.into_report();
        let undo = match self.mode {
            Mode::Real => undo(&report, looked_for.as_ref(), self.dialect),
            Mode::DryRun => None,
        };
        Ok(Driven { report, sent, failure, undo })
    }

    /// Reads only.
    pub async fn look(self) -> Result<Driven, AppError> {
        Drive { mode: Mode::DryRun, ..self }.run(&mut |_, _| Ok(())).await
    }
}

/// What came of one request.
pub(crate) struct Came {
    /// The answer; `None` where none came.
    pub answer: Option<ScimAnswer>,
    /// Every attempt in order, the last one at its end.
    pub exchanges: Vec<Exchange>,
    /// Why no answer came.
    pub failure: Option<AppError>,
}

impl Came {
    /// Whether an earlier attempt may have done it already: its answer never came.
    pub fn lost_an_answer(&self) -> bool {
        self.exchanges.iter().rev().skip(1).any(|earlier| earlier.response.is_none())
    }
}

/// Sends one request, again where it may be, and says what came of it.
pub(crate) async fn exchange(
    client: &ScimClient,
    request: &ScimRequest,
    asked: Asked,
    purpose: &str,
) -> Came {
    let sent = client.send(request, purpose).await;
    let last = Exchange::of(sent.record, purpose);
    let mut exchanges: Vec<_> =
        sent.earlier.into_iter().map(|record| Exchange::of(record, purpose)).collect();
    let (answer, failure) = match sent.answer {
        Ok(answer) => (Some(answer), None),
        Err(error) => (None, Some(service::unanswered(error, asked).with_exchange(Some(last.clone())))),
    };
    exchanges.push(last);
    Came { answer, exchanges, failure }
}

/// What a request asks of the service.
pub(crate) fn asked(purpose: Purpose) -> Asked {
    match purpose {
        Purpose::LookForUser | Purpose::LookForManager => Asked::FindUser,
        Purpose::CreateUser => Asked::CreateUser,
        Purpose::UpdateUser | Purpose::SetManager => Asked::ChangeUser,
        Purpose::ReadBack => Asked::ReadUser,
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
