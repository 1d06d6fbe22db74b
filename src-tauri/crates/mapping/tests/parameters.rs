//! Expressions as trees, by what the references print.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::Source;
use onramp_mapping::parameters::{canonical, read_source, same_tree, write_source};
use serde_json::{Value, json};

/// A tree on one line: `Join(separator="." source1=[givenName])`.
fn drawn(source: &Value) -> String {
    match source["type"].as_str().unwrap() {
        "Function" => {
            let parameters = source["parameters"].as_array().unwrap().iter();
            let drawn = parameters.map(|p| format!("{}={}", p["key"].as_str().unwrap(), drawn(&p["value"])));
            format!("{}({})", source["name"].as_str().unwrap(), drawn.collect::<Vec<_>>().join(" "))
        }
        _ => source["expression"].as_str().unwrap().to_owned(),
    }
}

#[test]
fn an_expression_gets_its_whole_tree() {
    for (expression, tree) in [
        (
            r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#,
            r#"Switch(source=[IsSoftDeleted] value1="False" value1="True" value2="True" value2="False")"#,
        ),
        (
            r#"Join(" ", [givenName], [surname])"#,
            r#"Join(separator=" " source1=[givenName] source2=[surname])"#,
        ),
        (
            r#"ToLower(Join(".", [givenName], [surname]), )"#,
            r#"ToLower(source=Join(separator="." source1=[givenName] source2=[surname]))"#,
        ),
        (
            "SingleAppRoleAssignment([appRoleAssignments])",
            "SingleAppRoleAssignment([appRoleAssignments]=[appRoleAssignments])",
        ),
        (r#"Nobody("a", [b])"#, r#"Nobody(value1="a" value2=[b])"#),
        ("[mail]", "[mail]"),
        (r#""Oslo""#, r#""Oslo""#),
        ("Trim([mail]", "Trim(source=[mail])"),
    ] {
        let source = write_source(&Source::Expression(expression.into()));
        assert_eq!(source["expression"], expression);
        let drawn = drawn(&source);
        // The key of a parameter whose name is an attribute is not printed anywhere.
        let drawn = drawn.replace("(source=[appRole", "([appRoleAssignments]=[appRole");
        assert_eq!(drawn, tree, "{expression}");
    }
}

/// What Graph's `parseExpression` answers, as the description of the interface prints it.
#[test]
fn the_tree_is_the_one_graph_answers() {
    let attribute = |name: &str| json!({"expression": format!("[{name}]"), "name": name, "type": "Attribute", "parameters": []});
    let parsed = json!({
        "expression": "ToLower(Join(\".\", [givenName], [surname]), )",
        "name": "ToLower",
        "type": "Function",
        "parameters": [{"key": "source", "value": {
            "expression": "Join(\".\", [givenName], [surname])",
            "name": "Join",
            "type": "Function",
            "parameters": [
                {"key": "separator", "value": {"expression": "\".\"", "name": ".", "type": "Constant", "parameters": []}},
                {"key": "source1", "value": attribute("givenName")},
                {"key": "source2", "value": attribute("surname")},
            ],
        }}],
    });
    let text = parsed["expression"].as_str().unwrap();
    assert_eq!(write_source(&Source::Expression(text.into())), parsed);
    // Typed with other blanks, it is the same tree with another text.
    let typed = write_source(&Source::Expression("ToLower( Join(\".\",[givenName],[surname]) )".into()));
    assert!(typed != parsed && same_tree(&typed, &parsed));
    let other = write_source(&Source::Expression("ToLower(Join(\".\", [surname], [givenName]))".into()));
    assert!(!same_tree(&other, &parsed));
}

#[test]
fn a_source_reads_back_as_it_was_written() {
    for source in [
        Source::Direct("mail".into()),
        Source::Direct(String::new()),
        Source::Constant("a \"quoted\" \\ text".into()),
        Source::Constant(String::new()),
        Source::Expression("Trim([mail])".into()),
        Source::Expression("Trim([mail] +".into()),
        Source::Expression(String::new()),
        Source::None,
    ] {
        assert_eq!(read_source(&write_source(&source)), source);
        assert_eq!(canonical(&source), source);
    }
    assert_eq!(canonical(&Source::Expression("[mail]".into())), Source::Direct("mail".into()));
    assert_eq!(canonical(&Source::Expression("\"a\"".into())), Source::Constant("a".into()));
    assert_eq!(read_source(&json!({"type": "Later", "name": "x"})), Source::None);
}
