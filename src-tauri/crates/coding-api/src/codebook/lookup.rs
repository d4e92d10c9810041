//! What the index and the Tabular List offer for a phrase.

use crate::ApiError;
use crate::codeset::Edition;
use crate::dto::{LookupDto, MeaningDto, NodeRef, ResultDto};

use coding_engine::search::{Found, LookupOptions, Meaning};
use icd10cm::Code;

/// The longest phrase that is looked up; longer ones are cut there.
const LONGEST: usize = 400;

/// What a release offers for a phrase, best first. With `prefix` the last word may be unfinished.
///
/// # Errors
/// [`crate::ErrorCode::Outside`] where the search cannot be opened.
pub fn lookup(
    edition: &Edition,
    phrase: &str,
    limit: usize,
    prefix: bool,
) -> Result<LookupDto, ApiError> {
    let phrase: String = phrase.chars().take(LONGEST).collect();
    let search = edition.search()?;
    let options = LookupOptions { limit, prefix };
    let found = match edition.synonyms()? {
        Some(synonyms) => search.lookup_with(edition.codebook(), &phrase, options, &synonyms),
        None => search.lookup(edition.codebook(), &phrase, options),
    };
    let meaning = |meaning: Meaning| MeaningDto {
        query: written_out(&phrase, &meaning.short, &meaning.expansion),
        short: meaning.short,
        expansion: meaning.expansion,
        source: meaning.source,
    };
    Ok(LookupDto {
        results: found.results.into_iter().map(result).collect(),
        notices: found.notices,
        expanded: found.expanded.into_iter().map(meaning).collect(),
        ambiguous: found.ambiguous.into_iter().map(meaning).collect(),
    })
}

/// The phrase with the short form written out where it first stands as a word of its own: "ms" does not stand in
/// "symptoms".
fn written_out(phrase: &str, short: &str, expansion: &str) -> String {
    let apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let found = phrase.match_indices(short).find_map(|(at, word)| {
        let (before, rest) = phrase.split_at(at);
        let after = rest.get(word.len()..)?;
        (apart(before.chars().next_back()) && apart(after.chars().next()))
            .then(|| [before, expansion, after].concat())
    });
    found.unwrap_or_else(|| phrase.to_owned())
}

/// How the score came about by which a look-up offers a code, an indented line a part; `None` where it does not
/// offer it.
pub(crate) fn explanation(
    edition: &Edition,
    phrase: &str,
    code: &str,
    limit: usize,
) -> Result<Option<String>, ApiError> {
    let phrase: String = phrase.chars().take(LONGEST).collect();
    let options = LookupOptions {
        limit,
        prefix: false,
    };
    let search = edition.search()?;
    let tree = Code::parse(code)
        .ok()
        .and_then(|code| search.explain(edition.codebook(), &phrase, code, options));
    Ok(tree.map(|tree| tree.to_string()))
}

fn result(found: Found) -> ResultDto {
    ResultDto {
        code: found.code.to_string(),
        title: found.title,
        billable: found.billable,
        source: path_source(found.source).to_owned(),
        path: found.path,
        node: found.node.map(|(book, node)| NodeRef {
            book: book.into(),
            node,
        }),
        score: found.score,
        guessed: found.guessed,
    }
}

/// "official", "starter", "derived", "tabular".
pub(crate) fn path_source(source: coding_model::Source) -> &'static str {
    match source {
        coding_model::Source::Official => "official",
        coding_model::Source::Starter => "starter",
        coding_model::Source::Derived => "derived",
        coding_model::Source::Tabular => "tabular",
    }
}
