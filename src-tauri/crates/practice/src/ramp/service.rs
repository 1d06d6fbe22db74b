//! Create, change and delete: the rules are asked, their outcome is stored.

use onramp_ramp::{
    Account as Known, Code, Facts, Manager, Operation, Outcome, RequestFacts, RoleChange, RoleWish, Rule,
    Settings, decide,
};
use onramp_scim::ScimError;

use super::document::Document;
use super::reply::Refusal;
use super::store::events::{self, NewEvent};
use super::store::{self, Account, Place, Store, Writing, waits};
use super::telling::{self, Telling};
use crate::world::Rules;

/// R1, R2 to R5, R7, R8, R10 and R17: a new account, or one that is there and not managed by SCIM. By plain rules always
/// a new one.
pub(super) fn create(data: &Writing<'_>, rules: Rules, document: Document) -> Result<Account, Refusal> {
    let met = match rules {
        Rules::Ramp => existing(data, &document)?,
        Rules::Plain => plain_holder(data, &document)?,
    };
    let mut account = match met {
        Some(account) => account,
        None => Account::new(document.clone()),
    };
    let operation = match account.seq {
        // Managed already: the rules refuse it, because the name is taken.
        Some(_) if account.managed => Operation::Create,
        Some(_) => Operation::CreateOnto { deactivated: !account.document.active },
        None => Operation::Create,
    };
    let own_id = if account.managed { None } else { Some(account.id.clone()) };
    let settled = settle(data, rules, document, operation, own_id.as_deref(), &account.document)?;
    account.managed = true;
    settled.store(data, rules, &mut account)?;
    Ok(account)
}

/// The account a create meets: by `userName`, or one made by hand in Ramp with the same email (R17; by email assumed).
fn existing(data: &Writing<'_>, document: &Document) -> Result<Option<Account>, Refusal> {
    if let Some(name) = &document.user_name
        && let Some(account) = store::by_user_name(data, name)?
    {
        return Ok(Some(account));
    }
    match &document.email {
        Some(email) => Ok(store::unmanaged_by_email(data, email)?),
        None => Ok(None),
    }
}

/// Who holds the name among those a plain service knows: its resources. An account that Ramp's rules kept after a DELETE
/// makes way.
fn plain_holder(data: &Writing<'_>, document: &Document) -> Result<Option<Account>, Refusal> {
    let Some(name) = &document.user_name else { return Ok(None) };
    match store::by_user_name(data, name)? {
        Some(account) if !account.managed => {
            store::erase(data, &account.id)?;
            Ok(None)
        }
        holder => Ok(holder),
    }
}

/// What `change` makes of a managed user. Nothing is decided or stored where it changes nothing.
pub(super) fn update(
    data: &Writing<'_>,
    rules: Rules,
    id: &str,
    change: impl FnOnce(&Account) -> Result<Document, ScimError>,
) -> Result<Account, Refusal> {
    let mut account = find(data, id)?;
    let document = change(&account)?;
    if document == account.document {
        return Ok(account);
    }
    if rules == Rules::Plain {
        plain_holder(data, &document)?;
    }
    let operation = Operation::Update { was_active: account.document.active };
    let settled = settle(data, rules, document, operation, Some(id), &account.document)?;
    settled.store(data, rules, &mut account)?;
    Ok(account)
}

/// R10: the account stays, deactivated; the SCIM resource is gone. By plain rules both are.
pub(super) fn delete(data: &Writing<'_>, rules: Rules, id: &str) -> Result<(), Refusal> {
    let mut account = find(data, id)?;
    store::teams::leave_all(data, &account.id)?;
    if rules == Rules::Plain {
        return Ok(store::erase(data, &account.id)?);
    }
    if account.document.active
        && let Some(event) = telling::deactivated(&account)
    {
        events::insert(data, &event)?;
    }
    account.managed = false;
    account.document.set_active(false);
    Ok(store::save(data, &mut account)?)
}

/// The user that SCIM manages under this id, or 404.
pub(super) fn find(data: &rusqlite::Connection, id: &str) -> Result<Account, Refusal> {
    match store::by_id(data, id)? {
        Some(account) if account.managed => Ok(account),
        _ => Err(ScimError::new(404, format!("There is no user {id}.")).into()),
    }
}

/// A write the rules let through, with what they made of it.
struct Settled {
    document: Document,
    outcome: Outcome,
    role: RoleChange,
    /// What it comes to, still without the account's id.
    events: Vec<NewEvent>,
}

impl Settled {
    fn store(self, data: &Writing<'_>, rules: Rules, account: &mut Account) -> Result<(), Refusal> {
        let Self { document, outcome, role, events } = self;
        let is_new = account.seq.is_none();
        let email_before = account.document.email.take();
        if rules == Rules::Ramp {
            account.location = place(data, Place::Location, document.locality.as_deref())?;
            account.department = place(data, Place::Department, document.department.as_deref())?;
        }
        account.document = document;
        match role {
            RoleChange::Give(role) => account.role = Some(role),
            RoleChange::Follow => account.role = None,
            RoleChange::Keep | RoleChange::GuestTooLate | RoleChange::Unknown => {}
        }
        store::save(data, account)?;
        if outcome.contains(Code::Invited) {
            let manager = account.document.manager.as_deref();
            store::record_invite(data, account, manager.filter(|_| outcome.contains(Code::SenderManager)))?;
        }
        if rules == Rules::Ramp && !is_new {
            keep_email(data, account, email_before.as_deref())?;
        }
        for mut event in events {
            event.user_id.get_or_insert_with(|| account.id.clone());
            events::insert(data, &event)?;
        }
        Ok(())
    }
}

/// R11: a new email waits, and the one before stays in force; one that is in force again waits for nothing.
fn keep_email(data: &Writing<'_>, account: &Account, before: Option<&str>) -> Result<(), Refusal> {
    let Some(requested) = account.document.email.as_deref() else { return Ok(()) };
    let kept = waits::in_force(data, &account.id)?;
    let Some(in_force) = kept.as_deref().or(before) else { return Ok(()) };
    if in_force.eq_ignore_ascii_case(requested) {
        waits::end(data, &account.id)?;
    } else {
        waits::begin(data, &account.id, in_force)?;
    }
    Ok(())
}

/// R4: found by name, or made.
fn place(data: &Writing<'_>, kind: Place, name: Option<&str>) -> Result<Option<i64>, Refusal> {
    name.map(|name| store::find_or_create(data, kind, name)).transpose().map_err(Refusal::from)
}

fn settle(
    data: &Writing<'_>,
    rules: Rules,
    mut document: Document,
    operation: Operation,
    own_id: Option<&str>,
    before: &Document,
) -> Result<Settled, Refusal> {
    let (settings, role_sync) = Store::settings_and_role_sync(data)?;
    let manager = match &document.manager {
        Some(id) => store::by_id(data, id)?,
        None => None,
    };
    let known = Known {
        role_sync,
        ..known(data, &document, operation, own_id, before, manager.as_ref(), &settings)?
    };
    let mut facts = RequestFacts::new(document.resource(), &known);
    if operation != Operation::Create && document.resource().get("roles") == before.resource().get("roles") {
        facts = facts.leaving_roles();
    }
    let outcome = match rules {
        Rules::Ramp => decide(&facts, &settings),
        Rules::Plain => identity_only(decide(&facts, &settings)),
    };
    let wish = facts.role_wish();
    let role = match rules {
        Rules::Ramp if !outcome.contains(Code::Deactivated) => wish.change(operation),
        _ => RoleChange::Keep,
    };
    let telling = Telling {
        outcome,
        operation,
        before,
        after: &document,
        location: document.locality.as_deref().or(settings.default_location.as_deref()),
        department: document.department.as_deref().or(settings.default_department.as_deref()),
        manager: manager.as_ref().map(|account| (account, known.manager)),
        role: match (role, wish) {
            (RoleChange::Give(role), _) => role.name(),
            (_, RoleWish::Value(value)) => value,
            _ => "",
        },
    };
    let who = match (&manager, known.manager) {
        (Some(account), Manager::InRamp(role)) => {
            Some(format!("{}, who has the role {}", account.document.full_name(), role.name()))
        }
        _ => None,
    };
    if let Some(refusal) = outcome.refusal(who.as_deref()) {
        if rules == Rules::Ramp {
            telling
                .refusals(own_id.filter(|_| operation != Operation::Create))
                .into_iter()
                .for_each(|event| data.tell_refusal(event));
        }
        return Err(ScimError::new(refusal.status, refusal.detail).with_type(refusal.scim_type).into());
    }
    let events = if rules == Rules::Ramp { telling.consequences(own_id) } else { Vec::new() };
    if manager.is_none() && rules == Rules::Ramp {
        // R5: without one, until Entra sends the link again.
        document.clear_manager();
    }
    if outcome.contains(Code::DefaultLocation) {
        document.set_locality(settings.default_location);
    }
    if outcome.contains(Code::DefaultDepartment) {
        document.set_department(settings.default_department);
    }
    Ok(Settled { document, outcome, role, events })
}

/// What the account holds, as far as the rules ask. Whether it syncs roles is a setting.
fn known(
    data: &Writing<'_>,
    document: &Document,
    operation: Operation,
    own_id: Option<&str>,
    before: &Document,
    manager: Option<&Account>,
    settings: &Settings,
) -> Result<Known, Refusal> {
    let holder = match &document.user_name {
        Some(name) => store::holder_of(data, name)?,
        None => None,
    };
    Ok(Known {
        operation,
        user_name_taken: holder.is_some_and(|holder| Some(holder.as_str()) != own_id),
        manager: match (&document.manager, manager) {
            (None, _) => Manager::None,
            (Some(_), None) => Manager::NotInRamp,
            (Some(_), Some(account)) => Manager::InRamp(store::role_of(data, account)?),
        },
        is_manager: own_id.map_or(Ok(false), |id| store::has_reports(data, id))?,
        locations: place_known(data, Place::Location, &document.locality, &settings.default_location)?,
        departments: place_known(
            data,
            Place::Department,
            &document.department,
            &settings.default_department,
        )?,
        current_email: current_email(data, document, operation, own_id, before)?,
        role_sync: false,
    })
}

/// The name Ramp has for the place that counts, where it has one. The rules ask for no other (R3, R4).
fn place_known(
    data: &Writing<'_>,
    kind: Place,
    named: &Option<String>,
    default: &Option<String>,
) -> Result<Vec<String>, Refusal> {
    match named.as_deref().or(default.as_deref()) {
        Some(name) => Ok(store::known_as(data, kind, name)?.into_iter().collect()),
        None => Ok(Vec::new()),
    }
}

/// The email a new one is held against (R11): the one in force, or the requested one where the request leaves it alone.
fn current_email(
    data: &Writing<'_>,
    document: &Document,
    operation: Operation,
    own_id: Option<&str>,
    before: &Document,
) -> Result<Option<String>, Refusal> {
    let in_force = match own_id {
        _ if operation == Operation::Create || document.email == before.email => None,
        Some(id) => waits::in_force(data, id)?,
        None => None,
    };
    Ok(match operation {
        Operation::Create => None,
        _ => in_force.or_else(|| before.email.clone()),
    })
}

/// What is left of an outcome where R1 alone holds: no defaults, no invite, no judgement of the manager.
fn identity_only(outcome: Outcome) -> Outcome {
    let mut left = Outcome::default();
    outcome.codes().filter(|code| code.rule() == Rule(1)).for_each(|code| left.insert(code));
    left
}
