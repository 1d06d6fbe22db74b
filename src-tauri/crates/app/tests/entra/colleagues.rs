//! What somebody else did meanwhile is neither overwritten nor deleted, however a run was stopped before.

use onramp_app::entra::{ActionStatus, Desired, Plan};
use onramp_app::error::AppError;
use onramp_practice::control::{AdminRole, GraphEndpoint, GraphFault, GraphHold, HoldWhen};

use crate::support::{Sides, kinds};

/// Applies a plan; while the first write of a kind has taken effect and is not answered yet, something happens.
async fn apply_until(
    sides: &Sides,
    plan: &Plan,
    endpoint: GraphEndpoint,
    happens: impl AsyncFnOnce(),
) -> Result<(), AppError> {
    let entra = sides.world.world.entra();
    entra.hold(GraphHold { endpoint, nth: 1, when: HoldWhen::BeforeAnswer });
    let meanwhile = async {
        entra.until_held().await;
        happens().await;
        entra.release();
    };
    let (applied, ()) = tokio::join!(sides.apply(plan), meanwhile);
    applied.map(drop)
}

#[tokio::test]
async fn an_action_that_was_refused_looks_anew_before_it_goes_on() {
    let sides = Sides::open().await;
    let desired = Desired { start: false, ..sides.desired("Ramp pilot").await };
    let plan = sides.plan(&desired).await.unwrap();
    // The role ends between the connection and the mappings.
    let error = apply_until(&sides, &plan, GraphEndpoint::ServicePrincipals, async || {
        sides.settings(|settings| settings.role = AdminRole::None).await;
    });
    assert_eq!(error.await.unwrap_err().code, "entra.no-right");
    sides.settings(|settings| settings.role = AdminRole::default()).await;
    let mut theirs = onramp_mapping::recommended();
    theirs.actions.delete = false;
    sides.save_by_hand(&theirs).await;

    for time in ["once", "and again"] {
        let error = sides.apply_run(&plan.id, plan.guard.confirm).await.unwrap_err();
        assert_eq!(error.code, "entra.changed-meanwhile", "{time}: {error:#?}");
        assert_eq!(sides.table().await, theirs, "{time}");
    }
    let again = sides.plan(&desired).await.unwrap();
    assert_eq!(kinds(&again), ["save-mappings", "assign"]);
    sides.apply(&again).await.unwrap();
}

#[tokio::test]
async fn what_was_made_before_a_refusal_is_found_again() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    let desired = sides.desired("Ramp pilot").await;
    let plan = sides.plan(&desired).await.unwrap();
    let error = apply_until(&sides, &plan, GraphEndpoint::Applications, async || {
        entra.set_fault(GraphEndpoint::ServicePrincipals, GraphFault::Forbidden, None);
    });
    assert_eq!(error.await.unwrap_err().code, "entra.no-right");
    let view = sides.tenant.run_view(&plan.id).unwrap();
    assert_eq!(view.actions[0].status, ActionStatus::Begun, "it is not refused: it was made");
    entra.clear_faults();
    let run = sides.apply_run(&plan.id, plan.guard.confirm).await.unwrap();
    entra.settled().await.unwrap();
    let snapshot = entra.snapshot().await.unwrap();
    assert_eq!(snapshot["servicePrincipals"].as_object().unwrap().len(), 1, "nothing twice");
    sides.tenant.undo(&run.id, &mut |_| {}).await.unwrap();
    let snapshot = entra.snapshot().await.unwrap();
    assert_eq!(snapshot["servicePrincipals"].as_object().unwrap().len(), 0);
}

#[tokio::test]
async fn a_job_that_a_colleague_made_between_plan_and_apply_is_theirs() {
    let sides = Sides::open().await;
    sides.create_the_application().await;
    let desired = sides.desired("Ramp pilot").await;
    let plan = sides.plan(&desired).await.unwrap();
    assert_eq!(kinds(&plan)[..2], ["create-job", "save-connection"]);
    assert!(plan.actions[1].action.asks_first, "somebody may have saved credentials without a job");
    sides.create_a_job().await;
    let mut theirs = onramp_mapping::recommended();
    theirs.actions.delete = false;
    sides.save_by_hand(&theirs).await;
    let error = sides.apply(&plan).await.unwrap_err();
    assert_eq!(error.code, "entra.changed-meanwhile", "{error:#?}");
    sides.tenant.undo(&plan.id, &mut |_| {}).await.unwrap();
    assert_eq!(sides.table().await, theirs, "job and mapping are as they were");
}

#[tokio::test]
async fn undo_keeps_a_job_that_a_colleague_works_in() {
    let sides = Sides::open().await;
    let desired = Desired { start: false, ..sides.desired("Ramp pilot").await };
    let run = sides.set_up(&desired).await;
    let mut theirs = onramp_mapping::recommended();
    theirs.actions.delete = false;
    sides.save_by_hand(&theirs).await;
    let undo = sides.tenant.undo(&run.id, &mut |_| {}).await.unwrap();
    let kept: Vec<_> = undo
        .actions
        .iter()
        .filter(|action| action.status == ActionStatus::Kept)
        .map(|action| action.action.kind.as_str())
        .collect();
    assert_eq!(kept, ["create-application", "create-job", "save-mappings"], "{undo:#?}");
    assert_eq!(sides.table().await, theirs);
}

#[tokio::test]
async fn of_two_new_applications_undo_deletes_neither() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    let plan = sides.plan(&sides.desired("Ramp pilot").await).await.unwrap();
    entra.set_fault(GraphEndpoint::Applications, GraphFault::LoseAnswer, None);
    sides.apply(&plan).await.unwrap_err();
    entra.clear_faults();
    sides.create_the_application().await;
    let undo = sides.tenant.undo(&plan.id, &mut |_| {}).await.unwrap();
    assert_eq!(undo.actions[0].status, ActionStatus::Kept, "{undo:#?}");
    let snapshot = entra.snapshot().await.unwrap();
    assert_eq!(snapshot["servicePrincipals"].as_object().unwrap().len(), 2);
}

#[tokio::test]
async fn an_undo_of_app_roles_that_was_cut_off_goes_on() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    let plain = sides.desired("ana.silva@contoso.example").await;
    sides.set_up(&plain).await;
    let before = sides.app_roles().await;
    let mut table = onramp_mapping::recommended();
    table.rows.push(onramp_mapping::roles::role_sync(&[]).candidates[0].row.clone());
    let run = sides.set_up(&Desired { table, roles_tested: true, ..plain }).await;
    assert!(sides.app_roles().await.len() > before.len());

    // Its own roles are switched off, and then the right to change them ends.
    entra.hold(GraphHold { endpoint: GraphEndpoint::Applications, nth: 1, when: HoldWhen::BeforeAnswer });
    let tell = &mut |_: &_| {};
    let meanwhile = async {
        entra.until_held().await;
        entra.set_fault(GraphEndpoint::Applications, GraphFault::Forbidden, None);
        entra.release();
    };
    let (undone, ()) = tokio::join!(sides.tenant.undo(&run.id, tell), meanwhile);
    assert_eq!(undone.unwrap_err().code, "entra.no-right");
    entra.clear_faults();
    let undo = sides.tenant.undo(&run.id, &mut |_| {}).await.unwrap();
    assert!(undo.actions.iter().all(|action| action.status == ActionStatus::Undone), "{undo:#?}");
    assert_eq!(sides.app_roles().await, before);
}
