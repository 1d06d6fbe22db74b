//! The journeys.

mod entra;
mod expressions;
mod failures;
mod keyboard;

use onramp_tests::pages::{
    AttributeMappings, ConnectEntra, ConnectRamp, Done, News, Preview, ScopeStart, Start, TestUser,
};
use onramp_tests::scim::Service;
use onramp_tests::session::{Appearance, PrivateSession};
use onramp_tests::window::Window;
use onramp_tests::{Failure, Result};
use serde_json::Value;

use crate::person;

/// The ground the others stand on: what one session stores, it alone can read.
#[tokio::test]
async fn a_session_has_a_keyring_of_its_own() -> Result<()> {
    let (one, other) =
        (PrivateSession::open(Appearance::Light).await?, PrivateSession::open(Appearance::Dark).await?);
    let mut store = one.command("sh");
    store.args([
        "-c",
        "printf %s a-secret-of-one | secret-tool store --label='A test' purpose onramp-harness",
    ]);
    onramp_tests::process::Finished::run(store)?.ended_with(0)?;

    let found = one.secret_tool_search("purpose", "onramp-harness")?;
    assert_eq!(found.iter().map(|item| item.secret.as_str()).collect::<Vec<_>>(), ["a-secret-of-one"]);
    assert_eq!(found[0].label, "A test");
    assert_eq!(other.secret_tool_search("purpose", "onramp-harness")?, []);
    assert_eq!(
        one.files_containing("a-secret-of-one")?,
        Vec::<std::path::PathBuf>::new(),
        "the keyring is encrypted"
    );

    let note = one.folder().join("home/note");
    std::fs::write(&note, "it says a-secret-of-one here").map_err(Failure::file(&note))?;
    assert_eq!(one.files_containing("a-secret-of-one")?, [note], "and a plain copy would be found");
    Ok(())
}

#[tokio::test]
async fn an_admin_without_a_tenant_provisions_one_user_in_practice() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    window.screenshot("01-start").await?;
    is_accessible(&window, "start").await?;

    let connection = connect(&window).await?;
    let ramp = Service::new(&connection.url, &connection.token)?;
    the_token_is_in_the_keychain_alone(&session, &connection.token)?;
    window.screenshot("02-connect-ramp").await?;
    is_accessible(&window, "02-connect-ramp").await?;

    ConnectRamp(&window).next().await?;
    ConnectEntra(&window).next().await?;
    window.screenshot("03-attribute-mappings").await?;
    is_accessible(&window, "03-attribute-mappings").await?;
    AttributeMappings(&window).next().await?;
    assert_eq!(Preview(&window).look_at(person::NAME).await?, "invited");
    window.screenshot("04-preview").await?;
    is_accessible(&window, "04-preview").await?;
    Preview(&window).next().await?;

    let test = TestUser(&window);
    test.dry_run().await?;
    assert_eq!(ramp.users_named(person::USER_NAME).await?, Vec::<Value>::new(), "a dry run writes nothing");
    window.screenshot("05-dry-run").await?;
    is_accessible(&window, "05-dry-run").await?;
    let compared = test.provision(person::NAME).await?;
    window.screenshot("06-provisioned").await?;
    is_accessible(&window, "06-provisioned").await?;
    let unequal: Vec<_> =
        compared.iter().filter(|(name, equal)| !equal && !name.ends_with(":manager")).collect();
    assert!(unequal.is_empty(), "as expected but for a manager who isn't in Ramp yet: {unequal:?}");

    let stored = ramp.users_named(person::USER_NAME).await?;
    assert_eq!(stored.len(), 1, "one user of that name, not {stored:?}");
    person::check_stored(&stored[0])?;
    the_list_tells_of_the_invite(&window).await?;

    test.clean_up().await?;
    is_put_back(&ramp, &stored[0]).await?;
    test.next().await?;
    ScopeStart(&window).next().await?;
    Done(&window).check(person::NAME).await?;
    window.screenshot("07-done").await?;
    is_accessible(&window, "07-done").await?;

    the_token_is_in_the_keychain_alone(&session, &connection.token)?;
    window.close().await?;
    the_token_is_in_the_keychain_alone(&session, &connection.token)
}

#[tokio::test]
async fn a_misspelt_name_holds_next_back_until_it_is_fixed() -> Result<()> {
    let session = PrivateSession::open(Appearance::Dark).await?;
    let window = Window::open(&session).await?;
    connect(&window).await?;
    ConnectRamp(&window).next().await?;
    ConnectEntra(&window).next().await?;

    let mappings = AttributeMappings(&window);
    mappings.rename_target("name.givenName", "name.givenname").await?;
    mappings.wait_until_next_is(false).await?;
    assert_eq!(window.rail("attribute-mappings").await?, "error");
    window.screenshot("08-misspelt-dark").await?;
    is_accessible(&window, "08-misspelt-dark").await?;

    mappings.fix().await?;
    mappings.wait_until_next_is(true).await?;
    assert_eq!(window.rail("attribute-mappings").await?, "done");
    mappings.next().await?;
    window.close().await
}

#[tokio::test]
async fn closing_the_window_loses_neither_place_nor_input() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    let connection = connect(&window).await?;
    ConnectRamp(&window).next().await?;
    ConnectEntra(&window).next().await?;
    AttributeMappings(&window).next().await?;
    assert_eq!(Preview(&window).look_at(person::NAME).await?, "invited");
    let title = window.heading().await?;
    window.close().await?;

    let window = Window::open(&session).await?;
    Preview(&window).arrive().await?;
    assert_eq!(Preview(&window).person().await?, person::NAME, "the same step with the same person");
    assert_eq!(window.heading().await?, title);
    window.screenshot("09-after-a-restart").await?;
    Preview(&window).back().await?;
    AttributeMappings(&window).back().await?;
    ConnectEntra(&window).back().await?;
    assert_eq!(ConnectRamp(&window).scim_url().await?, connection.url, "the practice Ramp kept its address");
    ConnectRamp(&window).check_that_only_the_end_shows(&connection.token).await?;
    let verdicts = ConnectRamp(&window).test_again().await?;
    all_pass(&verdicts)?;

    // What was tested with a token ends with the token, and stays ended.
    let page = ConnectRamp(&window);
    page.ask_to_disconnect().await?;
    window.screenshot("16-disconnect").await?;
    is_accessible(&window, "the question before Disconnect").await?;
    page.disconnect().await?;
    window.screenshot("17-disconnected").await?;
    is_accessible(&window, "disconnected").await?;
    assert_ne!(window.rail("connect-ramp").await?, "done");
    window.close().await?;
    let window = Window::open(&session).await?;
    assert_ne!(window.rail("connect-ramp").await?, "done");
    window.close().await
}

/// The practice Ramp's event list beside the step: all that the create came to, the invite with its sender.
async fn the_list_tells_of_the_invite(window: &Window<'_>) -> Result<()> {
    let news = News(window);
    news.open().await?;
    let told = news.told().await?;
    let kinds: Vec<_> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    for kind in ["location-created", "department-created", "role-given", "spend-programs-issued"] {
        assert!(kinds.contains(&kind), "{kind} is not among {kinds:?}");
    }
    let invite = told.iter().find(|(kind, _)| kind == "invite-sent").map(|(_, sentence)| sentence.as_str());
    // The manager is not in Ramp yet, so the owner sends it (R8).
    assert_eq!(invite, Some(format!("Invite sent to {}, from the account owner", person::NAME).as_str()));
    window.screenshot("06-what-ramp-did").await?;
    is_accessible(window, "what Ramp would have done").await?;
    window.set_size(900, 640).await?;
    window.screenshot("06-what-ramp-did-small").await?;
    is_accessible(window, "what Ramp would have done, small").await?;
    window.set_size(1280, 800).await?;
    news.close().await
}

/// axe-core finds nothing on the page, once colours that are just changing have settled.
async fn is_accessible(window: &Window<'_>, page: &str) -> Result<()> {
    let mut violations = Vec::new();
    let settled = window
        .wait_for("axe-core to find nothing", async |window| {
            violations = window.accessibility_violations().await?;
            Ok(violations.is_empty().then_some(()))
        })
        .await;
    match settled {
        Ok(()) => Ok(()),
        Err(_) => Err(Failure::Unexpected(format!("axe-core finds on {page}: {violations:#?}"))),
    }
}

struct Connection {
    url: String,
    token: String,
}

/// From Start to a proven connection.
async fn connect(window: &Window<'_>) -> Result<Connection> {
    Start(window).practise().await?;
    let page = ConnectRamp(window);
    let url = page.scim_url().await?;
    let token = page.generate_token().await?;
    all_pass(&page.use_token().await?)?;
    page.check_that_only_the_end_shows(&token).await?;
    Ok(Connection { url, token })
}

/// No layer fails. Over plain HTTP to this computer, TLS is skipped and may be worth a word.
fn all_pass(layers: &[(String, String)]) -> Result<()> {
    let bad: Vec<_> = layers.iter().filter(|(_, verdict)| verdict == "fail").collect();
    if bad.is_empty() { Ok(()) } else { Err(Failure::Unexpected(format!("layers that fail: {bad:?}"))) }
}

fn the_token_is_in_the_keychain_alone(session: &PrivateSession, token: &str) -> Result<()> {
    let stored = session.secret_tool_search("service", "onramp")?;
    if !stored.iter().any(|item| item.secret == token) {
        let labels: Vec<_> = stored.iter().map(|item| item.label.as_str()).collect();
        return Err(Failure::Unexpected(format!("the Secret Service has no such token, only {labels:?}")));
    }
    let files = session.files_containing(token)?;
    if files.is_empty() { Ok(()) } else { Err(Failure::Unexpected(format!("the token stands in {files:?}"))) }
}

/// After clean-up the account is deactivated: the resource answers 404 (R10), or says `active` false.
async fn is_put_back(ramp: &Service, user: &Value) -> Result<()> {
    let id = user["id"]
        .as_str()
        .ok_or_else(|| Failure::Unexpected(format!("a stored user without an id: {user}")))?;
    let (status, body) = ramp.get(&format!("/Users/{id}")).await?;
    let put_back = status == 404 || (status == 200 && body["active"] == false);
    if put_back {
        Ok(())
    } else {
        Err(Failure::Unexpected(format!("after clean-up the user answers {status}: {body}")))
    }
}
