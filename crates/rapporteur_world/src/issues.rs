//! The matters that texts speak of.

use crate::image::Section;
use crate::matching::{records, walk_with};
use crate::normal::{self, Case};
use crate::world::{EntityId, World};

/// An issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue<'w> {
    /// Its number in this world.
    pub entity: EntityId,
    /// Its id in records: "south-china-sea".
    pub id: &'w str,
    /// What it is called.
    pub label: &'w str,
    /// The issue that it is part of.
    pub broader: Option<&'w str>,
    /// The PLOVER contexts that it implies.
    pub contexts: Vec<&'w str>,
}

/// An issue that words call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueHit<'w> {
    /// The position of the first word.
    pub start: usize,
    /// The position after the last word.
    pub end: usize,
    /// The ids of the issues, in the order of the alphabet.
    pub issues: Vec<&'w str>,
}

const PREFIX: &str = "kb:issue/";

impl World {
    /// Finds the issues that `words` (tokens) call, from left to right, the longest call at each place first.
    ///
    /// Case and plural do not matter. Calls do not overlap.
    pub fn issues_in(&self, words: &[&str]) -> Vec<IssueHit<'_>> {
        let mut hits = Vec::new();
        let mut start = 0;
        while start < words.len() {
            let called = walk_with(&self.issues, &words[start..], |word, out| {
                let mut form = String::new();
                let came = normal::append(word, Case::Lower, &mut form);
                out.push_str(&normal::singular(&form));
                came
            });
            let Some((n_words, value)) = called.into_iter().next_back() else {
                start += 1;
                continue;
            };
            let mut issues: Vec<&str> =
                records(value).map(|record| self.issue_id(self.image.word(Section::IssueWords, record, 0))).collect();
            issues.sort_unstable();
            issues.dedup();
            hits.push(IssueHit { start, end: start + n_words, issues });
            start += n_words;
        }
        hits
    }

    /// Returns an issue by its id in records.
    pub fn issue(&self, id: &str) -> Option<Issue<'_>> {
        let entity = self.entity_by_id(&format!("{PREFIX}{id}"))?;
        let known = self.entity(entity);
        let contexts = self.image.text(Section::Entities, entity.0 as usize, 6);
        Some(Issue {
            entity,
            id: known.id.strip_prefix(PREFIX)?,
            label: known.name,
            broader: known.parent.map(|parent| self.issue_id(parent.0)),
            contexts: contexts.split(' ').filter(|context| !context.is_empty()).collect(),
        })
    }

    fn issue_id(&self, number: u32) -> &str {
        let id = self.image.text(Section::Entities, number as usize, 0);
        id.strip_prefix(PREFIX).unwrap_or(id)
    }
}
