//! The requests of the benchmarks, as bytes.

use serde_json::{Value, json};

use crate::load::Requests;

/// How many digits a user's number has in its name, so that every request of a kind is equally long.
const DIGITS: usize = 7;

/// Where a request goes.
#[derive(Debug, Clone)]
pub struct Place {
    /// Host and port, as the `Host` header has them.
    pub host: String,
    /// The path of the SCIM URL, such as `/scim/v2`.
    pub base: String,
    /// The token.
    pub token: String,
}

impl Place {
    fn head(&self, method: &str, path: &str) -> String {
        format!(
            "{method} {}{path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nAccept: application/scim+json\r\n",
            self.base, self.host, self.token
        )
    }
}

/// The name of the user with this number.
fn name(digits: &str) -> String {
    format!("load-{digits}@contoso.example")
}

/// Bytes with gaps for a user's number.
#[derive(Debug)]
struct Template {
    bytes: Vec<u8>,
    gaps: Vec<usize>,
}

impl Template {
    /// Of a text that has `#######` wherever the number goes.
    fn new(text: &str) -> Template {
        let gaps = text.match_indices(&gap()).map(|(at, _)| at).collect();
        Template { bytes: text.as_bytes().to_vec(), gaps }
    }

    fn write(&self, number: u64, out: &mut Vec<u8>) {
        let mut digits = [b'0'; DIGITS];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        out.extend_from_slice(&self.bytes);
        for &at in &self.gaps {
            out[at..at + DIGITS].copy_from_slice(&digits);
        }
    }
}

fn gap() -> String {
    "#".repeat(DIGITS)
}

/// `POST /Users`, the user as Entra sends one by the recommended table.
pub struct Creates {
    template: Template,
    /// The ids that came back, by the number of the user; kept only where they are asked for.
    pub ids: Option<Vec<String>>,
}

impl Creates {
    pub fn new(place: &Place) -> Creates {
        let name = name(&gap());
        let user = json!({
            "schemas": [
                "urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            ],
            "externalId": format!("load-{}", gap()),
            "userName": name,
            "active": true,
            "emails": [{"primary": true, "type": "work", "value": name}],
            "name": {"familyName": "Silva", "givenName": "Ana"},
            "addresses": [{"type": "work", "locality": "Lisbon"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
                "employeeNumber": gap(),
                "department": "Finance",
            },
        })
        .to_string();
        let head = place.head("POST", "/Users");
        let text = format!(
            "{head}Content-Type: application/scim+json; charset=utf-8\r\nContent-Length: {}\r\n\r\n{user}",
            user.len()
        );
        Creates { template: Template::new(&text), ids: None }
    }

    /// The same, and the ids are kept.
    pub fn keeping_ids(place: &Place) -> Creates {
        Creates { ids: Some(Vec::new()), ..Creates::new(place) }
    }
}

impl Requests for Creates {
    fn write(&mut self, number: u64, out: &mut Vec<u8>) {
        self.template.write(number, out);
    }

    fn status(&self) -> u16 {
        201
    }

    fn wants_every_body(&self) -> bool {
        self.ids.is_some()
    }

    fn look(&mut self, number: u64, body: &[u8]) -> Result<(), String> {
        let user: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let wanted = name(&format!("{number:0DIGITS$}"));
        if user["userName"] != wanted.as_str() {
            return Err(format!("userName is not {wanted}"));
        }
        let id = user["id"].as_str().ok_or("no id")?;
        if let Some(ids) = &mut self.ids {
            let index = usize::try_from(number).map_err(|error| error.to_string())?;
            if ids.len() <= index {
                ids.resize(index + 1, String::new());
            }
            id.clone_into(&mut ids[index]);
        }
        Ok(())
    }
}

/// Numbers of users that jump about, the same ones in each run.
#[derive(Debug, Clone, Copy)]
struct Scattered {
    users: u64,
}

impl Scattered {
    /// A multiplicative hash (Knuth): neighbours land far from each other.
    fn of(self, number: u64) -> u64 {
        (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) % self.users
    }
}

/// `GET /Users?filter=userName eq "…"` over the first `users` users.
pub struct Filtered {
    template: Template,
    order: Scattered,
}

impl Filtered {
    pub fn new(place: &Place, users: u64) -> Filtered {
        let path = format!("/Users?filter=userName%20eq%20%22load-{}%40contoso.example%22", gap());
        let text = format!("{}\r\n", place.head("GET", &path));
        Filtered { template: Template::new(&text), order: Scattered { users } }
    }
}

impl Requests for Filtered {
    fn write(&mut self, number: u64, out: &mut Vec<u8>) {
        self.template.write(self.order.of(number), out);
    }

    fn status(&self) -> u16 {
        200
    }

    fn look(&mut self, number: u64, body: &[u8]) -> Result<(), String> {
        let list: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let wanted = name(&format!("{:0DIGITS$}", self.order.of(number)));
        let is_found = list["totalResults"] == 1 && list["Resources"][0]["userName"] == wanted.as_str();
        if is_found { Ok(()) } else { Err(format!("{wanted} is not what the list holds")) }
    }
}

/// `GET /Users/{id}` over the users whose ids are known.
pub struct ById<'a> {
    before: Vec<u8>,
    after: Vec<u8>,
    ids: &'a [String],
    order: Scattered,
}

impl<'a> ById<'a> {
    pub fn new(place: &Place, ids: &'a [String]) -> ById<'a> {
        const GAP: &str = "{id}";
        let text = format!("{}\r\n", place.head("GET", &format!("/Users/{GAP}")));
        let (before, after) = text.split_once(GAP).unwrap_or((&text, ""));
        ById {
            before: before.as_bytes().to_vec(),
            after: after.as_bytes().to_vec(),
            ids,
            order: Scattered { users: ids.len() as u64 },
        }
    }

    fn id(&self, number: u64) -> &str {
        usize::try_from(self.order.of(number))
            .ok()
            .and_then(|index| self.ids.get(index))
            .map_or("", String::as_str)
    }
}

impl Requests for ById<'_> {
    fn write(&mut self, number: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.before);
        out.extend_from_slice(self.id(number).as_bytes());
        out.extend_from_slice(&self.after);
    }

    fn status(&self) -> u16 {
        200
    }

    fn look(&mut self, number: u64, body: &[u8]) -> Result<(), String> {
        let user: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        if user["id"] == self.id(number) { Ok(()) } else { Err(format!("id is not {}", self.id(number))) }
    }
}
