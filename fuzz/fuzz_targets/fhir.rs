//! FHIR resources and bundles of any bytes are charts or refused.
#![no_main]

#[path = "common/chart.rs"]
mod chart;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    chart::behind(b"{\"resourceType\":", data);
    chart::check(data);
});
