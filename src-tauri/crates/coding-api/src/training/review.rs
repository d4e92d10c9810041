//! Spaced review. Cards come of attempts and of what a release changed; reviews are events, and when a card is
//! due is folded from them.

use std::collections::HashMap;

use coding_store::{NewEvent, Store};
use coding_training::review::{
    Card, CardSource, DAILY, Grade, Memory, due, from_change, question, review,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{attempt, exam, packs};
use crate::dto::{CardDto, DeckDto};
use crate::{ApiError, App, clock, people, settings};

const REVIEWED: &str = "card-reviewed";
const MINTED: &str = "cards-minted";
/// Most cards that one change of release brings.
const MOST: usize = 100;

/// A card as an event keeps it. The text of an exercise is no part of it: it may be that of a chart, which can be
/// taken away, and is read from the pack when the card is shown.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Minted {
    id: String,
    skill: String,
    prompt: String,
    answer: String,
    /// The exercise whose text belongs before the prompt; none for a release, and in events of an earlier form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exercise: Option<String>,
}

impl Minted {
    pub(super) fn of(card: &Card) -> Self {
        let (prompt, exercise) = match &card.source {
            CardSource::Exercise { id } => (question(card.skill).to_owned(), Some(id.clone())),
            CardSource::Release { .. } => (card.prompt.clone(), None),
        };
        Self {
            id: card.id.clone(),
            skill: card.skill.short().to_owned(),
            prompt,
            answer: card.answer.clone(),
            exercise,
        }
    }

    /// What is asked, behind the text of the exercise where it is still there.
    fn prompt(&self, app: &App) -> String {
        let text = self
            .exercise
            .as_ref()
            .and_then(|id| packs::find(app, id).ok());
        match text {
            Some((_, exercise)) => format!("{}\n\n{}", exercise.text.trim(), self.prompt),
            None => self.prompt.clone(),
        }
    }
}

/// The cards of a person in the order in which they came, each with its memory.
fn cards(store: &Store, person: &str) -> Result<(Vec<Minted>, Vec<Option<Memory>>), ApiError> {
    let mut cards: Vec<Minted> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    let mut add = |card: Minted| {
        at.entry(card.id.clone()).or_insert_with(|| {
            cards.push(card);
            cards.len() - 1
        });
    };
    for attempt in attempt::all(store)? {
        if attempt.person == person {
            attempt.body.cards.into_iter().for_each(&mut add);
        }
    }
    let events = people::events_of(store, &[MINTED, REVIEWED])?;
    for event in events
        .iter()
        .filter(|e| e.person == person && e.kind == MINTED)
    {
        let minted: Option<Vec<Minted>> = serde_json::from_value(event.body["cards"].clone()).ok();
        minted.into_iter().flatten().for_each(&mut add);
    }
    let mut memories: Vec<Option<Memory>> = vec![None; cards.len()];
    for event in events
        .iter()
        .filter(|e| e.person == person && e.kind == REVIEWED)
    {
        let grade: Option<Grade> = serde_json::from_value(event.body["grade"].clone()).ok();
        let card = event.body["card"].as_str().and_then(|id| at.get(id));
        let day = event.body["day"].as_i64();
        if let (Some(grade), Some(card), Some(day)) = (grade, card, day)
            && let Some(slot) = memories.get_mut(*card)
        {
            *slot = Some(review(*slot, day, grade));
        }
    }
    Ok((cards, memories))
}

/// The cards that are due today, no more than twenty a day.
///
/// # Errors
/// Where whoever works here is in an examination, or the database cannot be read.
pub fn training_review_due(app: &App) -> Result<DeckDto, ApiError> {
    exam::require_none(app, "showing cards")?;
    let (cards, memories) = app.store(|store| {
        let person = settings::person(store)?;
        cards(store, &person)
    })?;
    let due = due(&memories, clock::day())
        .into_iter()
        .filter_map(|d| Some((cards.get(d.card)?, d.memory.is_none())))
        .map(|(card, new)| CardDto {
            id: card.id.clone(),
            skill: card.skill.clone(),
            prompt: card.prompt(app),
            answer: card.answer.clone(),
            new,
        })
        .collect();
    Ok(DeckDto {
        due,
        all: cards.len(),
    })
}

/// Records how well a card was known ("again", "hard", "good", "easy"), and yields in how many days it comes
/// back.
///
/// # Errors
/// Where this person has no such card, the grade is none, or nothing can be written.
pub fn training_review(app: &App, card: &str, grade: &str) -> Result<u32, ApiError> {
    let grade: Grade = serde_json::from_value(json!(grade)).map_err(|_| {
        ApiError::input(format!(
            "reviewing a card: {grade:?} is no grade; it is again, hard, good or easy"
        ))
    })?;
    app.store(|store| {
        let person = settings::person(store)?;
        let (cards, memories) = cards(store, &person)?;
        let number = cards.iter().position(|c| c.id == card).ok_or_else(|| {
            ApiError::not_found(format!("reviewing the card {card:?}: there is none"))
        })?;
        let day = clock::day();
        let memory = review(memories.get(number).copied().flatten(), day, grade);
        store.append_event(&NewEvent {
            at: &clock::now(),
            person: &person,
            kind: REVIEWED,
            encounter: None,
            body: json!({"card": card, "grade": grade, "day": day}),
        })?;
        Ok(u32::try_from(memory.due - day).unwrap_or(0))
    })
}

/// Mints cards of what changed between two installed releases; yields how many are new.
///
/// # Errors
/// Where a release is not installed, or nothing can be written.
pub fn training_mint_release(app: &App, older: &str, newer: &str) -> Result<usize, ApiError> {
    let (older, newer) = (app.library().open(older)?, app.library().open(newer)?);
    let changes = icd10cm::difference(older.codebook(), newer.codebook());
    let fresh: Vec<Minted> = changes
        .iter()
        .filter_map(|c| from_change(newer.codebook(), c))
        .map(|c| Minted::of(&c))
        .collect();
    app.store(|store| {
        let person = settings::person(store)?;
        let (known, _) = cards(store, &person)?;
        let fresh: Vec<&Minted> = fresh
            .iter()
            .filter(|c| !known.iter().any(|k| k.id == c.id))
            .take(MOST.max(DAILY))
            .collect();
        if !fresh.is_empty() {
            store.append_event(&NewEvent {
                at: &clock::now(),
                person: &person,
                kind: MINTED,
                encounter: None,
                body: json!({"release": newer.name(), "cards": fresh}),
            })?;
        }
        Ok(fresh.len())
    })
}
