//! Files of dyads: tab-separated, a header line that names the columns, a dyad a line.

/// One line of a file of dyads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dyad {
    /// The column `id` or `sentence_id`; the line's number where there is neither.
    pub id: String,
    /// The column `sentence`.
    pub sentence: String,
    /// The column `source`.
    pub source: String,
    /// The column `target`.
    pub target: String,
    /// The column `gold_root` or `event`, where there is one.
    pub event: Option<String>,
}

/// Why a file of dyads, or a line of it, cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DyadsError {
    /// The header lacks a column.
    #[error("line 1: no column `{column}`; the header names the columns, with tabs between them")]
    Column {
        /// The column.
        column: &'static str,
    },
    /// A line has too few cells.
    #[error("line {line}: {n_cells} cells, the header has {n_columns}")]
    Cells {
        /// Counted from 1.
        line: usize,
        /// Cells of the line.
        n_cells: usize,
        /// Columns of the header.
        n_columns: usize,
    },
}

/// Where the columns of a file of dyads stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DyadColumns {
    sentence: usize,
    source: usize,
    target: usize,
    id: Option<usize>,
    event: Option<usize>,
    n_columns: usize,
}

impl DyadColumns {
    /// Finds the columns by the header line.
    ///
    /// # Errors
    /// Where the header lacks `sentence`, `source` or `target`.
    pub fn of_header(line: &str) -> Result<Self, DyadsError> {
        let header = cells(line.trim_end_matches(['\r', '\n']).trim_start_matches('\u{feff}'));
        let column = |names: &[&str]| header.iter().position(|name| names.contains(&name.trim()));
        let needed = |name: &'static str| column(&[name]).ok_or(DyadsError::Column { column: name });
        Ok(Self {
            sentence: needed("sentence")?,
            source: needed("source")?,
            target: needed("target")?,
            id: column(&["id", "sentence_id"]),
            event: column(&["gold_root", "event"]),
            n_columns: header.len(),
        })
    }

    /// Reads a line. A cell within double quotes, as spreadsheets write it, loses them; a line break ends a line even there.
    /// `number` is the line's, counted from 1.
    ///
    /// # Errors
    /// Where the line has too few cells.
    pub fn dyad(&self, number: usize, line: &str) -> Result<Dyad, DyadsError> {
        let cells = cells(line.trim_end_matches(['\r', '\n']));
        let cell = |column: usize| cells.get(column).cloned();
        let optional = |column: Option<usize>| column.and_then(cell);
        let (Some(sentence), Some(source), Some(target)) = (cell(self.sentence), cell(self.source), cell(self.target))
        else {
            return Err(DyadsError::Cells { line: number, n_cells: cells.len(), n_columns: self.n_columns });
        };
        let id = optional(self.id).unwrap_or_else(|| number.to_string());
        Ok(Dyad { id, sentence, source, target, event: optional(self.event) })
    }
}

/// Reads a file of dyads, a result for each line that is not blank.
///
/// # Errors
/// Where the header lacks `sentence`, `source` or `target`.
pub fn dyads(text: &str) -> Result<Vec<Result<Dyad, DyadsError>>, DyadsError> {
    let mut lines = (1..).zip(text.lines());
    let columns = DyadColumns::of_header(lines.next().map_or("", |(_, line)| line))?;
    Ok(lines.filter(|(_, line)| !line.trim().is_empty()).map(|(number, line)| columns.dyad(number, line)).collect())
}

fn cells(line: &str) -> Vec<String> {
    let plain = |cell: &str| match cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    };
    line.split('\t').map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_their_names() {
        let read = dyads("target\tsentence\tsource\tid\n\nB\t\"A told B: \"\"no\"\".\"\tA\t7\r\nB\tA").unwrap();
        let first = read[0].as_ref().unwrap();
        assert_eq!((first.id.as_str(), first.sentence.as_str()), ("7", "A told B: \"no\"."));
        assert_eq!((first.source.as_str(), first.target.as_str()), ("A", "B"));
        assert_eq!(read[1], Err(DyadsError::Cells { line: 4, n_cells: 2, n_columns: 4 }));
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn a_header_is_needed() {
        assert_eq!(dyads("A met B.\tA\tB").unwrap_err(), DyadsError::Column { column: "sentence" });
        assert_eq!(dyads("").unwrap_err(), DyadsError::Column { column: "sentence" });
    }
}
