//! The PATCH dialects Entra speaks (§6.3, §6.4): with and without the compliance flag, and on demand.

use onramp_scim::request::ScimRequest;
use serde_json::{Map, Value, json};

/// Which dialect a PATCH is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// A cycle without the flag: capital ops, `"False"` as text, one op per attribute.
    #[default]
    Cycle,
    /// A cycle with `aadOptscim062020`: lower-case ops, real booleans, one op without a path.
    CycleFlag,
    /// Provision on demand, where the flag has no effect: as [`Dialect::Cycle`].
    OnDemand,
}

/// One attribute that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Target name as it stands in the mapping.
    pub target: String,
    /// What the target has now; `None` where it has nothing.
    pub old: Option<Value>,
    /// What it shall have; `None` removes it, which only an undo does (§6.7).
    pub new: Option<Value>,
}

/// The PATCH that makes these changes to a resource.
pub fn patch(path: &str, changes: &[Change], dialect: Dialect) -> ScimRequest {
    let operations = match dialect {
        Dialect::Cycle | Dialect::OnDemand => changes.iter().map(plain).collect(),
        Dialect::CycleFlag => flagged(changes),
    };
    ScimRequest::patch(path, json!({"schemas": [onramp_scim::urn::PATCH_OP], "Operations": operations}))
}

/// Without the flag. `Add` where the target has nothing yet, `Replace` where it has (§6.3).
fn plain(change: &Change) -> Value {
    match &change.new {
        Some(new) => {
            let op = if change.old.is_some() { "Replace" } else { "Add" };
            json!({"op": op, "path": change.target, "value": as_text(new)})
        }
        None => json!({"op": "Remove", "path": change.target}),
    }
}

/// Without the flag a boolean goes out as the text `True` or `False` (§6.4).
fn as_text(value: &Value) -> Value {
    match value {
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        other => other.clone(),
    }
}

/// With the flag: paths with a filter, references and what the target has nothing of yet keep an op of their own;
/// everything else goes into one object with dotted and URN keys.
fn flagged(changes: &[Change]) -> Vec<Value> {
    let mut operations = Vec::new();
    let mut together = Map::new();
    for change in changes {
        match &change.new {
            None => operations.push(json!({"op": "remove", "path": change.target})),
            Some(new)
                if change.old.is_none()
                    || change.target.contains('[')
                    || change.target.ends_with(":manager") =>
            {
                let op = if change.old.is_some() { "replace" } else { "add" };
                operations.push(json!({"op": op, "path": change.target, "value": new}));
            }
            Some(new) => {
                together.insert(change.target.clone(), new.clone());
            }
        }
    }
    if !together.is_empty() {
        operations.push(json!({"op": "replace", "value": together}));
    }
    operations
}

#[cfg(test)]
mod tests {
    use onramp_scim::patch::PatchOp;

    use super::*;

    fn changes() -> Vec<Change> {
        let change = |target: &str, old: Option<&str>, new: Value| Change {
            target: target.to_owned(),
            old: old.map(Value::from),
            new: Some(new),
        };
        vec![
            change("emails[type eq \"work\"].value", Some("a@contoso.example"), "b@contoso.example".into()),
            change("name.givenName", Some("Ana"), "Anna".into()),
            change("active", Some("True"), false.into()),
            change(
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                None,
                "Finance".into(),
            ),
        ]
    }

    #[test]
    fn without_the_flag_and_on_demand() {
        let on_demand = patch("/Users/1", &changes(), Dialect::OnDemand);
        let cycle = patch("/Users/1", &changes(), Dialect::Cycle);
        assert_eq!(on_demand, cycle);
        insta::assert_snapshot!(cycle.body.unwrap()["Operations"], @r#"[{"op":"Replace","path":"emails[type eq \"work\"].value","value":"b@contoso.example"},{"op":"Replace","path":"name.givenName","value":"Anna"},{"op":"Replace","path":"active","value":"False"},{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Finance"}]"#);
    }

    #[test]
    fn with_the_flag() {
        let body = patch("/Users/1", &changes(), Dialect::CycleFlag).body.unwrap();
        insta::assert_snapshot!(body["Operations"], @r#"[{"op":"replace","path":"emails[type eq \"work\"].value","value":"b@contoso.example"},{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Finance"},{"op":"replace","value":{"name.givenName":"Anna","active":false}}]"#);
    }

    #[test]
    fn both_dialects_are_patch_ops() {
        for dialect in [Dialect::Cycle, Dialect::CycleFlag] {
            let body = patch("/Users/1", &changes(), dialect).body.unwrap();
            serde_json::from_value::<PatchOp>(body).unwrap();
        }
    }
}
