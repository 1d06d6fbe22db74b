//! All that the client sends to Microsoft Graph and all that practice Entra answers, through Stoplight Prism (npm), which
//! holds it against the description that `ONRAMP_GRAPH_OPENAPI` names. What `tests/integration/contract` judges by itself
//! is judged here by somebody else.

#[path = "../integration/contract/traffic.rs"]
mod traffic;

use std::path::Path;
use std::sync::Arc;

use onramp_app::entra::{AppChoice, Consent, Desired, RampSide, Tenant};
use onramp_app::parts::{ScimClient, ScimUrl, Settings};
use onramp_app::ports::SystemClock;
use onramp_http::{ExchangeRecord, HttpClient, HttpOptions, Method, RecordedBody};
use onramp_practice::{World, WorldOptions};
use onramp_storage::Store;
use onramp_tests::foreign::Prism;
use onramp_tests::misbehaving::{Fault, Misbehaving};
use onramp_tests::{Failure, Result};
use secrecy::SecretString;
use serde_json::json;

use traffic::{Due, Line, NOBODY, Service};

/// What of an exchange Prism objects to: in a header of an answer that it lets pass, or as an answer of its own.
fn objection(record: &ExchangeRecord) -> Option<String> {
    const OWN_ANSWER: &str = "https://stoplight.io/prism/errors#";
    let header = record.response_headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("sl-violations"));
    let own = match &record.response_body {
        Some(RecordedBody::Json(body))
            if body["type"].as_str().is_some_and(|kind| kind.starts_with(OWN_ANSWER)) =>
        {
            Some(format!("{} {}", body["detail"], body["validation"]))
        }
        _ => None,
    };
    let words = header.map(|(_, words)| words.clone()).or(own)?;
    let ExchangeRecord { purpose, method, url, status, .. } = record;
    Some(format!("{purpose} ({method} {url} → {status:?}): {words}"))
}

fn unexpected(error: impl std::fmt::Display) -> Failure {
    Failure::Unexpected(error.to_string())
}

/// That the one exchange so far is objected to, in these words.
fn assert_objects_to(line: &Line, words: &str) {
    let records = line.records.take();
    let objections: Vec<_> = records.iter().filter_map(objection).collect();
    assert!(
        matches!(objections.as_slice(), [only] if only.contains(words)),
        "{objections:?} of {records:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs what `cargo xtask soak` installs"]
async fn nothing_that_passes_is_objected_to() -> Result<()> {
    let Some(description) = traffic::description() else { return Ok(()) };
    // Prism passes over a schema that it can't compile without a word: first of all it has to object to something.
    let wrong = Misbehaving::start(Fault::Json(r#"{"value": [{"id": 1}]}"#)).await?;
    let between = Prism::start(&description, wrong.url())?;
    let mut line = Line::new(&between.url, "any".into()).map_err(unexpected)?;
    line.raw(Method::GET, "/users?$top=1", None, Due::Status(200)).await;
    assert_objects_to(&line, "value.0.id");
    drop((between, wrong));

    let folder = tempfile::tempdir().map_err(unexpected)?;
    let world = World::start(WorldOptions::new(folder.path())).await.map_err(unexpected)?;
    let token = world.control().generate_token().await.map_err(unexpected)?.token;
    let service = Service { url: world.scim_url(), token: SecretString::from(token) };
    let prism = Prism::start(&description, &world.graph_url())?;
    let mut line = Line::new(&prism.url, world.graph_token()).map_err(unexpected)?;
    // `objectType` where `objectTypeName` is due (`graph/README.md` §2, sample 6).
    let subject = json!({ "objectId": NOBODY, "objectType": "User" });
    let body = json!({ "parameters": [{ "ruleId": "any", "subjects": [subject] }] });
    let job = format!("scim.0123456789abcdef0123456789abcdef.{NOBODY}");
    let path = format!("/servicePrincipals/{NOBODY}/synchronization/jobs/{job}/provisionOnDemand");
    line.raw(Method::POST, &path, Some(body), Due::Status(422)).await;
    assert_objects_to(&line, "objectTypeName");

    let control = world.entra();
    let ended = line.everything(&service, async || control.settled().await.unwrap_or_default()).await;
    let records = line.records.take();
    println!("prism: {} exchanges", records.len());
    let objections: Vec<_> = records.iter().filter_map(objection).collect();
    assert!(objections.is_empty(), "{} objections:\n{}", objections.len(), objections.join("\n"));
    ended.map_err(unexpected)?;
    assert!(line.unexpected.is_empty(), "{}", line.unexpected.join("\n"));

    let records = whole_way(&prism.url, &world, service.token, folder.path()).await?;
    println!("prism: {} exchanges of a set-up", records.len());
    let objections: Vec<_> = records.iter().filter_map(objection).collect();
    assert!(objections.is_empty(), "{} objections:\n{}", objections.len(), objections.join("\n"));
    world.stop().await;
    Ok(())
}

/// A whole set-up as the use cases send it: plan, apply, one person on demand, logs, drift, undo.
async fn whole_way(
    graph_url: &str,
    world: &World,
    token: SecretString,
    folder: &Path,
) -> Result<Vec<ExchangeRecord>> {
    let http = HttpClient::new(HttpOptions::default()).map_err(unexpected)?;
    let store = Store::open(folder.join("onramp.sqlite")).map_err(unexpected)?.store;
    let graph_token = world.graph_token();
    let tenant = Tenant::new(http.clone(), graph_url, graph_token, store, Arc::new(SystemClock), "prism")
        .map_err(unexpected)?;
    let ramp =
        ScimClient::new(http, ScimUrl::parse(&world.scim_url()).map_err(unexpected)?.url, token.clone());
    let app = AppChoice::Named("Ramp (SCIM)".to_owned());
    let assign = tenant.assignees("Ramp pilot\nlars.nystrom@contoso.example").await.map_err(unexpected)?;
    let desired = Desired {
        notification_emails: vec!["it@contoso.example".to_owned()],
        ..Desired::new(app.clone(), world.scim_url(), onramp_mapping::recommended())
    };
    let desired = Desired { assign, ..desired };
    let settings = Settings::default();
    let side = RampSide { client: &ramp, settings: &settings, test_group: None };
    let plan = tenant.plan(&desired, &side).await.map_err(unexpected)?;
    let consent = Consent { people: plan.guard.confirm, overwrite: false };
    let run = tenant.apply(&plan.id, &token, consent, &mut |_| {}).await.map_err(unexpected)?;
    world.entra().settled().await.map_err(unexpected)?;
    tenant.job(&app).await.map_err(unexpected)?;
    let person = tenant.assignees("ana.silva@contoso.example").await.map_err(unexpected)?;
    for person in &person {
        tenant.provision_on_demand(&app, &person.id).await.map_err(unexpected)?;
    }
    tenant.logs(&app, None).await.map_err(unexpected)?;
    tenant.drift(&desired).await.map_err(unexpected)?;
    tenant.undo(&run.id, &mut |_| {}).await.map_err(unexpected)?;
    Ok(tenant.exchanges())
}
