//! What the practice world starts with.

/// The practice directory: about 40 invented people of contoso.example, in the shape of Graph's answer to `/users`
/// with the manager expanded. People who make trouble on purpose say so in `onrampNote`.
#[must_use]
pub fn directory_json() -> &'static str {
    include_str!("contoso.json")
}

/// The practice tenant's groups, with the object ids of their members.
pub(crate) fn groups_json() -> &'static str {
    include_str!("groups.json")
}

/// The synchronization schema of a new job: the default mappings of a non-gallery application, as far as they are known
/// (`customappsso-default-mappings.json`).
pub(crate) fn schema_json() -> &'static str {
    include_str!("customappsso-schema.json")
}
