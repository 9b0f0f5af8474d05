//! Rules of the reading, each on a few sentences about invented countries.

use rapporteur::record::{ActType, Genre, Polarity, Record};
use rapporteur::{Reader, Source};

fn read(text: &str) -> Record {
    let source = Source { name: "text.txt", ..Source::default() };
    Reader::embedded().read(text.as_bytes(), &source).unwrap().record
}

fn name<'r>(record: &'r Record, id: &str) -> &'r str {
    &record.actors.iter().find(|a| a.id == id).unwrap().name
}

fn contents(record: &Record, act_type: ActType) -> Vec<&str> {
    let of_type = record.acts.iter().filter(|a| a.act_type == act_type);
    of_type.filter_map(|a| a.content.as_ref()).map(|c| c.quote.as_str()).collect()
}

#[test]
fn a_line_of_name_and_office_below_the_title_names_the_author() {
    let record = read(
        "National Day of Norland\n\nAnna Varga, Minister of Foreign Affairs\n\n\
         I congratulate the people of Norland on their national day. We look forward to further cooperation.\n",
    );
    assert_eq!(record.document.genre, Genre::Statement);
    assert_eq!(name(&record, record.document.issuer.as_ref().unwrap()), "Anna Varga");
    let courtesy = record.acts.iter().find(|a| a.act_type == ActType::Courtesy).unwrap();
    assert_eq!(name(&record, &courtesy.actor[0]), "Anna Varga");
}

#[test]
fn verbs_under_one_modal_are_one_act() {
    let record = read(
        "Joint Statement on Norland\n\n\
         The leaders of Sudmark will strengthen trade ties and build stronger networks with Westmark.\n",
    );
    assert_eq!(contents(&record, ActType::Commitment).len(), 1);
    assert!(contents(&record, ActType::Commitment)[0].contains("build stronger networks"));
}

#[test]
fn what_is_discussed_may_be_a_gerund_or_a_question() {
    let record = read(
        "President Anna Varga met with President Ivo Hansen\n\n\
         President Anna Varga and President Ivo Hansen discussed expanding economic cooperation. \
         They discussed how to end the crisis. They compared notes on efforts to strengthen peace.\n",
    );
    let found = contents(&record, ActType::Discussion);
    assert!(found.contains(&"expanding economic cooperation"), "{found:?}");
    assert!(found.contains(&"how to end the crisis"), "{found:?}");
    assert!(found.contains(&"efforts to strengthen peace"), "{found:?}");
}

#[test]
fn not_only_denies_nothing() {
    let record = read(
        "Talks in Norland\n\nPresident Anna Varga has not just supported the plan but will contribute to it. \
         President Anna Varga did not support the amendment.\n",
    );
    let support: Vec<_> = record.acts.iter().filter(|a| a.act_type == ActType::Support).collect();
    let of = |part: &str| support.iter().find(|a| a.content.as_ref().is_some_and(|c| c.quote.contains(part)));
    assert_eq!(of("plan").unwrap().polarity, Polarity::Affirmed);
    assert_eq!(of("amendment").unwrap().polarity, Polarity::Negated);
}

#[test]
fn a_fronted_phrase_without_a_comma_leaves_the_main_clause() {
    let record = read(
        "Talks\n\nOn the basis of a stable ceasefire the leaders undertook to continue providing \
         personal assistance to the implementation of the Package of Measures.\n",
    );
    assert_eq!(contents(&record, ActType::Commitment).len(), 1);
}

#[test]
fn good_wishes_are_courtesy() {
    let record = read("A message\n\nPresident Anna Varga wished the athletes success.\n");
    assert!(record.acts.iter().any(|a| a.act_type == ActType::Courtesy));
}
