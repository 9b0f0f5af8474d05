//! The words of a person's name and how like two names are.

use crate::normal;
use crate::people::How;

/// Stands before the skeletons among the keys of name parts.
pub(crate) const FUZZY_PREFIX: char = '~';

/// The words of a name, particles aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    words: Vec<Word>,
}

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its normal form.
    pub(crate) text: String,
    skeleton: String,
}

impl Word {
    fn is_initial(&self) -> bool {
        self.text.chars().count() == 1
    }

    /// What the word adds to the likeness of names.
    fn weight(&self) -> f64 {
        if self.is_initial() { 0.2 } else { 1.0 }
    }

    /// How like two words are, from 0 to 1.
    fn likeness(&self, other: &Self) -> f64 {
        if self.text == other.text {
            return 1.0;
        }
        if self.is_initial() || other.is_initial() {
            return if self.text.chars().next() == other.text.chars().next() { 0.9 } else { 0.0 };
        }
        if self.skeleton == other.skeleton || without_article(&self.skeleton) == without_article(&other.skeleton) {
            return 0.95;
        }
        let alike = strsim::normalized_damerau_levenshtein(&self.skeleton, &other.skeleton);
        if alike >= 0.75 && self.text.len().min(other.text.len()) >= 4 { alike * 0.95 } else { 0.0 }
    }
}

impl Name {
    pub(crate) fn read(text: &str) -> Self {
        let normal = normal::normalise(text);
        let words = normal.split(' ').filter(|word| !word.is_empty());
        let full: Vec<&str> = words.clone().filter(|word| !is_particle(word)).collect();
        let kept = if full.is_empty() { words.collect() } else { full };
        Self { words: kept.into_iter().map(|word| Word { text: word.to_owned(), skeleton: skeleton(word) }).collect() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }

    /// How like the name asked for is to a known name whose family name is given; `None` where they do not agree.
    pub(crate) fn likeness(&self, known: &Self, family: &Self) -> Option<(f64, How)> {
        let pairs = self.pairs(known);
        let agreed: f64 = pairs.iter().map(|(word, _, alike)| self.words[*word].weight() * alike).sum();
        let whole = |name: &Self| name.words.iter().map(Word::weight).sum::<f64>();
        let (of_asked, of_known) = (agreed / whole(self), agreed / whole(known));
        // An initial bears out a name that is spelt alike, not one that only sounds alike: "Cary Fowler" is no "John F. Kerry".
        let whole_words = |word: &usize, at: &usize| !self.words[*word].is_initial() && !known.words[*at].is_initial();
        let spelt_alike = pairs.iter().all(|(word, at, alike)| !whole_words(word, at) || *alike >= 1.0);
        let counts = |(word, at, _): &&(usize, usize, f64)| {
            whole_words(word, at) || spelt_alike && !self.words[*word].is_initial()
        };
        let n_agreed = pairs.iter().filter(counts).count();
        let n_asked = self.words.iter().filter(|word| !word.is_initial()).count();
        let exact = pairs.iter().all(|(.., alike)| *alike >= 1.0);
        let with_family =
            family.words.iter().any(|part| pairs.iter().any(|(_, other, _)| known.words[*other].likeness(part) >= 0.9));
        if n_agreed == 0 {
            return None;
        }
        if n_asked <= 1 {
            let alone = known.words.len() == 1;
            return (with_family || alone).then_some((0.75 * of_asked.max(0.9), How::OneName));
        }
        // Words that stand for nothing on the other side count against the names, those asked for most.
        let likeness = 0.65 * of_asked + 0.35 * of_known;
        let enough = n_agreed >= 2 && (with_family || of_asked > 0.9) || n_agreed == 1 && known.words.len() == 1;
        let how = if exact && pairs.len() == self.words.len() && pairs.len() == known.words.len() {
            How::FullName
        } else {
            How::Variant
        };
        (enough && likeness > 0.5).then_some((likeness, how))
    }

    /// Pairs of words that agree, each word once, the likest first: (own word, other's word, likeness).
    fn pairs(&self, other: &Self) -> Vec<(usize, usize, f64)> {
        let mut all = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            let alike = other.words.iter().enumerate().map(|(at, known)| (index, at, word.likeness(known)));
            all.extend(alike.filter(|(.., alike)| *alike > 0.0));
        }
        all.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        let mut taken: Vec<(usize, usize, f64)> = Vec::new();
        for pair in all {
            if !taken.iter().any(|known| known.0 == pair.0 || known.1 == pair.1) {
                taken.push(pair);
            }
        }
        taken
    }
}

/// A skeleton without the Arabic article that some write as part of the word: "Alsisi".
fn without_article(skeleton: &str) -> &str {
    skeleton.strip_prefix("al").filter(|rest| rest.len() >= 4).unwrap_or(skeleton)
}

/// Words that names have or lack without being other names.
fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 40] = [
        "al", "el", "ul", "ur", "bin", "ben", "ibn", "bint", "ould", "oghlu", "ogly", "de", "da", "do", "dos", "das",
        "di", "del", "della", "du", "la", "le", "van", "von", "der", "den", "ten", "y", "e", "af", "av", "zu", "jr",
        "sr", "the", "of", "and", "st", "ad", "an",
    ];
    PARTICLES.contains(&word)
}

/// A form in which the transliterations of one word are mostly equal.
pub(crate) fn skeleton(word: &str) -> String {
    const DIGRAPHS: [(&str, &str); 20] = [
        ("ee", "i"),
        ("oo", "u"),
        ("ou", "u"),
        ("ei", "ai"),
        ("ey", "ai"),
        ("ay", "ai"),
        ("ii", "i"),
        ("iy", "i"),
        ("yy", "i"),
        ("dj", "j"),
        ("dh", "d"),
        ("gh", "g"),
        ("kh", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("zh", "j"),
        ("ck", "k"),
        ("ie", "i"),
        ("yu", "u"),
        ("ya", "a"),
    ];
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(sign) = rest.chars().next() {
        let digraph = DIGRAPHS.iter().find(|(pair, _)| rest.starts_with(pair));
        let (plain, taken) = match (digraph, sign) {
            (Some((_, plain)), _) => (*plain, 2),
            (None, 'e') => ("a", 1),
            (None, 'o') => ("u", 1),
            (None, 'y') => ("i", 1),
            (None, 'q' | 'c') => ("k", 1),
            (None, 'w') => ("v", 1),
            (None, _) => (&rest[..sign.len_utf8()], sign.len_utf8()),
        };
        if !out.ends_with(plain) {
            out.push_str(plain);
        }
        rest = &rest[taken..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transliterations_share_a_skeleton() {
        for (one, other) in [
            ("mohammed", "muhamad"),
            ("tameem", "tamim"),
            ("sergei", "sergey"),
            ("hussein", "husayn"),
            ("lukashenko", "lukashenko"),
            ("zelenskiy", "zelensky"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        assert_ne!(skeleton("ivanov"), skeleton("pavlov"));
    }

    #[test]
    fn names_of_other_people_are_unlike() {
        let family = Name::read("Rasmussen");
        let known = Name::read("Anders Fogh Rasmussen");
        assert_eq!(Name::read("Lars Løkke Rasmussen").likeness(&known, &family), None);
        assert!(Name::read("Rasmussen").likeness(&known, &family).is_some());
        let (known, family) = (Name::read("Jon F. Kerry"), Name::read("Kerry"));
        assert_eq!(Name::read("Cary Fowler").likeness(&known, &family), None);
        assert!(Name::read("Jon Fowler Kerry").likeness(&known, &family).is_some());
    }
}
