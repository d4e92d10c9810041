//! A backup as one file, and a home made from it.
//!
//! The file begins with five lines of text, then come the bytes of the database as they are on disk, encrypted:
//!
//! ```text
//! codetrail-backup 1
//! passphrase argon2id <KiB> <passes> <lanes> <salt> <sealed key>
//! <sequence> <hash>                    the head of the ledger
//! <length of the database> <SHA-256 of it>
//! (an empty line)
//! ```

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::connect::connect;
use crate::home::{Home, create_file};
use crate::table::content_key;
use crate::{Digest, Head, KeySource, Passphrase, Store, StoreError, head, key};

const FIRST: &str = "codetrail-backup 1";
/// The longest line of the head that is read.
const LINE: u64 = 4096;

impl Store {
    /// Writes a verified copy of the database into one new file, with its key locked with a passphrase: the one that
    /// locks the key already, else the one given. Others may go on writing meanwhile.
    ///
    /// # Errors
    /// Where there is such a file, no passphrase is there, or the copy cannot be written or does not verify. Nothing
    /// is left behind then.
    pub fn backup_to(
        &self,
        to: &Path,
        passphrase: Option<&Passphrase>,
    ) -> Result<Head, StoreError> {
        let refuse = |found: &str| {
            Err(StoreError::Refused {
                attempted: format!("backing up to {}", to.display()),
                found: found.to_owned(),
            })
        };
        if to.exists() {
            return refuse("there is such a file already, and it is left as it is; name another");
        }
        let line = match (self.key_source(), passphrase, &self.home) {
            (KeySource::Passphrase, _, Some(home)) => fs::read_to_string(home.key())
                .map_err(|e| StoreError::io("reading the key", &home.key(), &e))?
                .trim_end()
                .to_owned(),
            (_, Some(passphrase), Some(_)) => key::locked_line(&self.key, passphrase)?,
            (_, None, Some(_)) => {
                return refuse(
                    "it needs a passphrase, since a key in the open would lie beside what it protects; give one",
                );
            }
            (_, _, None) => return refuse("the database is in memory"),
        };
        if !key::is_locked_line(&line) {
            return refuse("the key file changed meanwhile; try again");
        }
        let folder = beside(to, ".folder");
        let draft = beside(to, ".part");
        let done = self
            .backup(&folder)
            .and_then(|backup| pack(&folder, &draft, &line, backup.head).map(|()| backup.head))
            .and_then(|head| {
                // exclusive where the file system can: somebody may have made the file meanwhile
                fs::hard_link(&draft, to)
                    .or_else(|e| match e.kind() {
                        std::io::ErrorKind::AlreadyExists => Err(e),
                        _ => fs::rename(&draft, to),
                    })
                    .map_err(|e| StoreError::io("writing the backup", to, &e))?;
                Ok(head)
            });
        let _ = fs::remove_dir_all(&folder);
        let _ = fs::remove_file(&draft);
        done
    }

    /// Makes a home from a backup: the database is read with the passphrase, its ledger verified and compared with the
    /// head in the backup, and only then put into place.
    ///
    /// # Errors
    /// Where the home has a database or key already (nothing is overwritten), the file is no backup or damaged, the
    /// passphrase does not fit, or nothing can be written.
    pub fn restore(home: &Path, from: &Path, passphrase: &Passphrase) -> Result<Head, StoreError> {
        let refuse = |found: String| StoreError::Refused {
            attempted: format!("restoring from {}", from.display()),
            found,
        };
        let target = Home::new(home);
        for path in [target.database(), target.key(), target.head()] {
            if path.exists() {
                return Err(refuse(format!(
                    "{} is there already, and nothing is overwritten; move it away or name another home folder",
                    path.display()
                )));
            }
        }
        let file = File::open(from).map_err(|e| StoreError::io("reading the backup", from, &e))?;
        let mut reader = BufReader::new(file);
        let top = Top::read(&mut reader)
            .ok_or_else(|| refuse("it is no backup of this program, or damaged".to_owned()))?;
        let opened = key::unlock_line(&top.key, passphrase)
            .ok_or_else(|| refuse("the passphrase does not fit it; try again".to_owned()))?;
        target.create()?;
        let draft = target.database().with_extension("db.restored");
        let placed = unpack(&mut reader, &top, &draft)
            .map_err(|e| match e {
                Unpacked::Io(e) => StoreError::io("writing the database", &draft, &e),
                Unpacked::Damaged => refuse("it is damaged; use another backup".to_owned()),
            })
            .and_then(|()| verified(&draft, &opened, top.head))
            .and_then(|()| {
                create_file(&target.key(), format!("{}\n", top.key).as_bytes())
                    .map_err(|e| StoreError::io("writing the key", &target.key(), &e))?;
                head::write(&target, top.head)?;
                fs::rename(&draft, target.database())
                    .map_err(|e| StoreError::io("writing the database", &target.database(), &e))
            });
        for path in [
            draft.clone(),
            with_suffix(&draft, "-wal"),
            with_suffix(&draft, "-shm"),
        ] {
            let _ = fs::remove_file(path);
        }
        placed.map(|()| top.head)
    }
}

/// A backup that was read and verified, beside the database whose place it is to take. Its files are removed where it
/// takes none.
#[derive(Debug)]
pub struct Restoring {
    home: PathBuf,
    place: PathBuf,
    aside: PathBuf,
    head: Head,
}

impl Store {
    /// Makes a backup a database of its own, in a folder beside that of a home, and verifies it there; the database of
    /// the home is not touched, and may be open. `aside` is the folder of the home that it is moved to afterwards, by
    /// [`Restoring::exchange`].
    ///
    /// # Errors
    /// As [`Store::restore`].
    pub fn restoring(
        home: &Path,
        from: &Path,
        passphrase: &Passphrase,
        aside: &str,
    ) -> Result<Restoring, StoreError> {
        let place = home.join(format!("{aside}.new"));
        let _ = fs::remove_dir_all(&place);
        match Self::restore(&place, from, passphrase) {
            Ok(head) => Ok(Restoring {
                home: home.to_owned(),
                aside: home.join(aside),
                place,
                head,
            }),
            Err(error) => {
                let _ = fs::remove_dir_all(&place);
                Err(error)
            }
        }
    }
}

impl Restoring {
    /// Moves the database of the home aside, with its key and head, and the restored one into its place.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where anybody has the database open; where it cannot be opened or moved. It stays in its
    /// place then.
    pub fn exchange(self, options: &crate::OpenOptions) -> Result<Head, StoreError> {
        let present = Store::open(&self.home, options)?;
        let target = Home::new(&self.home);
        // nobody opens it from here on, and whoever has it open would go on writing into what is set aside
        let _lock = target.lock()?;
        present.alone("restoring a backup")?;
        drop(present);
        exchange(&target, &self.place, &self.aside)?;
        Ok(self.head)
    }
}

impl Drop for Restoring {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.place);
    }
}

/// Moves the files of a store aside and others into their place; where that fails half way, back again.
fn exchange(target: &Home, new: &Path, aside: &Path) -> Result<(), StoreError> {
    let of = |path: &Path| {
        let path = path.to_owned();
        move |e: std::io::Error| StoreError::io("moving the database", &path, &e)
    };
    Home::new(aside).create()?;
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut take = |from: PathBuf, to: PathBuf| -> Result<(), StoreError> {
        match fs::rename(&from, &to) {
            Ok(()) => {
                moved.push((from, to));
                Ok(())
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(e) => Err(of(&from)(e)),
        }
    };
    let done = (|| {
        let database = target.database();
        // the log goes first: a database without its own log is whole, one with another's is not
        let files = [
            with_suffix(&database, "-wal"),
            with_suffix(&database, "-shm"),
            target.recovery(),
            target.head(),
            target.key(),
            database,
        ];
        for path in files {
            let name = path.file_name().unwrap_or_default().to_owned();
            take(path, aside.join(name))?;
        }
        let restored = Home::new(new);
        for (from, to) in [
            (restored.key(), target.key()),
            (restored.head(), target.head()),
            (restored.database(), target.database()),
        ] {
            take(from, to)?;
        }
        Ok(())
    })();
    if done.is_err() {
        for (from, to) in moved.into_iter().rev() {
            let _ = fs::rename(to, from);
        }
        let _ = fs::remove_dir(aside);
    }
    done
}

fn beside(to: &Path, suffix: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(to.file_name().unwrap_or_default());
    name.push(suffix);
    to.with_file_name(name)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn pack(folder: &Path, to: &Path, key: &str, head: Head) -> Result<(), StoreError> {
    let database = Home::new(folder).database();
    let of = |e: &std::io::Error| StoreError::io("writing the backup", to, e);
    let mut from = File::open(&database).map_err(|e| of(&e))?;
    let (length, sha256) = digest(&mut from).map_err(|e| of(&e))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || -> std::io::Result<()> {
        let mut out = BufWriter::new(options.open(to)?);
        write!(out, "{FIRST}\n{key}\n{head}\n{length} {sha256}\n\n")?;
        std::io::copy(&mut File::open(&database)?, &mut out)?;
        out.into_inner().map_err(|e| e.into_error())?.sync_all()
    };
    write().map_err(|e| of(&e))
}

fn digest(from: &mut impl Read) -> std::io::Result<(u64, Digest)> {
    let (mut hash, mut length, mut buffer) = (Sha256::new(), 0, vec![0_u8; 64 * 1024]);
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok((length, Digest(hash.finalize().into()))),
            n => {
                hash.update(&buffer[..n]);
                length += n as u64;
            }
        }
    }
}

/// What stands before the database in a backup.
struct Top {
    key: String,
    head: Head,
    length: u64,
    sha256: Digest,
}

impl Top {
    fn read(from: &mut BufReader<File>) -> Option<Self> {
        let mut line = || {
            let mut text = Vec::new();
            from.by_ref().take(LINE).read_until(b'\n', &mut text).ok()?;
            String::from_utf8(text)
                .ok()?
                .strip_suffix('\n')
                .map(str::to_owned)
        };
        if line()? != FIRST {
            return None;
        }
        let key = line().filter(|text| key::is_locked_line(text))?;
        let head = Head::parse(&format!("{}\n", line()?))?;
        let sized = line()?;
        let (length, sha256) = sized.split_once(' ')?;
        let (length, sha256) = (length.parse().ok()?, Digest::parse(sha256)?);
        line().filter(String::is_empty)?;
        Some(Self {
            key,
            head,
            length,
            sha256,
        })
    }
}

enum Unpacked {
    Io(std::io::Error),
    Damaged,
}

fn unpack(from: &mut BufReader<File>, top: &Top, to: &Path) -> Result<(), Unpacked> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = |from: &mut BufReader<File>| -> std::io::Result<u64> {
        let mut out = options.open(to)?;
        // one byte more than there should be tells that there is more
        let copied = std::io::copy(&mut from.take(top.length.saturating_add(1)), &mut out)?;
        out.sync_all()?;
        Ok(copied)
    };
    let copied = write(from).map_err(Unpacked::Io)?;
    let mut written = File::open(to).map_err(Unpacked::Io)?;
    let (_, found) = digest(&mut written).map_err(Unpacked::Io)?;
    if copied == top.length && found == top.sha256 {
        Ok(())
    } else {
        Err(Unpacked::Damaged)
    }
}

/// Reads the copy with its key, walks its ledger, and compares the end with what the backup says.
fn verified(path: &Path, key: &crate::seal::Key, head: Head) -> Result<(), StoreError> {
    let (conn, mode) = connect(path, key, true)?;
    crate::migrate::format(&conn, path)?;
    let content_key = content_key::sealed(&conn)
        .map_err(|e| StoreError::of(path, &e))?
        .and_then(|sealed| content_key::open(&sealed, key))
        .ok_or_else(|| StoreError::Corrupt {
            path: path.to_path_buf(),
            found: "the key of its content does not open".to_owned(),
        })?;
    let copy = Store::assemble(
        conn,
        None,
        path.to_path_buf(),
        key.clone(),
        content_key,
        KeySource::Passphrase,
        mode,
    );
    let found = copy.verify()?;
    match found.fault {
        Some(fault) => Err(copy.corrupt(fault.to_string())),
        None if found.head != head => {
            Err(copy.corrupt("its ledger ends elsewhere than the backup says".to_owned()))
        }
        None => Ok(()),
    }
}
