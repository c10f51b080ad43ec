//! The bar above every page that leads into the past and out of it: a slider and a field of days, what was so on that day
//! and how sure that is.

use super::{Unshowable, commits};
use crate::address::Address;
use crate::browser::{frames, page};
use crate::html::{Html, all, el, text, when};
use crate::plan::{DayOrigin, Place, StatedDay};
use crate::timeline::as_of::moments;
use crate::timeline::{Certainty, Day, shown};
use crate::widgets::{IconName, asked, effect, handle, icon, live_fill};
use crate::workspace::{Workspace, use_workspace};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// What a button does that opens the bar.
pub const LOOK_BACK: &str = "look-back";

/// Days between the first that a tree tells of and the one that the slider begins with.
const ROOM_DAYS: Day = 14;

/// The days that the slider goes through, with what happened on some of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Reach {
    first: Day,
    last: Day,
    moments: Arc<Vec<(Day, String)>>,
}

impl Reach {
    /// The last moment on a day or before it.
    fn moment(&self, day: Day) -> Option<&(Day, String)> {
        self.moments.iter().rfind(|(moment, _)| *moment <= day)
    }

    /// The moment before a day, or after it.
    fn beside(&self, day: Day, step: Step) -> Option<Day> {
        let mut days = self.moments.iter().map(|(moment, _)| *moment);
        match step {
            Step::Back => days.rfind(|moment| *moment < day),
            Step::On => days.find(|moment| *moment > day),
        }
    }
}

#[derive(Clone, Copy)]
enum Step {
    Back,
    On,
}

/// The bar. It is there as long as the page is, so that somebody who moves the slider keeps hold of it.
pub fn bar() -> Html {
    let workspace = use_workspace();
    let reach = Memo::new(move |_| {
        let known = workspace.past.known.get()?;
        let moments: Vec<(Day, String)> = moments(&known.plan);
        let last = workspace.own_day().date.unix_days().0;
        let moments: Vec<(Day, String)> = moments.into_iter().filter(|(day, _)| *day <= last).collect();
        // A tree that tells of no day may still be looked at as of one, by a link that names it.
        let named = || {
            let is_past = workspace.past.then.with(Option::is_some);
            is_past.then(|| workspace.day.get().date.unix_days().0)
        };
        let first = moments.first().map(|(day, _)| *day).or_else(named)? - ROOM_DAYS;
        Some(Reach { first, last: last.max(first + 1), moments: Arc::new(moments) })
    });
    let is_shown = Memo::new(move |_| {
        let is_past = workspace.past.then.with(Option::is_some) || workspace.past.is_open.get();
        is_past
            && reach.with(Option::is_some)
            && workspace.tree.with(Option::is_some)
            && !commits::is_shown(workspace)
    });
    effect(move || {
        let hidden = if is_shown.get() { None } else { Some("") };
        page::set_attribute("past", "hidden", hidden);
    });
    effect(move || {
        let Some(reach) = reach.get() else { return };
        let day = workspace.day.get().date.unix_days().0;
        page::set_attribute("past-slider", "min", Some(&reach.first.to_string()));
        page::set_attribute("past-slider", "max", Some(&reach.last.to_string()));
        page::set_value("past-slider", &day.clamp(reach.first, reach.last).to_string());
        page::set_attribute("past-slider", "aria-valuetext", Some(&shown(day)));
        page::set_value("past-day", &shown(day));
        for (id, step) in [("past-back", Step::Back), ("past-on", Step::On)] {
            let is_end = reach.beside(day, step).is_none();
            page::set_attribute(id, "disabled", if is_end { Some("") } else { None });
        }
    });
    effect(move || {
        let said = workspace.past.then.with(|then| then.as_ref().map(|then| then.answer()));
        let own = workspace.own_day().date;
        let day = workspace.day.get();
        let said = said.unwrap_or_else(|| match day.origin == DayOrigin::Link && day.date < own {
            true => format!("On {} the tree was as it is now: nothing in it is newer.", day.date),
            false => format!("This is the tree of {own}. Move the slider to look back."),
        });
        page::set_text("past-said", &said);
        let is_past = if workspace.past.then.with(Option::is_some) { "true" } else { "false" };
        page::set_attribute("past", "data-past", Some(is_past));
    });
    live_fill("past-moment", move || {
        let day = workspace.day.get().date.unix_days().0;
        reach
            .with(|reach| {
                reach.as_ref().and_then(|reach| reach.moment(day)).map(|moment| last_moment(moment, day))
            })
            .unwrap_or_default()
    });
    effect(move || {
        let certainty = workspace.past.then.with(|then| then.as_ref().map(|then| then.certainty()));
        page::set_text("past-certainty", &certainty.unwrap_or_default());
    });
    live_fill("past-sure", move || sure(workspace));
    live_fill("past-ways", move || ways(workspace));
    let is_waiting: Rc<Cell<bool>> = Rc::default();
    handle("past", &["input", "change", "click"], move |event| {
        let field = page::around(event, "[id]").map(|field| field.id()).unwrap_or_default();
        match (event.type_().as_str(), field.as_str()) {
            // As often as can be drawn, and no oftener.
            ("input", "past-slider") if !is_waiting.replace(true) => {
                let is_waiting = Rc::clone(&is_waiting);
                frames::before_next_frame(move || {
                    is_waiting.set(false);
                    if let Ok(day) = page::value("past-slider").parse::<Day>() {
                        go(workspace, day);
                    }
                });
            }
            ("change", "past-day") => {
                let day = StatedDay::parse(&page::value("past-day"));
                day.into_iter().for_each(|day| go(workspace, day.unix_days().0));
            }
            ("click", _) => {
                let day = workspace.day.get_untracked().date.unix_days().0;
                let reach = reach.get_untracked().unwrap_or_default();
                match asked(event).as_ref().map(|(act, _)| act.as_str()) {
                    Some("past-back") => {
                        reach.beside(day, Step::Back).into_iter().for_each(|day| go(workspace, day))
                    }
                    Some("past-on") => {
                        reach.beside(day, Step::On).into_iter().for_each(|day| go(workspace, day))
                    }
                    Some("past-commits") => {
                        workspace.history.by_day.set(false);
                        workspace.show_as_of("");
                        page::focus_once_drawn("commits-slider");
                    }
                    Some("past-leave") => {
                        workspace.leave_past();
                        page::focus("main");
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    });
    let slider = [("type", "range"), ("id", "past-slider"), ("step", "1"), ("aria-label", "Day of the tree")];
    let field = [("type", "date"), ("id", "past-day"), ("aria-label", "Day of the tree")];
    let part = |id: &'static str| el("div", &[("id", id), ("class", "markup")], &[]);
    let means = [
        step_button("past-back", "To the moment before"),
        el("input", &slider, &[]),
        step_button("past-on", "To the next moment"),
        el("input", &field, &[]),
        part("past-ways"),
    ];
    let sure = [el("summary", &[("id", "past-certainty")], &[]), el("div", &[("id", "past-sure")], &[])];
    let said = [
        el("p", &[("id", "past-said"), ("role", "status")], &[]),
        el("details", &[("class", "sure")], &sure),
        part("past-moment"),
    ];
    let parts = [el("div", &[("class", "past-means")], &means), el("div", &[("class", "past-words")], &said)];
    let attributes =
        [("id", "past"), ("class", "past"), ("aria-label", "The tree as it was"), ("hidden", "hidden")];
    el("aside", &attributes, &parts)
}

/// A button that leads one step on: forth, where the style sheet does not turn it.
pub fn step_button(id: &'static str, label: &str) -> Html {
    let attributes = [
        ("type", "button"),
        ("id", id),
        ("class", "icon-button"),
        ("data-act", id),
        ("aria-label", label),
        ("title", label),
    ];
    el("button", &attributes, &[icon(IconName::Chevron)])
}

/// Shows the tree as of a day; the tree as it is when that is not past.
fn go(workspace: Workspace, day: Day) {
    workspace.past.is_open.set(true);
    let own = workspace.own_day().date.unix_days().0;
    workspace.show_as_of(&if day >= own { String::new() } else { shown(day) });
}

/// What happened last.
fn last_moment((moment, what): &(Day, String), day: Day) -> Html {
    let when = if *moment == day { "That day".to_owned() } else { shown(*moment) };
    el("p", &[("class", "moment"), ("dir", "auto")], &[text(&format!("{when}: {what}."))])
}

/// How sure the statuses are, and of which day the documents are.
fn sure(workspace: Workspace) -> Html {
    if workspace.past.then.with(Option::is_none) {
        return Html::default();
    }
    let documents = match workspace.past.documents() {
        None => "Documents and findings are those of now.".to_owned(),
        Some(base) => {
            let day = shown(base);
            format!(
                "Documents are those of {day}, the next day of which all of them are known; findings are of now."
            )
        }
    };
    let words = "Stated: a document says so of that day. Derived (≈): it follows from what is said of days before and \
after. Unknown then: no document can tell.";
    all([el("p", &[], &[text(words)]), el("p", &[], &[text(&documents)])])
}

/// The way back, and what is wrong with a day that cannot be shown.
fn ways(workspace: Workspace) -> Html {
    let own = workspace.own_day();
    let day = workspace.day.get();
    let is_past = workspace.past.then.with(Option::is_some);
    let words = match own.origin {
        DayOrigin::Today => "Back to today".to_owned(),
        _ => format!("Back to {}", own.date),
    };
    let words = if is_past { words } else { "Close".to_owned() };
    let attributes = [
        ("type", "button"),
        ("class", if is_past { "button primary" } else { "button" }),
        ("data-act", "past-leave"),
    ];
    let is_elsewhere = day.origin == DayOrigin::Link && !is_past && day.date > own.date;
    let hint = when(is_elsewhere, || el("span", &[("class", "hint")], &[text("That day has not come yet.")]));
    all([el("button", &attributes, &[text(&words)]), hint, text(" "), commits::said(workspace)])
}

/// How sure the status of an item is on a day in the past, and what says so.
pub fn known(workspace: Workspace, id: &str) -> Html {
    let then = workspace.past.then.get();
    let Some((then, known)) = then.as_ref().and_then(|then| Some((then, then.known(id)?))) else {
        return Html::default();
    };
    // What says so stands in the documents as they are now.
    let said = known.place.as_ref().map(|said| now_place(workspace, said)).unwrap_or_default();
    let label = match known.certainty {
        Certainty::Unknown => format!("Unknown on {}", shown(then.day)),
        certainty => format!("As of {}: {}", shown(then.day), certainty.label()),
    };
    let words = [text(&label), text(", "), text(&known.why), said];
    el("p", &[("class", "known"), ("data-certainty", known.certainty.name())], &words)
}

/// A link to a line of the documents as they are now.
fn now_place(workspace: Workspace, said: &Place) -> Html {
    // The link that leads there states the day of the tree, so that it leads out of the past.
    let href = workspace.now(Address::line(&said.path, said.line).with("raw", "1")).href();
    let words = format!("{}:{}", said.path.rsplit('/').next().unwrap_or(&said.path), said.line);
    let title = format!("{}:{}, as it is now", said.path, said.line);
    all([
        text(" "),
        el("a", &[("class", "place"), ("href", &href), ("title", &title), ("dir", "ltr")], &[text(&words)]),
    ])
}

/// Why something is not there on a day in the past, though there is one now.
pub fn not_there(workspace: Workspace, is_known: bool, name: &str) -> Option<Unshowable> {
    let then = workspace.past.then.get().filter(|_| is_known)?;
    Some(Unshowable {
        happened: format!("{name} was not there on {}.", shown(then.day)),
        advice: "The bar above leads to another day, or back.".to_owned(),
    })
}

/// The button that opens the bar.
pub fn look_back(workspace: Workspace) -> Html {
    let is_shown = workspace.past.then.with(Option::is_some)
        || workspace.past.is_open.get()
        || workspace.commit().is_some();
    let has_past =
        workspace.past.known.with(|known| known.as_ref().is_some_and(|known| known.newest.is_some()))
            || workspace.history.has_come();
    let attributes = [("type", "button"), ("class", "link"), ("data-act", LOOK_BACK)];
    when(has_past && !is_shown, || el("button", &attributes, &[text("Look back")]))
}
