//! A search that knows nearness in meaning: learnt once, and kept beside what was built.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use coding_engine::Lexicon;
use coding_engine::search::{Embedder, Search, Training};
use icd10cm::Codebook;
use mapped::{File, FileWriter};

/// The search of a release; with a model unless `--without-model` is asked for.
pub fn search(book: &Codebook) -> Arc<Search> {
    static MADE: OnceLock<Arc<Search>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let (lexicon, _) = Lexicon::carried();
        let search = Search::build(book, &lexicon);
        if std::env::args().any(|a| a == "--without-model") {
            return Arc::new(search);
        }
        let near = search.nearness(book, learnt(book, &search, &lexicon));
        Arc::new(search.with_nearness(near))
    });
    Arc::clone(made)
}

/// Beside the program: what is learnt again gives the same, unless the release, the tables or the way to learn changed;
/// `--learn` asks for it.
fn learnt(book: &Codebook, search: &Search, lexicon: &Lexicon) -> Embedder {
    let kept: PathBuf = std::env::current_exe().unwrap().with_extension("subword");
    let again = std::env::args().any(|a| a == "--learn");
    if !again && let Ok(file) = File::open(&kept) {
        return Embedder::read(&file, "subword").unwrap();
    }
    let told = |epoch, loss| eprintln!("learning: epoch {epoch}, loss {loss:.3}");
    let (embedder, pairs) = search.learn(book, lexicon, Training::default(), told);
    eprintln!("learnt from {pairs} pairs");
    let mut file = FileWriter::default();
    embedder.write(&mut file, "subword");
    file.write(&kept, "develop").unwrap();
    embedder
}
