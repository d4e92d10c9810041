//! Which codes stand after a row of decisions.

use std::collections::HashSet;

use coding_model::{Act, DecisionId};
use icd10cm::Code;

/// The codes assigned after all decisions of an encounter, given in the order in which they were taken; in
/// sequence, without repetition. A decision that was undone does not count; undoing an undoing brings it back.
pub fn assigned_codes<'a>(
    acts: impl DoubleEndedIterator<Item = (DecisionId, &'a Act)> + Clone,
) -> Vec<Code> {
    let mut undone = HashSet::new();
    let mut effective = Vec::new();
    for (id, act) in acts.rev() {
        if undone.contains(&id) {
            continue;
        }
        if let Act::Undone { decision } = act {
            undone.insert(*decision);
        } else {
            effective.push(act);
        }
    }
    let mut codes: Vec<Code> = Vec::new();
    for act in effective.into_iter().rev() {
        match act {
            Act::Accepted { code } | Act::Added { code } => put(&mut codes, *code),
            Act::Revised { from, to } => match codes.iter().position(|c| c == from) {
                Some(place) if !codes.contains(to) => codes[place] = *to,
                Some(place) if from != to => {
                    codes.remove(place);
                }
                Some(_) => {}
                None => put(&mut codes, *to),
            },
            Act::Rejected { code, .. } | Act::Deferred { code } | Act::Removed { code } => {
                codes.retain(|c| c != code)
            }
            Act::Resequenced { order } => {
                let place =
                    |code: &Code| order.iter().position(|c| c == code).unwrap_or(order.len());
                codes.sort_by_key(place);
            }
            Act::PresentOnAdmission { .. } | Act::Overridden { .. } | Act::Undone { .. } => {}
        }
    }
    codes
}

fn put(codes: &mut Vec<Code>, code: Code) {
    if !codes.contains(&code) {
        codes.push(code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coding_model::RejectReason;

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    fn check(acts: &[Act], expected: &str) {
        let acts: Vec<(DecisionId, Act)> = acts
            .iter()
            .map(|a| (DecisionId::new(), a.clone()))
            .collect();
        check_named(&acts, expected);
    }

    fn check_named(acts: &[(DecisionId, Act)], expected: &str) {
        let codes = assigned_codes(acts.iter().map(|(id, act)| (*id, act)));
        let text: Vec<String> = codes.iter().map(ToString::to_string).collect();
        assert_eq!(text.join(" "), expected);
    }

    #[test]
    fn acts_add_replace_and_take_out() {
        let a = |c: &str| Act::Accepted { code: code(c) };
        check(&[a("I10"), a("E11.9"), a("I10")], "I10 E11.9");
        check(
            &[
                a("E11.9"),
                Act::Revised {
                    from: code("E11.9"),
                    to: code("E11.22"),
                },
            ],
            "E11.22",
        );
        check(
            &[Act::Revised {
                from: code("E11.9"),
                to: code("E11.22"),
            }],
            "E11.22",
        );
        check(
            &[
                a("I10"),
                a("N18.6"),
                Act::Revised {
                    from: code("I10"),
                    to: code("N18.6"),
                },
            ],
            "N18.6",
        );
        let rejected = Act::Rejected {
            code: code("I10"),
            reason: RejectReason::Historical,
            note: String::new(),
        };
        check(&[a("I10"), rejected], "");
        check(
            &[
                a("I10"),
                Act::Removed { code: code("I10") },
                Act::Added {
                    code: code("J18.9"),
                },
            ],
            "J18.9",
        );
        check(
            &[
                a("I10"),
                a("E11.9"),
                Act::Resequenced {
                    order: vec![code("E11.9"), code("I10")],
                },
            ],
            "E11.9 I10",
        );
    }

    #[test]
    fn undoing_takes_back_and_undoing_that_brings_back() {
        let (first, second) = (DecisionId::new(), DecisionId::new());
        let accepted = (first, Act::Accepted { code: code("I10") });
        let undone = (second, Act::Undone { decision: first });
        check_named(&[accepted.clone(), undone.clone()], "");
        check_named(
            &[
                accepted,
                undone,
                (DecisionId::new(), Act::Undone { decision: second }),
            ],
            "I10",
        );
    }
}
