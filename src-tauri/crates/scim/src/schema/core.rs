//! The User and Group of RFC 7643 §4.1, §4.2 and §8.7.1, and what every resource has (§3.1).

use super::{Attribute, Mutability, Returned, Schema, Type, Uniqueness};
use crate::urn;

impl Schema {
    /// The core user, whole.
    #[must_use]
    pub fn user() -> Self {
        Self::new(urn::USER, "User", "A person's account.", user_attributes())
    }

    /// The core group, whole.
    #[must_use]
    pub fn group() -> Self {
        let members = vec![
            // Of a member that is there, nothing changes: it comes or goes as a whole.
            Attribute::string("value", "The member's id.").case_exact().mutability(Mutability::Immutable),
            Attribute::reference("$ref", "The member's address.", &["User", "Group"])
                .mutability(Mutability::Immutable),
            Attribute::string("type", "What the member is.")
                .usually(&["User", "Group"])
                .mutability(Mutability::Immutable),
            Attribute::string("display", "The member's name, to show.").mutability(Mutability::ReadOnly),
        ];
        Self::new(
            urn::GROUP,
            "Group",
            "A group of users.",
            vec![
                Attribute::string("displayName", "The group's name.").required().unique(),
                Attribute::complex("members", "Who is in the group.", members).many(),
            ],
        )
    }
}

/// What every resource has, named by no schema document.
pub(super) fn common_attributes() -> Vec<Attribute> {
    vec![
        Attribute::reference("schemas", "The schemas in use.", &["uri"])
            .many()
            .required()
            .returned(Returned::Always)
            .mutability(Mutability::ReadOnly),
        Attribute {
            uniqueness: Uniqueness::Server,
            ..Attribute::string("id", "The service's own identifier.")
                .case_exact()
                .returned(Returned::Always)
                .mutability(Mutability::ReadOnly)
        },
        Attribute::string("externalId", "The client's identifier.").case_exact(),
        Attribute::complex(
            "meta",
            "What the service knows about the resource.",
            vec![
                Attribute::string("resourceType", "The kind of resource.").case_exact(),
                Attribute::new("created", Type::DateTime, "When it was made."),
                Attribute::new("lastModified", Type::DateTime, "When it last changed."),
                Attribute::reference("location", "Its address.", &["uri"]),
                Attribute::string("version", "Its entity tag.").case_exact(),
            ],
        )
        .mutability(Mutability::ReadOnly),
    ]
}

fn user_attributes() -> Vec<Attribute> {
    vec![
        Attribute::string("userName", "The name by which the user is known to the service.")
            .required()
            .unique(),
        Attribute::complex("name", "The parts of the name.", name()),
        Attribute::string("displayName", "The name to show."),
        Attribute::string("nickName", "What the user is called."),
        Attribute::reference("profileUrl", "A page about the user.", &["external"]),
        Attribute::string("title", "The job title."),
        Attribute::string("userType", "The relation to the organisation."),
        Attribute::string("preferredLanguage", "Languages, as in Accept-Language."),
        Attribute::string("locale", "For dates, numbers and currency."),
        Attribute::string("timezone", "In the Olson database's format."),
        Attribute::new("active", Type::Boolean, "Whether the account may be used."),
        Attribute::string("password", "Set by a client, never shown.")
            .case_exact()
            .mutability(Mutability::WriteOnly)
            .returned(Returned::Never),
        plural(
            "emails",
            "Mail addresses.",
            Attribute::string("value", "The address."),
            &["work", "home", "other"],
        ),
        plural(
            "phoneNumbers",
            "Telephone numbers.",
            Attribute::string("value", "The number."),
            &["work", "home", "mobile", "fax", "pager", "other"],
        ),
        plural("ims", "Instant messaging addresses.", Attribute::string("value", "The address."), &[]),
        plural(
            "photos",
            "Pictures.",
            Attribute::reference("value", "Where the picture is.", &["external"]),
            &["photo", "thumbnail"],
        ),
        Attribute::complex("addresses", "Postal addresses.", address()).many(),
        Attribute::complex(
            "groups",
            "The groups the user is in, as the service sees them.",
            vec![
                Attribute::string("value", "The group's id.").case_exact().mutability(Mutability::ReadOnly),
                Attribute::reference("$ref", "The group's address.", &["User", "Group"])
                    .mutability(Mutability::ReadOnly),
                Attribute::string("display", "The group's name.").mutability(Mutability::ReadOnly),
                Attribute::string("type", "Whether by itself or through another group.")
                    .usually(&["direct", "indirect"])
                    .mutability(Mutability::ReadOnly),
            ],
        )
        .many()
        .mutability(Mutability::ReadOnly),
        plural(
            "entitlements",
            "What the user may have.",
            Attribute::string("value", "The entitlement."),
            &[],
        ),
        plural("roles", "What the user is.", Attribute::string("value", "The role."), &[]),
        plural(
            "x509Certificates",
            "Certificates.",
            Attribute::new("value", Type::Binary, "The certificate, DER in base64."),
            &[],
        ),
    ]
}

fn name() -> Vec<Attribute> {
    [
        ("formatted", "The whole name."),
        ("familyName", "The family name."),
        ("givenName", "The given name."),
        ("middleName", "The middle names."),
        ("honorificPrefix", "Titles before the name."),
        ("honorificSuffix", "What follows the name."),
    ]
    .map(|(name, description)| Attribute::string(name, description))
    .into()
}

fn address() -> Vec<Attribute> {
    let mut parts: Vec<Attribute> = [
        ("formatted", "The whole address."),
        ("streetAddress", "Street, house, floor."),
        ("locality", "The city."),
        ("region", "The state or region."),
        ("postalCode", "The postal code."),
        ("country", "The country, two letters."),
    ]
    .map(|(name, description)| Attribute::string(name, description))
    .into();
    parts.push(Attribute::string("type", "What it is for.").usually(&["work", "home", "other"]));
    parts.push(primary());
    parts
}

fn primary() -> Attribute {
    Attribute::new("primary", Type::Boolean, "Whether it is the preferred one; at most one is.")
}

/// The usual shape of a multi-valued attribute, RFC 7643 §2.4.
fn plural(name: &str, description: &str, value: Attribute, types: &[&str]) -> Attribute {
    let sub_attributes = vec![
        value,
        Attribute::string("display", "A name to show."),
        Attribute::string("type", "What it is for.").usually(types),
        primary(),
    ];
    Attribute::complex(name, description, sub_attributes).many()
}
