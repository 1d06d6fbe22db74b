//! The awkward people of the practice directory: previewed, then tested, by the same rules.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_app::connect_ramp::Connection;
use onramp_app::preview::PreviewKind;
use onramp_app::test_user::{RunOutcomeKind, RunStepStatus};
use onramp_app::wizard::{StepId, StepStatus};
use onramp_practice::control::PracticeSettings;
use onramp_testkit::{FixedClock, TestWorld};

#[tokio::test]
async fn what_the_preview_says_is_what_happens() {
    let world = TestWorld::open().await;
    world.connect().await;
    for (name, kind, rules) in [
        ("Ana Silva", PreviewKind::Invited, &[][..]),
        ("Helena Brandt", PreviewKind::Invited, &[]),
        ("Seán O'Brien", PreviewKind::Invited, &[]),
        ("Łukasz Wójcik", PreviewKind::Invited, &[]),
        ("Tomasz Kaczmarek", PreviewKind::Refused, &["R2", "R3"]),
        ("Yuki Tanaka", PreviewKind::Refused, &["R2", "R3"]),
        ("Omar Haddad", PreviewKind::Refused, &["R2"]),
        ("Daniel Ferreira", PreviewKind::Invited, &[]),
        ("Victor Lindqvist", PreviewKind::Skipped, &[]),
        ("Mei Chen", PreviewKind::Skipped, &[]),
    ] {
        let key = world.person(name);
        let preview = world.app.preview_person(&key).await.unwrap();
        assert_eq!(preview.kind, kind, "{name}: {}", preview.headline);
        assert!(preview.headline.contains(name), "{}", preview.headline);

        let run = world.app.provision_user(&key).await.unwrap();
        let expected = match kind {
            PreviewKind::Refused => RunOutcomeKind::Refused,
            PreviewKind::Skipped => RunOutcomeKind::Skipped,
            _ => RunOutcomeKind::Created,
        };
        assert_eq!(run.outcome.kind, expected, "{name}: {}", run.outcome.headline);
        assert_eq!(run.outcome.rules, rules, "{name}");
        if expected == RunOutcomeKind::Created {
            let wrong: Vec<_> =
                run.comparison.iter().filter(|row| !row.equal && row.rule.is_none()).collect();
            assert!(wrong.is_empty(), "{name}: {wrong:?}");
            assert!(world.app.clean_up_user().await.unwrap().clean_up.unwrap().ok);
        }
    }
}

#[tokio::test]
async fn a_refusal_names_what_is_missing_and_the_way_out() {
    let world = TestWorld::open().await;
    world.connect().await;
    let key = world.person("Tomasz Kaczmarek");
    let run = world.app.provision_user(&key).await.unwrap();
    insta::assert_snapshot!(run.outcome.headline, @"Ramp refuses Tomasz Kaczmarek: they have no department in Entra, and Ramp has no default department to fall back on.");
    insta::assert_snapshot!(run.outcome.next_action.unwrap(), @"Set a default department in Ramp’s SCIM settings, or fill in department in Entra.");
    assert!(run.outcome.details.iter().any(|detail| detail.contains("Ramp’s own words:")));
    assert_eq!(run.outcome.error.unwrap().exchange.unwrap().response.unwrap().status, 400);

    let settings = PracticeSettings { default_location: None, default_department: Some("General".into()) };
    world.world.control().set_settings(settings).await.unwrap();
    let preview = world.app.preview_person(&key).await.unwrap();
    assert_eq!(preview.kind, PreviewKind::Invited);
    assert!(preview.consequences.iter().any(|consequence| consequence.code == "department.default"));
    assert_eq!(world.app.provision_user(&key).await.unwrap().outcome.kind, RunOutcomeKind::Created);
}

#[tokio::test]
async fn a_manager_who_is_not_there_is_explained_and_one_who_is_gets_linked() {
    let world = TestWorld::open().await;
    world.connect().await;
    let (ana, rui) = (world.person("Ana Silva"), world.person("Rui Costa"));
    let run = world.app.provision_user(&ana).await.unwrap();
    let manager = run.comparison.first().unwrap();
    assert!(manager.attribute.ends_with(":manager") && !manager.equal);
    assert_eq!(manager.rule.as_deref(), Some("R5"));
    assert!(manager.note.as_ref().unwrap().contains("Rui Costa is not in Ramp yet"));

    let error = world.app.provision_user(&rui).await.unwrap_err();
    assert_eq!(error.code, "test-user.not-cleaned-up");
    world.app.clean_up_user().await.unwrap();
    world.app.provision_user(&rui).await.unwrap();
    // The manager stays: Rui's own test is the set-up of Ana's.
    let preview = world.app.preview_person(&ana).await.unwrap();
    assert!(preview.then.is_some(), "the manager's PATCH follows");
    assert!(preview.consequences.iter().any(|consequence| consequence.text == "Linked to Rui Costa"));
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_warns_of_what_cannot_be_undone() {
    let world = TestWorld::open().await;
    world.connect().await;
    let ana = world.person("Ana Silva");
    let run = world.app.dry_run_user(&ana).await.unwrap();
    assert_eq!(run.outcome.kind, RunOutcomeKind::DryRun);
    assert_eq!(run.steps.last().unwrap().status, RunStepStatus::Planned);
    assert!(run.warnings.iter().any(|warning| warning.contains("invite mail")));
    assert_eq!(world.world.control().status().await.unwrap().users, 0);
    assert_eq!(world.app.clean_up_user().await.unwrap_err().code, "test-user.nothing-to-clean-up");
}

#[tokio::test]
async fn what_puts_a_run_back_goes_to_the_service_it_was_written_to() {
    let world = TestWorld::open().await;
    world.connect().await;
    let ana = world.person("Ana Silva");
    let run = world.app.provision_user(&ana).await.unwrap();
    assert!(run.can_clean_up);

    let other = TestWorld::open().await;
    let token = other.world.control().generate_token().await.unwrap().token;
    let elsewhere =
        Connection { scim_url: other.world.scim_url(), token: Some(token.into()), this_run_only: false };
    world.app.save_connection(elsewhere).await.unwrap();
    assert_eq!(world.app.clean_up_user().await.unwrap_err().code, "test-user.other-service");
    assert!(world.app.last_run().unwrap().unwrap().can_clean_up, "and it can still be put back");
    assert_eq!(world.world.control().status().await.unwrap().users, 1);
}

#[tokio::test]
async fn a_clean_up_that_fails_can_be_tried_again() {
    let world = TestWorld::open().await;
    let token = world.connect().await;
    let ana = world.person("Ana Silva");
    world.app.provision_user(&ana).await.unwrap();
    // The token is replaced in Ramp: nothing is accepted any more.
    let fresh = world.world.control().generate_token().await.unwrap().token;
    let run = world.app.clean_up_user().await.unwrap();
    assert!(!run.clean_up.as_ref().unwrap().ok && run.can_clean_up);
    assert_ne!(fresh, token);
    let connection =
        Connection { scim_url: world.world.scim_url(), token: Some(fresh.into()), this_run_only: false };
    world.app.save_connection(connection).await.unwrap();
    let run = world.app.clean_up_user().await.unwrap();
    assert!(run.clean_up.unwrap().ok && !run.can_clean_up);
}

#[tokio::test]
async fn somebody_elses_clean_up_is_told_apart() {
    let world = TestWorld::open().await;
    world.connect().await;
    let ana = world.person("Ana Silva");
    world.app.provision_user(&ana).await.unwrap();
    world.world.control().clear().await.unwrap();
    let fresh = world.world.control().generate_token().await.unwrap().token;
    let connection =
        Connection { scim_url: world.world.scim_url(), token: Some(fresh.into()), this_run_only: false };
    world.app.save_connection(connection).await.unwrap();
    let clean_up = world.app.clean_up_user().await.unwrap().clean_up.unwrap();
    assert!(clean_up.ok);
    assert_eq!(clean_up.summary, "Ana Silva was taken out of Ramp already, by somebody else.");
}

#[tokio::test]
async fn a_wrong_token_is_no_verdict_on_anybody() {
    let world = TestWorld::open().await;
    world.connect().await;
    let ana = world.person("Ana Silva");
    world.world.control().generate_token().await.unwrap();
    let error = world.app.preview_person(&ana).await.unwrap_err();
    assert_eq!(error.code, "ramp.look-up-failed");
    assert_eq!(error.exchange.unwrap().response.unwrap().status, 401);
    let run = world.app.provision_user(&ana).await.unwrap();
    assert_eq!(run.outcome.kind, RunOutcomeKind::Failed);
    assert!(!run.can_clean_up);
}

#[tokio::test]
async fn a_dry_run_of_somebody_ramp_would_refuse_says_so() {
    let world = TestWorld::open().await;
    world.connect().await;
    let omar = world.person("Omar Haddad");
    let run = world.app.dry_run_user(&omar).await.unwrap();
    assert_eq!(run.outcome.kind, RunOutcomeKind::WouldBeRefused);
    insta::assert_snapshot!(run.outcome.headline, @"Ramp would refuse Omar Haddad: they have no work email, and Ramp invites nobody without one.");
    assert_eq!(run.outcome.rules, ["R2"]);
    assert!(run.warnings.is_empty(), "nothing would be sent out");
}

#[tokio::test]
async fn a_second_test_that_is_refused_does_not_take_away_what_was_proven() {
    let world = TestWorld::open().await;
    world.connect().await;
    let (ana, omar) = (world.person("Ana Silva"), world.person("Omar Haddad"));
    world.app.go_to_step(StepId::AttributeMappings).unwrap();
    world.app.provision_user(&ana).await.unwrap();
    let summary = world.app.summary().unwrap();
    assert!(summary.lines.iter().any(|line| line.text.contains("Ana Silva is still in Ramp")), "{summary:?}");
    world.app.clean_up_user().await.unwrap();
    world.app.provision_user(&omar).await.unwrap();
    let state = world.app.state().unwrap();
    let test = state.steps.iter().find(|step| step.id == StepId::TestUser).unwrap();
    assert_eq!(
        (test.status, test.next.open, test.next.reason.as_str()),
        (StepStatus::Error, true, "Proven on Ana Silva before")
    );
    assert_eq!(world.app.summary().unwrap().title, "Provisioning works for Ana Silva");
}

#[tokio::test]
async fn an_account_that_was_there_before_is_not_deactivated() {
    let mut world = TestWorld::open().await;
    // What the practice Ramp makes now is years old then.
    world.reopen_at(FixedClock("2040-01-01T00:00:00Z".parse().unwrap()));
    world.connect().await;
    let ana = world.person("Ana Silva");
    let run = world.app.provision_user(&ana).await.unwrap();
    assert_eq!(run.outcome.kind, RunOutcomeKind::Created);
    assert!(!run.can_clean_up);
    assert!(run.outcome.details.iter().any(|detail| detail.contains("had an account in Ramp before")));
    assert_eq!(world.app.clean_up_user().await.unwrap_err().code, "test-user.nothing-to-clean-up");
    assert_eq!(world.world.control().status().await.unwrap().users, 1);
}
