//! `practice advance`.

use serde_json::json;

use super::{entra_remote, failed};
use crate::args::AdvanceArgs;
use crate::failure::{Answer, Exit};
use crate::output;

pub(super) async fn run(args: AdvanceArgs, json: bool) -> Answer {
    let remote = entra_remote(&args.running.graph_url, args.running.token_file.as_deref())?;
    let now = remote.advance(args.duration).await.map_err(failed)?;
    match json {
        true => output::json(&json!({ "now": now })),
        false => output::plain(&format!("In practice Entra it is {now} now.")),
    }
    Ok(Exit::Fine)
}
