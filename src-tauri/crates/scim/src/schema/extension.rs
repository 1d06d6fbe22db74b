//! The enterprise user, RFC 7643 §4.3.

use super::{Attribute, Mutability, Schema};
use crate::urn;

impl Schema {
    /// The enterprise extension of a user, whole.
    #[must_use]
    pub fn enterprise_user() -> Self {
        let manager = vec![
            Attribute::string("value", "The id of the manager's user.").case_exact(),
            // It follows from the id; RFC 7643 would let a client write it.
            Attribute::reference("$ref", "The address of the manager's user.", &["User"])
                .mutability(Mutability::ReadOnly),
            Attribute::string("displayName", "The manager's name, to show.").mutability(Mutability::ReadOnly),
        ];
        Self::new(
            urn::ENTERPRISE_USER,
            "EnterpriseUser",
            "What an organisation adds to a user.",
            vec![
                Attribute::string("employeeNumber", "The organisation's number for the person."),
                Attribute::string("costCenter", "The cost centre."),
                Attribute::string("organization", "The organisation."),
                Attribute::string("division", "The division."),
                Attribute::string("department", "The department."),
                Attribute::complex("manager", "The manager.", manager),
            ],
        )
    }
}
