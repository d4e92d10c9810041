//! When a card is due: FSRS with its default parameters.

use fsrs::{FSRS, MemoryState};
use serde::{Deserialize, Serialize};

/// Share of cards that are to be remembered when they are due.
pub const RETENTION: f32 = 0.9;
/// Most cards a day.
pub const DAILY: usize = 20;

/// How well the answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Not at all.
    Again,
    /// With trouble.
    Hard,
    /// As it should.
    Good,
    /// At once.
    Easy,
}

/// What is known of the memory of a card.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Days until the chance to remember falls to nine in ten.
    pub stability: f32,
    /// 1 (easy) to 10.
    pub difficulty: f32,
    /// Day of the last review, counted from any first day.
    pub reviewed: i64,
    /// Day on which it is due.
    pub due: i64,
}

/// Reviews of one card, oldest first: (day, grade).
pub type History = Vec<(i64, Grade)>;

/// The memory after a review on a day. A memory that is not there is that of a new card.
#[must_use]
pub fn review(before: Option<Memory>, day: i64, grade: Grade) -> Memory {
    let state = before.map(|m| MemoryState {
        stability: m.stability,
        difficulty: m.difficulty,
    });
    let elapsed = before.map_or(0, |m| day.saturating_sub(m.reviewed).max(0));
    let elapsed = u32::try_from(elapsed).unwrap_or(u32::MAX);
    let next = FSRS::default().next_states(state, RETENTION, elapsed);
    let (memory, interval) = match next {
        Ok(next) => {
            let chosen = match grade {
                Grade::Again => next.again,
                Grade::Hard => next.hard,
                Grade::Good => next.good,
                Grade::Easy => next.easy,
            };
            (chosen.memory, chosen.interval)
        }
        // parameters and retention are constants; a card that cannot be scheduled is due tomorrow
        Err(_) => (
            state.unwrap_or(MemoryState {
                stability: 1.0,
                difficulty: 5.0,
            }),
            1.0,
        ),
    };
    let days = if grade == Grade::Again {
        1
    } else {
        interval.round().clamp(1.0, 3650.0) as i64
    };
    Memory {
        stability: memory.stability,
        difficulty: memory.difficulty,
        reviewed: day,
        due: day + days,
    }
}

/// A card by its number, and when it is due.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Due {
    /// Number of the card in the caller's list.
    pub card: usize,
    /// Memory; none for a new card.
    pub memory: Option<Memory>,
}

/// What is to be reviewed on a day, most overdue first and new cards last, no more than [`DAILY`] less those
/// reviewed on the day already.
#[must_use]
pub fn due(cards: &[Option<Memory>], day: i64) -> Vec<Due> {
    let today = cards
        .iter()
        .filter(|m| m.is_some_and(|m| m.reviewed == day))
        .count();
    let mut list: Vec<Due> = cards
        .iter()
        .enumerate()
        .filter(|(_, m)| m.is_none_or(|m| m.due <= day))
        .map(|(card, memory)| Due {
            card,
            memory: *memory,
        })
        .collect();
    list.sort_by_key(|d| (d.memory.map_or(i64::MAX, |m| m.due), d.card));
    list.truncate(DAILY.saturating_sub(today));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_comes_back_later_and_later() {
        let mut memory = review(None, 0, Grade::Good);
        let mut last = 0;
        for _ in 0..4 {
            let interval = memory.due - memory.reviewed;
            assert!(interval > last, "{interval} days after {last}");
            last = interval;
            memory = review(Some(memory), memory.due, Grade::Good);
        }
        let forgotten = review(Some(memory), memory.due, Grade::Again);
        assert_eq!(forgotten.due, forgotten.reviewed + 1);
        assert!(forgotten.stability < memory.stability);
        assert!(review(None, 0, Grade::Easy).due > review(None, 0, Grade::Hard).due);
    }

    #[test]
    fn a_day_has_no_more_than_its_share() {
        let mut cards: Vec<Option<Memory>> = vec![None; 40];
        assert_eq!(due(&cards, 5).len(), DAILY);
        for card in cards.iter_mut().take(15) {
            *card = Some(review(None, 5, Grade::Good));
        }
        assert_eq!(due(&cards, 5).len(), 5, "fifteen were reviewed already");
        cards[3] = Some(Memory {
            due: 1,
            reviewed: 0,
            ..review(None, 0, Grade::Good)
        });
        assert_eq!(due(&cards, 5)[0].card, 3, "the most overdue one is first");
        assert!(due(&[], 5).is_empty());
    }
}
