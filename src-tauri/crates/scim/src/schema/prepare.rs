//! A PATCH held to the schemas before it is applied: each operation with a path, names as the schemas spell them, values
//! in the RFC's shapes.

use serde_json::{Map, Value};

use super::accept::fixed;
use super::definition::Found;
use super::value::{accept_one, accept_value, invalid};
use super::{Attribute, Mutability, NameMatching, Policy, ResourceDefinition, Returned, Schema, Type};
use crate::error::{ScimError, ScimType};
use crate::patch::{Change, MissingElement, Op, OpCase, Operation, PatchOp, apply};
use crate::path::AttributePath;
use crate::urn;

impl ResourceDefinition {
    /// Applies a PATCH to a stored resource: all of it or, where any of it is refused, nothing (RFC 7644 §3.5.2). Returns
    /// whether it changed anything.
    ///
    /// Beyond the RFC it takes what Entra sends, unless strict: an add or replace with a value filter creates the element it
    /// names, the keys of an object without a path may be dotted or full URNs, `active` may be text, a manager text, object
    /// or array, and `members` may be removed by path or by a list of values. What no schema knows is passed over or,
    /// strict, refused.
    ///
    /// # Errors
    /// 400 `invalidPath`, `noTarget`, `invalidValue`, `mutability`, and strict `invalidSyntax`. The detail names the
    /// attribute.
    pub fn patch(
        &self,
        resource: &mut Map<String, Value>,
        patch: PatchOp,
        policy: Policy,
    ) -> Result<bool, ScimError> {
        let missing = if policy.strict { MissingElement::Refuse } else { MissingElement::Create };
        let mut next = resource.clone();
        for change in self.prepare(patch, policy)? {
            apply(&mut next, change, missing)?;
        }
        self.finish(Some(resource), &mut next, policy)?;
        let changed = next != *resource;
        *resource = next;
        Ok(changed)
    }

    /// The PATCH as the schemas understand it, step by step. Operations without a path become a step for each attribute they
    /// name.
    fn prepare(&self, patch: PatchOp, policy: Policy) -> Result<Vec<Change>, ScimError> {
        let strict = policy.strict;
        if strict && !patch.schemas.iter().any(|schema| schema == urn::PATCH_OP) {
            return Err(syntax(format!("schemas does not name {}.", urn::PATCH_OP)));
        }
        let mut prepared = Preparation { definition: self, policy, changes: Vec::new() };
        for Operation { op, case, path, value } in patch.operations {
            if strict && case == OpCase::Capitalised {
                let (sent, wanted) = (op.as_str(OpCase::Capitalised), op.as_str(OpCase::Lower));
                return Err(syntax(format!("op is {wanted}, not {sent}.")));
            }
            match (op, path, value) {
                (op, Some(path), value) => prepared.target(op, &path, value, false)?,
                (Op::Remove, None, _) => {
                    return Err(ScimError::bad_request(ScimType::NoTarget, "remove needs a path."));
                }
                (op, None, Some(Value::Object(members))) => {
                    for (key, value) in members {
                        prepared.target(op, &key, Some(value), true)?;
                    }
                }
                (op, None, _) => {
                    let detail = "without a path needs an object of attributes";
                    return Err(invalid(op.as_str(OpCase::Lower), detail));
                }
            }
        }
        Ok(prepared.changes)
    }
}

struct Preparation<'a> {
    definition: &'a ResourceDefinition,
    policy: Policy,
    changes: Vec<Change>,
}

impl Preparation<'_> {
    fn target(&mut self, op: Op, target: &str, value: Option<Value>, keyed: bool) -> Result<(), ScimError> {
        let Policy { names, strict } = self.policy;
        if self.definition.is_core(target, names) {
            return self.members("", op, target, value);
        }
        if let Some(schema) = self.definition.extension(target, names) {
            return self.extension(op, schema, value);
        }
        if urn::is_schema(target) {
            return self.unknown(target);
        }
        // Clients send the list of schemas along; the service writes its own.
        if keyed && target.eq_ignore_ascii_case("schemas") {
            return Ok(());
        }
        if strict && keyed && (target.contains('.') || target.contains(':')) {
            return Err(syntax(format!("{target} is a path, not the name of an attribute.")));
        }
        let path = AttributePath::parse(target).map_err(|error| ScimError::invalid_path(target, &error))?;
        match self.definition.find(&path, names) {
            Some(found) => self.known(op, path, found, value),
            None => self.unknown(target),
        }
    }

    fn unknown(&self, target: &str) -> Result<(), ScimError> {
        if self.policy.strict {
            let detail = format!("{target} is no attribute of this resource.");
            return Err(ScimError::bad_request(ScimType::InvalidPath, detail));
        }
        Ok(())
    }

    /// The object under a schema's URN, member by member.
    fn members(&mut self, prefix: &str, op: Op, target: &str, value: Option<Value>) -> Result<(), ScimError> {
        match value {
            Some(Value::Object(members)) if op != Op::Remove => {
                members.into_iter().try_for_each(|(name, value)| {
                    self.target(op, &format!("{prefix}{name}"), Some(value), false)
                })
            }
            _ => Err(invalid(target, "takes an object")),
        }
    }

    fn extension(&mut self, op: Op, schema: &Schema, value: Option<Value>) -> Result<(), ScimError> {
        if op == Op::Remove || value == Some(Value::Null) {
            self.changes.push(Change::RemoveExtension(schema.id.clone()));
            return Ok(());
        }
        self.members(&format!("{}:", schema.id), op, &schema.id, value)
    }

    fn known(
        &mut self,
        op: Op,
        path: AttributePath,
        found: Found<'_>,
        value: Option<Value>,
    ) -> Result<(), ScimError> {
        let name = found.full_name();
        let target = found.target();
        if [found.attribute.mutability, target.mutability].contains(&Mutability::ReadOnly) {
            return Err(ScimError::bad_request(ScimType::Mutability, format!("{name} is read-only.")));
        }
        // Of an element that is there, an immutable part cannot be changed: the element comes and goes as a whole.
        if found.sub_attribute.is_some() && target.mutability == Mutability::Immutable {
            return Err(fixed(&name));
        }
        if target.returned == Returned::Never {
            return Ok(());
        }
        let (path, found) = whole_reference(found.spell(path), found);
        let target = found.target();
        let whole = path.filter.is_none() && path.sub_attribute.is_none();
        let chosen = path.filter.is_some();
        if op == Op::Remove {
            if target.required && !chosen {
                return Err(ScimError::bad_request(ScimType::Mutability, format!("{name} is required.")));
            }
            let listed = match value {
                Some(Value::Array(elements)) if whole && target.multi_valued && !elements.is_empty() => {
                    Some(elements)
                }
                _ => None,
            };
            if listed.is_some() && self.policy.strict {
                return Err(syntax(format!(
                    "remove takes no value: name the elements in the path {name}[…]."
                )));
            }
            self.changes.push(Change::Remove { path, listed });
            return Ok(());
        }
        let Some(value) = value else { return Err(invalid(&name, "needs a value")) };
        match value {
            Value::Object(members) if whole && is_composite(target) && !members.is_empty() => {
                self.parts(op, &path, members)
            }
            value => self.write(op, path, found, value),
        }
    }

    /// An object for an attribute such as `name`: its members one by one, so that those it does not name stay, and one that
    /// is null goes (RFC 7644 §3.5.2.3).
    fn parts(&mut self, op: Op, path: &AttributePath, members: Map<String, Value>) -> Result<(), ScimError> {
        for (key, value) in members {
            let part = AttributePath { sub_attribute: Some(key), ..path.clone() };
            match self.definition.find(&part, self.policy.names) {
                Some(found) => self.known(op, part, found, Some(value))?,
                None => self.unknown(&part.to_string())?,
            }
        }
        Ok(())
    }

    fn write(
        &mut self,
        op: Op,
        path: AttributePath,
        found: Found<'_>,
        value: Value,
    ) -> Result<(), ScimError> {
        let (name, target) = (found.full_name(), found.target());
        // What holds only names no schema knows never arrives; it does not mean that nothing is assigned.
        if !self.policy.strict && !speaks_of(target, &value, self.policy.names) {
            return Ok(());
        }
        let element = path.filter.is_some() && found.sub_attribute.is_none();
        if element && !value.is_object() && !value.is_null() {
            return Err(invalid(&name, "takes an object for the element a filter chooses"));
        }
        let accepted = if element {
            accept_one(target, &name, value, self.policy)?
        } else {
            accept_value(target, &name, value, self.policy)?
        };
        match accepted {
            Some(value) => self.changes.push(Change::Write { op, path, value }),
            None if target.required => return Err(invalid(&name, "is required")),
            // Nothing is added by nothing; replaced by nothing, it is gone.
            None if op == Op::Add && target.multi_valued => {}
            None => self.changes.push(Change::Clear(path)),
        }
        Ok(())
    }
}

/// `manager.value` is the manager: a reference is its id, and nothing known of another one stays beside it.
fn whole_reference<'a>(path: AttributePath, found: Found<'a>) -> (AttributePath, Found<'a>) {
    let is_id = found.sub_attribute.is_some_and(|sub| sub.name == "value");
    if is_id && !found.attribute.multi_valued && path.filter.is_none() {
        let whole = AttributePath { sub_attribute: None, ..path };
        return (whole, Found { sub_attribute: None, ..found });
    }
    (path, found)
}

/// Whether the attribute is an object of parts, rather than a value with what is said of it.
fn is_composite(attribute: &Attribute) -> bool {
    attribute.kind == Type::Complex
        && !attribute.multi_valued
        && attribute.sub_attributes.iter().all(|sub| sub.name != "value")
}

/// Whether a value says anything about the attribute: an object must name a part that can be written.
fn speaks_of(attribute: &Attribute, value: &Value, names: NameMatching) -> bool {
    match value {
        Value::Object(members) if attribute.kind == Type::Complex && !members.is_empty() => {
            members.keys().any(|key| {
                attribute.sub_attribute(key, names).is_some_and(|sub| sub.mutability != Mutability::ReadOnly)
            })
        }
        Value::Array(elements) if !elements.is_empty() => {
            elements.iter().any(|element| speaks_of(attribute, element, names))
        }
        _ => true,
    }
}

fn syntax(detail: String) -> ScimError {
    ScimError::bad_request(ScimType::InvalidSyntax, detail)
}
