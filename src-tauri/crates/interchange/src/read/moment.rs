//! Days as other formats write them.

use icd10cm::Date;

/// The day of `2026-02-03T10:00:00Z`, `20260203100000+0100` or `20260203`; `None` for anything less exact than a day.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let digits: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '-')
        .filter(char::is_ascii_digit)
        .take(8)
        .collect();
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Date::parse(&format!("{year}-{month}-{day}")).ok()
}

/// Whole years from one day to another.
pub(super) fn years(born: Date, at: Date) -> Option<u16> {
    let part = |date: Date| date.to_string().get(5..).map(str::to_owned);
    let whole = at.year().checked_sub(born.year())?;
    let before = part(at)? < part(born)?;
    whole
        .checked_sub(u16::from(before))
        .filter(|age| *age <= 124)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_ages_counted_in_whole_years() {
        let read = |text: &str| day(text).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(read("2026-02-03T10:00:00+01:00"), "2026-02-03");
        assert_eq!(read("20260203101500.0-0500"), "2026-02-03");
        assert_eq!(read("202602"), "");
        assert_eq!(read("2026-13-40"), "");
        assert_eq!(read("ü"), "");
        let age = |born, at| years(day(born).unwrap(), day(at).unwrap());
        assert_eq!(age("19600203", "20260203"), Some(66));
        assert_eq!(age("19600204", "20260203"), Some(65));
        assert_eq!(age("20260203", "20260203"), Some(0));
        assert_eq!(age("20270101", "20260203"), None);
    }
}
