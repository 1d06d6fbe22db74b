//! `provision` against a practice Ramp that runs as a program of its own.

use onramp_tests::scim::Service;
use onramp_tests::{Failure, Result};
use serde_json::{Value, json};

use crate::ctl::{Ctl, PracticeRamp};

/// Acceptance 4 of the foundation: a user without a department, and an account without a default one (R2, R3).
#[tokio::test]
async fn a_user_without_a_department_is_refused_in_plain_words() -> Result<()> {
    let ctl = Ctl::new()?;
    let ramp = ctl.serve_practice(&["--default-location", "Lisbon"])?;
    let run = provision(&ctl, &ramp, &[&person(None)])?.ended_with(1)?;
    let run_json = run.json()?;

    let said = run_json["outcome"].to_string().to_lowercase();
    assert!(said.contains("department"), "the words name what is missing: {run_json:#}");
    let everything = run_json.to_string();
    assert!(everything.contains("R2") && everything.contains("R3"), "the rules are cited: {run_json:#}");
    assert!(!everything.contains(&ramp.token) && !run.stderr.contains(&ramp.token), "no secret in it");

    let stored = Service::new(&ramp.scim_url, &ramp.token)?.users_named("lee.kim@contoso.example").await?;
    assert_eq!(stored, Vec::<Value>::new(), "and nothing is stored");
    Ok(())
}

#[tokio::test]
async fn a_default_department_lets_the_same_user_in() -> Result<()> {
    let ctl = Ctl::new()?;
    let ramp = ctl.serve_practice(&["--default-location", "Lisbon", "--default-department", "Finance"])?;
    let run = provision(&ctl, &ramp, &[&person(None)])?.ended_with(0)?.json()?;
    let steps: Vec<&str> =
        run["steps"].as_array().into_iter().flatten().filter_map(|step| step["step"].as_str()).collect();
    assert_eq!(steps, ["import", "scope", "match", "perform"]);

    let stored = Service::new(&ramp.scim_url, &ramp.token)?.users_named("lee.kim@contoso.example").await?;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0]["active"], true);
    Ok(())
}

#[tokio::test]
async fn a_wrong_token_is_no_verdict_about_the_user() -> Result<()> {
    let ctl = Ctl::new()?;
    let mut ramp = ctl.serve_practice(&[])?;
    ramp.token = "not-the-token-of-this-ramp".to_owned();
    provision(&ctl, &ramp, &[&person(Some("Finance"))])?.ended_with(3)?;
    Ok(())
}

fn provision(ctl: &Ctl, ramp: &PracticeRamp, people: &[&Value]) -> Result<onramp_tests::process::Finished> {
    let mapping = ctl.run(&["mapping", "recommended"])?.ended_with(0)?.stdout;
    let mapping = ctl.file("mapping.json", &mapping)?;
    let users = ctl.file("users.json", &serde_json::to_string(people).map_err(Failure::from)?)?;
    ctl.run_with_token(
        &ramp.token,
        &[
            "provision",
            "--json",
            "--url",
            &ramp.scim_url,
            "--mapping",
            &mapping,
            "--users",
            &users,
            "--user",
            "lee.kim@contoso.example",
        ],
    )
}

fn person(department: Option<&str>) -> Value {
    json!({
        "id": "0b5a8a52-5a3c-4c53-9a0c-6f0d3b5b7c11",
        "accountEnabled": true,
        "userType": "Member",
        "displayName": "Lee Kim",
        "givenName": "Lee",
        "surname": "Kim",
        "userPrincipalName": "lee.kim@contoso.example",
        "mail": "lee.kim@contoso.example",
        "mailNickname": "lee.kim",
        "employeeId": "200001",
        "city": "Seoul",
        "department": department,
        "appRoleAssignments": ["User"]
    })
}
