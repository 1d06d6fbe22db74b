//! A plain eye on a SCIM service: what is stored, without a line of the code under test.

use serde_json::Value;

use crate::{Failure, Result};

/// Asks one SCIM service with one token.
pub struct Service {
    url: String,
    token: String,
    client: reqwest::Client,
}

impl Service {
    /// For the service at `url`, such as `http://127.0.0.1:4711/scim/v2`.
    ///
    /// # Errors
    /// [`Failure::Http`] when no client can be made.
    // This eye looks at the service from outside, so it can't use crates/http.
    #[allow(clippy::disallowed_methods)]
    pub fn new(url: &str, token: &str) -> Result<Service> {
        choose_crypto();
        let client = reqwest::Client::builder().no_proxy().build()?;
        Ok(Service { url: url.trim_end_matches('/').to_owned(), token: token.to_owned(), client })
    }

    /// The users with this `userName`.
    ///
    /// # Errors
    /// As [`Service::get`]; [`Failure::Unexpected`] when the answer is no list.
    pub async fn users_named(&self, user_name: &str) -> Result<Vec<Value>> {
        let (status, body) =
            self.get(&format!("/Users?filter={}", encoded(&format!("userName eq \"{user_name}\"")))).await?;
        match body.pointer("/Resources").and_then(Value::as_array) {
            Some(users) if status == 200 => Ok(users.clone()),
            // RFC 7644 §3.4.2: an empty list may leave `Resources` out.
            None if status == 200 && body["totalResults"] == 0 => Ok(Vec::new()),
            _ => Err(Failure::Unexpected(format!("the filter answered {status}: {body}"))),
        }
    }

    /// Status and body of a path below the service's URL; the body is `null` where there is none.
    ///
    /// # Errors
    /// [`Failure::Http`] when nothing answers, [`Failure::Json`] when the body is no JSON.
    pub async fn get(&self, path: &str) -> Result<(u16, Value)> {
        let response = self
            .client
            .get(format!("{}{path}", self.url))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("Accept", "application/scim+json")
            .send()
            .await?;
        let status = response.status().as_u16();
        let body = response.text().await?;
        Ok((status, if body.is_empty() { Value::Null } else { serde_json::from_str(&body)? }))
    }
}

/// Both HTTP clients of the tests are built without a default for TLS, though they only ever talk to this computer.
pub(crate) fn choose_crypto() {
    // An error means that it was chosen before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Percent-encodes a query value (RFC 3986 §2.3: only unreserved characters stay).
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
