//! Questions to the ledger.

use std::sync::Arc;

use axum::extract::State;
use rapporteur_ledger::{
    ActView, Brief, BriefOptions, Comparison, Counts, Day, DocumentView, Drift, Facets, Hit, IssueRow, ItemRow,
    LastWords, Matrix, MeetingRow, Month, Page, PageOf, PartyRow, PartyView, Review, Stance, Thread, TitleRow,
};
use rapporteur_record::{Quad, Record};
use serde::Serialize;
use utoipa::ToSchema;

use super::query::{About, Acts, Between, Columns, Items, Narrow, Two, Wanted, Whose, With, Words};
use super::{Answer, Ask, Faults, Name, Window, list, tell};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::visitor::Visitor;

/// A coded event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventRow {
    /// When.
    day: Option<Day>,
    /// Whose deed or words: codes of countries, names of others.
    source: Vec<String>,
    /// Towards whom.
    target: Vec<String>,
    /// The PLOVER event.
    event: String,
    /// Its quad class.
    quad: Option<Quad>,
    /// Issues.
    issues: Vec<String>,
    /// The act's short name.
    act: String,
    /// The document's short name.
    document: String,
}

impl EventRow {
    fn of(act: ActView) -> Option<Self> {
        Some(Self {
            day: act.day,
            source: act.actor_sides,
            target: act.recipient_sides,
            event: act.event?,
            quad: act.quad,
            issues: act.issues,
            act: act.id,
            document: act.document.id,
        })
    }
}

/// Documents, the newest first.
#[utoipa::path(get, path = "/documents", params(Words, Window),
    responses((status = 200, description = "Found", body = PageOf<TitleRow>), Faults))]
pub(crate) async fn documents(
    State(desk): State<Arc<Desk>>,
    Ask(words): Ask<Words>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<TitleRow>> {
    list(&desk, &window, move |ledger, page| Ok(ledger.documents(&words.q.unwrap_or_default(), page)?)).await
}

/// A document with its versions, copies, meetings and acts; by short name or hash.
#[utoipa::path(get, path = "/documents/{id}", params(("id" = String, Path, description = "Short name or sha256:…")),
    responses((status = 200, description = "Found", body = DocumentView), Faults))]
pub(crate) async fn document(State(desk): State<Arc<Desk>>, Name(id): Name) -> Answer<DocumentView> {
    tell(&desk, move |ledger| Ok(ledger.document(&id)?)).await
}

/// A document's record as it counts: the machine's, corrected by people.
#[utoipa::path(get, path = "/documents/{id}/record", params(("id" = String, Path, description = "Short name or sha256:…")),
    responses((status = 200, description = "Found", body = Record), Faults))]
pub(crate) async fn record(State(desk): State<Arc<Desk>>, Name(id): Name) -> Answer<Record> {
    tell(&desk, move |ledger| Ok(ledger.record(&id)?.record)).await
}

/// Acts, the newest first, each event once.
#[utoipa::path(get, path = "/acts", params(Acts, Window),
    responses((status = 200, description = "Found", body = PageOf<ActView>), Faults))]
pub(crate) async fn acts(
    State(desk): State<Arc<Desk>>,
    Ask(acts): Ask<Acts>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<ActView>> {
    list(&desk, &window, move |ledger, page| Ok(ledger.acts(&acts.into(), page)?)).await
}

/// Coded events, the newest first: acts with a PLOVER code, who to whom by country or organization.
#[utoipa::path(get, path = "/events", params(Acts, Window),
    responses((status = 200, description = "Found", body = PageOf<EventRow>), Faults))]
pub(crate) async fn events(
    State(desk): State<Arc<Desk>>,
    Ask(acts): Ask<Acts>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<EventRow>> {
    list(&desk, &window, move |ledger, page| {
        let acts = ledger.acts(&acts.into(), page)?;
        Ok(PageOf {
            rows: acts.rows.into_iter().filter_map(EventRow::of).collect(),
            has_more: acts.has_more,
            next: acts.next,
        })
    })
    .await
}

/// One act, with the rules that found it and people's remarks.
#[utoipa::path(get, path = "/acts/{id}", params(("id" = String, Path, description = "The act's short name")),
    responses((status = 200, description = "Found", body = Review), Faults))]
pub(crate) async fn act(State(desk): State<Arc<Desk>>, Name(id): Name) -> Answer<Review> {
    tell(&desk, move |ledger| Ok(ledger.act(&id)?)).await
}

/// Meetings, the newest first.
#[utoipa::path(get, path = "/meetings", params(With, Window),
    responses((status = 200, description = "Found", body = PageOf<MeetingRow>), Faults))]
pub(crate) async fn meetings(
    State(desk): State<Arc<Desk>>,
    Ask(with): Ask<With>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<MeetingRow>> {
    list(&desk, &window, move |ledger, page| Ok(ledger.meetings(&with.into(), page)?)).await
}

/// One meeting with all its reports.
#[utoipa::path(get, path = "/meetings/{id}", params(("id" = String, Path, description = "The short name of any report of it")),
    responses((status = 200, description = "Found", body = MeetingRow), Faults))]
pub(crate) async fn meeting(State(desk): State<Arc<Desk>>, Name(id): Name) -> Answer<MeetingRow> {
    tell(&desk, move |ledger| Ok(ledger.meeting(&id)?)).await
}

/// Actors, those first that most documents name.
#[utoipa::path(get, path = "/actors", params(Words, Window),
    responses((status = 200, description = "Found", body = PageOf<PartyRow>), Faults))]
pub(crate) async fn actors(
    State(desk): State<Arc<Desk>>,
    Ask(words): Ask<Words>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<PartyRow>> {
    list(&desk, &window, move |ledger, page| Ok(ledger.parties(&words.q.unwrap_or_default(), page)?)).await
}

/// An actor by key, country code or name.
#[utoipa::path(get, path = "/actors/{name}", params(("name" = String, Path, description = "A key, a country's code, or a name")),
    responses((status = 200, description = "Found", body = PartyView), Faults))]
pub(crate) async fn actor(State(desk): State<Arc<Desk>>, Name(name): Name) -> Answer<PartyView> {
    tell(&desk, move |ledger| Ok(ledger.party(name.strip_prefix("c:").unwrap_or(&name))?)).await
}

/// An actor's last words on the issues on which it spoke most of late.
#[utoipa::path(get, path = "/actors/{name}/positions", params(("name" = String, Path, description = "A key, a country's code, or a name")),
    responses((status = 200, description = "Found", body = Vec<LastWords>), Faults))]
pub(crate) async fn positions(State(desk): State<Arc<Desk>>, Name(name): Name) -> Answer<Vec<LastWords>> {
    tell(&desk, move |ledger| Ok(ledger.last_words(name.strip_prefix("c:").unwrap_or(&name), 50)?)).await
}

/// Dated acts between two sides, either way, by month and quad class.
#[utoipa::path(get, path = "/months", params(Between),
    responses((status = 200, description = "Found", body = Vec<Month>), Faults))]
pub(crate) async fn months(State(desk): State<Arc<Desk>>, Ask(between): Ask<Between>) -> Answer<Vec<Month>> {
    tell(&desk, move |ledger| Ok(ledger.months(&between.one, &between.other)?)).await
}

/// The issues that occur, with the number of acts on each, the most frequent first.
#[utoipa::path(get, path = "/issues", params(Words, Window),
    responses((status = 200, description = "Found", body = PageOf<IssueRow>), Faults))]
pub(crate) async fn issues(
    State(desk): State<Arc<Desk>>,
    Ask(words): Ask<Words>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<IssueRow>> {
    list(&desk, &window, move |ledger, page| Ok(ledger.issues(&words.q.unwrap_or_default(), page)?)).await
}

/// The last words of each side on an issue.
#[utoipa::path(get, path = "/issues/{id}/stances", params(("id" = String, Path, description = "An issue's id"), Window),
    responses((status = 200, description = "Found", body = PageOf<Stance>), Faults))]
pub(crate) async fn stances(
    State(desk): State<Arc<Desk>>,
    Name(id): Name,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<Stance>> {
    list(&desk, &window, move |ledger, page| Ok(ledger.stances(&id, page)?)).await
}

/// Sides by issues: the last stance of each on each, with its date.
#[utoipa::path(get, path = "/matrix", params(Columns),
    responses((status = 200, description = "Found", body = Matrix), Faults))]
pub(crate) async fn matrix(State(desk): State<Arc<Desk>>, Ask(columns): Ask<Columns>) -> Answer<Matrix> {
    tell(&desk, move |ledger| {
        const MOST: usize = 12;
        let named = columns.issues.unwrap_or_default();
        let mut issues: Vec<String> =
            named.split(',').map(str::trim).filter(|i| !i.is_empty()).map(str::to_owned).take(MOST).collect();
        if issues.is_empty() {
            issues = ledger.issues("", Page::first(MOST))?.rows.into_iter().map(|row| row.issue).collect();
        }
        Ok(ledger.matrix(&issues, 50)?)
    })
    .await
}

/// How an actor's wording on an issue moved.
#[utoipa::path(get, path = "/issues/{id}/drift", params(("id" = String, Path, description = "An issue's id"), Whose),
    responses((status = 200, description = "Found", body = Drift), Faults))]
pub(crate) async fn drift(State(desk): State<Arc<Desk>>, Name(id): Name, Ask(whose): Ask<Whose>) -> Answer<Drift> {
    tell(&desk, move |ledger| Ok(ledger.drift(&whose.actor, &id, Page::first(100))?)).await
}

/// Requests and promises, the newest first: those outstanding unless a status is given.
#[utoipa::path(get, path = "/items", params(Acts, Items, Window),
    responses((status = 200, description = "Found", body = PageOf<ItemRow>), Faults))]
pub(crate) async fn items(
    State(desk): State<Arc<Desk>>,
    Ask(acts): Ask<Acts>,
    Ask(items): Ask<Items>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<ItemRow>> {
    let (filter, today) = (items.filter(acts), desk.today());
    list(&desk, &window, move |ledger, page| {
        Ok(match (items.due_before, items.silent_days) {
            (Some(before), _) => ledger.due_items(&filter, before, today, page)?,
            (None, Some(days)) => ledger.stale_items(&filter, i32::from(days), today, page)?,
            (None, None) => ledger.open_items(&filter, today, page)?,
        })
    })
    .await
}

/// A request or promise with its thread.
#[utoipa::path(get, path = "/items/{act}", params(("act" = String, Path, description = "Any act of the thread")),
    responses((status = 200, description = "Found", body = Thread), Faults))]
pub(crate) async fn item(State(desk): State<Arc<Desk>>, Name(act): Name) -> Answer<Thread> {
    let today = desk.today();
    tell(&desk, move |ledger| Ok(ledger.item(&act, today)?)).await
}

/// Sentences with the words, the newest first.
#[utoipa::path(get, path = "/search", params(Wanted, Window),
    responses((status = 200, description = "Found", body = PageOf<Hit>), Faults))]
pub(crate) async fn search(
    State(desk): State<Arc<Desk>>,
    Ask(wanted): Ask<Wanted>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<Hit>> {
    list(&desk, &window, move |ledger, page| Ok(ledger.search(&wanted.into(), page)?)).await
}

/// What the sentences that a search finds are about: how many of each type, side, issue and kind of document.
#[utoipa::path(get, path = "/search/facets", params(Wanted),
    responses((status = 200, description = "Found", body = Facets), Faults))]
pub(crate) async fn facets(State(desk): State<Arc<Desk>>, Ask(wanted): Ask<Wanted>) -> Answer<Facets> {
    tell(&desk, move |ledger| Ok(ledger.facets(&wanted.into())?)).await
}

/// Two documents' accounts side by side.
#[utoipa::path(get, path = "/compare", params(Two),
    responses((status = 200, description = "Found", body = Comparison), Faults))]
pub(crate) async fn compare(State(desk): State<Arc<Desk>>, Ask(two): Ask<Two>) -> Answer<Comparison> {
    tell(&desk, move |ledger| Ok(ledger.compare(&two.left, &two.right)?)).await
}

/// A briefing about a side.
#[utoipa::path(get, path = "/brief", params(About),
    responses((status = 200, description = "Found", body = Brief), Faults))]
pub(crate) async fn brief(State(desk): State<Arc<Desk>>, Ask(about): Ask<About>) -> Answer<Brief> {
    let options = BriefOptions { with: about.with, us: about.us, since: about.since, today: desk.today() };
    tell(&desk, move |ledger| Ok(ledger.brief(&options)?)).await
}

/// Acts that nobody decided yet, the least certain first. Takes the role reviewer.
#[utoipa::path(get, path = "/review", params(Narrow, Window),
    responses((status = 200, description = "Found", body = PageOf<Review>), Faults))]
pub(crate) async fn queue(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Ask(narrow): Ask<Narrow>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<Review>> {
    visitor.must(Role::Reviewer)?;
    list(&desk, &window, move |ledger, page| Ok(ledger.review_queue(&narrow.into(), page)?)).await
}

/// How much the ledger holds.
#[utoipa::path(get, path = "/counts", responses((status = 200, description = "Found", body = Counts), Faults))]
pub(crate) async fn counts(State(desk): State<Arc<Desk>>) -> Answer<Counts> {
    tell(&desk, |ledger| Ok(ledger.counts()?)).await
}
