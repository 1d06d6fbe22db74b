//! The answer of provision on demand: a pair of texts, each of them JSON (`graph/README.md` §7).

use serde::{Deserialize, Deserializer, de};

use super::log::{Identity, ModifiedProperty, StatusInfo, Step};
use super::or_default;

/// What came of provisioning one user on demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDemand {
    /// In a word, and why.
    pub result: OnDemandResult,
    /// What was done, such as `Create`.
    pub action: String,
    /// Entra's steps.
    pub steps: Vec<Step>,
    /// What changed.
    pub modified_properties: Vec<ModifiedProperty>,
    /// How it ended.
    pub status_info: StatusInfo,
    /// Who, in Ramp.
    pub target_identity: Identity,
}

/// The first of the pair.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OnDemandResult {
    /// `Success`, `Skipped` or `Failure`.
    pub result: String,
    /// Why, where it did not succeed.
    #[serde(default, deserialize_with = "or_default")]
    pub details: OnDemandError,
}

/// Why it did not succeed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnDemandError {
    /// A code.
    pub error_code: Option<String>,
    /// In the service's words.
    pub error_message: Option<String>,
}

#[derive(Deserialize)]
struct Pair {
    key: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    #[serde(default, deserialize_with = "or_default")]
    action: String,
    #[serde(default, deserialize_with = "or_default")]
    provisioning_steps: Vec<Step>,
    #[serde(default, deserialize_with = "or_default")]
    modified_properties: Vec<ModifiedProperty>,
    #[serde(default, deserialize_with = "or_default")]
    status_info: StatusInfo,
    #[serde(default, deserialize_with = "or_default")]
    target_identity: Identity,
}

impl<'de> Deserialize<'de> for OnDemand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pair = Pair::deserialize(deserializer)?;
        let result = serde_json::from_str(&pair.key).map_err(de::Error::custom)?;
        let told: Told = serde_json::from_str(&pair.value).map_err(de::Error::custom)?;
        Ok(Self {
            result,
            action: told.action,
            steps: told.provisioning_steps,
            modified_properties: told.modified_properties,
            status_info: told.status_info,
            target_identity: told.target_identity,
        })
    }
}
