//! Onramp's use cases, one module per wizard step, with their ports, error codes and DTOs.
//!
//! A window and a command line call the same functions. Nothing here knows either of them, nor the practice world:
//! use cases get URLs. The way of one user: a person of the [`ports::DirectorySource`] goes through
//! [`onramp_entra::Provisioning`], whose requests [`onramp_scim_client`] sends, and comes out as a
//! [`test_user::TestRun`].

pub mod connect_entra;
pub mod connect_ramp;
pub mod done;
pub mod entra;
pub mod error;
pub mod exchange;
pub mod expressions;
pub mod json;
pub mod mappings;
pub mod network;
pub mod people;
pub mod ports;
pub mod preview;
mod run;
pub mod scope_start;
pub mod service;
mod session;
pub mod setup;
pub mod test_user;
mod token;
pub mod wizard;
mod words;

pub use session::{App, PRACTICE_PROFILE, Parts};

/// Types of the crates below that a host hands in or gets back.
pub mod parts {
    pub use onramp_entra::{Dialect, Directory, Mode};
    pub use onramp_http::{HttpClient, HttpOptions};
    pub use onramp_mapping::{Document, Format};
    pub use onramp_ramp::Settings;
    pub use onramp_scim_client::{ScimClient, ScimUrl};
}
