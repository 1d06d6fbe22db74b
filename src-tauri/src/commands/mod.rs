//! Commands: one file per wizard step, one for the way to the service, and three for the practice Ramp's own pages. Each
//! takes its input, calls one function, and hands the answer on.

pub(crate) mod connect_entra;
pub(crate) mod connect_ramp;
pub(crate) mod done;
pub(crate) mod mappings;
pub(crate) mod network;
pub(crate) mod practice;
pub(crate) mod practice_events;
pub(crate) mod practice_tokens;
pub(crate) mod preferences;
pub(crate) mod preview;
pub(crate) mod scope;
pub(crate) mod scope_start;
pub(crate) mod start;
pub(crate) mod test_user;

use crate::state::Window;

/// The managed state, as commands get it.
pub(crate) type State<'a> = tauri::State<'a, Window>;
