//! Create, change and delete: the rules are asked, their outcome is stored.

use onramp_ramp::{
    Account as Known, Code, Manager, Operation, Outcome, RequestFacts, Rule, Settings, decide,
};
use onramp_scim::ScimError;
use rusqlite::Transaction;
use serde_json::Value;

use super::document::Document;
use super::reply::Refusal;
use super::store::{self, Account, Place, Store};
use crate::world::Rules;

/// R1, R2 to R5, R7, R8, R10 and R17: a new account, or one that is there and not managed by SCIM. By plain rules always
/// a new one.
pub(super) fn create(data: &Transaction<'_>, rules: Rules, document: Document) -> Result<Account, Refusal> {
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
fn existing(data: &Transaction<'_>, document: &Document) -> Result<Option<Account>, Refusal> {
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
fn plain_holder(data: &Transaction<'_>, document: &Document) -> Result<Option<Account>, Refusal> {
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
    data: &Transaction<'_>,
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
pub(super) fn delete(data: &Transaction<'_>, rules: Rules, id: &str) -> Result<(), Refusal> {
    let mut account = find(data, id)?;
    store::teams::leave_all(data, &account.id)?;
    if rules == Rules::Plain {
        return Ok(store::erase(data, &account.id)?);
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
}

impl Settled {
    fn store(self, data: &Transaction<'_>, rules: Rules, account: &mut Account) -> Result<(), Refusal> {
        let Self { document, outcome } = self;
        if rules == Rules::Ramp {
            account.location = place(data, Place::Location, document.locality.as_deref())?;
            account.department = place(data, Place::Department, document.department.as_deref())?;
        }
        account.document = document;
        store::save(data, account)?;
        if outcome.contains(Code::Invited) {
            let manager = account.document.manager.as_deref();
            store::record_invite(
                data,
                &account.id,
                manager.filter(|_| outcome.contains(Code::SenderManager)),
            )?;
        }
        Ok(())
    }
}

/// R4: found by name, or made.
fn place(data: &Transaction<'_>, kind: Place, name: Option<&str>) -> Result<Option<i64>, Refusal> {
    name.map(|name| store::find_or_create(data, kind, name)).transpose().map_err(Refusal::from)
}

fn settle(
    data: &Transaction<'_>,
    rules: Rules,
    mut document: Document,
    operation: Operation,
    own_id: Option<&str>,
    before: &Document,
) -> Result<Settled, Refusal> {
    let settings: Settings = Store::settings(data)?.into();
    let manager = match &document.manager {
        Some(id) => store::by_id(data, id)?,
        None => None,
    };
    let known = known(data, &document, operation, own_id, before, manager.as_ref())?;
    let resource = Value::Object(document.resource().clone());
    let outcome = match rules {
        Rules::Ramp => decide(&RequestFacts::new(&resource, &known), &settings),
        Rules::Plain => identity_only(decide(&RequestFacts::new(&resource, &known), &settings)),
    };
    let who = match (&manager, known.manager) {
        (Some(account), Manager::InRamp(role)) => {
            Some(format!("{}, who has the role {}", account.document.full_name(), role.name()))
        }
        _ => None,
    };
    if let Some(refusal) = outcome.refusal(who.as_deref()) {
        return Err(ScimError::new(refusal.status, refusal.detail).with_type(refusal.scim_type).into());
    }
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
    Ok(Settled { document, outcome })
}

/// What the account holds, as far as the rules ask.
fn known(
    data: &Transaction<'_>,
    document: &Document,
    operation: Operation,
    own_id: Option<&str>,
    before: &Document,
    manager: Option<&Account>,
) -> Result<Known, Refusal> {
    let holder = match &document.user_name {
        Some(name) => store::by_user_name(data, name)?,
        None => None,
    };
    Ok(Known {
        operation,
        user_name_taken: holder.is_some_and(|holder| Some(holder.id.as_str()) != own_id),
        manager: match (&document.manager, manager) {
            (None, _) => Manager::None,
            (Some(_), None) => Manager::NotInRamp,
            (Some(_), Some(account)) => Manager::InRamp(store::role_of(data, account)?),
        },
        is_manager: own_id.map_or(Ok(false), |id| store::has_reports(data, id))?,
        locations: store::names(data, Place::Location)?,
        departments: store::names(data, Place::Department)?,
        current_email: if operation == Operation::Create { None } else { before.email.clone() },
    })
}

/// What is left of an outcome where R1 alone holds: no defaults, no invite, no judgement of the manager.
fn identity_only(outcome: Outcome) -> Outcome {
    let mut left = Outcome::default();
    outcome.codes().filter(|code| code.rule() == Rule(1)).for_each(|code| left.insert(code));
    left
}
