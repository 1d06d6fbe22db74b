//! Every check with a table that has the fault and one that looks alike and is right; and what fixes make of them.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use onramp_mapping::Severity::{self, Error, Info, Warning};
use onramp_mapping::scope::{Clause, FilterGroup, Operator, ScopingFilter};
use onramp_mapping::{
    Apply, AttributeMapping, CODES, Diagnostic, Document, Format, MappingTable, Source, apply_remedy, check,
    fix_all, fix_row, recommended, recommended_row, to_recommended,
};
use serde_json::{Value, json};

type Change = fn(&mut MappingTable);

/// A code, how bad it is, a recommended table with the fault, and one with the nearest thing that is right.
struct Case(&'static str, Severity, Change, Change);

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

fn row<'a>(table: &'a mut MappingTable, target: &str) -> &'a mut AttributeMapping {
    table.rows.iter_mut().find(|row| row.target == target).unwrap()
}

fn rename(table: &mut MappingTable, from: &str, to: &str) {
    row(table, from).target = to.into();
}

fn direct(table: &mut MappingTable, target: &str, source: &str) {
    row(table, target).source = Source::Direct(source.into());
}

fn expression(table: &mut MappingTable, target: &str, source: &str) {
    row(table, target).source = Source::Expression(source.into());
}

fn constant(table: &mut MappingTable, target: &str, source: &str) {
    row(table, target).source = Source::Constant(source.into());
}

fn add(table: &mut MappingTable, target: &str, source: &str) {
    table.rows.push(AttributeMapping::direct(target, source));
}

fn add_expression(table: &mut MappingTable, target: &str, source: &str) {
    table.rows.push(AttributeMapping::expression(target, source));
}

fn matches_by(table: &mut MappingTable, target: &str) {
    row(table, "userName").matching_precedence = None;
    row(table, target).matching_precedence = Some(1);
}

const EMAIL: &str = "emails[type eq \"work\"].value";
const LOCALITY: &str = "addresses[type eq \"work\"].locality";

const CASES: &[Case] = &[
    Case("target.case", Error, |t| rename(t, "userName", "username"), |_| {}),
    Case("target.blank", Error, |t| rename(t, MANAGER, &MANAGER.replace(":User", ": User")), |_| {}),
    Case("target.invisible", Error, |t| rename(t, "externalId", "external\u{200b}Id"), |_| {}),
    Case(
        "target.quote",
        Error,
        |t| rename(t, EMAIL, "emails[type eq “work”].value"),
        |t| add(t, "emails[type eq \"billing\"].value", "otherMails"),
    ),
    Case("target.look-alike", Error, |t| rename(t, "name.givenName", "n\u{430}me.givenName"), |_| {}),
    Case(
        "target.separator",
        Error,
        |t| rename(t, MANAGER, &MANAGER.replace("User:", "User.")),
        |t| add(t, "urn:ietf:params:scim:schemas:extension:acme:2.0:User:tag", "employeeType"),
    ),
    Case("target.incomplete", Error, |t| rename(t, EMAIL, "emails.value"), |_| {}),
    Case("target.surplus", Error, |t| rename(t, "name.givenName", "user.name.givenName"), |_| {}),
    Case(
        "target.unknown-extension",
        Info,
        |t| rename(t, MANAGER, &MANAGER.replace("enterprise", "corporate")),
        |t| add(t, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter", "employeeType"),
    ),
    Case(
        "target.spelling",
        Error,
        |t| rename(t, "externalId", "exernalId"),
        |t| add(t, "locale", "preferredLanguage"),
    ),
    Case(
        "target.ambiguous",
        Error,
        |t| add(t, "phoneNumbers.value", "mobile"),
        |t| {
            add(t, "phoneNumbers[type eq \"pager\"].value", "mobile");
        },
    ),
    Case("target.empty", Error, |t| add(t, " ", "mobile"), |_| {}),
    Case(
        "target.unknown",
        Warning,
        |t| add(t, "spendLimit", "employeeType"),
        |t| add(t, "userType", "userType"),
    ),
    Case(
        "target.doubled",
        Error,
        |t| add(t, "externalId", "objectId"),
        |t| add(t, "nickName", "mailNickname"),
    ),
    Case(
        "target.same-attribute",
        Error,
        |t| add(t, "userName[0]", "mail"),
        |t| add(t, "emails[type eq \"home\"].value", "otherMails"),
    ),
    Case(
        "target.conflict",
        Error,
        |t| add(t, "emails", "otherMails"),
        |t| {
            add(t, "emails[type eq \"work\"].display", "displayName");
        },
    ),
    Case(
        "target.formatted-name",
        Warning,
        |t| add(t, "name.formatted", "displayName"),
        |t| {
            add_expression(t, "name.formatted", "Join(\", \", [surname], [givenName])");
        },
    ),
    Case("source.case", Error, |t| direct(t, EMAIL, "Mail"), |_| {}),
    Case("source.blank", Error, |t| direct(t, EMAIL, "mail "), |_| {}),
    Case("source.invisible", Error, |t| direct(t, "name.givenName", "given\u{200b}Name"), |_| {}),
    Case("source.quote", Error, |t| direct(t, "name.givenName", "“givenName”"), |_| {}),
    Case("source.look-alike", Error, |t| direct(t, LOCALITY, "c\u{456}ty"), |_| {}),
    Case(
        "source.separator",
        Error,
        |t| direct(t, "name.givenName", "given-Name"),
        |t| {
            direct(t, "name.givenName", "employeeOrgData.division");
        },
    ),
    Case(
        "source.spelling",
        Error,
        |t| expression(t, LOCALITY, "Trim([citty])"),
        |t| {
            expression(t, LOCALITY, "Trim([city])");
        },
    ),
    Case(
        "source.ambiguous",
        Error,
        |t| direct(t, LOCALITY, "extensionAttribute"),
        |t| {
            direct(t, LOCALITY, "extensionAttribute4");
        },
    ),
    Case("source.empty", Error, |t| direct(t, LOCALITY, ""), |t| row(t, LOCALITY).source = Source::None),
    Case(
        "source.unknown",
        Warning,
        |t| direct(t, LOCALITY, "favouriteColour"),
        |t| {
            direct(t, LOCALITY, "extension_0123456789abcdef0123456789abcdef_site");
        },
    ),
    Case(
        "source.constant",
        Warning,
        |t| expression(t, "name.givenName", "ToUpper(\"Ana\")"),
        |t| {
            constant(t, LOCALITY, "Lisbon");
        },
    ),
    Case(
        "matching.none",
        Error,
        |t| row(t, "userName").matching_precedence = None,
        |t| {
            row(t, "userName").matching_precedence = Some(3);
        },
    ),
    Case(
        "matching.doubled",
        Error,
        |t| row(t, EMAIL).matching_precedence = Some(1),
        |t| {
            row(t, EMAIL).matching_precedence = Some(2);
        },
    ),
    Case("matching.constant", Error, |t| constant(t, "userName", "ana"), |t| constant(t, LOCALITY, "Lisbon")),
    Case(
        "matching.not-unique",
        Warning,
        |t| matches_by(t, "externalId"),
        |t| {
            matches_by(t, "externalId");
            direct(t, "externalId", "objectId");
        },
    ),
    Case(
        "matching.can-be-empty",
        Warning,
        |t| matches_by(t, EMAIL),
        |t| {
            row(t, EMAIL).matching_precedence = Some(2);
        },
    ),
    Case(
        "matching.default",
        Warning,
        |t| row(t, "userName").default_value = Some("nobody".into()),
        |t| {
            row(t, LOCALITY).default_value = Some("Lisbon".into());
        },
    ),
    Case(
        "active.reversed",
        Error,
        |t| expression(t, "active", "Switch([IsSoftDeleted], , \"False\", \"False\", \"True\", \"True\")"),
        |t| expression(t, "active", "Switch([IsSoftDeleted], , \"True\", \"False\", \"False\", \"True\")"),
    ),
    Case(
        "active.not-soft-deleted",
        Warning,
        |t| direct(t, "active", "accountEnabled"),
        |t| {
            expression(t, "active", "Not([IsSoftDeleted])");
        },
    ),
    Case(
        "active.same",
        Error,
        |t| expression(t, "active", "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"True\")"),
        |t| expression(t, "active", "IIF([IsSoftDeleted] = \"True\", \"False\", \"True\")"),
    ),
    Case(
        "active.not-boolean",
        Error,
        |t| expression(t, "active", "Switch([IsSoftDeleted], , \"False\", \"1\", \"True\", \"0\")"),
        |t| expression(t, "active", "Switch([IsSoftDeleted], , \"False\", \"true\", \"True\", \"false\")"),
    ),
    Case(
        "active.only-on-creation",
        Warning,
        |t| row(t, "active").apply = Apply::OnlyDuringCreation,
        |t| {
            row(t, LOCALITY).apply = Apply::OnlyDuringCreation;
        },
    ),
    Case(
        "email.can-be-empty",
        Info,
        |_| {},
        |t| {
            expression(t, EMAIL, "Coalesce([mail], [userPrincipalName])");
        },
    ),
    Case("external-id.not-unique", Info, |_| {}, |t| direct(t, "externalId", "objectId")),
    Case(
        "manager.as-text",
        Error,
        |t| expression(t, MANAGER, "[manager]"),
        |t| {
            direct(t, LOCALITY, "companyName");
        },
    ),
    Case(
        "type.boolean-as-text",
        Warning,
        |t| add(t, "title", "accountEnabled"),
        |t| {
            expression(t, "active", "Not([IsSoftDeleted])");
        },
    ),
    Case(
        "roles.direct",
        Error,
        |t| add(t, "roles", "appRoleAssignments"),
        |t| {
            add_expression(t, "roles", "SingleAppRoleAssignment([appRoleAssignments])");
        },
    ),
    Case(
        "roles.guest-after-creation",
        Info,
        |t| add_expression(t, "roles", "SingleAppRoleAssignment([appRoleAssignments])"),
        |t| {
            add_expression(t, "roles", "SingleAppRoleAssignment([appRoleAssignments])");
            row(t, "roles").apply = Apply::OnlyDuringCreation;
        },
    ),
    Case("actions.create-off", Warning, |t| t.actions.create = false, |t| t.actions.update = false),
    Case("actions.update-off", Warning, |t| t.actions.update = false, |t| t.actions.delete = false),
    Case("actions.delete-off", Warning, |t| t.actions.delete = false, |t| t.actions.create = false),
    Case(
        "table.missing-row",
        Error,
        |t| t.rows.retain(|row| row.target != EMAIL),
        |t| {
            t.rows.retain(|row| row.target != "externalId");
        },
    ),
    Case("table.default-row", Warning, |t| add(t, "title", "jobTitle"), |t| add(t, "title", "employeeType")),
];

fn table_with(change: Change) -> MappingTable {
    let mut table = recommended();
    change(&mut table);
    table
}

fn found(table: &MappingTable, code: &str) -> Option<Diagnostic> {
    check(table).into_iter().find(|finding| finding.code == code)
}

fn codes(table: &MappingTable) -> Vec<String> {
    check(table).into_iter().map(|finding| finding.code).collect()
}

#[test]
fn every_check_finds_its_fault_and_leaves_what_is_right() {
    for Case(code, severity, wrong, right) in CASES {
        let table = table_with(*wrong);
        let finding = found(&table, code).unwrap_or_else(|| panic!("{code} is not in {:?}", codes(&table)));
        assert_eq!(finding.severity, *severity, "{code}");
        for words in [&finding.message, &finding.consequence] {
            assert!(words.ends_with(['.', '?']) && !words.contains("  "), "{code}: {words:?}");
        }
        assert_eq!(found(&table_with(*right), code), None, "{code} raises a false alarm");
    }
}

#[test]
fn the_list_of_codes_and_the_cases_agree() {
    // Those of the scoping filter have their cases in tests/scoping.rs.
    let of_rows = || CODES.iter().map(|entry| entry.code).filter(|code| !code.starts_with("scope."));
    let tested: BTreeSet<_> = CASES.iter().map(|case| case.0).collect();
    assert_eq!(of_rows().collect::<BTreeSet<_>>(), tested);
    assert_eq!((of_rows().count(), tested.len()), (tested.len(), CASES.len()), "no code twice");
}

#[test]
fn nothing_is_found_that_is_not_listed() {
    for Case(_, _, wrong, right) in CASES {
        for table in [table_with(*wrong), table_with(*right)] {
            for code in codes(&table) {
                let listed = CODES.iter().any(|entry| entry.code == code) || code.starts_with("expression.");
                assert!(listed, "{code}");
            }
        }
    }
}

#[test]
fn the_recommended_table_is_clean() {
    let found = check(&recommended());
    let seen: Vec<_> = found.iter().map(|finding| (finding.code.as_str(), finding.severity)).collect();
    assert_eq!(seen, [("email.can-be-empty", Info), ("external-id.not-unique", Info)]);
}

/// What the severity depends on, and what else a row can say.
#[test]
fn the_same_fault_can_be_worse_elsewhere() {
    let cases: &[(&str, Severity, Change)] = &[
        ("active.reversed", Error, |t| direct(t, "active", "IsSoftDeleted")),
        ("active.not-soft-deleted", Warning, |t| constant(t, "active", "True")),
        ("active.not-soft-deleted", Warning, |t| row(t, "active").source = Source::None),
        ("source.constant", Error, |t| constant(t, EMAIL, "all@contoso.example")),
        ("manager.as-text", Error, |t| constant(t, MANAGER, "Rui Costa")),
        ("manager.as-text", Error, |t| direct(t, "externalId", "manager")),
        ("roles.guest-after-creation", Warning, |t| {
            add_expression(t, "roles", "IIF([city] = \"x\", \"GUEST_USER\", \"IT_ADMIN\")")
        }),
        ("target.same-attribute", Error, |t| add(t, "USERNAME", "mail")),
        ("target.conflict", Error, |t| add(t, "name", "displayName")),
        ("expression.too-long", Error, |t| {
            expression(t, LOCALITY, &format!("Trim(\"{}\")", "x".repeat(10_000)))
        }),
        ("table.missing-row", Warning, |t| t.rows.retain(|row| row.target != "active")),
        ("table.missing-row", Info, |t| t.rows.retain(|row| row.target != MANAGER)),
    ];
    for (code, severity, change) in cases {
        let table = table_with(*change);
        let finding = found(&table, code).unwrap_or_else(|| panic!("{code} is not in {:?}", codes(&table)));
        assert_eq!(finding.severity, *severity, "{code}");
    }
}

#[test]
fn every_remedy_fits_its_table_and_ends_its_finding() {
    for Case(code, _, wrong, _) in CASES {
        let table = table_with(*wrong);
        let finding = found(&table, code).unwrap();
        for remedy in &finding.remedies {
            let mut mended = table.clone();
            assert!(apply_remedy(&mut mended, remedy), "{code}: {}", remedy.title);
            assert_eq!(remedy.applied(&table).as_ref(), Some(&mended));
            let still = check(&mended).into_iter().filter(|left| left.code == *code);
            assert!(
                !still.map(|left| left.message).any(|left| left == finding.message),
                "{code}: {}",
                remedy.title
            );
        }
    }
}

#[test]
fn what_changes_meaning_waits_for_the_admin() {
    let changes_meaning = [
        "active.reversed",
        "active.not-soft-deleted",
        "active.same",
        "active.not-boolean",
        "matching.none",
        "matching.doubled",
        "email.can-be-empty",
        "external-id.not-unique",
        "manager.as-text",
        "roles.direct",
        "actions.create-off",
        "actions.update-off",
        "actions.delete-off",
        "table.missing-row",
        "target.doubled",
        "target.same-attribute",
        "target.conflict",
    ];
    for Case(code, _, wrong, _) in CASES.iter().filter(|case| changes_meaning.contains(&case.0)) {
        let mut table = table_with(*wrong);
        let before = table.clone();
        let remedies = found(&table, code).unwrap().remedies;
        assert!(!remedies.is_empty() && remedies.iter().all(|remedy| !remedy.safe), "{code}");
        fix_all(&mut table);
        assert_eq!(table, before, "{code}");
    }
}

#[test]
fn a_fix_reaches_the_scoping_filter_and_leaves_the_rest() {
    let mut table = recommended();
    let clause = |attribute: &str| Clause::binary(attribute, Operator::Equals, "Sales");
    let group = |attribute: &str| FilterGroup { name: "Sales".into(), clauses: vec![clause(attribute)] };
    table.scope = ScopingFilter::of(vec![group("department"), group("Department")]);
    table.actions.delete = false;
    let applied = fix_all(&mut table);
    assert_eq!(applied.iter().map(|found| found.code.as_str()).collect::<Vec<_>>(), ["scope.attribute-name"]);
    assert_eq!(table.scope, ScopingFilter::of(vec![group("department"), group("department")]));
    assert_eq!((table.rows.clone(), table.actions.delete), (recommended().rows, false));

    let whole = to_recommended(&table).unwrap().applied(&table).unwrap();
    assert_eq!(
        whole,
        MappingTable { scope: table.scope, ..recommended() },
        "the filter is the admin\u{2019}s"
    );
}

#[test]
fn the_second_of_two_equal_rows_goes_unasked() {
    let mut table = recommended();
    table.rows.push(recommended_row(7).unwrap());
    assert_eq!(fix_all(&mut table).len(), 1);
    assert_eq!(table, recommended());
}

#[test]
fn a_row_removed_by_its_fix_takes_no_other_with_it() {
    let mut table = recommended();
    table.rows.insert(0, AttributeMapping::direct("title", "jobTitle"));
    table.rows.insert(1, AttributeMapping::direct("displayName", "displayName"));
    assert_eq!(fix_row(&mut table, 0).len(), 1);
    assert_eq!(table.rows[0].target, "displayName");
}

/// The default mappings of a new custom application, as an exported schema holds them.
fn new_application() -> Document {
    let facts: Value = serde_json::from_str(include_str!(
        "../../../../tests/conformance/customappsso-default-mappings.json"
    ))
    .unwrap();
    let mut schema: Value =
        serde_json::from_str(Document::of(recommended(), Format::EntraSchema).text()).unwrap();
    let rows = facts["objectMappings"][0]["attributeMappings"].as_array().unwrap().iter().map(|row| {
        let text = row["sourceExpression"].as_str().unwrap();
        json!({
            "defaultValue": row["defaultValue"],
            "exportMissingReferences": false,
            "flowBehavior": row["flowBehavior"],
            "flowType": row["flowType"],
            "matchingPriority": row["matchingPriority"],
            "targetAttributeName": row["targetAttributeName"],
            "source": {
                "expression": text,
                "name": text.trim_start_matches('[').trim_end_matches(']'),
                "type": row["sourceType"],
                "parameters": [],
            },
        })
    });
    schema["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"] = rows.collect();
    Document::parse(&schema.to_string()).unwrap()
}

#[test]
fn a_new_application_becomes_the_recommended_one_by_the_offered_fixes_alone() {
    let mut document = new_application();
    let table = document.table();
    assert_eq!(table.rows.len(), 23);
    let bad = |found: &Diagnostic| found.severity != Info;
    assert_eq!(check(&table).iter().filter(|found| bad(found)).count(), 13, "{:?}", codes(&table));

    let remedy = to_recommended(&table).unwrap();
    assert_eq!(remedy.applied(&table), Some(recommended()));

    assert_eq!(document.fix().len(), 13);
    assert_eq!(document.table(), recommended());
    assert!(!document.check().iter().any(bad));
    assert_eq!(document.fix(), []);
    assert_eq!(to_recommended(&document.table()), None);
}

#[test]
fn any_table_can_be_brought_to_the_recommended_one() {
    for Case(code, _, wrong, right) in CASES {
        for mut table in [table_with(*wrong), table_with(*right)] {
            if let Some(remedy) = to_recommended(&table) {
                assert!(!remedy.safe && apply_remedy(&mut table, &remedy), "{code}");
            }
            assert_eq!(table, recommended(), "{code}");
        }
    }
    let mut reversed = recommended();
    reversed.rows.reverse();
    assert_eq!(to_recommended(&reversed).unwrap().applied(&reversed), Some(recommended()));
    let empty = MappingTable::default();
    assert_eq!(to_recommended(&empty).unwrap().applied(&empty), Some(recommended()));
}
