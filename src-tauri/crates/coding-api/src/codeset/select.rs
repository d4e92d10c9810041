//! Which release holds for a day.

use icd10cm::{Date, Release};

/// Last day of a release's fiscal year. A later release may take over before.
#[must_use]
pub fn last_day(release: &Release) -> Option<Date> {
    Date::new(release.fiscal_year(), 9, 30).ok()
}

/// Whether a release is in force on a day, as far as its own dates say.
#[must_use]
pub fn in_force(release: &Release, day: Date) -> bool {
    release.effective <= day && last_day(release).is_none_or(|last| day <= last)
}

/// The newest release in force on a day.
fn newest_in_force(installed: &[Release], day: Date) -> Option<&Release> {
    installed
        .iter()
        .filter(|r| in_force(r, day))
        .max_by_key(|r| r.effective)
}

/// The release to use for an encounter's day: the newest in force then, else the newest in force today, else
/// the newest of all. The second value says why where it is not the one in force on the encounter's day.
pub(crate) fn choose(
    installed: &[Release],
    day: Option<Date>,
    today: Option<Date>,
) -> Option<(&Release, Option<String>)> {
    let fallback = || {
        today
            .and_then(|today| newest_in_force(installed, today))
            .or_else(|| installed.iter().max_by_key(|r| r.effective))
    };
    let Some(day) = day else {
        return fallback().map(|r| (r, None));
    };
    if let Some(release) = newest_in_force(installed, day) {
        return Some((release, None));
    }
    fallback().map(|release| (release, Some(mismatch(release, day))))
}

/// What to say where a release is not in force on the encounter's day.
pub(crate) fn mismatch(release: &Release, day: Date) -> String {
    format!(
        "No installed release is in force on {day} (fiscal year {}); {} is used, so check codes that changed, or \
         install the release of that day",
        day.fiscal_year(),
        release.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(installed: &[&str], day: Option<&str>, today: &str, expected: &str, noticed: bool) {
        let installed: Vec<Release> = installed
            .iter()
            .map(|n| Release::from_name(n).unwrap())
            .collect();
        let day = day.map(|d| Date::parse(d).unwrap());
        let (release, notice) = choose(&installed, day, Some(Date::parse(today).unwrap())).unwrap();
        assert_eq!(
            (release.name.as_str(), notice.is_some()),
            (expected, noticed),
            "{installed:?} on {day:?}"
        );
    }

    #[test]
    fn the_release_in_force_on_the_day_is_used() {
        let all = ["FY2021", "FY2025-04", "FY2026", "FY2026-04"];
        check(&all, Some("2026-03-31"), "2026-05-01", "FY2026", false);
        check(&all, Some("2026-04-01"), "2026-05-01", "FY2026-04", false);
        check(&all, Some("2020-10-01"), "2026-05-01", "FY2021", false);
        check(&all, None, "2026-05-01", "FY2026-04", false);
        check(&all, None, "2025-12-01", "FY2026", false);
    }

    #[test]
    fn where_none_is_in_force_the_newest_is_used_and_said_so() {
        let some = ["FY2021", "FY2026-04"];
        check(&some, Some("2026-01-15"), "2026-05-01", "FY2026-04", true);
        check(&some, Some("2024-01-15"), "2026-05-01", "FY2026-04", true);
        check(&some, Some("2027-01-15"), "2027-01-15", "FY2026-04", true);
        check(&some, None, "2027-01-15", "FY2026-04", false);
        assert!(choose(&[], None, None).is_none());
    }
}
