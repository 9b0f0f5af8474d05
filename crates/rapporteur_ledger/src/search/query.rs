//! What a person typed as a query that full-text search takes.

/// The query; none where there are no words.
///
/// Plain words become quoted terms, so that `U.S.` and `re-entry` are words and not operators; phrases, prefixes,
/// `NEAR(..)`, `AND`, `OR`, `NOT` and brackets pass through.
pub(super) fn parse(words: &str) -> Result<Option<String>, String> {
    let mut parts: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut rest = words.trim();
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '"' => phrase(rest, &mut parts)?,
            '(' => {
                depth += 1;
                parts.push("(".to_owned());
                1
            }
            ')' => {
                depth = depth.checked_sub(1).ok_or("a bracket closes that was not opened")?;
                parts.push(")".to_owned());
                1
            }
            _ if rest.starts_with("NEAR(") => near(rest, &mut parts)?,
            _ => word(rest, &mut parts),
        };
        rest = rest[taken..].trim_start();
    }
    if depth > 0 {
        return Err("a bracket is not closed".to_owned());
    }
    let is_operator = |part: &String| matches!(part.as_str(), "AND" | "OR" | "NOT");
    if parts.first().is_some_and(is_operator) || parts.last().is_some_and(is_operator) {
        return Err("AND, OR and NOT stand between words".to_owned());
    }
    Ok((!parts.is_empty()).then(|| joined(&parts)))
}

/// Parts side by side must all be there; full-text search wants that spelt out beside brackets.
fn joined(parts: &[String]) -> String {
    let is_operator = |part: &str| matches!(part, "AND" | "OR" | "NOT");
    let mut query = String::new();
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).map(|b| parts[b].as_str());
        let needs_and = before.is_some_and(|b| !is_operator(b) && b != "(") && !is_operator(part) && part != ")";
        if needs_and {
            query.push_str(" AND");
        }
        if at > 0 {
            query.push(' ');
        }
        query.push_str(part);
    }
    query
}

/// Takes a quoted phrase, with a star after it where it is a prefix; gives the bytes taken.
fn phrase(rest: &str, parts: &mut Vec<String>) -> Result<usize, String> {
    let end = rest[1..].find('"').ok_or("a quotation mark is not closed")? + 1;
    let inner = rest[1..end].trim();
    let star = rest[end + 1..].starts_with('*');
    if has_word(inner) {
        parts.push(format!("\"{inner}\"{}", if star { "*" } else { "" }));
    }
    Ok(end + 1 + usize::from(star))
}

/// Takes `NEAR(a b "c d", 5)`.
fn near(rest: &str, parts: &mut Vec<String>) -> Result<usize, String> {
    let open = "NEAR(".len();
    let end = rest.find(')').ok_or("NEAR( is not closed")?;
    let (words, distance) = match rest[open..end].rsplit_once(',') {
        Some((words, distance)) => {
            let distance = distance.trim();
            let n: u32 = distance.parse().map_err(|_| format!("NEAR's distance {distance:?} is no number"))?;
            (words, n)
        }
        None => (&rest[open..end], 10),
    };
    let mut inner = Vec::new();
    let mut words = words.trim();
    while let Some(first) = words.chars().next() {
        let taken = if first == '"' { phrase(words, &mut inner)? } else { word(words, &mut inner) };
        words = words[taken..].trim_start();
    }
    if inner.len() < 2 {
        return Err("NEAR wants two words or more".to_owned());
    }
    parts.push(format!("NEAR({}, {distance})", inner.join(" ")));
    Ok(end + 1)
}

/// Takes one word up to the next blank, bracket or quotation mark.
fn word(rest: &str, parts: &mut Vec<String>) -> usize {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"')).unwrap_or(rest.len());
    let word = &rest[..end];
    if matches!(word, "AND" | "OR" | "NOT") {
        parts.push(word.to_owned());
    } else if has_word(word) {
        let (bare, star) = word.strip_suffix('*').map_or((word, ""), |bare| (bare, "*"));
        parts.push(format!("\"{bare}\"{star}"));
    }
    end.max(rest.chars().next().map_or(1, char::len_utf8))
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str) -> String {
        match parse(words) {
            Ok(query) => query.unwrap_or_default(),
            Err(why) => format!("error: {why}"),
        }
    }

    #[test]
    fn words_become_queries() {
        assert_eq!(check("transit centre"), "\"transit\" AND \"centre\"");
        assert_eq!(check("U.S. re-entry"), "\"U.S.\" AND \"re-entry\"");
        assert_eq!(check("\"take note\" repatri*"), "\"take note\" AND \"repatri\"*");
        assert_eq!(check("NEAR(ferry \"north strait\", 5)"), "NEAR(\"ferry\" \"north strait\", 5)");
        assert_eq!(check("(ferry OR bridge) NOT tunnel"), "( \"ferry\" OR \"bridge\" ) NOT \"tunnel\"");
        assert_eq!(check(" - … "), "");
        assert_eq!(check("\"open"), "error: a quotation mark is not closed");
        assert_eq!(check("a)"), "error: a bracket closes that was not opened");
        assert_eq!(check("OR a"), "error: AND, OR and NOT stand between words");
        assert_eq!(check("NEAR(a b, x)"), "error: NEAR's distance \"x\" is no number");
    }
}
