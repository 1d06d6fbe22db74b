//! A refusal as a SCIM error: status, scimType and a detail that names what is missing.

use onramp_scim::error::ScimType;

use crate::{Code, Outcome};

/// How a refused request is answered (RFC 7644 §3.12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// The SCIM detail error keyword.
    pub scim_type: ScimType,
    /// Every reason at once (R2).
    pub detail: String,
}

impl Outcome {
    /// The answer to a refused request; `manager` is "name, role" for R6. `None` where nothing is refused.
    pub fn refusal(self, manager: Option<&str>) -> Option<Refusal> {
        if !self.is_refused() {
            return None;
        }
        if self.contains(Code::UserNameTaken) {
            return Some(Refusal {
                status: 409,
                scim_type: ScimType::Uniqueness,
                detail: "A user with this userName already exists.".to_owned(),
            });
        }
        let missing: Vec<_> = self.codes().filter_map(attribute).collect();
        let mut reasons = Vec::new();
        if !missing.is_empty() {
            reasons.push(format!("Missing required attributes: {}.", missing.join(", ")));
        }
        if self.contains(Code::LocationMissing) {
            reasons.push("No default location is set.".to_owned());
        }
        if self.contains(Code::DepartmentMissing) {
            reasons.push("No default department is set.".to_owned());
        }
        if self.contains(Code::ManagerCannotManage) {
            let who = manager.unwrap_or("The manager");
            reasons.push(format!("{who}, cannot act as a manager in Ramp."));
        }
        Some(Refusal { status: 400, scim_type: ScimType::InvalidValue, detail: reasons.join(" ") })
    }
}

/// The target attribute a refusal for something missing is about.
fn attribute(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::UserNameMissing => "userName",
        Code::GivenNameMissing => "name.givenName",
        Code::FamilyNameMissing => "name.familyName",
        Code::EmailMissing => "emails[type eq \"work\"].value",
        Code::LocationMissing => "addresses[type eq \"work\"].locality",
        Code::DepartmentMissing => "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        _ => return None,
    })
}
