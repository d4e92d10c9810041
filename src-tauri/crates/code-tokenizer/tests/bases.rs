//! Two tokenizers of different kinds are trained here, extended with the codes of a release, and proven.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::path::PathBuf;

use code_tokenizer::{Built, Depth, RowKind, Spellings, build, check};
use icd10cm::{Codebook, Part, PartSource, Release, SourceFile};
use tokenizers::models::bpe::{BPE, BpeTrainerBuilder};
use tokenizers::models::wordpiece::{WordPiece, WordPieceTrainerBuilder};
use tokenizers::models::{ModelWrapper, TrainerWrapper};
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::processors::template::TemplateProcessing;
use tokenizers::{AddedToken, Tokenizer};

const TABULAR: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version><introduction/>
<chapter><name>4</name><desc>Endocrine diseases (E08-E13)</desc>
<sectionIndex><sectionRef first="E08" last="E13" id="E08-E13">Diabetes mellitus</sectionRef></sectionIndex>
<section id="E08-E13"><desc>Diabetes mellitus (E08-E13)</desc>
<diag><name>E11</name><desc>Type 2 diabetes mellitus</desc>
 <diag><name>E11.6</name><desc>Type 2 diabetes mellitus with other complications</desc>
  <diag><name>E11.65</name><desc>Type 2 diabetes mellitus with hyperglycemia</desc></diag>
  <diag><name>E11.69</name><desc>Type 2 diabetes mellitus with other complication</desc></diag></diag>
 <diag><name>E11.9</name><desc>Type 2 diabetes mellitus without complications</desc></diag></diag>
<diag><name>E13</name><desc>Other diabetes mellitus</desc></diag>
</section></chapter>
<chapter><name>20</name><desc>External causes (W00-W19)</desc>
<sectionIndex><sectionRef first="W00" last="W19" id="W00-W19">Falls</sectionRef></sectionIndex>
<section id="W00-W19"><desc>Slipping, tripping, stumbling and falls (W00-W19)</desc>
<diag><name>W01</name><desc>Fall on same level</desc>
 <sevenChrDef><extension char="A">initial encounter</extension><extension char="D">subsequent encounter</extension><extension char="S">sequela</extension></sevenChrDef>
 <diag placeholder="true"><name>W01.0</name><desc>Fall on same level without striking against object</desc></diag></diag>
</section></chapter></ICD10CM.tabular>"#;

/// Texts of ours, beside the titles: notes as they are written.
const TEXTS: &[&str] = &[
    "Assessment: stable on metformin. The patient is followed for this. Return in 3 weeks.",
    "Diagnostic: suivi à 6 mois… code=1&date=2026-04-01 \"quoted\" (bracketed) [1]; Dx: 1.5 / 2",
    "H1N1 influenza, vitamin B-12 low, HbA1c 7.2 %, T-12 to L1 fracture, SpO2 94 %, I10_note x",
];

fn codebook(xml: &[u8]) -> Codebook {
    let file = SourceFile {
        part: Part::Tabular,
        origin: PartSource::Official,
        bytes: xml,
    };
    Codebook::compile(Release::from_name("FY2026-04").unwrap(), &[file]).0
}

fn texts(book: &Codebook) -> Vec<String> {
    let titles = book.entries().map(|e| e.title().to_owned());
    TEXTS
        .iter()
        .map(|t| (*t).to_owned())
        .chain(titles)
        .collect()
}

/// Byte-level BPE as the GPT and Llama families have it.
fn byte_level(book: &Codebook) -> Vec<u8> {
    let mut tokenizer = Tokenizer::new(ModelWrapper::BPE(BPE::default()));
    let bytes = ByteLevel::new(false, true, true);
    tokenizer
        .with_pre_tokenizer(Some(bytes))
        .with_decoder(Some(bytes))
        .with_post_processor(Some(bytes));
    let trainer = BpeTrainerBuilder::new()
        .vocab_size(3000)
        .show_progress(false)
        .initial_alphabet(ByteLevel::alphabet().into_iter().collect())
        .special_tokens(vec![AddedToken::from("<|endoftext|>", true)])
        .build();
    let mut trainer = TrainerWrapper::BpeTrainer(trainer);
    tokenizer
        .train(&mut trainer, texts(book).into_iter())
        .unwrap();
    tokenizer.to_string(false).unwrap().into_bytes()
}

/// Lower-casing WordPiece as the BERT family has it, with its special tokens around every text.
fn word_piece(book: &Codebook) -> Vec<u8> {
    let model = WordPiece::builder()
        .unk_token("[UNK]".to_owned())
        .build()
        .unwrap();
    let mut tokenizer = Tokenizer::new(ModelWrapper::WordPiece(model));
    tokenizer
        .with_normalizer(Some(BertNormalizer::new(true, true, None, true)))
        .with_pre_tokenizer(Some(BertPreTokenizer))
        .with_decoder(Some(tokenizers::decoders::wordpiece::WordPiece::default()));
    let special = |text: &str| AddedToken::from(text, true);
    let trainer = WordPieceTrainerBuilder::new()
        .vocab_size(3000)
        .show_progress(false)
        .special_tokens(["[UNK]", "[CLS]", "[SEP]"].map(special).to_vec())
        .build();
    let mut trainer = TrainerWrapper::WordPieceTrainer(trainer);
    tokenizer
        .train(&mut trainer, texts(book).into_iter())
        .unwrap();
    let ids = ["[CLS]", "[SEP]"].map(|t| (t, tokenizer.token_to_id(t).unwrap()));
    let template = TemplateProcessing::builder()
        .try_single("[CLS] $A [SEP]")
        .unwrap()
        .special_tokens(ids.to_vec())
        .build()
        .unwrap();
    tokenizer.with_post_processor(Some(template));
    tokenizer.to_string(false).unwrap().into_bytes()
}

fn prove(name: &str, base: &[u8], book: &Codebook, depth: Depth) -> Built {
    let built = build(base, book, Spellings::Both).unwrap();
    let report = check(
        built.tokenizer.as_bytes(),
        Some(base),
        book,
        Spellings::Both,
        depth,
    )
    .unwrap();
    assert_eq!(report.fault_count, 0, "{name}: {:#?}", report.faults);
    assert_eq!(report.codes, book.all_codes().count(), "{name}");
    assert!(report.texts >= 2 * report.spellings, "{name}: {report:?}");
    assert!(report.unchanged > 3, "{name}: {report:?}");
    let map = &built.initialization;
    assert_eq!(map.rows.len(), report.spellings, "{name}");
    assert_eq!(
        map.vocabulary,
        map.base_vocabulary + map.rows.len(),
        "{name}"
    );
    let base = Tokenizer::from_bytes(base).unwrap();
    for row in &map.rows {
        assert!((row.id as usize) < map.vocabulary, "{name}: {row:?}");
        match row.same_as {
            Some(of) => assert!(of < row.id, "{name}: {row:?}"),
            None => {
                let title = book.title(row.code).unwrap();
                let tokens = base.encode(title, false).unwrap();
                assert_eq!(row.description, tokens.get_ids(), "{name}: {row:?}");
                assert!(!row.siblings.contains(&row.id), "{name}: {row:?}");
                assert_eq!(row.parent.is_none(), row.code.len() == 3, "{name}: {row:?}");
            }
        }
    }
    built
}

#[test]
fn both_kinds_hold_every_code() {
    let book = codebook(TABULAR.as_bytes());
    for (name, base) in [("BPE", byte_level(&book)), ("WordPiece", word_piece(&book))] {
        let built = prove(name, &base, &book, Depth::Whole);
        let again = build(&base, &book, Spellings::Both).unwrap();
        assert_eq!(built.tokenizer, again.tokenizer, "{name}: twice the same");
        let row = |token: &str| {
            let rows = &built.initialization.rows;
            rows.iter().find(|r| r.token == token).unwrap().clone()
        };
        let leaf = row("E11.65");
        assert_eq!(leaf.kind, RowKind::Billable);
        assert_eq!(leaf.parent, Some(row("E11.6").id));
        assert_eq!(leaf.siblings, [row("E11.69").id]);
        assert_eq!(row("E1165").same_as, Some(leaf.id));
        let fall = row("W01.0XXD");
        assert_eq!(fall.parent, Some(row("W01.0").id));
        assert_eq!(fall.siblings, [row("W01.0XXA").id, row("W01.0XXS").id]);
        assert_eq!(row("E11").kind, RowKind::Header);
        assert_eq!(row("E11").siblings, [row("E13").id]);
        assert_eq!(row("E11").parent, None);
    }
}

#[test]
fn the_check_finds_what_is_missing_or_split() {
    let book = codebook(TABULAR.as_bytes());
    let base = byte_level(&book);
    // the base itself lacks every code
    let report = check(&base, Some(&base), &book, Spellings::Dotted, Depth::Whole).unwrap();
    assert_eq!(report.fault_count, book.all_codes().count());
    // the dotted spellings alone do not hold the others
    let dotted = build(&base, &book, Spellings::Dotted).unwrap().tokenizer;
    let report = check(
        dotted.as_bytes(),
        Some(&base),
        &book,
        Spellings::Dotted,
        Depth::Whole,
    )
    .unwrap();
    assert_eq!(report.fault_count, 0, "{:#?}", report.faults);
    let report = check(
        dotted.as_bytes(),
        Some(&base),
        &book,
        Spellings::Both,
        Depth::Whole,
    )
    .unwrap();
    assert_eq!(
        report.fault_count,
        book.all_codes().filter(|c| c.len() > 3).count()
    );
    // tokens that are found inside words change what is no code
    let mut careless = Tokenizer::from_bytes(&base).unwrap();
    let tokens: Vec<AddedToken> = book
        .all_codes()
        .map(|c| AddedToken::from(c.to_string(), false))
        .collect();
    careless.add_tokens(&tokens);
    let careless = careless.to_string(false).unwrap();
    let report = check(
        careless.as_bytes(),
        Some(&base),
        &book,
        Spellings::Dotted,
        Depth::Whole,
    )
    .unwrap();
    assert!(report.fault_count > 0, "E11.9x is no code");
    assert!(check(b"{}", None, &book, Spellings::Dotted, Depth::Whole).is_err());
}

#[test]
fn every_code_of_a_whole_release_is_one_token() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/codeset/FY2026-04/icd10c-tabular-April-1-2026.xml");
    let Ok(xml) = std::fs::read(&path) else {
        eprintln!("SKIPPED: the Tabular List of FY2026-04 is not beside the project");
        return;
    };
    let book = codebook(&xml);
    assert!(book.all_codes().count() > 97_000);
    for (name, base) in [("BPE", byte_level(&book)), ("WordPiece", word_piece(&book))] {
        prove(name, &base, &book, Depth::Rotating);
    }
}
