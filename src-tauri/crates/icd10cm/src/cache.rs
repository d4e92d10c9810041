//! A codebook as a mapped file.

use mapped::{Error, File, FileWriter, Strings};

use crate::codebook::Codebook;
use crate::data::{BookData, PartSource};
use crate::release::Release;

/// Changes with every change of the columns' meaning; part of a cache's stamp.
pub const FORMAT: u32 = 9;

impl Codebook {
    /// The format number of the columns, for the stamp of a cache file.
    #[must_use]
    pub fn format() -> u32 {
        FORMAT
    }

    /// Puts all columns into a file.
    pub fn write(&self, file: &mut FileWriter) {
        let sources: Vec<u8> = std::iter::once(Some(self.tabular_source))
            .chain(self.books.iter().map(|b| b.source))
            .map(source_number)
            .collect();
        file.put("sources", &sources);
        Strings::build([self.release.name.as_str(), &self.version]).write(file, "release");
        self.texts.write(file, "texts");
        self.problem_lines.write(file, "problems");
        file.put("entries", &self.entries);
        file.put("notes", &self.notes);
        file.put("refs", &self.refs);
        file.put("sevenths", &self.sevenths);
        file.put("billable", &self.billable);
        file.put("keys", &self.keys);
        for (i, book) in self.books.iter().enumerate() {
            book.heads.write(file, &format!("book{i}.heads"));
            file.put(&format!("book{i}.nodes"), &book.nodes);
            file.put(&format!("book{i}.cross"), &book.cross);
            file.put(&format!("book{i}.targets"), &book.targets);
            file.put(&format!("book{i}.cells"), &book.cells);
            file.put(&format!("book{i}.mains"), &book.mains);
        }
    }

    /// Views the columns of a file.
    ///
    /// # Errors
    /// Where a column is missing or the release's name is none.
    pub fn read(file: &File) -> Result<Self, Error> {
        let names = Strings::read(file, "release")?;
        let release =
            Release::from_name(names.get(0)).map_err(|_| Error::Section("release".to_owned()))?;
        let sources = file.column::<u8>("sources")?;
        let source = |i: usize| sources.get(i).copied().and_then(number_source);
        let book = |i: usize| -> Result<BookData, Error> {
            Ok(BookData {
                source: source(i + 1),
                heads: Strings::read(file, &format!("book{i}.heads"))?,
                nodes: file.column(&format!("book{i}.nodes"))?,
                cross: file.column(&format!("book{i}.cross"))?,
                targets: file.column(&format!("book{i}.targets"))?,
                cells: file.column(&format!("book{i}.cells"))?,
                mains: file.column(&format!("book{i}.mains"))?,
            })
        };
        Ok(Self {
            release,
            version: names.get(1).to_owned(),
            texts: Strings::read(file, "texts")?,
            entries: file.column("entries")?,
            notes: file.column("notes")?,
            refs: file.column("refs")?,
            sevenths: file.column("sevenths")?,
            billable: file.column("billable")?,
            keys: file.column("keys")?,
            books: [book(0)?, book(1)?, book(2)?, book(3)?],
            tabular_source: source(0).unwrap_or(PartSource::Official),
            problem_lines: Strings::read(file, "problems")?,
        })
    }
}

fn source_number(source: Option<PartSource>) -> u8 {
    match source {
        None => 0,
        Some(PartSource::Official) => 1,
        Some(PartSource::Starter) => 2,
    }
}

fn number_source(number: u8) -> Option<PartSource> {
    match number {
        1 => Some(PartSource::Official),
        2 => Some(PartSource::Starter),
        _ => None,
    }
}
