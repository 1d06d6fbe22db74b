//! One thread owns the write connection and commits in groups.
//!
//! Whoever wants to write puts a job into a bounded queue. The thread takes what is waiting into one transaction, each
//! job inside its own savepoint, commits, and only then answers all of them: nothing is acknowledged that is not
//! committed. A job that is refused, fails or panics is undone alone. With WAL and `synchronous=NORMAL` a commit
//! outlives the process that made it, whatever kills it.

use std::cell::RefCell;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::events::{self, NewEvent};
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
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Connection) -> Result<Self, PracticeError> {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("practice-writer".to_owned())
            .spawn(move || run(connection, waiting))
            .map_err(PracticeError::Thread)?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
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

fn run(mut connection: Connection, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.blocking_recv_many(&mut batch, BATCH) > 0 {
        match commit(&mut connection, &mut batch) {
            Ok(()) => batch.drain(..).for_each(Job::acknowledge),
            Err(error) => {
                tracing::error!(%error, jobs = batch.len(), "the practice data was not written");
                let error = Arc::new(error);
                batch.drain(..).for_each(|job| job.fail(PracticeError::NotWritten(Arc::clone(&error))));
            }
        }
    }
}

/// All jobs in one transaction. An error means that none of them is stored.
fn commit(connection: &mut Connection, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
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
    transaction.commit()
}
