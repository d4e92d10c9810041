//! Who works now: signing in, locking, and proving again who one is before what cannot be taken back.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use coding_model::{Duty, Person, PersonId};
use coding_store::{Passphrase, Store};

use crate::dto::SessionDto;
use crate::{ApiError, App, ErrorCode, clock, safe_status, training};

/// So long after a passphrase was given, nobody is asked for it again.
const CONFIRMED: Duration = Duration::from_secs(120);
/// Setting: after how many minutes without a key or a click the window locks itself.
const LOCK_AFTER: &str = "lock-after";
/// As long as nobody chose.
const DEFAULT_MINUTES: u32 = 10;
/// The longest that can be chosen: 45 CFR 164.312(a)(2)(iii) wants it to lock itself.
const MOST_MINUTES: u32 = 60;

/// Who works with the program, as long as it runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    /// Who signed in.
    person: Option<(PersonId, String)>,
    /// When they last proved it.
    confirmed: Option<Instant>,
    /// Whether the program was locked since.
    shut: bool,
}

impl Session {
    /// The database was opened with its passphrase; where people have accounts, that proves nothing of a person.
    pub(crate) fn opened(&mut self) {
        if self.person.is_none() {
            self.confirmed = Some(clock::instant());
        }
    }

    /// The database was closed: whoever comes next says who they are.
    pub(crate) fn close(&mut self) {
        self.person = None;
        self.confirmed = None;
    }
}

impl App {
    pub(crate) fn session<T>(&self, act: impl FnOnce(&mut Session) -> T) -> T {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut session)
    }

    /// Whether the program is locked.
    pub(crate) fn is_shut(&self) -> bool {
        self.session(|s| s.shut)
    }

    /// Who signed in.
    pub(crate) fn signed_in(&self) -> Option<PersonId> {
        self.session(|s| s.person.as_ref().map(|(id, _)| *id))
    }

    pub(crate) fn sign_in(&self, person: &Person, store: &mut Store) {
        if self.signed_in() != Some(person.id) {
            // an examination is theirs who began it
            let _ = training::leave_running(self, store);
        }
        self.session(|s| {
            *s = Session {
                person: Some((person.id, person.name.clone())),
                confirmed: Some(clock::instant()),
                shut: false,
            };
        });
        store.set_acting(Some(person.id));
        // what a model answers now is for another, and so is what it answered before
        self.model.cancel_all();
        self.model.forget_client();
    }

    /// A new name of who works now holds at once; it proves nothing of them.
    pub(crate) fn rename(&self, person: &Person, store: &mut Store) {
        self.session(|s| s.person = Some((person.id, person.name.clone())));
        store.set_acting(Some(person.id));
    }

    #[cfg(test)]
    pub(crate) fn prove(&self, at: Option<Instant>) {
        self.session(|s| s.confirmed = at);
    }

    #[cfg(test)]
    pub(super) fn proved(&self) -> Option<Instant> {
        self.session(|s| s.confirmed)
    }

    /// Refuses where the passphrase of who works now was not given within two minutes; lets pass where there is none
    /// to be given.
    pub(crate) fn require_confirmation(&self, attempted: &str) -> Result<(), ApiError> {
        if !self.asks()? {
            return Ok(());
        }
        let fresh = self.session(|s| {
            s.confirmed
                .is_some_and(|at| clock::instant().duration_since(at) < CONFIRMED)
        });
        if fresh {
            return Ok(());
        }
        Err(ApiError::new(
            ErrorCode::Confirm,
            format!("{attempted}: give your passphrase again first"),
        ))
    }

    /// Whether there is a passphrase to ask for: that of the person, or that of the database.
    fn asks(&self) -> Result<bool, ApiError> {
        match self.session(|s| s.person.as_ref().map(|(id, _)| *id)) {
            Some(id) => self.store(|store| Ok(store.has_passphrase(id)?)),
            // whoever opens the database only now proves with its passphrase that they may
            None => {
                self.store(|_| Ok(()))?;
                Ok(safe_status(self).key == "passphrase")
            }
        }
    }
}

/// Who works now, and what the window is to show.
///
/// # Errors
/// Where the database cannot be read.
pub fn session_status(app: &App) -> Result<SessionDto, ApiError> {
    let (shut, id, person) = app.session(|s| {
        let (id, name) = s.person.clone().unzip();
        (s.shut, id.map(|id| id.to_string()), name)
    });
    let locked = safe_status(app).locked;
    if locked {
        return Ok(SessionDto {
            state: "locked".to_owned(),
            person,
            duties: Vec::new(),
            people: Vec::new(),
            asks: true,
            lock_after: DEFAULT_MINUTES,
        });
    }
    let (people, minutes) =
        app.store_even_shut(|store| Ok((super::list(store)?, minutes(store)?)))?;
    // by the account: another program may have given it another name since, or closed it
    let now = people
        .iter()
        .find(|p| id.as_ref() == Some(&p.id) && p.active);
    let duties = now.map(|p| p.duties.clone()).unwrap_or_default();
    let person = now.map(|p| p.name.clone());
    let state = match (shut, people.is_empty(), &person) {
        (true, ..) => "shut",
        (false, false, None) => "choose",
        (false, ..) => "open",
    };
    Ok(SessionDto {
        state: state.to_owned(),
        asks: !people.is_empty() || safe_status(app).key == "passphrase",
        people: people.into_iter().filter(|p| p.active).collect(),
        person,
        duties,
        lock_after: minutes,
    })
}

/// Signs a person in, also in the place of another.
///
/// # Errors
/// Where there is no such person who may sign in, or the passphrase is not theirs.
pub fn session_sign_in(app: &App, person: &str, passphrase: &str) -> Result<SessionDto, ApiError> {
    let given = Passphrase::new(passphrase.to_owned());
    let known = app.store_even_shut(|store| {
        let people = store.people()?;
        let found = people.into_iter().find(|p| {
            p.active && (p.id.to_string() == person || p.name.eq_ignore_ascii_case(person.trim()))
        });
        let Some(found) = found else { return Ok(None) };
        Ok(store.verify_person(found.id, &given)?.then_some(found))
    })?;
    // the same answer for both, so that it does not tell who has an account
    let known = known.ok_or_else(|| {
        ApiError::input("signing in: the name or the passphrase does not fit; try again")
    })?;
    app.store_even_shut(|store| {
        app.sign_in(&known, store);
        Ok(())
    })?;
    session_status(app)
}

/// Locks the program: nothing is told or recorded until somebody signs in again. Where nobody has an account and the
/// database has a passphrase, the database is closed.
///
/// # Errors
/// Where the database cannot be read.
pub fn session_lock(app: &App) -> Result<SessionDto, ApiError> {
    app.session(|s| {
        s.shut = true;
        s.confirmed = None;
    });
    app.model.cancel_all();
    app.model.forget_client();
    app.given.forget();
    if app.is_open() {
        // the window is locked whatever becomes of it; what is not written is told as interrupted later
        let _ = app.store_even_shut(|store| training::leave_running(app, store));
    }
    let alone = safe_status(app).key == "passphrase"
        && app.store_even_shut(|store| Ok(store.people()?.is_empty()))?;
    if alone {
        app.lock();
        // the passphrase opens it again, and nothing else is asked for
        app.session(|s| s.shut = false);
    }
    session_status(app)
}

/// Goes on where there is no passphrase to be given.
///
/// # Errors
/// Where there is one.
pub fn session_resume(app: &App) -> Result<SessionDto, ApiError> {
    let people = app.store_even_shut(|store| Ok(!store.people()?.is_empty()))?;
    if people {
        return Err(ApiError::new(
            ErrorCode::SignIn,
            "unlocking: people have accounts here; sign in",
        ));
    }
    app.session(|s| s.shut = false);
    session_status(app)
}

/// Proves again who one is.
///
/// # Errors
/// Where the passphrase does not fit.
pub fn session_confirm(app: &App, passphrase: &str) -> Result<(), ApiError> {
    let given = Passphrase::new(passphrase.to_owned());
    let fits = match app.session(|s| s.person.as_ref().map(|(id, _)| *id)) {
        Some(id) => app.store(|store| Ok(store.verify_person(id, &given)?))?,
        None => app.fits(&given)?,
    };
    if !fits {
        return Err(ApiError::input(
            "confirming who you are: the passphrase does not fit; try again",
        ));
    }
    app.session(|s| s.confirmed = Some(clock::instant()));
    Ok(())
}

/// Chooses after how many minutes without a key or a click the window locks itself.
///
/// # Errors
/// Where it is more than an hour, who works now is no administrator, or nothing can be written.
pub fn session_lock_after(app: &App, minutes: u32) -> Result<SessionDto, ApiError> {
    if minutes == 0 || minutes > MOST_MINUTES {
        return Err(ApiError::input(format!(
            "setting when the window locks itself: {minutes} minutes; choose 1 to {MOST_MINUTES}"
        )));
    }
    app.store(|store| {
        super::require(
            store,
            Duty::Administrator,
            "setting when the window locks itself",
        )?;
        Ok(store.put_setting(LOCK_AFTER, &minutes.to_string())?)
    })?;
    session_status(app)
}

fn minutes(store: &Store) -> Result<u32, ApiError> {
    Ok(store
        .setting(LOCK_AFTER)?
        .and_then(|text| text.parse().ok())
        .unwrap_or(DEFAULT_MINUTES))
}
