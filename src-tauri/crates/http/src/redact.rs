//! Masks credentials in what an exchange leaves behind.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use url::Url;

use crate::RecordedBody;

/// What stands in place of a credential.
pub const MASK: &str = "••••••••";

/// Below this length the last four characters would give away too much of a token.
const SHORTEST_SHOWN: usize = 12;

/// Headers whose whole value is a credential, in lower case.
const SECRET_HEADERS: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
    "x-xsrf-token",
];

/// Members of JSON bodies and keys of queries whose value is a credential, in lower case.
const SECRET_KEYS: &[&str] = &[
    "password",
    "secret",
    "token",
    "secrettoken",
    "api_key",
    "apikey",
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "client_assertion",
    "code_verifier",
    "device_code",
];

/// The form in which a token may be shown: the mask, then its last four characters if it has at least twelve.
#[must_use]
pub fn masked(token: &SecretString) -> String {
    let token = token.expose_secret();
    let length = token.chars().count();
    if length < SHORTEST_SHOWN {
        return MASK.to_owned();
    }
    let last: String = token.chars().skip(length - 4).collect();
    format!("{MASK}{last}")
}

/// Shorter credentials than this are masked by their place only: by their text they would mask half of the record.
const SHORTEST_SOUGHT: usize = 4;

/// Masks one exchange: values that are credentials by their place, and the token, a proxy's credentials, and what the
/// request's body holds of credentials, by their text wherever they show up.
pub(crate) struct Redactor {
    /// Each spelling a credential may take (plain, percent-encoded, JSON-escaped) with what is shown instead, longest first.
    spellings: Vec<(SecretString, String)>,
}

impl Redactor {
    pub(crate) fn new(token: Option<&SecretString>, body: Option<&Value>, others: &[SecretString]) -> Self {
        let mut redactor = Self { spellings: Vec::new() };
        for other in others.iter().filter(|other| other.expose_secret().len() >= SHORTEST_SOUGHT) {
            redactor.seek(other.expose_secret(), MASK);
        }
        if let Some(token) = token.filter(|token| !token.expose_secret().is_empty()) {
            redactor.seek(token.expose_secret(), &masked(token));
        }
        if let Some(body) = body {
            redactor.seek_in(body);
        }
        redactor.spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.expose_secret().len()));
        redactor
    }

    fn seek(&mut self, plain: &str, shown: &str) {
        let percent: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
        let quoted = Value::String(plain.to_owned()).to_string();
        let escaped = quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned();
        let mut spellings = vec![plain.to_owned(), percent, escaped];
        spellings.dedup();
        self.spellings
            .extend(spellings.into_iter().map(|spelling| (SecretString::from(spelling), shown.to_owned())));
    }

    fn seek_in(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.seek_in(item)),
            Value::Object(members) => {
                for (key, value) in members {
                    match value {
                        Value::String(text) if is_secret_member(members, key) => {
                            if text.len() >= SHORTEST_SOUGHT {
                                self.seek(text, MASK);
                            }
                        }
                        _ => self.seek_in(value),
                    }
                }
            }
            _ => {}
        }
    }

    pub(crate) fn text(&self, text: &str) -> String {
        self.spellings
            .iter()
            .fold(text.to_owned(), |text, (spelling, shown)| text.replace(spelling.expose_secret(), shown))
    }

    pub(crate) fn header(&self, name: &str, value: &str) -> String {
        if !SECRET_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            return self.text(value);
        }
        if name.eq_ignore_ascii_case("authorization")
            && let Some((scheme, credential)) = value.split_once(' ')
        {
            return format!("{scheme} {}", masked(&SecretString::from(credential)));
        }
        MASK.to_owned()
    }

    pub(crate) fn url(&self, url: &Url) -> String {
        let mut shown = url.clone();
        if shown.password().is_some() {
            // Both setters fail only for addresses that cannot have credentials, and then there is nothing to mask.
            let _ = shown.set_password(Some("-"));
            let _ = shown.set_username("-");
        }
        let query = url.query().map(|query| {
            query
                .split('&')
                .map(|pair| match pair.split_once('=') {
                    Some((key, _)) if is_secret_key(key) => format!("{key}={MASK}"),
                    _ => pair.to_owned(),
                })
                .collect::<Vec<_>>()
                .join("&")
        });
        shown.set_query(None);
        shown.set_fragment(None);
        let address = self.text(shown.as_str());
        match query {
            Some(query) => format!("{address}?{}", self.text(&query)),
            None => address,
        }
    }

    pub(crate) fn json(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.json(item)).collect()),
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(key, value)| {
                        let shown = match value {
                            Value::String(_) if is_secret_member(members, key) => {
                                Value::String(MASK.to_owned())
                            }
                            _ => self.json(value),
                        };
                        (self.text(key), shown)
                    })
                    .collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    pub(crate) fn body(&self, text: &str) -> Option<RecordedBody> {
        if text.is_empty() {
            return None;
        }
        Some(match serde_json::from_str::<Value>(text) {
            Ok(value) => RecordedBody::Json(self.json(&value)),
            Err(_) => RecordedBody::Text(self.text(text)),
        })
    }
}

fn is_secret_member(members: &Map<String, Value>, key: &str) -> bool {
    // Microsoft Graph writes provisioning credentials as {"key": "SecretToken", "value": "…"}.
    is_secret_key(key)
        || (key == "value" && members.get("key").and_then(Value::as_str).is_some_and(is_secret_key))
}

fn is_secret_key(key: &str) -> bool {
    SECRET_KEYS.contains(&key.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TOKEN: &str = "abcdefgh/ijkl+7f3e";

    fn redactor() -> Redactor {
        Redactor::new(Some(&SecretString::from(TOKEN)), None, &[])
    }

    #[test]
    fn last_four_are_shown_from_twelve_characters_on() {
        for (token, shown) in
            [("", MASK), ("short", MASK), ("abcdefg7f3e", MASK), ("abcdefgh7f3e", "••••••••7f3e")]
        {
            assert_eq!(masked(&SecretString::from(token)), shown, "{token:?}");
        }
    }

    #[test]
    fn headers_that_are_credentials_are_masked() {
        for (name, value, shown) in [
            ("Authorization", "Bearer abcdefgh/ijkl+7f3e", "Bearer ••••••••7f3e"),
            ("authorization", "abcdefgh/ijkl+7f3e", MASK),
            ("Set-Cookie", "session=1; Secure", MASK),
            ("Proxy-Authorization", "Basic eDp5", MASK),
            ("X-Echo", "got abcdefgh/ijkl+7f3e", "got ••••••••7f3e"),
            ("Content-Type", "application/scim+json", "application/scim+json"),
        ] {
            assert_eq!(redactor().header(name, value), shown, "{name}");
        }
    }

    #[test]
    fn the_token_is_masked_in_every_spelling() {
        let url =
            Url::parse("https://me:pass@a.example/abcdefgh%2Fijkl%2B7f3e?t=abcdefgh%2Fijkl%2B7f3e&token=z");
        let shown = redactor().url(&url.unwrap());
        assert_eq!(shown, "https://-:-@a.example/••••••••7f3e?t=••••••••7f3e&token=••••••••");
        assert_eq!(redactor().text("<p>abcdefgh/ijkl+7f3e</p>"), "<p>••••••••7f3e</p>");
    }

    #[test]
    fn json_is_masked_by_key_and_by_text() {
        let shown = redactor().json(&json!({
            "detail": "bad token abcdefgh/ijkl+7f3e",
            "password": "hunter2",
            "abcdefgh/ijkl+7f3e": [1, true, null],
            "credentials": [{"key": "BaseAddress", "value": "https://a"}, {"key": "SecretToken", "value": "zzz"}],
        }));
        assert_eq!(
            shown,
            json!({
                "detail": "bad token ••••••••7f3e",
                "password": MASK,
                "••••••••7f3e": [1, true, null],
                "credentials": [{"key": "BaseAddress", "value": "https://a"}, {"key": "SecretToken", "value": MASK}],
            })
        );
    }

    #[test]
    fn credentials_of_the_body_are_masked_where_they_come_back() {
        let body = json!({"credentials": [{"key": "SecretToken", "value": "tok\"en"}], "password": "abc"});
        let redactor = Redactor::new(None, Some(&body), &[]);
        assert_eq!(
            redactor.text(r#"{"value":"tok\"en"} tok"en abc"#),
            r#"{"value":"••••••••"} •••••••• abc"#
        );
    }
}
