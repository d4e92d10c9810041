//! From text to mentions.

pub mod abbreviation;
pub mod bmi;
pub mod context;
pub mod drugs;
pub mod gestation;
pub mod laterality;
pub mod matcher;
pub mod period;
pub mod phrases;
pub mod seventh;
