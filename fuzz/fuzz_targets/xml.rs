//! Files of a release of any bytes make a codebook and a list of problems.
#![no_main]

use icd10cm::{Codebook, Part, PartSource, Release, SourceFile, recognize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // the first byte says which part it claims to be, where its root does not
    let Some((first, bytes)) = data.split_first() else { return };
    let claimed = Part::ALL[usize::from(*first) % Part::ALL.len()];
    let source = SourceFile {
        part: recognize(bytes).unwrap_or(claimed),
        origin: PartSource::Official,
        bytes,
    };
    let release = Release::from_name("FY2026").expect("a name of a release");
    let (book, _) = Codebook::compile(release, &[source]);
    for code in book.billable_codes().take(50) {
        assert!(book.is_billable(code), "{code}");
        assert!(book.title(code).is_some());
    }
});
