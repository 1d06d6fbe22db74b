//! From a query to a page: which rows can match at all, and what of them is shown.

use axum::http::StatusCode;
use axum::response::Response;
use onramp_scim::filter::{CompareOp, Filter, Literal};
use onramp_scim::query::Query;
use onramp_scim::resource::ListResponse;
use onramp_scim::schema::ResourceDefinition;
use serde_json::Value;

use super::reply;

/// How many resources one answer has at most.
pub(super) const MAX_COUNT: usize = 200;
const DEFAULT_COUNT: usize = 100;

/// How many resources the query wants on its page.
pub(super) fn wanted(query: &Query) -> usize {
    query.count.map_or(DEFAULT_COUNT, |count| count.min(MAX_COUNT))
}

/// Which rows a filter leaves open: those behind an index, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidates<'a> {
    /// `userName eq` or `displayName eq`, which Entra asks before every write.
    Name(&'a str),
    /// `externalId eq`.
    ExternalId(&'a str),
    /// `emails[type eq "work"].value eq`, Entra's other usual matching attribute, and `emails eq`.
    Email(&'a str),
    /// `id eq`.
    Id(&'a str),
    /// Anything else.
    All,
}

/// The rows in which a match can lie; the filter itself is still to be asked of each.
pub(super) fn candidates<'a>(filter: &'a Filter, name: &str) -> Candidates<'a> {
    match filter {
        Filter::And { terms } => terms
            .iter()
            .map(|term| candidates(term, name))
            .find(|found| *found != Candidates::All)
            .unwrap_or(Candidates::All),
        Filter::Compare { path, op: CompareOp::Eq, value: Literal::String(value), .. }
            if path.urn.as_deref().is_none_or(|urn| urn.eq_ignore_ascii_case(onramp_scim::urn::USER)) =>
        {
            let is = |attribute: &str| path.attribute.eq_ignore_ascii_case(attribute);
            match (&path.filter, &path.sub_attribute) {
                (None, None) if is(name) => Candidates::Name(value),
                (None, None) if is("externalId") => Candidates::ExternalId(value),
                (None, None) if is("id") => Candidates::Id(value),
                // The index holds the work address alone.
                (Some(of), Some(sub))
                    if is("emails")
                        && sub.eq_ignore_ascii_case("value")
                        && of.to_string() == r#"type eq "work""# =>
                {
                    Candidates::Email(value)
                }
                _ => Candidates::All,
            }
        }
        _ => Candidates::All,
    }
}

/// The answer: those of `found` that match, in order, one page of them.
pub(super) fn answer(found: Vec<Value>, query: &Query, definition: &ResourceDefinition) -> Response {
    let mut found = found;
    if let Some(filter) = &query.filter {
        found.retain(|resource| definition.matches(filter, resource));
    }
    if let Some(sort) = &query.sort {
        sort.apply(&mut found, definition);
    }
    let total = found.len();
    let page = found.into_iter().skip(query.start_index - 1).take(wanted(query)).collect();
    page_of(page, total, query, definition)
}

/// The answer with this page of `total` matches.
pub(super) fn page_of(
    page: Vec<Value>,
    total: usize,
    query: &Query,
    definition: &ResourceDefinition,
) -> Response {
    let shown = page.into_iter().map(|resource| query.projection.apply(resource, definition)).collect();
    reply::scim(StatusCode::OK, &ListResponse::<Value>::page(shown, total, query.start_index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_serves_what_entra_asks() {
        for (filter, expected) in [
            (r#"userName eq "a""#, Candidates::Name("a")),
            (r#"USERNAME Eq "a""#, Candidates::Name("a")),
            (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a""#, Candidates::Name("a")),
            (r#"externalId eq "a""#, Candidates::ExternalId("a")),
            (r#"active eq true and id eq "a""#, Candidates::Id("a")),
            (r#"emails[type eq "work"].value eq "a""#, Candidates::Email("a")),
            (r#"emails[type eq "home"].value eq "a""#, Candidates::All),
            (r#"emails eq "a""#, Candidates::All),
            (r#"userName eq "a" or id eq "b""#, Candidates::All),
            (r#"not (userName eq "a")"#, Candidates::All),
            (r#"userName sw "a""#, Candidates::All),
            (r#"urn:example:2.0:User:userName eq "a""#, Candidates::All),
            ("userName eq null", Candidates::All),
        ] {
            assert_eq!(candidates(&Filter::parse(filter).unwrap(), "userName"), expected, "{filter}");
        }
    }
}
