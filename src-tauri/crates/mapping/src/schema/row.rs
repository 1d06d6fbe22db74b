//! One attribute mapping of the schema (Graph: `attributeMapping`), read and changed member by member.

use serde_json::{Map, Value};

use crate::lossless::{Edits, KeyOrders, Member, Node};
use crate::model::{Apply, AttributeMapping, FlowBehavior};
use crate::parameters;

/// Graph's names of *Apply this mapping*.
const FLOW_TYPES: [(Apply, &str); 5] = [
    (Apply::Always, "Always"),
    (Apply::OnlyDuringCreation, "ObjectAddOnly"),
    (Apply::MultiValueAddOnly, "MultiValueAddOnly"),
    (Apply::ValueAddOnly, "ValueAddOnly"),
    (Apply::AttributeAddOnly, "AttributeAddOnly"),
];

/// Reads an attribute mapping. A word that Graph does not have counts as the default and stays in the text.
pub(super) fn read(row: &Value) -> AttributeMapping {
    let text = |key: &str| row.get(key).and_then(Value::as_str);
    AttributeMapping {
        target: text("targetAttributeName").unwrap_or_default().to_owned(),
        source: parameters::read_source(row.get("source").unwrap_or(&Value::Null)),
        default_value: text("defaultValue").filter(|value| !value.is_empty()).map(str::to_owned),
        matching_precedence: row
            .get("matchingPriority")
            .and_then(Value::as_u64)
            .and_then(|priority| u32::try_from(priority).ok())
            .filter(|priority| *priority > 0),
        apply: FLOW_TYPES
            .iter()
            .find(|(_, name)| text("flowType") == Some(name))
            .map_or_else(Apply::default, |(apply, _)| *apply),
        flow_behavior: match text("flowBehavior") {
            Some("FlowAlways") => FlowBehavior::Always,
            _ => FlowBehavior::WhenChanged,
        },
        export_missing_references: row.get("exportMissingReferences") == Some(&Value::Bool(true)),
    }
}

/// The members of a row in Graph's order.
pub(super) fn write(row: &AttributeMapping) -> Value {
    let members = [
        ("defaultValue", default_value(row)),
        ("exportMissingReferences", row.export_missing_references.into()),
        ("flowBehavior", flow_behavior(row)),
        ("flowType", flow_type(row)),
        ("matchingPriority", row.matching_precedence.unwrap_or(0).into()),
        ("targetAttributeName", row.target.clone().into()),
        ("source", parameters::write_source(&row.source)),
    ];
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>().into()
}

/// The edits that make a row of what stands there, changing only the members that differ.
pub(super) fn edit(
    node: &Node<'_>,
    was: &AttributeMapping,
    row: &AttributeMapping,
    orders: &KeyOrders,
) -> Edits {
    if was == row {
        return Edits::default();
    }
    if !node.is_object() {
        return Edits::replace(node, &orders.apply(write(row)), node.document().contains('\n'));
    }
    let mut changes = Vec::new();
    let mut set = |differs: bool, name, value: Value| {
        if differs {
            changes.push((name, Member::Set(value)));
        }
    };
    set(was.target != row.target, "targetAttributeName", row.target.clone().into());
    set(was.default_value != row.default_value, "defaultValue", default_value(row));
    set(
        was.matching_precedence != row.matching_precedence,
        "matchingPriority",
        row.matching_precedence.unwrap_or(0).into(),
    );
    set(was.apply != row.apply, "flowType", flow_type(row));
    set(was.flow_behavior != row.flow_behavior, "flowBehavior", flow_behavior(row));
    set(
        was.export_missing_references != row.export_missing_references,
        "exportMissingReferences",
        row.export_missing_references.into(),
    );
    if was.source != row.source {
        changes.push(("source", source(node.get("source"), parameters::write_source(&row.source), orders)));
    }
    Edits::members(node, changes)
}

/// The members of a source are set one by one, so that what we do not know beside them stays.
fn source(before: Option<Node<'_>>, after: Value, orders: &KeyOrders) -> Member {
    match (before, orders.apply(after)) {
        (Some(node), Value::Object(members)) if node.is_object() => {
            let members = members.iter().map(|(name, value)| (name.as_str(), Member::Set(value.clone())));
            Member::Within(Edits::members(&node, members.collect()))
        }
        (_, after) => Member::Set(after),
    }
}

fn default_value(row: &AttributeMapping) -> Value {
    row.default_value.clone().map_or(Value::Null, Value::String)
}

fn flow_type(row: &AttributeMapping) -> Value {
    FLOW_TYPES.iter().find(|(apply, _)| *apply == row.apply).map_or("Always", |(_, name)| name).into()
}

fn flow_behavior(row: &AttributeMapping) -> Value {
    match row.flow_behavior {
        FlowBehavior::WhenChanged => "FlowWhenChanged",
        FlowBehavior::Always => "FlowAlways",
    }
    .into()
}
