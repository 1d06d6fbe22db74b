//! The person the journeys provision, and what Ramp must have of her afterwards: written down by hand, so that neither
//! the mapping nor the practice directory can be wrong unnoticed.

use onramp_tests::{Failure, Result};
use serde_json::{Value, json};

/// As the window shows her.
pub const NAME: &str = "Ana Silva";

/// Her sign-in name, which becomes `userName` (M1).
pub const USER_NAME: &str = "ana.silva@contoso.example";

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Checks every mapped attribute of the stored user (M1–M9) and names all that differ.
pub fn check_stored(user: &Value) -> Result<()> {
    let enterprise = &user[ENTERPRISE];
    let work = |attribute: &str, value: &str| {
        let values = user[attribute].as_array().into_iter().flatten();
        values.filter(|item| item["type"] == "work").map(|item| item[value].clone()).collect::<Value>()
    };
    let stored = [
        ("userName", user["userName"].clone(), json!(USER_NAME)),
        ("active", user["active"].clone(), json!(true)),
        ("emails[type eq \"work\"].value", work("emails", "value"), json!([USER_NAME])),
        ("name.givenName", user["name"]["givenName"].clone(), json!("Ana")),
        ("name.familyName", user["name"]["familyName"].clone(), json!("Silva")),
        ("addresses[type eq \"work\"].locality", work("addresses", "locality"), json!(["Lisbon"])),
        ("externalId", user["externalId"].clone(), json!("ana.silva")),
        ("employeeNumber", enterprise["employeeNumber"].clone(), json!("100201")),
        ("department", enterprise["department"].clone(), json!("Finance")),
    ];
    let wrong: Vec<String> = stored
        .iter()
        .filter(|(_, stored, expected)| stored != expected)
        .map(|(attribute, stored, expected)| format!("{attribute} is {stored}, not {expected}"))
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Failure::Unexpected(format!("{}\nin {user:#}", wrong.join("\n"))))
    }
}
