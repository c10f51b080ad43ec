//! Whether documents are work plans, told before they are read as such.

use super::hierarchy::Layout;
use super::marks::Legend;
use crate::dialect::section;
use crate::document::structure;
use crate::files::Files;
use crate::plan::ItemKind;

/// Of folders with more documents than that, only the first are looked at.
const MOST_DOCUMENTS: usize = 64;
/// Longer documents are not looked at.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

/// How many of the documents of a folder are work plans, and the first of them with its phases; nothing when none is.
pub fn plans_told(files: &Files) -> Option<(usize, String)> {
    let documents = files.iter().filter(|entry| crate::dialect::reading::is_document(entry.path().as_str()));
    let mut count = 0;
    let mut first = None;
    for entry in documents.filter(|entry| entry.size() <= MOST_BYTES).take(MOST_DOCUMENTS) {
        let Ok(text) = files.text(entry) else { continue };
        let Some(said) = is_plan(&text.text) else { continue };
        count += 1;
        first.get_or_insert_with(|| format!("{} has {said}", entry.path()));
    }
    Some((count, first?))
}

/// What makes a document a work plan, for people; nothing when it is none.
pub fn is_plan(text: &str) -> Option<String> {
    // A quick look first: nearly all that is no plan has neither boxes nor states.
    let has_boxes =
        text.contains("- [ ]") || text.contains("- [x]") || text.contains("* [ ]") || text.contains("* [x]");
    if !has_boxes && !text.contains("**") && !text.contains('|') {
        return None;
    }
    let structure = structure::read(text);
    let blocks = section::blocks(text, &structure);
    let blocks = super::lifted::with_headings(&blocks);
    let layout = Layout::of(&blocks, &Legend::default(), "", structure.lines);
    let work = || layout.parts.iter().skip(1).filter(|part| part.kind.is_work());
    let numbered = work().filter(|part| part.number.is_some()).count();
    let phases = work().filter(|part| part.kind == ItemKind::Phase).count();
    let boxes = structure.checks.len();
    let told = layout.told();
    // Chapters with numbers are no plan, nor is a list of boxes alone: boxes, states or estimates in several numbered
    // parts are one, and so are boxes in several parts of a document that has estimates or priorities.
    let is_plan =
        numbered >= 2 && (boxes >= 2 || told >= 2) || work().count() >= 2 && boxes >= 3 && told >= 2;
    // A plan may be told in a table alone.
    let listed = structure.tables.iter().map(super::tables::parts_told).max().unwrap_or_default();
    (is_plan || listed >= 2).then(|| {
        use crate::counted::counted;
        match phases {
            _ if !is_plan => format!("a table of {}", counted(listed, "part")),
            0 => format!("{} with {}", counted(work().count(), "part"), counted(boxes, "box")),
            _ => format!("{} with {}", counted(phases, "phase"), counted(boxes, "box")),
        }
    })
}
