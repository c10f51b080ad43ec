//! The bar that leads through the commits of a history that came along: a slider and a field of days, who made the commit
//! and why, what of the history is missing. The last place of the slider is the tree as it was loaded.

use super::contents::link;
use super::past::step_button;
use crate::address::Address;
use crate::browser::{frames, page};
use crate::counted::counted;
use crate::git::Listed;
use crate::html::{Html, all, el, text, when};
use crate::parts::in_part;
use crate::plan::StatedDay;
use crate::widgets::{asked, effect, fill, handle, live_fill};
use crate::workspace::Workspace;
use crate::workspace::comparing::COMMIT;
use crate::workspace::history::{Commits, Told};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;

/// The bar, empty until the history has been read.
pub fn bar(workspace: Workspace) -> Html {
    let owner = Owner::current();
    let is_begun = Cell::new(false);
    effect(move || {
        if workspace.past.is_open.get() {
            workspace.ask_history();
        }
        let is_read = workspace.history.state.with(|state| matches!(state, Told::Read(_)));
        // Somebody wants to look back: that it cannot be done is said, whatever else there is.
        if let Some(why) = workspace.history.state.with(problem).filter(|_| workspace.past.is_open.get()) {
            workspace.announce(why);
        }
        if is_read && !is_begun.replace(true) {
            let owner = owner.clone();
            spawn_local(async move {
                let _ = begin(workspace, owner).await;
            });
        }
    });
    effect(move || {
        let hidden = if is_shown(workspace) { None } else { Some("") };
        page::set_attribute("commits", "hidden", hidden);
    });
    let attributes = [
        ("id", "commits"),
        ("class", "past"),
        ("aria-label", "The tree in its commits"),
        ("hidden", "hidden"),
    ];
    el("aside", &attributes, &[])
}

/// Whether one goes by commits, and not by what documents say of days.
pub fn is_shown(workspace: Workspace) -> bool {
    let Some(commits) = workspace.history.commits() else { return false };
    let is_at_commit = workspace.commit().is_some();
    let is_by_day =
        workspace.history.by_day.get() || workspace.address.with(|address| address.setting("asof").is_some());
    is_at_commit || (workspace.past.is_open.get() && !is_by_day && commits.listed.len() > 1)
}

/// What is said of a history that cannot be gone through.
pub fn said(workspace: Workspace) -> Html {
    let words = match workspace.history.state.get() {
        Told::Reading => "Reading the history that came along …".to_owned(),
        Told::Read(commits) if commits.listed.len() > 1 => {
            let attributes = [("type", "button"), ("class", "button"), ("data-act", "past-commits")];
            return el(
                "button",
                &attributes,
                &[text(&format!("By {}", counted(commits.listed.len(), "commit")))],
            );
        }
        state => problem(&state).unwrap_or_default(),
    };
    when(!words.is_empty(), || el("span", &[("class", "hint")], &[text(&words)]))
}

/// Why there are no commits to go through, though a history came along.
fn problem(state: &Told) -> Option<String> {
    match state {
        Told::Unreadable(why) => Some(why.clone()),
        Told::Read(commits) if commits.listed.len() < 2 => {
            let count =
                if commits.listed.is_empty() { "no commit that touches" } else { "one commit that touches" };
            let mut words = vec![format!("The history that came along has {count} this tree.")];
            words.extend(commits.remarks.iter().cloned());
            Some(words.join(" "))
        }
        _ => None,
    }
}

in_part!(
    git,
    fn begin(workspace: Workspace, owner: Option<Owner>) -> () {
        match owner {
            Some(owner) => owner.with(|| show(workspace)),
            None => show(workspace),
        }
    }
);

/// Where the slider stands: the oldest commit first, behind the newest the tree as it was loaded.
fn place(workspace: Workspace, commits: &Commits) -> usize {
    let count = commits.listed.len();
    let at = workspace.commit().and_then(|commit| commits.position(&commit));
    at.map_or(count, |at| count.saturating_sub(at + 1))
}

/// The commit at a place of the slider; nothing for the tree as it was loaded.
fn commit_at(commits: &Commits, place: usize) -> Option<&Listed> {
    commits.listed.get(commits.listed.len().checked_sub(place + 1)?)
}

fn show(workspace: Workspace) {
    let slider = [
        ("type", "range"),
        ("id", "commits-slider"),
        ("min", "0"),
        ("step", "1"),
        ("aria-label", "Commit of the tree"),
    ];
    let field = [("type", "date"), ("id", "commits-day"), ("aria-label", "Day of the commit")];
    let part = |id: &'static str| el("div", &[("id", id), ("class", "markup")], &[]);
    let means = [
        step_button("commits-back", "To the commit before"),
        el("input", &slider, &[]),
        step_button("commits-on", "To the next commit"),
        el("input", &field, &[]),
        part("commits-ways"),
    ];
    let words =
        [el("p", &[("id", "commits-said"), ("role", "status"), ("dir", "auto")], &[]), part("commits-more")];
    fill(
        "commits",
        all([el("div", &[("class", "past-means")], &means), el("div", &[("class", "past-words")], &words)]),
    );
    effect(move || {
        let Some(commits) = workspace.history.commits() else { return };
        let at = place(workspace, &commits);
        let count = commits.listed.len();
        page::set_attribute("commits-slider", "max", Some(&count.to_string()));
        page::set_value("commits-slider", &at.to_string());
        let commit = commit_at(&commits, at);
        let words = commit.map_or_else(
            || "as it was loaded".to_owned(),
            |commit| format!("{}, {}: {}", commit.date(), commit.author, commit.subject),
        );
        page::set_attribute("commits-slider", "aria-valuetext", Some(&words));
        page::set_value("commits-day", &commit.map(Listed::date).unwrap_or_default());
        for (id, is_end) in [("commits-back", at == 0), ("commits-on", at == count)] {
            page::set_attribute(id, "disabled", if is_end { Some("") } else { None });
        }
        page::set_attribute(
            "commits",
            "data-past",
            Some(if workspace.commit_shown().is_some() { "true" } else { "false" }),
        );
    });
    effect(move || page::set_text("commits-said", &told(workspace)));
    live_fill("commits-more", move || more(workspace));
    live_fill("commits-ways", move || ways(workspace));
    let is_waiting: Rc<Cell<bool>> = Rc::default();
    handle("commits", &["input", "change", "click"], move |event| {
        let Some(commits) = untrack(|| workspace.history.commits()) else { return };
        let field = page::around(event, "[id]").map(|field| field.id()).unwrap_or_default();
        let at = untrack(|| place(workspace, &commits));
        match (event.type_().as_str(), field.as_str()) {
            ("input", "commits-slider") if !is_waiting.replace(true) => {
                let is_waiting = Rc::clone(&is_waiting);
                frames::before_next_frame(move || {
                    is_waiting.set(false);
                    if let Ok(at) = page::value("commits-slider").parse() {
                        go(workspace, &commits, at);
                    }
                });
            }
            ("change", "commits-day") => {
                let day = StatedDay::parse(&page::value("commits-day"));
                let commit = day.map(|day| commits.on(day.unix_days().0).or(commits.listed.last()));
                if let Some(commit) = commit.flatten() {
                    show_commit(workspace, &commit.id.short());
                }
            }
            ("click", _) => match asked(event).as_ref().map(|(act, _)| act.as_str()) {
                Some("commits-back") => go(workspace, &commits, at.saturating_sub(1)),
                Some("commits-on") => go(workspace, &commits, at + 1),
                Some("commits-leave") => {
                    let is_past = untrack(|| workspace.commit()).is_some();
                    workspace.past.is_open.set(false);
                    if is_past {
                        show_commit(workspace, "");
                    }
                    page::focus("main");
                }
                Some("commits-by-day") => {
                    workspace.history.by_day.set(true);
                    workspace.past.is_open.set(true);
                    show_commit(workspace, "");
                    page::focus_once_drawn("past-slider");
                }
                _ => {}
            },
            _ => {}
        }
    });
}

/// Goes to a place of the slider.
fn go(workspace: Workspace, commits: &Commits, at: usize) {
    workspace.past.is_open.set(true);
    show_commit(workspace, &commit_at(commits, at).map(|commit| commit.id.short()).unwrap_or_default());
}

fn show_commit(workspace: Workspace, name: &str) {
    let address = workspace.address.get_untracked();
    workspace.replace(address.with("asof", "").with("commit", name));
}

/// The commit in one sentence.
fn told(workspace: Workspace) -> String {
    let Some(commits) = workspace.history.commits() else { return String::new() };
    let Some(asked) = workspace.commit() else {
        let count = counted(commits.listed.len(), "commit");
        return format!(
            "This is the tree as it was loaded. {count} before it touch the tree: move the slider to go back."
        );
    };
    if let Some(why) = workspace.commit_refused() {
        return format!("The commit {asked} cannot be shown. {why}");
    }
    let reading = if workspace.commit_shown().is_some() { "" } else { " (reading …)" };
    match commits.find(&asked) {
        Some(commit) => {
            format!(
                "{} · {} · {}: {}{reading}",
                commit.date(),
                commit.id.short(),
                commit.author,
                commit.subject
            )
        }
        None => format!("Commit {asked}, which does not touch this tree{reading}"),
    }
}

/// Where in the history it stands, and what of that is missing.
fn more(workspace: Workspace) -> Html {
    let Some(commits) = workspace.history.commits() else { return Html::default() };
    let count = commits.listed.len();
    let at = workspace.commit().and_then(|commit| commits.position(&commit));
    let counted_words = at.map(|at| format!("Commit {} of {count}", count - at)).unwrap_or_default();
    let branch = commits
        .branch
        .as_ref()
        .filter(|_| at.is_some())
        .map(|branch| format!(" on {branch}"))
        .unwrap_or_default();
    let lay = at.and_then(|at| lay(&commits, at)).map(|words| el("p", &[("dir", "auto")], &[text(&words)]));
    let remarks = commits.remarks.iter().map(|remark| el("li", &[], &[text(remark)]));
    let missing = when(!commits.remarks.is_empty(), || {
        let summary = el("summary", &[], &[text("The history is not whole")]);
        el("details", &[("class", "sure")], &[summary, el("ul", &[], &[all(remarks)])])
    });
    let place = when(at.is_some(), || el("p", &[], &[text(&format!("{counted_words}{branch}"))]));
    all([place, lay.unwrap_or_default(), missing])
}

/// Where the tree lay in a commit, when it lies elsewhere now or was moved by it.
fn lay(commits: &Commits, at: usize) -> Option<String> {
    let commit = commits.listed.get(at)?;
    let named = |place: &str| match place {
        "" => "the top of the repository".to_owned(),
        place => format!("{place}/"),
    };
    if let Some(from) = &commit.moved_from {
        return Some(format!("It moved the tree from {} to {}.", named(from), named(&commit.place)));
    }
    let is_elsewhere = commits.listed.first().is_some_and(|newest| newest.place != commit.place);
    is_elsewhere.then(|| format!("The tree lay in {} then.", named(&commit.place)))
}

fn ways(workspace: Workspace) -> Html {
    let commit = workspace.commit();
    let words = if commit.is_some() { "Back to now" } else { "Close" };
    let class = if commit.is_some() { "button primary" } else { "button" };
    let leave = [("type", "button"), ("class", class), ("data-act", "commits-leave")];
    let by_day = [("type", "button"), ("class", "button"), ("data-act", "commits-by-day")];
    let compare = commit.map(|commit| {
        let address = Address::view("compare").with("with", &format!("{COMMIT}{commit}"));
        all([link(&address, "Compare with now"), text(" ")])
    });
    all([
        compare.unwrap_or_default(),
        el("button", &leave, &[text(words)]),
        text(" "),
        el("button", &by_day, &[text("By what documents say")]),
    ])
}
