//! One page object per wizard step, and one for the list beside them: where things are and what they are called stands here, once. Tests speak of what an
//! admin does.

mod attribute_mappings;
mod connect_entra;
mod connect_ramp;
mod done;
mod news;
mod preview;
mod scope_start;
mod start;
mod test_user;

pub use attribute_mappings::AttributeMappings;
pub use connect_entra::ConnectEntra;
pub use connect_ramp::ConnectRamp;
pub use done::Done;
pub use news::{NAME as NEWS, News};
pub use preview::Preview;
pub use scope_start::ScopeStart;
pub use start::Start;
pub use test_user::TestUser;

use thirtyfour::By;

use crate::Result;
use crate::window::Window;

/// What the button to the next step begins with; the next step's name follows.
const NEXT: &str = "Next: ";

/// Presses Next and waits until the rail says that `step` is the current one.
async fn next(window: &Window<'_>, step: &str) -> Result<()> {
    window.press_beginning(NEXT).await?;
    arrive(window, step).await
}

/// Presses Back and waits until the rail says that `step` is the current one.
async fn back(window: &Window<'_>, step: &str) -> Result<()> {
    window.press("Back").await?;
    arrive(window, step).await
}

/// By the rail, not by the title: a title may tell a finding.
async fn arrive(window: &Window<'_>, step: &str) -> Result<()> {
    let current = format!("[data-step='{step}'] [aria-current='step']");
    window
        .wait_for(&format!("the step {step} to be the current one"), async |window| {
            Ok(window.shown(By::Css(current.as_str())).await?.map(drop))
        })
        .await
}
