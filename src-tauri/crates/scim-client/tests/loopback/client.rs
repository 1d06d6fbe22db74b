//! The client against the same service as the probe.

use crate::service::{Fault, Service, TOKEN};
use onramp_http::{HttpClient, HttpError, HttpOptions, ProxyUse};
use onramp_scim::request::ScimRequest;
use onramp_scim_client::{ScimClient, ScimClientError, ScimUrl};
use secrecy::SecretString;
use serde_json::json;

fn client(service: &Service) -> ScimClient {
    let http = HttpClient::new(HttpOptions { proxy: ProxyUse::Never, ..HttpOptions::default() }).unwrap();
    ScimClient::new(http, ScimUrl::parse(&service.url()).unwrap().url, SecretString::from(TOKEN))
}

#[tokio::test]
async fn requests_go_below_the_base_url() {
    let service = Service::start(Fault::None).await;
    let client = client(&service);

    let found = ScimRequest::get("/Users").with_query("filter", "userName eq \"a+b@fabrikam.example\"");
    let exchange = client.send(&found, "match").await;
    assert_eq!(exchange.answer.unwrap().body.unwrap()["totalResults"], 0);
    assert_eq!(exchange.record.purpose, "match");

    let created = client.send(&ScimRequest::post("/Users", json!({ "userName": "ada" })), "create").await;
    let answer = created.answer.unwrap();
    assert_eq!((answer.status, answer.body.unwrap()["id"].clone()), (201, json!("u3")));
    let header = ("content-type".to_owned(), "application/scim+json; charset=utf-8".to_owned());
    assert!(created.record.request_headers.contains(&header));

    let deleted = client.send(&ScimRequest::delete("/Users/a b"), "delete").await.answer.unwrap();
    assert_eq!((deleted.status, deleted.body), (204, None));

    let missing = client.send(&ScimRequest::get("/Users/u9"), "read").await.answer.unwrap();
    assert_eq!(missing.status, 404, "a refusal is an answer");

    assert_eq!(
        service.requests(),
        [
            "GET /scim/v2/Users?filter=userName+eq+%22a%2Bb%40fabrikam.example%22",
            "POST /scim/v2/Users",
            "DELETE /scim/v2/Users/a%20b",
            "GET /scim/v2/Users/u9",
        ]
    );
}

#[tokio::test]
async fn what_is_no_scim_answer_is_an_error() {
    for (fault, error) in [
        (Fault::Html, ScimClientError::NotJson { status: 200, media_type: Some("text/html".to_owned()) }),
        (
            Fault::Everything(302),
            ScimClientError::Redirected { status: 302, location: "https://login.example/".to_owned() },
        ),
    ] {
        let service = Service::start(fault).await;
        let exchange = client(&service).send(&ScimRequest::get("/Users"), "read").await;
        assert_eq!(exchange.answer.unwrap_err(), error, "{fault:?}");
    }
}

#[tokio::test]
async fn an_id_that_climbs_out_of_its_collection_is_not_sent() {
    let service = Service::start(Fault::None).await;
    for path in ["/Users/..", "/Users/.", "/Users/../Groups/g1"] {
        let exchange = client(&service).send(&ScimRequest::delete(path), "delete").await;
        assert_eq!(exchange.answer.unwrap_err(), ScimClientError::UnsafePath, "{path}");
        assert_eq!(exchange.record.failure, Some(HttpError::InvalidUrl));
    }
    assert_eq!(service.requests(), Vec::<String>::new());
}
