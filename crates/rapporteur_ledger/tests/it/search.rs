//! Words and filters.

use rapporteur_ledger::{Day, Page, Search, SearchError, Status};
use rapporteur_record::{ActType, Genre};

use crate::scenario::{answered, other_readout, reaffirmed, request, signed};
use crate::scene::Shelf;

fn shelf() -> Shelf {
    Shelf::with(&[request(), reaffirmed(), answered(), signed(), other_readout()])
}

/// The days and the words found, with the marks in brackets.
fn find(shelf: &Shelf, search: &Search) -> Vec<String> {
    let hits = shelf.ledger.search(search, Page::default()).unwrap();
    let mut found = Vec::new();
    for hit in hits.rows {
        let mut shown = String::new();
        for (at, c) in hit.sentence.chars().enumerate() {
            let at = u32::try_from(at).unwrap();
            shown.push_str(&"[".repeat(hit.marks.iter().filter(|m| m.0 == at).count()));
            shown.push(c);
            shown.push_str(&"]".repeat(hit.marks.iter().filter(|m| m.1 == at + 1).count()));
        }
        found.push(format!("{} {shown}", hit.document.day.unwrap()));
    }
    found
}

fn words(words: &str) -> Search {
    Search { words: words.to_owned(), ..Search::default() }
}

#[test]
fn sentences_with_the_words_newest_first() {
    let shelf = shelf();
    assert_eq!(
        find(&shelf, &words("transit centre")),
        [
            "2032-03-16 On 16 March 2032 Valdoria and Ormund signed the Memorandum on the [Transit] [Centre] at Tolva for Returnees.",
            "2031-09-02 Ormund agreed that it will set up the [transit] [centre] for returnees at Tolva.",
            "2031-07-11 Valdoria again asked Ormund to open a [transit] [centre] for returnees at Tolva before the winter.",
            "2031-05-04 She requested the Ormund side to set up a [transit] [centre] at Tolva for returnees.",
        ]
    );
    assert_eq!(find(&shelf, &words("\"again asked\"")).len(), 1);
    assert_eq!(find(&shelf, &words("\"asked again\"")).len(), 0);
    assert_eq!(find(&shelf, &words("tarif*")).len(), 1);
    assert_eq!(find(&shelf, &words("NEAR(Ormund winter, 12)")).len(), 1);
    assert_eq!(find(&shelf, &words("NEAR(Ormund winter, 3)")).len(), 0);
    assert_eq!(find(&shelf, &words("ferry OR tariff")).len(), 3);
    assert_eq!(find(&shelf, &words("ferry NOT line")).len(), 1);
}

#[test]
fn filters_narrow_to_acts() {
    let shelf = shelf();
    let days = |search: &Search| -> Vec<String> {
        let hits = shelf.ledger.search(search, Page::default()).unwrap();
        hits.rows.iter().map(|h| h.document.day.unwrap().to_string()).collect()
    };
    let by = |actor: &str| Search { actor: Some(actor.to_owned()), ..words("Tolva") };
    assert_eq!(days(&by("ORM")), ["2032-03-16", "2031-09-02"]);
    assert_eq!(days(&by("Mira Oss")), ["2031-05-04"]);
    let to = Search { recipient: Some("Ormund".to_owned()), ..Search::default() };
    assert_eq!(days(&to), ["2031-07-11", "2031-05-04"]);
    let both = Search { country: Some("VAL".to_owned()), issue: Some("trade".to_owned()), ..Search::default() };
    assert_eq!(days(&both), ["2031-05-05"]);
    let asked = Search { act_type: Some(ActType::Request), until: Day::parse("2031-06-01"), ..Search::default() };
    assert_eq!(days(&asked), ["2031-05-04"]);
    let since = Search { since: Day::parse("2031-09-03"), ..words("returnees") };
    assert_eq!(days(&since), ["2032-03-16"]);
    let genre = Search { genre: Some(Genre::News), ..words("returnees") };
    assert_eq!(days(&genre), ["2032-03-16"]);
    let done = Search { status: Some(Status::Fulfilled), ..words("returnees") };
    assert!(days(&done).contains(&"2031-05-04".to_owned()));
    let meeting = shelf.ledger.document(&request().hash()).unwrap().meetings[0].id.clone();
    let told = Search { meeting: Some(meeting), ..words("ferry") };
    assert_eq!(days(&told), ["2031-05-05", "2031-05-04"]);
}

#[test]
fn what_cannot_be_searched_is_told() {
    let shelf = shelf();
    let error = |search: &Search| shelf.ledger.search(search, Page::default()).unwrap_err().to_string();
    assert_eq!(error(&words("\"open")), "cannot search for \"\\\"open\": a quotation mark is not closed");
    assert!(matches!(shelf.ledger.search(&words(" "), Page::default()), Err(SearchError::Nothing)));
    let nobody = Search { actor: Some("Atlantis".to_owned()), ..words("ferry") };
    assert!(error(&nobody).starts_with("no actor is called \"Atlantis\""));
}
