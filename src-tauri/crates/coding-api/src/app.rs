//! The use cases' common ground: the home folder with its code sets and its database.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use coding_store::{KeySource, OpenOptions, Passphrase, Store};

use crate::codeset::{Installing, Library};
use crate::import::Given;
use crate::model::Open;
use crate::people::Session;
use crate::rework::LastWorked;
use crate::training::Running;
use crate::{ApiError, ErrorCode, people, sample, training};

/// Everything a person works with. The code sets are opened when they are first asked for, and so is the
/// database: what needs neither works without them.
pub struct App {
    library: Library,
    home: PathBuf,
    pub(crate) options: Option<OpenOptions>,
    passphrase: Mutex<Option<Passphrase>>,
    welcome: bool,
    store: Mutex<Option<Store>>,
    pub(crate) session: Mutex<Session>,
    pub(crate) model: Open,
    pub(crate) worked: LastWorked,
    pub(crate) given: Given,
    pub(crate) exams: Running,
    pub(crate) installing: Installing,
}

impl App {
    /// The program in a home folder; keys as the environment says.
    #[must_use]
    pub fn new(home: &Path) -> Self {
        Self {
            library: Library::new(home),
            home: home.to_owned(),
            options: None,
            passphrase: Mutex::default(),
            welcome: false,
            store: Mutex::default(),
            session: Mutex::default(),
            model: Open::default(),
            worked: LastWorked::default(),
            given: Given::default(),
            exams: Running::default(),
            installing: Installing::default(),
        }
    }

    /// Opens the sample charts in a database that is new.
    #[must_use]
    pub fn with_welcome(mut self) -> Self {
        self.welcome = true;
        self
    }

    /// Lets nothing out to a model, whatever is set.
    #[must_use]
    pub fn offline(self) -> Self {
        self.model.set_offline();
        self
    }

    /// Opens the database with these options instead of the environment's.
    #[must_use]
    pub fn with_options(mut self, options: OpenOptions) -> Self {
        self.options = Some(options);
        self
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The installed code sets.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Whether the database is open.
    pub(crate) fn is_open(&self) -> bool {
        let open = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        open.is_some()
    }

    /// Closes the database and forgets the passphrase that was given.
    pub(crate) fn lock(&self) {
        let mut open = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = open.as_mut() {
            // should it not be written, it is told as interrupted later
            let _ = training::leave_running(self, store);
        }
        *open = None;
        drop(open);
        // answers and the key of a model are as secret as the records
        self.model.cancel_all();
        self.model.forget_client();
        self.worked.forget();
        self.given.forget();
        self.remember(None);
        self.session(Session::close);
    }

    /// Whether a passphrase is the one the database was opened with.
    pub(crate) fn fits(&self, passphrase: &Passphrase) -> Result<bool, ApiError> {
        Ok(Store::is_passphrase_of(&self.home, passphrase)?)
    }

    /// Keeps a passphrase in memory for the next opening, or forgets it.
    pub(crate) fn remember(&self, passphrase: Option<Passphrase>) {
        let mut kept = self
            .passphrase
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = passphrase;
    }

    /// The passphrase that was given since the program started.
    pub(crate) fn given(&self) -> Option<Passphrase> {
        self.passphrase
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Does something with the database, opening it first where it is not open. An opening that failed is
    /// tried again the next time. While the program is locked, and where people have accounts and nobody has signed in,
    /// nothing is done.
    pub(crate) fn store<T>(
        &self,
        act: impl FnOnce(&mut Store) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        if self.is_shut() {
            return Err(ApiError::new(
                ErrorCode::SignIn,
                "working with the records: the program is locked; unlock it first",
            ));
        }
        self.store_even_shut(|store| {
            people::require_here(store)?;
            act(store)
        })
    }

    /// As [`App::store`], for what unlocking and signing in themselves need.
    pub(crate) fn store_even_shut<T>(
        &self,
        act: impl FnOnce(&mut Store) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let mut open = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = open.as_mut() {
            return act(store);
        }
        let options = self.options()?;
        let mut store = Store::open(&self.home, &options)?;
        if self.welcome {
            // sample charts that cannot be stored keep nobody from their own
            let _ = sample::welcome(&mut store);
        }
        store.set_acting(self.signed_in());
        if store.key_source() == KeySource::Passphrase {
            // whoever opened it has just proved that they may
            self.session(Session::opened);
        }
        act(open.insert(store))
    }
}
