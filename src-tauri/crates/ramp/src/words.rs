//! Words for codes, in an admin's language. Made on demand, so that a decision stays a handful of bits.

use crate::Code;

/// The names a sentence may need. An empty one is left out of the sentence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names<'a> {
    /// The person.
    pub person: &'a str,
    /// Their location in Ramp.
    pub location: &'a str,
    /// Their department in Ramp.
    pub department: &'a str,
    /// Their manager.
    pub manager: &'a str,
    /// The manager's role.
    pub manager_role: &'a str,
    /// The role the person gets, or, where Ramp does not know it, its value as sent (R15).
    pub role: &'a str,
}

impl Names<'_> {
    fn manager(&self) -> &str {
        if self.manager.is_empty() { "the manager" } else { self.manager }
    }
}

/// A few words that fit a chip or a list: "Lisbon is new".
pub fn short(code: Code, names: &Names<'_>) -> String {
    match code {
        Code::UserNameMissing => "No userName".to_owned(),
        Code::UserNameTaken => "Another user has this userName".to_owned(),
        Code::GivenNameMissing => "No first name".to_owned(),
        Code::FamilyNameMissing => "No last name".to_owned(),
        Code::EmailMissing => "No work email".to_owned(),
        Code::LocationMissing => "No location, and no default location".to_owned(),
        Code::DepartmentMissing => "No department, and no default department".to_owned(),
        Code::ManagerCannotManage => {
            format!("{} has the role {}, which can’t manage", names.manager(), names.manager_role)
        }
        Code::ManagerNotInRamp => format!("{} is not in Ramp yet", names.manager()),
        Code::EmailWaits => "The new email waits for their confirmation".to_owned(),
        Code::RoleUnknown => format!("Ramp knows no role {}", names.role),
        Code::RoleGuestTooLate => "Guest is given at the first creation only".to_owned(),
        Code::Invited => "New account".to_owned(),
        Code::Linked => "Linked to the account they have".to_owned(),
        Code::Reactivated => "The account is reactivated".to_owned(),
        Code::Deactivated => "The account is deactivated, not deleted".to_owned(),
        Code::Updated => "Ramp takes Entra’s values".to_owned(),
        Code::DefaultLocation => format!("Default location {} applies", names.location),
        Code::DefaultDepartment => format!("Default department {} applies", names.department),
        Code::LocationCreated => format!("Location {} is new", names.location),
        Code::DepartmentCreated => format!("Department {} is new", names.department),
        Code::ManagerLinked => format!("Linked to {}", names.manager()),
        Code::RoleManager => "Role Manager".to_owned(),
        Code::RoleEmployee => "Role Employee".to_owned(),
        Code::RoleSynced => format!("Role {}", names.role),
        Code::SenderManager => format!("{} sends the invite", names.manager()),
        Code::SenderOwner => "The account owner sends the invite".to_owned(),
        Code::SpendPrograms => "Default Spend Programs are issued".to_owned(),
    }
}

/// A refusal in a full sentence that names the person and the way out.
pub fn refusal(code: Code, names: &Names<'_>) -> Option<String> {
    let person = names.person;
    Some(match code {
        Code::UserNameMissing => format!("Ramp needs a userName for {person}, and none arrives."),
        Code::UserNameTaken => format!("Another user in Ramp has the userName of {person}."),
        Code::GivenNameMissing => format!("{person} has no first name, and Ramp invites nobody without one."),
        Code::FamilyNameMissing => format!("{person} has no last name, and Ramp invites nobody without one."),
        Code::EmailMissing => format!("{person} has no work email, and Ramp invites nobody without one."),
        Code::LocationMissing => {
            format!("{person} has no city in Entra, and Ramp has no default location to fall back on.")
        }
        Code::DepartmentMissing => {
            format!(
                "{person} has no department in Entra, and Ramp has no default department to fall back on."
            )
        }
        Code::ManagerCannotManage => format!(
            "{} is the manager of {person} and has the role {} in Ramp, which can’t manage anyone.",
            names.manager(),
            names.manager_role
        ),
        _ => return None,
    })
}

/// What an admin can do about a refusal.
pub fn way_out(code: Code, names: &Names<'_>) -> Option<String> {
    Some(match code {
        Code::UserNameMissing => "Map userPrincipalName to userName, with a capital N.".to_owned(),
        Code::UserNameTaken => {
            "Look in Ramp for the other user, and give one of the two another sign-in name.".to_owned()
        }
        Code::GivenNameMissing => "Fill in givenName in Entra, or map another attribute to it.".to_owned(),
        Code::FamilyNameMissing => "Fill in surname in Entra, or map another attribute to it.".to_owned(),
        Code::EmailMissing => "Fill in mail in Entra, or map userPrincipalName to the work email.".to_owned(),
        Code::LocationMissing => {
            "Set a default location in Ramp’s SCIM settings, or fill in city in Entra.".to_owned()
        }
        Code::DepartmentMissing => {
            "Set a default department in Ramp’s SCIM settings, or fill in department in Entra.".to_owned()
        }
        Code::ManagerCannotManage => {
            format!("Give {} another role in Ramp, or name another manager in Entra.", names.manager())
        }
        _ => return None,
    })
}
