//! Mentions read by a model, held to the note word for word.

use std::sync::Arc;

use clinical_text::TextRange;
use coding_engine::task::{Agent, Extract, Segmented, Spotted, Stated};
use coding_model::{Document, Problem};
use icd10cm::Code;

use crate::anchor::{Anchors, How};
use crate::codec::{self, diagnose, extract, extract::StatedMention};
use crate::desk::{Desk, StoodIn};
use crate::model::{Prompt, Reply};

/// Reads a document's conditions.
pub(crate) struct Extractor {
    desk: Arc<Desk>,
    version: String,
    /// Diagnoses with probable codes, repaired by the closest sentence (MedCodER), instead of terms of the index.
    diagnoses: bool,
    stood_in: StoodIn,
}

impl Extractor {
    /// Code Like Humans' evidence extractor.
    pub(crate) fn of_terms(desk: &Arc<Desk>) -> Self {
        Self::new(desk, extract::TEMPLATE.id(), false)
    }

    /// MedCodER's extraction.
    pub(crate) fn of_diagnoses(desk: &Arc<Desk>) -> Self {
        Self::new(desk, diagnose::TEMPLATE.id(), true)
    }

    fn new(desk: &Arc<Desk>, version: String, diagnoses: bool) -> Self {
        Self {
            desk: Arc::clone(desk),
            version,
            diagnoses,
            stood_in: StoodIn::default(),
        }
    }

    fn prompt(&self, text: &str) -> Prompt {
        let tokens = self.desk.model.answer_tokens();
        if self.diagnoses {
            diagnose::prompt(text, tokens)
        } else {
            extract::prompt(text, tokens)
        }
    }

    fn read(&self, reply: &Reply) -> (Vec<StatedMention>, Vec<Problem>) {
        if self.diagnoses {
            diagnose::read(reply)
        } else {
            extract::read(reply)
        }
    }

    /// The mention, if its quote is in the text.
    fn anchored(
        &self,
        stated: &StatedMention,
        anchors: &Anchors<'_>,
        segmented: &Segmented,
        lost: &mut usize,
    ) -> Option<Spotted> {
        let find = |quote: &str| -> Option<(TextRange, How)> {
            if self.diagnoses {
                anchors.closest(quote)
            } else {
                anchors.find(quote)
            }
        };
        let Some((range, _)) = find(&stated.quote) else {
            *lost += 1;
            return None;
        };
        let mut evidence: Vec<TextRange> = Vec::new();
        for quote in &stated.evidence {
            match find(quote) {
                Some((found, _)) if !found.overlaps(range) => {
                    if !evidence.iter().any(|e| e.overlaps(found)) {
                        evidence.push(found);
                    }
                }
                Some(_) => {}
                None => *lost += 1,
            }
        }
        let codebook = self.desk.codebook();
        let probable: Vec<Code> = stated
            .codes
            .iter()
            .filter_map(|text| Code::parse(text.trim_end_matches(['-', '.', 'x', 'X'])).ok())
            .filter(|code| codebook.entry_of(*code).is_some())
            .collect();
        *lost += stated.codes.len() - probable.len();
        // the sentence that it begins in
        let sentence = segmented
            .sentences
            .partition_point(|s| s.range.start() <= range.start())
            .checked_sub(1)?;
        let in_item = segmented
            .sentences
            .get(sentence)?
            .item
            .is_some_and(|item| item.contains(range));
        Some(Spotted {
            sentence,
            ranges: vec![range],
            assertion: stated.assertion,
            cues: Vec::new(),
            chronic_current: false,
            hits: Vec::new(),
            in_item,
            stated: Some(Arc::new(Stated {
                term: stated.term.clone(),
                probable,
                evidence,
                tried: Vec::new(),
                around: Vec::new(),
            })),
        })
    }
}

impl Agent<Extract> for Extractor {
    fn name(&self) -> &str {
        self.stood_in.name(&self.desk.name)
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn is_available(&self) -> bool {
        self.desk.model.is_available()
    }

    fn perform(
        &self,
        (document, segmented): (&Document, &Segmented),
        problems: &mut Vec<Problem>,
    ) -> Vec<Spotted> {
        let pieces = pieces(&document.text, self.desk.model.note_chars());
        let prompts: Vec<Prompt> = pieces
            .iter()
            .filter_map(|r| r.slice(&document.text))
            .map(|text| self.prompt(text))
            .collect();
        let answers = self.desk.ask(&prompts);
        let sentences = segmented.sentences.iter().map(|s| s.range).collect();
        let anchors = Anchors::new(&document.text, sentences);
        let mut out: Vec<Spotted> = Vec::new();
        let (mut errors, mut unread, mut lost) = (Vec::new(), Vec::new(), 0);
        for (piece, answer) in pieces.iter().zip(answers) {
            let reply = match answer {
                Ok(reply) => reply,
                Err(error) => {
                    errors.push(error);
                    unread.push(*piece);
                    continue;
                }
            };
            let (stated, found) = self.read(&reply);
            if stated.is_empty() && !found.is_empty() {
                // nothing that could be used is no reading
                unread.push(*piece);
            }
            super::add(found, problems);
            let mut found_any = false;
            for mention in &stated {
                let Some(spotted) = self.anchored(mention, &anchors, segmented, &mut lost) else {
                    continue;
                };
                found_any = true;
                let known = |s: &Spotted| s.ranges == spotted.ranges && s.stated == spotted.stated;
                if !out.iter().any(known) {
                    out.push(spotted);
                }
            }
            if !stated.is_empty() && !found_any {
                // who quotes nothing of the text has not read it
                unread.push(*piece);
            }
        }
        let task = if self.diagnoses {
            diagnose::TEMPLATE.task
        } else {
            extract::TEMPLATE.task
        };
        codec::dropped(
            task,
            lost,
            "words that are not in the text, or codes that are not in the release",
            problems,
        );
        if !unread.is_empty() {
            let why = if errors.is_empty() {
                "its answer could not be used".to_owned()
            } else {
                super::reasons(&errors)
            };
            self.stood_in.note("extract", &why, problems);
            let local = &*self.desk.local;
            let found = Agent::<Extract>::perform(local, (document, segmented), problems);
            let within = |s: &Spotted| {
                let start = s.ranges.first().map(|r| r.start());
                unread
                    .iter()
                    .any(|p| start.is_some_and(|at| p.start() <= at && at < p.end()))
            };
            out.extend(found.into_iter().filter(within));
        }
        out
    }
}

/// A text in pieces of at most so many characters, cut at line ends where there are some.
fn pieces(text: &str, most: usize) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = text.get(start..).unwrap_or("");
        let mut end = match rest.char_indices().nth(most) {
            Some((at, _)) => start + at,
            None => text.len(),
        };
        if end < text.len() {
            let piece = text.get(start..end).unwrap_or("");
            let cut = piece.rfind('\n').or_else(|| piece.rfind(' '));
            if let Some(at) = cut.filter(|at| *at > piece.len() / 2) {
                end = start + at + 1;
            }
        }
        let range = TextRange::new(start, end);
        if range.slice(text).is_some_and(|t| !t.trim().is_empty()) {
            pieces.push(range);
        }
        start = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_a_text_and_cut_no_line() {
        let text = "one two\n".repeat(50);
        let pieces = pieces(&text, 100);
        let joined: String = pieces.iter().filter_map(|p| p.slice(&text)).collect();
        assert_eq!(joined, text);
        assert!(pieces.len() > 3);
        for piece in &pieces {
            assert!(piece.slice(&text).unwrap().ends_with('\n'));
        }
        assert!(super::pieces("   \n ", 10).is_empty());
        assert_eq!(super::pieces("ééééé", 2).len(), 3);
    }
}
