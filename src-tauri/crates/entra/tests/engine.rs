//! The engine over canned answers: what it asks, in which order, and what it makes of the answers.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_entra::{Action, Dialect, Directory, Finding, Found, ManagerAction, Mode, Next, Provisioning};
use onramp_entra::{Report, SkipReason, Step, StepStatus, Undo, comparison};
use onramp_expression::Context;
use onramp_mapping::scope::{Clause, FilterGroup, Operator, ScopingFilter};
use onramp_mapping::{Apply, AttributeMapping, MappingTable, TargetObjectActions, recommended};
use onramp_scim::request::{Method, ScimAnswer, ScimRequest};
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
    run_through(recommended(), key, mode, answers)
}

fn run_through(
    table: MappingTable,
    key: &str,
    mode: Mode,
    answers: &[Option<ScimAnswer>],
) -> (Vec<String>, Report) {
    let directory = directory();
    let Found::One(user) = directory.look_up(key) else { panic!("{key} is one person") };
    let manager = directory.manager_of(user).cloned();
    let mut engine =
        Provisioning::new(table, user.clone(), manager, Dialect::Cycle, mode, Context::default());
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

/// What would put the run back, as "METHOD /path" with the operations of a PATCH.
fn undo(report: &Report) -> Option<String> {
    let looked_for = ScimRequest::get("/Users").with_query("filter", "the matching query");
    Some(match onramp_entra::undo(report, Some(&looked_for), Dialect::Cycle)? {
        Undo::Send(request) => {
            let operations = request.body.map(|body| format!(" {}", body["Operations"])).unwrap_or_default();
            format!("{} {}{operations}", request.method, request.path)
        }
        Undo::FindAndDelete(request) => format!("find by {}, then delete", request.query[0].1),
    })
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
    assert_eq!(undo(&report).as_deref(), Some("DELETE /Users/u1"));
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
    insta::assert_snapshot!(undo(&report).unwrap(), @r#"PATCH /Users/u1 [{"op":"Replace","path":"active","value":"False"},{"op":"Replace","path":"name.givenName","value":"Anna"}]"#);
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
fn a_create_whose_answer_is_lost_is_looked_for_before_it_is_put_back() {
    let (asked, report) = run("ana", Mode::Real, &[Some(list(&[])), None]);
    assert_eq!(asked.len(), 2);
    assert!(report.failed());
    assert_eq!(undo(&report).as_deref(), Some("find by the matching query, then delete"));
}

#[test]
fn a_create_answered_without_an_id_is_a_failure_and_nothing_follows_it() {
    for answer in [
        ScimAnswer::new(201, json!({"userName": "ana@contoso.example"})),
        ScimAnswer::new(200, json!({"id": ""})),
        ScimAnswer::new(201, json!({"id": 7})),
        ScimAnswer::empty(201),
    ] {
        let (asked, report) = run("ana", Mode::Real, &[Some(list(&[])), Some(answer.clone())]);
        assert_eq!(asked.len(), 2, "{answer:?}");
        let last = report.steps.last().unwrap();
        assert_eq!(
            (last.step, last.status, &last.finding),
            (Step::Perform, StepStatus::Failure, &Finding::NoId)
        );
        assert!(report.failed() && report.refused.is_none() && report.then.is_none());
        assert_eq!((report.action, report.resource_id.as_deref()), (Action::Create, None));
        assert_eq!(undo(&report).as_deref(), Some("find by the matching query, then delete"));
    }
}

#[test]
fn an_update_keeps_the_id_that_was_found() {
    let mut before = stored("u1");
    before["active"] = false.into();
    for answer in
        [ScimAnswer::new(200, json!({})), ScimAnswer::new(200, json!({"id": ""})), ScimAnswer::empty(204)]
    {
        let (asked, report) = run(
            "ana",
            Mode::Real,
            &[
                Some(list(std::slice::from_ref(&before))),
                Some(answer),
                Some(list(&[])),
                Some(ScimAnswer::new(200, stored("u1"))),
            ],
        );
        assert_eq!(asked[3], "GET /Users/u1");
        assert!(!report.failed());
    }
}

#[test]
fn a_manager_who_could_not_be_looked_up_is_not_said_to_be_missing() {
    let two = list(&[json!({"id": "m1"}), json!({"id": "m2"})]);
    for (answer, expected) in [
        (
            Some(ScimAnswer::empty(401)),
            "Refused(Refused { status: Some(401), scim_type: None, detail: None })",
        ),
        (
            Some(ScimAnswer::empty(429)),
            "Refused(Refused { status: Some(429), scim_type: None, detail: None })",
        ),
        (
            Some(ScimAnswer::empty(503)),
            "Refused(Refused { status: Some(503), scim_type: None, detail: None })",
        ),
        (None, "Refused(Refused { status: None, scim_type: None, detail: None })"),
        (Some(ScimAnswer::new(200, json!({}))), "NotAList"),
        (Some(list(&[json!({"userName": "rui@contoso.example"})])), "NoId"),
        (Some(two), "Duplicate { count: 2 }"),
    ] {
        let created = Some(ScimAnswer::new(201, stored("u1")));
        let read_back = Some(ScimAnswer::new(200, stored("u1")));
        let (asked, report) = run("ana", Mode::Real, &[Some(list(&[])), created, answer, read_back]);
        assert_eq!(asked[3], "GET /Users/u1", "no PATCH of the manager");
        let ManagerAction::LookupFailed(finding) = &report.manager else { panic!("{:?}", report.manager) };
        assert_eq!(format!("{finding:?}"), expected);
        let last = report.steps.last().unwrap();
        assert_eq!((last.status, &last.finding), (StepStatus::Success, &Finding::Created), "the user stands");
        assert!(report.failed(), "but nobody may call it proven");
    }
}

/// The recommended table where department and manager go out on a create only, and title is a default.
fn partly_create_only() -> MappingTable {
    let mut table = recommended();
    for row in &mut table.rows {
        if row.target.ends_with(":department") || row.target.ends_with(":manager") {
            row.apply = Apply::OnlyDuringCreation;
        }
    }
    let mut title = AttributeMapping::direct("title", "jobTitle");
    title.default_value = Some("Employee".into());
    table.rows.push(title);
    table
}

#[test]
fn what_is_for_creates_only_is_not_sent_to_someone_there_nor_missed_there() {
    let table = partly_create_only();
    let mut there = stored("u1");
    there[urn::ENTERPRISE_USER]["department"] = "Sales".into();
    there["name"]["givenName"] = "Anna".into();
    let mut after = there.clone();
    after["name"]["givenName"] = "Ana".into();
    let (asked, report) = run_through(
        table.clone(),
        "ana",
        Mode::Real,
        &[Some(list(&[there])), Some(ScimAnswer::empty(204)), Some(ScimAnswer::new(200, after))],
    );
    assert_eq!(asked.len(), 3, "the manager is not even looked up: {asked:?}");
    let changed: Vec<_> = report.changes.iter().map(|change| change.target.as_str()).collect();
    assert_eq!(changed, ["name.givenName"]);
    assert_eq!((&report.manager, &report.then), (&ManagerAction::NotMapped, &None));
    let lines = comparison(&table, &report);
    assert_eq!(lines.len(), table.rows.len() - 3);
    assert!(lines.iter().all(|line| line.equal), "{lines:?}");
}

#[test]
fn what_is_for_creates_only_goes_out_on_a_create_and_is_compared() {
    let table = partly_create_only();
    let mut after = stored("u1");
    after[urn::ENTERPRISE_USER]["manager"] = json!({"value": "m1"});
    let (asked, report) = run_through(
        table.clone(),
        "ana",
        Mode::Real,
        &[
            Some(list(&[])),
            Some(ScimAnswer::new(201, stored("u1"))),
            Some(list(&[json!({"id": "m1"})])),
            Some(ScimAnswer::empty(204)),
            Some(ScimAnswer::new(200, after)),
        ],
    );
    assert_eq!(asked[3], "PATCH /Users/u1");
    let body = report.write.as_ref().unwrap().body.as_ref().unwrap();
    assert_eq!(
        (&body["title"], &body[urn::ENTERPRISE_USER]["department"]),
        (&json!("Employee"), &json!("Finance"))
    );
    let lines = comparison(&table, &report);
    let unequal: Vec<_> = lines.iter().filter(|line| !line.equal).map(|line| line.row).collect();
    assert_eq!(
        (lines.len(), unequal),
        (table.rows.len(), vec![table.rows.len() - 1]),
        "the title is not stored"
    );
}

#[test]
fn a_default_value_matches_nobody() {
    let mut table = recommended();
    table.rows[6].matching_precedence = Some(2);
    for row in &mut table.rows {
        if row.matching_precedence.is_some() {
            row.default_value = Some("everyone".into());
        }
    }
    let (asked, report) = run_through(table, "none", Mode::Real, &[]);
    assert_eq!((asked.len(), report.action), (0, Action::Skip(SkipReason::ImportSkipped)));
}

#[test]
fn a_misspelt_row_is_not_taken_for_the_right_one() {
    let mut table = recommended();
    for (row, typed) in
        [(3, "Name.givenName"), (6, "externalID"), (5, r#"addresses[type eq "Work"].locality"#)]
    {
        table.rows[row].target = typed.into();
    }
    let there = stored("u1");
    let (_, report) = run_through(
        table.clone(),
        "ana",
        Mode::Real,
        &[
            Some(list(std::slice::from_ref(&there))),
            Some(ScimAnswer::empty(204)),
            Some(list(&[])),
            Some(ScimAnswer::new(200, there)),
        ],
    );
    insta::assert_snapshot!(report.write.as_ref().unwrap().body.as_ref().unwrap()["Operations"], @r##"[{"op":"Add","path":"Name.givenName","value":"Ana"},{"op":"Add","path":"addresses[type eq \"Work\"].locality","value":"Lisbon"},{"op":"Add","path":"externalID","value":"ana"}]"##);
    let unequal = comparison(&table, &report).into_iter().filter(|line| !line.equal).map(|line| line.row);
    assert_eq!(unequal.collect::<Vec<_>>(), [3, 5, 6]);

    let (_, report) = run_through(table, "ana", Mode::DryRun, &[Some(list(&[])), Some(list(&[]))]);
    let body = report.write.unwrap().body.unwrap();
    assert_eq!(
        (&body["name"], &body["Name"]),
        (&json!({"familyName": "Silva"}), &json!({"givenName": "Ana"}))
    );
    assert_eq!(body["addresses"], json!([{"type": "Work", "locality": "Lisbon"}]));
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
    assert_eq!(undo(&report).as_deref(), Some("DELETE /Users/u1"));
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

    for unmap in [
        (|table| drop(table.rows.remove(1))) as fn(&mut MappingTable),
        |table| table.rows[1].apply = Apply::OnlyDuringCreation,
        |table| table.rows[1].target = "Active".into(),
    ] {
        let mut table = recommended();
        unmap(&mut table);
        let (_, report) = run_through(table, "off", Mode::Real, &[Some(list(&[stored("u9")]))]);
        assert_eq!(report.action, Action::Skip(SkipReason::ActiveNotMapped));
    }
}

/// A table whose filter lets in who works in one city.
fn only_in(city: &str) -> MappingTable {
    let clause = Clause::binary("city", Operator::Equals, city);
    let group = FilterGroup { name: "by city".into(), clauses: vec![clause] };
    MappingTable { scope: ScopingFilter::of(vec![group]), ..recommended() }
}

#[test]
fn who_the_scoping_filter_leaves_out_is_not_created_and_is_deactivated() {
    let (asked, report) =
        run_through(only_in("Lisbon"), "ana", Mode::DryRun, &[Some(list(&[])), Some(list(&[]))]);
    assert_eq!((asked.len(), report.action), (2, Action::Create));
    assert!(report.scope.included, "{}", report.scope.sentence);

    let (asked, report) = run_through(only_in("Porto"), "ana", Mode::Real, &[Some(list(&[]))]);
    assert_eq!((asked.len(), report.action), (1, Action::Skip(SkipReason::OutOfScope)));
    assert_eq!(report.steps[1].finding, Finding::OutOfScope);
    assert_eq!(report.scope.sentence, "Out of scope: city is “Lisbon”, which is not exactly “Porto”.");

    let there = stored("u1");
    let answers = [
        Some(list(std::slice::from_ref(&there))),
        Some(ScimAnswer::empty(204)),
        Some(ScimAnswer::new(200, there)),
    ];
    let (_, report) = run_through(only_in("Porto"), "ana", Mode::Real, &answers);
    assert_eq!(report.action, Action::Disable);
    let operations = &report.write.unwrap().body.unwrap()["Operations"];
    assert_eq!(*operations, json!([{"op": "Replace", "path": "active", "value": "False"}]));
}

#[test]
fn who_is_not_even_read_is_left_as_they_are() {
    let groups = only_in("Porto").scope.groups;
    let filter = ScopingFilter { input_filter_groups: groups, ..ScopingFilter::default() };
    let (asked, report) =
        run_through(MappingTable { scope: filter, ..recommended() }, "ana", Mode::Real, &[]);
    assert_eq!((asked.len(), report.action), (0, Action::Skip(SkipReason::OutOfScope)));
}

#[test]
fn an_action_that_is_off_sends_nothing() {
    let off = |actions| MappingTable { actions, ..recommended() };
    let all = TargetObjectActions::default();
    let no_create = off(TargetObjectActions { create: false, ..all });
    let no_update = off(TargetObjectActions { update: false, ..all });
    let mut changed = stored("u1");
    changed["name"]["givenName"] = "Anna".into();
    for (table, key, found, reason) in [
        (&no_create, "ana", vec![], SkipReason::CreateOff),
        (&no_update, "ana", vec![changed], SkipReason::UpdateOff),
        (&no_update, "off", vec![stored("u9")], SkipReason::UpdateOff),
    ] {
        let (asked, report) = run_through(table.clone(), key, Mode::Real, &[Some(list(&found))]);
        assert_eq!((asked.len(), report.action), (1, Action::Skip(reason)), "{key}");
    }
    let (_, report) = run_through(no_update, "ana", Mode::DryRun, &[Some(list(&[])), Some(list(&[]))]);
    assert_eq!(report.action, Action::Create);
}

#[test]
fn answers_entra_cannot_use_end_the_run_at_match() {
    let two = list(&[stored("u1"), stored("u2")]);
    for (answer, expected) in [
        (Some(two), "Duplicate { count: 2 }"),
        (Some(list(&[json!({"userName": "ana@contoso.example"})])), "NoId"),
        (Some(list(&[stored("")])), "NoId"),
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
        assert_eq!(report.action, Action::Failed);
        assert_eq!(format!("{:?}", last.finding), expected);
    }
}

/// The engine of a run on Ana, whose manager is Rui.
fn engine(mode: Mode) -> Provisioning {
    let directory = directory();
    let Found::One(user) = directory.look_up("ana") else { panic!("one person") };
    let manager = directory.manager_of(user).cloned();
    Provisioning::new(recommended(), user.clone(), manager, Dialect::Cycle, mode, Context::default())
}

/// Drives until it is done, or only the manager is to be set, and answers what was asked.
fn drive(engine: &mut Provisioning, until_manager: bool, answers: &[Option<ScimAnswer>]) -> Vec<String> {
    let mut answers = answers.iter();
    let mut asked = Vec::new();
    while !(until_manager && engine.waits_for_manager()) {
        let Next::Send { request, .. } = engine.advance() else { break };
        asked.push(format!("{} {}", request.method, request.path));
        engine.answer(answers.next().expect("an answer for each request").clone());
    }
    asked
}

#[test]
fn a_linked_user_is_read_by_id_and_not_matched() {
    let mut there = stored("u1");
    there["name"]["givenName"] = "Anna".into();
    let mut linked = engine(Mode::Real).linked("u1");
    let answers = [Some(ScimAnswer::new(200, there)), Some(ScimAnswer::empty(204)), Some(list(&[])), None];
    let asked = drive(&mut linked, false, &answers);
    assert_eq!(asked, ["GET /Users/u1", "PATCH /Users/u1", "GET /Users", "GET /Users/u1"]);
    assert_eq!(linked.report().action, Action::Update);
}

#[test]
fn a_linked_user_who_is_gone_is_a_failure_and_not_created_again() {
    let mut linked = engine(Mode::Real).linked("u1");
    let asked = drive(&mut linked, false, &[Some(ScimAnswer::empty(404))]);
    assert_eq!(asked, ["GET /Users/u1"]);
    let report = linked.into_report();
    assert_eq!((report.action, report.failed()), (Action::Failed, true));
    assert_eq!(report.steps.last().unwrap().step, Step::Match);
}

#[test]
fn a_manager_who_is_told_is_not_looked_for() {
    let created = || [Some(list(&[])), Some(ScimAnswer::new(201, stored("u1")))];
    let mut run = engine(Mode::Real);
    assert_eq!(drive(&mut run, true, &created()), ["GET /Users", "POST /Users"]);
    assert!(run.waits_for_manager());
    run.tell_manager(Some("m1".to_owned()));
    assert_eq!(
        drive(&mut run, false, &[Some(ScimAnswer::empty(204)), None]),
        ["PATCH /Users/u1", "GET /Users/u1"]
    );
    assert_eq!(run.report().manager, ManagerAction::Linked { id: "m1".into() });

    let mut run = engine(Mode::Real);
    drive(&mut run, true, &created());
    run.tell_manager(None);
    assert_eq!(drive(&mut run, false, &[None]), ["GET /Users/u1"]);
    assert_eq!(run.report().manager, ManagerAction::NotInTarget { name: "Rui Costa".into() });
    assert!(!run.report().failed());
}
