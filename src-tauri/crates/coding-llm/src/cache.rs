//! Answers that were given before. In memory, or where whoever opens a client keeps them: they hold text of notes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use zeroize::Zeroizing;

use crate::model::Reply;

type Key = [u8; 32];

/// The most text that is kept, in bytes.
const CAPACITY: usize = 32 << 20;

/// A place where answers outlive the program, by the hash of their question. It must be as safe as the notes are.
pub trait Keep: Send + Sync {
    /// An answer kept before.
    fn get(&self, key: &str) -> Option<String>;

    /// Keeps a whole answer; one that cannot be kept is asked for again another time.
    fn put(&self, key: &str, text: &str);
}

/// Answers by the hash of their question. The oldest make room; what is forgotten is wiped.
#[derive(Default)]
pub(crate) struct Cache {
    memory: Mutex<Kept>,
    keep: Option<Arc<dyn Keep>>,
}

fn name(key: &Key) -> String {
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Default)]
struct Kept {
    answers: FxHashMap<Key, Zeroizing<String>>,
    order: VecDeque<Key>,
    size: usize,
}

impl Cache {
    /// A cache that also keeps answers elsewhere.
    pub(crate) fn keeping(keep: Option<Arc<dyn Keep>>) -> Self {
        Self {
            memory: Mutex::default(),
            keep,
        }
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Reply> {
        let whole = |text: String| Reply {
            text,
            truncated: false,
        };
        {
            let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(text) = memory.answers.get(key) {
                return Some(whole(text.to_string()));
            }
        }
        self.keep.as_ref()?.get(&name(key)).map(whole)
    }

    /// Keeps a whole answer.
    pub(crate) fn put(&self, key: Key, text: &str) {
        if let Some(keep) = &self.keep {
            keep.put(&name(&key), text);
        }
        let mut kept = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
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

    #[derive(Default)]
    struct Drawer(Mutex<FxHashMap<String, String>>);

    impl Keep for Drawer {
        fn get(&self, key: &str) -> Option<String> {
            self.0.lock().unwrap().get(key).cloned()
        }

        fn put(&self, key: &str, text: &str) {
            self.0
                .lock()
                .unwrap()
                .insert(key.to_owned(), text.to_owned());
        }
    }

    #[test]
    fn what_is_kept_elsewhere_outlives_the_cache() {
        let drawer = Arc::new(Drawer::default());
        Cache::keeping(Some(drawer.clone())).put([7; 32], "answer");
        let later = Cache::keeping(Some(drawer.clone()));
        assert_eq!(later.get(&[7; 32]).unwrap().text, "answer");
        assert!(later.get(&[8; 32]).is_none());
        assert!(drawer.0.lock().unwrap().contains_key(&"07".repeat(32)));
    }

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
