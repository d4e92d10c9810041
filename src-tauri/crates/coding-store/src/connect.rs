//! Connecting to the file: for writing where that is possible, else for reading.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use zeroize::Zeroizing;

use crate::home::PATIENCE;
use crate::seal::Key;
use crate::{Mode, ReadOnlyReason, StoreError};

/// Opens the file for writing, else for reading, and reads its first page.
pub(crate) fn connect(
    path: &Path,
    key: &Key,
    read_only: bool,
) -> Result<(Connection, Mode), StoreError> {
    let common = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    if !read_only {
        let write = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | common;
        match attempt(path, "", key, write) {
            Ok(conn) if is_writable(&conn) => return Ok((conn, Mode::ReadWrite)),
            Ok(conn) => return Ok((conn, Mode::ReadOnly(ReadOnlyReason::Platform))),
            Err(e) if refuses_writing(&e) => {}
            Err(e) => return Err(explain(path, &e)),
        }
    }
    let reason = if read_only {
        ReadOnlyReason::Asked
    } else {
        ReadOnlyReason::Platform
    };
    let read = OpenFlags::SQLITE_OPEN_READ_ONLY | common;
    let error = match attempt(path, "?mode=ro", key, read) {
        Ok(conn) => return Ok((conn, Mode::ReadOnly(reason))),
        Err(e) => e,
    };
    // Where not even the log can be opened, the file alone is read; not where the log holds anything, since
    // acknowledged decisions would be missing.
    let log = path.with_file_name(format!("{}-wal", crate::DATABASE_FILE));
    let log_is_empty = fs::metadata(&log).map_or(true, |data| data.is_dir() || data.len() == 0);
    if refuses_writing(&error) && log_is_empty {
        return attempt(path, "?mode=ro&immutable=1", key, read)
            .map(|conn| (conn, Mode::ReadOnly(reason)))
            .map_err(|e| explain(path, &e));
    }
    Err(explain(path, &error))
}

fn attempt(path: &Path, query: &str, key: &Key, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(uri(path, query), flags)?;
    // the cipher would write lines of its own to standard error; what it says comes back as an error as well
    conn.execute_batch("PRAGMA cipher_log = off")?;
    let mut hex = Zeroizing::new(String::from("PRAGMA key = \"x'"));
    hex.push_str(&Zeroizing::new(crate::digest::hex(key.bytes())));
    hex.push_str("'\"");
    conn.execute_batch(&hex)?;
    configure(&conn)?;
    conn.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(conn)
}

/// A file's path as SQLite's URI, so that no character of it is taken for a parameter.
fn uri(path: &Path, query: &str) -> std::ffi::OsString {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let mut text = String::from("file:");
        for &byte in path.as_os_str().as_bytes() {
            match byte {
                b'/' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
                b if b.is_ascii_alphanumeric() => text.push(char::from(b)),
                b => text.push_str(&format!("%{b:02X}")),
            }
        }
        (text + query).into()
    }
    #[cfg(not(unix))]
    {
        let text = path
            .to_string_lossy()
            .replace('\\', "/")
            .replace('%', "%25")
            .replace('?', "%3f")
            .replace('#', "%23");
        format!(
            "file://{}{text}{query}",
            if text.starts_with('/') { "" } else { "/" }
        )
        .into()
    }
}

pub(crate) fn configure(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;",
    )?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Whether a writing transaction can be begun; one that another program holds up counts as one that can.
fn is_writable(conn: &Connection) -> bool {
    match conn.execute_batch("BEGIN IMMEDIATE; ROLLBACK") {
        Ok(()) => true,
        Err(e) => !refuses_writing(&e),
    }
}

fn refuses_writing(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
    )
}

/// The error of an opening that failed: at the first page, another key and no database look alike.
fn explain(path: &Path, error: &rusqlite::Error) -> StoreError {
    if error.sqlite_error_code() != Some(ErrorCode::NotADatabase) {
        return StoreError::of(path, error);
    }
    let mut start = [0_u8; 16];
    let plain = fs::File::open(path)
        .and_then(|mut file| std::io::Read::read_exact(&mut file, &mut start))
        .is_ok_and(|()| &start == b"SQLite format 3\0");
    if plain {
        return StoreError::Foreign {
            path: path.to_path_buf(),
            found: "it is not encrypted".to_owned(),
        };
    }
    StoreError::NotADatabase {
        path: path.to_path_buf(),
    }
}
