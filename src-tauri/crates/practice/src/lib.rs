//! The practice world: Ramp's SCIM service and an Entra tenant of invented people, both on 127.0.0.1.
//!
//! [`World::start`] opens the data folder, takes a port and serves; what one can do on Ramp's own pages (a token, the
//! defaults, roles) is [`control::Control`]. The service decides nothing by itself: [`onramp_ramp`] holds the rules,
//! this crate enforces and stores.
//!
//! Practice Entra answers Microsoft Graph and runs its synchronization jobs by [`onramp_entra`]; it knows practice Ramp by
//! its URL alone. What can be done to it beside Graph is [`control::EntraControl`].
//!
//! Everything stays on this computer: the services listen on the loopback interface alone, and the invented people go to
//! SCIM services there and to no other.

pub mod control;
mod entra;
mod error;
mod guard;
mod ports;
pub mod ramp;
mod remote;
mod seeds;
mod serve;
mod tls;
mod world;

pub use entra::{KeeperError, KeeperFuture, MemoryKeeper, SecretKeeper};
pub use error::PracticeError;
pub use remote::{EntraRemote, Remote};
pub use seeds::directory_json;
pub use serve::Limits;
pub use tls::Tls;
pub use world::{Rules, World, WorldOptions};
