//! A service's refusal in plain words. The service's own text is read only for the attribute names it mentions, and
//! nothing is claimed to be missing that was sent.

use onramp_ramp::{Account, Code, Facts, RequestFacts, words};
use serde_json::{Map, Value};

/// A refusal as an admin reads it.
pub(crate) struct Reading {
    pub headline: String,
    pub reasons: Vec<String>,
    pub rules: Vec<String>,
    pub next_action: String,
}

/// `resource` is what Ramp would hold if the request had gone through; `about_manager` says that the manager's PATCH
/// was refused.
pub(crate) fn read(
    person: &str,
    status: u16,
    detail: &str,
    resource: &Map<String, Value>,
    about_manager: bool,
) -> Reading {
    let codes = codes(status, detail, resource, about_manager);
    let names = words::Names { person, manager_role: "IT Admin or Accounting", ..words::Names::default() };
    let mut rules: Vec<String> = codes.iter().map(|code| code.rule().to_string()).collect();
    // What an invite lacks is R2; that a location or department may be missing at all is R3.
    if codes.iter().any(|code| matches!(code, Code::LocationMissing | Code::DepartmentMissing)) {
        rules.push("R2".to_owned());
    }
    rules.sort();
    rules.dedup();
    let reasons: Vec<_> = codes.iter().filter_map(|code| words::refusal(*code, &names)).collect();
    let ways: Vec<_> = codes.iter().filter_map(|code| words::way_out(*code, &names)).collect();
    Reading {
        headline: headline("Ramp refuses", person, &reasons),
        next_action: match (ways.is_empty(), status) {
            (false, _) => ways.join(" "),
            (true, 401 | 403) => {
                "Test the connection again under Connect Ramp: the token is not accepted any more.".to_owned()
            }
            (true, 429) => "Wait a little, then try again: Ramp takes no more requests right now.".to_owned(),
            (true, 500..) => {
                "Try again in a few minutes. If it stays, send Ramp support the exchange.".to_owned()
            }
            (true, _) => {
                "Look at the exchange, and send it to Ramp support if it does not explain itself.".to_owned()
            }
        },
        reasons,
        rules,
    }
}

fn codes(status: u16, detail: &str, resource: &Map<String, Value>, about_manager: bool) -> Vec<Code> {
    if status == 409 {
        return vec![Code::UserNameTaken];
    }
    if status != 400 {
        return Vec::new();
    }
    let account = Account::default();
    let facts = RequestFacts::new(resource, &account);
    let missing = [
        ("userName", facts.user_name().is_none(), Code::UserNameMissing),
        ("givenName", facts.given_name().is_none(), Code::GivenNameMissing),
        ("familyName", facts.family_name().is_none(), Code::FamilyNameMissing),
        ("emails", facts.email().is_none(), Code::EmailMissing),
        ("locality", facts.locality().is_none(), Code::LocationMissing),
        ("department", facts.department().is_none(), Code::DepartmentMissing),
        ("manager", about_manager && names_a_role(detail), Code::ManagerCannotManage),
    ];
    missing
        .into_iter()
        .filter(|(name, lacks, _)| *lacks && detail.contains(name))
        .map(|(_, _, code)| code)
        .collect()
}

/// R6 is about two roles; another complaint about the manager is not.
fn names_a_role(detail: &str) -> bool {
    ["IT Admin", "Accounting", "Bookkeeper"].iter().any(|role| detail.contains(role))
}

/// Who is refused and, where there is one reason, why.
pub(crate) fn headline(verb: &str, person: &str, reasons: &[String]) -> String {
    match reasons {
        [only] => format!("{verb} {person}: {}", lower(only, person)),
        _ => format!("{verb} {person}."),
    }
}

/// The sentence after a colon: a leading name stays as it is.
fn lower(sentence: &str, person: &str) -> String {
    match sentence.strip_prefix(person) {
        Some(rest) => format!("they{}", rest.replacen(" has ", " have ", 1)),
        None => sentence.to_owned(),
    }
}
