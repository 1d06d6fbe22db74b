//! The recommended table, rows M1 to M10 of `ramp-scim.md`, in the portal's order.

use crate::model::{AttributeMapping, MappingTable};

/// `active` from Entra's own soft-delete flag (M2), the empty default slot included.
const ACTIVE: &str = r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#;

/// The table Ramp's guide recommends (M1–M10).
pub fn recommended() -> MappingTable {
    MappingTable { rows: (1..=10).filter_map(recommended_row).collect(), ..MappingTable::default() }
}

/// One row of the recommended table by its number: 1 is M1.
pub fn recommended_row(number: usize) -> Option<AttributeMapping> {
    let enterprise = |name: &str| format!("{}:{name}", onramp_scim::urn::ENTERPRISE_USER);
    Some(match number {
        1 => AttributeMapping {
            matching_precedence: Some(1),
            ..AttributeMapping::direct("userName", "userPrincipalName")
        },
        2 => AttributeMapping::expression("active", ACTIVE),
        3 => AttributeMapping::direct(r#"emails[type eq "work"].value"#, "mail"),
        4 => AttributeMapping::direct("name.givenName", "givenName"),
        5 => AttributeMapping::direct("name.familyName", "surname"),
        6 => AttributeMapping::direct(r#"addresses[type eq "work"].locality"#, "city"),
        7 => AttributeMapping::direct("externalId", "mailNickname"),
        8 => AttributeMapping::direct(&enterprise("employeeNumber"), "employeeId"),
        9 => AttributeMapping::direct(&enterprise("department"), "department"),
        10 => AttributeMapping::direct(&enterprise("manager"), "manager"),
        _ => return None,
    })
}
