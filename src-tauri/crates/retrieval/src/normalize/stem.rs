//! Rule 5: plurals become singulars.
//!
//! | plural | singular | example |
//! |---|---|---|
//! | table of irregular forms | | metastases, phalanges, emboli, bacteria ([`IRREGULAR`]) |
//! | -omata | -oma | carcinomata |
//! | -itides | -itis | arthritides |
//! | -oses, -yses, -eses, -stases | -osis, -ysis, -esis, -stasis | stenoses, dialyses, prostheses; not doses, noses |
//! | -ae | -a | vertebrae, fistulae |
//! | -ices (listed) | -ix, -ex | appendices, cortices |
//! | -ies | -y | biopsies; not series, scabies, caries, rabies, species, facies |
//! | -sses, -shes, -xes, -ches | drop es | abscesses, rashes, reflexes, crutches; but aches, headaches → ache |
//! | -uses | -us | viruses, sinuses; but causes, abuses, bruises → drop s |
//! | -oes | -o | torpedoes; but toes, shoes → drop s |
//! | -s | drop s | fractures, kidneys; not -ss, -us, -is, nor [`KEPT`] |
//!
//! Words of three letters or fewer are left alone, and so is "-itis" and every other ending.

/// Words that end in "s" and are singular, or would be mistaken for another word.
const KEPT: &[&[u8]] = &[
    b"aids",
    b"alias",
    b"always",
    b"ascites",
    b"atlas",
    b"bias",
    b"caries",
    b"chaos",
    b"diabetes",
    b"does",
    b"facies",
    b"feces",
    b"gas",
    b"herpes",
    b"kudos",
    b"lens",
    b"measles",
    b"mers",
    b"mumps",
    b"pancreas",
    b"perhaps",
    b"psoas",
    b"rabies",
    b"rickets",
    b"sars",
    b"scabies",
    b"series",
    b"species",
    b"tabes",
    b"texas",
    b"yaws",
];

/// Plurals without a rule.
const IRREGULAR: &[(&[u8], &[u8])] = &[
    (b"alveoli", b"alveolus"),
    (b"apices", b"apex"),
    (b"appendices", b"appendix"),
    (b"atria", b"atrium"),
    (b"axes", b"axis"),
    (b"bacilli", b"bacillus"),
    (b"bacteria", b"bacterium"),
    (b"bronchi", b"bronchus"),
    (b"calculi", b"calculus"),
    (b"calves", b"calf"),
    (b"cervices", b"cervix"),
    (b"children", b"child"),
    (b"cocci", b"coccus"),
    (b"corpora", b"corpus"),
    (b"cortices", b"cortex"),
    (b"crises", b"crisis"),
    (b"crura", b"crus"),
    (b"diverticula", b"diverticulum"),
    (b"emboli", b"embolus"),
    (b"enteroviruses", b"enterovirus"),
    (b"epididymides", b"epididymis"),
    (b"feet", b"foot"),
    (b"femora", b"femur"),
    (b"foci", b"focus"),
    (b"foramina", b"foramen"),
    (b"fungi", b"fungus"),
    (b"ganglia", b"ganglion"),
    (b"gases", b"gas"),
    (b"halves", b"half"),
    (b"indices", b"index"),
    (b"knives", b"knife"),
    (b"larynges", b"larynx"),
    (b"lenses", b"lens"),
    (b"lumina", b"lumen"),
    (b"matrices", b"matrix"),
    (b"men", b"man"),
    (b"menisci", b"meniscus"),
    (b"mice", b"mouse"),
    (b"nevi", b"nevus"),
    (b"nuclei", b"nucleus"),
    (b"ova", b"ovum"),
    (b"pelves", b"pelvis"),
    (b"phalanges", b"phalanx"),
    (b"pharynges", b"pharynx"),
    (b"psychoses", b"psychosis"),
    (b"rami", b"ramus"),
    (b"sera", b"serum"),
    (b"teeth", b"tooth"),
    (b"testes", b"testis"),
    (b"thrombi", b"thrombus"),
    (b"tibiae", b"tibia"),
    (b"uteri", b"uterus"),
    (b"varices", b"varix"),
    (b"vertices", b"vertex"),
    (b"villi", b"villus"),
    (b"women", b"woman"),
];

/// Words in "-oses" and "-eses" that are plurals of "-ose" and "-ese".
const PLAIN_OSES: &[&[u8]] = &[
    b"cheeses",
    b"closes",
    b"doses",
    b"exposes",
    b"glucoses",
    b"hoses",
    b"loses",
    b"noses",
    b"overdoses",
    b"poses",
    b"purposes",
    b"roses",
    b"underdoses",
];

/// Reduces a lower-case ASCII word to its singular in place.
pub(super) fn singular(word: &mut Vec<u8>) {
    let Some(&last) = word.last() else { return };
    if word.len() < 3 || !matches!(last, b's' | b'i' | b'a' | b'e' | b'n' | b't' | b'h') {
        return;
    }
    if let Ok(i) = IRREGULAR.binary_search_by(|(from, _)| (*from).cmp(word)) {
        word.clear();
        word.extend_from_slice(IRREGULAR[i].1);
        return;
    }
    let n = word.len();
    if n > 6 && word.ends_with(b"omata") {
        word.truncate(n - 2);
    } else if n > 4 && word.ends_with(b"ae") {
        word.truncate(n - 1);
    } else if last == b's' && n > 3 && KEPT.binary_search(&word.as_slice()).is_err() {
        singular_of_s(word, n);
    }
}

fn singular_of_s(word: &mut Vec<u8>, n: usize) {
    let ends = |suffix: &[u8]| word.ends_with(suffix);
    if ends(b"ss") || ends(b"us") || ends(b"is") || ends(b"ceps") {
        return;
    }
    if n > 6 && ends(b"itides") {
        word.truncate(n - 4);
        word.extend_from_slice(b"is");
    } else if n > 5
        && (ends(b"oses") || ends(b"yses") || ends(b"eses") || ends(b"stases"))
        && PLAIN_OSES.binary_search(&word.as_slice()).is_err()
    {
        word.truncate(n - 2);
        word.extend_from_slice(b"is");
    } else if n > 4 && ends(b"ies") && !ends(b"alories") {
        word.truncate(n - 3);
        word.push(b'y');
    } else if adds_es(word) {
        word.truncate(n - 2);
    } else {
        word.truncate(n - 1);
    }
}

/// Whether the plural was made with "-es" rather than "-s".
fn adds_es(word: &[u8]) -> bool {
    let n = word.len();
    let ends = |suffix: &[u8]| word.ends_with(suffix);
    let before_uses = n.checked_sub(5).and_then(|i| word.get(i));
    ends(b"sses")
        || ends(b"shes")
        || ends(b"xes")
        || (ends(b"ches") && !ends_in_ache(word))
        || (n > 5
            && ends(b"uses")
            && !matches!(before_uses, Some(b'a' | b'e' | b'i' | b'o'))
            && !plain_uses(word))
        || (n > 5 && ends(b"oes") && !ends(b"shoes") && !ends(b"floes"))
}

fn ends_in_ache(word: &[u8]) -> bool {
    word == b"aches"
        || word
            .strip_suffix(b"aches")
            .is_some_and(|rest| matches!(rest.last(), Some(b'd' | b'k' | b'r' | b'y' | b'h')))
}

fn plain_uses(word: &[u8]) -> bool {
    [
        &b"abuses"[..],
        b"misuses",
        b"reuses",
        b"excuses",
        b"infuses",
        b"diffuses",
        b"confuses",
        b"refuses",
    ]
    .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singulars() {
        let cases = "fractures fracture, kidneys kidney, diseases disease, diagnoses diagnosis, metastases metastasis, \
            vertebrae vertebra, stenoses stenosis, dialyses dialysis, prostheses prosthesis, doses dose, noses nose, \
            arthritides arthritis, arthritis arthritis, carcinomata carcinoma, carcinomas carcinoma, biopsies biopsy, \
            series series, scabies scabies, abscesses abscess, masses mass, rashes rash, reflexes reflex, \
            crutches crutch, headaches headache, aches ache, viruses virus, sinuses sinus, causes cause, abuses abuse, \
            bruises bruise, toes toe, shoes shoe, torpedoes torpedo, uterus uterus, pelvis pelvis, abscess abscess, \
            pancreas pancreas, diabetes diabetes, herpes herpes, biceps biceps, aids aids, nos nos, his his, \
            phalanges phalanx, thrombi thrombus, bacteria bacterium, appendices appendix, varices varix, \
            devices device, valves valve, calves calf, calories calorie, ribs rib, atlas atlas, areas area, \
            antibiotics antibiotic, women woman, teeth tooth, renal renal, as as, crises crisis, cases case";
        for case in cases.split(", ") {
            let (source, expected) = case.split_once(' ').unwrap();
            let mut word = source.as_bytes().to_vec();
            singular(&mut word);
            assert_eq!(
                String::from_utf8(word).unwrap(),
                expected.trim(),
                "{source}"
            );
        }
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(KEPT.is_sorted() && PLAIN_OSES.is_sorted() && IRREGULAR.is_sorted());
    }
}
