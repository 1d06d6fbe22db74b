//! What Ramp would have done: the practice Ramp's event list.

use jiff::Timestamp;
use onramp_app::error::AppError;
use onramp_app::test_user::TestRun;
use onramp_practice::control::{MAX_EVENTS, PracticeEvent, PracticeNews};

use super::State;
use crate::adapters::practice_error;

/// The latest events after a number, oldest first, at most `newest` of them; and the emails that wait.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_practice_news(
    window: State<'_>,
    after: u32,
    newest: u32,
) -> Result<PracticeNews, AppError> {
    window.practice()?.news(after, newest).await.map_err(practice_error)
}

/// What the last real run came to, oldest first. Empty where it went to another service than the practice Ramp.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_run_events(window: State<'_>) -> Result<Vec<PracticeEvent>, AppError> {
    let connected = window.app.state()?.profile.and_then(|profile| profile.scim_url);
    let Some(run) = window.app.last_run()?.filter(|_| connected == window.practice_url().ok()) else {
        return Ok(Vec::new());
    };
    let news = window.practice()?.news(0, MAX_EVENTS).await.map_err(practice_error)?;
    Ok(caused_by(&run, news.events))
}

/// Confirms a changed email as its owner does from the mail (R11). Returns whether one waited.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_practice_email(window: State<'_>, user_id: String) -> Result<bool, AppError> {
    window.practice()?.confirm_email(&user_id).await.map_err(practice_error)
}

/// The events of a run's time, and those of its person afterwards: putting it back belongs to it.
fn caused_by(run: &TestRun, events: Vec<PracticeEvent>) -> Vec<PracticeEvent> {
    // Events are told to the millisecond.
    let millis = |text: &str| text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
    let started = run.started_at.as_deref().and_then(millis);
    let (Some(started), Some(ended), false) = (started, millis(&run.finished_at), run.dry_run) else {
        return Vec::new();
    };
    events
        .into_iter()
        .filter(|event| {
            let own = run.resource_id.is_some() && event.user_id == run.resource_id;
            millis(&event.time).is_some_and(|at| at >= started && (at <= ended || own))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use onramp_app::test_user::{RunOutcome, RunOutcomeKind};

    use super::*;

    fn run(started_at: Option<&str>, resource_id: Option<&str>, dry_run: bool) -> TestRun {
        TestRun {
            id: "run".to_owned(),
            person_key: "ana".to_owned(),
            person_name: "Ana Silva".to_owned(),
            dry_run,
            started_at: started_at.map(str::to_owned),
            finished_at: "2026-03-09T10:00:01.5Z".to_owned(),
            steps: Vec::new(),
            comparison: Vec::new(),
            outcome: RunOutcome {
                kind: RunOutcomeKind::Created,
                headline: String::new(),
                details: Vec::new(),
                next_action: None,
                rules: Vec::new(),
                error: None,
            },
            resource_id: resource_id.map(str::to_owned),
            clean_up: None,
            warnings: Vec::new(),
            can_clean_up: false,
        }
    }

    fn event(number: u32, time: &str, user_id: Option<&str>) -> PracticeEvent {
        PracticeEvent {
            number,
            time: format!("2026-03-09T10:00:{time}Z"),
            rule: "R8".to_owned(),
            kind: "invite-sent".to_owned(),
            user_id: user_id.map(str::to_owned),
            user_name: None,
            sentence: String::new(),
        }
    }

    #[test]
    fn a_run_caused_what_came_in_its_time_and_what_came_of_its_person_later() {
        let events = [
            event(1, "00.999", Some("ana")),
            event(2, "01.000", Some("ana")),
            event(3, "01.200", Some("rui")),
            event(4, "01.300", None),
            event(5, "01.501", Some("rui")),
            event(6, "09.000", Some("ana")),
        ];
        let began = Some("2026-03-09T10:00:01.000482Z");
        for (run, numbers) in [
            (run(began, Some("ana"), false), &[2, 3, 4, 6][..]),
            // A refused create has no account: what is about nobody afterwards is not its own.
            (run(began, None, false), &[2, 3, 4][..]),
            (run(began, Some("ana"), true), &[][..]),
            (run(None, Some("ana"), false), &[][..]),
            (run(Some("not a time"), Some("ana"), false), &[][..]),
        ] {
            let caused = caused_by(&run, events.to_vec());
            let caused: Vec<_> = caused.iter().map(|event| event.number).collect();
            assert_eq!(caused, numbers, "{run:?}");
        }
    }
}
