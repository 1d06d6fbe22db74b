//! `probe` with everything that can be entered wrong: each row has its code, its side and a next action.

use onramp_tests::bad_input::{Place, ROWS};
use onramp_tests::misbehaving::{Fault, Misbehaving};
use onramp_tests::{Failure, Result};
use serde_json::Value;

use crate::ctl::Ctl;

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_named_with_its_side_and_a_next_action() -> Result<()> {
    rows(|place| place != Place::Service(Fault::Silent)).await
}

/// By itself, since it takes as long as Entra's patience is assumed to be.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_never_answers_is_given_up() -> Result<()> {
    rows(|place| place == Place::Service(Fault::Silent)).await
}

async fn rows(wanted: impl Fn(Place) -> bool) -> Result<()> {
    let ctl = Ctl::new()?;
    let practice = ctl.serve_practice(&[])?;
    for row in ROWS.iter().filter(|row| wanted(row.place)) {
        let service = match row.place {
            Place::Service(fault) => Some(Misbehaving::start(fault).await?),
            _ => None,
        };
        let url = match (row.place, &service) {
            (Place::Typed(url), _) => url.to_owned(),
            (Place::Practice(rest), _) => format!("{}{rest}", practice.scim_url),
            (_, Some(service)) => service.url().to_owned(),
            (_, None) => return Err(Failure::Unexpected("a row without a place".to_owned())),
        };
        let token = row.token.unwrap_or(&practice.token);
        let ran = ctl.run_with_token(token, &["probe", "--json", "--url", &url])?;
        let answer = ran.json()?;
        let Some(code) = row.code else {
            assert_eq!(answer["ok"], true, "{row:?}: {answer:#}");
            continue;
        };
        let (found, side, next) = verdict(&answer);
        assert_eq!((found.as_str(), side.as_str()), (code, row.side), "{row:?}: {answer:#}");
        assert!(!next.is_empty(), "{row:?} has no next action");
        let everything = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!everything.contains(token), "{row:?} shows the token");
        assert!(!everything.contains("panicked"), "{row:?}");
    }
    Ok(())
}

/// Code, side and next action: of an error, or of the first layer that fails.
fn verdict(answer: &Value) -> (String, String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(error) = answer.get("error") {
        return (text(&error["code"]), text(&error["side"]), text(&error["nextAction"]));
    }
    let layers = answer["layers"].as_array().into_iter().flatten();
    match layers.into_iter().find(|layer| layer["verdict"] == "fail") {
        Some(layer) => (text(&layer["code"]), text(&layer["side"]), text(&layer["fix"])),
        None => (String::new(), String::new(), String::new()),
    }
}

#[test]
fn a_damaged_settings_file_is_set_aside_and_told() -> Result<()> {
    let ctl = Ctl::new()?;
    let folder = ctl.path("data").join("dev.onramp.desktop");
    std::fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let file = folder.join("onramp.sqlite");
    std::fs::write(&file, "this is no database, but somebody's text").map_err(Failure::file(&file))?;
    let ran = ctl.run(&["probe", "--profile", "practice"])?.ended_with(2)?;
    assert!(ran.stderr.contains("set aside"), "{}", ran.stderr);
    let kept = std::fs::read_dir(&folder).map_err(Failure::file(&folder))?.flatten().any(|entry| {
        std::fs::read_to_string(entry.path()).is_ok_and(|text| text.contains("somebody's text"))
    });
    assert!(kept, "nothing is thrown away");
    Ok(())
}

/// A proxy and a file of certificates that can't be used are told before anything is sent, and never with their secrets.
#[test]
fn a_proxy_or_certificate_file_that_cannot_be_used_is_named() -> Result<()> {
    let ctl = Ctl::new()?;
    let empty = ctl.file("empty.pem", "")?;
    for (arguments, code) in [
        (["--proxy", "http://ana:hunter2@127.0.0.1:1"], "proxy.has-credentials"),
        (["--proxy", "gopher://127.0.0.1:1"], "proxy.scheme"),
        (["--proxy", "http://127.0.0.1:1/proxy.pac"], "proxy.has-path"),
        (["--ca-file", "/nonexistent/authority.pem"], "ca-file.unreadable"),
        (["--ca-file", &empty], "ca-file.no-certificate"),
    ] {
        let mut whole = vec!["probe", "--json", "--url", "https://scim.invalid/scim/v2"];
        whole.extend(arguments);
        let ran = ctl.run_with_token("rp_practice_0123456789", &whole)?.ended_with(2)?;
        assert_eq!(ran.json()?["error"]["code"], code, "{arguments:?}");
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("hunter2"), "{arguments:?}");
    }
    let through = ["probe", "--json", "--url", "https://scim.invalid/scim/v2", "--proxy", "127.0.0.1:1"];
    let ran = ctl.run_with_token("rp_practice_0123456789", &through)?.ended_with(1)?;
    assert_eq!(verdict(&ran.json()?).0, "http.proxy", "the proxy is tried, not the host");
    Ok(())
}
