//! Which nodes of the tree a reader wants to see.

use super::{Node, Outline};
use crate::plan::{BaseStatus, ItemKind};
use std::sync::Arc;

/// A filter of the tree. Empty lists and an empty text keep everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Text that a node's name, number or path contains, in any case.
    pub text: String,
    /// States to keep.
    pub statuses: Vec<BaseStatus>,
    /// Kinds to keep.
    pub kinds: Vec<ItemKind>,
    /// Leaves out what lies in an archive.
    pub hides_archive: bool,
    /// Leaves out scaffolds.
    pub hides_templates: bool,
    /// Which items fit when the text is a query, by position; nothing until that is known.
    pub fits: Option<Arc<Vec<bool>>>,
}

/// Whether a text asks for more than a part of a name: fields, phrases, `OR`, what must not be.
pub fn is_query(text: &str) -> bool {
    let is_field = |word: &str| {
        word.split_once(':').is_some_and(|(name, value)| !name.is_empty() && !value.starts_with('/'))
    };
    let is_one_of_several = text.split_whitespace().nth(1).is_some();
    text.contains(['"', '|', '('])
        || text.split_whitespace().any(|word| {
            matches!(word, "OR" | "NOT" | "AND")
                || word
                    .strip_prefix('-')
                    .is_some_and(|rest| is_field(rest) || (is_one_of_several && !rest.is_empty()))
                || is_field(word)
        })
}

/// The words of a text that are looked for in the names and lines of what is shown; none when it is a query, which is
/// answered as a whole.
pub fn plain(text: &str) -> &str {
    if is_query(text) { "" } else { text }
}

impl Filter {
    /// Whether it keeps everything.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// Whether it looks for something, and so opens the folders above what it finds. One that only leaves
    /// things out does not.
    pub fn opens_folders(&self) -> bool {
        !self.text.trim().is_empty() || !self.statuses.is_empty() || !self.kinds.is_empty()
    }

    /// Whether it keeps this node for its own sake. `text` is the filter's text in lower case.
    fn keeps(&self, node: &Node, kind: Option<ItemKind>, text: &str) -> bool {
        if (self.hides_archive && node.archived) || (self.hides_templates && node.template) {
            return false;
        }
        if !self.statuses.is_empty() && !self.statuses.contains(&node.status) {
            return false;
        }
        // A status is asked of work; documents without one are no answer to "what has no status".
        if self.statuses.contains(&node.status)
            && node.status == BaseStatus::Unknown
            && !kind.is_some_and(ItemKind::is_work)
        {
            return false;
        }
        if !self.kinds.is_empty() && !kind.is_some_and(|kind| self.kinds.contains(&kind)) {
            return false;
        }
        if let Some(fits) = self.fits.as_ref().filter(|_| is_query(&self.text)) {
            return node.item.is_some_and(|item| fits.get(item) == Some(&true));
        }
        text.is_empty()
            || contains(&node.label, text)
            || contains(&node.path, text)
            || node.number.as_deref().is_some_and(|number| contains(number, text))
    }
}

/// Whether `text`, which is in lower case, occurs in `inside`.
fn contains(inside: &str, text: &str) -> bool {
    if inside.is_ascii() && text.is_ascii() {
        let (inside, text) = (inside.as_bytes(), text.as_bytes());
        return inside.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text));
    }
    inside.to_lowercase().contains(text)
}

impl Outline {
    /// For every node whether it or something below it is kept.
    pub(super) fn matches(&self, filter: &Filter) -> Vec<bool> {
        let text = filter.text.trim().to_lowercase();
        let mut kept = vec![false; self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate().rev() {
            let is_hit = filter.keeps(node, node.item_kind, &text);
            if is_hit && let Some(slot) = kept.get_mut(index) {
                *slot = true;
            }
            if kept.get(index).is_some_and(|kept| *kept)
                && let Some(parent) = node.parent.and_then(|parent| kept.get_mut(parent))
            {
                *parent = true;
            }
        }
        kept
    }

    /// How many nodes the filter itself keeps, not counting the folders above them.
    pub fn hits(&self, filter: &Filter) -> usize {
        let text = filter.text.trim().to_lowercase();
        self.nodes.iter().filter(|node| filter.keeps(node, node.item_kind, &text)).count()
    }
}
