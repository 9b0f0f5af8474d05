//! The first page: a box to search in, what is due, what is new, who met, what is to be reviewed.

use maud::{Markup, html};
use rapporteur_ledger::{Cursor, ItemFilter, MeetingFilter, Page, QueueFilter};

use super::Asked;
use super::parts::{badge, clip, document_row, item_row, meeting_row, who};
use crate::accounts::Role;
use crate::fault::Fault;
use crate::words;

const FEW: usize = 6;
/// Days ahead in which something is due.
const AHEAD: i32 = 60;

pub(crate) async fn page(asked: Asked) -> Result<Markup, Fault> {
    asked
        .page("/", move |asked, ledger| {
            let desk = &asked.desk;
            let today = desk.today();
            let counts = ledger.counts()?;
            let everything = ItemFilter::default();
            // what is due first comes first, then what is past its day, the last first
            let from_today = Page { limit: FEW, after: Some(Cursor::before_day(today)) };
            let mut due = ledger.due_items(&everything, today.plus(AHEAD), today, from_today)?.rows;
            due.extend(ledger.overdue_items(&everything, today, Page::first(FEW - due.len()))?.rows);
            let open = ledger.open_items(&everything, today, Page::first(FEW))?;
            let documents = ledger.documents("", Page::first(FEW))?;
            let until_today = MeetingFilter { until: Some(today), ..MeetingFilter::default() };
            let meetings = ledger.meetings(&until_today, Page::first(FEW))?;
            let may_review = asked.visitor.may(Role::Reviewer);
            let reviews =
                if may_review { ledger.review_queue(&QueueFilter::default(), Page::first(4))?.rows } else { Vec::new() };
            let body = html! {
                form.search role="search" action="/search" {
                    label.hidden for="q" { "Words to search for" }
                    input #q type="search" name="q" placeholder="transit centre, “a phrase”, trans*" autofocus;
                    button { "Search" }
                }
                p.counts {
                    @for (n, one, several, place) in [
                        (counts.n_documents, "document", "documents", "/documents"),
                        (counts.n_meetings, "meeting", "meetings", "/meetings"),
                        (counts.n_acts, "act", "acts", "/issues"),
                        (counts.n_undecided, "act to review", "acts to review", "/review"),
                    ] {
                        @let n = usize::try_from(n).unwrap_or(0);
                        @if place == "/review" && !may_review { span { (words::count(n, one, several)) } }
                        @else { a href=(place) { (words::count(n, one, several)) } }
                    }
                }
                @if counts.n_documents == 0 {
                    p.lead { "The ledger is empty. " @if may_review { a href="/upload" { "Add the first document" } "." } }
                }
                div.board {
                    section aria-labelledby="due" {
                        h2 #due { a href="/follow-up?view=due" { "Due" } }
                        @if due.is_empty() { p.dim { "Nothing is due in the next " (AHEAD) " days." } }
                        @for item in &due { (item_row(desk, item, today)) }
                    }
                    section aria-labelledby="open" {
                        h2 #open { a href="/follow-up" { "Open requests and promises" } }
                        @if open.rows.is_empty() { p.dim { "None." } }
                        @for item in &open.rows { (item_row(desk, item, today)) }
                    }
                    section aria-labelledby="newest" {
                        h2 #newest { a href="/documents" { "Newest documents" } }
                        @for document in &documents.rows { (document_row(document)) }
                    }
                    section aria-labelledby="met" {
                        h2 #met { a href="/meetings" { "Latest meetings" } }
                        @for meeting in &meetings.rows { (meeting_row(desk, meeting)) }
                    }
                    @if !reviews.is_empty() {
                        section aria-labelledby="torev" {
                            h2 #torev { a href="/review" { "Least certain, to review" } }
                            @for review in &reviews {
                                article.row {
                                    p.head { (badge(review.act.act_type)) " " (who(desk, &review.act)) }
                                    p.words { a href={ "/acts/" (review.act.id) } { (clip(&review.act.content, 160)) } }
                                    p.foot { "read with " (words::percent(review.act.confidence)) " confidence" }
                                }
                            }
                        }
                    }
                }
            };
            Ok(("The desk".to_owned(), body))
        })
        .await
}
