//! `practice faults`.

use onramp_practice::control::{Endpoint, Fault, FaultSwitch};

use super::{failed, remote};
use crate::args::{EndpointArg, FaultArg, FaultsArgs, FaultsCommand, SetFaultArgs};
use crate::failure::{Answer, Exit};
use crate::output;

pub(super) async fn run(args: FaultsArgs, json: bool) -> Answer {
    let switches = match args.command {
        FaultsCommand::List(running) => {
            remote(&running.url, running.token_file.as_deref())?.faults().await.map_err(failed)?
        }
        FaultsCommand::Set(args) => {
            let remote = remote(&args.running.url, args.running.token_file.as_deref())?;
            remote.set_fault(&switch(args)).await.map_err(failed)?
        }
        FaultsCommand::Clear(running) => {
            remote(&running.url, running.token_file.as_deref())?.clear_faults().await.map_err(failed)?;
            Vec::new()
        }
    };
    print(&switches, json);
    Ok(Exit::Fine)
}

fn print(switches: &[FaultSwitch], json: bool) {
    if json {
        output::json(&switches);
    } else if switches.is_empty() {
        output::plain("No fault is switched on.");
    }
    for switch in switches.iter().filter(|_| !json) {
        let times = switch.times.map_or("until it is cleared".to_owned(), |times| format!("{times} more"));
        let fault = serde_json::to_string(&switch.fault).unwrap_or_default();
        output::plain(&format!("{:<12} {fault}, {times}", switch.endpoint.as_str()));
    }
}

fn switch(args: SetFaultArgs) -> FaultSwitch {
    FaultSwitch {
        endpoint: match args.endpoint {
            EndpointArg::UsersList => Endpoint::UsersList,
            EndpointArg::UserRead => Endpoint::UserRead,
            EndpointArg::UserCreate => Endpoint::UserCreate,
            EndpointArg::UserPatch => Endpoint::UserPatch,
            EndpointArg::UserDelete => Endpoint::UserDelete,
            EndpointArg::Groups => Endpoint::Groups,
            EndpointArg::Discovery => Endpoint::Discovery,
            EndpointArg::All => Endpoint::All,
        },
        fault: match args.fault {
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
            FaultArg::Redirect => Fault::Redirect { location: args.location },
            FaultArg::Delay => Fault::Delay { milliseconds: args.wait },
            FaultArg::SlowBody => Fault::SlowBody { milliseconds: args.wait },
            FaultArg::Drop => Fault::Drop,
            FaultArg::LoseAnswer => Fault::LoseAnswer,
            FaultArg::DropMidBody => Fault::DropMidBody,
        },
        times: args.times,
    }
}
