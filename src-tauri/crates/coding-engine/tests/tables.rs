//! Every row of the carried tables against a whole release. Needs the release beside the project and says so where
//! it is missing.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use coding_engine::Lexicon;
use coding_engine::lexicon::Stem;
use coding_engine::search::{LookupOptions, Search};

/// Categories of abbreviations that name a condition.
const CONDITIONS: [&str; 2] = ["diagnosis", "symptom"];

/// Terms that have no default code and must not be given one: the provider is asked what is meant (Guidelines
/// I.C.1.d.1.a.ii, FY2026).
const NO_DEFAULT: [&str; 1] = ["urosepsis"];

#[test]
fn every_code_of_the_tables_is_in_the_release() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let (lexicon, _) = Lexicon::carried();
    let mut wrong: Vec<String> = Vec::new();
    let mut rows = 0;
    let mut check = |table: &str, phrase: &str, stem: Stem| {
        rows += 1;
        let below = book.entry_of(stem.code).map(|e| e.billable_codes().count());
        if below.unwrap_or(0) == 0 {
            wrong.push(format!("{table}: {phrase} {:?}", stem.code));
        }
    };
    for (table, phrases) in [
        ("status", &lexicon.status),
        ("stages", &lexicon.stages),
        ("organisms", &lexicon.organisms),
    ] {
        for row in phrases {
            check(table, &row.phrase, row.code);
        }
    }
    for drug in &lexicon.drugs {
        check("long_term_drugs", &drug.drug, drug.code);
    }
    for (symptom, cause) in &lexicon.integral {
        check("integral_symptoms", "", *symptom);
        check("integral_symptoms", "", *cause);
    }
    eprintln!(
        "{rows} codes of the tables, {} not in the release",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_class_of_drugs_is_one_and_has_its_row() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let (lexicon, _) = Lexicon::carried();
    let table = book.book(icd10cm::BookKind::Drug);
    let rows = lexicon.rows("drug_rows");
    assert!(rows.len() > 40);
    for row in rows {
        let [class, term, ..] = row.as_slice() else {
            panic!("{row:?} lacks a column");
        };
        let of = |drug: &str| drug.split(" (").next() == Some(class);
        assert!(lexicon.drugs.iter().any(|d| of(&d.class)), "{class}");
        let node = table.find(&[term]).unwrap_or_else(|| panic!("{term}"));
        assert!(node.cells().any(|c| c.code.is_some()), "{term}");
    }
}

#[test]
fn every_drug_is_coded_as_in_the_table_of_drugs() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let (lexicon, _) = Lexicon::carried();
    let table = book.book(icd10cm::BookKind::Drug);
    let column = table
        .heads()
        .position(|h| h.to_lowercase().contains("adverse"))
        .and_then(|i| u8::try_from(i + 1).ok())
        .unwrap();
    let official: std::collections::HashMap<String, icd10cm::Code> = table
        .main_terms()
        .filter_map(|m| Some((m.title().to_lowercase(), m.cell(column)?.code)))
        .collect();
    let mut wrong = Vec::new();
    let mut same = 0;
    for row in lexicon.rows("drug_classes") {
        let [name, stem, ..] = row.as_slice() else {
            panic!("{row:?} lacks a column");
        };
        if stem == "-" {
            continue;
        }
        let code = icd10cm::Code::parse(stem).unwrap();
        if book.entry_of(code).is_none() {
            wrong.push(format!("{name}: {stem} is not in the release"));
        }
        let drug = "T36"..="T50";
        match official.get(name.as_str()) {
            Some(o) if drug.contains(&o.category().undotted()) && !o.starts_with(code) => {
                wrong.push(format!("{name}: {stem}, in the table {o}"));
            }
            Some(_) => same += 1,
            None => {}
        }
    }
    assert!(same > 50, "{same}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_condition_of_pregnancy_reaches_its_time() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let (lexicon, _) = Lexicon::carried();
    let canon = std::sync::Arc::new(coding_engine::dictionary::Canon::new(&lexicon, book));
    let completer = coding_engine::complete::Completer::new(book.clone(), canon, &lexicon);
    let mut wrong = Vec::new();
    for row in lexicon.rows("pregnancy") {
        let stem = Stem::parse(&row[1]).unwrap();
        let after = row.get(4).and_then(|s| Stem::parse(s));
        for (time, trimester, delivery, puerperium) in [
            ("third trimester", Some(3), false, false),
            ("childbirth", Some(3), true, false),
            ("puerperium", None, false, true),
        ] {
            let around = coding_engine::complete::Surroundings {
                period: coding_engine::extract::period::Period {
                    trimester,
                    delivery,
                    puerperium,
                },
                ..Default::default()
            };
            let stem = after.filter(|_| puerperium).unwrap_or(stem);
            let done = completer.complete(stem.code, &around).map(|c| c.code);
            let title = done
                .and_then(|c| book.title(c))
                .unwrap_or_default()
                .to_lowercase();
            // infections and venous disorders have codes of trimesters only, a scar none of a time
            let by_trimester = ["O22", "O23", "O34"].iter().any(|c| row[1].starts_with(c));
            let following =
                puerperium && (title.contains("following delivery") || row[1].starts_with("O34"));
            let positive = row[1].starts_with("O34") && !puerperium;
            if !(title.contains(time)
                || delivery && by_trimester
                || following
                || positive
                || time == "third trimester" && title.ends_with("complicating pregnancy"))
            {
                wrong.push(format!("{} {time}: {done:?} {title}", row[1]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_expansion_leads_somewhere() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let (lexicon, _) = Lexicon::carried();
    let search = Search::build(book, &lexicon);
    let options = LookupOptions {
        limit: 1,
        prefix: false,
    };
    let mut asked: Vec<&str> = lexicon
        .lay_terms
        .iter()
        .map(|r| r.target.as_str())
        .collect();
    asked.extend(
        lexicon
            .abbreviations
            .iter()
            .filter(|a| CONDITIONS.contains(&a.category.as_str()))
            .map(|a| a.expansion.as_str()),
    );
    asked.sort_unstable();
    asked.dedup();
    let dead: Vec<&str> = asked
        .iter()
        .copied()
        .filter(|phrase| !NO_DEFAULT.contains(phrase))
        .filter(|phrase| search.lookup(book, phrase, options).results.is_empty())
        .collect();
    eprintln!("{} expansions, {} lead nowhere", asked.len(), dead.len());
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn cues_of_drugs_and_reasons_say_what_they_are() {
    let (lexicon, _) = Lexicon::carried();
    for row in lexicon.rows("drug_cues") {
        let [words, role, effect, needs, ..] = row.as_slice() else {
            panic!("a row of drug_cues has four columns: {row:?}");
        };
        let is_cue = matches!(role.as_str(), "before" | "behind");
        let known = ["between", "own", "turned", "nothing"].contains(&role.as_str());
        assert!(!words.is_empty() && (is_cue || known), "{row:?}");
        let says = ["underdosing", "accidental", "adverse"].contains(&effect.as_str());
        assert_eq!(is_cue, says, "what a cue says: {row:?}");
        assert!(needs.is_empty() || role == "before", "{row:?}");
        let asked = needs.replace("own or manner", "own");
        for need in asked.split_whitespace() {
            let known = ["own", "unbidden", "manifestation", "unturned"].contains(&need);
            assert!(known, "{row:?}");
        }
    }
    let reasons = ["hardship", "choice", "mistake", "none"];
    for row in lexicon.rows("underdosing_reasons") {
        assert!(
            row.get(1).is_some_and(|r| reasons.contains(&r.as_str())),
            "{row:?}"
        );
    }
}

#[test]
fn what_a_drug_or_a_stroke_causes_is_named_by_its_row() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let (lexicon, _) = Lexicon::carried();
    let title = |code: &str| {
        let code = icd10cm::Code::parse(code).unwrap();
        book.title(code).unwrap_or_default().to_lowercase()
    };
    let named = |condition: &str| {
        let stem = Stem::parse(condition).unwrap();
        book.entry_of(stem.code).is_some()
    };
    let rows = lexicon.rows("drug_induced");
    assert!(rows.len() > 40, "{}", rows.len());
    for row in rows {
        assert!(named(&row[0]), "{row:?}");
        assert_eq!(title(&row[2]), row[3].to_lowercase(), "{row:?}");
        assert!(
            book.is_billable(icd10cm::Code::parse(&row[2]).unwrap()),
            "{row:?}"
        );
        assert!(row[1].is_empty() || row[1].starts_with('T'), "{row:?}");
    }
    // a row for some drugs comes before the one for all
    for pair in rows.windows(2) {
        assert!(
            pair[0][0] != pair[1][0] || !pair[0][1].is_empty(),
            "{pair:?}"
        );
    }
    let rows = lexicon.rows("stroke_deficits");
    assert!(rows.len() > 10, "{}", rows.len());
    for row in rows {
        assert!(named(&row[0]), "{row:?}");
        let sided = row[1].ends_with('-');
        let code = row[1].replace('-', "1");
        assert!(
            book.is_billable(icd10cm::Code::parse(&code).unwrap()),
            "{row:?}"
        );
        assert!(
            title(&code).contains("following cerebral infarction"),
            "{row:?}"
        );
        assert_eq!(sided, title(&code).contains("right dominant"), "{row:?}");
    }
}
