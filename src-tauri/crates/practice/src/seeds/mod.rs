//! What the practice world starts with.

/// The practice directory: about 40 invented people of contoso.example, in the shape of Graph's answer to `/users`
/// with the manager expanded. People who make trouble on purpose say so in `onrampNote`.
#[must_use]
pub fn directory_json() -> &'static str {
    include_str!("contoso.json")
}
