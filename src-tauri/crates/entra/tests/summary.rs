//! What the log says of a run: steps, changed attributes, status.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_entra::cycle::summary::{About, ProvisioningResult, Summary, Systems, refused_with, skip_code};
use onramp_entra::cycle::{Assignment, Ending, Entitlements, Member, Occasion};
use onramp_entra::{Dialect, DirectoryUser, Mode, Next, Provisioning};
use onramp_expression::Context;
use onramp_mapping::scope::{Clause, FilterGroup, Operator, Scope, ScopingFilter};
use onramp_mapping::{MappingTable, recommended};
use onramp_scim::request::ScimAnswer;
use onramp_scim::urn;
use serde_json::{Value, json};

const ROLE: &str = "18d14569-c3bd-439b-9a66-3a2aee01d14f";

fn systems() -> Systems {
    Systems {
        source: "Microsoft Entra ID".into(),
        target: "customappsso".into(),
        target_object: urn::ENTERPRISE_USER.into(),
    }
}

fn ana() -> DirectoryUser {
    DirectoryUser::from_graph(&json!({
        "id": "ana", "displayName": "Ana Silva", "userPrincipalName": "ana@contoso.example",
        "mail": "ana@contoso.example", "givenName": "Ana", "surname": "Silva", "city": "Lisbon",
        "manager": {"id": "rui", "displayName": "Rui Costa"},
    }))
    .unwrap()
}

fn member(table: &MappingTable, assigned: bool) -> Member {
    let assignment = Assignment { principal: "ana".into(), role_id: ROLE.into(), role: Some("User".into()) };
    let assignments = if assigned { vec![assignment] } else { Vec::new() };
    let entitlements = Entitlements::of(&assignments, &Default::default());
    Member::new(ana(), false, &entitlements, &Scope::new(&table.scope))
}

fn list(users: &[Value]) -> Option<ScimAnswer> {
    Some(ScimAnswer::new(200, json!({"totalResults": users.len(), "Resources": users})))
}

fn stored() -> Value {
    json!({"id": "u1", "userName": "ana@contoso.example", "active": true,
        "name": {"givenName": "Anna", "familyName": "Silva"},
        "emails": [{"type": "work", "value": "ana@contoso.example"}],
        "addresses": [{"type": "work", "locality": "Lisbon"}]})
}

/// A run over canned answers, with its summary and ending.
fn run(
    member: &Member,
    table: &MappingTable,
    link: Option<&str>,
    occasion: Option<Occasion>,
    answers: &[Option<ScimAnswer>],
) -> (Summary, Ending) {
    let rui = DirectoryUser::from_graph(&json!({"id": "rui", "userPrincipalName": "rui@contoso.example"}));
    let (table_of, user) = (table.clone(), member.user.clone());
    let mut engine = Provisioning::new(table_of, user, rui, Dialect::Cycle, Mode::Real, Context::default());
    if let Some(id) = link {
        engine = engine.linked(id);
    }
    let mut answers = answers.iter();
    while let Next::Send { .. } = engine.advance() {
        engine.answer(answers.next().cloned().flatten());
    }
    let report = engine.into_report();
    let systems = systems();
    let about = About { member, systems: &systems, table, occasion, is_linked: link.is_some() };
    (Summary::of_report(&report, &about), Ending::of(&report, member, link.is_some()))
}

/// Step by step as "Name/Type/Status".
fn steps(summary: &Summary) -> Vec<String> {
    let line = |step: &onramp_entra::cycle::summary::ProvisioningStep| {
        format!("{}/{}/{}", step.name, step.kind.pascal(), step.status.pascal())
    };
    summary.steps.iter().map(line).collect()
}

#[test]
fn a_create_on_demand_reads_as_entra_tells_it() {
    let table = recommended();
    let created = Some(ScimAnswer::new(201, json!({"id": "u1"})));
    let rui = list(&[json!({"id": "m1"})]);
    let answers = [list(&[]), created, rui, Some(ScimAnswer::empty(204)), None];
    let (summary, ending) = run(&member(&table, true), &table, None, None, &answers);
    assert_eq!(
        steps(&summary),
        [
            "EntryImport/Import/Success",
            "EntrySynchronizationScoping/Scoping/Success",
            "EntrySynchronizationAdd/Matching/Success",
            "EntryExportAdd/Export/Success",
            "EntrySynchronizationReferences/ReferenceResolution/Success",
        ]
    );
    assert_eq!((summary.action.pascal(), summary.result), ("Create", ProvisioningResult::Success));
    let modified: Vec<_> = summary
        .modified
        .iter()
        .map(|property| (property.display_name.as_str(), property.new_value.as_deref()))
        .collect();
    assert_eq!(modified[..2], [("userName", Some("ana@contoso.example")), ("active", Some("True"))]);
    assert_eq!(modified.last().unwrap().1, Some("m1"), "the manager: {modified:?}");
    insta::assert_snapshot!(
        summary.steps.iter().map(|step| format!("{} {:?}", step.description, step.details)).collect::<Vec<_>>().join("\n"),
        @r#"
    Retrieved User 'ana@contoso.example' from Microsoft Entra ID [("objectId", "ana"), ("displayName", "Ana Silva"), ("userPrincipalName", "ana@contoso.example"), ("IsSoftDeleted", "False")]
    Determine if User in scope by evaluating against each scoping filter [("Active in the source system", "True"), ("Assigned to the application", "True"), ("User has the required role", "True"), ("Scoping filter evaluation passed", "True"), ("ScopeEvaluationResult", "{}")]
    User 'ana@contoso.example' will be created in customappsso (User is active and assigned in Microsoft Entra ID, but no matching User was found in customappsso) []
    User 'ana@contoso.example' was created in customappsso [("ReportableIdentifier", "ana@contoso.example")]
    The manager of User 'ana@contoso.example' was set in customappsso []
    "#
    );
    assert_eq!(ending, Ending::Settled { target_id: Some("u1".into()) });
}

#[test]
fn a_change_in_a_cycle_names_what_changed() {
    let table = recommended();
    let answers = [Some(ScimAnswer::new(200, stored())), Some(ScimAnswer::empty(204)), list(&[]), None];
    let (summary, _) = run(&member(&table, true), &table, Some("u1"), Some(Occasion::Changed), &answers);
    assert_eq!(summary.steps[0].name, "EntryImportUpdate");
    assert_eq!(summary.steps[3].name, "EntryExportUpdate");
    let property = &summary.modified[0];
    assert_eq!(
        (property.display_name.as_str(), property.old_value.as_deref(), property.new_value.as_deref()),
        ("name.givenName", Some("Anna"), Some("Ana"))
    );
    assert_eq!(steps(&summary)[4], "EntrySynchronizationReferences/ReferenceResolution/Skipped");
}

#[test]
fn who_is_not_assigned_is_skipped_and_who_was_there_is_disabled() {
    let table = recommended();
    let (summary, _) = run(&member(&table, false), &table, None, None, &[list(&[])]);
    assert_eq!(summary.skip.map(skip_code), Some("NotEffectivelyEntitled"));
    assert_eq!(
        steps(&summary),
        [
            "EntryImport/Import/Success",
            "EntrySynchronizationScoping/Scoping/Skipped",
            "EntryImport/Matching/Success",
            "EntrySynchronizationSkip/Export/Skipped",
        ]
    );
    assert_eq!(summary.steps[3].details, [("SkipReason".to_owned(), "NotEffectivelyEntitled".to_owned())]);
    assert!(summary.modified.is_empty());

    let answers = [Some(ScimAnswer::new(200, stored())), Some(ScimAnswer::empty(204)), None];
    let (summary, _) = run(&member(&table, false), &table, Some("u1"), Some(Occasion::Changed), &answers);
    assert_eq!((summary.action.as_str(), summary.result.as_str()), ("disable", "success"));
    assert_eq!(summary.modified.len(), 1);
    assert_eq!(summary.modified[0].new_value.as_deref(), Some("False"));
}

#[test]
fn each_refusal_has_a_code() {
    let table = recommended();
    let refusal = |status| Some(ScimAnswer::new(status, json!({"detail": "no department"})));
    for (answers, link, code, step) in [
        (
            vec![list(&[]), refusal(400)],
            None,
            "SystemForCrossDomainIdentityManagementBadRequest",
            "EntryExportAdd/Export/Failure",
        ),
        (vec![list(&[]), refusal(409)], None, "EntryConflict", "EntryExportAdd/Export/Failure"),
        (vec![list(&[]), None], None, "WebExceptionProtocolError", "EntryExportAdd/Export/Failure"),
        (
            vec![refusal(401)],
            None,
            "SystemForCrossDomainIdentityManagementInvalidCredentials",
            "EntryImport/Matching/Failure",
        ),
        (vec![refusal(429)], None, "TooManyRequests", "EntryImport/Matching/Failure"),
        (vec![refusal(404)], Some("u1"), "InvalidAnchor", "EntryImport/Matching/Failure"),
        (vec![list(&[stored(), stored()])], None, "DuplicateTargetEntries", "EntryImport/Matching/Failure"),
        (
            vec![Some(ScimAnswer::new(200, json!([])))],
            None,
            "SystemForCrossDomainIdentityManagementServiceIncompatible",
            "EntryImport/Matching/Failure",
        ),
    ] {
        let (summary, ending) = run(&member(&table, true), &table, link, None, &answers);
        let failure = summary.failure.clone().unwrap();
        assert_eq!(
            (failure.code.as_str(), summary.result),
            (code, ProvisioningResult::Failure),
            "{answers:?}"
        );
        assert_eq!(steps(&summary).last().map(String::as_str), Some(step), "{answers:?}");
        assert!(matches!(ending, Ending::Failed { is_reference: false, .. }), "{ending:?}");
        if code.ends_with("BadRequest") {
            assert_eq!(failure.reason, "StatusCode: BadRequest. Message: no department");
        }
    }
}

#[test]
fn a_refused_manager_fails_the_reference_alone() {
    let table = recommended();
    let created = Some(ScimAnswer::new(201, json!({"id": "u1"})));
    let refusal = Some(ScimAnswer::new(400, json!({"detail": "IT Admin"})));
    let (summary, ending) = run(
        &member(&table, true),
        &table,
        None,
        Some(Occasion::Added),
        &[list(&[]), created, list(&[json!({"id": "m1"})]), refusal, None],
    );
    assert_eq!(
        steps(&summary)[3..],
        ["EntryExportAdd/Export/Success", "EntrySynchronizationReferences/ReferenceResolution/Failure"]
    );
    assert_eq!(summary.failure.unwrap().code, "SystemForCrossDomainIdentityManagementBadRequest");
    assert!(matches!(ending, Ending::Failed { is_reference: true, target_id: Some(_), .. }), "{ending:?}");
}

#[test]
fn who_should_be_disabled_and_is_not_there_is_gone() {
    let table = recommended();
    let gone = [Some(ScimAnswer::empty(404))];
    let (_, ending) = run(&member(&table, false), &table, Some("u1"), Some(Occasion::Changed), &gone);
    assert_eq!(ending, Ending::Gone);
    assert_eq!(refused_with(Some(&ScimAnswer::empty(204)), &[204]), None);
    assert_eq!(refused_with(None, &[204]).unwrap().code, "WebExceptionProtocolError");
}

#[test]
fn the_scoping_step_says_each_clause() {
    let clause = Clause::binary("city", Operator::Equals, "Porto");
    let group = FilterGroup { name: "Porto only".into(), clauses: vec![clause] };
    let table = MappingTable { scope: ScopingFilter::of(vec![group]), ..recommended() };
    let (member, systems) = (member(&table, true), systems());
    let about = About {
        member: &member,
        systems: &systems,
        table: &table,
        occasion: Some(Occasion::Added),
        is_linked: false,
    };
    let summary = Summary::of_skipped(&about);
    assert_eq!(summary.skip.map(skip_code), Some("NotInScope"));
    let details = &summary.steps[1].details;
    assert!(details.contains(&("Scoping filter evaluation passed".into(), "False".into())));
    assert!(
        details.contains(&(
            "ScopeEvaluationResult".into(),
            r#"{"Porto only.city EQUALS 'Porto'":false}"#.into()
        )),
        "{details:?}"
    );
}
