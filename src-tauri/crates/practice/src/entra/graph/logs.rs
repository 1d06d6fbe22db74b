//! The provisioning log.

use super::Cx;
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::odata::PROVISIONING_LOG;
use crate::entra::store::jobs;

pub(crate) fn provisioning(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    cx.list(&PROVISIONING_LOG, "auditLogs/provisioning", jobs::log(cx.data)?)
}
