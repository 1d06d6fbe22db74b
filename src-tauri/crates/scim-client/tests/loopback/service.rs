//! A SCIM service on loopback that is right in everything but one fault.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use onramp_scim::urn;
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub const TOKEN: &str = "ramp_0123456789abc7f3e";

/// What the service does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    Html,
    EmptyBody,
    NotJson,
    BareArray,
    NotAList,
    PlainJson,
    WithoutResources,
    Slow,
    Everything(u16),
    Filter(u16),
    FilterIgnored,
    Users(u16),
    UsersWithoutId,
    CountIgnored,
    Groups(u16),
    GroupsSlow,
    Config(u16),
    ConfigWithoutPatch,
    /// To every PATCH.
    Patch(u16),
    /// To a PATCH as Entra writes it without the flag.
    PatchWithoutFlag(u16),
    /// To a PATCH as Entra writes it with the flag.
    PatchWithFlag(u16),
    /// 404, but as a web server says it.
    PatchNotFoundPlain,
}

#[derive(Clone)]
struct Shared {
    fault: Fault,
    requests: Arc<Mutex<Vec<String>>>,
}

/// A running service; it ends with the test's runtime.
pub struct Service {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Service {
    pub async fn start(fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::default();
        let shared = Shared { fault, requests: Arc::clone(&requests) };
        let router = Router::new().fallback(answer).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, requests }
    }

    pub fn url(&self) -> String {
        format!("http://{}/scim/v2", self.address)
    }

    /// Method and target of every request so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let target = request.uri().to_string();
    shared.requests.lock().unwrap().push(format!("{} {target}", request.method()));
    let token = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if token != Some(format!("Bearer {TOKEN}").as_str()) {
        return refusal(401);
    }
    if let Some(response) = everywhere(shared.fault).await {
        return response;
    }
    let filtered = target.contains("filter=");
    match request.uri().path() {
        "/scim/v2/Users" if request.method() == Method::POST => {
            let body = axum::body::to_bytes(request.into_body(), 10_000).await.unwrap();
            let mut user: Value = serde_json::from_slice(&body).unwrap();
            user["id"] = "u3".into();
            scim(201, &user)
        }
        path if request.method() == Method::PATCH && path.starts_with("/scim/v2/Users/") => {
            let body = axum::body::to_bytes(request.into_body(), 10_000).await.unwrap();
            patched(shared.fault, &serde_json::from_slice(&body).unwrap())
        }
        "/scim/v2/Users" if filtered => filtered_users(shared.fault),
        "/scim/v2/Users" => users(shared.fault),
        "/scim/v2/Groups" => groups(shared.fault).await,
        "/scim/v2/ServiceProviderConfig" => config(shared.fault),
        _ if request.method() == Method::DELETE => StatusCode::NO_CONTENT.into_response(),
        _ => refusal(404),
    }
}

async fn everywhere(fault: Fault) -> Option<Response> {
    Some(match fault {
        Fault::Html => axum::response::Html("<!doctype html><title>\n Sign in </title>").into_response(),
        Fault::EmptyBody => StatusCode::OK.into_response(),
        Fault::NotJson => "fine, thank you".into_response(),
        Fault::BareArray => scim(200, &json!([])),
        Fault::NotAList => scim(200, &json!({ "users": [] })),
        Fault::Slow => std::future::pending().await,
        Fault::Everything(302) => {
            (StatusCode::FOUND, [(header::LOCATION, "https://login.example/")]).into_response()
        }
        Fault::Everything(status) => refusal(status),
        _ => return None,
    })
}

fn filtered_users(fault: Fault) -> Response {
    match fault {
        Fault::Filter(status) => refusal(status),
        Fault::FilterIgnored => list(&[user("u1"), user("u2")], 2),
        Fault::PlainJson => {
            let mut response = list(&[], 0);
            response.headers_mut().insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
            response
        }
        Fault::WithoutResources => scim(200, &json!({ "schemas": [urn::LIST_RESPONSE], "totalResults": 0 })),
        _ => list(&[], 0),
    }
}

fn users(fault: Fault) -> Response {
    match fault {
        Fault::Users(status) => refusal(status),
        Fault::UsersWithoutId => list(&[json!({ "userName": "ada@fabrikam.example" })], 1),
        Fault::CountIgnored => list(&[user("u1"), user("u2")], 2),
        _ => list(&[user("u1")], 2),
    }
}

fn patched(fault: Fault, body: &Value) -> Response {
    assert_eq!(body["schemas"], json!([urn::PATCH_OP]));
    let with_flag = body["Operations"][0]["op"] == "replace";
    match fault {
        Fault::Patch(status) => refusal(status),
        Fault::PatchWithoutFlag(status) if !with_flag => refusal(status),
        Fault::PatchWithFlag(status) if with_flag => refusal(status),
        Fault::PatchNotFoundPlain => (StatusCode::NOT_FOUND, "404 page not found").into_response(),
        _ => refusal(404),
    }
}

async fn groups(fault: Fault) -> Response {
    match fault {
        Fault::Groups(status) => refusal(status),
        Fault::GroupsSlow => std::future::pending().await,
        _ => list(&[], 0),
    }
}

fn config(fault: Fault) -> Response {
    match fault {
        Fault::Config(status) => refusal(status),
        _ => scim(
            200,
            &json!({
                "schemas": [urn::SERVICE_PROVIDER_CONFIG],
                "patch": { "supported": fault != Fault::ConfigWithoutPatch },
                "filter": { "supported": true, "maxResults": 100 },
            }),
        ),
    }
}

fn user(id: &str) -> Value {
    json!({ "schemas": [urn::USER], "id": id, "userName": format!("{id}@fabrikam.example") })
}

fn list(resources: &[Value], total: usize) -> Response {
    let body = json!({
        "schemas": [urn::LIST_RESPONSE],
        "totalResults": total,
        "Resources": resources,
        "startIndex": 1,
        "itemsPerPage": 20,
    });
    scim(200, &body)
}

fn refusal(status: u16) -> Response {
    let mut error = json!({ "schemas": [urn::ERROR], "status": status.to_string() });
    if status == 400 {
        error["scimType"] = "invalidFilter".into();
    }
    let mut response = scim(status, &error);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, "Bearer".parse().unwrap());
    response.headers_mut().insert(header::RETRY_AFTER, "7".parse().unwrap());
    response
}

fn scim(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/scim+json; charset=utf-8")], body.to_string())
        .into_response()
}
