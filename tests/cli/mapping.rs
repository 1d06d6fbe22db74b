//! `mapping recommended`, `check` and `fix`: what Entra's page takes, what is found, and what is mended.

use onramp_tests::Result;
use serde_json::Value;

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
