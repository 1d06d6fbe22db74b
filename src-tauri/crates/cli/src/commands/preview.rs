//! `preview`.

use onramp_app::mappings::Severity;
use onramp_app::parts::{ScimClient, ScimUrl, Settings};
use onramp_app::ports::{Clock, SystemClock};
use onramp_app::preview::{PersonPreview, PreviewKind, PreviewReport, preview};

use crate::args::PreviewArgs;
use crate::failure::{Answer, Exit};
use crate::output::Mark;
use crate::{input, output};

pub(crate) async fn run(args: PreviewArgs, as_json: bool) -> Answer {
    let table = input::document(args.subjects.mapping.as_deref())?.table();
    let connection = input::connection(&args.target).await?;
    let url = connection.as_ref().map(|connection| ScimUrl::parse(&connection.url)).transpose()?;
    let directory = input::people(&args.subjects, url.as_ref().map(|parsed| &parsed.url))?;
    let settings =
        Settings { default_location: args.default_location, default_department: args.default_department };
    let client = match (connection, url) {
        (Some(connection), Some(parsed)) => {
            Some(ScimClient::new(connection.http, parsed.url, connection.token))
        }
        _ => None,
    };
    let (user, now) = (&args.subjects.user, SystemClock.now());
    let person = preview(&table, &directory, user, &settings, client.as_ref(), now).await?;
    match as_json {
        true => output::json(&PreviewReport::of(&person)),
        false => print(&person),
    }
    Ok(Exit::of(person.kind != PreviewKind::Refused))
}

fn print(person: &PersonPreview) {
    let mark = match person.kind {
        PreviewKind::Refused => Mark::Bad,
        PreviewKind::Skipped | PreviewKind::Deactivated => Mark::Caution,
        _ => Mark::Good,
    };
    output::line(mark, &person.headline);
    for consequence in &person.consequences {
        let mark = match consequence.severity {
            Severity::Error => Mark::Bad,
            Severity::Warning => Mark::Caution,
            Severity::Info => Mark::Quiet,
        };
        let rule = consequence.rule.as_deref().map(|rule| format!(" ({rule})")).unwrap_or_default();
        output::line(mark, &format!("{}{rule}", consequence.text));
    }
    output::plain("");
    for value in &person.values {
        let sent = match (&value.target_value, &value.note) {
            (Some(serde_json::Value::String(text)), _) => text.clone(),
            (Some(other), _) => other.to_string(),
            (None, note) => format!("({})", note.as_deref().unwrap_or("nothing")),
        };
        output::plain(&format!("  {:<46} {sent}", short(&value.target)));
    }
}

/// A long URN by its last part.
fn short(target: &str) -> String {
    match target.strip_prefix("urn:").and_then(|rest| rest.rsplit_once(':')) {
        Some((_, last)) => format!("urn:…:{last}"),
        None => target.to_owned(),
    }
}
