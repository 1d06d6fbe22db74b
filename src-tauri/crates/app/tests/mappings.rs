//! The table as it is edited: undo and redo, and a row's value for one person.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Mutex;

use onramp_app::error::Side;
use onramp_app::mappings::{
    Actions, ApplyMapping, ChangeKind, DocumentFormat, LiveOutcome, LiveState, MappingField, MappingRow,
    MappingType, MappingsView, RoleSyncState, RowChange, ScopeClause, ScopeFilter, ScopeGroup, Severity,
    TableVersion, functions, scope_operators,
};
use onramp_app::ports::{FilePicker, PickedFile, PortFuture};
use onramp_testkit::TestWorld;
use serde_json::json;

async fn connected() -> TestWorld {
    let world = TestWorld::open().await;
    world.connect().await;
    world
}

fn with_source(view: &MappingsView, target: &str, source: &str) -> MappingRow {
    let row = view.rows.iter().find(|row| row.target == target).unwrap();
    MappingRow { source: source.to_owned(), ..row.clone() }
}

fn expression(source: &str) -> MappingRow {
    MappingRow {
        id: String::new(),
        target: "displayName".to_owned(),
        mapping_type: MappingType::Expression,
        source: source.to_owned(),
        default_value: None,
        matching_precedence: None,
        apply: ApplyMapping::Always,
    }
}

#[tokio::test]
async fn every_change_can_be_undone_and_redone() {
    let world = connected().await;
    let app = &world.app;
    let first = app.mappings().unwrap();
    assert_eq!((&first.undo, &first.redo), (&None, &None));

    let city = app
        .save_row(&with_source(&first, "addresses[type eq \"work\"].locality", "physicalDeliveryOfficeName"))
        .unwrap();
    let removed = app.remove_row("9").unwrap();
    let reset = app.reset_mappings().unwrap();
    assert_eq!(reset.undo.as_deref(), Some("Back to recommended"));

    let undone = app.undo_mappings().unwrap();
    assert_eq!(undone.rows, removed.rows);
    assert_eq!(undone.undo.as_deref(), Some("Remove manager"));
    assert_eq!(undone.redo.as_deref(), Some("Back to recommended"));
    assert_eq!(app.undo_mappings().unwrap().rows, city.rows);
    let start = app.undo_mappings().unwrap();
    assert_eq!((start.rows, start.undo), (first.rows, None));
    assert_eq!(app.undo_mappings().unwrap().rows.len(), 10, "there is nothing before the first change");

    app.redo_mappings().unwrap();
    assert_eq!(app.redo_mappings().unwrap().rows, removed.rows);
    let other = app.remove_row("0").unwrap();
    assert_eq!(other.redo, None, "a new change ends what was undone");
    assert_eq!(app.mappings().unwrap().undo.as_deref(), Some("Remove userName"));
}

#[tokio::test]
async fn what_changes_nothing_is_no_change_and_a_new_set_up_has_no_past() {
    let world = connected().await;
    let app = &world.app;
    assert_eq!(app.reset_mappings().unwrap().undo, None);
    app.remove_row("0").unwrap();
    app.start_over(false).await.unwrap();
    app.start_practice(&world.world.scim_url()).unwrap();
    let view = app.mappings().unwrap();
    assert_eq!((view.rows.len(), view.undo), (10, None));
}

#[tokio::test]
async fn a_row_is_evaluated_for_one_person_as_it_is_typed() {
    let world = connected().await;
    let ana = world.person("Ana Silva");
    let live = |row: &MappingRow| world.app.examine_row(row, Some(&ana)).unwrap();

    let good = live(&expression(r#"Join(" ", [givenName], [surname])"#));
    let value = good.value.unwrap();
    assert_eq!(value.sent, Some(json!("Ana Silva")));
    assert_eq!(value.outcome, LiveOutcome::Sent);
    let attributes: Vec<_> = value
        .steps
        .iter()
        .filter(|step| step.text.starts_with('['))
        .map(|step| (step.text.as_str(), step.state, step.value.as_deref(), step.span))
        .collect();
    assert_eq!(
        attributes,
        [
            ("[givenName]", LiveState::Value, Some("Ana"), (10, 21)),
            ("[surname]", LiveState::Value, Some("Silva"), (23, 32)),
        ]
    );

    let nested = live(&expression(r#"IIF([city] = "Lisbon", ToUpper([surname]), [nothing])"#)).value.unwrap();
    let parts: Vec<_> =
        nested.steps.iter().map(|step| (step.depth, step.text.as_str(), step.value.as_deref())).collect();
    assert_eq!(
        parts,
        [
            (0, r#"IIF([city] = "Lisbon", ToUpper([surname]), [nothing])"#, Some("SILVA")),
            (1, r#"[city] = "Lisbon""#, Some("True")),
            (2, "[city]", Some("Lisbon")),
            (1, "ToUpper([surname])", Some("SILVA")),
            (2, "[surname]", Some("Silva")),
            (1, "[nothing]", None),
        ]
    );
    assert_eq!(nested.steps[5].state, LiveState::NotNeeded, "the other branch was taken");

    let broken = live(&expression(r#"Join(" ", [givenName]"#));
    assert!(!broken.diagnostics.is_empty());
    let value = broken.value.unwrap();
    assert_eq!((value.outcome, value.sent), (LiveOutcome::Failed, None));
    assert!(value.note.is_some());

    let timed = live(&expression(r#"FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy")"#));
    assert_eq!(timed.value.unwrap().sent, Some(json!("2026")), "the time is the clock's");

    let nobody = world.app.examine_row(&expression("[mail]"), None).unwrap();
    assert_eq!(nobody.value, None);
    assert_eq!(
        world.app.examine_row(&expression("[mail]"), Some("nobody")).unwrap_err().code,
        "person.unknown"
    );
}

#[tokio::test]
async fn source_attributes_come_with_the_persons_values() {
    let world = connected().await;
    let ana = world.person("Ana Silva");
    let attributes = world.app.source_attributes(Some(&ana)).unwrap();
    let given = attributes.iter().find(|one| one.name == "givenName").unwrap();
    assert_eq!((given.sample.as_deref(), given.extension), (Some("Ana"), false));
    let fifteen = attributes.iter().filter(|one| one.name.starts_with("extensionAttribute"));
    assert!(fifteen.filter(|one| one.extension).count() == 15);
    assert!(world.app.source_attributes(None).unwrap().iter().all(|one| one.sample.is_none()));
}

#[test]
fn every_function_comes_with_its_signature() {
    let functions = functions();
    let join = functions.iter().find(|function| function.name == "Join").unwrap();
    assert!(join.signature.starts_with("Join("), "{}", join.signature);
    assert!(functions.iter().all(|function| !function.summary.is_empty()));
    assert!(functions.is_sorted_by(|one, other| one.name < other.name));
}

#[tokio::test]
async fn what_fits_at_a_place_comes_with_the_persons_values() {
    let world = connected().await;
    let ana = world.person("Ana Silva");
    // (text with | at the caret, a name that is offered, what is put in, where the replaced name begins)
    for (marked, label, insert, from) in [
        ("|", "Join", Some("Join()"), 0),
        ("Jo|(\",\", [mail])", "Join", Some("Join"), 0),
        ("Join(\" \", [giv|, [surname])", "givenName", Some("givenName]"), 11),
        ("ToLower([|], [mail])", "givenName", Some("givenName"), 9),
        ("IIF([city] |", "=", Some("="), 11),
        ("DateAdd(\"|\", 1, [hired])", "yyyy", Some("yyyy"), 9),
        ("DateAdd(\"|", "yyyy", Some("yyyy\""), 9),
        ("Jo|", "Join", Some("Join()"), 0),
        ("Join(\" \", giv|", "givenName", Some("[givenName]"), 10),
        ("Join(\" \", [giv|", "givenName", Some("givenName]"), 11),
        ("Join(\" \", [giv|", "Join", None, 11),
        ("ToLower(\"Jo|", "Join", None, 11),
        ("Append([mail], ñ|", "Trim", Some("Trim()"), 15),
    ] {
        let place = u32::try_from(marked.chars().position(|one| one == '|').unwrap()).unwrap();
        let text = marked.replace('|', "");
        let found = world.app.complete_expression(&text, place, Some(&ana)).unwrap();
        let option = found.options.iter().find(|option| option.label == label);
        assert_eq!(option.map(|option| option.insert.as_str()), insert, "{marked}");
        if let Some(option) = option {
            assert_eq!((found.from, found.to), (from, place), "{marked}");
            if label == "givenName" {
                assert_eq!(option.detail, "Ana", "{marked}");
            }
        }
    }
}

#[tokio::test]
async fn the_caret_is_told_its_parameter_and_a_name_its_meaning() {
    for (text, place, expected) in [
        ("Switch([state], , \"a\", \"b\"", 19, Some(("Switch", "key1"))),
        ("Switch([state], , \"a\", \"b\", \"c\", \"d\")", 35, Some(("Switch", "value2"))),
        ("Append(Mid([a], 1, 2), \"x\")", 16, Some(("Mid", "start"))),
        ("Append(Mid([a], 1, 2), \"x\")", 24, Some(("Append", "suffix"))),
        ("Nothing([a])", 9, None),
        ("[mail]", 3, None),
    ] {
        let found = onramp_app::mappings::signature_help(text, place);
        let found = found.as_ref().map(|help| {
            let active = help.active.unwrap() as usize;
            (help.function.as_str(), help.parameters[active].label.as_str())
        });
        assert_eq!(found, expected, "{text} at {place}");
    }

    let world = connected().await;
    let ana = world.person("Ana Silva");
    let told = |text: &str, place| world.app.explain_name(text, place, Some(&ana)).unwrap();
    let function = told("Join(\",\", [givenName])", 2).unwrap();
    assert_eq!((function.span, &*function.title), ((0, 4), "Join(separator, source, …)"));
    let attribute = told("Join(\",\", [givenName])", 14).unwrap();
    assert_eq!((attribute.span, &*attribute.text), ((10, 21), "Ana Silva: Ana"));
    let constant = told("Join(\",\", [givenName])", 6).unwrap();
    assert_eq!((constant.span, &*constant.title), ((5, 8), "separator"));
    assert_eq!(told("Join(\",\", [givenName])", 9), None);
}

#[tokio::test]
async fn a_file_is_looked_at_before_it_takes_the_tables_place() {
    let world = connected().await;
    let app = &world.app;
    let recommended = app.export_mappings(DocumentFormat::EntraSchema).unwrap().text;
    let defaults = &recommended
        .replace(r#""targetAttributeName": "name.givenName""#, r#""targetAttributeName": "name.formatted""#)
        .replace(r#""name": "givenName""#, r#""name": "displayName""#)
        .replace(r#""name": "mailNickname""#, r#""name": "objectId""#);
    let preview = app.preview_import("schema.json", defaults).unwrap();
    assert_eq!((preview.format, preview.rows), (DocumentFormat::EntraSchema, 10));
    let kinds = |changes: &[RowChange], kind| changes.iter().filter(|change| change.kind == kind).count();
    let expected = [(ChangeKind::Removed, 1), (ChangeKind::Added, 1), (ChangeKind::Changed, 1)];
    for (kind, count) in expected {
        assert_eq!(kinds(&preview.changes, kind), count, "{kind:?}: {:?}", preview.changes);
    }
    assert!(app.mappings().unwrap().recommended, "looking changes nothing");
    assert_eq!(app.preview_import("", "[]").unwrap_err().side, Side::You);
    assert_eq!(
        app.mapping_changes(TableVersion::Imported, TableVersion::Current).unwrap_err().code,
        "mappings.nothing-imported"
    );

    let view = app.import_mappings("schema.json", defaults).unwrap();
    assert_eq!((view.rows.len(), view.imported.as_deref()), (preview.rows as usize, Some("schema.json")));
    assert_eq!(view.undo.as_deref(), Some("Import schema.json"));
    assert_eq!(app.mapping_changes(TableVersion::Imported, TableVersion::Current).unwrap(), []);
    let back = app.mapping_changes(TableVersion::Current, TableVersion::Recommended).unwrap();
    for (kind, count) in expected {
        assert_eq!(kinds(&back, kind), count, "{kind:?}: {back:?}");
    }
    assert_eq!(view.differences, 3);

    app.undo_mappings().unwrap();
    assert!(app.mappings().unwrap().recommended);
}

#[tokio::test]
async fn what_goes_out_keeps_what_came_in() {
    let world = connected().await;
    let app = &world.app;
    let ours = app.export_mappings(DocumentFormat::Onramp).unwrap();
    assert_eq!(ours.file_name, "ramp-mapping.json");
    let entra = app.export_mappings(DocumentFormat::EntraSchema).unwrap();
    assert!(entra.text.contains("synchronizationRules"));

    let marked = ours.text.replacen('{', "{\n  \"ourOwnNote\": \"keep me\",", 1);
    app.import_mappings("", &marked).unwrap();
    app.remove_row("9").unwrap();
    let again = app.export_mappings(DocumentFormat::Onramp).unwrap().text;
    assert!(again.contains("keep me") && !again.contains(":manager"), "{again}");
    let changes = app.mapping_changes(TableVersion::Imported, TableVersion::Current).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].kind, ChangeKind::Removed);
}

#[tokio::test]
async fn a_schema_goes_out_with_the_attributes_of_its_new_rows() {
    let world = connected().await;
    let app = &world.app;
    let schema = app.export_mappings(DocumentFormat::EntraSchema).unwrap().text;
    app.import_mappings("schema.json", &schema).unwrap();
    assert_eq!(app.export_mappings(DocumentFormat::EntraSchema).unwrap().text, schema);
    let row = with_source(&app.mappings().unwrap(), "name.givenName", "nickname");
    app.save_row(&MappingRow { id: String::new(), target: "nickName".to_owned(), ..row }).unwrap();
    let out = app.export_mappings(DocumentFormat::EntraSchema).unwrap().text;
    assert_eq!(out.matches("\"nickName\"").count(), 2, "in its row and in the attribute list: {out}");
}

#[tokio::test]
async fn a_difference_is_told_by_the_portals_labels() {
    let world = connected().await;
    let app = &world.app;
    let view = app.mappings().unwrap();
    let row = with_source(&view, "name.givenName", "preferredName");
    app.save_row(&MappingRow { target: "name.givenname".to_owned(), ..row }).unwrap();
    let changes = app.mapping_changes(TableVersion::Recommended, TableVersion::Current).unwrap();
    let told: Vec<_> = changes[0]
        .fields
        .iter()
        .map(|field| (field.label.as_str(), field.before.as_deref(), field.after.as_deref()))
        .collect();
    assert_eq!(
        (changes.len(), changes[0].kind, changes[0].target.as_str(), told),
        (
            1,
            ChangeKind::Changed,
            "name.givenName",
            vec![
                ("Source", Some("givenName"), Some("preferredName")),
                ("Target attribute", Some("name.givenName"), Some("name.givenname")),
            ]
        )
    );
    assert_eq!(app.mappings().unwrap().differences, 1);
}

/// A picker that has one file, and takes what is saved.
struct OneFile(&'static str, Mutex<Vec<(String, String)>>);

impl FilePicker for OneFile {
    fn open(&self) -> PortFuture<'_, Option<PickedFile>> {
        let text = self.0.to_owned();
        Box::pin(async { Ok(Some(PickedFile { name: "picked.json".to_owned(), text })) })
    }

    fn save<'a>(&'a self, suggested: &'a str, text: &'a str) -> PortFuture<'a, Option<String>> {
        self.1.lock().unwrap().push((suggested.to_owned(), text.to_owned()));
        Box::pin(async { Ok(Some("/somewhere/picked.json".to_owned())) })
    }
}

#[tokio::test]
async fn files_come_by_the_hosts_own_picker() {
    let world = connected().await;
    let files = OneFile(r#"{"onrampMapping":1,"attributeMappings":[]}"#, Mutex::default());
    let preview = world.app.open_mapping_file(&files).await.unwrap().unwrap();
    assert_eq!((preview.name.as_str(), preview.rows), ("picked.json", 0));
    let place = world.app.save_mapping_file(&files, DocumentFormat::Onramp).await.unwrap();
    assert_eq!(place.as_deref(), Some("/somewhere/picked.json"));
    let saved = files.1.lock().unwrap();
    assert_eq!(
        saved[0],
        ("ramp-mapping.json".to_owned(), world.app.export_mappings(DocumentFormat::Onramp).unwrap().text)
    );
}

fn filter(clauses: &[(&str, &str, Option<&str>)]) -> ScopeFilter {
    let clauses = clauses.iter().map(|(attribute, operator, value)| ScopeClause {
        attribute: (*attribute).to_owned(),
        operator: (*operator).to_owned(),
        value: value.map(str::to_owned),
        further_values: Vec::new(),
    });
    ScopeFilter { groups: vec![ScopeGroup { name: "One".to_owned(), clauses: clauses.collect() }] }
}

#[tokio::test]
async fn a_filter_is_counted_while_it_is_edited_and_saved_with_an_undo() {
    let world = connected().await;
    let app = &world.app;
    let everyone = app.examine_scope(&ScopeFilter { groups: Vec::new() }).unwrap();
    assert!(everyone.assigned > 5 && everyone.included == everyone.assigned);

    let lisbon = filter(&[("city", "EQUALS", Some("Lisbon"))]);
    let found = app.examine_scope(&lisbon).unwrap();
    assert!(found.included > 0 && found.included < found.assigned, "{found:?}");
    assert!(!found.people[0].included && !found.people[0].sentence.is_empty());
    assert_eq!(found.diagnostics, []);
    let wrong = app.examine_scope(&filter(&[("City", "EQUALS", Some("Lisbon"))])).unwrap();
    assert_eq!(wrong.included, 0);
    let place = (wrong.diagnostics[0].field, wrong.diagnostics[0].group, wrong.diagnostics[0].clause);
    assert_eq!(place, (MappingField::Scope, Some(0), Some(0)));
    let [remedy] = &wrong.remedies[..] else { panic!("one way out: {:?}", wrong.remedies) };
    assert_eq!((remedy.group, remedy.clause, &remedy.filter), (Some(0), Some(0), &lisbon));
    assert_eq!(remedy.code, wrong.diagnostics[0].code);

    let saved = app.save_scope(&lisbon).unwrap();
    assert_eq!((&saved.scope, saved.undo.as_deref()), (&lisbon, Some("Source Object Scope")));
    assert!(saved.recommended, "whom to provision is no recommendation");
    assert_eq!(app.reset_mappings().unwrap().scope, lisbon);
    assert_eq!(app.undo_mappings().unwrap().scope.groups, []);
}

#[tokio::test]
async fn role_sync_is_one_switch_with_an_undo() {
    let world = connected().await;
    let app = &world.app;
    let first = app.mappings().unwrap();
    assert_eq!(first.role_sync, RoleSyncState::Off);
    let view = app.role_sync().unwrap();
    assert_eq!((view.on, view.custom_rows), (None, vec![]));
    let roles: Vec<_> = view.roles.iter().map(|role| (&*role.value, role.only_at_creation)).collect();
    assert_eq!(
        roles,
        [
            ("BUSINESS_ADMIN", false),
            ("BUSINESS_USER", false),
            ("BUSINESS_BOOKKEEPER", false),
            ("GUEST_USER", true),
            ("IT_ADMIN", false)
        ]
    );
    // The roles are those Ramp knows, so none is found missing or misspelt.
    let about: Vec<_> = view.notes.iter().map(|note| (note.role.as_deref(), note.severity)).collect();
    assert_eq!(
        about,
        [(Some("GUEST_USER"), Severity::Warning), (None, Severity::Info), (None, Severity::Info)]
    );
    for candidate in &view.candidates {
        assert!(candidate.unconfirmed && candidate.blocker.is_some(), "{}", candidate.id);
        let on = app.switch_role_sync(Some(&candidate.id)).unwrap();
        assert_eq!(on.role_sync, RoleSyncState::OnUntested);
        assert_eq!(on.rows.len(), 11, "one pair at a time");
        assert_eq!((&on.rows[10].target, &on.rows[10].source), (&candidate.target, &candidate.expression));
        assert_eq!(app.role_sync().unwrap().on.as_deref(), Some(&*candidate.id));
        let errors = on.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{}", candidate.id);
    }
    let off = app.switch_role_sync(None).unwrap();
    assert_eq!((&off.rows, off.role_sync), (&first.rows, RoleSyncState::Off));
    assert_eq!(off.undo.as_deref(), Some("Switch role sync off"));

    assert_eq!(app.undo_mappings().unwrap().undo.as_deref(), Some("Change role sync"));
    assert_eq!(app.role_sync().unwrap().on.as_deref(), Some("roles-complex"));
    for _ in 1..view.candidates.len() {
        app.undo_mappings().unwrap();
    }
    assert_eq!(app.mappings().unwrap().undo.as_deref(), Some("Switch role sync on"));
    assert_eq!(app.undo_mappings().unwrap().rows, first.rows);
    assert_eq!(app.redo_mappings().unwrap().role_sync, RoleSyncState::OnUntested);

    assert_eq!(app.switch_role_sync(Some("roles-by-magic")).unwrap_err().code, "mappings.no-such-role-sync");
    assert_eq!(app.role_sync().unwrap().on.as_deref(), Some("roles-single"), "nothing changed");
}

#[tokio::test]
async fn a_role_row_of_ones_own_is_told_before_a_pair_takes_its_place() {
    let world = connected().await;
    let app = &world.app;
    let row = MappingRow {
        target: "roles".to_owned(),
        ..expression(r#"Switch([department], , "IT", "IT_ADMIN")"#)
    };
    assert_eq!(app.save_row(&row).unwrap().role_sync, RoleSyncState::Custom);
    let view = app.role_sync().unwrap();
    assert_eq!(view.on, None);
    assert_eq!((&view.custom_rows[0].target, &view.custom_rows[0].source), (&row.target, &row.source));

    let on = app.switch_role_sync(Some("roles-assertive")).unwrap();
    assert_eq!((on.rows.len(), on.undo.as_deref()), (11, Some("Change role sync")));
    assert_eq!(app.role_sync().unwrap().custom_rows, []);
    let back = app.undo_mappings().unwrap();
    assert_eq!((&back.rows[10].source, back.role_sync), (&row.source, RoleSyncState::Custom));
}

#[tokio::test]
async fn a_schema_goes_out_with_the_attribute_that_role_sync_needs() {
    let world = connected().await;
    let app = &world.app;
    let schema = app.export_mappings(DocumentFormat::EntraSchema).unwrap().text;
    app.import_mappings("schema.json", &schema).unwrap();
    for (id, is_list) in [("roles-single", false), ("roles-assertive", true), ("roles-single", false)] {
        app.switch_role_sync(Some(id)).unwrap();
        let out = app.export_mappings(DocumentFormat::EntraSchema).unwrap().text;
        let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
        let list = schema["directories"][1]["objects"][0]["attributes"].as_array().unwrap();
        let entry = list.iter().find(|entry| entry["name"] == "roles").unwrap();
        assert_eq!(entry["multivalued"], is_list, "{id}");
    }
    app.switch_role_sync(None).unwrap();
    assert_eq!(app.export_mappings(DocumentFormat::EntraSchema).unwrap().text, schema);
}

#[test]
fn an_operator_says_whether_it_takes_a_value() {
    let operators = scope_operators();
    assert_eq!(operators.len(), 17);
    let takes = |name: &str| operators.iter().find(|one| one.name == name).unwrap().takes_value;
    assert!(takes("EQUALS") && !takes("IS NULL") && takes("REGEX MATCH"));
}

#[tokio::test]
async fn an_action_that_is_off_is_found_and_one_click_turns_it_on() {
    let world = connected().await;
    let app = &world.app;
    let off = app.save_actions(Actions { create: true, update: false, delete: true }).unwrap();
    assert_eq!(off.undo.as_deref(), Some("Target Object Actions"));
    let found = off.diagnostics.iter().find(|one| one.field == MappingField::Actions).unwrap();
    let changes = app.mapping_changes(TableVersion::Recommended, TableVersion::Current).unwrap();
    assert_eq!(changes[0].fields[0].after.as_deref(), Some("Create, Delete"));
    let on = app.apply_remedy(None, &found.code, &found.remedies[0].title).unwrap();
    assert!(on.actions.update && on.recommended);
    assert_eq!(
        app.apply_remedy(None, &found.code, &found.remedies[0].title).unwrap_err().code,
        "mappings.no-such-row"
    );
}
