//! Clinical documents (C-CDA) of any bytes are a chart or refused.
#![no_main]

#[path = "common/chart.rs"]
mod chart;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    chart::behind(b"<ClinicalDocument xmlns=\"urn:hl7-org:v3\">", data);
    chart::check(data);
});
