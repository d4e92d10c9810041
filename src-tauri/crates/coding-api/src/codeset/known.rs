//! What is known of published releases, to verify an installation by its content.

use icd10cm::Part;

/// A release whose counts are known.
pub(crate) struct Known {
    /// Customary name.
    pub name: &'static str,
    /// Billable codes.
    pub billable: usize,
    /// SHA-256 of official files as first seen. A repackaged file differs without being wrong, so a
    /// difference is a warning, and the counts decide.
    pub files: &'static [(Part, &'static str)],
}

/// The releases that were measured.
pub(crate) const KNOWN: &[Known] = &[
    Known {
        name: "FY2026-04",
        billable: 74_719,
        files: &[
            (
                Part::Tabular,
                "f161f8182aff3ce3a2a78e202f8259c08eaee2c670a9e45b0072445c52302935",
            ),
            (
                Part::Drug,
                "5fb3c6d65a7924027e02b89d4234a9ea960e3d48e407b1bc26f0d3ccbfeb9fcc",
            ),
            (
                Part::ExternalCause,
                "ffe081c4cfb9b10396f6933f8411a0b221752d7fcf47bc28e08935d9bc3564b6",
            ),
            (
                Part::Neoplasm,
                "2968606b90795f5a49fa4be6b6c876fb59cae9f04e4f203f8cf566d5926303a5",
            ),
        ],
    },
    Known {
        name: "FY2025-04",
        billable: 74_260,
        files: &[(
            Part::Tabular,
            "d6cdf5283f35a102d77ead236ec8c8929f22ba7f3356dbadff18ede01a3a3de5",
        )],
    },
    Known {
        name: "FY2021",
        billable: 72_621,
        files: &[(
            Part::Tabular,
            "436905e9470018c8667b25cdf646f6a2f4f0c95dbaeabd8692b530775db71afd",
        )],
    },
];

/// What is known of a release.
pub(crate) fn known(release: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|k| k.name == release)
}

/// The release that a file is known to be of.
pub(crate) fn release_of(sha256: &str) -> Option<&'static str> {
    KNOWN
        .iter()
        .find(|k| k.files.iter().any(|(_, sum)| *sum == sha256))
        .map(|k| k.name)
}
