//! `practice`: a running practice Ramp looked at and changed from another process.

use onramp_tests::{Failure, Result};
use serde_json::{Value, json};

use crate::ctl::Ctl;

#[test]
fn a_fault_switched_on_from_outside_is_met_and_cleared() -> Result<()> {
    let ctl = Ctl::new()?;
    let ramp = ctl.serve_practice(&[])?;
    let url = ramp.scim_url.as_str();
    let run = |words: &[&str], code| ctl.run_with_token(&ramp.token, words)?.ended_with(code);
    let set = ["practice", "faults", "set", "--json", "--url", url, "--endpoint", "users-list"];
    let set = run(&[&set[..], &["--fault", "too-many-requests", "--retry-after", "5"]].concat(), 0)?;
    let switch = json!([{
        "endpoint": "users-list",
        "fault": {"kind": "too-many-requests", "retryAfter": 5},
        "times": null,
    }]);
    assert_eq!(set.json()?, switch);
    assert_eq!(run(&["practice", "faults", "list", "--json", "--url", url], 0)?.json()?, switch);
    let probed = run(&["probe", "--json", "--url", url], 1)?.json()?;
    assert!(probed.to_string().contains("429"), "{probed:#}");
    assert_eq!(run(&["practice", "faults", "clear", "--json", "--url", url], 0)?.json()?, json!([]));
    run(&["probe", "--url", url], 0)?;

    let refused =
        ctl.run_with_token("not-the-token-at-all", &["practice", "faults", "list", "--url", url])?;
    assert!(refused.ended_with(2)?.stderr.contains("does not take this token"));
    run(&["practice", "faults", "list", "--url", "https://scim.example.com/v2"], 2)?;
    Ok(())
}

#[test]
fn tokens_are_made_listed_rotated_and_ended_beside_the_running_service() -> Result<()> {
    let ctl = Ctl::new()?;
    let ramp = ctl.serve_practice(&[])?;
    let data = ctl.path("practice").to_string_lossy().into_owned();
    let tokens = |words: &[&str]| {
        let words = [&["practice", "tokens", "--json"], words, &["--data", &data]].concat();
        ctl.run(&words)?.ended_with(0)?.json()
    };
    let valid = |token: &str| {
        let words = ["practice", "events", "--url", &ramp.scim_url];
        Ok::<_, Failure>(ctl.run_with_token(token, &words)?.code == Some(0))
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();

    let second = text(&tokens(&["generate", "--label", "Backup"])?["token"]);
    assert!(valid(&ramp.token)? && valid(&second)?);
    let listed = tokens(&["list"])?;
    assert_eq!((&listed[0]["revoked"], &listed[1]["label"]), (&json!(false), &json!("Backup")));
    assert!(!listed.to_string().contains(&second), "a list shows no token");
    let third = text(&tokens(&["rotate", &text(&listed[1]["fingerprint"])])?["token"]);
    assert!(!valid(&second)? && valid(&third)?);
    let left = tokens(&["revoke", &text(&listed[0]["fingerprint"])])?;
    assert_eq!(left[0]["revoked"], json!(true));
    assert!(!valid(&ramp.token)? && valid(&third)?);
    ctl.run(&["practice", "tokens", "revoke", "00000000", "--data", &data])?.ended_with(2)?;
    Ok(())
}

#[test]
fn events_are_told_by_the_data_and_by_the_running_service_alike() -> Result<()> {
    let ctl = Ctl::new()?;
    let ramp = ctl.serve_practice(&["--default-location", "Lisbon", "--default-department", "Finance"])?;
    let words = ["provision", "--user", "Ana Silva", "--url", &ramp.scim_url];
    ctl.run_with_token(&ramp.token, &words)?.ended_with(0)?;
    let data = ctl.path("practice").to_string_lossy().into_owned();
    let stored = ctl.run(&["practice", "events", "--json", "--data", &data])?.ended_with(0)?;
    let words = ["practice", "events", "--json", "--url", &ramp.scim_url];
    let served = ctl.run_with_token(&ramp.token, &words)?.ended_with(0)?;
    assert_eq!(stored.stdout, served.stdout);
    assert!(served.stdout.contains("Invite sent to Ana Silva, from the account owner"), "{}", served.stdout);
    ctl.run(&["practice", "events"])?.ended_with(2)?;
    Ok(())
}

#[test]
fn a_certificate_that_has_to_be_refused_is_refused() -> Result<()> {
    let ctl = Ctl::new()?;
    for kind in ["untrusted", "expired"] {
        let ramp = ctl.serve_practice(&["--tls", kind])?;
        assert!(ramp.scim_url.starts_with("https://127.0.0.1:"), "{}", ramp.scim_url);
        let probed = ctl.run_with_token(&ramp.token, &["probe", "--json", "--url", &ramp.scim_url])?;
        let report = probed.ended_with(1)?.json()?;
        let tls = report["layers"].as_array().into_iter().flatten().find(|layer| layer["layer"] == "tls");
        assert_eq!(tls.map(|layer| &layer["verdict"]), Some(&json!("fail")), "{report:#}");
    }
    Ok(())
}
