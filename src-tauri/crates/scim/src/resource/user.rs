//! The user and its enterprise extension, RFC 7643 §4.1 and §4.3.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lenient;
use crate::urn;

/// A user.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct User {
    /// The URNs of the schemas in use.
    #[serde(deserialize_with = "lenient::many")]
    pub schemas: Vec<String>,
    /// The service's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The client's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The unique name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The parts of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Whether the account may be used. Read from a boolean or from Entra's `"True"` and `"False"`.
    #[serde(deserialize_with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Mail addresses.
    #[serde(deserialize_with = "lenient::many", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Email>,
    /// Postal addresses.
    #[serde(deserialize_with = "lenient::many", skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// The enterprise extension.
    #[serde(
        rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        skip_serializing_if = "Option::is_none"
    )]
    pub enterprise: Option<EnterpriseUser>,
    /// What the service knows about the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
    /// Everything else, misspelt names included.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl User {
    /// The address of type `work`, without case.
    #[must_use]
    pub fn work_email(&self) -> Option<&str> {
        self.emails.iter().find(|email| is_work(email.kind.as_deref()))?.value.as_deref()
    }

    /// The address of type `work`, without case.
    #[must_use]
    pub fn work_address(&self) -> Option<&Address> {
        self.addresses.iter().find(|address| is_work(address.kind.as_deref()))
    }

    /// The id of the manager's user.
    #[must_use]
    pub fn manager_id(&self) -> Option<&str> {
        Some(self.enterprise.as_ref()?.manager.as_ref()?.value.as_str())
    }

    /// The schemas a user with this content lists: the enterprise extension only where it is in use.
    #[must_use]
    pub fn schemas_in_use(&self) -> Vec<String> {
        let enterprise = self.enterprise.as_ref().map(|_| urn::ENTERPRISE_USER.to_owned());
        std::iter::once(urn::USER.to_owned()).chain(enterprise).collect()
    }
}

fn is_work(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("work"))
}

/// The parts of a name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Name {
    /// The whole name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<String>,
    /// The given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// The family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A mail address.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Email {
    /// `work`, `home` or `other`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The address itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether it is the preferred one.
    #[serde(deserialize_with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Address {
    /// `work`, `home` or `other`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The whole address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<String>,
    /// Street, house, floor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_address: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    /// The state or region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Whether it is the preferred one.
    #[serde(deserialize_with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The enterprise extension of a user.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EnterpriseUser {
    /// The organisation's number for the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_number: Option<String>,
    /// The cost centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
    /// The organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The division.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// The department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The manager. Read from text, an object or an array of one; written as an object.
    #[serde(deserialize_with = "lenient::manager", skip_serializing_if = "Option::is_none")]
    pub manager: Option<Manager>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A reference to the manager's user.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manager {
    /// The id of the manager's user in the service.
    pub value: String,
    /// The URL of the manager's user.
    #[serde(rename = "$ref", default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The manager's name, read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Manager {
    /// A reference by id alone.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { value: id.into(), ..Self::default() }
    }
}

/// What the service knows about a resource, RFC 7643 §3.1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Meta {
    /// `User`, `Group` and others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// When it was created, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it last changed, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// Its URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Its entity tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> User {
        serde_json::from_value(value).expect("a user")
    }

    #[test]
    fn keeps_what_it_does_not_know() {
        let body = json!({
            "schemas": [urn::USER, urn::ENTERPRISE_USER],
            "userName": "ana",
            "name": {"givenName": "Ana", "honorificPrefix": "Dr"},
            "active": true,
            "emails": [{"type": "work", "value": "a@x", "primary": true, "display": "Ana"}],
            "addresses": [{"type": "work", "locality": "Lisbon", "floor": "3"}],
            urn::ENTERPRISE_USER: {"department": "Finance", "badge": 7},
            "username": "misspelt",
            "urn:example:2.0:User": {"tag": "x"},
        });
        let user = read(body.clone());
        assert_eq!(user.extra["username"], "misspelt");
        assert_eq!(serde_json::to_value(&user).expect("JSON"), body);
    }

    #[test]
    fn reads_active_in_every_form_entra_sends() {
        for (form, expected) in [
            (json!(true), Some(true)),
            (json!(false), Some(false)),
            (json!("True"), Some(true)),
            (json!("False"), Some(false)),
            (json!("false"), Some(false)),
            (json!(null), None),
        ] {
            assert_eq!(read(json!({"active": form})).active, expected, "{form}");
        }
        for form in [json!("yes"), json!(1), json!([])] {
            assert!(serde_json::from_value::<User>(json!({"active": form})).is_err(), "{form}");
        }
    }

    #[test]
    fn reads_a_manager_in_every_form_entra_sends() {
        for (form, expected) in [
            (json!("m1"), Some("m1")),
            (json!({"value": "m1"}), Some("m1")),
            (json!({"value": "m1", "$ref": "../Users/m1", "displayName": "Rui"}), Some("m1")),
            (json!([{"$ref": "http://x/Users/m1", "value": "m1"}]), Some("m1")),
            (json!(["m1"]), Some("m1")),
            (json!(""), None),
            (json!({"value": ""}), None),
            (json!({"value": null}), None),
            (json!({}), None),
            (json!([]), None),
            (json!(null), None),
        ] {
            let user = read(json!({urn::ENTERPRISE_USER: {"manager": form}}));
            assert_eq!(user.manager_id(), expected, "{form}");
        }
        for form in [json!(7), json!(["m1", "m2"]), json!({"value": 7})] {
            let body = json!({urn::ENTERPRISE_USER: {"manager": form}});
            assert!(serde_json::from_value::<User>(body).is_err(), "{form}");
        }
    }

    #[test]
    fn explicit_nulls_read_as_absent() {
        let user = read(
            json!({"userName": null, "emails": null, "addresses": null, "name": null, urn::ENTERPRISE_USER: null}),
        );
        assert_eq!(user, User::default());
    }

    #[test]
    fn finds_the_work_entries() {
        let user = read(json!({
            "emails": [{"type": "home", "value": "h"}, {"type": "Work", "value": "w", "primary": "True"}],
            "addresses": {"type": "work", "locality": "Lisbon"},
        }));
        assert_eq!(user.work_email(), Some("w"));
        assert_eq!(user.work_address().and_then(|address| address.locality.as_deref()), Some("Lisbon"));
        assert_eq!(user.manager_id(), None);
    }
}
