//! A quote with the words around it.

use coding_model::EvidenceSpan;

use super::Page;

/// Characters shown on each side.
const AROUND: usize = 240;

/// The quote marked, with the text before and behind it as it stands in the note.
pub(super) fn quote(page: &mut Page, text: Option<&str>, span: &EvidenceSpan) {
    page.raw("<blockquote>");
    match text.filter(|text| span.is_live(text)) {
        Some(text) => {
            page.text(&before(&text[..span.range.start()]));
            page.tag("mark", &span.quote);
            page.text(&behind(&text[span.range.end()..]));
        }
        None => {
            page.tag("mark", &span.quote);
            page.raw(" <b>(no longer stands in the document)</b>");
        }
    }
    page.raw("</blockquote>\n");
}

fn before(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(AROUND) else {
        return text.to_owned();
    };
    let rest = &text[cut..];
    // at the start of a word
    let word = rest.find(char::is_whitespace).map_or("", |at| &rest[at..]);
    format!("…{}", word.trim_start())
}

fn behind(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(AROUND) else {
        return text.trim_end().to_owned();
    };
    let rest = &text[..cut];
    let word = rest.rfind(char::is_whitespace).map_or("", |at| &rest[..at]);
    format!("{}…", word.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinical_text::TextRange;
    use coding_model::DocumentId;

    #[test]
    fn the_quote_is_marked_between_whole_words() {
        let text = format!(
            "{}pneumonia <b>{}",
            "lung é ".repeat(80),
            " tail word".repeat(80)
        );
        let at = text.find("pneumonia").unwrap();
        let span =
            EvidenceSpan::cut(DocumentId::new(), &text, TextRange::new(at, at + 9), "").unwrap();
        let mut page = Page::default();
        quote(&mut page, Some(&text), &span);
        assert!(
            page.0.contains("é <mark>pneumonia</mark> &lt;b&gt; tail"),
            "{}",
            page.0
        );
        assert!(page.0.starts_with("<blockquote>…"));
        assert!(page.0.contains("…</blockquote>"));
        let mut stale = Page::default();
        quote(&mut stale, Some("another text"), &span);
        assert!(stale.0.contains("no longer stands"));
    }
}
