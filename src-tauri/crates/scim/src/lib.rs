//! SCIM 2.0 (RFC 7643, RFC 7644): resources, paths, filters, patch and errors.
//!
//! Pure: no clock, no randomness, no I/O. A client builds [`request::ScimRequest`]s with it, a service answers them,
//! and both read the same [`path::AttributePath`] and [`filter::Filter`].
//!
//! Where Microsoft Entra departs from the RFCs (operations in capitals, booleans as text, a manager as bare text, a
//! patch without a path whose keys are dotted) this crate reads what Entra sends and writes what the RFC asks for. A
//! [`schema::Policy`] that is strict refuses it instead, as a stricter service would.

pub mod bulk;
pub mod error;
pub mod filter;
pub mod patch;
pub mod path;
pub mod query;
pub mod request;
pub mod resource;
pub mod schema;
mod syntax;
pub mod urn;
pub mod version;

pub use error::{ScimError, ScimType};
pub use syntax::{ParseError, ParseErrorKind};

/// The media type of every SCIM body, RFC 7644 §3.1 and §8.1.
pub const MEDIA_TYPE: &str = "application/scim+json";
