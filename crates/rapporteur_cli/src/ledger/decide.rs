//! `rapporteur same`, `different` and `decisions`.

use rapporteur_ledger::{Access, ActAnchor, Decision, Ledger, PageOf, Subject, Verdict};

use super::args::{SameArgs, ViewArgs};
use super::lines::print_list;
use super::place::{open, open_to_ask, reviewer};
use crate::failure::Outcome;
use crate::outline::page::{BOLD, DIM, styled};

pub(super) fn same(args: &SameArgs, is_same: bool) -> anyhow::Result<Outcome> {
    open(&args.ledger, Access::Write)?.judge_actors(&args.one, &args.other, is_same, &reviewer(&args.by))?;
    Ok(Outcome::AllRead)
}

pub(super) fn list(args: &ViewArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask(&args.ledger)?;
    let mut rows = ledger.decisions()?;
    rows.reverse();
    print_list(args, &PageOf::head(rows, args.limit), "No decision yet.", |decision| {
        let reason = decision.reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default();
        let at = decision.at.to_string();
        let (who, id) = (styled(BOLD, &decision.who), styled(DIM, &decision.id));
        format!("{at} {who} {}{reason} {id}", told(&ledger, decision))
    })
}

/// A decision in words.
fn told(ledger: &Ledger, decision: &Decision) -> String {
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
        Subject::Act { act } | Subject::Item { act } => name(ledger, act),
        Subject::Link { earlier, later } => format!("between {} and {}", name(ledger, earlier), name(ledger, later)),
        Subject::Parties { one, other } => format!("{one} and {other}"),
        Subject::Decision { id } => format!("decision {id}"),
    };
    format!("{what} ({about})")
}

/// The short name of an act; where it stands, if no reading has it any more.
fn name(ledger: &Ledger, act: &ActAnchor) -> String {
    let known = ledger.name_of_act(act).ok().flatten();
    known.unwrap_or_else(|| format!("at {} of {}", act.start, act.document))
}
