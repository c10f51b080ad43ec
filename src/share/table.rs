//! Tables for elsewhere: as CSV for spreadsheets, as Markdown for texts.

/// A table as it stands on the page: what it is called, its heads, its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is called; empty when it has no name.
    pub caption: String,
    /// What its columns are called.
    pub heads: Vec<String>,
    /// Its rows, cell by cell.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as CSV (RFC 4180), in UTF-8 with the mark by which spreadsheets know it.
    pub fn csv(&self) -> String {
        format!("\u{feff}{}", self.records())
    }

    /// The same without the mark.
    fn records(&self) -> String {
        let mut out = String::new();
        for row in std::iter::once(&self.heads).filter(|heads| !heads.is_empty()).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| cell_of_csv(cell)).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
        out
    }

    /// The table as Markdown.
    pub fn markdown(&self) -> String {
        let width = self.rows.iter().map(Vec::len).chain([self.heads.len()]).max().unwrap_or(0);
        let line = |row: &[String]| {
            let cells =
                (0..width).map(|at| row.get(at).map(|cell| super::report::cell(cell)).unwrap_or_default());
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut out = line(&self.heads);
        out.push_str(&format!("|{}\n", " --- |".repeat(width)));
        self.rows.iter().for_each(|row| out.push_str(&line(row)));
        out
    }
}

/// Several tables as one CSV: each below its name.
pub fn csv_of(tables: &[Table]) -> String {
    if let [only] = tables {
        return only.csv();
    }
    let parts = tables.iter().map(|table| {
        let name = Table { rows: vec![vec![table.caption.clone()]], ..Table::default() };
        let name = if table.caption.is_empty() { String::new() } else { name.records() };
        format!("{name}{}", table.records())
    });
    format!("\u{feff}{}", parts.collect::<Vec<_>>().join("\r\n"))
}

/// A cell for a spreadsheet, which would run what begins like a formula: it is marked as text then.
fn cell_of_csv(cell: &str) -> String {
    let cell = cell.trim_matches(' ');
    // Full-width forms count as the plain ones in some of them.
    let is_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠']);
    let is_number = cell.parse::<f64>().is_ok() && !cell.contains(['i', 'n', 'I', 'N']);
    let guard = if is_formula && !is_number { "'" } else { "" };
    let is_plain = guard.is_empty() && !cell.contains([',', ';', '"', '\n', '\r', '\t']);
    if is_plain { cell.to_owned() } else { format!("\"{guard}{}\"", cell.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[&[&str]]) -> Table {
        let row = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            caption: "T".to_owned(),
            heads: vec!["a".to_owned(), "b".to_owned()],
            rows: rows.iter().map(row).collect(),
        }
    }

    #[test]
    fn formulas_are_texts_and_numbers_are_numbers() {
        let csv = |cell: &str| cell_of_csv(cell);
        for formula in ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "|cmd", " =1+1", "%x", "＝1"] {
            assert!(csv(formula).starts_with("\"'"), "{formula:?}: {}", csv(formula));
        }
        for plain in ["-1.5", "+3", "12", "2025-01-01", "a=b", "", "–"] {
            assert_eq!(csv(plain), plain);
        }
        assert_eq!((csv("-inf"), csv("-nan")), ("\"'-inf\"".to_owned(), "\"'-nan\"".to_owned()));
        assert_eq!(
            (csv("a,b"), csv("a\"b"), csv("a\nb")),
            ("\"a,b\"".to_owned(), "\"a\"\"b\"".to_owned(), "\"a\nb\"".to_owned())
        );
    }

    #[test]
    fn tables_as_csv_and_markdown() {
        let table = table(&[&["1", "x|y"], &["=2"]]);
        assert_eq!(table.csv(), "\u{feff}a,b\r\n1,x|y\r\n\"'=2\"\r\n");
        assert_eq!(table.markdown(), "| a | b |\n| --- | --- |\n| 1 | x\\|y |\n| =2 |  |\n");
        assert_eq!(csv_of(&[table.clone(), table.clone()]).matches('\u{feff}').count(), 1);
        assert!(csv_of(&[table.clone(), table.clone()]).starts_with("\u{feff}T\r\na,b\r\n"));
        // A cell keeps every letter that it has, be it the one that marks the whole.
        let marked = Table { rows: vec![vec!["\u{feff}x".to_owned()]], ..table.clone() };
        assert!(csv_of(&[table.clone(), marked]).ends_with("\r\n\u{feff}x\r\n"));
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_and_none_runs(cells in proptest::collection::vec(".{0,12}", 1..5)) {
            let table = Table { rows: vec![cells.clone()], ..Table::default() };
            let csv = table.csv();
            let read = read(csv.strip_prefix('\u{feff}').unwrap_or(&csv));
            prop_assert_eq!(read.len(), cells.len());
            for (cell, found) in cells.iter().zip(read) {
                let cell = cell.trim_matches(' ');
                let guarded = format!("'{cell}");
                prop_assert!(found == cell || found == guarded);
                prop_assert!(!found.starts_with(['=', '@']));
            }
        }
    }

    /// The cells of the first record.
    fn read(csv: &str) -> Vec<String> {
        let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        let mut letters = csv.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(std::mem::take(&mut cell)),
                '\r' if !quoted => break,
                other => cell.push(other),
            }
        }
        cells.push(cell);
        cells
    }
}
