//! Applications, their service principals, and who is assigned to them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::or_default;

/// `application`: the registration.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Object id.
    pub id: String,
    /// The id it shares with its service principals.
    #[serde(default, deserialize_with = "or_default")]
    pub app_id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
    /// When it was made, as Graph writes it.
    pub created_date_time: Option<String>,
    /// The template it was made from.
    pub application_template_id: Option<String>,
    /// Its app roles.
    #[serde(default, deserialize_with = "or_default")]
    pub app_roles: Vec<AppRole>,
    /// Free texts by which it can be found.
    #[serde(default, deserialize_with = "or_default")]
    pub tags: Vec<String>,
    /// A note for administrators.
    pub notes: Option<String>,
}

/// `servicePrincipal`: the enterprise application.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Object id: what nearly every address below needs.
    pub id: String,
    /// The id it shares with its application.
    #[serde(default, deserialize_with = "or_default")]
    pub app_id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
    /// The template it was made from.
    pub application_template_id: Option<String>,
    /// Whether it may be signed in to.
    pub account_enabled: Option<bool>,
    /// Whether only who is assigned may sign in.
    pub app_role_assignment_required: Option<bool>,
    /// Its app roles.
    #[serde(default, deserialize_with = "or_default")]
    pub app_roles: Vec<AppRole>,
    /// Free texts by which it can be found.
    #[serde(default, deserialize_with = "or_default")]
    pub tags: Vec<String>,
    /// Whom the service mails, also about quarantine.
    #[serde(default, deserialize_with = "or_default")]
    pub notification_email_addresses: Vec<String>,
    /// A note for administrators.
    pub notes: Option<String>,
}

impl ServicePrincipal {
    /// The role to assign people to (`graph/README.md` §5): an enabled one for users, the one called *User* first, never
    /// the one for SAML. `None` where the application has no role for users.
    #[must_use]
    pub fn role_for_users(&self) -> Option<&AppRole> {
        let fits = |role: &&AppRole| {
            role.is_enabled
                && role.id != crate::constants::SAML_ROLE
                && role.allowed_member_types.iter().any(|kind| kind == "User")
        };
        let mut roles = self.app_roles.iter().filter(fits);
        let named =
            self.app_roles.iter().filter(fits).find(|role| role.display_name.as_deref() == Some("User"));
        named.or_else(|| roles.next())
    }
}

/// `appRole`. Members that are not named here are kept: a PATCH replaces the whole collection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRole {
    /// Its id.
    pub id: String,
    /// Its name.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What a claim or an expression gets of it.
    pub value: Option<String>,
    /// Whether it can be assigned.
    #[serde(default)]
    pub is_enabled: bool,
    /// `User` (also groups) or `Application`.
    #[serde(default, deserialize_with = "or_default")]
    pub allowed_member_types: Vec<String>,
    /// Everything else. `origin` is read-only and never sent.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `appRoleAssignment`: one user or group assigned to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Its id, which is not a GUID.
    pub id: String,
    /// The role.
    #[serde(default, deserialize_with = "or_default")]
    pub app_role_id: String,
    /// Who.
    #[serde(default, deserialize_with = "or_default")]
    pub principal_id: String,
    /// `User`, `Group` or `ServicePrincipal`.
    #[serde(default, deserialize_with = "or_default")]
    pub principal_type: String,
    /// Their name.
    #[serde(default, deserialize_with = "or_default")]
    pub principal_display_name: String,
}

/// What instantiating a template makes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Instantiated {
    /// The registration.
    pub application: Application,
    /// The enterprise application.
    pub service_principal: ServicePrincipal,
}
