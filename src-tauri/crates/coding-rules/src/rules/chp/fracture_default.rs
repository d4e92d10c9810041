//! Fracture detail that the text does not have.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The code says more of the fracture than the text: without the word, a fracture is closed and displaced,
/// and an open one of type I or II.
///
/// Authority: Guidelines I.C.19.c, notes at S52, S72, S82 (FY2026).
/// Example: S82.54XA (nondisplaced) from "fracture of the medial malleolus".
pub struct FractureDefault;

impl Rule for FractureDefault {
    const ID: &'static str = "CHP-49";
    const NAME: &'static str = "fracture detail that the text does not have";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Guidelines I.C.19.c FY2026: a fracture not stated as open or closed is closed, not stated as displaced or not is displaced; open without a Gustilo type is type I or II";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("S02 S12 S22 S32 S42 S49 S52 S59 S62 S72 S79 S82 S89 S92 S99") {
            let Some(quotes) = item.line.evidence.as_deref().filter(|q| !q.is_empty()) else {
                continue;
            };
            let says = |words: &[&str]| {
                quotes.iter().any(|e| {
                    let quote = e.quote.to_lowercase();
                    words.iter().any(|w| quote.contains(w))
                })
            };
            let title = cx.book.title(item.code).unwrap_or_default().to_lowercase();
            if title.contains("nondisplaced")
                && !says(&[
                    "nondisplaced",
                    "non-displaced",
                    "non displaced",
                    "undisplaced",
                ])
            {
                out.add(
                    &[item.code],
                    format!(
                        "{}: the text does not say nondisplaced",
                        cx.named(item.code)
                    ),
                )
                .fix("Without the word, a fracture is coded as displaced");
            }
            if title.contains("open fracture") && !says(&["open", "compound", "gustilo"]) {
                out.add(
                    &[item.code],
                    format!("{}: the text does not say open", cx.named(item.code)),
                )
                .fix("Without the word, a fracture is coded as closed");
            }
            if title.contains("type iiia") && !says(&["iii", "type 3", "gustilo"]) {
                out.add(
                    &[item.code],
                    format!("{}: the text gives no Gustilo type", cx.named(item.code)),
                )
                .fix("Without a type, an open fracture is type I or II");
            }
        }
    }
}
