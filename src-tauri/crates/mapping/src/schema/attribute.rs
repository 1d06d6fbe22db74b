//! The target attribute list: *Edit attribute list for customappsso* (Graph: `attributeDefinition`).

use serde_json::{Map, Value, json};

use crate::lossless::{Edits, Member, Node};

/// The type of an attribute (Graph: `attributeType`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeType {
    /// Text.
    String,
    /// True or false. Only such a target can get a JSON boolean (`entra-scim-client.md` §8.2).
    Boolean,
    /// A whole number.
    Integer,
    /// Another object.
    Reference,
    /// Bytes.
    Binary,
    /// A point in time.
    DateTime,
    /// A type that Graph's description does not list, as it is written.
    Other(String),
}

const TYPES: [(AttributeType, &str); 6] = [
    (AttributeType::String, "String"),
    (AttributeType::Boolean, "Boolean"),
    (AttributeType::Integer, "Integer"),
    (AttributeType::Reference, "Reference"),
    (AttributeType::Binary, "Binary"),
    (AttributeType::DateTime, "DateTime"),
];

impl AttributeType {
    fn named(name: &str) -> Self {
        let known = TYPES.iter().find(|(_, known)| *known == name);
        known.map_or_else(|| Self::Other(name.to_owned()), |(kind, _)| kind.clone())
    }

    /// Its name in Graph and in the portal.
    pub fn name(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => TYPES.iter().find(|(kind, _)| kind == known).map_or("String", |(_, name)| name),
        }
    }
}

/// One entry of an attribute list, with the portal's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeDefinition {
    /// *Name*, byte by byte.
    pub name: String,
    /// *Type*.
    pub kind: AttributeType,
    /// *Primary key?*: the attribute that identifies an object for good (`id`).
    pub anchor: bool,
    /// *Required?*: without a value nothing is created.
    pub required: bool,
    /// *Multi-value?*
    pub multivalued: bool,
    /// *Exact case?*: whether another capital is a change.
    pub case_exact: bool,
    /// Graph's `mutability`: `ReadWrite`, `ReadOnly`, `Immutable` or `WriteOnly`.
    pub mutability: String,
    /// *Default value* of the attribute itself.
    pub default_value: Option<String>,
    /// *Referenced object attribute*: the objects a reference may point to.
    pub referenced_objects: Vec<String>,
    /// Graph's `metadata`: key and value, such as `MaximumLength`. The keys are an open list.
    pub metadata: Vec<(String, String)>,
}

impl AttributeDefinition {
    /// A text attribute as the portal's empty line adds it.
    pub fn text(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: AttributeType::String,
            anchor: false,
            required: false,
            multivalued: false,
            case_exact: false,
            mutability: "ReadWrite".to_owned(),
            default_value: None,
            referenced_objects: Vec::new(),
            metadata: Vec::new(),
        }
    }

    /// Reads an entry; an entry without a name has an empty one.
    pub(super) fn read(entry: &Value) -> Self {
        let text = |key: &str| entry.get(key).and_then(Value::as_str);
        let flag = |key: &str| entry.get(key).and_then(Value::as_bool).unwrap_or(false);
        let list = |key: &str| entry.get(key).and_then(Value::as_array).into_iter().flatten();
        let member = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Self {
            name: text("name").unwrap_or_default().to_owned(),
            kind: AttributeType::named(text("type").unwrap_or("String")),
            anchor: flag("anchor"),
            required: flag("required"),
            multivalued: flag("multivalued"),
            case_exact: flag("caseExact"),
            mutability: text("mutability").unwrap_or("ReadWrite").to_owned(),
            default_value: text("defaultValue").map(str::to_owned),
            referenced_objects: list("referencedObjects")
                .filter_map(|object| member(object, "referencedObjectName"))
                .collect(),
            metadata: list("metadata")
                .filter_map(|entry| Some((member(entry, "key")?, member(entry, "value").unwrap_or_default())))
                .collect(),
        }
    }

    /// The entry as Graph writes it.
    pub(super) fn write(&self) -> Value {
        let mut entry = Map::new();
        for (name, value) in [
            ("anchor", self.anchor.into()),
            ("caseExact", self.case_exact.into()),
            ("defaultValue", self.default_value.clone().map_or(Value::Null, Value::String)),
            ("flowNullValues", false.into()),
            ("multivalued", self.multivalued.into()),
            ("mutability", self.mutability.clone().into()),
            ("name", self.name.clone().into()),
            ("required", self.required.into()),
            ("type", self.kind.name().into()),
            ("apiExpressions", json!([])),
            ("metadata", self.metadata()),
            ("referencedObjects", self.references()),
        ] {
            entry.insert(name.to_owned(), value);
        }
        entry.into()
    }

    fn metadata(&self) -> Value {
        self.metadata.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
    }

    fn references(&self) -> Value {
        let objects = self.referenced_objects.iter();
        objects.map(|name| json!({"referencedObjectName": name, "referencedProperty": null})).collect()
    }

    /// The edits that make this entry of what stands there, changing only the members that differ.
    pub(super) fn edit(&self, node: &Node<'_>) -> Edits {
        let was = Self::read(&node.json());
        let after = self.write();
        let differs = [
            ("name", was.name != self.name),
            ("type", was.kind != self.kind),
            ("anchor", was.anchor != self.anchor),
            ("required", was.required != self.required),
            ("multivalued", was.multivalued != self.multivalued),
            ("caseExact", was.case_exact != self.case_exact),
            ("mutability", was.mutability != self.mutability),
            ("defaultValue", was.default_value != self.default_value),
            ("referencedObjects", was.referenced_objects != self.referenced_objects),
            ("metadata", was.metadata != self.metadata),
        ];
        let changes = differs
            .into_iter()
            .filter(|(_, differs)| *differs)
            .filter_map(|(name, _)| Some((name, Member::Set(after.get(name)?.clone()))));
        Edits::members(node, changes.collect())
    }
}
