//! The engine: one user through import, scope, match and perform. It returns requests and takes answers.

use onramp_mapping::{Apply, Evaluated, MappingTable, RowOutcome, evaluate};
use onramp_scim::filter::Filter;
use onramp_scim::path::{self, AttributePath};
use onramp_scim::request::{ScimAnswer, ScimRequest};
use onramp_scim::urn;
use serde_json::{Value, json};

use crate::dialect::{Change, Dialect, patch};
use crate::directory::DirectoryUser;
use crate::report::{
    Action, Finding, ManagerAction, Refused, Report, SkipReason, Step, StepReport, StepStatus, reference_id,
    same,
};

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
    manager: Option<DirectoryUser>,
    dialect: Dialect,
    mode: Mode,
    state: State,
    report: Report,
}

/// A person who is asked for by a matching attribute.
struct MatchKey {
    path: AttributePath,
    value: String,
}

impl Provisioning {
    /// A run of `user` through `table`. `manager` is the user's manager as the directory has them, where it does.
    pub fn new(
        table: MappingTable,
        user: DirectoryUser,
        manager: Option<DirectoryUser>,
        dialect: Dialect,
        mode: Mode,
    ) -> Self {
        let evaluated = evaluate(&table, &user);
        let report = Report {
            steps: Vec::new(),
            action: Action::Failed,
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
        Self { table, user, manager, dialect, mode, state: State::Begin, report }
    }

    /// The next request, or the end.
    pub fn advance(&mut self) -> Next {
        if self.state == State::Begin {
            self.import_and_scope();
        }
        let (step, purpose, request) = match &self.state {
            State::Begin | State::Done => return Next::Done,
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

    /// The report so far; whole once [`Next::Done`] was returned.
    pub fn into_report(self) -> Report {
        self.report
    }

    fn import_and_scope(&mut self) {
        self.step(Step::Import, StepStatus::Success, Finding::Imported { enabled: self.user.enabled });
        let scope = match (self.user.assigned, self.user.enabled) {
            (false, _) => (StepStatus::Skipped, Finding::NotAssigned),
            (true, false) => (StepStatus::Skipped, Finding::Disabled),
            (true, true) => (StepStatus::Success, Finding::InScope),
        };
        self.step(Step::Scope, scope.0, scope.1);
        if self.match_keys().is_empty() {
            self.step(Step::Match, StepStatus::Skipped, Finding::NoMatchingValue);
            self.skip(SkipReason::ImportSkipped);
        } else {
            self.state = State::Match(0);
        }
    }

    /// Matching attributes that have a value, in order of precedence; each is tried alone (§6).
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
            [user] => {
                let id = user.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
                self.step(Step::Match, StepStatus::Success, Finding::Found { id: id.clone() });
                self.report.resource_id = Some(id);
                self.report.before = Some(user.clone());
                self.plan_update(user);
            }
            several => {
                self.step(Step::Match, StepStatus::Failure, Finding::Duplicate { count: several.len() });
                self.finish(Action::Failed);
            }
        }
    }

    fn in_scope(&self) -> bool {
        self.user.assigned && self.user.enabled
    }

    fn plan_create(&mut self) {
        if !self.user.assigned {
            return self.skip(SkipReason::NotEffectivelyEntitled);
        }
        if !self.user.enabled {
            return self.skip(SkipReason::DisabledInSource);
        }
        self.report.action = Action::Create;
        self.report.write = Some(ScimRequest::post("/Users", self.create_body()));
        self.after_planning();
    }

    /// The create body: core and enterprise schema always, `meta.resourceType` as Entra sends it (§6.2).
    fn create_body(&self) -> Value {
        let mut body = json!({"schemas": [urn::USER, urn::ENTERPRISE_USER]});
        if let Some(members) = body.as_object_mut() {
            members.extend(self.report.evaluated.resource(&self.table));
            members.insert("meta".to_owned(), json!({"resourceType": "User"}));
        }
        body
    }

    fn plan_update(&mut self, stored: &Value) {
        let mut changes = self.changes(stored);
        if !self.in_scope() {
            // Somebody out of scope gets the disable and nothing else (§6.4).
            changes.retain(|change| change.target == "active");
            self.report.manager = ManagerAction::None;
            if self.table.row("active").is_none() {
                return self.skip(SkipReason::ActiveNotMapped);
            }
        }
        self.report.action = if self.in_scope() { Action::Update } else { Action::Disable };
        if !changes.is_empty() {
            let id = self.report.resource_id.clone().unwrap_or_default();
            self.report.write = Some(patch(&format!("/Users/{id}"), &changes, self.dialect));
        }
        self.report.changes = changes;
        self.after_planning();
    }

    /// Rows whose value differs from what the target has. Empty values are never sent (§6.7).
    fn changes(&self, stored: &Value) -> Vec<Change> {
        let rows = self.report.evaluated.rows.iter();
        rows.filter_map(|value| {
            let row = self.table.rows.get(value.row)?;
            let RowOutcome::Sent(new) = &value.outcome else { return None };
            if row.apply == Apply::OnlyDuringCreation {
                return None;
            }
            let old = path::get(stored, &AttributePath::parse(&row.target).ok()?);
            let changed = old.as_ref().is_none_or(|old| !same(old, new));
            changed.then(|| Change { target: row.target.clone(), old, new: Some(new.clone()) })
        })
        .collect()
    }

    fn after_planning(&mut self) {
        self.state = match (self.mode, self.report.write.is_some()) {
            (Mode::Real, true) => State::Write,
            _ => State::LookForManager,
        };
    }

    fn written(&mut self, answer: Option<ScimAnswer>) {
        let expected: &[u16] = if self.report.action == Action::Create { &[200, 201] } else { &[200, 204] };
        match answer {
            Some(answer) if expected.contains(&answer.status) => {
                if let Some(id) = answer.body.as_ref().and_then(|body| body.get("id")).and_then(Value::as_str)
                {
                    self.report.resource_id = Some(id.to_owned());
                }
                self.state = State::LookForManager;
            }
            answer => {
                let refused = refused(answer);
                self.report.refused = Some(refused.clone());
                self.step(Step::Perform, StepStatus::Failure, Finding::Refused(refused));
                // Anything stored is worth a look; a refused create stored nothing.
                self.state = if self.report.before.is_some() { State::ReadBack } else { State::Done };
            }
        }
    }

    fn manager_request(&self) -> Option<ScimRequest> {
        if !matches!(self.report.manager, ManagerAction::NotInTarget { .. }) {
            return None;
        }
        let manager = self.manager.as_ref()?;
        keys(&self.table, &evaluate(&self.table, manager)).first().map(look_for)
    }

    fn manager_found(&mut self, answer: Option<ScimAnswer>) {
        let id = users_in(answer).ok().and_then(|found| match found.as_slice() {
            [manager] => manager.get("id").and_then(Value::as_str).map(str::to_owned),
            _ => None,
        });
        let (Some(id), Some(row)) = (id, self.manager_row()) else { return self.after_manager() };
        let target = row.to_owned();
        let old = self.report.before.as_ref().and_then(|before| {
            let stored = path::get(before, &AttributePath::parse(&target).ok()?)?;
            reference_id(&stored)
        });
        if old.as_ref().and_then(Value::as_str) == Some(id.as_str()) {
            self.report.manager = ManagerAction::AlreadyLinked { id };
            return self.after_manager();
        }
        let change = Change { target, old, new: Some(id.clone().into()) };
        let user = self.report.resource_id.clone().unwrap_or_else(|| "{id}".to_owned());
        self.report.then =
            Some(patch(&format!("/Users/{user}"), std::slice::from_ref(&change), self.dialect));
        if self.mode == Mode::Real {
            self.report.changes.push(change);
            self.report.manager = ManagerAction::Linked { id };
            self.state = State::SetManager;
        } else {
            self.report.manager = ManagerAction::WouldLink { id };
            self.after_manager();
        }
    }

    fn manager_set(&mut self, answer: Option<ScimAnswer>) {
        if !answer.as_ref().is_some_and(|answer| matches!(answer.status, 200 | 204)) {
            self.report.changes.pop();
            self.report.manager = ManagerAction::Refused(refused(answer));
        }
        self.after_manager();
    }

    fn manager_row(&self) -> Option<&str> {
        let rows = self.report.evaluated.rows.iter();
        rows.filter(|value| matches!(value.outcome, RowOutcome::Reference(_)))
            .find_map(|value| self.table.rows.get(value.row).map(|row| row.target.as_str()))
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

impl Report {
    fn manager_missing_from(&self, manager: Option<&DirectoryUser>) -> bool {
        manager.is_none() && matches!(self.manager, ManagerAction::NotInTarget { .. })
    }
}

/// Before anyone is asked, a mapped manager counts as not in the target.
fn first_manager_action(evaluated: &Evaluated, user: &DirectoryUser) -> ManagerAction {
    let mapped = evaluated.rows.iter().any(|value| matches!(value.outcome, RowOutcome::Reference(_)));
    match (&user.manager, mapped) {
        (None, _) => ManagerAction::None,
        (Some(_), false) => ManagerAction::NotMapped,
        (Some(manager), true) => ManagerAction::NotInTarget {
            name: manager.display_name.clone().unwrap_or_else(|| manager.id.clone()),
        },
    }
}

fn keys(table: &MappingTable, evaluated: &Evaluated) -> Vec<MatchKey> {
    let matching = table.matching();
    matching
        .into_iter()
        .filter_map(|row| {
            let index = table.rows.iter().position(|candidate| std::ptr::eq(candidate, row))?;
            Some(MatchKey { path: AttributePath::parse(&row.target).ok()?, value: evaluated.text_of(index)? })
        })
        .collect()
}

/// The matching query (§6.1).
fn look_for(key: &MatchKey) -> ScimRequest {
    let mut request = ScimRequest::get("/Users");
    request.query.push(("filter".to_owned(), Filter::eq(&key.path, &key.value).to_string()));
    request
}

fn users_in(answer: Option<ScimAnswer>) -> Result<Vec<Value>, Finding> {
    match answer {
        Some(ScimAnswer { status: 200, body: Some(body) }) => {
            body.get("Resources")
                .map(|resources| resources.as_array().cloned().ok_or(Finding::NotAList))
                // A service may leave out an empty Resources (RFC 7644 §3.4.2).
                .unwrap_or_else(|| match body.get("totalResults").and_then(Value::as_u64) {
                    Some(0) => Ok(Vec::new()),
                    _ => Err(Finding::NotAList),
                })
        }
        Some(ScimAnswer { status: 200, body: None }) => Err(Finding::NotAList),
        answer => Err(Finding::Refused(refused(answer))),
    }
}

fn refused(answer: Option<ScimAnswer>) -> Refused {
    let Some(answer) = answer else { return Refused { status: None, scim_type: None, detail: None } };
    let text = |key: &str| answer.body.as_ref()?.get(key)?.as_str().map(str::to_owned);
    Refused { status: Some(answer.status), scim_type: text("scimType"), detail: text("detail") }
}
