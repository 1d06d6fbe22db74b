//! Entra's schema JSON: shape, losslessness, and the way through check and fix.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::{AttributeMapping, Document, Format, MappingTable, Severity, Source, recommended};
use serde_json::Value;

fn schema_text() -> String {
    Document::of(recommended(), Format::EntraSchema).text().to_owned()
}

#[test]
fn the_recommended_schema_holds_the_recommended_table_and_is_clean() {
    let document = Document::parse(&schema_text()).unwrap();
    assert_eq!(document.format(), Format::EntraSchema);
    assert_eq!(document.table(), recommended());
    assert!(document.check().iter().all(|found| found.severity == Severity::Info));
}

#[test]
fn switch_is_written_as_the_tree_entra_shows() {
    let value: Value = serde_json::from_str(&schema_text()).unwrap();
    let users = &value["synchronizationRules"][0]["objectMappings"][1];
    let source = &users["attributeMappings"][1]["source"];
    let keys: Vec<_> =
        source["parameters"].as_array().unwrap().iter().map(|p| p["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["source", "value1", "value1", "value2", "value2"]);
    assert_eq!(source["expression"], r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#);
    assert_eq!(source["parameters"][0]["value"]["type"], "Attribute");
    assert_eq!(source["parameters"][1]["value"]["name"], "False");
}

#[test]
fn a_damaged_schema_is_found_and_restored_byte_for_byte() {
    for (from, to) in [
        ("userName", "username"),
        ("emails[type eq \\\"work\\\"].value", "emails[type eq \\\"Work\\\"].value"),
        (":User:department", ": User:department"),
        ("[IsSoftDeleted]", "[isSoftDeleted]"),
    ] {
        let right = schema_text();
        // Everywhere, as a careless search and replace would; and in the mapping alone.
        let everywhere = right.replace(from, to);
        let place = right.rfind("\"directories\"").unwrap();
        let rows_only = format!("{}{}", right[..place].replace(from, to), &right[place..]);
        for damaged in [everywhere, rows_only] {
            let mut document = Document::parse(&damaged).unwrap();
            assert!(!document.check().is_empty(), "{to}");
            document.fix();
            assert_eq!(document.text(), right, "{to}");
        }
    }
}

#[test]
fn what_we_do_not_know_is_kept() {
    let mut value: Value = serde_json::from_str(&schema_text()).unwrap();
    value["version"] = "Date:2026-11-24T10:16:03Z".into();
    value["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"][0]["vendorMember"] = 7.into();
    value["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"][0]["targetAttributeName"] =
        "username".into();
    let mut document = Document::parse(&value.to_string()).unwrap();
    document.fix();
    let fixed: Value = serde_json::from_str(document.text()).unwrap();
    value["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"][0]["targetAttributeName"] =
        "userName".into();
    assert_eq!(fixed, value);
}

#[test]
fn our_own_format_keeps_what_we_do_not_know_too() {
    let right = r#"{
  "note": "agreed with IT",
  "onrampMapping": 1,
  "attributeMappings": [
    {
      "owner": "HR",
      "target": "userName",
      "type": "direct",
      "source": "userPrincipalName",
      "matchingPrecedence": 1
    },
    {
      "target": "title",
      "type": "none",
      "apply": "always",
      "ticket": [
        7
      ]
    }
  ],
  "later": {
    "x": 1.5
  }
}
"#;
    for text in [right.to_owned(), right.replace("userName", "username")] {
        let mut document = Document::parse(&text).unwrap();
        assert_eq!(document.text(), text);
        document.fix();
        assert_eq!(document.text(), right);
        assert_eq!(Document::parse(right).unwrap(), document);
    }
}

/// What stands under the unknown member `n` of each row.
fn numbers(document: &Document) -> Vec<Option<u64>> {
    let value: Value = serde_json::from_str(document.text()).unwrap();
    value["attributeMappings"].as_array().unwrap().iter().map(|row| row["n"].as_u64()).collect()
}

#[test]
fn an_edited_row_keeps_its_own_unknown_members_and_no_others() {
    let mut value: Value = serde_json::from_str(Document::of(recommended(), Format::Onramp).text()).unwrap();
    for index in [0, 1, 2] {
        value["attributeMappings"][index]["n"] = index.into();
    }
    let mut mapping = Document::parse(&value.to_string()).unwrap();
    let mut table = mapping.table();
    // The first goes, the third gets another source; then the second is renamed and one comes in.
    table.rows.remove(0);
    table.rows[1].source = Source::Constant("x".into());
    mapping.set_table(&table);
    assert_eq!(numbers(&mapping)[..3], [Some(1), Some(2), None]);
    table.rows[0].target = "Active".into();
    table.rows.insert(2, AttributeMapping::direct("title", "jobTitle"));
    mapping.set_table(&table);
    assert_eq!(numbers(&mapping)[..4], [Some(1), Some(2), None, None]);
    assert_eq!(Document::parse(mapping.text()).unwrap().table(), table);
}

#[test]
fn our_own_format_goes_there_and_back() {
    let mut table = recommended();
    table.rows[6].default_value = Some("none".into());
    table.rows[7].source = Source::Constant("7".into());
    table.rows[8].source = Source::None;
    for format in [Format::Onramp, Format::EntraSchema] {
        let text = Document::of(table.clone(), format).text().to_owned();
        assert_eq!(Document::parse(&text).unwrap().table(), table, "{format:?}");
    }
    assert_eq!(Document::of(MappingTable::default(), Format::Onramp).table(), MappingTable::default());
}

#[test]
fn other_json_is_refused_in_so_many_words() {
    for (text, message) in [
        ("[]", "neither an Onramp mapping nor an Entra schema"),
        ("{\"synchronizationRules\": []}", "not a synchronization schema: no object mapping maps users"),
        ("nonsense", "not JSON: expected ident at line 1 column 2"),
        (
            r#"{"onrampMapping": 2, "attributeMappings": []}"#,
            "an Onramp mapping of version 2; this program reads version 1",
        ),
        (r#"{"onrampMapping": 3}"#, "an Onramp mapping of version 3; this program reads version 1"),
        (r#"{"onrampMapping": 1}"#, "neither an Onramp mapping nor an Entra schema"),
        (
            r#"{"onrampMapping": "1", "attributeMappings": []}"#,
            "neither an Onramp mapping nor an Entra schema",
        ),
    ] {
        assert_eq!(Document::parse(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn the_mapping_of_groups_is_switched_and_nothing_else_changes() {
    let text = schema_text();
    let Document::EntraSchema(mut schema) = Document::parse(&text).unwrap() else { panic!("a schema") };
    assert_eq!(schema.rule_id(), Some("03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8"));
    assert_eq!((schema.version(), schema.maps_groups()), (None, Some(false)));
    schema.set_maps_groups(false);
    assert_eq!(schema.text(), text);
    schema.set_maps_groups(true);
    assert_eq!(schema.maps_groups(), Some(true));
    assert_eq!(schema.text(), text.replacen("\"enabled\": false", "\"enabled\": true", 1));
    assert_eq!(schema.table(), recommended());

    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["version"] = "Date:2026-11-24".into();
    value["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap().remove(0);
    let Document::EntraSchema(mut alone) = Document::parse(&value.to_string()).unwrap() else {
        panic!("a schema")
    };
    alone.set_maps_groups(true);
    assert_eq!((alone.version(), alone.maps_groups()), (Some("Date:2026-11-24"), None));
    assert_eq!(alone.text(), value.to_string());
}
