//! Assignments, which go together: one request carries twenty of them.

use onramp_graph::requests::assignments;
use onramp_graph::wire::{AppRoleAssignment, Page};
use onramp_graph::{Batch, constants};
use onramp_storage::Phase;

use super::perform::Performer;
use super::{ActionStatus, Progress};
use crate::entra::desired::{Assignee, AssigneeKind};
use crate::entra::found::{Asked, failed, in_words, is_refusal};
use crate::entra::journal::Journaled;
use crate::entra::step::{State, Step};
use crate::error::AppError;

impl Performer<'_> {
    /// Assigns those whose places are given, together. One that somebody else assigned meanwhile is done, and not ours.
    pub(super) async fn assign(
        &mut self,
        places: &[u32],
        journal: &[Journaled],
        progress: Progress<'_>,
    ) -> Result<(), AppError> {
        let id = self.service_principal()?.to_owned();
        let role = self.ids.role.clone().unwrap_or_else(|| constants::NO_ROLE.to_owned());
        let there = self.tenant.assignments(&id).await?;
        let mut batch = Batch::new();
        let mut sent = Vec::new();
        for place in places {
            let Some(Step::Assign { assignee }) = self.plan.steps.get(*place as usize) else { continue };
            let entry = journal.iter().find(|entry| entry.place == *place).cloned();
            if entry.as_ref().is_some_and(|entry| entry.phase == Phase::Done) {
                continue;
            }
            let tried = entry.as_ref().is_some_and(|entry| entry.phase == Phase::Begun);
            self.tell(*place, ActionStatus::Begun, progress);
            let begun = match entry.filter(|_| tried) {
                Some(entry) => entry,
                None => self.tenant.note_begun(self.run, *place, State::Nothing)?,
            };
            let is_meant =
                |found: &&AppRoleAssignment| found.principal_id == assignee.id && found.app_role_id == role;
            match there.iter().find(is_meant) {
                Some(found) => {
                    let after = State::Assignment { id: found.id.clone(), ours: tried };
                    self.tenant.note_done(self.run, begun, after)?;
                    self.tell(*place, ActionStatus::Done, progress);
                }
                None => {
                    let part = batch.add(assignments::assign(&id, &assignee.id, &role));
                    sent.push((*place, assignee, begun, tried, part));
                }
            }
        }
        if sent.is_empty() {
            return Ok(());
        }
        let doing = "assigning people";
        let answer = self.tenant.graph.batch(batch).await;
        let mut answer = answer.map_err(|failure| failed(failure, Asked::Assign, doing))?;
        let mut failure = None;
        for (place, assignee, begun, tried, part) in sent {
            let made = match answer.take(part) {
                Err(error) if error.refusal().is_some_and(|refusal| refusal.status == 400) => {
                    // What an earlier try or somebody else assigned a moment ago is refused before it is shown.
                    match self.assigned(&id, &assignee.id, &role).await? {
                        Some(found) => {
                            let after = State::Assignment { id: found, ours: tried };
                            self.tenant.note_done(self.run, begun, after)?;
                            self.tell(place, ActionStatus::Done, progress);
                            continue;
                        }
                        None => Err(error),
                    }
                }
                made => made,
            };
            match made {
                Ok(made) => {
                    let after = State::Assignment { id: made.id, ours: true };
                    self.tenant.note_done(self.run, begun, after)?;
                    self.tell(place, ActionStatus::Done, progress);
                }
                Err(error) => {
                    let error = in_words(error, asked_for(assignee), &format!("assigning {}", assignee.name));
                    if is_refusal(&error) {
                        self.tenant.note_failed(self.run, begun)?;
                    }
                    self.tell(place, ActionStatus::Failed, progress);
                    failure.get_or_insert(error);
                }
            }
        }
        failure.map_or(Ok(()), Err)
    }

    /// The assignment of somebody, once it shows; `None` where none does.
    async fn assigned(&self, id: &str, principal: &str, role: &str) -> Result<Option<String>, AppError> {
        let doing = "looking for an assignment";
        let request = assignments::assigned_to(id);
        let is_meant =
            |found: &AppRoleAssignment| found.principal_id == principal && found.app_role_id == role;
        let seen = |page: &Page<_>| page.value.iter().any(is_meant);
        let answer = self.tenant.graph.ask_until(request, seen).await;
        let page = answer.map_err(|failure| failed(failure, Asked::Assign, doing))?;
        Ok(page.value.into_iter().find(is_meant).map(|found| found.id))
    }
}

fn asked_for(assignee: &Assignee) -> Asked {
    match assignee.kind {
        AssigneeKind::User => Asked::Assign,
        AssigneeKind::Group => Asked::AssignGroup,
    }
}
