//! Transformations of verb dictionaries: what a code becomes under a verb of saying or wanting.
//!
//! `a (b . ATTACK) SAY = a b 112`: where `a` says that `b` attacks anyone, `a` accuses `b`.

/// Who stands in a part of the clause inside.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A party of this name: the one that says it where the names are equal.
    Named(String),
    /// Nobody of its own.
    Unnamed,
    /// Anybody.
    Any,
}

/// What the clause inside tells.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    /// Anything; the code is kept.
    Any,
    /// An event of this verb.
    Of(String),
}

/// A transformation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transformation {
    outer: String,
    source: Part,
    target: Part,
    deed: Deed,
    /// The verb that the clause hangs on.
    pub(crate) verb: String,
    becomes: [String; 2],
    code: String,
}

/// A clause within another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inside {
    /// Whether its source is another than whom the clause above is about.
    pub(crate) is_other: bool,
    /// Whether it has a subject of its own.
    pub(crate) has_subject: bool,
}

/// Whom the new event is directed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Towards {
    /// The source of the clause inside.
    InnerSource,
    /// Its target.
    InnerTarget,
}

impl Transformation {
    /// Reads what follows the tilde; none where it is of another shape.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (left, right) = text.split_once('=')?;
        let (outer, rest) = left.split_once('(')?;
        let (inside, verb) = rest.split_once(')')?;
        let inside: Vec<&str> = inside.split_whitespace().collect();
        let [source, target, deed] = inside[..] else { return None };
        let right: Vec<&str> = right.split_whitespace().collect();
        let [from, to, code] = right[..] else { return None };
        let part = |name: &str| match name {
            "_" => Part::Unnamed,
            "." => Part::Any,
            name => Part::Named(name.to_owned()),
        };
        let deed = if deed == "Q" { Deed::Any } else { Deed::Of(deed.to_uppercase()) };
        let rule = Self {
            outer: outer.trim().to_owned(),
            source: part(source),
            target: part(target),
            deed,
            verb: verb.trim().to_uppercase(),
            becomes: [from.to_owned(), to.to_owned()],
            code: code.to_owned(),
        };
        let is_known =
            |name: &String| *name == rule.outer || [&rule.source, &rule.target].contains(&&Part::Named(name.clone()));
        let keeps = rule.deed != Deed::Any || rule.code == "Q";
        (!rule.verb.is_empty() && rule.becomes[0] == rule.outer && is_known(&rule.becomes[1]) && keeps).then_some(rule)
    }

    /// What a clause becomes: a code, and whom it is directed at; none where the rule is of other clauses. `is_of` tells
    /// whether the clause's event is one of a verb.
    pub(crate) fn apply(&self, inside: Inside, is_of: impl Fn(&str) -> bool) -> Option<(&str, Towards)> {
        let Deed::Of(verb) = &self.deed else { return None };
        let source_fits = match &self.source {
            Part::Named(name) => (*name == self.outer) != inside.is_other,
            Part::Unnamed => !inside.has_subject,
            Part::Any => true,
        };
        if !source_fits || !is_of(verb) {
            return None;
        }
        let is_source = self.source == Part::Named(self.becomes[1].clone());
        Some((&self.code, if is_source { Towards::InnerSource } else { Towards::InnerTarget }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: &str, is_other: bool, has_subject: bool) -> Option<(String, Towards)> {
        let rule = Transformation::parse(rule).unwrap();
        rule.apply(Inside { is_other, has_subject }, |verb| verb == "ATTACK").map(|(code, to)| (code.to_owned(), to))
    }

    #[test]
    fn rules_go_by_who_does_it() {
        let claim = "~ a (a b ATTACK) SAY = a b 015".trim_start_matches('~');
        assert_eq!(check(claim, false, true), Some(("015".to_owned(), Towards::InnerTarget)));
        assert_eq!(check(claim, true, true), None);
        let blame = " a (b . ATTACK ) SAY = a b 112";
        assert_eq!(check(blame, true, true), Some(("112".to_owned(), Towards::InnerSource)));
        let wish = " a (_ b ATTACK) WANT = a b 138";
        assert_eq!(check(wish, false, false), Some(("138".to_owned(), Towards::InnerTarget)));
        assert_eq!(check(wish, true, true), None);
    }

    #[test]
    fn other_shapes_are_not_taken() {
        assert_eq!(Transformation::parse("a (a b ATTACK SAY = a b 015"), None);
        assert_eq!(Transformation::parse("a (a b c ATTACK) SAY = a b 015"), None);
        assert_eq!(Transformation::parse("a (a b ATTACK) SAY = c b 015"), None);
        assert!(Transformation::parse("a (a b Q) SAY = a b Q").is_some());
    }
}
