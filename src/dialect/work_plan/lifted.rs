//! Plans whose phases are no headings: bold lines, items of a list, or lines alone that say what a heading would.
//! Where a document has no numbered heading of work, two or more of those are read as if they were.

use super::heading::{Head, is_work};
use super::marks::Legend;
use crate::dialect::section::Block;
use crate::document::structure;
use std::borrow::Cow;

/// The blocks of a document, with headings where other lines say what headings would.
pub(super) fn with_headings(blocks: &[Block]) -> Cow<'_, [Block]> {
    let legend = Legend::default();
    let has_own = blocks.iter().any(|block| match block {
        Block::Heading { text, .. } => {
            let head = Head::read(text, 1, 1, &legend);
            is_work(head.rank()) || head.number.is_some_and(|number| number.parts.len() > 1)
        }
        _ => false,
    });
    if has_own {
        return Cow::Borrowed(blocks);
    }
    let found: Vec<Option<Lifted>> =
        blocks.iter().enumerate().map(|(at, block)| heading(block, blocks.get(at + 1), &legend)).collect();
    if found.iter().flatten().filter(|found| found.is_worded).count() < 2 {
        return Cow::Borrowed(blocks);
    }
    let mut above = 0;
    let lifted = blocks.iter().zip(found).map(|(block, found)| match (block, found) {
        (Block::Heading { level, .. }, _) => {
            above = *level;
            block.clone()
        }
        (_, Some(Lifted { depth, text, .. })) => {
            let level = above.saturating_add(1).saturating_add(depth);
            Block::Heading { line: block.line(), level, text }
        }
        _ => block.clone(),
    });
    Cow::Owned(lifted.collect())
}

/// What a block says as a heading.
struct Lifted {
    /// How deep it lies in lists.
    depth: u8,
    text: String,
    /// Whether a word says what its number numbers.
    is_worded: bool,
}

fn heading(block: &Block, next: Option<&Block>, legend: &Legend) -> Option<Lifted> {
    let (depth, text) = match block {
        Block::Bullet { depth, text, done: None, .. } => (u8::try_from(*depth).ok()?, text.clone()),
        Block::Line { text, is_code: false, .. } => {
            let bare = text.trim();
            // A line without bold begins a list, or it is a sentence.
            if !bare.starts_with("**") && !matches!(next, Some(Block::Bullet { .. })) {
                return None;
            }
            (0, structure::plain(bare))
        }
        _ => return None,
    };
    // `Phase 1: Setup`, and not `Phase 1 comes first.`
    if text.len() > 160 || depth > 8 {
        return None;
    }
    let head = Head::read(&text, 1, 1, legend);
    let number = head.number.as_ref()?;
    let is_named = !head.name.is_empty() && number.is_set_off && !number.is_behind;
    let is_worded = is_work(head.rank());
    let is_told = is_worded || head.word.is_none() && number.parts.len() > 1;
    // `Phase 1: complete` says how far it is, and `Step 1: run it.` is told.
    (is_named && is_told && !text.ends_with(['.', ';'])).then_some(Lifted { depth, text, is_worded })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::section;

    fn check(text: &str, expected: &[&str]) {
        let blocks = section::blocks(text, &structure::read(text));
        let blocks = with_headings(&blocks);
        let shown = blocks.iter().filter_map(|block| match block {
            Block::Heading { level, text, .. } => Some(format!("{level} {text}")),
            _ => None,
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn phases_need_no_headings() {
        check(
            "# P\n\nPhase 1: Dig\n- [ ] a\n\n**Phase 2: Pour** (2h)\n\nWords.\n",
            &["1 P", "2 Phase 1: Dig", "2 Phase 2: Pour (2h)"],
        );
        check(
            "# P\n- **Phase 1: Dig** ✅\n  - [x] a\n- **Phase 2: Pour**\n  - 2.1 Mix\n",
            &["1 P", "2 Phase 1: Dig ✅", "2 Phase 2: Pour", "3 2.1 Mix"],
        );
        // Where headings tell the phases, other lines speak of them.
        check("# P\n## Phase 1: Dig\n- Phase 2: x\n- Phase 3: y\n", &["1 P", "2 Phase 1: Dig"]);
        check("# P\n\nPhase 1: Dig alone\n- [ ] a\n", &["1 P"]);
    }
}
