//! What an edit leaves alone: byte by byte, in every layout that exports come in.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;

use onramp_mapping::scope::{Clause, FilterGroup, Operator};
use onramp_mapping::{
    Apply, AttributeDefinition, AttributeMapping, AttributeType, Document, EntraSchema, Format, MappingTable,
    Source, parameters, recommended,
};
use proptest::prelude::*;
use serde_json::Value;

/// What Graph answers for a new custom application.
const EXPORT: &str = include_str!("../../../../tests/conformance/customappsso-default-export.json");

fn laid_out(value: &Value, indent: &[u8]) -> String {
    let mut out = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(indent);
    serde::Serialize::serialize(value, &mut serde_json::Serializer::with_formatter(&mut out, formatter))
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// As the portal's editor shows a row when it is typed by hand: kind first, a source on a line of its own.
fn rows_on_a_line(value: &Value) -> String {
    let mut out = String::from("{\"note\": \"kept\",\n \"synchronizationRules\": [{\"objectMappings\": [{\n");
    out += "   \"name\": \"Users\", \"enabled\": true, \"flowTypes\": \"Add, Update, Delete\",\n";
    out += "   \"sourceObjectName\": \"User\", \"targetObjectName\": \"x\", \"scope\": null,\n   \"attributeMappings\": [\n";
    let rows = value.pointer("/synchronizationRules/0/objectMappings/1/attributeMappings").unwrap();
    let rows = rows.as_array().unwrap();
    for (index, row) in rows.iter().enumerate() {
        let line = row.to_string().replace("\":", "\": ").replace(",\"", ", \"");
        let (head, source) = line.split_once("\"source\": ").unwrap();
        let comma = if index + 1 < rows.len() { "," } else { "" };
        writeln!(out, "     {head}\n      \"source\": {source}{comma}").unwrap();
    }
    out += "   ]}]}]}";
    out
}

/// The same export as people hold it in their hands.
fn layouts() -> Vec<(&'static str, String)> {
    let value: Value = serde_json::from_str(EXPORT).unwrap();
    let minified = value.to_string();
    vec![
        ("Graph, two blanks", EXPORT.to_owned()),
        ("Download, minified", minified.clone()),
        (
            "tabs, Windows line ends, byte order mark",
            format!("\u{feff}{}\r\n", laid_out(&value, b"\t").replace('\n', "\r\n")),
        ),
        ("four blanks, no line break at the end", laid_out(&value, b"    ")),
        ("rows on a line", rows_on_a_line(&value)),
        ("on one line with blanks", minified.replace("\":", "\": ").replace(",\"", ", \"")),
        (
            "odd spellings",
            EXPORT
                .replace(
                    "\"matchingPriority\": 0,",
                    "\"matchingPriority\" :0 , \"x\": 1.50e0, \"x\": \"\\u0041\\/\",",
                )
                .replace("\"enabled\": true", "\"enabled\":true,\"enabled\":true , \"y\": [ 1,2 , { } ]")
                .replace("\"editable\"", "\"\\u0065ditable\"")
                .replace("\"targetAttributeName\": \"title\"", "\"targetAttributeName\": \"tit\\u006ce\""),
        ),
    ]
}

fn schema(text: &str) -> EntraSchema {
    match Document::parse(text).unwrap() {
        Document::EntraSchema(schema) => schema,
        Document::Onramp(_) => panic!("no schema"),
    }
}

/// The text after an edit of the table.
fn edited(text: &str, change: impl FnOnce(&mut MappingTable)) -> String {
    let mut document = Document::parse(text).unwrap();
    let mut table = document.table();
    change(&mut table);
    document.set_table(&table);
    assert_eq!(document.table(), table);
    document.text().to_owned()
}

/// The lines that only the first and only the second text has, cut off from equal lines before and behind.
fn changed_lines<'a>(before: &'a str, after: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut a, mut b): (Vec<_>, Vec<_>) = (before.split('\n').collect(), after.split('\n').collect());
    while a.last().is_some() && a.last() == b.last() {
        a.pop();
        b.pop();
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    (a.split_off(same), b.split_off(same))
}

#[test]
fn what_is_not_changed_is_the_same_byte_by_byte() {
    for (layout, text) in layouts() {
        assert_eq!(Document::parse(&text).unwrap().text(), text, "{layout}");
        assert_eq!(edited(&text, |_| {}), text, "{layout}");
        let mut document = schema(&text);
        for attribute in document.attributes() {
            assert!(!document.put_attribute(&attribute), "{layout}: {}", attribute.name);
        }
        assert_eq!(document.text(), text, "{layout}");
    }
}

#[test]
fn every_layout_says_the_same() {
    let table = Document::parse(EXPORT).unwrap().table();
    assert_eq!(table.rows.len(), 23);
    assert_eq!(table.rows.iter().filter(|row| recommended().rows.contains(row)).count(), 10);
    for (layout, text) in layouts() {
        assert_eq!(Document::parse(&text).unwrap().table(), table, "{layout}");
    }
}

/// Each edit of one member changes one line, and the line is what a careful person would have typed.
#[test]
fn one_member_changes_one_line() {
    let row = 4;
    type Edit = fn(&mut AttributeMapping);
    let edits: [(Edit, &str, &str); 4] = [
        (
            |row| row.target = "emails[type eq \"home\"].value".into(),
            "\"emails[type eq \\\"work\\\"].value\"",
            "\"emails[type eq \\\"home\\\"].value\"",
        ),
        (
            |row| row.default_value = Some("none".into()),
            "\"defaultValue\": \"\"",
            "\"defaultValue\": \"none\"",
        ),
        (|row| row.matching_precedence = Some(2), "\"matchingPriority\": 0", "\"matchingPriority\": 2"),
        (
            |row| row.apply = Apply::OnlyDuringCreation,
            "\"flowType\": \"Always\"",
            "\"flowType\": \"ObjectAddOnly\"",
        ),
    ];
    for (edit, was, is) in edits {
        for (layout, text) in layouts() {
            let after = edited(&text, |table| edit(&mut table.rows[row]));
            let (before, after) = changed_lines(&text, &after);
            assert_eq!((before.len(), after.len()), (1, 1), "{layout}: {is}");
            if layout == "Graph, two blanks" {
                assert_eq!(before[0].replace(was, is), after[0]);
            }
        }
    }
}

/// A direct mapping that becomes an expression gets its tree, laid out as its neighbours are.
#[test]
fn an_edited_source_gets_its_tree_in_the_layout_of_the_file() {
    let expression = "Coalesce([mail], [userPrincipalName])";
    let edit = |table: &mut MappingTable| table.rows[4].source = Source::Expression(expression.into());
    let (before, after) = (EXPORT.to_owned(), edited(EXPORT, edit));
    insta::assert_snapshot!(changed_lines(&before, &after).1.join("\n"), @r#"
              "expression": "Coalesce([mail], [userPrincipalName])",
              "name": "Coalesce",
              "type": "Function",
              "parameters": [
                {
                  "key": "source1",
                  "value": {
                    "expression": "[mail]",
                    "name": "mail",
                    "type": "Attribute",
                    "parameters": []
                  }
                },
                {
                  "key": "source2",
                  "value": {
                    "expression": "[userPrincipalName]",
                    "name": "userPrincipalName",
                    "type": "Attribute",
                    "parameters": []
                  }
                }
              ]
    "#);
    for (layout, text) in layouts() {
        let after = edited(&text, edit);
        let value: Value = serde_json::from_str(after.trim_start_matches('\u{feff}')).unwrap();
        let rules = &value["synchronizationRules"][0]["objectMappings"];
        let row = &rules.as_array().unwrap().last().unwrap()["attributeMappings"][4];
        assert_eq!(
            row["source"],
            parameters::write_source(&Source::Expression(expression.into())),
            "{layout}"
        );
        assert_eq!(after.contains('\n'), text.contains('\n'), "{layout}");
        assert_eq!(
            after.matches("\r\n").count(),
            if text.contains('\r') { after.matches('\n').count() } else { 0 }
        );
        // And back again: not a byte is left of it.
        let back = edited(&after, |table| table.rows[4].source = Source::Direct("mail".into()));
        assert_eq!(back, text, "{layout}");
    }
}

#[test]
fn rows_come_go_and_move_without_touching_the_others() {
    for (layout, text) in layouts() {
        let mut removed = None;
        let without = edited(&text, |table| removed = Some(table.rows.remove(5)));
        let removed = removed.unwrap();
        assert!(text.len() - without.len() > 150, "{layout}");
        let again = edited(&without, |table| table.rows.insert(5, removed.clone()));
        // Its default value was an empty text, which is none: that is all the row remembers differently.
        let empty = |text: &str| {
            text.replace("\"\"", "null").replace(" :0 , \"x\": 1.50e0, \"x\": \"\\u0041\\/\"", ": 0")
        };
        if layout != "rows on a line" {
            assert_eq!(empty(&again), empty(&text), "{layout}");
        }
        let moved = edited(&text, |table| table.rows.swap(1, 2));
        assert_eq!(moved.len(), text.len(), "{layout}");
        assert_eq!(edited(&moved, |table| table.rows.swap(1, 2)), text, "{layout}");
        let none = edited(&text, |table| table.rows.clear());
        assert_eq!(Document::parse(&none).unwrap().table().rows, [], "{layout}");
        let filled = edited(&none, |table| table.rows = recommended().rows);
        assert_eq!(Document::parse(&filled).unwrap().table(), recommended(), "{layout}");
    }
}

#[test]
fn members_we_do_not_know_stay_wherever_they_stand() {
    let text = r##"{"@odata.context": "c", "synchronizationRules": [{"vendor": {"a": [1, 2.50]}, "objectMappings": [
  {"sourceObjectName": "User", "flowTypes": "Add, Update, Delete, Later", "own": null, "scope": {
     "@odata.type": "#f", "groups": [{"name": "kept", "own": 7, "clauses": []}], "inputFilterGroups": []},
   "attributeMappings": [
     {"targetAttributeName": "title", "own": 1e2, "own": 1E2, "flowType": "Sometimes",
      "source": {"@odata.type": "#s", "type": "Attribute", "name": "jobTitle", "expression": "[jobTitle]", "own": [ ]}}
   ]}]}], "later": {"x": 1.0}}"##;
    let after = edited(text, |table| {
        table.rows[0].source = Source::Constant("Boss".into());
        table.rows[0].matching_precedence = Some(3);
        table.actions.delete = false;
        table.scope.groups.push(FilterGroup {
            name: "new".into(),
            clauses: vec![Clause::binary("city", Operator::Equals, "Oslo")],
        });
    });
    insta::assert_snapshot!(after, @r##"
    {"@odata.context": "c", "synchronizationRules": [{"vendor": {"a": [1, 2.50]}, "objectMappings": [
      {"sourceObjectName": "User", "flowTypes": "Add, Update, Later", "own": null, "scope": {
         "@odata.type": "#f", "groups": [{"name": "kept", "own": 7, "clauses": []}, {"name": "new", "clauses": [{"sourceOperandName": "city", "operatorName": "EQUALS", "targetOperand": {"values": ["Oslo"]}}]}], "inputFilterGroups": []},
       "attributeMappings": [
         {"targetAttributeName": "title", "own": 1e2, "own": 1E2, "flowType": "Sometimes",
          "source": {"@odata.type": "#s", "type": "Constant", "name": "Boss", "expression": "\"Boss\"", "own": [ ], "parameters": []}, "matchingPriority": 3}
       ]}]}], "later": {"x": 1.0}}
    "##);
}

#[test]
fn actions_and_scope_are_read_and_written_where_graph_has_them() {
    let filter = FilterGroup {
        name: "Sales".into(),
        clauses: vec![Clause::binary("department", Operator::Equals, "Sales")],
    };
    for (layout, text) in layouts() {
        let mut table = Document::parse(&text).unwrap().table();
        assert!(
            table.actions.create && table.actions.update && table.actions.delete && table.scope.is_empty()
        );
        let off = edited(&text, |table| table.actions.update = false);
        let (before, after) = changed_lines(&text, &off);
        assert_eq!((before.len(), after.len()), (1, 1), "{layout}");
        assert_eq!(off.len() + if layout == "rows on a line" { 8 } else { 7 }, text.len(), "{layout}");
        let scoped = edited(&text, |table| table.scope.groups.push(filter.clone()));
        table.scope.groups.push(filter.clone());
        assert_eq!(Document::parse(&scoped).unwrap().table(), table, "{layout}");
        assert_eq!(edited(&scoped, |table| table.scope.groups.clear()), text, "{layout}");
    }
}

#[test]
fn the_attribute_list_is_read_and_changed_in_place() {
    let mut document = schema(EXPORT);
    let list = document.attributes();
    let find = |name: &str| list.iter().find(|entry| entry.name == name).unwrap();
    assert!(find("id").anchor && find("id").required);
    assert_eq!(find("active").kind, AttributeType::Boolean);
    let manager = find("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager");
    assert_eq!(manager.referenced_objects, ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]);

    let wrong =
        AttributeDefinition { kind: AttributeType::String, case_exact: true, ..find("active").clone() };
    assert!(document.put_attribute(&wrong));
    let (_, after) = changed_lines(EXPORT, document.text());
    assert_eq!(after.first().map(|line| line.trim()), Some("\"caseExact\": true,"));
    assert_eq!(after.last().map(|line| line.trim()), Some("\"type\": \"String\","));
    let listed = document.target_attributes();
    let active = listed.iter().find(|entry| entry.name == "active").unwrap();
    assert!(active.differs() && active.mapped);
    assert!(document.put_attribute(active.expected.as_ref().unwrap()));
    assert_eq!(document.text(), EXPORT);

    // `roles` is what role sync adds; it is the one row of Ramp's table that a new application lacks.
    let lacking: Vec<_> = listed.iter().filter(|entry| entry.definition.is_none()).collect();
    assert_eq!(lacking.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["roles"]);
    assert_eq!(lacking[0].canonical_values.len(), 5);
    assert!(document.put_attribute(lacking[0].expected.as_ref().unwrap()));
    let (_, added) = changed_lines(EXPORT, document.text());
    assert_eq!(added.len(), 14, "{added:#?}");
    assert!(document.rename_attribute("roles", "Roles") && !document.rename_attribute("roles", "x"));
    assert!(!document.rename_attribute("Roles", "active"));
    assert!(document.attributes().iter().any(|entry| entry.name == "Roles"));
}

/// Every tree of the export comes out of its text exactly as it stands there.
#[test]
fn trees_are_rebuilt_from_their_expressions() {
    let value: Value = serde_json::from_str(EXPORT).unwrap();
    let mut count = 0;
    for mapping in value["synchronizationRules"][0]["objectMappings"].as_array().unwrap() {
        for row in mapping["attributeMappings"].as_array().unwrap() {
            let source = &row["source"];
            let text = Source::Expression(source["expression"].as_str().unwrap().to_owned());
            assert_eq!(parameters::write_source(&text), *source);
            assert_eq!(parameters::write_source(&parameters::read_source(source)), *source);
            count += 1;
        }
    }
    assert_eq!(count, 26);
}

fn edit() -> impl Strategy<Value = (usize, usize, String)> {
    (0..23_usize, 0..6_usize, "[a-zA-Z\"\\\\é\n]{1,8}")
}

fn apply(row: &mut AttributeMapping, kind: usize, text: &str) {
    match kind {
        0 => row.target = format!("x{text}"),
        1 => row.source = Source::Direct(text.to_owned()),
        2 => row.source = Source::Constant(text.to_owned()),
        3 => row.source = Source::Expression(format!("Join(\"-\", [{}], Trim([mail]))", text.len())),
        4 => row.default_value = Some(text.to_owned()),
        _ => row.source = Source::None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done to one row, no byte before or behind that row changes, and the table reads back as meant.
    #[test]
    fn an_edit_of_one_row_leaves_the_rest_alone((row, kind, text) in edit(), layout in 0..7_usize) {
        let (_, before) = layouts().swap_remove(layout);
        let after = edited(&before, |table| apply(&mut table.rows[row], kind, &text));
        // The row's own lines: from the mark of its target on, as far as the next row's.
        let same_head = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let same_tail = before.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
        let middle = before.len().saturating_sub(same_head + same_tail);
        // The longest row is that of `active` with its tree, in the layout that indents most.
        let longest = 3600;
        prop_assert!(middle < longest, "{middle} bytes");
        let rows = |text: &str| -> Vec<Value> {
            let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
            let mappings = value["synchronizationRules"][0]["objectMappings"].as_array().unwrap().clone();
            mappings.last().unwrap()["attributeMappings"].as_array().unwrap().clone()
        };
        for (index, (before, after)) in rows(&before).iter().zip(&rows(&after)).enumerate() {
            prop_assert!(index == row || before == after);
        }
    }

    /// Our own format: the same.
    #[test]
    fn an_edit_of_one_row_of_our_format_leaves_the_rest_alone((row, kind, text) in edit()) {
        let right = Document::of(recommended(), Format::Onramp).text().replace("\"type\"", "\"own\": 1.0, \"type\"");
        let row = row % 10;
        let after = edited(&right, |table| apply(&mut table.rows[row], kind, &text));
        let (before, _) = changed_lines(&right, &after);
        prop_assert!(before.len() <= 3, "{before:#?}");
        prop_assert_eq!(after.matches("\"own\": 1.0").count(), 10);
    }
}
