//! The Entra side: from a sign-in to a first cycle, and back.

use onramp_tests::Result;
use onramp_tests::pages::{AttributeMappings, ConnectEntra, ConnectRamp, Preview, ScopeStart, TestUser};
use onramp_tests::session::{Appearance, PrivateSession};
use onramp_tests::window::Window;

use super::{connect, is_accessible};
use crate::person;

const GROUP: &str = "Ramp pilot";
/// Its direct members.
const MEMBERS: usize = 5;

#[tokio::test]
async fn an_admin_sets_the_practice_tenant_up_watches_a_cycle_and_takes_it_back_in_entra() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    connect(&window).await?;
    ConnectRamp(&window).next().await?;
    look(&window, "20-connect-entra-before").await?;
    let found = ConnectEntra(&window).sign_in().await?;
    assert!(found.iter().all(|(_, verdict)| verdict == "pass"), "{found:?}");
    look(&window, "21-connect-entra").await?;
    ConnectEntra(&window).next().await?;
    AttributeMappings(&window).next().await?;
    assert_eq!(Preview(&window).look_at(person::NAME).await?, "invited");
    Preview(&window).next().await?;
    let test = TestUser(&window);
    test.dry_run().await?;
    test.provision(person::NAME).await?;
    test.clean_up().await?;
    test.next().await?;

    let page = ScopeStart(&window);
    look(&window, "22-scope-start-empty").await?;
    page.assign(GROUP).await?;
    let first = page.plan().await?;
    let kinds: Vec<_> = first.iter().map(|(kind, _)| kind.as_str()).collect();
    assert!(kinds.contains(&"assign") && kinds.contains(&"start"), "{kinds:?}");
    let guard = page.guard().await?;
    let reached: usize = guard
        .iter()
        .filter(|(fate, _)| fate != "skipped")
        .filter_map(|(_, count)| count.parse::<usize>().ok())
        .sum();
    assert_eq!(reached, MEMBERS, "nobody but the group is reached: {guard:?}");
    look(&window, "23-plan").await?;

    page.apply().await?;
    assert_eq!(window.rail("scope-start").await?, "done");
    let logged = page.first_cycle().await?;
    assert!(logged.iter().any(|(name, _)| name == person::NAME), "{logged:?}");
    assert_eq!(page.drift().await?, "none");
    let steps = page.provision(person::NAME).await?;
    assert!(!steps.is_empty(), "Entra tells its steps");
    look(&window, "24-first-cycle-over").await?;

    page.ask_to_undo().await?;
    look(&window, "25-undo-asks").await?;
    let back = page.undo().await?;
    assert_eq!(back.len(), first.len(), "each action is accounted for: {back:?}");
    look(&window, "26-taken-back").await?;
    assert_eq!(page.plan().await?, first, "the plan is as at first");
    window.close().await
}

#[tokio::test]
async fn the_entra_side_in_the_dark() -> Result<()> {
    let session = PrivateSession::open(Appearance::Dark).await?;
    let window = Window::open(&session).await?;
    connect(&window).await?;
    ConnectRamp(&window).next().await?;
    ConnectEntra(&window).sign_in().await?;
    look(&window, "27-connect-entra-dark").await?;
    ConnectEntra(&window).next().await?;
    AttributeMappings(&window).next().await?;
    assert_eq!(Preview(&window).look_at(person::NAME).await?, "invited");
    Preview(&window).next().await?;
    let test = TestUser(&window);
    test.dry_run().await?;
    test.provision(person::NAME).await?;
    test.next().await?;

    let page = ScopeStart(&window);
    page.assign(GROUP).await?;
    page.plan().await?;
    look(&window, "28-plan-dark").await?;
    page.apply().await?;
    page.first_cycle().await?;
    look(&window, "29-first-cycle-over-dark").await?;
    page.next().await?;
    look(&window, "30-done-with-entra-dark").await?;
    window.close().await
}

/// A picture of each size, and nothing for axe-core to find in either.
async fn look(window: &Window<'_>, name: &str) -> Result<()> {
    window.set_size(900, 640).await?;
    is_accessible(window, &format!("{name}, small")).await?;
    window.screenshot(&format!("{name}-small")).await?;
    // Wide last: a page that was just changed is painted anew by then.
    window.set_size(1280, 800).await?;
    is_accessible(window, name).await?;
    window.screenshot(name).await.map(drop)
}
