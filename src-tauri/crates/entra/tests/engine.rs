//! The engine over canned answers: what it asks, in which order, and what it makes of the answers.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_entra::{Action, Dialect, Directory, DirectoryUser, ManagerAction, Mode, Next, Provisioning};
use onramp_entra::{Report, SkipReason, Step, StepStatus, comparison, undo};
use onramp_mapping::recommended;
use onramp_scim::request::{Method, ScimAnswer};
use onramp_scim::urn;
use serde_json::{Value, json};

fn directory() -> Directory {
    Directory::from_json(
        &json!([
            {"id": "ana", "displayName": "Ana Silva", "userPrincipalName": "ana@contoso.example", "accountEnabled": true,
             "mail": "ana@contoso.example", "givenName": "Ana", "surname": "Silva", "city": "Lisbon",
             "department": "Finance", "mailNickname": "ana", "employeeId": "7", "manager": {"id": "rui", "displayName": "Rui Costa"}},
            {"id": "rui", "displayName": "Rui Costa", "userPrincipalName": "rui@contoso.example", "mail": "rui@contoso.example"},
            {"id": "out", "displayName": "Out", "userPrincipalName": "out@contoso.example", "appRoleAssignments": []},
            {"id": "off", "displayName": "Off", "userPrincipalName": "off@contoso.example", "accountEnabled": false},
            {"id": "none", "displayName": "None"}
        ])
        .to_string(),
    )
    .unwrap()
}

fn list(users: &[Value]) -> ScimAnswer {
    ScimAnswer::new(
        200,
        json!({"schemas": [urn::LIST_RESPONSE], "totalResults": users.len(), "startIndex": 1, "itemsPerPage": 20, "Resources": users}),
    )
}

fn stored(id: &str) -> Value {
    json!({"id": id, "userName": "ana@contoso.example", "active": true, "externalId": "ana",
        "name": {"givenName": "Ana", "familyName": "Silva"},
        "emails": [{"type": "work", "value": "ana@contoso.example"}],
        "addresses": [{"type": "work", "locality": "Lisbon"}],
        urn::ENTERPRISE_USER: {"employeeNumber": "7", "department": "Finance"}})
}

/// Runs to the end; each answer is taken for the request at its place. Answers the requests and the report.
fn run(key: &str, mode: Mode, answers: &[Option<ScimAnswer>]) -> (Vec<String>, Report) {
    let directory = directory();
    let user: DirectoryUser = directory.find(key).unwrap().clone();
    let manager = directory.manager_of(&user).cloned();
    let mut engine = Provisioning::new(recommended(), user, manager, Dialect::Cycle, mode);
    let mut asked = Vec::new();
    let mut answers = answers.iter();
    while let Next::Send { request, .. } = engine.advance() {
        let query: String = request.query.iter().map(|(name, value)| format!("?{name}={value}")).collect();
        asked.push(format!("{} {}{query}", request.method.as_str(), request.path));
        assert!(mode == Mode::Real || request.method == Method::Get, "a dry run writes nothing: {asked:?}");
        engine.answer(answers.next().expect("an answer for each request").clone());
    }
    assert!(answers.next().is_none(), "every answer was asked for: {asked:?}");
    (asked, engine.into_report())
}

#[test]
fn nobody_there_yet_is_created_and_the_manager_follows() {
    let mut after = stored("u1");
    after[urn::ENTERPRISE_USER]["manager"] = json!({"value": "m1"});
    let (asked, report) = run(
        "ana",
        Mode::Real,
        &[
            Some(list(&[])),
            Some(ScimAnswer::new(201, stored("u1"))),
            Some(list(&[json!({"id": "m1", "userName": "rui@contoso.example"})])),
            Some(ScimAnswer::empty(204)),
            Some(ScimAnswer::new(200, after)),
        ],
    );
    assert_eq!(
        asked,
        [
            "GET /Users?filter=userName eq \"ana@contoso.example\"",
            "POST /Users",
            "GET /Users?filter=userName eq \"rui@contoso.example\"",
            "PATCH /Users/u1",
            "GET /Users/u1",
        ]
    );
    assert_eq!(report.action, Action::Create);
    assert_eq!(report.manager, ManagerAction::Linked { id: "m1".into() });
    assert!(comparison(&recommended(), &report).iter().all(|line| line.equal));
    assert_eq!(undo(&report).unwrap().method, Method::Delete);
    let body = report.write.unwrap().body.unwrap();
    assert_eq!(body["active"], true);
    assert_eq!(body["meta"]["resourceType"], "User");
    assert!(body[urn::ENTERPRISE_USER].get("manager").is_none(), "never part of the create (§6.6)");
}

#[test]
fn a_manager_who_is_not_there_is_left_out() {
    let (_, report) = run(
        "ana",
        Mode::Real,
        &[
            Some(list(&[])),
            Some(ScimAnswer::new(201, stored("u1"))),
            Some(list(&[])),
            Some(ScimAnswer::new(200, stored("u1"))),
        ],
    );
    assert_eq!(report.manager, ManagerAction::NotInTarget { name: "Rui Costa".into() });
    assert!(!report.failed());
}

#[test]
fn someone_there_gets_the_differences_only_and_is_put_back_by_the_old_values() {
    let mut before = stored("u1");
    before["name"]["givenName"] = "Anna".into();
    before["active"] = "False".into();
    let (asked, report) = run(
        "ana",
        Mode::Real,
        &[
            Some(list(&[before])),
            Some(ScimAnswer::empty(204)),
            Some(list(&[])),
            Some(ScimAnswer::new(200, stored("u1"))),
        ],
    );
    assert_eq!(asked[1], "PATCH /Users/u1");
    insta::assert_snapshot!(report.write.as_ref().unwrap().body.as_ref().unwrap()["Operations"], @r#"[{"op":"Replace","path":"active","value":"True"},{"op":"Replace","path":"name.givenName","value":"Ana"}]"#);
    insta::assert_snapshot!(undo(&report).unwrap().body.unwrap()["Operations"], @r#"[{"op":"Replace","path":"active","value":"False"},{"op":"Replace","path":"name.givenName","value":"Anna"}]"#);
}

#[test]
fn equal_already_is_a_redundant_export() {
    let (_, report) = run(
        "ana",
        Mode::Real,
        &[Some(list(&[stored("u1")])), Some(list(&[])), Some(ScimAnswer::new(200, stored("u1")))],
    );
    assert_eq!(report.action, Action::Skip(SkipReason::RedundantExport));
    assert_eq!(undo(&report), None);
}

#[test]
fn a_dry_run_reads_and_plans() {
    let (asked, report) = run("ana", Mode::DryRun, &[Some(list(&[])), Some(list(&[json!({"id": "m1"})]))]);
    assert_eq!(asked.len(), 2);
    assert_eq!(report.steps.last().unwrap().status, StepStatus::Planned);
    assert_eq!(report.then.unwrap().path, "/Users/{id}");
    assert_eq!(report.manager, ManagerAction::WouldLink { id: "m1".into() });
}

#[test]
fn a_refusal_is_kept_whole_and_nothing_follows_it() {
    let refusal = json!({"schemas": [urn::ERROR], "status": "400", "scimType": "invalidValue", "detail": "no department"});
    let (asked, report) = run("ana", Mode::Real, &[Some(list(&[])), Some(ScimAnswer::new(400, refusal))]);
    assert_eq!(asked.len(), 2);
    assert!(report.failed());
    let refused = report.refused.clone().unwrap();
    assert_eq!((refused.status, refused.detail.as_deref()), (Some(400), Some("no department")));
    assert_eq!(undo(&report), None);
}

#[test]
fn a_refused_manager_leaves_the_user_created_and_says_so() {
    let (_, report) = run(
        "ana",
        Mode::Real,
        &[
            Some(list(&[])),
            Some(ScimAnswer::new(201, stored("u1"))),
            Some(list(&[json!({"id": "m1"})])),
            Some(ScimAnswer::new(400, json!({"detail": "IT Admin"}))),
            Some(ScimAnswer::new(200, stored("u1"))),
        ],
    );
    assert!(report.failed());
    assert!(matches!(report.manager, ManagerAction::Refused(_)));
    assert_eq!(undo(&report).unwrap().method, Method::Delete);
}

#[test]
fn who_is_not_in_scope_is_skipped_or_deactivated() {
    for (key, reason) in [("out", SkipReason::NotEffectivelyEntitled), ("off", SkipReason::DisabledInSource)]
    {
        let (_, report) = run(key, Mode::Real, &[Some(list(&[]))]);
        assert_eq!(report.action, Action::Skip(reason), "{key}");
        let there = stored("u9");
        let (_, report) = run(
            key,
            Mode::Real,
            &[
                Some(list(std::slice::from_ref(&there))),
                Some(ScimAnswer::empty(204)),
                Some(ScimAnswer::new(200, there)),
            ],
        );
        assert_eq!(report.action, Action::Disable, "{key}");
        insta::allow_duplicates! {
            insta::assert_snapshot!(report.write.unwrap().body.unwrap()["Operations"], @r#"[{"op":"Replace","path":"active","value":"False"}]"#);
        }
    }
    let (asked, report) = run("none", Mode::Real, &[]);
    assert_eq!((asked.len(), report.action), (0, Action::Skip(SkipReason::ImportSkipped)));
}

#[test]
fn answers_entra_cannot_use_end_the_run_at_match() {
    let two = list(&[stored("u1"), stored("u2")]);
    for (answer, expected) in [
        (Some(two), "Duplicate { count: 2 }"),
        (Some(ScimAnswer::new(200, json!([]))), "NotAList"),
        (
            Some(ScimAnswer::empty(404)),
            "Refused(Refused { status: Some(404), scim_type: None, detail: None })",
        ),
        (None, "Refused(Refused { status: None, scim_type: None, detail: None })"),
    ] {
        let (_, report) = run("ana", Mode::Real, &[answer]);
        let last = report.steps.last().unwrap();
        assert_eq!((last.step, last.status), (Step::Match, StepStatus::Failure));
        assert_eq!(format!("{:?}", last.finding), expected);
    }
}
