//! What Microsoft's validators check, one test by the name of each: entra-scim-client.md §13, over plain rules.
//!
//! A: the SCIM Validator's 24 scored and 7 preview cases. B: the SCIM part of the gallery's validation.

use onramp_practice::Rules;
use onramp_scim::urn;
use serde_json::{Value, json};

use crate::support::{Answer, Ramp};

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

async fn service() -> Ramp {
    Ramp::with(Rules::Plain, Default::default()).await
}

/// The validator's user, its values made up.
fn user(name: &str) -> Value {
    json!({
        "schemas": [urn::USER, urn::ENTERPRISE_USER],
        "userName": format!("{name}@example.com"),
        "active": true,
        "displayName": "ADWLULRUHMMA",
        "title": "QPSNSEZUTBDY",
        "preferredLanguage": "en-MU",
        "externalId": format!("external-{name}"),
        "userType": "LBYIXNWXEOOE",
        "nickName": "ZTCRMWNDUBJO",
        "locale": "GSTLXTBNCOGR",
        "timezone": "America/Campo_Grande",
        "profileUrl": "NSGWBUXTRBKR",
        "name": {"formatted": "Orion", "familyName": "Lorna", "givenName": "Serenity", "middleName": "Estella"},
        "emails": [{"type": "work", "value": format!("{name}@work.example"), "primary": true}],
        "phoneNumbers": [{"type": "work", "value": "7-148-1290"}, {"type": "mobile", "value": "7-148-1291"}],
        "addresses": [{"type": "work", "formatted": "KOQSZXIN", "streetAddress": "0 Mann Lane", "locality": "FXQLIOVZ",
                       "region": "MUJRZTKL", "postalCode": "od3 5pp", "country": "Nauru", "primary": true}],
        "roles": [{"primary": "True", "display": "QKDRKZ", "value": "MLQMHVQD", "type": "GZSFTB"}],
        urn::ENTERPRISE_USER: {"employeeNumber": "WPZWRO", "department": "WCTFMD", "costCenter": "LRXYIB",
                               "organization": "GVIQOC", "division": "LXKIAV"},
    })
}

fn group(name: &str) -> Value {
    json!({
        "schemas": [urn::GROUP, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
        "displayName": name,
        "externalId": format!("external-{name}"),
        "meta": {"resourceType": "Group"},
    })
}

async fn group_in(service: &Ramp, name: &str) -> String {
    let answer = service.send("POST", "/Groups", Some(&group(name))).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    answer.id()
}

async fn patched(service: &Ramp, path: &str, operations: Value) -> Value {
    let body = json!({"schemas": [urn::PATCH_OP], "Operations": operations});
    let answer = service.send("PATCH", path, Some(&body)).await;
    assert!(matches!(answer.status, 200 | 204), "{operations}: {:?}", answer.body);
    service.get(path).await.body
}

/// The query as Entra encodes it: `+` for a blank, quotes as `%22`.
async fn filtered(service: &Ramp, path: &str, filter: &str) -> Answer {
    let encoded = filter.replace(' ', "+").replace('"', "%22");
    let separator = if path.contains('?') { '&' } else { '?' };
    let answer = service.get(&format!("{path}{separator}filter={encoded}")).await;
    assert_eq!(answer.status, 200, "{filter}: {:?}", answer.body);
    assert_eq!(answer.body["schemas"], json!([urn::LIST_RESPONSE]));
    answer
}

fn found(answer: &Answer) -> (usize, usize) {
    let total = answer.body["totalResults"].as_u64().and_then(|total| usize::try_from(total).ok());
    (total.expect("a total"), answer.body["Resources"].as_array().expect("a list").len())
}

mod users {
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
        let answer =
            filtered(&service, "/Users", r#"userName eq "8646d011-1693-4cd3-9ee6-0d7482ca2219""#).await;
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
        let operations: Vec<Value> = changes
            .iter()
            .map(|(path, value)| json!({"op": "replace", "path": path, "value": value}))
            .collect();
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
}

mod groups {
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
        let answer =
            filtered(&service, "/Groups?excludedAttributes=members", r#"displayName eq "Team""#).await;
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
        let after =
            patched(&service, &path, json!([{"op": "replace", "value": {"externalId": "new"}}])).await;
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
}

/// Not scored by the validator.
mod preview {
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
}

/// The gallery's validation, its SCIM part.
mod gallery {
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
                assert_eq!(
                    value.and_then(Value::as_str).unwrap_or_default(),
                    "",
                    "{nothing} reads back empty"
                );
            }
        }
    }

    #[tokio::test]
    async fn scim_user_create() {
        let service = service().await;
        let created = service.create(&user("a")).await;
        assert_eq!(created.status, 201);
        assert!(!created.id().is_empty());
        assert_eq!(
            created.header("location"),
            created.body["meta"]["location"].as_str().expect("a location")
        );
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
}
