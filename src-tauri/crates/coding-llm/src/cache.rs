//! Answers that were given before. In memory only: they hold text of notes.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use zeroize::Zeroizing;

use crate::model::Reply;

type Key = [u8; 32];

/// The most text that is kept, in bytes.
const CAPACITY: usize = 32 << 20;

/// Answers by the hash of their question. The oldest make room; what is forgotten is wiped.
#[derive(Default)]
pub(crate) struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    answers: FxHashMap<Key, Zeroizing<String>>,
    order: VecDeque<Key>,
    size: usize,
}

impl Cache {
    pub(crate) fn get(&self, key: &Key) -> Option<Reply> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.answers.get(key).map(|text| Reply {
            text: text.to_string(),
            truncated: false,
        })
    }

    /// Keeps a whole answer.
    pub(crate) fn put(&self, key: Key, text: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if text.len() > CAPACITY || kept.answers.contains_key(&key) {
            return;
        }
        kept.size += text.len();
        kept.order.push_back(key);
        kept.answers.insert(key, Zeroizing::new(text.to_owned()));
        while kept.size > CAPACITY {
            let Some(oldest) = kept.order.pop_front() else {
                break;
            };
            if let Some(text) = kept.answers.remove(&oldest) {
                kept.size -= text.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_make_room() {
        let cache = Cache::default();
        let long = "x".repeat(CAPACITY / 2);
        for n in 0..3 {
            cache.put([n; 32], &long);
        }
        assert!(cache.get(&[0; 32]).is_none());
        assert_eq!(cache.get(&[2; 32]).unwrap().text.len(), long.len());
        cache.put([9; 32], &"x".repeat(CAPACITY + 1));
        assert!(cache.get(&[9; 32]).is_none());
    }
}
