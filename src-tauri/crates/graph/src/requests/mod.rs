//! What can be asked of Graph, each as a [`Request`](crate::Request) that knows its answer. One module per area; the
//! addresses, bodies and answers are those of `graph/openapi.yaml`.

pub mod applications;
pub mod assignments;
pub mod directory;
pub mod jobs;
pub mod logs;
pub mod signed_in;
