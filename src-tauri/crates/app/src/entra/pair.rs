//! Which Entra side may work with which Ramp side: both practice, or both real.

use onramp_graph::GraphUrl;
use onramp_scim_client::ScimUrl;

use crate::error::{AppError, Side};
use crate::wizard::{Mode, practice_stays_here};

/// The mode of a pair of sides. Practice runs on this computer, and nothing else does.
///
/// # Errors
/// `practice.not-loopback` where invented people would reach a real Ramp, `entra.practice-ramp` where a real tenant would
/// provision into the practice Ramp, which it could not reach.
pub fn pair(graph: &GraphUrl, scim: &ScimUrl) -> Result<Mode, AppError> {
    match (graph.is_loopback(), scim.is_loopback()) {
        (true, true) => Ok(Mode::Practice),
        (false, false) => Ok(Mode::Real),
        (true, false) => Err(practice_stays_here()),
        (false, true) => Err(AppError::new(
            "entra.practice-ramp",
            Side::You,
            "The practice Ramp is on this computer. Your tenant can’t reach it, and its people don’t belong there.",
            "Use your own Ramp’s SCIM URL with your own tenant, or practise with the practice tenant.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_practice_or_both_are_real() {
        let (here, there) = ("http://127.0.0.1:4010/v1.0", "https://graph.microsoft.com/v1.0");
        let (ramp_here, ramp_there) = ("http://127.0.0.1:4020/scim/v2", "https://ramp.example/scim/v2");
        for (graph, scim, expected) in [
            (here, ramp_here, Ok(Mode::Practice)),
            (there, ramp_there, Ok(Mode::Real)),
            (here, ramp_there, Err("practice.not-loopback")),
            (there, ramp_here, Err("entra.practice-ramp")),
        ] {
            let graph = GraphUrl::parse(graph).unwrap();
            let found = pair(&graph, &ScimUrl::parse(scim).unwrap().url);
            assert_eq!(
                found.as_ref().map_err(|error| error.code.as_str()).copied(),
                expected,
                "{graph} {scim}"
            );
        }
    }
}
