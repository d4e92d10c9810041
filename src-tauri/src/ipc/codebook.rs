//! The book.

use coding_api::dto::{
    BookDto, CodeHistoryDto, DifferenceDto, DifferenceQueryDto, ExportedDto, FavouriteListDto,
    FavouritesImportedDto, GuidelineDto, GuidelineListDto, IndexEntryDto, IndexLineDto, LookupDto,
    NodeRef, SynonymListDto, TabularDto,
};

use coding_api::training::require_no_examination;

use super::command::commands;

commands! {
    /// What the book offers for words that are being typed.
    lookup(release: String, query: String, limit: usize) -> LookupDto = |app| {
        require_no_examination(app, "searching the book")?;
        coding_api::lookup(&*app.library().open(&release)?, &query, limit, true)
    };
    /// Main terms from a prefix on.
    index_main_terms(release: String, book: BookDto, prefix: String, limit: usize) -> Vec<IndexLineDto> =
        |app| Ok(coding_api::index_main_terms(&*app.library().open(&release)?, book, &prefix, limit));
    /// An entry of an index or table.
    index_entry(release: String, at: NodeRef) -> IndexEntryDto =
        |app| coding_api::index_entry(&*app.library().open(&release)?, at);
    /// An entry of the Tabular List.
    tabular_entry(release: String, code: String) -> TabularDto =
        |app| coding_api::tabular_entry(app.library(), &*app.library().open(&release)?, &code);
    /// The Official Guidelines: all, or those for a code or with words.
    guideline_list(release: String, code: Option<String>, words: Option<String>) -> GuidelineListDto = |app| {
        require_no_examination(app, "reading the Guidelines")?;
        let edition = app.library().open(&release)?;
        coding_api::guideline_list(app.library(), &edition, code.as_deref(), words.as_deref())
    };
    /// One of the Official Guidelines.
    guideline(release: String, number: String) -> GuidelineDto = |app| {
        require_no_examination(app, "reading the Guidelines")?;
        coding_api::guideline(app.library(), &*app.library().open(&release)?, &number)
    };
    /// What changed between two releases.
    code_difference(one: String, other: String, query: DifferenceQueryDto) -> DifferenceDto = |app| {
        require_no_examination(app, "comparing releases")?;
        coding_api::code_difference(app.library(), &one, &other, &query)
    };
    /// A code through all installed releases.
    code_history(code: String) -> CodeHistoryDto = |app| {
        require_no_examination(app, "following a code through the releases")?;
        coding_api::code_history(app.library(), &code)
    };
    /// Rows of the synonym layer.
    synonym_list(release: String, words: String, limit: usize) -> SynonymListDto =
        |app| coding_api::synonym_list(app, &*app.library().open(&release)?, &words, limit);
    /// Adds a row to the synonym layer.
    synonym_add(release: String, short: String, expansion: String) -> SynonymListDto =
        |app| coding_api::synonym_add(app, &*app.library().open(&release)?, &short, &expansion);
    /// Turns a row of the synonym layer on or off.
    synonym_enable(release: String, short: String, expansion: String, enabled: bool) -> SynonymListDto = |app| {
        let edition = app.library().open(&release)?;
        coding_api::synonym_enable(app, &edition, &short, &expansion, enabled)
    };
    /// Takes one's own row out of the synonym layer.
    synonym_remove(release: String, short: String, expansion: String) -> SynonymListDto =
        |app| coding_api::synonym_remove(app, &*app.library().open(&release)?, &short, &expansion);
    /// One's favourite codes with their sticky notes.
    favourite_list(release: String) -> FavouriteListDto =
        |app| coding_api::favourite_list(app, &*app.library().open(&release)?);
    /// Keeps a code as a favourite, or changes its sticky note.
    favourite_put(release: String, code: String, note: Option<String>) -> FavouriteListDto =
        |app| coding_api::favourite_put(app, &*app.library().open(&release)?, &code, note.as_deref());
    /// Takes a code out of the favourites.
    favourite_remove(release: String, code: String) -> FavouriteListDto =
        |app| coding_api::favourite_remove(app, &*app.library().open(&release)?, &code);
    /// Writes the favourites into a file.
    favourite_save() -> ExportedDto = |app| coding_api::favourite_save(app);
    /// Adds the favourites of a file.
    favourite_import(release: String, text: String) -> FavouritesImportedDto =
        |app| coding_api::favourite_import(app, &*app.library().open(&release)?, &text);
}
