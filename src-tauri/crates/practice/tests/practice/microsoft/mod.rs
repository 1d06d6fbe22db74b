//! What Microsoft's validators check, one test by the name of each: entra-scim-client.md §13, over plain rules.
//!
//! A: the SCIM Validator's 24 scored and 7 preview cases. B: the SCIM part of the gallery's validation.
mod gallery;
mod groups;
mod preview;
mod users;

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
