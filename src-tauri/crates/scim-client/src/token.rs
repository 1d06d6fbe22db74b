//! Judges an API token by its looks, before it is sent anywhere.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Below this length the last four characters would give away too much.
const SHORTEST_SHOWN: usize = 12;

/// Why a pasted text cannot be the token. Never holds any of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum TokenProblem {
    /// Nothing, or nothing but blanks.
    #[error("the token is empty")]
    Empty,
    /// It is an address: the two fields were confused.
    #[error("the token looks like a URL")]
    LooksLikeUrl,
    /// It starts with `Bearer ` or `Authorization:`. Entra adds the scheme itself, so the bare token is wanted.
    #[error("the token starts with its scheme")]
    HasScheme,
    /// It is broken over several lines.
    #[error("the token has line breaks")]
    HasLineBreaks,
    /// It has characters no header may hold, often dots or dashes that a text editor put in.
    #[error("the token has characters outside ASCII")]
    NotAscii,
    /// It has a blank, tab or control character before, in or after it.
    #[error("the token has blanks")]
    HasBlanks,
    /// It is a JWT that has expired.
    #[error("the token expired at {expired_at}")]
    ExpiredJwt {
        /// When, in seconds since 1970-01-01 UTC.
        expired_at: i64,
    },
}

impl TokenProblem {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "token.empty",
            Self::LooksLikeUrl => "token.looks-like-url",
            Self::HasScheme => "token.has-scheme",
            Self::HasLineBreaks => "token.has-line-breaks",
            Self::NotAscii => "token.not-ascii",
            Self::HasBlanks => "token.has-blanks",
            Self::ExpiredJwt { .. } => "token.expired",
        }
    }
}

/// Checks a pasted token; `now` is in seconds since 1970-01-01 UTC.
///
/// Only line breaks at the very end are cut off, because copying a line or reading a file brings them along. Every other
/// blank is named instead of cut: the admin pastes the same text into Entra, which does not cut it either.
///
/// # Errors
/// The first problem found. An expiry is read without verifying the token's signature.
pub fn check(token: &SecretString, now: i64) -> Result<SecretString, TokenProblem> {
    let text = token.expose_secret().trim_end_matches(['\r', '\n']);
    let visible = text.trim();
    if visible.is_empty() {
        return Err(TokenProblem::Empty);
    }
    if starts_with(visible, "https://") || starts_with(visible, "http://") {
        return Err(TokenProblem::LooksLikeUrl);
    }
    if visible.eq_ignore_ascii_case("bearer")
        || starts_with(visible, "bearer ")
        || starts_with(visible, "authorization:")
    {
        return Err(TokenProblem::HasScheme);
    }
    if text.contains(['\r', '\n']) {
        return Err(TokenProblem::HasLineBreaks);
    }
    if !text.is_ascii() {
        return Err(TokenProblem::NotAscii);
    }
    if text.contains(|character: char| character.is_ascii_whitespace() || character.is_ascii_control()) {
        return Err(TokenProblem::HasBlanks);
    }
    match jwt_expiry(text) {
        Some(expired_at) if expired_at <= now => Err(TokenProblem::ExpiredJwt { expired_at }),
        _ => Ok(SecretString::from(text)),
    }
}

/// The last four characters, to recognise a token by; `None` for one of fewer than twelve characters.
#[must_use]
pub fn last_four(token: &SecretString) -> Option<String> {
    let token = token.expose_secret();
    let length = token.chars().count();
    (length >= SHORTEST_SHOWN).then(|| token.chars().skip(length - 4).collect())
}

/// The `exp` claim (RFC 7519 §4.1.4) of a text that has the form of a JWT.
fn jwt_expiry(text: &str) -> Option<i64> {
    let mut parts = text.split('.');
    let (_, payload, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let exp = claims.get("exp")?;
    // A NumericDate may have a fraction; the second it falls into is enough.
    exp.as_i64().or_else(|| exp.as_f64().map(|seconds| seconds as i64))
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> String {
        format!("eyJhbGciOiJub25lIn0.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn each_problem_is_named() {
        for (text, problem) in [
            ("", TokenProblem::Empty),
            (" \t\n", TokenProblem::Empty),
            ("https://scim.ramp.example/scim/v2", TokenProblem::LooksLikeUrl),
            ("Bearer abc", TokenProblem::HasScheme),
            ("bearer abc", TokenProblem::HasScheme),
            ("Authorization: Bearer abc", TokenProblem::HasScheme),
            ("abc\ndef", TokenProblem::HasLineBreaks),
            ("abc\u{2026}def", TokenProblem::NotAscii),
            ("\u{a0}abc", TokenProblem::NotAscii),
            (" abc", TokenProblem::HasBlanks),
            ("abc ", TokenProblem::HasBlanks),
            ("a bc", TokenProblem::HasBlanks),
            ("a\0bc", TokenProblem::HasBlanks),
            (&jwt(r#"{"exp":1000}"#), TokenProblem::ExpiredJwt { expired_at: 1000 }),
            (&jwt(r#"{"exp":999.9}"#), TokenProblem::ExpiredJwt { expired_at: 999 }),
        ] {
            assert_eq!(check(&SecretString::from(text), 1000).unwrap_err(), problem, "{text:?}");
        }
    }

    #[test]
    fn a_good_token_passes_without_its_line_end() {
        for (text, token) in [
            ("ramp_0123456789-_.~+/==", "ramp_0123456789-_.~+/=="),
            ("abc\n", "abc"),
            ("abc\r\n", "abc"),
            ("a.b.c", "a.b.c"),
            (&jwt(r#"{"exp":1001}"#), &jwt(r#"{"exp":1001}"#)),
            (&jwt(r#"{"sub":"x"}"#), &jwt(r#"{"sub":"x"}"#)),
        ] {
            let checked = check(&SecretString::from(text), 1000).unwrap();
            assert_eq!(checked.expose_secret(), token);
        }
    }

    #[test]
    fn short_tokens_show_nothing() {
        assert_eq!(last_four(&SecretString::from("abcdefg7f3e")), None);
        assert_eq!(last_four(&SecretString::from("abcdefgh7f3e")).as_deref(), Some("7f3e"));
    }
}
