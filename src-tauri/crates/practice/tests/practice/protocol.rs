//! The service as SCIM: RFC 7643 and 7644, and what Entra asks for beyond.

use axum::body::Body;
use axum::http::Request;
use onramp_scim::resource::{ListResponse, ServiceProviderConfig, User};
use onramp_scim::urn;
use serde_json::{Value, json};

use crate::support::{BASE, Ramp, answer_of, user};

#[tokio::test]
async fn only_the_valid_token_opens() {
    let ramp = Ramp::new().await;
    for path in ["/Users", "/Groups", "/ServiceProviderConfig", "/Schemas", "/nowhere", ""] {
        for (token, challenge) in [
            (None, r#"Bearer realm="Ramp practice""#),
            (Some("rp_practice_wrong"), r#"Bearer realm="Ramp practice", error="invalid_token""#),
        ] {
            let answer = ramp.send_raw("GET", path, token, String::new()).await;
            assert_eq!(answer.refusal().0, 401, "{path}");
            assert_eq!(answer.header("www-authenticate"), challenge, "{path}");
        }
    }
    let old = ramp.token.clone();
    let new = ramp.control.generate_token().await.expect("a token").token;
    assert_eq!(
        ramp.send_raw("GET", "/Users", Some(&old), String::new()).await.status,
        401,
        "a new token ends the old"
    );
    assert_eq!(ramp.send_raw("GET", "/Users", Some(&new), String::new()).await.status, 200);
}

#[tokio::test]
async fn entras_connection_test_passes() {
    let ramp = Ramp::new().await;
    ramp.create(&user("ana")).await;
    for path in [
        "/Users?filter=userName+eq+%228646d011-1693-4cd3-9ee6-0d7482ca2219%22",
        "/Users?filter=externalId%20eq%20%228646d011-1693-4cd3-9ee6-0d7482ca2219%22&aadOptscim062020",
        "/Groups?excludedAttributes=members&filter=displayName+eq+%228646d011-1693-4cd3-9ee6-0d7482ca2219%22",
    ] {
        let answer = ramp.get(path).await;
        let expected = json!({"schemas": [urn::LIST_RESPONSE], "totalResults": 0, "Resources": [], "startIndex": 1, "itemsPerPage": 0});
        assert_eq!((answer.status, answer.body), (200, expected), "{path}");
    }
}

#[tokio::test]
async fn a_created_user_comes_back_as_sent_with_id_and_meta() {
    let ramp = Ramp::new().await;
    let created = ramp.create(&user("ana")).await;
    assert_eq!(created.status, 201, "{:?}", created.body);
    let id = created.id();
    let location = format!("{BASE}/Users/{id}");
    assert_eq!(created.header("location"), location);
    assert_eq!(created.header("etag"), r#"W/"1""#);

    let read = ramp.get(&format!("/Users/{id}")).await;
    assert_eq!(read.body, created.body);
    let mut body = read.body;
    let meta = body["meta"].take();
    assert_eq!((&meta["resourceType"], &meta["location"]), (&json!("User"), &json!(location)));
    assert_eq!(meta["created"], meta["lastModified"]);
    body.as_object_mut().expect("an object").remove("meta");
    assert_eq!(
        body,
        json!({
            "schemas": [urn::USER, urn::ENTERPRISE_USER],
            "id": id,
            "externalId": "ana",
            "userName": "ana@contoso.example",
            "active": true,
            "name": {"givenName": "ana", "familyName": "Silva"},
            "emails": [{"type": "work", "value": "ana@contoso.example"}],
            "addresses": [{"type": "work", "locality": "Lisbon"}],
            urn::ENTERPRISE_USER: {"employeeNumber": "7", "department": "Finance"},
        })
    );
    let list: ListResponse<User> =
        serde_json::from_value(ramp.get("/Users").await.body).expect("a list of users");
    assert_eq!(list.resources.len(), 1);
}

#[tokio::test]
async fn filters_find_whatever_the_case() {
    let ramp = Ramp::new().await;
    for name in ["ana", "rui", "zoe"] {
        ramp.create(&user(name)).await;
    }
    for (filter, expected) in [
        (r#"userName eq "ANA@contoso.example""#, 1),
        (r#"USERNAME eq "ana@contoso.example""#, 1),
        (r#"externalId eq "rui""#, 1),
        (r#"externalId eq "RUI""#, 0),
        (r#"emails[type eq "work"].value eq "Zoe@contoso.example""#, 1),
        (r#"userName sw "a" or name.givenName eq "zoe""#, 2),
        ("active eq true", 3),
        (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "finance""#, 3),
        (r#"userName eq "o'brien \"quoted\"""#, 0),
    ] {
        let encoded: String = filter.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let answer = ramp.get(&format!("/Users?filter={encoded}")).await;
        assert_eq!(answer.body["totalResults"], json!(expected), "{filter}");
    }
}

#[tokio::test]
async fn pages_and_projections() {
    let ramp = Ramp::new().await;
    for number in 0..12 {
        ramp.create(&user(&format!("user{number}"))).await;
    }
    for (query, first, count) in [
        ("?startIndex=1&count=5", "user0", 5),
        ("?startIndex=11&count=5", "user10", 2),
        ("?startIndex=-3&count=1", "user0", 1),
        ("?startIndex=13", "", 0),
        ("?count=0", "", 0),
        ("?count=-1", "", 0),
        ("", "user0", 12),
    ] {
        let body = ramp.get(&format!("/Users{query}")).await.body;
        assert_eq!((&body["totalResults"], &body["itemsPerPage"]), (&json!(12), &json!(count)), "{query}");
        assert_eq!(body["Resources"][0]["externalId"].as_str().unwrap_or(""), first, "{query}");
    }
    assert_eq!(ramp.get("/Users?count=many").await.refusal().1, "invalidValue");

    let id = ramp.get("/Users?count=1").await.body["Resources"][0]["id"].as_str().expect("an id").to_owned();
    let only = ramp.get(&format!("/Users/{id}?attributes=userName,emails.value")).await.body;
    let expected = json!({"schemas": [urn::USER, urn::ENTERPRISE_USER], "id": id, "userName": "user0@contoso.example", "emails": [{"value": "user0@contoso.example"}]});
    assert_eq!(only, expected);
    let without =
        ramp.get(&format!("/Users/{id}?excludedAttributes=emails,name.givenName,id,members")).await.body;
    assert!(without.get("emails").is_none() && without["name"].get("givenName").is_none());
    assert_eq!(without["id"], json!(id));
    assert_eq!(ramp.get("/Users?attributes=id&excludedAttributes=id").await.refusal().0, 400);
}

#[tokio::test]
async fn refusals_are_scim_errors() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    let path = format!("/Users/{id}");
    let patch = |operation: Value| json!({"schemas": [urn::PATCH_OP], "Operations": [operation]}).to_string();
    for (method, path, body, expected) in [
        ("GET", "/nowhere", String::new(), (404, "")),
        ("GET", "", String::new(), (404, "")),
        ("GET", "/scim/Users", String::new(), (404, "")),
        ("GET", "/Users/unknown", String::new(), (404, "")),
        ("GET", "/Users/%ff", String::new(), (404, "")),
        ("DELETE", "/Users", String::new(), (405, "")),
        ("POST", "/ServiceProviderConfig", String::new(), (405, "")),
        ("POST", "/Groups", "{}".to_owned(), (400, "invalidValue")),
        ("GET", "/Me", String::new(), (501, "")),
        ("PATCH", "/Me", "{}".to_owned(), (501, "")),
        ("GET", "/Schemas?filter=id+pr", String::new(), (403, "")),
        ("GET", "/ResourceTypes?filter=id+pr", String::new(), (403, "")),
        ("GET", "/Schemas/urn:unheard:of:2.0:X", String::new(), (404, "")),
        ("GET", "/Users?filter=active+gt+true", String::new(), (400, "invalidFilter")),
        ("GET", "/Users?sortBy=user+name", String::new(), (400, "invalidPath")),
        ("POST", "/.search", "[]".to_owned(), (400, "invalidSyntax")),
        ("POST", "/Bulk", "{}".to_owned(), (400, "invalidSyntax")),
        ("GET", "/Groups/g1", String::new(), (404, "")),
        ("POST", "/Users", "{".to_owned(), (400, "invalidSyntax")),
        ("POST", "/Users", String::new(), (400, "invalidSyntax")),
        ("POST", "/Users", "[]".to_owned(), (400, "invalidSyntax")),
        ("POST", "/Users", "[".repeat(5000), (400, "invalidSyntax")),
        ("POST", "/Users", json!({"userName": 7}).to_string(), (400, "invalidValue")),
        ("POST", "/Users", json!({"userName": "a", "emails": "x"}).to_string(), (400, "invalidValue")),
        ("POST", "/Users", format!("{{\"x\": \"{}\"}}", "x".repeat(300_000)), (413, "")),
        ("GET", "/Users?filter=userName+equals+1", String::new(), (400, "invalidFilter")),
        ("GET", "/Users?filter=", String::new(), (400, "invalidFilter")),
        ("PATCH", &path, json!({"Operations": [{"op": "move"}]}).to_string(), (400, "invalidSyntax")),
        ("PATCH", &path, "{}".to_owned(), (400, "invalidSyntax")),
        ("PATCH", &path, patch(json!({"op": "replace", "path": "id", "value": "x"})), (400, "mutability")),
        (
            "PATCH",
            &path,
            patch(json!({"op": "replace", "path": "meta.version", "value": "x"})),
            (400, "mutability"),
        ),
        (
            "PATCH",
            &path,
            patch(json!({"op": "replace", "path": "user name", "value": "x"})),
            (400, "invalidPath"),
        ),
        (
            "PATCH",
            &path,
            patch(json!({"op": "remove", "path": "emails[type eq \"home\"]"})),
            (400, "noTarget"),
        ),
        ("PATCH", &path, patch(json!({"op": "add", "path": "externalId"})), (400, "invalidValue")),
        (
            "PATCH",
            &path,
            patch(json!({"op": "replace", "path": "active", "value": "perhaps"})),
            (400, "invalidValue"),
        ),
        ("PATCH", &path, patch(json!({"op": "remove", "path": "userName"})), (400, "invalidValue")),
    ] {
        let answer = ramp.send_raw(method, path, Some(&ramp.token), body).await;
        let (status, kind, detail) = answer.refusal();
        assert_eq!((status, kind), expected, "{method} {path}: {detail}");
        assert!(!detail.is_empty(), "{method} {path}");
    }
    let request = Request::builder().uri("/elsewhere").body(Body::empty()).expect("a request");
    assert_eq!(answer_of(&ramp.router, request).await.refusal().0, 404);
}

#[tokio::test]
async fn a_missing_attribute_is_refused_in_these_words() {
    let ramp = Ramp::new().await;
    let mut body = user("ana");
    body[urn::ENTERPRISE_USER] = json!({});
    insta::assert_json_snapshot!(ramp.create(&body).await.body, @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:api:messages:2.0:Error"
      ],
      "scimType": "invalidValue",
      "detail": "Missing required attributes: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department. No default department is set.",
      "status": "400"
    }
    "#);
}

#[tokio::test]
async fn both_of_entras_dialects_arrive() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    let employee_number = format!("{}:employeeNumber", urn::ENTERPRISE_USER);
    let without_flag = json!([
        {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "first@contoso.example"},
        {"op": "Replace", "path": "name.givenName", "value": "First"},
        {"op": "Add", "path": employee_number, "value": "11"},
        {"op": "Replace", "path": "displayName", "value": "not understood"},
    ]);
    let with_flag = json!([
        {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "second@contoso.example"},
        {"op": "replace", "value": {"name.givenName": "Second", &employee_number: "22", "displayName": "not understood"}},
    ]);
    for (operations, name, mail, number) in [
        (without_flag, "First", "first@contoso.example", "11"),
        (with_flag, "Second", "second@contoso.example", "22"),
    ] {
        let body = ramp.patch(&id, operations).await.body;
        assert_eq!(body["name"]["givenName"], json!(name));
        assert_eq!(body["emails"], json!([{"type": "work", "value": mail}]));
        assert_eq!(body[urn::ENTERPRISE_USER]["employeeNumber"], json!(number));
        assert!(body.get("displayName").is_none());
    }
}

#[tokio::test]
async fn a_misspelt_target_never_arrives_and_is_no_error() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    let before = ramp.get(&format!("/Users/{id}")).await.body;
    for operations in [
        json!([{"op": "Replace", "path": "externalid", "value": "x"}]),
        json!([{"op": "Replace", "path": "name.givenname", "value": "x"}]),
        json!([{"op": "Replace", "path": "Emails[type eq \"work\"].value", "value": "x"}]),
        json!([{"op": "Replace", "path": "department", "value": "x"}]),
        json!([{"op": "Replace", "path": format!("{}:Department", urn::ENTERPRISE_USER), "value": "x"}]),
        json!([{"op": "Add", "path": "phoneNumbers[type eq \"work\"].value", "value": "x"}]),
        json!([{"op": "Remove", "path": "ACTIVE"}]),
        json!([{"op": "replace", "value": {"externalid": "x", "name": {"givenname": "x"}, "nickName": "x"}}]),
        json!([{"op": "replace", "value": {"urn:ietf:params:scim:schemas:extension:Other:2.0:User": {"department": "x"}}}]),
        json!([{"op": "replace", "value": {urn::ENTERPRISE_USER: {"Department": "x"}}}]),
        json!([{"op": "Replace", "path": "userName", "value": "ana@contoso.example"}]),
    ] {
        let answer = ramp.patch(&id, operations.clone()).await;
        assert_eq!((answer.status, answer.body), (200, before.clone()), "{operations}");
    }
}

#[tokio::test]
async fn put_replaces_and_every_change_has_its_version() {
    let ramp = Ramp::new().await;
    let id = ramp.create(&user("ana")).await.id();
    let mut body = user("ana");
    body["externalId"] = Value::Null;
    body["name"]["givenName"] = json!("Anna");
    let put = ramp.send("PUT", &format!("/Users/{id}"), Some(&body)).await;
    assert_eq!((put.status, put.header("etag")), (200, r#"W/"2""#));
    assert_eq!((put.id(), &put.body["name"]["givenName"]), (id.clone(), &json!("Anna")));
    assert!(put.body.get("externalId").is_none());
    let same = ramp.send("PUT", &format!("/Users/{id}"), Some(&body)).await;
    assert_eq!(same.header("etag"), r#"W/"2""#, "nothing changed");
}

#[tokio::test]
async fn the_service_says_what_it_can_do() {
    let ramp = Ramp::new().await;
    let config: ServiceProviderConfig =
        serde_json::from_value(ramp.get("/ServiceProviderConfig").await.body).expect("a configuration");
    assert!(config.patch.supported && config.filter.supported && config.bulk.supported);
    assert!(config.sort.supported && config.etag.supported && !config.change_password.supported);
    assert_eq!(config.authentication_schemes[0].kind, "oauthbearertoken");
    let types = ramp.get("/ResourceTypes").await.body;
    let names: Vec<&Value> =
        types["Resources"].as_array().expect("a list").iter().map(|it| &it["name"]).collect();
    assert_eq!((&types["totalResults"], names), (&json!(2), vec![&json!("User"), &json!("Group")]));
    let schemas = ramp.get("/Schemas").await.body;
    let names: Vec<&str> = schemas["Resources"][0]["attributes"]
        .as_array()
        .expect("attributes")
        .iter()
        .filter_map(|attribute| attribute["name"].as_str())
        .collect();
    assert_eq!(names, ["userName", "name", "active", "emails", "addresses", "roles"]);
    for document in [&types, &schemas].into_iter().flat_map(|it| it["Resources"].as_array().expect("a list"))
    {
        let location = document["meta"]["location"].as_str().expect("a location");
        let path = location.strip_prefix(BASE).expect("an address of this service");
        assert_eq!(&ramp.get(path).await.body, document, "{path}");
    }
}
