//! How long a keystroke in the expression editor waits for its answer, what the checks say and the live value, in the real
//! window: until the answer is there, and until it is drawn. Held against a round trip between window and program that
//! asks nothing. How long drawing takes is the screen's affair as well: without a graphics card it rules.
// A benchmark prints its figures: that is its job.
#![allow(clippy::print_stdout)]

use onramp_tests::pages::{AttributeMappings, ConnectEntra, ConnectRamp, Start};
use onramp_tests::session::{Appearance, PrivateSession};
use onramp_tests::window::Window;
use onramp_tests::{Failure, Result};
use serde_json::{Value, json};

/// What stands before the caret: as long as what admins write.
const BEFORE: &str = "Switch([IsSoftDeleted], Replace(Join(\" \", NormalizeDiacritics([givenName]), [surname]), , \
                      \"(?<first>.).*\", , \"${first}\", , ), \"True\", \"gone\", \"False\", Append([givenName], \"-";

/// What is typed, letter by letter.
const TYPED: &str =
    "the quick brown fox jumps over the lazy dog while eleven admins map twelve attributes to Ramp";

/// The person whose value is shown.
const ANA: &str = "Ana Silva";

/// How often the empty round trip is made for one figure.
const ROUNDS: u32 = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let session = PrivateSession::open(Appearance::Light).await?;
    let window = Window::open(&session).await?;
    Start(&window).practise().await?;
    let ramp = ConnectRamp(&window);
    ramp.generate_token().await?;
    ramp.use_token().await?;
    ramp.next().await?;
    ConnectEntra(&window).next().await?;
    let mappings = AttributeMappings(&window);
    mappings.open_expression("active").await?;
    mappings.type_expression(BEFORE).await?;
    mappings.wait_for_value("\"Ana-\"").await?;
    let row = json!({
        "id": "0", "target": "displayName", "type": "expression", "source": format!("{BEFORE}|\"))"),
        "defaultValue": null, "matchingPrecedence": null, "apply": "always",
    });
    let arguments = vec![json!(TYPED), json!("Ana-"), json!(ANA), row, json!(ROUNDS)];
    let found = window.driver().execute_async(include_str!("keystroke.js"), arguments).await?;
    let found = found.json();
    if let Some(error) = found.get("error") {
        return Err(Failure::Unexpected(error.to_string()));
    }
    window.close().await?;

    // The quickest of them is the strictest reference.
    let trip = sorted(&found["trips"])?[0];
    for (what, wanted) in [("answers", " (at most 5 is wanted)"), ("drawn", "")] {
        let times = sorted(&found[what])?;
        let time = times[(times.len() - 1) * 95 / 100];
        let what = if what == "drawn" { "until it is drawn" } else { "until its answer is there" };
        println!(
            "a keystroke, {what}: {time:.0} ms for 95 % of {} / an empty round trip {trip:.2} ms = {:.1}{wanted}",
            times.len(),
            time / trip
        );
    }
    Ok(())
}

/// Times from the window, the shortest first.
fn sorted(times: &Value) -> Result<Vec<f64>> {
    let mut sorted: Vec<_> = times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() { Err(Failure::Unexpected(format!("no times: {times}"))) } else { Ok(sorted) }
}
