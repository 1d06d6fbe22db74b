//! Every endpoint, and what is refused at each.

use onramp_http::Method;
use serde_json::{Value, json};

use super::support::{ANA, PILOT, RUI, Tenant};

/// Every GET of the description, with what is selected of its answer.
#[tokio::test]
async fn every_read_is_answered_as_described() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let (sp, job) = (&app.sp, &app.job);
    for (path, pointer, expected) in [
        ("/applicationTemplates?$filter=displayName eq 'Custom'".to_owned(), "/value/0/id", "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"),
        ("/applications?$filter=displayName eq 'ramp'".to_owned(), "/value/0/id", &app.id),
        (format!("/applications/{}", app.id), "/appId", &app.app_id),
        (format!("/servicePrincipals?$filter=appId eq '{}'", app.app_id), "/value/0/id", sp),
        (format!("/servicePrincipals/{sp}"), "/displayName", "Ramp"),
        (format!("/servicePrincipals/{sp}?$select=appRoles"), "/appRoles/0/displayName", "User"),
        (format!("/servicePrincipals/{sp}/synchronization/templates"), "/value/0/id", "scim"),
        (format!("/servicePrincipals/{sp}/synchronization/jobs"), "/value/0/templateId", "scim"),
        (job.clone(), "/schedule/state", "Disabled"),
        (format!("{job}/schema"), "/synchronizationRules/0/id", "03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8"),
        (format!("{job}/schema/filterOperators()"), "/value/0/id", "EQUALS"),
        (format!("{job}/schema/functions()"), "/value/0/id", "Switch"),
        ("/users?$top=1".to_owned(), "/value/0/displayName", "Ana Silva"),
        (format!("/users/{ANA}"), "/userPrincipalName", "ana.silva@contoso.example"),
        ("/users/ANA.silva@contoso.example?$select=id".to_owned(), "/id", ANA),
        (format!("/users/{ANA}/manager"), "/id", RUI),
        ("/users/delta".to_owned(), "/value/0/id", ANA),
        ("/users/delta()".to_owned(), "/value/0/id", ANA),
        ("/groups?$filter=displayName eq 'Ramp pilot'".to_owned(), "/value/0/id", PILOT),
        (format!("/groups/{PILOT}/members"), "/value/0/@odata.type", "#microsoft.graph.user"),
        (format!("/groups/{PILOT}/transitiveMembers"), "/value/0/id", ANA),
        (format!("/servicePrincipals/{sp}/appRoleAssignedTo"), "/value/0/principalType", "Group"),
        ("/me".to_owned(), "/userPrincipalName", "noah.bennett@contoso.example"),
        ("/organization".to_owned(), "/value/0/verifiedDomains/0/name", "contoso.example"),
        ("/subscribedSkus".to_owned(), "/value/0/servicePlans/0/servicePlanId", "41781fb2-bc02-4b7c-bd55-b576c07bb09d"),
        ("/directoryRoles".to_owned(), "/value/0/roleTemplateId", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"),
        ("/me/transitiveMemberOf/microsoft.graph.directoryRole".to_owned(), "/value/0/displayName", "Application Administrator"),
        ("/roleManagement/directory/roleAssignments?$filter=principalId eq '237a52d7-b79e-57d2-b3c9-182373fcd691'".to_owned(), "/value/0/directoryScopeId", "/"),
    ] {
        let answer = tenant.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(answer.body.pointer(pointer).and_then(Value::as_str), Some(expected), "{path}: {}", answer.body);
        let context = answer.body["@odata.context"].as_str().unwrap_or_default();
        assert!(context.starts_with(&format!("{}/$metadata#", tenant.world.graph_url())), "{path}: {context}");
    }
    let log = tenant.get("/auditLogs/provisioning?$top=5").await.good(200);
    assert_eq!(log["value"], json!([]));
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_understood_is_refused_in_graphs_shape() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let (sp, job) = (&app.sp, &app.job);
    let nobody = "00000000-0000-4000-8000-000000000000";
    let get = Method::GET;
    for (method, path, body, expected) in [
        (get.clone(), format!("/users/{nobody}"), None, (404, "Request_ResourceNotFound")),
        (
            get.clone(),
            "/users/0f1c7207-c90d-5671-a0c0-52262f6bc940/manager".to_owned(),
            None,
            (404, "Request_ResourceNotFound"),
        ),
        (get.clone(), format!("/groups/{nobody}/members"), None, (404, "Request_ResourceNotFound")),
        (get.clone(), format!("/applications/{nobody}"), None, (404, "Request_ResourceNotFound")),
        (
            get.clone(),
            format!("/servicePrincipals/{nobody}/synchronization/jobs"),
            None,
            (404, "Request_ResourceNotFound"),
        ),
        (
            get.clone(),
            format!("/servicePrincipals/{sp}/synchronization/jobs/scim.x.y"),
            None,
            (404, "ResourceNotFound"),
        ),
        (get.clone(), format!("/directory/deletedItems/{sp}"), None, (404, "Request_ResourceNotFound")),
        (get.clone(), "/chats".to_owned(), None, (400, "BadRequest")),
        (get.clone(), "/users/a/photo".to_owned(), None, (400, "BadRequest")),
        (Method::POST, "/users".to_owned(), Some(json!({})), (405, "Request_BadRequest")),
        (get.clone(), "/users?$format=json".to_owned(), None, (400, "Request_BadRequest")),
        (get.clone(), "/users?$skip=3".to_owned(), None, (400, "Request_UnsupportedQuery")),
        (get.clone(), "/users?$top=0".to_owned(), None, (400, "Request_BadRequest")),
        (get.clone(), "/users?$top=1000".to_owned(), None, (400, "Request_BadRequest")),
        (get.clone(), "/users?$top=1&$top=2".to_owned(), None, (400, "Request_BadRequest")),
        (get.clone(), "/users?$select=nickname".to_owned(), None, (400, "BadRequest")),
        (get.clone(), "/users?$filter=nickname eq 'a'".to_owned(), None, (400, "Request_UnsupportedQuery")),
        (get.clone(), "/users?$filter=displayName".to_owned(), None, (400, "BadRequest")),
        (
            get.clone(),
            "/users?$filter=contains(displayName,'a')".to_owned(),
            None,
            (400, "Request_UnsupportedQuery"),
        ),
        (
            get.clone(),
            "/users?$filter=displayName ne 'a'".to_owned(),
            None,
            (400, "Request_UnsupportedQuery"),
        ),
        (get.clone(), "/users?$search=\"displayName:a\"".to_owned(), None, (400, "Request_UnsupportedQuery")),
        (get.clone(), "/users?$count=true".to_owned(), None, (400, "Request_UnsupportedQuery")),
        (get.clone(), "/users?$expand=memberOf".to_owned(), None, (400, "Request_UnsupportedQuery")),
        (get.clone(), "/users?$orderby=city".to_owned(), None, (400, "Request_UnsupportedQuery")),
        (get.clone(), "/users?$skiptoken=x".to_owned(), None, (400, "BadRequest")),
        (get.clone(), "/users/delta?$deltatoken=x".to_owned(), None, (400, "BadRequest")),
        (get.clone(), "/users/delta?$expand=manager".to_owned(), None, (400, "Request_UnsupportedQuery")),
        (get.clone(), "/subscribedSkus?$top=1".to_owned(), None, (400, "Request_UnsupportedQuery")),
        (Method::PATCH, format!("{job}/schema"), Some(json!({})), (404, "ResourceNotFound")),
        (
            Method::POST,
            format!("/applicationTemplates/{nobody}/instantiate"),
            Some(json!({"displayName": "x"})),
            (404, "Request_ResourceNotFound"),
        ),
        (
            Method::POST,
            format!("/applicationTemplates/{nobody}/instantiate"),
            Some(json!({"displayName": " "})),
            (400, "Request_BadRequest"),
        ),
        (
            Method::POST,
            format!("/applicationTemplates/{nobody}/instantiate"),
            Some(json!({"name": "x"})),
            (400, "Request_BadRequest"),
        ),
        (
            Method::POST,
            format!("/servicePrincipals/{sp}/synchronization/jobs"),
            Some(json!({"templateId": "scim"})),
            (409, "Conflict"),
        ),
        (
            Method::POST,
            format!("/servicePrincipals/{sp}/synchronization/jobs"),
            Some(json!({"templateId": "x"})),
            (400, "InvalidTemplateId"),
        ),
        (
            Method::POST,
            format!("/servicePrincipals/{sp}/synchronization/jobs"),
            Some(json!({})),
            (400, "RequestMissingRequiredParameter"),
        ),
        (Method::POST, format!("{job}/restart"), Some(json!({})), (400, "RequestMissingRequiredParameter")),
        (
            Method::POST,
            format!("{job}/provisionOnDemand"),
            Some(json!({"parameters": []})),
            (400, "RequestMissingRequiredParameter"),
        ),
        (
            Method::POST,
            format!("{job}/provisionOnDemand"),
            Some(
                json!({"parameters": [{"ruleId": "x", "subjects": [{"objectId": ANA, "objectType": "User"}]}]}),
            ),
            (400, "RequestMissingRequiredParameter"),
        ),
    ] {
        let answer = tenant.send(method.clone(), &path, body).await;
        assert_eq!(answer.refusal(), expected, "{method} {path}: {}", answer.message());
    }
    let elsewhere = tenant.world.graph_url().replace("/v1.0", "/beta");
    assert_eq!(tenant.get(&format!("{elsewhere}/users")).await.refusal(), (400, "BadRequest"));
}

#[tokio::test]
async fn only_the_tenants_token_opens_it_and_only_on_this_computer() {
    let tenant = Tenant::new().await;
    let mut other = Tenant::new().await;
    other.token = tenant.token.clone();
    let refused = other.get("/me").await;
    assert_eq!(refused.refusal(), (401, "InvalidAuthenticationToken"));
    assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"\""));

    let authority = tenant.world.graph_url().replace("http://", "").replace("/v1.0", "");
    assert!(authority.starts_with("127.0.0.1:"));
    let token = super::support::exposed(&tenant.token);
    for (host, authorization, expected) in [
        (authority.as_str(), format!("Bearer {token}"), 200),
        (authority.as_str(), format!("Basic {token}"), 401),
        (authority.as_str(), String::new(), 401),
        ("graph.microsoft.com", format!("Bearer {token}"), 421),
    ] {
        let text = format!(
            "GET /v1.0/me HTTP/1.1\r\nHost: {host}\r\nAuthorization: {authorization}\r\nclient-request-id: mine\r\nConnection: close\r\n\r\n"
        );
        let reply = send_raw(&authority, &text).await;
        assert_eq!(reply.status(), expected, "{host} {authorization}: {}", reply.text);
        if expected == 401 {
            assert_eq!(reply.json()["error"]["innerError"]["client-request-id"], "mine");
        }
    }
    let long = format!(
        "POST /v1.0/$batch HTTP/1.1\r\nHost: {authority}\r\nAuthorization: Bearer {token}\r\nContent-Length: 5000000\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(send_raw(&authority, &(long + &" ".repeat(5_000_000))).await.status(), 413);
}

async fn send_raw(authority: &str, text: &str) -> crate::wire::Reply {
    use tokio::io::AsyncWriteExt;
    let mut stream = tokio::net::TcpStream::connect(authority).await.expect("a connection");
    // The service may have closed it already, having seen enough.
    let _ = stream.write_all(text.as_bytes()).await;
    crate::wire::rest_of(stream).await
}
