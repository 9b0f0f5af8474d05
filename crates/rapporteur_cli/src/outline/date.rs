//! Dates as people write them.

use rapporteur::record::{DateMention, date_in_words};

/// `4 May 2017`, `May 2017`, `2017`, or two of these with a dash between; what is no ISO date stays as it is.
pub(crate) fn date(mention: &DateMention) -> String {
    match mention.value.split_once('/') {
        Some((from, to)) => format!("{} – {}", date_in_words(from), date_in_words(to)),
        None => date_in_words(&mention.value),
    }
}
