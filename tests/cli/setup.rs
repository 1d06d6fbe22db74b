//! `setup --practice`: the whole main job without a window.

use onramp_tests::Result;
use serde_json::Value;

use crate::ctl::Ctl;

/// Acceptance 2 of the foundation: one JSON document whose steps tell what was proven.
#[test]
fn the_whole_job_runs_headless() -> Result<()> {
    let ctl = Ctl::new()?;
    let run = ctl.run(&["setup", "--practice", "--json"])?.ended_with(0)?;
    let document = run.json()?;
    assert_eq!(document["ok"], true, "{document:#}");

    let steps = &document["steps"];
    let told = steps.to_string().to_lowercase();
    for wanted in ["probe", "mapping", "preview", "provision", "compar", "clean"] {
        assert!(told.contains(wanted), "the steps tell of {wanted}: {document:#}");
    }
    assert!(has_id(steps), "the user's id in the practice Ramp is told: {document:#}");
    Ok(())
}

#[test]
fn its_usage_is_explained_and_an_unknown_option_is_a_usage_error() -> Result<()> {
    let ctl = Ctl::new()?;
    let help = ctl.run(&["--help"])?.ended_with(0)?;
    for command in ["setup", "provision", "mapping", "probe", "preview", "eval", "practice"] {
        assert!(help.stdout.contains(command), "--help names {command}");
    }
    ctl.run(&["setup", "--no-such-option"])?.ended_with(2)?;
    Ok(())
}

/// Whether some `id`, `resourceId` or `userId` below is a text.
fn has_id(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| {
            (["id", "resourceId", "userId"].contains(&name.as_str()) && value.is_string()) || has_id(value)
        }),
        Value::Array(items) => items.iter().any(has_id),
        _ => false,
    }
}
