//! Ramp's rules as a client meets them, by their number in ramp-scim.md.

use onramp_practice::Rules;
use onramp_practice::control::{InviteSender, PracticeSyncOptions};
use onramp_ramp::Role;
use onramp_scim::urn;
use serde_json::{Value, json};

use crate::support::{Ramp, defaults, user, user_of};

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

#[tokio::test]
async fn r1_user_name_identifies_without_case() {
    let ramp = Ramp::new().await;
    assert_eq!(ramp.create(&user("ana")).await.status, 201);

    let mut again = user("other");
    again["userName"] = json!("ANA@Contoso.Example");
    let answer = ramp.create(&again).await;
    assert_eq!((answer.refusal().0, answer.refusal().1), (409, "uniqueness"));

    let other = ramp.create(&user("other")).await.id();
    let answer = ramp
        .patch(&other, json!([{"op": "Replace", "path": "userName", "value": "Ana@contoso.example"}]))
        .await;
    assert_eq!((answer.refusal().0, answer.refusal().1), (409, "uniqueness"));
    let answer = ramp
        .patch(&other, json!([{"op": "replace", "path": "userName", "value": "OTHER@contoso.example"}]))
        .await;
    assert_eq!(
        (answer.status, &answer.body["userName"]),
        (200, &json!("OTHER@contoso.example")),
        "its own name in another case"
    );
}

#[tokio::test]
async fn r1_a_miscased_user_name_never_arrives() {
    let ramp = Ramp::new().await;
    let mut misspelt = user("ana");
    let name = misspelt.as_object_mut().and_then(|it| it.remove("userName")).expect("a name");
    misspelt["username"] = name;
    let answer = ramp.create(&misspelt).await;
    let (status, kind, detail) = answer.refusal();
    assert_eq!((status, kind), (400, "invalidValue"));
    assert!(detail.contains("userName"), "{detail}");
    assert_eq!(ramp.count().await, 0);
}

#[tokio::test]
async fn r2_an_invite_names_everything_that_is_missing_at_once() {
    let ramp = Ramp::new().await;
    let answer = ramp.create(&json!({"userName": "ana", "name": {"givenName": "  "}, "emails": [{"type": "home", "value": "h"}]})).await;
    let (status, kind, detail) = answer.refusal();
    assert_eq!((status, kind), (400, "invalidValue"));
    for attribute in
        ["name.givenName", "name.familyName", "emails[type eq \"work\"].value", "locality", "department"]
    {
        assert!(detail.contains(attribute), "{attribute} is not in: {detail}");
    }
    assert_eq!(ramp.count().await, 0, "nothing is stored");
}

#[tokio::test]
async fn r3_defaults_apply_on_create_and_on_update() {
    let ramp = Ramp::with(Rules::Ramp, defaults(" Headquarters ", "General")).await;
    let mut bare = user("ana");
    for attribute in ["addresses", urn::ENTERPRISE_USER] {
        bare.as_object_mut().expect("an object").remove(attribute);
    }
    let created = ramp.create(&bare).await;
    assert_eq!(created.status, 201, "{:?}", created.body);
    let account = ramp.account(&created.id()).await;
    assert_eq!(
        (account.location.as_deref(), account.department.as_deref()),
        (Some("Headquarters"), Some("General"))
    );
    assert_eq!(created.body["addresses"], json!([{"type": "work", "locality": "Headquarters"}]));

    let full = ramp.create(&user("rui")).await.id();
    let remove = json!([{"op": "Remove", "path": "addresses[type eq \"work\"].locality"}]);
    assert_eq!(ramp.patch(&full, remove.clone()).await.status, 200);
    assert_eq!(ramp.account(&full).await.location.as_deref(), Some("Headquarters"));

    ramp.control.set_settings(Default::default()).await.expect("settings");
    let answer = ramp.patch(&full, remove).await;
    let (status, kind, detail) = answer.refusal();
    assert_eq!((status, kind), (400, "invalidValue"));
    assert!(detail.contains("locality") && !detail.contains("department"), "{detail}");
    assert_eq!(ramp.account(&full).await.location.as_deref(), Some("Headquarters"), "nothing is stored");
}

#[tokio::test]
async fn r4_places_are_made_once_by_name() {
    let ramp = Ramp::new().await;
    let first = ramp.create(&user("ana")).await.id();
    let mut second = user("rui");
    second["addresses"] = json!([{"type": "work", "locality": " LISBON "}]);
    second[urn::ENTERPRISE_USER]["department"] = json!("finance");
    let second = ramp.create(&second).await;
    assert_eq!(second.body["addresses"][0]["locality"], json!(" LISBON "), "values come back as sent");
    for id in [first, second.id()] {
        let account = ramp.account(&id).await;
        assert_eq!(
            (account.location.as_deref(), account.department.as_deref()),
            (Some("Lisbon"), Some("Finance"))
        );
    }
    let mut third = user("zoe");
    third["addresses"] = json!([{"type": "work", "locality": "Zürich"}]);
    let third = ramp.create(&third).await.id();
    assert_eq!(ramp.account(&third).await.location.as_deref(), Some("Zürich"));
}

#[tokio::test]
async fn r5_a_manager_is_linked_by_id_and_a_later_patch_links_one_who_came_later() {
    let ramp = Ramp::new().await;
    let early = ramp.create(&user_of("ana", "not-there-yet")).await;
    assert_eq!(early.status, 201, "invited without a manager");
    assert!(early.body[urn::ENTERPRISE_USER].get("manager").is_none());

    let manager = ramp.create(&user("rui")).await.id();
    let patched = ramp.patch(&early.id(), json!([{"op": "Add", "path": MANAGER, "value": manager}])).await;
    let expected = json!({"value": manager, "$ref": format!("{}/Users/{manager}", crate::support::BASE), "displayName": "rui Silva"});
    assert_eq!((patched.status, &patched.body[urn::ENTERPRISE_USER]["manager"]), (200, &expected));
    assert_eq!(ramp.account(&early.id()).await.manager_id, Some(manager.clone()));

    let linked = ramp.create(&user_of("zoe", &manager)).await;
    assert_eq!(linked.body[urn::ENTERPRISE_USER]["manager"]["value"], json!(manager));
    let unlinked = ramp.patch(&linked.id(), json!([{"op": "remove", "path": MANAGER}])).await;
    assert!(unlinked.body[urn::ENTERPRISE_USER].get("manager").is_none());
}

#[tokio::test]
async fn r6_who_cannot_manage_is_refused_by_name_and_role() {
    let ramp = Ramp::new().await;
    let manager = ramp.create(&user("rui")).await.id();
    let report = ramp.create(&user("ana")).await.id();
    for (role, name) in [(Role::ItAdmin, "IT Admin"), (Role::Bookkeeper, "Accounting")] {
        ramp.control.set_role(&manager, role).await.expect("a role");
        let patch = ramp.patch(&report, json!([{"op": "Add", "path": MANAGER, "value": manager}])).await;
        let create = ramp.create(&user_of("zoe", &manager)).await;
        for answer in [patch, create] {
            let (status, kind, detail) = answer.refusal();
            assert_eq!((status, kind), (400, "invalidValue"));
            assert!(detail.contains("rui Silva") && detail.contains(name), "{detail}");
        }
    }
    assert_eq!(ramp.count().await, 2);
    assert_eq!(ramp.account(&report).await.manager_id, None, "nothing is stored");
}

#[tokio::test]
async fn r7_whoever_has_reports_is_a_manager() {
    let ramp = Ramp::new().await;
    let manager = ramp.create(&user("rui")).await.id();
    assert_eq!(ramp.account(&manager).await.role, Role::Employee);
    let report = ramp.create(&user_of("ana", &manager)).await.id();
    assert_eq!(ramp.account(&manager).await.role, Role::Manager);
    assert_eq!(ramp.account(&report).await.role, Role::Employee);
    ramp.patch(&report, json!([{"op": "Replace", "path": MANAGER, "value": ""}])).await;
    assert_eq!(ramp.account(&manager).await.role, Role::Employee);
}

#[tokio::test]
async fn r8_the_manager_sends_the_invite_or_else_the_owner() {
    let ramp = Ramp::new().await;
    let manager = ramp.create(&user("rui")).await.id();
    assert_eq!(ramp.account(&manager).await.invited_by, Some(InviteSender::Owner));
    let with = ramp.create(&user_of("ana", &manager)).await.id();
    assert_eq!(ramp.account(&with).await.invited_by, Some(InviteSender::Manager(manager.clone())));
    let later = ramp.create(&user("zoe")).await.id();
    ramp.patch(&later, json!([{"op": "Add", "path": MANAGER, "value": manager}])).await;
    assert_eq!(
        ramp.account(&later).await.invited_by,
        Some(InviteSender::Owner),
        "the manager came after the invite"
    );
}

#[tokio::test]
async fn r10_a_deactivated_user_stays_and_can_come_back() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    for (operations, active) in [
        (json!([{"op": "Replace", "path": "active", "value": "False"}]), false),
        (json!([{"op": "Replace", "path": "active", "value": "True"}]), true),
        (json!([{"op": "replace", "path": "active", "value": false}]), false),
        (json!([{"op": "replace", "value": {"active": true}}]), true),
    ] {
        let answer = ramp.patch(&id, operations).await;
        assert_eq!((answer.status, &answer.body["active"]), (200, &json!(active)));
        assert_eq!(ramp.account(&id).await.active, active);
        assert_eq!(
            ramp.get("/Users?filter=userName+eq+%22ana@contoso.example%22").await.body["totalResults"],
            json!(1)
        );
    }
}

#[tokio::test]
async fn r10_delete_ends_the_resource_and_keeps_the_account() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    assert_eq!(ramp.send("DELETE", &format!("/Users/{id}"), None).await.status, 204);
    for (method, body) in [
        ("GET", None),
        ("DELETE", None),
        ("PATCH", Some(json!({"Operations": []}))),
        ("PUT", Some(user("ana"))),
    ] {
        let answer = ramp.send(method, &format!("/Users/{id}"), body.as_ref()).await;
        assert_eq!(answer.refusal().0, 404, "{method}");
    }
    assert_eq!(ramp.get("/Users").await.body["totalResults"], json!(0));
    let account = ramp.account(&id).await;
    assert!(!account.active && !account.scim_managed);

    let mut back = user("ana");
    back["userName"] = json!("ANA@contoso.example");
    let back = ramp.create(&back).await;
    assert_eq!((back.status, back.id()), (201, id.clone()), "the same account under the same id");
    let account = ramp.account(&id).await;
    assert!(account.active && account.scim_managed);
    assert_eq!(ramp.count().await, 1);
}

#[tokio::test]
async fn r12_a_change_shows_at_once_where_ramp_may_take_five_minutes() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    ramp.patch(&id, json!([{"op": "Replace", "path": "name.familyName", "value": "Sousa"}])).await;
    assert_eq!(ramp.account(&id).await.name, "ana Sousa", "the practice Ramp does not make anybody wait");
}

#[tokio::test]
async fn r13_the_idps_values_overwrite_what_was_entered_in_ramp() {
    let ramp = Ramp::new().await;
    let manager = ramp.create(&user("rui")).await.id();
    let id = ramp.control.add_account("By", "Hand", "ana@contoso.example").await.expect("an account");
    ramp.create(&user("ana")).await;
    let mut changed = user_of("ana", &manager);
    changed["name"] = json!({"givenName": "Ana", "familyName": "Sousa"});
    changed["addresses"] = json!([{"type": "work", "locality": "Porto"}]);
    changed[urn::ENTERPRISE_USER]["department"] = json!("Sales");
    assert_eq!(ramp.send("PUT", &format!("/Users/{id}"), Some(&changed)).await.status, 200);
    let account = ramp.account(&id).await;
    assert_eq!(
        (account.name.as_str(), account.location.as_deref(), account.department.as_deref()),
        ("Ana Sousa", Some("Porto"), Some("Sales"))
    );
    assert_eq!(account.manager_id, Some(manager));
}

#[tokio::test]
async fn r14_leaving_the_group_deactivates_at_once_and_the_groups_department_comes_as_the_users() {
    let ramp = Ramp::new().await;
    let mut by_group = user("ana");
    by_group[urn::ENTERPRISE_USER]["department"] = json!("The whole group");
    let id = ramp.create(&by_group).await.id();
    assert_eq!(ramp.account(&id).await.department.as_deref(), Some("The whole group"));
    let left = json!([{"op": "Replace", "path": "active", "value": "False"}]);
    assert_eq!(ramp.patch(&id, left).await.status, 200);
    assert!(!ramp.account(&id).await.active);
}

#[tokio::test]
async fn r15_role_sync_gives_the_app_roles_value_and_guest_at_the_first_creation_only() {
    let ramp = Ramp::new().await;
    let with_role = |name: &str, value: &str| {
        let mut user = user(name);
        user["roles"] = json!([{"primary": true, "type": "WindowsAzureActiveDirectoryRole", "value": value}]);
        user
    };
    let id = ramp.create(&with_role("off", "BUSINESS_ADMIN")).await.id();
    assert_eq!(ramp.account(&id).await.role, Role::Employee, "without role sync nobody looks at it");

    let options = PracticeSyncOptions { role_sync: true, auto_termination_days: None };
    ramp.control.set_sync_options(options).await.expect("stored");
    for (name, value, expected, told) in [
        ("admin", "BUSINESS_ADMIN", Role::Admin, "admin Silva has the role Admin, from Entra"),
        ("user", "BUSINESS_USER", Role::Employee, "user Silva has the role Employee"),
        ("books", "BUSINESS_BOOKKEEPER", Role::Bookkeeper, "books Silva has the role Accounting, from Entra"),
        ("guest", "GUEST_USER", Role::Guest, "guest Silva has the role Guest, from Entra"),
        ("it", "IT_ADMIN", Role::ItAdmin, "it Silva has the role IT Admin, from Entra"),
        ("odd", "Owner", Role::Employee, "odd Silva’s role Owner is not one Ramp knows, and was left out"),
    ] {
        let created = ramp.create(&with_role(name, value)).await;
        assert_eq!(created.status, 201, "{value}: {:?}", created.body);
        assert_eq!(ramp.account(&created.id()).await.role, expected, "{value}");
        let events = ramp.control.events(0).await.expect("events");
        assert!(events.iter().any(|event| event.sentence == told), "{value}: {events:?}");
    }

    // Someone who is there already keeps the role: no value says nothing, and Guest comes too late.
    let known = ramp.control.add_account("late", "Silva", "late@contoso.example").await.expect("an account");
    ramp.control.set_role(&known, Role::Bookkeeper).await.expect("a role");
    ramp.create(&with_role("late", "GUEST_USER")).await;
    assert_eq!(ramp.account(&known).await.role, Role::Bookkeeper);
    ramp.patch(&known, json!([{"op": "Replace", "path": "externalId", "value": "x"}])).await;
    assert_eq!(ramp.account(&known).await.role, Role::Bookkeeper);
    let before = ramp.control.events(0).await.expect("events").len();
    ramp.patch(&known, json!([{"op": "Replace", "path": "externalId", "value": "y"}])).await;
    let said = ramp.control.events(0).await.expect("events").split_off(before);
    assert!(said.iter().all(|event| event.rule != "R15"), "roles that stay are not told again: {said:?}");

    // On update, in each form Entra is known to send (entra-scim-client.md §6.9).
    for (operation, expected) in [
        (
            json!({"op": "Replace", "path": "roles[primary eq \"True\"].value", "value": "IT_ADMIN"}),
            Role::ItAdmin,
        ),
        (
            json!({"op": "replace", "path": "roles", "value": [{"value": "BUSINESS_ADMIN", "primary": "True"}]}),
            Role::Admin,
        ),
        (
            json!({"op": "Replace", "path": "roles", "value":
                [{"value": "{\"id\":\"1\",\"value\":\"BUSINESS_BOOKKEEPER\",\"displayName\":\"Accounting\"}"}]}),
            Role::Bookkeeper,
        ),
        (json!({"op": "replace", "path": "roles", "value": "BUSINESS_USER"}), Role::Employee),
        (json!({"op": "replace", "path": "roles", "value": "GUEST_USER"}), Role::Employee),
    ] {
        let answer = ramp.patch(&known, json!([operation])).await;
        assert_eq!(answer.status, 200, "{operation}: {:?}", answer.body);
        assert_eq!(ramp.account(&known).await.role, expected, "{operation}");
    }
}

#[tokio::test]
async fn r17_someone_with_an_account_is_linked() {
    let ramp = Ramp::new().await;
    let id = ramp.control.add_account("Ana", "Souza", "Ana@Contoso.Example").await.expect("an account");
    assert_eq!(ramp.get(&format!("/Users/{id}")).await.status, 404, "SCIM does not manage it yet");
    let linked = ramp.create(&user("ana")).await;
    assert_eq!((linked.status, linked.id()), (201, id.clone()));
    let account = ramp.account(&id).await;
    assert_eq!(
        (account.name.as_str(), account.invited_by),
        ("ana Silva", None),
        "the IdP's values, and no second invite"
    );
    assert_eq!(ramp.count().await, 1);
    assert_eq!(ramp.create(&user("ana")).await.refusal().0, 409);
}

#[tokio::test]
async fn r18_no_address_hands_out_a_token() {
    let ramp = Ramp::new().await;
    for path in ["/ramp/tokens", "/ramp/token", "/scim/v2/tokens", "/ramp"] {
        for method in ["GET", "POST"] {
            let request = axum::http::Request::builder()
                .method(method)
                .uri(path)
                .header("authorization", format!("Bearer {}", ramp.token))
                .body(axum::body::Body::empty())
                .expect("a request");
            assert_eq!(crate::support::answer_of(&ramp.router, request).await.status, 404, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn plain_rules_ask_for_a_unique_user_name_alone() {
    let ramp = Ramp::with(Rules::Plain, Default::default()).await;
    let bare = json!({"schemas": [urn::USER], "userName": "ana"});
    assert_eq!(ramp.create(&bare).await.status, 201);
    assert_eq!(ramp.create(&bare).await.refusal().0, 409);
    assert_eq!(ramp.create(&json!({"name": {"givenName": "x"}})).await.refusal().0, 400);
    let manager = ramp.create(&json!({"userName": "rui"})).await.id();
    ramp.control.set_role(&manager, Role::ItAdmin).await.expect("a role");
    let mut managed: Value = json!({"userName": "zoe"});
    managed[urn::ENTERPRISE_USER] = json!({"manager": {"value": manager}});
    assert_eq!(ramp.create(&managed).await.body[urn::ENTERPRISE_USER]["manager"]["value"], json!(manager));
}

#[tokio::test]
async fn plain_rules_leave_ramps_own_out() {
    let ramp = Ramp::with(Rules::Plain, defaults("Headquarters", "General")).await;
    let by_hand = ramp.control.add_account("Ana", "Souza", "ana@contoso.example").await.expect("an account");
    let ana = ramp.create(&user("ana")).await;
    assert_eq!(ana.status, 201);
    assert_ne!(ana.id(), by_hand, "nobody is linked by email (R17)");
    assert_eq!(ramp.account(&ana.id()).await.invited_by, None, "nobody is invited (R8)");

    let bare = ramp.create(&json!({"userName": "bare"})).await;
    assert!(
        bare.body.get("addresses").is_none() && bare.body.get(urn::ENTERPRISE_USER).is_none(),
        "no defaults (R3)"
    );

    let unknown = ramp.create(&user_of("zoe", "nobody-here")).await;
    assert_eq!(
        unknown.body[urn::ENTERPRISE_USER]["manager"],
        json!({"value": "nobody-here"}),
        "kept as sent (R5)"
    );
    let path = format!("/Users/{}", unknown.id());
    assert_eq!(ramp.get(&path).await.body[urn::ENTERPRISE_USER]["manager"], json!({"value": "nobody-here"}));
    let patched = ramp.patch(&ana.id(), json!([{"op": "add", "path": MANAGER, "value": unknown.id()}])).await;
    assert_eq!(patched.body[urn::ENTERPRISE_USER]["manager"]["displayName"], json!("zoe Silva"));
    assert_eq!(ramp.send("DELETE", &path, None).await.status, 204);
    let left = ramp.get(&format!("/Users/{}", ana.id())).await.body;
    assert_eq!(left[urn::ENTERPRISE_USER]["manager"], json!({"value": unknown.id()}));
}

#[tokio::test]
async fn by_plain_rules_what_is_deleted_is_gone_and_comes_back_as_another() {
    let ramp = Ramp::with(Rules::Plain, Default::default()).await;
    let id = ramp.create(&user("ana")).await.id();
    assert_eq!(ramp.send("DELETE", &format!("/Users/{id}"), None).await.status, 204);
    assert_eq!(ramp.get(&format!("/Users/{id}")).await.status, 404);
    assert_eq!(ramp.count().await, 0);
    let again = ramp.create(&user("ana")).await;
    assert_eq!(again.status, 201);
    assert_ne!(again.id(), id);
}

#[tokio::test]
async fn plain_rules_free_the_name_of_an_account_that_ramps_rules_kept() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    assert_eq!(ramp.send("DELETE", &format!("/Users/{id}"), None).await.status, 204);
    let plain = ramp.reopened(Rules::Plain).await;
    let again = plain.create(&user("ana")).await;
    assert_eq!(again.status, 201);
    assert_ne!(again.id(), id);
    assert_eq!(plain.count().await, 1);
}

#[tokio::test]
async fn the_schemas_say_what_is_required() {
    let always =
        ["userName", "name", "name.familyName", "name.givenName", "emails", "emails.value", "emails.type"];
    let location = ["addresses", "addresses.locality", "addresses.type"];
    for (rules, settings, expected) in [
        (Rules::Plain, Default::default(), vec!["userName"]),
        (Rules::Ramp, Default::default(), [&always[..], &location, &["department"]].concat()),
        (Rules::Ramp, defaults("Headquarters", ""), [&always[..], &["department"]].concat()),
        (Rules::Ramp, defaults("", "General"), [&always[..], &location].concat()),
        (Rules::Ramp, defaults("Headquarters", "General"), always.to_vec()),
    ] {
        let ramp = Ramp::with(rules, settings.clone()).await;
        let schemas = ramp.get("/Schemas").await.body;
        let listed = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut required = Vec::new();
        let of_users = [urn::USER, urn::ENTERPRISE_USER].map(Value::from);
        let schemas = listed(&schemas["Resources"]);
        let schemas = schemas.iter().filter(|schema| of_users.contains(&schema["id"]));
        for attribute in schemas.flat_map(|schema| listed(&schema["attributes"])) {
            let name = attribute["name"].as_str().expect("a name").to_owned();
            if attribute["required"] == json!(true) {
                required.push(name.clone());
            }
            for sub in listed(&attribute["subAttributes"]).iter().filter(|sub| sub["required"] == json!(true))
            {
                required.push(format!("{name}.{}", sub["name"].as_str().expect("a name")));
            }
        }
        assert_eq!(required, expected, "{rules:?} {settings:?}");
        let types = ramp.get("/ResourceTypes").await.body;
        assert_eq!(
            types["Resources"][0]["schemaExtensions"][0]["required"],
            json!(expected.contains(&"department")),
            "{rules:?} {settings:?}"
        );
    }
}
