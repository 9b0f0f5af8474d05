//! `rapporteur same`, `different` and `decisions`.

use rapporteur_ledger::{Access, Decision, PageOf, Subject, Verdict};

use super::args::{SameArgs, ViewArgs};
use super::lines::print_page;
use super::place::{open, open_to_ask, reviewer};
use crate::failure::Outcome;
use crate::outline::page::{BOLD, DIM, styled};

pub(super) fn same(args: &SameArgs, is_same: bool) -> anyhow::Result<Outcome> {
    open(&args.ledger, Access::Write)?.judge_actors(&args.one, &args.other, is_same, &reviewer(&args.by))?;
    Ok(Outcome::AllRead)
}

pub(super) fn list(args: &ViewArgs) -> anyhow::Result<Outcome> {
    let mut rows = open_to_ask(&args.ledger)?.decisions()?;
    rows.reverse();
    print_page(args, &PageOf::head(rows, args.limit), "No decision yet.", |page, decision| {
        let reason = decision.reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default();
        let at = decision.at.to_string();
        page.hanging(
            0,
            4,
            &format!("{at} {} {}{reason} {}", styled(BOLD, &decision.who), told(decision), styled(DIM, &decision.id)),
        );
    })
}

/// A decision in words.
fn told(decision: &Decision) -> String {
    let what = match &decision.verdict {
        Verdict::Accept { before } => format!("accepted the {}", before.act.act_type),
        Verdict::Correct { before, after } => {
            format!("corrected the {} to a {}", before.act.act_type, after.act.act_type)
        }
        Verdict::Reject { before } => format!("rejected the {}", before.act.act_type),
        Verdict::Skip => "put off".to_owned(),
        Verdict::Comment { text } => format!("remarked “{text}”"),
        Verdict::Link { relation } => format!("confirmed that it {relation}"),
        Verdict::Unlink => "refused the link".to_owned(),
        Verdict::Status { status, on, before } => format!("set {status} from {on} on, where it was {before}"),
        Verdict::Same => "judged to be one".to_owned(),
        Verdict::Different => "judged to be different".to_owned(),
        Verdict::Undo => "took back".to_owned(),
    };
    let about = match &decision.subject {
        Subject::Act { act } | Subject::Item { act } => {
            format!("at {} of {}", act.start, &act.document[..19.min(act.document.len())])
        }
        Subject::Link { earlier, later } => format!("between {} and {}", earlier.start, later.start),
        Subject::Parties { one, other } => format!("{one} and {other}"),
        Subject::Decision { id } => format!("decision {id}"),
    };
    format!("{what} ({about})")
}
