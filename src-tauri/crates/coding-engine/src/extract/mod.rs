//! From text to mentions.

pub mod abbreviation;
pub mod bmi;
pub mod consciousness;
pub mod context;
mod drug_words;
pub mod drugs;
pub mod gestation;
pub mod laterality;
pub mod matcher;
pub mod period;
pub mod phrases;
pub mod receptors;
pub mod seventh;
pub mod spread;
pub mod underdosing;
