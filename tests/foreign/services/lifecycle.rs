//! One person's life in a foreign service, as Entra would send it, in each dialect: made, changed, switched off and on
//! again, taken out; and what Entra sends that the service does not take.

use onramp_tests::ctl::Ctl;
use onramp_tests::foreign::{Foreign, TOKEN};
use onramp_tests::scim::Service;
use onramp_tests::{Failure, Result};
use serde_json::{Value, json};

use super::{Kind, text};

const DIALECTS: [&str; 3] = ["cycle", "cycle-flag", "on-demand"];

/// Runs of `provision` against one service, with a table and people of the test's own.
struct Admin<'a> {
    ctl: &'a Ctl,
    service: &'a Foreign,
    dialect: &'a str,
    table: Value,
}

impl Admin<'_> {
    fn provision(&self, people: &[Value], options: &[&str]) -> Result<Run> {
        let last = people.last().map(|person| text(person, "userPrincipalName")).unwrap_or_default();
        let mapping = self.ctl.file("mapping.json", &self.table.to_string())?;
        let users = self.ctl.file("users.json", &Value::from(people).to_string())?;
        let mut arguments =
            vec!["provision", "--json", "--url", &self.service.url, "--dialect", self.dialect];
        arguments.extend(["--mapping", &mapping, "--users", &users, "--user", last]);
        arguments.extend(options);
        let ran = self.ctl.run_with_token(TOKEN, &arguments)?;
        assert!(!ran.stdout.contains(TOKEN) && !ran.stderr.contains(TOKEN), "the token is shown");
        let report = ran.json()?;
        Ok(Run { code: ran.code, report })
    }

    /// The same table with one more row.
    fn with_row(self, target: &str, source: &str) -> Self {
        let mut table = self.table;
        if let Some(rows) = table["attributeMappings"].as_array_mut() {
            rows.push(json!({"target": target, "type": "direct", "source": source}));
        }
        Admin { table, ..self }
    }
}

/// What a run came to.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    report: Value,
}

impl Run {
    fn kind(&self) -> &str {
        text(&self.report["outcome"], "kind")
    }

    /// The headline and all that is said below it.
    fn words(&self) -> String {
        let outcome = &self.report["outcome"];
        let details = outcome["details"].as_array().into_iter().flatten().filter_map(Value::as_str);
        details.fold(text(outcome, "headline").to_owned(), |all, detail| format!("{all} {detail}"))
    }

    /// It came to this, and the exit code says the same.
    fn is(self, kind: &str) -> Result<Run> {
        let code = if kind == "refused" { 1 } else { 0 };
        if self.kind() == kind && self.code == Some(code) {
            return Ok(self);
        }
        Err(Failure::Unexpected(format!("{kind} was due: {:?} {:#}", self.code, self.report)))
    }
}

#[tokio::test]
#[ignore = "needs what `cargo xtask soak` installs"]
async fn a_person_lives_in_each_dialect() -> Result<()> {
    let ctl = Ctl::new()?;
    for kind in Kind::ALL {
        let service = kind.start()?;
        let eye = Service::new(&service.url, TOKEN)?;
        for (number, dialect) in DIALECTS.into_iter().enumerate() {
            let admin = Admin { ctl: &ctl, service: &service, dialect, table: recommended(&ctl)? };
            let lee = person(&format!("lee{number}"));
            let name = text(&lee, "userPrincipalName").to_owned();
            let stored = async || {
                let users = eye.users_named(&name).await?;
                users.into_iter().next().ok_or_else(|| Failure::Unexpected(format!("{name} is not there")))
            };

            admin.provision(std::slice::from_ref(&lee), &[])?.is("created")?;
            assert_eq!(stored().await?["active"], true, "{kind:?} {dialect}");
            admin.provision(std::slice::from_ref(&lee), &[])?.is("unchanged")?;

            let moved = changed(&lee, &[("city", json!("Porto")), ("givenName", json!("Anna"))]);
            admin.provision(std::slice::from_ref(&moved), &[])?.is("updated")?;
            let user = stored().await?;
            let place = user.pointer("/addresses/0/locality");
            assert_eq!((place, &user["name"]["givenName"]), (Some(&json!("Porto")), &json!("Anna")));

            let off = changed(&moved, &[("accountEnabled", json!(false))]);
            let run = admin.provision(std::slice::from_ref(&off), &[])?;
            // Without the flag Entra writes `"False"` (entra-scim-client.md §6.4), which scimmy refuses.
            if kind == Kind::Scimmy && dialect != "cycle-flag" {
                let run = run.is("refused")?;
                println!("{kind:?} {dialect}: {}", run.words());
                assert!(run.words().contains("'active' expected value type 'boolean'"), "{}", run.words());
                assert_eq!(stored().await?["active"], true, "what is refused is not stored");
            } else {
                run.is("deactivated")?;
                assert_eq!(stored().await?["active"], false, "{kind:?} {dialect}");
                admin.provision(std::slice::from_ref(&moved), &[])?.is("updated")?;
                assert_eq!(stored().await?["active"], true, "{kind:?} {dialect}");
            }

            let guest = person(&format!("guest{number}"));
            let run = admin.provision(std::slice::from_ref(&guest), &["--cleanup"])?.is("created")?;
            assert_eq!(run.report["cleanUp"]["ok"], true, "{:#}", run.report);
            assert_eq!(eye.users_named(text(&guest, "userPrincipalName")).await?, Vec::<Value>::new());
        }
    }
    Ok(())
}

/// What Entra sends and these services do not take, in every dialect: each comes out as a refusal that quotes them.
#[test]
#[ignore = "needs what `cargo xtask soak` installs"]
fn what_they_refuse_of_entra_is_told_in_their_words() -> Result<()> {
    let ctl = Ctl::new()?;
    for kind in Kind::ALL {
        let service = kind.start()?;
        for (number, dialect) in DIALECTS.into_iter().enumerate() {
            let admin = || -> Result<Admin<'_>> {
                Ok(Admin { ctl: &ctl, service: &service, dialect, table: recommended(&ctl)? })
            };
            let (rui, lee) = (person(&format!("rui{number}")), person(&format!("lee{number}")));
            admin()?.provision(std::slice::from_ref(&rui), &[])?.is("created")?;
            let led = changed(&lee, &[("manager", json!({"id": rui["id"]}))]);
            let manager = admin()?.provision(&[rui, led], &[])?.is("refused")?;

            let phone = changed(&lee, &[("mobile", json!("+82 10 5550 0100"))]);
            let phone = admin()?
                .with_row("phoneNumbers[type eq \"mobile\"].value", "mobile")
                .provision(&[phone], &[])?
                .is("refused")?;
            let office = changed(&lee, &[("officeLocation", json!("Seoul 1"))]);
            let office = admin()?
                .with_row("addresses[type eq \"other\"].formatted", "physicalDeliveryOfficeName")
                .provision(&[office], &[])?
                .is("refused")?;

            let said = match kind {
                Kind::Scim2Server => [
                    "Input should be a valid dictionary",
                    "no value of 'phone_numbers'",
                    "no value of 'addresses'",
                ],
                Kind::Scimmy => [
                    "'manager' expected complex value but found type 'string'",
                    "'phoneNumbers[type eq \"mobile\"].value' does not match any values",
                    "'addresses[type eq \"other\"].formatted' does not match any values",
                ],
            };
            for (run, said) in [&manager, &phone, &office].into_iter().zip(said) {
                println!("{kind:?} {dialect}: {}", run.words());
                assert!(run.words().contains(said), "{kind:?} {dialect}: {}", run.words());
                assert!(!text(&run.report["outcome"], "nextAction").is_empty(), "{:#}", run.report);
            }
            assert!(manager.words().contains("the manager is refused"), "{}", manager.words());
        }
    }
    Ok(())
}

fn recommended(ctl: &Ctl) -> Result<Value> {
    Ok(serde_json::from_str(&ctl.run(&["mapping", "recommended"])?.ended_with(0)?.stdout)?)
}

fn person(name: &str) -> Value {
    let address = format!("{name}@contoso.example");
    json!({
        "id": format!("id-of-{name}"),
        "accountEnabled": true,
        "userType": "Member",
        "displayName": name,
        "givenName": name,
        "surname": "Kim",
        "userPrincipalName": address,
        "mail": address,
        "mailNickname": name,
        "employeeId": "200001",
        "city": "Seoul",
        "department": "Finance",
        "appRoleAssignments": ["User"],
    })
}

fn changed(person: &Value, changes: &[(&str, Value)]) -> Value {
    let mut person = person.clone();
    for (name, value) in changes {
        person[*name] = value.clone();
    }
    person
}
