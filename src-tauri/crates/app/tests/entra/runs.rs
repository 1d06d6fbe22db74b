//! Carrying plans out, and taking them back.

use onramp_app::entra::{ActionStatus, AppChoice, JobState};
use onramp_mapping::recommended;
use serde_json::Value;

use crate::support::{APP, Sides, kinds};

#[tokio::test]
async fn the_whole_way_there_and_back() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    let before = entra.snapshot().await.unwrap();
    let desired = sides.desired("Ramp pilot").await;
    let app = AppChoice::Named(APP.to_owned());

    let plan = sides.plan(&desired).await.unwrap();
    let invited = plan.guard.invited.count;
    let run = sides.apply(&plan).await.unwrap();
    assert!(run.done && run.actions.iter().all(|action| action.status == ActionStatus::Done), "{run:#?}");

    entra.settled().await.unwrap();
    let job = sides.tenant.job(&app).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Healthy, "{job:#?}");
    let accounts = sides.world.world.control().accounts().await.unwrap();
    assert_eq!(accounts.iter().filter(|account| account.scim_managed).count(), invited as usize);

    let logs = sides.tenant.logs(&app, None).await.unwrap();
    let created = logs.iter().filter(|log| log.action == "create" && log.status == "success").count();
    assert_eq!(created, invited as usize, "{logs:#?}");

    let person = sides.world.person("Ana Silva");
    let on_demand = sides.tenant.provision_on_demand(&app, &person).await.unwrap();
    assert!(on_demand.ok && on_demand.failure.is_none(), "{on_demand:#?}");
    assert!(on_demand.headline.contains("equal in Ramp already"), "{}", on_demand.headline);
    assert!(on_demand.steps.iter().any(|step| step.kind == "scoping"), "{on_demand:#?}");

    assert!(sides.tenant.drift(&desired).await.unwrap().none);
    let undo = sides.tenant.undo(&run.id, &mut |_| {}).await.unwrap();
    assert!(undo.done, "{undo:#?}");
    let last = undo.actions.last().unwrap();
    assert_eq!((last.action.kind.as_str(), last.status), ("start", ActionStatus::Final), "{last:?}");
    assert_eq!(as_before(entra.snapshot().await.unwrap()), as_before(before));
    assert_eq!(kinds(&sides.plan(&desired).await.unwrap()), kinds(&plan), "and all could begin anew");
}

/// Less what the plan called final: Entra keeps deleted applications for thirty days.
fn as_before(mut tenant: Value) -> Value {
    tenant.as_object_mut().unwrap().remove("deletedItems");
    tenant
}

#[tokio::test]
async fn an_application_of_somebody_else_is_adopted_and_given_back() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    // Somebody set it up by hand: other mappings, other credentials, a person assigned.
    let mut table = recommended();
    table.actions.update = false;
    let theirs = onramp_app::entra::Desired {
        start: false,
        notification_emails: vec!["them@contoso.example".to_owned()],
        ..sides.desired_with(table, "rui.costa@contoso.example").await
    };
    sides.set_up(&theirs).await;
    sides.forget_the_mark().await;
    let before = entra.snapshot().await.unwrap();

    let ours = onramp_app::entra::Desired {
        notification_emails: vec!["us@contoso.example".to_owned()],
        ..sides.desired("rui.costa@contoso.example\nana.silva@contoso.example").await
    };
    let plan = sides.plan(&ours).await.unwrap();
    assert_eq!(
        kinds(&plan),
        ["save-connection", "save-mappings", "set-notification-emails", "assign", "start"]
    );
    let connection = &plan.actions[0].action;
    assert!(connection.asks_first && connection.final_because.is_some(), "{connection:?}");
    let consent = onramp_app::entra::Consent { people: plan.guard.confirm, overwrite: false };
    let refused = sides.tenant.apply(&plan.id, &sides.token, consent, &mut |_| {}).await.unwrap_err();
    assert_eq!(refused.code, "entra.asks-first");

    let run = sides.apply(&plan).await.unwrap();
    entra.settled().await.unwrap();
    let undo = sides.tenant.undo(&run.id, &mut |_| {}).await.unwrap();
    let statuses: Vec<_> = undo.actions.iter().map(|action| action.status).collect();
    use ActionStatus::{Final, Undone};
    assert_eq!(statuses, [Final, Undone, Undone, Undone, Final], "{undo:#?}");
    let strip = |mut tenant: Value| {
        // The credentials stay ours and the job remembers its cycles: both were said to be final.
        for principal in tenant["servicePrincipals"].as_object_mut().unwrap().values_mut() {
            let synchronization = principal["synchronization"].as_object_mut().unwrap();
            synchronization.remove("secrets");
            for job in synchronization["jobs"].as_object_mut().unwrap().values_mut() {
                let job = job.as_object_mut().unwrap();
                job.remove("status");
                job.remove("schedule");
                job["schema"].as_object_mut().unwrap().remove("version");
            }
        }
        tenant
    };
    assert_eq!(strip(entra.snapshot().await.unwrap()), strip(before));
}

#[tokio::test]
async fn what_somebody_else_changed_since_is_kept() {
    let sides = Sides::open().await;
    let desired = sides.desired("Ramp pilot").await;
    let run = sides.set_up(&desired).await;
    sides.assign_by_hand("Finance").await;

    let undo = sides.tenant.undo(&run.id, &mut |_| {}).await.unwrap();
    let application = &undo.actions[0];
    assert_eq!(application.status, ActionStatus::Kept, "{undo:#?}");
    assert!(application.note.as_deref().unwrap().contains("Finance"), "{application:?}");
    let snapshot = sides.world.world.entra().snapshot().await.unwrap();
    assert_eq!(snapshot["servicePrincipals"].as_object().unwrap().len(), 1, "the application stays");
}

#[tokio::test]
async fn a_second_apply_of_the_same_run_changes_nothing() {
    let sides = Sides::open().await;
    let desired = sides.desired("Ramp pilot\nana.silva@contoso.example").await;
    let run = sides.set_up(&desired).await;
    sides.world.world.entra().settled().await.unwrap();
    let before = sides.world.world.entra().snapshot().await.unwrap();
    let again = sides.apply_run(&run.id, None).await.unwrap();
    assert_eq!(again, run);
    assert_eq!(sides.world.world.entra().snapshot().await.unwrap(), before);
}
