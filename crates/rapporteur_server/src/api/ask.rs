//! Questions to the ledger.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use rapporteur_ledger::{
    ActFilter, ActView, Brief, BriefOptions, Comparison, Counts, Day, DocumentView, Drift, Hit, ItemFilter, ItemRow,
    MeetingFilter, MeetingRow, Page, PageOf, PartyRow, PartyView, QueueFilter, Review, Search, Stance, Status, Thread,
    TitleRow,
};
use rapporteur_record::{ActType, Genre, Record};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, Ask, Name, Window};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Problem;
use crate::visitor::Visitor;

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Words {
    /// Words of the title, the source or the name.
    q: Option<String>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Acts {
    /// Who: a country's code, a key, or a name.
    actor: Option<String>,
    /// To whom or with whom.
    counterpart: Option<String>,
    /// An issue's id.
    issue: Option<String>,
    /// A type of act.
    #[serde(rename = "type")]
    #[param(inline)]
    act_type: Option<ActType>,
    /// The first day.
    #[param(inline)]
    since: Option<Day>,
    /// The last day.
    #[param(inline)]
    until: Option<Day>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(clippy::struct_field_names, reason = "the words of the query")]
pub(crate) struct With {
    /// Who took part.
    with: Option<String>,
    /// Who else took part.
    and: Option<String>,
    /// The first day.
    #[param(inline)]
    since: Option<Day>,
    /// The last day.
    #[param(inline)]
    until: Option<Day>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Whose {
    /// The actor: a country's code, a key, or a name.
    actor: String,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Items {
    /// Who asked or promised.
    actor: Option<String>,
    /// Of or to whom.
    counterpart: Option<String>,
    /// An issue's id.
    issue: Option<String>,
    /// A type of act.
    #[serde(rename = "type")]
    #[param(inline)]
    act_type: Option<ActType>,
    /// What became of them.
    #[param(inline)]
    status: Option<Status>,
    /// The first day.
    #[param(inline)]
    since: Option<Day>,
    /// The last day.
    #[param(inline)]
    until: Option<Day>,
    /// Those outstanding that are due before a day, those due first first.
    #[param(inline)]
    due_before: Option<Day>,
    /// Those outstanding that nobody spoke of for so many days.
    silent_days: Option<u16>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Words; "a phrase", prefix*, OR, NOT.
    q: Option<String>,
    /// Who.
    actor: Option<String>,
    /// To whom.
    recipient: Option<String>,
    /// A country on either side.
    country: Option<String>,
    /// An issue's id.
    issue: Option<String>,
    /// A type of act.
    #[serde(rename = "type")]
    #[param(inline)]
    act_type: Option<ActType>,
    /// A meeting's short name.
    meeting: Option<String>,
    /// The first day.
    #[param(inline)]
    since: Option<Day>,
    /// The last day.
    #[param(inline)]
    until: Option<Day>,
    /// A kind of document.
    #[param(inline)]
    genre: Option<Genre>,
    /// What became of the request or promise.
    #[param(inline)]
    status: Option<Status>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Two {
    /// One document.
    left: String,
    /// The other.
    right: String,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct About {
    /// The other side.
    with: String,
    /// Our side.
    us: Option<String>,
    /// The first day.
    #[param(inline)]
    since: Option<Day>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrow {
    /// Acts of one document.
    document: Option<String>,
    /// A type of act.
    #[serde(rename = "type")]
    #[param(inline)]
    act_type: Option<ActType>,
    /// Acts less certain than so many thousandths.
    below: Option<u16>,
}

/// An issue that occurs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueRow {
    /// Its id.
    issue: String,
    /// Acts on it.
    n_acts: i64,
}

/// Documents, the newest first.
#[utoipa::path(get, path = "/documents", params(Words, Window),
    responses((status = 200, description = "Found", body = PageOf<TitleRow>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn documents(
    State(desk): State<Arc<Desk>>,
    Ask(words): Ask<Words>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<TitleRow>> {
    let page = window.page()?;
    let found = desk.ask(move |ledger| Ok(ledger.documents(&words.q.unwrap_or_default(), page)?)).await?;
    Ok(window.cut(found))
}

/// A document with its versions, copies, meetings and acts; by short name or hash.
#[utoipa::path(get, path = "/documents/{id}", params(("id" = String, Path, description = "Short name or sha256:…")),
    responses((status = 200, description = "Found", body = DocumentView), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn document(State(desk): State<Arc<Desk>>, Name(id): Name) -> Answer<DocumentView> {
    let found = desk.ask(move |ledger| Ok(ledger.document(&id)?)).await?;
    Ok(Json(found))
}

/// A document's record as it counts: the machine's, corrected by people.
#[utoipa::path(get, path = "/documents/{id}/record", params(("id" = String, Path, description = "Short name or sha256:…")),
    responses((status = 200, description = "Found", body = Record), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn record(State(desk): State<Arc<Desk>>, Name(id): Name) -> Answer<Record> {
    let found = desk.ask(move |ledger| Ok(ledger.record(&id)?.record)).await?;
    Ok(Json(found))
}

/// Acts, the newest first, each event once.
#[utoipa::path(get, path = "/acts", params(Acts, Window),
    responses((status = 200, description = "Found", body = PageOf<ActView>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn acts(
    State(desk): State<Arc<Desk>>,
    Ask(acts): Ask<Acts>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<ActView>> {
    let page = window.page()?;
    let filter = ActFilter {
        actor: acts.actor,
        counterpart: acts.counterpart,
        issue: acts.issue,
        types: acts.act_type.into_iter().collect(),
        since: acts.since,
        until: acts.until,
    };
    let found = desk.ask(move |ledger| Ok(ledger.acts(&filter, page)?)).await?;
    Ok(window.cut(found))
}

/// One act, with the rules that found it and people's remarks.
#[utoipa::path(get, path = "/acts/{id}", params(("id" = String, Path, description = "The act's short name")),
    responses((status = 200, description = "Found", body = Review), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn act(State(desk): State<Arc<Desk>>, Name(id): Name) -> Answer<Review> {
    let found = desk.ask(move |ledger| Ok(ledger.act(&id)?)).await?;
    Ok(Json(found))
}

/// Meetings, the newest first.
#[utoipa::path(get, path = "/meetings", params(With, Window),
    responses((status = 200, description = "Found", body = PageOf<MeetingRow>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn meetings(
    State(desk): State<Arc<Desk>>,
    Ask(with): Ask<With>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<MeetingRow>> {
    let page = window.page()?;
    let filter =
        MeetingFilter { with: with.with.into_iter().chain(with.and).collect(), since: with.since, until: with.until };
    let found = desk.ask(move |ledger| Ok(ledger.meetings(&filter, page)?)).await?;
    Ok(window.cut(found))
}

/// One meeting with all its reports.
#[utoipa::path(get, path = "/meetings/{id}", params(("id" = String, Path, description = "The short name of any report of it")),
    responses((status = 200, description = "Found", body = MeetingRow), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn meeting(State(desk): State<Arc<Desk>>, Name(id): Name) -> Answer<MeetingRow> {
    let found = desk.ask(move |ledger| Ok(ledger.meeting(&id)?)).await?;
    Ok(Json(found))
}

/// Actors, those first that most documents name.
#[utoipa::path(get, path = "/actors", params(Words, Window),
    responses((status = 200, description = "Found", body = PageOf<PartyRow>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn actors(
    State(desk): State<Arc<Desk>>,
    Ask(words): Ask<Words>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<PartyRow>> {
    let page = window.page()?;
    let found = desk.ask(move |ledger| Ok(ledger.parties(&words.q.unwrap_or_default(), page)?)).await?;
    Ok(window.cut(found))
}

/// An actor by key, country code or name.
#[utoipa::path(get, path = "/actors/{name}", params(("name" = String, Path, description = "A key, a country's code, or a name")),
    responses((status = 200, description = "Found", body = PartyView), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn actor(State(desk): State<Arc<Desk>>, Name(name): Name) -> Answer<PartyView> {
    let found = desk.ask(move |ledger| Ok(ledger.party(name.strip_prefix("c:").unwrap_or(&name))?)).await?;
    Ok(Json(found))
}

/// The issues that occur, with the number of acts on each.
#[utoipa::path(get, path = "/issues", params(),
    responses((status = 200, description = "Found", body = Vec<IssueRow>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn issues(State(desk): State<Arc<Desk>>) -> Answer<Vec<IssueRow>> {
    let found = desk
        .ask(move |ledger| Ok(ledger.issues()?))
        .await?
        .into_iter()
        .map(|(issue, n_acts)| IssueRow { issue, n_acts })
        .collect();
    Ok(Json(found))
}

/// The last words of each side on an issue.
#[utoipa::path(get, path = "/issues/{id}/stances", params(("id" = String, Path, description = "An issue's id"), Window),
    responses((status = 200, description = "Found", body = PageOf<Stance>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn stances(
    State(desk): State<Arc<Desk>>,
    Name(id): Name,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<Stance>> {
    let page = window.page()?;
    let found = desk.ask(move |ledger| Ok(ledger.stances(&id, page)?)).await?;
    Ok(window.cut(found))
}

/// How an actor's wording on an issue moved.
#[utoipa::path(get, path = "/issues/{id}/drift", params(("id" = String, Path, description = "An issue's id"), Whose),
    responses((status = 200, description = "Found", body = Drift), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn drift(State(desk): State<Arc<Desk>>, Name(id): Name, Ask(whose): Ask<Whose>) -> Answer<Drift> {
    let found = desk.ask(move |ledger| Ok(ledger.drift(&whose.actor, &id, Page { limit: 100 })?)).await?;
    Ok(Json(found))
}

/// Requests and promises, the newest first: those outstanding unless a status is given.
#[utoipa::path(get, path = "/items", params(Items, Window),
    responses((status = 200, description = "Found", body = PageOf<ItemRow>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn items(
    State(desk): State<Arc<Desk>>,
    Ask(items): Ask<Items>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<ItemRow>> {
    let (page, today) = (window.page()?, desk.today());
    let filter = ItemFilter {
        actor: items.actor,
        counterpart: items.counterpart,
        issue: items.issue,
        types: items.act_type.into_iter().collect(),
        statuses: items.status.into_iter().collect(),
        since: items.since,
        until: items.until,
    };
    let found = desk
        .ask(move |ledger| {
            Ok(match (items.due_before, items.silent_days) {
                (Some(before), _) => ledger.due_items(&filter, before, today, page)?,
                (None, Some(days)) => ledger.stale_items(&filter, i32::from(days), today, page)?,
                (None, None) => ledger.open_items(&filter, today, page)?,
            })
        })
        .await?;
    Ok(window.cut(found))
}

/// A request or promise with its thread.
#[utoipa::path(get, path = "/items/{act}", params(("act" = String, Path, description = "Any act of the thread")),
    responses((status = 200, description = "Found", body = Thread), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn item(State(desk): State<Arc<Desk>>, Name(act): Name) -> Answer<Thread> {
    let today = desk.today();
    let found = desk.ask(move |ledger| Ok(ledger.item(&act, today)?)).await?;
    Ok(Json(found))
}

/// Sentences with the words, the newest first.
#[utoipa::path(get, path = "/search", params(Wanted, Window),
    responses((status = 200, description = "Found", body = PageOf<Hit>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn search(
    State(desk): State<Arc<Desk>>,
    Ask(wanted): Ask<Wanted>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<Hit>> {
    let page = window.page()?;
    let search = Search {
        words: wanted.q.unwrap_or_default(),
        actor: wanted.actor,
        recipient: wanted.recipient,
        country: wanted.country,
        issue: wanted.issue,
        act_type: wanted.act_type,
        meeting: wanted.meeting,
        since: wanted.since,
        until: wanted.until,
        genre: wanted.genre,
        status: wanted.status,
    };
    let found = desk.ask(move |ledger| Ok(ledger.search(&search, page)?)).await?;
    Ok(window.cut(found))
}

/// Two documents' accounts side by side.
#[utoipa::path(get, path = "/compare", params(Two),
    responses((status = 200, description = "Found", body = Comparison), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn compare(State(desk): State<Arc<Desk>>, Ask(two): Ask<Two>) -> Answer<Comparison> {
    let found = desk.ask(move |ledger| Ok(ledger.compare(&two.left, &two.right)?)).await?;
    Ok(Json(found))
}

/// A briefing about a side.
#[utoipa::path(get, path = "/brief", params(About),
    responses((status = 200, description = "Found", body = Brief), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn brief(State(desk): State<Arc<Desk>>, Ask(about): Ask<About>) -> Answer<Brief> {
    let options = BriefOptions { with: about.with, us: about.us, since: about.since, today: desk.today() };
    let found = desk.ask(move |ledger| Ok(ledger.brief(&options)?)).await?;
    Ok(Json(found))
}

/// Acts that nobody decided yet, the least certain first. Takes the role reviewer.
#[utoipa::path(get, path = "/review", params(Narrow, Window),
    responses((status = 200, description = "Found", body = PageOf<Review>), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn queue(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Ask(narrow): Ask<Narrow>,
    Ask(window): Ask<Window>,
) -> Answer<PageOf<Review>> {
    visitor.must(Role::Reviewer)?;
    let page = window.page()?;
    let filter =
        QueueFilter { document: narrow.document, types: narrow.act_type.into_iter().collect(), below: narrow.below };
    let found = desk.ask(move |ledger| Ok(ledger.review_queue(&filter, page)?)).await?;
    Ok(window.cut(found))
}

/// How much the ledger holds.
#[utoipa::path(get, path = "/counts", params(),
    responses((status = 200, description = "Found", body = Counts), (status = "4XX", description = "What is wrong, and the remedy", body = Problem, content_type = "application/problem+json"), (status = 304, description = "Unchanged since the ETag given")))]
pub(crate) async fn counts(State(desk): State<Arc<Desk>>) -> Answer<Counts> {
    let found = desk.ask(move |ledger| Ok(ledger.counts()?)).await?;
    Ok(Json(found))
}
