//! A home folder with a release in miniature, people and a model's endpoint.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};

use coding_api::codeset::{InstallRequest, Installed, Library};
use coding_api::dto::{EndpointInDto, PersonInDto};
use coding_api::{App, person_save, session_sign_in};
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

/// What the passphrases of the people of tests begin with; the name follows.
pub const SECRET: &str = "correct horse";

/// Gives somebody an account.
pub fn person(app: &App, name: &str, duties: &[&str]) {
    person_save(
        app,
        &PersonInDto {
            id: None,
            name: name.to_owned(),
            duties: duties.iter().map(|&d| d.to_owned()).collect(),
            active: true,
            passphrase: Some(format!("{SECRET} {name}")),
        },
    )
    .unwrap();
}

/// Signs somebody in.
pub fn enter(app: &App, name: &str) {
    session_sign_in(app, name, &format!("{SECRET} {name}")).unwrap();
}

/// A model's endpoint that speaks as OpenAI's servers do.
pub fn endpoint(url: &str) -> EndpointInDto {
    EndpointInDto {
        id: None,
        name: "Here".to_owned(),
        provider: "openai".to_owned(),
        url: url.to_owned(),
        model: "m".to_owned(),
        key: None,
        in_flight: 2,
        patience_s: 20,
        answer_tokens: 500,
        note_chars: 60_000,
        price_in: None,
        price_out: None,
        proxy: None,
        authority: None,
    }
}
