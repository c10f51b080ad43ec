//! What a file was and is: lines one below the other or side by side, or both as they are read.

use super::button;
use crate::address::Address;
use crate::article::{self, Fate};
use crate::edit::patch::{FilePatch, Hunk, Kind};
use crate::html::{Html, all, breakable, el, text, when};
use crate::workspace::Workspace;
use leptos::prelude::*;

/// How differences are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Lines that go and come one below the other.
    Unified,
    /// Before and after side by side.
    Side,
    /// As it is read.
    Rendered,
}

/// The ways, with what the link says for each.
pub(super) const MODES: [(&str, &str, Mode); 3] = [
    ("unified", "One below the other", Mode::Unified),
    ("side", "Side by side", Mode::Side),
    ("rendered", "As it is read", Mode::Rendered),
];

impl Mode {
    /// The one that a link asks for.
    pub(super) fn of(address: &Address) -> Mode {
        let asked = address.setting("mode").unwrap_or_default();
        MODES.iter().find(|(name, ..)| *name == asked).map_or(Mode::Unified, |(.., mode)| *mode)
    }
}

/// A file before and after as it is read, piece by piece.
fn rendered(workspace: Workspace, file: &FilePatch) -> Option<Html> {
    let tree = workspace.tree.get().filter(|_| article::is_markdown(file.path()))?;
    let (old, new) = file.texts();
    let pieces =
        article::difference(&old, &new, &tree.links(file.path())).into_iter().map(
            |(fate, html)| match fate {
                Fate::Same => el("div", &[("data-kind", "same")], &[html]),
                Fate::Gone => el("del", &[("data-kind", "gone")], &[html]),
                Fate::Come => el("ins", &[("data-kind", "come")], &[html]),
            },
        );
    Some(el("div", &[("class", "rendered prose")], &[all(pieces)]))
}

/// What a file was and is.
pub(super) fn file_difference(workspace: Workspace, file: &FilePatch, mode: Mode) -> Html {
    let href = Address::document(file.path(), None).href();
    let name = el("a", &[("href", &*href), ("dir", "ltr")], &[breakable(file.path())]);
    let what = match (&file.old, &file.new) {
        (None, _) => "new".to_owned(),
        (_, None) => "deleted".to_owned(),
        _ => file.moved_from().map_or_else(String::new, |from| format!("moved from {from}")),
    };
    let counts = format!("+{} −{}", file.count(Kind::Come), file.count(Kind::Gone));
    let head = el(
        "h3",
        &[],
        &[
            name,
            text(" "),
            el("span", &[("class", "what")], &[text(&what)]),
            text(" "),
            el("span", &[("class", "count")], &[text(&counts)]),
        ],
    );
    let revert = button("revert-file", file.path(), "Take this file back");
    if let Some(rendered) = (mode == Mode::Rendered).then(|| rendered(workspace, file)).flatten() {
        return el("section", &[("class", "file")], &[head, revert, rendered]);
    }
    let is_side = mode == Mode::Side;
    let hunks =
        file.hunks().into_iter().map(|hunk| if is_side { side_by_side(&hunk) } else { unified(&hunk) });
    let label = format!("Difference of {}", file.path());
    let table = el("table", &[("class", "difference"), ("aria-label", &*label)], &[all(hunks)]);
    let scroll = el(
        "div",
        &[("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", &*label)],
        &[table],
    );
    el("section", &[("class", "file")], &[head, revert, when(!file.has_same_lines(), || scroll)])
}

/// A line of a file as text, its line end shown where it says something.
fn shown(line: &[u8]) -> Html {
    let written = String::from_utf8_lossy(line);
    let bare = written.trim_end_matches('\n');
    let (bare, mark) = match bare.strip_suffix('\r') {
        Some(bare) => (bare, "␍"),
        None => (bare, ""),
    };
    let no_end = if written.ends_with('\n') { "" } else { " ⏹" };
    all([
        text(bare),
        when(!mark.is_empty() || !no_end.is_empty(), || {
            el("span", &[("class", "end")], &[text(mark), text(no_end)])
        }),
    ])
}

fn unified(hunk: &Hunk) -> Html {
    let (mut old, mut new) = (hunk.old.start, hunk.new.start);
    let rows = hunk.lines.iter().map(|(kind, line)| {
        let (name, mark, left, right) = match kind {
            Kind::Same => ("same", " ", Some(old), Some(new)),
            Kind::Gone => ("gone", "−", Some(old), None),
            Kind::Come => ("come", "+", None, Some(new)),
        };
        old += usize::from(left.is_some());
        new += usize::from(right.is_some());
        let number = |at: Option<usize>| {
            el("td", &[("class", "number")], &[text(&at.map_or(String::new(), |at| (at + 1).to_string()))])
        };
        let content = el("code", &[("dir", "auto")], &[shown(line)]);
        let cell = el("td", &[], &[el("span", &[("class", "mark")], &[text(mark)]), content]);
        el("tr", &[("data-kind", name)], &[number(left), number(right), cell])
    });
    el("tbody", &[], &[all(rows)])
}

fn side_by_side(hunk: &Hunk) -> Html {
    let (mut old, mut new) = (hunk.old.start, hunk.new.start);
    let mut rows = Vec::new();
    let mut at = 0;
    let lines = &hunk.lines;
    let run = |from: usize, kind: Kind| lines.iter().skip(from).take_while(|(own, _)| *own == kind).count();
    while let Some((kind, line)) = lines.get(at) {
        if *kind == Kind::Same {
            rows.push(pair(Some((old, line)), Some((new, line)), "same"));
            (old, new, at) = (old + 1, new + 1, at + 1);
            continue;
        }
        let gone = run(at, Kind::Gone);
        let come = run(at + gone, Kind::Come);
        for row in 0..gone.max(come) {
            let left = lines.get(at + row).filter(|_| row < gone).map(|(_, line)| (old + row, line));
            let right = lines.get(at + gone + row).filter(|_| row < come).map(|(_, line)| (new + row, line));
            rows.push(pair(left, right, "other"));
        }
        (old, new, at) = (old + gone, new + come, at + (gone + come).max(1));
    }
    el("tbody", &[("class", "pairs")], &rows)
}

fn pair(left: Option<(usize, &Vec<u8>)>, right: Option<(usize, &Vec<u8>)>, kind: &str) -> Html {
    let cells = |side: Option<(usize, &Vec<u8>)>, name: &str| {
        let number = side.map_or(String::new(), |(at, _)| (at + 1).to_string());
        let content =
            side.map_or_else(Html::default, |(_, line)| el("code", &[("dir", "auto")], &[shown(line)]));
        let kind = if side.is_none() {
            "none"
        } else if kind == "same" {
            "same"
        } else {
            name
        };
        all([
            el("td", &[("class", "number")], &[text(&number)]),
            el("td", &[("data-kind", kind)], &[content]),
        ])
    };
    el("tr", &[], &[cells(left, "gone"), cells(right, "come")])
}
