//! Not scored by the validator.

use super::*;

#[tokio::test]
async fn multiple_ops_on_different_attributes() {
    let service = service().await;
    let path = format!("/Users/{}", service.create(&user("a")).await.id());
    let after = patched(
        &service,
        &path,
        json!([
            {"op": "remove", "path": "title"},
            {"op": "add", "path": "nickName", "value": "Babs"},
            {"op": "replace", "path": "displayName", "value": "New"},
        ]),
    )
    .await;
    assert_eq!(
        (after.get("title"), &after["nickName"], &after["displayName"]),
        (None, &json!("Babs"), &json!("New"))
    );
}

#[tokio::test]
async fn multiple_ops_on_the_same_attribute_of_a_user() {
    let service = service().await;
    let path = format!("/Users/{}", service.create(&user("a")).await.id());
    let operations = json!([
        {"op": "remove", "path": "displayName"},
        {"op": "add", "path": "displayName", "value": "first"},
        {"op": "replace", "path": "displayName", "value": "second"},
    ]);
    assert_eq!(patched(&service, &path, operations).await["displayName"], json!("second"));
}

#[tokio::test]
async fn multiple_ops_on_the_same_attribute_of_a_group() {
    let service = service().await;
    let path = format!("/Groups/{}", group_in(&service, "Team").await);
    let [a, b] = [service.create(&user("a")).await.id(), service.create(&user("b")).await.id()];
    let operations = json!([
        {"op": "add", "path": "members", "value": [{"value": a}]},
        {"op": "add", "path": "members", "value": [{"value": b}]},
        {"op": "remove", "path": format!("members[value eq \"{a}\"]")},
    ]);
    let after = patched(&service, &path, operations).await;
    assert_eq!(after["members"].as_array().expect("members").len(), 1);
    assert_eq!(after["members"][0]["value"], json!(b));
}

#[tokio::test]
async fn delete_a_non_existent_user() {
    assert_eq!(service().await.send("DELETE", "/Users/unknown", None).await.refusal().0, 404);
}

#[tokio::test]
async fn delete_a_non_existent_group() {
    assert_eq!(service().await.send("DELETE", "/Groups/unknown", None).await.refusal().0, 404);
}

#[tokio::test]
async fn delete_the_same_user_twice() {
    let service = service().await;
    let path = format!("/Users/{}", service.create(&user("a")).await.id());
    assert_eq!(service.send("DELETE", &path, None).await.status, 204);
    assert_eq!(service.send("DELETE", &path, None).await.refusal().0, 404);
}

#[tokio::test]
async fn delete_the_same_group_twice() {
    let service = service().await;
    let path = format!("/Groups/{}", group_in(&service, "Team").await);
    assert_eq!(service.send("DELETE", &path, None).await.status, 204);
    assert_eq!(service.send("DELETE", &path, None).await.refusal().0, 404);
}
