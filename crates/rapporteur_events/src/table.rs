//! The committed tables: tab-separated, a header line, no quotes.

/// The rows below the header, each of `N` cells. Rows of another width are left out, which a test of each table rules out.
pub(crate) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let row: [&str; N] = std::array::from_fn(|_| cells.next().unwrap_or_default());
        (cells.next().is_none() && !row[N - 1].is_empty()).then_some(row)
    })
}

/// A cell's text, or nothing where it holds a dash.
pub(crate) fn optional(cell: &'static str) -> Option<&'static str> {
    (cell != "-").then_some(cell)
}
