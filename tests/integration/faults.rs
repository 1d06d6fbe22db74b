//! Every fault switch under every operation of the client: the code, whose side it is on, what to do next; and that nothing
//! is lost and the token stays where it belongs.

use std::time::Duration;

use onramp_app::error::{AppError, Side};
use onramp_app::parts::{HttpClient, HttpOptions, ScimClient, ScimUrl};
use onramp_app::service::{Asked, judged};
use onramp_app::test_user::RunOutcomeKind;
use onramp_practice::control::{Endpoint, Fault};
use onramp_practice::{Rules, Tls, World, WorldOptions};
use onramp_scim::request::ScimRequest;
use onramp_scim::urn;
use onramp_scim_client::RetryPolicy;
use onramp_testkit::TestWorld;
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Long enough that a service which answers at all has answered.
const PATIENT: Duration = Duration::from_secs(20);
/// Short enough to end a wait that a fault makes far longer.
const IMPATIENT: Duration = Duration::from_millis(400);
const FAR_LONGER: u32 = 60_000;

struct Service {
    world: World,
    token: String,
    /// A client each for [`PATIENT`] and [`IMPATIENT`]: to make one reads the system's certificates.
    patient: ScimClient,
    impatient: ScimClient,
    _folder: TempDir,
}

impl Service {
    async fn start(tls: Option<Tls>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = WorldOptions { rules: Rules::Plain, tls, ..WorldOptions::new(folder.path()) };
        let world = World::start(options).await.expect("a world");
        let token = world.control().generate_token().await.expect("a token").token;
        let client = |timeout: Duration| {
            let http = HttpClient::new(HttpOptions { total_timeout: timeout, ..HttpOptions::default() });
            let url = ScimUrl::parse(&world.scim_url()).expect("a URL").url;
            let token = SecretString::from(token.clone());
            ScimClient::new(http.expect("a client"), url, token).with_retry(RetryPolicy::NEVER)
        };
        let (patient, impatient) = (client(PATIENT), client(IMPATIENT));
        Self { world, token, patient, impatient, _folder: folder }
    }

    async fn judge(&self, timeout: Duration, asked: Asked, request: &ScimRequest) -> Result<Value, AppError> {
        let client = if timeout == IMPATIENT { &self.impatient } else { &self.patient };
        let sent = client.send(request, "tests").await;
        let told = format!(
            "{:?} {}",
            sent.answer.as_ref().err(),
            serde_json::to_string(&sent.record).expect("JSON")
        );
        assert!(!told.contains(&self.token), "the token leaks: {told}");
        judged(sent, asked, "tests").map(|answer| answer.body.unwrap_or_default())
    }

    async fn create(&self, name: &str) -> String {
        let user = self.judge(PATIENT, Asked::CreateUser, &ScimRequest::post("/Users", user(name))).await;
        user.expect("a user")["id"].as_str().expect("an id").to_owned()
    }

    async fn count(&self, name: &str) -> u64 {
        let found = self.judge(PATIENT, Asked::FindUser, &find(name)).await.expect("a list");
        found["totalResults"].as_u64().expect("a number")
    }
}

fn user(name: &str) -> Value {
    json!({"schemas": [urn::USER], "userName": name, "title": "before"})
}

fn find(name: &str) -> ScimRequest {
    ScimRequest::get("/Users").with_query("filter", format!("userName eq \"{name}\""))
}

fn retitle() -> Value {
    json!({"schemas": [urn::PATCH_OP], "Operations": [{"op": "Replace", "path": "title", "value": "after"}]})
}

/// Each operation of the client: the endpoint whose fault it meets, and the request, for the user of this id and name.
fn operations(id: &str, name: &str) -> [(Asked, Endpoint, ScimRequest); 9] {
    let one = format!("/Users/{id}");
    [
        (Asked::FindUser, Endpoint::UsersList, find(name)),
        (Asked::FindUser, Endpoint::UsersList, ScimRequest::get("/Users").with_query("count", "1")),
        (Asked::ReadUser, Endpoint::UserRead, ScimRequest::get(&one)),
        (Asked::CreateUser, Endpoint::UserCreate, ScimRequest::post("/Users", user(&format!("new-{name}")))),
        (Asked::ChangeUser, Endpoint::UserPatch, ScimRequest::patch(&one, retitle())),
        (Asked::ChangeUser, Endpoint::UserPatch, ScimRequest::put(&one, user(name))),
        (
            Asked::FindGroup,
            Endpoint::Groups,
            ScimRequest::get("/Groups").with_query("filter", "displayName eq \"nobody\""),
        ),
        (Asked::Discover, Endpoint::Discovery, ScimRequest::get("/ServiceProviderConfig")),
        (Asked::DeleteUser, Endpoint::UserDelete, ScimRequest::delete(&one)),
    ]
}

/// What an operation comes to under a fault: `None` where it succeeds.
type Expected = Option<(&'static str, Side)>;

struct Row {
    fault: Fault,
    timeout: Duration,
    /// Whether the service does what it was asked, whatever becomes of the answer.
    served: bool,
    expected: fn(Asked) -> Expected,
}

const fn row(fault: Fault, served: bool, expected: fn(Asked) -> Expected) -> Row {
    Row { fault, timeout: PATIENT, served, expected }
}

fn closed(_: Asked) -> Expected {
    Some(("http.closed", Side::Ramp))
}

/// A 204 has no body to cut off, slow down or call by another name.
fn unless_bodiless(asked: Asked, code: &'static str) -> Expected {
    (asked != Asked::DeleteUser).then_some((code, Side::Ramp))
}

fn rows() -> Vec<Row> {
    vec![
        row(Fault::Unauthorized, false, |_| Some(("scim.unauthorized", Side::You))),
        row(Fault::Forbidden, false, |_| Some(("scim.forbidden", Side::Ramp))),
        row(Fault::NotFound, false, |asked| {
            let code = match asked {
                Asked::FindUser | Asked::FindGroup => "scim.query-not-found",
                Asked::Discover => "scim.not-described",
                _ => "scim.not-found",
            };
            Some((code, Side::Ramp))
        }),
        row(Fault::Conflict, false, |_| Some(("scim.conflict", Side::Ramp))),
        row(Fault::TooManyRequests { retry_after: Some(1) }, false, |_| {
            Some(("scim.too-many-requests", Side::Ramp))
        }),
        row(Fault::TooManyRequests { retry_after: None }, false, |_| {
            Some(("scim.too-many-requests", Side::Ramp))
        }),
        row(Fault::ServerError, false, |_| Some(("scim.server-error", Side::Ramp))),
        row(Fault::Unavailable { retry_after: Some(1) }, false, |_| Some(("scim.unavailable", Side::Ramp))),
        row(Fault::Unavailable { retry_after: None }, false, |_| Some(("scim.unavailable", Side::Ramp))),
        row(Fault::Html, false, |_| Some(("scim.not-json", Side::Ramp))),
        row(Fault::TruncatedJson, true, |_| Some(("scim.not-json", Side::Ramp))),
        // Entra tolerates it and so does the client; the probe is what warns of it.
        row(Fault::WrongContentType, true, |_| None),
        row(Fault::Redirect { location: Some("http://127.0.0.1:9/elsewhere".to_owned()) }, false, |_| {
            Some(("scim.redirected", Side::Ramp))
        }),
        row(Fault::Redirect { location: None }, false, |_| Some(("scim.redirected", Side::Ramp))),
        row(Fault::Delay { milliseconds: 1 }, true, |_| None),
        row(Fault::Drop, false, closed),
        row(Fault::LoseAnswer, true, closed),
        row(Fault::DropMidBody, true, closed),
        Row {
            timeout: IMPATIENT,
            // The wait comes first, and nobody is there any more when it ends.
            ..row(Fault::Delay { milliseconds: FAR_LONGER }, false, |_| Some(("http.timeout", Side::Ramp)))
        },
        Row {
            timeout: IMPATIENT,
            ..row(Fault::SlowBody { milliseconds: FAR_LONGER }, true, |asked| {
                unless_bodiless(asked, "http.timeout")
            })
        },
    ]
}

#[tokio::test]
async fn every_fault_of_every_operation_has_a_code_a_side_and_a_next_action() {
    let service = Service::start(None).await;
    let control = service.world.control();
    for (number, row) in rows().into_iter().enumerate() {
        for index in 0..operations("", "").len() {
            let name = format!("ana-{number}-{index}@contoso.example");
            let id = service.create(&name).await;
            let (asked, endpoint, request) = operations(&id, &name)[index].clone();
            let what = format!("{:?}, {asked:?} ({} {})", row.fault, request.method, request.path);

            control.set_fault(endpoint, row.fault.clone(), None);
            let judged = service.judge(row.timeout, asked, &request).await;
            control.clear_faults();

            let found = judged.as_ref().err().map(|error| (error.code.as_str(), error.side));
            assert_eq!(found, (row.expected)(asked), "{what}");
            if let Err(error) = judged {
                assert!(!error.message.is_empty() && error.next_action.ends_with('.'), "{what}: {error:?}");
                assert!(error.exchange.is_some(), "{what}");
                let told = format!("{error:?} {}", serde_json::to_string(&error).expect("JSON"));
                assert!(!told.contains(&service.token), "{what}: the token leaks: {told}");
            }
            nothing_is_lost(&service, &row, asked, &request, (&id, &name), &what).await;
        }
    }
}

/// What the service did it keeps, what it did not do left no trace, and without the fault the same request works.
async fn nothing_is_lost(
    service: &Service,
    row: &Row,
    asked: Asked,
    request: &ScimRequest,
    (id, name): (&str, &str),
    what: &str,
) {
    let again = |wanted: &'static str| {
        let sent = service.judge(PATIENT, asked, request);
        async move {
            let code = sent.await.err().map(|error| error.code);
            assert_eq!(code.as_deref().unwrap_or_default(), wanted, "{what}, again without the fault");
        }
    };
    match asked {
        Asked::CreateUser => {
            assert_eq!(service.count(&format!("new-{name}")).await, u64::from(row.served), "{what}");
            again(if row.served { "scim.conflict" } else { "" }).await;
        }
        Asked::ChangeUser => {
            let read = ScimRequest::get(format!("/Users/{id}"));
            let stored = service.judge(PATIENT, Asked::ReadUser, &read).await.expect("the user");
            let changed = row.served && request.body == Some(retitle());
            assert_eq!(stored["title"], json!(if changed { "after" } else { "before" }), "{what}");
            again("").await;
        }
        Asked::DeleteUser => {
            assert_eq!(service.count(name).await, u64::from(!row.served), "{what}");
            again(if row.served { "scim.not-found" } else { "" }).await;
        }
        _ => {
            assert_eq!(service.count(name).await, 1, "{what}");
            again("").await;
        }
    }
}

#[tokio::test]
async fn a_bad_certificate_stops_every_operation_before_the_token_goes_out() {
    for (tls, code) in
        [(Tls::Untrusted, "tls.certificate-untrusted"), (Tls::Expired, "tls.certificate-expired")]
    {
        let service = Service::start(Some(tls)).await;
        for (asked, _, request) in operations("ab12", "ana@contoso.example") {
            let error = service.judge(PATIENT, asked, &request).await.expect_err("a bad certificate");
            assert_eq!((error.code.as_str(), error.side), (code, Side::Network), "{tls:?} {asked:?}");
            assert!(!error.next_action.is_empty(), "{tls:?} {asked:?}");
        }
        let users = service.world.control().status().await.expect("a status").users;
        assert_eq!(users, 0, "{tls:?}: nothing arrived");
    }
}

/// The probe under each fault: the first layer that is not fine, and that it says what to do.
#[tokio::test]
async fn the_probe_names_the_layer_of_each_fault() {
    let world = TestWorld::open().await;
    let token = world.connect().await;
    let control = world.world.control();
    for (fault, code) in [
        (Fault::Unauthorized, "auth.unauthorized"),
        (Fault::Forbidden, "auth.forbidden"),
        (Fault::NotFound, "scim.nothing-there"),
        (Fault::Conflict, "scim.refused"),
        (Fault::TooManyRequests { retry_after: Some(30) }, "http.throttled"),
        (Fault::ServerError, "http.server-error"),
        (Fault::Unavailable { retry_after: None }, "http.server-error"),
        (Fault::Html, "scim.html"),
        (Fault::TruncatedJson, "scim.not-json"),
        (Fault::WrongContentType, "scim.media-type"),
        (Fault::Redirect { location: None }, "http.redirected"),
        (Fault::Drop, "http.closed"),
        (Fault::LoseAnswer, "http.closed"),
        (Fault::DropMidBody, "http.closed"),
    ] {
        control.set_fault(Endpoint::All, fault.clone(), None);
        let report = world.app.probe_ramp().await.expect("a report");
        control.clear_faults();
        let told = serde_json::to_value(&report).expect("JSON");
        let layers = told["layers"].as_array().expect("layers");
        let first = layers
            .iter()
            .find(|layer| layer["verdict"] == "fail" || layer["verdict"] == "warn")
            .unwrap_or_else(|| panic!("{fault:?}: {told}"));
        assert_eq!(first["code"], json!(code), "{fault:?}: {first}");
        assert!(first["fix"].as_str().is_some_and(|fix| !fix.is_empty()), "{fault:?}: {first}");
        assert!(!told.to_string().contains(&token), "{fault:?}: the token leaks");
    }
    assert!(world.app.probe_ramp().await.expect("a report").ok, "without a fault all is well again");
}

/// A test user's run under each fault at the step it can meet: it says so, what was written can be taken back, and the
/// next run works.
#[tokio::test]
async fn a_run_cut_short_by_a_fault_is_told_and_taken_back() {
    let world = TestWorld::open().await;
    world.connect().await;
    let control = world.world.control();
    let ana = world.person("Ana Silva");
    for (endpoint, fault, code, written) in [
        (Endpoint::UsersList, Fault::Unauthorized, "scim.unauthorized", false),
        (Endpoint::UsersList, Fault::NotFound, "scim.query-not-found", false),
        (Endpoint::UsersList, Fault::ServerError, "scim.server-error", false),
        (Endpoint::UsersList, Fault::Html, "scim.not-json", false),
        (Endpoint::UserCreate, Fault::Forbidden, "scim.forbidden", false),
        (Endpoint::UserCreate, Fault::ServerError, "scim.server-error", false),
        (Endpoint::UserCreate, Fault::Redirect { location: None }, "scim.redirected", false),
        (Endpoint::UserCreate, Fault::Drop, "http.closed", false),
        (Endpoint::UserCreate, Fault::LoseAnswer, "http.closed", true),
        (Endpoint::UserCreate, Fault::DropMidBody, "http.closed", true),
        (Endpoint::UserCreate, Fault::TruncatedJson, "scim.not-json", true),
    ] {
        let what = format!("{endpoint:?} {fault:?}");
        control.set_fault(endpoint, fault, None);
        let run = world.app.provision_user(&ana).await.expect("a run");
        control.clear_faults();
        assert_eq!(run.outcome.kind, RunOutcomeKind::Failed, "{what}: {}", run.outcome.headline);
        let error = run.outcome.error.as_ref().unwrap_or_else(|| panic!("{what}: no error"));
        assert_eq!(error.code, code, "{what}");
        assert!(run.outcome.next_action.as_ref().is_some_and(|next| !next.is_empty()), "{what}");
        let there =
            control.accounts().await.expect("accounts").iter().filter(|account| account.active).count();
        assert_eq!(there, usize::from(written), "{what}");
        if world.app.last_run().expect("a run").is_some_and(|run| run.can_clean_up) {
            let cleaned = world.app.clean_up_user().await.expect("a clean-up").clean_up.expect("its report");
            assert!(cleaned.ok, "{what}: {}", cleaned.summary);
        }
        let left =
            control.accounts().await.expect("accounts").iter().filter(|account| account.active).count();
        assert_eq!(left, 0, "{what}: taken back");
    }
    let run = world.app.provision_user(&ana).await.expect("a run");
    assert_eq!(run.outcome.kind, RunOutcomeKind::Created, "{}", run.outcome.headline);
}

/// The client's own patience: a service that is busy for a moment is asked again, and what it did is done once.
#[tokio::test]
async fn a_busy_moment_is_waited_out() {
    let service = Service::start(None).await;
    let control = service.world.control();
    let policy = RetryPolicy { first_wait: Duration::from_millis(1), ..RetryPolicy::default() };
    let client = service.patient.clone().with_retry(policy);
    for fault in [Fault::TooManyRequests { retry_after: Some(0) }, Fault::Unavailable { retry_after: None }] {
        let kind = serde_json::to_value(&fault).expect("JSON")["kind"].clone();
        let name = format!("busy-{}", kind.as_str().expect("a kind"));
        control.set_fault(Endpoint::UserCreate, fault, Some(2));
        let sent = client.send(&ScimRequest::post("/Users", user(&name)), "tests").await;
        assert_eq!(sent.earlier.len(), 2, "{name}");
        assert!(judged(sent, Asked::CreateUser, "tests").is_ok(), "{name}");
        assert_eq!(service.count(&name).await, 1);
    }
}
