//! What a tree tells of time, as lanes on an axis: zoomed, narrowed, folded, with the life of a lane in words beside it and
//! a table that says the same.

mod beside;
mod keys;
mod stage;
mod table;

use super::View;
use super::contents::page_header;
use super::day::as_of;
use super::later::later;
use crate::address::Address;
use crate::browser::stage::{Pointers, Rest, on_drag, on_zoom};
use crate::browser::{frames, page, picture as pictures};
use crate::compare::Marks;
use crate::counted::counted;
use crate::findings::Finding;
use crate::html::{Html, all, el, text};
use crate::timeline::{Grouping, Lanes, Selection, Timeline, is_of_time, shown};
use crate::widgets::{IconName, asked, effect, handle, icon, live_fill, markup};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// `#/timeline`.
pub const VIEW: View = View {
    name: "timeline",
    rail: Some(("Timeline", IconName::Timeline)),
    title: |_, _| "Timeline".to_owned(),
    draw: later!(timeline, || draw(use_workspace())),
};

/// The grouping buttons: the value in the link, the words.
const GROUPS: [(Grouping, &str); 4] = [
    (Grouping::Module, "Modules"),
    (Grouping::Plan, "Plans"),
    (Grouping::Person, "People"),
    (Grouping::Quarter, "Quarters"),
];

/// More lanes than these are folded at first.
const MOST_OPEN_LANES: usize = 120;

/// The fields that narrow, each with its key in the link.
const FIELDS: [(&str, &str); 3] = [("timeline-text", "q"), ("timeline-from", "from"), ("timeline-to", "to")];

/// What is drawn, as far as the link and the tree say it.
#[derive(Debug)]
struct Scene {
    tree: Arc<Tree>,
    timeline: Arc<Timeline>,
    lanes: Lanes,
    /// The marks that are new or otherwise in what the tree is compared with.
    compared: BTreeSet<usize>,
    selection: Selection,
    /// The lane whose life is told, by its key.
    focus: Option<String>,
    is_table: bool,
}

impl Scene {
    /// The position of the lane whose life is told.
    fn lane(&self) -> Option<usize> {
        self.lanes.find(self.focus.as_deref()?)
    }
}

/// Which lanes are folded: all or none, but for some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Folded {
    all: bool,
    other: BTreeSet<String>,
}

impl Folded {
    fn holds(&self, key: &str) -> bool {
        self.all != self.other.contains(key)
    }

    fn toggle(&mut self, key: &str) {
        if !self.other.remove(key) {
            self.other.insert(key.to_owned());
        }
    }
}

/// A mark by its lane and its position there.
type Place = (usize, usize);

/// What the view remembers.
#[derive(Clone, Copy)]
struct State {
    workspace: Workspace,
    scene: RwSignal<Option<Arc<Scene>>>,
    /// How wide a day is; nothing when all days fit.
    day_px: RwSignal<Option<f64>>,
    folded: RwSignal<Folded>,
    /// The mark that the keyboard is at.
    active: RwSignal<Option<Place>>,
    /// Rows that the table shows.
    rows: RwSignal<usize>,
    drawn: StoredValue<stage::Drawn, LocalStorage>,
    /// Whether somebody is zooming.
    rest: StoredValue<Rest, LocalStorage>,
    /// Whether the picture has been drawn already for the width of a day that has just been set.
    is_zoomed: StoredValue<bool>,
}

fn draw(workspace: Workspace) -> AnyView {
    let state = State {
        workspace,
        scene: RwSignal::new(None),
        day_px: RwSignal::new(None),
        folded: RwSignal::new(Folded::default()),
        active: RwSignal::new(None),
        rows: RwSignal::new(table::PAGE_ROWS),
        drawn: StoredValue::new_local(stage::Drawn::default()),
        rest: StoredValue::new_local(Rest::default()),
        is_zoomed: StoredValue::new(false),
    };
    keep_scene(state);
    keep_tools(state);
    live_fill("timeline-answer", move || {
        state.scene.get().map(|scene| beside::answer(&scene)).unwrap_or_default()
    });
    live_fill("timeline-day", move || as_of(workspace));
    live_fill("timeline-story", move || {
        state.scene.get().map(|scene| beside::story(&scene)).unwrap_or_default()
    });
    live_fill("timeline-legend", move || {
        state.scene.get().map(|scene| beside::legend(&scene)).unwrap_or_default()
    });
    live_fill("timeline-undated", move || {
        state.scene.get().map(|scene| beside::undated(&scene)).unwrap_or_default()
    });
    live_fill("timeline-table", move || {
        let scene = state.scene.get().filter(|scene| scene.is_table);
        scene.map(|scene| table::table(&scene, state.rows.get())).unwrap_or_default()
    });
    effect(move || {
        let said = state.scene.with(|scene| scene.as_ref().map(|scene| hits(scene)));
        page::set_text("timeline-hits", &said.unwrap_or_default());
    });
    // The picture is drawn again when anything of it changes, and when it is moved.
    effect(move || {
        state.scene.track();
        state.day_px.track();
        state.folded.track();
        state.active.track();
        if stage::is_zoomed(state) {
            return;
        }
        stage::draw(state, stage::Redraw::All);
        // What stands beside it may have taken room, or given some back.
        frames::before_next_frame(move || stage::draw(state, stage::Redraw::Missing));
    });
    handle("", &["resize"], move |_| stage::draw(state, stage::Redraw::All));
    let scrolled = StoredValue::new_local(None);
    let gestures = StoredValue::new_local(Vec::new());
    effect(move || {
        scrolled
            .set_value(page::on_scroll_of(stage::SCROLL, move || stage::draw(state, stage::Redraw::Missing)));
        let mut listeners = on_zoom(stage::SCROLL, move |zoom| stage::zoom(state, zoom.factor, Some(zoom.x)));
        listeners.extend(on_drag(stage::MARKS, Pointers::Mouse, move |drag| stage::pan(drag.by)));
        listeners.extend(on_drag(stage::AXIS, Pointers::All, move |drag| stage::brush(state, drag)));
        gestures.set_value(listeners);
    });
    on_cleanup(move || {
        drop(scrolled.try_update_value(|held| held.take()));
        drop(gestures.try_update_value(std::mem::take));
    });
    handle("timeline", &["click", "keydown", "pointerover", "focusin"], move |event| {
        match event.type_().as_str() {
            "keydown" => keys::press(state, event),
            "click" => match asked(event) {
                Some((act, value)) => perform(state, &act, &value),
                None => beside::follow(state, event),
            },
            // What passes below the pointer while somebody zooms is not pointed at.
            _ if state.rest.try_with_value(Rest::is_moving) == Some(true) => {}
            _ => beside::point(state, event),
        }
    });
    let part = |id: &'static str| el("div", &[("id", id), ("class", "markup")], &[]);
    let answer = el("p", &[("id", "timeline-answer"), ("class", "answer")], &[]);
    let hits = [("id", "timeline-hits"), ("class", "hint"), ("role", "status")];
    let parts = [
        page_header(Html::default(), "Timeline", all([answer, part("timeline-day")])),
        tools(),
        el("p", &hits, &[]),
        el(
            "div",
            &[("class", "timeline-columns")],
            &[
                el(
                    "div",
                    &[("class", "timeline-main")],
                    &[
                        stage::frame(),
                        part("timeline-table"),
                        part("timeline-legend"),
                        part("timeline-undated"),
                    ],
                ),
                el(
                    "aside",
                    &[("id", "timeline-story"), ("class", "timeline-story"), ("aria-label", "Life story")],
                    &[],
                ),
            ],
        ),
    ];
    markup(el("div", &[("id", "timeline"), ("class", "timeline")], &parts))
}

/// Keeps what is drawn true to the tree, its findings, the day and the link.
fn keep_scene(state: State) {
    let workspace = state.workspace;
    let findings = Memo::new(move |_| {
        workspace.report.with(|report| {
            report.findings.iter().filter(|finding| is_of_time(finding)).cloned().collect::<Vec<Finding>>()
        })
    });
    let timeline: RwSignal<Option<(Arc<Tree>, Arc<Timeline>)>> = RwSignal::new(None);
    effect(move || {
        // The timeline shows all of time, whatever day the rest of the page is shown of.
        let made = workspace.past.known.get().map(|tree| {
            let day = workspace.day.get().date;
            let made = findings.with(|findings| Timeline::of(&tree.inquiry(&day), findings));
            (tree, Arc::new(made))
        });
        timeline.set(made);
    });
    effect(move || {
        let address = workspace.address.get();
        let Some((tree, timeline)) = timeline.get().filter(|_| address.view == VIEW.name) else { return };
        let asked = address.setting("group").and_then(Grouping::by_name);
        let grouping = asked.unwrap_or_else(|| Grouping::telling(&timeline));
        let selection = match (workspace.kept.get(), workspace.tree.get()) {
            (Some(kept), Some(shown)) => Selection::of(&address).under(&timeline, &shown.plan, &kept),
            _ => Selection::of(&address),
        };
        let lanes = Lanes::of(&timeline, grouping, &selection);
        workspace.tell_shown(VIEW.name, lanes.all.len(), lanes.of, "mark");
        let compared =
            workspace.compared().map(|compared| changed(&timeline, &compared.marks)).unwrap_or_default();
        let before = state.scene.get_untracked();
        let is_other = before.is_none_or(|before| {
            before.lanes.grouping != grouping
                || before.selection.from != selection.from
                || before.selection.to != selection.to
        });
        if is_other {
            let folded = Folded { all: lanes.lanes.len() > MOST_OPEN_LANES, other: BTreeSet::new() };
            state.folded.set(folded);
            state.day_px.set(None);
        }
        state.active.set(None);
        state.rows.set(table::PAGE_ROWS);
        let focus = address.setting("focus").map(str::to_owned);
        let is_table = address.setting("mode") == Some("table");
        state.scene.set(Some(Arc::new(Scene {
            tree,
            timeline,
            lanes,
            compared,
            selection,
            focus,
            is_table,
        })));
    });
}

/// The marks that a comparison says something of: at their own line, or of the plan that they span.
fn changed(timeline: &Timeline, marks: &Marks) -> BTreeSet<usize> {
    let is_changed = |mark: &crate::timeline::Mark| {
        let of_plan = || {
            let plan = mark.plans.first().and_then(|plan| timeline.plans.get(*plan))?;
            marks.item(&plan.name)
        };
        let own = crate::plan::Place { path: mark.place.path.clone(), line: mark.entry_line };
        marks.line(&mark.place).or_else(|| marks.line(&own)).is_some()
            || (mark.kind == crate::timeline::Kind::Plan && of_plan().is_some())
    };
    (0..timeline.marks.len()).filter(|at| timeline.marks.get(*at).is_some_and(is_changed)).collect()
}

/// How much is shown, for those who do not see it.
fn hits(scene: &Scene) -> String {
    let lanes = scene.lanes.lanes.len();
    let marks = scene.lanes.all.len();
    if marks == 0 && !scene.selection.is_everything() {
        return "Nothing matches the filter.".to_owned();
    }
    if marks == 0 {
        return String::new();
    }
    let lane = match scene.lanes.grouping {
        Grouping::Module => "lane",
        Grouping::Plan => "plan",
        Grouping::Person => "person",
        Grouping::Quarter => "quarter",
    };
    let undated = match scene.lanes.undated.len() {
        0 => String::new(),
        count => format!(", {count} of them without a date"),
    };
    let span = match (scene.selection.from, scene.selection.to) {
        (None, None) => String::new(),
        (from, to) => format!(
            ", {}{}",
            from.map(|from| format!("from {}", shown(from))).unwrap_or_default(),
            to.map(|to| format!(" to {}", shown(to))).unwrap_or_default()
        ),
    };
    format!("{} in {}{span}{undated}.", counted(marks, "mark"), counted(lanes, lane))
}

fn tools() -> Html {
    let search = [
        ("id", "timeline-text"),
        ("type", "search"),
        ("placeholder", "Filter by words, plan, module or person"),
        ("aria-label", "Filter the timeline by words"),
        ("autocomplete", "off"),
    ];
    let button = |id: &str, act: &str, value: &str, words: &str, title: &str| {
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("id", id),
            ("data-act", act),
            ("data-value", value),
            ("title", title),
        ];
        el("button", &attributes, &[text(words)])
    };
    let groups = GROUPS.map(|(grouping, words)| {
        button(&format!("timeline-by-{}", grouping.name()), "group", grouping.name(), words, "")
    });
    let date = |id: &'static str, label: &'static str| {
        let field = [("id", id), ("type", "date"), ("aria-label", label), ("title", label)];
        all([el("span", &[("aria-hidden", "true")], &[text(label)]), el("input", &field, &[])])
    };
    let icon_button = |act: &str, label: &str, drawing: Html| {
        let attributes = [
            ("type", "button"),
            ("class", "icon-button"),
            ("data-act", act),
            ("aria-label", label),
            ("title", label),
        ];
        el("button", &attributes, &[drawing])
    };
    let parts = [
        el("div", &[("class", "timeline-search")], &[icon(IconName::Search), el("input", &search, &[])]),
        el("div", &[("class", "groups"), ("role", "group"), ("aria-label", "Lanes")], &groups),
        el(
            "div",
            &[("class", "timeline-span"), ("role", "group"), ("aria-label", "Span")],
            &[
                date("timeline-from", "From"),
                date("timeline-to", "To"),
                button("timeline-all", "all", "", "All time", "Show all days"),
            ],
        ),
        el(
            "div",
            &[("class", "timeline-zoom"), ("role", "group"), ("aria-label", "Zoom")],
            &[
                icon_button("out", "Zoom out (−)", text("−")),
                icon_button("in", "Zoom in (+)", text("+")),
                icon_button("fold-all", "Fold or unfold all lanes", icon(IconName::Fold)),
            ],
        ),
        el(
            "div",
            &[("class", "timeline-ways"), ("role", "group"), ("aria-label", "Elsewhere")],
            &[
                button("timeline-mode", "mode", "table", "Table", "Show the same as a table"),
                button("", "svg", "", "SVG", "Save the picture as SVG"),
                button("", "png", "", "PNG", "Save the picture as PNG"),
                button("", super::graph::COPY_PICTURE, "", "Copy", "Copy the picture as PNG"),
                icon_button("print", "Print", icon(IconName::Print)),
            ],
        ),
    ];
    el("div", &[("id", "timeline-tools"), ("class", "timeline-tools")], &parts)
}

/// Keeps the fields true to the link, and the link to the fields.
fn keep_tools(state: State) {
    let workspace = state.workspace;
    effect(move || {
        let Some(scene) = state.scene.get() else { return };
        let address = workspace.address.get_untracked();
        for (id, key) in FIELDS {
            // A field of days holds days: the first of the span, and its last.
            let value = match key {
                "from" => scene.selection.from.map(shown).unwrap_or_default(),
                "to" => scene.selection.to.map(shown).unwrap_or_default(),
                _ => address.setting(key).unwrap_or_default().to_owned(),
            };
            if !page::has_focus(id) || key == "q" {
                page::set_value(id, &value);
            }
        }
        for (grouping, _) in GROUPS {
            let said = if grouping == scene.lanes.grouping { "true" } else { "false" };
            page::set_attribute(&format!("timeline-by-{}", grouping.name()), "aria-pressed", Some(said));
        }
        let said = if scene.is_table { "true" } else { "false" };
        page::set_attribute("timeline-mode", "aria-pressed", Some(said));
        page::set_attribute("timeline", "data-mode", Some(if scene.is_table { "table" } else { "picture" }));
        page::set_attribute(
            "timeline",
            "data-empty",
            Some(if scene.lanes.days.is_none() { "true" } else { "false" }),
        );
        page::set_attribute(
            "timeline",
            "data-focus",
            Some(if scene.lane().is_some() { "true" } else { "false" }),
        );
    });
    handle("timeline-tools", &["input", "change"], move |event| {
        let field = page::around(event, "[id]").map(|field| field.id());
        let known = FIELDS.into_iter().find(|(id, _)| field.as_deref() == Some(id));
        // A day that is still being typed is none; it counts when it is whole.
        let Some((id, key)) = known.filter(|(_, key)| *key == "q" || event.type_() == "change") else {
            return;
        };
        set(state, key, &page::value(id));
    });
}

/// Changes a setting of the link.
fn set(state: State, key: &str, value: &str) {
    state.workspace.replace(state.workspace.address.get_untracked().with(key, value));
}

/// Does what a button says.
fn perform(state: State, act: &str, value: &str) {
    let workspace = state.workspace;
    let Some(scene) = state.scene.get_untracked() else { return };
    match act {
        "group" => {
            let address = workspace.address.get_untracked().with("group", value).with("focus", "");
            workspace.replace(address);
        }
        "all" => {
            let address = workspace.address.get_untracked().with("from", "").with("to", "");
            workspace.replace(address);
            state.day_px.set(None);
        }
        "in" => stage::zoom(state, stage::STEP, None),
        "out" => stage::zoom(state, 1.0 / stage::STEP, None),
        "fold" => {
            state.folded.update(|folded| folded.toggle(value));
            frames::before_next_frame({
                let id = format!("fold-{}", scene.lanes.find(value).unwrap_or_default());
                move || page::focus(&id)
            });
        }
        "fold-all" => state.folded.update(|folded| {
            *folded = Folded { all: !folded.all, other: BTreeSet::new() };
        }),
        "lane" => {
            let is_told = scene.focus.as_deref() == Some(value);
            set(state, "focus", if is_told { "" } else { value });
        }
        "kind" => {
            let mut hidden = scene.selection.hidden.clone();
            let kinds = crate::timeline::KINDS.iter().filter(|info| info.name == value).map(|info| info.kind);
            for kind in kinds {
                match hidden.iter().position(|known| *known == kind) {
                    Some(at) => drop(hidden.remove(at)),
                    None => hidden.push(kind),
                }
            }
            set(state, "hide", &Selection::hide(&hidden));
            let id = format!("kind-{value}");
            frames::before_next_frame(move || page::focus(&id));
        }
        "mode" => set(state, "mode", if scene.is_table { "" } else { "table" }),
        "rows" => {
            state.rows.update(|rows| *rows += table::PAGE_ROWS);
            let first = value.to_owned();
            frames::before_next_frame(move || page::focus(&first));
        }
        "everything" => {
            workspace.replace(Address::view(VIEW.name).with("group", scene.lanes.grouping.name()))
        }
        "svg" | "png" | super::graph::COPY_PICTURE => {
            let Some((svg, width, height)) = stage::whole(state, &scene) else {
                return workspace.announce("There is nothing to be drawn.");
            };
            let name = format!("timeline-{}", scene.lanes.grouping.name());
            if act == "svg" {
                pictures::save_svg(&name, &svg);
            } else if act == "png" {
                pictures::save_png(&name, &svg, (width, height), move |why| workspace.announce(why));
            } else {
                pictures::copy_png(&svg, (width, height), move |said| workspace.announce(said));
            }
        }
        "print" => page::print(),
        _ => {}
    }
}
