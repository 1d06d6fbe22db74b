//! Bad days: each with clear words, nothing lost, and the run taken up again.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use onramp_app::entra::{ActionStatus, Desired, JobState};
use onramp_app::error::Side;
use onramp_practice::control::{AdminRole, GraphEndpoint, GraphFault, TenantSettings};
use onramp_testkit::FixedClock;

use crate::support::{Sides, kinds};

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

/// What somebody does to the scene.
type Deed = for<'a> fn(&'a mut Sides) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// What a bad day stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stops {
    /// The plan itself: nothing is written.
    Plan,
    /// Carrying it out; afterwards the same run goes on.
    Run,
    /// Carrying it out; afterwards there is a new plan.
    RunForGood,
    /// Nothing.
    Nothing,
}

/// A bad day: what it does between plan and apply (before the plan, where it stops that), how it is told, what mends it.
struct BadDay {
    name: &'static str,
    strike: Deed,
    stops: Stops,
    code: &'static str,
    mend: Deed,
}

fn nothing(_: &mut Sides) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    Box::pin(async {})
}

#[tokio::test]
async fn every_bad_day_is_told_in_clear_words_and_nothing_is_lost() {
    let days = [
        BadDay {
            name: "no licence for groups",
            strike: |sides| Box::pin(sides.settings(|settings| settings.premium = false)),
            stops: Stops::Plan,
            code: "entra.no-group-licence",
            mend: |sides| Box::pin(sides.settings(|settings| settings.premium = true)),
        },
        BadDay {
            name: "wrong role",
            strike: |sides| Box::pin(sides.settings(|settings| settings.role = AdminRole::None)),
            stops: Stops::Run,
            code: "entra.no-right",
            mend: |sides| Box::pin(sides.settings(|settings| settings.role = AdminRole::default())),
        },
        BadDay {
            name: "the token expired, and another is given",
            strike: |sides| {
                Box::pin(async {
                    let renewed = sides.world.world.entra().renew_token().await.unwrap();
                    sides.renewed = Some(renewed);
                })
            },
            stops: Stops::Run,
            code: "entra.signed-out",
            mend: |sides| {
                Box::pin(async {
                    let token = sides.renewed.take().unwrap();
                    sides.tenant = sides.world.tenant_as(token);
                })
            },
        },
        BadDay {
            name: "the application is deleted in the middle",
            strike: |sides| {
                Box::pin(async {
                    let desired = sides.desired("Ramp pilot").await;
                    sides.set_up(&desired).await;
                    let plan = sides
                        .plan(&Desired { start: false, ..sides.desired("Finance").await })
                        .await
                        .unwrap();
                    sides.delete_the_application().await;
                    let error = sides.apply(&plan).await.unwrap_err();
                    assert_eq!(error.code, "entra.gone", "{error:#?}");
                })
            },
            stops: Stops::Nothing,
            code: "",
            mend: nothing,
        },
        BadDay {
            name: "another admin made an application of that name",
            strike: |sides| {
                Box::pin(async {
                    let desired = sides.desired("Ramp pilot").await;
                    sides.set_up(&desired).await;
                })
            },
            stops: Stops::RunForGood,
            code: "entra.changed-meanwhile",
            mend: nothing,
        },
        BadDay {
            name: "this computer's clock is years behind",
            strike: |sides| {
                Box::pin(async {
                    sides.world.reopen_at(FixedClock("2019-01-01T00:00:00Z".parse().unwrap()));
                    sides.tenant = sides.world.tenant();
                })
            },
            stops: Stops::Nothing,
            code: "",
            mend: nothing,
        },
        BadDay {
            name: "this computer's clock is years ahead",
            strike: |sides| {
                Box::pin(async {
                    sides.world.reopen_at(FixedClock("2041-01-01T00:00:00Z".parse().unwrap()));
                    sides.tenant = sides.world.tenant();
                })
            },
            stops: Stops::Nothing,
            code: "",
            mend: nothing,
        },
    ];
    for BadDay { name, strike, stops, code, mend } in days {
        let mut sides = Sides::open().await;
        let desired = sides.desired("Ramp pilot\nana.silva@contoso.example").await;
        let told = |error: onramp_app::error::AppError| {
            assert_eq!(error.code, code, "{name}: {error:#?}");
            assert!(!error.message.is_empty() && !error.next_action.is_empty(), "{name}");
        };
        let plan = match stops {
            Stops::Plan => {
                strike(&mut sides).await;
                told(sides.plan(&desired).await.expect_err(name));
                mend(&mut sides).await;
                sides.plan(&desired).await.expect(name)
            }
            Stops::Nothing => {
                strike(&mut sides).await;
                sides.plan(&desired).await.expect(name)
            }
            Stops::Run | Stops::RunForGood => {
                let plan = sides.plan(&desired).await.expect(name);
                strike(&mut sides).await;
                told(sides.apply(&plan).await.expect_err(name));
                mend(&mut sides).await;
                if stops == Stops::RunForGood { sides.plan(&desired).await.expect(name) } else { plan }
            }
        };
        if !plan.actions.is_empty() {
            let run = sides.apply(&plan).await.expect(name);
            assert!(run.done, "{name}: {run:#?}");
        }
        sides.world.world.entra().settled().await.unwrap();
        assert!(sides.tenant.drift(&desired).await.expect(name).none, "{name}");
        assert!(!sides.tenant.logs(&desired.app, None).await.expect(name).is_empty(), "{name}");
    }
}

#[tokio::test]
async fn a_mapping_edited_in_the_portal_between_plan_and_apply_is_not_overwritten() {
    let sides = Sides::open().await;
    let desired = sides.desired("Ramp pilot").await;
    sides.set_up(&desired).await;
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
async fn a_revoked_token_is_quarantine_and_a_plan_with_a_new_one_is_the_way_out() {
    let mut sides = Sides::open().await;
    let entra = sides.world.world.entra();
    let desired = sides.desired("Ramp pilot").await;
    sides.set_up(&desired).await;
    entra.settled().await.unwrap();
    sides.world.world.control().disconnect().await.unwrap();
    entra.advance(Duration::from_secs(41 * 60)).await.unwrap();
    let job = sides.tenant.job(&desired.app).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Quarantine);
    let quarantine = job.quarantine.expect("a quarantine");
    assert_eq!(quarantine.side, Side::Ramp, "{quarantine:?}");
    assert!(quarantine.next_action.contains("token"), "{quarantine:?}");
    let drift = sides.tenant.drift(&desired).await.unwrap();
    assert_eq!(drift.actions[0].action.kind, "save-connection", "{drift:#?}");

    (sides.ramp, sides.token) = sides.world.ramp().await;
    let plan = sides.plan(&desired).await.unwrap();
    assert_eq!(kinds(&plan), ["save-connection", "start"], "{plan:#?}");
    assert_eq!(plan.actions[1].action.summary, "Start provisioning again");
    sides.apply(&plan).await.unwrap();
    entra.settled().await.unwrap();
    let job = sides.tenant.job(&desired.app).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Healthy, "{job:#?}");
}
