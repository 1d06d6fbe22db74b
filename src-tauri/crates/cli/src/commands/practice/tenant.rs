//! `practice tenant`.

use onramp_practice::control::{AdminRole, TenantSettings};

use super::{entra_remote, failed};
use crate::args::{RoleArg, TenantArgs};
use crate::failure::{Answer, Exit};
use crate::output;

pub(super) async fn run(args: TenantArgs, json: bool) -> Answer {
    let remote = entra_remote(&args.running.graph_url, args.running.token_file.as_deref())?;
    let before = remote.settings().await.map_err(failed)?;
    let after = TenantSettings {
        premium: args.premium.unwrap_or(before.premium),
        role: args.role.map_or(before.role, role),
        lag: args.lag.unwrap_or(before.lag),
    };
    if after != before {
        remote.set_settings(after).await.map_err(failed)?;
    }
    if json {
        output::json(&after);
    } else {
        let licence = if after.premium { "with" } else { "without" };
        output::plain(&format!("The tenant is {licence} Microsoft Entra ID P1."));
        output::plain(&format!("The admin’s role: {}.", name(after.role)));
        output::plain(&format!("Reads that find nothing after something was created: {}.", after.lag));
    }
    Ok(Exit::Fine)
}

fn role(role: RoleArg) -> AdminRole {
    match role {
        RoleArg::ApplicationAdministrator => AdminRole::ApplicationAdministrator,
        RoleArg::CloudApplicationAdministrator => AdminRole::CloudApplicationAdministrator,
        RoleArg::GlobalAdministrator => AdminRole::GlobalAdministrator,
        RoleArg::None => AdminRole::None,
    }
}

fn name(role: AdminRole) -> &'static str {
    match role {
        AdminRole::ApplicationAdministrator => "Application Administrator",
        AdminRole::CloudApplicationAdministrator => "Cloud Application Administrator",
        AdminRole::GlobalAdministrator => "Global Administrator",
        AdminRole::None => "none",
    }
}
