//! The only place that reads the clock.

use icd10cm::Date;

/// Now, RFC 3339 in UTC with milliseconds.
pub(crate) fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}

/// Today where the program runs; `None` where the clock shows no day of our calendar.
pub(crate) fn today() -> Option<Date> {
    Date::parse(&jiff::Zoned::now().date().to_string()).ok()
}

/// Today as a number of days, where the program runs; only differences mean something.
pub(crate) fn day() -> i64 {
    let today = jiff::Zoned::now().date();
    let first = jiff::civil::date(1970, 1, 1);
    i64::from((today - first).get_days())
}

/// A moment to measure from, which no setting of the clock moves.
pub(crate) fn instant() -> std::time::Instant {
    std::time::Instant::now()
}

/// Milliseconds since a moment as [`now`] writes it; 0 for one that lies ahead, and for what is no moment.
pub(crate) fn milliseconds_since(moment: &str) -> u64 {
    let Ok(begun) = moment.parse::<jiff::Timestamp>() else {
        return 0;
    };
    let gone = jiff::Timestamp::now().as_millisecond() - begun.as_millisecond();
    u64::try_from(gone).unwrap_or(0)
}
