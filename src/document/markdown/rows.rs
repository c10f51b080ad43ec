//! Long tables of rendered documents: the rows that are drawn at once, and those that wait until the reader comes near them.

/// Behind what the rows of a table begin, as [`super::to_html`] writes it.
const BEGIN: &str = "<tbody>\n";
/// What ends a row.
const ROW: &str = "</tr>\n";
/// What ends a table.
const END: &str = "</tbody></table>\n";

/// The rows of a table that are not drawn yet, as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    html: String,
    /// Where each row ends.
    ends: Vec<usize>,
    /// How many have been taken.
    taken: usize,
}

impl Waiting {
    /// How many rows wait.
    pub fn count(&self) -> usize {
        self.ends.len() - self.taken
    }

    /// Takes the first of them, so many at most.
    pub fn take(&mut self, most: usize) -> &str {
        let from = end(&self.ends, self.taken);
        self.taken += most.min(self.count());
        self.html.get(from..end(&self.ends, self.taken)).unwrap_or_default()
    }

    /// How many have to be taken so that the row that begins on a line of the file is among them; none when no such row
    /// waits.
    pub fn until(&self, line: u32) -> Option<usize> {
        let at = seek(&self.html, &format!("<tr data-line=\"{line}\""), 0)?;
        let before = self.ends.partition_point(|end| *end <= at);
        (before + 1).checked_sub(self.taken).filter(|count| *count > 0)
    }
}

/// Takes the rows behind the `first` of each table out of a rendered document. `instead` writes what stands behind a
/// table that is cut, from the number of the cut, from 0, and how many rows wait there.
pub fn cut(
    html: &str,
    first: usize,
    mut instead: impl FnMut(usize, usize) -> String,
) -> (String, Vec<Waiting>) {
    let (mut kept, mut waiting) = (String::new(), Vec::new());
    let mut copied = 0;
    let mut from = 0;
    while let Some(begin) = seek(html, BEGIN, from).map(|at| at + BEGIN.len()) {
        let Some(stop) = seek(html, END, begin) else { break };
        from = stop + END.len();
        let ends = ends(html, begin, stop);
        if ends.len() <= first {
            continue;
        }
        let behind = end(&ends, first).max(begin);
        kept.push_str(html.get(copied..behind).unwrap_or_default());
        kept.push_str(END);
        kept.push_str(&instead(waiting.len(), ends.len() - first));
        waiting.push(Waiting {
            html: html.get(behind..stop).unwrap_or_default().to_owned(),
            ends: ends.into_iter().skip(first).map(|end| end - behind).collect(),
            taken: 0,
        });
        copied = from;
    }
    kept.push_str(html.get(copied..).unwrap_or_default());
    (kept, waiting)
}

/// Where the rows end that stand in a part of the text.
fn ends(html: &str, begin: usize, stop: usize) -> Vec<usize> {
    let next = |from: &usize| seek(html, ROW, *from).map(|at| at + ROW.len()).filter(|end| *end <= stop);
    std::iter::successors(next(&begin), next).collect()
}

/// Where the first so many rows end.
fn end(ends: &[usize], count: usize) -> usize {
    count.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or_default()
}

/// Where a text next stands, at or behind a place. One function for all, which the page does not hold once for each.
#[inline(never)]
fn seek(html: &str, text: &str, from: usize) -> Option<usize> {
    html.get(from..)?.find(text).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown::{Limits, Linker, Picture, Target, to_html};
    use proptest::prelude::*;

    struct Nowhere;

    impl Linker for Nowhere {
        fn link(&self, _: &str) -> Target {
            Target::Refused
        }
        fn image(&self, _: &str) -> Picture {
            Picture::Refused
        }
        fn mention(&self, _: &str) -> Option<String> {
            None
        }
        fn code(&self, _: &str) -> Option<String> {
            None
        }
    }

    fn rendered(tables: &[usize]) -> String {
        let table = |rows: &usize| {
            let rows: String = (0..*rows).map(|row| format!("| a{row} `</tr>` | <tbody> |\n")).collect();
            format!("Before it\n\n| A | B |\n|---|---|\n{rows}\nBehind it\n\n")
        };
        to_html(&tables.iter().map(table).collect::<String>(), &Nowhere, &Limits::default()).html
    }

    proptest! {
        /// What was cut out and what waits is what was there, whatever is taken of it at a time.
        #[test]
        fn nothing_is_lost(tables in prop::collection::vec(0_usize..12, 0..4), first in 0_usize..8, step in 1_usize..5) {
            let html = rendered(&tables);
            let (mut kept, waiting) = cut(&html, first, |number, count| format!("[{number} {count}]"));
            for (number, mut waiting) in waiting.into_iter().enumerate() {
                prop_assert!(waiting.count() > 0);
                let mark = format!("{END}[{number} {}]", waiting.count());
                let mut taken = String::new();
                while waiting.count() > 0 {
                    let before = waiting.count();
                    let piece = waiting.take(step).to_owned();
                    prop_assert_eq!(piece.matches(ROW).count(), before - waiting.count());
                    taken.push_str(&piece);
                }
                prop_assert_eq!(waiting.take(step), "");
                prop_assert!(kept.contains(&mark));
                kept = kept.replacen(&mark, &format!("{taken}{END}"), 1);
            }
            prop_assert_eq!(kept, html);
        }
    }

    #[test]
    fn a_row_is_found_by_its_line() {
        let (_, waiting) = cut(&rendered(&[10]), 3, |_, _| String::new());
        // Before it, a blank line, two lines of the head: the first row stands on line 5, the fourth on line 8.
        let until = |line| waiting.first().and_then(|waiting| waiting.until(line));
        assert_eq!((until(7), until(8), until(14), until(15)), (None, Some(1), Some(7), None));
    }
}
