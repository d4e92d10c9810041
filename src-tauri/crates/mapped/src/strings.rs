//! A column of strings: one blob of UTF-8 and the offsets into it.

use crate::{Column, Error, File, FileWriter};

/// Numbered strings in one blob.
#[derive(Clone, Default, Debug)]
pub struct Strings {
    blob: Column<u8>,
    offsets: Column<u32>,
}

impl Strings {
    /// Collects strings in order; string `i` of the iterator is string `i` of the column.
    pub fn build<I: IntoIterator<Item = S>, S: AsRef<str>>(strings: I) -> Self {
        let mut builder = StringsBuilder::default();
        for string in strings {
            builder.push(string.as_ref());
        }
        builder.finish()
    }

    /// String `i`; empty where there is none, or where the file is damaged there.
    #[must_use]
    pub fn get(&self, i: usize) -> &str {
        let (Some(&start), Some(&end)) = (self.offsets.get(i), self.offsets.get(i + 1)) else {
            return "";
        };
        self.blob
            .get(start as usize..end as usize)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }

    /// How many strings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All strings in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }

    /// Puts the two columns into a file under `name`.
    pub fn write(&self, file: &mut FileWriter, name: &str) {
        file.put(&format!("{name}.blob"), &self.blob);
        file.put(&format!("{name}.offsets"), &self.offsets);
    }

    /// Views the two columns of `name`.
    ///
    /// # Errors
    /// Where the file has no such columns.
    pub fn read(file: &File, name: &str) -> Result<Self, Error> {
        Ok(Self {
            blob: file.column(&format!("{name}.blob"))?,
            offsets: file.column(&format!("{name}.offsets"))?,
        })
    }
}

/// Collects strings one by one.
#[derive(Debug)]
pub struct StringsBuilder {
    blob: Vec<u8>,
    offsets: Vec<u32>,
}

impl Default for StringsBuilder {
    fn default() -> Self {
        Self {
            blob: Vec::new(),
            offsets: vec![0],
        }
    }
}

impl StringsBuilder {
    /// Adds a string and returns its number.
    pub fn push(&mut self, string: &str) -> u32 {
        let number = self.len();
        self.blob.extend_from_slice(string.as_bytes());
        self.offsets
            .push(u32::try_from(self.blob.len()).unwrap_or(u32::MAX));
        number
    }

    /// How many strings were added.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32::try_from(self.offsets.len() - 1).unwrap_or(u32::MAX)
    }

    /// Whether none was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The finished column.
    #[must_use]
    pub fn finish(self) -> Strings {
        Strings {
            blob: self.blob.into(),
            offsets: self.offsets.into(),
        }
    }
}
