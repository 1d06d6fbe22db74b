//! Role sync: which role the app roles of the identity provider come to (R15).

use serde_json::Value;

use crate::{Operation, Role};

/// What a request says of the role, where the account syncs roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoleWish<'a> {
    /// The account does not sync roles: they follow from who reports to whom (R7).
    #[default]
    NotSynced,
    /// No value: someone who is there keeps the role, someone new becomes `BUSINESS_USER`.
    None,
    /// An app role's value, as sent.
    Value(&'a str),
}

/// What becomes of the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleChange {
    /// It stays.
    Keep,
    /// It follows from who reports to the user (R7): a `BUSINESS_USER` is an employee or a manager.
    Follow,
    /// It is this one.
    Give(Role),
    /// It stays, because `GUEST_USER` is given at the first creation only.
    GuestTooLate,
    /// The value is none Ramp knows. As with no value (assumed): it stays, and someone new gets the usual one.
    Unknown,
}

impl RoleWish<'_> {
    /// The wish of a User resource's `roles`. Takes what Entra sends: text, a list of text, objects with `value`, and
    /// in a PATCH without the flag a `value` that is JSON text itself (entra-scim-client.md §7). Of several the primary
    /// one counts, else the first.
    #[must_use]
    pub fn of(roles: Option<&Value>) -> RoleWish<'_> {
        let element = match roles {
            Some(Value::Array(elements)) => {
                let primary = elements.iter().find(|element| element.get("primary").is_some_and(is_true));
                primary.or(elements.first())
            }
            other => other,
        };
        let value = match element {
            Some(Value::Object(object)) => object.get("value"),
            other => other,
        };
        match value.and_then(Value::as_str).map(str::trim) {
            Some(text) if !text.is_empty() => RoleWish::Value(text),
            _ => RoleWish::None,
        }
    }

    /// What the role becomes by this write.
    #[must_use]
    pub fn change(self, operation: Operation) -> RoleChange {
        let is_new = operation == Operation::Create;
        let value = match self {
            RoleWish::NotSynced => return RoleChange::Keep,
            RoleWish::None if is_new => return RoleChange::Follow,
            RoleWish::None => return RoleChange::Keep,
            RoleWish::Value(value) => value,
        };
        match app_role(value).as_deref().unwrap_or(value) {
            "BUSINESS_ADMIN" => RoleChange::Give(Role::Admin),
            "BUSINESS_USER" => RoleChange::Follow,
            "BUSINESS_BOOKKEEPER" => RoleChange::Give(Role::Bookkeeper),
            "IT_ADMIN" => RoleChange::Give(Role::ItAdmin),
            "GUEST_USER" if is_new => RoleChange::Give(Role::Guest),
            "GUEST_USER" => RoleChange::GuestTooLate,
            _ => RoleChange::Unknown,
        }
    }
}

/// The `value` of an app role that came as JSON text.
fn app_role(text: &str) -> Option<String> {
    let role: Value = serde_json::from_str(text).ok()?;
    role.get("value")?.as_str().map(str::to_owned)
}

fn is_true(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true")))
}
