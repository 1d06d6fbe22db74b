//! Bad days: each with clear words, nothing lost, and the run taken up again.

use std::time::Duration;

use onramp_app::entra::ActionStatus;
use onramp_app::error::Side;
use onramp_practice::control::{AdminRole, GraphEndpoint, GraphFault, TenantSettings};

use crate::support::Sides;

/// A bad day while a plan is carried out: what happens, and how it is told.
struct Day {
    name: &'static str,
    endpoint: GraphEndpoint,
    fault: GraphFault,
    code: &'static str,
    side: Side,
}

fn day(
    name: &'static str,
    endpoint: GraphEndpoint,
    fault: GraphFault,
    code: &'static str,
    side: Side,
) -> Day {
    Day { name, endpoint, fault, code, side }
}

#[tokio::test]
async fn whatever_stops_a_run_is_told_and_the_run_goes_on() {
    use GraphEndpoint::{Applications, Assignments, Credentials, Jobs, Schema, ServicePrincipals};
    let throttled = GraphFault::TooManyRequests { retry_after: Some(600) };
    let unavailable = GraphFault::Unavailable { retry_after: Some(600) };
    let days = [
        day("token expired in the middle", Jobs, GraphFault::Unauthorized, "entra.signed-out", Side::Entra),
        day("no right to create", Applications, GraphFault::Forbidden, "entra.no-right", Side::Entra),
        day("no right to assign", Assignments, GraphFault::Forbidden, "entra.no-right", Side::Entra),
        day("throttled for long", Schema, throttled, "entra.throttled", Side::Entra),
        day("Graph is down", ServicePrincipals, unavailable, "entra.unavailable", Side::Entra),
        day("Graph has a fault", Credentials, GraphFault::ServerError, "entra.unavailable", Side::Entra),
        day("offline in the middle", Jobs, GraphFault::Drop, "http.closed", Side::Network),
        day("the answer is lost", Applications, GraphFault::LoseAnswer, "http.closed", Side::Network),
        day("the answer to the schema is lost", Schema, GraphFault::LoseAnswer, "http.closed", Side::Network),
    ];
    for Day { name, endpoint, fault, code, side } in days {
        let sides = Sides::open().await;
        let entra = sides.world.world.entra();
        let desired = sides.desired("Ramp pilot\nana.silva@contoso.example").await;
        let plan = sides.plan(&desired).await.unwrap();
        entra.set_fault(endpoint, fault, None);
        let error = sides.apply(&plan).await.expect_err(name);
        assert_eq!((error.code.as_str(), error.side), (code, side), "{name}: {error:#?}");
        assert!(!error.message.is_empty() && !error.next_action.is_empty(), "{name}");
        let token = secrecy::ExposeSecret::expose_secret(&sides.token);
        assert!(!serde_json::to_string(&error).unwrap().contains(token), "{name}: no token in it");

        entra.clear_faults();
        let run = sides.apply_run(&plan.id, plan.guard.confirm).await.expect(name);
        assert!(run.done && run.actions.iter().all(|action| action.status == ActionStatus::Done), "{name}");
        entra.settled().await.unwrap();
        assert!(sides.tenant.drift(&desired).await.unwrap().none, "{name}");
        let snapshot = entra.snapshot().await.unwrap();
        assert_eq!(snapshot["servicePrincipals"].as_object().unwrap().len(), 1, "{name}: nothing twice");
    }
}

#[tokio::test]
async fn short_throttling_and_a_lagging_directory_are_waited_out() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    let lagging = TenantSettings { lag: 3, ..entra.settings().await.unwrap() };
    entra.set_settings(lagging).await.unwrap();
    entra.set_fault(GraphEndpoint::Jobs, GraphFault::TooManyRequests { retry_after: Some(7) }, Some(2));
    let desired = sides.desired("Ramp pilot").await;
    sides.set_up(&desired).await;
    entra.settled().await.unwrap();
    // What was just assigned does not show at once either.
    let mut drift = sides.tenant.drift(&desired).await.unwrap();
    for _ in 0..lagging.lag {
        drift = sides.tenant.drift(&desired).await.unwrap();
    }
    assert!(drift.none, "{drift:#?}");
}

#[tokio::test]
async fn a_tenant_without_the_licence_says_so_before_anything_is_written() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    entra.set_settings(TenantSettings { premium: false, ..entra.settings().await.unwrap() }).await.unwrap();
    let group = sides.desired("Ramp pilot").await;
    assert_eq!(sides.plan(&group).await.unwrap_err().code, "entra.no-group-licence");
    let person = sides.desired("ana.silva@contoso.example").await;
    sides.set_up(&person).await;
}

#[tokio::test]
async fn a_wrong_role_is_seen_before_and_named_when_it_matters() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    entra
        .set_settings(TenantSettings { role: AdminRole::None, ..entra.settings().await.unwrap() })
        .await
        .unwrap();
    let view = sides.tenant.look().await.unwrap();
    assert!(!view.fitting_role && view.roles.is_empty(), "{view:?}");
    let desired = sides.desired("ana.silva@contoso.example").await;
    let plan = sides.plan(&desired).await.unwrap();
    let error = sides.apply(&plan).await.unwrap_err();
    assert_eq!(error.code, "entra.no-right", "{error:#?}");
    entra.set_settings(TenantSettings::default()).await.unwrap();
    sides.apply(&plan).await.unwrap();
}

#[tokio::test]
async fn an_application_deleted_in_the_middle_is_told_as_gone() {
    let sides = Sides::open().await;
    let desired = sides.desired("Ramp pilot").await;
    let plan = sides.plan(&desired).await.unwrap();
    let entra = sides.world.world.entra();
    entra.set_fault(GraphEndpoint::Jobs, GraphFault::Forbidden, None);
    sides.apply(&plan).await.unwrap_err();
    entra.clear_faults();
    sides.delete_the_application().await;
    let error = sides.apply_run(&plan.id, plan.guard.confirm).await.unwrap_err();
    assert_eq!(error.code, "entra.gone", "{error:#?}");
    let again = sides.plan(&desired).await.unwrap();
    sides.apply(&again).await.unwrap();
}

#[tokio::test]
async fn two_admins_at_once_do_not_overwrite_each_other() {
    let sides = Sides::open().await;
    let desired = sides.desired("Ramp pilot").await;
    let (mine, theirs) = (sides.plan(&desired).await.unwrap(), sides.plan(&desired).await.unwrap());
    sides.apply(&theirs).await.unwrap();
    let error = sides.apply(&mine).await.unwrap_err();
    assert_eq!(
        error.code, "entra.changed-meanwhile",
        "an application of that name is there by now: {error:#?}"
    );

    // Edited in the portal between plan and apply.
    let mut table = onramp_mapping::recommended();
    table.actions.delete = false;
    sides.save_by_hand(&table).await;
    let repair = sides.plan(&desired).await.unwrap();
    table.actions.create = false;
    sides.save_by_hand(&table).await;
    let error = sides.apply(&repair).await.unwrap_err();
    assert_eq!(error.code, "entra.changed-meanwhile", "{error:#?}");
    let again = sides.plan(&desired).await.unwrap();
    sides.apply(&again).await.unwrap();
}

#[tokio::test]
async fn a_revoked_token_is_quarantine_with_its_way_out() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    let desired = sides.desired("Ramp pilot").await;
    sides.set_up(&desired).await;
    entra.settled().await.unwrap();
    sides.world.world.control().disconnect().await.unwrap();
    entra.advance(Duration::from_secs(41 * 60)).await.unwrap();
    let job = sides.tenant.job(&desired.app).await.unwrap().unwrap();
    let quarantine = job.quarantine.expect("a quarantine");
    assert_eq!(quarantine.side, Side::Ramp, "{quarantine:?}");
    assert!(quarantine.next_action.contains("token"), "{quarantine:?}");
    // Drift sees the connection, and a plan with a new token mends it.
    let drift = sides.tenant.drift(&desired).await.unwrap();
    assert_eq!(drift.actions[0].action.kind, "save-connection", "{drift:#?}");
}
