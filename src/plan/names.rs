//! What a word or path in a document can refer to: plans by full and short id, modules, items by id, files.
//!
//! References are exact, never by prefix. A short id that two plans share refers to neither.

use super::{ItemKind, Plan};
use crate::named::Named;

/// What a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referent {
    /// An item, by its position in [`Plan::items`].
    Item(usize),
    /// A module, by its position in [`Plan::modules`].
    Module(usize),
}

/// The names that a plan's items and modules go by.
#[derive(Clone, Debug, Default)]
pub struct Names {
    words: Named<Option<Referent>>,
}

impl Names {
    /// The names of everything in `plan`.
    pub fn of(plan: &Plan) -> Names {
        let mut names = Names::default();
        for (index, module) in plan.modules.iter().enumerate() {
            names.words.insert(&module.name, Some(Referent::Module(index)));
        }
        for (index, item) in plan.items.iter().enumerate() {
            if matches!(item.kind, ItemKind::Module) || item.template {
                continue;
            }
            names.words.insert(&item.id, Some(Referent::Item(index)));
        }
        let mut short: Named<Option<Referent>> = Named::default();
        for (index, item) in plan.items.iter().enumerate() {
            // A second claimant of an id does not make its short id ambiguous: references mean the first.
            if item.kind != ItemKind::Plan || item.template || item.id.contains('@') {
                continue;
            }
            if let Some(id) = short_id(&item.id) {
                let is_shared = short.get(id).is_some();
                short.insert(id, (!is_shared).then_some(Referent::Item(index)));
            }
        }
        for (id, referent) in short.iter() {
            names.words.insert_new(id, *referent);
        }
        names
    }

    /// What `word` refers to: a full id, a short id, a module's name, or a path of ids such as
    /// `SP05_billing/p01_payment`, with or without a slash at its end.
    pub fn find(&self, word: &str) -> Option<Referent> {
        let word = bare(word);
        *self.words.get(word).or_else(|| self.words.get(word.strip_suffix("/_overview.md")?))?
    }

    /// Whether several things go by this name, so that it means none of them.
    pub fn is_shared(&self, word: &str) -> bool {
        self.words.get(bare(word)).is_some_and(Option::is_none)
    }
}

fn bare(word: &str) -> &str {
    word.trim().trim_end_matches('/').trim_start_matches("./")
}

/// The short form of a plan's id: `SP01` of `SP01_patient_records`.
pub fn short_id(id: &str) -> Option<&str> {
    let (head, _) = id.split_once('_')?;
    is_short_id(head).then_some(head)
}

/// Whether a text is a short id: `SP` or `PP` and a number.
pub fn is_short_id(text: &str) -> bool {
    let digits = text.strip_prefix("SP").or_else(|| text.strip_prefix("PP")).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ids_are_a_prefix_and_a_number() {
        assert_eq!(short_id("SP01_patient_records"), Some("SP01"));
        assert_eq!(short_id("PP0123_x"), Some("PP0123"));
        assert_eq!(short_id("SP_x"), None);
        assert_eq!(short_id("p00_walking_skeleton"), None);
        assert_eq!(short_id("module-lifecycle"), None);
    }
}
