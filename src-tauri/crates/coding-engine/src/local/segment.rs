//! Sections, sentences and problem-list items.

use clinical_text::{items, sentences};
use coding_model::{Document, Problem};

use super::{Local, VERSION};
use crate::task::{Agent, Segment, Segmented, Sentence};

impl Agent<Segment> for Local {
    fn name(&self) -> &str {
        "local"
    }

    fn version(&self) -> &str {
        VERSION
    }

    fn perform(&self, document: &Document, problems: &mut Vec<Problem>) -> Segmented {
        let text = &document.text;
        if text.trim().is_empty() {
            problems.push(Problem {
                stage: "segment".to_owned(),
                message: "the document is empty".to_owned(),
            });
        }
        let sections = self.sections(text);
        let mut out = Segmented::default();
        for (number, section) in sections.iter().enumerate() {
            let items = items(text, section);
            let mut next = 0;
            for range in sentences(text, section.body()) {
                while items
                    .get(next)
                    .is_some_and(|i| i.title.end() <= range.start())
                {
                    next += 1;
                }
                let item = items
                    .get(next)
                    .map(|i| i.title)
                    .filter(|t| range.overlaps(*t));
                out.sentences.push(Sentence {
                    range,
                    section: number,
                    item,
                });
            }
        }
        out.sections = sections;
        out
    }
}
