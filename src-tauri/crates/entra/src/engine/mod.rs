//! The engine: one user through import, scope, match and perform. It returns requests and takes answers.

mod answers;
mod manager;
mod plan;

use onramp_expression::{Context, Value};
use onramp_mapping::scope::Scope;
use onramp_mapping::{MappingTable, evaluate};
use onramp_scim::request::{ScimAnswer, ScimRequest};

use crate::dialect::Dialect;
use crate::directory::DirectoryUser;
use crate::report::{Action, Finding, ManagerAction, Report, SkipReason, Step, StepReport, StepStatus};
use answers::{MatchKey, id_of, keys, look_for, refused, users_in};
use manager::first_manager_action;

/// Whether anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Reads and writes.
    Real,
    /// Reads only; the write is planned.
    DryRun,
}

/// Why a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Looks for the user by a matching attribute.
    LookForUser,
    /// Creates the user.
    CreateUser,
    /// Changes the user.
    UpdateUser,
    /// Looks for the user's manager.
    LookForManager,
    /// Sets the manager.
    SetManager,
    /// Reads the user back, to compare. Entra itself does not.
    ReadBack,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// Send this and give the answer to [`Provisioning::answer`].
    Send {
        /// The step it belongs to.
        step: Step,
        /// Why.
        purpose: Purpose,
        /// The request.
        request: ScimRequest,
    },
    /// The run is over.
    Done,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    Begin,
    /// Reading the user by an id that is known.
    ReadLinked,
    /// Looking by the n-th matching attribute.
    Match(usize),
    Write,
    LookForManager,
    SetManager,
    ReadBack,
    Done,
}

/// One user's run.
#[derive(Debug, Clone)]
pub struct Provisioning {
    table: MappingTable,
    user: DirectoryUser,
    /// Graph's experimental filters let the user be read.
    is_read: bool,
    manager: Option<DirectoryUser>,
    /// The user's id in the target, where it is known from before.
    link: Option<String>,
    /// The manager's id in the target, where it was told: nobody is asked for it then.
    manager_link: Option<Option<String>>,
    dialect: Dialect,
    mode: Mode,
    context: Context,
    state: State,
    report: Report,
}

impl Provisioning {
    /// A run of `user` through `table`, its scoping filter and its actions. `manager` is the user's manager
    /// as the directory has them, where it does; `context` what an expression may ask besides the user.
    pub fn new(
        table: MappingTable,
        mut user: DirectoryUser,
        manager: Option<DirectoryUser>,
        dialect: Dialect,
        mode: Mode,
        context: Context,
    ) -> Self {
        let scope = Scope::new(&table.scope);
        let (explanation, is_read) = (scope.explain(&user), scope.reads(&user));
        if !explanation.included {
            // Who is out of scope reads as soft-deleted, as who is unassigned or disabled does (§6.4).
            user.attributes.insert("IsSoftDeleted".to_owned(), Value::Bool(true));
        }
        let evaluated = evaluate(&table, &user, &context);
        let report = Report {
            steps: Vec::new(),
            action: Action::Failed,
            scope: explanation,
            manager: first_manager_action(&evaluated, &user),
            evaluated,
            before: None,
            after: None,
            resource_id: None,
            changes: Vec::new(),
            write: None,
            then: None,
            refused: None,
        };
        let (link, manager_link, state) = (None, None, State::Begin);
        Self { table, user, is_read, manager, link, manager_link, dialect, mode, context, state, report }
    }

    /// The same run of a user whose id in the target is known from before: they are read by it, and not matched (§6).
    #[must_use]
    pub fn linked(self, target_id: impl Into<String>) -> Self {
        Self { link: Some(target_id.into()), ..self }
    }

    /// Whether the user is written, and only the manager is to be set. A cycle lets everybody come so far before it goes on
    /// with anybody, so that managers are there (§10).
    pub fn waits_for_manager(&self) -> bool {
        self.state == State::LookForManager && self.wants_manager()
    }

    /// Tells the manager's id in the target, or that they are not there, in place of asking: a cycle knows whom it
    /// provisioned.
    pub fn tell_manager(&mut self, target_id: Option<String>) {
        self.manager_link = Some(target_id);
    }

    /// The next request, or the end.
    pub fn advance(&mut self) -> Next {
        if self.state == State::Begin {
            self.import_and_scope();
        }
        let (step, purpose, request) = match &self.state {
            State::Begin | State::Done => return Next::Done,
            State::ReadLinked => match &self.link {
                Some(id) => (Step::Match, Purpose::LookForUser, ScimRequest::get(format!("/Users/{id}"))),
                None => {
                    self.finish(Action::Failed);
                    return Next::Done;
                }
            },
            State::Match(index) => match self.match_request(*index) {
                Some(request) => (Step::Match, Purpose::LookForUser, request),
                None => {
                    self.finish(Action::Failed);
                    return Next::Done;
                }
            },
            State::Write => match (&self.report.write, self.report.action) {
                (Some(request), Action::Create) => (Step::Perform, Purpose::CreateUser, request.clone()),
                (Some(request), _) => (Step::Perform, Purpose::UpdateUser, request.clone()),
                (None, action) => {
                    self.finish(action);
                    return Next::Done;
                }
            },
            State::LookForManager if self.manager_link.is_some() && self.wants_manager() => {
                let id = self.manager_link.take().flatten();
                self.manager_is(id);
                return self.advance();
            }
            State::LookForManager => match self.manager_request() {
                Some(request) => (Step::Perform, Purpose::LookForManager, request),
                None => {
                    self.after_manager();
                    return self.advance();
                }
            },
            State::SetManager => match &self.report.then {
                Some(request) => (Step::Perform, Purpose::SetManager, request.clone()),
                None => {
                    self.after_manager();
                    return self.advance();
                }
            },
            State::ReadBack => match &self.report.resource_id {
                Some(id) => (Step::Perform, Purpose::ReadBack, ScimRequest::get(format!("/Users/{id}"))),
                None => {
                    self.finish(self.report.action);
                    return Next::Done;
                }
            },
        };
        Next::Send { step, purpose, request }
    }

    /// Takes the answer to the last request; `None` when nothing came back.
    pub fn answer(&mut self, answer: Option<ScimAnswer>) {
        match self.state.clone() {
            State::Begin | State::Done => {}
            State::ReadLinked => self.read_linked(answer),
            State::Match(index) => self.matched(index, answer),
            State::Write => self.written(answer),
            State::LookForManager => self.manager_found(answer),
            State::SetManager => self.manager_set(answer),
            State::ReadBack => {
                if let Some(ScimAnswer { status: 200, body }) = answer {
                    self.report.after = body;
                }
                self.finish(self.report.action);
            }
        }
    }

    /// The report so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The report; whole once [`Next::Done`] was returned.
    pub fn into_report(self) -> Report {
        self.report
    }

    fn import_and_scope(&mut self) {
        self.step(Step::Import, StepStatus::Success, Finding::Imported { enabled: self.user.enabled });
        let scope = match (self.user.assigned, self.user.enabled) {
            (false, _) => (StepStatus::Skipped, Finding::NotAssigned),
            (true, false) => (StepStatus::Skipped, Finding::Disabled),
            (true, true) if !self.report.scope.included => (StepStatus::Skipped, Finding::OutOfScope),
            (true, true) => (StepStatus::Success, Finding::InScope),
        };
        self.step(Step::Scope, scope.0, scope.1);
        if !self.is_read {
            return self.skip(SkipReason::OutOfScope);
        }
        if self.link.is_some() {
            self.state = State::ReadLinked;
        } else if self.match_keys().is_empty() {
            self.step(Step::Match, StepStatus::Skipped, Finding::NoMatchingValue);
            self.skip(SkipReason::ImportSkipped);
        } else {
            self.state = State::Match(0);
        }
    }

    fn match_keys(&self) -> Vec<MatchKey> {
        keys(&self.table, &self.report.evaluated)
    }

    fn match_request(&self, index: usize) -> Option<ScimRequest> {
        self.match_keys().into_iter().nth(index).map(|key| look_for(&key))
    }

    fn matched(&mut self, index: usize, answer: Option<ScimAnswer>) {
        let found = match users_in(answer) {
            Ok(found) => found,
            Err(finding) => {
                if let Finding::Refused(refused) = &finding {
                    self.report.refused = Some(refused.clone());
                }
                self.step(Step::Match, StepStatus::Failure, finding);
                return self.finish(Action::Failed);
            }
        };
        match found.as_slice() {
            [] if index + 1 < self.match_keys().len() => self.state = State::Match(index + 1),
            [] => {
                self.step(Step::Match, StepStatus::Success, Finding::NotFound);
                self.plan_create();
            }
            [user] => self.found(user),
            several => {
                self.step(Step::Match, StepStatus::Failure, Finding::Duplicate { count: several.len() });
                self.finish(Action::Failed);
            }
        }
    }

    /// The user by the known id. One who is not there any more is a failure and not created again: `InvalidAnchor` (§6, §9).
    fn read_linked(&mut self, answer: Option<ScimAnswer>) {
        match answer {
            Some(ScimAnswer { status: 200, body: Some(user) }) => self.found(&user),
            Some(ScimAnswer { status: 200, body: None }) => {
                self.step(Step::Match, StepStatus::Failure, Finding::NoId);
                self.finish(Action::Failed);
            }
            answer => {
                let refused = refused(answer);
                self.report.refused = Some(refused.clone());
                self.step(Step::Match, StepStatus::Failure, Finding::Refused(refused));
                self.finish(Action::Failed);
            }
        }
    }

    fn found(&mut self, user: &serde_json::Value) {
        let Some(id) = id_of(user).map(str::to_owned) else {
            self.step(Step::Match, StepStatus::Failure, Finding::NoId);
            return self.finish(Action::Failed);
        };
        self.step(Step::Match, StepStatus::Success, Finding::Found { id: id.clone() });
        self.report.resource_id = Some(id);
        self.report.before = Some(user.clone());
        self.plan_update(user);
    }

    fn after_planning(&mut self) {
        self.state = match (self.mode, self.report.write.is_some()) {
            (Mode::Real, true) => State::Write,
            _ => State::LookForManager,
        };
    }

    fn written(&mut self, answer: Option<ScimAnswer>) {
        let creates = self.report.action == Action::Create;
        let expected: &[u16] = if creates { &[200, 201] } else { &[200, 204] };
        match answer {
            Some(answer) if expected.contains(&answer.status) && creates => {
                match answer.body.as_ref().and_then(id_of) {
                    Some(id) => {
                        self.report.resource_id = Some(id.to_owned());
                        self.state = State::LookForManager;
                    }
                    // Something may be stored, but nothing says under which id (§6.2).
                    None => {
                        self.step(Step::Perform, StepStatus::Failure, Finding::NoId);
                        self.state = State::Done;
                    }
                }
            }
            Some(answer) if expected.contains(&answer.status) => self.state = State::LookForManager,
            answer => {
                let refused = refused(answer);
                self.report.refused = Some(refused.clone());
                self.step(Step::Perform, StepStatus::Failure, Finding::Refused(refused));
                // Anything stored is worth a look; a refused create stored nothing.
                self.state = if self.report.before.is_some() { State::ReadBack } else { State::Done };
            }
        }
    }

    /// Writes and the manager are through: say what was done, and read back what is stored.
    fn after_manager(&mut self) {
        if self.report.manager_missing_from(self.manager.as_ref()) {
            self.report.manager = ManagerAction::NotInDirectory;
        }
        let changed = self.report.write.is_some() || self.report.then.is_some();
        let (status, finding) = match (self.mode, self.report.action) {
            _ if !changed => {
                self.report.action = Action::Skip(SkipReason::RedundantExport);
                (StepStatus::Skipped, Finding::Skip(SkipReason::RedundantExport))
            }
            (Mode::DryRun, Action::Create) => (StepStatus::Planned, Finding::WouldCreate),
            (Mode::DryRun, _) => (StepStatus::Planned, Finding::WouldUpdate),
            (Mode::Real, Action::Create) => (StepStatus::Success, Finding::Created),
            (Mode::Real, Action::Disable) => (StepStatus::Success, Finding::Deactivated),
            (Mode::Real, _) => (StepStatus::Success, Finding::Updated),
        };
        let refused = match &self.report.manager {
            ManagerAction::Refused(refused) => Some(refused.clone()),
            _ => None,
        };
        match refused {
            Some(refused) => self.step(Step::Perform, StepStatus::Failure, Finding::Refused(refused)),
            None => self.step(Step::Perform, status, finding),
        }
        self.state = if self.report.resource_id.is_some() { State::ReadBack } else { State::Done };
    }

    fn skip(&mut self, reason: SkipReason) {
        self.step(Step::Perform, StepStatus::Skipped, Finding::Skip(reason));
        self.finish(Action::Skip(reason));
    }

    fn finish(&mut self, action: Action) {
        self.report.action = action;
        self.state = State::Done;
    }

    fn step(&mut self, step: Step, status: StepStatus, finding: Finding) {
        self.report.steps.push(StepReport { step, status, finding });
    }
}
