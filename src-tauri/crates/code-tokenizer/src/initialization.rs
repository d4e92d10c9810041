//! What the new rows of an embedding table may start from.

use std::collections::HashMap;

use icd10cm::{Code, Codebook};
use serde::Serialize;
use tokenizers::Tokenizer;

use crate::base::whole;
use crate::error::TokenizerError;
use crate::spelling::Spelled;

/// The rows that were added to a vocabulary, by rising identifier.
#[derive(Debug, Clone, Serialize)]
pub struct Initialization {
    /// Format of this map.
    pub format: u32,
    /// Release the codes are of.
    pub release: String,
    /// Size of the vocabulary before.
    pub base_vocabulary: usize,
    /// Size of the vocabulary now: the embedding table must be resized to it.
    pub vocabulary: usize,
    /// How many codes and headers there are.
    pub codes: usize,
    /// The rows.
    pub rows: Vec<Row>,
}

/// What a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// May be reported as it stands.
    Billable,
    /// A category, subcategory, or leaf that lacks its 7th character.
    Header,
}

/// One new token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Identifier, which is the row of the embedding table.
    pub id: u32,
    /// How it is written.
    pub token: String,
    /// The code, dotted.
    pub code: Code,
    /// Billable or header.
    pub kind: RowKind,
    /// The title as the tokenizer already encodes it, without special tokens. Empty for the spelling without
    /// a dot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<u32>,
    /// Row of the code above; none for a category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
    /// Rows of the other codes of the same parent; of the same block for a category.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub siblings: Vec<u32>,
    /// For the spelling without a dot: the row of the dotted one, to be copied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<u32>,
}

/// Parent and siblings of every code.
struct Kin {
    parent: HashMap<Code, Code>,
    families: Vec<Vec<Code>>,
    family: HashMap<Code, usize>,
}

impl Kin {
    fn of(book: &Codebook) -> Self {
        let mut kin = Self {
            parent: HashMap::new(),
            families: Vec::new(),
            family: HashMap::new(),
        };
        for entry in book.entries() {
            let own = entry.code();
            let mut members: Vec<Code> = entry.children().filter_map(|c| c.code()).collect();
            if entry.is_leaf() && own.is_some() {
                members.extend(entry.billable_codes().filter(|c| Some(*c) != own));
            }
            let number = kin.families.len();
            for code in &members {
                kin.family.insert(*code, number);
                if let Some(parent) = own {
                    kin.parent.insert(*code, parent);
                }
            }
            kin.families.push(members);
        }
        kin
    }

    fn siblings(&self, code: Code) -> impl Iterator<Item = Code> + '_ {
        self.family
            .get(&code)
            .and_then(|n| self.families.get(*n))
            .into_iter()
            .flatten()
            .copied()
            .filter(move |other| *other != code)
    }
}

pub(crate) fn make(
    base: &Tokenizer,
    extended: &Tokenizer,
    book: &Codebook,
    list: &[Spelled],
) -> Result<Initialization, TokenizerError> {
    let base = whole(base.clone())?;
    let titles: Vec<String> = list
        .iter()
        .filter(|s| s.dotted)
        .map(|s| book.title(s.code).unwrap_or_default())
        .collect();
    let described = base
        .encode_batch_fast(titles, false)
        .map_err(TokenizerError::refused("encoding the titles"))?;
    let mut described = described.into_iter();
    let ids: HashMap<Code, u32> = list
        .iter()
        .filter(|s| s.dotted)
        .filter_map(|s| Some((s.code, extended.token_to_id(&s.text)?)))
        .collect();
    let kin = Kin::of(book);
    let mut rows: Vec<Row> = Vec::with_capacity(list.len());
    for spelled in list {
        let description = if spelled.dotted {
            described.next().map(|e| e.get_ids().to_vec())
        } else {
            None
        };
        let Some(id) = extended.token_to_id(&spelled.text) else {
            continue;
        };
        let code = spelled.code;
        let kind = if book.is_billable(code) {
            RowKind::Billable
        } else {
            RowKind::Header
        };
        let (parent, siblings, same_as) = if spelled.dotted {
            let parent = kin.parent.get(&code).and_then(|p| ids.get(p)).copied();
            let siblings = kin
                .siblings(code)
                .filter_map(|c| ids.get(&c).copied())
                .collect();
            (parent, siblings, None)
        } else {
            (None, Vec::new(), ids.get(&code).copied())
        };
        rows.push(Row {
            id,
            token: spelled.text.clone(),
            code,
            kind,
            description: description.unwrap_or_default(),
            parent,
            siblings,
            same_as,
        });
    }
    rows.sort_by_key(|row| row.id);
    Ok(Initialization {
        format: 1,
        release: book.release().name.clone(),
        base_vocabulary: base.get_vocab_size(true),
        vocabulary: extended.get_vocab_size(true),
        codes: ids.len(),
        rows,
    })
}
