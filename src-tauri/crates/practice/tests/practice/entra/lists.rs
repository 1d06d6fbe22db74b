//! Lists: filters, searches, pages, deltas.

use onramp_practice::control::DirectoryChange;
use serde_json::{Value, json};

use super::support::{ANA, Answer, PILOT, RUI, Tenant};

#[tokio::test]
async fn filters_searches_and_orders_find_whom_they_mean() {
    let tenant = Tenant::new().await;
    for (path, expected) in [
        ("/users?$filter=startswith(displayName,'Ana')", &["Ana Silva"][..]),
        ("/users?$filter=userPrincipalName eq 'ANA.SILVA@contoso.example'", &["Ana Silva"]),
        ("/users?$filter=displayName eq 'Seán O''Brien'", &["Seán O'Brien"]),
        ("/users?$filter=userType eq 'Guest'", &["Daniel Ferreira"]),
        ("/users?$filter=accountEnabled eq false", &["Victor Lindqvist"]),
        ("/users?$filter=department eq 'IT' and city eq 'Hamburg'", &["Samira Rahimi"]),
        ("/groups?$filter=startswith(displayName,'R')", &["Ramp pilot"]),
        ("/groups?$orderby=displayName desc&$top=2", &["Sales", "Ramp pilot"]),
        ("/groups?$filter=displayName in ('Sales','Finance')", &["Finance", "Sales"]),
    ] {
        assert_eq!(tenant.get(path).await.names("displayName"), expected, "{path}");
    }
    for (path, expected) in [
        ("/users?$search=\"displayName:silva\"", &["Ana Silva"][..]),
        (
            "/users?$search=\"displayName:walk\"&$orderby=displayName desc&$count=true",
            &["Christine Walker", "Chris Walker"],
        ),
        ("/users?$filter=endswith(mail,'@fabrikam.example')&$count=true", &["Daniel Ferreira"]),
        ("/users?$filter=department eq 'IT' and not(city eq 'Hamburg')&$count=true", &["Noah Bennett"]),
        (
            "/groups?$search=\"displayName:pilot\" OR \"description:department\"&$count=true",
            &["Ramp pilot", "Finance", "Sales"],
        ),
    ] {
        let answer = tenant.query(path).await;
        assert_eq!(answer.names("displayName"), expected, "{path}");
        if path.contains("$count") {
            assert_eq!(answer.body["@odata.count"], json!(expected.len()), "{path}");
        }
    }
}

#[tokio::test]
async fn a_user_shows_what_was_selected_and_the_manager_where_asked() {
    let tenant = Tenant::new().await;
    let shown = tenant.get(&format!("/users/{ANA}")).await.good(200);
    assert_eq!(shown.get("department"), None, "not among what shows by itself");
    assert_eq!(shown["businessPhones"], json!([]));
    let select = "$select=id,department,mobilePhone,proxyAddresses";
    let mut shown = tenant.get(&format!("/users/{ANA}?{select}")).await.good(200);
    shown.as_object_mut().expect("an object").shift_remove("@odata.context");
    assert_eq!(shown, json!({"id": ANA, "department": "Finance", "mobilePhone": null, "proxyAddresses": []}));

    let expand = "$expand=manager($select=id,displayName)";
    let shown = tenant.get(&format!("/users/{ANA}?$select=displayName&{expand}")).await.good(200);
    assert_eq!(
        shown["manager"],
        json!({"@odata.type": "#microsoft.graph.user", "id": RUI, "displayName": "Rui Costa"})
    );
    let page = tenant.query(&format!("/users?$top=999&$count=true&{expand}")).await.good(200);
    let people = page["value"].as_array().expect("a list");
    assert_eq!(json!(people.len()), page["@odata.count"]);
    assert_eq!(people.iter().filter(|user| user.get("manager").is_none()).count(), 2, "two have none");
    let text = page.to_string();
    assert!(!text.contains("onrampNote") && !text.contains("appRoleAssignments"));
}

#[tokio::test]
async fn pages_hold_everyone_once_even_where_someone_leaves_meanwhile() {
    let tenant = Tenant::new().await;
    let all = tenant.get("/users?$top=999&$select=id").await;
    let mut seen: Vec<String> = Vec::new();
    let mut next =
        Some("/users?$top=7&$select=id&$filter=startswith(userPrincipalName,'') or id eq 'x'".to_owned());
    while let Some(url) = next {
        let page = tenant.get(&url).await;
        let ids = page.names("id");
        assert!(ids.len() <= 7);
        seen.extend(ids.into_iter().map(str::to_owned));
        next = page.body["@odata.nextLink"].as_str().map(str::to_owned);
        if let Some(link) = &next {
            assert!(link.starts_with(&format!("{}/users?", tenant.world.graph_url())), "{link}");
        }
    }
    assert_eq!(seen, all.names("id"));

    let first = tenant.get("/users?$top=7&$select=id").await;
    let last = first.names("id")[6].to_owned();
    tenant.control().change(DirectoryChange::Purge { user: seen[0].clone() }).await.expect("gone");
    let second = tenant.get(first.body["@odata.nextLink"].as_str().expect("a link")).await;
    assert_eq!(second.names("id")[0], seen[7], "behind {last}");
}

#[tokio::test]
async fn a_group_in_a_group_counts_only_transitively() {
    let tenant = Tenant::new().await;
    let groups = tenant.get("/groups?$filter=displayName eq 'Commercial'").await;
    let commercial = groups.names("id")[0].to_owned();
    let direct = tenant.get(&format!("/groups/{commercial}/members")).await;
    let nested = tenant.get(&format!("/groups/{commercial}/transitiveMembers?$top=999")).await;
    assert!(direct.names("displayName").contains(&"Sales"));
    assert!(!direct.names("displayName").contains(&"Priya Raman"));
    assert!(nested.names("displayName").contains(&"Priya Raman"));
    let kinds = direct.names("@odata.type");
    assert!(kinds.contains(&"#microsoft.graph.group") && kinds.contains(&"#microsoft.graph.user"));
    let counted =
        tenant.query(&format!("/groups/{PILOT}/transitiveMembers?$count=true&$top=1&$select=id")).await;
    assert_eq!(counted.body["@odata.count"], 5);
}

async fn told(tenant: &Tenant, link: &str) -> (Vec<(String, Value)>, String) {
    let mut all = Vec::new();
    let mut url = link.to_owned();
    loop {
        let page: Answer = tenant.get(&url).await;
        let value = page.body["value"].as_array().expect("a list").clone();
        all.extend(value.into_iter().map(|user| (user["id"].as_str().expect("an id").to_owned(), user)));
        let link = |name: &str| page.body[name].as_str().map(str::to_owned);
        let (next, delta) = (link("@odata.nextLink"), link("@odata.deltaLink"));
        assert_ne!(next.is_some(), delta.is_some(), "one link on each page: {page:?}");
        match next {
            Some(next) => url = next,
            None => return (all, delta.expect("a link")),
        }
    }
}

#[tokio::test]
async fn deltas_tell_who_changed_who_left_and_who_is_gone() {
    let tenant = Tenant::new().await;
    let control = tenant.control();
    let (all, link) = told(&tenant, "/users/delta?$select=displayName,department&$top=10").await;
    assert_eq!(all.len(), 41);
    assert_eq!(all[0].1, json!({"displayName": "Ana Silva", "department": "Finance", "id": ANA}));
    let (none, link) = told(&tenant, &link).await;
    assert_eq!(none, []);

    let key = |name: &str| format!("{name}@contoso.example");
    for change in [
        DirectoryChange::SetAttribute {
            user: key("ana.silva"),
            name: "department".to_owned(),
            value: Some("Treasury".into()),
        },
        DirectoryChange::Delete { user: key("rui.costa") },
        DirectoryChange::Purge { user: key("noah.bennett") },
        DirectoryChange::SetManager { user: key("mei.chen"), manager: None },
    ] {
        control.change(change).await.expect("changed");
    }
    let (changed, link) = told(&tenant, &link).await;
    let shown: Vec<Value> = changed.into_iter().map(|(_, user)| user).collect();
    assert_eq!(shown[0], json!({"displayName": "Ana Silva", "department": "Treasury", "id": ANA}));
    assert_eq!(shown[1], json!({"id": RUI, "@removed": {"reason": "changed"}}));
    assert_eq!(shown[2]["@removed"], json!({"reason": "deleted"}));
    assert_eq!(shown[3]["displayName"], "Mei Chen");
    assert_eq!(shown.len(), 4);
    assert_eq!(tenant.get(&format!("/users/{RUI}")).await.status, 404);

    control.change(DirectoryChange::Restore { user: key("rui.costa") }).await.expect("back");
    let (back, _) = told(&tenant, &link).await;
    assert_eq!(back[0].1["displayName"], "Rui Costa");
    let (none, _) = told(&tenant, "/users/delta?$deltatoken=latest").await;
    assert_eq!(none, []);
}
