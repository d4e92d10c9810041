//! Every profile against llama.cpp's own server.

use std::sync::Arc;

use coding_engine::RunOptions;
use coding_llm::{Cancel, Client, Endpoint, Permit, Profile, Provider, Terms, Unobserved};

use crate::agents::prove;
use crate::book::{encounter, engine};
use crate::llama;

const NOTE: &str =
    "Assessment and plan:\n1. Type 2 diabetes. HbA1c 8.2.\n2. Essential hypertension.\n";

#[test]
fn every_profile_runs_against_llama_cpp() {
    let Some((engine, shelf)) = engine() else {
        return;
    };
    let llama = match llama::serve() {
        Ok(llama) => llama,
        Err(why) => {
            eprintln!("SKIPPED: no llama.cpp server: {why}");
            return;
        }
    };
    let mut endpoint = Endpoint::new(Provider::OpenAi, &llama.address, "tiny");
    endpoint.limits.answer_tokens = 200;
    endpoint.limits.in_flight = 2;
    let permit = Permit::ask(&endpoint, &Terms::default()).unwrap();
    let client = Arc::new(Client::open(endpoint, None, &permit).unwrap());
    for profile in Profile::ALL.into_iter().filter(|p| p.asks()) {
        let session = client.session(Arc::new(Unobserved), Cancel::default(), None);
        let model = Arc::new(session.clone());
        let encounter = encounter(NOTE);
        let run = profile
            .engine(engine, shelf, model)
            .run(&encounter, &RunOptions::default());
        prove(&encounter, &run);
        let usage = session.usage();
        assert!(usage.calls > 0, "{profile:?}: {usage:?}");
        assert_eq!(usage.failed, 0, "{profile:?}: {:?}", run.problems);
        assert!(usage.tokens_in > 0 && usage.tokens_out > 0, "{usage:?}");
        assert!(run.engine.contains("(tiny)"));
    }
}
