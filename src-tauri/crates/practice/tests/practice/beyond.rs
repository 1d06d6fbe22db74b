//! What SCIM offers beyond what Entra asks for: searches by POST, versions, bulk requests, groups in groups, strictness.

use axum::body::Body;
use axum::http::Request;
use onramp_practice::Rules;
use onramp_scim::urn;
use serde_json::{Value, json};

use crate::support::{BASE, Ramp, status_of, user};

#[tokio::test]
async fn a_search_by_post_is_the_same_query() {
    let ramp = Ramp::new().await;
    for name in ["rui", "ana", "zoe"] {
        ramp.create(&user(name)).await;
    }
    let search = json!({
        "schemas": [urn::SEARCH_REQUEST],
        "filter": "userName co \"contoso\"",
        "sortBy": "userName",
        "sortOrder": "descending",
        "attributes": ["externalId"],
        "count": 2,
    });
    for path in ["/Users/.search", "/.search"] {
        let answer = ramp.send("POST", path, Some(&search)).await;
        assert_eq!((answer.status, &answer.body["totalResults"]), (200, &json!(3)), "{path}");
        let found: Vec<&Value> =
            answer.body["Resources"].as_array().expect("a list").iter().map(|it| &it["externalId"]).collect();
        assert_eq!(found, [&json!("zoe"), &json!("rui")], "{path}");
        assert!(answer.body["Resources"][0].get("userName").is_none(), "{path}");
    }
    let sorted = ramp.get("/Users?sortBy=name.givenName&count=1").await.body;
    assert_eq!(sorted["Resources"][0]["externalId"], json!("ana"));
    let group = ramp.send("POST", "/Groups", Some(&json!({"displayName": "Contoso team"}))).await;
    assert_eq!(group.status, 201);
    let both = json!({"filter": "userName eq \"ana@contoso.example\" or displayName sw \"contoso\""});
    assert_eq!(ramp.send("POST", "/.search", Some(&both)).await.body["totalResults"], json!(2));
}

#[tokio::test]
async fn versions_are_heeded_where_they_are_sent() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    let path = format!("/Users/{id}");
    let with = |method: &str, header: &'static str, tag: &'static str, body: Option<&Value>| {
        let request = Request::builder()
            .method(method)
            .uri(format!("/scim/v2{path}"))
            .header("authorization", format!("Bearer {}", ramp.token))
            .header(header, tag);
        request.body(Body::from(body.map(Value::to_string).unwrap_or_default())).expect("a request")
    };
    let rename = json!({"schemas": [urn::PATCH_OP], "Operations": [{"op": "replace", "path": "name.givenName", "value": "Anna"}]});
    for (method, header, tag, body, status) in [
        ("GET", "if-none-match", r#"W/"1""#, None, 304),
        ("GET", "if-none-match", r#"W/"7""#, None, 200),
        ("PATCH", "if-match", r#"W/"7""#, Some(&rename), 412),
        ("PUT", "if-match", r#"W/"7""#, Some(&user("ana")), 412),
        ("DELETE", "if-match", r#"W/"7""#, None, 412),
        ("PATCH", "if-match", r#"W/"1""#, Some(&rename), 200),
        ("PATCH", "if-match", r#"W/"1""#, Some(&rename), 412),
        ("PATCH", "if-match", "*", Some(&rename), 200),
        ("DELETE", "if-match", r#"W/"2""#, None, 204),
    ] {
        assert_eq!(
            status_of(&ramp.router, with(method, header, tag, body)).await,
            status,
            "{method} {header}: {tag}"
        );
    }
}

#[tokio::test]
async fn a_bulk_request_makes_what_it_refers_to_first() {
    let ramp = Ramp::with(Rules::Plain, Default::default()).await;
    let bulk = json!({"schemas": [urn::BULK_REQUEST], "Operations": [
        {"method": "POST", "path": "/Groups", "bulkId": "team",
         "data": {"displayName": "Team", "members": [{"value": "bulkId:ana"}]}},
        {"method": "POST", "path": "/Users", "bulkId": "ana", "data": user("ana")},
        {"method": "POST", "path": "/Users", "bulkId": "again", "data": user("ana")},
        {"method": "PATCH", "path": "/Users/bulkId:ana", "data":
            {"schemas": [urn::PATCH_OP], "Operations": [{"op": "replace", "path": "title", "value": "CFO"}]}},
        {"method": "PATCH", "path": "/Users/bulkId:nobody", "data": {"Operations": []}},
        {"method": "DELETE", "path": "/Users/unknown"},
        {"method": "POST", "path": "/Schemas", "bulkId": "s", "data": {}},
    ]});
    let answer = ramp.send("POST", "/Bulk", Some(&bulk)).await;
    assert_eq!((answer.status, &answer.body["schemas"]), (200, &json!([urn::BULK_RESPONSE])));
    let results = answer.body["Operations"].as_array().expect("results");
    let statuses: Vec<&str> = results.iter().filter_map(|it| it["status"].as_str()).collect();
    assert_eq!(statuses, ["201", "201", "409", "200", "409", "404", "400"]);
    assert_eq!(results[2]["response"]["scimType"], json!("uniqueness"));
    let group = results[0]["location"].as_str().and_then(|it| it.strip_prefix(BASE)).expect("a location");
    let ana = results[1]["location"].as_str().and_then(|it| it.strip_prefix(BASE)).expect("a location");
    let read = ramp.get(ana).await.body;
    assert_eq!((&read["title"], &read["groups"][0]["display"]), (&json!("CFO"), &json!("Team")));
    assert_eq!(ramp.get(group).await.body["members"][0]["value"], read["id"]);

    let stops = json!({"failOnErrors": 1, "Operations": [
        {"method": "DELETE", "path": "/Users/unknown"},
        {"method": "POST", "path": "/Users", "bulkId": "rui", "data": user("rui")},
    ]});
    let answer = ramp.send("POST", "/Bulk", Some(&stops)).await;
    assert_eq!(answer.body["Operations"].as_array().map(Vec::len), Some(1), "{:?}", answer.body);
    assert_eq!(ramp.count().await, 1);
}

#[tokio::test]
async fn only_who_is_there_can_be_in_a_group() {
    let ramp = Ramp::with(Rules::Plain, Default::default()).await;
    let ana = ramp.create(&user("ana")).await.id();
    let inner = ramp.send("POST", "/Groups", Some(&json!({"displayName": "Inner"}))).await.id();
    let body = json!({"displayName": "Team", "members": [{"value": ana}, {"value": inner, "$ref": null}, {"value": ana}]});
    let team = ramp.send("POST", "/Groups", Some(&body)).await;
    assert_eq!(team.status, 201, "{:?}", team.body);
    let kinds: Vec<&Value> =
        team.body["members"].as_array().expect("members").iter().map(|it| &it["type"]).collect();
    assert_eq!(kinds, [&json!("User"), &json!("Group")]);

    let stranger = json!({"displayName": "Other", "members": [{"value": "nobody"}]});
    let answer = ramp.send("POST", "/Groups", Some(&stranger)).await;
    assert_eq!((answer.refusal().0, answer.refusal().1), (400, "invalidValue"));
    assert!(answer.refusal().2.contains("nobody"));

    assert_eq!(ramp.send("DELETE", &format!("/Users/{ana}"), None).await.status, 204);
    assert_eq!(ramp.send("DELETE", &format!("/Groups/{inner}"), None).await.status, 204);
    let left = ramp.get(&format!("/Groups/{}", team.id())).await.body;
    assert!(left.get("members").is_none(), "{left}");
}

/// Where Entra departs from the RFCs a strict service refuses (entra-scim-client.md §16b).
#[tokio::test]
async fn strict_shows_what_a_stricter_service_would_do() {
    let ramp = Ramp::strict(Rules::Plain).await;
    let mut body = user("ana");
    assert_eq!(ramp.create(&body).await.status, 201);
    body["userName"] = json!("other");
    body["favouriteColour"] = json!("red");
    assert_eq!(ramp.create(&body).await.refusal().1, "invalidSyntax");
    let id = ramp.get("/Users").await.body["Resources"][0]["id"].as_str().expect("an id").to_owned();
    for (operation, kind) in [
        (json!({"op": "Replace", "path": "title", "value": "CFO"}), "invalidSyntax"),
        (json!({"op": "replace", "path": "active", "value": "False"}), "invalidValue"),
        (json!({"op": "replace", "value": {"name.givenName": "Anna"}}), "invalidSyntax"),
        (json!({"op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "5"}), "noTarget"),
        (
            json!({"op": "add", "path": format!("{}:manager", urn::ENTERPRISE_USER), "value": id}),
            "invalidValue",
        ),
    ] {
        let answer = ramp.patch(&id, json!([operation])).await;
        assert_eq!((answer.refusal().0, answer.refusal().1), (400, kind), "{operation}");
    }
    assert_eq!(
        ramp.patch(&id, json!([{"op": "replace", "path": "active", "value": false}])).await.status,
        200
    );
    assert_eq!(ramp.get("/Users?filter=colour+eq+%22red%22").await.refusal().1, "invalidFilter");
}
