//! Entra's schema JSON: shape, losslessness, and the way through check and fix.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::{Document, Format, MappingTable, Source, recommended};
use serde_json::Value;

fn schema_text() -> String {
    Document::of(recommended(), Format::EntraSchema).to_text().unwrap()
}

#[test]
fn the_recommended_schema_holds_the_recommended_table_and_is_clean() {
    let document = Document::parse(&schema_text()).unwrap();
    assert_eq!(document.format(), Format::EntraSchema);
    assert_eq!(document.table(), recommended());
    assert_eq!(document.check(), []);
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
            assert_eq!(document.to_text().unwrap(), right, "{to}");
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
    let fixed: Value = serde_json::from_str(&document.to_text().unwrap()).unwrap();
    value["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"][0]["targetAttributeName"] =
        "userName".into();
    assert_eq!(fixed, value);
}

#[test]
fn our_own_format_goes_there_and_back() {
    let mut table = recommended();
    table.rows[6].default_value = Some("none".into());
    table.rows[7].source = Source::Constant("7".into());
    table.rows[8].source = Source::None;
    for format in [Format::Onramp, Format::EntraSchema] {
        let text = Document::of(table.clone(), format).to_text().unwrap();
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
    ] {
        assert_eq!(Document::parse(text).unwrap_err().to_string(), message);
    }
}
