//! The Tabular List: from its XML to rows.

pub(crate) mod parse;
pub(crate) mod qualifier;
pub(crate) mod reference;
