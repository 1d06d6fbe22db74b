//! A filter held to the schemas, and matched by what they say of case and time.

use serde_json::Value;

use super::{Policy, ResourceDefinition, Type};
use crate::error::{ScimError, ScimType};
use crate::filter::{CompareOp, Comparison, Filter, Literal};
use crate::path::AttributePath;

impl ResourceDefinition {
    /// Whether the filter asks what the attributes can answer (RFC 7644 §3.4.2.2): booleans and binary values have no
    /// order, complex ones without a `value` cannot be compared at all.
    ///
    /// # Errors
    /// 400 `invalidFilter`; strict also for an attribute no schema knows, which otherwise has no value.
    pub fn check_filter(&self, filter: &Filter, policy: Policy) -> Result<(), ScimError> {
        self.check_within(filter, None, policy)
    }

    fn check_within(
        &self,
        filter: &Filter,
        around: Option<&AttributePath>,
        policy: Policy,
    ) -> Result<(), ScimError> {
        match filter {
            Filter::And { terms } | Filter::Or { terms } => {
                terms.iter().try_for_each(|term| self.check_within(term, around, policy))
            }
            Filter::Not { inner, .. } => self.check_within(inner, around, policy),
            Filter::Present { path, .. } | Filter::ValuePath { path, .. } => {
                self.check_path(path, around, policy).map(drop)
            }
            Filter::Compare { path, op, value, .. } => {
                let kind = self.check_path(path, around, policy)?;
                let Some(kind) = kind else { return Ok(()) };
                let ordered = matches!(op, CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le);
                let partial = matches!(op, CompareOp::Co | CompareOp::Sw | CompareOp::Ew);
                let fits = match kind {
                    Type::Boolean => !ordered && !partial,
                    Type::Binary => !ordered,
                    Type::Integer | Type::Decimal => !partial,
                    Type::Complex => *value == Literal::Null,
                    Type::String | Type::Reference | Type::DateTime => true,
                };
                if fits {
                    return Ok(());
                }
                let detail = format!("{} does not apply to {path}.", op.as_str());
                Err(ScimError::bad_request(ScimType::InvalidFilter, detail))
            }
        }
    }

    /// The type of what stands at the path, its `value` where the path names an object; `None` for an unknown one.
    fn check_path(
        &self,
        path: &AttributePath,
        around: Option<&AttributePath>,
        policy: Policy,
    ) -> Result<Option<Type>, ScimError> {
        // In brackets, names are those of the attribute before them.
        let whole = match around {
            None => path.clone(),
            Some(outer) => {
                AttributePath { filter: None, sub_attribute: Some(path.attribute.clone()), ..outer.clone() }
            }
        };
        let Some(found) = self.find(&whole, super::NameMatching::Caseless) else {
            if policy.strict {
                let detail = format!("{whole} is no attribute of this resource.");
                return Err(ScimError::bad_request(ScimType::InvalidFilter, detail));
            }
            return Ok(None);
        };
        if let Some(inner) = &path.filter {
            self.check_within(inner, Some(&whole), policy)?;
        }
        let target = found.target();
        let value = target.sub_attributes.iter().find(|sub| sub.name == "value");
        Ok(Some(value.unwrap_or(target).kind))
    }

    /// Whether a resource, complete as it is shown, matches: text with or without case, instants by time, as the schemas
    /// have them.
    #[must_use]
    pub fn matches(&self, filter: &Filter, resource: &Value) -> bool {
        filter.matches_by(resource, &|path, around| {
            let whole = match around {
                None => path.clone(),
                Some(outer) => AttributePath {
                    filter: None,
                    sub_attribute: Some(path.attribute.clone()),
                    ..outer.clone()
                },
            };
            let Some(found) = self.find(&whole, super::NameMatching::Caseless) else {
                return Comparison::default();
            };
            let target = found.target();
            let target = target.sub_attributes.iter().find(|sub| sub.name == "value").unwrap_or(target);
            Comparison { case_exact: target.case_exact, instant: target.kind == Type::DateTime }
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::urn;

    #[test]
    fn asks_only_what_attributes_can_answer() {
        let user = ResourceDefinition::user();
        let strict = Policy { strict: true, ..Policy::default() };
        for (filter, lenient_fits, strict_fits) in [
            (r#"userName eq "a""#, true, true),
            ("active eq true", true, true),
            (r#"active eq "True""#, true, true),
            ("active gt true", false, false),
            (r#"x509Certificates.value gt "a""#, false, false),
            (r#"name eq "Ana""#, false, false),
            ("name pr", true, true),
            ("name eq null", true, true),
            (r#"emails eq "a@x""#, true, true),
            (r#"emails[type eq "work" and primary lt true]"#, false, false),
            (r#"emails[colour eq "red"]"#, true, false),
            (r#"meta.lastModified gt "2026-01-01T00:00:00Z""#, true, true),
            (r#"department eq "Finance""#, true, false),
            (r#"not (active sw "t") or userName pr"#, false, false),
            (r#"manager eq "m1""#, true, true),
        ] {
            let parsed = Filter::parse(filter).expect(filter);
            assert_eq!(user.check_filter(&parsed, Policy::default()).is_ok(), lenient_fits, "{filter}");
            assert_eq!(user.check_filter(&parsed, strict).is_ok(), strict_fits, "{filter}, strict");
        }
    }

    #[test]
    fn case_and_time_follow_the_schema() {
        let resource = json!({
            "id": "AbC",
            "externalId": "Ana",
            "userName": "Ana",
            "photos": [{"type": "photo", "value": "https://x.example/A"}],
            "meta": {"lastModified": "2026-01-02T01:00:00+02:00"},
            urn::ENTERPRISE_USER: {"manager": {"value": "Mgr"}},
        });
        for (filter, expected) in [
            (r#"userName eq "ANA""#, true),
            (r#"externalId eq "ANA""#, false),
            (r#"id eq "abc""#, false),
            (r#"photos.value sw "https://X""#, false),
            (r#"photos[value sw "https://x" and type eq "PHOTO"]"#, true),
            (r#"manager eq "mgr""#, false),
            (r#"manager eq "Mgr""#, true),
            (r#"meta.lastModified eq "2026-01-01T23:00:00Z""#, true),
            (r#"meta.lastModified lt "2026-01-02T00:00:00Z""#, true),
        ] {
            let parsed = Filter::parse(filter).expect(filter);
            assert_eq!(ResourceDefinition::user().matches(&parsed, &resource), expected, "{filter}");
        }
    }

    #[test]
    fn matches_as_the_rfc_and_entra_expect() {
        let user = json!({
            "id": "AbC",
            "externalId": "Ana.Silva",
            "userName": "Ana.Silva@contoso.example",
            "active": true,
            "loginCount": 3,
            "title": "",
            "nickName": null,
            "emails": [{"type": "work", "value": "ana@contoso.example"}, {"type": "home", "value": "a@home.example"}],
            "roles": [{"primary": true, "value": "Admin"}],
            "schemas": ["urn:a"],
            "meta": {"lastModified": "2026-01-02T00:00:00Z"},
            urn::ENTERPRISE_USER: {"department": "Finance", "manager": {"value": "m1"}},
        });
        for (filter, expected) in [
            (r#"userName eq "ana.silva@CONTOSO.example""#, true),
            (r#"USERNAME eq "ana.silva@contoso.example""#, true),
            (r#"userName eq "ana""#, false),
            (r#"id eq "AbC""#, true),
            (r#"id eq "abc""#, false),
            (r#"externalId eq "ana.silva""#, false),
            (r#"active eq true"#, true),
            (r#"active eq "True""#, true),
            (r#"active eq "false""#, false),
            (r#"loginCount gt 2 and loginCount le 3"#, true),
            (r#"title pr"#, false),
            (r#"nickName pr"#, false),
            (r#"nickName eq null"#, true),
            (r#"emails pr"#, true),
            (r#"emails eq "ANA@contoso.example""#, true),
            (r#"emails.value eq "a@home.example""#, true),
            (r#"emails[type eq "work"].value eq "ana@contoso.example""#, true),
            (r#"emails[type eq "work"].value eq "a@home.example""#, false),
            (r#"emails[type eq "work" and value co "contoso"]"#, true),
            (r#"emails[type eq "home" and value co "contoso"]"#, false),
            (r#"roles[primary eq "True"].value eq "admin""#, true),
            (r#"schemas eq "urn:a""#, true),
            (r#"meta.lastModified ge "2026-01-01T00:00:00Z""#, true),
            (r#"id eq "AbC" and manager eq "m1""#, true),
            (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "m1""#, true),
            (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department sw "fin""#, true),
            (r#"department eq "Finance""#, false),
            (r#"not (userName ew "example")"#, false),
            (r#"userName ne "x" or active eq false"#, true),
        ] {
            assert_eq!(
                ResourceDefinition::user().matches(&Filter::parse(filter).expect(filter), &user),
                expected,
                "{filter}"
            );
        }
    }
}
