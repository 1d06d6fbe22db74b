//! An expression edited where admins edit it, and a whole table brought in.

use onramp_tests::Result;
use onramp_tests::pages::{AttributeMappings, ConnectEntra, ConnectRamp};
use onramp_tests::session::{Appearance, PrivateSession};
use onramp_tests::window::Window;
use thirtyfour::{By, Key};

use super::{connect, is_accessible};

#[tokio::test]
async fn an_expression_is_completed_mended_and_evaluated_while_it_is_typed() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    connect(&window).await?;
    ConnectRamp(&window).next().await?;
    ConnectEntra(&window).next().await?;

    let mappings = AttributeMappings(&window);
    mappings.open_expression("active").await?;
    mappings.wait_for_part("[IsSoftDeleted]", "False").await?;
    is_accessible(&window, "an expression").await?;

    // A name is offered with the value it has for the person.
    mappings.type_expression("Join(\" \", [giv").await?;
    mappings.wait_for_offer("givenName", "Ana").await?;
    window.screenshot("18-completion").await?;
    is_accessible(&window, "completion").await?;
    mappings.take_offer().await?;
    window.type_text(", surname").await?;

    // The slip is underlined where it stands, and the keyboard alone mends it.
    mappings.wait_for_mark("surname").await?;
    is_accessible(&window, "a finding").await?;
    window.screenshot("19-finding").await?;
    mappings.use_fix().await?;
    mappings.wait_for_value("\"Ana Silva\"").await?;
    assert_eq!(mappings.expression().await?, "Join(\" \", [givenName], [surname])");
    mappings.wait_for_part("[surname]", "Silva").await?;
    window.screenshot("20-live-value").await?;

    window.set_size(900, 640).await?;
    is_accessible(&window, "live values, small").await?;
    window.screenshot("20-live-value-small").await?;
    window.close().await
}

#[tokio::test]
async fn a_table_from_elsewhere_is_brought_to_the_recommended_one() -> Result<()> {
    let session = PrivateSession::open(Appearance::Dark).await?;
    let window = Window::open(&session).await?;
    connect(&window).await?;
    ConnectRamp(&window).next().await?;
    ConnectEntra(&window).next().await?;

    let mappings = AttributeMappings(&window);
    mappings
        .import_text(
            r#"{"onrampMapping":1,"attributeMappings":[
            {"target":"userName","type":"direct","source":"userPrincipalName","matchingPrecedence":1},
            {"target":"name.givenname","type":"direct","source":"givenName"},
            {"target":"nickName","type":"direct","source":"displayName"}]}"#,
        )
        .await?;
    mappings.wait_for_target("nickName", true).await?;
    mappings.wait_until_next_is(false).await?;
    is_accessible(&window, "an imported table, dark").await?;

    let changes = mappings.back_to_recommended().await?;
    assert!(changes.contains(&("removed".to_owned(), "nickName".to_owned())), "{changes:?}");
    assert!(changes.contains(&("changed".to_owned(), "name.givenname".to_owned())), "{changes:?}");
    mappings.wait_for_target("nickName", false).await?;
    mappings.wait_until_next_is(true).await?;

    // Both steps are undone, the later one first.
    window.press("Undo: Back to recommended").await?;
    mappings.wait_for_target("nickName", true).await?;
    window.press("Undo: Import").await?;
    mappings.wait_for_target("nickName", false).await?;
    window.close().await
}

#[tokio::test]
async fn a_scope_is_mended_role_sync_switched_on_and_the_differences_read() -> Result<()> {
    let session = PrivateSession::open(Appearance::Dark).await?;
    let window = Window::open(&session).await?;
    connect(&window).await?;
    ConnectRamp(&window).next().await?;
    ConnectEntra(&window).next().await?;

    let mappings = AttributeMappings(&window);
    mappings.add_clause("City", "Lisbon").await?;
    mappings.wait_for_people_in_scope(false).await?;
    is_accessible(&window, "a slip in a clause, dark").await?;
    window.screenshot("21-scope-dark").await?;
    window.press("Write city").await?;
    mappings.wait_for_people_in_scope(true).await?;
    window.press("Save").await?;
    window.press("Close").await?;

    window.set_size(900, 640).await?;
    mappings.begin_role_sync().await?;
    is_accessible(&window, "role sync, dark, small").await?;
    window.screenshot("22-role-sync-dark-small").await?;
    window.press("Switch on").await?;
    mappings.wait_for_target("roles", true).await?;

    for (opens, picture) in [("Compare", "23-compare-dark-small"), ("Export", "24-export-dark-small")] {
        window.press(opens).await?;
        window.wait_for("a dialog", async |window| window.shown(By::Css("[role='dialog']")).await).await?;
        is_accessible(&window, picture).await?;
        window.screenshot(picture).await?;
        window.key(Key::Escape).await?;
        window
            .wait_for("the dialog to go", async |window| {
                Ok(window.shown(By::Css("[role='dialog']")).await?.is_none().then_some(()))
            })
            .await?;
    }
    window.close().await
}
