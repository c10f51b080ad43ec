//! The card for whoever takes a plan up again: what was done last, what comes next, what is open and what it waits for.

use super::lists::copy;
use crate::answers::resume::{Open, Resume, Resumption, Step, Wait};
use crate::html::{Html, all, el, text, when};
use crate::plan::Place;
use crate::views::entries::{aside, entry, item_link, joined, line, list, named, place, section};
use crate::widgets::{bar, status_mark, status_with};
use crate::workspace::{Tree, Workspace};

/// Pieces of work that the card shows.
const FIRST: usize = 6;

/// Adds what was committed since the last session, where a history came along and the tree is shown as it is.
pub fn with_commits(workspace: Workspace, resume: &mut Resume) {
    if !workspace.history.is_there() || workspace.fixed().is_some() {
        return;
    }
    for one in &mut resume.plans {
        if let Some(date) = one.last.as_ref().and_then(|last| last.date.as_ref()) {
            one.commits = workspace.commits_since(date).to_vec();
        }
    }
}

/// The cards of all plans that are open.
pub fn cards(tree: &Tree, resume: &Resume) -> Html {
    let has_several = resume.plans.len() > 1;
    all(resume.plans.iter().map(|one| card(tree, one, has_several)))
}

/// The card of one plan; nothing when there is nothing to go on with.
pub fn card(tree: &Tree, one: &Resumption, is_named: bool) -> Html {
    let title =
        if is_named { format!("Where to go on: {}", one.plan.title) } else { "Where to go on".to_owned() };
    let id = if is_named { format!("resume-{}", one.plan.id) } else { "resume".to_owned() };
    let outlook = one.outlook.as_ref().map(|outlook| {
        let state = match outlook.fits() {
            Some(false) => "no",
            Some(true) => "yes",
            None => "perhaps",
        };
        let stated = outlook.stated.iter().map(place);
        el("p", &[("class", "outlook"), ("data-fits", state)], &[text(&outlook.words()), all(stated)])
    });
    let body = [
        el("p", &[], &[text(&one.words())]),
        outlook.unwrap_or_default(),
        el(
            "div",
            &[("class", "resume-parts")],
            &[
                last(tree, one),
                next(tree, one),
                open(tree, one),
                decisions(tree, one),
                recovery(one),
                commits(one),
            ],
        ),
    ];
    let is_empty = one.open.is_empty() && one.next.is_empty();
    when(!is_empty, || el("div", &[("class", "resume told")], &[section(&id, &title, all(body))]))
}

fn block(title: &str, body: Html) -> Html {
    when(body != Html::default(), || el("div", &[], &[el("h3", &[], &[text(title)]), body]))
}

fn last(tree: &Tree, one: &Resumption) -> Html {
    let Some(last) = &one.last else { return Html::default() };
    let date = last.date.as_ref().filter(|date| !last.title.contains(&date.to_string()));
    let date = date.map(|date| aside([text(&date.to_string())])).unwrap_or_default();
    let about = match last.items.as_slice() {
        [] => last.focus.as_deref().map(|focus| line([text(focus)])).unwrap_or_default(),
        items => line(std::iter::once(joined(items.iter().map(|id| named(tree, id))))),
    };
    let done = last.done.iter().map(|done| el("li", &[("dir", "auto")], &[text(done)]));
    let done = when(!last.done.is_empty(), || {
        let words = crate::counted::counted(last.done.len(), "thing");
        let summary = el("summary", &[], &[text(&format!("{words} done"))]);
        el("details", &[], &[summary, el("ul", &[("class", "done")], &[all(done)])])
    });
    let said = [
        el("span", &[("dir", "auto")], &[text(&last.title)]),
        text(" "),
        status_mark(last.status),
        date,
        about,
        done,
    ];
    block("Last session", el("ul", &[("class", "entries")], &[entry(said, place(&last.place))]))
}

fn next(tree: &Tree, one: &Resumption) -> Html {
    let entries = list(&one.next, |next| {
        let items = next.items.iter().map(|id| super::super::entries::named_with_status(tree, id));
        let items = when(!next.items.is_empty(), || line(items));
        entry([el("span", &[("dir", "auto")], &[text(&next.text)]), items], place(&next.place))
    });
    block("Next, as it says", when(!one.next.is_empty(), || entries))
}

fn open(tree: &Tree, one: &Resumption) -> Html {
    let first = one.open.get(..FIRST).unwrap_or(&one.open);
    let rest = one.open.len() - first.len();
    let entries = el("ol", &[("class", "entries")], &[all(first.iter().map(|open| piece(tree, open)))]);
    let rest = when(rest > 0, || {
        let more = one.open.get(FIRST..).unwrap_or_default().iter().map(|open| piece(tree, open));
        let summary = el("summary", &[], &[text(&format!("{rest} more"))]);
        el("details", &[], &[summary, el("ol", &[("class", "entries")], &[all(more.take(400))])])
    });
    block("Open, in order", when(!one.open.is_empty(), || all([entries, rest])))
}

fn piece(tree: &Tree, open: &Open) -> Html {
    let name = tree.plan.item(&open.subject.id).map(|item| item_link(tree, item)).unwrap_or_default();
    let boxes = when(open.boxes.total > 0, || {
        let words =
            format!("{} of {}", open.boxes.done, crate::counted::counted(open.boxes.total as usize, "box"));
        all([bar::share(open.boxes.done, open.boxes.total), text(&words)])
    });
    let hours = open.hours.map(|hours| text(&format!(" · {hours}"))).unwrap_or_default();
    let waits = open.waits.iter().map(|wait| waited(tree, wait));
    let waits = when(!open.waits.is_empty(), || line([text("Waits for "), joined(waits)]));
    let first = open.first_box.as_ref().filter(|_| open.waits.is_empty()).map(|first| {
        let stated = Place { path: open.subject.place.path.clone(), line: first.line };
        line([text("First: "), text(&first.text), place(&stated)])
    });
    entry([name, aside([boxes, hours]), waits, first.unwrap_or_default()], place(&open.subject.place))
}

fn waited(tree: &Tree, wait: &Wait) -> Html {
    match (&wait.item, &wait.decision) {
        (Some(id), _) => named(tree, id),
        (None, decision) => text(&format!("a decision: {}", decision.as_deref().unwrap_or_default())),
    }
}

fn decisions(tree: &Tree, one: &Resumption) -> Html {
    let entries = list(&one.decisions, |decision| {
        let recommended =
            decision.recommended.as_deref().map(|value| line([text("Recommended: "), text(value)]));
        let waits = decision.waits.iter().map(|id| named(tree, id));
        let waits = when(!decision.waits.is_empty(), || line([text("Waiting for it: "), joined(waits)]));
        let said = el("span", &[("dir", "auto")], &[text(&decision.text)]);
        entry([said, recommended.unwrap_or_default(), waits], place(&decision.place))
    });
    block("To be decided", when(!one.decisions.is_empty(), || entries))
}

fn recovery(one: &Resumption) -> Html {
    let steps = one.recovery.iter().map(step);
    let steps = el("ol", &[("class", "entries steps")], &[all(steps)]);
    block("To get back into it", when(!one.recovery.is_empty(), || steps))
}

fn step(step: &Step) -> Html {
    let commands = step.commands.iter().map(|command| {
        let code = el("code", &[("dir", "ltr")], &[text(command)]);
        el("p", &[("class", "command")], &[code, text(" "), copy(command)])
    });
    entry([el("span", &[("dir", "auto")], &[text(&step.text)]), all(commands)], place(&step.place))
}

fn commits(one: &Resumption) -> Html {
    let entries = list(&one.commits, |commit| {
        let id = el("code", &[], &[text(&commit.id)]);
        let mark = status_with(crate::plan::BaseStatus::Done, &commit.date);
        entry(
            [id, text(" "), el("span", &[("dir", "auto")], &[text(&commit.message)]), aside([mark])],
            Html::default(),
        )
    });
    block("Commits since", when(!one.commits.is_empty(), || entries))
}
