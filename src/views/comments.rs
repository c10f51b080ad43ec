//! Comments beside a document: marks in its margin, a button that goes with the pointer and with the keyboard, and a list of
//! what was said. Only the offer is a part of every document; what does it is fetched when this device keeps reviews, or
//! when somebody points at the document.

use super::threads::{self, Told, button, told};
use crate::address::Address;
use crate::browser::margin::{self, Mark, Site};
use crate::browser::{frames, page};
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::review::{About, Kind, Spot};
use crate::widgets::{asked, effect, handle, live_fill, rows};
use crate::workspace::reviewing::{Aim, Form, Source, reviewing};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Why the part is fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is something to show.
    Show,
    /// Somebody points at what begins on this line, and may want to write.
    At(u32),
    /// Somebody wants to write.
    Write,
}

/// The place of the comments beside a document, empty until they are wanted.
pub fn place() -> Html {
    // An embedded page is to be read only.
    if page::is_embedded() {
        return Html::default();
    }
    let attributes =
        [("type", "button"), ("class", "button"), ("id", "comment-button"), ("data-act", "comment")];
    let panel = [("id", "comments"), ("class", "comments"), ("popover", "manual")];
    all([el("p", &[], &[el("button", &attributes, &[text("Comment")])]), el("section", &panel, &[])])
}

/// Offers to comment on a document, or on these lines of it.
pub fn offer(workspace: Workspace, path: &Arc<str>, lines: Option<(u32, u32)>) {
    if page::is_embedded() {
        return;
    }
    let (owner, path) = (Owner::current(), Arc::clone(path));
    let is_begun = StoredValue::new(false);
    let begin = move |why: Why| {
        if is_begun.get_value() {
            return;
        }
        is_begun.set_value(true);
        let (owner, path) = (owner.clone(), Arc::clone(&path));
        spawn_local(async move {
            if begin_in_part(workspace, owner, (path, lines), why).await.is_err() {
                let _ = is_begun.try_set_value(false);
                if why == Why::Write {
                    workspace.announce("The part of the viewer that reviews could not be loaded; look at the network, and try again.");
                }
            }
        });
    };
    if workspace.has_review() {
        begin(Why::Show);
    }
    handle("main", &["pointermove", "pointerdown", "click"], move |event| {
        if page::around(event, "#comment-button").is_some() && event.type_() == "click" {
            begin(Why::Write);
        } else if let Some(block) = page::around(event, margin::LINES) {
            let line = block.get_attribute("data-line").and_then(|line| line.parse().ok());
            begin(line.map_or(Why::Show, Why::At));
        }
    });
}

crate::parts::in_part!(
    review,
    fn begin_in_part(
        workspace: Workspace,
        owner: Option<Owner>,
        place: (Arc<str>, Option<(u32, u32)>),
        why: Why,
    ) -> () {
        let (path, lines) = place;
        // As long as the document is shown.
        match owner {
            Some(owner) => owner.with(|| listen(workspace, &path, lines)),
            None => listen(workspace, &path, lines),
        }
        frames::before_next_frame(move || match why {
            Why::Write => ask(workspace),
            Why::At(line) => put(&Site::Line(line)),
            Why::Show => margin::pointed().iter().for_each(put),
        });
    }
);

/// Keeps marks and list true, and does what is asked for.
fn listen(workspace: Workspace, path: &Arc<str>, lines: Option<(u32, u32)>) {
    effect(move || workspace.follow_review());
    // The panel is there once; what it says changes in its parts.
    live_fill("comments", panel);
    live_fill("comment-moving", threads::moving);
    let of = Arc::clone(path);
    live_fill("comments-list", move || list(workspace, &of, lines));
    let of = Arc::clone(path);
    let known = Rc::new(RefCell::new(Vec::new()));
    let drawn = Rc::clone(&known);
    effect(move || {
        let now = marks(workspace, &of);
        drawn.borrow_mut().clone_from(&now);
        frames::before_next_frame(move || {
            margin::mark(&now);
            // The button makes room for a mark that has come.
            at().filter(is_at).iter().for_each(put);
        });
    });
    threads::listen(workspace, "comments");
    let of = Arc::clone(path);
    handle("main", &["click", "pointermove", "pointerdown", "keydown"], move |event| {
        match event.type_().as_str() {
            "click" => {
                if let Some((act, value)) = asked(event) {
                    perform(workspace, &of, &act, &value);
                } else {
                    follow(event);
                }
            }
            "keydown" => press(event),
            _ => follow(event),
        }
    });
    // Of a source file only the lines in sight are in the page.
    let again = move || {
        let marks = Rc::clone(&known);
        frames::before_next_frame(move || {
            margin::mark(&marks.borrow());
            at().iter().for_each(put);
        });
    };
    handle("source", &["scroll"], {
        let again = again.clone();
        move |_| again()
    });
    // Of a long table only the rows that the reader has come near.
    handle("main", &[rows::DRAWN], move |_| again());
    // What another tab has written meanwhile.
    handle("", &["focus"], move |_| workspace.look_for_review());
}

thread_local! {
    /// Where the button stands.
    static AT: std::cell::RefCell<Option<Site>> = const { std::cell::RefCell::new(None) };
}

fn at() -> Option<Site> {
    AT.with_borrow(Clone::clone)
}

fn is_at(site: &Site) -> bool {
    at().as_ref() == Some(site) && page::element("comment-here").is_some()
}

fn put(site: &Site) {
    let is_moving = reviewing().moving.with_untracked(Option::is_some);
    margin::put_button(site, if is_moving { "Put the comment here" } else { "Comment on" });
    AT.set(Some(site.clone()));
}

/// The button goes with the pointer.
fn follow(event: &web_sys::Event) {
    if let Some(site) = margin::under(event).filter(|site| !is_at(site)) {
        put(&site);
    }
}

/// Somebody wants to comment: beside the document at the place where they are; where the panel has no room beside it, they
/// choose in it.
fn ask(workspace: Workspace) {
    if margin::has_room("comments") {
        walk(workspace);
    } else {
        margin::show_panel("comments");
        page::focus("comment-walk");
    }
}

/// Puts the button where the reader is, for the keyboard.
fn walk(workspace: Workspace) {
    match margin::here() {
        Some(site) => {
            put(&site);
            margin::focus_button(&site);
        }
        None => workspace.announce("There is nothing in this document to comment on."),
    }
}

/// With the button, the arrows go from place to place.
fn press(event: &web_sys::Event) {
    let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
    if page::around(event, "#comment-here").is_none() {
        return;
    }
    let by = match key.key().as_str() {
        "ArrowDown" | "ArrowRight" => 1,
        "ArrowUp" | "ArrowLeft" => -1,
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = at().and_then(|site| margin::beyond(&site, by)) {
        put(&next);
        margin::focus_button(&next);
    }
}

fn perform(workspace: Workspace, path: &str, act: &str, value: &str) {
    match act {
        "comment" => ask(workspace),
        "comment-walk" => {
            margin::hide_panel("comments");
            walk(workspace);
        }
        "comment-here" => write(workspace, path, at()),
        "comment-document" => write(workspace, path, None),
        "comment-show" => {
            margin::show_panel("comments");
            let id = format!("thread-{value}");
            page::focus(&id);
            if let Some(card) = page::element(&id) {
                page::show_nearest(&card);
            }
        }
        "comment-close" => {
            margin::hide_panel("comments");
            page::focus("comment-button");
        }
        _ => {}
    }
}

/// Opens the form for a place; for the document as a whole without one.
fn write(workspace: Workspace, path: &str, site: Option<Site>) {
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let (spots, written) = tree.spots(path);
    let spot = site.as_ref().and_then(|site| spot_of(&spots, site));
    let anchor = tree.anchor(path, &spots, spot);
    let title = match spot {
        Some(_) => format!("On “{}”", threads::quoted(&anchor.quote)),
        None => format!("On {path}"),
    };
    if threads::put(workspace, &anchor) {
        return margin::show_panel("comments");
    }
    let spot = spot.and_then(|at| spots.get(at));
    let source = spot.map(|spot| Source {
        path: path.to_owned(),
        line: spot.line,
        text: written.get(spot.span.clone()).unwrap_or_default().to_owned(),
    });
    let about = About { anchor: Some(anchor), ..About::default() };
    margin::show_panel("comments");
    threads::open(Form { aim: Aim::New(about), title, text: String::new(), source });
}

/// The place that an element of the page is.
fn spot_of(spots: &[Spot], site: &Site) -> Option<usize> {
    match site {
        Site::Line(line) => spots
            .iter()
            .position(|spot| spot.line == *line && spot.kind != Kind::Field)
            .or_else(|| crate::review::spots::at_line(spots, *line)),
        Site::Field(name) => spots
            .iter()
            .position(|spot| spot.kind == Kind::Field && spot.text.split(':').next() == Some(name.as_str())),
    }
}

/// The threads of a document: those that stand in it, and those whose place in it is gone.
fn of_document<'a>(all: Vec<Told<'a>>, path: &str) -> Vec<Told<'a>> {
    let is_own = |(thread, place): &Told<'_>| match place {
        Some(Ok(standing)) => standing.path == path,
        Some(Err(_)) => {
            let anchor = thread.about().and_then(|about| about.anchor.as_ref());
            anchor.is_some_and(|anchor| anchor.path == path)
        }
        None => false,
    };
    let mut own: Vec<Told<'_>> = all.into_iter().filter(is_own).collect();
    let line = |told: &Told<'_>| match &told.1 {
        Some(Ok(standing)) => standing.line,
        _ => u32::MAX,
    };
    crate::order::sort_by(&mut own, |a, b| line(a).cmp(&line(b)));
    own
}

fn tree_of(workspace: Workspace) -> Option<Arc<Tree>> {
    workspace.tree.get()
}

fn marks(workspace: Workspace, path: &str) -> Vec<Mark> {
    let review = reviewing().review.get();
    let Some(tree) = tree_of(workspace).filter(|_| !review.is_empty()) else { return Vec::new() };
    let mut marks: Vec<Mark> = Vec::new();
    let mut counts: Vec<usize> = Vec::new();
    let own = of_document(told(&review, &tree), path);
    let spots = if own.is_empty() { Vec::new() } else { tree.spots(path).0 };
    for (thread, place) in &own {
        let Some(Ok(standing)) = place else { continue };
        let site = match standing.kind {
            Kind::Document => continue,
            Kind::Field => {
                let spot = spots.iter().find(|spot| spot.line == standing.line);
                let name = spot.and_then(|spot| spot.text.split(':').next()).unwrap_or_default();
                Site::Field(name.to_owned())
            }
            _ => Site::Line(standing.line),
        };
        let count = thread.said().count();
        let state = if thread.settled_by.is_some() { "resolved" } else { "open" };
        match (marks.last_mut(), counts.last_mut()) {
            (Some(last), Some(known)) if last.site == site => {
                *known += count;
                last.state = if state == "open" { "open" } else { last.state };
            }
            _ => {
                let value = threads::handle_of(&thread.key);
                marks.push(Mark { site, text: String::new(), label: String::new(), value, state });
                counts.push(count);
            }
        }
    }
    for (mark, count) in marks.iter_mut().zip(counts) {
        mark.text = count.to_string();
        let resolved = if mark.state == "resolved" { ", resolved" } else { "" };
        mark.label = format!("{}{resolved}", counted(count, "comment"));
    }
    marks
}

fn panel() -> Html {
    let close = [
        ("type", "button"),
        ("class", "button comments-close"),
        ("data-act", "comment-close"),
        ("aria-label", "Close the comments"),
    ];
    let part = |id| el("div", &[("id", id), ("class", "markup")], &[]);
    all([
        el("h2", &[], &[text("Comments")]),
        el("button", &close, &[text("Close")]),
        part("comment-moving"),
        part("comment-form"),
        part("comments-list"),
    ])
}

fn list(workspace: Workspace, path: &str, lines: Option<(u32, u32)>) -> Html {
    let state = reviewing();
    let review = state.review.get();
    let Some(tree) = tree_of(workspace) else { return Html::default() };
    let mut own = of_document(told(&review, &tree), path);
    // Of a document of which a part is shown, what is about that part.
    own.retain(|(_, place)| match (place, lines) {
        (Some(Ok(standing)), Some((first, last))) => (first..=last).contains(&standing.line),
        _ => true,
    });
    let (found, lost): (Vec<Told<'_>>, Vec<Told<'_>>) =
        own.into_iter().partition(|(_, place)| matches!(place, Some(Ok(_))));
    let none = when(found.is_empty() && lost.is_empty(), || {
        let words = "Nobody has said anything about this document. Point at a line and press +, or press c and go there with the arrows.";
        el("p", &[("class", "hint")], &[text(words)])
    });
    let is_silent = found.is_empty() && lost.is_empty();
    let is_named = !state.author.get().is_empty();
    let name = when(!(is_named || is_silent), threads::name_form);
    let lost_title = format!("{} without a place", counted(lost.len(), "comment"));
    let lost = when(!lost.is_empty(), || {
        all([el("h3", &[], &[text(&lost_title)]), threads::cards(workspace, &lost)])
    });
    let review_link = Address::view("review").href();
    let safe = el(
        "p",
        &[("class", "hint"), ("role", "status")],
        &[
            text(&threads::safe_words(&state.kept.get())),
            text(" "),
            el("a", &[("href", &review_link)], &[text("The whole review, and ways to give it away")]),
        ],
    );
    let walk =
        [("type", "button"), ("class", "button"), ("id", "comment-walk"), ("data-act", "comment-walk")];
    let walk = el("button", &walk, &[text("Comment on a line")]);
    let whole = [walk, button("comment-document", "", "Comment on the whole document")];
    let whole = el("p", &[("class", "buttons")], &whole);
    all([none, name, threads::cards(workspace, &found), lost, whole, safe])
}
