//! Resources as types, RFC 7643. Every model keeps the attributes it does not know in `extra`, and reads leniently
//! where Entra departs from the RFC (entra-scim-client.md §16b).
//!
//! Attribute names are matched with their case here, unlike in paths and filters: `username` lands in `extra`.

mod config;
mod lenient;
mod list;
mod user;

pub use config::{AuthenticationScheme, Bulk, FilterSupport, ServiceProviderConfig, Supported};
pub use list::ListResponse;
pub use user::{Address, Email, EnterpriseUser, Manager, Meta, Name, User};
