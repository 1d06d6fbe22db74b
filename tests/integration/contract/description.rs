//! An OpenAPI 3.0 description, read: its operations, and its schemas as JSON Schema.
//!
//! A keyword that is not known here is an error. One that was passed over in silence would be a check that is not made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jsonschema::{Registry, Validator};
use serde_json::{Map, Value, json};

/// Why a description can't be used, in words.
pub(crate) type Problem = String;

/// What is described.
#[derive(Debug)]
pub(crate) struct Description {
    operations: Vec<Operation>,
}

/// One method of one path.
#[derive(Debug)]
pub(crate) struct Operation {
    /// In capitals.
    pub(crate) method: String,
    /// Such as `/users/{user-id}`.
    pub(crate) template: String,
    segments: Vec<Segment>,
    parameters: Vec<Parameter>,
    /// What it takes; `None` where it takes no body.
    pub(crate) body: Option<Body>,
    answers: BTreeMap<String, Answer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter(String),
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// `path`, `query` or `header`.
    pub(crate) place: String,
    pub(crate) required: bool,
    /// What type its text stands for.
    kind: Kind,
    schema: Schema,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Boolean,
    /// Texts with commas between them.
    List,
}

/// What an operation takes.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) schema: Schema,
    /// The members that are described, where the schema itself leaves room for others.
    pub(crate) members: Option<BTreeSet<String>>,
}

/// What an operation answers.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The shape of its body; `None` where it has none.
    pub(crate) schema: Option<Schema>,
    /// What only a stand-in of the service sends.
    pub(crate) mock_only: bool,
}

/// A schema, ready to judge by.
#[derive(Debug, Clone)]
pub(crate) struct Schema(Arc<Validator>);

impl Schema {
    /// What is wrong with a value, each with its place.
    pub(crate) fn refusals(&self, value: &Value) -> Vec<String> {
        self.0
            .iter_errors(value)
            .map(|error| format!("{}: {}", error.instance_path(), shortened(&error.to_string())))
            .collect()
    }
}

impl Parameter {
    /// What is wrong with a value as it stands in an address or a header.
    pub(crate) fn refusals(&self, text: &str) -> Vec<String> {
        self.schema.refusals(&self.kind.value(text))
    }
}

impl Kind {
    fn of(schema: &Value) -> Result<Self, Problem> {
        match schema["type"].as_str() {
            Some("string") => Ok(Self::Text),
            Some("integer") => Ok(Self::Integer),
            Some("boolean") => Ok(Self::Boolean),
            Some("array") if schema["items"]["type"] != "array" => Ok(Self::List),
            _ => Err(format!("a parameter of the type {}", schema["type"])),
        }
    }

    /// The value that a text stands for; the text itself, which the schema will refuse, where it stands for none.
    fn value(self, text: &str) -> Value {
        let value = match self {
            Self::Text => None,
            Self::Integer => text.parse::<i64>().ok().map(Value::from),
            Self::Boolean => text.parse::<bool>().ok().map(Value::from),
            Self::List => Some(text.split(',').map(Value::from).collect()),
        };
        value.unwrap_or_else(|| Value::from(text))
    }
}

impl Operation {
    /// Its parameters in one place.
    pub(crate) fn parameters<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }

    /// What it answers with a status, if that is described.
    pub(crate) fn answer(&self, status: u16) -> Option<&Answer> {
        let range = format!("{}XX", status / 100);
        [status.to_string(), range, "default".to_owned()].iter().find_map(|key| self.answers.get(key))
    }

    /// The values of the path's parameters, where the path is this operation's.
    pub(crate) fn path_parameters<'a>(&'a self, path: &'a [String]) -> Option<BTreeMap<&'a str, &'a str>> {
        if path.len() != self.segments.len() {
            return None;
        }
        let mut values = BTreeMap::new();
        for (segment, text) in self.segments.iter().zip(path) {
            match segment {
                Segment::Literal(literal) if literal == text => {}
                Segment::Literal(_) => return None,
                Segment::Parameter(name) => {
                    values.insert(name.as_str(), text.as_str());
                }
            }
        }
        Some(values)
    }
}

impl Description {
    /// Reads a file.
    pub(crate) fn read(file: &Path) -> Result<Self, Problem> {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        Self::parse(&text)
    }

    /// Reads a text.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let document: Value = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
        let version = document["openapi"].as_str().unwrap_or_default();
        if !version.starts_with("3.0.") {
            return Err(format!("OpenAPI {version:?}, not 3.0"));
        }
        let mut reader = Reader::new(&document)?;
        let mut operations = Vec::new();
        for (template, item) in members(&document["paths"]) {
            operations.extend(
                reader.operations(template, item).map_err(|problem| format!("{template}: {problem}"))?,
            );
        }
        Ok(Self { operations })
    }

    /// The operation of a method and a path below the version. A path without parameters goes before one that has some
    /// (OpenAPI 3.0.3, *Path Templating Matching*).
    pub(crate) fn operation(&self, method: &str, path: &[String]) -> Result<&Operation, String> {
        let matching = |operation: &&Operation| operation.path_parameters(path).is_some();
        let places = |operation: &Operation| -> Vec<bool> {
            operation.segments.iter().map(|segment| matches!(segment, Segment::Parameter(_))).collect()
        };
        let closest = self.operations.iter().filter(matching).min_by_key(|operation| places(operation));
        let closest = closest.ok_or("a path that is not described")?;
        let same_path = self.operations.iter().filter(|operation| operation.template == closest.template);
        let mut same_path = same_path.filter(|operation| operation.method == method);
        same_path.next().ok_or_else(|| format!("{method} of {}, which is not described", closest.template))
    }

    /// All of them.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }
}

/// Where the schemas of `components` lie, for references.
const ADDRESS: &str = "urn:components";

/// Turns the parts of a document into what judges by them.
struct Reader<'a> {
    document: &'a Value,
    /// The schemas of `components`, translated, where references find them.
    schemas: Registry<'a>,
    /// Validators by the schema they were made from: most answers share those of errors.
    made: BTreeMap<String, Schema>,
}

impl<'a> Reader<'a> {
    fn new(document: &'a Value) -> Result<Self, Problem> {
        let mut schemas = Map::new();
        for (name, schema) in members(&document["components"]["schemas"]) {
            let schema = translated(schema).map_err(|problem| format!("{name}: {problem}"))?;
            schemas.insert(name.clone(), schema);
        }
        let schemas = json!({ "components": { "schemas": schemas } });
        let schemas = Registry::new().add(ADDRESS, schemas).and_then(|registry| registry.prepare());
        let schemas = schemas.map_err(|error| error.to_string())?;
        Ok(Self { document, schemas, made: BTreeMap::new() })
    }

    fn operations(&mut self, template: &str, item: &Value) -> Result<Vec<Operation>, Problem> {
        const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
        let mut operations = Vec::new();
        for (method, operation) in members(item) {
            if !METHODS.contains(&method.as_str()) {
                continue;
            }
            // A parameter of the operation replaces the path's of the same name and place.
            let mut parameters: Vec<Parameter> = Vec::new();
            for parameter in elements(&item["parameters"]).iter().chain(elements(&operation["parameters"])) {
                let parameter = self.parameter(self.resolved(parameter)?)?;
                parameters.retain(|other| (&other.name, &other.place) != (&parameter.name, &parameter.place));
                parameters.push(parameter);
            }
            let mut answers = BTreeMap::new();
            for (status, answer) in members(&operation["responses"]) {
                let answer = self.resolved(answer)?;
                let schema = self.content(answer)?.map(|(schema, _)| schema);
                let mock_only = answer["x-mock-only"] == true;
                answers.insert(status.clone(), Answer { schema, mock_only });
            }
            let body = match operation.get("requestBody") {
                Some(body) => self.body(self.resolved(body)?)?,
                None => None,
            };
            operations.push(Operation {
                method: method.to_ascii_uppercase(),
                template: template.to_owned(),
                segments: segments(template),
                parameters,
                body,
                answers,
            });
        }
        Ok(operations)
    }

    fn parameter(&mut self, parameter: &Value) -> Result<Parameter, Problem> {
        let text = |member: &str| parameter[member].as_str().map(str::to_owned).ok_or(format!("no {member}"));
        let name = text("name")?;
        let kind = Kind::of(&parameter["schema"]).map_err(|problem| format!("{name}: {problem}"))?;
        if kind == Kind::List && parameter["explode"] != false {
            return Err(format!("{name}: a list that is not joined by commas"));
        }
        let schema = self.schema(&parameter["schema"])?;
        Ok(Parameter { name, place: text("in")?, required: parameter["required"] == true, kind, schema })
    }

    fn body(&mut self, body: &Value) -> Result<Option<Body>, Problem> {
        let Some((schema, source)) = self.content(body)? else { return Ok(None) };
        let mut members = BTreeSet::new();
        let open = self.is_open(source, &mut members)?;
        Ok(Some(Body { required: body["required"] == true, schema, members: open.then_some(members) }))
    }

    /// The schema of a JSON content, and where it stands.
    fn content<'b>(&mut self, holder: &'b Value) -> Result<Option<(Schema, &'b Value)>, Problem> {
        let mut contents = members(&holder["content"]);
        match (contents.next(), contents.next()) {
            (None, _) => Ok(None),
            (Some((media_type, content)), None) if media_type == "application/json" => {
                Ok(Some((self.schema(&content["schema"])?, &content["schema"])))
            }
            _ => Err("content that is not JSON alone".to_owned()),
        }
    }

    /// Collects the members an object schema describes; whether it takes others too.
    fn is_open(&self, schema: &Value, names: &mut BTreeSet<String>) -> Result<bool, Problem> {
        let schema = self.resolved(schema)?;
        names.extend(members(&schema["properties"]).map(|(name, _)| name.clone()));
        let mut open = schema["additionalProperties"] != false;
        for part in elements(&schema["allOf"]) {
            open &= self.is_open(part, names)?;
        }
        Ok(open)
    }

    fn schema(&mut self, schema: &Value) -> Result<Schema, Problem> {
        let key = schema.to_string();
        if let Some(made) = self.made.get(&key) {
            return Ok(made.clone());
        }
        let validator = jsonschema::draft202012::options()
            .with_registry(&self.schemas)
            .should_validate_formats(true)
            .with_format("base64url", is_base64url)
            .should_ignore_unknown_formats(false)
            .build(&translated(schema)?)
            .map_err(|error| format!("{key}: {error}"))?;
        let schema = Schema(Arc::new(validator));
        self.made.insert(key, schema.clone());
        Ok(schema)
    }

    /// What a reference points to; anything else is itself.
    fn resolved<'b>(&self, value: &'b Value) -> Result<&'b Value, Problem>
    where
        'a: 'b,
    {
        let Some(reference) = value["$ref"].as_str() else { return Ok(value) };
        let target = reference.strip_prefix('#').and_then(|pointer| self.document.pointer(pointer));
        target.ok_or_else(|| format!("{reference} points nowhere"))
    }
}

fn segments(template: &str) -> Vec<Segment> {
    let parameter = |text: &str| Some(text.strip_prefix('{')?.strip_suffix('}')?.to_owned());
    let segment =
        |text: &str| parameter(text).map_or_else(|| Segment::Literal(text.to_owned()), Segment::Parameter);
    template.split('/').skip(1).map(segment).collect()
}

/// A schema of OpenAPI 3.0 as one of JSON Schema 2020-12 (OpenAPI 3.0.3, *Schema Object*).
fn translated(schema: &Value) -> Result<Value, Problem> {
    let Some(object) = schema.as_object() else { return Err(format!("{schema} is no schema")) };
    if let Some(reference) = object.get("$ref") {
        // Whatever stands beside a reference does not count (OpenAPI 3.0.3, *Reference Object*).
        let pointer = reference.as_str().filter(|reference| reference.starts_with('#'));
        let pointer = pointer.ok_or_else(|| format!("{reference} leads out of the document"))?;
        return Ok(json!({ "$ref": format!("{ADDRESS}{pointer}") }));
    }
    let nullable = object.get("nullable") == Some(&Value::Bool(true)) && object.contains_key("type");
    let mut made = Map::new();
    for (keyword, value) in object {
        let value = match keyword.as_str() {
            "properties" => {
                let mut properties = Map::new();
                for (name, property) in members(value) {
                    properties.insert(name.clone(), translated(property)?);
                }
                Value::Object(properties)
            }
            "allOf" | "anyOf" | "oneOf" => {
                Value::Array(elements(value).iter().map(translated).collect::<Result<_, _>>()?)
            }
            "items" | "not" => translated(value)?,
            "additionalProperties" if value.is_boolean() => value.clone(),
            "additionalProperties" => translated(value)?,
            "type" if nullable => json!([value, "null"]),
            "enum" if nullable && !elements(value).contains(&Value::Null) => {
                elements(value).iter().cloned().chain([Value::Null]).collect()
            }
            "format" => {
                made.extend(format(value.as_str().unwrap_or_default()));
                continue;
            }
            "type" | "enum" | "pattern" | "required" | "uniqueItems" | "minLength" | "maxLength"
            | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minimum" | "maximum"
            | "multipleOf" => value.clone(),
            "nullable" | "title" | "description" | "default" | "example" | "deprecated" | "readOnly"
            | "writeOnly" | "discriminator" | "externalDocs" => continue,
            other if other.starts_with("x-") => continue,
            other => return Err(format!("the keyword {other}, which is not known here")),
        };
        made.insert(keyword.clone(), value);
    }
    Ok(Value::Object(made))
}

/// What a format says in JSON Schema: there, numbers have bounds instead of formats.
fn format(name: &str) -> Map<String, Value> {
    let format = match name {
        "int32" => json!({ "minimum": i32::MIN, "maximum": i32::MAX }),
        "int64" => json!({ "minimum": i64::MIN, "maximum": i64::MAX }),
        "float" | "double" => json!({}),
        name => json!({ "format": name }),
    };
    match format {
        Value::Object(format) => format,
        _ => Map::new(),
    }
}

/// RFC 4648 §5, with or without what fills up the last group.
fn is_base64url(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len() - digits.len() <= 2
        && digits.len() % 4 != 1
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn elements(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A refusal quotes the whole value it refuses, which may be a schema of a tenth of a megabyte.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 160;
    let count = text.chars().count();
    if count <= 2 * SHOWN {
        return text.to_owned();
    }
    let (head, tail): (String, String) =
        (text.chars().take(SHOWN).collect(), text.chars().skip(count - SHOWN).collect());
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r"
openapi: 3.0.3
paths:
  /things/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      parameters:
      - {name: $select, in: query, explode: false, schema: {type: array, uniqueItems: true, items: {type: string, enum: [a, b]}}}
      - {name: $top, in: query, schema: {type: integer, minimum: 1}}
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Thing', description: not counted}}}}
        4XX: {description: refused}
    patch:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'204': {description: done}}
  /things/all:
    get: {responses: {'200': {description: fine}}}
components:
  schemas:
    Thing:
      allOf:
      - {type: object, properties: {kind: {type: string, nullable: true, enum: [x, y]}}, additionalProperties: true}
      - type: object
        required: [size]
        properties:
          size: {type: integer, format: int32}
          at: {type: string, format: date-time, nullable: true}
          bytes: {type: string, format: base64url}
          items: {type: array, items: {$ref: '#/components/schemas/Thing'}}
          owner: {anyOf: [{$ref: '#/components/schemas/Thing'}, {type: object, nullable: true, not: {type: object}}]}
";

    fn path(text: &str) -> Vec<String> {
        text.split('/').skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn schemas_keep_their_meaning() {
        let description = Description::parse(SMALL).unwrap();
        let operation = description.operation("GET", &path("/things/1")).unwrap();
        let schema = operation.answer(200).unwrap().schema.as_ref().unwrap();
        for (value, fits) in [
            (json!({"size": 1}), true),
            (json!({"size": 1, "kind": null, "at": null, "owner": null, "unknown": 1}), true),
            (json!({"size": 1, "kind": "x", "at": "2026-11-24T10:00:00Z", "bytes": "YQ=="}), true),
            (json!({"size": 1, "owner": {"size": 2}, "items": [{"size": 3}]}), true),
            (json!({}), false),
            (json!({"size": null}), false),
            (json!({"size": 3_000_000_000_u32}), false),
            (json!({"size": 1, "kind": "z"}), false),
            (json!({"size": 1, "at": "yesterday"}), false),
            (json!({"size": 1, "bytes": "a/b+"}), false),
            (json!({"size": 1, "owner": {}}), false),
            (json!({"size": 1, "items": [{"size": "3"}]}), false),
        ] {
            assert_eq!(schema.refusals(&value).is_empty(), fits, "{value}: {:?}", schema.refusals(&value));
        }
    }

    #[test]
    fn operations_are_found_by_method_and_path() {
        let description = Description::parse(SMALL).unwrap();
        let found =
            |method, text| description.operation(method, &path(text)).map(|found| found.template.clone());
        assert_eq!(found("GET", "/things/all").unwrap(), "/things/all");
        assert_eq!(found("GET", "/things/1").unwrap(), "/things/{id}");
        assert!(found("PATCH", "/things/all").unwrap_err().contains("not described"));
        assert!(found("GET", "/nothing").unwrap_err().contains("not described"));

        let operation = description.operation("GET", &path("/things/1")).unwrap();
        assert!(operation.answer(404).is_some() && operation.answer(204).is_none());
        let query: BTreeMap<_, _> =
            operation.parameters("query").map(|one| (one.name.as_str(), one)).collect();
        for (name, text, fits) in [
            ("$top", "1", true),
            ("$top", "0", false),
            ("$top", "x", false),
            ("$select", "a,b", true),
            ("$select", "a,a", false),
        ] {
            assert_eq!(query[name].refusals(text).is_empty(), fits, "{name}={text}");
        }
        let body = description.operation("PATCH", &path("/things/1")).unwrap().body.as_ref().unwrap();
        let members: Vec<_> = body.members.iter().flatten().map(String::as_str).collect();
        assert_eq!(members, ["at", "bytes", "items", "kind", "owner", "size"]);
    }

    #[test]
    fn nothing_is_passed_over_in_silence() {
        for (wrong, word) in [
            ("openapi: 3.1.0", "not 3.0"),
            ("openapi: 3.0.3\ncomponents: {schemas: {A: {type: string, minLenght: 1}}}", "minLenght"),
            ("openapi: 3.0.3\npaths: {/a: {get: {responses: {'200': {$ref: '#/nowhere'}}}}}", "nowhere"),
            (
                "openapi: 3.0.3\npaths: {/a: {get: {responses: {'200': {content: {text/plain: {schema: {}}}}}}}}",
                "JSON",
            ),
            (
                "openapi: 3.0.3\npaths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {type: string, \
                 format: nonsense}}}}}}}}",
                "nonsense",
            ),
        ] {
            let problem = Description::parse(wrong).unwrap_err();
            assert!(problem.contains(word), "{wrong}: {problem}");
        }
    }
}
