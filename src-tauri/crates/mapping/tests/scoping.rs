//! Scoping filters: shapes, and everything `scoping.json` says of their meaning.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::scope::{Arity, Clause, FilterGroup, Operator, ScopingFilter};
use serde_json::{Value, json};

const SCOPING: &str = include_str!("../../../../tests/conformance/scoping.json");

fn scoping() -> Value {
    serde_json::from_str(SCOPING).unwrap()
}

#[test]
fn every_listed_operator_is_known_by_its_name_and_its_spellings() {
    let scoping = scoping();
    let listed = scoping["operators"].as_array().unwrap();
    assert_eq!(listed.len(), Operator::ALL.len());
    for (entry, operator) in listed.iter().zip(Operator::ALL) {
        let name = entry["name"].as_str().unwrap();
        assert_eq!(Operator::named(name), operator);
        assert_eq!(operator.name(), name);
        let arity = if entry["arity"] == "Unary" { Arity::Unary } else { Arity::Binary };
        assert_eq!(operator.arity(), Some(arity), "{name}");
        for spelling in entry["spellings"].as_array().into_iter().flatten() {
            assert_eq!(Operator::named(spelling.as_str().unwrap()), operator);
        }
    }
    assert_eq!(Operator::named("equals"), Operator::Other("equals".into()));
}

fn helpdesk() -> ScopingFilter {
    ScopingFilter::of(vec![FilterGroup {
        name: "Helpdesk only".into(),
        clauses: vec![
            Clause::binary("department", Operator::Equals, "Helpdesk"),
            Clause::unary("accountEnabled", Operator::IsTrue),
        ],
    }])
}

#[test]
fn a_filter_goes_to_graphs_shape_and_back() {
    let graph = json!({
        "groups": [{"name": "Helpdesk only", "clauses": [
            {"sourceOperandName": "department", "operatorName": "EQUALS", "targetOperand": {"values": ["Helpdesk"]}},
            {"sourceOperandName": "accountEnabled", "operatorName": "IS TRUE", "targetOperand": {"values": []}},
        ]}],
        "inputFilterGroups": [],
        "categoryFilterGroups": [],
    });
    assert_eq!(helpdesk().to_graph(), graph);
    assert_eq!(ScopingFilter::from_graph(&graph), helpdesk());
    for none in [json!(null), json!({"groups": []}), json!("nonsense")] {
        assert_eq!(ScopingFilter::from_graph(&none), ScopingFilter::default(), "{none}");
    }
    assert_eq!(ScopingFilter::default().to_graph(), Value::Null);
}

#[test]
fn what_only_graph_can_say_is_kept() {
    let graph = json!({
        "groups": [],
        "inputFilterGroups": [{"name": "", "clauses": [
            {"sourceOperandName": "city", "operatorName": "ONE OF", "targetOperand": {"values": ["Oslo", "Bergen"]}},
        ]}],
        "categoryFilterGroups": [],
    });
    let read = ScopingFilter::from_graph(&graph);
    assert!(!read.is_empty());
    assert_eq!(read.to_graph(), graph);
    let own = serde_json::to_value(&read).unwrap();
    assert_eq!(serde_json::from_value::<ScopingFilter>(own).unwrap(), read);
}

#[test]
fn our_own_shape_names_operators_as_entra_does() {
    let own = serde_json::to_value(helpdesk()).unwrap();
    assert_eq!(
        own,
        json!({"groups": [{"name": "Helpdesk only", "clauses": [
            {"attribute": "department", "operator": "EQUALS", "value": "Helpdesk"},
            {"attribute": "accountEnabled", "operator": "IS TRUE"},
        ]}]})
    );
    assert_eq!(serde_json::from_value::<ScopingFilter>(own).unwrap(), helpdesk());
}
