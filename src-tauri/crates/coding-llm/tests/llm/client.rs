//! The client: forms, retries, time limits, cancellation, what is told to whom.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use coding_llm::{
    Call, CallError, Cancel, Client, Endpoint, Model, Observer, Permit, Planned, Prompt, Provider,
    Redaction, Reply, Secret, Session, Terms, Unobserved,
};
use serde_json::json;

use crate::server::{Play, Server};

const NOTE: &str = "Patient: John Meyer, seen 3/14/2025. Zanzibar fever.";
const KEY: &str = "sk-key-that-nobody-sees";

pub fn prompt(text: &str) -> Prompt {
    Prompt {
        task: "extract",
        version: 1,
        system: "Read.".to_owned(),
        user: text.to_owned(),
        schema: json!({"type": "object"}),
        answer_tokens: 100,
    }
}

pub fn client(endpoint: Endpoint) -> Arc<Client> {
    let permit = Permit::ask(&endpoint, &Terms::default()).unwrap();
    let key = Secret::new(KEY);
    Arc::new(Client::open(endpoint, key.as_ref(), &permit).unwrap())
}

fn session(endpoint: Endpoint) -> Session {
    client(endpoint).session(Arc::new(Unobserved), Cancel::default(), None)
}

fn ask(session: &Session, text: &str) -> Result<Reply, CallError> {
    session.ask(&[prompt(text)]).pop().unwrap()
}

#[test]
fn every_provider_is_asked_and_answers() {
    for provider in Provider::ALL {
        let server = Server::always(provider, Play::Answer(r#"{"a": "ü“1”"}"#.to_owned()));
        let session = session(server.endpoint(provider));
        let reply = ask(&session, NOTE).unwrap();
        assert_eq!(reply.text, r#"{"a": "ü“1”"}"#, "{provider:?}");
        assert!(!reply.truncated);
        let usage = session.usage();
        assert_eq!(
            (usage.calls, usage.tokens_in, usage.tokens_out),
            (1, 10, 5),
            "{provider:?}"
        );
        let seen = server.seen();
        assert!(seen[0].body.contains("Zanzibar fever"));
        assert!(seen[0].head.contains(KEY), "the key goes to its endpoint");
        assert!(!seen[0].body.contains(KEY));
        let path = match provider {
            Provider::OpenAi | Provider::Azure => "/v1/chat/completions",
            Provider::Anthropic => "/v1/messages",
            Provider::Ollama => "/api/chat",
        };
        assert_eq!(seen[0].path, path);
    }
}

#[test]
fn the_same_question_is_sent_once() {
    let server = Server::always(Provider::OpenAi, Play::Answer("{}".to_owned()));
    let session = session(server.endpoint(Provider::OpenAi));
    ask(&session, "a").unwrap();
    ask(&session, "a").unwrap();
    ask(&session, "b").unwrap();
    assert_eq!(server.seen().len(), 2);
    assert_eq!((session.usage().calls, session.usage().cached), (2, 1));
    // what was cut off is no answer to keep
    let server = Server::always(Provider::OpenAi, Play::CutOff("{".to_owned()));
    let session = self::session(server.endpoint(Provider::OpenAi));
    assert!(ask(&session, "a").unwrap().truncated);
    ask(&session, "a").unwrap();
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    for busy in [429_u16, 500, 503, 529] {
        let server = Server::start(Provider::OpenAi, move |n, _| match n {
            0 | 1 => Play::Status(busy, "retry-after: 0\r\n", String::new()),
            _ => Play::Answer("{}".to_owned()),
        });
        let session = session(server.endpoint(Provider::OpenAi));
        assert!(ask(&session, "a").is_ok(), "{busy}");
        assert_eq!(server.seen().len(), 3, "{busy}");
        assert_eq!(session.usage().failed, 0);
    }
}

#[test]
fn a_server_that_stays_busy_or_asks_for_an_hour_is_given_up() {
    let check = |headers: &'static str, requests: usize| {
        let server = Server::always(Provider::OpenAi, Play::Status(429, headers, String::new()));
        let session = session(server.endpoint(Provider::OpenAi));
        let error = ask(&session, "a").unwrap_err();
        assert!(
            matches!(error, CallError::Busy { status: 429, .. }),
            "{error}"
        );
        assert_eq!(server.seen().len(), requests);
    };
    check("retry-after: 0\r\n", 4);
    check("retry-after: 3600\r\n", 1);
}

#[test]
fn refusals_are_not_repeated() {
    let check = |status: u16, requests: usize, expected: &str| {
        let server = Server::always(
            Provider::OpenAi,
            Play::Status(status, "", "{\"error\": \"Zanzibar\"}".to_owned()),
        );
        let session = session(server.endpoint(Provider::OpenAi));
        let error = ask(&session, NOTE).unwrap_err().to_string();
        assert!(error.contains(expected), "{status}: {error}");
        assert!(
            !error.contains("Zanzibar") && !error.contains(KEY),
            "{error}"
        );
        assert_eq!(server.seen().len(), requests, "{status}");
    };
    check(401, 1, "refused the key");
    check(403, 1, "refused the key");
    check(404, 1, "refused the question");
    // asked once more without the schema
    check(400, 2, "refused the question");
    // a redirect would carry the note elsewhere
    check(307, 1, "refused the question");
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Server::always(Provider::OpenAi, Play::Answer("{}".to_owned()));
    let to = format!("location: http://127.0.0.1:{}/\r\n", elsewhere.port);
    let to: &'static str = Box::leak(to.into_boxed_str());
    let server = Server::always(Provider::OpenAi, Play::Status(307, to, String::new()));
    assert!(ask(&session(server.endpoint(Provider::OpenAi)), NOTE).is_err());
    assert!(elsewhere.seen().is_empty());
    assert_eq!(elsewhere.connections.load(Ordering::SeqCst), 0);
}

#[test]
fn a_server_that_knows_no_schema_is_asked_without_one() {
    let server = Server::start(Provider::OpenAi, |_, seen| {
        if seen.body.contains("response_format") {
            Play::Status(400, "", String::new())
        } else {
            Play::Answer("{}".to_owned())
        }
    });
    assert!(ask(&session(server.endpoint(Provider::OpenAi)), "a").is_ok());
}

#[test]
fn what_is_no_answer_is_an_error_that_shows_nothing_of_it() {
    let raw = |text: &str| Play::Raw(text.as_bytes().to_vec());
    let ok = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
    for (name, play) in [
        ("page", raw(&format!("{ok}<html>Zanzibar</html>"))),
        ("nothing", raw(ok)),
        ("no http", raw("Zanzibar\r\n\r\n")),
        ("hangup", Play::Hangup),
        (
            "broken",
            Play::Broken("{\"a\": [1, 2, 3, 4, 5]}".to_owned()),
        ),
        (
            "error in the stream",
            raw(&format!(
                "{ok}data: {{\"error\":{{\"message\":\"Zanzibar\"}}}}\n\n"
            )),
        ),
        (
            "bad length",
            raw("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n"),
        ),
    ] {
        let server = Server::always(Provider::OpenAi, play);
        let mut endpoint = server.endpoint(Provider::OpenAi);
        endpoint.limits.attempts = 2;
        let error = ask(&session(endpoint), NOTE).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("Zanzibar"), "{name}: {shown}");
        assert!(!shown.contains(KEY), "{name}: {shown}");
    }
}

#[test]
fn an_endless_answer_ends() {
    let mut flood = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    flood.extend(std::iter::repeat_n(b'x', 5 << 20));
    let server = Server::always(Provider::OpenAi, Play::Raw(flood));
    let error = ask(&session(server.endpoint(Provider::OpenAi)), "a").unwrap_err();
    assert!(
        matches!(
            error,
            CallError::Malformed { .. } | CallError::Unreachable { .. }
        ),
        "{error}"
    );
}

#[test]
fn a_silent_server_and_an_absent_one_are_given_up() {
    let server = Server::always(Provider::OpenAi, Play::Silent);
    let mut endpoint = server.endpoint(Provider::OpenAi);
    endpoint.limits.idle_s = 1;
    let error = ask(&session(endpoint), "a").unwrap_err();
    assert!(matches!(error, CallError::TimedOut { .. }), "{error}");
    let mut endpoint = server.endpoint(Provider::OpenAi);
    drop(server);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    endpoint.url = format!("http://127.0.0.1:{}", free.local_addr().unwrap().port());
    drop(free);
    let session = session(endpoint);
    let error = ask(&session, "a").unwrap_err();
    assert!(error.to_string().contains("connection refused"), "{error}");
    assert!(
        !session.is_available(),
        "where nobody listens one failure is enough"
    );
    assert_eq!(ask(&session, "a"), Err(CallError::GivenUp));
}

#[test]
fn no_more_questions_are_in_the_air_than_allowed() {
    let server = Server::always(
        Provider::OpenAi,
        Play::Slow(Duration::from_millis(20), "{}".to_owned()),
    );
    let mut endpoint = server.endpoint(Provider::OpenAi);
    endpoint.limits.in_flight = 3;
    let session = session(endpoint);
    let prompts: Vec<Prompt> = (0..20).map(|n| prompt(&format!("note {n}"))).collect();
    let answers = session.ask(&prompts);
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(server.most.load(Ordering::SeqCst), 3);
}

#[test]
fn cancelling_closes_what_is_open() {
    let server = Server::always(Provider::OpenAi, Play::Silent);
    let cancel = Cancel::default();
    let session = client(server.endpoint(Provider::OpenAi)).session(
        Arc::new(Unobserved),
        cancel.clone(),
        None,
    );
    let asking = session.clone();
    let asked = thread::spawn(move || asking.ask(&[prompt("a"), prompt("b")]));
    while server.seen().len() < 2 {
        thread::sleep(Duration::from_millis(2));
    }
    let started = Instant::now();
    cancel.cancel();
    let answers = asked.join().unwrap();
    eprintln!("cancelled in {:?}", started.elapsed());
    assert!(answers.iter().all(|a| *a == Err(CallError::Cancelled)));
    while server.abandoned.load(Ordering::SeqCst) < 2 {
        thread::sleep(Duration::from_millis(2));
    }
    assert_eq!(ask(&session, "c"), Err(CallError::Cancelled));
    assert_eq!(
        server.seen().len(),
        2,
        "nothing is sent once it is cancelled"
    );
}

#[derive(Default)]
struct Watching {
    planned: Mutex<Vec<Planned>>,
    called: Mutex<Vec<Call>>,
    refuses: bool,
}

impl Observer for Watching {
    fn before(&self, planned: &Planned) -> bool {
        self.planned.lock().unwrap().push(planned.clone());
        !self.refuses
    }

    fn after(&self, call: &Call) {
        self.called.lock().unwrap().push(call.clone());
    }
}

#[test]
fn a_call_is_told_before_it_is_made_without_its_content() {
    let server = Server::always(
        Provider::OpenAi,
        Play::Answer("{\"q\": \"Zanzibar\"}".to_owned()),
    );
    let client = client(server.endpoint(Provider::OpenAi));
    let watching = Arc::new(Watching::default());
    let session = client.session(watching.clone(), Cancel::default(), None);
    ask(&session, NOTE).unwrap();
    let shown = format!(
        "{:?} {:?} {client:?}",
        watching.planned.lock().unwrap(),
        watching.called.lock().unwrap()
    );
    assert!(shown.contains("extract/1") && shown.contains("scripted"));
    for secret in ["Zanzibar", "Meyer", KEY] {
        assert!(!shown.contains(secret), "{secret}");
    }
    let refusing = Arc::new(Watching {
        refuses: true,
        ..Watching::default()
    });
    let session = client.session(refusing, Cancel::default(), None);
    assert_eq!(ask(&session, "another"), Err(CallError::Unrecorded));
    assert_eq!(
        server.seen().len(),
        1,
        "what cannot be recorded is not sent"
    );
}

#[test]
fn what_identifies_stays_here_and_comes_back() {
    let server = Server::start(Provider::OpenAi, |_, seen| {
        let mark = ["[NAME-1]", "[DATE-1]"]
            .into_iter()
            .filter(|m| seen.body.contains(m));
        let marks: Vec<&str> = mark.collect();
        Play::Answer(format!("{{\"quote\": \"{}\"}}", marks.join(" ")))
    });
    let client = client(server.endpoint(Provider::OpenAi));
    let session = client.session(
        Arc::new(Unobserved),
        Cancel::default(),
        Some(Redaction::default()),
    );
    let reply = ask(&session, NOTE).unwrap();
    assert!(
        reply.text.contains("Meyer") && reply.text.contains("3/14/2025"),
        "{}",
        reply.text
    );
    let sent = &server.seen()[0].body;
    for gone in ["Meyer", "3/14/2025"] {
        assert!(!sent.contains(gone), "{gone}");
    }
    assert!(sent.contains("Zanzibar fever"));
}

#[test]
fn certificates_and_proxies_that_are_none_are_told_before_anything_is_sent() {
    let server = Server::always(Provider::OpenAi, Play::Answer("{}".to_owned()));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, "no certificate").unwrap();
    let open = |endpoint: Endpoint| {
        let terms = Terms {
            consented: vec![endpoint.host()],
            ..Terms::default()
        };
        let permit = Permit::ask(&endpoint, &terms).unwrap();
        Client::open(endpoint, None, &permit)
            .err()
            .map(|e| e.to_string())
    };
    let mut endpoint = server.endpoint(Provider::OpenAi);
    endpoint.authority = Some(file);
    assert!(open(endpoint).unwrap().contains("no certificate"));
    let mut endpoint = server.endpoint(Provider::OpenAi);
    endpoint.authority = Some(folder.path().join("absent.pem"));
    assert!(open(endpoint).unwrap().contains("certificates"));
    let mut endpoint = Endpoint::new(Provider::OpenAi, "https://models.example.org", "m");
    endpoint.proxy = Some("no address".to_owned());
    assert!(open(endpoint).unwrap().contains("proxy"));
    // through a proxy nothing stays near, so plain http is refused
    let mut endpoint = server.endpoint(Provider::OpenAi);
    endpoint.proxy = Some("http://127.0.0.1:9".to_owned());
    assert!(open(endpoint).unwrap().contains("unencrypted"));
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}

#[test]
fn nothing_is_opened_without_a_permit_for_that_host() {
    let server = Server::always(Provider::OpenAi, Play::Answer("{}".to_owned()));
    let endpoint = server.endpoint(Provider::OpenAi);
    for terms in [
        Terms {
            offline: true,
            ..Terms::default()
        },
        Terms {
            forbidden: Some("a policy".to_owned()),
            ..Terms::default()
        },
    ] {
        assert!(Permit::ask(&endpoint, &terms).is_err());
    }
    let mut other = endpoint.clone();
    other.url = "http://127.0.0.1:9".to_owned();
    let permit = Permit::ask(&other, &Terms::default()).unwrap();
    assert!(Client::open(endpoint.clone(), None, &permit).is_err());
    // a client alone connects to nothing
    let _client = client(endpoint);
    thread::sleep(Duration::from_millis(20));
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}
