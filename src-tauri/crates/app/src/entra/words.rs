//! The actions of a plan in an admin's words.

use onramp_mapping::MappingTable;

use super::actual::Actual;
use super::desired::{AssigneeKind, Desired};
use super::plan::{ActionGroup, CONNECTION_TAG, PlanAction, differences};
use super::step::Step;

/// One action as the plan shows it.
pub(super) fn action(place: usize, step: &Step, desired: &Desired, actual: &Actual) -> PlanAction {
    let app = actual.app.as_ref();
    let adopted = app.is_some();
    let mut action = PlanAction {
        id: format!("{}", place + 1),
        kind: step.kind().to_owned(),
        group: group(step),
        summary: String::new(),
        before: None,
        after: None,
        changes: Vec::new(),
        why: String::new(),
        final_because: None,
        asks_first: false,
    };
    match step {
        Step::CreateApplication { name, .. } => {
            action.summary = format!("Create the enterprise application {name}");
            action.after = Some(name.clone());
            action.why =
                "There is none of this name. It is a non-gallery application, as Ramp’s guide has it."
                    .to_owned();
            action.final_because =
                Some("Undo deletes it; Entra keeps deleted applications for 30 days.".to_owned());
        }
        Step::AddAppRoles { roles } => {
            let names: Vec<_> = roles.iter().filter_map(|role| role.display_name.as_deref()).collect();
            action.summary = format!("Add {} app roles", roles.len());
            action.after = Some(names.join(", "));
            action.why = "Role sync reads a person’s app role. The roles that are there stay.".to_owned();
        }
        Step::CreateJob => {
            action.summary = "Create the provisioning job".to_owned();
            action.after = Some("Not running yet".to_owned());
            action.why = "It holds connection and mappings. It does nothing before it is started.".to_owned();
        }
        Step::SaveConnection => {
            let known = app.is_some_and(|app| {
                app.service_principal.tags.iter().any(|tag| tag.starts_with(CONNECTION_TAG))
            });
            let saved = app.and_then(|app| app.job.as_ref()).is_some();
            action.summary = "Save Ramp’s URL and token in Entra".to_owned();
            action.before = saved.then(|| "Saved, and not readable".to_owned());
            action.after = Some(connection(desired));
            action.why = match (saved, known) {
                (false, _) => "Entra tries them first, and again after they are saved.".to_owned(),
                (true, true) => "Address, token or settings are others than those saved last.".to_owned(),
                (true, false) => {
                    "Somebody may have saved others. Entra never shows them, so nobody can tell.".to_owned()
                }
            };
            action.final_because = adopted.then(|| {
                "Entra never shows saved credentials: old ones can’t be put back, and these stay.".to_owned()
            });
            action.asks_first = adopted && !known;
        }
        Step::SaveMappings { .. } => {
            let before = app.and_then(|app| app.job.as_ref()).map(|job| job.schema.table());
            action.changes = before.as_ref().map(|table| differences(table, desired)).unwrap_or_default();
            action.summary = match &before {
                Some(_) if action.changes.is_empty() => "Switch the provisioning of groups off".to_owned(),
                Some(_) => "Change the attribute mappings".to_owned(),
                None => "Set the attribute mappings for Ramp".to_owned(),
            };
            action.before = before.as_ref().map(table);
            action.after = Some(table(&desired.table));
            action.why =
                "Ramp takes users only, so the mapping of groups is off; members of assigned groups are \
                          provisioned all the same. Saving makes Entra go through everyone once more."
                    .to_owned();
        }
        Step::SetNotificationEmails => {
            let emails = app.map_or(&[][..], |app| &app.service_principal.notification_email_addresses);
            action.summary = "Set whom Entra mails when provisioning fails".to_owned();
            action.before = (!emails.is_empty()).then(|| emails.join(", "));
            action.after = Some(desired.notification_emails.join(", "));
            action.why =
                "Entra stops a failing job by itself and tells nobody but these addresses.".to_owned();
        }
        Step::Assign { assignee } => {
            let (what, why) = match assignee.kind {
                AssigneeKind::User => ("", "Only who is assigned is provisioned."),
                AssigneeKind::Group => (
                    "the group ",
                    "Its direct members are provisioned; members of groups in it are not. In Ramp they have no \
                     department by this group, and leaving it deactivates them at once (R14).",
                ),
            };
            action.summary = format!("Assign {what}{}", assignee.name);
            action.after = Some(assignee.name.clone());
            action.why = why.to_owned();
        }
        Step::Start => {
            let quarantined = app
                .and_then(|app| app.job.as_ref())
                .is_some_and(|job| job.job.is_started() && job.job.status.quarantine.is_some());
            let (summary, before) = match quarantined {
                true => ("Start provisioning again", "In quarantine: Entra tries once a day"),
                false => ("Start provisioning", "Not running"),
            };
            action.summary = summary.to_owned();
            action.before = Some(before.to_owned());
            action.after = Some("Runs about every 40 minutes".to_owned());
            action.why = "The first cycle goes through everyone who is assigned.".to_owned();
            action.final_because = Some(match quarantined {
                true => "Undo leaves it running: it ran before.".to_owned(),
                false => "Undo stops it. Invites that were sent and accounts that were made in Ramp stay."
                    .to_owned(),
            });
        }
    }
    action
}

fn group(step: &Step) -> ActionGroup {
    match step {
        Step::CreateApplication { .. } | Step::AddAppRoles { .. } => ActionGroup::Application,
        Step::CreateJob | Step::SaveConnection => ActionGroup::Connection,
        Step::SaveMappings { .. } => ActionGroup::Mappings,
        Step::Assign { .. } => ActionGroup::People,
        Step::SetNotificationEmails | Step::Start => ActionGroup::Running,
    }
}

fn connection(desired: &Desired) -> String {
    let whom = if desired.sync_all { "all users" } else { "assigned users only" };
    let threshold = match desired.deletion_threshold {
        Some(threshold) => format!("stops before {threshold} leavers"),
        None => "no deletion threshold".to_owned(),
    };
    format!("{} · {whom} · {threshold}", desired.base_address)
}

fn table(table: &MappingTable) -> String {
    let filter = if table.scope.groups.is_empty() { "" } else { " · scoping filter" };
    format!("{} attributes{filter}", table.rows.len())
}

/// What a plan comes to.
pub(super) fn headline(actions: &[PlanAction], tenant: &str) -> String {
    match actions.len() {
        0 => format!("Nothing to do: {tenant} has it all."),
        1 => format!("1 change in {tenant}."),
        count => format!("{count} changes in {tenant}."),
    }
}
