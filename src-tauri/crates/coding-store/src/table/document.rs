//! `document`: one row a document, sealed. Never changed, never deleted.

use coding_model::{Document, DocumentId, EncounterId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::event::digest;
use crate::Digest;
use crate::digest::RowDigest;
use crate::names::misfit;

/// `sha256` is that of the text alone; `hash`, that of the row, is what the event `sequence` holds.
pub(crate) const CREATE: &str = "
CREATE TABLE document (
    sequence  INTEGER PRIMARY KEY REFERENCES event (sequence),
    id        TEXT NOT NULL UNIQUE,
    encounter TEXT NOT NULL REFERENCES encounter (id),
    sha256    BLOB NOT NULL CHECK (length(sha256) = 32),
    content   BLOB NOT NULL,
    hash      BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX document_by_encounter ON document (encounter, sequence);
CREATE TRIGGER document_is_never_changed BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never changed'); END;
CREATE TRIGGER document_is_never_deleted BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END;
CREATE TRIGGER document_is_new BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.id OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'a document is never changed'); END;
";

/// To find a text that is stored already.
pub(crate) const BY_TEXT: &str = "CREATE INDEX document_by_text ON document (sha256);";

pub(crate) struct DocumentRow {
    pub(crate) sequence: u64,
    pub(crate) id: String,
    pub(crate) encounter: String,
    pub(crate) sha256: Digest,
    pub(crate) content: Vec<u8>,
}

pub(crate) const COLUMNS: &str = "sequence, id, encounter, sha256, content";

impl DocumentRow {
    pub(crate) fn hash(&self) -> Digest {
        RowDigest::new("document.1")
            .int(self.sequence.cast_signed())
            .text(&self.id)
            .text(&self.encounter)
            .blob(self.sha256.as_bytes())
            .blob(&self.content)
            .finish()
    }

    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            sequence: row.get(0)?,
            id: row.get(1)?,
            encounter: row.get(2)?,
            sha256: digest(row, 3)?,
            content: row.get(4)?,
        })
    }
}

/// The place a document's content is bound to.
pub(crate) fn place(id: &str) -> String {
    format!("document.content {id}")
}

/// What is sealed: the document as JSON.
pub(crate) fn to_content(document: &Document) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(document)
}

/// The document of opened content.
pub(crate) fn from_content(content: &[u8]) -> rusqlite::Result<Document> {
    serde_json::from_slice(content).map_err(|_| misfit(4))
}

pub(crate) fn insert(conn: &Connection, row: &DocumentRow) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO document (sequence, id, encounter, sha256, content, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        row.sequence,
        row.id,
        row.encounter,
        row.sha256.as_bytes(),
        row.content,
        row.hash().as_bytes()
    ])?;
    Ok(())
}

pub(crate) fn get(conn: &Connection, id: DocumentId) -> rusqlite::Result<Option<DocumentRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM document WHERE id = ?1"))?
        .query_row([id.to_string()], DocumentRow::read)
        .optional()
}

pub(crate) fn list(
    conn: &Connection,
    encounter: EncounterId,
) -> rusqlite::Result<Vec<DocumentRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM document WHERE encounter = ?1 ORDER BY sequence"
    ))?
    .query_map([encounter.to_string()], DocumentRow::read)?
    .collect()
}

/// The encounters with a document of this text, in the order in which they were stored.
pub(crate) fn encounters_with(
    conn: &Connection,
    sha256: Digest,
) -> rusqlite::Result<Vec<EncounterId>> {
    conn.prepare_cached("SELECT encounter FROM document WHERE sha256 = ?1 ORDER BY sequence")?
        .query_map([sha256.as_bytes()], |row| {
            EncounterId::parse(row.get_ref(0)?.as_str()?).ok_or_else(|| misfit(0))
        })?
        .collect()
}

/// The SHA-256 of a document's text; `None` where the encounter has no such document.
pub(crate) fn sha256(
    conn: &Connection,
    encounter: EncounterId,
    id: DocumentId,
) -> rusqlite::Result<Option<Digest>> {
    conn.prepare_cached("SELECT sha256 FROM document WHERE id = ?1 AND encounter = ?2")?
        .query_row([id.to_string(), encounter.to_string()], |row| {
            digest(row, 0)
        })
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> DocumentRow {
        DocumentRow {
            sequence: 1,
            id: DocumentId::new().to_string(),
            encounter: EncounterId::new().to_string(),
            sha256: Digest::of(b"text"),
            content: vec![1, 2, 3],
        }
    }

    #[test]
    fn a_document_is_found_and_never_changed() {
        let conn = crate::table::fresh();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let row = row();
        insert(&conn, &row).unwrap();
        let (id, encounter) = (
            DocumentId::parse(&row.id).unwrap(),
            EncounterId::parse(&row.encounter).unwrap(),
        );
        assert_eq!(get(&conn, id).unwrap().unwrap().hash(), row.hash());
        assert_eq!(list(&conn, encounter).unwrap().len(), 1);
        assert_eq!(sha256(&conn, encounter, id).unwrap(), Some(row.sha256));
        assert_eq!(
            sha256(&conn, EncounterId::new(), id).unwrap(),
            None,
            "not one of that encounter"
        );
        assert!(insert(&conn, &row).is_err());
        assert!(
            conn.execute("UPDATE document SET content = x'00'", [])
                .is_err()
        );
        assert!(conn.execute("DELETE FROM document", []).is_err());
    }

    #[test]
    fn a_document_whose_content_is_of_another_form_is_not_quoted() {
        let error = from_content(b"\"chest pain\"").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("chest"));
    }
}
