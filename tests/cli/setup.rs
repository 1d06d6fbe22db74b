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

    let steps: Vec<&Value> = document["steps"].as_array().into_iter().flatten().collect();
    let names: Vec<_> = steps.iter().filter_map(|step| step["step"].as_str()).collect();
    let both_sides = [
        "probe",
        "mapping",
        "preview",
        "provision",
        "compare",
        "cleanup",
        "plan",
        "apply",
        "cycle",
        "logs",
        "on-demand",
        "drift",
    ];
    assert_eq!(names, both_sides);
    assert!(steps.iter().all(|step| step["ok"] == true), "{document:#}");
    let id = steps[3]["resourceId"].as_str().unwrap_or_default();
    assert!(!id.is_empty(), "the user's id in the practice Ramp is told: {document:#}");
    assert_eq!(steps[4]["resourceId"], id, "and it is that user who was compared");
    assert_eq!(steps[5]["details"]["ok"], true, "and put back");
    Ok(())
}

#[test]
fn its_usage_is_explained_and_an_unknown_option_is_a_usage_error() -> Result<()> {
    let ctl = Ctl::new()?;
    let help = ctl.run(&["--help"])?.ended_with(0)?;
    for command in [
        "setup",
        "plan",
        "apply",
        "undo",
        "drift",
        "runs",
        "provision",
        "mapping",
        "probe",
        "preview",
        "eval",
        "practice",
    ] {
        assert!(help.stdout.contains(command), "--help names {command}");
    }
    ctl.run(&["setup", "--no-such-option"])?.ended_with(2)?;
    Ok(())
}
