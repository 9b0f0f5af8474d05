//! The words that frames are made of, from `data/layout.tsv`.

use std::sync::LazyLock;

/// What a line of the frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What sort of paper it is, its number, who may use it when.
    Letterhead,
    /// A body that issues documents; in capitals a single word tells it.
    Issuer,
    /// A word that titles have and letterheads have not.
    Genre,
    /// "Begin text:" and the like.
    Frame,
    Signature,
    Contact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Whole,
    Start,
    End,
    Word,
}

struct Row {
    role: Role,
    by: Match,
    words: &'static str,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| rows(include_str!("../../data/layout.tsv")).collect());

fn rows(table: &'static str) -> impl Iterator<Item = Row> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let role = match cells.next()? {
            "letterhead" => Role::Letterhead,
            "issuer" => Role::Issuer,
            "genre" => Role::Genre,
            "frame" => Role::Frame,
            "signature" => Role::Signature,
            "contact" => Role::Contact,
            _ => return None,
        };
        let by = match cells.next()? {
            "whole" => Match::Whole,
            "start" => Match::Start,
            "end" => Match::End,
            "word" => Match::Word,
            _ => return None,
        };
        Some(Row { role, by, words: cells.next()? })
    })
}

/// Whether a line begins, ends or as a whole reads as the table says for a role.
pub(super) fn speaks(role: Role, line: &str) -> bool {
    rest(role, line).is_some()
}

/// What a line says beside the words that the table knows for a role; `None` where it does not speak of that role.
pub(super) fn rest(role: Role, line: &str) -> Option<String> {
    const MAX_END_WORDS: usize = 4;
    const MAX_BYTES: usize = 400;
    // What a longer text begins with is enough: no whole line of a frame is as long.
    let line = one_blank(&line[..line.floor_char_boundary(MAX_BYTES)]);
    let bare = line.trim_matches([':', '.', ' ', '*', '-', '–', '[', ']', '(', ')']);
    let few = bare.split(' ').count() <= MAX_END_WORDS;
    ROWS.iter().filter(|row| row.role == role).find_map(|row| match row.by {
        Match::Whole => (bare == row.words).then(String::new),
        Match::Start => line.strip_prefix(row.words).filter(|rest| ends_word(row.words, rest)).map(str::to_owned),
        Match::End => bare.strip_suffix(row.words).filter(|rest| few && rest.ends_with(' ')).map(str::to_owned),
        Match::Word => None,
    })
}

/// Whether a word of the table for a role is among a text's words.
pub(super) fn has_word(role: Role, text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let word = word.to_lowercase();
        ROWS.iter().any(|row| {
            let plural = word.strip_suffix('s').is_some_and(|singular| singular == row.words);
            row.role == role && row.by == Match::Word && (row.words == word || plural)
        })
    })
}

/// A prefix counts where its last word is whole.
fn ends_word(prefix: &str, rest: &str) -> bool {
    !prefix.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
}

fn one_blank(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_stands_once() {
        let table = include_str!("../../data/layout.tsv");
        let n_lines = table.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(rows(table).count(), n_lines);
        let mut seen: Vec<_> = rows(table).map(|row| (row.role as u8, row.by as u8, row.words)).collect();
        seen.sort_unstable();
        let n = seen.len();
        seen.dedup();
        assert_eq!(seen.len(), n);
        assert!(seen.iter().all(|(_, _, words)| *words == one_blank(words)));
    }

    #[test]
    fn lines_of_the_frame() {
        assert!(speaks(Role::Issuer, "Ministry  of Foreign Affairs"));
        assert!(speaks(Role::Letterhead, "*PRESS RELEASE*"));
        assert!(speaks(Role::Letterhead, "Seventy-third session"));
        assert!(!speaks(Role::Issuer, "Offices were opened"));
        assert!(speaks(Role::Frame, "Begin text:"));
        assert!(has_word(Role::Genre, "JOINT STATEMENTS"));
    }
}
