//! `mapping`: what Entra’s page takes, what is found and mended, converted and compared.

use onramp_tests::{Failure, Result};
use serde_json::{Value, json};

use crate::ctl::Ctl;

#[test]
fn the_recommended_schema_is_clean() -> Result<()> {
    let ctl = Ctl::new()?;
    for format in ["onramp", "entra-schema"] {
        let schema = ctl.run(&["mapping", "recommended", "--format", format])?.ended_with(0)?;
        schema.json()?;
        let file = ctl.file("recommended.json", &schema.stdout)?;
        let check = ctl.run(&["mapping", "check", &file, "--json"])?.ended_with(0)?.json()?;
        assert_eq!(worse_than_info(&check), Vec::<&Value>::new(), "{format}");
    }
    Ok(())
}

/// A misspelt target is found, and mended so that not a byte differs from what was right before.
#[test]
fn a_misspelt_target_is_found_and_fixed_byte_for_byte() -> Result<()> {
    let ctl = Ctl::new()?;
    let right = ctl.run(&["mapping", "recommended", "--format", "entra-schema"])?.ended_with(0)?.stdout;
    for (name, misspelt) in [("userName", "username"), ("name.givenName", "name.givenname")] {
        let wrong = right.replace(&format!("\"{name}\""), &format!("\"{misspelt}\""));
        assert_ne!(wrong, right, "the schema names {name}");
        let file = ctl.file("misspelt.json", &wrong)?;

        let check = ctl.run(&["mapping", "check", &file, "--json"])?.ended_with(1)?.json()?;
        let found = worse_than_info(&check);
        let finding = found.iter().find(|finding| finding["subject"] == misspelt);
        let replacement = finding.map(|finding| &finding["fix"]["replacement"]);
        assert_eq!(replacement, Some(&Value::from(name)), "in {check:#}");

        assert_eq!(ctl.run(&["mapping", "fix", &file])?.ended_with(0)?.stdout, right, "after {misspelt}");
    }
    Ok(())
}

#[test]
fn what_is_no_mapping_is_a_usage_error() -> Result<()> {
    let ctl = Ctl::new()?;
    let file = ctl.file("shopping.txt", "milk, bread")?;
    ctl.run(&["mapping", "check", &file, "--json"])?.ended_with(2)?;
    ctl.run(&["mapping", "check", "no-such-file.json"])?.ended_with(2)?;
    Ok(())
}

fn worse_than_info(check: &Value) -> Vec<&Value> {
    let diagnostics = check["diagnostics"].as_array().into_iter().flatten();
    diagnostics.filter(|finding| finding["severity"] != "info").collect()
}

/// The damaged names of the mapping crate's own table, through the built program: `fix.replacement` is the whole name.
#[test]
fn every_damaged_name_is_given_its_whole_replacement() -> Result<()> {
    let names: Value = serde_json::from_str(include_str!("../../src-tauri/crates/mapping/tests/names.json"))?;
    let cases: Vec<&Value> = names["damaged"].as_array().into_iter().flatten().collect();
    assert!(cases.len() >= 60);
    let rows: Vec<Value> = cases
        .iter()
        .map(|case| match case["field"].as_str() {
            Some("target") => json!({"target": case["damaged"], "type": "direct", "source": "department"}),
            _ => json!({"target": "title", "type": "direct", "source": case["damaged"]}),
        })
        .collect();
    let ctl = Ctl::new()?;
    let document = json!({"onrampMapping": 1, "attributeMappings": rows}).to_string();
    let file = ctl.file("damaged.json", &document)?;
    let report = ctl.run(&["mapping", "check", "--json", &file])?.ended_with(1)?.json()?;
    for (index, case) in cases.iter().enumerate() {
        let row = index.to_string();
        let found = report["diagnostics"].as_array().into_iter().flatten().find(|found| {
            found["row"] == row.as_str() && found["field"] == case["field"] && found["code"] == case["code"]
        });
        let found = found.ok_or_else(|| Failure::Unexpected(format!("{case} was not found")))?;
        assert_eq!(found["fix"]["replacement"], case["fix"], "{case}");
    }
    Ok(())
}

/// What Graph answers for a new custom application.
const EXPORT: &str = include_str!("../conformance/customappsso-default-export.json");

#[test]
fn converting_there_and_back_loses_nothing() -> Result<()> {
    let ctl = Ctl::new()?;
    let export = ctl.file("export.json", EXPORT)?;
    let ours = ctl.run(&["mapping", "convert", &export, "--format", "onramp"])?.ended_with(0)?;
    assert_eq!(ours.json()?["attributeMappings"].as_array().map(Vec::len), Some(23));
    let file = ctl.file("ours.json", &ours.stdout)?;
    let back = ctl.run(&["mapping", "convert", &file, "--format", "entra-schema"])?.ended_with(0)?;
    assert_eq!(back.stdout, EXPORT);
    assert_eq!(
        ctl.run(&["mapping", "convert", &file, "--format", "onramp"])?.ended_with(0)?.stdout,
        ours.stdout
    );
    // What a schema has no place for is named, and tells by the exit code that it was left out.
    let note = ctl.file("note.json", &ours.stdout.replacen('{', "{\"note\": \"x\",", 1))?;
    let left = ctl.run(&["mapping", "convert", &note, "--format", "entra-schema"])?.ended_with(1)?;
    assert_eq!(left.stdout, EXPORT);
    assert!(left.stderr.contains("note"), "{}", left.stderr);
    Ok(())
}

#[test]
fn a_difference_is_told_by_field() -> Result<()> {
    let ctl = Ctl::new()?;
    let before = ctl.run(&["mapping", "recommended"])?.ended_with(0)?.stdout;
    let after = ctl.file("after.json", &before.replace("\"mail\"", "\"userPrincipalName\""))?;
    let before = ctl.file("before.json", &before)?;
    let report = ctl.run(&["mapping", "diff", &before, &after, "--json"])?.ended_with(0)?.json()?;
    let expected = json!({"changes": [{
        "kind": "changed",
        "target": "emails[type eq \"work\"].value",
        "field": "source",
        "before": "mail",
        "after": "userPrincipalName",
        "message": "emails[type eq \"work\"].value: the source was mail and is userPrincipalName.",
    }]});
    assert_eq!(report, expected);
    let same = ctl.run(&["mapping", "diff", &before, &before, "--json"])?.ended_with(0)?.json()?;
    assert_eq!(same, json!({"changes": []}));
    ctl.run(&["mapping", "diff", &before, "no-such-file.json"])?.ended_with(2)?;
    Ok(())
}
