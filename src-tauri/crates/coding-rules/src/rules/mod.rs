//! All rules, listed once.

mod note;
mod seq;
mod val;

use crate::rule::Listed;

/// All rules in the order they run.
pub const RULES: &[Listed] = {
    const N: usize = val::RULES.len() + note::RULES.len() + seq::RULES.len();
    const ALL: [Listed; N] = join(&[val::RULES, note::RULES, seq::RULES]);
    &ALL
};

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
