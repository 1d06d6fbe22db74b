//! `practice events`.

use onramp_practice::control::Control;

use super::{failed, remote};
use crate::args::EventsArgs;
use crate::failure::{Answer, Exit};
use crate::output;

pub(super) async fn run(args: EventsArgs, json: bool) -> Answer {
    let events = match (&args.url, args.data) {
        (Some(url), _) => remote(url, args.token_file.as_deref())?.events(args.after).await,
        (None, Some(data)) => match Control::open(data).await {
            Ok(control) => control.events(args.after).await,
            Err(error) => Err(error),
        },
        // The parser asks for one of the two.
        (None, None) => Ok(Vec::new()),
    }
    .map_err(failed)?;
    for event in &events {
        if json {
            output::json_line(event);
        } else {
            output::plain(&format!(
                "{:>6}  {}  {:<4} {}",
                event.number, event.time, event.rule, event.sentence
            ));
        }
    }
    Ok(Exit::Fine)
}
