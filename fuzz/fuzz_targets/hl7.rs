//! HL7 version 2 messages of any bytes are charts or refused.
#![no_main]

#[path = "common/chart.rs"]
mod chart;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    chart::behind(b"MSH|^~\\&|", data);
    chart::check(data);
});
