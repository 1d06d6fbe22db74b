//! One row per rule that a decision can show, by the rule's number.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_ramp::{
    Account, Code, Manager, Operation, Outcome, RequestFacts, Role, RoleChange, RoleWish, Settings, decide,
};
use serde_json::{Value, json};

fn ana() -> Value {
    json!({
        "userName": "ana.silva@contoso.example",
        "active": true,
        "name": {"givenName": "Ana", "familyName": "Silva"},
        "emails": [{"type": "work", "value": "ana.silva@contoso.example"}],
        "addresses": [{"type": "work", "locality": "Lisbon"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Finance"}
    })
}

fn without(pointer: &str) -> Value {
    let mut user = ana();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    user.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
    user
}

fn of(resource: &Value, account: Account) -> Outcome {
    decide(&RequestFacts::new(resource.as_object().unwrap(), &account), &Settings::default())
}

fn refused(resource: &Value, account: Account) -> Vec<Code> {
    let outcome = of(resource, account);
    outcome.codes().filter(|code| code.effect() == onramp_ramp::Effect::Refusal).collect()
}

#[test]
fn an_invite_that_has_everything_is_not_refused() {
    let outcome = of(&ana(), Account::default());
    assert!(!outcome.is_refused());
    for code in [
        Code::Invited,
        Code::SpendPrograms,
        Code::RoleEmployee,
        Code::SenderOwner,
        Code::LocationCreated,
        Code::DepartmentCreated,
    ] {
        assert!(outcome.contains(code), "{code:?}");
    }
}

#[test]
fn r1_r2_r3_each_missing_attribute_is_named() {
    for (pointer, code, attribute) in [
        ("/userName", Code::UserNameMissing, "userName"),
        ("/name/givenName", Code::GivenNameMissing, "name.givenName"),
        ("/name/familyName", Code::FamilyNameMissing, "name.familyName"),
        ("/emails", Code::EmailMissing, "emails[type eq \"work\"].value"),
        ("/addresses", Code::LocationMissing, "addresses[type eq \"work\"].locality"),
        (
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            Code::DepartmentMissing,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        ),
    ] {
        let user = without(pointer);
        assert_eq!(refused(&user, Account::default()), [code], "{pointer}");
        let refusal = of(&user, Account::default()).refusal(None).unwrap();
        assert_eq!(refusal.status, 400);
        assert!(refusal.detail.contains(attribute), "{}", refusal.detail);
    }
}

#[test]
fn r2_everything_missing_is_named_at_once() {
    let refusal = of(&json!({}), Account::default()).refusal(None).unwrap();
    insta::assert_snapshot!(refusal.detail, @r#"Missing required attributes: userName, name.givenName, name.familyName, emails[type eq "work"].value, addresses[type eq "work"].locality, urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department. No default location is set. No default department is set."#);
}

#[test]
fn r1_a_taken_user_name_is_a_conflict() {
    let outcome = of(&ana(), Account { user_name_taken: true, ..Account::default() });
    assert_eq!(outcome.refusal(None).unwrap().status, 409);
}

#[test]
fn r3_the_defaults_stand_in_on_create_and_on_update() {
    let settings =
        Settings { default_location: Some("Remote".into()), default_department: Some("General".into()) };
    let mut user = without("/addresses");
    user.as_object_mut().unwrap().remove("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
    for operation in [Operation::Create, Operation::Update { was_active: true }] {
        let account = Account { operation, ..Account::default() };
        assert_eq!(refused(&user, account.clone()), [Code::LocationMissing, Code::DepartmentMissing]);
        let outcome = decide(&RequestFacts::new(user.as_object().unwrap(), &account), &settings);
        assert!(!outcome.is_refused());
        assert!(outcome.contains(Code::DefaultLocation) && outcome.contains(Code::DefaultDepartment));
    }
}

#[test]
fn r4_names_are_compared_trimmed_and_without_case() {
    let account = Account {
        locations: vec![" lisbon ".into()],
        departments: vec!["FINANCE".into()],
        ..Account::default()
    };
    let outcome = of(&ana(), account);
    assert!(!outcome.contains(Code::LocationCreated) && !outcome.contains(Code::DepartmentCreated));
}

#[test]
fn r5_r6_r8_the_manager_decides_the_link_and_the_sender() {
    for (manager, expected, sender) in [
        (Manager::None, None, Code::SenderOwner),
        (Manager::NotInRamp, Some(Code::ManagerNotInRamp), Code::SenderOwner),
        (Manager::InRamp(Role::Employee), Some(Code::ManagerLinked), Code::SenderManager),
        (Manager::InRamp(Role::ItAdmin), Some(Code::ManagerCannotManage), Code::SenderOwner),
        (Manager::InRamp(Role::Bookkeeper), Some(Code::ManagerCannotManage), Code::SenderOwner),
    ] {
        let outcome = of(&ana(), Account { manager, ..Account::default() });
        assert!(expected.is_none_or(|code| outcome.contains(code)), "{manager:?}");
        assert!(outcome.contains(sender), "{manager:?}");
        assert_eq!(outcome.is_refused(), expected == Some(Code::ManagerCannotManage), "{manager:?}");
    }
}

#[test]
fn r7_someone_who_manages_has_the_role_manager() {
    let outcome = of(&ana(), Account { is_manager: true, ..Account::default() });
    assert!(outcome.contains(Code::RoleManager) && !outcome.contains(Code::RoleEmployee));
}

#[test]
fn r10_deactivation_asks_for_nothing_and_a_create_reactivates() {
    let off = json!({"userName": "ana.silva@contoso.example", "active": "False"});
    let update = Account { operation: Operation::Update { was_active: true }, ..Account::default() };
    assert!(of(&off, update).contains(Code::Deactivated));
    let again = Account { operation: Operation::CreateOnto { deactivated: true }, ..Account::default() };
    assert!(of(&ana(), again).contains(Code::Reactivated));
}

#[test]
fn r11_a_changed_email_waits() {
    let account = Account {
        operation: Operation::Update { was_active: true },
        current_email: Some("old@contoso.example".into()),
        ..Account::default()
    };
    assert!(of(&ana(), account).contains(Code::EmailWaits));
}

#[test]
fn r17_a_create_links_to_the_account_that_is_there() {
    let account = Account { operation: Operation::CreateOnto { deactivated: false }, ..Account::default() };
    assert!(of(&ana(), account).contains(Code::Linked));
}

#[test]
fn r15_role_sync_takes_the_app_roles_value() {
    let create = Operation::Create;
    let update = Operation::Update { was_active: true };
    let linked = Operation::CreateOnto { deactivated: false };
    let one =
        |value: &str| json!([{"primary": true, "type": "WindowsAzureActiveDirectoryRole", "value": value}]);
    for (roles, operation, expected) in [
        (one("BUSINESS_ADMIN"), create, RoleChange::Give(Role::Admin)),
        (one("BUSINESS_BOOKKEEPER"), update, RoleChange::Give(Role::Bookkeeper)),
        (one("IT_ADMIN"), update, RoleChange::Give(Role::ItAdmin)),
        (one("BUSINESS_USER"), update, RoleChange::Follow),
        (one("GUEST_USER"), create, RoleChange::Give(Role::Guest)),
        (one("GUEST_USER"), update, RoleChange::GuestTooLate),
        (one("GUEST_USER"), linked, RoleChange::GuestTooLate),
        (one("BUSINESS_OWNER"), update, RoleChange::Unknown),
        (one("business_admin"), create, RoleChange::Unknown),
        (json!([]), create, RoleChange::Follow),
        (json!([]), update, RoleChange::Keep),
        (json!(null), update, RoleChange::Keep),
        (json!("IT_ADMIN"), update, RoleChange::Give(Role::ItAdmin)),
        (json!(["IT_ADMIN"]), update, RoleChange::Give(Role::ItAdmin)),
        (
            json!([{"value": "{\"id\":\"1\",\"value\":\"IT_ADMIN\"}"}]),
            update,
            RoleChange::Give(Role::ItAdmin),
        ),
        (
            json!([{"value": "IT_ADMIN"}, {"primary": "True", "value": "BUSINESS_ADMIN"}]),
            update,
            RoleChange::Give(Role::Admin),
        ),
    ] {
        assert_eq!(RoleWish::of(Some(&roles)).change(operation), expected, "{roles} {operation:?}");
    }
}

#[test]
fn r15_without_role_sync_the_value_is_not_looked_at() {
    let mut user = ana();
    user["roles"] = json!([{"value": "BUSINESS_ADMIN"}]);
    let without = of(&user, Account::default());
    assert!(without.contains(Code::RoleEmployee) && !without.contains(Code::RoleSynced));
    let with = of(&user, Account { role_sync: true, ..Account::default() });
    assert!(with.contains(Code::RoleSynced) && !with.contains(Code::RoleEmployee));
    user["roles"] = json!([{"value": "BUSINESS_OWNER"}]);
    let unknown = of(&user, Account { role_sync: true, ..Account::default() });
    assert!(unknown.contains(Code::RoleUnknown) && unknown.contains(Code::RoleEmployee));
    assert!(!unknown.is_refused());
}
