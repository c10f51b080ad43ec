//! A review: what was asked for, the changes one by one, what people said, the verdict, and the ways to give all of it away.
//! Nothing of it is sent anywhere.

mod giving;
mod walking;

use super::View;
use super::contents::{link, page_header};
use super::later::later;
use super::threads::{self, Told, button, told};
use crate::address::Address;
use crate::browser::{clock, page, pick};
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::review::file::Read;
use crate::review::{About, Entry, Key, What, missing, new_id, uncarried};
use crate::widgets::{IconName, asked, effect, handle, live_fill, markup};
use crate::workspace::reviewing::{Aim, CARRIED, Form, reviewing};
use crate::workspace::{Workspace, use_workspace};
use leptos::prelude::*;
use std::sync::Arc;
use walking::Walk;

/// `#/review?with=KEY&to=KEY&review=PARCEL`.
pub const VIEW: View = View {
    name: "review",
    rail: Some(("Review", IconName::Review)),
    title: |_, _| "Review".to_owned(),
    draw: later!(review, || draw(use_workspace())),
};

fn draw(workspace: Workspace) -> AnyView {
    let walk = Walk::begin(workspace);
    effect(move || workspace.follow_review());
    live_fill("review-answer", move || answer(walk));
    live_fill("review-safe", move || text(&threads::safe_words(&reviewing().kept.get())));
    live_fill("review-proposal", move || proposal(workspace));
    live_fill("review-name-form", threads::name_form);
    live_fill("review-requests", move || requests(workspace));
    live_fill("review-walk", move || walk.drawn());
    live_fill("review-threads", move || comments(workspace));
    live_fill("review-verdicts", move || verdicts(workspace));
    threads::listen(workspace, "review");
    handle("review", &["click", "change"], move |event| {
        if event.type_() == "change" {
            if let Some(chosen) = pick::files_of_input(event).into_iter().next() {
                workspace.read_review(chosen);
                // So that the same file can be chosen again.
                page::set_value("review-file", "");
            }
        } else if let Some((act, value)) = asked(event) {
            perform(workspace, walk, &act, &value);
        }
    });
    handle("", &["keydown"], move |event| walk.press(event));
    handle("", &["focus"], move |_| workspace.look_for_review());
    let place = |id: &str| el("div", &[("id", id), ("class", "markup")], &[]);
    let facts = all([
        el("div", &[("id", "review-answer"), ("class", "answer markup"), ("role", "status")], &[]),
        el("p", &[("id", "review-safe"), ("class", "hint")], &[]),
    ]);
    let parts = [
        page_header(Html::default(), "Review", facts),
        el("div", &[("id", "review-proposal"), ("tabindex", "-1")], &[]),
        place("review-name-form"),
        place("review-requests"),
        place("review-walk"),
        place("comment-form"),
        place("review-threads"),
        place("review-verdicts"),
        verdict_form(),
        request_form(),
        giving::section(),
    ];
    markup(el("div", &[("id", "review"), ("class", "review")], &parts))
}

fn perform(workspace: Workspace, walk: Walk, act: &str, value: &str) {
    match act {
        "comment" => walk.comment(),
        "review-take" => {
            if let Some(read) = brought(workspace).and_then(Result::ok) {
                workspace.take_review(&read);
                workspace.announce("Taken in.");
            }
        }
        "review-leave" => workspace.leave_review(),
        "review-tree" => threads::open(Form {
            aim: Aim::New(About::default()),
            title: "On the tree".to_owned(),
            text: String::new(),
            source: None,
        }),
        "review-filter" => {
            let address = workspace.address.get_untracked();
            workspace.replace(address.with("show", value));
            page::focus(&format!("review-filter-{}", if value.is_empty() { "all" } else { value }));
        }
        "review-judge" => judge(workspace),
        "review-ask" => ask(workspace),
        _ if walk.perform(act) => {}
        _ => giving::perform(workspace, act),
    }
}

/// What there is, in one sentence.
fn answer(walk: Walk) -> Html {
    let review = reviewing().review.get();
    let threads = crate::review::threads(&review);
    let open = threads.iter().filter(|thread| thread.settled_by.is_none()).count();
    let verdicts = review.verdicts().len();
    let mut said = match threads.len() {
        0 => "Nobody has commented yet.".to_owned(),
        count => format!("{}, {open} open.", counted(count, "comment")),
    };
    if verdicts > 0 {
        said.push_str(&format!(" {}.", counted(verdicts, "verdict")));
    }
    if let Some(progress) = walk.progress() {
        said.push_str(&format!(" {progress}"));
    }
    text(&said)
}

// ── what a link or a file brings ────────────────────────────────────────────────────────────

/// What a file brings, else what the link does.
fn brought(workspace: Workspace) -> Option<Result<Arc<Read>, String>> {
    if let Some(read) = reviewing().offered.get() {
        return Some(Ok(read));
    }
    let carried = workspace.address.with(|address| address.setting(CARRIED).map(str::to_owned));
    carried.map(|carried| uncarried(&carried).map(Arc::new))
}

fn proposal(workspace: Workspace) -> Html {
    let read = match brought(workspace) {
        None => return Html::default(),
        Some(Ok(read)) => read,
        Some(Err(why)) => {
            let leave = button("review-leave", "", "Leave it");
            let said = el("p", &[("class", "notice"), ("role", "alert")], &[text(&why)]);
            return el("section", &[("class", "proposal")], &[said, leave]);
        }
    };
    let own = reviewing().review.get();
    let new = missing(&own.entries, &read.review.entries).len();
    let authors = read.review.authors().join(", ");
    let count = read.review.entries.len();
    let title = format!("A review is proposed: {}", counted(count, "entry"));
    let authors = el(
        "p",
        &[],
        &[
            text("By "),
            el("bdi", &[], &[text(&authors)]),
            text(&format!(". {new} of them are new or newer here. Nothing has been taken in yet.")),
        ],
    );
    let other = other_tree(workspace, &read)
        .map(|words| el("p", &[("class", "notice"), ("role", "note")], &[text(&words)]));
    let left_out = read.left_out.iter().map(|why| el("li", &[("dir", "auto")], &[text(why)]));
    let left_out = when(!read.left_out.is_empty(), || el("ul", &[("class", "left-out")], &[all(left_out)]));
    let rows = read.review.entries.iter().filter(|entry| !matches!(entry.what, What::Look { .. })).take(200);
    let rows = rows.map(|entry| {
        let author = el("bdi", &[("class", "author")], &[text(&entry.key.author)]);
        el("li", &[("dir", "auto")], &[author, text(": "), text(&summary(entry))])
    });
    let list = el("ul", &[("class", "brought")], &[all(rows)]);
    let take = [("type", "button"), ("class", "button primary"), ("data-act", "review-take")];
    let buttons = el(
        "p",
        &[("class", "buttons")],
        &[el("button", &take, &[text("Take it in")]), button("review-leave", "", "Leave it")],
    );
    let parts = [el("h2", &[], &[text(&title)]), authors, other.unwrap_or_default(), left_out, list, buttons];
    el("section", &[("class", "proposal")], &parts)
}

/// What is said when a review is not of the tree as it is open.
fn other_tree(workspace: Workspace, read: &Read) -> Option<String> {
    let base = workspace.editing.base.get()?;
    if read.review.fingerprint == base.files.fingerprint() {
        return None;
    }
    let anchors = read.review.entries.iter().filter_map(|entry| entry.about()?.anchor.as_ref());
    let (mut known, mut count) = (0_usize, 0_usize);
    for anchor in anchors {
        count += 1;
        known += usize::from(!crate::review::places::paths_of(anchor, &base.files, &base.plan).is_empty());
    }
    let title = &read.review.title;
    Some(match (count, known) {
        (0, _) => format!("It was made of another state of this tree, or of another tree: {title}."),
        (_, 0) => format!(
            "It is a review of another tree: {title}. None of the documents that it is about is in this one, so its comments would have no place here."
        ),
        _ => format!(
            "It was made of another state of this tree, or of another tree: {title}. {known} of its {} about documents that are here, and find their places by their words.",
            counted(count, "comment")
        ),
    })
}

/// An entry in a few words.
fn summary(entry: &Entry) -> String {
    match &entry.what {
        What::Comment { text, .. } if text.is_empty() => "suggests an edit".to_owned(),
        What::Comment { text, .. } => threads::quoted(text),
        What::Withdrawn { .. } => "took a comment back".to_owned(),
        What::Settled { is_settled: true, .. } => "resolved a comment".to_owned(),
        What::Settled { .. } => "reopened a comment".to_owned(),
        What::Placed { anchor, .. } => format!("put a comment to {}:{}", anchor.path, anchor.line),
        What::Look { .. } => "looked at a change".to_owned(),
        What::Request { text, until, .. } => {
            let until = until.as_deref().map(|day| format!(" by {day}")).unwrap_or_default();
            format!("asks{until}: {}", threads::quoted(text))
        }
        What::Verdict { is_approved, text, .. } => {
            let verdict = if *is_approved { "approved" } else { "changes wanted" };
            format!("{verdict} {}", threads::quoted(text))
        }
    }
}

// ── names and requests ──────────────────────────────────────────────────────────────────────

fn requests(workspace: Workspace) -> Html {
    let review = reviewing().review.get();
    let tree = workspace.tree.get();
    let row = |entry: &Entry| {
        let What::Request { text: said, until, documents, compare } = &entry.what else {
            return Html::default();
        };
        let until = until.as_deref().map(|day| el("strong", &[], &[text(&format!(" by {day}"))]));
        let documents = documents.iter().map(|path| {
            let is_here = tree.as_ref().is_some_and(|tree| tree.files.get(path).is_some());
            let name = if is_here {
                link(&Address::document(path, None), path)
            } else {
                text(&format!("{path} (not in this tree)"))
            };
            el("li", &[("dir", "ltr")], &[name])
        });
        let compare = compare.as_ref().map(|(with, to)| {
            let address = Address::view(VIEW.name).with("with", with).with("to", to);
            el("li", &[], &[link(&address, "The changes that are meant, one by one")])
        });
        let who = el(
            "p",
            &[("class", "who")],
            &[
                el("bdi", &[("class", "author")], &[text(&entry.key.author)]),
                text(" asks"),
                until.unwrap_or_default(),
                el("time", &[], &[text(&format!(" ({})", entry.day()))]),
            ],
        );
        let body = el("div", &[("class", "text"), ("dir", "auto")], &[text(said)]);
        el("li", &[], &[who, body, el("ul", &[], &[all(documents), compare.unwrap_or_default()])])
    };
    let requests = review.requests();
    when(!requests.is_empty(), || {
        let rows = requests.iter().map(|entry| row(entry));
        let list = el("ul", &[("class", "threads")], &[all(rows)]);
        el("section", &[], &[el("h2", &[], &[text("Asked for")]), list])
    })
}

fn field(id: &str, label: &str, control: Html) -> Html {
    el("label", &[("for", id)], &[el("span", &[], &[text(label)]), control])
}

fn request_form() -> Html {
    let area = |id: &'static str| el("textarea", &[("id", id), ("rows", "3"), ("dir", "auto")], &[]);
    let parts = [
        el("summary", &[], &[text("Ask somebody to review")]),
        field("review-ask-text", "What to look at", area("review-ask-text")),
        field("review-ask-until", "Until", el("input", &[("type", "date"), ("id", "review-ask-until")], &[])),
        field("review-ask-documents", "Documents, a path on each line", area("review-ask-documents")),
        el(
            "p",
            &[("class", "hint")],
            &[text(
                "The changes that are walked through above go with the request, when they can be compared elsewhere too. Keep the request, then give the review away as a link or a file.",
            )],
        ),
        el("p", &[], &[button("review-ask", "", "Keep the request")]),
    ];
    el("details", &[("class", "writing")], &parts)
}

fn ask(workspace: Workspace) {
    if !threads::take_name(workspace, "review-name") {
        return;
    }
    let said = page::value("review-ask-text").trim().to_owned();
    let until = page::value("review-ask-until");
    let documents = page::value("review-ask-documents");
    let documents: Vec<String> =
        documents.lines().map(str::trim).filter(|path| !path.is_empty()).map(str::to_owned).collect();
    if said.is_empty() && documents.is_empty() {
        workspace.announce("Say what to look at first.");
        return page::focus("review-ask-text");
    }
    let compare = walking::sides(workspace).filter(walking::can_travel);
    workspace.say(|review, author, at| {
        let key = Key { author: author.to_owned(), id: new_id(author, at, &said, clock::chance()) };
        let until = Some(until).filter(|until| !until.is_empty());
        review.say(key, at, What::Request { text: said, until, documents, compare });
    });
    for id in ["review-ask-text", "review-ask-until", "review-ask-documents"] {
        page::set_value(id, "");
    }
    workspace.announce("The request is kept. Give the review away as a link or a file for it to arrive.");
}

// ── comments ────────────────────────────────────────────────────────────────────────────────

fn comments(workspace: Workspace) -> Html {
    let review = reviewing().review.get();
    let Some(tree) = workspace.tree.get() else { return Html::default() };
    let shown = workspace.address.with(|address| address.setting("show").unwrap_or_default().to_owned());
    let all_told = told(&review, &tree);
    let count = |is_meant: &dyn Fn(&Told<'_>) -> bool| all_told.iter().filter(|told| is_meant(told)).count();
    let is_lost = |told: &Told<'_>| matches!(told.1, Some(Err(_)));
    let is_settled = |told: &Told<'_>| told.0.settled_by.is_some();
    let chips = [
        ("", "all", format!("All {}", all_told.len())),
        ("open", "open", format!("Open {}", count(&|told| !is_settled(told)))),
        ("resolved", "resolved", format!("Resolved {}", count(&is_settled))),
    ];
    let chips = chips.iter().map(|(value, name, words)| {
        let id = format!("review-filter-{name}");
        let pressed = if *value == shown { "true" } else { "false" };
        let mut attributes = vec![
            ("type", "button"),
            ("class", "button"),
            ("id", &*id),
            ("data-act", "review-filter"),
            ("aria-pressed", pressed),
        ];
        attributes.push(("data-value", value));
        el("button", &attributes, &[text(words)])
    });
    let chips = el(
        "div",
        &[("class", "buttons"), ("role", "group"), ("aria-label", "Which comments")],
        &[all(chips)],
    );
    let is_shown = |told: &Told<'_>| match shown.as_str() {
        "open" => !is_settled(told),
        "resolved" => is_settled(told),
        _ => true,
    };
    let (lost, mut placed): (Vec<Told<'_>>, Vec<Told<'_>>) =
        all_told.iter().filter(|told| is_shown(told)).cloned().partition(is_lost);
    let place = |told: &Told<'_>| match &told.1 {
        Some(Ok(standing)) => (standing.path.clone(), standing.line),
        _ => Default::default(),
    };
    crate::order::sort_by(&mut placed, |a, b| place(a).cmp(&place(b)));
    let none = when(all_told.is_empty(), || {
        let words = "Open a document, point at a line and press +; or press c and go there with the arrows.";
        el("p", &[("class", "hint")], &[text(words)])
    });
    let lost_title = format!("{} without a place", counted(lost.len(), "comment"));
    let lost = when(!lost.is_empty(), || {
        let words = "What they are about is not in this tree any more, or not as it was. They are kept with the words that they were about.";
        let hint = el("p", &[("class", "hint")], &[text(words)]);
        all([el("h3", &[], &[text(&lost_title)]), hint, threads::cards(workspace, &lost)])
    });
    let write = el("p", &[], &[button("review-tree", "", "Comment on the tree as a whole")]);
    let title = el("h2", &[], &[text("Comments")]);
    let chips = when(!all_told.is_empty(), || chips);
    el("section", &[], &[title, chips, none, threads::cards(workspace, &placed), lost, write])
}

// ── the verdict ─────────────────────────────────────────────────────────────────────────────

fn verdicts(workspace: Workspace) -> Html {
    let review = reviewing().review.get();
    let now = workspace.tree.with(|tree| tree.as_ref().map(|tree| tree.files.fingerprint()));
    let rows = review.verdicts().into_iter().map(|entry| {
        let What::Verdict { is_approved, text: said, fingerprint, .. } = &entry.what else {
            return Html::default();
        };
        let verdict = if *is_approved { "Approved" } else { "Changes wanted" };
        let is_now = now.as_ref() == Some(fingerprint);
        let seen = if is_now { "the tree as it is now" } else { "another state of the tree" };
        let state = if *is_approved { "approved" } else { "wanted" };
        let who = el(
            "p",
            &[("class", "who")],
            &[
                el("strong", &[("data-verdict", state)], &[text(verdict)]),
                text(" by "),
                el("bdi", &[("class", "author")], &[text(&entry.key.author)]),
                el("time", &[], &[text(&format!(", {}", entry.day()))]),
                text(&format!(", of {seen} ")),
                el("code", &[("dir", "ltr")], &[text(fingerprint)]),
            ],
        );
        el(
            "li",
            &[],
            &[
                who,
                when(!said.is_empty(), || el("div", &[("class", "text"), ("dir", "auto")], &[text(said)])),
            ],
        )
    });
    let rows: Vec<Html> = rows.collect();
    when(!rows.is_empty(), || {
        el("section", &[], &[el("h2", &[], &[text("Verdicts")]), el("ul", &[("class", "threads")], &rows)])
    })
}

fn verdict_form() -> Html {
    let choice = |value: &str, words: &str| {
        let id = format!("review-verdict-{value}");
        let input = [("type", "radio"), ("name", "verdict"), ("id", &*id), ("value", value)];
        el(
            "label",
            &[("for", &id), ("class", "inline")],
            &[el("input", &input, &[]), text(&format!(" {words}"))],
        )
    };
    let choices = el(
        "fieldset",
        &[],
        &[
            el("legend", &[], &[text("Your verdict on the tree as it is shown")]),
            choice("approved", "Approved"),
            choice("wanted", "Changes wanted"),
        ],
    );
    let area = el("textarea", &[("id", "review-verdict-text"), ("rows", "2"), ("dir", "auto")], &[]);
    let parts = [
        el("h2", &[], &[text("Verdict")]),
        choices,
        field("review-verdict-text", "In words", area),
        el("p", &[], &[button("review-judge", "", "Keep the verdict")]),
    ];
    el("section", &[("class", "writing")], &parts)
}

fn judge(workspace: Workspace) {
    if !threads::take_name(workspace, "review-name") {
        return;
    }
    let (is_approved, is_wanted) =
        (page::is_checked("review-verdict-approved"), page::is_checked("review-verdict-wanted"));
    if !is_approved && !is_wanted {
        workspace.announce("Choose a verdict first: approved, or changes wanted.");
        return page::focus("review-verdict-approved");
    }
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let said = page::value("review-verdict-text").trim().to_owned();
    let seen = (tree.title.clone(), tree.files.fingerprint());
    workspace.say(|review, author, at| review.judge(author, at, is_approved, &said, (&seen.0, &seen.1)));
    workspace.announce("The verdict is kept. Nothing was sent anywhere.");
}
