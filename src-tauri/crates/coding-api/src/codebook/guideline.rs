//! The Official Guidelines beside a release: which there are, which bear on a code, and one of them whole.

use clinical_text::TextRange;
use icd10cm::{Bearing, Code, Codebook, Guideline, Mention};

use super::tabular;
use crate::codeset::{Beside, Edition, Library};
use crate::convert::Utf16;
use crate::dto::{
    GuidelineDto, GuidelineLinkDto, GuidelineListDto, GuidelineRowDto, NoteRefDto, name_of,
};
use crate::{ApiError, ErrorCode};

/// What to do where no guidelines are installed.
const NONE: &str = "no Official Guidelines are installed; get their text and install it with: \
                    codetrail-cli codeset install --from FILE.txt";

/// All guidelines in the order of their text; with a code those that bear on it, nearest first; with words those
/// that hold them all.
///
/// # Errors
/// [`ErrorCode::NotFound`] or [`ErrorCode::Input`] where the code is none of the release. That no guidelines are
/// installed is a notice, not an error.
pub fn guideline_list(
    library: &Library,
    edition: &Edition,
    code: Option<&str>,
    words: Option<&str>,
) -> Result<GuidelineListDto, ApiError> {
    let code = code
        .map(|text| tabular::find(edition, text))
        .transpose()?
        .map(|(entry, code)| code.or_else(|| entry.code()).ok_or(entry.chapter()));
    let Some(beside) = library.guidelines(edition) else {
        return Ok(GuidelineListDto {
            year: None,
            notice: Some(NONE.to_owned()),
            rows: Vec::new(),
        });
    };
    let all = beside.guidelines.all();
    let mut rows: Vec<(usize, Option<Bearing>)> = match code {
        None => (0..all.len()).map(|i| (i, None)).collect(),
        Some(Ok(code)) => beside
            .guidelines
            .of_code(edition.codebook(), code)
            .into_iter()
            .map(|(i, b)| (i, Some(b)))
            .collect(),
        Some(Err(chapter)) => {
            let number = chapter.label().parse::<u8>().ok();
            (0..all.len())
                .filter(|i| number.is_some() && all.get(*i).is_some_and(|g| g.chapter == number))
                .map(|i| (i, Some(Bearing::Chapter)))
                .collect()
        }
    };
    if let Some(words) = words.filter(|w| !w.trim().is_empty()) {
        let found = beside.guidelines.search(words);
        let bearing = |i: usize| rows.iter().find(|(row, _)| *row == i).map(|(_, b)| *b);
        rows = found
            .into_iter()
            .filter_map(|i| bearing(i).map(|b| (i, b)))
            .collect();
    }
    Ok(GuidelineListDto {
        year: beside.year,
        notice: beside.notice,
        rows: rows
            .into_iter()
            .filter_map(|(i, bearing)| Some(row(all.get(i)?, bearing)))
            .collect(),
    })
}

/// One guideline by its number, in any customary writing.
///
/// # Errors
/// [`ErrorCode::NotFound`] where there is none of that number, with the nearest one there is, or where no
/// guidelines are installed.
pub fn guideline(
    library: &Library,
    edition: &Edition,
    number: &str,
) -> Result<GuidelineDto, ApiError> {
    let shown: String = number.trim().chars().take(40).collect();
    let missing = |found: String| {
        ApiError::new(
            ErrorCode::NotFound,
            format!("opening guideline {shown}: {found}"),
        )
    };
    let Some(beside) = library.guidelines(edition) else {
        return Err(missing(NONE.to_owned()));
    };
    let guidelines = &beside.guidelines;
    let all = guidelines.all();
    let Some((at, found)) = guidelines
        .find(number)
        .and_then(|at| Some((at, all.get(at)?)))
    else {
        let near = guidelines
            .nearest(number)
            .and_then(|at| all.get(at))
            .map_or_else(
                || "sections are I to IV".to_owned(),
                |g| format!("the nearest is {} {}", g.number, g.title),
            );
        return Err(missing(format!(
            "{} have none of that number; {near}",
            name(&beside)
        )));
    };
    let of = |i: usize| all.get(i).map(|g| row(g, None));
    let utf16 = Utf16::new(&found.text);
    let links = guidelines.links(at).into_iter().filter_map(|(range, to)| {
        let span = utf16.span(TextRange::new(range.start, range.end))?;
        Some(GuidelineLinkDto {
            start: span.start,
            end: span.end,
            number: all.get(to)?.number.clone(),
        })
    });
    Ok(GuidelineDto {
        year: beside.year,
        notice: beside.notice.clone(),
        citation: format!("{}, {}", name(&beside), found.number),
        number: found.number.clone(),
        title: found.title.clone(),
        text: found.text.clone(),
        refs: references(edition.codebook(), found, &utf16),
        links: links.collect(),
        lineage: guidelines.lineage(at).into_iter().filter_map(of).collect(),
        children: guidelines.children(at).filter_map(of).collect(),
        previous: at.checked_sub(1).and_then(of),
        next: of(at + 1),
    })
}

/// "Official Guidelines FY2026".
fn name(beside: &Beside) -> String {
    beside.year.map_or_else(
        || "Official Guidelines".to_owned(),
        |year| format!("Official Guidelines FY{year}"),
    )
}

fn row(guideline: &Guideline, bearing: Option<Bearing>) -> GuidelineRowDto {
    GuidelineRowDto {
        number: guideline.number.clone(),
        title: guideline.title.clone(),
        depth: guideline.depth,
        chapter: guideline.chapter,
        has_text: !guideline.text.is_empty(),
        bearing: bearing.map(|b| name_of(&b)),
    }
}

/// The codes named in the text; a range opens its first entry.
fn references(codebook: &Codebook, guideline: &Guideline, utf16: &Utf16<'_>) -> Vec<NoteRefDto> {
    let reference = |mention: &Mention| {
        let range = mention.range.clone()?;
        let span = utf16.span(TextRange::new(range.start, range.end))?;
        let entry = codebook.entry_of(mention.first)?;
        let count = match mention.last {
            Some(last) => between(codebook, mention.first, last),
            None if codebook.is_billable(mention.first) => 1,
            None => entry.billable_codes().count(),
        };
        Some(NoteRefDto {
            start: span.start,
            end: span.end,
            code: mention.first.to_string(),
            count: u32::try_from(count).unwrap_or(u32::MAX),
        })
    };
    guideline.mentions.iter().filter_map(reference).collect()
}

/// How many billable codes a range holds.
fn between(codebook: &Codebook, first: Code, last: Code) -> usize {
    let from = codebook.ordinal(first);
    let to = codebook
        .entry_of(last)
        .and_then(|e| e.billable_codes().last())
        .and_then(|c| codebook.ordinal(c));
    match (from, to) {
        (Some(from), Some(to)) if to >= from => usize::try_from(to - from + 1).unwrap_or(0),
        _ => 0,
    }
}
