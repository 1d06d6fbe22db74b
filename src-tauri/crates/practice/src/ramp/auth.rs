//! The bearer token. Only its SHA-256 hash is stored; hashes are compared in constant time.

use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};

use super::reply::Refusal;
use super::{RampState, Store};

/// A token as it is stored.
pub(crate) type TokenHash = [u8; 32];

/// The hash under which a token is stored.
pub(crate) fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// Lets a request through only with the valid token (RFC 6750 §2.1 and §3).
pub(super) async fn require_token(
    State(state): State<RampState>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let sent = bearer(&request).map(token_hash);
    let valid = state.store.read(|data| Store::token_hash(data)).await?;
    match (sent, valid) {
        (Some(sent), Some(valid)) if same(&sent, &valid) => Ok(next.run(request).await),
        (sent, _) => Err(Refusal::Unauthorized { token_sent: sent.is_some() }),
    }
}

fn bearer(request: &Request) -> Option<&str> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Looks at every byte, so that the time taken says nothing about where two hashes differ.
fn same(left: &TokenHash, right: &TokenHash) -> bool {
    left.iter().zip(right).fold(0, |difference, (left, right)| difference | (left ^ right)) == 0
}
