//! Bearer tokens. Only SHA-256 hashes are stored; they are compared in constant time.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use sha2::{Digest, Sha256};

use super::reply::Refusal;
use super::{RampState, tokens};

/// A token as it is stored.
pub(crate) type TokenHash = [u8; 32];

/// The hash under which a token is stored.
pub(crate) fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// Lets a request through only with a valid token (RFC 6750 §2.1 and §3).
pub(super) async fn admit(state: &RampState, headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(hash) = bearer(headers).map(token_hash) else {
        return Err(Refusal::Unauthorized { token_sent: false });
    };
    let admission = &state.store.admission;
    if admission.remembers(&hash) {
        return Ok(());
    }
    let before = admission.before();
    let today = jiff::Timestamp::now().strftime("%F").to_string();
    let Some(token) = state.store.look_up(|data| tokens::valid(data, &hash, &today))? else {
        return Err(Refusal::Unauthorized { token_sent: true });
    };
    if !token.seen_today {
        state.store.write(move |data| Ok::<_, Refusal>(tokens::used(data, &token, &today)?)).await?;
    }
    admission.let_in(hash, before);
    Ok(())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
