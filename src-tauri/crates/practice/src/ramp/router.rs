//! Which path goes where.

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use onramp_scim::{ScimError, ScimType};
use tower::ServiceExt;

use super::groups::Groups;
use super::reply::Refusal;
use super::users::Users;
use super::{RampState, auth, beside, bulk, discovery, faults, resources, search};
use crate::guard::Unfit;
use crate::serve::{self, Front as _};

/// The largest body taken, in bytes. A user is below 2 KiB; Entra sends one at a time.
pub(crate) const BODY_LIMIT: usize = 256 * 1024;

/// The service, below `/scim/v2`, and what an admin sees beside it, below `/ramp`: from a request to its answer. Every
/// path asks for the token; every answer of the service is SCIM unless a fault is switched on.
///
/// What every request passes stands here as plain calls: as layers around each route they would take longer than a
/// look-up does.
#[derive(Debug, Clone)]
pub(crate) struct Front {
    state: RampState,
    routes: Router,
}

impl Front {
    pub(crate) fn new(state: RampState) -> Self {
        let routes = Router::new()
            .merge(resources::routes::<Users>("/scim/v2/Users"))
            .merge(resources::routes::<Groups>("/scim/v2/Groups"))
            .route("/scim/v2/.search", post(search::everywhere))
            .route("/scim/v2/Bulk", post(bulk::bulk))
            .route("/scim/v2/Me", any(me))
            .route("/scim/v2/ServiceProviderConfig", get(discovery::service_provider_config))
            .route("/scim/v2/ResourceTypes", get(discovery::resource_types))
            .route("/scim/v2/ResourceTypes/{id}", get(discovery::resource_type))
            .route("/scim/v2/Schemas", get(discovery::schemas))
            .route("/scim/v2/Schemas/{id}", get(discovery::schema))
            .route("/ramp/events", get(beside::list_events))
            .route(
                "/ramp/faults",
                get(beside::list_faults).put(beside::set_fault).delete(beside::clear_faults),
            )
            .fallback(not_found)
            .method_not_allowed_fallback(method_not_allowed)
            .with_state(state.clone());
        Self { state, routes }
    }

    async fn admit(&self, request: Request) -> Response {
        let path = request.uri().path();
        let is_ours = ["/scim/v2", "/ramp"].iter().any(|place| {
            path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        if is_ours && let Err(refusal) = auth::admit(&self.state, request.headers()).await {
            return refusal.into_response();
        }
        let Ok(answer) = self.routes.clone().oneshot(request).await;
        answer
    }
}

impl serve::Front for Front {
    /// Entra sends one request after another.
    const IMPATIENT: bool = true;

    async fn answer(&self, request: Request) -> Response {
        faults::meet(&self.state.faults, self.state.base_url(), request, |request| self.admit(request)).await
    }

    fn refuse(&self, unfit: Unfit) -> Response {
        Refusal::from(ScimError::from(unfit)).into_response()
    }
}

impl From<Unfit> for ScimError {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Incomplete => Self::bad_request(ScimType::InvalidSyntax, unfit.detail()),
            _ => Self::new(unfit.status(), unfit.detail()),
        }
    }
}

/// The service as a router, for whoever has a server of their own.
pub fn router(state: RampState) -> Router {
    let front = Front::new(state);
    Router::new().fallback(move |request: Request| async move { front.answer(request).await })
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
