//! What hangs on people, and how objects of different kinds stand in one list.

use serde_json::Value;

use crate::entra::error::GraphError;
use crate::entra::odata::{Selection, USER};
use crate::entra::store::objects::Kind;

/// `$expand=manager`, with or without what is selected of them.
#[derive(Debug, Clone)]
pub(crate) struct Expansion(Selection);

impl Expansion {
    /// Reads `$expand`; nothing else hangs on a user here.
    pub(crate) fn read(expand: Option<&str>) -> Result<Option<Self>, GraphError> {
        let Some(expand) = expand.map(str::trim) else { return Ok(None) };
        let select = match expand.strip_prefix("manager") {
            Some("") => None,
            Some(rest) => {
                let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
                inner.and_then(|inner| inner.strip_prefix("$select="))
            }
            None => None,
        };
        if select.is_none() && expand != "manager" {
            let message =
                format!("Expanding '{expand}' is not supported; manager and manager($select=…) are.");
            return Err(GraphError::unsupported_query(message));
        }
        Ok(Some(Self(Selection::read(select, &USER)?)))
    }

    /// The manager as they hang on somebody.
    pub(crate) fn apply(&self, manager: &Value) -> Value {
        typed(Kind::User, self.0.apply(&USER, manager))
    }
}

/// An object that says what it is, first of all.
pub(crate) fn typed(kind: Kind, object: Value) -> Value {
    let mut typed = serde_json::Map::new();
    typed.insert("@odata.type".to_owned(), format!("#microsoft.graph.{}", kind.as_str()).into());
    if let Value::Object(members) = object {
        typed.extend(members);
    }
    Value::Object(typed)
}
