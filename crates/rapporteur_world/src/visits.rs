//! How well names of visitors resolve, measured on the visits that the Office of the Historian lists.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::people::Candidate;
use crate::tables::TableError;
use crate::tables::unreadable;
use crate::world::World;

/// The first and last day of the visits that count.
const PERIOD: (Date, Date) = (date(2010, 1, 1), date(2024, 12, 31));

/// A name counts as resolved from this score on, with an office on the day.
const RESOLVED: f64 = 0.6;

/// The best candidate is the only one where the next is this far behind.
const MARGIN: f64 = 0.05;

/// How visitors resolve to office holders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitsReport {
    /// Visitors of the period.
    pub n: usize,
    /// Those resolved to a person with an office on the day.
    pub resolved: usize,
    /// Those of them where one candidate is the only best one, and its office is of the country visited from and of the
    /// role of the title, or of a role that bears such a title.
    pub unambiguous_right: usize,
    /// The others, one line each.
    pub misses: Vec<String>,
}

/// One visit.
#[derive(Clone, Debug, Default)]
struct Visit {
    start: String,
    visitor: String,
    from: String,
    from_id: String,
}

impl World {
    /// Resolves each visitor of `dir/data/*.xml` by name, title and day alone: the country is kept back to judge by.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or is no XML.
    pub fn evaluate_visits(&self, dir: &Path) -> Result<VisitsReport, TableError> {
        let mut report = VisitsReport::default();
        for visit in visits(dir)? {
            let day = visit.start.parse::<Date>().ok().filter(|day| (PERIOD.0..=PERIOD.1).contains(day));
            let Some(day) = day else { continue };
            let country = self.country_of(&visit);
            report.n += 1;
            let found: Vec<Candidate<'_>> = self.resolve_person(&visit.visitor, None, day);
            let held: Vec<&Candidate<'_>> =
                found.iter().filter(|found| found.on_the_day && found.score >= RESOLVED).collect();
            let Some(best) = held.first() else {
                report.misses.push(self.miss("unresolved", &visit, &found));
                continue;
            };
            report.resolved += 1;
            let alone = held.get(1).is_none_or(|next| best.score - next.score >= MARGIN);
            let right =
                best.office.is_some_and(|office| country.is_some() && self.entity(office.body).country == country);
            if alone && right {
                report.unambiguous_right += 1;
            } else {
                report.misses.push(self.miss(if right { "ambiguous" } else { "wrong" }, &visit, &found));
            }
        }
        Ok(report)
    }

    /// The country of a visitor by its name ("Korea, South" is "South Korea"), else by its id.
    fn country_of(&self, visit: &Visit) -> Option<&str> {
        let by = |name: &str| self.look_up(name).into_iter().find_map(|hit| self.entity(hit.entity).country);
        let turned = visit.from.split_once(", ").map(|(name, first)| format!("{first} {name}"));
        let id: Vec<String> = visit.from_id.split('-').map(capitalized).collect();
        by(&visit.from).or_else(|| by(&turned?)).or_else(|| by(&id.join(" ")))
    }

    fn miss(&self, what: &str, visit: &Visit, found: &[Candidate<'_>]) -> String {
        let candidates = found.iter().take(3).map(|found| {
            let office = found.office.map_or("no office", |office| office.office_title);
            format!("{} ({office}, {:.2}, on the day: {})", self.entity(found.entity).id, found.score, found.on_the_day)
        });
        let candidates: Vec<String> = candidates.collect();
        format!("{what}: {} {}, {}: {}", visit.start, visit.visitor, visit.from, candidates.join("; "))
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Reads the visits of every file, in the order of the files' names.
fn visits(dir: &Path) -> Result<Vec<Visit>, TableError> {
    let data = dir.join("data");
    let entries = fs::read_dir(&data).map_err(|error| unreadable(&data, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        all.extend(read(&text).map_err(|error| unreadable(&path, &std::io::Error::other(error)))?);
    }
    Ok(all)
}

fn read(text: &str) -> Result<Vec<Visit>, quick_xml::Error> {
    let mut reader = Reader::from_str(text);
    let (mut all, mut visit, mut field) = (Vec::new(), Visit::default(), String::new());
    loop {
        match reader.read_event()? {
            Event::Start(start) => {
                start.name().as_ref().clone_into(&mut field);
                if field == "from"
                    && let Some(id) = start.try_get_attribute("id")?
                {
                    visit.from_id = id.value.into_owned();
                }
            }
            Event::Text(text) => {
                let text = text.trim();
                match field.as_str() {
                    "start-date" => visit.start.push_str(text),
                    "visitor" => visit.visitor.push_str(text),
                    "from" => visit.from.push_str(text),
                    _ => {}
                }
            }
            Event::End(end) => {
                field.clear();
                if end.name().as_ref() == "visit" {
                    all.push(std::mem::take(&mut visit));
                }
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}
