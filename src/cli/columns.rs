//! Text in columns, for people who read a terminal.

use crate::plan::Place;

/// Rows in aligned columns, each indented; the last column is as long as it is. Rows may be of different lengths.
pub(super) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::from(" ");
        for (width, cell) in widths.iter().zip(row) {
            // A column that is empty in every row takes no room.
            if *width > 0 {
                line.push(' ');
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 1));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A place as editors and terminals know it.
pub(super) fn at(place: &Place) -> String {
    format!("{}:{}", place.path, place.line)
}
