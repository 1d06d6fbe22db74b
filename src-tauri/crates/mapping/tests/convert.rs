//! From one format to the other and back, losing nothing.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::{AttributeMapping, Document, Format, Source, recommended};
use serde_json::Value;

const EXPORT: &str = include_str!("../../../../tests/conformance/customappsso-default-export.json");

fn there(text: &str, format: Format) -> Document {
    let converted = Document::parse(text).unwrap().convert(format);
    assert_eq!(converted.left_out, [] as [String; 0]);
    assert_eq!(converted.document.format(), format);
    // What was written is what is read.
    assert_eq!(Document::parse(converted.document.text()).unwrap(), converted.document);
    converted.document
}

#[test]
fn a_schema_comes_back_byte_by_byte() {
    let minified = serde_json::from_str::<Value>(EXPORT).unwrap().to_string();
    for text in [
        EXPORT.to_owned(),
        EXPORT.trim_end().to_owned(),
        EXPORT.replace("  ", "\t").replace('\n', "\r\n"),
        format!("\u{feff}{minified}"),
        format!(" \n{minified}\n\n"),
        EXPORT.replace("\"editable\": true", "\"editable\" :true, \"x\": 1.50e0, \"x\": \"\\u0041\""),
    ] {
        let ours = there(&text, Format::Onramp);
        assert_eq!(ours.table(), Document::parse(&text).unwrap().table());
        assert_eq!(there(ours.text(), Format::EntraSchema).text(), text);
    }
}

#[test]
fn an_edit_in_our_format_is_one_edit_in_the_schema() {
    let mut ours = there(EXPORT, Format::Onramp);
    let mut table = ours.table();
    table.rows[0].target = "externalId2".into();
    table.rows.push(AttributeMapping::direct("nickName", "mailNickname"));
    table.actions.delete = false;
    ours.set_table(&table);
    let schema = there(ours.text(), Format::EntraSchema);
    assert_eq!(schema.table(), table);
    // Of the lines that stand nowhere else, one is gone: the one that was edited.
    let gone: Vec<_> = EXPORT.lines().filter(|line| !schema.text().contains(line)).map(str::trim).collect();
    assert_eq!(gone, ["\"targetAttributeName\": \"userName\","]);
    // Entra maps only to what its list has.
    assert!(schema.text().contains("\"name\": \"nickName\""));
    assert!(schema.text().contains("@odata.context"));
}

#[test]
fn our_own_mapping_comes_back_byte_by_byte() {
    let mut table = recommended();
    table.rows[6].source = Source::Constant("7".into());
    table.rows.push(AttributeMapping::expression("roles", "SingleAppRoleAssignment([appRoleAssignments])"));
    table.actions.create = false;
    for table in [recommended(), table] {
        let ours = Document::of(table.clone(), Format::Onramp);
        let schema = there(ours.text(), Format::EntraSchema);
        assert_eq!(schema.table(), table);
        assert_eq!(there(schema.text(), Format::Onramp).text(), ours.text());
        assert_eq!(there(ours.text(), Format::Onramp).text(), ours.text());
    }
}

#[test]
fn what_a_schema_has_no_place_for_is_named() {
    let text = r#"{"onrampMapping": 1, "note": "x", "attributeMappings": [
        {"target": "title", "type": "none"}, {"owner": "HR", "target": "userName", "type": "direct", "source": "mail"}]}"#;
    let converted = Document::parse(text).unwrap().convert(Format::EntraSchema);
    assert_eq!(converted.left_out, ["note", "attributeMappings[1].owner"]);
    assert_eq!(converted.document.table(), Document::parse(text).unwrap().table());
}

/// A new application's export keeps its own attribute list, and is brought to order by fixes alone.
#[test]
fn the_export_of_a_new_application_is_ready_to_be_fixed() {
    let mut document = Document::parse(EXPORT).unwrap();
    assert_eq!(document.format(), Format::EntraSchema);
    document.set_table(&recommended());
    assert_eq!(document.table(), recommended());
    let value: Value = serde_json::from_str(document.text()).unwrap();
    let before: Value = serde_json::from_str(EXPORT).unwrap();
    assert_eq!(value["directories"], before["directories"]);
    let rows =
        |value: &Value| value.pointer("/synchronizationRules/0/objectMappings/1/attributeMappings").cloned();
    let (rows, before) = (rows(&value).unwrap(), rows(&before).unwrap());
    assert_eq!(rows.as_array().unwrap().len(), 10);
    // The rows that stay are Entra's own, empty default values included.
    assert!(rows.as_array().unwrap().iter().all(|row| before.as_array().unwrap().contains(row)));
}
