//! The URNs that name schemas and messages, RFC 7643 §4 and §10, RFC 7644 §8.2.

/// The core user.
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The core group.
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// The enterprise extension of a user: employee number, department, manager and others.
pub const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The answer to a query.
pub const LIST_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// The body of a PATCH.
pub const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// The body of a query by POST.
pub const SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
/// The body of a bulk request.
pub const BULK_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/// The answer to a bulk request.
pub const BULK_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
/// The body of a refusal.
pub const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
/// What a service can do.
pub const SERVICE_PROVIDER_CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
/// A kind of resource a service has.
pub const RESOURCE_TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
/// The schema of schemas.
pub const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/// Whether `text` names a schema as a whole rather than an attribute in one: its last part but one is a version, as in
/// `…:enterprise:2.0:User`.
#[must_use]
pub fn is_schema(text: &str) -> bool {
    let Some((rest, name)) = text.rsplit_once(':') else { return false };
    is_versioned(rest) && !name.is_empty() && !name.contains('.')
}

/// Whether the URN ends in a version such as `:2.0`, so that only the name of a schema can follow.
pub(crate) fn is_versioned(urn: &str) -> bool {
    urn.rsplit_once(':').is_some_and(|(_, last)| {
        last.contains('.')
            && last.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Whether the URN names a core schema, whose attributes stand at the top of a resource (RFC 7644 §3.10).
pub(crate) fn is_core(urn: &str) -> bool {
    urn.eq_ignore_ascii_case(USER) || urn.eq_ignore_ascii_case(GROUP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_schema_from_an_attribute() {
        for (text, expected) in [
            (USER, true),
            (ENTERPRISE_USER, true),
            ("urn:ietf:params:scim:schemas:extension:Custom:2.0:User", true),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", false),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department", false),
            ("userName", false),
            ("name.givenName", false),
            ("", false),
        ] {
            assert_eq!(is_schema(text), expected, "{text}");
        }
    }
}
