//! The whole way of a set-up, held against the description: plan, apply, one person on demand, logs, drift, undo.

use onramp_app::entra::{AppChoice, Consent, Desired, RampSide};
use onramp_app::parts::Settings;
use onramp_mapping::recommended;
use onramp_testkit::TestWorld;

use super::judge_all;

#[tokio::test]
async fn the_whole_way_of_a_set_up_keeps_the_contract() {
    let world = TestWorld::open().await;
    let tenant = world.tenant();
    let (ramp, token) = world.ramp().await;
    let app = AppChoice::Named("Ramp (SCIM)".to_owned());
    let desired = Desired {
        assign: tenant.assignees("Ramp pilot\nlars.nystrom@contoso.example").await.expect("assignees"),
        notification_emails: vec!["it@contoso.example".to_owned()],
        ..Desired::new(app.clone(), world.world.scim_url(), recommended())
    };
    let settings = Settings::default();
    let side = RampSide { client: &ramp, settings: &settings, test_group: None };
    let plan = tenant.plan(&desired, &side).await.expect("a plan");
    let consent = Consent { people: plan.guard.confirm, overwrite: false };
    let run = tenant.apply(&plan.id, &token, consent, &mut |_| {}).await.expect("applied");
    world.world.entra().settled().await.expect("a cycle");
    let job = tenant.job(&app).await.expect("a job").expect("a job");
    assert!(job.first_cycle_over, "{job:?}");
    let person = world.person("Ana Silva");
    assert!(tenant.provision_on_demand(&app, &person).await.expect("an answer").ok);
    assert!(!tenant.logs(&app, Some("2026-01-01T00:00:00Z")).await.expect("logs").is_empty());
    assert!(tenant.drift(&desired).await.expect("drift").none);
    tenant.pause(&app).await.expect("paused");
    tenant.undo(&run.id, &mut |_| {}).await.expect("undone");

    let records = tenant.exchanges();
    assert!(records.len() > 30, "{} exchanges", records.len());
    judge_all(&records);
}
