//! Training: data sets from recorded decisions and from the index itself.

mod consent;
mod dataset;
mod validate;

pub use consent::{dataset_opt_in, opted_in};
pub use dataset::{Export, Exported, dataset_export};
pub use validate::{Fault, Validated, dataset_validate};
