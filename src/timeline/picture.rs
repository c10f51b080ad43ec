//! The picture of a timeline as SVG: the part of it that can be seen, or all of it for elsewhere.
//!
//! Everything is placed by attributes and coloured by classes, so that the page's policy and its themes hold.

use super::lanes::LaneKind;
use super::layout::{HALF_PX, LaneBox, Layout, Placed};
use super::{Day, Form, Grouping, Lanes, Mark, Shape, Time, Timeline, label_of, short};
use crate::address::Address;
use crate::html::{Html, all, el, text, when};
use crate::plan::BaseStatus;
use std::collections::BTreeSet;

/// How wide a character of a label is, in px.
const CHAR_PX: f64 = 6.1;
/// Half the height of a bar.
const BAR_PX: f64 = 7.0;
/// Half the height of a band of days.
const BAND_PX: f64 = 6.0;

/// A part of the picture, in px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Window {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

impl Window {
    /// Whether another lies wholly within it.
    pub fn holds(&self, other: &Window) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.x + self.width >= other.x + other.width
            && self.y + self.height >= other.y + other.height
    }
}

/// All that a picture is made of.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// The marks.
    pub timeline: &'a Timeline,
    /// In their lanes.
    pub lanes: &'a Lanes,
    /// At their places.
    pub layout: &'a Layout,
    /// Days to be marked with a line: the stated one, and today where that is another. Each with its words and class.
    pub days: &'a [(Day, String, &'static str)],
    /// The mark that the keyboard is at: its lane, and its position there.
    pub active: Option<(usize, usize)>,
    /// The marks that are new or otherwise in what the tree is compared with, by position.
    pub compared: &'a BTreeSet<usize>,
    /// Whether marks are drawn without their words: those take longest to draw, and nobody reads them while all moves.
    pub is_mute: bool,
}

impl Picture<'_> {
    /// The lanes in a window.
    pub fn lanes(&self, window: Window) -> Html {
        let visible = self.layout.visible(window.y as i32, (window.y + window.height).ceil() as i32);
        let right = window.x + window.width;
        let mut parts = vec![self.grid(window), self.edges(window, visible.clone())];
        parts.push(self.arrows(window));
        for lane in visible {
            let Some(place) = self.layout.lanes.get(lane) else { continue };
            let marks = self.layout.marks_of(lane);
            for (at, placed) in marks.iter().enumerate() {
                let words_end = placed.words_px + placed.label_px;
                if placed.extent.0 > right
                    || placed.extent.1.max(words_end.min(placed.extent.1 + 300.0)) < window.x
                {
                    continue;
                }
                parts.push(self.mark(lane, at, placed, place));
            }
        }
        parts.push(self.day_lines(window));
        let view = format!("{} {} {} {}", px(window.x), px(window.y), px(window.width), px(window.height));
        let (width, height) = (px(window.width), px(window.height));
        let attributes = [("role", "none"), ("viewBox", &*view), ("width", &*width), ("height", &*height)];
        el("svg", &attributes, &parts)
    }

    /// The axis above them.
    pub fn axis(&self, x: f64, width: f64, height: f64) -> Html {
        let scale = &self.layout.scale;
        let ticks = scale.ticks(x, x + width).into_iter().map(|tick| {
            let class = if tick.is_major { "tick major" } else { "tick" };
            let at = px(tick.x + 4.0);
            let base = px(height - 8.0);
            let line = format!(
                "M{} {}V{}",
                px(tick.x),
                px(if tick.is_major { 0.0 } else { height - 18.0 }),
                px(height)
            );
            let label = el("text", &[("x", &at), ("y", &base)], &[text(&tick.label)]);
            el("g", &[("class", class)], &[el("path", &[("d", &line)], &[]), label])
        });
        let ticks = all(ticks);
        let days = self.days.iter().filter(|(day, ..)| self.has_day(*day)).map(|(day, words, class)| {
            let at = scale.x(*day) + scale.day_px / 2.0;
            let flag = format!("M{} {}V{}", px(at), px(height - 6.0), px(height));
            // At the end of the axis the words stand on the other side.
            let is_last = scale.width() - at < 120.0;
            let anchor = if is_last { "end" } else { "start" };
            let x = px(if is_last { at - 3.0 } else { at + 3.0 });
            let label = el("text", &[("x", &x), ("y", "12"), ("text-anchor", anchor)], &[text(words)]);
            el("g", &[("class", class)], &[el("path", &[("d", &flag)], &[]), label])
        });
        let view = format!("{} 0 {} {}", px(x), px(width), px(height));
        let (width, height) = (px(width), px(height));
        let attributes = [
            ("class", "axis"),
            ("aria-hidden", "true"),
            ("viewBox", &*view),
            ("width", &*width),
            ("height", &*height),
        ];
        el("svg", &attributes, &[ticks, all(days)])
    }

    fn has_day(&self, day: Day) -> bool {
        let scale = &self.layout.scale;
        self.lanes.grouping != Grouping::Quarter && (scale.first..=scale.last).contains(&day)
    }

    /// Lines below the ticks.
    fn grid(&self, window: Window) -> Html {
        let (top, bottom) = (px(window.y), px(window.y + window.height));
        let (mut major, mut minor) = (String::new(), String::new());
        for tick in self.layout.scale.ticks(window.x, window.x + window.width) {
            let line = format!("M{} {top}V{bottom}", px(tick.x));
            if tick.is_major { major.push_str(&line) } else { minor.push_str(&line) }
        }
        all([
            el("path", &[("class", "grid"), ("d", &minor)], &[]),
            el("path", &[("class", "grid major"), ("d", &major)], &[]),
        ])
    }

    /// Lines between lanes.
    fn edges(&self, window: Window, visible: std::ops::Range<usize>) -> Html {
        let (left, right) = (px(window.x), px(window.x + window.width));
        let mut path = String::new();
        for lane in self.layout.lanes.get(visible).unwrap_or_default() {
            path.push_str(&format!("M{left} {}.5H{right}", lane.top + lane.height - 1));
        }
        el("path", &[("class", "edge"), ("d", &path)], &[])
    }

    fn day_lines(&self, window: Window) -> Html {
        let scale = &self.layout.scale;
        let lines = self.days.iter().filter(|(day, ..)| self.has_day(*day)).map(|(day, _, class)| {
            let at = px(scale.x(*day) + scale.day_px / 2.0);
            let line = format!("M{at} {}V{}", px(window.y), px(window.y + window.height));
            el("path", &[("class", class), ("d", &line)], &[])
        });
        all(lines)
    }

    /// A mark with its words. It leads to its line.
    fn mark(&self, lane: usize, at: usize, placed: &Placed, place: &LaneBox) -> Html {
        let Some(mark) = self.timeline.marks.get(placed.mark) else { return Html::default() };
        let time = self.time_of(lane, at);
        let info = mark.kind.info();
        let is_late = mark.first_day() > self.timeline.day;
        let shape = self.shape(placed, time, info.shape, place.is_folded);
        let chars = (placed.label_px / CHAR_PX) as usize;
        let label = when(!self.is_mute && placed.label_px > 0.0 && chars > 2, || {
            let (x, y) = (px(placed.words_px), px(f64::from(placed.y) + 4.0));
            // The name of the mark says more; whoever hears it does not need this too.
            let number = placed.mark.to_string();
            let class = if mark.status == BaseStatus::Cut { "label cut" } else { "label" };
            let late = if is_late { "true" } else { "" };
            let attributes = [
                ("class", class),
                ("x", &*x),
                ("y", &*y),
                ("data-mark", &*number),
                ("data-late", late),
                ("aria-hidden", "true"),
            ];
            el(
                "text",
                &attributes,
                &[text(&short(&label_of(self.timeline, self.lanes.grouping, mark), chars))],
            )
        });
        let flag = when(!mark.contradictions.is_empty(), || {
            let (x, y) = (placed.extent.0 + 1.0, f64::from(placed.y) - 9.0);
            // A triangle with its point above.
            let path = format!("M{} {}l4.5 8h-9z", px(x), px(y));
            el("path", &[("class", "wrong"), ("d", &path)], &[])
        });
        let id = mark_id(lane, at);
        let number = placed.mark.to_string();
        let href = Address::line(&mark.place.path, mark.place.line).href();
        let name = self.name(lane, mark);
        let is_active = self.active == Some((lane, at));
        let ring = when(is_active, || {
            let half = (placed.extent.1 - placed.extent.0) / 2.0 + 3.0;
            let middle = (placed.extent.0 + placed.extent.1) / 2.0;
            rect("active", (middle - half, middle + half), f64::from(placed.y), 10.0)
        });
        let is_other = self.compared.contains(&placed.mark);
        let name = if is_other { format!("{name} Changed in what is compared.") } else { name };
        let compared = when(is_other, || rect("compared", placed.extent, f64::from(placed.y), 9.0));
        let attributes = [
            ("id", &*id),
            ("role", "option"),
            ("class", "mark"),
            ("data-kind", info.name),
            ("data-status", mark.status.name()),
            ("data-late", if is_late { "true" } else { "" }),
            ("data-mark", &*number),
            ("href", &*href),
            ("tabindex", "-1"),
            ("aria-label", &*name),
            ("aria-selected", if is_active { "true" } else { "" }),
        ];
        all([el("a", &attributes, &[compared, shape, flag, ring]), label])
    }

    /// The time of a mark in its lane, which for a quarter is a part of it.
    fn time_of(&self, lane: usize, at: usize) -> Time {
        let placed = self.layout.marks_of(lane).get(at);
        let marks = self.lanes.lanes.get(lane).map(|lane| &lane.marks);
        let own = placed.and_then(|placed| {
            let same = |known: &&super::lanes::LaneMark| known.mark == placed.mark;
            marks.and_then(|marks| marks.iter().find(same))
        });
        own.map_or(Time::within((0, 0)), |own| own.time)
    }

    /// What those hear who do not see it.
    fn name(&self, lane: usize, mark: &Mark) -> String {
        let lane = self.lanes.lanes.get(lane).map_or("", |lane| lane.name.as_str());
        let wrong = mark.contradictions.iter().filter_map(|at| self.timeline.contradictions.get(*at));
        let wrong: String = wrong.map(|wrong| format!(" Contradiction: {}", wrong.message)).collect();
        format!("{}, {lane}, {}: {}.{wrong}", mark.when, mark.kind.info().label, short(&mark.text, 200))
    }

    fn shape(&self, placed: &Placed, time: Time, shape: Shape, is_folded: bool) -> Html {
        let y = f64::from(placed.y);
        let is_moment = time.form == Form::Moment;
        if shape.is_bar() && !is_moment {
            return bar(placed, y, shape, time.form, if is_folded { 0.6 } else { 1.0 });
        }
        let band = if is_moment {
            // A day takes its sign, more than one the band of all of them.
            when(placed.span.1 - placed.span.0 > 2.0 * HALF_PX && time.first() != time.last(), || {
                rect("band", placed.span, y, BAND_PX)
            })
        } else {
            rect("band lasting", placed.span, y, 2.0)
        };
        let path = sign(shape, placed.sign_x(time.form), y);
        all([band, el("path", &[("class", "sign"), ("d", &path)], &[])])
    }

    /// From what broke something to what it broke.
    fn arrows(&self, window: Window) -> Html {
        if self.lanes.grouping != Grouping::Plan {
            return Html::default();
        }
        let lane_of =
            |member: usize| self.lanes.lanes.iter().position(|lane| lane.kind == LaneKind::Member(member));
        let arrows = self.timeline.arrows.iter().filter_map(|arrow| {
            let (cause, victim) = (lane_of(arrow.cause)?, lane_of(arrow.victim)?);
            let target = self.layout.marks_of(victim).iter().find(|placed| placed.mark == arrow.mark)?;
            let from = self.layout.lanes.get(cause)?;
            let is_plan = |placed: &&Placed| {
                self.timeline.marks.get(placed.mark).is_some_and(|mark| mark.kind == super::Kind::Plan)
            };
            let bar = self.layout.marks_of(cause).iter().find(is_plan);
            let x = (target.span.0 + target.span.1) / 2.0;
            let begin = bar.map_or((x, f64::from(from.top + from.height / 2)), |bar| {
                (x.clamp(bar.extent.0, bar.extent.1), f64::from(bar.y))
            });
            let end = (x, f64::from(target.y));
            let (low, high) = (begin.1.min(end.1), begin.1.max(end.1));
            let is_seen = low <= window.y + window.height
                && high >= window.y
                && begin.0.min(end.0) - 40.0 <= window.x + window.width
                && begin.0.max(end.0) + 40.0 >= window.x;
            let down = if end.1 > begin.1 { 1.0 } else { -1.0 };
            let tip = end.1 - down * (HALF_PX + 2.0);
            let path = format!(
                "M{} {}C{} {} {} {} {} {}",
                px(begin.0),
                px(begin.1 + down * BAR_PX),
                px(begin.0),
                px((begin.1 + end.1) / 2.0),
                px(end.0),
                px((begin.1 + end.1) / 2.0),
                px(end.0),
                px(tip - down * 5.0),
            );
            let head = format!("M{} {}l-4 {}h8z", px(end.0), px(tip), px(-down * 7.0));
            is_seen.then(|| {
                let line = el("path", &[("class", "arrow"), ("d", &path)], &[]);
                all([line, el("path", &[("class", "arrow-head"), ("d", &head)], &[])])
            })
        });
        all(arrows)
    }
}

/// The id of a mark in the page.
pub fn mark_id(lane: usize, at: usize) -> String {
    format!("mark-{lane}-{at}")
}

fn rect(class: &str, (from, to): (f64, f64), y: f64, half: f64) -> Html {
    let (x, width) = (px(from), px((to - from).max(1.0)));
    let (y, height) = (px(y - half), px(half * 2.0));
    el(
        "rect",
        &[("class", class), ("x", &x), ("y", &y), ("width", &width), ("height", &height), ("rx", "3")],
        &[],
    )
}

/// A bar: full where it certainly was, pale where it may have been, with an open end where it goes on.
fn bar(placed: &Placed, y: f64, shape: Shape, form: Form, scale: f64) -> Html {
    let half = scale
        * match shape {
            Shape::Bar | Shape::Striped => BAR_PX,
            Shape::Line => 2.0,
            _ => 4.5,
        };
    let certain = placed.certain;
    let is_certain = certain.1 > certain.0;
    let is_vague = !is_certain || certain.0 - placed.span.0 > 0.5 || placed.span.1 - certain.1 > 0.5;
    let pale = when(is_vague, || rect("stretch pale", placed.span, y, half));
    let full = when(is_certain, || rect("stretch", certain, y, half));
    let open = when(form == Form::Ongoing, || {
        let (x, tip) = (placed.extent.1, half.max(4.0));
        let path =
            format!("M{} {}l{} {}l{} {}", px(x + 1.0), px(y - tip), px(tip), px(tip), px(-tip), px(tip));
        el("path", &[("class", "goes-on"), ("d", &path)], &[])
    });
    all([pale, full, open])
}

/// The sign of a moment, as a path around a point.
fn sign(shape: Shape, x: f64, y: f64) -> String {
    let (x, y) = (px(x), px(y));
    match shape {
        Shape::Star => format!(
            "M{x} {y}m0 -7l1.8 4.6 4.9 .3 -3.8 3.1 1.3 4.8 -4.2 -2.7 -4.2 2.7 1.3 -4.8 -3.8 -3.1 4.9 -.3z"
        ),
        Shape::Lozenge => format!("M{x} {y}m0 -6.5l6.5 6.5 -6.5 6.5 -6.5 -6.5z"),
        Shape::Cross => format!(
            "M{x} {y}m-5 -3.4l1.6 -1.6 3.4 3.4 3.4 -3.4 1.6 1.6 -3.4 3.4 3.4 3.4 -1.6 1.6 -3.4 -3.4 -3.4 3.4 -1.6 -1.6 3.4 -3.4z"
        ),
        Shape::Up => format!("M{x} {y}m0 -6l6 11h-12z"),
        Shape::Down => format!("M{x} {y}m0 6l-6 -11h12z"),
        Shape::Flag => format!("M{x} {y}m-4 7v-14h10l-3 3.5 3 3.5h-8v7z"),
        Shape::Square => format!("M{x} {y}m-4.5 -4.5h9v9h-9z"),
        Shape::Bolt => format!("M{x} {y}m1 -8l-6 9h4l-1 7 6 -9h-4z"),
        // A second circle within, the other way round, makes it a ring.
        Shape::Ring => format!(
            "M{x} {y}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0m2.2 0a2.8 2.8 0 1 1 5.6 0a2.8 2.8 0 1 1 -5.6 0"
        ),
        Shape::Dot | Shape::Bar | Shape::Thin | Shape::Striped | Shape::Line => {
            format!("M{x} {y}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0")
        }
    }
}

/// A sign alone, for the legend.
pub fn legend_sign(shape: Shape, name: &str) -> Html {
    let path = match shape {
        Shape::Bar | Shape::Striped => "M1 4h14v8h-14z".to_owned(),
        Shape::Thin => "M1 5.5h14v5h-14z".to_owned(),
        Shape::Line => "M1 7h14v2h-14z".to_owned(),
        _ => sign(shape, 8.0, 8.0),
    };
    let class = if shape.is_bar() { "stretch" } else { "sign" };
    let drawing = el("path", &[("class", class), ("d", &path)], &[]);
    let mark = el("g", &[("class", "mark"), ("data-kind", name)], &[drawing]);
    let attributes = [
        ("class", "legend-sign"),
        ("viewBox", "0 0 16 16"),
        ("width", "16"),
        ("height", "16"),
        ("aria-hidden", "true"),
    ];
    el("svg", &attributes, &[mark])
}

/// A length with a tenth, in little code.
fn px(length: f64) -> String {
    let tenths = (length * 10.0).round() as i64;
    let (whole, tenth) = (tenths / 10, (tenths % 10).abs());
    let sign = if tenths < 0 && whole == 0 { "-" } else { "" };
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

// ── for elsewhere ───────────────────────────────────────────────────────────────────────────

/// How wide the names of lanes are in a picture for elsewhere.
const NAMES_PX: f64 = 200.0;
/// How high its axis is.
const AXIS_PX: f64 = 40.0;
/// Above it: its title and the sentence below it.
const TITLE_PX: f64 = 56.0;

/// The colours of a picture that stands alone: those of the light theme.
const STYLE: &str = "text{font:11px system-ui,sans-serif;fill:#1c1f25}.title{font-size:16px;font-weight:650}.grid{stroke:#eceef2}\
.grid.major{stroke:#c9ced6}.edge{stroke:#e2e5ea}.tick path{stroke:#c9ced6}.day{stroke:#3350c9;stroke-width:1.5}.today{stroke:#868d99;stroke-dasharray:3 3}\
path.day,path.today{fill:none}.day text,.today text{stroke:none}.sign{fill:#3350c9;fill-rule:evenodd}.band{fill:#3350c9;opacity:.18}.stretch{fill:#ccd2db}.stretch.pale{opacity:.4}\
[data-kind=born] .sign{fill:#0a6b4b}[data-kind=removed] .sign,[data-kind=left] .sign{fill:#5d6470}[data-kind=scope] .sign{fill:#7434b8}\
[data-kind=invalidated] .sign{fill:#7434b8}[data-kind=emergency] .sign,[data-kind=deadline] .sign{fill:#b3241c}[data-kind=slip] .stretch{fill:#b3241c}\
[data-kind=blocked] .stretch{fill:#e0772a}[data-kind=gap] .sign{fill:#825400}[data-kind=meeting] .sign,[data-kind=decision] .sign,[data-kind=requirement] .sign{fill:#575e6a}\
[data-kind=plan][data-status=done] .stretch,[data-kind=phase][data-status=done] .stretch{fill:#9fd3bf}[data-kind=plan][data-status=wip] .stretch,[data-kind=phase][data-status=wip] .stretch{fill:#a5cff0}\
[data-status=blocked] .stretch{fill:#f0b98f}.goes-on{fill:none;stroke:#575e6a;stroke-width:1.5}.arrow{fill:none;stroke:#7434b8;stroke-width:1.5}.arrow-head{fill:#7434b8}.wrong{fill:#b3241c}";

/// The whole picture for elsewhere, with its names, its axis and its colours, and how wide and high it is.
pub fn whole(picture: &Picture<'_>, title: &str, answer: &str) -> (String, f64, f64) {
    let layout = picture.layout;
    let (width, height) = (layout.scale.width(), f64::from(layout.height));
    let names = layout.lanes.iter().zip(&picture.lanes.lanes).map(|(place, lane)| {
        let y = px(TITLE_PX + AXIS_PX + f64::from(place.top + (place.height / 2).min(14)) + 4.0);
        el("text", &[("x", "8"), ("y", &y)], &[text(&short(&lane.name, 30))])
    });
    let names = all(names);
    let moved = |x: f64, y: f64, inner: Html| {
        let transform = format!("translate({} {})", px(x), px(y));
        el("g", &[("transform", &transform)], &[inner])
    };
    let lanes = picture.lanes(Window { x: 0.0, y: 0.0, width, height });
    let undated = picture.lanes.undated.len();
    let note = when(undated > 0, || {
        let y = px(TITLE_PX + AXIS_PX + height + 20.0);
        el("text", &[("x", "8"), ("y", &y)], &[text(&format!("Without a date: {undated}"))])
    });
    let (all_width, all_height) = (width + NAMES_PX + 16.0, height + TITLE_PX + AXIS_PX + 32.0);
    let (shown_width, shown_height) = (px(all_width), px(all_height));
    let view = format!("0 0 {shown_width} {shown_height}");
    let attributes = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", &*view),
        ("width", &*shown_width),
        ("height", &*shown_height),
    ];
    let parts = [
        el("style", &[], &[text(STYLE)]),
        el("rect", &[("width", "100%"), ("height", "100%"), ("fill", "#ffffff")], &[]),
        el("text", &[("class", "title"), ("x", "8"), ("y", "24")], &[text(title)]),
        el("text", &[("x", "8"), ("y", "44")], &[text(&short(answer, 160))]),
        names,
        moved(NAMES_PX, TITLE_PX, picture.axis(0.0, width, AXIS_PX)),
        moved(NAMES_PX, TITLE_PX + AXIS_PX, lanes),
        note,
    ];
    (el("svg", &attributes, &parts).into_string(), all_width, all_height)
}
