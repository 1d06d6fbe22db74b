//! Scoping filters: shapes, and everything `scoping.json` says of their meaning.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use onramp_expression::Value as Attribute;
use onramp_mapping::scope::{Arity, Clause, FilterGroup, Operator, Scope, ScopingFilter, check, includes};
use onramp_mapping::{CODES, Field, Severity};
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

/// A person by attribute names, as an example of `scoping.json` gives them.
fn person(attributes: &Value) -> BTreeMap<String, Attribute> {
    let attribute = |value: &Value| match value {
        Value::String(text) => Attribute::Text(text.clone()),
        Value::Bool(truth) => Attribute::Bool(*truth),
        Value::Array(values) => {
            Attribute::List(values.iter().map(|value| value.as_str().unwrap().to_owned()).collect())
        }
        Value::Null => Attribute::Null,
        other => Attribute::Number(other.to_string()),
    };
    attributes.as_object().unwrap().iter().map(|(name, value)| (name.clone(), attribute(value))).collect()
}

fn filter(groups: &Value) -> ScopingFilter {
    let groups: Vec<Vec<Clause>> = serde_json::from_value(groups.clone()).unwrap();
    ScopingFilter::of(
        groups.into_iter().map(|clauses| FilterGroup { name: String::new(), clauses }).collect(),
    )
}

#[test]
fn every_example_of_the_documents_is_in_or_out_as_they_say() {
    let scoping = scoping();
    let examples = scoping["examples"].as_array().unwrap();
    let mut wrong = Vec::new();
    for example in examples {
        let (person, filter) = (person(&example["attributes"]), filter(&example["filters"]));
        let explained = Scope::new(&filter).explain(&person);
        assert_eq!(explained.included, includes(&filter, &person), "{example}");
        if explained.included != example["inScope"].as_bool().unwrap() {
            wrong.push(example["id"].to_string());
        }
    }
    assert_eq!((wrong, examples.len() >= 35), (Vec::<String>::new(), true));
}

/// Attributes, one group of clauses, in scope or not: read from the rules, beyond the documents' examples.
const MORE: &str = r#"[
  [{"a": ["x", "x"]}, [{"attribute": "a", "operator": "EQUALS", "value": "x"}], true],
  [{"a": ["x", "y"]}, [{"attribute": "a", "operator": "EQUALS", "value": "x"}], false],
  [{"a": ["x1", "x2"]}, [{"attribute": "a", "operator": "REGEX MATCH", "value": "^x"}], true],
  [{"a": []}, [{"attribute": "a", "operator": "IS NULL"}], true],
  [{}, [{"attribute": "a", "operator": "IS NULL"}], true],
  [{}, [{"attribute": "a", "operator": "IS TRUE"}], false],
  [{"a": "true"}, [{"attribute": "a", "operator": "IS TRUE"}], true],
  [{"a": "yes"}, [{"attribute": "a", "operator": "IS FALSE"}], false],
  [{"a": false}, [{"attribute": "a", "operator": "IS TRUE"}], false],
  [{"a": false}, [{"attribute": "a", "operator": "IS NOT NULL"}], true],
  [{"a": " "}, [{"attribute": "a", "operator": "IS NOT NULL"}], true],
  [{"a": 10}, [{"attribute": "a", "operator": "Greater_Than", "value": "9"}], true],
  [{"a": "010"}, [{"attribute": "a", "operator": "GREATER_THAN", "value": "9"}], true],
  [{"a": "9.5"}, [{"attribute": "a", "operator": "Greater_Than", "value": "9"}], false],
  [{"a": "132535404000000000"}, [{"attribute": "a", "operator": "Greater_Than", "value": "132535403999999999"}], true],
  [{"a": "8"}, [{"attribute": "a", "operator": "GREATER_THAN_OR_EQUALS", "value": "9"}], false],
  [{"a": "8"}, [{"attribute": "a", "operator": "Greater_Than", "value": "many"}], false],
  [{"a": 9}, [{"attribute": "a", "operator": "EQUALS", "value": "9"}], true],
  [{"a": "Sales"}, [{"attribute": "a", "operator": "&", "value": "sales,marketing"}], false],
  [{"a": "Sales"}, [{"attribute": "a", "operator": "!&", "value": "Marketing"}], true],
  [{}, [{"attribute": "a", "operator": "!&", "value": "Marketing"}], false],
  [{"a": "x"}, [{"attribute": "a", "operator": "PRESENT"}], true],
  [{}, [{"attribute": "a", "operator": "PRESENT"}], false],
  [{"a": "x"}, [{"attribute": "a", "operator": "IsMemberOf", "value": "x"}], false],
  [{"a": "x"}, [{"attribute": "a", "operator": "VALID CERT MATCH", "value": "x"}], false],
  [{"a": "x"}, [{"attribute": "a", "operator": "equals", "value": "x"}], false],
  [{"a": "x"}, [{"attribute": "a", "operator": "EQUALS"}], false],
  [{"a": "x"}, [{"attribute": "A", "operator": "EQUALS", "value": "x"}], false],
  [{"a": "x"}, [{"attribute": "a", "operator": "REGEX MATCH", "value": "("}], false],
  [{"a": "x"}, [{"attribute": "a", "operator": "NOT REGEX MATCH", "value": "("}], false],
  [{"a": "a@contoso.com"}, [{"attribute": "a", "operator": "REGEX MATCH", "value": "(?<!@)contoso\\.com$"}], false],
  [{"a": "a@CONTOSO.com"}, [{"attribute": "a", "operator": "ENDS_WITH", "value": "@contoso.com"}], false],
  [{"a": "x"}, [], true]
]"#;

#[test]
fn the_rules_hold_beyond_the_examples() {
    let cases: Vec<(Value, Value, bool)> = serde_json::from_str(MORE).unwrap();
    for (attributes, clauses, expected) in cases {
        let (filter, person) = (filter(&json!([clauses])), person(&attributes));
        assert_eq!(includes(&filter, &person), expected, "{attributes} {clauses}");
    }
}

#[test]
fn each_list_of_graphs_shape_has_to_hold() {
    let only = |city: &str| {
        vec![FilterGroup { name: city.into(), clauses: vec![Clause::binary("city", Operator::Equals, city)] }]
    };
    let ana = person(&json!({"city": "Lisbon"}));
    let both = ScopingFilter { input_filter_groups: only("Porto"), ..ScopingFilter::of(only("Lisbon")) };
    assert!(includes(&ScopingFilter::of(only("Lisbon")), &ana));
    assert!(!includes(&both, &ana));
    let category = ScopingFilter { category_filter_groups: only("Lisbon"), ..ScopingFilter::default() };
    assert!(includes(&category, &ana));
}

#[test]
fn a_clause_says_with_the_value_why_it_holds_or_fails() {
    let cases = [
        (
            json!({"a": "Sales"}),
            Clause::binary("a", Operator::Equals, "Sales"),
            "a is “Sales”, which is exactly “Sales”.",
            false,
        ),
        (
            json!({"a": "Sales"}),
            Clause::binary("a", Operator::Equals, "sales"),
            "a is “Sales”, which is not exactly “sales”: capital and small letters differ.",
            false,
        ),
        (
            json!({"a": "HR"}),
            Clause::binary("a", Operator::Equals, "sales"),
            "a is “HR”, which is not exactly “sales”.",
            false,
        ),
        (json!({}), Clause::unary("a", Operator::IsNull), "a is empty, as asked.", false),
        (json!({}), Clause::unary("a", Operator::IsNotNull), "a is empty.", false),
        (
            json!({}),
            Clause::binary("a", Operator::NotEquals, "x"),
            "a is empty, and a clause about an empty attribute is false, whatever it asks.",
            true,
        ),
        (
            json!({"a": "x"}),
            Clause::unary("a", Operator::IsTrue),
            "a is “x”, which is neither true nor false.",
            false,
        ),
        (
            json!({"a": "x"}),
            Clause::binary("a", Operator::GreaterThan, "1"),
            "a is “x”, which is no whole number.",
            false,
        ),
        (
            json!({"a": "x"}),
            Clause::binary("a", Operator::RegexMatch, "("),
            "a is “x”, but the clause can’t be tested: see its finding.",
            false,
        ),
        (
            json!({"a": ["x", "y"]}),
            Clause::unary("a", Operator::IsNotNull),
            "a is “x”, “y”, which has a value.",
            true,
        ),
        (
            json!({"a": "x"}),
            Clause::binary("a", Operator::Within, "xyz"),
            "a is “x”, which occurs within “xyz”.",
            true,
        ),
    ];
    for (attributes, clause, sentence, open) in cases {
        let filter = ScopingFilter::of(vec![FilterGroup { name: String::new(), clauses: vec![clause] }]);
        let explained = Scope::new(&filter).explain(&person(&attributes));
        let clause = &explained.groups[0].clauses[0];
        assert_eq!((clause.sentence.as_str(), clause.open.is_some()), (sentence, open));
        assert_eq!(clause.holds, explained.included);
    }
}

#[test]
fn a_person_is_told_why_they_are_in_or_out() {
    let group = |name: &str, city: &str| FilterGroup {
        name: name.into(),
        clauses: vec![
            Clause::binary("city", Operator::Equals, city),
            Clause::unary("accountEnabled", Operator::IsTrue),
        ],
    };
    let one = ScopingFilter::of(vec![group("Lisbon", "Lisbon")]);
    let two = ScopingFilter::of(vec![group("Lisbon", "Lisbon"), group("Porto", "Porto")]);
    let empty = ScopingFilter::of(vec![FilterGroup { name: "New".into(), clauses: Vec::new() }]);
    for (filter, city, sentence) in [
        (&ScopingFilter::default(), "Oslo", "In scope: there is no scoping filter."),
        (&one, "Lisbon", "In scope: every clause of “Lisbon” holds."),
        (&two, "Porto", "In scope: every clause of “Porto” holds."),
        (&one, "Oslo", "Out of scope: city is “Oslo”, which is not exactly “Lisbon”."),
        (&two, "Oslo", "Out of scope: in each of the 2 groups a clause fails."),
        (&empty, "Oslo", "In scope: “New” has no clauses, so nothing in it can fail."),
    ] {
        let explained = Scope::new(filter).explain(&person(&json!({"city": city, "accountEnabled": true})));
        assert_eq!(explained.sentence, sentence);
    }
}

/// A finding's code and how bad it is; clauses that have the fault; clauses that look alike and are right.
const FINDINGS: &str = r#"[
  ["scope.attribute-name", "error", [["Department", "EQUALS", "x"]], [["department", "EQUALS", "x"]]],
  ["scope.unknown-attribute", "warning", [["favouriteColour", "EQUALS", "x"]], [["extensionAttribute1", "EQUALS", "x"]]],
  ["scope.unsupported-attribute", "error", [["manager", "IS NOT NULL"]], [["companyName", "IS NOT NULL"]]],
  ["scope.unsupported-operator", "error", [["city", "equals", "x"]], [["city", "INCLUDES", "x"]]],
  ["scope.missing-value", "error", [["city", "EQUALS", ""]], [["city", "IS NULL"]]],
  ["scope.surplus-value", "warning", [["city", "IS NULL", "x"]], [["city", "IS NULL", ""]]],
  ["scope.blank-in-value", "warning", [["city", "EQUALS", "Lisbon "]], [["city", "EQUALS", "New York"]]],
  ["scope.bad-pattern", "error", [["city", "REGEX MATCH", "(a"]], [["city", "REGEX MATCH", "^(a)$"]]],
  ["scope.unanchored-pattern", "info", [["city", "REGEX MATCH", "a"]], [["city", "NOT REGEX MATCH", "^a$"]]],
  ["scope.operand-type", "error", [["employeeId", "Greater_Than", "2026-11-24"]], [["employeeId", "Greater_Than", "10"]]],
  ["scope.never-holds", "error", [["city", "EQUALS", "a"], ["city", "EQUALS", "b"]], [["city", "EQUALS", "a"], ["state", "EQUALS", "b"]]],
  ["scope.pages-disagree", "info", [["city", "&", "a,b"]], [["city", "Includes", "a,b"]]],
  ["scope.operand-type", "error", [["employeeId", "Greater_Than_OR_EQUALS", "1.5"]], [["employeeId", "Greater_Than", "-1"]]],
  ["scope.operand-type", "error", [["department", "IS TRUE"]], [["accountEnabled", "IS TRUE"]]],
  ["scope.operand-type", "error", [["accountEnabled", "Greater_Than", "1"]], [["accountEnabled", "IS NOT NULL"]]],
  ["scope.operand-type", "warning", [["accountEnabled", "EQUALS", "True"]], [["extensionAttribute1", "EQUALS", "True"]]],
  ["scope.never-holds", "error", [["city", "IS NULL"], ["city", "IS NOT NULL"]], [["city", "IS NULL"], ["state", "IS NOT NULL"]]],
  ["scope.never-holds", "error", [["accountEnabled", "IS TRUE"], ["accountEnabled", "IS FALSE"]], [["accountEnabled", "IS TRUE"], ["accountEnabled", "IS NOT NULL"]]],
  ["scope.never-holds", "error", [["city", "REGEX MATCH", "^b$"], ["city", "EQUALS", "a"]], [["city", "REGEX MATCH", "^a$"], ["city", "EQUALS", "a"]]],
  ["scope.attribute-name", "error", [["extensionAttribute", "IS NULL"]], [["extension_0123456789abcdef0123456789abcdef_site", "IS NULL"]]],
  ["scope.unknown-attribute", "error", [["", "IS NULL"]], [["city", "IS NULL"]]],
  ["scope.unsupported-operator", "error", [["city", "IsMemberOf", "x"]], [["city", "EQUALS", "x"]]],
  ["scope.unsupported-operator", "error", [["city", "ONE OF", "x"]], [["city", "ENDS_WITH", "x"]]],
  ["scope.bad-pattern", "error", [["city", "NOT REGEX MATCH", "a{999999999}"]], [["city", "EQUALS", "(a"]]],
  ["scope.pages-disagree", "info", [["city", "NOT EQUALS", "a"]], [["city", "EQUALS", "a"]]],
  ["scope.pages-disagree", "info", [["city", "PRESENT"]], [["city", "IS NOT NULL"]]]
]"#;

type Finding = (String, String, Vec<Vec<String>>, Vec<Vec<String>>);

fn group(clauses: &[Vec<String>]) -> ScopingFilter {
    let clauses = clauses.iter().map(|clause| Clause {
        value: clause.get(2).cloned(),
        ..Clause::unary(&clause[0], Operator::named(&clause[1]))
    });
    ScopingFilter::of(vec![FilterGroup { name: "people".into(), clauses: clauses.collect() }])
}

/// The codes that need more than clauses of one group.
fn special() -> Vec<(&'static str, Severity, ScopingFilter, ScopingFilter)> {
    let one = || vec![Clause::binary("city", Operator::Equals, "Lisbon")];
    let two = vec![Clause { further_values: vec!["Porto".into()], ..one().remove(0) }];
    let of = |clauses| vec![FilterGroup { name: String::new(), clauses }];
    vec![
        (
            "scope.empty-group",
            Severity::Warning,
            ScopingFilter::of(of(Vec::new())),
            ScopingFilter::of(of(one())),
        ),
        ("scope.several-values", Severity::Warning, ScopingFilter::of(of(two)), ScopingFilter::of(of(one()))),
        (
            "scope.experimental",
            Severity::Info,
            ScopingFilter { input_filter_groups: of(one()), ..ScopingFilter::default() },
            ScopingFilter::of(of(one())),
        ),
    ]
}

fn findings() -> Vec<(String, Severity, ScopingFilter, ScopingFilter)> {
    let table: Vec<Finding> = serde_json::from_str(FINDINGS).unwrap();
    let of_table = table.into_iter().map(|(code, severity, wrong, right)| {
        let severity = match severity.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        };
        (code, severity, group(&wrong), group(&right))
    });
    let special =
        special().into_iter().map(|(code, severity, wrong, right)| (code.to_owned(), severity, wrong, right));
    of_table.chain(special).collect()
}

#[test]
fn every_check_of_a_filter_finds_its_fault_and_leaves_what_is_right() {
    for (code, severity, wrong, right) in findings() {
        let found = check(&wrong);
        let seen: Vec<_> = found.iter().map(|finding| finding.code.as_str()).collect();
        let finding = found.iter().find(|finding| finding.code == code);
        let finding = finding.unwrap_or_else(|| panic!("{code} is not in {seen:?}"));
        assert_eq!(finding.severity, severity, "{code}");
        assert!(finding.message.ends_with('.') && finding.consequence.ends_with('.'), "{finding:?}");
        assert!(matches!(finding.subject.field, Field::Scope { .. }));
        assert!(!check(&right).iter().any(|finding| finding.code == code), "{code} raises a false alarm");
    }
}

#[test]
fn the_list_of_codes_and_the_checks_of_a_filter_agree() {
    let listed: BTreeSet<_> =
        CODES.iter().map(|entry| entry.code).filter(|code| code.starts_with("scope.")).collect();
    let tested: Vec<_> = findings().into_iter().map(|case| case.0).collect();
    assert_eq!(listed, tested.iter().map(String::as_str).collect());
}

#[test]
fn a_remedy_of_a_filter_ends_its_finding_and_keeps_the_rest() {
    for (code, _, wrong, _) in findings() {
        let before = check(&wrong);
        for remedy in
            before.iter().filter(|finding| finding.code == code).flat_map(|finding| &finding.remedies)
        {
            let after = wrong.remedied(remedy).unwrap();
            let left = check(&after).iter().filter(|finding| finding.code == code).count();
            assert!(
                left < before.iter().filter(|finding| finding.code == code).count(),
                "{code}: {}",
                remedy.title
            );
        }
    }
    let mended = group(&[vec!["Department".into(), "equals".into(), "x".into()]]);
    let safe = check(&mended).into_iter().flat_map(|finding| finding.remedies).filter(|remedy| remedy.safe);
    assert_eq!(safe.count(), 2, "a name and an operator have one right spelling");
}

#[test]
fn the_filter_of_the_documents_is_clean() {
    let scoping = scoping();
    let example = &scoping["examples"].as_array().unwrap()[0];
    assert!(check(&filter(&example["filters"])).iter().all(|finding| finding.severity == Severity::Info));
}
