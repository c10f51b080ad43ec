//! The picture in its frame: the axis and the names of the lanes stay where they are, the lanes scroll, and only what can
//! be seen is drawn.

use super::{Scene, State};
use crate::browser::clock;
use crate::browser::page;
use crate::browser::stage::{self, Drag, Seen};
use crate::html::{Html, all, el, text, when};
use crate::outline::label_of;
use crate::timeline::layout::Layout;
use crate::timeline::picture::{self, Picture, Window, mark_id};
use crate::timeline::scale::{Axis, Scale};
use crate::timeline::{Day, Grouping, Lane, LaneKind, shown, story};
use crate::widgets::{IconName, fill, icon};
use leptos::prelude::*;
use std::sync::Arc;

/// What scrolls.
pub(super) const SCROLL: &str = "timeline-scroll";
/// What is as large as the whole picture.
const CANVAS: &str = "timeline-canvas";
/// The axis, which stays above.
pub(super) const AXIS: &str = "timeline-axis";
const AXIS_WINDOW: &str = "timeline-axis-window";
/// The names of the lanes, which stay beside.
const NAMES: &str = "timeline-names";
/// The lanes.
pub(super) const MARKS: &str = "timeline-marks";
const WINDOW: &str = "timeline-window";
const BRUSH: &str = "timeline-brush";

/// How many times as wide a day becomes with one step of zooming.
pub(super) const STEP: f64 = 1.5;
/// How high the axis is; the style sheet says the same.
const AXIS_PX: f64 = 40.0;
/// How much more than can be seen is drawn: what scrolling comes to next.
const MORE: (f64, f64) = (0.2, 160.0);

/// What was drawn last.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    layout: Option<Layout>,
    /// What it is the layout of, by where that lies in memory.
    scene: usize,
    window: Window,
    /// The corner of what could be seen then.
    seen: (f64, f64),
    /// How wide the frame was.
    width: f64,
    /// What was zoomed around last.
    anchor: Anchor,
    /// The names that stand beside it: they stay as they are while only days become wider.
    names: Html,
}

/// The place that stays where it is while somebody zooms on and on. Browsers scroll by whole px, so it is remembered.
#[derive(Clone, Copy, Debug, Default)]
struct Anchor {
    /// Where it is in the frame, in px.
    at: f64,
    /// The day, with its fraction, counted from the first.
    day: f64,
    /// How far the frame was scrolled then.
    left: f64,
}

/// How much is drawn again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Redraw {
    /// Everything has changed.
    All,
    /// Everything has, and may again in the next frame: only what can be seen is drawn.
    Sight,
    /// Everything does, frame after frame: only what can be seen is drawn, without its words.
    Moving,
    /// Nothing has changed, but what was drawn in passing is drawn whole.
    Rest,
    /// Only what has come into sight.
    Missing,
}

/// The frame, empty.
pub(super) fn frame() -> Html {
    let part = |id: &'static str| el("div", &[("id", id)], &[]);
    let marks = [
        ("id", MARKS),
        ("tabindex", "0"),
        ("role", "listbox"),
        ("aria-label", "Marks in their lanes"),
        ("aria-describedby", "timeline-keys"),
    ];
    let canvas = el(
        "div",
        &[("id", CANVAS)],
        &[
            el("div", &[("id", "timeline-corner")], &[text("Lane")]),
            el("div", &[("id", AXIS), ("title", "Drag to choose a span")], &[part(AXIS_WINDOW), part(BRUSH)]),
            part(NAMES),
            el("div", &marks, &[part(WINDOW)]),
        ],
    );
    let scroll = [("id", SCROLL), ("class", "timeline-scroll"), ("dir", "ltr")];
    let keys = "Arrow keys go from mark to mark, Enter opens the line, + and − zoom, 0 shows all days, Space tells the life of \
the lane, F folds it.";
    let frame = [
        el("div", &scroll, &[canvas]),
        el("p", &[("id", "timeline-said"), ("class", "timeline-said")], &[]),
        el("p", &[("id", "timeline-keys"), ("class", "timeline-keys hint")], &[text(keys)]),
    ];
    el("div", &[("class", "timeline-picture")], &frame)
}

/// The scale that the days are shown at, and how wide the place for them is.
fn scale(state: State, scene: &Scene) -> Option<(Scale, f64)> {
    let (first, last) = scene.lanes.days?;
    let seen = stage::seen(SCROLL)?;
    let names = stage::offset(MARKS);
    let room = room(seen.width - names);
    let axis = if scene.lanes.grouping == Grouping::Quarter { Axis::Quarter } else { Axis::Calendar };
    let fitting = Scale::fitting(first, last, room, axis);
    let scale = match state.day_px.get_untracked() {
        Some(day_px) if axis == Axis::Calendar => fitting.with_day_px(day_px),
        _ => fitting,
    };
    Some((scale, names))
}

/// How wide all days are when they fit: behind the last there is room for words.
fn room(width: f64) -> f64 {
    (width - tail(width)).max(120.0)
}

/// The room behind the last day.
fn tail(width: f64) -> f64 {
    (width / 6.0).clamp(18.0, 130.0)
}

fn laid_out(state: State, scene: &Scene, scale: Scale) -> Layout {
    state
        .folded
        .with_untracked(|folded| Layout::of(&scene.timeline, &scene.lanes, scale, &|key| folded.holds(key)))
}

/// The days that are marked with a line: the stated one, and today when that is another.
fn days(scene: &Scene) -> Vec<(Day, String, &'static str)> {
    let stated = scene.timeline.day;
    let today = clock::today().unix_days().0;
    let mut days = vec![(stated, format!("as of {}", shown(stated)), "day")];
    if today == stated {
        days = vec![(today, "today".to_owned(), "day")];
    } else {
        days.push((today, "today".to_owned(), "today"));
    }
    days
}

/// Whether zooming has drawn already what is to be drawn now.
pub(super) fn is_zoomed(state: State) -> bool {
    let scene = state.scene.with(|scene| scene.as_ref().map_or(0, |scene| Arc::as_ptr(scene).addr()));
    let is_zoomed = state.is_zoomed.try_update_value(std::mem::take) == Some(true);
    is_zoomed && state.drawn.with_value(|drawn| drawn.scene == scene)
}

/// Draws what can be seen and is not drawn yet.
pub(super) fn draw(state: State, redraw: Redraw) {
    // The view may be gone when a frame that was asked for comes.
    let scene = state.scene.try_get_untracked().flatten().filter(|scene| !scene.is_table);
    let Some(scene) = scene else { return };
    let Some((scale, names)) = scale(state, &scene) else { return clear(state) };
    let Some(seen) = stage::seen(SCROLL) else { return };
    let width = seen.width - names;
    let fits =
        state.drawn.try_with_value(|drawn| drawn.layout.is_some() && (drawn.width - width).abs() < 0.5);
    if redraw == Redraw::All || fits != Some(true) {
        lay_out(state, &scene, scale, names, width);
    }
    let Some(seen) = stage::seen(SCROLL) else { return };
    draw_seen(state, &scene, redraw, seen, names);
}

/// Draws what can be seen of the picture that has been laid out, as far as it is not drawn yet.
fn draw_seen(state: State, scene: &Scene, redraw: Redraw, seen: Seen, names: f64) {
    let view = Window {
        x: seen.left,
        y: seen.top,
        width: (seen.width - names).max(1.0),
        height: (seen.height - AXIS_PX).max(1.0),
    };
    state.drawn.update_value(|drawn| {
        let Some(layout) = &drawn.layout else { return };
        let end = (layout.scale.width() + tail(view.width), f64::from(layout.height));
        let is_drawn = drawn.window.holds(&within(view, end));
        if is_drawn && redraw == Redraw::Missing {
            return;
        }
        let wide = with_more(view, drawn.seen, redraw);
        drawn.seen = (view.x, view.y);
        drawn.window = within(wide, end);
        let is_mute = redraw == Redraw::Moving;
        paint(state, scene, layout, drawn.window, is_mute, &mut drawn.names);
    });
    show_active(state);
}

/// Gives everything its place, and the picture its size, which it tells.
fn lay_out(state: State, scene: &Scene, scale: Scale, names: f64, width: f64) -> (f64, f64) {
    let layout = laid_out(state, scene, scale);
    let whole = (names + layout.scale.width() + tail(width)).floor();
    let size = (whole, f64::from(layout.height) + AXIS_PX);
    page::set_style(CANVAS, "width", &format!("{whole}px"));
    page::set_style(MARKS, "height", &format!("{}px", layout.height));
    state.drawn.update_value(|drawn| {
        let (window, scene) = (Window::default(), std::ptr::from_ref(scene).addr());
        let names = std::mem::take(&mut drawn.names);
        *drawn = Drawn { layout: Some(layout), scene, window, width, names, ..std::mem::take(drawn) }
    });
    size
}

/// What can be seen with some more around it, where scrolling comes to next: where it goes already, ahead.
fn with_more(view: Window, before: (f64, f64), redraw: Redraw) -> Window {
    if matches!(redraw, Redraw::Sight | Redraw::Moving) {
        return view;
    }
    let sides = |moved: f64, more: f64| match redraw == Redraw::Missing && moved != 0.0 {
        true if moved > 0.0 => (0.0, more),
        true => (more, 0.0),
        false => (more, more),
    };
    let (left, right) = sides(view.x - before.0, view.width * MORE.0);
    let (above, below) = sides(view.y - before.1, MORE.1);
    Window {
        x: view.x - left,
        y: view.y - above,
        width: view.width + left + right,
        height: view.height + above + below,
    }
}

/// The part of a window that is within the picture.
fn within(window: Window, (width, height): (f64, f64)) -> Window {
    let x = window.x.clamp(0.0, width).floor();
    let y = window.y.clamp(0.0, height).floor();
    let right = (window.x + window.width).clamp(x, width.max(x));
    let bottom = (window.y + window.height).clamp(y, height.max(y));
    Window { x, y, width: (right - x).ceil(), height: (bottom - y).ceil() }
}

fn paint(state: State, scene: &Scene, layout: &Layout, window: Window, is_mute: bool, beside: &mut Html) {
    let days = days(scene);
    let picture = Picture {
        timeline: &scene.timeline,
        lanes: &scene.lanes,
        layout,
        days: &days,
        active: state.active.get_untracked(),
        compared: &scene.compared,
        is_mute,
    };
    fill(WINDOW, picture.lanes(window));
    fill(AXIS_WINDOW, picture.axis(window.x, window.width, AXIS_PX));
    let names = names(scene, layout, window);
    if names != *beside {
        beside.clone_from(&names);
        fill(NAMES, names);
    }
    for id in [WINDOW, AXIS_WINDOW] {
        page::set_style(id, "left", &format!("{}px", window.x));
    }
    page::set_style(WINDOW, "top", &format!("{}px", window.y));
}

fn clear(state: State) {
    state.drawn.update_value(|drawn| drawn.names = Html::default());
    for id in [WINDOW, AXIS_WINDOW, NAMES] {
        fill(id, Html::default());
    }
    page::set_style(MARKS, "height", "0px");
}

/// The names of the lanes that can be seen, each as high as its lane.
fn names(scene: &Scene, layout: &Layout, window: Window) -> Html {
    let visible = layout.visible(window.y as i32, (window.y + window.height) as i32);
    let above = layout.lanes.get(visible.start).map_or(0, |lane| lane.top);
    let spacer = |height: i32| {
        let height = height.to_string();
        el("svg", &[("width", "1"), ("height", &*height), ("aria-hidden", "true")], &[])
    };
    let told = scene.lane();
    let rows = visible.filter_map(|at| {
        let (place, lane) = (layout.lanes.get(at)?, scene.lanes.lanes.get(at)?);
        let fold_id = format!("fold-{at}");
        let open = if place.is_folded { "false" } else { "true" };
        let (number, name) = name_of(scene, lane);
        let spoken = if number.is_empty() { name.clone() } else { format!("{number} {name}") };
        let label = format!("Lane {spoken}");
        let fold = [
            ("type", "button"),
            ("id", &*fold_id),
            ("class", "fold"),
            ("tabindex", "-1"),
            ("data-act", "fold"),
            ("data-value", &*lane.key),
            ("aria-expanded", open),
            ("aria-label", &*label),
        ];
        let is_told = told == Some(at);
        let title = format!("{spoken}: {}", crate::counted::counted(lane.marks.len(), "mark"));
        let tell = [
            ("type", "button"),
            ("class", "name"),
            ("tabindex", "-1"),
            ("data-act", "lane"),
            ("data-value", &*lane.key),
            ("aria-pressed", if is_told { "true" } else { "false" }),
            ("title", &*title),
            ("dir", "auto"),
        ];
        let number =
            when(!number.is_empty(), || el("span", &[("class", "number")], &[text(&number), text(" ")]));
        let row = [
            spacer(place.height),
            el("button", &fold, &[icon(IconName::Chevron)]),
            el("button", &tell, &[number, el("span", &[], &[text(&name)])]),
        ];
        let attributes = [("class", "lane-name"), ("data-told", if is_told { "true" } else { "" })];
        Some(el("div", &attributes, &row))
    });
    all([spacer(above), all(rows)])
}

/// The number and the name of a lane.
pub(super) fn name_of(scene: &Scene, lane: &Lane) -> (String, String) {
    if let (Grouping::Plan, LaneKind::Member(member)) = (scene.lanes.grouping, lane.kind) {
        let known = scene.timeline.plans.get(member).and_then(|known| known.known);
        if let Some(item) = known.and_then(|at| scene.tree.plan.items.get(at)) {
            let (number, label) = label_of(item);
            return (number.unwrap_or_default(), label);
        }
    }
    (String::new(), lane.name.clone())
}

/// Zooms around a place, in px from the left edge of the frame; around the middle when there is none.
pub(super) fn zoom(state: State, factor: f64, at: Option<f64>) {
    let Some(scene) = state.scene.get_untracked().filter(|scene| scene.lanes.grouping != Grouping::Quarter)
    else {
        return;
    };
    let (Some((scale, names)), Some(seen)) = (scale(state, &scene), stage::seen(SCROLL)) else { return };
    let at = at.map_or((seen.width - names) / 2.0, |at| (at - names).max(0.0));
    let anchor = state.drawn.with_value(|drawn| drawn.anchor);
    let is_same = (anchor.at - at).abs() < 1.0 && (anchor.left - seen.left).abs() < 1.0;
    let day = if is_same { anchor.day } else { (seen.left + at) / scale.day_px };
    // All days at once is as far out as it goes.
    let fitting = Scale::fitting(scale.first, scale.last, room(seen.width - names), scale.axis);
    let wanted = (scale.day_px * factor).max(fitting.day_px.min(scale.day_px));
    let zoomed = scale.with_day_px(wanted);
    let is_all = zoomed.day_px <= fitting.day_px * 1.001;
    let day_px = if is_all { None } else { Some(zoomed.day_px) };
    // What follows from it is done here, once.
    state.is_zoomed.set_value(state.day_px.get_untracked() != day_px);
    state.day_px.set(day_px);
    let whole = lay_out(state, &scene, zoomed, names, seen.width - names);
    // The place under the pointer stays. Where that is follows from what is laid out: the browser is asked to lay out once,
    // when all of it is there.
    let to = |px: f64, whole: f64, seen: f64| px.round().clamp(0.0, (whole - seen).max(0.0));
    let left = to(day * zoomed.day_px - at, whole.0, seen.width);
    let top = to(seen.top, whole.1, seen.height);
    state.drawn.update_value(|drawn| drawn.anchor = Anchor { at, day, left });
    // Once it is drawn as it is; whoever goes on gets their words back when they rest.
    let is_moving = state.rest.try_with_value(|rest| rest.is_moving()) == Some(true);
    let redraw = if is_moving { Redraw::Moving } else { Redraw::Sight };
    draw_seen(state, &scene, redraw, Seen { left, top, ..seen }, names);
    stage::scroll_to(SCROLL, left, top);
    state.rest.try_with_value(|rest| rest.moved(move || draw(state, Redraw::Rest)));
}

/// Moves the picture with the pointer.
pub(super) fn pan((dx, dy): (f64, f64)) {
    if let Some(seen) = stage::seen(SCROLL) {
        stage::scroll_to(SCROLL, seen.left - dx, seen.top - dy);
    }
}

/// Marks a span on the axis, and shows it when the pointer is lifted.
pub(super) fn brush(state: State, drag: Drag) {
    let Some(scene) = state.scene.get_untracked().filter(|scene| scene.lanes.grouping != Grouping::Quarter)
    else {
        return;
    };
    let (from, to) = (drag.from_x.min(drag.x).max(0.0), drag.from_x.max(drag.x));
    if !drag.is_over {
        page::set_style(BRUSH, "left", &format!("{from}px"));
        page::set_style(BRUSH, "width", &format!("{}px", to - from));
        return;
    }
    page::set_style(BRUSH, "width", "0px");
    let Some((scale, _)) = scale(state, &scene).filter(|_| to - from > 8.0) else { return };
    let (first, last) = (scale.day(from).max(scale.first), scale.day(to).min(scale.last));
    let address =
        state.workspace.address.get_untracked().with("from", &shown(first)).with("to", &shown(last));
    state.workspace.replace(address);
}

/// Puts the mark that the keyboard is at into sight and names it.
fn show_active(state: State) {
    let active = state.active.get_untracked();
    let id = active.map(|(lane, at)| mark_id(lane, at));
    page::set_attribute(MARKS, "aria-activedescendant", id.as_deref());
}

/// Scrolls to the mark that the keyboard is at.
pub(super) fn reveal(state: State, (lane, at): super::Place) {
    let names = stage::offset(MARKS);
    let Some(seen) = stage::seen(SCROLL) else { return };
    let place = state.drawn.with_value(|drawn| {
        let placed = drawn.layout.as_ref()?.marks_of(lane).get(at).copied()?;
        Some((placed.extent, f64::from(placed.y)))
    });
    let Some(((left, right), y)) = place else { return };
    let (width, height) = (seen.width - names, seen.height - AXIS_PX);
    let mut to = (seen.left, seen.top);
    if left < seen.left || right.min(left + width) > seen.left + width {
        to.0 = left - width / 4.0;
    }
    if y - 20.0 < seen.top {
        to.1 = y - 40.0;
    } else if y + 20.0 > seen.top + height {
        to.1 = y + 40.0 - height;
    }
    if to != (seen.left, seen.top) {
        stage::scroll_to(SCROLL, to.0, to.1);
    }
}

/// The whole picture for elsewhere.
pub(super) fn whole(state: State, scene: &Arc<Scene>) -> Option<(String, f64, f64)> {
    let (scale, _) = scale(state, scene)?;
    // Wide enough to be read on paper, whatever the window is.
    let scale = scale.with_day_px(scale.day_px.max(1100.0 / (scale.last - scale.first + 1).max(1) as f64));
    let layout = laid_out(state, scene, scale);
    let days = days(scene);
    let picture = Picture {
        timeline: &scene.timeline,
        lanes: &scene.lanes,
        layout: &layout,
        days: &days,
        active: None,
        compared: &scene.compared,
        is_mute: false,
    };
    let title = format!("{}: timeline", scene.tree.title);
    Some(picture::whole(&picture, &title, &story::answer(&scene.timeline)))
}

/// Shows all days.
pub(super) fn fit(state: State) {
    state.day_px.set(None);
    let address = state.workspace.address.get_untracked();
    if address.setting("from").is_some() || address.setting("to").is_some() {
        state.workspace.replace(address.with("from", "").with("to", ""));
    }
}
