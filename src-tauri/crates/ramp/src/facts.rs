//! What the rules look at: a request, and what the Ramp account already holds.

use serde_json::{Map, Value};

use onramp_scim::urn;

use crate::{Role, RoleWish};

/// Ramp's SCIM settings page, as far as the rules look at it (R16).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Applies where a user has no locality (R3).
    pub default_location: Option<String>,
    /// Applies where a user has no department (R3).
    pub default_department: Option<String>,
}

/// Which write is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Operation {
    /// A create that makes a new account.
    #[default]
    Create,
    /// A create that meets an account which is there already, deactivated or not (R10, R17).
    CreateOnto {
        /// The account was deactivated.
        deactivated: bool,
    },
    /// A change to a user that SCIM manages.
    Update {
        /// It was active before.
        was_active: bool,
    },
}

/// What is known of the manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manager {
    /// The user has none.
    #[default]
    None,
    /// The user has one who is not in Ramp yet (R5).
    NotInRamp,
    /// The manager is in Ramp with this role.
    InRamp(Role),
}

/// What a decision looks at. A SCIM request implements it, and a column row can too.
pub trait Facts {
    /// The write at hand.
    fn operation(&self) -> Operation;
    /// `userName`, where not empty.
    fn user_name(&self) -> Option<&str>;
    /// First name.
    fn given_name(&self) -> Option<&str>;
    /// Last name.
    fn family_name(&self) -> Option<&str>;
    /// Work email.
    fn email(&self) -> Option<&str>;
    /// Work locality, the location in Ramp.
    fn locality(&self) -> Option<&str>;
    /// Department.
    fn department(&self) -> Option<&str>;
    /// Whether the account shall be active. Absent counts as yes.
    fn active(&self) -> bool;
    /// The manager, as Ramp would find them.
    fn manager(&self) -> Manager;
    /// Another user has the same `userName`.
    fn user_name_taken(&self) -> bool;
    /// The user is someone's manager (R7).
    fn is_manager(&self) -> bool;
    /// Ramp has a location of this name.
    fn location_exists(&self, name: &str) -> bool;
    /// Ramp has a department of this name.
    fn department_exists(&self, name: &str) -> bool;
    /// The request changes the email of an account (R11).
    fn email_changes(&self) -> bool;
    /// What the request says of the role, where the account syncs roles (R15).
    fn role_wish(&self) -> RoleWish<'_> {
        RoleWish::NotSynced
    }
}

/// What the Ramp account holds, for [`RequestFacts`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// The write at hand.
    pub operation: Operation,
    /// Another user has the same `userName`.
    pub user_name_taken: bool,
    /// The manager as found in Ramp.
    pub manager: Manager,
    /// The user is someone's manager.
    pub is_manager: bool,
    /// Names of the locations there are.
    pub locations: Vec<String>,
    /// Names of the departments there are.
    pub departments: Vec<String>,
    /// The email the account has now.
    pub current_email: Option<String>,
    /// Whether the account syncs roles (R15).
    pub role_sync: bool,
}

/// Names of locations and departments are compared trimmed and without case (R4, assumed).
pub fn same_name(a: &str, b: &str) -> bool {
    name_key(a) == name_key(b)
}

/// What two such names have in common that are one: for an index.
pub fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// [`Facts`] of a SCIM User resource and the account it meets. Attribute names are taken byte by byte: a misspelt
/// name is one that never arrives, which is what an admin has to be shown.
#[derive(Debug, Clone, Copy)]
pub struct RequestFacts<'a> {
    resource: &'a Map<String, Value>,
    account: &'a Account,
    leaves_roles: bool,
}

impl<'a> RequestFacts<'a> {
    /// Facts of a whole User resource (RFC 7643 §4.1) and what the account holds.
    pub fn new(resource: &'a Map<String, Value>, account: &'a Account) -> Self {
        Self { resource, account, leaves_roles: false }
    }

    /// The same write, which says nothing of the roles that the resource has: they were judged when they came (R15).
    #[must_use]
    pub fn leaving_roles(self) -> Self {
        Self { leaves_roles: true, ..self }
    }

    fn text(&self, pointer: &[&str]) -> Option<&'a str> {
        let (first, rest) = pointer.split_first()?;
        rest.iter().try_fold(self.resource.get(*first)?, |value, key| value.get(key)).and_then(filled)
    }

    fn work(&self, attribute: &str, sub_attribute: &str) -> Option<&'a str> {
        let elements = self.resource.get(attribute)?.as_array()?;
        let work =
            elements.iter().find(|element| element.get("type").and_then(Value::as_str) == Some("work"))?;
        filled(work.get(sub_attribute)?)
    }
}

fn filled(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

impl Facts for RequestFacts<'_> {
    fn operation(&self) -> Operation {
        self.account.operation
    }
    fn user_name(&self) -> Option<&str> {
        self.text(&["userName"])
    }
    fn given_name(&self) -> Option<&str> {
        self.text(&["name", "givenName"])
    }
    fn family_name(&self) -> Option<&str> {
        self.text(&["name", "familyName"])
    }
    fn email(&self) -> Option<&str> {
        self.work("emails", "value")
    }
    fn locality(&self) -> Option<&str> {
        self.work("addresses", "locality")
    }
    fn department(&self) -> Option<&str> {
        self.text(&[urn::ENTERPRISE_USER, "department"])
    }
    fn active(&self) -> bool {
        match self.resource.get("active") {
            Some(Value::Bool(active)) => *active,
            Some(Value::String(text)) => !text.eq_ignore_ascii_case("false"),
            _ => true,
        }
    }
    fn manager(&self) -> Manager {
        self.account.manager
    }
    fn user_name_taken(&self) -> bool {
        self.account.user_name_taken
    }
    fn is_manager(&self) -> bool {
        self.account.is_manager
    }
    fn location_exists(&self, name: &str) -> bool {
        self.account.locations.iter().any(|known| same_name(known, name))
    }
    fn department_exists(&self, name: &str) -> bool {
        self.account.departments.iter().any(|known| same_name(known, name))
    }
    fn email_changes(&self) -> bool {
        match (&self.account.current_email, self.email()) {
            (Some(current), Some(requested)) => !current.eq_ignore_ascii_case(requested),
            _ => false,
        }
    }
    fn role_wish(&self) -> RoleWish<'_> {
        match self.account.role_sync {
            true if self.leaves_roles => RoleWish::None,
            true => RoleWish::of(self.resource.get("roles")),
            false => RoleWish::NotSynced,
        }
    }
}
