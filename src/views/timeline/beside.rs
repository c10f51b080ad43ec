//! What stands around the picture: the answer above it, what the mark under the pointer says, the kinds of marks, what has
//! no date, and the life of a lane in words.

use super::super::contents::link;
use super::super::day::ACT;
use super::super::entries::{aside, entry, list, module_link, named, person_link, place};
use super::stage::name_of;
use super::{Scene, State};
use crate::address::Address;
use crate::browser::page;
use crate::counted::plural;
use crate::html::{Html, all, el, text, when};
use crate::timeline::picture::legend_sign;
use crate::timeline::{Form, Grouping, KINDS, LaneKind, Mark, shown, story};
use crate::widgets::{IconName, fill, icon, status_mark};
use leptos::prelude::*;

/// The timeline in one sentence: all of it, or the life of the lane that is told.
pub(super) fn answer(scene: &Scene) -> Html {
    let Some((name, sentence)) = told(scene) else {
        return text(&story::answer(&scene.timeline));
    };
    all([el("bdi", &[], &[text(&name)]), text(": "), text(&sentence), text(".")])
}

/// The name of the lane that is told, and its life in a sentence, when it has one.
fn told(scene: &Scene) -> Option<(String, String)> {
    let lane = scene.lanes.lanes.get(scene.lane()?)?;
    let LaneKind::Member(member) = lane.kind else { return None };
    let steps = story::of(&scene.timeline, &scene.tree.plan, scene.lanes.grouping, member);
    let sentence = story::sentence(&scene.timeline, &steps);
    (!sentence.is_empty()).then(|| (lane.name.clone(), sentence))
}

/// Says what the mark is that the pointer rests on.
pub(super) fn point(state: State, event: &web_sys::Event) {
    let Some(mark) = page::around(event, "[data-mark]") else { return };
    let at = mark.get_attribute("data-mark").and_then(|at| at.parse::<usize>().ok());
    if let (Some(at), Some(scene)) = (at, state.scene.get_untracked()) {
        said(&scene, at);
    }
}

/// Opens the line of the mark whose words were clicked; the mark itself is a link.
pub(super) fn follow(state: State, event: &web_sys::Event) {
    let words = page::around(event, "text[data-mark]").and_then(|words| words.get_attribute("data-mark"));
    let at = words.and_then(|at| at.parse::<usize>().ok());
    let place = at
        .zip(state.scene.get_untracked())
        .and_then(|(at, scene)| scene.timeline.marks.get(at).map(|mark| mark.place.clone()));
    if let Some(place) = place {
        state.workspace.go(&Address::line(&place.path, place.line));
    }
}

/// Says what the mark is that the keyboard is at.
pub(super) fn say(state: State, (lane, at): super::Place) {
    let Some(scene) = state.scene.get_untracked() else { return };
    let placed = scene.lanes.lanes.get(lane).and_then(|lane| lane.marks.get(at));
    placed.into_iter().for_each(|placed| said(&scene, placed.mark));
}

fn said(scene: &Scene, at: usize) {
    let Some(mark) = scene.timeline.marks.get(at) else { return };
    let wrong = contradictions(scene, mark);
    let parts = [
        el("span", &[("class", "date")], &[text(&mark.when)]),
        text(" "),
        el("span", &[("class", "tag")], &[text(mark.kind.info().label)]),
        text(" "),
        el("span", &[("dir", "auto")], &[text(&mark.text)]),
        subjects(scene, mark),
        place(&mark.place),
        look_back(scene, mark),
        wrong,
    ];
    fill("timeline-said", all(parts));
}

/// A way to the tree as it was when a mark had come about.
fn look_back(scene: &Scene, mark: &Mark) -> Html {
    let newest = scene.tree.newest.as_ref().map(|newest| newest.unix_days().0);
    let day = mark.time.map(|time| if time.form == Form::Moment { time.last() } else { time.first() });
    let day = day.filter(|day| newest.is_some_and(|newest| *day < newest));
    day.map(|day| {
        let day = shown(day);
        let attributes = [("type", "button"), ("class", "link"), ("data-act", ACT), ("data-value", &*day)];
        all([text(" "), el("button", &attributes, &[text(&format!("The tree as of {day}"))])])
    })
    .unwrap_or_default()
}

/// What cannot be true of a mark.
pub(super) fn contradictions(scene: &Scene, mark: &Mark) -> Html {
    let wrong = mark.contradictions.iter().filter_map(|at| scene.timeline.contradictions.get(*at));
    let said = wrong.map(|wrong| {
        let rule = link(&Address::of("rules", wrong.rule), wrong.rule);
        let words = [text("Contradiction: "), text(&wrong.message), text(" "), rule];
        el("span", &[("class", "contradiction"), ("dir", "auto")], &words)
    });
    all(said)
}

/// The plans, modules and people that a mark is about, each leading to its page.
pub(super) fn subjects(scene: &Scene, mark: &Mark) -> Html {
    let timeline = &scene.timeline;
    let plans = mark.plans.iter().map(|plan| named(&scene.tree, timeline.plans.name(*plan)));
    let modules = mark.modules.iter().map(|module| module_link(timeline.modules.name(*module)));
    // A meeting has its people in its note.
    let people = mark.people.iter().filter(|_| mark.people.len() <= 2);
    let people = people.map(|person| person_link(timeline.people.name(*person)));
    all(plans.chain(modules).chain(people).map(|subject| aside([subject])))
}

/// The kinds of marks that there are, each to be shown or left out.
pub(super) fn legend(scene: &Scene) -> Html {
    let grouping = scene.lanes.grouping;
    let is_here = |lanes: &[Grouping]| lanes.contains(&grouping);
    let mut rows = Vec::new();
    for info in KINDS.iter().filter(|info| is_here(info.lanes) || is_here(info.context)) {
        let count = scene.timeline.marks.iter().filter(|mark| mark.kind == info.kind).count();
        if count == 0 {
            continue;
        }
        let is_shown = !scene.selection.hidden.contains(&info.kind);
        let id = format!("kind-{}", info.name);
        let attributes = [
            ("type", "button"),
            ("id", &*id),
            ("class", "kind"),
            ("data-act", "kind"),
            ("data-value", info.name),
            ("aria-pressed", if is_shown { "true" } else { "false" }),
        ];
        let words = if count == 1 { info.label.to_owned() } else { plural(info.label) };
        let number = el("span", &[("class", "count")], &[text(&count.to_string())]);
        let parts = [legend_sign(info.shape, info.name), text(" "), number, text(" "), text(&words)];
        rows.push(el("li", &[], &[el("button", &attributes, &parts)]));
    }
    let title = el("h2", &[("id", "h-legend")], &[text("Marks")]);
    let hint = "A band is a date that is only known by its month, quarter or year; a pale end may lie anywhere in it. A triangle \
at a mark is a contradiction.";
    when(!rows.is_empty(), || {
        el(
            "section",
            &[("class", "timeline-kinds"), ("aria-labelledby", "h-legend")],
            &[title, el("ul", &[], &rows), el("p", &[("class", "hint")], &[text(hint)])],
        )
    })
}

/// What has no date: a lane of its own, beside the axis. Where nothing has one, how dates come about.
pub(super) fn undated(scene: &Scene) -> Html {
    let marks: Vec<&Mark> =
        scene.lanes.undated.iter().filter_map(|at| scene.timeline.marks.get(*at)).collect();
    let listed = when(!marks.is_empty(), || {
        let title = el("h2", &[("id", "h-undated")], &[text(&format!("Without a date ({})", marks.len()))]);
        let list = list(&marks, |mark| {
            let said = el("span", &[("dir", "auto")], &[text(&mark.text)]);
            let why = when(mark.when != "no date", || aside([text(&mark.when)]));
            entry([said, why, subjects(scene, mark), contradictions(scene, mark)], place(&mark.place))
        });
        el("section", &[("class", "answers"), ("aria-labelledby", "h-undated")], &[title, list])
    });
    let is_filtered = scene.lanes.all.is_empty() && !scene.selection.is_everything();
    let way_back = when(is_filtered, || {
        let attributes = [("type", "button"), ("class", "button"), ("data-act", "everything")];
        el("p", &[("class", "empty")], &[el("button", &attributes, &[text("Show everything")])])
    });
    all([way_back, when(scene.lanes.days.is_none() && !is_filtered, || teach(scene)), listed])
}

/// How something comes onto the axis, where nothing is on it.
fn teach(scene: &Scene) -> Html {
    let is_elsewhere = scene.timeline.span.is_some();
    if is_elsewhere {
        return el("p", &[("class", "empty")], &[text("Nothing here has a date; other lanes have some.")]);
    }
    let ways = [
        (
            "### ✅ SP01_name — Sep 2025",
            "a State Delta: the heading in the root’s _overview.md, with a month, a quarter or a day",
        ),
        (
            "start_at: 2025-01-14",
            "the start of a plan, in its frontmatter; last_updated says when its words were last true",
        ),
        (
            "exploration/meeting_2025_01_10.md",
            "a meeting, by the name or the title of its note, with its decisions",
        ),
        ("| Name | Role | Jan 2025 – onward |", "when somebody came and left, in a table of who takes part"),
        ("emergency_declared_at, invalidation_date", "an emergency, and what a later plan broke"),
    ];
    let rows = ways.map(|(form, what)| {
        let form = el("dt", &[], &[el("code", &[], &[text(form)])]);
        el("div", &[], &[form, el("dd", &[], &[text(what)])])
    });
    let words =
        "Nothing in this tree has a date, so there is no axis to draw it on. These bring something onto it:";
    let example =
        el("p", &[], &[text("The built-in sample, MedFlow, has all of them: open it from the start page.")]);
    el("div", &[("class", "timeline-teach")], &[el("p", &[], &[text(words)]), el("dl", &[], &rows), example])
}

/// The life of a lane in words, each step with its line and its reason.
pub(super) fn story(scene: &Scene) -> Html {
    let Some(lane) = scene.lane().and_then(|at| scene.lanes.lanes.get(at)) else { return Html::default() };
    let close = [
        ("type", "button"),
        ("class", "icon-button"),
        ("data-act", "lane"),
        ("data-value", &*lane.key),
        ("aria-label", "Close the life story"),
    ];
    let (number, name) = name_of(scene, lane);
    let title = if number.is_empty() { name } else { format!("{number} {name}") };
    let heading = el("h2", &[("dir", "auto")], &[text(&title)]);
    let page = match (scene.lanes.grouping, lane.kind) {
        (Grouping::Module, LaneKind::Member(_)) => Some(("module", "Page of the module")),
        (Grouping::Plan, LaneKind::Member(_)) => Some(("plan", "Page of the plan")),
        (Grouping::Person, LaneKind::Member(_)) => Some(("person", "Page of the person")),
        _ => None,
    };
    let page = page.map(|(view, words)| el("p", &[], &[link(&Address::of(view, &lane.key), words)]));
    let steps = match lane.kind {
        LaneKind::Member(member) => {
            let steps = story::of(&scene.timeline, &scene.tree.plan, scene.lanes.grouping, member);
            all(steps.iter().filter_map(|step| {
                let mark = scene.timeline.marks.get(step.mark)?;
                let by = step.plan.filter(|_| scene.lanes.grouping != Grouping::Plan);
                let by = by.map(|plan| all([text(" "), named(&scene.tree, scene.timeline.plans.name(plan))]));
                let why = step.reason.as_ref().map(|reason| {
                    let words = [text("Why: "), text(&reason.text), place(&reason.place)];
                    el("p", &[("class", "why"), ("dir", "auto")], &words)
                });
                // The lane bears the name already.
                let own = mark.text.strip_prefix(lane.name.as_str()).and_then(|rest| rest.strip_prefix(": "));
                let said = own.unwrap_or(&mark.text);
                Some(row(scene, mark, said, by.unwrap_or_default(), why.unwrap_or_default()))
            }))
        }
        _ => all(lane.marks.iter().filter_map(|placed| {
            let mark = scene.timeline.marks.get(placed.mark)?;
            Some(row(scene, mark, &mark.text, subjects(scene, mark), Html::default()))
        })),
    };
    let head =
        el("div", &[("class", "story-head")], &[heading, el("button", &close, &[icon(IconName::Close)])]);
    all([head, page.unwrap_or_default(), el("ol", &[], &[steps])])
}

fn row(scene: &Scene, mark: &Mark, said: &str, by: Html, why: Html) -> Html {
    let is_late = mark.first_day() > scene.timeline.day;
    let head = [
        el("span", &[("class", "date")], &[text(&mark.when)]),
        text(" "),
        el("span", &[("class", "tag")], &[text(mark.kind.info().label)]),
        by,
        when(mark.kind.is_of_delta(), || all([text(" "), status_mark(mark.status)])),
    ];
    let said = el(
        "p",
        &[("class", "said"), ("dir", "auto")],
        &[text(said), place(&mark.place), look_back(scene, mark)],
    );
    let attributes = [("data-late", if is_late { "true" } else { "" })];
    el("li", &attributes, &[el("p", &[], &head), said, why, contradictions(scene, mark)])
}
