//! A kind of resource: its core schema, its extensions, and where in them a path leads.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::core::common_attributes;
use super::{Attribute, Schema};
use crate::path::AttributePath;
use crate::urn;

/// A kind of resource as `/ResourceTypes` shows it, RFC 7643 §6.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceType {
    /// Always [`urn::RESOURCE_TYPE`].
    #[serde(default)]
    pub schemas: Vec<String>,
    /// The same as the name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// `User`, `Group` and others.
    pub name: String,
    /// For people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Where the resources are, below the base URL: `/Users`.
    pub endpoint: String,
    /// The core schema's URN.
    pub schema: String,
    /// Further schemas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schema_extensions: Vec<Extension>,
}

/// An extension of a kind of resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The extension's URN.
    pub schema: String,
    /// Whether a resource must have it.
    pub required: bool,
}

/// How names are compared with a schema's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NameMatching {
    /// Without case, RFC 7643 §2.1.
    #[default]
    Caseless,
    /// Byte by byte: Ramp asks for its capitalisation, and so do many services.
    Exact,
}

impl NameMatching {
    /// Whether both are one name.
    #[must_use]
    pub fn same(self, a: &str, b: &str) -> bool {
        match self {
            Self::Caseless => a.eq_ignore_ascii_case(b),
            Self::Exact => a == b,
        }
    }
}

/// How a service takes what a client sends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Policy {
    /// How names are compared.
    pub names: NameMatching,
    /// Whether what departs from the RFCs is refused. Otherwise it is taken as Entra means it
    /// (entra-scim-client.md §16b), and what no schema knows is passed over.
    pub strict: bool,
}

/// A kind of resource with its schemas.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceDefinition {
    name: String,
    endpoint: String,
    description: String,
    pub(super) core: Schema,
    pub(super) extensions: Vec<(Schema, bool)>,
}

/// Where a path leads in a definition.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The extension's URN; `None` for the core schema and for what every resource has.
    pub extension: Option<&'a str>,
    /// The attribute.
    pub attribute: &'a Attribute,
    /// The sub-attribute, where the path names one.
    pub sub_attribute: Option<&'a Attribute>,
}

impl<'a> Found<'a> {
    /// What the value at the path is: the sub-attribute where there is one.
    #[must_use]
    pub fn target(&self) -> &'a Attribute {
        self.sub_attribute.unwrap_or(self.attribute)
    }

    /// The path with names as the schemas spell them.
    pub(super) fn spell(&self, path: AttributePath) -> AttributePath {
        AttributePath {
            urn: self.extension.map(str::to_owned),
            attribute: self.attribute.name.clone(),
            filter: path.filter,
            sub_attribute: self.sub_attribute.map(|sub| sub.name.clone()),
        }
    }

    /// The name for a message: `name.givenName`, `urn:…:User:department`.
    #[must_use]
    pub fn full_name(&self) -> String {
        full_name(self.extension, self.attribute, self.sub_attribute)
    }
}

pub(super) fn full_name(extension: Option<&str>, attribute: &Attribute, sub: Option<&Attribute>) -> String {
    let mut name = extension.map(|urn| format!("{urn}:")).unwrap_or_default();
    name.push_str(&attribute.name);
    if let Some(sub) = sub {
        name.push('.');
        name.push_str(&sub.name);
    }
    name
}

/// What every resource has.
pub(super) fn common() -> &'static [Attribute] {
    static COMMON: LazyLock<Vec<Attribute>> = LazyLock::new(common_attributes);
    &COMMON
}

impl ResourceDefinition {
    /// A kind of resource below `endpoint`, without extensions.
    #[must_use]
    pub fn new(endpoint: &str, core: Schema) -> Self {
        Self {
            name: core.name.clone(),
            endpoint: endpoint.to_owned(),
            description: core.description.clone(),
            core,
            extensions: Vec::new(),
        }
    }

    /// The same with one more extension.
    #[must_use]
    pub fn with_extension(mut self, schema: Schema, required: bool) -> Self {
        self.extensions.push((schema, required));
        self
    }

    /// The whole user of RFC 7643 with its enterprise extension, at `/Users`.
    #[must_use]
    pub fn user() -> Self {
        Self::new("/Users", Schema::user()).with_extension(Schema::enterprise_user(), false)
    }

    /// The whole group of RFC 7643, at `/Groups`.
    #[must_use]
    pub fn group() -> Self {
        Self::new("/Groups", Schema::group())
    }

    /// `User`, `Group` and others.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the resources are, below the base URL, with its leading slash.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The core schema.
    #[must_use]
    pub fn core(&self) -> &Schema {
        &self.core
    }

    /// The core schema, then the extensions.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema> {
        std::iter::once(&self.core).chain(self.extensions.iter().map(|(schema, _)| schema))
    }

    /// The extensions, each with whether a resource must have it.
    pub fn extensions(&self) -> impl Iterator<Item = (&Schema, bool)> {
        self.extensions.iter().map(|(schema, required)| (schema, *required))
    }

    /// The document `/ResourceTypes` shows.
    #[must_use]
    pub fn resource_type(&self) -> ResourceType {
        ResourceType {
            schemas: vec![urn::RESOURCE_TYPE.to_owned()],
            id: self.name.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            endpoint: self.endpoint.clone(),
            schema: self.core.id.clone(),
            schema_extensions: self
                .extensions
                .iter()
                .map(|(schema, required)| Extension { schema: schema.id.clone(), required: *required })
                .collect(),
        }
    }

    pub(super) fn is_core(&self, urn: &str, names: NameMatching) -> bool {
        names.same(&self.core.id, urn)
    }

    pub(super) fn extension(&self, urn: &str, names: NameMatching) -> Option<&Schema> {
        self.extensions.iter().map(|(schema, _)| schema).find(|schema| names.same(&schema.id, urn))
    }

    /// The attribute at the top of a resource, what every resource has included.
    pub(super) fn top(&self, name: &str, names: NameMatching) -> Option<&Attribute> {
        let attributes = self.core.attributes.iter().chain(common());
        attributes.into_iter().find(|attribute| names.same(&attribute.name, name))
    }

    /// The path with names as the schemas spell them; as it is where they know no such place.
    #[must_use]
    pub fn spell(&self, path: AttributePath) -> AttributePath {
        match self.find(&path, NameMatching::Caseless) {
            Some(found) => found.spell(path),
            None => path,
        }
    }

    /// Where the path leads, or `None` where the schemas know no such place.
    ///
    /// `manager` without its URN leads to the enterprise extension: Entra is known to send it so
    /// (entra-scim-client.md §6.6).
    #[must_use]
    pub fn find(&self, path: &AttributePath, names: NameMatching) -> Option<Found<'_>> {
        let (extension, attribute) = match path.urn.as_deref() {
            Some(urn) if !self.is_core(urn, names) => {
                let schema = self.extension(urn, names)?;
                (Some(schema), schema.attributes.iter().find(|it| names.same(&it.name, &path.attribute))?)
            }
            _ => match self.top(&path.attribute, names) {
                Some(attribute) => (None, attribute),
                None if names.same("manager", &path.attribute) && path.urn.is_none() => {
                    let schema = self.extension(urn::ENTERPRISE_USER, NameMatching::Exact)?;
                    (Some(schema), schema.attributes.iter().find(|it| it.name == "manager")?)
                }
                None => return None,
            },
        };
        let sub_attribute = match &path.sub_attribute {
            None => None,
            Some(name) => Some(attribute.sub_attribute(name, names)?),
        };
        Some(Found { extension: extension.map(|schema| schema.id.as_str()), attribute, sub_attribute })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::{resource_type_schema, schema_schema, service_provider_config_schema};

    #[test]
    fn finds_attributes_by_every_notation() {
        let user = ResourceDefinition::user();
        let department = format!("{}:department", urn::ENTERPRISE_USER);
        let core = format!("{}:name.givenName", urn::USER);
        for (path, caseless, exact) in [
            ("userName", Some("userName"), true),
            ("USERNAME", Some("userName"), false),
            ("id", Some("id"), true),
            ("name.givenname", Some("name.givenName"), false),
            ("name.nosuch", None, false),
            (r#"emails[type eq "work"].value"#, Some("emails.value"), true),
            (core.as_str(), Some("name.givenName"), true),
            (department.as_str(), Some(department.as_str()), true),
            ("department", None, false),
            ("manager", Some("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"), true),
            ("urn:example:2.0:User:department", None, false),
        ] {
            let parsed = AttributePath::parse(path).expect(path);
            let found = user.find(&parsed, NameMatching::Caseless).map(|found| found.full_name());
            assert_eq!(found.as_deref(), caseless, "{path}");
            assert_eq!(user.find(&parsed, NameMatching::Exact).is_some(), exact, "{path}");
        }
    }

    #[test]
    fn a_schema_reads_back_from_its_own_document() {
        for schema in [
            Schema::user(),
            Schema::group(),
            Schema::enterprise_user(),
            service_provider_config_schema(),
            resource_type_schema(),
            schema_schema(),
        ] {
            let document = serde_json::to_value(&schema).expect("JSON");
            assert_eq!(serde_json::from_value::<Schema>(document.clone()).expect("a schema"), schema);
            // Microsoft: no null members in /Schemas.
            assert!(!document.to_string().contains("null"), "{}", schema.id);
            assert!(urn::is_schema(&schema.id), "{}", schema.id);
        }
    }

    #[test]
    fn is_written_as_the_rfc_shows_it() {
        let document = serde_json::to_value(ResourceDefinition::user().resource_type()).expect("JSON");
        assert_eq!(
            document,
            json!({
                "schemas": [urn::RESOURCE_TYPE],
                "id": "User",
                "name": "User",
                "description": "A person's account.",
                "endpoint": "/Users",
                "schema": urn::USER,
                "schemaExtensions": [{"schema": urn::ENTERPRISE_USER, "required": false}],
            })
        );
        let password =
            Schema::user().attributes.into_iter().find(|it| it.name == "password").expect("password");
        assert_eq!(
            serde_json::to_value(password).expect("JSON"),
            json!({
                "name": "password", "type": "string", "multiValued": false,
                "description": "Set by a client, never shown.", "required": false, "caseExact": true,
                "mutability": "writeOnly", "returned": "never", "uniqueness": "none",
            })
        );
    }
}
