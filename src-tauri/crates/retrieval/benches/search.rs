//! How fast 180,000 synthetic entries answer, as a person types and as a program asks.
//!
//! The entries are made here from a seeded generator: 45,000 words of plausible syllables, drawn by
//! Zipf's law, 2 to 11 an entry. With `RETRIEVAL_TITLES` set, the lines of that file are the entries
//! instead. Besides criterion's means, the percentiles over the queries are printed, as the slowest
//! ones are what a person notices; of three runs of a query the quickest counts, since the machine's
//! other work is not what is measured.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
#![allow(missing_docs)]

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use retrieval::normalize::Tokens;
use retrieval::{Corpus, CorpusBuilder, Doc, FieldWeight, Query, QueryOptions};

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank below `n`, by a law near Zipf's.
    fn rank(&mut self, n: usize) -> usize {
        ((n as f64 + 1.0).powf(self.unit()) - 1.0) as usize % n
    }
}

const SYLLABLES: &[&str] = &[
    "car", "di", "o", "my", "neu", "ro", "pa", "thy", "he", "ma", "to", "ne", "phri", "tis", "os",
    "te", "chon", "dro", "al", "ic", "hy", "per", "ten", "sion", "gas", "tri", "co", "li", "ver",
    "fe", "mur", "frac", "ture", "pul", "mo", "na", "ry", "in", "fec", "ul", "cer", "ab", "scess",
    "lym", "pho", "ple", "gia", "ver", "te", "bra", "sten", "em", "bo", "lus", "ar",
];

struct Data {
    titles: Vec<String>,
    corpus: Corpus,
}

fn data() -> Data {
    let titles = std::env::var_os("RETRIEVAL_TITLES").map_or_else(synthetic, |path| {
        std::fs::read_to_string(path)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    });
    let mut builder = CorpusBuilder::new();
    for (i, title) in titles.iter().enumerate() {
        builder.push(Doc {
            id: i as u32,
            kind: (i % 3) as u8,
            weight: 1.0,
            fields: &[(FieldWeight::ESSENTIAL, title)],
        });
    }
    Data {
        titles,
        corpus: builder.build(),
    }
}

fn synthetic() -> Vec<String> {
    let mut random = Random(7);
    let mut words: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    while words.len() < 45_000 {
        let syllables = 2 + random.below(4);
        let word: String = (0..syllables)
            .map(|_| SYLLABLES[random.below(SYLLABLES.len())])
            .collect();
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
    (0..180_000)
        .map(|_| {
            let n = 2 + random.below(10);
            (0..n)
                .map(|_| words[random.rank(words.len())].as_str())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

#[derive(Clone, Copy)]
enum Spoil {
    Not,
    Begin,
    Misspell,
    Mixed,
}

/// Queries of one to six words from random entries, spoiled or not.
fn queries(titles: &[String], spoil: Spoil, n: usize) -> Vec<String> {
    let mut random = Random(11);
    (0..n)
        .map(|i| {
            let mut words: Vec<String> = titles[random.below(titles.len())]
                .split([' ', ',', '(', ')'])
                .filter(|w| !w.is_empty())
                .map(str::to_owned)
                .collect();
            words.truncate(1 + i % 6);
            for word in &mut words {
                match spoil {
                    Spoil::Not => {}
                    Spoil::Begin => begin(word, 3 + random.below(2)),
                    Spoil::Misspell => misspell(word, &mut random),
                    Spoil::Mixed => match random.below(4) {
                        0 => misspell(word, &mut random),
                        1 => begin(word, 4),
                        _ => {}
                    },
                }
            }
            words.join(" ")
        })
        .collect()
}

fn begin(word: &mut String, letters: usize) {
    *word = word.chars().take(letters).collect();
}

fn misspell(word: &mut String, random: &mut Random) {
    if word.len() < 4 || !word.is_ascii() {
        return;
    }
    let mut bytes = std::mem::take(word).into_bytes();
    let at = 1 + random.below(bytes.len() - 2);
    match random.below(3) {
        0 => bytes.swap(at, at + 1),
        1 => drop(bytes.remove(at)),
        _ => bytes[at] = b'x',
    }
    *word = String::from_utf8(bytes).unwrap();
}

fn percentiles(corpus: &Corpus, name: &str, queries: &[String], options: QueryOptions) {
    let mut times: Vec<f64> = queries
        .iter()
        .map(|text| {
            let run = || {
                let start = Instant::now();
                black_box(corpus.search(&Query::parse(text, options), 50, |_| true));
                start.elapsed().as_secs_f64() * 1e3
            };
            run().min(run()).min(run())
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    eprintln!(
        "{name:>12}: p50 {:.3} ms, p90 {:.3} ms, p99 {:.3} ms, max {:.3} ms",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
}

fn search(c: &mut Criterion) {
    let start = Instant::now();
    let Data { titles, corpus } = data();
    eprintln!(
        "{} entries, {} words, made and indexed in {:.1} s",
        corpus.len(),
        corpus.vocabulary().len(),
        start.elapsed().as_secs_f64()
    );
    let whole = QueryOptions {
        fuzzy: true,
        ..QueryOptions::EXACT
    };
    let sets = [
        ("whole words", Spoil::Not, whole),
        ("beginnings", Spoil::Begin, QueryOptions::TYPING),
        ("misspelled", Spoil::Misspell, whole),
        ("mixed", Spoil::Mixed, QueryOptions::TYPING),
    ];
    let mut group = c.benchmark_group("search");
    for (name, spoil, options) in sets {
        let texts = queries(&titles, spoil, 2000);
        percentiles(&corpus, name, &texts, options);
        let mut next = texts.iter().cycle();
        group.bench_function(name, |b| {
            b.iter(|| {
                let text = next.next().unwrap();
                black_box(corpus.search(&Query::parse(text, options), 50, |_| true))
            });
        });
    }
    group.finish();

    let path = std::env::temp_dir().join(format!("retrieval-bench-{}.map", std::process::id()));
    let mut file = mapped::FileWriter::default();
    corpus.write(&mut file, "c");
    file.write(&path, "bench").unwrap();
    c.bench_function("open", |b| {
        b.iter(|| black_box(Corpus::read(&mapped::File::open(&path).unwrap(), "c").unwrap()));
    });
    std::fs::remove_file(&path).unwrap();

    let text = "The patient's paediatric haemorrhages (type II) were re-examined; no fractures of the vertebrae, 2.5 mg given. ".repeat(500);
    let mut tokens = Tokens::default();
    let mut group = c.benchmark_group("normalize");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("note", |b| {
        b.iter(|| {
            tokens.fill(black_box(&text));
            black_box(tokens.len())
        });
    });
    group.finish();
}

criterion_group!(benches, search);
criterion_main!(benches);
