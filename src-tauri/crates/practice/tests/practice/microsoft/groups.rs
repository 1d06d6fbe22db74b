//! The twelve of groups.

use super::*;

#[tokio::test]
async fn get_group_by_id_excluding_members() {
    let service = service().await;
    let id = with_a_member(&service).await;
    let answer = service.get(&format!("/Groups/{id}?excludedAttributes=members")).await;
    assert_eq!((answer.status, answer.body.get("members")), (200, None));
}

#[tokio::test]
async fn filter_for_existing_group_excluding_members() {
    let service = service().await;
    with_a_member(&service).await;
    let answer = filtered(&service, "/Groups?excludedAttributes=members", r#"displayName eq "Team""#).await;
    assert_eq!(found(&answer), (1, 1));
    assert_eq!(answer.body["Resources"][0].get("members"), None);
}

#[tokio::test]
async fn filter_for_an_existing_group() {
    let service = service().await;
    let id = with_a_member(&service).await;
    let answer = filtered(&service, "/Groups", r#"displayName eq "Team""#).await;
    assert_eq!(found(&answer), (1, 1));
    let group = &answer.body["Resources"][0];
    assert_eq!((&group["id"], group["members"].as_array().map(Vec::len)), (&json!(id), Some(1)));
}

#[tokio::test]
async fn filter_for_a_non_existing_group() {
    let service = service().await;
    group_in(&service, "Team").await;
    assert_eq!(found(&filtered(&service, "/Groups", r#"displayName eq "Other""#).await), (0, 0));
}

#[tokio::test]
async fn filter_for_an_existing_group_with_a_different_case() {
    let service = service().await;
    group_in(&service, "Team").await;
    assert_eq!(found(&filtered(&service, "/Groups", r#"displayName eq "tEAM""#).await), (1, 1));
}

#[tokio::test]
async fn create_a_new_group() {
    let service = service().await;
    let answer = service.send("POST", "/Groups", Some(&group("Team"))).await;
    assert_eq!(answer.status, 201);
    assert_eq!(
        (&answer.body["displayName"], &answer.body["externalId"]),
        (&json!("Team"), &json!("external-Team"))
    );
    assert_eq!(answer.body["schemas"], json!([urn::GROUP]));
}

#[tokio::test]
async fn create_a_duplicate_group() {
    let service = service().await;
    group_in(&service, "Team").await;
    let answer = service.send("POST", "/Groups", Some(&group("team"))).await;
    assert_eq!((answer.refusal().0, answer.refusal().1), (409, "uniqueness"));
}

#[tokio::test]
async fn patch_group_replace_attributes() {
    let service = service().await;
    let path = format!("/Groups/{}", group_in(&service, "Team").await);
    let after = patched(&service, &path, json!([{"op": "replace", "value": {"externalId": "new"}}])).await;
    assert_eq!(after["externalId"], json!("new"));
}

#[tokio::test]
async fn update_group_display_name() {
    let service = service().await;
    let path = format!("/Groups/{}", group_in(&service, "Team").await);
    let body = json!({"schemas": [urn::PATCH_OP], "Operations": [{"op": "replace", "value": {"displayName": "New"}}]});
    let answer = service.send("PATCH", &path, Some(&body)).await;
    assert_eq!((answer.status, answer.body), (204, Value::Null), "Microsoft wants 204 here");
    assert_eq!(service.get(&path).await.body["displayName"], json!("New"));
}

#[tokio::test]
async fn patch_group_add_member() {
    let service = service().await;
    let path = format!("/Groups/{}", group_in(&service, "Team").await);
    let id = service.create(&user("a")).await.id();
    let add = json!([{"op": "add", "path": "members", "value": [{"$ref": null, "value": id}]}]);
    for _ in 0..2 {
        let after = patched(&service, &path, add.clone()).await;
        let members = after["members"].as_array().expect("members");
        assert_eq!((members.len(), &members[0]["value"]), (1, &json!(id)), "added again, there once");
    }
}

/// Both ways in which Entra removes a member (§7).
#[tokio::test]
async fn patch_group_remove_member() {
    for by_filter in [true, false] {
        let service = service().await;
        let path = format!("/Groups/{}", with_a_member(&service).await);
        let other = service.create(&user("b")).await.id();
        let add = json!([{"op": "add", "path": "members", "value": [{"value": other}]}]);
        let before = patched(&service, &path, add).await;
        let first = before["members"][0]["value"].as_str().expect("an id");
        let removal = if by_filter {
            json!({"op": "remove", "path": format!("members[value eq \"{first}\"]")})
        } else {
            json!({"op": "Remove", "path": "members", "value": [{"value": first}]})
        };
        let after = patched(&service, &path, json!([removal])).await;
        let members = after["members"].as_array().expect("members");
        assert_eq!((members.len(), &members[0]["value"]), (1, &json!(other)), "{removal}");
    }
}

#[tokio::test]
async fn delete_a_group() {
    let service = service().await;
    let path = format!("/Groups/{}", group_in(&service, "Team").await);
    assert_eq!(service.send("DELETE", &path, None).await.status, 204);
    assert_eq!(service.get(&path).await.refusal().0, 404);
}

async fn with_a_member(service: &Ramp) -> String {
    let id = service.create(&user("a")).await.id();
    let mut body = group("Team");
    body["members"] = json!([{"value": id}]);
    service.send("POST", "/Groups", Some(&body)).await.id()
}
