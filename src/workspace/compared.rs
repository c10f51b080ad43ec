//! The comparison that stands while the reader looks at other views: made again where a link asks for it
//! (`?compared=KEY`), and walked through change by change with `n` and `p`.

use super::Workspace;
use super::comparing::{COMMIT, Compared, Offered, ReadSide, SHOWN};
use super::history::Told;
use crate::address::Address;
use crate::browser::frames;
use crate::compare::{Comparison, Marks, Side};
use crate::parts::in_part;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The setting of a link that names what the tree is compared with while something else is shown.
pub const SETTING: &str = "compared";

in_part!(
    compare,
    fn compare_in_part(workspace: Workspace, key: String) -> () {
        spawn_local(async move {
            let is_there = workspace.compare_again(&key).await;
            if !is_there && untrack(|| workspace.comparison_asked()).as_deref() == Some(&key) {
                workspace.announce(
                    "What the link compares this tree with is not here. Choose it in the view Compare.",
                );
            }
        });
    }
);

/// Whether a view walks through changes itself.
pub fn walks_itself(view: &str) -> bool {
    view == "compare" || view == "review"
}

impl Workspace {
    /// What the link asks to compare with, where another view shows it.
    fn comparison_asked(self) -> Option<String> {
        self.address.with(|address| {
            address.setting(SETTING).filter(|_| !walks_itself(&address.view)).map(str::to_owned)
        })
    }

    /// Makes the comparison that the link asks for, once the tree has been read.
    pub(super) fn keep_comparison(self) {
        let asked = Memo::new(move |_| self.comparison_asked());
        Effect::new(move |_| {
            let Some(key) = asked.get() else { return };
            let is_read =
                self.past.known.with(|known| known.as_ref().is_some_and(|known| known.reading.is_some()));
            let stands = untrack(|| self.compared()).is_some_and(|compared| compared.with == key);
            if !is_read || stands {
                return;
            }
            if key.starts_with(COMMIT) {
                match self.history.state.get() {
                    Told::Unread => return self.ask_history(),
                    Told::Reading => return,
                    _ => {}
                }
            }
            spawn_local(async move {
                if compare_in_part(self, key).await.is_err() {
                    self.announce(
                        "The comparison of the link could not be downloaded; the network may be off. Load the page again.",
                    );
                }
            });
        });
    }

    /// Compares the tree that is open with a side; whether that is there.
    async fn compare_again(self, key: &str) -> bool {
        frames::next_turn().await;
        let offered = untrack(|| self.offered_sides());
        let Some(before) = offered.into_iter().find(|side| side.key == key) else { return false };
        let (Some(old), Some(new)) = (self.side(key).await, self.side(SHOWN).await) else { return false };
        let mut findings = Some([Vec::new(), Vec::new()]);
        let day = self.day.get_untracked();
        // What has changed is shown before it is known what that does to the findings.
        while let Some([of_old, of_new]) = findings.take() {
            let comparison = {
                let (Some(was), Some(is)) = (old.ground(self), new.ground(self)) else { return false };
                Comparison::of(&Side::of(&was, &of_old), &Side::of(&is, &of_new))
            };
            let is_first = of_old.is_empty() && of_new.is_empty();
            if untrack(|| self.comparison_asked()).as_deref() != Some(key) {
                return true;
            }
            self.take_comparison(&before, &[old.clone(), new.clone()], &comparison);
            if is_first && old.stage.is_none() {
                let of_old = self.findings_of(&old, &day).await;
                let of_new = self.findings_of(&new, &day).await;
                let both = of_old.zip(of_new).filter(|(old, new)| !old.is_empty() || !new.is_empty());
                findings = both.map(|(old, new)| [old, new]);
            }
        }
        true
    }

    /// Lets a comparison stand: other views mark what it says of their parts.
    pub fn take_comparison(self, with: &Offered, sides: &[ReadSide; 2], comparison: &Comparison) {
        let [old, new] = sides;
        self.comparison.set(Some(Arc::new(Compared {
            tree: Arc::clone(&new.tree),
            before: old.clone(),
            with: with.key.clone(),
            title: with.title.clone(),
            changes: comparison.changes.len(),
            marks: Marks::of(comparison),
        })));
    }

    /// Ends the comparison, in the link too.
    pub fn end_comparison(self) {
        let address = self.address.get_untracked();
        if address.setting(SETTING).is_some() {
            self.replace(address.with(SETTING, ""));
        }
        self.comparison.set(None);
    }

    /// The place with the comparison that stands, unless it tells of one itself.
    pub(super) fn with_comparison(self, address: Address) -> Address {
        let is_told = walks_itself(&address.view) || address.setting(SETTING).is_some();
        match untrack(|| self.compared()).filter(|_| !is_told) {
            Some(compared) => address.with(SETTING, &compared.with),
            None => address,
        }
    }

    /// Goes to what changed next: in a graph it is chosen, elsewhere its page is opened.
    pub fn walk_changes(self, compared: &Compared, by: isize) {
        let stops = &compared.marks.stops;
        let Some(last) = stops.len().checked_sub(1) else { return };
        let address = self.address.get_untracked();
        let is_graph = matches!(address.view.as_str(), "dependencies" | "ownership");
        let own = if is_graph { address.setting("select") } else { Some(address.subject.as_str()) };
        let item = |id: &str| compared.tree.plan.item(id);
        let is_at = |id: &str, own: &str| id == own || item(id).is_some_and(|item| item.place.path == own);
        let at = own.and_then(|own| stops.iter().position(|(id, _)| is_at(id, own)));
        let at = at.map_or(if by > 0 { 0 } else { last }, |at| at.saturating_add_signed(by).min(last));
        let Some((id, text)) = stops.get(at) else { return };
        match is_graph {
            true => self.replace(address.with("select", id).with("edge", "").with("to", "")),
            false => match item(id) {
                Some(item) if !item.has_page() => self.go(&Address::document(&item.place.path, None)),
                _ => self.go(&Address::of("plan", id)),
            },
        }
        self.announce(format!("{} of {}: {text}", at + 1, stops.len()));
    }
}
