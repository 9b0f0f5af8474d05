//! Many texts at once.

use std::cell::Cell;
use std::num::NonZero;

use rapporteur_language::Pipeline;

use crate::golden::texts;

#[test]
fn analyses_do_not_depend_on_the_number_of_threads() {
    let pipeline = Pipeline::embedded();
    let texts: Vec<String> = texts().into_iter().cycle().take(1_500).collect();
    let expected: Vec<_> = texts.iter().map(|text| pipeline.analyse(text)).collect();
    for n_threads in [1, 2, 8] {
        let mut found = Vec::new();
        pipeline.pipe(&texts, NonZero::new(n_threads).unwrap(), |text, analysis| found.push((text.clone(), analysis)));
        assert!(found.iter().zip(texts.iter().zip(&expected)).all(|((a, b), (c, d))| a == c && b == d));
        assert_eq!(found.len(), texts.len());
    }
}

#[test]
fn texts_are_taken_as_they_are_needed() {
    let (taken, mut most) = (Cell::new(0_usize), 0);
    let mut given = 0;
    let texts = (0..20_000).map(|number| {
        taken.set(taken.get() + 1);
        format!("Text {number}.")
    });
    Pipeline::embedded().pipe(texts, NonZero::new(2).unwrap(), |text, _| {
        assert_eq!(text, format!("Text {given}."));
        given += 1;
        most = most.max(taken.get() - given);
    });
    assert_eq!(given, 20_000);
    assert!(most <= 9 * 256, "{most} texts were waiting");
}
