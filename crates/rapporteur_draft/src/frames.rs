//! The sentences by which acts are told: `data/frames.tsv`, a line for each verb and form of content.

use std::sync::LazyLock;

use rapporteur_record::ActType;

use crate::form::Form;

/// One way to tell a type of act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) act_type: ActType,
    pub(crate) form: Form,
    /// The verb in the past, with its noun: "urged", "expressed concern".
    pub(crate) past: &'static str,
    /// The same after "did not".
    pub(crate) base: &'static str,
    /// What follows where the recipient is named, `{r}`; none where this verb takes none.
    pub(crate) with: Option<&'static str>,
    /// What follows where nobody is named; none where this verb needs somebody.
    pub(crate) without: Option<&'static str>,
}

static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    include_str!("../data/frames.tsv").lines().skip(1).map(|line| parse(line).expect("a test parses them")).collect()
});

/// The frames of a type and a form of content; the first is the usual one.
pub(crate) fn frames(act_type: ActType, form: Form) -> impl Iterator<Item = &'static Frame> {
    FRAMES.iter().filter(move |frame| frame.act_type == act_type && frame.form == form)
}

fn parse(line: &'static str) -> Option<Frame> {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[act_type, form, past, base, with, without, _source] = cells.as_slice() else { return None };
    let pattern = |cell: &'static str| (cell != "-").then_some(cell);
    Some(Frame {
        act_type: ActType::from_name(act_type)?,
        form: Form::from_name(form)?,
        past,
        base,
        with: pattern(with),
        without: pattern(without),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_reads_and_every_type_can_be_told() {
        for line in include_str!("../data/frames.tsv").lines().skip(1) {
            let frame = parse(line).unwrap_or_else(|| panic!("{line}"));
            assert!(frame.with.is_some() || frame.without.is_some(), "{line}");
        }
        for &act_type in ActType::ALL {
            assert!(frames(act_type, Form::Thing).next().is_some(), "{act_type}");
        }
    }
}
