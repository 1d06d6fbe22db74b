//! A user as the service stores it: the whole resource, and what Ramp reads from it (M1 to M10 of ramp-scim.md).

use onramp_scim::path::{self, AttributePath};
use onramp_scim::urn;
use serde_json::{Map, Value};

/// A User resource without `id` and `meta`, as its schemas accepted it, beside the values the rules and Ramp's own pages
/// look at. Blank text counts as absent there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Document {
    pub(crate) user_name: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) active: bool,
    pub(crate) given_name: Option<String>,
    pub(crate) family_name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) locality: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) employee_number: Option<String>,
    /// The id of the manager's account.
    pub(crate) manager: Option<String>,
    /// The resource itself.
    resource: Map<String, Value>,
}

impl Document {
    /// The document of an accepted resource. Absent `active` is active.
    pub(crate) fn new(resource: Map<String, Value>) -> Self {
        let text = |pointer: &[&str]| {
            let (first, rest) = pointer.split_first()?;
            rest.iter().try_fold(resource.get(*first)?, |value, name| value.get(name)).and_then(filled)
        };
        let work = |attribute: &str, sub: &str| {
            let elements = resource.get(attribute)?.as_array()?;
            let is_work = |element: &&Value| element.get("type").and_then(Value::as_str) == Some("work");
            elements.iter().find(is_work)?.get(sub).and_then(filled)
        };
        Self {
            user_name: text(&["userName"]),
            external_id: text(&["externalId"]),
            active: resource.get("active").and_then(Value::as_bool).unwrap_or(true),
            given_name: text(&["name", "givenName"]),
            family_name: text(&["name", "familyName"]),
            email: work("emails", "value"),
            locality: work("addresses", "locality"),
            department: text(&[urn::ENTERPRISE_USER, "department"]),
            employee_number: text(&[urn::ENTERPRISE_USER, "employeeNumber"]),
            manager: text(&[urn::ENTERPRISE_USER, "manager", "value"]),
            resource,
        }
    }

    /// Someone made by hand in Ramp, of whom SCIM knows nothing.
    pub(crate) fn by_hand(given_name: String, family_name: String, email: String) -> Self {
        Self {
            active: true,
            given_name: Some(given_name),
            family_name: Some(family_name),
            email: Some(email),
            ..Self::default()
        }
    }

    /// The resource, without `id` and `meta`.
    pub(crate) fn resource(&self) -> &Map<String, Value> {
        &self.resource
    }

    /// The resource as stored, where it reads.
    pub(crate) fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self::new)
    }

    /// R3: the default location stands in.
    pub(crate) fn set_locality(&mut self, name: Option<String>) {
        self.put(r#"addresses[type eq "work"].locality"#, name.as_deref());
        self.locality = name;
    }

    /// R3: the default department stands in.
    pub(crate) fn set_department(&mut self, name: Option<String>) {
        self.put(&format!("{}:department", urn::ENTERPRISE_USER), name.as_deref());
        self.department = name;
    }

    /// R5: the manager is nobody the service knows.
    pub(crate) fn clear_manager(&mut self) {
        self.put(&format!("{}:manager", urn::ENTERPRISE_USER), None);
        self.manager = None;
    }

    /// R10: the account is switched off or on.
    pub(crate) fn set_active(&mut self, active: bool) {
        self.resource.insert("active".to_owned(), Value::Bool(active));
        self.active = active;
    }

    fn put(&mut self, target: &str, value: Option<&str>) {
        // The targets are those above.
        let Ok(path) = AttributePath::parse(target) else { return };
        match value {
            Some(value) => {
                path::set(&mut self.resource, &path, Value::String(value.to_owned()));
            }
            None => {
                path::remove(&mut self.resource, &path);
            }
        }
        let has_enterprise = self.resource.contains_key(urn::ENTERPRISE_USER);
        if let Some(Value::Array(schemas)) = self.resource.get_mut("schemas") {
            schemas.retain(|schema| schema != urn::ENTERPRISE_USER);
            if has_enterprise {
                schemas.push(Value::from(urn::ENTERPRISE_USER));
            }
        }
    }

    /// First and last name.
    pub(crate) fn full_name(&self) -> String {
        let parts: Vec<&str> =
            [&self.given_name, &self.family_name].into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    }
}

fn filled(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}
