//! The changes of a comparison one by one: seen, commented on, agreed with. Without a comparison, the pending edits; without
//! those the documents that somebody asked to look at.

use crate::address::Address;
use crate::browser::{frames, page, settings};
use crate::compare::{Comparison, Kind, Side};
use crate::counted::counted;
use crate::html::{Html, all, breakable, el, text, when};
use crate::plan::Place;
use crate::review::{About, Opinion, Review, Stop, What};
use crate::views::compare;
use crate::views::threads::{self, button};
use crate::widgets::effect;
use crate::workspace::Workspace;
use crate::workspace::comparing::{BASE, CHOSEN, ReadSide, SHOWN};
use crate::workspace::reviewing::{Aim, Form, reviewing};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// What is walked through.
#[derive(Clone)]
enum State {
    /// Nothing is there to walk through.
    Nothing,
    /// It is being found out.
    Working,
    /// This cannot be compared, and why.
    Missing(&'static str),
    /// These changes.
    Ready(Arc<Ready>),
}

struct Ready {
    title: String,
    stops: Vec<Stop>,
    sides: Option<(Comparison, [ReadSide; 2])>,
}

/// A walk through changes.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    workspace: Workspace,
    state: RwSignal<State>,
    /// Where one is.
    at: RwSignal<usize>,
    generation: StoredValue<usize>,
    last: StoredValue<String>,
}

/// The sides that are compared: those of the link, else those that were compared last, else what edits change.
pub(super) fn sides(workspace: Workspace) -> Option<(String, String)> {
    let asked = workspace.address.with(|address| {
        let with = address.setting("with")?.to_owned();
        Some((with, address.setting("to").unwrap_or(SHOWN).to_owned()))
    });
    let pending = || {
        let is_pending = workspace.editing.pending.with(|pending| !pending.is_empty());
        is_pending.then(|| (BASE.to_owned(), SHOWN.to_owned()))
    };
    // What was compared last may have been of another tree.
    let offered = workspace.offered_sides();
    let is_offered = |side: &str| offered.iter().any(|offered| offered.key == side);
    let compared = workspace.sides_compared.get_value();
    let compared = compared.split_once('\n').filter(|(with, to)| is_offered(with) && is_offered(to));
    let compared = compared.map(|(with, to)| (with.to_owned(), to.to_owned()));
    asked.or(compared).or_else(pending)
}

/// Whether a link can name both sides for somebody else.
pub(super) fn can_travel((with, to): &(String, String)) -> bool {
    ![with, to].into_iter().any(|side| side == CHOSEN || side == BASE)
}

impl Walk {
    pub(super) fn begin(workspace: Workspace) -> Walk {
        let walk = Walk {
            workspace,
            state: RwSignal::new(State::Working),
            at: RwSignal::new(0),
            generation: StoredValue::new(0),
            last: StoredValue::new(String::new()),
        };
        let asked = Memo::new(move |_| sides(workspace));
        let stops = Memo::new(move |_| without_comparison(workspace));
        effect(move || {
            workspace.past.known.track();
            workspace.other.track();
            walk.find(asked.get(), stops.get());
        });
        walk
    }

    fn find(self, sides: Option<(String, String)>, (title, stops): (&'static str, Vec<Stop>)) {
        let generation = self.generation.get_value() + 1;
        self.generation.set_value(generation);
        let Some((with, to)) = sides else {
            let title = title.to_owned();
            self.state.set(match stops.is_empty() {
                true => State::Nothing,
                false => State::Ready(Arc::new(Ready { title, stops, sides: None })),
            });
            return;
        };
        if !matches!(self.state.get_untracked(), State::Ready(_)) {
            self.state.set(State::Working);
        }
        spawn_local(async move {
            frames::next_turn().await;
            let workspace = self.workspace;
            let titles = workspace.offered_sides();
            let title = |key: &str| titles.iter().find(|side| side.key == key).map(|side| side.title.clone());
            let read = (workspace.side(&with).await, workspace.side(&to).await);
            let state = match read {
                (Some(old), Some(new)) => {
                    let title = format!(
                        "From {} to {}",
                        title(&with).unwrap_or_else(|| with.clone()),
                        title(&to).unwrap_or_else(|| to.clone())
                    );
                    compared(workspace, title, old, new)
                }
                _ if [&with, &to].into_iter().any(|side| side == CHOSEN) => State::Missing(
                    "One side of the comparison lay on somebody's device. Choose it under Compare, then come back.",
                ),
                _ => State::Missing("One side of the comparison is not here."),
            };
            if self.generation.try_get_value() == Some(generation) {
                let _ = self.state.try_set(state);
            }
        });
    }

    fn ready(self) -> Option<Arc<Ready>> {
        match self.state.get() {
            State::Ready(ready) => Some(ready),
            _ => None,
        }
    }

    fn stop(self) -> Option<(Arc<Ready>, usize)> {
        let ready = untrack(|| self.ready())?;
        let at = self.at.get_untracked().min(ready.stops.len().saturating_sub(1));
        (!ready.stops.is_empty()).then_some((ready, at))
    }

    /// How far one is, in a sentence.
    pub(super) fn progress(self) -> Option<String> {
        let ready = self.ready()?;
        let (review, author) = (reviewing().review.get(), reviewing().author.get());
        let count = |least: Opinion| {
            ready.stops.iter().filter(|stop| review.opinion(&author, &stop.key) >= least).count()
        };
        let (seen, agreed, all) = (count(Opinion::Seen), count(Opinion::Agreed), ready.stops.len());
        let noun = if ready.sides.is_some() { "change" } else { "place" };
        Some(format!("You have seen {seen} of {} and agree with {agreed}.", counted(all, noun)))
    }

    /// The change that one is at, and the way on.
    pub(super) fn drawn(self) -> Html {
        let title = el("h2", &[], &[text("One by one")]);
        let ready = match self.state.get() {
            State::Ready(ready) => ready,
            State::Working => return el("section", &[], &[title, said("Comparing …")]),
            State::Missing(why) => return el("section", &[], &[title, said(why)]),
            State::Nothing => {
                let compare = Address::view("compare").href();
                let hint = el(
                    "p",
                    &[("class", "hint")],
                    &[
                        text(
                            "There are no changes to walk through: nothing is compared, and no edits are pending. ",
                        ),
                        el("a", &[("href", &compare)], &[text("Compare with an earlier state")]),
                    ],
                );
                return el("section", &[], &[title, hint]);
            }
        };
        let count = ready.stops.len();
        let at = self.at.get().min(count.saturating_sub(1));
        let Some(stop) = ready.stops.get(at) else {
            return el("section", &[], &[title, said("Both sides say the same.")]);
        };
        let (review, author) = (reviewing().review.get(), reviewing().author.get());
        let opinion = review.opinion(&author, &stop.key);
        let (value, most) = ((at + 1).to_string(), count.to_string());
        let seen =
            ready.stops.iter().filter(|stop| review.opinion(&author, &stop.key) >= Opinion::Seen).count();
        let seen_words = seen.to_string();
        let progress =
            el("progress", &[("value", &*seen_words), ("max", &*most), ("aria-label", "Changes seen")], &[]);
        let head = el(
            "p",
            &[("class", "hint")],
            &[text(&format!("{}: {value} of {most}. ", ready.title)), progress],
        );
        let kind = el("span", &[("class", "kind")], &[text(stop.kind)]);
        let text_of = el("p", &[("dir", "auto"), ("class", "change")], &[text(&stop.text)]);
        let is_compared = ready.sides.is_some();
        let place = |place: &Option<Place>, name: &str| {
            all([
                when(is_compared && place.is_some(), || {
                    el("span", &[("class", "when")], &[text(name), text(" ")])
                }),
                self.place(place.as_ref(), name),
            ])
        };
        let places = el(
            "p",
            &[("class", "places")],
            &[place(&stop.old, "before"), text(" "), place(&stop.new, "after")],
        );
        let words = ready.sides.as_ref().map(|sides| words_of(sides, stop)).unwrap_or_default();
        let agreed = review.agreed(&stop.key);
        let agreed = when(!agreed.is_empty(), || {
            el("p", &[("class", "agreed")], &[text("Agreed: "), el("bdi", &[], &[text(&agreed.join(", "))])])
        });
        let comments = comments_on(&review, stop);
        let toggle = |act: &str, id: &str, words: &str, is_on: bool| {
            let attributes = [
                ("type", "button"),
                ("class", "button"),
                ("id", id),
                ("data-act", act),
                ("aria-pressed", if is_on { "true" } else { "false" }),
            ];
            el("button", &attributes, &[text(words)])
        };
        let comment =
            [("type", "button"), ("class", "button"), ("id", "comment-button"), ("data-act", "comment")];
        let tools = el(
            "p",
            &[("class", "buttons")],
            &[
                button("walk-previous", "", "Previous (p)"),
                button("walk-next", "", "Next (n)"),
                toggle("walk-seen", "walk-seen", "Seen", opinion >= Opinion::Seen),
                toggle("walk-agree", "walk-agree", "Agree (a)", opinion == Opinion::Agreed),
                el("button", &comment, &[text("Comment (c)")]),
            ],
        );
        let card = el(
            "div",
            &[
                ("id", "walk-stop"),
                ("class", "stop"),
                ("tabindex", "-1"),
                ("role", "group"),
                ("aria-label", &format!("Change {value} of {most}")),
            ],
            &[kind, text_of, places, words, agreed, comments],
        );
        el("section", &[("class", "walk")], &[title, head, card, tools])
    }

    fn place(self, place: Option<&Place>, name: &str) -> Html {
        let Some(place) = place else { return Html::default() };
        let words = format!("{}:{}", place.path, place.line);
        let is_here = self
            .workspace
            .tree
            .with_untracked(|tree| tree.as_ref().is_some_and(|tree| tree.files.get(&place.path).is_some()));
        let href = Address::line(&place.path, place.line).href();
        match is_here && name == "after" {
            true => el("a", &[("class", "place"), ("href", &href), ("dir", "ltr")], &[breakable(&words)]),
            false => el("span", &[("class", "place"), ("dir", "ltr")], &[breakable(&words)]),
        }
    }

    /// Does what a button of the walk asks for; whether it is one.
    pub(super) fn perform(self, act: &str) -> bool {
        match act {
            "walk-next" => self.go(1),
            "walk-previous" => self.go(-1),
            "walk-seen" => self.toggle(Opinion::Seen),
            "walk-agree" => self.toggle(Opinion::Agreed),
            _ => return false,
        }
        true
    }

    /// Goes on. What one has been at counts as seen, as soon as it is known who one is.
    fn go(self, by: isize) {
        let Some((ready, at)) = self.stop() else { return };
        let next = at.saturating_add_signed(by).min(ready.stops.len() - 1);
        if let Some(stop) = ready.stops.get(at).filter(|_| by > 0) {
            let author = reviewing().author.get_untracked();
            let opinion = reviewing().review.get_untracked().opinion(&author, &stop.key);
            if !author.is_empty() && opinion == Opinion::Unseen {
                self.workspace.say(|review, author, at| review.look(author, at, &stop.key, Opinion::Seen));
            }
        }
        self.at.set(next);
        if next == at && by > 0 {
            self.workspace.announce("That was the last change. Give your verdict below.");
        }
        page::focus_once_drawn("walk-stop");
    }

    fn toggle(self, opinion: Opinion) {
        let Some((ready, at)) = self.stop() else { return };
        let Some(stop) = ready.stops.get(at) else { return };
        if !threads::take_name(self.workspace, "review-name") {
            return;
        }
        self.workspace.say(|review, author, at| {
            let known = review.opinion(author, &stop.key);
            let less = if opinion == Opinion::Agreed { Opinion::Seen } else { Opinion::Unseen };
            let next = if known >= opinion { less } else { opinion };
            review.look(author, at, &stop.key, next);
        });
        let id = if opinion == Opinion::Agreed { "walk-agree" } else { "walk-seen" };
        page::focus_once_drawn(id);
    }

    /// Opens the form for the change that one is at: at its place in its document, where it has one.
    pub(super) fn comment(self) {
        let Some((ready, at)) = self.stop() else { return };
        let (Some(stop), Some(tree)) = (ready.stops.get(at), self.workspace.tree.get_untracked()) else {
            return;
        };
        // A comment is answered.
        if ready.sides.is_none() && stop.old.is_none() && threads::reply(&stop.key) {
            return;
        }
        let place = stop.new.as_ref().filter(|place| tree.files.get(&place.path).is_some());
        let anchor = place.map(|place| {
            let (spots, _) = tree.spots(&place.path);
            let spot = crate::review::spots::at_line(&spots, place.line).filter(|_| place.line > 1);
            tree.anchor(&place.path, &spots, spot)
        });
        let change = Some((stop.key.clone(), stop.text.clone()));
        let about = About { change, anchor, ..About::default() };
        let title = format!("On “{}”", threads::quoted(&stop.text));
        threads::open(Form { aim: Aim::New(about), title, text: String::new(), source: None });
    }

    /// The keys of the walk: n, p, a.
    pub(super) fn press(self, event: &web_sys::Event) {
        let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
        let is_field = page::around(event, "input, select, textarea, [role=tree]").is_some();
        let is_off = settings::get("letter-keys").as_deref() == Some("off");
        // Behind a `g` a letter leads to another view.
        let is_second = self.last.with_value(|last| last == "g");
        self.last.set_value(event.key());
        let is_with = event.ctrl_key() || event.alt_key() || event.meta_key();
        if is_off || is_second || is_field || is_with || page::is_dialog_open() {
            return;
        }
        match event.key().as_str() {
            "n" => self.go(1),
            "p" => self.go(-1),
            "a" => self.toggle(Opinion::Agreed),
            _ => return,
        }
        event.prevent_default();
    }
}

fn said(words: &str) -> Html {
    el("p", &[("class", "hint")], &[text(words)])
}

/// What is walked through where nothing is compared: the documents that somebody asked to look at, else the open comments.
fn without_comparison(workspace: Workspace) -> (&'static str, Vec<Stop>) {
    let review = reviewing().review.get();
    let documents = asked_for(&review);
    if !documents.is_empty() {
        let stops = documents.iter().enumerate().map(|(at, path)| Stop::document(path, at));
        return ("The documents that somebody asked to look at", stops.collect());
    }
    let Some(tree) = workspace.tree.get() else { return Default::default() };
    let told = threads::told(&review, &tree);
    let open = told.iter().filter(|(thread, _)| thread.settled_by.is_none()).enumerate();
    let stops = open.map(|(at, (thread, place))| {
        let first = thread.said().next();
        let place = place.as_ref().and_then(|place| place.as_ref().ok());
        Stop {
            key: threads::handle_of(&thread.key),
            kind: "Comment",
            text: first
                .map(|first| format!("{}: {}", first.key.author, threads::quoted(first.text())))
                .unwrap_or_default(),
            old: None,
            new: place.map(|place| Place { path: place.path.clone(), line: place.line }),
            at,
        }
    });
    ("The open comments", stops.collect())
}

/// The documents that somebody asked to look at.
fn asked_for(review: &Review) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for entry in review.requests() {
        if let What::Request { documents, .. } = &entry.what {
            paths.extend(documents.iter().filter(|path| !paths.contains(path)).cloned().collect::<Vec<_>>());
        }
    }
    paths
}

fn compared(workspace: Workspace, title: String, old: ReadSide, new: ReadSide) -> State {
    let comparison = {
        let (Some(old), Some(new)) = (old.ground(workspace), new.ground(workspace)) else {
            return State::Missing("One side is still being read. Try again in a moment.");
        };
        Comparison::of(&Side::of(&old, &[]), &Side::of(&new, &[]))
    };
    let stops = Stop::of(&comparison);
    State::Ready(Arc::new(Ready { title, stops, sides: Some((comparison, [old, new])) }))
}

/// The words of a document that went and came, where the change is of one.
fn words_of((comparison, sides): &(Comparison, [ReadSide; 2]), stop: &Stop) -> Html {
    let change = comparison.changes.get(stop.at).filter(|change| change.kind == Kind::Document);
    let words = change.map(|change| compare::words_of(sides, change));
    el("div", &[("class", "words")], &[words.unwrap_or_default()])
}

/// What people said about a change.
fn comments_on(review: &Review, stop: &Stop) -> Html {
    let of = |entry: &&crate::review::Entry| {
        let change = entry.about().and_then(|about| about.change.as_ref());
        change.is_some_and(|(key, _)| *key == stop.key) && matches!(entry.what, What::Comment { .. })
    };
    let rows = review.entries.iter().filter(of).map(|entry| {
        let author = el("bdi", &[("class", "author")], &[text(&entry.key.author)]);
        el("li", &[("dir", "auto")], &[author, text(": "), text(&threads::quoted(entry.text()))])
    });
    let rows: Vec<Html> = rows.collect();
    when(!rows.is_empty(), || el("ul", &[("class", "said")], &rows))
}
