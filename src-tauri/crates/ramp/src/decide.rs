//! The decision itself.

use crate::{Code, Facts, Manager, Operation, Outcome, RoleChange, Settings};

/// What Ramp does with a write (R1–R11, R15, R17). Pure: the same facts and settings always give the same outcome.
///
/// A refused outcome holds every refusal at once (R2: the detail names every missing attribute) and the consequences
/// that would have followed; nothing of it is stored.
pub fn decide(facts: &impl Facts, settings: &Settings) -> Outcome {
    let mut outcome = Outcome::default();
    identity(facts, &mut outcome);
    // A deactivation asks for nothing: an account that can't be switched off would be the worse fault (assumed).
    if deactivates(facts) {
        outcome.insert(Code::Deactivated);
        return outcome;
    }
    names(facts, &mut outcome);
    location(facts, settings, &mut outcome);
    department(facts, settings, &mut outcome);
    manager(facts, &mut outcome);
    account(facts, &mut outcome);
    role(facts, &mut outcome);
    outcome
}

fn deactivates(facts: &impl Facts) -> bool {
    !facts.active() && facts.operation() != Operation::Create
}

fn invites(facts: &impl Facts) -> bool {
    matches!(facts.operation(), Operation::Create)
}

/// R1.
fn identity(facts: &impl Facts, outcome: &mut Outcome) {
    if facts.user_name().is_none() {
        outcome.insert(Code::UserNameMissing);
    } else if facts.user_name_taken() {
        outcome.insert(Code::UserNameTaken);
    }
}

/// R2, and R11 for an account that has an email already.
fn names(facts: &impl Facts, outcome: &mut Outcome) {
    if !matches!(facts.operation(), Operation::Update { .. }) {
        for (missing, code) in [
            (facts.given_name().is_none(), Code::GivenNameMissing),
            (facts.family_name().is_none(), Code::FamilyNameMissing),
            (facts.email().is_none(), Code::EmailMissing),
        ] {
            if missing {
                outcome.insert(code);
            }
        }
    }
    if facts.email_changes() {
        outcome.insert(Code::EmailWaits);
    }
}

/// R3 and R4 for the location.
fn location(facts: &impl Facts, settings: &Settings, outcome: &mut Outcome) {
    let name = facts.locality().or_else(|| {
        outcome.insert(match settings.default_location {
            Some(_) => Code::DefaultLocation,
            None => Code::LocationMissing,
        });
        settings.default_location.as_deref()
    });
    if name.is_some_and(|name| !facts.location_exists(name)) {
        outcome.insert(Code::LocationCreated);
    }
}

/// R3 and R4 for the department.
fn department(facts: &impl Facts, settings: &Settings, outcome: &mut Outcome) {
    let name = facts.department().or_else(|| {
        outcome.insert(match settings.default_department {
            Some(_) => Code::DefaultDepartment,
            None => Code::DepartmentMissing,
        });
        settings.default_department.as_deref()
    });
    if name.is_some_and(|name| !facts.department_exists(name)) {
        outcome.insert(Code::DepartmentCreated);
    }
}

/// R5, R6, and R8 for an invite.
fn manager(facts: &impl Facts, outcome: &mut Outcome) {
    let linked = match facts.manager() {
        Manager::None => false,
        Manager::NotInRamp => {
            outcome.insert(Code::ManagerNotInRamp);
            false
        }
        Manager::InRamp(role) if !role.can_manage() => {
            outcome.insert(Code::ManagerCannotManage);
            false
        }
        Manager::InRamp(_) => {
            outcome.insert(Code::ManagerLinked);
            true
        }
    };
    if invites(facts) {
        outcome.insert(if linked { Code::SenderManager } else { Code::SenderOwner });
    }
}

/// R9, R10, R13, R17: what becomes of the account.
fn account(facts: &impl Facts, outcome: &mut Outcome) {
    match facts.operation() {
        Operation::Create => {
            outcome.insert(Code::Invited);
            outcome.insert(Code::SpendPrograms);
        }
        Operation::CreateOnto { deactivated: true } | Operation::Update { was_active: false } => {
            outcome.insert(Code::Reactivated);
        }
        Operation::CreateOnto { deactivated: false } => outcome.insert(Code::Linked),
        Operation::Update { was_active: true } => outcome.insert(Code::Updated),
    }
}

/// R7, and R15 where the account syncs roles.
fn role(facts: &impl Facts, outcome: &mut Outcome) {
    let change = facts.role_wish().change(facts.operation());
    match change {
        RoleChange::Give(_) => outcome.insert(Code::RoleSynced),
        RoleChange::GuestTooLate => outcome.insert(Code::RoleGuestTooLate),
        RoleChange::Unknown => outcome.insert(Code::RoleUnknown),
        RoleChange::Keep | RoleChange::Follow => {}
    }
    if invites(facts) && !matches!(change, RoleChange::Give(_)) {
        outcome.insert(if facts.is_manager() { Code::RoleManager } else { Code::RoleEmployee });
    }
}
