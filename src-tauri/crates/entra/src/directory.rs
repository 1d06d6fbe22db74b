//! People as Entra's provisioning service reads them: synchronization attributes, not Graph properties.

use std::collections::BTreeMap;

use onramp_expression::{Attributes, Value};
use serde_json::Value as Json;

/// A manager by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagerReference {
    /// Object id of the manager.
    pub id: String,
    /// Name, where the directory gave one.
    pub display_name: Option<String>,
}

/// One person with the attributes that mappings can use.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryUser {
    /// Object id.
    pub id: String,
    /// By synchronization attribute name (`mobile`, not Graph's `mobilePhone`).
    pub attributes: BTreeMap<String, Value>,
    /// The manager, if there is one.
    pub manager: Option<ManagerReference>,
    /// `accountEnabled`.
    pub enabled: bool,
    /// Assigned to the application. A directory that does not say counts everyone as assigned.
    pub assigned: bool,
    /// A remark the directory carries about them, such as the practice directory's "no department".
    pub note: Option<String>,
}

/// A text that is no list of users.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Not JSON, nor JSON lines.
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// JSON that is no list of objects.
    #[error("no list of users")]
    NotAList,
    /// A user without an id, a sign-in name and a mail address.
    #[error("user {index} has no id, userPrincipalName or mail")]
    NoKey {
        /// Its place in the list, from 1.
        index: usize,
    },
}

/// Graph property names that differ from the synchronization attribute's (`graph/README.md` §5).
const RENAMED: &[(&str, &str)] = &[
    ("id", "objectId"),
    ("mobilePhone", "mobile"),
    ("officeLocation", "physicalDeliveryOfficeName"),
    ("faxNumber", "facsimileTelephoneNumber"),
    ("onPremisesSyncEnabled", "dirSyncEnabled"),
    ("onPremisesImmutableId", "immutableId"),
];

impl DirectoryUser {
    /// Reads a Graph user, or an object that names synchronization attributes itself.
    pub fn from_graph(user: &Json) -> Option<Self> {
        let object = user.as_object()?;
        let mut attributes = BTreeMap::new();
        for (name, value) in object {
            match (name.as_str(), value) {
                ("manager", _) | ("onrampNote", _) => {}
                ("businessPhones", Json::Array(phones)) => {
                    if let Some(phone) = phones.first() {
                        attributes.insert("telephoneNumber".to_owned(), attribute_value(phone));
                    }
                }
                ("onPremisesExtensionAttributes" | "employeeOrgData", Json::Object(members)) => {
                    for (member, value) in members {
                        let key = if name == "employeeOrgData" {
                            format!("{name}.{member}")
                        } else {
                            member.clone()
                        };
                        attributes.insert(key, attribute_value(value));
                    }
                }
                (name, value) => {
                    let renamed = RENAMED.iter().find(|(graph, _)| *graph == name);
                    attributes
                        .insert(renamed.map_or(name, |(_, sync)| sync).to_owned(), attribute_value(value));
                }
            }
        }
        let text = |name: &str| attributes.get(name).and_then(Value::as_text).filter(|text| !text.is_empty());
        let id = text("objectId").or_else(|| text("userPrincipalName")).or_else(|| text("mail"))?;
        let enabled = text("accountEnabled").is_none_or(|flag| !flag.eq_ignore_ascii_case("false"));
        let assigned = match object.get("appRoleAssignments") {
            Some(Json::Array(roles)) => !roles.is_empty(),
            _ => true,
        };
        let mut user = Self {
            id,
            manager: manager(object.get("manager")),
            note: object.get("onrampNote").and_then(Json::as_str).map(str::to_owned),
            enabled,
            assigned,
            attributes,
        };
        user.derive();
        Some(user)
    }

    /// Attributes the service makes itself.
    fn derive(&mut self) {
        // Unassigned, out of scope and disabled all read as soft-deleted (§6.4).
        let soft_deleted = !self.enabled || !self.assigned;
        self.attributes.entry("IsSoftDeleted".to_owned()).or_insert(Value::Bool(soft_deleted));
        if let Some(manager) = &self.manager {
            self.attributes.insert("manager".to_owned(), Value::Text(manager.id.clone()));
        }
        // A guest's sign-in name goes out as the original address; the other name keeps it (§8.1).
        let upn = self.attributes.get("userPrincipalName").and_then(Value::as_text);
        if let Some(upn) = upn {
            if let Some(original) = guest_address(&upn) {
                self.attributes.insert("userPrincipalName".to_owned(), Value::Text(original));
            }
            self.attributes.entry("originalUserPrincipalName".to_owned()).or_insert(Value::Text(upn));
        }
    }

    /// Says whether they are assigned, where a directory tells it apart from its people. Who is not reads as soft-deleted
    /// (§6.4).
    pub fn assign(&mut self, assigned: bool) {
        self.assigned = assigned;
        self.attributes.insert("IsSoftDeleted".to_owned(), Value::Bool(!self.enabled || !assigned));
    }

    /// The name to show: display name, else sign-in name, else id.
    pub fn display_name(&self) -> String {
        ["displayName", "userPrincipalName", "objectId"]
            .into_iter()
            .find_map(|name| self.text(name))
            .unwrap_or_else(|| self.id.clone())
    }

    /// An attribute as text, where it has a value.
    pub fn text(&self, name: &str) -> Option<String> {
        self.attributes.get(name).and_then(Value::as_text).filter(|text| !text.is_empty())
    }

    fn signs_in_as(&self, key: &str) -> bool {
        ["userPrincipalName", "originalUserPrincipalName"]
            .into_iter()
            .any(|name| self.text(name).is_some_and(|text| text.eq_ignore_ascii_case(key)))
    }

    /// Whether a key an admin typed means this person: object id, sign-in name (also a guest's original), mail or name.
    pub fn answers_to(&self, key: &str) -> bool {
        self.id == key
            || self.signs_in_as(key)
            || ["mail", "displayName"]
                .into_iter()
                .any(|name| self.text(name).is_some_and(|text| text.eq_ignore_ascii_case(key)))
    }
}

impl Attributes for DirectoryUser {
    fn get(&self, name: &str) -> Option<&Value> {
        self.attributes.get(name)
    }
}

/// `ana_partner.example#EXT#@contoso.onmicrosoft.example` is `ana@partner.example`.
fn guest_address(upn: &str) -> Option<String> {
    let (local, _) = upn.split_once("#EXT#")?;
    let (name, domain) = local.rsplit_once('_')?;
    Some(format!("{name}@{domain}"))
}

fn manager(value: Option<&Json>) -> Option<ManagerReference> {
    match value? {
        Json::String(id) if !id.is_empty() => Some(ManagerReference { id: id.clone(), display_name: None }),
        Json::Object(manager) => Some(ManagerReference {
            id: manager.get("id").and_then(Json::as_str)?.to_owned(),
            display_name: manager.get("displayName").and_then(Json::as_str).map(str::to_owned),
        }),
        _ => None,
    }
}

/// A JSON value as an attribute's: several values as a list, an object as none.
pub fn attribute_value(value: &Json) -> Value {
    match value {
        Json::Null | Json::Object(_) => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => Value::Number(number.to_string()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(values) => {
            Value::List(values.iter().filter_map(|value| attribute_value(value).as_text()).collect())
        }
    }
}

/// Whom a key means.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'a> {
    /// This one and nobody else.
    One(&'a DirectoryUser),
    /// Nobody.
    None,
    /// All of these: the key does not tell them apart.
    Several(Vec<&'a DirectoryUser>),
}

impl<'a> Found<'a> {
    fn of(mut users: Vec<&'a DirectoryUser>) -> Self {
        match users.len() {
            0 => Self::None,
            1 => users.pop().map_or(Self::None, Self::One),
            _ => Self::Several(users),
        }
    }
}

/// The people of a directory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Directory {
    /// In the order the directory gave them.
    pub users: Vec<DirectoryUser>,
}

impl Directory {
    /// Reads a JSON array, Graph's paged answer (`value`), one object, or JSON lines.
    pub fn from_json(text: &str) -> Result<Self, DirectoryError> {
        let text = text.trim_start_matches('\u{feff}');
        match serde_json::from_str::<Json>(text) {
            Ok(Json::Array(users)) => Self::from_values(&users),
            Ok(Json::Object(mut object)) => match object.remove("value") {
                Some(Json::Array(users)) => Self::from_values(&users),
                _ => Self::from_values(&[serde_json::from_str(text)?]),
            },
            Ok(_) => Err(DirectoryError::NotAList),
            Err(error) => {
                let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
                if lines.len() < 2 {
                    return Err(error.into());
                }
                let users = lines.into_iter().map(serde_json::from_str).collect::<Result<Vec<_>, _>>()?;
                Self::from_values(&users)
            }
        }
    }

    /// Reads a list of Graph users.
    pub fn from_values(users: &[Json]) -> Result<Self, DirectoryError> {
        let users = users
            .iter()
            .enumerate()
            .map(|(index, user)| {
                DirectoryUser::from_graph(user).ok_or(DirectoryError::NoKey { index: index + 1 })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { users })
    }

    /// Whom a key means: an exact object id first, then sign-in name, mail or display name.
    pub fn look_up(&self, key: &str) -> Found<'_> {
        match self.all(|user| user.id == key) {
            Found::None => self.all(|user| user.answers_to(key)),
            found => found,
        }
    }

    /// The manager of a person, where the directory holds them: by object id, or by the sign-in name that a hand-made
    /// list may give in its place. Never by mail or display name, which may be another's.
    pub fn manager_of(&self, user: &DirectoryUser) -> Option<&DirectoryUser> {
        let key = &user.manager.as_ref()?.id;
        let found = match self.all(|user| user.id == *key) {
            Found::None => self.all(|user| user.signs_in_as(key)),
            found => found,
        };
        match found {
            Found::One(manager) => Some(manager),
            Found::None | Found::Several(_) => None,
        }
    }

    fn all(&self, is_meant: impl Fn(&DirectoryUser) -> bool) -> Found<'_> {
        Found::of(self.users.iter().filter(|user| is_meant(user)).collect())
    }

    /// Whether anyone in the directory has this person as manager (R7).
    pub fn is_manager(&self, user: &DirectoryUser) -> bool {
        let is_meant = |manager: &ManagerReference| manager.id == user.id || user.signs_in_as(&manager.id);
        self.users.iter().any(|other| other.manager.as_ref().is_some_and(is_meant))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_goes_out_by_the_original_address() {
        let guest = DirectoryUser::from_graph(&serde_json::json!({
            "id": "1", "userPrincipalName": "mia_lindqvist_partner.example#EXT#@contoso.onmicrosoft.example"
        }))
        .unwrap();
        assert_eq!(guest.text("userPrincipalName").as_deref(), Some("mia_lindqvist@partner.example"));
        assert!(guest.text("originalUserPrincipalName").unwrap().contains("#EXT#"));
    }

    #[test]
    fn unassigned_and_disabled_read_as_soft_deleted() {
        for (user, expected) in [
            (serde_json::json!({"id": "1"}), false),
            (serde_json::json!({"id": "1", "accountEnabled": false}), true),
            (serde_json::json!({"id": "1", "appRoleAssignments": []}), true),
            (serde_json::json!({"id": "1", "appRoleAssignments": ["User"], "accountEnabled": true}), false),
        ] {
            let read = DirectoryUser::from_graph(&user).unwrap();
            assert_eq!(read.attributes["IsSoftDeleted"], Value::Bool(expected), "{user}");
        }
    }

    #[test]
    fn a_key_means_one_person_or_says_whom_it_could_mean() {
        let directory = Directory::from_values(&[
            serde_json::json!({"id": "1", "userPrincipalName": "ana@c.example", "mail": "shared@c.example", "displayName": "Ana Silva"}),
            serde_json::json!({"id": "2", "userPrincipalName": "ana2@c.example", "mail": "Shared@c.example", "displayName": "Ana Silva"}),
            serde_json::json!({"id": "3", "userPrincipalName": "rui@c.example", "displayName": "1"}),
            serde_json::json!({"id": "4", "userPrincipalName": "mia_p.example#EXT#@c.example", "displayName": "Mia"}),
        ])
        .unwrap();
        for (key, expected) in [
            ("2", &["2"][..]),
            ("1", &["1"]),
            ("ANA@c.example", &["1"]),
            ("mia@p.example", &["4"]),
            ("mia_p.example#EXT#@c.example", &["4"]),
            ("mia", &["4"]),
            ("ana silva", &["1", "2"]),
            ("shared@c.example", &["1", "2"]),
            ("Ana", &[]),
            ("", &[]),
        ] {
            let found: Vec<_> = match directory.look_up(key) {
                Found::One(user) => vec![user.id.as_str()],
                Found::None => Vec::new(),
                Found::Several(users) => users.iter().map(|user| user.id.as_str()).collect(),
            };
            assert_eq!(found, expected, "{key}");
        }
    }

    #[test]
    fn a_manager_is_found_by_id_or_sign_in_name_and_never_by_name() {
        let person = |id: &str, manager: &str| {
            serde_json::json!({"id": id, "userPrincipalName": format!("{id}@c.example"), "mail": "boss@c.example",
                "displayName": "The Boss", "manager": manager})
        };
        for (manager, expected) in [
            ("rui", Some("rui")),
            ("Rui@c.example", Some("rui")),
            ("The Boss", None),
            ("boss@c.example", None),
            ("nobody", None),
        ] {
            let directory = Directory::from_values(&[person("ana", manager), person("rui", "")]).unwrap();
            let found = directory.manager_of(&directory.users[0]).map(|manager| manager.id.as_str());
            assert_eq!(found, expected, "{manager}");
        }
    }

    #[test]
    fn every_json_shape_of_a_list_is_read() {
        for text in [
            r#"[{"id":"1"},{"id":"2"}]"#,
            r#"{"value":[{"id":"1"},{"id":"2"}]}"#,
            "{\"id\":\"1\"}\n{\"id\":\"2\"}\n",
        ] {
            assert_eq!(Directory::from_json(text).unwrap().users.len(), 2, "{text}");
        }
        assert!(matches!(Directory::from_json("[{}]"), Err(DirectoryError::NoKey { index: 1 })));
        assert!(Directory::from_json("nonsense").is_err());
    }
}
