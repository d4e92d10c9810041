//! Rich text of any bytes is a chart or refused.
#![no_main]

#[path = "common/chart.rs"]
mod chart;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    chart::behind(b"{\\rtf1 ", data);
});
