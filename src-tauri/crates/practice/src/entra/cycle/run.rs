//! One cycle: the connection test, everybody's own part, then the managers.

use std::collections::HashMap;
use std::pin::Pin;

use jiff::Timestamp;
use onramp_entra::cycle::summary::{About, Summary, refused_with};
use onramp_entra::cycle::{
    CycleError, DeleteThreshold, Ending, Escrow, ExecutionState, Kind, Link, Member, Memory, Plan,
    QuarantineReason, Rules, Standing, Tally, Task, Thresholds, Work, plan,
};
use onramp_entra::{Mode, Provisioning};
use onramp_scim::request::ScimRequest;

use super::entry::Told;
use super::person::{context, drive};
use super::setup::Setup;
use super::target::Target;
use crate::error::PracticeError;

/// What a cycle begins with.
#[derive(Debug)]
pub(crate) struct CycleInput {
    pub(crate) setup: Setup,
    /// Everybody in the source, soft-deleted people too.
    pub(crate) members: Vec<Member>,
    pub(crate) memory: Memory,
    pub(crate) kind: Kind,
    pub(crate) skip_out_of_scope_deletions: bool,
    pub(crate) delete_threshold: DeleteThreshold,
    pub(crate) force_deletes: bool,
    pub(crate) thresholds: Thresholds,
    /// The tenant's domain.
    pub(crate) domain: String,
    pub(crate) now: Timestamp,
}

/// What it came to.
#[derive(Debug)]
pub(crate) struct CycleOutcome {
    pub(crate) state: ExecutionState,
    pub(crate) tally: Tally,
    /// What kept it from running.
    pub(crate) error: Option<CycleError>,
    /// What puts the job into quarantine.
    pub(crate) quarantine: Option<(QuarantineReason, CycleError)>,
}

/// What is to be kept of one person.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Object id.
    pub(crate) person: String,
    /// For the log.
    pub(crate) told: Option<Told>,
    /// What is remembered of them now.
    pub(crate) link: Option<Link>,
    /// What waits.
    pub(crate) escrow: Option<Escrow>,
}

/// What [`Journal::keep`] returns.
pub(crate) type Keeping<'a> = Pin<Box<dyn Future<Output = Result<(), PracticeError>> + Send + 'a>>;

/// Where a cycle writes what it did.
pub(crate) trait Journal: Send {
    /// So many people have their turn in this cycle.
    fn planned(&mut self, people: usize);
    /// Keeps what became of one of them.
    fn keep(&mut self, kept: Kept) -> Keeping<'_>;
}

/// Runs a cycle to its end.
pub(crate) async fn run(
    target: &Target,
    input: CycleInput,
    journal: &mut dyn Journal,
) -> Result<CycleOutcome, PracticeError> {
    if let Err(fault) = target.test(&input.setup.table).await {
        let reason = QuarantineReason::EncounteredQuarantineException;
        return Ok(CycleOutcome {
            state: ExecutionState::Failed,
            tally: Tally::default(),
            quarantine: fault.quarantines.then(|| (reason, fault.error.clone())),
            error: Some(fault.error),
        });
    }
    let rules = Rules {
        table: &input.setup.table,
        kind: input.kind,
        skip_out_of_scope_deletions: input.skip_out_of_scope_deletions,
        delete_threshold: input.delete_threshold,
        force_deletes: input.force_deletes,
        now: input.now,
    };
    let plan = match input.setup.is_enabled {
        true => plan(&rules, &input.members, &input.memory),
        false => Plan::default(),
    };
    journal.planned(plan.tasks.len());
    let places = input.members.iter().enumerate();
    let places = places.map(|(place, member)| (member.user.id.clone(), place)).collect();
    let memory = input.memory.clone();
    let mut cycle = Cycle {
        target,
        input: &input,
        places,
        memory,
        tally: Tally::default(),
        ids: HashMap::new(),
        journal,
    };
    cycle.all(&plan.tasks).await?;
    let Cycle { memory, mut tally, .. } = cycle;
    tally.waiting(&memory);
    let state = match tally.escrowed_raw {
        0 => ExecutionState::Succeeded,
        _ => ExecutionState::EntryLevelErrors,
    };
    let quarantine = input.thresholds.after(&plan, &memory);
    Ok(CycleOutcome { state, tally, error: None, quarantine })
}

/// A cycle under way.
struct Cycle<'a> {
    target: &'a Target,
    input: &'a CycleInput,
    /// Where each person stands among the members.
    places: HashMap<String, usize>,
    memory: Memory,
    tally: Tally,
    /// Who is who in the target, as far as this cycle found or made them.
    ids: HashMap<String, String>,
    journal: &'a mut dyn Journal,
}

/// Somebody who is written, and waits until everybody is.
struct Waiting<'t> {
    task: &'t Task,
    place: usize,
    engine: Provisioning,
    millis: u32,
}

impl Cycle<'_> {
    async fn all(&mut self, tasks: &[Task]) -> Result<(), PracticeError> {
        let mut waiting = Vec::new();
        for task in tasks {
            let place = self.places.get(&task.person).copied();
            match (&task.work, place) {
                (Work::Provision { target_id }, Some(place)) => {
                    waiting.extend(self.provision(task, place, target_id.as_deref()).await?);
                }
                (Work::Skip, Some(place)) => self.skip(task, place).await?,
                (Work::Stage { target_id }, place) => self.stage(task, place, target_id).await?,
                (Work::Delete { target_id }, _) => self.delete(task, target_id).await?,
                (Work::Forget | Work::Provision { .. } | Work::Skip, _) => {
                    self.memory.forget(&task.person);
                    self.keep(&task.person, None).await?;
                }
            }
        }
        for mut parked in waiting {
            let manager = self.manager_of(parked.place);
            parked.engine.tell_manager(manager);
            let millis = drive(self.target, &mut parked.engine, false).await;
            parked.millis = parked.millis.saturating_add(millis);
            self.finish(parked).await?;
        }
        Ok(())
    }

    fn about<'m>(&'m self, task: &Task, place: usize) -> Option<About<'m>> {
        Some(About {
            member: self.input.members.get(place)?,
            systems: &self.input.setup.systems,
            table: &self.input.setup.table,
            occasion: Some(task.occasion),
            is_linked: matches!(&task.work, Work::Provision { target_id: Some(_) } | Work::Stage { .. }),
        })
    }

    /// One person's own part. Who has a manager to be set is given back.
    async fn provision<'t>(
        &mut self,
        task: &'t Task,
        place: usize,
        target_id: Option<&str>,
    ) -> Result<Option<Waiting<'t>>, PracticeError> {
        let input = self.input;
        let Some(member) = input.members.get(place) else { return Ok(None) };
        self.tally.read(member, input.kind == Kind::Incremental);
        let manager = member.user.manager.as_ref().and_then(|manager| self.places.get(&manager.id));
        let manager = manager.and_then(|place| input.members.get(*place)).map(|member| member.user.clone());
        let context = context(&member.user.id, &input.domain, input.now);
        let (table, user) = (input.setup.table.clone(), member.user.clone());
        let mut engine = Provisioning::new(table, user, manager, self.target.dialect, Mode::Real, context);
        if let Some(id) = target_id {
            engine = engine.linked(id);
        }
        let millis = drive(self.target, &mut engine, true).await;
        if member.standing == Standing::InScope
            && let Some(id) = &engine.report().resource_id
        {
            self.ids.insert(task.person.clone(), id.clone());
        }
        let waiting = Waiting { task, place, engine, millis };
        if waiting.engine.waits_for_manager() {
            return Ok(Some(waiting));
        }
        self.finish(waiting).await?;
        Ok(None)
    }

    async fn finish(&mut self, done: Waiting<'_>) -> Result<(), PracticeError> {
        let Waiting { task, place, engine, millis } = done;
        let report = engine.into_report();
        let Some(member) = self.input.members.get(place) else { return Ok(()) };
        let is_linked = matches!(&task.work, Work::Provision { target_id: Some(_) });
        let ending = Ending::of(&report, member, is_linked);
        self.tally.ended(&report, &ending, self.input.kind == Kind::Incremental);
        self.memory.settle(member, &task.fingerprint, ending, self.input.now);
        let summary = self.about(task, place).map(|about| Summary::of_report(&report, &about));
        let told = summary.map(|summary| Told::of(member, summary, millis));
        self.keep(&task.person, told).await
    }

    async fn skip(&mut self, task: &Task, place: usize) -> Result<(), PracticeError> {
        let Some(member) = self.input.members.get(place) else { return Ok(()) };
        self.tally.read(member, self.input.kind == Kind::Incremental);
        self.memory.settle(member, &task.fingerprint, Ending::Settled { target_id: None }, self.input.now);
        let told = self.about(task, place).map(|about| Told::of(member, Summary::of_skipped(&about), 0));
        self.keep(&task.person, told).await
    }

    async fn stage(
        &mut self,
        task: &Task,
        place: Option<usize>,
        target_id: &str,
    ) -> Result<(), PracticeError> {
        let member = place.and_then(|place| self.input.members.get(place));
        if let Some(member) = member {
            self.tally.read(member, self.input.kind == Kind::Incremental);
        }
        let about = place.and_then(|place| self.about(task, place));
        let told = match (member, about) {
            (Some(member), Some(about)) => Told::of(member, Summary::of_staged(&about, target_id), 0),
            _ => {
                let (name, systems) = (self.name_of(&task.person), &self.input.setup.systems);
                let summary = Summary::of_purged(&name, target_id, systems, true, None);
                Told::of_purged(&task.person, &name, summary, 0)
            }
        };
        self.keep(&task.person, Some(told)).await
    }

    async fn delete(&mut self, task: &Task, target_id: &str) -> Result<(), PracticeError> {
        let request = ScimRequest::delete(format!("/Users/{target_id}"));
        let came = self.target.send(&request, "delete-user").await;
        // Who is not there any more is deleted.
        let failure = refused_with(came.answer.as_ref(), &[200, 204, 404]);
        let name = self.name_of(&task.person);
        match &failure {
            None => {
                self.tally.written(true, &Ending::Gone);
                self.memory.forget(&task.person);
            }
            Some(failure) => {
                let (code, reason) = (failure.code.clone(), failure.reason.clone());
                let ending = Ending::Failed {
                    target_id: Some(target_id.to_owned()),
                    code: code.clone(),
                    reason: reason.clone(),
                    is_reference: false,
                };
                self.tally.written(true, &ending);
                self.memory.deletion_failed(&task.person, code, reason, self.input.now);
            }
        }
        let summary = Summary::of_purged(&name, target_id, &self.input.setup.systems, false, failure);
        self.keep(&task.person, Some(Told::of_purged(&task.person, &name, summary, came.millis))).await
    }

    /// The manager's id in the target, where this job provisions them.
    fn manager_of(&self, place: usize) -> Option<String> {
        let manager = &self.input.members.get(place)?.user.manager.as_ref()?.id;
        let known = || self.memory.links.get(manager).and_then(|link| link.target_id.clone());
        self.ids.get(manager).cloned().or_else(known)
    }

    fn name_of(&self, person: &str) -> String {
        self.memory.links.get(person).map_or_else(|| person.to_owned(), |link| link.name.clone())
    }

    async fn keep(&mut self, person: &str, told: Option<Told>) -> Result<(), PracticeError> {
        let kept = Kept {
            person: person.to_owned(),
            told,
            link: self.memory.links.get(person).cloned(),
            escrow: self.memory.escrows.get(person).cloned(),
        };
        self.journal.keep(kept).await
    }
}
