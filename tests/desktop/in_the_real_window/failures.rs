//! What goes wrong, and what the window makes of it.

use onramp_tests::bad_input::{Place, ROWS};
use onramp_tests::misbehaving::Misbehaving;
use onramp_tests::pages::{AttributeMappings, ConnectEntra, ConnectRamp, Preview, Start};
use onramp_tests::process::Finished;
use onramp_tests::session::{Appearance, PrivateSession};
use onramp_tests::window::Window;
use onramp_tests::{Failure, Result, programs};
use serde_json::{Value, json};
use thirtyfour::By;

use super::{all_pass, connect, is_accessible};

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_token_is_diagnosed_beside_its_line() -> Result<()> {
    let session = PrivateSession::open(Appearance::Dark).await?;
    let window = Window::open(&session).await?;
    let connection = connect(&window).await?;
    let page = ConnectRamp(&window);

    window.press("Replace").await?;
    let layers = page.test_with_token("rp_practice_that_nobody_ever_made").await?;
    let failed: Vec<_> = layers.iter().filter(|(_, verdict)| verdict == "fail").collect();
    assert_eq!(failed.len(), 1, "{layers:?}");
    assert_eq!(failed[0].0, "authorization");
    assert_eq!(window.rail("connect-ramp").await?, "error");
    let said = window.text().await?;
    for words in ["401", "make a new token", "invalid credentials"] {
        assert!(said.to_lowercase().contains(words), "“{words}” is missing in {said}");
    }
    assert!(!said.contains("rp_practice_that_nobody_ever_made"), "and the token does not show");
    window.screenshot("10-broken-token-dark").await?;
    is_accessible(&window, "broken token, dark").await?;
    window.set_size(900, 640).await?;
    window.screenshot("10-broken-token-dark-small").await?;
    is_accessible(&window, "broken token, dark, small").await?;

    window.press("Replace").await?;
    all_pass(&page.test_with_token(&connection.token).await?)?;
    page.next().await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_windows_commands_name_all_bad_input() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    let connection = connect(&window).await?;
    for row in ROWS {
        let service = match row.place {
            Place::Service(fault) => Some(Misbehaving::start(fault).await?),
            _ => None,
        };
        let url = match (row.place, &service) {
            (Place::Typed(url), _) => url.to_owned(),
            (Place::Practice(rest), _) => format!("{}{rest}", connection.url),
            (_, Some(service)) => service.url().to_owned(),
            (_, None) => return Err(Failure::Unexpected("a row without a place".to_owned())),
        };
        let token = row.token.unwrap_or(&connection.token);
        let input = json!({"input": {"scimUrl": url, "token": token, "thisRunOnly": false}});
        let answer = match window.invoke("save_connection", input).await? {
            Err(error) => error,
            Ok(_) => window.invoke("probe_ramp", json!({})).await?.unwrap_or_else(|error| error),
        };
        let (code, side, next) = verdict(&answer);
        assert_eq!((code.as_deref(), side.as_str()), (row.code, row.side), "{row:?}: {answer:#}");
        assert!(row.code.is_none() || !next.is_empty(), "{row:?} has no next action");
        assert!(!answer.to_string().contains(token), "{row:?} shows the token");
    }
    // The window is alive, and the right connection works as before.
    let input =
        json!({"input": {"scimUrl": connection.url, "token": connection.token, "thisRunOnly": false}});
    assert!(window.invoke("save_connection", input).await?.is_ok());
    assert_eq!(
        window.invoke("probe_ramp", json!({})).await?.map(|report| report["ok"].clone()),
        Ok(json!(true))
    );
    window.close().await
}

/// Code, side and next action: of an error, or of the first layer that fails.
fn verdict(answer: &Value) -> (Option<String>, String, String) {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let layers = answer["layers"].as_array().into_iter().flatten();
    let (found, next) = match layers.into_iter().find(|layer| layer["verdict"] == "fail") {
        Some(layer) => (layer, &layer["fix"]),
        None => (answer, &answer["nextAction"]),
    };
    (text(&found["code"]), text(&found["side"]).unwrap_or_default(), text(next).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_wrong_stays_to_be_mended() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    let connection = connect(&window).await?;
    let typed = format!("{}/Users", connection.url);
    window.fill("SCIM URL", &typed).await?;
    ConnectRamp(&window).press_test().await?;
    window
        .wait_for("what is wrong with the URL", async |window| {
            Ok(window.text().await?.contains("ends in /Users").then_some(()))
        })
        .await?;
    assert_eq!(window.value("SCIM URL").await?, typed);
    window.screenshot("11-bad-url").await?;
    is_accessible(&window, "a bad URL").await?;
    window.fill("SCIM URL", &connection.url).await?;
    all_pass(&ConnectRamp(&window).test_again().await?)?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_token_is_kept_for_this_run_only() -> Result<()> {
    let session = PrivateSession::open_without_keychain(Appearance::Light)?;
    let window = Window::open(&session).await?;
    Start(&window).practise().await?;
    let page = ConnectRamp(&window);
    let token = page.generate_token().await?;
    window.press("Use this token").await?;
    window.screenshot("12-no-keychain").await?;
    window.press_beginning("Keep it for this run only").await?;
    window
        .wait_for("the connection to pass", async |window| {
            Ok((window.rail("connect-ramp").await? == "done").then_some(()))
        })
        .await?;
    window.screenshot("13-this-run-only").await?;
    is_accessible(&window, "this run only").await?;
    assert_eq!(session.files_containing(&token)?, Vec::<std::path::PathBuf>::new());
    page.next().await?;
    ConnectEntra(&window).next().await?;
    AttributeMappings(&window).next().await?;
    window.close().await?;

    let window = Window::open(&session).await?;
    Preview(&window).arrive().await?;
    assert_eq!(session.files_containing(&token)?, Vec::<std::path::PathBuf>::new());
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_settings_file_is_set_aside_and_told() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    connect(&window).await?;
    window.close().await?;

    let settings = session.folder().join("data/dev.onramp.desktop/onramp.sqlite");
    for extra in ["-wal", "-shm"] {
        // They go with the file they belong to; there may be none.
        let _ = std::fs::remove_file(format!("{}{extra}", settings.display()));
    }
    std::fs::write(&settings, "somebody's text, and no database").map_err(Failure::file(&settings))?;
    let window = Window::open(&session).await?;
    window
        .wait_for("the word that it was set aside", async |window| {
            Ok(window.text().await?.contains("set aside").then_some(()))
        })
        .await?;
    window.screenshot("14-damaged-settings").await?;
    is_accessible(&window, "damaged settings").await?;
    assert!(window.shown(By::Tag("h1")).await?.is_some());
    Start(&window).practise().await?;
    window.close().await
}

/// The command line works with what the window saved: the same profile, the same keychain, the same words.
#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_reads_the_same_keychain_and_names_a_missing_one() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    connect(&window).await?;
    window.close().await?;

    // The practice Ramp ended with the window, so the test fails; but it is made, so the token was found.
    let mut probe = session.command(programs::built("onrampctl")?);
    probe.args(["probe", "--profile", "practice", "--json"]);
    let report = Finished::run(probe)?.ended_with(1)?.json()?;
    assert_eq!(report["layers"].as_array().map(Vec::len), Some(12), "{report:#}");

    let mut probe = session.command(programs::built("onrampctl")?);
    probe.args(["probe", "--profile", "practice", "--json"]);
    probe.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let answer = Finished::run(probe)?.ended_with(3)?.json()?;
    let error = &answer["error"];
    let (code, side, next) = verdict(error);
    assert_eq!((code.as_deref(), side.as_str()), (Some("keychain.missing"), "this-computer"), "{answer:#}");
    assert!(!next.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_is_named_and_the_window_stays_alive() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    let connection = connect(&window).await?;
    session.lock_keyring()?;

    let asked = window.invoke("probe_ramp", json!({})).await?;
    let kept = json!({"input": {"scimUrl": connection.url, "token": connection.token, "thisRunOnly": false}});
    let stored = window.invoke("save_connection", kept).await?;
    for refused in [asked, stored] {
        let (code, side, next) = verdict(&refused.err().unwrap_or_default());
        let code = code.unwrap_or_default();
        assert!(LOCKED.contains(&code.as_str()), "{code}");
        assert_eq!(side, "this-computer");
        assert!(!next.is_empty());
    }
    assert!(window.invoke("get_state", json!({})).await?.is_ok(), "the window is alive");

    let mut probe = session.command(programs::built("onrampctl")?);
    probe.args(["probe", "--profile", "practice", "--json"]);
    let answer = Finished::run(probe)?.ended_with(3)?.json()?;
    let code = verdict(&answer["error"]).0.unwrap_or_default();
    assert!(LOCKED.contains(&code.as_str()), "{answer:#}");

    // This run only is the way out, here as without any keychain.
    let run = json!({"input": {"scimUrl": connection.url, "token": connection.token, "thisRunOnly": true}});
    assert!(window.invoke("save_connection", run).await?.is_ok());
    let report = window.invoke("probe_ramp", json!({})).await?;
    assert_eq!(report.map(|report| report["ok"].clone()), Ok(json!(true)));
    window.close().await
}

/// Locked, or asking and nobody answers: which of them a service says depends on whether it can show its question.
const LOCKED: [&str; 3] = ["keychain.locked", "keychain.dismissed", "keychain.timed-out"];
