//! A job's synchronization schema (`graph/README.md` §6).

use std::collections::BTreeMap;

use jiff::Timestamp;
use onramp_expression::Value as Attribute;
use onramp_mapping::Source;
use onramp_mapping::parameters::write_source;
use onramp_mapping::scope::{Arity, Operator};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Cx;
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::odata::{FILTER_OPERATOR, FUNCTION, SCHEMA};
use crate::entra::store::jobs::{self as stored, JobRow};
use crate::entra::store::objects::{self, Kind};
use crate::entra::{clock, jobs};
use crate::error::PracticeError;
use crate::seeds;

/// The members of a schema that are kept; the others are the service's own.
const MEMBERS: [&str; 2] = ["synchronizationRules", "directories"];

/// The schema of a new job.
pub(crate) fn default_schema() -> Result<Value, PracticeError> {
    serde_json::from_str(seeds::schema_json()).map_err(|_| PracticeError::NotUnderstood)
}

/// A version as Entra writes one: when, and by which activity.
pub(crate) fn new_version(now: Timestamp) -> String {
    format!("Date:{}, ActivityId:{}", clock::text(now), Uuid::new_v4())
}

/// The schema as Graph shows it.
pub(crate) fn shown(job: &JobRow) -> Value {
    let mut schema = Map::new();
    schema.insert("id".to_owned(), job.id.clone().into());
    schema.insert("version".to_owned(), job.version.clone().into());
    if let Value::Object(members) = &job.schema {
        schema.extend(members.clone());
    }
    Value::Object(schema)
}

pub(crate) fn get(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    let job = cx.job(sp, id)?;
    cx.call.query.allow(&["select", "expand"])?;
    if cx.call.query.expand.as_deref().is_some_and(|expand| expand != "directories") {
        return Err(GraphError::unsupported_query("Only directories can be expanded."));
    }
    let context = format!("servicePrincipals('{sp}')/synchronization/jobs('{id}')/schema");
    cx.one_with(&SCHEMA, &context, &shown(&job), |_, _| {})
}

/// Replaces the whole schema. What is not in the body is gone.
pub(crate) fn put(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let mut job = cx.job(sp, id)?;
    let known = ["id", "version", "synchronizationRules", "directories", "directories@odata.context"];
    let body = cx.call.only(&known)?;
    check(body)?;
    let kept = MEMBERS.into_iter().filter_map(|name| Some((name.to_owned(), body.get(name)?.clone())));
    save(cx, &mut job, Value::Object(kept.collect()))
}

/// Back to what a new job has.
pub(crate) fn delete(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let mut job = cx.job(sp, id)?;
    save(cx, &mut job, default_schema()?)
}

fn save(cx: &Cx<'_>, job: &mut JobRow, schema: Value) -> Result<Reply, GraphError> {
    job.schema = schema;
    job.version = new_version(cx.now);
    stored::set_schema(cx.data, &job.id, &job.schema, &job.version)?;
    jobs::schema_saved(cx.data, job, cx.now)?;
    Ok(Reply::no_content())
}

/// What the engine could not run is refused: rules that are none, and a target that is mapped twice.
fn check(body: &Map<String, Value>) -> Result<(), GraphError> {
    let wrong = |message: String| Err(GraphError::new(400, "InvalidSynchronizationSchema", message));
    let Some(rules) = body.get("synchronizationRules").and_then(Value::as_array) else {
        return Err(GraphError::missing("synchronizationRules"));
    };
    for rule in rules {
        let Some(mappings) = rule.get("objectMappings").and_then(Value::as_array) else {
            return wrong("A synchronization rule has no objectMappings.".to_owned());
        };
        for mapping in mappings {
            let Some(rows) = mapping.get("attributeMappings").and_then(Value::as_array) else {
                return wrong("An object mapping has no attributeMappings.".to_owned());
            };
            let mut targets: Vec<&str> = Vec::new();
            for row in rows {
                let Some(target) = row.get("targetAttributeName").and_then(Value::as_str) else {
                    return wrong("An attribute mapping has no targetAttributeName.".to_owned());
                };
                if targets.contains(&target) {
                    return wrong(format!("The target attribute {target} is mapped more than once."));
                }
                targets.push(target);
            }
        }
    }
    Ok(())
}

/// The operators of scoping filters.
pub(crate) fn filter_operators(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.job(sp, id)?;
    let shown = Operator::ALL.iter().map(|operator| {
        json!({
            "id": operator.name(),
            "arity": if operator.arity() == Some(Arity::Unary) { "Unary" } else { "Binary" },
            "multivaluedComparisonType": "All",
            "supportedAttributeTypes": types(operator),
        })
    });
    cx.list(&FILTER_OPERATOR, "Collection(microsoft.graph.filterOperatorSchema)", shown.collect())
}

fn types(operator: &Operator) -> &'static [&'static str] {
    match operator {
        Operator::IsTrue | Operator::IsFalse => &["Boolean"],
        Operator::IsNull | Operator::IsNotNull | Operator::Present => {
            &["String", "Integer", "Boolean", "Reference", "Binary"]
        }
        Operator::GreaterThan | Operator::GreaterThanOrEquals => &["Integer"],
        Operator::Equals | Operator::NotEquals => &["String", "Integer", "Boolean", "Reference", "DateTime"],
        Operator::RegexMatch | Operator::NotRegexMatch => &["String", "Integer"],
        _ => &["String"],
    }
}

/// The functions of the language.
pub(crate) fn functions(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.job(sp, id)?;
    let shown = onramp_expression::functions().map(|function| {
        let repeating = function.repeat.map_or(0, |repeat| repeat.parameters);
        let once = function.parameters.len().saturating_sub(repeating);
        let parameters = function.parameters.iter().enumerate().map(|(place, parameter)| {
            json!({
                "name": parameter.name,
                "required": parameter.required,
                "type": "String",
                "allowMultipleOccurrences": place >= once,
            })
        });
        json!({"id": function.name, "parameters": parameters.collect::<Vec<_>>()})
    });
    cx.list(&FUNCTION, "Collection(microsoft.graph.attributeMappingFunctionSchema)", shown.collect())
}

/// A text as the tree that a mapping holds, and what it comes to for one object. 200 for a wrong one too.
pub(crate) fn parse_expression(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    cx.job(sp, id)?;
    let body = cx.call.only(&["expression", "testInputObject", "targetAttributeDefinition"])?;
    let Some(text) = body.get("expression").and_then(Value::as_str).filter(|text| !text.is_empty()) else {
        return Err(GraphError::missing("expression"));
    };
    let error = |message: String| json!({"code": "InvalidExpression", "message": message, "target": null, "details": [], "innerError": null});
    let mut answer = json!({
        "@odata.context": cx.context("microsoft.graph.parseExpressionResponse"),
        "error": null,
        "evaluationSucceeded": false,
        "evaluationResult": [],
        "parsingSucceeded": false,
        "parsedExpression": null,
    });
    match onramp_expression::Program::compile(text) {
        Err(found) => {
            let first = found.first().map(onramp_expression::Diagnostic::message).unwrap_or_default();
            answer["error"] = error(first);
        }
        Ok(program) => {
            answer["parsingSucceeded"] = true.into();
            answer["parsedExpression"] = write_source(&Source::Expression(text.to_owned()));
            if let Some(properties) = body.get("testInputObject").and_then(|object| object.get("properties"))
            {
                match program.evaluate(&attributes(properties)) {
                    Ok(value) => {
                        answer["evaluationSucceeded"] = true.into();
                        answer["evaluationResult"] = json!(values(&value));
                    }
                    Err(found) => answer["error"] = error(found.message()),
                }
            }
        }
    }
    Ok(Reply::ok(answer))
}

/// The test object's properties: `[{key, value}]`, where a value may be a list.
fn attributes(properties: &Value) -> BTreeMap<String, Attribute> {
    let pairs = properties.as_array().into_iter().flatten();
    pairs
        .filter_map(|pair| {
            let key = pair.get("key")?.as_str()?;
            Some((key.to_owned(), onramp_entra::attribute_value(pair.get("value").unwrap_or(&Value::Null))))
        })
        .collect()
}

fn values(value: &Attribute) -> Vec<String> {
    match value {
        Attribute::List(values) => values.clone(),
        Attribute::Complex(values) => values.iter().map(|members| format!("{members:?}")).collect(),
        value => value.as_text().into_iter().collect(),
    }
}

/// Looks again for the attributes of the source: directory extensions that people have are added to its list.
pub(crate) fn discover(cx: &Cx<'_>, sp: &str, id: &str, directory: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let mut job = cx.job(sp, id)?;
    let directories = job.schema.get("directories").and_then(Value::as_array);
    let place = directories.into_iter().flatten().position(|known| known["id"].as_str() == Some(directory));
    let place =
        place.ok_or_else(|| GraphError::not_found(format!("The schema has no directory {directory}.")))?;
    let found = extensions(cx)?;
    let shown = {
        let known = &mut job.schema["directories"][place];
        if known["discoverabilities"].as_str().is_none_or(|text| text == "None") {
            let message = "This directory cannot be discovered.";
            return Err(GraphError::new(400, "DirectoryNotDiscoverable", message));
        }
        known["discoveryDateTime"] = cx.time().into();
        known["version"] = new_version(cx.now).into();
        let objects = known.get_mut("objects").and_then(Value::as_array_mut).into_iter().flatten();
        for object in objects.filter(|object| object["name"].as_str() == Some("User")) {
            add_attributes(object, &found);
        }
        known.clone()
    };
    stored::set_schema(cx.data, &job.id, &job.schema, &job.version)?;
    let mut answer = json!({"@odata.context": cx.context("microsoft.graph.directoryDefinition")});
    if let (Some(answer), Value::Object(members)) = (answer.as_object_mut(), shown) {
        answer.extend(members);
    }
    Ok(Reply::ok(answer))
}

/// The names of the directory extensions that anyone has.
fn extensions(cx: &Cx<'_>) -> Result<Vec<String>, GraphError> {
    let mut names: Vec<String> = Vec::new();
    for user in objects::list(cx.data, Kind::User)? {
        for name in user.as_object().into_iter().flatten().map(|(name, _)| name) {
            if name.starts_with("extension_") && !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names.sort();
    Ok(names)
}

fn add_attributes(object: &mut Value, names: &[String]) {
    let Some(attributes) = object.get_mut("attributes").and_then(Value::as_array_mut) else { return };
    for name in names {
        if !attributes.iter().any(|known| known["name"].as_str() == Some(name)) {
            attributes.push(json!({
                "anchor": false, "caseExact": false, "defaultValue": null, "flowNullValues": false,
                "multivalued": false, "mutability": "ReadWrite", "name": name, "required": false,
                "type": "String", "apiExpressions": [], "metadata": [], "referencedObjects": [],
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use onramp_mapping::parameters::{read_source, same_tree};
    use onramp_mapping::{Document, Format};

    use super::*;

    #[test]
    fn the_default_schema_is_one_that_mapping_reads_with_whole_trees() {
        let schema = default_schema().unwrap();
        let document = Document::parse(&schema.to_string()).unwrap();
        assert_eq!(document.format(), Format::EntraSchema);
        let table = document.table();
        assert_eq!(table.rows.len(), 23);
        assert_eq!(table.rows[0].matching_precedence, Some(1));
        let mappings = schema["synchronizationRules"][0]["objectMappings"].as_array().unwrap();
        for row in mappings.iter().flat_map(|mapping| mapping["attributeMappings"].as_array().unwrap()) {
            let source = &row["source"];
            assert!(same_tree(&write_source(&read_source(source)), source), "{source}");
        }
    }

    #[test]
    fn a_target_is_mapped_once() {
        let mut schema = default_schema().unwrap();
        assert!(check(schema.as_object().unwrap()).is_ok());
        let rows = &mut schema["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"];
        let again = rows[0].clone();
        rows.as_array_mut().unwrap().push(again);
        assert_eq!(check(schema.as_object().unwrap()).unwrap_err().status, 400);
        assert_eq!(check(&Map::new()).unwrap_err().code, "RequestMissingRequiredParameter");
    }
}
