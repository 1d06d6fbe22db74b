//! What Ramp would have done: every outcome told in plain words, by the rule's number.

use onramp_practice::Rules;
use onramp_practice::control::{PracticeEvent, PracticeSyncOptions};
use onramp_ramp::Role;
use onramp_scim::urn;
use serde_json::json;

use crate::support::{Ramp, defaults, user, user_of};

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

/// The events since the last call, as "rule kind: sentence".
struct Reader(u32);

impl Reader {
    async fn news(&mut self, ramp: &Ramp) -> Vec<String> {
        let events = self.events(ramp).await;
        events.iter().map(|event| format!("{} {}: {}", event.rule, event.kind, event.sentence)).collect()
    }

    async fn events(&mut self, ramp: &Ramp) -> Vec<PracticeEvent> {
        let events = ramp.control.events(self.0).await.expect("events");
        for event in &events {
            assert!(event.number > self.0, "numbers rise");
            self.0 = event.number;
        }
        events
    }
}

#[tokio::test]
async fn r4_r7_r8_r9_an_invite_is_told_with_all_that_follows() {
    let ramp = Ramp::new().await;
    let mut reader = Reader(0);
    let manager = ramp.create(&user("Rui")).await.id();
    let invited = reader.events(&ramp).await;
    assert!(invited.iter().all(|event| event.user_id.as_ref() == Some(&manager)), "{invited:?}");
    assert!(invited.iter().all(|event| event.user_name.as_deref() == Some("Rui Silva")));
    let lines: Vec<_> = invited.iter().map(|event| format!("{} {}", event.rule, event.sentence)).collect();
    assert_eq!(
        lines,
        [
            "R4 Location Lisbon created",
            "R4 Department Finance created",
            "R7 Rui Silva has the role Employee",
            "R8 Invite sent to Rui Silva, from the account owner",
            "R9 Default Spend Programs issued to Rui Silva",
        ]
    );

    ramp.create(&user_of("Ana", &manager)).await;
    assert_eq!(
        reader.news(&ramp).await,
        [
            "R5 manager-linked: Rui Silva is now Ana Silva’s manager",
            "R7 role-given: Ana Silva has the role Employee",
            "R8 invite-sent: Invite sent to Ana Silva, from Rui Silva",
            "R9 spend-programs-issued: Default Spend Programs issued to Ana Silva",
            "R7 role-given: Rui Silva has the role Manager",
        ]
    );
}

#[tokio::test]
async fn r5_a_manager_who_comes_later_is_told_when_missing_and_when_linked() {
    let ramp = Ramp::new().await;
    let mut reader = Reader(0);
    let ana = ramp.create(&user_of("Ana", "not-there")).await.id();
    let first = reader.news(&ramp).await;
    assert_eq!(
        first[0],
        "R5 manager-not-in-ramp: Ana Silva has no manager yet: the one Entra names is not in Ramp"
    );
    let manager = ramp.create(&user("Rui")).await.id();
    reader.news(&ramp).await;
    for expected in [
        &[
            "R13 user-updated: Ana Silva took Entra’s values",
            "R5 manager-linked: Rui Silva is now Ana Silva’s manager",
            "R7 role-given: Rui Silva has the role Manager",
        ][..],
        &[],
    ] {
        ramp.patch(&ana, json!([{"op": "Add", "path": MANAGER, "value": manager}])).await;
        assert_eq!(reader.news(&ramp).await, expected, "what changes nothing tells nothing");
    }
}

#[tokio::test]
async fn r1_r2_r3_r6_refusals_are_told_although_nothing_is_stored() {
    let ramp = Ramp::new().await;
    let mut reader = Reader(0);
    let manager = ramp.create(&user("Rui")).await.id();
    let ana = ramp.create(&user("Ana")).await.id();
    ramp.control.set_role(&manager, Role::ItAdmin).await.expect("a role");
    reader.news(&ramp).await;

    assert_eq!(ramp.create(&user("ANA")).await.status, 409);
    let mut bare = user("Zoe");
    for attribute in ["emails", "addresses", urn::ENTERPRISE_USER] {
        bare.as_object_mut().expect("an object").remove(attribute);
    }
    assert_eq!(ramp.create(&bare).await.status, 400);
    assert_eq!(
        reader.news(&ramp).await,
        [
            "R1 refused-user-name-taken: Refused: Another user in Ramp has the userName of ANA Silva.",
            "R2 refused-email-missing: Refused: Zoe Silva has no work email, and Ramp invites nobody without one.",
            "R3 refused-location-missing: Refused: Zoe Silva has no city in Entra, and Ramp has no default location to fall back on.",
            "R3 refused-department-missing: Refused: Zoe Silva has no department in Entra, and Ramp has no default department to fall back on.",
        ]
    );

    let link = ramp.patch(&ana, json!([{"op": "Add", "path": MANAGER, "value": manager}])).await;
    assert_eq!(link.status, 400);
    let refused = reader.events(&ramp).await;
    let [refused] = &refused[..] else { panic!("one event: {refused:?}") };
    assert_eq!((refused.rule.as_str(), refused.kind.as_str()), ("R6", "refused-manager-cannot-manage"));
    assert_eq!((refused.user_id.as_ref(), refused.user_name.as_deref()), (Some(&ana), Some("Ana Silva")));
    assert!(
        refused.sentence.contains("Rui Silva") && refused.sentence.contains("IT Admin"),
        "{}",
        refused.sentence
    );
    assert_eq!(ramp.account(&ana).await.manager_id, None);
}

#[tokio::test]
async fn r3_defaults_that_apply_are_told() {
    let ramp = Ramp::with(Rules::Ramp, defaults("Remote", "General")).await;
    let mut reader = Reader(0);
    let mut bare = user("Zoe");
    for attribute in ["addresses", urn::ENTERPRISE_USER] {
        bare.as_object_mut().expect("an object").remove(attribute);
    }
    ramp.create(&bare).await;
    assert_eq!(
        reader.news(&ramp).await[..4],
        [
            "R3 default-location-applied: Default location Remote given to Zoe Silva",
            "R3 default-department-applied: Default department General given to Zoe Silva",
            "R4 location-created: Location Remote created",
            "R4 department-created: Department General created",
        ]
    );
}

#[tokio::test]
async fn r10_r17_comings_and_goings_are_told() {
    let ramp = Ramp::new().await;
    let mut reader = Reader(0);
    ramp.control.add_account("Ana", "Souza", "ana@contoso.example").await.expect("an account");
    let mut ana = user("Ana");
    ana["emails"][0]["value"] = json!("ana@contoso.example");
    let id = ramp.create(&ana).await.id();
    assert!(
        reader
            .news(&ramp)
            .await
            .contains(&"R17 user-linked: Ana Silva linked to the account that was there".to_owned())
    );
    for (active, expected) in [
        (false, "R10 user-deactivated: Ana Silva deactivated"),
        (true, "R10 user-reactivated: Ana Silva reactivated under the same id"),
    ] {
        ramp.patch(&id, json!([{"op": "replace", "path": "active", "value": active}])).await;
        assert_eq!(reader.news(&ramp).await, [expected]);
    }
    ramp.send("DELETE", &format!("/Users/{id}"), None).await;
    assert_eq!(reader.news(&ramp).await, ["R10 user-deactivated: Ana Silva deactivated"]);
    ramp.create(&ana).await;
    assert_eq!(reader.news(&ramp).await, ["R10 user-reactivated: Ana Silva reactivated under the same id"]);
}

#[tokio::test]
async fn r11_a_new_email_waits_for_its_owner() {
    let ramp = Ramp::new().await;
    let mut reader = Reader(0);
    let ana = ramp.create(&user("Ana")).await.id();
    reader.news(&ramp).await;
    let change = async |email: &str| {
        let path = "emails[type eq \"work\"].value";
        ramp.patch(&ana, json!([{"op": "Replace", "path": path, "value": email}])).await
    };
    let emails = async || {
        let account = ramp.account(&ana).await;
        (account.email.unwrap_or_default(), account.pending_email)
    };
    let (old, new) = ("Ana@contoso.example", "ana.silva@contoso.example");
    assert_eq!(emails().await, (old.to_owned(), None));

    let answer = change(new).await;
    assert_eq!(answer.body["emails"][0]["value"], json!(new), "the resource shows what was asked for");
    assert_eq!(emails().await, (old.to_owned(), Some(new.to_owned())), "the account keeps the old one");
    let waits = "R11 email-change-waits: Email change waits for Ana Silva’s confirmation";
    assert!(reader.news(&ramp).await.contains(&waits.to_owned()));

    ramp.patch(&ana, json!([{"op": "Replace", "path": "externalId", "value": "x"}])).await;
    assert!(!reader.news(&ramp).await.contains(&waits.to_owned()), "told once");
    assert_eq!(emails().await, (old.to_owned(), Some(new.to_owned())));

    change(old).await;
    assert_eq!(emails().await, (old.to_owned(), None), "what is in force again waits for nothing");
    assert!(!reader.news(&ramp).await.contains(&waits.to_owned()));

    change("other@contoso.example").await;
    change(new).await;
    assert_eq!(emails().await, (old.to_owned(), Some(new.to_owned())));
    reader.news(&ramp).await;
    assert!(ramp.control.confirm_email(&ana).await.expect("confirmed"));
    assert_eq!(emails().await, (new.to_owned(), None));
    assert_eq!(reader.news(&ramp).await, ["R11 email-change-confirmed: Ana Silva confirmed the new email"]);
    assert!(!ramp.control.confirm_email(&ana).await.expect("nothing waits"));
    assert_eq!(reader.news(&ramp).await, [""; 0]);
}

#[tokio::test]
async fn r16_the_settings_page_counts_and_disconnect_ends_every_token() {
    let ramp = Ramp::new().await;
    let mut reader = Reader(0);
    assert_eq!(ramp.control.sync_summary().await.expect("a summary"), Default::default());
    let ana = ramp.create(&user("Ana")).await;
    ramp.create(&user("Rui")).await;
    ramp.send("DELETE", &format!("/Users/{}", ana.id()), None).await;
    let summary = ramp.control.sync_summary().await.expect("a summary");
    assert_eq!((summary.invited, summary.deactivated), (2, 1));
    let moment = |text: &str| text.parse::<jiff::Timestamp>().expect("a moment");
    let created = moment(ana.body["meta"]["created"].as_str().unwrap_or_default());
    assert!(moment(&summary.last_sync.unwrap_or_default()) >= created);

    let options = PracticeSyncOptions { role_sync: true, auto_termination_days: Some(45) };
    ramp.control.set_sync_options(options).await.expect("stored");
    assert_eq!(ramp.control.sync_options().await.expect("options"), options);

    ramp.control.add_token(None).await.expect("a token");
    reader.news(&ramp).await;
    ramp.control.disconnect().await.expect("disconnected");
    assert_eq!(ramp.get("/Users").await.status, 401);
    assert!(ramp.control.tokens().await.expect("a list").iter().all(|token| token.revoked));
    assert_eq!(
        reader.news(&ramp).await,
        ["R16 disconnected: Entra disconnected: no token is valid any more"]
    );
    assert_eq!(ramp.count().await, 2, "the accounts stay");
}

#[tokio::test]
async fn plain_rules_have_nothing_to_tell() {
    let ramp = Ramp::with(Rules::Plain, Default::default()).await;
    let ana = ramp.create(&user("Ana")).await.id();
    ramp.create(&user("Ana")).await;
    ramp.send("DELETE", &format!("/Users/{ana}"), None).await;
    assert_eq!(Reader(0).news(&ramp).await, [""; 0]);
}

#[tokio::test]
async fn clearing_begins_anew_without_giving_a_number_twice() {
    let ramp = Ramp::new().await;
    ramp.create(&user("Ana")).await;
    let before = ramp.control.events(0).await.expect("events").last().expect("an event").number;
    ramp.control.clear().await.expect("cleared");
    assert_eq!(ramp.control.events(0).await.expect("events"), []);
    ramp.control.disconnect().await.expect("disconnected");
    let after = ramp.control.events(0).await.expect("events");
    assert!(after[0].number > before);
}

#[tokio::test]
async fn the_news_is_the_latest_of_it_with_the_emails_that_wait() {
    let ramp = Ramp::new().await;
    let none = ramp.control.news(0, 10).await.expect("news");
    assert_eq!((none.events.len(), none.oldest, none.waiting.len()), (0, 0, 0));

    let ana = ramp.create(&user("Ana")).await.id();
    let all = ramp.control.events(0).await.expect("events");
    let path = "emails[type eq \"work\"].value";
    let wanted = "ana.silva@contoso.example";
    ramp.patch(&ana, json!([{"op": "Replace", "path": path, "value": wanted}])).await;
    let news = ramp.control.news(0, 2).await.expect("news");
    let told = ramp.control.events(0).await.expect("events");
    assert_eq!(news.events, told[told.len() - 2..], "the latest two, oldest first");
    assert_eq!(news.oldest, all[0].number);
    let [waits] = news.waiting.as_slice() else { panic!("one waits: {news:?}") };
    assert_eq!((waits.user_id.as_str(), waits.user_name.as_str()), (ana.as_str(), "Ana Silva"));
    assert_eq!((waits.in_force.as_str(), waits.wanted.as_deref()), ("Ana@contoso.example", Some(wanted)));

    let last = told.last().expect("an event").number;
    assert_eq!(ramp.control.news(last, 10).await.expect("news").events, []);
    ramp.control.confirm_email(&ana).await.expect("confirmed");
    let news = ramp.control.news(last, 10).await.expect("news");
    assert_eq!(
        news.events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(),
        ["email-change-confirmed"]
    );
    assert_eq!(news.waiting, []);
    ramp.control.clear().await.expect("cleared");
    assert_eq!(ramp.control.news(0, 10).await.expect("news").oldest, 0);
}
