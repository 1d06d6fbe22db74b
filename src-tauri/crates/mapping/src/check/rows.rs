//! What a row's source can get wrong for its target. Targets are compared byte by byte: a misspelt one has its own
//! finding, and this one follows once it is mended.

use onramp_expression::Value;
use onramp_scim::urn;

use super::person::{self, attributes, can_be_empty, least_value};
use super::{Diagnostic, Edit, Field, Remedy, Severity, Subject};
use crate::model::{Apply, AttributeMapping, Source};
use crate::names::{TargetType, target, target_type};
use crate::recommended::recommended_row;

/// One row and its place, where it has one.
#[derive(Clone, Copy)]
struct Row<'a> {
    index: Option<usize>,
    row: &'a AttributeMapping,
}

pub(super) fn check(index: Option<usize>, row: &AttributeMapping) -> Vec<Diagnostic> {
    let row = Row { index, row };
    [active, only_on_creation, constant, boolean_as_text, manager, email, external_id, role, guest]
        .into_iter()
        .filter_map(|check| check(row))
        .collect()
}

impl Row<'_> {
    fn finding(&self, code: &str, severity: Severity, field: Field) -> Diagnostic {
        let text = match field {
            Field::Target => &self.row.target,
            _ => self.row.source.text(),
        };
        Diagnostic::new(code, severity, Subject { row: self.index, field }, text)
    }

    /// Another source, offered; a row by itself has no place to put it.
    fn offer(&self, title: &str, source: Source) -> Option<Remedy> {
        let row = self.index?;
        Some(Remedy::offered(title, vec![Edit::SetSource { row, source }]))
    }

    fn offer_recommended(&self, number: usize) -> Option<Remedy> {
        self.offer("Take the recommended source", recommended_row(number)?.source)
    }

    fn is_manager(&self) -> bool {
        self.row.target.strip_prefix(urn::ENTERPRISE_USER) == Some(":manager")
    }
}

/// Leavers read as soft-deleted in Entra, whatever made them leave (`entra-scim-client.md` §6.4, M2).
fn active(row: Row<'_>) -> Option<Diagnostic> {
    if row.row.target != "active" {
        return None;
    }
    let finding = |code, severity| row.finding(code, severity, Field::Source).by("R10");
    let here = truth(&least_value(&row.row.source, false)?);
    let gone = truth(&least_value(&row.row.source, true)?);
    let source = row.row.source.text();
    let reads_it = attributes(&row.row.source).iter().any(|name| name == "IsSoftDeleted");
    let found = match (here, gone) {
        (Some(true), Some(false)) => return None,
        (Some(false), Some(true)) => finding("active.reversed", Severity::Error).saying(
            "It is the wrong way round: whoever is here becomes inactive, and whoever left becomes active.",
            "Everyone who is provisioned would be deactivated in Ramp, and leavers would stay.",
        ),
        _ if !reads_it => finding("active.not-soft-deleted", Severity::Warning).saying(
            match source {
                "" => "active does not look at IsSoftDeleted.".to_owned(),
                source => format!("active comes from {source} and does not look at IsSoftDeleted."),
            },
            "Someone who is unassigned, out of scope or deleted would stay active in Ramp: only IsSoftDeleted tells.",
        ),
        (Some(_), Some(_)) => finding("active.same", Severity::Error).saying(
            format!("active is {} for those who are here and for those who left.", shown(here)),
            match here {
                Some(true) => "People who leave would stay active in Ramp.",
                _ => "Everyone who is provisioned would be deactivated in Ramp.",
            },
        ),
        _ => finding("active.not-boolean", Severity::Error).saying(
            "For some people the expression gives neither True nor False.",
            "Ramp takes a truth value for active. Anything else is refused, or nothing is sent at all.",
        ),
    };
    Some(found.remedied(row.offer_recommended(2)))
}

fn truth(value: &Value) -> Option<bool> {
    let text = value.text()?;
    [true, false].into_iter().find(|truth| text.eq_ignore_ascii_case(&truth.to_string()))
}

fn shown(truth: Option<bool>) -> &'static str {
    if truth == Some(true) { "True" } else { "False" }
}

/// A deactivation is an update (§6.4, §8.3).
fn only_on_creation(row: Row<'_>) -> Option<Diagnostic> {
    if row.row.target != "active" || row.row.apply != Apply::OnlyDuringCreation {
        return None;
    }
    let finding = row.finding("active.only-on-creation", Severity::Warning, Field::Apply).by("R10");
    let remedy = row
        .index
        .map(|row| Remedy::offered("Apply it always", vec![Edit::SetApply { row, apply: Apply::Always }]));
    Some(finding.saying(
        "active is applied only during object creation.",
        "A leaver is deactivated by an update, which would never be sent: people who leave would stay active in Ramp.",
    ).remedied(remedy))
}

/// Targets whose value is one person's own.
const PER_PERSON: [&str; 6] = [
    "userName",
    "emails[type eq \"work\"].value",
    "name.givenName",
    "name.familyName",
    "externalId",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
];

fn constant(row: Row<'_>) -> Option<Diagnostic> {
    let same_for_all = match &row.row.source {
        Source::Constant(_) => true,
        Source::Expression(_) => {
            attributes(&row.row.source).is_empty() && least_value(&row.row.source, false).is_some()
        }
        Source::Direct(_) | Source::None => false,
    };
    // A matching attribute has a finding of its own.
    if !same_for_all
        || row.row.matching_precedence.is_some()
        || !PER_PERSON.contains(&row.row.target.as_str())
    {
        return None;
    }
    let name = &row.row.target;
    let meaning = target(name).map(|known| known.meaning).unwrap_or_default();
    let (severity, consequence, rule) = match name.as_str() {
        "userName" => (
            Severity::Error,
            "Ramp takes a userName once: the first person is created, everyone after that is refused.",
            Some("R1"),
        ),
        "emails[type eq \"work\"].value" => {
            (Severity::Error, "Every invite would go to one and the same address.", Some("R2"))
        }
        _ => {
            (Severity::Warning, "Everyone would have the same one in Ramp, at every sync again.", Some("R13"))
        }
    };
    let number = target(name).and_then(|known| known.row?.strip_prefix('M')?.parse().ok());
    let finding = row
        .finding("source.constant", severity, Field::Source)
        .saying(
            format!("{name} ({meaning}) is the same for everyone: nothing in it comes from the person."),
            consequence,
        )
        .remedied(number.and_then(|number| row.offer_recommended(number)));
    Some(Diagnostic { rule: rule.map(str::to_owned), ..finding })
}

/// Only a target of type Boolean gets a JSON true or false (§8.2).
fn boolean_as_text(row: Row<'_>) -> Option<Diagnostic> {
    let Source::Direct(name) = &row.row.source else { return None };
    if !person::is_boolean(name) || target_type(&row.row.target) != TargetType::String {
        return None;
    }
    Some(row.finding("type.boolean-as-text", Severity::Warning, Field::Source).saying(
        format!("{name} is true or false in Entra, and {} is text.", row.row.target),
        "Entra sends the words True and False. A service that wants a truth value refuses them or stores the word.",
    ))
}

/// The manager is a reference, which Entra looks up and sends by itself (§6.6, M10).
fn manager(row: Row<'_>) -> Option<Diagnostic> {
    let is_direct = matches!(&row.row.source, Source::Direct(name) if name == "manager");
    let finding = |message: String, consequence: &str| {
        row.finding("manager.as-text", Severity::Error, Field::Source).saying(message, consequence).by("R5")
    };
    if row.is_manager() {
        if is_direct {
            return None;
        }
        let from = match &row.row.source {
            Source::None => "has no source".to_owned(),
            source => format!("comes from {} and not straight from the manager", source.text()),
        };
        let found = finding(
            format!("manager {from}: it has to be a reference to a user."),
            "Ramp wants the manager’s id in Ramp. Entra finds it only through a direct mapping of manager; a name or \
             an address is refused or ignored.",
        );
        return Some(found.remedied(row.offer_recommended(10)));
    }
    let reads_it = attributes(&row.row.source).iter().any(|name| name == "manager");
    reads_it.then(|| {
        finding(
            format!("{} reads the manager as text.", row.row.target),
            "manager is a reference: as text it is an id of Entra’s or nothing, never a name.",
        )
    })
}

/// People without a mailbox often have no `mail`, and Ramp invites nobody without an email (R2).
fn email(row: Row<'_>) -> Option<Diagnostic> {
    if row.row.target != "emails[type eq \"work\"].value"
        || row.row.default_value.is_some()
        || matches!(row.row.source, Source::Constant(_))
        || !can_be_empty(&row.row.source)
    {
        return None;
    }
    let finding = row.finding("email.can-be-empty", Severity::Info, Field::Source).by("R2");
    let source = row.row.source.text();
    let with_sign_in_name = match &row.row.source {
        Source::Direct(name) => Some(format!("Coalesce([{name}], [userPrincipalName])")),
        _ => None,
    };
    let offer = with_sign_in_name.and_then(|expression| {
        row.offer("Use the sign-in name where it is empty", Source::Expression(expression))
    });
    Some(
        finding
            .saying(
                format!("{source} can be empty, as a rule for people without a mailbox."),
                "Ramp refuses to invite them. Where the sign-in name is an address they can read, take that instead.",
            )
            .remedied(offer),
    )
}

/// `mailNickname` is not unique and changes with a rename (`admin-pains.md` §8, M7).
fn external_id(row: Row<'_>) -> Option<Diagnostic> {
    let read = attributes(&row.row.source);
    if row.row.target != "externalId" || read != ["mailNickname"] {
        return None;
    }
    let finding = row.finding("external-id.not-unique", Severity::Info, Field::Source).by("M7");
    let offer =
        row.offer("Use objectId, before anybody is provisioned", Source::Direct("objectId".to_owned()));
    Some(
        finding
            .saying(
                "mailNickname is not unique: people with the same name in two domains share it, and a rename changes it.",
                "Ramp finds people by userName, so nothing breaks as it is. It bites once anything matches people by \
                 externalId, and a change after people exist can leave them unlinked: decide before the first one.",
            )
            .remedied(offer),
    )
}

/// "Never map `appRoleAssignments` directly" (§6.9).
fn role(row: Row<'_>) -> Option<Diagnostic> {
    if !matches!(&row.row.source, Source::Direct(name) if name == "appRoleAssignments") {
        return None;
    }
    let offer = row.offer(
        "Send the one role",
        Source::Expression("SingleAppRoleAssignment([appRoleAssignments])".to_owned()),
    );
    Some(
        row.finding("roles.direct", Severity::Error, Field::Source)
            .saying(
                "appRoleAssignments can’t be mapped directly.",
                "Entra would send its own description of the assignment, which Ramp does not recognise as a role.",
            )
            .by("R15")
            .remedied(offer),
    )
}

/// Ramp takes `GUEST_USER` only when it creates somebody (R15).
fn guest(row: Row<'_>) -> Option<Diagnostic> {
    if !row.row.target.starts_with("roles") || row.row.apply == Apply::OnlyDuringCreation {
        return None;
    }
    let names_it = row.row.source.text().contains("GUEST_USER");
    let reads_roles = attributes(&row.row.source).iter().any(|name| name == "appRoleAssignments");
    let severity = match (names_it, reads_roles) {
        (true, _) => Severity::Warning,
        (false, true) => Severity::Info,
        (false, false) => return None,
    };
    Some(
        row.finding("roles.guest-after-creation", severity, Field::Source)
            .saying(
                "The role is sent at every change, GUEST_USER among them.",
                "Ramp makes somebody a guest only at first creation. Someone who is there already keeps the role they \
                 have, and Entra sends it again and again.",
            )
            .by("R15"),
    )
}
