//! Every codec against every way an answer can go wrong, over real sockets: one task of a profile at a time is
//! answered badly, all others well.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use coding_engine::RunOptions;
use coding_llm::{Cancel, Client, Permit, Profile, Prompt, Provider, Terms, Unobserved};
use serde_json::Value;

use crate::agents::{NOTE, good, hostile, prove};
use crate::book::{encounter, engine};
use crate::server::{Play, Seen, Server};

/// The tasks, each with a profile that comes to it.
const TASKS: [(&str, Profile); 8] = [
    ("extract", Profile::CodeLikeHumans),
    ("navigate", Profile::CodeLikeHumans),
    ("validate", Profile::CodeLikeHumans),
    ("reconcile", Profile::CodeLikeHumans),
    ("diagnose", Profile::Medcoder),
    ("rerank", Profile::Medcoder),
    ("select", Profile::Hybrid),
    ("choose", Profile::Hybrid),
];

/// What a good model answers to a request as it came over the wire, and which task it is.
fn answer(seen: &Seen) -> Option<(&'static str, String)> {
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    // who was refused asks again without a schema
    let name = body["response_format"]["json_schema"]["name"].as_str()?;
    let task = TASKS
        .iter()
        .map(|(task, _)| *task)
        .find(|task| name == *task)
        .unwrap_or_else(|| panic!("no task of {name}"));
    let messages = body["messages"].as_array().unwrap();
    let prompt = Prompt {
        task,
        version: 1,
        system: String::new(),
        user: messages.last().unwrap()["content"]
            .as_str()
            .unwrap()
            .to_owned(),
        schema: Value::Null,
        answer_tokens: 100,
    };
    Some((task, good(&prompt).unwrap()))
}

/// The ways to go wrong besides hostile texts; the good answer goes in.
fn plays(good: &str) -> Vec<(&'static str, Play)> {
    let half: String = good.chars().take(good.chars().count() / 2).collect();
    vec![
        ("good", Play::Answer(good.to_owned())),
        ("truncated", Play::CutOff(half)),
        (
            "slow",
            Play::Slow(Duration::from_millis(30), good.to_owned()),
        ),
        (
            "malformed",
            Play::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n<html>no>".to_vec()),
        ),
        ("broken off", Play::Broken(good.to_owned())),
        ("hung up", Play::Hangup),
        ("refused", Play::Status(422, "", "{}".to_owned())),
    ]
}

#[test]
fn no_codec_lets_anything_unproved_through() {
    let Some((engine, shelf)) = engine() else {
        return;
    };
    let mut checked = 0;
    for (wrong, profile) in TASKS {
        let texts = hostile();
        let kinds = plays("").len() + texts.len();
        for kind in 0..kinds {
            let met = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&met);
            let hostile: Vec<String> = texts.iter().map(|(_, text)| (*text).to_owned()).collect();
            let server = Server::start(Provider::OpenAi, move |_, seen| {
                let Some((task, good)) = answer(seen) else {
                    return Play::Status(422, "", "{}".to_owned());
                };
                if task != wrong {
                    return Play::Answer(good);
                }
                count.fetch_add(1, Ordering::SeqCst);
                let mut plays = plays(&good);
                if kind < plays.len() {
                    plays.swap_remove(kind).1
                } else {
                    Play::Answer(hostile[kind - plays.len()].clone())
                }
            });
            let mut endpoint = server.endpoint(Provider::OpenAi);
            // what fails at once is asked again elsewhere
            endpoint.limits.attempts = 1;
            let permit = Permit::ask(&endpoint, &Terms::default()).unwrap();
            let client = Arc::new(Client::open(endpoint, None, &permit).unwrap());
            let session = client.session(Arc::new(Unobserved), Cancel::default(), None);
            let encounter = encounter(NOTE);
            let run = profile
                .engine(engine, shelf, Arc::new(session))
                .run(&encounter, &RunOptions::default());
            prove(&encounter, &run);
            // a model may say that there is nothing; whatever else goes wrong loses nothing
            let nothing = texts
                .get(kind.wrapping_sub(plays("").len()))
                .is_some_and(|(_, text)| text.contains("\"mentions\": []"));
            assert!(
                !run.suggestions.is_empty() || (nothing && wrong == "extract"),
                "{wrong}, play {kind}: nothing is left"
            );
            let cholera = run
                .suggestions
                .iter()
                .any(|s| s.code.to_string() == "A00.0");
            assert!(!cholera, "{wrong}, play {kind}");
            assert!(
                met.load(Ordering::SeqCst) > 0,
                "{wrong}, play {kind}: it was not asked"
            );
            checked += 1;
        }
    }
    assert_eq!(checked, TASKS.len() * (plays("").len() + hostile().len()));
}
