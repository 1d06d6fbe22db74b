//! What the service understands. By plain rules that is all of RFC 7643; Ramp understands the rows M1 to M11 of
//! ramp-scim.md, and what becomes of all others is: nothing.
//!
//! A deliberate choice: by Ramp's rules names in bodies are matched with their case, although RFC 7643 §2.1 makes them
//! caseless. Ramp warns that names must match its capitalisation, and the practice must show an admin what a misspelt
//! target does: it never arrives, without an error. In filters and in `attributes` names are caseless as the RFC has them.

use std::sync::LazyLock;

use onramp_scim::schema::{Attribute, NameMatching, Policy, ResourceDefinition, Schema};
use onramp_scim::urn;
use serde_json::{Map, Value};

use crate::world::Rules;

/// The definitions one service works by.
#[derive(Debug)]
pub(super) struct Definitions {
    /// What a user may have. Nothing Ramp requires is required here: its own rules name all that is missing at once (R2).
    pub(super) user: ResourceDefinition,
    /// What a group may have.
    pub(super) group: ResourceDefinition,
    rules: Rules,
}

/// What an invite needs beyond the names and the email (R3): these two, unless a default stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Invite {
    pub(super) locality: bool,
    pub(super) department: bool,
}

impl Definitions {
    pub(super) fn of(rules: Rules) -> &'static Self {
        static RAMP: LazyLock<Definitions> = LazyLock::new(|| Definitions {
            user: ramp_user(None),
            group: ResourceDefinition::group(),
            rules: Rules::Ramp,
        });
        static PLAIN: LazyLock<Definitions> = LazyLock::new(|| Definitions {
            user: ResourceDefinition::user(),
            group: ResourceDefinition::group(),
            rules: Rules::Plain,
        });
        match rules {
            Rules::Ramp => &RAMP,
            Rules::Plain => &PLAIN,
        }
    }

    /// How bodies are read.
    pub(super) fn policy(&self, strict: bool) -> Policy {
        let names = match self.rules {
            Rules::Ramp => NameMatching::Exact,
            Rules::Plain => NameMatching::Caseless,
        };
        Policy { names, strict }
    }

    /// The definitions as discovery shows them, with what is required by the rules that hold.
    pub(super) fn shown(&self, invite: Invite) -> [ResourceDefinition; 2] {
        let user = match self.rules {
            Rules::Plain => self.user.clone(),
            Rules::Ramp => ramp_user(Some(invite)),
        };
        [user, self.group.clone()]
    }

    /// What Ramp makes of an accepted user: blank text is no value (R2), and of emails and addresses it takes those of type
    /// `work`, exactly so spelt (M3, M6): another type is another target.
    pub(super) fn settle(&self, resource: &mut Map<String, Value>) {
        if self.rules == Rules::Plain {
            return;
        }
        for name in ["emails", "addresses"] {
            if let Some(Value::Array(elements)) = resource.get_mut(name) {
                elements.retain(|element| element.get("type").and_then(Value::as_str) == Some("work"));
                elements.truncate(1);
            }
        }
        drop_blanks(resource);
        if !resource.contains_key(urn::ENTERPRISE_USER)
            && let Some(Value::Array(schemas)) = resource.get_mut("schemas")
        {
            schemas.retain(|schema| schema != urn::ENTERPRISE_USER);
        }
    }
}

/// Takes away blank text, and what is empty without it. An address or email that only says what it is for is none.
fn drop_blanks(object: &mut Map<String, Value>) {
    object.retain(|_, value| !is_blank(value));
}

fn is_blank(value: &mut Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => {
            elements.retain_mut(|element| !is_blank(element));
            elements.is_empty()
        }
        Value::Object(object) => {
            drop_blanks(object);
            object.keys().all(|key| key == "type" || key == "primary")
        }
        _ => false,
    }
}

/// M1 to M11: attribute and sub-attributes.
const CORE: &[(&str, &[&str])] = &[
    ("userName", &[]),
    ("name", &["givenName", "familyName"]),
    ("active", &[]),
    ("emails", &["type", "value"]),
    ("addresses", &["type", "locality"]),
    ("roles", &["value", "display", "type", "primary"]),
];

const ENTERPRISE: &[(&str, &[&str])] =
    &[("employeeNumber", &[]), ("department", &[]), ("manager", &["value", "$ref", "displayName"])];

/// The user as Ramp understands it; with `invite`, saying what an invite needs.
fn ramp_user(invite: Option<Invite>) -> ResourceDefinition {
    let mut core = only(Schema::user(), CORE);
    let mut enterprise = only(Schema::enterprise_user(), ENTERPRISE);
    for attribute in &mut core.attributes {
        if matches!(attribute.name.as_str(), "emails" | "addresses") {
            for sub in attribute.sub_attributes.iter_mut().filter(|sub| sub.name == "type") {
                sub.canonical_values = vec!["work".to_owned()];
            }
        }
        attribute.required = false;
    }
    if let Some(Invite { locality, department }) = invite {
        for attribute in &mut core.attributes {
            let needed: &[&str] = match attribute.name.as_str() {
                "userName" => &[],
                "name" => &["givenName", "familyName"],
                "emails" => &["type", "value"],
                "addresses" if locality => &["type", "locality"],
                _ => continue,
            };
            require(attribute, needed);
        }
        for attribute in enterprise.attributes.iter_mut().filter(|it| department && it.name == "department") {
            require(attribute, &[]);
        }
    }
    let required = invite.is_some_and(|invite| invite.department);
    ResourceDefinition::new("/Users", core).with_extension(enterprise, required)
}

fn require(attribute: &mut Attribute, sub_attributes: &[&str]) {
    attribute.required = true;
    for sub in attribute.sub_attributes.iter_mut().filter(|sub| sub_attributes.contains(&sub.name.as_str())) {
        sub.required = true;
    }
}

fn only(mut schema: Schema, known: &[(&str, &[&str])]) -> Schema {
    schema.attributes.retain_mut(|attribute| {
        let Some((_, subs)) = known.iter().find(|(name, _)| *name == attribute.name) else { return false };
        attribute.sub_attributes.retain(|sub| subs.contains(&sub.name.as_str()));
        true
    });
    schema
}
