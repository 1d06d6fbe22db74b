//! The tenant itself: Contoso, its admin, its licences, and what of it can be changed to practise bad days.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use specta::Type;

/// The tenant's id.
pub(crate) const TENANT_ID: &str = "6f1d5c2e-90b7-4a3d-8c64-2b7e1f0a9d35";
/// Its name.
pub(crate) const NAME: &str = "Contoso";
/// Its one verified domain.
pub(crate) const DOMAIN: &str = "contoso.example";
/// When the tenant and its people were made.
pub(crate) const FOUNDED: &str = "2024-02-05T08:00:00Z";
/// Noah Bennett of IT, who is signed in.
pub(crate) const ADMIN_ID: &str = "237a52d7-b79e-57d2-b3c9-182373fcd691";

/// Microsoft Entra ID P1's SKU and service plan (`graph/README.md` §3).
const P1_SKU: &str = "078d2b04-f1bd-4111-bbd4-b4b1b354cef4";
const P1_PLAN: &str = "41781fb2-bc02-4b7c-bd55-b576c07bb09d";

/// The directory role of the admin who is signed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum AdminRole {
    /// Application Administrator.
    #[default]
    ApplicationAdministrator,
    /// Cloud Application Administrator.
    CloudApplicationAdministrator,
    /// Global Administrator.
    GlobalAdministrator,
    /// None: the admin may look, and change nothing.
    None,
}

/// What a tenant and its admin have, and how long the directory lags behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct TenantSettings {
    /// Whether the tenant has Microsoft Entra ID P1, which assigning a group asks for.
    pub premium: bool,
    /// The admin's role.
    pub role: AdminRole,
    /// How many reads of what was just created still find nothing.
    pub lag: u32,
}

impl Default for TenantSettings {
    fn default() -> Self {
        Self { premium: true, role: AdminRole::default(), lag: 0 }
    }
}

/// A directory role with its object id here, name, description and template (`graph/README.md` §3).
const ROLES: [(AdminRole, &str, &str, &str, &str); 3] = [
    (
        AdminRole::ApplicationAdministrator,
        "0b7a4d1c-5f62-4e8b-a1d3-7c9e2f604b18",
        "Application Administrator",
        "Manages app registrations and enterprise apps.",
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
    ),
    (
        AdminRole::CloudApplicationAdministrator,
        "c3e81f57-2d94-4b06-9f7a-e5160d8b4a29",
        "Cloud Application Administrator",
        "Manages app registrations and enterprise apps, but for App Proxy.",
        "158c047a-c907-4556-b7ef-446551a6b5f7",
    ),
    (
        AdminRole::GlobalAdministrator,
        "e92c6b40-8a1f-4d75-b3c8-10f7d5a29e64",
        "Global Administrator",
        "Manages all of Microsoft Entra ID.",
        "62e90394-69f5-4237-9190-012177145e10",
    ),
];

/// The directory roles that are active in the tenant.
pub(crate) fn directory_roles() -> Vec<Value> {
    ROLES.iter().map(|role| directory_role(*role)).collect()
}

/// Those the admin holds.
pub(crate) fn roles_of_admin(settings: TenantSettings) -> Vec<Value> {
    ROLES.iter().filter(|role| role.0 == settings.role).map(|role| directory_role(*role)).collect()
}

/// The same as assignments.
pub(crate) fn role_assignments(settings: TenantSettings) -> Vec<Value> {
    let held = ROLES.iter().filter(|role| role.0 == settings.role);
    held.map(|(_, id, .., template)| {
        json!({
            "id": format!("{}-1", id.replace('-', "")),
            "principalId": ADMIN_ID,
            "directoryScopeId": "/",
            "roleDefinitionId": template,
        })
    })
    .collect()
}

fn directory_role((_, id, name, description, template): (AdminRole, &str, &str, &str, &str)) -> Value {
    json!({
        "id": id,
        "deletedDateTime": null,
        "description": description,
        "displayName": name,
        "roleTemplateId": template,
    })
}

/// Graph's `organization`.
pub(crate) fn organization(settings: TenantSettings) -> Value {
    let plan = json!({
        "assignedDateTime": FOUNDED,
        "capabilityStatus": "Enabled",
        "service": "AADPremiumService",
        "servicePlanId": P1_PLAN,
    });
    json!({
        "id": TENANT_ID,
        "deletedDateTime": null,
        "assignedPlans": if settings.premium { json!([plan]) } else { json!([]) },
        "countryLetterCode": "PT",
        "createdDateTime": FOUNDED,
        "displayName": NAME,
        "onPremisesSyncEnabled": null,
        "tenantType": "AAD",
        "verifiedDomains": [{
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": true,
            "isInitial": true,
            "name": DOMAIN,
            "type": "Managed",
        }],
    })
}

/// The SKUs the tenant pays for.
pub(crate) fn subscribed_skus(settings: TenantSettings) -> Vec<Value> {
    if !settings.premium {
        return Vec::new();
    }
    vec![json!({
        "id": format!("{TENANT_ID}_{P1_SKU}"),
        "accountId": TENANT_ID,
        "accountName": NAME,
        "appliesTo": "User",
        "capabilityStatus": "Enabled",
        "consumedUnits": 41,
        "prepaidUnits": {"enabled": 50, "suspended": 0, "warning": 0, "lockedOut": 0},
        "skuId": P1_SKU,
        "skuPartNumber": "AAD_PREMIUM",
        "subscriptionIds": ["2c7d9e01-4b58-4f6a-9e3d-81a05c6f7b92"],
        "servicePlans": [{
            "appliesTo": "User",
            "provisioningStatus": "Success",
            "servicePlanId": P1_PLAN,
            "servicePlanName": "AAD_PREMIUM",
        }],
    })]
}
