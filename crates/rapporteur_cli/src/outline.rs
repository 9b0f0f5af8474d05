//! A record as an outline for people: what the document is, who met whom, what each side did, what is open.

mod cast;
mod date;
pub(crate) mod page;

use std::io::stdout;

use rapporteur::record::{Act, ActType, DateMention, Family, Meeting, Modality, Polarity, Quote, Record, Strength};
use terminal_size::{Width, terminal_size_of};

use self::cast::Cast;
use self::date::date;
pub(crate) use self::page::{BOLD, DIM, styled};
use self::page::{Page, family_style, one_line};

/// Columns where standard output is no terminal.
const WIDTH: usize = 100;

/// Longer stretches than this between trigger and content, in code points, are left out.
const BETWEEN: u32 = 100;

/// More issues than these are only counted.
const ISSUES: usize = 8;

/// Acts less sure than this are marked.
const UNSURE: f64 = 0.5;

/// The columns that an outline may take.
pub(crate) fn width() -> usize {
    let columns = terminal_size_of(stdout()).map(|(Width(columns), _)| usize::from(columns));
    columns.unwrap_or(WIDTH).clamp(40, 120)
}

/// The outline of a record, with styles, every line ended.
pub(crate) fn outline(record: &Record, width: usize) -> String {
    let cast = Cast::new(record);
    let text: Vec<char> = record.document.text.chars().collect();
    let mut page = Page::new(width);
    write_header(&mut page, record, &cast);
    for meeting in &record.meetings {
        page.gap();
        write_meeting(&mut page, record, &cast, meeting);
        write_acts(
            &mut page,
            &cast,
            &text,
            record.acts.iter().filter(|act| act.meeting.as_deref() == Some(&meeting.id)),
        );
    }
    let mut apart = record.acts.iter().filter(|act| act.meeting.is_none()).peekable();
    if apart.peek().is_some() {
        if !record.meetings.is_empty() {
            page.gap();
            page.line(0, &styled(BOLD, "Outside these meetings"));
        }
        write_acts(&mut page, &cast, &text, apart);
    }
    write_open(&mut page, record, &cast);
    page.finish()
}

fn write_header(page: &mut Page, record: &Record, cast: &Cast<'_>) {
    let document = &record.document;
    page.line(0, &styled(BOLD, &one_line(document.title.as_deref().unwrap_or("Untitled document"))));
    let mut facts = vec![document.genre.as_str().replace('_', " ")];
    facts.extend(document.issuer.as_ref().map(|issuer| cast.with_country(issuer)));
    facts.extend(document.issued.date.as_ref().map(date));
    facts.extend(document.issued.place.as_ref().map(|place| cast.place(place).to_owned()));
    page.line(0, &facts.join(" · "));
    let counts = [
        counted(record.meetings.len(), "meeting"),
        counted(record.acts.len(), "act"),
        counted(record.actors.len(), "actor"),
    ];
    page.line(0, &styled(DIM, &format!("{}: {}", document.source, counts.join(", "))));
}

fn write_meeting(page: &mut Page, record: &Record, cast: &Cast<'_>, meeting: &Meeting) {
    let title = meeting.name.as_deref().map_or_else(|| cast.sides(&meeting.participants), one_line);
    page.line(0, &format!("{}  {}", styled(BOLD, &title), styled(DIM, &meeting.id)));
    let mut facts = vec![meeting.status.as_str().to_owned(), meeting.form.as_str().to_owned()];
    facts.extend(meeting.date.as_ref().map(date));
    facts.extend(meeting.place.as_ref().map(|place| cast.place(place).to_owned()));
    facts.extend(meeting.host.as_ref().map(|host| format!("host {}", cast.name(host))));
    facts.extend(meeting.part_of.as_ref().map(|whole| format!("part of {whole}")));
    facts.extend(meeting.sidelines_of.as_ref().map(|main| format!("on the sidelines of {main}")));
    page.line(2, &facts.join(" · "));
    let participants: Vec<_> = meeting.participants.iter().map(|actor| cast.with_country(actor)).collect();
    if !participants.is_empty() {
        page.line(2, &format!("with {}", participants.join(", ")));
    }
    if !meeting.topics.is_empty() {
        page.line(2, &styled(DIM, &format!("on {}", issues(&meeting.topics))));
    }
    if !record.acts.iter().any(|act| act.meeting.as_deref() == Some(&meeting.id)) && meeting.name.is_some() {
        page.line(2, &styled(DIM, "no acts reported"));
    }
}

fn write_acts<'r>(page: &mut Page, cast: &Cast<'_>, text: &[char], acts: impl Iterator<Item = &'r Act>) {
    for act in acts {
        page.gap();
        write_act(page, cast, text, act);
    }
}

fn write_act(page: &mut Page, cast: &Cast<'_>, text: &[char], act: &Act) {
    let style = family_style(act.act_type.family());
    let who = styled(BOLD, &cast.names(&act.actor));
    let whom = if act.recipient.is_empty() { String::new() } else { format!(" → {}", cast.names(&act.recipient)) };
    let marks = marks(cast, act);
    let marks = if marks.is_empty() { String::new() } else { styled(DIM, &format!("  [{}]", marks.join(", "))) };
    let kind = styled(style, &format!("{:<12}", act.act_type));
    let head = format!("{}  {kind}  {who}{whom}{marks}", styled(DIM, &format!("{:<3}", act.id)));
    page.hanging(2, 7, &head);
    page.line(7, &words(text, act, style));
    if !act.issues.is_empty() {
        page.line(7, &styled(DIM, &format!("on {}", issues(&act.issues))));
    }
}

/// The stretch of the text that trigger and content cover, the trigger marked; without a content, the sentence.
fn words(text: &[char], act: &Act, style: anstyle::Style) -> String {
    let trigger = &act.trigger;
    let marked = styled(style, &format!("“{}”", one_line(&trigger.quote)));
    let Some(content) = &act.content else {
        return format!("{marked} {}", styled(DIM, &format!("in: {}", one_line(&act.evidence.quote))));
    };
    let stretch = |from: u32, to: u32| -> String {
        text.get(from as usize..to as usize)
            .map(|chars| one_line(&chars.iter().collect::<String>()))
            .unwrap_or_default()
    };
    let before = if content.end + BETWEEN < trigger.start {
        format!("{} …", one_line(&content.quote))
    } else {
        stretch(content.start, trigger.start)
    };
    let after = if trigger.end + BETWEEN < content.start {
        format!("… {}", one_line(&content.quote))
    } else {
        stretch(trigger.end, content.end)
    };
    [before, marked, after].iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// What sets an act apart from a plain one.
fn marks(cast: &Cast<'_>, act: &Act) -> Vec<String> {
    let mut marks = Vec::new();
    if act.polarity == Polarity::Negated {
        marks.push("negated".to_owned());
    }
    if act.modality != Modality::Actual {
        marks.push(act.modality.as_str().to_owned());
    }
    if act.strength != Strength::Plain {
        marks.push(act.strength.as_str().to_owned());
    }
    marks.extend(act.due.as_ref().map(|due| format!("due {}", date(due))));
    marks.extend(act.date.as_ref().filter(|day| is_own(day)).map(|day| format!("on {}", date(day))));
    marks.extend(act.attributed_to.as_ref().map(|source| format!("as {} says", cast.name(source))));
    if act.confidence < UNSURE {
        marks.push(format!("unsure {:.0}%", act.confidence * 100.0));
    }
    marks
}

/// Whether the text gives this date for the act itself.
fn is_own(date: &DateMention) -> bool {
    date.start.is_some()
}

/// The asks and promises that wait for what comes of them.
fn write_open(page: &mut Page, record: &Record, cast: &Cast<'_>) {
    for (title, family) in [("Open asks", Family::Ask), ("Open promises", Family::Promise)] {
        let mut open = record.acts.iter().filter(|act| act.act_type.family() == family && is_open(act)).peekable();
        if open.peek().is_none() {
            continue;
        }
        page.gap();
        page.line(0, &styled(BOLD, title));
        for act in open {
            let whom = cast.principals(&act.recipient);
            let arrow = if whom.is_empty() { "" } else { " → " };
            let due = act.due.as_ref().map(|due| format!(" (due {})", date(due))).unwrap_or_default();
            let who = format!("{}{arrow}{whom}{due}", cast.principals(&act.actor));
            let content = one_line(act.content.as_ref().map_or(&act.evidence.quote, |Quote { quote, .. }| quote));
            let id = styled(DIM, &format!("{:<3}", act.id));
            page.line(2, &page.cut(2, &format!("{id}  {}: {content}", styled(family_style(family), &who))));
        }
    }
}

/// Whether an act asks for or promises something that is still to come of it.
fn is_open(act: &Act) -> bool {
    let is_item = act.act_type != ActType::Decision;
    let is_real = !matches!(act.modality, Modality::Hypothetical | Modality::Historical);
    is_item && is_real && act.polarity == Polarity::Affirmed
}

/// Issues in words, so many of them that a person reads them.
fn issues(ids: &[String]) -> String {
    let words = |id: &String| id.strip_prefix("x-").unwrap_or(id).replace('-', " ");
    let mut shown: Vec<String> = ids.iter().take(ISSUES).map(words).collect();
    if ids.len() > ISSUES {
        shown.push(format!("{} more", ids.len() - ISSUES));
    }
    shown.join(", ")
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;

    /// A record with every part that an outline shows; it is no reading of the text beside it.
    fn visit() -> Record {
        serde_json::from_str(include_str!("../tests/it/texts/visit.record.json")).unwrap()
    }

    #[test]
    fn an_outline_shows_every_part() {
        insta::assert_snapshot!(strip_str(&outline(&visit(), 72)).to_string(), @r#"
        Visit of the Foreign Minister of Sudmark
        press release · Ministry of Foreign Affairs (Norland) · 12 March 2024 ·
        Nordhaven
        visit.md: 2 meetings, 6 acts, 5 actors

        Ilse Brandt with Tomas Vey  m1
          held · bilateral · 11 March 2024 · Nordhaven · host Norland
          with Ilse Brandt (Norland), Tomas Vey (Sudmark)
          on border security, fisheries, tariffs

          s1   support       Ilse Brandt
               “welcomed” the reopening of the border crossing at Eskel
               on border security

          s2   appeal        Ilse Brandt → Sudmark  [strong]
               “strongly urged” Sudmark to release the detained fishermen
               on fisheries

          s3   concern       Tomas Vey → Norland  [strong, as Norland says,
               unsure 41%]
               “expressed deep concern” over the new tariffs
               on tariffs

          s4   offer         Tomas Vey → Norland  [due May 2024]
               “offered” to send a team of experts in May 2024

          s5   rejection     Sudmark → Norland  [negated, future]
               “welcomed” in: During the meeting, the Foreign Minister of
               Norland welcomed the reopening of the border crossing at Eskel
               and strongly urged Sudmark to release the detained fishermen

        talks on the Eskel Water Agreement  m2
          planned · bilateral · May 2024
          with Norland, Sudmark
          no acts reported

        Outside these meetings

          s6   agreement     Norland, Sudmark
               “agreed” to resume the talks on the Eskel Water Agreement

        Open asks
          s2   Norland → Sudmark: release the detained fishermen

        Open promises
          s4   Sudmark → Norland (due May 2024): send a team of experts in May…
          s6   Norland, Sudmark: resume the talks on the Eskel Water Agreement
        "#);
    }

    #[test]
    fn lines_keep_to_the_width() {
        for width in [40, 72, 120] {
            let outline = strip_str(&outline(&visit(), width)).to_string();
            assert!(outline.lines().all(|line| line.chars().count() <= width), "{outline}");
        }
    }
}
