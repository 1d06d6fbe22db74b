//! The whole way without a mouse.

use onramp_tests::Result;
use onramp_tests::pages::{NEWS, News};
use onramp_tests::session::{Appearance, PrivateSession};
use onramp_tests::window::Window;
use thirtyfour::Key;

use super::is_accessible;
use crate::person;

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_leads_from_start_to_done() -> Result<()> {
    let session = PrivateSession::open(Appearance::Dark).await?;
    let window = Window::open(&session).await?;
    is_accessible(&window, "start, dark").await?;
    press(&window, "Start practising").await?;
    arrive(&window, "connect-ramp").await?;
    is_accessible(&window, "connect, untested, dark").await?;
    press(&window, "Generate token").await?;
    press(&window, "Use this token").await?;
    is(&window, "connect-ramp", "done").await?;
    is_accessible(&window, "connect, dark").await?;
    press(&window, "Next: ").await?;
    arrive(&window, "connect-entra").await?;
    press(&window, "Sign in to the practice tenant").await?;
    is(&window, "connect-entra", "done").await?;
    is_accessible(&window, "connect entra, dark").await?;
    press(&window, "Next: ").await?;
    arrive(&window, "attribute-mappings").await?;

    // A row is opened, misspelt, saved and mended.
    press(&window, "name.givenName").await?;
    window.tab_to("Target attribute").await?;
    window
        .driver()
        .action_chain()
        .key_down(Key::Control)
        .send_keys("a")
        .key_up(Key::Control)
        .perform()
        .await?;
    window.type_text("name.givenname").await?;
    press(&window, "Save").await?;
    is(&window, "attribute-mappings", "error").await?;
    press(&window, "Fix").await?;
    is(&window, "attribute-mappings", "done").await?;
    is_accessible(&window, "mappings, dark").await?;
    press(&window, "Next: ").await?;
    arrive(&window, "preview").await?;

    window.tab_to("Person").await?;
    window.type_text(person::NAME).await?;
    window.key(Key::Down).await?;
    window.key(Key::Enter).await?;
    is(&window, "preview", "done").await?;
    is_accessible(&window, "preview, dark").await?;
    press(&window, "Next: ").await?;
    arrive(&window, "test-user").await?;
    press(&window, "Dry run").await?;
    press(&window, &format!("Provision {}", person::NAME)).await?;
    is(&window, "test-user", "done").await?;
    press(&window, NEWS).await?;
    News(&window).wait_for_events().await?;
    window.screenshot("15-what-ramp-did-dark").await?;
    is_accessible(&window, "what Ramp would have done, dark").await?;
    window.key(Key::Escape).await?;
    News(&window).wait_until_closed().await?;
    press(&window, "Clean up").await?;
    window
        .wait_for("things to be put back", async |window| {
            Ok(window.shown(thirtyfour::By::Css("[data-clean-up='ok']")).await?.map(drop))
        })
        .await?;
    is_accessible(&window, "test, dark").await?;
    press(&window, "Next: ").await?;
    arrive(&window, "scope-start").await?;
    window.tab_to("Add a group or a person").await?;
    window.type_text("Ramp pilot").await?;
    window
        .wait_for("the group to be found", async |window| {
            let found =
                thirtyfour::By::XPath("//*[@role='option'][starts-with(normalize-space(.),'Ramp pilot')]");
            Ok(window.shown(found).await?.map(drop))
        })
        .await?;
    window.key(Key::Down).await?;
    window.key(Key::Enter).await?;
    press(&window, "Make the plan").await?;
    press(&window, "Apply ").await?;
    is(&window, "scope-start", "done").await?;
    is_accessible(&window, "scope and start, dark").await?;
    press(&window, "Next: ").await?;
    arrive(&window, "done").await?;
    window.screenshot("15-done-by-keyboard-dark").await?;
    is_accessible(&window, "done, dark").await?;
    window.close().await
}

/// Waits until the button is on, tabs to it, and presses Enter.
async fn press(window: &Window<'_>, name: &str) -> Result<()> {
    window
        .wait_for(&format!("the button “{name}” to be on"), async |window| {
            Ok((window.button_beginning_is_on(name).await? == Some(true)).then_some(()))
        })
        .await?;
    window.tab_to(name).await?;
    window.key(Key::Enter).await
}

async fn is(window: &Window<'_>, step: &str, status: &str) -> Result<()> {
    window
        .wait_for(&format!("{step} to be {status}"), async |window| {
            Ok((window.rail(step).await? == status).then_some(()))
        })
        .await
}

async fn arrive(window: &Window<'_>, step: &str) -> Result<()> {
    let current = format!("[data-step='{step}'] [aria-current='step']");
    window
        .wait_for(&format!("the step {step}"), async |window| {
            Ok(window.shown(thirtyfour::By::Css(current.as_str())).await?.map(drop))
        })
        .await
}
