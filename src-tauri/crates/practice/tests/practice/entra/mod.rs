//! Practice Entra over real HTTP.

mod apps;
mod batch;
mod beside;
mod crash;
mod cycles;
mod endpoints;
mod faults;
mod lists;
mod schema;
mod secrets;
mod support;
