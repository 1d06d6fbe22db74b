//! A job's schema.

use onramp_mapping::{Document, Format, recommended, recommended_schema};
use onramp_practice::control::DirectoryChange;
use serde_json::{Value, json};

use super::support::Tenant;

#[tokio::test]
async fn a_schema_is_read_replaced_and_set_back() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let path = format!("{}/schema", app.job);
    let first = tenant.get(&path).await.good(200);
    let document = Document::parse(&first.to_string()).expect("a schema");
    assert_eq!(document.format(), Format::EntraSchema);
    assert_eq!(document.table().rows.len(), 23);

    // Read, changed in place, written whole, annotations and all.
    let mut changed = first.clone();
    changed["synchronizationRules"][0]["objectMappings"][0]["enabled"] = json!(false);
    tenant.put(&path, changed.clone()).await.good(204);
    let second = tenant.get(&path).await.good(200);
    assert_eq!(second["synchronizationRules"], changed["synchronizationRules"]);
    assert_ne!(second["version"], first["version"]);

    let ours = recommended_schema(&recommended());
    tenant.put(&path, ours.as_value().clone()).await.good(204);
    let third = tenant.get(&path).await.good(200);
    assert_eq!(&third["directories"], &ours.as_value()["directories"]);
    assert_eq!(Document::parse(&third.to_string()).expect("a schema").table(), recommended());

    // A body with the rules alone loses the rest.
    tenant.put(&path, json!({"synchronizationRules": third["synchronizationRules"]})).await.good(204);
    assert_eq!(tenant.get(&path).await.good(200).get("directories"), None);

    tenant.delete(&path).await.good(204);
    let last = tenant.get(&path).await.good(200);
    assert_eq!(last["synchronizationRules"], first["synchronizationRules"]);

    let mut twice = first.clone();
    let rows = &mut twice["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"];
    let again = rows[0].clone();
    rows.as_array_mut().expect("rows").push(again);
    for (body, code) in [
        (json!({}), "RequestMissingRequiredParameter"),
        (twice, "InvalidSynchronizationSchema"),
        (json!({"synchronizationRules": [{}]}), "InvalidSynchronizationSchema"),
        (json!({"synchronizationRules": [], "colour": 1}), "Request_BadRequest"),
    ] {
        assert_eq!(tenant.put(&path, body).await.refusal(), (400, code));
    }
}

#[tokio::test]
async fn an_expression_is_parsed_and_tried() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let path = format!("{}/schema/parseExpression", app.job);
    let ask = async |expression: &str, properties: Value| {
        let body = json!({
            "expression": expression,
            "testInputObject": {"definition": null, "properties": properties},
            "targetAttributeDefinition": null,
        });
        tenant.post(&path, body).await.good(200)
    };
    let names = json!([{"key": "givenName", "value": "Ingrid"}, {"key": "surname", "value": "Sollie"}]);
    let answer = ask("ToLower(Join(\".\", [givenName], [surname]))", names).await;
    assert_eq!(answer["evaluationResult"], json!(["ingrid.sollie"]));
    assert_eq!(answer["parsingSucceeded"], true);
    assert_eq!(answer["parsedExpression"]["name"], "ToLower");
    assert_eq!(answer["parsedExpression"]["parameters"][0]["value"]["parameters"][0]["key"], "separator");

    let answer = ask("Lowercase([mail])", json!([])).await;
    assert_eq!((&answer["parsingSucceeded"], &answer["parsedExpression"]), (&json!(false), &Value::Null));
    assert!(answer["error"]["message"].is_string());

    let several = json!([{"key": "otherMails", "value": ["a@x.example", "b@x.example"]}]);
    let answer = ask("[otherMails]", several).await;
    assert_eq!(answer["evaluationResult"], json!(["a@x.example", "b@x.example"]));
    let answer = tenant.post(&path, json!({"expression": "[mail]"})).await.good(200);
    assert_eq!((&answer["parsingSucceeded"], &answer["evaluationSucceeded"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn extensions_that_people_have_are_discovered() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let name = "extension_0123456789abcdef0123456789abcdef_costCenter";
    let change = DirectoryChange::SetAttribute {
        user: "ana.silva@contoso.example".to_owned(),
        name: name.to_owned(),
        value: Some("4130".into()),
    };
    tenant.control().change(change).await.expect("changed");
    let discover = |id: &str| format!("{}/schema/directories/{id}/discover", app.job);
    let found = tenant.post(&discover("66e4a8cc-1b7b-435e-95f8-f06cea133828"), json!({})).await.good(200);
    assert_eq!(found["name"], "Microsoft Entra ID");
    let saved = tenant.get(&format!("{}/schema", app.job)).await.good(200);
    for directory in [&found, &saved["directories"][0]] {
        let attributes = directory["objects"][0]["attributes"].as_array().expect("attributes");
        assert!(attributes.iter().any(|attribute| attribute["name"] == name));
    }
    let target = tenant.post(&discover("09760868-cafb-47ac-9031-0a3262300427"), json!({})).await;
    assert_eq!(target.refusal(), (400, "DirectoryNotDiscoverable"));
    assert_eq!(tenant.post(&discover("x"), json!({})).await.status, 404);
}
