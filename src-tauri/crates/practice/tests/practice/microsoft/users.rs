//! The twelve of users.

use super::*;

#[tokio::test]
async fn create_a_new_user() {
    let service = service().await;
    let answer = service.create(&user("a")).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    let mut expected = user("a");
    // A boolean comes back as one, however it was sent.
    expected["roles"][0]["primary"] = json!(true);
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&answer.body[name], value, "{name}: values come back exactly as sent");
    }
    assert_eq!(service.get(&format!("/Users/{}", answer.id())).await.body, answer.body);
}

#[tokio::test]
async fn create_a_duplicate_user() {
    let service = service().await;
    service.create(&user("a")).await;
    let answer = service.create(&user("a")).await;
    assert_eq!((answer.refusal().0, answer.refusal().1), (409, "uniqueness"));
}

#[tokio::test]
async fn filter_for_an_existing_user() {
    let service = service().await;
    let created = service.create(&user("a")).await;
    let answer = filtered(&service, "/Users", r#"userName eq "a@example.com""#).await;
    assert_eq!(found(&answer), (1, 1));
    assert_eq!(answer.body["Resources"][0], created.body);
}

#[tokio::test]
async fn filter_for_a_non_existing_user() {
    let service = service().await;
    service.create(&user("a")).await;
    let answer = filtered(&service, "/Users", r#"userName eq "8646d011-1693-4cd3-9ee6-0d7482ca2219""#).await;
    assert_eq!(found(&answer), (0, 0));
}

#[tokio::test]
async fn filter_for_an_existing_user_with_a_different_case() {
    let service = service().await;
    service.create(&user("a")).await;
    assert_eq!(found(&filtered(&service, "/Users", r#"userName eq "A@EXAMPLE.COM""#).await), (1, 1));
}

#[tokio::test]
async fn patch_user_replace_attributes_verbose() {
    let service = service().await;
    let id = service.create(&user("a")).await.id();
    let enterprise = |name: &str| format!("{}:{name}", urn::ENTERPRISE_USER);
    let changes: Vec<(String, Value)> = [
        ("displayName", "AA"),
        ("title", "BB"),
        ("name.givenName", "CC"),
        ("name.familyName", "DD"),
        ("name.formatted", "EE"),
        ("emails[type eq \"work\"].value", "new@work.example"),
        ("phoneNumbers[type eq \"work\"].value", "1"),
        ("phoneNumbers[type eq \"fax\"].value", "2"),
        ("addresses[type eq \"work\"].locality", "FF"),
        ("addresses[type eq \"other\"].formatted", "GG"),
        ("roles[primary eq \"True\"].value", "HH"),
        ("externalId", "II"),
        (enterprise("department").as_str(), "JJ"),
        (enterprise("employeeNumber").as_str(), "KK"),
    ]
    .map(|(path, value)| (path.to_owned(), json!(value)))
    .into();
    let operations: Vec<Value> =
        changes.iter().map(|(path, value)| json!({"op": "replace", "path": path, "value": value})).collect();
    let after = patched(&service, &format!("/Users/{id}"), json!(operations)).await;
    for (path, value) in changes {
        let parsed = onramp_scim::path::AttributePath::parse(&path).expect("a path");
        assert_eq!(onramp_scim::path::get(&after, &parsed), Some(value), "{path}");
    }
}

#[tokio::test]
async fn update_user_user_name() {
    let service = service().await;
    let id = service.create(&user("a")).await.id();
    let operations = json!([{"op": "replace", "value": {"userName": "b@example.com"}}]);
    let after = patched(&service, &format!("/Users/{id}"), operations).await;
    assert_eq!(after["userName"], json!("b@example.com"));
    assert_eq!(found(&filtered(&service, "/Users", r#"userName eq "a@example.com""#).await), (0, 0));
    assert_eq!(found(&filtered(&service, "/Users", r#"userName eq "b@example.com""#).await), (1, 1));
}

#[tokio::test]
async fn patch_user_disable_user() {
    let service = service().await;
    let id = service.create(&user("a")).await.id();
    for (value, expected) in [(json!(false), false), (json!("True"), true), (json!("False"), false)] {
        let operations = json!([{"op": "replace", "path": "active", "value": value}]);
        let after = patched(&service, &format!("/Users/{id}"), operations).await;
        assert_eq!(after["active"], json!(expected), "{value}");
    }
    let answer = filtered(&service, "/Users", r#"userName eq "a@example.com""#).await;
    assert_eq!(found(&answer), (1, 1), "a disabled user is still returned");
}

/// Every form in which Entra has been seen to send a manager (§6.6).
fn manager_forms(id: &str) -> [Value; 3] {
    [json!(id), json!({"value": id}), json!([{"$ref": format!("http://x/scim/Users/{id}"), "value": id}])]
}

#[tokio::test]
async fn patch_user_add_manager() {
    for form in 0..3 {
        let service = service().await;
        let manager = service.create(&user("m")).await.id();
        let id = service.create(&user("a")).await.id();
        let value = manager_forms(&manager)[form].clone();
        let operations = json!([{"op": "add", "path": MANAGER, "value": value}]);
        let after = patched(&service, &format!("/Users/{id}"), operations).await;
        assert_eq!(after[urn::ENTERPRISE_USER]["manager"]["value"], json!(manager), "{value}");
    }
}

#[tokio::test]
async fn patch_user_replace_manager() {
    let service = service().await;
    let managers = [service.create(&user("m")).await.id(), service.create(&user("n")).await.id()];
    let path = format!("/Users/{}", service.create(&user("a")).await.id());
    for manager in &managers {
        let operations = json!([{"op": "replace", "path": MANAGER, "value": {"value": manager}}]);
        let after = patched(&service, &path, operations).await;
        assert_eq!(after[urn::ENTERPRISE_USER]["manager"]["value"], json!(manager));
    }
}

#[tokio::test]
async fn patch_user_remove_manager() {
    for removal in [
        json!({"op": "remove", "path": MANAGER}),
        json!({"op": "replace", "path": MANAGER, "value": ""}),
        json!({"op": "replace", "path": MANAGER, "value": {"value": ""}}),
    ] {
        let service = service().await;
        let manager = service.create(&user("m")).await.id();
        let path = format!("/Users/{}", service.create(&user("a")).await.id());
        patched(&service, &path, json!([{"op": "add", "path": MANAGER, "value": manager}])).await;
        let after = patched(&service, &path, json!([removal])).await;
        assert_eq!(after[urn::ENTERPRISE_USER].get("manager"), None, "{removal}");
    }
}

#[tokio::test]
async fn delete_a_user() {
    let service = service().await;
    let path = format!("/Users/{}", service.create(&user("a")).await.id());
    assert_eq!(service.send("DELETE", &path, None).await.status, 204);
    assert_eq!(service.get(&path).await.refusal().0, 404);
}
