//! Beside Graph, below `/entra`: faults, holds, time, directory and the whole tenant of the running service. The same
//! token opens both; clients of Graph never look here.

use axum::http::Method;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::EntraState;
use super::call::Reply;
use super::error::GraphError;
use crate::control::{DirectoryChange, EntraControl, GraphFaultSwitch, GraphHold};
use crate::entra::TenantSettings;

/// Answers a request for one of the tenant's own pages.
pub(crate) async fn answer(
    state: &EntraState,
    method: &Method,
    page: &str,
    body: Option<Value>,
) -> Result<Reply, GraphError> {
    let control = EntraControl::new(state.clone());
    match (method.as_str(), page) {
        ("GET", "faults") => shown(&control.faults()),
        ("PUT", "faults") => {
            let switch: GraphFaultSwitch = read(body)?;
            control.set_fault(switch.endpoint, switch.fault, switch.times);
            shown(&control.faults())
        }
        ("DELETE", "faults") => {
            control.clear_faults();
            Ok(Reply::no_content())
        }
        ("GET", "holds") => Ok(Reply::ok(json!({"armed": control.holds(), "held": control.held()}))),
        ("PUT", "holds") => {
            control.hold(read::<GraphHold>(body)?);
            Ok(Reply::no_content())
        }
        ("GET", "held") => shown(&control.until_held().await),
        ("DELETE", "holds") => {
            control.release();
            Ok(Reply::no_content())
        }
        ("GET", "clock") => Ok(Reply::ok(json!({"now": time(control.now())}))),
        ("POST", "clock") => {
            let body: Value = read(body)?;
            let seconds = body.get("advanceSeconds").and_then(Value::as_u64);
            let seconds = seconds.ok_or_else(|| GraphError::missing("advanceSeconds"))?;
            let now = control.advance(std::time::Duration::from_secs(seconds)).await?;
            Ok(Reply::ok(json!({"now": time(now)})))
        }
        ("GET", "settings") => shown(&control.settings().await?),
        ("PUT", "settings") => {
            control.set_settings(read::<TenantSettings>(body)?).await?;
            Ok(Reply::no_content())
        }
        ("POST", "directory") => {
            control.change(read::<DirectoryChange>(body)?).await?;
            Ok(Reply::no_content())
        }
        ("POST", "reset") => {
            control.reset().await?;
            Ok(Reply::no_content())
        }
        ("POST", "settled") => {
            control.settled().await?;
            Ok(Reply::no_content())
        }
        ("GET", "tenant") => control.snapshot().await.map(Reply::ok).map_err(GraphError::from),
        _ => Err(GraphError::not_found("There is nothing at this address.")),
    }
}

/// To the second: nobody looks closer.
fn time(now: Timestamp) -> String {
    now.strftime("%FT%TZ").to_string()
}

fn shown(value: &impl Serialize) -> Result<Reply, GraphError> {
    let value = serde_json::to_value(value);
    value.map(Reply::ok).map_err(|error| GraphError::new(500, "InternalServerError", error.to_string()))
}

fn read<T: DeserializeOwned>(body: Option<Value>) -> Result<T, GraphError> {
    serde_json::from_value(body.unwrap_or_default())
        .map_err(|error| GraphError::bad_request(format!("The body is not understood: {error}.")))
}
