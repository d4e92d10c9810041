//! Names the state of the carried tables, so that caches made from other ones are made anew.

#![allow(clippy::print_stdout, reason = "how a build script speaks")]

use std::fs;
use std::path::Path;

fn main() {
    let assets = Path::new("../../../assets");
    let mut hash = FNV;
    for folder in ["knowledge", "lexicon", "starter"] {
        let folder = assets.join(folder);
        println!("cargo:rerun-if-changed={}", folder.display());
        let mut files: Vec<_> = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort();
        for file in files {
            println!("cargo:rerun-if-changed={}", file.display());
            for byte in fs::read(&file).unwrap_or_default() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
            }
        }
    }
    println!("cargo:rustc-env=CODETRAIL_TABLES={hash:016x}");
}

/// Fowler–Noll–Vo, 64 bits: no safeguard, just a name.
const FNV: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
