//! Where lanes and marks stand at a scale: rows within a lane so that no mark lies on another, and the room that each has
//! for its words.

use super::scale::Scale;
use super::{Form, Grouping, Lane, Lanes, Shape, Time, Timeline, label_of};

/// How high a lane is at least.
pub const LANE_PX: i32 = 28;
/// How high a folded lane is.
pub const FOLDED_PX: i32 = 20;
/// Above the first row of a lane, and below the last.
const PADDING_PX: i32 = 4;
/// How high a row of each band is.
const ROW_PX: [i32; 4] = [20, 16, 20, 20];
/// Half the width of a mark that is a moment.
pub const HALF_PX: f64 = 7.0;
/// Between two marks of a row.
const GAP_PX: f64 = 3.0;
/// About how wide a character of a label is.
const CHAR_PX: f64 = 6.1;
/// Room that a mark reserves for its words while its lane is low.
const RESERVED_PX: f64 = 132.0;
/// Rows of a band up to which marks reserve room for words.
const ROOMY_ROWS: usize = 4;
/// Labels narrower than this say nothing.
const LEAST_LABEL_PX: f64 = 26.0;

/// All lanes at a scale.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The scale.
    pub scale: Scale,
    /// The lanes, from above, as those of [`Lanes::lanes`].
    pub lanes: Vec<LaneBox>,
    /// The marks, lane by lane.
    pub marks: Vec<Placed>,
    /// How high all of it is.
    pub height: i32,
    grouping: Grouping,
}

/// A lane in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneBox {
    /// Its upper edge.
    pub top: i32,
    /// How high it is.
    pub height: i32,
    /// Whether its marks are laid over each other in one low row.
    pub is_folded: bool,
    /// Where in [`Layout::marks`] its own begin and end.
    pub marks: (usize, usize),
}

/// A mark in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Its position in [`Timeline::marks`].
    pub mark: usize,
    /// Where the days on which it can have been begin and end.
    pub span: (f64, f64),
    /// Where those on which it certainly was begin and end; turned round when there are none.
    pub certain: (f64, f64),
    /// All that it takes up, its words left out.
    pub extent: (f64, f64),
    /// The middle of its row.
    pub y: i32,
    /// Where its words begin.
    pub words_px: f64,
    /// How wide its words may be; 0 when there is no room for any.
    pub label_px: f64,
    /// Where its words end at the latest: those within a bar end with it.
    words_end: f64,
}

impl Placed {
    /// Where its sign stands: in the middle of the days of a moment, at the beginning of what lasted.
    pub fn sign_x(&self, form: Form) -> f64 {
        match form {
            Form::Moment => (self.span.0 + self.span.1) / 2.0,
            Form::Span | Form::Ongoing => self.span.0 + HALF_PX,
        }
    }
}

/// A row that is being filled.
struct Row {
    /// Where the next mark may begin.
    free_px: f64,
    /// The mark that was put there last.
    last: usize,
}

impl Layout {
    /// The lanes at a scale. Lanes of which `is_folded` holds are low.
    pub fn of(timeline: &Timeline, lanes: &Lanes, scale: Scale, is_folded: &dyn Fn(&str) -> bool) -> Layout {
        let mut layout = Layout {
            scale,
            lanes: Vec::with_capacity(lanes.lanes.len()),
            marks: Vec::new(),
            height: 0,
            grouping: lanes.grouping,
        };
        for lane in &lanes.lanes {
            layout.add(timeline, lane, is_folded(&lane.key));
        }
        layout
    }

    fn add(&mut self, timeline: &Timeline, lane: &Lane, is_folded: bool) {
        let top = self.height;
        let begin = self.marks.len();
        let height = if is_folded {
            for placed in &lane.marks {
                let place = self.place(timeline, placed.mark, placed.time, top + FOLDED_PX / 2);
                self.marks.push(Placed { label_px: 0.0, ..place });
            }
            FOLDED_PX
        } else {
            let mut below = top + PADDING_PX;
            for (tier, row_px) in ROW_PX.iter().enumerate() {
                let rows = self.fill(timeline, lane, tier, below, *row_px);
                below += i32::try_from(rows).unwrap_or(i32::MAX / 64) * row_px;
            }
            (below + PADDING_PX - top).max(LANE_PX)
        };
        let end = self.marks.len();
        self.lanes.push(LaneBox { top, height, is_folded, marks: (begin, end) });
        self.height += height;
    }

    /// Puts the marks of one band into rows: each into the first in which there is room, as long as there are few rows
    /// with room for its words too. Tells how many rows there are.
    fn fill(&mut self, timeline: &Timeline, lane: &Lane, tier: usize, top: i32, row_px: i32) -> usize {
        let mut rows: Vec<Row> = Vec::new();
        for placed in &lane.marks {
            let Some(mark) = timeline.marks.get(placed.mark) else { continue };
            if usize::from(mark.kind.info().tier) != tier {
                continue;
            }
            let mut place = self.place(timeline, placed.mark, placed.time, 0);
            let begin = place.extent.0;
            let with_words = |row: &Row| self.words_end(row) + GAP_PX <= begin;
            let roomy = rows.iter().take(ROOMY_ROWS).position(with_words);
            let is_low = rows.len() < ROOMY_ROWS;
            let row = roomy
                .or_else(|| (!is_low).then(|| rows.iter().position(|row| row.free_px <= begin)).flatten());
            let row = row.unwrap_or(rows.len());
            place.y = top + i32::try_from(row).unwrap_or_default() * row_px + row_px / 2;
            let here = self.marks.len();
            match rows.get_mut(row) {
                Some(known) => {
                    // The words of the mark before end where this one begins.
                    let last =
                        std::mem::replace(known, Row { free_px: place.extent.1 + GAP_PX, last: here }).last;
                    self.limit(last, place.extent.0 - GAP_PX);
                }
                None => rows.push(Row { free_px: place.extent.1 + GAP_PX, last: here }),
            }
            self.marks.push(place);
        }
        for row in &rows {
            self.limit(row.last, f64::MAX);
        }
        rows.len()
    }

    /// Where the words of the last mark of a row would end.
    fn words_end(&self, row: &Row) -> f64 {
        let end = |last: &Placed| (last.words_px + last.label_px).min(last.words_end).max(last.extent.1);
        self.marks.get(row.last).map_or(f64::MIN, end)
    }

    /// Gives the words of a mark the room up to a place.
    fn limit(&mut self, mark: usize, end: f64) {
        if let Some(mark) = self.marks.get_mut(mark) {
            let room = end.min(mark.words_end) - mark.words_px;
            mark.label_px = if room < LEAST_LABEL_PX { 0.0 } else { room };
        }
    }

    fn place(&self, timeline: &Timeline, mark: usize, time: Time, y: i32) -> Placed {
        let scale = &self.scale;
        let span = (scale.x(time.first()), scale.x(time.last() + 1));
        let certain = (scale.x(time.begin.1), scale.x(time.end.0 + 1));
        let known = timeline.marks.get(mark);
        let shape = known.map_or(Shape::Dot, |mark| mark.kind.info().shape);
        let label_px = known.map_or(0.0, |mark| {
            let label = label_of(timeline, self.grouping, mark);
            (label.chars().count() as f64 * CHAR_PX).min(RESERVED_PX)
        });
        let middle = (span.0 + span.1) / 2.0;
        let (extent, words_px, words_end) = if shape.is_bar() && time.form != Form::Moment {
            let extent = (span.0, span.1.max(span.0 + 4.0));
            // Words stand in a bar that is wide enough for most of them, else behind it.
            let is_inside = extent.1 - extent.0 >= label_px.min(64.0) + 8.0;
            if is_inside {
                (extent, extent.0 + 6.0, extent.1 - 4.0)
            } else {
                (extent, extent.1 + 4.0, f64::MAX)
            }
        } else {
            let sign = if time.form == Form::Moment { middle } else { span.0 + HALF_PX };
            let extent = (span.0.min(sign - HALF_PX), span.1.max(sign + HALF_PX));
            (extent, sign + HALF_PX + 3.0, f64::MAX)
        };
        Placed { mark, span, certain, extent, y, words_px, label_px, words_end }
    }

    /// The lanes that can be seen between two heights, by position.
    pub fn visible(&self, from_px: i32, to_px: i32) -> std::ops::Range<usize> {
        let first = self.lanes.partition_point(|lane| lane.top + lane.height <= from_px);
        let end = self.lanes.partition_point(|lane| lane.top < to_px);
        first..end.max(first)
    }

    /// The marks of a lane.
    pub fn marks_of(&self, lane: usize) -> &[Placed] {
        self.lanes.get(lane).and_then(|lane| self.marks.get(lane.marks.0..lane.marks.1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::lanes::LaneMark;
    use super::super::scale::Axis;
    use super::super::{Day, Kind, LaneKind, Mark};
    use super::*;
    use crate::plan::Place;
    use proptest::prelude::*;

    /// One lane of marks: day, how many days after it are as likely, and whether it is the time of a plan.
    fn lane(days: &[(Day, Day, bool)]) -> (Timeline, Lanes) {
        let mut timeline = Timeline::default();
        let mut marks = Vec::new();
        for (at, (day, more, is_plan)) in days.iter().enumerate() {
            let (kind, time) = match is_plan {
                true => (Kind::Plan, Time::span((*day, *day), (day + more, day + more))),
                false => (Kind::Changed, Time::within((*day, day + more))),
            };
            let place = Place { path: "x.md".to_owned(), line: 1 };
            timeline.marks.push(Mark::new(kind, Some(time), "", "some words of a change", place));
            marks.push(LaneMark { mark: at, time });
        }
        order_by_time(&mut marks);
        let lane = Lane { kind: LaneKind::Member(0), key: "a".to_owned(), name: "a".to_owned(), marks };
        (timeline, Lanes { lanes: vec![lane], ..Lanes::default() })
    }

    fn order_by_time(marks: &mut [LaneMark]) {
        crate::order::sort_by(marks, |a, b| a.time.first().cmp(&b.time.first()));
    }

    /// Whether two marks of a row, with their words, lie on each other.
    fn collide(a: &Placed, b: &Placed) -> bool {
        let end = |mark: &Placed| {
            mark.extent.1.max(if mark.label_px > 0.0 { mark.words_px + mark.label_px.min(20.0) } else { 0.0 })
        };
        a.y == b.y && a.extent.0 < end(b) && b.extent.0 < end(a)
    }

    proptest! {
        #[test]
        fn no_mark_lies_on_another(
            days in proptest::collection::vec((0_i64..900, 0_i64..100, any::<bool>()), 1..60),
            day_px in 0.02_f64..40.0,
        ) {
            let (timeline, lanes) = lane(&days);
            let scale = Scale { first: 0, last: 1000, day_px, axis: Axis::Calendar };
            let layout = Layout::of(&timeline, &lanes, scale, &|_| false);
            prop_assert_eq!(layout.marks.len(), days.len());
            for (at, a) in layout.marks.iter().enumerate() {
                for b in layout.marks.iter().skip(at + 1) {
                    prop_assert!(!collide(a, b), "{a:?} and {b:?}");
                }
                prop_assert!(a.y > 0 && a.y < layout.height);
            }
        }
    }

    #[test]
    fn lanes_that_can_be_seen_are_found() {
        let (timeline, lanes) = lane(&[(0, 0, false)]);
        let lanes = Lanes {
            lanes: [lanes.lanes.clone(), lanes.lanes.clone(), lanes.lanes].concat(),
            ..Lanes::default()
        };
        let scale = Scale::fitting(0, 100, 500.0, Axis::Calendar);
        let layout = Layout::of(&timeline, &lanes, scale, &|_| false);
        assert_eq!((layout.height, layout.visible(0, 28), layout.visible(27, 29)), (84, 0..1, 0..2));
        assert_eq!((layout.visible(84, 200), layout.visible(-50, 0)), (3..3, 0..0));
        let folded = Layout::of(&timeline, &lanes, scale, &|_| true);
        assert_eq!(folded.height, 3 * FOLDED_PX);
        assert!(folded.marks.iter().all(|mark| mark.label_px == 0.0));
    }
}
