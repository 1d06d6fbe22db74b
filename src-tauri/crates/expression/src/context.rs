//! What an expression may ask of the world besides the person's attributes. Nothing here is found out: a caller that
//! knows the time, or the values in the target, says so.

use std::collections::BTreeSet;

use jiff::Timestamp;

/// What an evaluation may ask for. The default knows nothing: `Now()` and `DefaultDomain()` then end in an error, and no
/// value is taken in the target.
///
/// The same context gives the same values every time, the random ones included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// The time that `Now` gives; dates without a day or a year are completed from it too.
    pub now: Option<Timestamp>,
    /// What `Guid` and `RandomString` draw from. Give each person and each run another one.
    pub seed: u64,
    /// Values taken in the target, for `SelectUniqueValue`.
    pub existing: BTreeSet<String>,
    /// The tenant's default verified domain, for `DefaultDomain`.
    pub default_domain: Option<String>,
}

impl Context {
    /// The default at a point in time.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self { now: Some(now), ..Self::default() }
    }

    /// The same with another [`seed`](Self::seed).
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The same with values [taken in the target](Self::existing).
    #[must_use]
    pub fn with_existing<T: Into<String>>(self, values: impl IntoIterator<Item = T>) -> Self {
        Self { existing: values.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same with a [default domain](Self::default_domain).
    #[must_use]
    pub fn with_default_domain(self, domain: impl Into<String>) -> Self {
        Self { default_domain: Some(domain.into()), ..self }
    }
}
