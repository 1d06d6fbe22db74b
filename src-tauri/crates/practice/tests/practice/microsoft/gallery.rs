//! The gallery's validation, its SCIM part.

use super::*;

#[tokio::test]
async fn schema_discoverability() {
    let schemas = service().await.get("/Schemas").await;
    let ids: Vec<&Value> =
        schemas.body["Resources"].as_array().expect("a list").iter().map(|it| &it["id"]).collect();
    for id in [urn::USER, urn::GROUP, urn::ENTERPRISE_USER] {
        assert!(ids.contains(&&json!(id)), "{id}");
    }
    assert!(!schemas.body.to_string().contains("null"), "no null members in /Schemas");
}

#[tokio::test]
async fn scim_null_update() {
    let service = service().await;
    let path = format!("/Users/{}", service.create(&user("a")).await.id());
    for nothing in [json!(""), Value::Null] {
        let operations = json!([
            {"op": "replace", "path": "title", "value": nothing},
            {"op": "replace", "path": "name.middleName", "value": nothing},
        ]);
        let after = patched(&service, &path, operations).await;
        for value in [after.get("title"), after["name"].get("middleName")] {
            assert_eq!(value.and_then(Value::as_str).unwrap_or_default(), "", "{nothing} reads back empty");
        }
    }
}

#[tokio::test]
async fn scim_user_create() {
    let service = service().await;
    let created = service.create(&user("a")).await;
    assert_eq!(created.status, 201);
    assert!(!created.id().is_empty());
    assert_eq!(created.header("location"), created.body["meta"]["location"].as_str().expect("a location"));
}

#[tokio::test]
async fn scim_user_update() {
    let service = service().await;
    let path = format!("/Users/{}", service.create(&user("a")).await.id());
    let dialects = [
        json!([{"op": "Replace", "path": "name.givenName", "value": "X"}, {"op": "Replace", "path": "title", "value": "Y"}]),
        json!([{"op": "replace", "value": {"name.givenName": "X", "title": "Y"}}]),
    ];
    for operations in dialects {
        let after = patched(&service, &path, operations.clone()).await;
        assert_eq!(
            (&after["name"]["givenName"], &after["title"]),
            (&json!("X"), &json!("Y")),
            "{operations}"
        );
    }
}

#[tokio::test]
async fn scim_group_create() {
    let service = service().await;
    let id = group_in(&service, "Team").await;
    assert_eq!(service.get(&format!("/Groups/{id}")).await.body["displayName"], json!("Team"));
}

#[tokio::test]
async fn scim_group_update() {
    let service = service().await;
    let path = format!("/Groups/{}", group_in(&service, "Team").await);
    let operations = json!([{"op": "Replace", "path": "displayName", "value": "New"}]);
    assert_eq!(patched(&service, &path, operations).await["displayName"], json!("New"));
}

/// A good token opens, a bad one does not, and the answer says which.
#[tokio::test]
async fn validate_credentials() {
    let service = service().await;
    let probe = "/Users?filter=userName+eq+%228646d011-1693-4cd3-9ee6-0d7482ca2219%22";
    assert_eq!(service.get(probe).await.status, 200);
    let refused = service.send_raw("GET", probe, Some("wrong"), String::new()).await;
    assert_eq!(refused.refusal().0, 401);
    assert!(refused.header("www-authenticate").contains("invalid_token"));
}

/// Ramp takes its own API token alone (R18): a token that Entra signs, sent where the field is left empty, is refused
/// as any other.
#[tokio::test]
async fn federated_identity() {
    let service = service().await;
    let jwt = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3N0cy53aW5kb3dzLm5ldC90LyJ9.";
    assert_eq!(service.send_raw("GET", "/Users", Some(jwt), String::new()).await.refusal().0, 401);
    let schemes = service.get("/ServiceProviderConfig").await.body["authenticationSchemes"].clone();
    let kinds: Vec<&Value> = schemes.as_array().expect("a list").iter().map(|it| &it["type"]).collect();
    assert_eq!(kinds, [&json!("oauthbearertoken")]);
}

async fn pages(service: &Ramp, path: &str) {
    let mut seen = Vec::new();
    for start in [1, 6, 11] {
        let page = service.get(&format!("{path}?startIndex={start}&count=5")).await.body;
        assert_eq!((&page["totalResults"], &page["startIndex"]), (&json!(12), &json!(start)));
        let resources = page["Resources"].as_array().expect("a list");
        assert_eq!(page["itemsPerPage"], json!(resources.len()));
        seen.extend(resources.iter().map(|it| it["id"].as_str().expect("an id").to_owned()));
    }
    let total = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!((total, seen.len()), (12, 12), "every one once");
    let beyond = service.get(&format!("{path}?startIndex=13&count=5")).await.body;
    assert_eq!((&beyond["totalResults"], &beyond["Resources"]), (&json!(12), &json!([])));
}

#[tokio::test]
async fn scim_user_pagination() {
    let service = service().await;
    for number in 0..12 {
        service.create(&user(&format!("user{number}"))).await;
    }
    pages(&service, "/Users").await;
}

#[tokio::test]
async fn scim_group_pagination() {
    let service = service().await;
    for number in 0..12 {
        group_in(&service, &format!("Team {number}")).await;
    }
    pages(&service, "/Groups").await;
}

#[tokio::test]
async fn scim_update_manager() {
    let service = service().await;
    let managers = [service.create(&user("m")).await.id(), service.create(&user("n")).await.id()];
    let path = format!("/Users/{}", service.create(&user("a")).await.id());
    for (op, value, expected) in [
        ("Add", json!({"value": managers[0]}), Some(&managers[0])),
        ("Replace", json!({"value": managers[1]}), Some(&managers[1])),
        ("Replace", json!({"value": ""}), None),
    ] {
        let after = patched(&service, &path, json!([{"op": op, "path": MANAGER, "value": value}])).await;
        let manager = after[urn::ENTERPRISE_USER]["manager"]["value"].as_str();
        assert_eq!(manager, expected.map(String::as_str), "{op} {value}");
    }
}
