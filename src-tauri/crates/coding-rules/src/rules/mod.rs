//! All rules, listed once.

mod chp;
mod evi;
mod idx;
mod note;
mod pat;
mod seq;
mod set;
mod val;

use crate::rule::Listed;

const FAMILIES: &[&[Listed]] = &[
    val::RULES,
    note::RULES,
    seq::RULES,
    chp::RULES,
    set::RULES,
    pat::RULES,
    evi::RULES,
    idx::RULES,
];

/// All rules in the order they run.
pub const RULES: &[Listed] = {
    const N: usize = count(FAMILIES);
    const ALL: [Listed; N] = join(FAMILIES);
    &ALL
};

const fn count(families: &[&[Listed]]) -> usize {
    let (mut family, mut n) = (0, 0);
    while family < families.len() {
        n += families[family].len();
        family += 1;
    }
    n
}

const fn join<const N: usize>(families: &[&[Listed]]) -> [Listed; N] {
    let mut all = [families[0][0]; N];
    let (mut family, mut n) = (0, 0);
    while family < families.len() {
        let mut i = 0;
        while i < families[family].len() {
            all[n] = families[family][i];
            n += 1;
            i += 1;
        }
        family += 1;
    }
    all
}
