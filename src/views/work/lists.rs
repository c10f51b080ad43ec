//! The lists of a piece of work: boxes, tasks, files, facts; and those of a whole plan: risks, metrics, commands.

use super::folded;
use crate::address::Address;
use crate::counted::counted;
use crate::html::{Html, all, breakable, el, text, when};
use crate::plan::{BaseStatus, Comparison, Criterion, FileAction, FileChange, InventoryRow, Item, Place};
use crate::views::entries::{aside, entry, line, list, listing, named, place, section, tag};
use crate::widgets::status_with;
use crate::workspace::Tree;

fn line_of(item: &Item, line: u32) -> Html {
    place(&Place { path: item.place.path.clone(), line })
}

/// The boxes of an item by the label above them; those of ways that exclude each other below their condition.
pub(super) fn boxes(item: &Item) -> Html {
    let mut groups: Vec<(Option<usize>, Option<&str>, Vec<&Criterion>)> = Vec::new();
    for criterion in &item.criteria {
        let label = criterion.label.as_deref();
        match groups.last_mut().filter(|(branch, known, _)| *branch == criterion.branch && *known == label) {
            Some((.., boxes)) => boxes.push(criterion),
            None => groups.push((criterion.branch, label, vec![criterion])),
        }
    }
    let has_one = groups.len() == 1;
    let shown = groups.iter().map(|(branch, label, boxes)| {
        let way = branch.and_then(|at| item.branches().get(at));
        let state = way.map(|way| tag(if way.is_chosen { "chosen" } else { "not chosen" }));
        let title = label
            .filter(|_| !has_one || way.is_some())
            .map(|label| el("h3", &[("dir", "auto")], &[text(label), state.clone().unwrap_or_default()]));
        all([title.unwrap_or_default(), list(boxes, |criterion| one_box(item, criterion))])
    });
    let title = match groups.as_slice() {
        [(None, Some(label), _)] => format!("{label} ({})", item.criteria.len()),
        _ => format!("Boxes ({})", item.criteria.len()),
    };
    when(!groups.is_empty(), || section("boxes", &title, all(shown)))
}

fn one_box(item: &Item, criterion: &Criterion) -> Html {
    let (mark, said) = if criterion.done { (BaseStatus::Done, "ticked") } else { (BaseStatus::Todo, "open") };
    let mark = el("span", &[("class", "box"), ("data-box", said)], &[status_with(mark, said)]);
    let words = el("span", &[("dir", "auto")], &[text(&criterion.text)]);
    entry([mark, text(" "), words], line_of(item, criterion.line))
}

/// Tasks without a state.
pub(super) fn tasks(item: &Item) -> Html {
    let tasks = item.tasks();
    listing("tasks", "Tasks", tasks, |task| {
        entry([el("span", &[("dir", "auto")], &[text(&task.text)])], line_of(item, task.line))
    })
}

/// The files that an item makes and changes, as its text and the list of all files say.
pub(super) fn files(tree: &Tree, item: &Item) -> Html {
    let own = item.files();
    let listed: Vec<&InventoryRow> =
        tree.plan.inventory.iter().filter(|row| row.items.contains(&item.id)).collect();
    let files = listing("files", "Files it touches", own, |change| file(tree, item, change));
    let rows = listing("inventory", "Files listed for it", &listed, |row| inventory_row(tree, row));
    all([files, rows])
}

fn file(tree: &Tree, item: &Item, change: &FileChange) -> Html {
    let way = change.branch.and_then(|at| item.branches().get(at)).map(|way| aside([text(&way.condition)]));
    let made = when(change.is_made, || tag("made"));
    let note = change.note.as_deref().map(|note| line([text(note)]));
    let to = change.to.as_deref().map(|to| all([text(" → "), el("code", &[], &[breakable(to)])]));
    let others: Vec<Html> = touching(tree, item, &change.file).map(|other| named(tree, &other.id)).collect();
    let others = when(!others.is_empty(), || {
        line([text("also touched by "), crate::views::entries::joined_first(others)])
    });
    let said = [
        el("span", &[("class", "verb")], &[text(change.action.name())]),
        text(" "),
        path(tree, &change.file),
        to.unwrap_or_default(),
        made,
        way.unwrap_or_default(),
        note.unwrap_or_default(),
        others,
    ];
    entry(said, line_of(item, change.line))
}

/// Other parts of the same document that touch a file.
fn touching<'a>(tree: &'a Tree, item: &'a Item, file: &'a str) -> impl Iterator<Item = &'a Item> {
    let same = tree.plan.items.iter().filter(|other| other.is_part() && other.place.path == item.place.path);
    same.filter(move |other| other.id != item.id && other.files().iter().any(|change| change.file == file))
}

/// A path, which leads to the file when the tree has it.
fn path(tree: &Tree, file: &str) -> Html {
    let name = el("code", &[], &[breakable(file)]);
    match tree.files.get(file) {
        Some(_) => el("a", &[("href", &Address::document(file, None).href())], &[name]),
        None => name,
    }
}

fn inventory_row(tree: &Tree, row: &InventoryRow) -> Html {
    let action = row.action.map(FileAction::name).unwrap_or("file");
    let status = when(row.status != BaseStatus::Unknown, || {
        all([text(" "), status_with(row.status, row.status.label())])
    });
    let note = row.note.as_deref().map(|note| line([text(note)]));
    let said = [
        el("span", &[("class", "verb")], &[text(action)]),
        text(" "),
        path(tree, &row.file),
        status,
        note.unwrap_or_default(),
    ];
    entry(said, place(&row.place))
}

/// What an item says of itself in lines of their own, but for what stands elsewhere on its page.
pub(super) fn facts(item: &Item) -> Html {
    let work = item.work();
    let stands_elsewhere = |line: u32| {
        let is_estimate = work.estimates.iter().any(|estimate| estimate.place.line == line);
        is_estimate || work.statuses.iter().any(|status| status.line == line)
    };
    let facts: Vec<_> = work.facts.iter().filter(|fact| !stands_elsewhere(fact.line)).collect();
    listing("facts", "What it says of itself", &facts, |fact| {
        let key = el("span", &[("class", "label"), ("dir", "auto")], &[text(&fact.key)]);
        let value = el("span", &[("dir", "auto")], &[text(&fact.value)]);
        entry([key, text(": "), value], line_of(item, fact.line))
    })
}

/// Choices side by side, as the document shows them.
pub(super) fn comparison(comparison: &Comparison) -> Html {
    let head = |words: &str| el("th", &[("scope", "col"), ("dir", "auto")], &[text(words)]);
    let heads = std::iter::once(&comparison.aspect).chain(&comparison.options).map(|words| head(words));
    let rows = comparison.rows.iter().map(|(aspect, cells)| {
        let aspect = el("th", &[("scope", "row"), ("dir", "auto")], &[text(aspect)]);
        let cells = cells.iter().map(|cell| el("td", &[("dir", "auto")], &[text(cell)]));
        el("tr", &[], &[aspect, all(cells)])
    });
    let rows = all(rows);
    let table = [el("thead", &[], &[el("tr", &[], &[all(heads)])]), el("tbody", &[], &[rows])];
    let options = comparison.options.join(", ");
    let label = format!("Table of {options}, line {}", comparison.place.line);
    let scroll = [("class", "scrolls"), ("tabindex", "0"), ("role", "region"), ("aria-label", &*label)];
    let table = el("div", &scroll, &[el("table", &[("class", "compared")], &table)]);
    let id = format!("compared-{}", comparison.place.line);
    let title = format!("What is compared: {options}");
    section(&id, &title, all([table, el("p", &[], &[place(&comparison.place)])]))
}

/// The risks of a plan, in a few words; the register has them in full.
pub(super) fn risks(tree: &Tree, item: &Item) -> Html {
    let own: Vec<_> = tree.plan.risks.iter().filter(|risk| risk.place.path == item.place.path).collect();
    let count = own.len();
    let more = Address::view("register").with("only", "risks");
    when(count > 0, || {
        let link = el(
            "p",
            &[],
            &[crate::views::contents::link(&more, "All of them in the register, by impact and probability")],
        );
        let shown = list(&own, |risk| {
            let grades = format!("impact {}, probability {}", risk.impact.written, risk.probability.written);
            entry(
                [el("span", &[("dir", "auto")], &[text(&risk.risk)]), aside([text(&grades)])],
                place(&risk.place),
            )
        });
        section("risks", &format!("Risks ({count})"), all([shown, link]))
    })
}

/// What was counted.
pub(super) fn metrics(tree: &Tree, item: &Item) -> Html {
    let own: Vec<_> =
        tree.plan.metrics.iter().filter(|metric| metric.place.path == item.place.path).collect();
    listing("metrics", "What was counted", &own, |metric| {
        let date = metric.date.as_ref().map(|date| aside([text(&date.to_string())])).unwrap_or_default();
        let said = el("span", &[("dir", "auto")], &[text(&format!("{}: {}", metric.metric, metric.value))]);
        entry([said, date], place(&metric.place))
    })
}

/// Commands that the plan keeps, folded, each ready to be copied.
pub(super) fn commands(tree: &Tree, item: &Item) -> Html {
    let own = tree.plan.commands.iter().filter(|commands| commands.place.path == item.place.path);
    let blocks: Vec<Html> = own
        .map(|commands| {
            let lines = commands.lines.join("\n");
            let title = format!("{} · {}", commands.title, counted(commands.lines.len(), "line"));
            let summary = el("summary", &[("dir", "auto")], &[text(&title)]);
            let code = el("pre", &[("tabindex", "0"), ("dir", "ltr")], &[el("code", &[], &[text(&lines)])]);
            let parts = [summary, code, copy(&lines), place(&commands.place)];
            el("details", &[("class", "commands")], &parts)
        })
        .collect();
    let title = format!("Commands ({})", blocks.len());
    when(!blocks.is_empty(), || section("commands", &title, all(blocks)))
}

/// A button that copies a text.
pub(super) fn copy(value: &str) -> Html {
    let attributes = [("type", "button"), ("class", "button"), ("data-act", "copy"), ("data-value", value)];
    el("button", &attributes, &[text("Copy")])
}

/// The files that a plan draws as a tree.
pub(super) fn file_trees(tree: &Tree, item: &Item) -> Html {
    let own = tree.plan.file_trees.iter().filter(|snapshot| snapshot.place.path == item.place.path);
    all(own.map(|snapshot| {
        let title = if snapshot.title.is_empty() { "File tree" } else { snapshot.title.as_str() };
        let rows = snapshot.entries.iter().map(|entry_of| {
            let note = entry_of.note.as_deref().map(|note| aside([text(note)])).unwrap_or_default();
            let stated = Place { path: snapshot.place.path.clone(), line: entry_of.line };
            el("li", &[], &[path(tree, &entry_of.path), note, place(&stated)])
        });
        let rows = el("ul", &[("class", "entries")], &[all(rows)]);
        folded("file-tree", title, &counted(snapshot.entries.len(), "entry"), rows)
    }))
}
