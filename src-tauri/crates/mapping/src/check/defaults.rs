//! Rows that Entra puts into every new application and Ramp has no use for.

use super::{Diagnostic, Edit, Field, Remedy, Severity, Subject};
use crate::model::{AttributeMapping, MappingTable};

/// Entra's default mappings that Ramp's table does not have (`customappsso-default-mappings.json`). The one with
/// parentheses is an expression.
const DEFAULTS: [(&str, &str); 13] = [
    ("displayName", "displayName"),
    ("title", "jobTitle"),
    ("preferredLanguage", "preferredLanguage"),
    ("name.formatted", "Join(\" \", [givenName], [surname])"),
    ("addresses[type eq \"work\"].formatted", "physicalDeliveryOfficeName"),
    ("addresses[type eq \"work\"].streetAddress", "streetAddress"),
    ("addresses[type eq \"work\"].region", "state"),
    ("addresses[type eq \"work\"].postalCode", "postalCode"),
    ("addresses[type eq \"work\"].country", "country"),
    ("phoneNumbers[type eq \"work\"].value", "telephoneNumber"),
    ("phoneNumbers[type eq \"mobile\"].value", "mobile"),
    ("phoneNumbers[type eq \"fax\"].value", "facsimileTelephoneNumber"),
    ("emails[type eq \"other\"].value", "proxyAddresses"),
];

/// Whether the row stands as Entra made it: what an admin has touched is theirs.
fn is_untouched(row: &AttributeMapping) -> bool {
    DEFAULTS.iter().any(|(target, source)| match source.contains('(') {
        true => *row == AttributeMapping::expression(target, source),
        false => *row == AttributeMapping::direct(target, source),
    })
}

/// Removing one loses nothing that Ramp keeps, so it is safe; leaving it makes work at every cycle
/// (`admin-pains.md` §4), so it is a warning.
pub(super) fn check(table: &MappingTable) -> Vec<Diagnostic> {
    let untouched = table.rows.iter().enumerate().filter(|(_, row)| is_untouched(row));
    untouched
        .map(|(index, row)| {
            let subject = Subject { row: Some(index), field: Field::Target };
            Diagnostic::new("table.default-row", Severity::Warning, subject, &row.target)
                .saying(
                    format!("{} is one of Entra’s default mappings, and Ramp’s guide does not have it.", row.target),
                    "Ramp has no field for it. What Ramp does not give back Entra may send again at every cycle, and \
                     the logs fill with updates.",
                )
                .remedied(Remedy::safe("Remove the row", vec![Edit::RemoveRow { row: index }]))
        })
        .collect()
}
