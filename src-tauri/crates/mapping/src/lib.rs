//! Attribute mappings from Entra to Ramp: model, recommended table, Entra's schema JSON, scoping filters,
//! checks, fixes and evaluation.
//!
//! ```
//! use onramp_mapping::{Severity, check, recommended};
//!
//! let mut table = recommended();
//! assert!(check(&table).iter().all(|finding| finding.severity == Severity::Info));
//! table.rows[0].target = "username".to_owned();
//! let found = check(&table);
//! assert_eq!(found[0].fix.as_deref(), Some("userName"));
//! ```

mod check;
pub mod diff;
mod document;
mod evaluate;
mod lossless;
mod model;
pub mod names;
mod onramp;
pub mod parameters;
mod places;
mod recommended;
pub mod roles;
mod schema;
pub mod scope;

pub use check::{
    CODES, CodeEntry, Diagnostic, Difference, Edit, Field, Remedy, Severity, Subject, apply_fix,
    apply_remedy, check, check_row, fix_all, fix_row, to_recommended,
};
pub use diff::{Change, ChangeKind, ChangedField, diff};
pub use document::{Converted, Document, DocumentError, Format};
pub use evaluate::{Evaluated, RowOutcome, RowValue, evaluate};
pub use model::{Apply, AttributeMapping, FlowBehavior, MappingTable, Source, TargetObjectActions};
pub use onramp::OnrampMapping;
pub use recommended::{recommended, recommended_row};
pub use schema::{
    AttributeDefinition, AttributeType, EntraSchema, SchemaError, TargetAttribute, expected_definition,
    recommended_schema,
};
pub use scope::ScopingFilter;
