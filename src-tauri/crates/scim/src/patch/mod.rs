//! PATCH, RFC 7644 §3.5.2, in both of Entra's dialects (entra-scim-client.md §6.3 to §6.6).
//! [`crate::schema::ResourceDefinition::patch`] applies one to a resource.

mod apply;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

pub(crate) use apply::{Change, MissingElement, apply};

use crate::error::{ScimError, ScimType};
use crate::urn;

/// The body of a PATCH.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatchOp {
    /// Always [`urn::PATCH_OP`].
    #[serde(default)]
    pub schemas: Vec<String>,
    /// What to do, in order; all of it or nothing.
    #[serde(rename = "Operations", alias = "operations")]
    pub operations: Vec<Operation>,
}

impl PatchOp {
    /// A patch of these operations.
    #[must_use]
    pub fn new(operations: Vec<Operation>) -> Self {
        Self { schemas: vec![urn::PATCH_OP.to_owned()], operations }
    }

    /// Reads a request's body.
    ///
    /// # Errors
    /// 400 `invalidSyntax` where it is none.
    pub fn read(body: Value) -> Result<Self, ScimError> {
        serde_json::from_value(body).map_err(|error| {
            ScimError::bad_request(ScimType::InvalidSyntax, format!("The body is no PatchOp: {error}."))
        })
    }
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// Adds a value; a single value is replaced.
    Add,
    /// Takes a value away.
    Remove,
    /// Puts a value in place of the present one, or adds it.
    Replace,
}

/// How the name of an operation is spelt on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OpCase {
    /// `replace`, as RFC 7644 has it and Entra sends with `aadOptscim062020`.
    #[default]
    Lower,
    /// `Replace`, as Entra sends without that flag.
    Capitalised,
}

impl Op {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self, case: OpCase) -> &'static str {
        match (self, case) {
            (Self::Add, OpCase::Lower) => "add",
            (Self::Add, OpCase::Capitalised) => "Add",
            (Self::Remove, OpCase::Lower) => "remove",
            (Self::Remove, OpCase::Capitalised) => "Remove",
            (Self::Replace, OpCase::Lower) => "replace",
            (Self::Replace, OpCase::Capitalised) => "Replace",
        }
    }

    /// Reads the name, whatever its case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Add, Self::Remove, Self::Replace]
            .into_iter()
            .find(|op| op.as_str(OpCase::Lower).eq_ignore_ascii_case(text))
    }
}

/// One operation of a PATCH.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// What it does.
    pub op: Op,
    /// How `op` is spelt when written.
    pub case: OpCase,
    /// Where; `None` means the resource itself, and `value` then is an object.
    pub path: Option<String>,
    /// With what.
    pub value: Option<Value>,
}

impl Operation {
    /// Adds `value` at `path`.
    #[must_use]
    pub fn add(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::at(Op::Add, path, Some(value.into()))
    }

    /// Replaces what is at `path` with `value`.
    #[must_use]
    pub fn replace(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::at(Op::Replace, path, Some(value.into()))
    }

    /// Removes what is at `path`.
    #[must_use]
    pub fn remove(path: impl Into<String>) -> Self {
        Self::at(Op::Remove, path, None)
    }

    /// Adds or replaces the attributes in `object`, without a path.
    #[must_use]
    pub fn whole(op: Op, object: impl Into<Value>) -> Self {
        Self { op, case: OpCase::Lower, path: None, value: Some(object.into()) }
    }

    fn at(op: Op, path: impl Into<String>, value: Option<Value>) -> Self {
        Self { op, case: OpCase::Lower, path: Some(path.into()), value }
    }

    /// The same operation with its name spelt this way.
    #[must_use]
    pub fn with_case(mut self, case: OpCase) -> Self {
        self.case = case;
        self
    }
}

#[derive(Serialize, Deserialize)]
struct WireOperation {
    op: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    // A present null is a value (RFC 7643 §2.5: unassigned), an absent one is not.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WireOperation {
            op: self.op.as_str(self.case).to_owned(),
            path: self.path.clone(),
            value: self.value.clone(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = WireOperation::deserialize(deserializer)?;
        let op = Op::parse(&wire.op).ok_or_else(|| {
            serde::de::Error::custom(format!("op is add, remove or replace, not {:?}", wire.op))
        })?;
        let capitalised = wire.op.starts_with(|c: char| c.is_ascii_uppercase());
        let case = if capitalised { OpCase::Capitalised } else { OpCase::Lower };
        // Some clients write the path of the resource itself as empty text.
        let path = wire.path.filter(|path| !path.is_empty());
        Ok(Self { op, case, path, value: wire.value })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn writes_each_dialect_as_it_read_it() {
        for body in [
            json!({"schemas": [urn::PATCH_OP], "Operations": [{"op": "Replace", "path": "active", "value": "False"}]}),
            json!({"schemas": [urn::PATCH_OP], "Operations": [{"op": "replace", "value": {"name.givenName": "Ana"}}]}),
            json!({"schemas": [urn::PATCH_OP], "Operations": [{"op": "remove", "path": "title"}]}),
            json!({"schemas": [urn::PATCH_OP], "Operations": [{"op": "add", "path": "title", "value": null}]}),
        ] {
            let patch: PatchOp = serde_json::from_value(body.clone()).expect("a patch");
            assert_eq!(serde_json::to_value(&patch).expect("JSON"), body);
        }
    }

    #[test]
    fn reads_ops_and_the_list_in_any_case() {
        for op in ["add", "Add", "ADD"] {
            let body = json!({"operations": [{"op": op, "path": "title", "value": "x"}]});
            let patch: PatchOp = serde_json::from_value(body).expect("a patch");
            assert_eq!(patch.operations[0].op, Op::Add);
        }
        let unknown = json!({"Operations": [{"op": "move", "path": "title"}]});
        assert!(serde_json::from_value::<PatchOp>(unknown).is_err());
    }
}
