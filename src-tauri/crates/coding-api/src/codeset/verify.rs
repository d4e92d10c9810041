//! Verifying an installation by its content: what is broken is refused, what differs is told.

use std::collections::HashSet;

use icd10cm::{Code, Codebook, Problem, ProblemKind, Release};

use super::companion::{self, CompanionKind};
use super::gather::Gathered;
use super::known;
use super::manifest::{Manifest, PartFile};
use crate::ApiError;

/// A broken file is refused: an installed release is one whose files were read whole.
pub(crate) fn verify(
    codebook: &Codebook,
    problems: &[Problem],
    release: &Release,
    source: &str,
) -> Result<(), ApiError> {
    let refuse = |found: String| {
        Err(ApiError::input(format!(
            "installing {} from {source}: {found}; nothing was changed. Get the file again",
            release.name
        )))
    };
    if let Some(problem) = problems.iter().find(|p| p.kind == ProblemKind::File) {
        let line: String = problem.to_string().replace(['\n', '\r'], " ");
        return refuse(line);
    }
    if codebook.billable_count() == 0 {
        return refuse("its Tabular List holds no codes".to_owned());
    }
    let version = companion::year_in(codebook.version());
    if let Some(year) = version.filter(|y| *y != release.fiscal_year()) {
        return refuse(format!(
            "its Tabular List says it is of {year}, and {} is of fiscal year {}",
            release.name,
            release.fiscal_year()
        ));
    }
    Ok(())
}

/// Where the content differs from what is known of the release.
pub(crate) fn compare_known(codebook: &Codebook, manifest: &Manifest) -> Vec<String> {
    let Some(known) = known::known(&manifest.release) else {
        return vec![format!(
            "{} is a release this program has not seen before: {} billable codes",
            manifest.release,
            codebook.billable_count()
        )];
    };
    let mut notices = Vec::new();
    if codebook.billable_count() != known.billable {
        notices.push(format!(
            "{} has {} billable codes where {} are known: the Tabular List is not the published one",
            manifest.release,
            codebook.billable_count(),
            known.billable
        ));
    }
    for (part, sum) in known.files {
        if manifest.file(*part).is_some_and(|f| f.sha256 != *sum) {
            notices.push(format!(
                "the {} of {} is not byte for byte the one known (its SHA-256 differs)",
                part.name(),
                manifest.release
            ));
        }
    }
    notices
}

/// Where a file differs from the one installed before.
pub(crate) fn compare_old(old: Option<&Manifest>, new: &Manifest) -> Vec<String> {
    let Some(old) = old else {
        return Vec::new();
    };
    let changed = |f: &&PartFile| old.file(f.part).is_some_and(|o| o.sha256 != f.sha256);
    new.files
        .iter()
        .filter(changed)
        .map(|f| {
            format!(
                "the {} of {} replaces a different file installed on {}",
                f.part.name(),
                new.release,
                old.installed_at.get(..10).unwrap_or(&old.installed_at)
            )
        })
        .collect()
}

/// Where the Tabular List and the list of codes that came with it disagree. The list decides validity.
pub(crate) fn compare_list(
    codebook: &Codebook,
    companion: &Gathered<(CompanionKind, Option<u16>)>,
) -> Option<String> {
    let text = String::from_utf8_lossy(&companion.bytes);
    let ours: HashSet<Code> = codebook.billable_codes().collect();
    let (missing, extra) = match companion.what.0 {
        CompanionKind::OrderFile => {
            let listed: HashSet<Code> = text
                .lines()
                .filter_map(companion::order_line)
                .filter_map(|(code, billable)| billable.then_some(code))
                .collect();
            (
                listed.difference(&ours).count(),
                ours.difference(&listed).count(),
            )
        }
        CompanionKind::CodeList => {
            let listed: HashSet<Code> = text.lines().filter_map(|l| Code::parse(l).ok()).collect();
            (0, ours.difference(&listed).count())
        }
        _ => return None,
    };
    (missing + extra > 0).then(|| {
        format!(
            "{} and the Tabular List disagree: {missing} codes are only in the list, {extra} only in the Tabular List",
            companion.name
        )
    })
}
