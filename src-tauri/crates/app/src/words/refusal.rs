//! A service's refusal in plain words. The service's own text is read only for the attribute names it mentions.

use onramp_ramp::{Code, words};

/// A refusal as an admin reads it.
pub(crate) struct Reading {
    pub headline: String,
    pub reasons: Vec<String>,
    pub rules: Vec<String>,
    pub next_action: String,
}

/// Attribute names in a refusal's detail, and the code each stands for (R1–R3, R6).
const NAMED: &[(&str, Code)] = &[
    ("userName", Code::UserNameMissing),
    ("givenName", Code::GivenNameMissing),
    ("familyName", Code::FamilyNameMissing),
    ("emails", Code::EmailMissing),
    ("locality", Code::LocationMissing),
    ("department", Code::DepartmentMissing),
    ("manager", Code::ManagerCannotManage),
];

pub(crate) fn read(person: &str, status: u16, detail: &str) -> Reading {
    let codes: Vec<Code> = match status {
        409 => vec![Code::UserNameTaken],
        400 => NAMED.iter().filter(|(name, _)| detail.contains(name)).map(|(_, code)| *code).collect(),
        _ => Vec::new(),
    };
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
        headline: match reasons.as_slice() {
            [only] => format!("Ramp refuses {person}: {}", lower(only, person)),
            _ => format!("Ramp refuses {person}."),
        },
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

/// The sentence after a colon: a leading name stays as it is.
fn lower(sentence: &str, person: &str) -> String {
    match sentence.strip_prefix(person) {
        Some(rest) => format!("they{}", rest.replacen(" has ", " have ", 1)),
        None => sentence.to_owned(),
    }
}
