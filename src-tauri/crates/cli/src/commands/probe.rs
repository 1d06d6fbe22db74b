//! `probe`.

use onramp_app::connect_ramp::{ProbeReport, Verdict, probe_service};
use onramp_app::ports::{Clock, SystemClock};

use crate::args::ProbeArgs;
use crate::failure::{Answer, Exit};
use crate::output::Mark;
use crate::{input, output};

pub(crate) async fn run(args: ProbeArgs, json: bool) -> Answer {
    let connection = input::required_connection(&args.target).await?;
    let report = probe_service(&connection.http, &connection.url, &connection.token, SystemClock.now()).await;
    match json {
        true => output::json(&report),
        false => print(&report),
    }
    Ok(Exit::of(report.ok))
}

fn print(report: &ProbeReport) {
    for layer in &report.layers {
        let mark = match layer.verdict {
            Verdict::Pass => Mark::Good,
            Verdict::Warn | Verdict::Unknown => Mark::Caution,
            Verdict::Fail => Mark::Bad,
            Verdict::Skipped => Mark::Quiet,
        };
        output::line(mark, &format!("{:<22} {} ({} ms)", layer.layer.title(), layer.message, layer.millis));
        if let Some(meaning) = &layer.meaning {
            output::more(meaning);
        }
        for step in &layer.steps {
            output::more(&format!("› {step}"));
        }
        if let Some(says) = &layer.entra_says {
            output::more(&format!("Entra says: {says}"));
        }
    }
}
