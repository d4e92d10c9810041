//! Names the state of the carried tables and of the code that makes caches from them, so that caches made by
//! another state are made anew without anybody having to count formats up.
#![allow(clippy::print_stdout, reason = "how a build script speaks")]

use std::fs;
use std::path::Path;

/// What caches are made from and by.
const MADE_FROM: &[&str] = &[
    "../../../assets/knowledge",
    "../../../assets/lexicon",
    "../../../assets/starter",
    "../icd10cm/src",
    "../retrieval/src",
    "../coding-engine/src",
];

fn main() {
    let mut hash = FNV;
    for folder in MADE_FROM {
        println!("cargo:rerun-if-changed={folder}");
        add(Path::new(folder), &mut hash);
    }
    println!("cargo:rustc-env=CODETRAIL_MADE_FROM={hash:016x}");
}

/// Adds a file, or all files of a folder in the order of their names.
fn add(path: &Path, hash: &mut u64) {
    if path.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, hash));
    } else {
        for byte in fs::read(path).unwrap_or_default() {
            *hash = (*hash ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }
}

/// Fowler–Noll–Vo, 64 bits: no safeguard, just a name.
const FNV: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
