//! Dates as people write them.

use rapporteur::record::{DateMention, MONTHS};

/// `4 May 2017`, `May 2017`, `2017`, or two of these with a dash between; what is no ISO date stays as it is.
pub(crate) fn date(mention: &DateMention) -> String {
    match mention.value.split_once('/') {
        Some((from, to)) => format!("{} – {}", one(from), one(to)),
        None => one(&mention.value),
    }
}

fn one(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    let month = parts.get(1).and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    match (parts.as_slice(), month) {
        ([year, _], Some(month)) => format!("{month} {year}"),
        ([year, _, day], Some(month)) => format!("{} {month} {year}", day.trim_start_matches('0')),
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::one;

    #[test]
    fn dates_read_well_and_odd_ones_stay() {
        assert_eq!(one("2017-05-04"), "4 May 2017");
        assert_eq!(one("2017-11"), "November 2017");
        assert_eq!(one("2017"), "2017");
        assert_eq!(one("2017-00-04"), "2017-00-04");
    }
}
