//! The people of contoso.example.

use std::collections::{BTreeMap, BTreeSet};

use onramp_entra::DirectoryUser;
use serde_json::Value;

fn people() -> Vec<Value> {
    let page: Value = serde_json::from_str(onramp_practice::directory_json()).expect("JSON");
    page["value"].as_array().cloned().expect("a list")
}

fn text<'a>(person: &'a Value, name: &str) -> &'a str {
    person[name].as_str().unwrap_or("")
}

#[test]
fn begins_with_an_easy_case() {
    let people = people();
    let ana = &people[0];
    for (name, expected) in [
        ("displayName", "Ana Silva"),
        ("city", "Lisbon"),
        ("department", "Finance"),
        ("mail", "ana.silva@contoso.example"),
    ] {
        assert_eq!(text(ana, name), expected);
    }
    assert_eq!(text(&ana["manager"], "displayName"), "Rui Costa");
    assert!(people.iter().any(|person| text(person, "displayName") == "Rui Costa"));
}

#[test]
fn ids_and_sign_in_names_are_unique_and_managers_are_in_it() {
    let people = people();
    assert!((38..=45).contains(&people.len()));
    let ids: BTreeSet<&str> = people.iter().map(|person| text(person, "id")).collect();
    let names: BTreeSet<&str> = people.iter().map(|person| text(person, "userPrincipalName")).collect();
    assert_eq!((ids.len(), names.len()), (people.len(), people.len()));
    for person in &people {
        assert!(DirectoryUser::from_graph(person).is_some(), "{person}");
        if let Some(manager) = person.get("manager") {
            assert!(ids.contains(text(manager, "id")), "{manager}");
        }
    }
}

#[test]
fn has_every_awkward_person_and_says_so() {
    let people = people();
    let mut nicknames: BTreeMap<&str, usize> = BTreeMap::new();
    for person in &people {
        *nicknames.entry(text(person, "mailNickname")).or_default() += 1;
    }
    type Case<'a> = (&'a str, &'a dyn Fn(&Value) -> bool);
    let cases: [Case<'_>; 11] = [
        ("no department", &|person| person["department"].is_null()),
        ("no city", &|person| person["city"].is_null()),
        ("no mail", &|person| person["mail"].is_null()),
        ("no manager", &|person| person.get("manager").is_none()),
        ("accents", &|person| !text(person, "displayName").is_ascii()),
        ("apostrophe", &|person| text(person, "surname").contains('\'')),
        ("guest", &|person| {
            text(person, "userType") == "Guest" && text(person, "userPrincipalName").contains("#EXT#")
        }),
        ("disabled", &|person| person["accountEnabled"] == false),
        ("shared mailNickname", &|person| nicknames[text(person, "mailNickname")] > 1),
        ("not assigned", &|person| person["appRoleAssignments"].as_array().is_some_and(Vec::is_empty)),
        ("mail is not the sign-in name", &|person| {
            !person["mail"].is_null() && person["mail"] != person["userPrincipalName"]
        }),
    ];
    for (name, is_case) in cases {
        let found: Vec<&Value> = people.iter().filter(|person| is_case(person)).collect();
        assert!(!found.is_empty(), "nobody with {name}");
        assert!(found.iter().any(|person| !text(person, "onrampNote").is_empty()), "no note on {name}");
    }
    for note in people.iter().filter_map(|person| person["onrampNote"].as_str()) {
        assert!((2..=5).contains(&note.split_whitespace().count()), "{note}");
    }
}
