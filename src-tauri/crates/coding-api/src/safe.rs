//! The safe: unlocking, passphrase, key, recovery key, backup, and erasing a chart for good.

use std::path::Path;

use coding_model::Duty;
use coding_store::{Head, KeySource, NewEvent, OpenOptions, Passphrase, Store};
use serde_json::{Value, json};

use crate::dto::{ExportedDto, SafeDto};
use crate::{ApiError, App, ErrorCode, clock, encounter, export, model, people, settings};

/// The fewest characters of a passphrase. Argon2id makes each guess dear; a short one is guessed all the same.
const SHORTEST: usize = 8;
/// What is attempted, as refusals say it.
const CHANGING: &str = "changing the safe";

/// How the database of a home is kept, told without opening it.
#[must_use]
pub fn safe_status(app: &App) -> SafeDto {
    let source = Store::key_source_of(app.home());
    SafeDto {
        key: match source {
            Some(KeySource::Keyring) => "keyring",
            Some(KeySource::File) => "file",
            Some(KeySource::Passphrase) => "passphrase",
            Some(KeySource::Memory) | None => "none",
        }
        .to_owned(),
        protection: source
            .map(KeySource::protection)
            .unwrap_or_default()
            .to_owned(),
        recovery_key: app.home().join("key.recovery").exists(),
        locked: source == Some(KeySource::Passphrase)
            && !app.is_open()
            && app.passphrase().is_none(),
    }
}

/// Opens the database with a passphrase, which is kept in memory until it is locked again.
///
/// # Errors
/// Where the passphrase does not fit or the database cannot be opened.
pub fn safe_unlock(app: &App, passphrase: &str) -> Result<SafeDto, ApiError> {
    app.unlock(Passphrase::new(passphrase.to_owned()))?;
    Ok(safe_status(app))
}

/// Closes the database and forgets the passphrase.
#[must_use]
pub fn safe_lock(app: &App) -> SafeDto {
    app.lock();
    safe_status(app)
}

/// Locks the key with a passphrase, in place of where it was kept.
///
/// # Errors
/// Where the passphrase is too short, who works now is no administrator or is to give their passphrase again first, or
/// the key file cannot be written.
pub fn safe_passphrase_set(app: &App, new: &str) -> Result<SafeDto, ApiError> {
    let new = checked(new)?;
    app.require_confirmation(CHANGING)?;
    app.store(|store| {
        people::require(store, Duty::Administrator, CHANGING)?;
        on_record(store, "passphrase-set", |store| {
            Ok(store.set_passphrase(&new)?)
        })
    })?;
    app.remember(Some(new));
    Ok(safe_status(app))
}

/// Keeps the key without a passphrase again.
///
/// # Errors
/// Where there is none, who works now is no administrator or is to give their passphrase again first, or the key file
/// cannot be written.
pub fn safe_passphrase_remove(app: &App) -> Result<SafeDto, ApiError> {
    let keyring = app.options()?.keyring;
    app.require_confirmation(CHANGING)?;
    app.store(|store| {
        people::require(store, Duty::Administrator, CHANGING)?;
        on_record(store, "passphrase-removed", |store| {
            Ok(store.remove_passphrase(keyring)?)
        })
    })?;
    app.remember(None);
    Ok(safe_status(app))
}

/// Encrypts the database with a new key; the passphrase stays, a recovery key has to be made anew.
///
/// # Errors
/// Where another program has the database open, who works now is no administrator or is to give their passphrase again
/// first, or nothing can be written. The old key holds then.
pub fn safe_key_change(app: &App) -> Result<SafeDto, ApiError> {
    let passphrase = app.passphrase();
    app.require_confirmation(CHANGING)?;
    app.store(|store| {
        people::require(store, Duty::Administrator, CHANGING)?;
        on_record(store, "key-changed", |store| {
            Ok(store.change_key(passphrase.as_ref())?)
        })
    })?;
    Ok(safe_status(app))
}

/// Makes a recovery key; it is given back this once.
///
/// # Errors
/// Where who works now is no administrator or is to give their passphrase again first, or its file cannot be written.
pub fn safe_recovery_key(app: &App) -> Result<String, ApiError> {
    app.require_confirmation(CHANGING)?;
    app.store(|store| {
        people::require(store, Duty::Administrator, CHANGING)?;
        let made = |store: &mut Store| Ok(store.make_recovery_key()?.to_string());
        on_record(store, "recovery-key-made", made)
    })
}

/// Opens the key with its recovery key and locks it with a new passphrase.
///
/// # Errors
/// Where no recovery key was made or it does not fit. Nothing is changed then.
pub fn safe_recover(app: &App, recovery: &str, new: &str) -> Result<SafeDto, ApiError> {
    let new = checked(new)?;
    Store::recover(app.home(), &Passphrase::new(recovery.to_owned()), &new)?;
    app.lock();
    app.unlock(new)?;
    app.store_even_shut(|store| {
        // where people have accounts, the recovery key proves nothing of a person
        let person = match settings::person(store) {
            Ok(person) => person,
            Err(_) => "recovery key".to_owned(),
        };
        record_of(store, &person, "key-recovered", json!({}))
    })?;
    Ok(safe_status(app))
}

/// Writes a verified backup into a new file; where the key is not locked with a passphrase, one for the backup is
/// needed.
///
/// # Errors
/// Where the file is there, a passphrase is missing or too short, who works now is no administrator or is to give
/// their passphrase again first, or it cannot be written.
pub fn safe_backup(app: &App, to: &Path, passphrase: Option<&str>) -> Result<Head, ApiError> {
    let passphrase = passphrase.map(checked).transpose()?;
    app.require_confirmation("backing up")?;
    app.store(|store| {
        people::require(store, Duty::Administrator, "backing up")?;
        let head = store.backup_to(to, passphrase.as_ref())?;
        record(
            store,
            "backup-made",
            json!({"sequence": head.sequence, "hash": head.hash.to_string()}),
        )?;
        Ok(head)
    })
}

/// As [`safe_backup`], into a new file of the person's downloads folder.
///
/// # Errors
/// As [`safe_backup`].
pub fn safe_backup_save(app: &App, passphrase: Option<&str>) -> Result<ExportedDto, ApiError> {
    let day: String = clock::now().chars().take(10).collect();
    let to = export::free_download(app, &format!("codetrail-{day}.backup"))?;
    safe_backup(app, &to, passphrase)?;
    let bytes = std::fs::metadata(&to).map_or(0, |data| data.len());
    Ok(ExportedDto {
        path: to.display().to_string(),
        bytes,
        codes: 0,
    })
}

/// Puts a backup in the place of the database. The backup is opened and verified first; the database that was there
/// is set aside, whole, in a folder of the home, and stays what it was.
///
/// # Errors
/// Where who works now is no administrator or is to give their passphrase again first, the file is no backup or
/// damaged, its passphrase does not fit, another program has the database open, or nothing can be written. The
/// database stays in its place then.
pub fn safe_restore_aside(app: &App, from: &Path, passphrase: &str) -> Result<String, ApiError> {
    let attempted = "restoring a backup";
    app.require_confirmation(attempted)?;
    app.store(|store| people::require(store, Duty::Administrator, attempted))?;
    let passphrase = Passphrase::new(passphrase.to_owned());
    let options = app.options()?;
    let folder: String = clock::now()
        .chars()
        .filter(char::is_ascii_digit)
        .take(14)
        .collect();
    let aside = format!("aside-{folder}");
    // nobody is signed out for a file that is no backup, or for a slip in its passphrase
    let restoring = Store::restoring(app.home(), from, &passphrase, &aside)?;
    let before = app.given();
    let working = app.session(|session| session.clone());
    app.lock();
    match restoring.exchange(&options) {
        Ok(_) => {
            app.remember(Some(passphrase));
            Ok(app.home().join(aside).display().to_string())
        }
        Err(error) => {
            // the database is in its place: what opened it opens it again, and whoever works goes on
            app.remember(before);
            app.session(|session| *session = working);
            Err(error.into())
        }
    }
}

/// Makes the database of a home, which must have none, from a backup.
///
/// # Errors
/// Where there is a database already, the file is no backup or damaged, or the passphrase does not fit.
pub fn safe_restore(app: &App, from: &Path, passphrase: &str) -> Result<Head, ApiError> {
    let passphrase = Passphrase::new(passphrase.to_owned());
    let head = Store::restore(app.home(), from, &passphrase)?;
    app.remember(Some(passphrase));
    Ok(head)
}

/// Erases the content of a chart for good by destroying its key. That it was, its events and the codes decided on
/// stay on record.
///
/// # Errors
/// Where there is no such chart, it is erased already, or nothing can be written.
pub fn encounter_erase(app: &App, id: &str) -> Result<(), ApiError> {
    let id = encounter::identifier(id)?;
    app.require_confirmation("erasing a chart")?;
    app.store(|store| {
        people::require(store, Duty::Administrator, "erasing a chart")?;
        let person = settings::person(store)?;
        // answers of a model that were kept for work that broke off may hold its words
        model::clear(store)?;
        store.erase_encounter(id, &clock::now(), &person)?;
        Ok(())
    })?;
    // nor is anything of it kept in memory
    app.worked.forget();
    app.model.forget_client();
    Ok(())
}

/// A passphrase long enough to be one.
fn checked(text: &str) -> Result<Passphrase, ApiError> {
    let length = text.chars().count();
    if length < SHORTEST {
        return Err(ApiError::input(format!(
            "setting a passphrase: it has {length} characters; give at least {SHORTEST}, better several words"
        )));
    }
    if text.chars().any(char::is_control) {
        return Err(ApiError::input(
            "setting a passphrase: it holds control characters; give one line of text",
        ));
    }
    Ok(Passphrase::new(text.to_owned()))
}

/// Puts a change of the safe on record, and does it: once it is done nothing can fail any more, so that what it yields,
/// such as the words of a recovery key, is told in any case. One that fails after that is on record as failed.
fn on_record<T>(
    store: &mut Store,
    kind: &str,
    change: impl FnOnce(&mut Store) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    record(store, kind, json!({}))?;
    let done = change(store);
    if done.is_err() {
        let _ = record(store, "safe-change-failed", json!({"of": kind}));
    }
    done
}

fn record(store: &mut Store, kind: &str, body: Value) -> Result<(), ApiError> {
    let person = settings::person(store)?;
    record_of(store, &person, kind, body)
}

fn record_of(store: &mut Store, person: &str, kind: &str, body: Value) -> Result<(), ApiError> {
    store.append_event(&NewEvent {
        at: &clock::now(),
        person,
        kind,
        encounter: None,
        body,
    })?;
    Ok(())
}

impl App {
    /// How the database is opened: as the program was told, with the passphrase that was given since.
    pub(crate) fn options(&self) -> Result<OpenOptions, ApiError> {
        let mut options = match &self.options {
            Some(options) => options.clone(),
            None => OpenOptions::from_environment()?,
        };
        if let Some(given) = self.given() {
            options.passphrase = Some(given);
        }
        Ok(options)
    }

    fn passphrase(&self) -> Option<Passphrase> {
        self.options().ok().and_then(|options| options.passphrase)
    }

    fn unlock(&self, passphrase: Passphrase) -> Result<(), ApiError> {
        self.remember(Some(passphrase));
        let opened = self.store_even_shut(|_| Ok(()));
        if opened.is_err() {
            self.remember(None);
        }
        opened
    }
}

/// Whether an error says that the passphrase is missing or does not fit.
#[must_use]
pub fn is_locked(error: &ApiError) -> bool {
    error.code == ErrorCode::Locked
}
