//! People: who has an account, who works now, what each may do.

mod session;

use coding_audit::Who;
use coding_model::{Duty, Person, PersonId};
use coding_store::{Event, NewPassphrase, Passphrase, Store};

use crate::dto::{PersonDto, PersonInDto};
use crate::{ApiError, App, ErrorCode, clock, settings};

pub(crate) use session::Session;
pub use session::{
    session_confirm, session_lock, session_lock_after, session_resume, session_sign_in,
    session_status,
};

/// The longest name.
const LONGEST: usize = 100;
/// The fewest characters of a person's passphrase.
const SHORTEST: usize = 8;

/// All people, those who left too.
///
/// # Errors
/// Where the database cannot be read.
pub fn person_list(app: &App) -> Result<Vec<PersonDto>, ApiError> {
    app.store(|store| list(store))
}

fn list(store: &Store) -> Result<Vec<PersonDto>, ApiError> {
    store
        .people()?
        .iter()
        .map(|p| Ok(row(p, store.has_passphrase(p.id)?)))
        .collect()
}

fn row(person: &Person, passphrase: bool) -> PersonDto {
    PersonDto {
        id: person.id.to_string(),
        name: person.name.clone(),
        duties: person.duties.iter().map(|d| d.name().to_owned()).collect(),
        active: person.active,
        passphrase,
    }
}

/// Adds a person, or changes one. The first one becomes an administrator whatever is asked, and from then on everybody
/// signs in.
///
/// # Errors
/// Where the name is empty, too long or taken, a duty is none, the passphrase too short, or the person who asks is no
/// administrator (one may change one's own passphrase) or is to give their passphrase again first; where nobody who can
/// sign in would be an administrator any more.
pub fn person_save(app: &App, asked: &PersonInDto) -> Result<Vec<PersonDto>, ApiError> {
    let name = asked.name.trim();
    let named =
        !name.is_empty() && name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
    if !named {
        return Err(ApiError::input(format!(
            "saving a person: the name must have between 1 and {LONGEST} characters on one line"
        )));
    }
    let mut duties = Vec::new();
    for text in &asked.duties {
        let duty = Duty::parse(text).ok_or_else(|| {
            let all: Vec<&str> = Duty::ALL.iter().map(|d| d.name()).collect();
            ApiError::input(format!(
                "saving {name:?}: {:?} is no role; the roles are {}",
                text.chars().take(24).collect::<String>(),
                all.join(", ")
            ))
        })?;
        duties.push(duty);
    }
    duties.sort_unstable();
    duties.dedup();
    let passphrase = asked.passphrase.as_deref().map(checked).transpose()?;
    if !app.store(|store| Ok(store.people()?.is_empty()))? {
        app.require_confirmation("saving a person")?;
    }
    app.store(|store| {
        let people = store.people()?;
        let id = match asked.id.as_deref() {
            Some(text) => Some(
                people
                    .iter()
                    .find(|p| p.id.to_string() == text)
                    .map(|p| p.id)
                    .ok_or_else(|| {
                        ApiError::not_found(
                            "saving a person: there is no such person; reload the list",
                        )
                    })?,
            ),
            None => None,
        };
        let old = people.iter().find(|p| Some(p.id) == id);
        if people.is_empty() && !duties.contains(&Duty::Administrator) {
            duties.insert(0, Duty::Administrator);
        }
        let own = old.is_some_and(|p| {
            store.acting() == Some(p.id)
                && p.duties == duties
                && p.active == asked.active
                && p.name == name
        });
        if !own {
            require(store, Duty::Administrator, "saving a person")?;
        }
        let person = Person {
            id: id.unwrap_or_else(PersonId::new),
            name: name.to_owned(),
            duties,
            active: asked.active,
        };
        if old.is_none() && passphrase.is_none() {
            return Err(ApiError::input(format!(
                "adding {name:?}: a person needs a passphrase of at least {SHORTEST} characters to sign in"
            )));
        }
        let administers = |p: &Person| p.may(Duty::Administrator);
        let left = people
            .iter()
            .filter(|p| p.id != person.id && administers(p))
            .count();
        if left == 0 && !administers(&person) {
            return Err(ApiError::input(format!(
                "saving {name:?}: nobody would be an administrator any more; make somebody else one first"
            )));
        }
        let secret = match &passphrase {
            Some(text) => NewPassphrase::Set(text),
            None => NewPassphrase::Keep,
        };
        let by = if people.is_empty() {
            person.name.clone()
        } else {
            settings::person(store)?
        };
        store.save_person(&person, secret, &clock::now(), &by)?;
        if people.is_empty() {
            // whoever adds the first one is that one
            app.sign_in(&person, store);
        } else if old.is_some_and(|p| store.acting() == Some(p.id)) {
            app.rename(&person, store);
        }
        list(store)
    })
}

fn checked(text: &str) -> Result<Passphrase, ApiError> {
    let length = text.chars().count();
    if length < SHORTEST || text.chars().any(char::is_control) {
        return Err(ApiError::input(format!(
            "setting a person's passphrase: it has {length} characters; give at least {SHORTEST} on one line"
        )));
    }
    Ok(Passphrase::new(text.to_owned()))
}

/// Refuses where people have accounts and nobody has signed in, or whoever did may not sign in any more.
pub(crate) fn require_here(store: &Store) -> Result<(), ApiError> {
    let found = match store.acting() {
        Some(id) if store.person(id)?.active => return Ok(()),
        Some(_) => "your account is not active any more; an administrator can say why",
        None if store.people()?.is_empty() => return Ok(()),
        None => "nobody has signed in; say who you are first",
    };
    Err(ApiError::new(
        ErrorCode::SignIn,
        format!("working with the records: {found}"),
    ))
}

/// Refuses where the person who works now may not do what a duty allows. Where nobody has an account, everybody may.
pub(crate) fn require(store: &Store, duty: Duty, attempted: &str) -> Result<(), ApiError> {
    require_one(store, &[duty], attempted)
}

/// As [`require`], where any one of some duties allows it.
pub(crate) fn require_one(store: &Store, duties: &[Duty], attempted: &str) -> Result<(), ApiError> {
    let people = store.people()?;
    if people.is_empty() {
        return Ok(());
    }
    let person = acting(store, attempted)?;
    if duties.iter().any(|d| person.may(*d)) {
        return Ok(());
    }
    let name = person.name;
    let names: Vec<&str> = duties.iter().map(|d| d.name()).collect();
    Err(ApiError::new(
        ErrorCode::NotAllowed,
        format!(
            "{attempted}: {name} is no {}; ask an administrator for that role, or let somebody else do it",
            names.join(" and no ")
        ),
    ))
}

/// Who works now, where people have accounts: by their account, as it is now.
fn acting(store: &Store, attempted: &str) -> Result<Person, ApiError> {
    let id = store.acting().ok_or_else(|| {
        ApiError::new(
            ErrorCode::SignIn,
            format!("{attempted}: nobody has signed in; say who you are first"),
        )
    })?;
    Ok(store.person(id)?)
}

/// The events of some kinds, in order, each under the name that its person has now: what somebody did stays theirs
/// when they are given another name.
pub(crate) fn events_of(store: &Store, kinds: &[&str]) -> Result<Vec<Event>, ApiError> {
    let accounts = store.accounts()?;
    let mut events = store.events_of(kinds)?;
    for event in &mut events {
        event.person = accounts.called(&event.person, event.sequence);
    }
    Ok(events)
}

/// Who works now, by account and name; without an account where nobody has one.
pub(crate) fn who(store: &Store) -> Result<Who, ApiError> {
    Ok(Who {
        id: store.acting(),
        name: settings::person(store)?,
    })
}

/// Who began a longer piece of work: nothing of it is put on record under another's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Beginner(Option<PersonId>);

impl Beginner {
    /// Whoever works now.
    pub(crate) fn of(store: &Store) -> Self {
        Self(store.acting())
    }

    /// Refuses where somebody else works now.
    pub(crate) fn require(self, store: &Store, attempted: &str) -> Result<(), ApiError> {
        if store.acting() == self.0 {
            return Ok(());
        }
        Err(ApiError::new(
            ErrorCode::SignIn,
            format!(
                "{attempted}: somebody else signed in meanwhile, and it is not done under their name; begin it anew"
            ),
        ))
    }
}

/// Who decides: the person who signed in; where nobody has an account, the name that was set or that of the account of
/// the operating system.
pub(crate) fn name(
    store: &Store,
    otherwise: impl FnOnce() -> Result<String, ApiError>,
) -> Result<String, ApiError> {
    if store.acting().is_none() && store.people()?.is_empty() {
        return otherwise();
    }
    Ok(acting(store, "recording")?.name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use std::time::Duration;

    use coding_store::OpenOptions;

    use super::*;

    fn asked(id: Option<&str>, passphrase: &str) -> PersonInDto {
        PersonInDto {
            id: id.map(str::to_owned),
            name: "Ada".to_owned(),
            duties: vec!["administrator".to_owned()],
            active: true,
            passphrase: Some(passphrase.to_owned()),
        }
    }

    #[test]
    fn what_one_began_is_not_gone_on_with_under_anothers_name() {
        let home = tempfile::tempdir().unwrap();
        let app = App::new(home.path()).with_options(OpenOptions {
            keyring: false,
            ..OpenOptions::default()
        });
        let begun = || app.store(|store| Ok(Beginner::of(store))).unwrap();
        let goes_on = |by: Beginner| app.store(|store| by.require(store, "importing charts"));
        let nobodys = begun();
        goes_on(nobodys).unwrap();
        person_save(&app, &asked(None, "the first one")).unwrap();
        let error = goes_on(nobodys).unwrap_err();
        assert_eq!(error.code, ErrorCode::SignIn, "{error:?}");
        let adas = begun();
        goes_on(adas).unwrap();
        let other = PersonInDto {
            name: "Bea".to_owned(),
            ..asked(None, "the second one")
        };
        person_save(&app, &other).unwrap();
        session_sign_in(&app, "Bea", "the second one").unwrap();
        assert!(goes_on(adas).is_err());
        session_sign_in(&app, "Ada", "the first one").unwrap();
        goes_on(adas).unwrap();
    }

    #[test]
    fn who_saves_a_person_proved_who_they_are_and_saving_proves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let app = App::new(home.path()).with_options(OpenOptions {
            keyring: false,
            ..OpenOptions::default()
        });
        let first = person_save(&app, &asked(None, "the first one")).unwrap();
        let own = asked(Some(&first[0].id), "the second one");
        app.prove(None);
        assert_eq!(
            person_save(&app, &own).unwrap_err().code,
            ErrorCode::Confirm
        );
        assert!(session_sign_in(&app, "Ada", "the second one").is_err());
        let before = clock::instant().checked_sub(Duration::from_secs(60));
        app.prove(before);
        person_save(&app, &own).unwrap();
        assert_eq!(app.proved(), before, "a new passphrase proves nothing");
        session_sign_in(&app, "Ada", "the second one").unwrap();
    }
}
