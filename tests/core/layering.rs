//! The house's order, held by tests: which crate may lean on which, which may open a socket, a
//! database or a window, and that nothing committed names the machine it was written on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Every crate of the workspace with the crates it may lean on, bottom first. An edge that is
/// not here is not drawn in ARCHITECTURE.md either: draw it there first, and only downwards.
const DRAWN: &[(&str, &[&str])] = &[
    ("mapped", &[]),
    ("clinical-text", &[]),
    ("codeset-fetch", &[]),
    ("icd10cm", &["mapped"]),
    ("code-tokenizer", &["icd10cm"]),
    ("retrieval", &["mapped", "clinical-text"]),
    ("sentence-encoder", &["retrieval"]),
    ("coding-model", &["icd10cm", "clinical-text"]),
    (SUPPORT, &["clinical-text", "icd10cm", "coding-model"]),
    ("coding-rules", &["icd10cm", "coding-model"]),
    (
        "coding-engine",
        &[
            "mapped",
            "clinical-text",
            "icd10cm",
            "retrieval",
            "coding-model",
            "coding-rules",
        ],
    ),
    (
        "coding-llm",
        &[
            "clinical-text",
            "icd10cm",
            "retrieval",
            "coding-model",
            "coding-engine",
        ],
    ),
    ("coding-audit", &["icd10cm", "coding-model"]),
    (
        "coding-store",
        &["clinical-text", "icd10cm", "coding-model", "coding-audit"],
    ),
    ("interchange", &["clinical-text", "icd10cm", "coding-model"]),
    (
        "coding-training",
        &["clinical-text", "icd10cm", "coding-model"],
    ),
    (
        "coding-api",
        &[
            "mapped",
            "clinical-text",
            "codeset-fetch",
            "icd10cm",
            "retrieval",
            "sentence-encoder",
            "coding-model",
            "coding-rules",
            "coding-engine",
            "coding-llm",
            "coding-store",
            "interchange",
            "coding-training",
            "coding-audit",
        ],
    ),
    ("codetrail-cli", &["coding-api", "code-tokenizer"]),
    ("codetrail", &["coding-api"]),
];

/// The package of tests over the whole house may lean on all of it.
const TESTS: &str = "core-tests";
/// The desktop program; its end-to-end tests look into the database that it wrote.
const APP: &str = "codetrail";
/// Gives tests and examples the releases beside the project: any crate's dependency for development, and no more.
const SUPPORT: &str = "test-releases";

const WITH_SOCKETS: &[&str] = &["codeset-fetch", "coding-llm"];
const SOCKETS: &[&str] = &[
    "reqwest",
    "hyper",
    "hyper-util",
    "ureq",
    "curl",
    "attohttpc",
    "isahc",
    "surf",
    "tungstenite",
    "tokio-tungstenite",
    "socket2",
    "mio",
    "quinn",
    "h2",
    "rustls",
    "native-tls",
    "async-std",
    "async-net",
    "smol",
];

struct Dependency {
    of: String,
    name: String,
    dev: bool,
    features: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The workspace's packages with the folder of each, and what each of them declares to need.
fn workspace() -> (BTreeMap<String, PathBuf>, Vec<Dependency>) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut packages = BTreeMap::new();
    let mut dependencies = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = text(package, "name");
        let manifest = PathBuf::from(text(package, "manifest_path"));
        packages.insert(name.clone(), manifest.parent().unwrap().to_owned());
        for dependency in package["dependencies"].as_array().unwrap() {
            dependencies.push(Dependency {
                of: name.clone(),
                name: text(dependency, "name"),
                dev: dependency["kind"] == "dev",
                features: dependency["features"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|f| f.as_str().unwrap_or_default().to_owned())
                    .collect(),
            });
        }
    }
    (packages, dependencies)
}

fn end_to_end(dependency: &Dependency) -> bool {
    dependency.of == APP && dependency.dev
}

#[test]
fn the_drawing_points_down_only() {
    for (at, (name, below)) in DRAWN.iter().enumerate() {
        for lower in *below {
            assert!(
                DRAWN[..at].iter().any(|(drawn, _)| drawn == lower),
                "{name} leans on {lower}, which is not below it"
            );
        }
    }
}

#[test]
fn every_edge_is_drawn() {
    let (packages, dependencies) = workspace();
    let mut faults = Vec::new();
    for name in packages.keys().filter(|name| *name != TESTS) {
        if !DRAWN.iter().any(|(drawn, _)| drawn == name) {
            faults.push(format!("{name} is not drawn"));
        }
    }
    let mut edges = 0;
    for dependency in &dependencies {
        if !packages.contains_key(&dependency.name) || dependency.of == TESTS {
            continue;
        }
        edges += 1;
        let drawn = DRAWN
            .iter()
            .find(|(name, _)| *name == dependency.of)
            .is_some_and(|(_, below)| below.contains(&dependency.name.as_str()));
        let support = dependency.dev && dependency.name == SUPPORT;
        if !drawn && !support && !end_to_end(dependency) {
            faults.push(format!(
                "{} must not lean on {}",
                dependency.of, dependency.name
            ));
        }
    }
    assert!(
        edges > 10,
        "only {edges} edges were read: is the metadata whole?"
    );
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Which of the declared dependencies are of a kind that only some crates may have.
fn strangers(dependencies: &[Dependency], kind: &[&str], allowed: &[&str]) -> Vec<String> {
    dependencies
        .iter()
        .filter(|d| kind.contains(&d.name.as_str()))
        .filter(|d| !allowed.contains(&d.of.as_str()) && !end_to_end(d))
        .map(|d| format!("{} must not need {}", d.of, d.name))
        .collect()
}

#[test]
fn one_crate_a_door_to_the_outside() {
    let (_, dependencies) = workspace();
    let mut faults = strangers(&dependencies, SOCKETS, WITH_SOCKETS);
    faults.extend(
        dependencies
            .iter()
            .filter(|d| d.name == "tokio" && !WITH_SOCKETS.contains(&d.of.as_str()))
            .filter(|d| d.features.iter().any(|f| f == "net" || f == "full"))
            .map(|d| format!("{} must not ask tokio for sockets", d.of)),
    );
    let databases = ["rusqlite", "libsqlite3-sys", "sqlx", "diesel", "sqlite"];
    faults.extend(strangers(&dependencies, &databases, &["coding-store"]));
    let windows = ["tauri", "tauri-build", "wry", "tao", "webkit2gtk", "gtk"];
    faults.extend(strangers(&dependencies, &windows, &[APP]));
    assert!(faults.is_empty(), "{faults:#?}");
    for (name, of) in [
        ("reqwest", "codeset-fetch"),
        ("reqwest", "coding-llm"),
        ("rusqlite", "coding-store"),
        ("tauri", APP),
    ] {
        assert!(
            dependencies.iter().any(|d| d.name == name && d.of == of),
            "{of} no longer needs {name}: this test guards nothing"
        );
    }
}

#[test]
fn no_other_crate_opens_a_socket_by_hand() {
    let (packages, _) = workspace();
    let mut faults = Vec::new();
    let mut read = 0;
    for (name, folder) in packages {
        if WITH_SOCKETS.contains(&name.as_str()) || name == TESTS {
            continue;
        }
        let sources = if name == APP {
            folder.join("src-tauri").join("src")
        } else {
            folder.join("src")
        };
        for file in rust_files(&sources) {
            read += 1;
            let text = fs::read_to_string(&file).unwrap();
            for word in [
                "std::net",
                "tokio::net",
                "os::unix::net",
                "TcpStream",
                "UdpSocket",
                "UnixStream",
            ] {
                if text.contains(word) {
                    faults.push(format!("{}: {word}", file.display()));
                }
            }
        }
    }
    assert!(read > 20, "only {read} files were read");
    assert!(faults.is_empty(), "{faults:#?}");
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

/// Places of one machine and hosts of package registries; each is only looked for where no word
/// character goes before it, so that `home/work/school` in a note is not taken for a path.
fn machine_words() -> Vec<String> {
    let folders = ["work", "root", "tmp", "home", "Users", "private"];
    let hosts = [
        ("registry.npmjs", "org"),
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("static.crates", "io"),
        ("index.crates", "io"),
        ("deb.debian", "org"),
    ];
    folders
        .iter()
        .map(|folder| format!("/{folder}/"))
        .chain(
            hosts
                .iter()
                .map(|(host, ending)| format!("{host}.{ending}")),
        )
        .collect()
}

fn names_a_machine(line: &str, words: &[String]) -> bool {
    words.iter().any(|word| {
        line.match_indices(word.as_str()).any(|(at, _)| {
            let before = line.get(..at).and_then(|text| text.chars().next_back());
            !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '}' | ')' | '*'))
                || !word.starts_with('/')
        })
    })
}

#[test]
fn machine_words_are_found_and_notes_are_left_alone() {
    let words = machine_words();
    let check = |line: &str, is: bool| assert_eq!(names_a_machine(line, &words), is, "{line}");
    check(&format!("see /{}/main", "work"), true);
    check(&format!("\"/{}/x\"", "tmp"), true);
    check(&format!("https://{}.org/simple", "pypi"), true);
    check("cannot manage at home/work/school", false);
    check("${prefix}/home/x and ./tmp/x", false);
}

#[test]
fn nothing_committed_names_a_machine() {
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    let Some(listed) = listed.ok().filter(|output| output.status.success()) else {
        eprintln!("SKIPPED: this is no git checkout, so what is committed cannot be listed");
        return;
    };
    let words = machine_words();
    let mut faults = Vec::new();
    let mut read = 0;
    for name in String::from_utf8(listed.stdout).unwrap().split('\0') {
        let lock = name.ends_with(".lock") || name.ends_with("package-lock.json");
        // a file that is deleted but still listed is no fault
        let Ok(bytes) = fs::read(root().join(name)) else {
            continue;
        };
        let Some(text) = String::from_utf8(bytes)
            .ok()
            .filter(|t| !lock && !t.contains('\0'))
        else {
            continue;
        };
        read += 1;
        for (at, line) in text.lines().enumerate() {
            if names_a_machine(line, &words) {
                let start: String = line.trim().chars().take(100).collect();
                faults.push(format!("{name}:{}: {start}", at + 1));
            }
        }
    }
    assert!(read > 20, "only {read} files were read");
    assert!(faults.is_empty(), "{faults:#?}");
}
