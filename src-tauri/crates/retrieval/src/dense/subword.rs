//! The parts of a word, as rows of a hashed table.

/// Lengths of the n-grams in bytes of the normalized word, with `<` and `>` at its ends.
const SHORTEST: usize = 3;
const LONGEST: usize = 5;
/// Longer words are cut; nobody writes them on purpose.
const LONGEST_WORD: usize = 62;

/// Appends the rows of a word's parts, below `buckets`: first the word itself, then its n-grams.
pub(super) fn rows(word: &str, buckets: usize, out: &mut Vec<u32>) {
    let mut framed = [0_u8; LONGEST_WORD + 2];
    let bytes = word.as_bytes();
    let bytes = bytes.get(..LONGEST_WORD).unwrap_or(bytes);
    let n = bytes.len() + 2;
    framed[0] = b'<';
    framed[1..=bytes.len()].copy_from_slice(bytes);
    framed[n - 1] = b'>';
    let framed = &framed[..n];
    out.push(row(framed, buckets));
    for length in SHORTEST..=LONGEST {
        // The whole word is there already.
        if length < n {
            out.extend(framed.windows(length).map(|gram| row(gram, buckets)));
        }
    }
}

/// FNV-1a, 64 bits, folded.
#[allow(clippy::cast_possible_truncation)] // the remainder is below `buckets`, itself a u32
fn row(part: &[u8], buckets: usize) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &b in part {
        hash = (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 32;
    (hash % buckets.max(1) as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn related_words_share_rows() {
        let rows_of = |word| {
            let mut out = Vec::new();
            rows(word, 1 << 20, &mut out);
            out
        };
        let (a, b, c) = (rows_of("nephritis"), rows_of("nephrosis"), rows_of("fall"));
        let shared = |x: &[u32], y: &[u32]| x.iter().filter(|r| y.contains(r)).count();
        assert!(shared(&a, &b) > 6, "nephr-");
        assert_eq!(shared(&a, &c), 0);
        assert_eq!(rows_of("a").len(), 1);
        assert!(!rows_of(&"x".repeat(500)).is_empty());
    }
}
