//! A filter in Graph's shape (`openapi.yaml`, `microsoft.graph.filter`; `graph/README.md` §6).

use serde_json::{Value, json};

use super::{Arity, Clause, FilterGroup, Operator, ScopingFilter};

impl ScopingFilter {
    /// Reads `objectMapping.scope`. Null, and whatever is no filter, is none.
    pub fn from_graph(scope: &Value) -> Self {
        Self {
            groups: groups(scope.get("groups")),
            input_filter_groups: groups(scope.get("inputFilterGroups")),
            category_filter_groups: groups(scope.get("categoryFilterGroups")),
        }
    }

    /// Writes `objectMapping.scope`; null where there is no filter.
    pub fn to_graph(&self) -> Value {
        if self.is_empty() {
            return Value::Null;
        }
        let write = |groups: &[FilterGroup]| groups.iter().map(FilterGroup::to_graph).collect::<Vec<_>>();
        json!({
            "groups": write(&self.groups),
            "inputFilterGroups": write(&self.input_filter_groups),
            "categoryFilterGroups": write(&self.category_filter_groups),
        })
    }
}

impl FilterGroup {
    fn to_graph(&self) -> Value {
        let clauses = self.clauses.iter().map(Clause::to_graph).collect::<Vec<_>>();
        json!({"name": self.name, "clauses": clauses})
    }
}

impl Clause {
    fn to_graph(&self) -> Value {
        let values = self.value.iter().chain(&self.further_values).collect::<Vec<_>>();
        json!({
            "sourceOperandName": self.attribute,
            "operatorName": self.operator.name(),
            "targetOperand": {"values": values},
        })
    }
}

fn groups(groups: Option<&Value>) -> Vec<FilterGroup> {
    let groups = groups.and_then(Value::as_array).into_iter().flatten();
    groups
        .map(|group| FilterGroup {
            name: text(group, "name"),
            clauses: group
                .get("clauses")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .map(clause)
                .collect(),
        })
        .collect()
}

fn clause(clause: &Value) -> Clause {
    let operator = Operator::named(&text(clause, "operatorName"));
    let values = clause.pointer("/targetOperand/values").and_then(Value::as_array).into_iter().flatten();
    let mut values = values.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>().into_iter();
    // An operator without a value comes with no values or with an empty one.
    let value = values.next().filter(|value| operator.arity() != Some(Arity::Unary) || !value.is_empty());
    Clause { attribute: text(clause, "sourceOperandName"), operator, value, further_values: values.collect() }
}

fn text(value: &Value, member: &str) -> String {
    value.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}
