//! The wizard's states: what is done, what is blocked and why, and what a restart remembers.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_app::connect_entra::EntraChoices;
use onramp_app::entra::{AppChoice, AssigneeKind, Consent};
use onramp_app::mappings::MappingRow;
use onramp_app::wizard::{Mode, StepId, StepStatus, WizardState};
use onramp_testkit::TestWorld;

fn states(state: &WizardState) -> Vec<(StepStatus, &str)> {
    state.steps.iter().map(|step| (step.status, step.line.as_str())).collect()
}

fn standing(state: &WizardState, step: StepId) -> (StepStatus, &str) {
    let view = state.steps.iter().find(|view| view.id == step).unwrap();
    (view.status, view.line.as_str())
}

fn gate(state: &WizardState, step: StepId) -> (bool, String) {
    let view = state.steps.iter().find(|view| view.id == step).unwrap();
    (view.next.open, view.next.reason.clone())
}

fn misspell(world: &TestWorld, to: &str) -> MappingRow {
    let view = world.app.mappings().unwrap();
    let row = view.rows.into_iter().find(|row| row.target == "name.givenName").unwrap();
    let row = MappingRow { target: to.to_owned(), ..row };
    world.app.save_row(&row).unwrap();
    row
}

#[tokio::test]
async fn a_first_start_has_no_profile_and_nothing_to_open() {
    let world = TestWorld::open().await;
    let state = world.app.state().unwrap();
    assert!(state.profile.is_none());
    assert_eq!(state.current, StepId::Start);
    assert!(state.steps.iter().all(|step| step.status == StepStatus::Todo && !step.available));
}

#[tokio::test]
async fn practice_goes_from_nothing_to_proven() {
    let world = TestWorld::open().await;
    let state = world.app.start_practice(&world.world.scim_url()).unwrap();
    assert_eq!(state.current, StepId::ConnectRamp);
    assert_eq!(state.profile.as_ref().unwrap().mode, Mode::Practice);
    assert_eq!(
        states(&state),
        [
            (StepStatus::Todo, "URL and token, proven"),
            (StepStatus::Todo, "Not signed in"),
            (StepStatus::Todo, "10 rows, no errors"),
            (StepStatus::Todo, "One person, in full"),
            (StepStatus::Blocked, "Needs a working Ramp side"),
            (StepStatus::Blocked, "Needs a working Ramp side"),
            (StepStatus::Blocked, "Needs a tested user"),
        ]
    );
    assert_eq!(
        gate(&state, StepId::ConnectRamp),
        (false, "Next is off until the connection is tested".into())
    );

    world.connect().await;
    let ana = world.person("Ana Silva");
    world.app.go_to_step(StepId::AttributeMappings).unwrap();
    world.app.preview_person(&ana).await.unwrap();
    world.app.dry_run_user(&ana).await.unwrap();
    let state = world.app.state().unwrap();
    assert_eq!(
        states(&state),
        [
            (StepStatus::Done, "11 layers pass"),
            (StepStatus::Todo, "Not signed in"),
            (StepStatus::Done, "10 rows, no errors"),
            (StepStatus::Done, "Would be invited"),
            (StepStatus::Todo, "Dry run only"),
            (StepStatus::Todo, "Needs a sign-in to Entra"),
            (StepStatus::Blocked, "Needs a tested user"),
        ]
    );
    world.app.provision_user(&ana).await.unwrap();
    let state = world.app.state().unwrap();
    assert_eq!(standing(&state, StepId::TestUser).0, StepStatus::Done);
    assert_eq!(
        gate(&state, StepId::TestUser),
        (true, "Ana Silva is still in Ramp: clean up when you are done looking".into())
    );
    world.app.clean_up_user().await.unwrap();
    let summary = world.app.summary().unwrap();
    assert!(summary.complete);
    assert_eq!(summary.title, "Provisioning works for Ana Silva");
}

#[tokio::test]
async fn a_misspelt_name_blocks_and_a_changed_table_makes_what_rests_on_it_out_of_date() {
    let world = TestWorld::open().await;
    world.connect().await;
    let ana = world.person("Ana Silva");
    world.app.preview_person(&ana).await.unwrap();
    world.app.provision_user(&ana).await.unwrap();

    let row = misspell(&world, "name.givenname");
    let state = world.app.state().unwrap();
    assert_eq!(standing(&state, StepId::AttributeMappings), (StepStatus::Error, "1 name is misspelt"));
    assert_eq!(standing(&state, StepId::Preview), (StepStatus::Blocked, "Needs correct mappings"));
    assert_eq!(
        gate(&state, StepId::AttributeMappings),
        (false, "Next is off until name.givenname is right".into())
    );
    assert_eq!(world.app.go_to_step(StepId::Preview).unwrap_err().code, "wizard.step-blocked");

    world.app.remove_row(&row.id).unwrap();
    assert_eq!(
        standing(&world.app.state().unwrap(), StepId::AttributeMappings),
        (StepStatus::Error, "1 error"),
        "R2 needs the row"
    );
    world.app.reset_mappings().unwrap();
    assert!(world.app.mappings().unwrap().recommended);
    assert_eq!(
        standing(&world.app.state().unwrap(), StepId::Preview).0,
        StepStatus::Done,
        "the same table as before"
    );

    let view = world.app.mappings().unwrap();
    let nickname = view.rows.iter().find(|row| row.target == "externalId").unwrap();
    world.app.save_row(&MappingRow { source: "employeeId".into(), ..nickname.clone() }).unwrap();
    let state = world.app.state().unwrap();
    assert_eq!(standing(&state, StepId::Preview), (StepStatus::Unknown, "Last one is out of date"));
    assert_eq!(standing(&state, StepId::TestUser), (StepStatus::Unknown, "Last one is out of date"));
}

#[tokio::test]
async fn one_click_fixes_a_row_and_fix_all_the_table() {
    let world = TestWorld::open().await;
    world.connect().await;
    let row = misspell(&world, "Name.GivenName");
    assert!(world.app.fix_row(&row.id).unwrap().recommended);
    misspell(&world, "name:givenName");
    let planned = world.app.planned_fixes().unwrap();
    assert_eq!(planned.len(), 1);
    let field = &planned[0].fields[0];
    assert_eq!(
        (field.before.as_deref(), field.after.as_deref()),
        (Some("name:givenName"), Some("name.givenName"))
    );
    assert!(!world.app.mappings().unwrap().recommended, "looking changes nothing");
    assert!(world.app.fix_all().unwrap().recommended);
}

#[tokio::test]
async fn a_restart_remembers_place_person_and_run() {
    let mut world = TestWorld::open().await;
    world.connect().await;
    let ana = world.person("Ana Silva");
    world.app.preview_person(&ana).await.unwrap();
    let run = world.app.provision_user(&ana).await.unwrap();
    world.app.go_to_step(StepId::TestUser).unwrap();
    let before = world.app.state().unwrap();

    world.reopen();
    assert_eq!(world.app.state().unwrap(), before);
    assert_eq!(world.app.preview_key().unwrap().as_deref(), Some(ana.as_str()));
    assert_eq!(world.app.last_run().unwrap(), Some(run));
    assert!(world.app.last_probe().unwrap().unwrap().ok);
    assert!(world.app.clean_up_user().await.unwrap().clean_up.unwrap().ok, "what puts it back was kept too");
}

#[tokio::test]
async fn the_entra_side_is_remembered_and_signed_in_to_anew() {
    let mut world = TestWorld::open().await;
    world.connect().await;
    world.sign_in().await;
    assert_eq!(standing(&world.app.state().unwrap(), StepId::ConnectEntra), (StepStatus::Done, "Contoso"));
    let pilot = world.app.find_assignees("ramp pi").await.unwrap().remove(0);
    assert_eq!((pilot.name.as_str(), pilot.kind), ("Ramp pilot", AssigneeKind::Group));
    let choices = EntraChoices {
        assign: vec![pilot],
        notification_emails: vec![" it@contoso.example ".to_owned()],
        ..EntraChoices::default()
    };
    let view = world.app.save_entra_choices(choices.clone()).unwrap();
    assert_eq!(view.choices.notification_emails, ["it@contoso.example"]);
    for bad in [
        EntraChoices { app: AppChoice::Named("  ".to_owned()), ..choices.clone() },
        EntraChoices { notification_emails: vec!["it contoso.example".to_owned()], ..choices.clone() },
        EntraChoices { deletion_threshold: Some(0), ..choices },
    ] {
        assert_eq!(world.app.save_entra_choices(bad).unwrap_err().code, "entra.bad-choice");
    }
    assert_eq!(world.app.entra().unwrap(), view, "what is refused changes nothing");

    world.reopen();
    let state = world.app.state().unwrap();
    assert_eq!(standing(&state, StepId::ConnectEntra), (StepStatus::Unknown, "Sign in again"));
    assert_eq!(world.app.entra().unwrap().choices, view.choices);
    assert_eq!(world.app.plan_entra().await.unwrap_err().code, "entra.not-signed-in");
    let there = world.app.connect_entra("https://graph.microsoft.com/v1.0", "token".into()).await;
    assert_eq!(there.unwrap_err().code, "entra.practice-ramp", "a real tenant and a practice Ramp");

    world.sign_in().await;
    let plan = world.app.plan_entra().await.unwrap();
    let run = world.app.apply_entra(&plan.id, Consent::default(), &mut |_| {}).await.unwrap();
    assert!(run.done);
    let state = world.app.state().unwrap();
    assert_eq!(standing(&state, StepId::ScopeStart).0, StepStatus::Done, "{state:?}");
    world.app.undo_entra(&run.id, &mut |_| {}).await.unwrap();
    let state = world.app.state().unwrap();
    assert_eq!(standing(&state, StepId::ScopeStart), (StepStatus::Todo, "Nothing is planned yet"));
}

#[tokio::test]
async fn starting_over_forgets_everything() {
    let world = TestWorld::open().await;
    world.connect().await;
    world.app.go_to_step(StepId::AttributeMappings).unwrap();
    let state = world.app.start_over(false).await.unwrap();
    assert!(state.profile.is_none());
    let state = world.app.start_practice(&world.world.scim_url()).unwrap();
    assert_eq!(state.profile.unwrap().token, None);
    assert_eq!(world.app.last_probe().unwrap(), None);
}

#[tokio::test]
async fn practice_follows_its_own_port_and_leaves_a_pasted_url_alone() {
    let world = TestWorld::open().await;
    let url = |world: &TestWorld| world.app.state().unwrap().profile.unwrap().scim_url.unwrap();
    world.app.follow_practice("http://127.0.0.1:4001/scim/v2").unwrap();
    world.app.start_practice("http://127.0.0.1:4001/scim/v2").unwrap();
    world.app.follow_practice("http://127.0.0.1:4002/scim/v2").unwrap();
    assert_eq!(url(&world), "http://127.0.0.1:4002/scim/v2");

    world.connect().await;
    let pasted = url(&world);
    world.app.follow_practice("http://127.0.0.1:4003/scim/v2").unwrap();
    assert_eq!(url(&world), pasted);
}
