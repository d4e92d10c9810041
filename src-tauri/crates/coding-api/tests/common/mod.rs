//! A home folder with a release in miniature.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};

use coding_api::App;
use coding_api::codeset::{InstallRequest, Installed, Library};
use coding_store::OpenOptions;

/// Folder of the release in miniature.
pub fn miniature() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codeset")
}

/// Installs from a path under a name.
pub fn install(home: &Path, from: &Path, release: Option<&str>) -> Result<Installed, String> {
    let request = InstallRequest {
        release: release.map(str::to_owned),
        from: Some(from.to_owned()),
    };
    Library::new(home)
        .install(&request, &mut |_| ())
        .map_err(|e| e.message)
}

/// A home with the miniature installed as FY2026.
pub fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    install(home.path(), &miniature(), None).unwrap();
    home
}

/// The options of tests: no keyring.
pub fn options() -> OpenOptions {
    OpenOptions {
        keyring: false,
        ..OpenOptions::default()
    }
}

/// The program in a home.
pub fn app(home: &Path) -> App {
    App::new(home).with_options(options())
}
