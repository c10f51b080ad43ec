//! What pages show of work that is told in documents: how far it is by boxes, by claims and by other evidence, what
//! is to be done and in which files, how it is scheduled, and where to go on.

mod lists;
mod parts;
mod progress;
pub mod resume;
mod schedule;
mod versions;

pub use parts::{phases, table as parts_table};
pub use progress::answer;
pub use schedule::schedule;

use super::entries::{aside, entry, line, listing, named, place, places, section};
use crate::address::Address;
use crate::answers::Inquiry;
use crate::answers::resume as course;
use crate::html::{Html, all, el, text, when};
use crate::plan::{Decision, Item, ItemKind, Progress};
use crate::workspace::Tree;

/// Whether an item is told in a document: a part of one, or one that has parts.
pub fn is_told(item: &Item) -> bool {
    item.is_part() || item.kind == ItemKind::Plan && item.folder.is_none()
}

/// What is known of how far an item is.
pub fn progress_of<'a>(tree: &'a Tree, item: &Item) -> Option<&'a Progress> {
    tree.plan.progress.iter().find(|progress| progress.item == item.id)
}

/// What stands on the page of an item that is told in a document, before what any item has.
pub fn sections(inquiry: &Inquiry<'_>, tree: &Tree, index: usize) -> Html {
    let Some(item) = tree.plan.items.get(index) else { return Html::default() };
    all([
        progress::section(tree, item),
        waits(inquiry, tree, index, item),
        lists::boxes(item),
        lists::tasks(item),
        lists::files(tree, item),
        decisions(tree, item),
        lists::facts(item),
    ])
}

/// What stands on the page of a whole document behind that.
pub fn document_sections(tree: &Tree, item: &Item) -> Html {
    all([
        versions::section(tree, item),
        lists::risks(tree, item),
        lists::metrics(tree, item),
        lists::file_trees(tree, item),
        lists::commands(tree, item),
    ])
}

/// What it waits for because of what it lies in, or because something is still to be decided; what it needs itself
/// stands among its dependencies.
fn waits(inquiry: &Inquiry<'_>, tree: &Tree, index: usize, item: &Item) -> Html {
    let found = course::waits(inquiry, index);
    let of_others: Vec<&course::Wait> =
        found.iter().filter(|wait| wait.by != item.id || wait.item.is_none()).collect();
    listing("waits", "Waits for", &of_others, |wait| waited(tree, item, wait))
}

fn waited(tree: &Tree, item: &Item, wait: &course::Wait) -> Html {
    let what = match (&wait.item, &wait.decision) {
        (Some(id), _) => super::entries::named_with_status(tree, id),
        (None, decision) => all([
            text("the decision: "),
            el("span", &[("dir", "auto")], &[text(decision.as_deref().unwrap_or_default())]),
        ]),
    };
    let by = when(wait.by != item.id, || line([text("as all of "), named(tree, &wait.by)]));
    entry([what, by], places(&wait.stated))
}

/// Decisions that are prepared in it, or that it waits for, and what they compare.
fn decisions(tree: &Tree, item: &Item) -> Html {
    let is_of = |decision: &&Decision| {
        let is_waiting = decision.waiting.iter().any(|waits| waits.id == item.id);
        is_waiting || decision.of.as_deref() == Some(&item.id)
    };
    let open: Vec<&Decision> =
        tree.plan.decisions.iter().filter(is_of).filter(|decision| decision.is_open).collect();
    let comparisons: Vec<_> =
        tree.plan.comparisons.iter().filter(|one| one.of.as_deref() == Some(&item.id)).collect();
    let compared = comparisons.iter().map(|comparison| lists::comparison(comparison));
    all([listing("undecided", "Still to be decided", &open, |it| undecided(tree, it)), all(compared)])
}

/// A decision that is still to be taken.
pub fn undecided(tree: &Tree, decision: &Decision) -> Html {
    let title = decision.title.as_deref().unwrap_or(&decision.text);
    let recommended = decision.value.as_deref().map(|value| line([text("Recommended: "), text(value)]));
    let of =
        decision.of.as_deref().map(|of| all([text("prepared in "), named(tree, of)])).unwrap_or_default();
    let waiting = decision.waiting.iter().map(|waits| all([text(" "), named(tree, &waits.id)]));
    let waiting = when(!decision.waiting.is_empty(), || line([text("Waiting for it:"), all(waiting)]));
    let reasons =
        decision.rationale.iter().filter(|reason| Some(reason.text.as_str()) != decision.value.as_deref());
    let reasons = reasons.map(|reason| line([text(&reason.text), place(&reason.place)]));
    let said = el("span", &[("dir", "auto")], &[text(title)]);
    let parts = [said, aside([of]), recommended.unwrap_or_default(), all(reasons), waiting];
    entry(parts, place(&decision.place))
}

/// The items that a part lies in, from its document down, each a link.
pub fn crumbs(tree: &Tree, item: &Item) -> Html {
    let above = std::iter::successors(item.parent, |at| tree.plan.items.get(*at)?.parent);
    let mut above: Vec<&Item> = above.filter_map(|at| tree.plan.items.get(at)).collect();
    above.reverse();
    let crumb = |item: &Item| {
        let words = match &item.number {
            Some(number) => format!("{number} {}", item.title),
            None => item.title.clone(),
        };
        el("li", &[], &[super::contents::link(&super::contents::address_of_item(item), &words)])
    };
    let own = item.number.clone().unwrap_or_else(|| item.title.clone());
    let own = el("li", &[], &[el("span", &[("aria-current", "page"), ("dir", "auto")], &[text(&own)])]);
    let top = el("li", &[], &[super::contents::link(&Address::view("tree"), "Tree")]);
    let above = above.into_iter().map(crumb);
    el(
        "nav",
        &[("class", "crumbs"), ("aria-label", "What it lies in")],
        &[el("ol", &[], &[top, all(above), own])],
    )
}

/// Where a part stands in its document, to be read there.
pub fn in_document(item: &Item) -> Html {
    let href = Address::line(&item.place.path, item.place.line).href();
    let name = item.place.path.rsplit('/').next().unwrap_or(&item.place.path);
    let link = el("a", &[("href", &href), ("dir", "auto")], &[text(&format!("Read it in {name}"))]);
    el("p", &[("class", "hint")], &[link])
}

/// A section that is folded until somebody wants it.
fn folded(id: &str, title: &str, summary: &str, body: Html) -> Html {
    let summary = el("summary", &[], &[text(summary)]);
    section(id, title, el("details", &[], &[summary, body]))
}
