//! Jobs that run: practice Entra against practice Ramp, over HTTP on both sides.

mod bad_days;
mod changes;
mod first;
mod on_demand;
mod tenant;
