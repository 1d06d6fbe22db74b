//! What a client asks of a list of resources, RFC 7644 §3.4.2 and §3.4.3: the same as query parameters and as the body of
//! a `/.search`.

mod projection;
mod sort;

use serde_json::Value;

pub use projection::Projection;
pub use sort::{Order, Sort};

use crate::error::{ScimError, ScimType};
use crate::filter::Filter;
use crate::path::{AttributePath, key_of};

/// A query: which resources, in which order, from where, how many, and what of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Which resources; all where there is none.
    pub filter: Option<Filter>,
    /// In which order; the service's own where there is none.
    pub sort: Option<Sort>,
    /// The number of the first resource wanted, from 1.
    pub start_index: usize,
    /// How many resources are wanted at most; `None` leaves it to the service.
    pub count: Option<usize>,
    /// What of each resource.
    pub projection: Projection,
}

impl Query {
    /// Reads query parameters. Keys it does not know are passed over, such as the `aadOptscim062020` that belongs in
    /// Entra's Tenant URL alone.
    ///
    /// # Errors
    /// 400 `invalidFilter`, `invalidPath` for `sortBy`, `invalidValue`.
    pub fn from_parameters<'a>(
        parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, ScimError> {
        let mut raw = Raw::default();
        for (name, value) in parameters {
            match name {
                "filter" => raw.filter = Some(value.to_owned()),
                "sortBy" => raw.sort_by = Some(value.to_owned()),
                "sortOrder" => raw.sort_order = Some(value.to_owned()),
                "startIndex" => raw.start_index = Some(number(name, value)?),
                "count" => raw.count = Some(number(name, value)?),
                "attributes" => raw.attributes = Some(split(value)),
                "excludedAttributes" => raw.excluded = Some(split(value)),
                _ => {}
            }
        }
        raw.read()
    }

    /// Reads the body of a `/.search`.
    ///
    /// # Errors
    /// As [`Query::from_parameters`]; 400 `invalidSyntax` where a member has the wrong type.
    pub fn from_search_request(body: &Value) -> Result<Self, ScimError> {
        let Some(object) = body.as_object() else {
            return Err(ScimError::bad_request(ScimType::InvalidSyntax, "The body is not a JSON object."));
        };
        let member = |name: &str| {
            key_of(object, name).and_then(|key| object.get(&key)).filter(|value| !value.is_null())
        };
        let wrong = |name: &str, wanted: &str| {
            ScimError::bad_request(ScimType::InvalidSyntax, format!("{name} takes {wanted}."))
        };
        let text = |name: &str| match member(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong(name, "text")),
        };
        let whole = |name: &str| match member(name) {
            None => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or_else(|| wrong(name, "a whole number")),
        };
        let list = |name: &str| match member(name) {
            None => Ok(None),
            Some(Value::Array(names)) => {
                let names: Option<Vec<String>> =
                    names.iter().map(|it| it.as_str().map(str::to_owned)).collect();
                names.map(Some).ok_or_else(|| wrong(name, "a list of names"))
            }
            Some(_) => Err(wrong(name, "a list of names")),
        };
        let raw = Raw {
            filter: text("filter")?,
            sort_by: text("sortBy")?,
            sort_order: text("sortOrder")?,
            start_index: whole("startIndex")?,
            count: whole("count")?,
            attributes: list("attributes")?,
            excluded: list("excludedAttributes")?,
        };
        raw.read()
    }
}

#[derive(Default)]
struct Raw {
    filter: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
    attributes: Option<Vec<String>>,
    excluded: Option<Vec<String>>,
}

impl Raw {
    fn read(self) -> Result<Query, ScimError> {
        let filter = self
            .filter
            .map(|text| Filter::parse(&text).map_err(|error| ScimError::invalid_filter(&text, &error)))
            .transpose()?;
        let sort = match self.sort_by.filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => {
                let path =
                    AttributePath::parse(&text).map_err(|error| ScimError::invalid_path(&text, &error))?;
                let order = match self.sort_order.as_deref() {
                    None => Order::Ascending,
                    Some(word) if word.eq_ignore_ascii_case("ascending") => Order::Ascending,
                    Some(word) if word.eq_ignore_ascii_case("descending") => Order::Descending,
                    Some(_) => {
                        let detail = "sortOrder is ascending or descending.";
                        return Err(ScimError::bad_request(ScimType::InvalidValue, detail));
                    }
                };
                Some(Sort { path, order })
            }
        };
        // Below its lowest value, a number counts as that (RFC 7644 §3.4.2.4).
        let at_least = |number: i64, lowest: usize| usize::try_from(number).unwrap_or(0).max(lowest);
        Ok(Query {
            filter,
            sort,
            start_index: self.start_index.map_or(1, |number| at_least(number, 1)),
            count: self.count.map(|number| at_least(number, 0)),
            projection: Projection::new(self.attributes.as_deref(), self.excluded.as_deref())?,
        })
    }
}

fn number(name: &str, value: &str) -> Result<i64, ScimError> {
    value
        .parse()
        .map_err(|_| ScimError::bad_request(ScimType::InvalidValue, format!("{name} is a whole number.")))
}

fn split(names: &str) -> Vec<String> {
    names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_and_body_say_the_same() {
        let parameters = [
            ("filter", "userName sw \"a\""),
            ("sortBy", "name.familyName"),
            ("sortOrder", "Descending"),
            ("startIndex", "-3"),
            ("count", "5"),
            ("attributes", "userName, name"),
            ("aadOptscim062020", ""),
        ];
        let query = Query::from_parameters(parameters).expect("a query");
        let body = json!({
            "schemas": [crate::urn::SEARCH_REQUEST],
            "filter": "userName sw \"a\"",
            "sortBy": "name.familyName",
            "sortOrder": "descending",
            "startIndex": -3,
            "count": 5,
            "attributes": ["userName", "name"],
        });
        assert_eq!(Query::from_search_request(&body).expect("a query"), query);
        assert_eq!((query.start_index, query.count), (1, Some(5)));
        assert_eq!(query.sort.map(|sort| sort.order), Some(Order::Descending));
        let bare = Query::from_parameters([]).expect("a query");
        assert_eq!((bare.start_index, bare.count, bare.filter), (1, None, None));
    }

    #[test]
    fn refuses_what_cannot_be_read() {
        for (name, value, kind) in [
            ("filter", "userName", ScimType::InvalidFilter),
            ("sortBy", "user name", ScimType::InvalidPath),
            ("startIndex", "first", ScimType::InvalidValue),
            ("count", "", ScimType::InvalidValue),
        ] {
            let error = Query::from_parameters([(name, value)]).expect_err(name);
            assert_eq!(error.scim_type, Some(kind), "{name}={value}");
        }
        let both = Query::from_parameters([("attributes", "a"), ("excludedAttributes", "b")]);
        assert_eq!(both.map_err(|error| error.scim_type), Err(Some(ScimType::InvalidValue)));
        let order = Query::from_parameters([("sortBy", "a"), ("sortOrder", "up")]);
        assert_eq!(order.map_err(|error| error.scim_type), Err(Some(ScimType::InvalidValue)));
        for body in
            [json!([]), json!({"count": "5"}), json!({"attributes": "userName"}), json!({"filter": 1})]
        {
            let error = Query::from_search_request(&body).expect_err(&body.to_string());
            assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax), "{body}");
        }
    }
}
