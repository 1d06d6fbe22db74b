//! The practice world: Ramp's SCIM service on 127.0.0.1 and a directory of invented people.
//!
//! [`World::start`] opens the data folder, takes a port and serves; what one can do on Ramp's own pages (a token, the
//! defaults, roles) is [`control::Control`]. The service decides nothing by itself: [`onramp_ramp`] holds the rules,
//! this crate enforces and stores.
//!
//! Everything stays on this computer: the service listens on the loopback interface alone.

pub mod control;
mod error;
pub mod ramp;
mod remote;
mod seeds;
mod serve;
mod tls;
mod world;

pub use error::PracticeError;
pub use remote::Remote;
pub use seeds::directory_json;
pub use serve::Limits;
pub use tls::Tls;
pub use world::{Rules, World, WorldOptions};
