//! Provisioning logs.

use crate::query::literal;
use crate::wire::{LogEntry, Page};
use crate::{Query, Request};

/// What a job did, newest first; `since` is a time as Graph writes it. Entries trail the event by minutes.
#[must_use]
pub fn of_job(job: &str, since: Option<&str>) -> Request<Page<LogEntry>> {
    let mut filter = format!("jobId eq {}", literal(job));
    if let Some(since) = since {
        filter.push_str(" and activityDateTime gt ");
        filter.push_str(since);
    }
    let query =
        Query::new().with("$filter", filter).with("$orderby", "activityDateTime desc").with("$top", "50");
    Request::get("read-logs", &["auditLogs", "provisioning"], &query)
}
