//! The tenant's own pages, for another process.

use std::time::Duration;

use onramp_practice::control::{
    AdminRole, DirectoryChange, Endpoint, Fault, GraphEndpoint, GraphFault, GraphFaultSwitch, GraphHold,
    HoldWhen, TenantSettings, duration,
};
use onramp_practice::{EntraRemote, PracticeError};
use secrecy::SecretString;
use serde_json::json;

use super::support::Tenant;

#[tokio::test]
async fn everything_can_be_done_from_another_process() {
    let tenant = Tenant::new().await;
    let remote = EntraRemote::new(&tenant.world.graph_url(), tenant.token.clone()).expect("this computer");
    let control = tenant.control();

    let switch = GraphFaultSwitch {
        endpoint: GraphEndpoint::Users,
        fault: GraphFault::TooManyRequests { retry_after: Some(3) },
        times: Some(2),
    };
    assert_eq!(remote.set_fault(&switch).await.expect("set"), std::slice::from_ref(&switch));
    assert_eq!(control.faults(), [switch]);
    assert_eq!(tenant.get("/me").await.status, 429);
    remote.clear_faults().await.expect("cleared");
    assert_eq!(remote.faults().await.expect("faults"), []);

    let settings = TenantSettings { premium: false, role: AdminRole::GlobalAdministrator, lag: 3 };
    remote.set_settings(settings).await.expect("set");
    assert_eq!(remote.settings().await.expect("settings"), settings);
    assert_eq!(control.settings().await.expect("settings"), settings);
    remote.set_settings(TenantSettings::default()).await.expect("set");

    let change = DirectoryChange::SetEnabled { user: "ana.silva@contoso.example".to_owned(), enabled: false };
    remote.change(&change).await.expect("changed");
    let snapshot = remote.snapshot().await.expect("a snapshot");
    assert_eq!(snapshot, control.snapshot().await.expect("a snapshot"));
    assert_eq!(snapshot["users"][super::support::ANA]["accountEnabled"], json!(false));
    assert_eq!(snapshot["groups"].as_object().expect("groups").len(), 6);

    let before = control.now();
    remote.advance(Duration::from_secs(86_400)).await.expect("advanced");
    let passed = control.now().duration_since(before);
    assert!((86_400..86_460).contains(&passed.as_secs()), "{passed:?}");
    remote.now().await.expect("a time").parse::<jiff::Timestamp>().expect("RFC 3339");
    remote.settled().await.expect("nothing runs");

    let app = tenant.instantiate("Ramp").await;
    let hold = GraphHold { endpoint: GraphEndpoint::All, nth: 1, when: HoldWhen::BeforeEffect };
    remote.hold(hold).await.expect("armed");
    let path = format!("/applications/{}", app.id);
    let release = async {
        assert_eq!(remote.until_held().await.expect("held").len(), 1);
        remote.release().await.expect("released");
    };
    let (answer, ()) = tokio::join!(tenant.patch(&path, json!({"notes": "x"})), release);
    answer.good(204);

    let fresh = Tenant::new().await.control().snapshot().await.expect("a snapshot");
    tenant.app().await;
    remote.reset().await.expect("new");
    assert_eq!(remote.snapshot().await.expect("a snapshot"), fresh);
}

#[tokio::test]
async fn it_is_asked_on_this_computer_with_the_token_and_says_what_it_does_not_know() {
    let tenant = Tenant::new().await;
    let refused = EntraRemote::new("https://graph.microsoft.com/v1.0", tenant.token.clone());
    assert!(matches!(refused, Err(PracticeError::NotPractice(_))));
    let stranger =
        EntraRemote::new(&tenant.world.graph_url(), SecretString::from("x")).expect("this computer");
    assert!(matches!(stranger.now().await, Err(PracticeError::Refused { status: 401 })));
    let nobody = DirectoryChange::Delete { user: "nobody@contoso.example".to_owned() };
    assert!(matches!(tenant.control().change(nobody).await, Err(PracticeError::UnknownObject(_))));
}

#[test]
fn a_duration_is_read_as_people_write_it() {
    for (text, seconds) in [
        ("40m", Some(2_400)),
        ("6h", Some(21_600)),
        ("1d 12h", Some(129_600)),
        ("90 s", Some(90)),
        ("-1h", None),
        ("soon", None),
    ] {
        assert_eq!(duration(text).map(|duration| duration.as_secs()), seconds, "{text}");
    }
}

#[tokio::test]
async fn a_tenant_made_new_in_the_middle_of_a_cycle_keeps_nothing_of_it() {
    let tenant = Tenant::new().await;
    let fresh = tenant.control().snapshot().await.expect("a snapshot");
    let app = tenant.app().await;
    let delay = Fault::Delay { milliseconds: 100 };
    tenant.world.control().set_fault(Endpoint::UsersList, delay, None);
    tenant.post(&format!("{}/start", app.job), json!({})).await.good(204);
    tenant.control().reset().await.expect("new");
    tenant.control().settled().await.expect("nothing runs");
    assert_eq!(tenant.control().snapshot().await.expect("a snapshot"), fresh);
    assert_eq!(tenant.get("/auditLogs/provisioning").await.good(200)["value"], json!([]));
}
