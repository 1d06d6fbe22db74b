//! Faults on demand, what the directory does not show yet, and requests that are held.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use super::call::Call;
use super::error::GraphError;
use crate::control::{GraphEndpoint, GraphFault, GraphFaultSwitch, GraphHold, HeldRequest, HoldWhen};

/// The switches that are on: one for each kind of endpoint at most.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<GraphFaultSwitch>>);

impl Faults {
    pub(crate) fn list(&self) -> Vec<GraphFaultSwitch> {
        lock(&self.0).clone()
    }

    /// Switches one on in place of the one for the same endpoint.
    pub(crate) fn set(&self, switch: GraphFaultSwitch) {
        let mut switches = lock(&self.0);
        switches.retain(|other| other.endpoint != switch.endpoint);
        if switch.times != Some(0) {
            switches.push(switch);
        }
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The fault that the next request to this endpoint meets; it counts as met.
    pub(crate) fn take(&self, endpoint: GraphEndpoint) -> Option<GraphFault> {
        let mut switches = lock(&self.0);
        let find = |wanted| switches.iter().position(|switch| switch.endpoint == wanted);
        let index = find(endpoint).or_else(|| find(GraphEndpoint::All))?;
        let switch = switches.get_mut(index)?;
        let fault = switch.fault.clone();
        if let Some(times) = &mut switch.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                switches.remove(index);
            }
        }
        Some(fault)
    }
}

/// The answer that takes the place of the service's, where a fault is of that kind.
pub(crate) fn instead(fault: &GraphFault) -> Option<GraphError> {
    Some(match fault {
        GraphFault::Unauthorized => {
            GraphError::unauthorized("Lifetime validation failed, the token is expired.")
        }
        GraphFault::Forbidden => GraphError::denied(),
        GraphFault::TooManyRequests { retry_after } => {
            GraphError::new(429, "TooManyRequests", "Too many requests.").retry_after(*retry_after)
        }
        GraphFault::ServerError => GraphError::new(500, "InternalServerError", "Something went wrong."),
        GraphFault::Unavailable { retry_after } => {
            GraphError::new(503, "ServiceUnavailable", "The service is not available at the moment.")
                .retry_after(*retry_after)
        }
        GraphFault::Delay { .. } | GraphFault::Drop | GraphFault::LoseAnswer => return None,
    })
}

/// Which kind of endpoint lies at a path; `None`: there is nothing like it in Graph, as far as practice goes.
pub(crate) fn endpoint(segments: &[String]) -> Option<GraphEndpoint> {
    let names: Vec<&str> = segments.iter().map(String::as_str).collect();
    Some(match names.as_slice() {
        ["$batch"] => GraphEndpoint::Batch,
        ["applicationTemplates" | "applications", ..] | ["directory", "deletedItems", ..] => {
            GraphEndpoint::Applications
        }
        ["servicePrincipals", _, "appRoleAssignedTo", ..] => GraphEndpoint::Assignments,
        ["servicePrincipals", _, "synchronization", rest @ ..] => match rest {
            ["secrets"] | [.., "validateCredentials"] => GraphEndpoint::Credentials,
            ["jobs", _, "provisionOnDemand"] => GraphEndpoint::OnDemand,
            ["jobs", _, "schema", ..] => GraphEndpoint::Schema,
            _ => GraphEndpoint::Jobs,
        },
        ["servicePrincipals", ..] => GraphEndpoint::ServicePrincipals,
        ["users", ..] | ["me"] => GraphEndpoint::Users,
        ["groups", ..] => GraphEndpoint::Groups,
        ["auditLogs", ..] => GraphEndpoint::Logs,
        ["organization" | "subscribedSkus" | "directoryRoles" | "roleManagement" | "me", ..] => {
            GraphEndpoint::Tenant
        }
        _ => return None,
    })
}

/// What was just created and does not show yet: how many reads more find nothing.
#[derive(Debug, Default)]
pub(crate) struct Fresh(Mutex<HashMap<String, u32>>);

impl Fresh {
    /// From now on `reads` reads do not find it.
    pub(crate) fn add(&self, id: &str, reads: u32) {
        if reads > 0 {
            lock(&self.0).insert(id.to_owned(), reads);
        }
    }

    /// From now on everything shows.
    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// Whether it is hidden from this read, which counts.
    pub(crate) fn hides(&self, id: &str) -> bool {
        let mut fresh = lock(&self.0);
        let Some(reads) = fresh.get_mut(id) else { return false };
        *reads -= 1;
        if *reads == 0 {
            fresh.remove(id);
        }
        true
    }
}

/// Writes that wait: those that are going to, and those that do.
#[derive(Debug)]
pub(crate) struct Holds {
    state: Mutex<HoldState>,
    /// Told whenever a write begins to wait or ends.
    changed: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct HoldState {
    armed: Vec<GraphHold>,
    held: Vec<Held>,
    next: u64,
}

#[derive(Debug)]
struct Held {
    number: u64,
    request: HeldRequest,
    release: Arc<Notify>,
}

impl Default for Holds {
    fn default() -> Self {
        Self { state: Mutex::default(), changed: watch::Sender::new(0) }
    }
}

impl Holds {
    /// The next writes count towards this one too.
    pub(crate) fn arm(&self, hold: GraphHold) {
        lock(&self.state).armed.push(GraphHold { nth: hold.nth.max(1), ..hold });
    }

    /// Those that are going to be held.
    pub(crate) fn armed(&self) -> Vec<GraphHold> {
        lock(&self.state).armed.clone()
    }

    /// Those that are held.
    pub(crate) fn held(&self) -> Vec<HeldRequest> {
        lock(&self.state).held.iter().map(|held| held.request.clone()).collect()
    }

    /// Lets go what is held, and forgets what was going to be.
    pub(crate) fn release(&self) {
        let mut state = lock(&self.state);
        state.armed.clear();
        state.held.iter().for_each(|held| held.release.notify_one());
    }

    /// Waits until a write is held.
    pub(crate) async fn until_held(&self) -> Vec<HeldRequest> {
        let mut changed = self.changed.subscribe();
        loop {
            let held = self.held();
            // The sender lives as long as this.
            if !held.is_empty() || changed.changed().await.is_err() {
                return held;
            }
        }
    }

    /// A write has come: counts it, and answers when it is to be held.
    pub(crate) fn arrive(&self, endpoint: GraphEndpoint) -> Option<HoldWhen> {
        let mut state = lock(&self.state);
        let counts = |hold: &GraphHold| hold.endpoint == GraphEndpoint::All || hold.endpoint == endpoint;
        state.armed.iter_mut().filter(|hold| counts(hold)).for_each(|hold| hold.nth -= 1);
        let due = state.armed.iter().position(|hold| hold.nth == 0)?;
        Some(state.armed.remove(due).when)
    }

    /// Waits until the write is released. Dropping the wait, as a client that goes does, ends it too.
    pub(crate) async fn wait(&self, call: &Call) {
        let release = Arc::new(Notify::new());
        let place = {
            let mut state = lock(&self.state);
            let number = state.next;
            state.next += 1;
            let request = HeldRequest {
                method: call.method.to_string(),
                path: format!("/{}", call.segments.join("/")),
            };
            state.held.push(Held { number, request, release: Arc::clone(&release) });
            Place { holds: self, number }
        };
        self.changed.send_modify(|changes| *changes += 1);
        release.notified().await;
        drop(place);
    }
}

/// A place among the held, given up when it is dropped.
struct Place<'a> {
    holds: &'a Holds,
    number: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        lock(&self.holds.state).held.retain(|held| held.number != self.number);
        self.holds.changed.send_modify(|changes| *changes += 1);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_has_its_kind_of_endpoint() {
        for (path, expected) in [
            ("applicationTemplates/1/instantiate", Some(GraphEndpoint::Applications)),
            ("applications", Some(GraphEndpoint::Applications)),
            ("directory/deletedItems/1/restore", Some(GraphEndpoint::Applications)),
            ("servicePrincipals/1", Some(GraphEndpoint::ServicePrincipals)),
            ("servicePrincipals/1/appRoleAssignedTo/2", Some(GraphEndpoint::Assignments)),
            ("servicePrincipals/1/synchronization/templates", Some(GraphEndpoint::Jobs)),
            ("servicePrincipals/1/synchronization/secrets", Some(GraphEndpoint::Credentials)),
            (
                "servicePrincipals/1/synchronization/jobs/validateCredentials",
                Some(GraphEndpoint::Credentials),
            ),
            ("servicePrincipals/1/synchronization/jobs/2/start", Some(GraphEndpoint::Jobs)),
            ("servicePrincipals/1/synchronization/jobs/2/schema/functions()", Some(GraphEndpoint::Schema)),
            ("servicePrincipals/1/synchronization/jobs/2/provisionOnDemand", Some(GraphEndpoint::OnDemand)),
            ("users/delta()", Some(GraphEndpoint::Users)),
            ("me", Some(GraphEndpoint::Users)),
            ("me/transitiveMemberOf/microsoft.graph.directoryRole", Some(GraphEndpoint::Tenant)),
            ("groups/1/members", Some(GraphEndpoint::Groups)),
            ("auditLogs/provisioning", Some(GraphEndpoint::Logs)),
            ("$batch", Some(GraphEndpoint::Batch)),
            ("chats", None),
            ("", None),
        ] {
            let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
            assert_eq!(endpoint(&segments), expected, "{path}");
        }
    }

    #[test]
    fn what_is_fresh_shows_after_its_reads() {
        let fresh = Fresh::default();
        fresh.add("a", 2);
        fresh.add("b", 0);
        assert_eq!([fresh.hides("a"), fresh.hides("a"), fresh.hides("a")], [true, true, false]);
        assert!(!fresh.hides("b"));
    }

    #[test]
    fn the_nth_write_of_its_kind_is_held() {
        let holds = Holds::default();
        holds.arm(GraphHold { endpoint: GraphEndpoint::Jobs, nth: 2, when: HoldWhen::BeforeAnswer });
        assert_eq!(holds.arrive(GraphEndpoint::Jobs), None);
        assert_eq!(holds.arrive(GraphEndpoint::Schema), None);
        assert_eq!(holds.arrive(GraphEndpoint::Jobs), Some(HoldWhen::BeforeAnswer));
        assert_eq!(holds.arrive(GraphEndpoint::Jobs), None);
    }
}
