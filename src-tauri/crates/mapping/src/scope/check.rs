//! What can be said of a filter without a person.

use super::Operator;

/// What Microsoft's pages leave open about an operator, whatever the value.
pub(super) fn open_operator(operator: &Operator) -> Option<&'static str> {
    match operator {
        Operator::Within | Operator::NotWithin => Some(
            "Microsoft’s words on & are odd: read literally the attribute is looked for within the value, and so it is \
             taken.",
        ),
        Operator::Present => {
            Some("PRESENT is listed without a word of explanation; it is taken as IS NOT NULL.")
        }
        Operator::ValidCertMatch => {
            Some("VALID CERT MATCH is listed without a word of explanation; here it holds for nobody.")
        }
        _ => None,
    }
}
