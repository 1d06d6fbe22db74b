//! Every code the check can find, so that tests and help texts can go through them.

/// One code of the check. Those of the expression language (`expression.…`) are listed in that crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code.
    pub code: &'static str,
    /// What it finds, in a few words.
    pub about: &'static str,
}

const fn code(code: &'static str, about: &'static str) -> CodeEntry {
    CodeEntry { code, about }
}

/// Every code of the check, by area. Codes are never reused.
pub const CODES: &[CodeEntry] = &[
    code("target.case", "a target in other capitals"),
    code("target.blank", "a blank in a target"),
    code("target.invisible", "an invisible character in a target"),
    code("target.quote", "curly or single quotes in a target"),
    code("target.look-alike", "a letter of another alphabet in a target"),
    code("target.separator", "a missing, doubled or other separator in a target"),
    code("target.incomplete", "a target without its filter, URN or parent"),
    code("target.surplus", "something before or behind a target"),
    code("target.unknown-extension", "an extension that Ramp’s guide does not name"),
    code("target.spelling", "a misspelt target"),
    code("target.ambiguous", "a target that may mean several"),
    code("target.empty", "no target"),
    code("target.unknown", "a target that nobody knows"),
    code("target.doubled", "a target mapped twice"),
    code("target.same-attribute", "one attribute mapped in two spellings"),
    code("target.conflict", "an attribute mapped whole and in part"),
    code("target.formatted-name", "a whole name made of other attributes than its parts"),
    code("source.case", "a source attribute in other capitals"),
    code("source.blank", "a blank in a source attribute"),
    code("source.invisible", "an invisible character in a source attribute"),
    code("source.quote", "quotes in a source attribute"),
    code("source.look-alike", "a letter of another alphabet in a source attribute"),
    code("source.separator", "another separator in a source attribute"),
    code("source.spelling", "a misspelt source attribute"),
    code("source.ambiguous", "a source attribute that may mean several"),
    code("source.empty", "a direct mapping without a source attribute"),
    code("source.unknown", "a source attribute that Entra does not have"),
    code("source.constant", "the same for everyone where it should be one’s own"),
    code("matching.none", "no matching attribute"),
    code("matching.doubled", "two rows of one matching precedence"),
    code("matching.constant", "a matching attribute that is the same for everyone"),
    code("matching.not-unique", "a matching attribute that two people can share"),
    code("matching.can-be-empty", "matching attributes that can all be empty"),
    code("matching.default", "a default value on a matching attribute"),
    code("active.reversed", "active the wrong way round"),
    code("active.not-soft-deleted", "active that does not look at IsSoftDeleted"),
    code("active.same", "active that never changes"),
    code("active.not-boolean", "active that is neither True nor False"),
    code("active.only-on-creation", "active that is sent at creation only"),
    code("email.can-be-empty", "an email that can be empty"),
    code("external-id.not-unique", "externalId from mailNickname"),
    code("manager.as-text", "the manager mapped as text"),
    code("type.boolean-as-text", "true or false sent as text"),
    code("roles.direct", "role assignments mapped directly"),
    code("roles.guest-after-creation", "GUEST_USER sent to people who are there already"),
    code("actions.create-off", "Create is off"),
    code("actions.update-off", "Update is off, and with it deactivation"),
    code("actions.delete-off", "Delete is off"),
    code("scope.attribute-name", "a misspelt attribute in the scoping filter"),
    code("scope.unknown-attribute", "an attribute in the scoping filter that Entra does not have"),
    code("scope.unsupported-attribute", "an attribute that no scoping filter can test"),
    code("scope.unsupported-operator", "an operator that Entra does not have or support"),
    code("scope.missing-value", "a clause without the value it needs"),
    code("scope.surplus-value", "a clause with a value that does nothing"),
    code("scope.several-values", "a clause with several values"),
    code("scope.blank-in-value", "a value that begins or ends with a blank"),
    code("scope.bad-pattern", "a pattern that can’t be read"),
    code("scope.unanchored-pattern", "a pattern that matches within longer values"),
    code("scope.operand-type", "an operator or value of another type than the attribute"),
    code("scope.never-holds", "clauses that contradict each other"),
    code("scope.empty-group", "a group without clauses"),
    code("scope.pages-disagree", "an operator that Microsoft’s pages leave open"),
    code("scope.experimental", "groups that only Graph can set"),
    code("table.missing-row", "a row that Ramp needs or people expect"),
    code("table.default-row", "a default mapping that Ramp does not know"),
];
