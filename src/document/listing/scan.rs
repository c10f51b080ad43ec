//! Finding listings in a document, and hanging every name under its folder.

use super::line::{Line, is_path_like, is_surely_path, line};
use super::{Block, Elision, Entry, Listing, blocks};

/// Longer paths are no paths; without a bound, names within names could fill the memory.
const MAX_PATH: usize = 1024;

/// The listings of a document, in order: in fences, indented, or drawn into the text.
pub fn read(text: &str) -> Vec<Listing> {
    let mut listings = Vec::new();
    for block in blocks(text) {
        of_block(&block, &mut listings);
    }
    listings
}

fn of_block(block: &Block<'_>, listings: &mut Vec<Listing>) {
    let lines: Vec<(u32, Line<'_>)> =
        (block.line..).zip(block.text.lines()).map(|(number, text)| (number, line(text))).collect();
    let is_fenced = block.info.is_some();
    let mut rest = lines.as_slice();
    let before = listings.len();
    while let Some(first) = rest.iter().position(|(_, line)| is_drawn(line)) {
        // The line above the drawing names what is listed.
        let mut before = rest.get(..first).unwrap_or_default().iter().rev();
        let above = before.find(|(_, line)| *line != Line::Spacer);
        let above = above.filter(|(_, line)| matches!(line, Line::Plain { name, .. } if is_path_like(name)));
        let drawing = rest.get(first..).unwrap_or_default();
        let length = length(drawing, is_fenced);
        let (drawing, after) = drawing.split_at_checked(length).unwrap_or((drawing, &[]));
        let found = Builder::default().read(above, drawing);
        if found.is_listing() {
            listings.push(found.finish());
        }
        rest = after;
    }
    if is_fenced && listings.len() == before {
        listings.extend(indented(&lines));
    }
}

fn is_drawn(line: &Line<'_>) -> bool {
    matches!(line, Line::Drawn { .. })
}

/// How many of these lines, the first of which is drawn, are one listing. In running text every other line
/// ends it, in a fence only the next root does.
fn length(lines: &[(u32, Line<'_>)], is_fenced: bool) -> usize {
    let mut length = 0;
    for (at, (_, line)) in lines.iter().enumerate() {
        match line {
            Line::Drawn { .. } => length = at + 1,
            Line::More(_) if at == length => length = at + 1,
            Line::Elided { .. } if is_fenced || at == length => length = at + 1,
            Line::Spacer | Line::More(_) => {}
            Line::Plain { column: 0, name, .. } if is_fenced && is_path_like(name) => {
                let next = lines.get(at + 1..).unwrap_or_default();
                if next.iter().find(|(_, line)| *line != Line::Spacer).is_some_and(|(_, line)| is_drawn(line))
                {
                    break;
                }
            }
            _ if is_fenced => {}
            _ => break,
        }
    }
    length
}

/// A listing that is drawn with nothing but spaces: a folder, and everything below it indented.
fn indented(lines: &[(u32, Line<'_>)]) -> Option<Listing> {
    let mut filled = lines.iter().enumerate().filter(|(_, (_, line))| *line != Line::Blank);
    let (at, first) = filled.next()?;
    let Line::Plain { column: margin, name, .. } = &first.1 else { return None };
    let is_below = |line: &Line<'_>| match line {
        Line::Plain { column, name, .. } => column > margin && is_path_like(name),
        Line::Elided { column, .. } => column > margin,
        _ => false,
    };
    if !name.ends_with('/') || !is_path_like(name) || !filled.all(|(_, (_, line))| is_below(line)) {
        return None;
    }
    let found = Builder::default().read(Some(first), lines.get(at + 1..)?);
    found.is_listing().then(|| found.finish())
}

/// A listing in the making.
#[derive(Default)]
struct Builder {
    listing: Listing,
    /// The folder of each entry.
    parents: Vec<Option<usize>>,
    /// Entries with something below them that is left out or not known.
    is_open: Vec<bool>,
    /// The entries that lie open, innermost last, each with its column.
    open: Vec<(usize, usize)>,
    sure: usize,
}

impl Builder {
    fn read(mut self, root: Option<&(u32, Line<'_>)>, lines: &[(u32, Line<'_>)]) -> Builder {
        let first = root.or(lines.first()).map_or(1, |(line, _)| *line);
        self.listing.lines = first..lines.last().map_or(first, |(line, _)| *line) + 1;
        if let Some((_, Line::Plain { name, .. })) = root {
            self.listing.root = Some((*name).to_owned());
        }
        for (number, line) in lines {
            match *line {
                Line::Drawn { column, name, note } => self.entry(*number, column, name, note),
                // A name without its connector, where the drawing is otherwise whole.
                Line::Plain { column, name, note } if column > 0 && is_path_like(name) => {
                    self.entry(*number, column, name, note);
                }
                Line::Plain { name, .. } => self.problem(*number, name, "is not understood in this listing"),
                Line::Elided { column, text } => self.elision(*number, column, text),
                Line::More(note) => self.more(*number, note),
                Line::Blank | Line::Spacer => {}
            }
        }
        self
    }

    /// Leaves the folders that a line at this column does not lie in.
    fn folder(&mut self, column: usize) -> Option<usize> {
        while self.open.last().is_some_and(|(open, _)| *open >= column) {
            self.open.pop();
        }
        let folder = self.open.last().map(|(_, entry)| *entry);
        if let Some(entry) = folder.and_then(|folder| self.listing.entries.get_mut(folder)) {
            entry.is_folder = true;
        }
        folder
    }

    fn path_of(&self, entry: Option<usize>) -> &str {
        entry.and_then(|entry| self.listing.entries.get(entry)).map_or("", |entry| entry.path.as_str())
    }

    fn entry(&mut self, line: u32, column: usize, name: &str, note: Option<&str>) {
        let folder = self.folder(column);
        let above = self.path_of(folder);
        let bare = name.trim_end_matches(['/', '\\']);
        if bare.is_empty() || above.len() + bare.len() > MAX_PATH {
            self.problem(line, name, "cannot be a path");
            return;
        }
        let path = if above.is_empty() { bare.to_owned() } else { format!("{above}/{bare}") };
        self.sure += usize::from(is_surely_path(name));
        self.open.push((column, self.listing.entries.len()));
        self.parents.push(folder);
        self.is_open.push(false);
        let (is_folder, note) = (bare.len() < name.len(), note.map(str::to_owned));
        self.listing.entries.push(Entry { path, line, is_folder, note, complete: true });
    }

    fn more(&mut self, line: u32, more: &str) {
        match self.listing.entries.last_mut() {
            Some(Entry { note: Some(note), .. }) => {
                note.push_str("; ");
                note.push_str(more);
            }
            Some(entry) => entry.note = Some(more.to_owned()),
            None => self.problem(line, more, "stands above every name"),
        }
    }

    fn elision(&mut self, line: u32, column: usize, text: &str) {
        let folder = self.folder(column);
        if let Some(open) = folder.and_then(|folder| self.is_open.get_mut(folder)) {
            *open = true;
        }
        let folder = self.path_of(folder).to_owned();
        self.listing.elisions.push(Elision { folder, line, text: text.to_owned() });
    }

    fn problem(&mut self, line: u32, name: &str, what: &str) {
        let shown: String = name.chars().take(80).collect();
        self.listing.problems.push((line, format!("`{shown}` {what}")));
    }

    /// A drawing of something else, such as steps that follow from each other, has few names that are paths.
    fn is_listing(&self) -> bool {
        let count = self.listing.entries.len();
        count >= 2 && self.sure * 2 >= count
    }

    fn finish(mut self) -> Listing {
        let mut has_children = vec![false; self.parents.len()];
        // What lies below comes later, so that going backwards every entry is settled before its folder.
        for (index, parent) in self.parents.iter().enumerate().rev() {
            let Some(entry) = self.listing.entries.get_mut(index) else { continue };
            let is_open = self.is_open.get(index).copied().unwrap_or_default();
            let has_some = has_children.get(index).copied().unwrap_or_default();
            entry.complete = !entry.is_folder || (has_some && !is_open);
            let complete = entry.complete;
            let Some(parent) = *parent else { continue };
            if let Some(has_children) = has_children.get_mut(parent) {
                *has_children = true;
            }
            if let Some(open) = self.is_open.get_mut(parent) {
                *open |= !complete;
            }
        }
        self.listing
    }
}
