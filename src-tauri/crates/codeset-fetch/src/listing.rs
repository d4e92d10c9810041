//! Finding a release's archive in the listing of its folder.

/// The names of the zip archives that a folder's HTML listing links to, decoded, in order.
/// Links that lead out of the folder are left out.
pub fn archives(html: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in html.match_indices(['h', 'H']) {
        let Some(target) = href(&html[at..]) else {
            continue;
        };
        let Some(last) = target
            .split(['?', '#'])
            .next()
            .and_then(|path| path.rsplit('/').next())
        else {
            continue;
        };
        let name = percent_decoded(&last.replace("&amp;", "&"));
        let is_zip = name.len() > 4
            && name
                .get(name.len() - 4..)
                .is_some_and(|end| end.eq_ignore_ascii_case(".zip"));
        if is_zip && !name.contains(['/', '\\']) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The archive of tables and index: its name has every word asked for and speaks of a table or
/// tabular list. Shorter names win, so that variants (an addendum, a PDF edition) do not.
pub fn choose<'a>(names: &'a [String], words: &[String]) -> Option<&'a str> {
    let fits = |name: &&String| {
        let name = name.to_lowercase();
        ["table", "tabular"].iter().any(|w| name.contains(w))
            && words.iter().all(|w| name.contains(&w.to_lowercase()))
            && !name.contains("addend")
    };
    names
        .iter()
        .filter(fits)
        .min_by_key(|name| name.len())
        .map(String::as_str)
}

/// The value of an `href` attribute at the start of the text.
fn href(text: &str) -> Option<&str> {
    let rest = text
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case("href"))
        .and_then(|_| text.get(4..))?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let decoded = (byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        at += if decoded.is_some() { 3 } else { 1 };
        out.push(decoded.unwrap_or(byte));
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A file name as a part of an address.
pub fn percent_encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_of_a_listing() {
        let check = |html: &str, expected: &[&str]| assert_eq!(archives(html), expected, "{html}");
        check("", &[]);
        check(
            r#"<a href="a.zip">a</a><A HREF = 'b.ZIP'>b</A>"#,
            &["a.zip", "b.ZIP"],
        );
        check(
            r#"<a href="/pub/ICD10CM/2021/Table%20and%20Index.zip">"#,
            &["Table and Index.zip"],
        );
        check(
            r#"<a href="guide.pdf"><a href="x.zip?C=M"><a href="x.zip">"#,
            &["x.zip"],
        );
        // an encoded separator must not lead out of the folder
        check(r#"<a href="..%2f..%2fx.zip">"#, &[]);
        check(r#"<a href="é%e"> h href="#, &[]);
    }

    #[test]
    fn the_archive_of_tables_and_index_is_chosen() {
        let names: Vec<String> = [
            "icd10cm-code-descriptions-April-2025.zip",
            "icd10cm-table-index-addenda-April-2025.zip",
            "icd10cm-table-index-April-2025.zip",
            "icd10cm-table-index-October-2025.zip",
            "Table and Index.zip",
        ]
        .map(str::to_owned)
        .to_vec();
        let check = |words: &[&str], expected| {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            assert_eq!(choose(&names, &words), expected);
        };
        check(
            &["index", "april"],
            Some("icd10cm-table-index-April-2025.zip"),
        );
        check(&["index"], Some("Table and Index.zip"));
        check(&["index", "july"], None);
    }

    #[test]
    fn names_survive_the_address() {
        let name = "Table and Index é.zip";
        assert_eq!(percent_decoded(&percent_encoded(name)), name);
        assert_eq!(percent_encoded("a b.zip"), "a%20b.zip");
    }
}
