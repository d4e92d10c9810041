//! Companion lists and stored records as JSON of any bytes are read or refused.
#![no_main]

use coding_model::{Decision, Encounter, Run};
use coding_rules::{CodeSet, Mce};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = Mce::parse(data);
    let _ = serde_json::from_slice::<Decision>(data);
    let _ = serde_json::from_slice::<Run>(data);
    if let Ok(encounter) = serde_json::from_slice::<Encounter>(data) {
        let again = serde_json::to_vec(&encounter).expect("it was read from JSON");
        assert!(serde_json::from_slice::<Encounter>(&again).is_ok());
    }
    if let Ok(set) = serde_json::from_slice::<CodeSet>(data) {
        let _ = serde_json::to_vec(&set);
    }
});
