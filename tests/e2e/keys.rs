//! Keys by the names they have in the page.

/// The modifiers and the key of a chord such as `?`, `Enter`, `Ctrl+Shift+k`, as WebDriver wants
/// them.
pub fn chord(name: &str) -> (Vec<char>, char) {
    let mut parts: Vec<&str> = name.split('+').collect();
    let last = match parts.pop() {
        // the plus key itself
        Some("") => "+",
        Some(last) => last,
        None => name,
    };
    let modifiers = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(key)
        .collect();
    (modifiers, key(last))
}

fn key(name: &str) -> char {
    match name {
        "Shift" => '\u{e008}',
        "Ctrl" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Meta" => '\u{e03d}',
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "Delete" => '\u{e017}',
        "F6" => '\u{e036}',
        "F1" => '\u{e031}',
        "F2" => '\u{e032}',
        "F5" => '\u{e035}',
        other => {
            let mut chars = other.chars();
            match (chars.next(), chars.next()) {
                (Some(one), None) => one,
                _ => panic!("there is no key {other:?}"),
            }
        }
    }
}

#[test]
fn chords_are_read() {
    assert_eq!(chord("?"), (vec![], '?'));
    assert_eq!(chord("+"), (vec![], '+'));
    assert_eq!(chord("Ctrl+Enter"), (vec!['\u{e009}'], '\u{e007}'));
    assert_eq!(chord("Ctrl++"), (vec!['\u{e009}'], '+'));
}
