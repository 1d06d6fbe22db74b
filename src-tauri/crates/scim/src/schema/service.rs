//! The schemas of what a service says of itself, RFC 7643 §5 to §7 and §8.7.2.

use super::{Attribute, Mutability, Schema, Type};
use crate::urn;

fn told(attribute: Attribute) -> Attribute {
    let sub_attributes = attribute.sub_attributes.into_iter().map(told).collect();
    Attribute { mutability: Mutability::ReadOnly, sub_attributes, ..attribute }
}

fn supported() -> Attribute {
    Attribute::new("supported", Type::Boolean, "Whether it is there.").required()
}

fn feature(name: &str, description: &str, bounds: &[(&str, &str)]) -> Attribute {
    let mut sub_attributes = vec![supported()];
    sub_attributes
        .extend(bounds.iter().map(|(name, text)| Attribute::new(name, Type::Integer, text).required()));
    Attribute::complex(name, description, sub_attributes).required()
}

/// The schema of `/ServiceProviderConfig`.
#[must_use]
pub fn service_provider_config_schema() -> Schema {
    let schemes = vec![
        Attribute::string("type", "The scheme.").required().usually(&[
            "oauth",
            "oauth2",
            "oauthbearertoken",
            "httpbasic",
            "httpdigest",
        ]),
        Attribute::string("name", "Its name.").required(),
        Attribute::string("description", "For people.").required(),
        Attribute::reference("specUri", "The scheme's specification.", &["external"]),
        Attribute::reference("documentationUri", "How to use it here.", &["external"]),
        Attribute::new("primary", Type::Boolean, "Whether it is the preferred one."),
    ];
    let attributes = vec![
        Attribute::reference("documentationUri", "Help for people.", &["external"]),
        feature("patch", "PATCH.", &[]),
        feature(
            "bulk",
            "Bulk requests.",
            &[("maxOperations", "Operations in one request."), ("maxPayloadSize", "Bytes in one request.")],
        ),
        feature("filter", "Queries with a filter.", &[("maxResults", "Resources in one answer.")]),
        feature("changePassword", "Changing a password.", &[]),
        feature("sort", "Sorted answers.", &[]),
        feature("etag", "Entity tags.", &[]),
        Attribute::complex("authenticationSchemes", "How a client may authenticate.", schemes)
            .many()
            .required(),
    ];
    let attributes = attributes.into_iter().map(told).collect();
    Schema::new(urn::SERVICE_PROVIDER_CONFIG, "ServiceProviderConfig", "What a service can do.", attributes)
}

/// The schema of `/ResourceTypes`.
#[must_use]
pub fn resource_type_schema() -> Schema {
    let extensions = vec![
        Attribute::reference("schema", "The extension's URN.", &["uri"]).required(),
        Attribute::new("required", Type::Boolean, "Whether a resource must have it.").required(),
    ];
    let attributes = vec![
        Attribute::string("id", "The same as the name."),
        Attribute::string("name", "The kind of resource.").required(),
        Attribute::string("description", "For people."),
        Attribute::reference("endpoint", "Where the resources are, below the base URL.", &["uri"]).required(),
        Attribute::reference("schema", "The core schema's URN.", &["uri"]).required(),
        Attribute::complex("schemaExtensions", "Further schemas.", extensions).many(),
    ];
    let attributes = attributes.into_iter().map(told).collect();
    Schema::new(urn::RESOURCE_TYPE, "ResourceType", "A kind of resource a service has.", attributes)
}

/// The schema of `/Schemas`. Sub-attributes have no sub-attributes of their own (RFC 7643 §2.3.8).
#[must_use]
pub fn schema_schema() -> Schema {
    let mut of_attribute = characteristics();
    of_attribute.push(
        Attribute::complex("subAttributes", "The members of a complex attribute.", characteristics()).many(),
    );
    let attributes = vec![
        Attribute::reference("id", "The URN.", &["uri"]).required(),
        Attribute::string("name", "A short name.").required(),
        Attribute::string("description", "For people."),
        Attribute::complex("attributes", "The attributes it defines.", of_attribute).many().required(),
    ];
    let attributes = attributes.into_iter().map(told).collect();
    Schema::new(urn::SCHEMA, "Schema", "The schema of schemas.", attributes)
}

fn characteristics() -> Vec<Attribute> {
    let word =
        |name: &str, text: &str, values: &[&str]| Attribute::string(name, text).case_exact().usually(values);
    vec![
        Attribute::string("name", "The name.").required().case_exact(),
        word(
            "type",
            "The kind of value.",
            &["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"],
        )
        .required(),
        Attribute::new("multiValued", Type::Boolean, "Whether it holds several values.").required(),
        Attribute::string("description", "For people."),
        Attribute::new("required", Type::Boolean, "Whether a resource without it is refused."),
        Attribute::string("canonicalValues", "Values that are usual.").many().case_exact(),
        Attribute::new("caseExact", Type::Boolean, "Whether text is compared with its case."),
        word("mutability", "Who may write it.", &["readOnly", "readWrite", "immutable", "writeOnly"]),
        word("returned", "When it stands in an answer.", &["always", "never", "default", "request"]),
        word("uniqueness", "Whether a value may occur once only.", &["none", "server", "global"]),
        Attribute::string("referenceTypes", "What a reference may point to.").many().case_exact(),
    ]
}
