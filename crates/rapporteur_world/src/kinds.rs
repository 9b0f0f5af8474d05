//! The closed vocabularies of the tables: kinds of entity and alias, rules of case.

/// Declares an enum whose variants have one written name each, in tables and in output alike.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)+];
            /// Every written name, in the order of the variants.
            pub(crate) const NAMES: &[&str] = &[$($text,)+];

            /// The written name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Reads a written name.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }

            pub(crate) fn from_code(code: u8) -> Self {
                Self::ALL.get(usize::from(code)).copied().unwrap_or(Self::ALL[0])
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// What an entity is.
    Kind {
        /// A state, or a territory with a code of its own.
        Country = "country",
        /// An international organization.
        Organization = "organization",
        /// An organ of an organization or of a state: a council, a commission, a parliament.
        Organ = "organ",
        /// A recurring meeting or a forum without a secretariat of its own.
        Forum = "forum",
        /// A department of a government.
        Ministry = "ministry",
        /// A set of states that act together.
        Group = "group",
        /// An armed group.
        ArmedGroup = "armed_group",
        /// A company, a bank, a university or another body that is not of a government.
        Body = "body",
        /// A person.
        Person = "person",
        /// A people or a faith community.
        People = "people",
        /// A city, a building or another spot on the map.
        Place = "place",
        /// A region of the world, a sea, a peninsula.
        Region = "region",
        /// A matter that states talk about.
        Issue = "issue",
        /// A treaty, a resolution, a scheme.
        Instrument = "instrument",
    }
}

vocabulary! {
    /// What an alias is to its entity.
    AliasKind {
        /// The usual name, or another in use.
        Name = "name",
        /// The full official name.
        Formal = "formal",
        /// An abbreviation, an acronym or a code.
        Abbreviation = "abbreviation",
        /// What its people are called: "Cambodians", "a Dane".
        Demonym = "demonym",
        /// Its adjective: "Cambodian".
        Adjective = "adjective",
        /// Its capital, which may stand for its government.
        Capital = "capital",
        /// A building or town that stands for the body seated there: "the White House".
        Seat = "seat",
        /// A name it no longer has.
        Former = "former",
        /// A spelling that is common but wrong.
        Misspelling = "misspelling",
    }
}

vocabulary! {
    /// What a mention must look like, or stand beside, to match.
    CaseRule {
        /// Any case matches.
        Any = "any",
        /// The mention starts with a capital: "Turkey", "TURKEY", never "turkey".
        Capital = "capital",
        /// The mention has the alias's own case: "US", never "us".
        Exact = "exact",
        /// A town called like a word or a person: a capital, and a preposition of place before it, a date or its country
        /// behind it: "in Reading", "Nice, 14 July", "Austin, United States", never "Secretary Austin".
        Placed = "placed",
        /// A town called like a word that stands everywhere: a capital, and its country behind it: "March, England",
        /// never "in March".
        Located = "located",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_names_read_back() {
        for (&kind, &name) in Kind::ALL.iter().zip(Kind::NAMES) {
            assert_eq!(Kind::parse(name), Some(kind));
            assert_eq!(Kind::from_code(kind as u8), kind);
        }
        assert_eq!(AliasKind::parse("capital"), Some(AliasKind::Capital));
        assert_eq!(CaseRule::parse("Exact"), None);
    }
}
