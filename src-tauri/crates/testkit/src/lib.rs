//! Builders, a memory vault and a practice world for tests.
