//! Laws that hold of any text.

use proptest::prelude::*;
use rapporteur_language::{Analysis, Pipeline, Scratch, to_conllu, to_spacy_json};

fn check(text: &str, analysis: &Analysis) -> Result<(), TestCaseError> {
    let mut at = 0;
    for (i, token) in analysis.tokens.iter().enumerate() {
        prop_assert_eq!(token.span.start as usize, at);
        prop_assert!(!token.span.is_empty() && text.is_char_boundary(token.span.end as usize));
        at = token.span.end as usize + usize::from(token.space_after);
        prop_assert!(!token.space_after || text.as_bytes()[at - 1] == b' ');
        prop_assert!((token.head as usize) < analysis.tokens.len());
        prop_assert!(!analysis.lemma(i).is_empty());
        prop_assert!(i > 0 || token.sentence_start);
    }
    prop_assert_eq!(at, text.len());
    let mut last = 0;
    for entity in &analysis.entities {
        prop_assert!(last <= entity.tokens.start && entity.tokens.start < entity.tokens.end);
        last = entity.tokens.end;
    }
    prop_assert!(last as usize <= analysis.tokens.len());
    let covered: usize = analysis.sentences().map(|sentence| sentence.len()).sum();
    prop_assert_eq!(covered, analysis.tokens.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_an_analysis(text in "\\PC{0,200}|[ -~\\n]{0,300}|(?s:.{0,60})") {
        check(&text, &Pipeline::embedded().analyse(&text))?;
    }

    #[test]
    fn marks_and_blanks_in_any_order_have_an_analysis(
        parts in prop::collection::vec(prop::sample::select(vec![
            "Mr.", "U.S.", "n't", "'s", "’", "(", ")", ".", "..", ",", "-", "--", " ", "  ", "\n", "a", "B", "7", "km", "$", "@",
            "://", "/", "x.y", "Co.", "😀", "\u{200b}", "\0", "é", "İ", "gon", "na", ":)", "1.5",
        ]), 0..60),
    ) {
        let text = parts.concat();
        check(&text, &Pipeline::embedded().analyse(&text))?;
    }

    #[test]
    fn what_was_read_before_changes_nothing(before in "[ -~]{0,80}", text in "[ -~]{0,80}") {
        let mut scratch = Scratch::default();
        let fresh = Pipeline::embedded().analyse_with(&text, &mut Scratch::default());
        Pipeline::embedded().analyse_with(&before, &mut scratch);
        prop_assert_eq!(Pipeline::embedded().analyse_with(&text, &mut scratch), fresh);
    }

    #[test]
    fn formats_take_any_text(text in "(?s:.{0,60})") {
        let analysis = Pipeline::embedded().analyse(&text);
        let json: serde_json::Value = serde_json::from_str(&to_spacy_json(&text, &analysis)).unwrap();
        prop_assert_eq!(json["text"].as_str(), Some(&*text));
        let conllu = to_conllu(&text, &analysis);
        prop_assert!(conllu.lines().all(|line| line.is_empty() || line.starts_with('#') || line.split('\t').count() == 10));
    }
}

#[test]
fn long_texts_and_long_words_take_time_in_proportion() {
    let words = ["word ", "(", "'", "a.b", "..", "-x", "@", "\n", "https://a.b/"];
    for text in words.map(|word| word.repeat(20_000 / word.len())) {
        check(&text, &Pipeline::embedded().analyse(&text)).unwrap();
    }
}

#[test]
fn conllu_leaves_white_space_out() {
    let text = "He  left.\n\nShe stayed.";
    let conllu = to_conllu(text, &Pipeline::embedded().analyse(text));
    let words: Vec<&str> = conllu.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert_eq!(words.len(), 6);
    assert_eq!(
        words[0],
        "1\tHe\the\tPRON\tPRP\tCase=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs\t2\tnsubj\t_\tSpacesAfter=\\s\\s"
    );
    assert_eq!(words[2], "3\t.\t.\tPUNCT\t.\tPunctType=Peri\t2\tpunct\t_\tSpacesAfter=\\n\\n");
}

#[test]
fn what_a_scratch_learnt_from_another_pipeline_is_forgotten() {
    let bytes = include_bytes!("../../../../models/en_core_web_sm-3.8.0.rapporteur");
    let mut scratch = Scratch::default();
    for instructions in rapporteur_language::Instructions::available() {
        let pipeline = Pipeline::from_bytes(bytes).unwrap().with_instructions(instructions).unwrap();
        let text = "The Foreign Minister of Kestrel arrived in Port Ellis on Monday.";
        assert_eq!(pipeline.analyse_with(text, &mut scratch), pipeline.analyse_with(text, &mut Scratch::default()));
    }
}

#[test]
fn texts_read_together_are_read_apart() {
    let texts = ["", "One.", "", "Two sides met in Harl. They agreed.", " ", "Three", ""];
    let apart: Vec<Analysis> = texts.iter().map(|text| Pipeline::embedded().analyse(text)).collect();
    assert_eq!(Pipeline::embedded().analyse_all(&texts), apart);
}
