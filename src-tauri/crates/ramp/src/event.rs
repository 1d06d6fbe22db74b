//! What Ramp did, told in a sentence that names who and what. Made from a code when something has happened, where
//! [`crate::words`] speaks of what would happen.

use crate::words::{self, Names};
use crate::{Code, Effect, Rule};

/// Something that happened in Ramp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The rule it rests on.
    pub rule: Rule,
    /// The stable kind, such as `invite-sent`. Never renamed.
    pub kind: &'static str,
    /// The sentence.
    pub sentence: String,
}

impl Event {
    /// What a code comes to once it is stored, or, for a refusal, once it was refused. `None` where another code of the
    /// same outcome tells it: an invite is told by its sender (R8).
    #[must_use]
    pub fn of(code: Code, names: &Names<'_>) -> Option<Self> {
        let person = if names.person.is_empty() { "Someone without a name" } else { names.person };
        let (kind, sentence) = match code {
            Code::Invited => return None,
            Code::SenderManager => {
                ("invite-sent", format!("Invite sent to {person}, from {}", names.manager))
            }
            Code::SenderOwner => ("invite-sent", format!("Invite sent to {person}, from the account owner")),
            Code::SpendPrograms => {
                ("spend-programs-issued", format!("Default Spend Programs issued to {person}"))
            }
            Code::Linked => ("user-linked", format!("{person} linked to the account that was there")),
            Code::Reactivated => ("user-reactivated", format!("{person} reactivated under the same id")),
            Code::Deactivated => ("user-deactivated", format!("{person} deactivated")),
            Code::Updated => ("user-updated", format!("{person} took Entra’s values")),
            Code::DefaultLocation => {
                ("default-location-applied", format!("Default location {} given to {person}", names.location))
            }
            Code::DefaultDepartment => (
                "default-department-applied",
                format!("Default department {} given to {person}", names.department),
            ),
            Code::LocationCreated => ("location-created", format!("Location {} created", names.location)),
            Code::DepartmentCreated => {
                ("department-created", format!("Department {} created", names.department))
            }
            Code::ManagerLinked => ("manager-linked", format!("{} is now {person}’s manager", names.manager)),
            Code::ManagerNotInRamp => (
                "manager-not-in-ramp",
                format!("{person} has no manager yet: the one Entra names is not in Ramp"),
            ),
            Code::EmailWaits => {
                ("email-change-waits", format!("Email change waits for {person}’s confirmation"))
            }
            Code::RoleManager => ("role-given", format!("{person} has the role Manager")),
            Code::RoleEmployee => ("role-given", format!("{person} has the role Employee")),
            Code::RoleSynced => ("role-synced", format!("{person} has the role {}, from Entra", names.role)),
            Code::RoleUnknown => (
                "role-not-recognised",
                format!("{person}’s role {} is not one Ramp knows, and was left out", names.role),
            ),
            Code::RoleGuestTooLate => (
                "guest-role-too-late",
                format!("{person} keeps the role: Guest is given at the first creation only"),
            ),
            refusal => {
                debug_assert_eq!(refusal.effect(), Effect::Refusal);
                (refused_kind(refusal)?, format!("Refused: {}", words::refusal(refusal, names)?))
            }
        };
        Some(Self { rule: code.rule(), kind, sentence })
    }

    /// The employee confirmed the new email (R11).
    #[must_use]
    pub fn email_confirmed(person: &str) -> Self {
        Self {
            rule: Rule(11),
            kind: "email-change-confirmed",
            sentence: format!("{person} confirmed the new email"),
        }
    }

    /// The admin disconnected the identity provider (R16).
    #[must_use]
    pub fn disconnected() -> Self {
        Self {
            rule: Rule(16),
            kind: "disconnected",
            sentence: "Entra disconnected: no token is valid any more".to_owned(),
        }
    }
}

fn refused_kind(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::UserNameMissing => "refused-user-name-missing",
        Code::UserNameTaken => "refused-user-name-taken",
        Code::GivenNameMissing => "refused-first-name-missing",
        Code::FamilyNameMissing => "refused-last-name-missing",
        Code::EmailMissing => "refused-email-missing",
        Code::LocationMissing => "refused-location-missing",
        Code::DepartmentMissing => "refused-department-missing",
        Code::ManagerCannotManage => "refused-manager-cannot-manage",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const NAMES: Names<'_> = Names {
        person: "Ana Silva",
        location: "Lisbon",
        department: "Finance",
        manager: "Rui Costa",
        manager_role: "IT Admin",
        role: "Admin",
    };

    #[test]
    fn every_code_but_the_invite_itself_is_told() {
        for &code in Code::ALL {
            match Event::of(code, &NAMES) {
                None => assert_eq!(code, Code::Invited),
                Some(event) => {
                    assert_eq!(event.rule, code.rule());
                    assert!(event.kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
                    assert_eq!(code.effect() == Effect::Refusal, event.kind.starts_with("refused-"));
                }
            }
        }
    }

    #[test]
    fn refusals_have_a_kind_each() {
        let refusals = Code::ALL.iter().filter(|code| code.effect() == Effect::Refusal);
        let kinds: Vec<_> = refusals.filter_map(|&code| refused_kind(code)).collect();
        assert_eq!(kinds.iter().collect::<BTreeSet<_>>().len(), kinds.len());
    }

    #[test]
    fn sentences_name_who_and_what() {
        let told = |code| Event::of(code, &NAMES).map(|event| event.sentence).unwrap_or_default();
        assert_eq!(told(Code::SenderManager), "Invite sent to Ana Silva, from Rui Costa");
        assert_eq!(told(Code::LocationCreated), "Location Lisbon created");
        assert_eq!(told(Code::EmailWaits), "Email change waits for Ana Silva’s confirmation");
        assert_eq!(told(Code::Deactivated), "Ana Silva deactivated");
        assert_eq!(
            told(Code::ManagerCannotManage),
            "Refused: Rui Costa is the manager of Ana Silva and has the role IT Admin in Ramp, which can’t manage anyone."
        );
    }
}
