//! A key to an endpoint, kept out of everything that is shown.

use std::fmt;

use zeroize::Zeroizing;

/// A key. It is shown nowhere: not by `Debug`, not in an error, and its memory is wiped when it is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// A key as a person or a file gives it; blanks around it are taken off. `None` where nothing is left, or where
    /// it holds characters that cannot stand in a header.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.bytes().all(|b| (0x21..0x7f).contains(&b));
        fits.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The key itself, for the header of a request and for the place where keys are kept. Nothing else may ask.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_nowhere() {
        let secret = Secret::new("  sk-very-secret\n").unwrap();
        assert_eq!(secret.reveal(), "sk-very-secret");
        assert!(!format!("{secret:?}").contains("very"));
        assert!(Secret::new("  ").is_none());
        assert!(Secret::new("two\nlines").is_none());
    }
}
