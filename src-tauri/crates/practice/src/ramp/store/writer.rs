//! One thread owns the write connection and commits in groups.
//!
//! Whoever wants to write puts a job into a bounded queue. The thread takes what is waiting into one transaction, each
//! job inside its own savepoint, commits, and only then answers all of them: nothing is acknowledged that is not
//! committed. A job that is refused, fails or panics is undone alone. With WAL and `synchronous=NORMAL` a commit
//! outlives the process that made it, whatever kills it.
//!
//! The thread runs tasks besides. A server whose connections live on it hands its writes over without waking another
//! thread, which would take as long as the write: what the connections put into the queue, one after the other, is the
//! next transaction.

use std::cell::RefCell;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::runtime::{self, Handle};
use tokio::sync::{mpsc, oneshot};

use super::admission::Admission;
use super::events::{self, NewEvent};
use super::log::Log;
use crate::error::PracticeError;

/// How many jobs may wait. Who comes later waits for a place.
const QUEUE: usize = 1024;

/// How many jobs one transaction takes at most, so that the first of them does not wait for long.
const BATCH: usize = 256;

/// The data, open for writing. What is written through it stays if the work succeeds, and is gone if it does not.
pub(crate) struct Writing<'t> {
    transaction: &'t Transaction<'t>,
    refusals: RefCell<Vec<NewEvent>>,
}

impl Writing<'_> {
    /// Keeps an event even though the work is going to fail: a refusal stores nothing else (R2, R6).
    pub(in crate::ramp) fn tell_refusal(&self, event: NewEvent) {
        self.refusals.borrow_mut().push(event);
    }
}

impl<'t> Deref for Writing<'t> {
    type Target = Transaction<'t>;

    fn deref(&self) -> &Self::Target {
        self.transaction
    }
}

/// The queue's end that jobs are put into. Dropping it lets the thread finish what waits, and ends it.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    tasks: Handle,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(
        mut connection: Connection,
        admission: Arc<Admission>,
    ) -> Result<Self, PracticeError> {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let log = Log::watch(&mut connection)?;
        let runtime =
            runtime::Builder::new_current_thread().enable_all().build().map_err(PracticeError::Thread)?;
        let tasks = runtime.handle().clone();
        let thread = std::thread::Builder::new()
            .name("practice".to_owned())
            .spawn(move || runtime.block_on(run(Writes { connection, log, admission }, waiting)))
            .map_err(PracticeError::Thread)?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), tasks })
    }

    /// Where tasks run on the writing thread. They end with it.
    pub(super) fn tasks(&self) -> &Handle {
        &self.tasks
    }

    /// Runs `work` in the next transaction and waits until that is committed.
    pub(super) async fn write<T, E>(
        &self,
        work: impl FnOnce(&Writing<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PracticeError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Write { work: Some(work), result: None, reply });
        let queue = self.jobs.as_ref().ok_or(PracticeError::Interrupted)?;
        if queue.send(job).await.is_err() {
            return Err(PracticeError::Interrupted.into());
        }
        answer.await.unwrap_or_else(|_| Err(PracticeError::Interrupted.into()))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        // The files are closed when this returns: the folder may be removed, or opened again.
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

/// What becomes of a job's writes.
enum Verdict {
    Keep,
    /// Undone; these events are written all the same.
    Undo(Vec<NewEvent>),
}

trait Job: Send {
    fn run(&mut self, transaction: &Transaction<'_>) -> Verdict;
    /// Answers with what the work came to.
    fn acknowledge(self: Box<Self>);
    /// Answers that nothing was stored.
    fn fail(self: Box<Self>, error: PracticeError);
}

impl std::fmt::Debug for dyn Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

struct Write<W, T, E> {
    work: Option<W>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<W, T, E> Job for Write<W, T, E>
where
    W: FnOnce(&Writing<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<PracticeError> + Send,
{
    fn run(&mut self, transaction: &Transaction<'_>) -> Verdict {
        let Some(work) = self.work.take() else { return Verdict::Undo(Vec::new()) };
        let writing = Writing { transaction, refusals: RefCell::default() };
        // Unwind safe: what a panic leaves half done is the job's own, and is rolled back.
        let (result, verdict) = match catch_unwind(AssertUnwindSafe(|| work(&writing))) {
            Ok(Ok(value)) => (Ok(value), Verdict::Keep),
            Ok(Err(error)) => (Err(error), Verdict::Undo(writing.refusals.take())),
            Err(_) => (Err(PracticeError::Interrupted.into()), Verdict::Undo(Vec::new())),
        };
        self.result = Some(result);
        verdict
    }

    fn acknowledge(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(PracticeError::Interrupted.into()));
        // Who asked may be gone.
        let _ = self.reply.send(result);
    }

    fn fail(self: Box<Self>, error: PracticeError) {
        let _ = self.reply.send(Err(error.into()));
    }
}

/// What the thread writes with.
struct Writes {
    connection: Connection,
    log: Log,
    admission: Arc<Admission>,
}

async fn run(mut writes: Writes, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let next = waiting.recv_many(&mut batch, BATCH);
        let taken = match writes.log.patience() {
            None => next.await,
            Some(patience) => match tokio::time::timeout(patience, next).await {
                Ok(taken) => taken,
                Err(_) => {
                    writes.log.bring_in(&writes.connection);
                    continue;
                }
            },
        };
        if taken == 0 {
            return;
        }
        match writes.commit(&mut batch) {
            Ok(()) => batch.drain(..).for_each(Job::acknowledge),
            Err(error) => {
                tracing::error!(%error, jobs = batch.len(), "the practice data was not written");
                let error = Arc::new(error);
                batch.drain(..).for_each(|job| job.fail(PracticeError::NotWritten(Arc::clone(&error))));
            }
        }
        if writes.log.is_full() {
            writes.log.bring_in(&writes.connection);
        }
    }
}

impl Writes {
    fn commit(&mut self, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // From here on nobody else writes.
        let ours = self.admission.begin_writing();
        let alone = commit(transaction, batch)?;
        self.admission.end_writing(ours && alone);
        Ok(())
    }
}

/// All jobs in one transaction, and whether it kept everybody else from writing until its end. An error means that none
/// of them is stored.
fn commit(transaction: Transaction<'_>, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<bool> {
    if let [only] = batch {
        // Undone with its transaction: a savepoint would keep a copy of every page.
        let refusals = match only.run(&transaction) {
            Verdict::Keep => {
                transaction.commit()?;
                return Ok(true);
            }
            Verdict::Undo(refusals) => refusals,
        };
        transaction.prepare_cached("ROLLBACK")?.execute([])?;
        if !refusals.is_empty() {
            transaction.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            refusals.iter().try_for_each(|event| events::insert(&transaction, event))?;
            transaction.commit()?;
        }
        return Ok(false);
    }
    for job in batch {
        transaction.prepare_cached("SAVEPOINT job")?.execute([])?;
        if let Verdict::Undo(refusals) = job.run(&transaction) {
            // A full disk ends the whole transaction: then there is no savepoint, and this fails.
            transaction.prepare_cached("ROLLBACK TO job")?.execute([])?;
            for event in &refusals {
                events::insert(&transaction, event)?;
            }
        }
        transaction.prepare_cached("RELEASE job")?.execute([])?;
    }
    transaction.commit()?;
    Ok(true)
}
