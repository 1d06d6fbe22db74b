//! Roles in Ramp, as far as the rules look at them.

use serde::{Deserialize, Serialize};

/// A role in Ramp (R7, R15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The account's owner; the sender of invites that have no manager (R8).
    Owner,
    /// Admin.
    Admin,
    /// Someone's manager, where roles are not synced (R7).
    Manager,
    /// Everyone else (R7).
    #[default]
    Employee,
    /// Accounting, also called Bookkeeper.
    Bookkeeper,
    /// IT Admin.
    ItAdmin,
    /// Guest.
    Guest,
}

impl Role {
    /// Whether someone with this role may be a manager. IT Admin and Accounting may not (R6).
    pub fn can_manage(self) -> bool {
        !matches!(self, Role::Bookkeeper | Role::ItAdmin)
    }

    /// The role's name in Ramp.
    pub fn name(self) -> &'static str {
        match self {
            Role::Owner => "Owner",
            Role::Admin => "Admin",
            Role::Manager => "Manager",
            Role::Employee => "Employee",
            Role::Bookkeeper => "Accounting",
            Role::ItAdmin => "IT Admin",
            Role::Guest => "Guest",
        }
    }

    /// The role that has this stable text form, as stored by the practice service.
    pub fn parse(text: &str) -> Option<Self> {
        [
            Role::Owner,
            Role::Admin,
            Role::Manager,
            Role::Employee,
            Role::Bookkeeper,
            Role::ItAdmin,
            Role::Guest,
        ]
        .into_iter()
        .find(|role| role.as_str() == text)
    }

    /// The stable text form: `it-admin`.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Admin => "admin",
            Role::Manager => "manager",
            Role::Employee => "employee",
            Role::Bookkeeper => "bookkeeper",
            Role::ItAdmin => "it-admin",
            Role::Guest => "guest",
        }
    }
}
