//! Dates as a release prints them.

use rapporteur_record::{DateMention, Precision, date_in_words};

/// A date in words: "4 May 2017", "May 2017", "2017", "4 May 2017 to 6 May 2017".
pub(crate) fn in_words(date: &DateMention) -> String {
    let ends: Vec<String> = date.value.split('/').map(date_in_words).collect();
    ends.join(" to ")
}

/// The same with the preposition that it takes after a verb.
pub(crate) fn when(date: &DateMention) -> String {
    let words = in_words(date);
    match date.precision {
        _ if date.value.contains('/') => format!("from {words}"),
        Precision::Day => format!("on {words}"),
        _ => format!("in {words}"),
    }
}

/// When something is due.
pub(crate) fn by_when(date: &DateMention) -> String {
    let last = date.value.rsplit('/').next().unwrap_or_default();
    format!("by {}", date_in_words(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, precision: Precision) -> String {
        when(&DateMention { value: value.to_owned(), precision, text: None, start: None, end: None })
    }

    #[test]
    fn dates_are_said_as_exactly_as_they_are_known() {
        assert_eq!(check("2031-05-04", Precision::Day), "on 4 May 2031");
        assert_eq!(check("2031-05", Precision::Month), "in May 2031");
        assert_eq!(check("2031", Precision::Year), "in 2031");
        assert_eq!(check("2031-05-04/2031-05-06", Precision::Day), "from 4 May 2031 to 6 May 2031");
        assert_eq!(check("soon", Precision::Day), "on soon");
    }
}
