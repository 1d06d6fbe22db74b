//! Which events a write comes to: what the rules said, less what did not change.

use onramp_ramp::words::Names;
use onramp_ramp::{Code, Effect, Event, Manager, Operation, Outcome, Role};

use super::document::Document;
use super::store::Account;
use super::store::events::NewEvent;

/// A decided write, as far as its events go.
pub(super) struct Telling<'a> {
    pub(super) outcome: Outcome,
    pub(super) operation: Operation,
    /// What the account held.
    pub(super) before: &'a Document,
    /// What it shall hold.
    pub(super) after: &'a Document,
    pub(super) location: Option<&'a str>,
    pub(super) department: Option<&'a str>,
    pub(super) manager: Option<(&'a Account, Manager)>,
    /// The role's name, or its value where Ramp does not know it (R15).
    pub(super) role: &'a str,
}

impl Telling<'_> {
    /// Every refusal. `id` is the account's, where there is one that shall change.
    pub(super) fn refusals(&self, id: Option<&str>) -> Vec<NewEvent> {
        self.told(id, |code| code.effect() == Effect::Refusal)
    }

    /// What follows for the account and for its manager. The id of an account yet to be made is left out.
    pub(super) fn consequences(&self, id: Option<&str>) -> Vec<NewEvent> {
        let mut events = self.told(id, |code| self.is_news(code));
        events.extend(self.new_manager());
        events
    }

    fn told(&self, id: Option<&str>, wanted: impl Fn(Code) -> bool) -> Vec<NewEvent> {
        let person = name_of(self.after);
        let manager = self.manager.map(|(account, _)| name_of(&account.document)).unwrap_or_default();
        let manager_role = match self.manager {
            Some((_, Manager::InRamp(role))) => role.name(),
            _ => "",
        };
        let names = Names {
            person: &person,
            location: self.location.unwrap_or_default(),
            department: self.department.unwrap_or_default(),
            manager: &manager,
            manager_role,
            role: self.role,
        };
        let codes = self.outcome.codes().filter(|&code| wanted(code));
        codes.filter_map(|code| Event::of(code, &names)).map(|event| about(event, id, &person)).collect()
    }

    /// The rules say of every write what holds after it; an event is what was otherwise before.
    fn is_news(&self, code: Code) -> bool {
        match code {
            Code::ManagerLinked => self.links_anew(),
            Code::Deactivated => self.operation == (Operation::Update { was_active: true }),
            _ => true,
        }
    }

    fn links_anew(&self) -> bool {
        self.operation == Operation::Create || self.before.manager != self.after.manager
    }

    /// Whoever gets a first report has the role Manager from then on (R7).
    fn new_manager(&self) -> Option<NewEvent> {
        let (account, Manager::InRamp(Role::Employee)) = self.manager? else { return None };
        if account.role.is_some() || !self.outcome.contains(Code::ManagerLinked) || !self.links_anew() {
            return None;
        }
        let person = name_of(&account.document);
        let event = Event::of(Code::RoleManager, &Names { person: &person, ..Names::default() })?;
        Some(about(event, Some(&account.id), &person))
    }
}

/// The account is deactivated by a DELETE (R10).
pub(super) fn deactivated(account: &Account) -> Option<NewEvent> {
    let person = name_of(&account.document);
    let event = Event::of(Code::Deactivated, &Names { person: &person, ..Names::default() })?;
    Some(about(event, Some(&account.id), &person))
}

fn about(event: Event, id: Option<&str>, person: &str) -> NewEvent {
    NewEvent {
        event,
        user_id: id.map(str::to_owned),
        user_name: Some(person.to_owned()).filter(|name| !name.is_empty()),
    }
}

/// First and last name, or else what the person signs in with.
fn name_of(document: &Document) -> String {
    let name = document.full_name();
    if name.is_empty() { document.user_name.clone().unwrap_or_default() } else { name }
}
