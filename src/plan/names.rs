//! What a word or path in a document can refer to: plans by full and short id, modules, items by id, files.
//!
//! References are exact, never by prefix. A short id that two plans share refers to neither.

use super::{Item, ItemKind, Plan};
use crate::list::List;
use crate::named::{Index, Named};
use std::sync::Arc;

/// What a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referent {
    /// An item, by its position in [`Plan::items`].
    Item(usize),
    /// A module, by its position in [`Plan::modules`].
    Module(usize),
}

/// The names that a plan's items and modules go by. A clone shares all of them.
#[derive(Clone, Debug, Default)]
pub struct Names {
    items: List<Item>,
    by_id: Arc<Index>,
    modules: Arc<Named<usize>>,
    /// The plan of a short id, the item of a name beside its id; nothing when several bear it.
    short: Arc<Named<Option<usize>>>,
}

impl Names {
    /// The names of everything in `plan`.
    pub fn of(plan: &Plan) -> Names {
        let mut short: Named<Option<usize>> = Named::default();
        for (index, item) in plan.items.iter().enumerate() {
            add_short(&mut short, item, index);
        }
        for (name, index) in &plan.also_called {
            if short.get(name).is_none() {
                short.insert(name, Some(*index));
            }
        }
        Names {
            items: plan.items.clone(),
            by_id: Arc::clone(&plan.by_id),
            modules: Arc::new(of_modules(plan)),
            short: Arc::new(short),
        }
    }

    /// The names of everything in a plan whose items are called as those of another one, of which these are the names.
    pub fn of_same_items(&self, plan: &Plan) -> Names {
        let is_called = |(name, index): (&str, &usize)| {
            plan.modules.get(*index).is_some_and(|module| module.name == name)
        };
        let are_same = self.modules.len() == plan.modules.len() && self.modules.iter().all(is_called);
        Names {
            items: plan.items.clone(),
            by_id: Arc::clone(&plan.by_id),
            modules: if are_same { Arc::clone(&self.modules) } else { Arc::new(of_modules(plan)) },
            short: Arc::clone(&self.short),
        }
    }

    /// What `word` refers to: a full id, a short id, a module's name, or a path of ids such as
    /// `SP05_billing/p01_payment`, with or without a slash at its end.
    pub fn find(&self, word: &str) -> Option<Referent> {
        let word = bare(word);
        self.known(word).or_else(|| self.known(word.strip_suffix("/_overview.md")?))?
    }

    /// What goes by a name; nothing within when several do.
    fn known(&self, name: &str) -> Option<Option<Referent>> {
        if let Some(index) =
            self.by_id.find(name, |place| self.item(place).is_some_and(|item| item.id == name))
            && self.item(index).is_some_and(|item| item.kind != ItemKind::Module && !item.template)
        {
            return Some(Some(Referent::Item(index)));
        }
        if let Some(module) = self.modules.get(name) {
            return Some(Some(Referent::Module(*module)));
        }
        self.short.get(name).map(|plan| plan.map(Referent::Item))
    }

    fn item(&self, index: usize) -> Option<&Item> {
        self.items.get(index)
    }

    /// Whether several things go by this name, so that it means none of them.
    pub fn is_shared(&self, word: &str) -> bool {
        self.known(bare(word)).is_some_and(|known| known.is_none())
    }
}

/// Adds the short id of an item that is a plan. A second claimant of an id does not make its short id ambiguous:
/// references mean the first.
fn add_short(short: &mut Named<Option<usize>>, item: &Item, index: usize) {
    if item.kind != ItemKind::Plan || item.template || item.id.contains('@') {
        return;
    }
    if let Some(id) = short_id(&item.id) {
        let is_shared = short.get(id).is_some();
        short.insert(id, (!is_shared).then_some(index));
    }
}

fn of_modules(plan: &Plan) -> Named<usize> {
    let mut modules = Named::default();
    for (index, module) in plan.modules.iter().enumerate() {
        modules.insert(&module.name, index);
    }
    modules
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
