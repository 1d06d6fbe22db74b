//! Microsoft Graph, as far as provisioning needs it: the wire types of `graph/openapi.yaml`, its requests, and a client.
//!
//! A [`Request`] knows the type of its answer. [`Graph`] sends one ([`Graph::ask`]), all pages of one ([`Graph::list`]), or
//! many together ([`Graph::batch`]). It follows pages on its own origin only, keeps to `Retry-After`, and waits for what
//! was just made to become visible ([`Graph::ask_until_visible`]). Every exchange is shown to a [`Witness`] with its
//! credentials masked. It decides nothing: what to send is the caller's affair.
//!
//! ```no_run
//! # async fn example(graph: onramp_graph::Graph) -> Result<(), onramp_graph::Failure> {
//! use onramp_graph::requests::applications;
//!
//! for found in graph.list(applications::service_principals_named("Ramp (SCIM)")).await? {
//!     println!("{}", found.id);
//! }
//! # Ok(()) }
//! ```

mod base;
mod batch;
mod client;
pub mod constants;
mod error;
mod query;
mod request;
pub mod requests;
pub mod wire;

pub use base::{GraphUrl, GraphUrlProblem};
pub use batch::{Batch, BatchAnswer, BatchPart};
pub use client::{Graph, Witness};
pub use error::{Failure, GraphError, Refusal};
pub use query::{Query, literal};
pub use request::{Done, Request};
