//! What a single line of a listing is by its own characters.

/// How far a tab reaches.
const TAB: usize = 4;

/// A line of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Nothing at all.
    Blank,
    /// Nothing but the lines of the drawing.
    Spacer,
    /// A name behind a connector such as `├──`, which stands at this column.
    Drawn { column: usize, name: &'a str, note: Option<&'a str> },
    /// Something without a connector, beginning at this column.
    Plain { column: usize, name: &'a str, note: Option<&'a str> },
    /// More of the note of the name above.
    More(&'a str),
    /// `...`, which stands for names that are left out.
    Elided { column: usize, text: &'a str },
}

pub(super) fn line(text: &str) -> Line<'_> {
    let text = text.trim_end();
    let mut column = 0;
    let mut has_guides = false;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        let rest = text.get(at..).unwrap_or_default();
        let after = characters.as_str();
        match character {
            '\t' => column += TAB - column % TAB,
            _ if character.is_whitespace() => column += 1,
            _ if is_connector(character, after) => return drawn(column, rest, after),
            '│' | '|' | '┃' | '║' => {
                has_guides = true;
                column += 1;
            }
            _ => return plain(column, rest),
        }
    }
    if has_guides { Line::Spacer } else { Line::Blank }
}

/// Whether a name hangs on this character: `├──`, `└─`, `|--`, `+--`, `\--`, `` `-- ``.
fn is_connector(character: char, after: &str) -> bool {
    match character {
        '├' | '└' | '┣' | '┗' | '╠' | '╚' | '╰' => true,
        '|' | '+' | '\\' | '`' | '│' => after.starts_with("--") || after.starts_with("─"),
        _ => false,
    }
}

fn drawn<'a>(column: usize, rest: &'a str, after: &'a str) -> Line<'a> {
    if rest.chars().all(|c| is_drawing(c) || c.is_whitespace()) {
        return Line::Spacer;
    }
    let named = after.trim_start_matches(['─', '-', '━', '═', '╴']);
    // A box has corners and crossings where a listing has a name.
    let name = named.trim_start();
    if name.is_empty() || name.starts_with(is_drawing) || name.starts_with(['|', '+', '-']) {
        return Line::Plain { column, name: rest, note: None };
    }
    match plain(column, name) {
        Line::Plain { column, name, note } => Line::Drawn { column, name, note },
        other => other,
    }
}

fn plain(column: usize, text: &str) -> Line<'_> {
    if text.chars().all(|c| is_drawing(c) || c.is_whitespace()) {
        return Line::Spacer;
    }
    if text.starts_with("...") || text.starts_with('…') {
        return Line::Elided { column, text };
    }
    if let Some(note) = text.strip_prefix('←') {
        return Line::More(note.trim());
    }
    let (name, note) = split(text);
    Line::Plain { column, name, note }
}

/// Whether a character belongs to the drawing of boxes.
pub(super) fn is_drawing(character: char) -> bool {
    ('\u{2500}'..='\u{257f}').contains(&character)
}

/// A name and the note behind it.
fn split(text: &str) -> (&str, Option<&str>) {
    let arrow = ["←", "⟵", " <- ", " <-- ", "\t<- ", " # ", "\t# "]
        .into_iter()
        .filter_map(|mark| Some((text.find(mark)?, mark.len())))
        .min();
    let wide = || text.find("  ").or_else(|| text.find('\t')).map(|at| (at, 0));
    let remark = || text.find(" (").filter(|_| text.ends_with(')')).map(|at| (at, 0));
    let Some((at, mark)) = arrow.or_else(wide).or_else(remark) else { return (text, None) };
    let name = text.get(..at).unwrap_or(text).trim();
    let note = text.get(at + mark..).unwrap_or_default().trim();
    if name.is_empty() { (text, None) } else { (name, Some(note).filter(|note| !note.is_empty())) }
}

/// Whether something is written as the name of a file or folder.
pub(super) fn is_path_like(name: &str) -> bool {
    let begins = name
        .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '~' | '{' | '<' | '/' | '['));
    begins
        && !name.contains(char::is_whitespace)
        && !name.contains(is_drawing)
        && !name.ends_with([':', ',', ';'])
}

/// Whether a name can be nothing but a file or folder.
pub(super) fn is_surely_path(name: &str) -> bool {
    is_path_like(name) && name.contains(['/', '.', '_'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        let drawn = |column, name, note| Line::Drawn { column, name, note };
        let plain = |column, name, note| Line::Plain { column, name, note };
        for (text, expected) in [
            ("", Line::Blank),
            (" \t ", Line::Blank),
            ("│", Line::Spacer),
            ("│   |", Line::Spacer),
            ("├── a.md", drawn(0, "a.md", None)),
            ("│   └── b/   ← ✅ [DONE] x", drawn(4, "b/", Some("✅ [DONE] x"))),
            ("\t├── a", drawn(4, "a", None)),
            ("|-- a.md <- note", drawn(0, "a.md", Some("note"))),
            ("|   `-- b # note", drawn(4, "b", Some("note"))),
            ("    \\-- c", drawn(4, "c", None)),
            ("+-- C#.md", drawn(0, "C#.md", None)),
            ("├─ my notes.md    the old ones", drawn(0, "my notes.md", Some("the old ones"))),
            ("└── notes (old)", drawn(0, "notes", Some("(old)"))),
            ("├── ...", Line::Elided { column: 0, text: "..." }),
            ("│   ... (6 more)", Line::Elided { column: 4, text: "... (6 more)" }),
            ("  a/", plain(2, "a/", None)),
            ("└──────┘", Line::Spacer),
            ("├────┼──┤", Line::Spacer),
            ("├── │ x", plain(0, "├── │ x", None)),
            ("│       ← and more", Line::More("and more")),
        ] {
            assert_eq!(line(text), expected, "{text:?}");
        }
    }
}
