//! A data folder for each test.

use std::env;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A data folder that is the test's own and goes with it.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// A folder with nothing in it: the program's first start, without a code set.
    pub fn empty() -> Self {
        Self {
            folder: TempDir::with_prefix("codetrail-e2e-").unwrap(),
        }
    }

    /// A folder with the code sets that the tests share.
    ///
    /// # Panics
    /// Without `CODETRAIL_TEST_HOME`, which `make e2e` sets.
    #[allow(dead_code, reason = "for scenarios that code a note")]
    pub fn with_code_sets() -> Self {
        let shared = env::var_os("CODETRAIL_TEST_HOME")
            .map(PathBuf::from)
            .expect("CODETRAIL_TEST_HOME must name a folder with code sets; run `make e2e`");
        let home = Self::empty();
        symlink(shared.join("codeset"), home.path().join("codeset")).unwrap();
        home
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}
