//! The tenant, its people's groups, licences and roles.

use serde::Deserialize;

use super::or_default;

/// `organization`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The tenant id.
    pub id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
    /// Its domains.
    #[serde(default, deserialize_with = "or_default")]
    pub verified_domains: Vec<VerifiedDomain>,
}

impl Organization {
    /// The domain that new names get: what the function `DefaultDomain()` gives.
    #[must_use]
    pub fn default_domain(&self) -> Option<&str> {
        self.verified_domains.iter().find(|domain| domain.is_default).map(|domain| domain.name.as_str())
    }
}

/// One domain of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedDomain {
    /// Its name.
    pub name: String,
    /// Whether new names get it.
    #[serde(default)]
    pub is_default: bool,
}

/// `group`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Object id.
    pub id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
    /// What it is for.
    pub description: Option<String>,
}

/// A user, a group or something else of the directory, as a list of members has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Principal {
    /// `#microsoft.graph.user`, `#microsoft.graph.group`, …
    #[serde(rename = "@odata.type", default, deserialize_with = "or_default")]
    pub kind: String,
    /// Object id.
    pub id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
}

impl Principal {
    /// Whether it is a user.
    #[must_use]
    pub fn is_user(&self) -> bool {
        self.kind == "#microsoft.graph.user"
    }

    /// Whether it is a group.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.kind == "#microsoft.graph.group"
    }
}

/// `directoryRole`: a role that is active in the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryRole {
    /// Which role, the same in every tenant.
    #[serde(default, deserialize_with = "or_default")]
    pub role_template_id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
}

/// `subscribedSku`: a licence the tenant has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubscribedSku {
    /// `Enabled`, `Suspended`, …
    #[serde(default, deserialize_with = "or_default")]
    pub capability_status: String,
    /// What is in it.
    #[serde(default, deserialize_with = "or_default")]
    pub service_plans: Vec<ServicePlan>,
}

/// One service plan of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePlan {
    /// Which plan.
    #[serde(default, deserialize_with = "or_default")]
    pub service_plan_id: String,
}

impl SubscribedSku {
    /// Whether it lets groups be assigned to applications.
    #[must_use]
    pub fn assigns_groups(&self) -> bool {
        let premium =
            |plan: &ServicePlan| crate::constants::PREMIUM_PLANS.contains(&plan.service_plan_id.as_str());
        self.capability_status == "Enabled" && self.service_plans.iter().any(premium)
    }
}
