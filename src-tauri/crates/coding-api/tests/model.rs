//! A model is asked only where a person allowed it, every call is on record, and nothing of a note or a key is
//! anywhere else.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use coding_api::App;
use coding_api::answer::{NoteCoder, NoteIn};
use coding_api::codeset::Library;
use coding_api::model::{Asked, KeyFrom, Profile, Profiled, Provider, dry_run};
use coding_api::note::Facts;
use coding_store::Store;

const NOTE: &str =
    "ASSESSMENT\n1. Type 2 diabetes with CKD, stage 3b, as Zanzibar said.\n2. Hypertension.\n";
const KEY: &str = "sk-nobody-sees-this";

/// A server that answers everything with an empty set, and counts who connects.
fn server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let connected = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connected);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            count.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || {
                let mut bytes = Vec::new();
                let mut buffer = [0; 8192];
                while let Ok(n) = stream.read(&mut buffer) {
                    bytes.extend_from_slice(&buffer[..n]);
                    let text = String::from_utf8_lossy(&bytes);
                    let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                        let length = head.to_lowercase();
                        let length = length.split("content-length: ").nth(1);
                        let length = length.and_then(|l| l.split("\r\n").next());
                        length.is_some_and(|l| l.parse::<usize>().is_ok_and(|l| body.len() >= l))
                    });
                    if n == 0 {
                        return;
                    }
                    if whole {
                        break;
                    }
                }
                let body = r#"{"choices":[{"message":{"content":"{\"report\": [1], \"choice\": 1}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#;
                let _ = write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
            });
        }
    });
    (address, connected)
}

fn asked(profile: Profile, url: &str) -> Asked {
    Asked {
        stages: profile.stages(),
        provider: Provider::OpenAi,
        url: url.to_owned(),
        model: "m".to_owned(),
        ..Asked::default()
    }
}

fn note() -> NoteIn {
    NoteIn {
        id: "n".into(),
        text: NOTE.to_owned(),
        ..NoteIn::default()
    }
}

fn app(home: &Path) -> Arc<App> {
    Arc::new(common::app(home))
}

#[test]
fn no_profile_opens_a_socket_that_nobody_allowed() {
    let home = common::home();
    let library = Library::new(home.path());
    let (url, connected) = server();
    let coder = NoteCoder::new(&library, None, Facts::default());
    coder.code(note()).unwrap();
    for profile in Profile::ALL.into_iter().filter(|p| p.asks()) {
        let offline = Asked {
            offline: true,
            ..asked(profile, &url)
        };
        let error = Profiled::open(&app(home.path()), &offline).err().unwrap();
        assert!(error.message.contains("--offline"), "{}", error.message);
        let outside = asked(profile, "https://models.example.org");
        let error = Profiled::open(&app(home.path()), &outside).err().unwrap();
        assert!(
            error.message.contains("--consent models.example.org"),
            "{}",
            error.message
        );
        let plain = asked(profile, "http://models.example.org");
        assert!(Profiled::open(&app(home.path()), &plain).is_err());
        // what would be sent is shown without sending it, outside or not
        for shown in [asked(profile, &url), outside] {
            let payloads = dry_run(&app(home.path()), &shown, &coder, note()).unwrap();
            assert!(payloads.iter().all(|p| p.body.contains("\"model\"")));
        }
        // ready, but nothing to code: nothing is connected
        Profiled::open(&app(home.path()), &asked(profile, &url)).unwrap();
    }
    std::fs::write(
        home.path().join("policy.toml"),
        "[models]\nallowed = false\n",
    )
    .unwrap();
    let error = Profiled::open(&app(home.path()), &asked(Profile::Hybrid, &url));
    assert!(error.err().unwrap().message.contains("policy.toml"));
    assert_eq!(connected.load(Ordering::SeqCst), 0);
}

#[test]
fn every_call_is_on_record_without_its_content() {
    let home = common::home();
    let key = home.path().join("model.key");
    std::fs::write(&key, KEY).unwrap();
    let library = Library::new(home.path());
    let (url, connected) = server();
    let asked = Asked {
        key: KeyFrom::File(key),
        ..asked(Profile::Hybrid, &url)
    };
    let models = Profiled::open(&app(home.path()), &asked).unwrap();
    let coder =
        NoteCoder::new(&library, None, Facts::default()).with_models(Some(Arc::new(models)));
    let answer = coder.code(note()).unwrap();
    let used = answer.model.as_ref().unwrap();
    assert!(used.usage.calls >= 1 && used.usage.failed == 0, "{used:?}");
    assert_eq!(used.reach, "this machine");
    assert_eq!(connected.load(Ordering::SeqCst) as u64, used.usage.calls);
    drop(coder);
    let store = Store::open(home.path(), &common::options()).unwrap();
    let events = store.events(None).unwrap();
    let called: Vec<_> = events.iter().filter(|e| e.kind == "model-called").collect();
    assert_eq!(called.len() as u64, used.usage.calls);
    assert_eq!(called[0].body["prompt"], "select/1");
    assert!(called[0].body["bytes"].as_u64().unwrap() > 500);
    assert_eq!(events.last().unwrap().kind, "model-used");
    let written: String = events
        .iter()
        .map(|e| format!("{}{}", e.kind, e.body))
        .collect();
    for secret in ["Zanzibar", "diabetes", "E11", KEY] {
        assert!(!written.contains(secret), "{secret}");
    }
    // nothing of the note is in any file of the home folder, and the key is only where it was put
    for file in files(home.path()) {
        let bytes = std::fs::read(&file).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
        assert!(!holds("Zanzibar"), "{}", file.display());
        assert!(
            file.ends_with("model.key") || !holds(KEY),
            "{}",
            file.display()
        );
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(self::files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
