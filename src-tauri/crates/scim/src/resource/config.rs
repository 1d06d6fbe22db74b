//! What a service says it can do.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Meta;
use super::lenient;

/// The service provider's configuration, RFC 7643 §5.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceProviderConfig {
    /// Always [`crate::urn::SERVICE_PROVIDER_CONFIG`].
    pub schemas: Vec<String>,
    /// Help for people, an URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation_uri: Option<String>,
    /// PATCH.
    pub patch: Supported,
    /// Bulk requests.
    pub bulk: Bulk,
    /// Queries with a filter.
    pub filter: FilterSupport,
    /// Changing a password.
    pub change_password: Supported,
    /// Sorted answers.
    pub sort: Supported,
    /// Entity tags.
    pub etag: Supported,
    /// How a client may authenticate.
    #[serde(deserialize_with = "lenient::many")]
    pub authentication_schemes: Vec<AuthenticationScheme>,
    /// Kind and address of this document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Whether a feature is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Supported {
    /// Yes or no.
    pub supported: bool,
}

/// Bulk requests and their bounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Bulk {
    /// Yes or no.
    pub supported: bool,
    /// How many operations one request may have.
    pub max_operations: u64,
    /// How many bytes one request may have.
    pub max_payload_size: u64,
}

/// Filters and their bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FilterSupport {
    /// Yes or no.
    pub supported: bool,
    /// How many resources one answer has at most.
    pub max_results: u64,
}

/// One way to authenticate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthenticationScheme {
    /// `oauthbearertoken` and others.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name.
    pub name: String,
    /// For people.
    pub description: String,
    /// Whether it is the preferred one.
    #[serde(deserialize_with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
}
