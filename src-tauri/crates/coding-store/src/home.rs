//! The program's home folder and the files the store keeps in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::StoreError;

/// How long one waits for another program that works on the same home, the database included.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// The home folder: where each file of the store lies.
#[derive(Debug, Clone)]
pub struct Home {
    root: PathBuf,
}

impl Home {
    /// The home in a folder, which need not exist yet.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
        }
    }

    /// The database, an SQLCipher file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.root.join(crate::DATABASE_FILE)
    }

    /// The key of the database, or where it is kept.
    #[must_use]
    pub fn key(&self) -> PathBuf {
        self.root.join("key")
    }

    /// The last head of the ledger.
    #[must_use]
    pub fn head(&self) -> PathBuf {
        self.root.join("ledger.head")
    }

    /// The key that a change of the key is about to put in place; there only while one is under way.
    pub(crate) fn next_key(&self) -> PathBuf {
        self.root.join("key.next")
    }

    /// The key, locked with a recovery key.
    pub(crate) fn recovery(&self) -> PathBuf {
        self.root.join("key.recovery")
    }

    /// Makes the folder, for its owner alone, where it is missing.
    pub(crate) fn create(&self) -> Result<(), StoreError> {
        if self.root.is_dir() {
            return Ok(());
        }
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.root)
            .map_err(|e| StoreError::io("making the home folder", &self.root, &e))
    }

    /// Holds the home for the time of one short act (opening, writing the head), against other processes.
    /// `None` where the folder cannot be written to, so that nobody can act in it anyway.
    pub(crate) fn lock(&self) -> Result<Option<File>, StoreError> {
        self.hold("lock")
    }

    /// Holds the files of the home that are no part of the store (a person's synonyms, their exercises) from reading
    /// to writing, against other programs and other threads of this one, for as long as what is returned lives. The
    /// store works meanwhile. `None` where the folder cannot be written to.
    ///
    /// # Errors
    /// Where another program holds them for longer than a few seconds, or the folder cannot be made.
    pub fn hold_own_files(&self) -> Result<Option<File>, StoreError> {
        self.create()?;
        self.hold("own.lock")
    }

    fn hold(&self, name: &str) -> Result<Option<File>, StoreError> {
        let path = self.root.join(name);
        let file = match OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
        {
            Ok(file) => file,
            Err(e) if StoreError::is_read_only(&e) => return Ok(None),
            Err(e) => return Err(StoreError::io("locking the home folder with", &path, &e)),
        };
        let since = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Busy {
                        path: self.database(),
                    });
                }
                // some network file systems know no locks; SQLite's own still hold there
                Err(TryLockError::Error(e)) if e.kind() == std::io::ErrorKind::Unsupported => {
                    return Ok(Some(file));
                }
                Err(TryLockError::Error(e)) => {
                    return Err(StoreError::io("locking the home folder with", &path, &e));
                }
            }
        }
    }
}

/// Replaces a file as a whole: afterwards it holds either the old bytes or all of the new ones, on disk.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let draft = path.with_file_name(name);
    write_private(&draft, bytes, true)?;
    fs::rename(&draft, path)?;
    sync_folder(path)
}

/// Makes a file that was not there, readable by its owner alone, with all its bytes on disk: it is there whole
/// or not at all. An existing file is an error of kind `AlreadyExists` and stays as it is.
pub(crate) fn create_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let draft = path.with_file_name(name);
    write_private(&draft, bytes, true)?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => return Err(e),
        // a file system without hard links: exclusive, though no longer all or nothing
        Err(_) => write_private(path, bytes, false)?,
        Ok(()) => {}
    }
    sync_folder(path)
}

fn write_private(path: &Path, bytes: &[u8], replace: bool) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    if replace {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Puts the names in a file's folder on disk, where the platform has a way to.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
