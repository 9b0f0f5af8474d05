//! What an indexed act is known by, in one packed column.

use rapporteur_record::{Act, ActType, Modality, Polarity, Strength};

use crate::error::StoreError;
use crate::numbers::{Reader, Writer};

/// Who, to whom, about what: numbers of `party` and `topic`, all sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Features {
    /// The actors themselves, in the act's order.
    pub(crate) actors: Vec<i64>,
    /// The sides for which they act.
    pub(crate) actor_sides: Vec<i64>,
    /// The recipients themselves, in the act's order.
    pub(crate) recipients: Vec<i64>,
    /// Their sides.
    pub(crate) recipient_sides: Vec<i64>,
    /// The other sides of the meeting in which it was done.
    pub(crate) present_sides: Vec<i64>,
    /// Issues.
    pub(crate) issues: Vec<i64>,
    /// Instruments.
    pub(crate) instruments: Vec<i64>,
    /// The content's words.
    pub(crate) stems: Vec<u32>,
}

/// Stretches of the text, in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spans {
    pub(crate) trigger: (u32, u32),
    pub(crate) evidence: (u32, u32),
    pub(crate) content: Option<(u32, u32)>,
}

/// Polarity, modality, strength, and whether a person decided or put it off, in eight bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Qualities {
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    pub(crate) strength: Strength,
    pub(crate) is_decided: bool,
    pub(crate) is_skipped: bool,
}

impl Features {
    /// The sides to whom or with whom an act is done: of a joint one all, else those named, else those who were there.
    pub(crate) fn other_sides(&self, act_type: ActType) -> &[i64] {
        if act_type.is_reciprocal() {
            &self.actor_sides
        } else if self.recipient_sides.is_empty() {
            &self.present_sides
        } else {
            &self.recipient_sides
        }
    }

    pub(crate) fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        let lists = [
            &self.actors,
            &self.actor_sides,
            &self.recipients,
            &self.recipient_sides,
            &self.present_sides,
            &self.issues,
            &self.instruments,
        ];
        for list in lists {
            writer.list(list.iter().map(|&n| n.unsigned_abs()));
        }
        let mut bytes = writer.finish();
        // stems are hashes: no shorter than their four bytes
        bytes.extend(self.stems.iter().flat_map(|s| s.to_le_bytes()));
        bytes
    }

    pub(crate) fn unpack(bytes: &[u8]) -> Result<Self, StoreError> {
        let mut reader = Reader::new(bytes);
        let mut list = || -> Result<Vec<i64>, StoreError> { reader.list().map(signed) };
        let mut features = Self {
            actors: list()?,
            actor_sides: list()?,
            recipients: list()?,
            recipient_sides: list()?,
            present_sides: list()?,
            issues: list()?,
            instruments: list()?,
            stems: Vec::new(),
        };
        let stems = reader.rest().chunks_exact(4);
        features.stems = stems.map(|s| u32::from_le_bytes(s.try_into().expect("chunks of four"))).collect();
        Ok(features)
    }
}

fn signed(numbers: Vec<u64>) -> Vec<i64> {
    numbers.into_iter().map(|n| i64::try_from(n).unwrap_or(i64::MAX)).collect()
}

impl Spans {
    pub(crate) fn of(act: &Act) -> Self {
        Self {
            trigger: (act.trigger.start, act.trigger.end),
            evidence: (act.evidence.start, act.evidence.end),
            content: act.content.as_ref().map(|c| (c.start, c.end)),
        }
    }

    pub(crate) fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        for (start, end) in [Some(self.trigger), Some(self.evidence), self.content].into_iter().flatten() {
            writer.number(u64::from(start)).number(u64::from(end.saturating_sub(start)));
        }
        writer.finish()
    }

    pub(crate) fn unpack(bytes: &[u8]) -> Result<Self, StoreError> {
        let mut reader = Reader::new(bytes);
        let mut span = || -> Result<(u32, u32), StoreError> {
            let start = reader.small()?;
            Ok((start, start.saturating_add(reader.small()?)))
        };
        let (trigger, evidence) = (span()?, span()?);
        let content = if reader.is_empty() { None } else { Some((reader.small()?, reader.small()?)) };
        Ok(Self { trigger, evidence, content: content.map(|(start, length)| (start, start.saturating_add(length))) })
    }
}

impl Qualities {
    pub(crate) fn pack(self) -> i64 {
        let place = |at: Option<usize>| i64::try_from(at.unwrap_or(0)).expect("a few words");
        let polarity = place(Polarity::ALL.iter().position(|&p| p == self.polarity));
        let modality = place(Modality::ALL.iter().position(|&m| m == self.modality));
        let strength = place(Strength::ALL.iter().position(|&s| s == self.strength));
        polarity | modality << 1 | strength << 4 | i64::from(self.is_decided) << 6 | i64::from(self.is_skipped) << 7
    }

    pub(crate) fn unpack(bits: i64) -> Result<Self, StoreError> {
        let at = |shift: u32, mask: i64| usize::try_from(bits >> shift & mask).expect("a few bits");
        let missing = || StoreError::corrupt(format!("act qualities {bits}"));
        Ok(Self {
            polarity: *Polarity::ALL.get(at(0, 1)).ok_or_else(missing)?,
            modality: *Modality::ALL.get(at(1, 7)).ok_or_else(missing)?,
            strength: *Strength::ALL.get(at(4, 3)).ok_or_else(missing)?,
            is_decided: bits >> 6 & 1 == 1,
            is_skipped: bits >> 7 & 1 == 1,
        })
    }
}

/// A type's place in the contract's list.
pub(crate) fn type_number(act_type: ActType) -> i64 {
    let at = ActType::ALL.iter().position(|&t| t == act_type).expect("every type is listed");
    i64::try_from(at).expect("nineteen types")
}

/// The type at a place of the contract's list.
pub(crate) fn type_at(number: i64) -> Result<ActType, StoreError> {
    let at = usize::try_from(number).ok().and_then(|at| ActType::ALL.get(at));
    at.copied().ok_or_else(|| StoreError::corrupt(format!("act type {number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_columns_read_back() {
        let features = Features {
            actors: vec![9, 3],
            recipient_sides: vec![1 << 40],
            issues: vec![7],
            stems: vec![2, u32::MAX],
            ..Features::default()
        };
        assert_eq!(Features::unpack(&features.pack()).unwrap(), features);
        for content in [None, Some((70_000, 70_009))] {
            let spans = Spans { trigger: (5, 9), evidence: (0, 300), content };
            assert_eq!(Spans::unpack(&spans.pack()).unwrap(), spans);
        }
        for &polarity in Polarity::ALL {
            for &modality in Modality::ALL {
                for &strength in Strength::ALL {
                    let qualities = Qualities { polarity, modality, strength, is_decided: true, is_skipped: false };
                    assert_eq!(Qualities::unpack(qualities.pack()).unwrap(), qualities);
                }
            }
        }
    }
}
