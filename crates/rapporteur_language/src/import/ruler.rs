//! The attribute ruler's patterns.

use super::msgpack::Value;
use crate::error::ModelError;
use crate::spec::{OneOf, RuleSpec, SetSpec, TokenSpec};
use crate::tokenizer::finite_language;

/// Strings that a regular expression in a pattern may stand for.
const MOST_STRINGS: usize = 64;

pub(super) fn rules(patterns: &Value) -> Result<Vec<RuleSpec>, ModelError> {
    patterns.list()?.iter().map(rule).collect()
}

fn rule(rule: &Value) -> Result<RuleSpec, ModelError> {
    let mut patterns = Vec::new();
    for pattern in rule.field("patterns")?.list()? {
        let tokens: Result<Vec<_>, _> = pattern.list()?.iter().map(token).collect();
        patterns.push(tokens?);
    }
    let index = usize::try_from(rule.field("index")?.number()?).unwrap_or(usize::MAX);
    if patterns.iter().any(|pattern| pattern.len() <= index) {
        return Err(rule.expected("an index within the pattern"));
    }
    let mut set = SetSpec::default();
    for (name, value) in rule.field("attrs")?.pairs()? {
        let slot = match name.text()?.as_str() {
            "TAG" => &mut set.tag,
            "POS" => &mut set.pos,
            "MORPH" => &mut set.morph,
            "LEMMA" => &mut set.lemma,
            "DEP" => &mut set.dep,
            other => return Err(ModelError::Unsupported(format!("the attribute ruler sets {other}"))),
        };
        *slot = Some(value.text()?);
    }
    // The empty set of features is written as an underscore.
    set.morph = set.morph.map(|morph| if morph == "_" { String::new() } else { morph });
    Ok(RuleSpec { patterns, index, set })
}

fn token(token: &Value) -> Result<TokenSpec, ModelError> {
    let mut spec = TokenSpec::default();
    for (name, value) in token.pairs()? {
        match name.text()?.as_str() {
            "TAG" => spec.tag = Some(one_of(&value)?),
            "DEP" => spec.dep = Some(one_of(&value)?),
            "LOWER" => spec.lower = Some(words(&value)?),
            "IS_SPACE" => spec.is_space = Some(value.bool()?),
            other => return Err(ModelError::Unsupported(format!("the attribute ruler looks at {other}"))),
        }
    }
    Ok(spec)
}

fn one_of(value: &Value) -> Result<OneOf, ModelError> {
    let texts = |list: &Value| -> Result<Vec<String>, ModelError> { list.list()?.iter().map(Value::text).collect() };
    match (value.get("IN"), value.get("NOT_IN")) {
        (Some(list), None) => Ok(OneOf::In(texts(&list)?)),
        (None, Some(list)) => Ok(OneOf::NotIn(texts(&list)?)),
        _ => Ok(OneOf::In(vec![value.text()?])),
    }
}

fn words(value: &Value) -> Result<Vec<String>, ModelError> {
    if let Some(list) = value.get("IN") {
        return list.list()?.iter().map(Value::text).collect();
    }
    if let Some(pattern) = value.get("REGEX") {
        let pattern = pattern.text()?;
        return finite_language(&pattern, MOST_STRINGS)
            .ok_or_else(|| ModelError::Unsupported(format!("the attribute ruler looks for {pattern}")));
    }
    Ok(vec![value.text()?])
}
