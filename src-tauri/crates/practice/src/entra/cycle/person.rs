//! One person through the engine, over HTTP.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::Timestamp;
use onramp_entra::{Next, Provisioning, Purpose};
use onramp_expression::Context;

use super::target::Target;

/// What an expression may ask besides the person: the time, the tenant's domain, and a seed of their own.
pub(super) fn context(person: &str, domain: &str, now: Timestamp) -> Context {
    let mut seed = DefaultHasher::new();
    (person, now).hash(&mut seed);
    Context { default_domain: Some(domain.to_owned()), ..Context::at(now).seeded(seed.finish()) }
}

/// Sends what the engine asks for and gives it the answers. Answers how long the service took, in milliseconds.
///
/// With `until_manager` it comes back where only the manager is to be set. Entra does not read anybody back.
pub(super) async fn drive(target: &Target, engine: &mut Provisioning, until_manager: bool) -> u32 {
    let mut millis: u32 = 0;
    while !(until_manager && engine.waits_for_manager()) {
        match engine.advance() {
            Next::Done => break,
            Next::Send { purpose: Purpose::ReadBack, .. } => engine.answer(None),
            Next::Send { purpose, request, .. } => {
                let came = target.send(&request, name(purpose)).await;
                millis = millis.saturating_add(came.millis);
                engine.answer(came.answer);
            }
        }
    }
    millis
}

fn name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::LookForUser => "look-for-user",
        Purpose::CreateUser => "create-user",
        Purpose::UpdateUser => "update-user",
        Purpose::LookForManager => "look-for-manager",
        Purpose::SetManager => "set-manager",
        Purpose::ReadBack => "read-back",
    }
}
