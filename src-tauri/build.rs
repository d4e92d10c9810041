//! Prepares the window's build: the page folder, the capabilities, the icons.
#![allow(
    clippy::print_stdout,
    reason = "cargo listens to a build script's standard output"
)]

use std::path::Path;
use std::{env, fs};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    page(&Path::new(&root).join("ui").join("dist"))?;
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=assets/icons");
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*.json"),
    )?;
    Ok(())
}

/// The page must exist for the program to compile. A debug build gets a page that says what is
/// missing; a release build without the real one is refused.
fn page(dist: &Path) -> Result<(), Failure> {
    let index = dist.join("index.html");
    if index.is_file() {
        return Ok(());
    }
    if env::var("PROFILE")? == "release" {
        return Err(format!(
            "the page is not built: {} is missing; run `make ui` (or `npm ci && npm run build` in ui/) first",
            index.display()
        )
        .into());
    }
    fs::create_dir_all(dist)?;
    fs::write(
        index,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Codetrail</title>\
         <body><main id=\"app\"><p>The page is not built yet. Run <code>make ui</code>.</p></main></body></html>\n",
    )?;
    Ok(())
}
