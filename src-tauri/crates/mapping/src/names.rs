//! Names that are known: SCIM target attributes as Ramp and Entra use them, and Entra's source attributes.
//!
//! Names are compared byte by byte: Entra takes any target name without a word, and Ramp's guide asks for the exact
//! capitalisation (`ramp-scim.md`, table M; `entra-scim-client.md` §8.2).

/// The type Entra's attribute list gives a target attribute, which decides the JSON type that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetType {
    /// JSON text.
    String,
    /// JSON true or false.
    Boolean,
    /// The id of another user in the target: sent by itself, after the create.
    Reference,
}

/// A target attribute with a known name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The exact name.
    pub name: &'static str,
    /// The row of Ramp's table, `M4`; `None` where Ramp's guide does not list it.
    pub row: Option<&'static str>,
    /// What it is in Ramp, in an admin's words.
    pub meaning: &'static str,
    /// The type it has in Entra's attribute list.
    pub kind: TargetType,
    /// Without it Ramp invites nobody, whatever the settings (R1, R2).
    pub needed: bool,
}

const fn ramp(name: &'static str, row: &'static str, meaning: &'static str, needed: bool) -> Target {
    Target { name, row: Some(row), meaning, kind: TargetType::String, needed }
}

const fn scim(name: &'static str) -> Target {
    Target { name, row: None, meaning: "", kind: TargetType::String, needed: false }
}

/// Every known target attribute; Ramp's own first, in the order of its table.
pub const TARGETS: &[Target] = &[
    ramp("userName", "M1", "unique identifier", true),
    Target { kind: TargetType::Boolean, ..ramp("active", "M2", "on or off in Ramp", false) },
    ramp("emails[type eq \"work\"].value", "M3", "email", true),
    ramp("name.givenName", "M4", "first name", true),
    ramp("name.familyName", "M5", "last name", true),
    ramp("addresses[type eq \"work\"].locality", "M6", "location", false),
    ramp("externalId", "M7", "alternate id, not shown", false),
    ramp(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        "M8",
        "employee id",
        false,
    ),
    ramp("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "M9", "department", false),
    Target {
        kind: TargetType::Reference,
        ..ramp("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "M10", "manager", false)
    },
    ramp("roles", "M11", "role, with role sync", false),
    scim("displayName"),
    scim("title"),
    scim("nickName"),
    scim("userType"),
    scim("profileUrl"),
    scim("locale"),
    scim("timezone"),
    scim("preferredLanguage"),
    scim("name.formatted"),
    scim("name.middleName"),
    scim("name.honorificPrefix"),
    scim("name.honorificSuffix"),
    scim("emails[type eq \"work\"].primary"),
    scim("emails[type eq \"other\"].value"),
    scim("emails[type eq \"home\"].value"),
    scim("addresses[type eq \"work\"].formatted"),
    scim("addresses[type eq \"work\"].streetAddress"),
    scim("addresses[type eq \"work\"].region"),
    scim("addresses[type eq \"work\"].postalCode"),
    scim("addresses[type eq \"work\"].country"),
    scim("addresses[type eq \"other\"].formatted"),
    scim("phoneNumbers[type eq \"work\"].value"),
    scim("phoneNumbers[type eq \"mobile\"].value"),
    scim("phoneNumbers[type eq \"fax\"].value"),
    scim("roles[primary eq \"True\"].value"),
    scim("roles[primary eq \"True\"].display"),
    scim("roles[primary eq \"True\"].type"),
    scim("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter"),
    scim("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization"),
    scim("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division"),
];

/// The known target of exactly this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|known| known.name == name)
}

/// The type of a target; text where the name is not known.
pub fn target_type(name: &str) -> TargetType {
    target(name).map_or(TargetType::String, |known| known.kind)
}

/// Every source attribute of Entra's user object, as a real export lists them (`customappsso-default-mappings.json`).
pub const SOURCES: &[&str] = &[
    "accountEnabled",
    "appRoleAssignments",
    "city",
    "companyName",
    "country",
    "department",
    "dirSyncEnabled",
    "displayName",
    "employeeHireDate",
    "employeeId",
    "employeeLeaveDateTime",
    "employeeOrgData.costCenter",
    "employeeOrgData.division",
    "employeeType",
    "extensionAttribute1",
    "extensionAttribute2",
    "extensionAttribute3",
    "extensionAttribute4",
    "extensionAttribute5",
    "extensionAttribute6",
    "extensionAttribute7",
    "extensionAttribute8",
    "extensionAttribute9",
    "extensionAttribute10",
    "extensionAttribute11",
    "extensionAttribute12",
    "extensionAttribute13",
    "extensionAttribute14",
    "extensionAttribute15",
    "facsimileTelephoneNumber",
    "givenName",
    "immutableId",
    "IsSoftDeleted",
    "jobTitle",
    "mail",
    "mailNickname",
    "manager",
    "mobile",
    "objectId",
    "onPremisesSecurityIdentifier",
    "originalUserPrincipalName",
    "otherMails",
    "passwordProfile.password",
    "physicalDeliveryOfficeName",
    "postalCode",
    "preferredLanguage",
    "proxyAddresses",
    "state",
    "streetAddress",
    "surname",
    "telephoneNumber",
    "usageLocation",
    "userPrincipalName",
    "userType",
];

/// Whether a source attribute is known, or is a directory extension, whose names each tenant makes itself.
pub fn is_source(name: &str) -> bool {
    SOURCES.contains(&name) || is_directory_extension(name)
}

/// `extension_<appId without dashes>_<name>`.
pub fn is_directory_extension(name: &str) -> bool {
    let Some((app_id, rest)) = name.strip_prefix("extension_").and_then(|rest| rest.split_once('_')) else {
        return false;
    };
    app_id.len() == 32 && app_id.bytes().all(|byte| byte.is_ascii_hexdigit()) && !rest.is_empty()
}

/// Whether the name is an attribute of a custom extension, which only the service can know:
/// `urn:ietf:params:scim:schemas:extension:<Name>:2.0:User:<Attribute>`.
pub fn is_custom_extension(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("urn:ietf:params:scim:schemas:extension:") else { return false };
    let parts: Vec<_> = rest.split(':').collect();
    let [extension, version, object, attribute] = parts.as_slice() else { return false };
    let word = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$'))
    };
    !extension.eq_ignore_ascii_case("enterprise")
        && word(extension)
        && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !version.is_empty()
        && *object == "User"
        && word(attribute)
}

/// Multi-valued attributes with a `type`, and their text sub-attributes (RFC 7643 §4.1.2).
const TYPED: &[(&str, &[&str])] = &[
    ("emails", &["value", "display", "primary"]),
    ("phoneNumbers", &["value", "display", "primary"]),
    ("ims", &["value", "display", "primary"]),
    ("photos", &["value", "display", "primary"]),
    ("entitlements", &["value", "display", "primary"]),
    ("roles", &["value", "display", "primary"]),
    ("addresses", &["formatted", "streetAddress", "locality", "region", "postalCode", "country", "primary"]),
];

/// Whether the name is a standard multi-valued path with a type of the admin's choice: `emails[type eq "billing"].value`.
pub fn is_scim_path(name: &str) -> bool {
    TYPED.iter().any(|(attribute, subs)| {
        let Some(rest) = name.strip_prefix(attribute).and_then(|rest| rest.strip_prefix("[type eq \""))
        else {
            return false;
        };
        let Some((kind, sub)) = rest.split_once("\"].") else { return false };
        !kind.is_empty() && kind.chars().all(|c| c.is_ascii_alphanumeric()) && subs.contains(&sub)
    })
}

/// Types that multi-valued attributes commonly have (RFC 7643 §4.1.2, and Entra's own lists).
const COMMON_TYPES: &[&str] = &[
    "work",
    "home",
    "other",
    "mobile",
    "fax",
    "pager",
    "billing",
    "xmpp",
    "photo",
    "thumbnail",
    "rampUserRole",
];

/// Whether the name is a standard path whose type is nobody's usual one, so that it may be a slip: `[type eq "wrok"]`.
pub(crate) fn has_uncommon_type(name: &str) -> bool {
    let kind =
        name.split_once("[type eq \"").and_then(|(_, rest)| rest.split_once('"')).map(|(kind, _)| kind);
    kind.is_some_and(|kind| !COMMON_TYPES.contains(&kind))
}

/// Shorter forms people type for a known target: without the filter, or without the URN or the parent.
pub(crate) fn aliases(known: &str) -> Vec<String> {
    if let Some((_, last)) = known.strip_prefix("urn:").and_then(|rest| rest.rsplit_once(':')) {
        return vec![last.to_owned(), format!("enterprise:2.0:User:{last}"), format!("User:{last}")];
    }
    if let Some((attribute, kind, sub)) = typed_parts(known) {
        return vec![
            format!("{attribute}.{sub}"),
            format!("{attribute}[{kind}].{sub}"),
            format!("{attribute}.{kind}.{sub}"),
            sub.to_owned(),
        ];
    }
    known.strip_prefix("name.").map(str::to_owned).into_iter().collect()
}

/// Whether a known target is this path with a sub-attribute: `addresses[type eq "work"]` begins six of them.
pub(crate) fn without_sub_attribute(known: &str) -> Option<String> {
    typed_parts(known).map(|(attribute, kind, _)| format!("{attribute}[type eq \"{kind}\"]"))
}

fn typed_parts(known: &str) -> Option<(&str, &str, &str)> {
    let (attribute, rest) = known.split_once("[type eq \"")?;
    let (kind, sub) = rest.split_once("\"].")?;
    Some((attribute, kind, sub))
}
