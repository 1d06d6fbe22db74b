//! What an object mapping says beside its rows: *Target Object Actions* and *Source Object Scope*.

use serde_json::Value;

use crate::lossless::{Edits, Item, KeyOrders, Member, Node};
use crate::model::TargetObjectActions;
use crate::scope::ScopingFilter;

/// Reads `flowTypes`, with or without blanks behind the commas. Without the member all three are on.
pub(super) fn read_actions(mapping: &Value) -> TargetObjectActions {
    let Some(flags) = mapping.get("flowTypes").and_then(Value::as_str) else {
        return TargetObjectActions::default();
    };
    let on = |name: &str| flags.split(',').any(|flag| flag.trim() == name);
    TargetObjectActions { create: on("Add"), update: on("Update"), delete: on("Delete") }
}

/// Writes `flowTypes` over what stood there: blanks behind commas, and flags that we do not know, stay.
pub(super) fn write_actions(actions: TargetObjectActions, before: Option<&str>) -> Value {
    let before = before.unwrap_or_default();
    let ours = [("Add", actions.create), ("Update", actions.update), ("Delete", actions.delete)];
    let mut flags: Vec<&str> = ours.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect();
    let known = |flag: &str| flag.is_empty() || flag == "None" || ours.iter().any(|(name, _)| *name == flag);
    flags.extend(before.split(',').map(str::trim).filter(|flag| !known(flag)));
    match flags.is_empty() {
        true => "None".into(),
        false => flags.join(if before.contains(", ") { ", " } else { "," }).into(),
    }
}

/// The edit that makes a filter of the `scope` that stands there. Groups that stay the same keep their text.
pub(super) fn edit_scope(before: Option<Node<'_>>, after: &ScopingFilter) -> Member {
    let graph = after.to_graph();
    let Some(node) = before.filter(|node| node.is_object() && graph.is_object()) else {
        return Member::Set(graph);
    };
    let orders = KeyOrders::of(&node.json());
    let lists = ["groups", "inputFilterGroups", "categoryFilterGroups"];
    let changes = lists.into_iter().filter_map(|name| {
        let groups = graph.get(name)?.as_array()?;
        match node.get(name) {
            Some(list) if list.text().starts_with('[') => {
                Some((name, Member::Within(edit_groups(&list, groups, &orders))))
            }
            None if groups.is_empty() => None,
            _ => Some((name, Member::Set(orders.apply(Value::Array(groups.clone()))))),
        }
    });
    Member::Within(Edits::members(&node, changes.collect()))
}

fn edit_groups(list: &Node<'_>, groups: &[Value], orders: &KeyOrders) -> Edits {
    // A group is known again by what we understand of it.
    let mut before: Vec<Option<Value>> =
        list.items().iter().map(|group| Some(understood(&group.json()))).collect();
    let items = groups.iter().map(|group| match before.iter().position(|was| was.as_ref() == Some(group)) {
        Some(place) => {
            before[place] = None;
            Item::Kept(place, Edits::default())
        }
        None => Item::New(orders.apply(group.clone())),
    });
    Edits::elements(list, items.collect())
}

fn understood(group: &Value) -> Value {
    let filter = ScopingFilter::from_graph(&serde_json::json!({ "groups": [group] })).to_graph();
    filter.pointer("/groups/0").cloned().unwrap_or_default()
}
