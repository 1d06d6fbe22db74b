//! Which path goes where.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};
use onramp_scim::ScimError;

use super::groups::Groups;
use super::reply::Refusal;
use super::users::Users;
use super::{RampState, auth, beside, bulk, discovery, faults, resources, search};

/// The largest body taken, in bytes. A user is below 2 KiB; Entra sends one at a time.
pub(crate) const BODY_LIMIT: usize = 256 * 1024;

/// The service, below `/scim/v2`, and what an admin sees beside it, below `/ramp`. Every path asks for the token; every
/// answer of the service is SCIM unless a fault is switched on.
pub fn router(state: RampState) -> Router {
    let scim = Router::new()
        .nest("/Users", resources::routes::<Users>())
        .nest("/Groups", resources::routes::<Groups>())
        .route("/.search", post(search::everywhere))
        .route("/Bulk", post(bulk::bulk))
        .route("/Me", any(me))
        .route("/ServiceProviderConfig", get(discovery::service_provider_config))
        .route("/ResourceTypes", get(discovery::resource_types))
        .route("/ResourceTypes/{id}", get(discovery::resource_type))
        .route("/Schemas", get(discovery::schemas))
        .route("/Schemas/{id}", get(discovery::schema))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(state.clone(), auth::require_token))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(state.clone());
    let beside = Router::new()
        .route("/events", get(beside::list_events))
        .route("/faults", get(beside::list_faults).put(beside::set_fault).delete(beside::clear_faults))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(state.clone(), auth::require_token))
        .with_state(state.clone());
    Router::new()
        .nest("/scim/v2", scim)
        .nest("/ramp", beside)
        .fallback(not_found)
        .layer(from_fn_with_state(state, faults::meet))
}

/// RFC 7644 §3.11: the token stands for an application, so there is no user to alias.
async fn me() -> Refusal {
    ScimError::new(501, "/Me is not implemented: the token is an application's, not a user's.").into()
}

async fn not_found() -> Refusal {
    ScimError::new(404, "There is nothing at this address.").into()
}

async fn method_not_allowed(method: Method) -> Refusal {
    ScimError::new(405, format!("{method} is not possible at this address.")).into()
}
