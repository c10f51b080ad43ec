//! Threads of comments as cards, and the form in which one writes: shared by documents and by the page of a review.

use super::contents::link;
use crate::address::Address;
use crate::browser::{frames, page};
use crate::counted::counted;
use crate::edit::carried;
use crate::edit::pending::Made;
use crate::edit::{Change, Edit, Step};
use crate::html::{Html, all, el, text, when};
use crate::review::{
    About, Anchor, Entry, How, Key, Lost, MOST_CHARACTERS, Review, Standing, Thread, What, new_id, standing,
    threads,
};
use crate::widgets::{asked, handle, live_fill};
use crate::workspace::reviewing::{Aim, Form, Kept, Source, reviewing};
use crate::workspace::{Act, Tree, Workspace};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// So many characters of a quote are shown.
const QUOTED: usize = 120;
/// Texts longer than this scroll in themselves.
const LONG: usize = 1_500;

/// A thread with where it stands; nothing for what is about no place.
pub type Told<'a> = (Thread<'a>, Option<Result<Standing, Lost>>);

/// Every thread of a review with where it stands in a tree.
pub fn told<'a>(review: &'a Review, tree: &Tree) -> Vec<Told<'a>> {
    let threads = threads(review);
    let places = standing(&threads, &tree.files, &tree.plan);
    threads.into_iter().zip(places).collect()
}

/// What an entry is called on the page.
pub fn handle_of(key: &Key) -> String {
    let name = format!("{}\0{}", key.author, key.id);
    format!("{:016x}", crate::named::hash(&name))
}

fn entry_of(review: &Review, handle: &str) -> Option<Entry> {
    review.entries.iter().find(|entry| handle_of(&entry.key) == handle).cloned()
}

/// A button of a card or a form.
pub fn button(act: &str, value: &str, words: &str) -> Html {
    let attributes = [("type", "button"), ("class", "button"), ("data-act", act), ("data-value", value)];
    el("button", &attributes, &[text(words)])
}

/// The first words of a text.
pub fn quoted(quote: &str) -> String {
    let spaced = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match spaced.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", spaced.get(..end).unwrap_or_default()),
        None => spaced,
    }
}

/// How safe what was written is, and where it is.
pub fn safe_words(kept: &Kept) -> String {
    match kept {
        Kept::Nothing => {
            "Nothing was sent anywhere: what is written here stays on this device until you give it away."
                .to_owned()
        }
        Kept::Keeping => "Being kept on this device …".to_owned(),
        Kept::Kept => "Kept on this device. Nothing was sent anywhere.".to_owned(),
        Kept::Failed(why) => format!(
            "This browser does not keep it ({why}). Nothing was sent anywhere either: it lies in this tab only, so save it as a file before you close it."
        ),
    }
}

// ── cards ───────────────────────────────────────────────────────────────────────────────────

/// A list of threads.
pub fn cards(workspace: Workspace, told: &[Told<'_>]) -> Html {
    let author = reviewing().author.get();
    let cards = told.iter().map(|(thread, place)| card(workspace, thread, place.as_ref(), &author));
    when(!told.is_empty(), || el("ul", &[("class", "threads")], &[all(cards)]))
}

fn card(
    workspace: Workspace,
    thread: &Thread<'_>,
    place: Option<&Result<Standing, Lost>>,
    author: &str,
) -> Html {
    let handle = handle_of(&thread.key);
    let state = match (place, thread.settled_by) {
        (Some(Err(_)), _) => "lost",
        (_, Some(_)) => "resolved",
        _ => "open",
    };
    let id = format!("thread-{handle}");
    let said = thread.said().map(|entry| said(workspace, entry, author));
    let settle = match thread.settled_by {
        Some(_) => button("comment-reopen", &handle, "Reopen"),
        None => button("comment-settle", &handle, "Resolve"),
    };
    let settled = thread
        .settled_by
        .map(|name| el("p", &[("class", "settled")], &[text("Resolved by "), el("bdi", &[], &[text(name)])]));
    // What has lost its place, or stands where words are only alike, can be put elsewhere by hand.
    let is_loose = match place {
        Some(Err(why)) => *why != Lost::NoComment,
        Some(Ok(standing)) => standing.is_by_hand || matches!(standing.how, How::Alike(_)),
        None => false,
    };
    let put = when(is_loose, || button("comment-move", &handle, "Put it elsewhere"));
    let tools = el(
        "p",
        &[("class", "buttons")],
        &[when(thread.root.is_some(), || all([button("comment-reply", &handle, "Reply"), settle, put]))],
    );
    let put = match (place, thread.placed) {
        (Some(Ok(standing)), Some((entry, _))) if standing.is_by_hand => put_by(entry, thread.anchor()),
        _ => Html::default(),
    };
    let parts = [subject(thread, place), put, all(said), settled.unwrap_or_default(), tools];
    el("li", &[("class", "thread"), ("id", &id), ("tabindex", "-1"), ("data-state", state)], &parts)
}

/// Who put a thread to where it stands, and where it began.
fn put_by(entry: &Entry, began: Option<&Anchor>) -> Html {
    let began =
        began.map(|anchor| format!(" It was about {}:{}.", anchor.path, anchor.line)).unwrap_or_default();
    let who = el("bdi", &[], &[text(&entry.key.author)]);
    let parts = [text("Put here by "), who, text(&format!(" on {}.", entry.day())), text(&began)];
    el("p", &[("class", "hint put")], &parts)
}

/// What a thread is about, and how it stands there.
fn subject(thread: &Thread<'_>, place: Option<&Result<Standing, Lost>>) -> Html {
    let anchor = thread.about().and_then(|about| about.anchor.as_ref());
    let change = thread.about().and_then(|about| about.change.as_ref());
    let quote = anchor.map(|anchor| quoted(&anchor.quote)).filter(|quote| !quote.is_empty());
    let quote = quote.map(|quote| el("q", &[("dir", "auto")], &[text(&quote)])).unwrap_or_default();
    let change =
        change.map(|(_, said)| el("span", &[("dir", "auto")], &[text("On a change: "), text(&quoted(said))]));
    let change = change.unwrap_or_default();
    let place = match place {
        Some(Ok(standing)) => {
            let address = Address::line(&standing.path, standing.line);
            let words = format!("{}:{}", standing.path, standing.line);
            let how = match (standing.how, standing.is_moved) {
                (How::Alike(percent), _) => format!("its words were edited since ({percent} % alike)"),
                (_, true) => "its document was moved since".to_owned(),
                _ => String::new(),
            };
            let place = el("span", &[("class", "place")], &[link(&address, &words)]);
            all([place, when(!how.is_empty(), || el("span", &[("class", "hint")], &[text(&how)]))])
        }
        Some(Err(why)) => {
            let path = anchor.map(|anchor| format!("{}:{}: ", anchor.path, anchor.line)).unwrap_or_default();
            el("span", &[("class", "lost")], &[text(&path), text(why.words())])
        }
        None if thread.about().is_some_and(|about| about.change.is_none()) => text("On the tree"),
        None => Html::default(),
    };
    el("p", &[("class", "subject")], &[quote, change, text(" "), place])
}

/// One thing that was said.
fn said(workspace: Workspace, entry: &Entry, author: &str) -> Html {
    let handle = handle_of(&entry.key);
    let time = entry.at.get(..16).unwrap_or(&entry.at).replace('T', " ");
    let who = el(
        "p",
        &[("class", "who")],
        &[
            el("bdi", &[("class", "author")], &[text(&entry.key.author)]),
            text(" "),
            el("time", &[], &[text(&time)]),
            when(entry.revision > 1, || text(" · edited")),
        ],
    );
    if matches!(entry.what, What::Withdrawn { .. }) {
        let words = el("p", &[("class", "hint")], &[text("This comment was taken back.")]);
        return el("div", &[("class", "said")], &[who, words]);
    }
    let mut attributes = vec![("class", "text"), ("dir", "auto")];
    if entry.text().len() > LONG {
        attributes.extend([("tabindex", "0"), ("role", "region"), ("aria-label", "A long comment")]);
    }
    let body = when(!entry.text().is_empty(), || el("div", &attributes, &[text(entry.text())]));
    let own = when(entry.key.author == author, || {
        el(
            "p",
            &[("class", "buttons own")],
            &[button("comment-edit", &handle, "Edit"), button("comment-withdraw", &handle, "Delete")],
        )
    });
    let suggestion = entry.suggestion().map(|steps| suggestion(workspace, steps, &handle));
    el("div", &[("class", "said")], &[who, body, suggestion.unwrap_or_default(), own])
}

/// The edits that a comment proposes.
fn suggestion(workspace: Workspace, steps: &str, handle: &str) -> Html {
    let steps = carried::read(steps).unwrap_or_default();
    let lines = steps.iter().flat_map(|step| &step.lines);
    let rows = lines.map(|line| {
        let words = match &line.edit.change {
            Change::Replace { line: at, old, new } => all([
                el(
                    "span",
                    &[("class", "place"), ("dir", "ltr")],
                    &[text(&format!("{}:{at}", line.edit.path))],
                ),
                el("del", &[("dir", "auto")], &[text(old)]),
                el("ins", &[("dir", "auto")], &[text(new)]),
            ]),
            _ => el("span", &[("dir", "auto")], &[text(&line.edit.to_string())]),
        };
        el("li", &[], &[words])
    });
    let pending = workspace.editing.pending.get();
    let is_pending = !steps.is_empty() && steps.iter().all(|step| pending.steps().contains(step));
    let apply = match is_pending {
        true => link(&Address::view("changes"), "Pending under Changes"),
        false => button("comment-apply", handle, "Apply: make it a pending edit"),
    };
    let title = el("p", &[], &[text("Suggested edit")]);
    el("div", &[("class", "suggestion")], &[title, el("ul", &[], &[all(rows)]), el("p", &[], &[apply])])
}

// ── writing ─────────────────────────────────────────────────────────────────────────────────

/// Keeps the form of what is being written in the element `comment-form`, and does what is done in it and in cards that
/// stand in the element with this id.
pub fn listen(workspace: Workspace, id: &'static str) {
    live_fill("comment-form", move || match reviewing().form.get() {
        Some(form) => drawn(workspace, &form),
        None => taken_back(),
    });
    handle(id, &["click", "keydown", "input"], move |event| match event.type_().as_str() {
        "click" => {
            if let Some((act, value)) = asked(event) {
                perform(workspace, &act, &value);
            }
        }
        "input" => {
            if page::around(event, "#comment-text").is_some() {
                reviewing().draft.set(page::value("comment-text"));
            }
        }
        _ => {
            let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
            if page::around(event, "#comment-form").is_none() {
                return;
            }
            if key.key() == "Enter" && (key.ctrl_key() || key.meta_key()) {
                event.prevent_default();
                save(workspace);
            }
        }
    });
    // Wherever the keyboard is: a form that is open is what Escape is meant for.
    handle("", &["keydown"], move |event| {
        let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
        if page::is_free_escape(key) && reviewing().form.with_untracked(Option::is_some) {
            leave(key);
        }
    });
}

/// Escape: closes the form. Whoever is elsewhere and has written something goes back to it first, so that nothing that is
/// out of sight is thrown away; in another field the key is that field's.
fn leave(event: &web_sys::KeyboardEvent) {
    let is_inside = page::around(event, "#comment-form").is_some();
    if !is_inside && page::around(event, "input, textarea, select").is_some() {
        return;
    }
    event.prevent_default();
    let is_written = reviewing().draft.with_untracked(|draft| !draft.trim().is_empty());
    if is_written && !is_inside {
        page::focus("comment-text");
    } else {
        cancel();
    }
}

/// A comment that was taken back just now can be put back.
fn taken_back() -> Html {
    let is_there = reviewing().taken_back.with(Option::is_some);
    when(is_there, || {
        let restore = [
            ("type", "button"),
            ("class", "button"),
            ("id", "comment-restore"),
            ("data-act", "comment-restore"),
        ];
        let words = text("The comment is taken back. ");
        el("p", &[("class", "hint")], &[words, el("button", &restore, &[text("Put it back")])])
    })
}

/// Opens the form.
pub fn open(form: Form) {
    let state = reviewing();
    state.draft.set(form.text.clone());
    state.taken_back.set(None);
    state.form.set(Some(form));
    let is_named = !reviewing().author.get_untracked().is_empty();
    page::focus_once_drawn(if is_named { "comment-text" } else { "comment-author" });
    frames::before_next_frame(|| {
        if let Some(form) = page::element("comment-form") {
            page::show_nearest(&form);
        }
    });
}

fn drawn(workspace: Workspace, form: &Form) -> Html {
    let state = reviewing();
    let name = when(state.author.get_untracked().is_empty(), || {
        let input =
            [("type", "text"), ("id", "comment-author"), ("maxlength", "200"), ("autocomplete", "name")];
        let label = el("span", &[], &[text("Your name, asked once and kept on this device")]);
        el("label", &[("for", "comment-author")], &[label, el("input", &input, &[])])
    });
    let draft = state.draft.get_untracked();
    let area = el("textarea", &[("id", "comment-text"), ("rows", "4"), ("dir", "auto")], &[text(&draft)]);
    let area = el("label", &[("for", "comment-text")], &[el("span", &[], &[text("Comment")]), area]);
    let words = form.source.as_ref().map(|source| {
        let rows = source.text.lines().count().clamp(2, 12).to_string();
        let area = [("id", "comment-words"), ("rows", &*rows), ("dir", "auto"), ("aria-label", "Other words")];
        let area = el("textarea", &area, &[text(&source.text)]);
        let hint = "Change the words below, as they are written in the file, and they go with the comment as a suggested edit.";
        let hint = el("p", &[("class", "hint")], &[text(hint)]);
        el("details", &[], &[el("summary", &[], &[text("Suggest other words")]), hint, area])
    });
    let count = form.source.as_ref().map_or(0, |source| pending_of(workspace, &source.path).len());
    let attach = when(count > 0, || {
        let input = el("input", &[("type", "checkbox"), ("id", "comment-pending")], &[]);
        let words = format!(" Attach {} of this document as a suggestion", counted(count, "pending edit"));
        el(
            "p",
            &[],
            &[el("label", &[("for", "comment-pending"), ("class", "inline")], &[input, text(&words)])],
        )
    });
    let save = [("type", "button"), ("class", "button primary"), ("data-act", "comment-save")];
    let buttons = el(
        "p",
        &[("class", "buttons")],
        &[el("button", &save, &[text("Keep the comment")]), button("comment-cancel", "", "Cancel")],
    );
    let title = el("h3", &[("dir", "auto")], &[text(&form.title)]);
    el(
        "div",
        &[("role", "form"), ("aria-label", "Comment"), ("class", "writing")],
        &[title, name, area, words.unwrap_or_default(), attach, buttons],
    )
}

/// In whose name one writes, or the question for it.
pub fn name_form() -> Html {
    let author = reviewing().author.get();
    if !author.is_empty() {
        let words =
            [text("You write as "), el("bdi", &[], &[el("strong", &[], &[text(&author)])]), text(". ")];
        return el("p", &[], &[all(words), button("review-name-change", "", "Write as somebody else")]);
    }
    let input = [("type", "text"), ("id", "review-name"), ("maxlength", "200"), ("autocomplete", "name")];
    let label = el("span", &[], &[text("Your name, asked once and kept on this device")]);
    let field = el("label", &[("for", "review-name")], &[label, el("input", &input, &[])]);
    el("div", &[("class", "fields")], &[field, button("review-name-set", "", "Write under this name")])
}

/// Opens the form for an answer to the comment that is called so on the page; whether there is one.
pub fn reply(handle: &str) -> bool {
    let Some(entry) = entry_of(&reviewing().review.get_untracked(), handle) else { return false };
    let title = format!("Answer {}", entry.key.author);
    let about = About { reply: Some(entry.key), ..About::default() };
    open(Form { aim: Aim::New(about), title, text: String::new(), source: None });
    true
}

/// Pending steps as far as they change a document.
fn pending_of(workspace: Workspace, path: &str) -> Vec<Made> {
    let of = |step: &Made| {
        let lines = step.lines.iter().filter(|line| line.edit.path == path && !line.is_off).cloned();
        Made { title: step.title.clone(), lines: lines.collect() }
    };
    let steps = workspace.editing.pending.get_untracked();
    steps.steps().iter().map(of).filter(|step| !step.lines.is_empty()).collect()
}

/// Says in whose name is written, when that was asked for; whether it is known.
pub fn take_name(workspace: Workspace, field: &str) -> bool {
    if reviewing().author.get_untracked().is_empty() {
        workspace.set_reviewer(&page::value(field));
    }
    let is_known = !reviewing().author.get_untracked().is_empty();
    if !is_known {
        workspace.announce(
            "Say your name first: reviews carry it, and it stays on this device until you give them away.",
        );
        page::focus(field);
    }
    is_known
}

fn cancel() {
    let state = reviewing();
    state.form.set(None);
    state.draft.set(String::new());
    page::focus("comment-button");
}

/// Begins to put a comment to another place: in the document that is open, else in its own.
fn begin_move(workspace: Workspace, entry: &Entry) {
    let anchor = entry.about().and_then(|about| about.anchor.as_ref());
    let state = reviewing();
    state.form.set(None);
    state.moving.set(Some(entry.key.clone()));
    if page::element("comments").is_some() {
        frames::before_next_frame(|| page::focus("comment-walk"));
        return workspace.announce("Choose the place where this comment belongs.");
    }
    let tree = workspace.tree.get_untracked();
    let own = anchor.filter(|anchor| tree.is_some_and(|tree| tree.files.get(&anchor.path).is_some()));
    match own {
        Some(anchor) => workspace.go(&Address::document(&anchor.path, None)),
        None => {
            workspace.announce("Open the document where this comment belongs, and choose the place there.")
        }
    }
}

/// What is being put elsewhere, and how.
pub fn moving() -> Html {
    let state = reviewing();
    let review = state.review.get();
    let Some(entry) = state.moving.get().and_then(|key| review.get(&key).cloned()) else {
        return Html::default();
    };
    let words = entry.about().and_then(|about| about.anchor.as_ref()).map(|anchor| quoted(&anchor.quote));
    let words = words.filter(|words| !words.is_empty()).unwrap_or_else(|| quoted(entry.text()));
    let said = el(
        "p",
        &[],
        &[
            text("Where does "),
            el("q", &[("dir", "auto")], &[text(&words)]),
            text(
                " belong now? Point at the place and press +, or choose a line with the arrows. Other documents can be opened first.",
            ),
        ],
    );
    let walk = button("comment-walk", "", "Choose a line");
    let buttons = [
        walk,
        button("comment-document", "", "The whole document"),
        button("comment-unmove", "", "Leave it where it was"),
    ];
    el(
        "div",
        &[("role", "group"), ("aria-label", "Put the comment elsewhere"), ("class", "writing")],
        &[said, el("p", &[("class", "buttons")], &buttons)],
    )
}

/// Puts the comment that is being put elsewhere; whether there is one.
pub fn put(workspace: Workspace, anchor: &Anchor) -> bool {
    let state = reviewing();
    let Some(key) = state.moving.get_untracked() else { return false };
    state.moving.set(None);
    workspace.say(|review, author, at| review.place(author, at, &key, anchor.clone()));
    workspace.announce("The comment stands here now, and its thread says so.");
    let id = format!("thread-{}", handle_of(&key));
    frames::before_next_frame(move || page::focus(&id));
    true
}

/// Keeps what was written.
fn save(workspace: Workspace) {
    let state = reviewing();
    let Some(form) = state.form.get_untracked() else { return };
    if !take_name(workspace, "comment-author") {
        return;
    }
    let said = page::value("comment-text").trim().to_owned();
    let length = said.chars().count();
    if length > MOST_CHARACTERS {
        return workspace.announce(format!(
            "This comment has {length} characters, and may have {MOST_CHARACTERS}. Shorten it, or make two of it."
        ));
    }
    let suggestion = form.source.as_ref().and_then(|source| proposed(workspace, source));
    if said.is_empty() && suggestion.is_none() {
        workspace.announce("Write something first.");
        return page::focus("comment-text");
    }
    let mut shown = String::new();
    workspace.say(|review, author, at| {
        let (key, about, suggestion) = match form.aim {
            Aim::New(about) => {
                let id = new_id(author, at, &said, crate::browser::clock::chance());
                (Key { author: author.to_owned(), id }, about, suggestion)
            }
            Aim::Again(key) => {
                let known = review.get(&key);
                let about = known.and_then(Entry::about).cloned().unwrap_or_default();
                let known = known.and_then(Entry::suggestion).map(str::to_owned);
                (key, about, suggestion.or(known))
            }
        };
        shown = handle_of(about.reply.as_ref().unwrap_or(&key));
        review.say(key, at, What::Comment { about, text: said, suggestion });
    });
    state.form.set(None);
    state.draft.set(String::new());
    workspace.announce("The comment is written. Nothing was sent anywhere.");
    page::focus_once_drawn(&format!("thread-{shown}"));
}

/// The edits that go with a comment: other words, and those that are pending.
fn proposed(workspace: Workspace, source: &Source) -> Option<String> {
    let mut steps = Vec::new();
    let (old, new) = (source.text.replace("\r\n", "\n"), page::value("comment-words"));
    if page::element("comment-words").is_some() && new != old {
        let new = if source.text.contains("\r\n") { new.replace('\n', "\r\n") } else { new };
        let change = Change::Replace { line: source.line, old: source.text.clone(), new };
        let step = Step {
            title: format!("Suggested for {}", source.path),
            edits: vec![Edit::new(&source.path, change)],
        };
        let tree = workspace.tree.get_untracked()?;
        steps.push(Made::of(&tree.files, &step));
    }
    if page::is_checked("comment-pending") {
        steps.extend(pending_of(workspace, &source.path));
    }
    (!steps.is_empty()).then(|| carried::written(&steps))
}

fn perform(workspace: Workspace, act: &str, value: &str) {
    let state = reviewing();
    let review = state.review.get_untracked();
    let entry = entry_of(&review, value);
    match (act, entry) {
        ("comment-save", _) => save(workspace),
        ("comment-cancel", _) => cancel(),
        ("review-name-set", _) if take_name(workspace, "review-name") => {
            workspace.announce("Your name is kept on this device.");
        }
        ("review-name-change", _) => {
            reviewing().author.set(String::new());
            page::focus("review-name");
        }
        ("comment-restore", _) => {
            if let Some(entry) = state.taken_back.get_untracked() {
                state.taken_back.set(None);
                workspace.say(|review, _, at| review.say(entry.key, at, entry.what));
            }
        }
        ("comment-reply", _) => {
            reply(value);
        }
        ("comment-edit", Some(entry)) => {
            let text = entry.text().to_owned();
            open(Form {
                aim: Aim::Again(entry.key),
                title: "Edit your comment".to_owned(),
                text,
                source: None,
            });
        }
        ("comment-withdraw", Some(entry)) => {
            let about = entry.about().cloned().unwrap_or_default();
            state.taken_back.set(Some(entry.clone()));
            workspace.say(|review, _, at| review.say(entry.key, at, What::Withdrawn { about }));
            workspace.announce("The comment is taken back.");
            page::focus_once_drawn("comment-restore");
        }
        ("comment-move", Some(entry)) if take_name(workspace, "review-name") => {
            begin_move(workspace, &entry);
        }
        ("comment-unmove", _) => {
            state.moving.set(None);
            page::focus("comment-button");
        }
        ("comment-settle" | "comment-reopen", Some(entry)) => {
            if !take_name(workspace, "review-name") {
                return;
            }
            workspace
                .say(|review, author, at| review.settle(author, at, &entry.key, act == "comment-settle"));
            let id = format!("thread-{value}");
            page::focus_once_drawn(&id);
        }
        ("comment-apply", Some(entry)) => {
            if let Some(steps) = entry.suggestion() {
                workspace.act(Act::Propose(steps.to_owned()));
            }
        }
        _ => {}
    }
}
