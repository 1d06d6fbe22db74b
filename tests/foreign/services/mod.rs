//! Our client, our probe and Entra's engine against SCIM services that others wrote. Where a service departs from what
//! Entra needs, that has to come out as a finding in words, for an admin cannot look inside.

mod departures;
mod lifecycle;

use onramp_tests::ctl::Ctl;
use onramp_tests::foreign::{Foreign, TOKEN};
use onramp_tests::{Failure, Result};
use serde_json::Value;

/// A service of somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scim2Server,
    Scimmy,
}

impl Kind {
    const ALL: [Kind; 2] = [Kind::Scim2Server, Kind::Scimmy];

    fn start(self) -> Result<Foreign> {
        match self {
            Kind::Scim2Server => Foreign::scim2_server(),
            Kind::Scimmy => Foreign::scimmy(),
        }
    }
}

#[test]
#[ignore = "needs what `cargo xtask soak` installs"]
fn the_probe_finds_nothing_wrong_with_them() -> Result<()> {
    let ctl = Ctl::new()?;
    for kind in Kind::ALL {
        let service = kind.start()?;
        let ran = ctl.run_with_token(TOKEN, &["probe", "--json", "--url", &service.url])?;
        let report = ran.json()?;
        assert_eq!((ran.code, &report["ok"]), (Some(0), &Value::Bool(true)), "{kind:?}: {report:#}");
        for layer in layers(&report)? {
            println!("{kind:?}: {} {}", text(layer, "code"), text(layer, "message"));
            assert_ne!(text(layer, "verdict"), "fail", "{kind:?}: {layer:#}");
        }
        for code in ["auth.accepted", "scim.list", "filter.empty-list", "users.readable", "groups.empty-list"]
        {
            let found = layers(&report)?.iter().any(|layer| text(layer, "code") == code);
            assert!(found, "{kind:?} lacks {code}: {report:#}");
        }
        assert!(!ran.stdout.contains(TOKEN) && !ran.stderr.contains(TOKEN), "{kind:?}: the token is shown");
    }
    Ok(())
}

#[test]
#[ignore = "needs what `cargo xtask soak` installs"]
fn the_probe_names_a_wrong_token_and_a_wrong_path() -> Result<()> {
    let ctl = Ctl::new()?;
    for kind in Kind::ALL {
        let service = kind.start()?;
        let wrong_path = format!("{}/nowhere", service.url);
        // scimmy-routers answer a path that they do not have before they look at the token.
        let rows = [
            ("a-token-nobody-knows", service.url.as_str(), "auth.unauthorized"),
            (TOKEN, wrong_path.as_str(), "scim.nothing-there"),
        ];
        for (token, url, code) in rows {
            let report =
                ctl.run_with_token(token, &["probe", "--json", "--url", url])?.ended_with(1)?.json()?;
            let failed = layers(&report)?.iter().find(|layer| text(layer, "verdict") == "fail");
            let failed = failed.ok_or_else(|| Failure::Unexpected(format!("nothing fails: {report:#}")))?;
            println!("{kind:?}: {} {}", text(failed, "code"), text(failed, "message"));
            assert_eq!(text(failed, "code"), code, "{kind:?}: {failed:#}");
            assert!(!text(failed, "fix").is_empty(), "{kind:?}: no way out in {failed:#}");
        }
    }
    Ok(())
}

fn layers(report: &Value) -> Result<&[Value]> {
    let layers = report["layers"].as_array().map(Vec::as_slice);
    layers.ok_or_else(|| Failure::Unexpected(format!("no probe report: {report:#}")))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}
