//! Ids that are the same in every tenant (`graph/README.md` §3). They are looked for, not relied upon: what a tenant says
//! of itself wins.

/// The application template of non-gallery applications, *Custom*.
pub const CUSTOM_TEMPLATE: &str = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";
/// The synchronization template to use.
pub const SCIM_TEMPLATE: &str = "scim";
/// The synchronization template of 2018, which appends `/scim` to the address.
pub const LEGACY_TEMPLATE: &str = "customappsso";
/// The app role *User* of the Custom template.
pub const USER_ROLE: &str = "18d14569-c3bd-439b-9a66-3a2aee01d14f";
/// The app role *msiam_access* of the Custom template: for SAML, not for assignment.
pub const SAML_ROLE: &str = "b9632174-c057-4f7e-951b-be3adc52bfe6";
/// The app role for applications that define none.
pub const NO_ROLE: &str = "00000000-0000-0000-0000-000000000000";
/// Role templates that may set up provisioning: Application, Cloud Application and Global Administrator.
pub const FITTING_ROLES: [(&str, &str); 3] = [
    ("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator"),
    ("158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator"),
    ("62e90394-69f5-4237-9190-012177145e10", "Global Administrator"),
];
/// Service plans Microsoft Entra ID P1 and P2: assigning a group to an application needs one of them.
pub const PREMIUM_PLANS: [&str; 2] =
    ["41781fb2-bc02-4b7c-bd55-b576c07bb09d", "eec0eb4f-6444-4f95-aba0-50c24d67f998"];
