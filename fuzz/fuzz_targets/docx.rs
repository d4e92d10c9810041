//! Archives, and Word documents of any bytes within a sound archive, are a chart or refused.
#![no_main]

#[path = "common/chart.rs"]
mod chart;

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|data: &[u8]| {
    chart::behind(b"PK\x03\x04", data);
    chart::check(&document(data));
    let _ = interchange::read::each_entry(Cursor::new(data), &mut |_| {});
});

fn document(text: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("word/document.xml", stored).expect("memory can be written");
    archive.write_all(text).expect("memory can be written");
    archive.finish().expect("memory can be written").into_inner()
}
