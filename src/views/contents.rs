//! What lies in a folder, as a table: for the pages of folders, plans and the whole tree.

use crate::address::Address;
use crate::html::{Html, all, el, text, when};
use crate::outline::{Node, NodeKind};
use crate::plan::{Item, ItemKind, StatusOrigin};
use crate::widgets::{IconName, bar, icon, status, status_said};
use crate::workspace::Tree;

/// Where a node of the outline leads.
pub fn address_of(tree: &Tree, node: &Node) -> Address {
    let item = node.item.and_then(|item| tree.plan.items.get(item));
    match item {
        // The overview of a plan is a document beside it.
        Some(item) if item.has_page() && item.folder.as_ref().is_none_or(|folder| *folder == node.path) => {
            Address::of("plan", &item.id)
        }
        Some(item) => Address::document(&item.place.path, None),
        None if node.kind == NodeKind::File => Address::document(&node.path, None),
        None => Address::of("tree", &node.path),
    }
}

/// Where an item leads.
pub fn address_of_item(item: &Item) -> Address {
    match item.has_page() {
        true => Address::of("plan", &item.id),
        false => Address::document(&item.place.path, None),
    }
}

/// The icon of a node, by what it is.
pub fn icon_of(node: &Node) -> IconName {
    match (node.item_kind, node.kind) {
        (Some(ItemKind::Module), _) => IconName::Module,
        (Some(ItemKind::Exploration), _) => IconName::Note,
        (_, NodeKind::Folder) => IconName::Folder,
        (_, NodeKind::File | NodeKind::Part) => IconName::Document,
    }
}

/// A link to an address.
pub fn link(address: &Address, words: &str) -> Html {
    el("a", &[("href", &address.href()), ("dir", "auto")], &[text(words)])
}

/// The number and name of a node, as they stand in lists.
pub fn name_of(node: &Node) -> Html {
    let number = node.number.as_deref().map(|number| el("span", &[("class", "number")], &[text(number)]));
    // The space is for those who hear the row.
    let number = number.map_or_else(Html::default, |number| all([number, text(" ")]));
    all([number, el("span", &[("class", "label")], &[text(&node.label)])])
}

/// The number and name of an item, as they stand in lists.
pub fn name_of_item(item: &Item) -> Html {
    let (number, label) = crate::outline::label_of(item);
    let number = number.map(|number| all([el("span", &[("class", "number")], &[text(&number)]), text(" ")]));
    all([number.unwrap_or_default(), el("span", &[("class", "label"), ("dir", "auto")], &[text(&label)])])
}

/// The children of a node, or the top of the tree.
pub fn contents(tree: &Tree, parent: Option<usize>, caption: &str) -> Html {
    let children: Vec<&Node> = tree.outline.nodes().iter().filter(|node| node.parent == parent).collect();
    if children.is_empty() {
        return el("p", &[("class", "empty")], &[text("There is nothing below it.")]);
    }
    table("contents", caption, tree, &children, Columns::Plain)
}

/// Which columns a table of nodes has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// Name, status and progress.
    Plain,
    /// And when it was last updated.
    WithDate,
}

/// Nodes with their status and progress.
pub fn table(class: &'static str, caption: &str, tree: &Tree, nodes: &[&Node], columns: Columns) -> Html {
    let shows_date = columns == Columns::WithDate;
    let head = |name: &str| el("th", &[("scope", "col")], &[text(name)]);
    let heads = [head("Name"), head("Status"), head("Progress"), when(shows_date, || head("Updated"))];
    let rows = all(nodes.iter().map(|node| row(tree, node, shows_date)));
    el(
        "table",
        &[("class", class)],
        &[
            el("caption", &[], &[text(caption)]),
            el("thead", &[], &[el("tr", &[], &heads)]),
            el("tbody", &[], &[rows]),
        ],
    )
}

fn row(tree: &Tree, node: &Node, shows_date: bool) -> Html {
    let item = node.item.and_then(|item| tree.plan.items.get(item));
    let title = item.map(|item| own_title(&item.title, node.number.as_deref())).unwrap_or_default();
    let says_more = !title.is_empty() && !title.eq_ignore_ascii_case(&node.label);
    let shows_status = item.is_some_and(|item| item.status.from != StatusOrigin::None || item.kind.is_work());
    let said = item.map(|item| status::explain(&item.status)).unwrap_or_default();
    let date = item.and_then(|item| item.field("last_updated")).map(|date| date.get(..10).unwrap_or(date));
    let link = el("a", &[("href", &address_of(tree, node).href())], &[icon(icon_of(node)), name_of(node)]);
    let title = when(says_more, || all([text(" "), el("span", &[("class", "title")], &[text(title)])]));
    let progress = when(node.counts.total() > 0, || text(&bar::words(node.counts)));
    el(
        "tr",
        &[],
        &[
            el("th", &[("scope", "row"), ("dir", "auto")], &[link, title]),
            el("td", &[("title", &said)], &[when(shows_status, || status_said(node.status, node.said))]),
            el("td", &[("class", "progress")], &[bar(node.counts), progress]),
            when(shows_date, || el("td", &[("class", "date")], &[text(date.unwrap_or_default())])),
        ],
    )
}

/// A title without the number that stands beside it anyway: `SP09 — Insurance` is `Insurance`.
pub fn own_title<'a>(title: &'a str, number: Option<&str>) -> &'a str {
    let number = number.unwrap_or_default();
    let rest = title.get(..number.len()).filter(|begin| begin.eq_ignore_ascii_case(number));
    let rest = rest.and_then(|begin| title.get(begin.len()..)).unwrap_or(title);
    rest.trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '—' | '–' | '-' | ':' | '.')
    })
}

/// The folders above a path, each a link.
pub fn crumbs(path: &str) -> Html {
    let mut above = String::new();
    let last = path.matches('/').count();
    let crumbs = path.split('/').enumerate().map(|(index, segment)| {
        if index > 0 {
            above.push('/');
        }
        above.push_str(segment);
        let name = el("bdi", &[], &[text(segment)]);
        let crumb = if index == last {
            el("span", &[("aria-current", "page")], &[name])
        } else {
            el("a", &[("href", &Address::of("tree", &above).href())], &[name])
        };
        el("li", &[], &[crumb])
    });
    let crumbs = all(crumbs);
    let top = el("li", &[], &[link(&Address::view("tree"), "Tree")]);
    el("nav", &[("class", "crumbs"), ("aria-label", "Folders above")], &[el("ol", &[], &[top, crumbs])])
}

/// The head of a page: where it lies, its title, and facts about it.
pub fn page_header(crumbs: Html, title: &str, facts: Html) -> Html {
    let title = el("h1", &[("dir", "auto")], &[text(title)]);
    el("header", &[("class", "page-header")], &[crumbs, title, facts, Html::constant(COPIES)])
}

/// What can be copied of every page, in one place. What a page does not have is not shown (`style/views/share.css`).
const COPIES: &str = "<div class=copies role=group aria-label=Copy>Copy: \
<button type=button data-act=copy-as data-value=link aria-label=\"Copy as Link\">Link</button>\
<button type=button data-act=copy-as data-value=markdown aria-label=\"Copy as Markdown\">Markdown</button>\
<button type=button data-act=copy-as data-value=csv aria-label=\"Copy as CSV\">CSV</button>\
<button type=button data-act=copy-as data-value=image aria-label=\"Copy as Image\">Image</button></div>";

/// A name with its values, for lists of facts.
pub fn fact(name: &str, values: impl IntoIterator<Item = Html>) -> Html {
    let values = values.into_iter().map(|value| el("dd", &[("dir", "auto")], &[value]));
    el("div", &[("class", "field")], &[el("dt", &[], &[text(name)]), all(values)])
}
