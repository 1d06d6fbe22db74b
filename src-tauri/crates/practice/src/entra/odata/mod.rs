//! The part of OData that Graph speaks at the endpoints of a set-up. What is not understood is refused, never ignored.

mod filter;
mod kinds;
mod list;
mod search;

pub(crate) use kinds::Entity;
pub(crate) use kinds::{
    APP_ROLE_ASSIGNMENT, APPLICATION, APPLICATION_TEMPLATE, DIRECTORY_OBJECT, DIRECTORY_ROLE,
    FILTER_OPERATOR, FUNCTION, GROUP, JOB, ORGANIZATION, PROVISIONING_LOG, ROLE_ASSIGNMENT, SCHEMA,
    SERVICE_PRINCIPAL, SKU, TEMPLATE, USER,
};
pub(crate) use list::{Page, Selection, list, one, token};

use super::error::GraphError;

/// The query options of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) filter: Option<String>,
    pub(crate) search: Option<String>,
    pub(crate) select: Option<String>,
    pub(crate) expand: Option<String>,
    pub(crate) orderby: Option<String>,
    pub(crate) top: Option<usize>,
    pub(crate) skip: Option<usize>,
    pub(crate) count: bool,
    pub(crate) skiptoken: Option<String>,
    pub(crate) deltatoken: Option<String>,
}

impl Query {
    /// Reads what stands behind the question mark.
    pub(crate) fn read(text: &str) -> Result<Self, GraphError> {
        let mut query = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let (name, value) = (name.to_ascii_lowercase(), value.into_owned());
            if seen.contains(&name) {
                return Err(GraphError::bad_request(format!("Query option '{name}' stands twice.")));
            }
            match name.as_str() {
                "$filter" => query.filter = Some(value),
                "$search" => query.search = Some(value),
                "$select" => query.select = Some(value),
                "$expand" => query.expand = Some(value),
                "$orderby" => query.orderby = Some(value),
                "$top" => query.top = Some(number(&name, &value)?),
                "$skip" => query.skip = Some(number(&name, &value)?),
                "$count" => query.count = truth(&value)?,
                "$skiptoken" => query.skiptoken = Some(value),
                "$deltatoken" => query.deltatoken = Some(value),
                _ => {
                    let message = format!("The query option '{name}' is not supported.");
                    return Err(GraphError::bad_request(message));
                }
            }
            seen.push(name);
        }
        Ok(query)
    }

    /// Refuses the options that stand in the request and are not among `allowed`, by their names without the dollar.
    pub(crate) fn allow(&self, allowed: &[&str]) -> Result<(), GraphError> {
        let given = [
            ("filter", self.filter.is_some()),
            ("search", self.search.is_some()),
            ("select", self.select.is_some()),
            ("expand", self.expand.is_some()),
            ("orderby", self.orderby.is_some()),
            ("top", self.top.is_some()),
            ("skip", self.skip.is_some()),
            ("count", self.count),
            ("skiptoken", self.skiptoken.is_some()),
            ("deltatoken", self.deltatoken.is_some()),
        ];
        match given.into_iter().find(|(name, given)| *given && !allowed.contains(name)) {
            None => Ok(()),
            Some((name, _)) => Err(GraphError::unsupported_query(format!(
                "The query option '${name}' is not supported on this resource."
            ))),
        }
    }
}

fn number(name: &str, value: &str) -> Result<usize, GraphError> {
    value.parse().map_err(|_| GraphError::bad_request(format!("Invalid value '{value}' for {name}.")))
}

fn truth(value: &str) -> Result<bool, GraphError> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(GraphError::bad_request(format!("Invalid value '{value}' for $count."))),
    }
}
