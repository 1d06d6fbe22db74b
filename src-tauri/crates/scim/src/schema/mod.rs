//! Schemas as data and what follows from them, RFC 7643 §2.2 and §7: which attributes a resource has, what they take,
//! and who may write them.
//!
//! [`Schema`] and [`Attribute`] are the documents a service shows at `/Schemas`. A [`ResourceDefinition`] joins a core
//! schema with its extensions and holds a body ([`ResourceDefinition::accept`]), a PATCH
//! ([`ResourceDefinition::patch`]) and a filter ([`ResourceDefinition::check_filter`]) to them.

mod accept;
mod core;
mod definition;
mod extension;
mod filter;
mod prepare;
mod service;
mod value;

use serde::{Deserialize, Serialize};

pub use definition::{Extension, Found, NameMatching, Policy, ResourceDefinition, ResourceType};
pub use service::{resource_type_schema, schema_schema, service_provider_config_schema};

use crate::urn;

/// A schema: a URN and the attributes it defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    /// Always [`urn::SCHEMA`].
    #[serde(default)]
    pub schemas: Vec<String>,
    /// The URN.
    pub id: String,
    /// A short name: `User`.
    #[serde(default)]
    pub name: String,
    /// For people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The attributes at the top level.
    pub attributes: Vec<Attribute>,
}

impl Schema {
    /// A schema under `id`.
    #[must_use]
    pub fn new(id: &str, name: &str, description: &str, attributes: Vec<Attribute>) -> Self {
        Self {
            schemas: vec![urn::SCHEMA.to_owned()],
            id: id.to_owned(),
            name: name.to_owned(),
            description: description.to_owned(),
            attributes,
        }
    }
}

/// An attribute and its characteristics, RFC 7643 §7.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// The name as the schema spells it.
    pub name: String,
    /// The kind of value.
    #[serde(rename = "type")]
    pub kind: Type,
    /// Whether it holds several values.
    #[serde(default)]
    pub multi_valued: bool,
    /// For people.
    #[serde(default)]
    pub description: String,
    /// Whether a resource without it is refused.
    #[serde(default)]
    pub required: bool,
    /// Values that are usual; others are allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub canonical_values: Vec<String>,
    /// Whether text is compared with its case.
    #[serde(default)]
    pub case_exact: bool,
    /// Who may write it.
    #[serde(default)]
    pub mutability: Mutability,
    /// When it stands in an answer.
    #[serde(default)]
    pub returned: Returned,
    /// Whether a value may occur once only.
    #[serde(default)]
    pub uniqueness: Uniqueness,
    /// What a reference may point to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reference_types: Vec<String>,
    /// The members of a complex attribute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_attributes: Vec<Attribute>,
}

/// The data types, RFC 7643 §2.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Type {
    /// Text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A number with a fraction.
    Decimal,
    /// A whole number.
    Integer,
    /// An instant, RFC 3339.
    DateTime,
    /// Base64.
    Binary,
    /// A URI, or the id of a resource.
    Reference,
    /// An object of sub-attributes.
    Complex,
}

/// Who may write an attribute, and when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mutability {
    /// The service alone.
    ReadOnly,
    /// The client at any time.
    #[default]
    ReadWrite,
    /// The client once.
    Immutable,
    /// The client; nobody reads it.
    WriteOnly,
}

/// When an attribute stands in an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Returned {
    /// In every answer, whatever was asked for.
    Always,
    /// In none.
    Never,
    /// Unless others were asked for, or this one was excluded.
    #[default]
    Default,
    /// Only where it was asked for.
    Request,
}

/// Among which resources a value may occur once only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Uniqueness {
    /// None.
    #[default]
    None,
    /// Those of this service and resource type.
    Server,
    /// All there are anywhere.
    Global,
}

impl Attribute {
    /// An attribute that is single-valued, optional, readable and writable, compared without case.
    #[must_use]
    pub fn new(name: &str, kind: Type, description: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            multi_valued: false,
            description: description.to_owned(),
            required: false,
            canonical_values: Vec::new(),
            // RFC 7643 §7: references and binary values are case-exact by their nature.
            case_exact: matches!(kind, Type::Reference | Type::Binary),
            mutability: Mutability::default(),
            returned: Returned::default(),
            uniqueness: Uniqueness::default(),
            reference_types: Vec::new(),
            sub_attributes: Vec::new(),
        }
    }

    /// Text.
    #[must_use]
    pub fn string(name: &str, description: &str) -> Self {
        Self::new(name, Type::String, description)
    }

    /// An object.
    #[must_use]
    pub fn complex(name: &str, description: &str, sub_attributes: Vec<Attribute>) -> Self {
        Self { sub_attributes, ..Self::new(name, Type::Complex, description) }
    }

    /// A URI or an id of one of these.
    #[must_use]
    pub fn reference(name: &str, description: &str, types: &[&str]) -> Self {
        let reference_types = types.iter().map(|&kind| kind.to_owned()).collect();
        Self { reference_types, ..Self::new(name, Type::Reference, description) }
    }

    /// The same, holding several values.
    #[must_use]
    pub fn many(self) -> Self {
        Self { multi_valued: true, ..self }
    }

    /// The same, required.
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, compared with its case.
    #[must_use]
    pub fn case_exact(self) -> Self {
        Self { case_exact: true, ..self }
    }

    /// The same, unique among the service's resources of this type.
    #[must_use]
    pub fn unique(self) -> Self {
        Self { uniqueness: Uniqueness::Server, ..self }
    }

    /// The same with another mutability.
    #[must_use]
    pub fn mutability(self, mutability: Mutability) -> Self {
        Self { mutability, ..self }
    }

    /// The same, returned at other times.
    #[must_use]
    pub fn returned(self, returned: Returned) -> Self {
        Self { returned, ..self }
    }

    /// The same with usual values.
    #[must_use]
    pub fn usually(self, values: &[&str]) -> Self {
        Self { canonical_values: values.iter().map(|&value| value.to_owned()).collect(), ..self }
    }

    /// The sub-attribute of this name.
    #[must_use]
    pub fn sub_attribute(&self, name: &str, names: NameMatching) -> Option<&Attribute> {
        self.sub_attributes.iter().find(|attribute| names.same(&attribute.name, name))
    }
}
