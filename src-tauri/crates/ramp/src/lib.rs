//! Ramp's own rules, R1 to R20, as pure decisions.
//!
//! The rules stand once, here: the preview asks them, and the practice service enforces them. [`decide`] looks at
//! [`Facts`] and [`Settings`] and answers an [`Outcome`], a small `Copy` set of [`Code`]s; words are made from a code
//! only when somebody reads them ([`words`]). Rule numbers and their sources: `ramp-scim.md`.

mod code;
mod decide;
mod event;
mod facts;
mod refusal;
mod role;
mod sync;
pub mod words;

pub use code::{Code, Codes, Effect, Outcome, Rule};
pub use decide::decide;
pub use event::Event;
pub use facts::{Account, Facts, Manager, Operation, RequestFacts, Settings, name_key, same_name};
pub use refusal::Refusal;
pub use role::Role;
pub use sync::{RoleChange, RoleWish};
