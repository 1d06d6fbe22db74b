//! `practice faults`.

use onramp_app::error::{AppError, Side};
use onramp_practice::control::{Endpoint, Fault, FaultSwitch, GraphEndpoint, GraphFault, GraphFaultSwitch};
use onramp_practice::{EntraRemote, Remote};
use serde::Serialize;

use super::{entra_remote, failed, remote};
use crate::args::{EndpointArg, FaultArg, FaultsArgs, FaultsCommand, Running, SetFaultArgs};
use crate::failure::{Answer, Exit};
use crate::output;

/// The service whose faults they are.
enum Service {
    Ramp(Remote),
    Entra(EntraRemote),
}

fn service(running: &Running) -> Result<Service, AppError> {
    let token = running.token_file.as_deref();
    match &running.graph_url {
        Some(url) => entra_remote(url, token).map(Service::Entra),
        // The parser asks for one of the two.
        None => remote(running.url.as_deref().unwrap_or_default(), token).map(Service::Ramp),
    }
}

pub(super) async fn run(args: FaultsArgs, json: bool) -> Answer {
    match args.command {
        FaultsCommand::List(running) => match service(&running)? {
            Service::Ramp(remote) => ramp(&remote.faults().await.map_err(failed)?, json),
            Service::Entra(remote) => entra(&remote.faults().await.map_err(failed)?, json),
        },
        FaultsCommand::Set(args) => match service(&args.running)? {
            Service::Ramp(remote) => {
                let (Some(endpoint), Some(fault)) = (ramp_endpoint(args.endpoint), ramp_fault(&args)) else {
                    return Err(not_here("Ramp"));
                };
                let switch = FaultSwitch { endpoint, fault, times: args.times };
                ramp(&remote.set_fault(&switch).await.map_err(failed)?, json);
            }
            Service::Entra(remote) => {
                let (Some(endpoint), Some(fault)) = (entra_endpoint(args.endpoint), entra_fault(&args))
                else {
                    return Err(not_here("Entra"));
                };
                let switch = GraphFaultSwitch { endpoint, fault, times: args.times };
                entra(&remote.set_fault(&switch).await.map_err(failed)?, json);
            }
        },
        FaultsCommand::Clear(running) => match service(&running)? {
            Service::Ramp(remote) => {
                remote.clear_faults().await.map_err(failed)?;
                ramp(&[], json);
            }
            Service::Entra(remote) => {
                remote.clear_faults().await.map_err(failed)?;
                entra(&[], json);
            }
        },
    }
    Ok(Exit::Fine)
}

fn not_here(service: &str) -> AppError {
    AppError::new(
        "practice.fault",
        Side::You,
        format!("Practice {service} has no such endpoint or fault."),
        "Look at practice faults set --help: it says which service has which endpoint.",
    )
}

fn ramp(switches: &[FaultSwitch], json: bool) {
    print(switches, json, |switch| (switch.endpoint.as_str(), fault(&switch.fault), switch.times));
}

fn entra(switches: &[GraphFaultSwitch], json: bool) {
    print(switches, json, |switch| (switch.endpoint.as_str(), fault(&switch.fault), switch.times));
}

fn fault(fault: &impl Serialize) -> String {
    serde_json::to_string(fault).unwrap_or_default()
}

fn print<T: Serialize>(
    switches: &[T],
    json: bool,
    parts: impl Fn(&T) -> (&'static str, String, Option<u32>),
) {
    if json {
        return output::json(&switches);
    }
    if switches.is_empty() {
        output::plain("No fault is switched on.");
    }
    for switch in switches {
        let (endpoint, fault, times) = parts(switch);
        let times = times.map_or("until it is cleared".to_owned(), |times| format!("{times} more"));
        output::plain(&format!("{endpoint:<18} {fault}, {times}"));
    }
}

fn ramp_endpoint(endpoint: EndpointArg) -> Option<Endpoint> {
    Some(match endpoint {
        EndpointArg::UsersList => Endpoint::UsersList,
        EndpointArg::UserRead => Endpoint::UserRead,
        EndpointArg::UserCreate => Endpoint::UserCreate,
        EndpointArg::UserPatch => Endpoint::UserPatch,
        EndpointArg::UserDelete => Endpoint::UserDelete,
        EndpointArg::Groups => Endpoint::Groups,
        EndpointArg::Discovery => Endpoint::Discovery,
        EndpointArg::All => Endpoint::All,
        _ => return None,
    })
}

fn entra_endpoint(endpoint: EndpointArg) -> Option<GraphEndpoint> {
    Some(match endpoint {
        EndpointArg::Applications => GraphEndpoint::Applications,
        EndpointArg::ServicePrincipals => GraphEndpoint::ServicePrincipals,
        EndpointArg::Assignments => GraphEndpoint::Assignments,
        EndpointArg::Jobs => GraphEndpoint::Jobs,
        EndpointArg::Schema => GraphEndpoint::Schema,
        EndpointArg::Credentials => GraphEndpoint::Credentials,
        EndpointArg::OnDemand => GraphEndpoint::OnDemand,
        EndpointArg::Logs => GraphEndpoint::Logs,
        EndpointArg::Users => GraphEndpoint::Users,
        EndpointArg::Groups => GraphEndpoint::Groups,
        EndpointArg::Tenant => GraphEndpoint::Tenant,
        EndpointArg::Batch => GraphEndpoint::Batch,
        EndpointArg::All => GraphEndpoint::All,
        _ => return None,
    })
}

fn entra_fault(args: &SetFaultArgs) -> Option<GraphFault> {
    Some(match args.fault {
        FaultArg::Unauthorized => GraphFault::Unauthorized,
        FaultArg::Forbidden => GraphFault::Forbidden,
        FaultArg::TooManyRequests => GraphFault::TooManyRequests { retry_after: args.retry_after },
        FaultArg::ServerError => GraphFault::ServerError,
        FaultArg::Unavailable => GraphFault::Unavailable { retry_after: args.retry_after },
        FaultArg::Delay => GraphFault::Delay { milliseconds: args.wait },
        FaultArg::Drop => GraphFault::Drop,
        FaultArg::LoseAnswer => GraphFault::LoseAnswer,
        _ => return None,
    })
}

fn ramp_fault(args: &SetFaultArgs) -> Option<Fault> {
    Some(match args.fault {
        FaultArg::Unauthorized => Fault::Unauthorized,
        FaultArg::Forbidden => Fault::Forbidden,
        FaultArg::NotFound => Fault::NotFound,
        FaultArg::Conflict => Fault::Conflict,
        FaultArg::TooManyRequests => Fault::TooManyRequests { retry_after: args.retry_after },
        FaultArg::ServerError => Fault::ServerError,
        FaultArg::Unavailable => Fault::Unavailable { retry_after: args.retry_after },
        FaultArg::Html => Fault::Html,
        FaultArg::TruncatedJson => Fault::TruncatedJson,
        FaultArg::WrongContentType => Fault::WrongContentType,
        FaultArg::Redirect => Fault::Redirect { location: args.location.clone() },
        FaultArg::Delay => Fault::Delay { milliseconds: args.wait },
        FaultArg::SlowBody => Fault::SlowBody { milliseconds: args.wait },
        FaultArg::Drop => Fault::Drop,
        FaultArg::LoseAnswer => Fault::LoseAnswer,
        FaultArg::DropMidBody => Fault::DropMidBody,
    })
}
