//! The kinds of marks, as a table: what each is called, how it is drawn, in which lanes it stands. A further kind is a
//! line here and something that gathers it.

use super::lanes::Grouping;

/// What a mark tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A module is made.
    Born,
    /// A module is changed.
    Changed,
    /// What a module is there for is changed.
    Scope,
    /// A module, or something of it, is taken away.
    Removed,
    /// A State Delta says so of all modules.
    Collective,
    /// What a State Delta says beside its modules.
    Remark,
    /// A State Delta as a whole: a plan closed, was cut or goes on.
    Delta,
    /// The time of a plan.
    Plan,
    /// The time of a phase, or the day to which its words go back.
    Phase,
    /// Something stood still.
    Blocked,
    /// An emergency.
    Emergency,
    /// A later plan broke what this one relied on.
    Invalidated,
    /// People met.
    Meeting,
    /// Something was decided.
    Decision,
    /// Somebody asked that something hold.
    Requirement,
    /// Something was due.
    Deadline,
    /// It was late.
    Slip,
    /// Something is not known.
    Gap,
    /// It became known.
    GapClosed,
    /// Somebody was there.
    Present,
    /// Somebody came.
    Joined,
    /// Somebody left.
    Left,
    /// A spec was brought up to date.
    Updated,
    /// Somebody worked on it.
    Session,
    /// Something was counted.
    Metric,
    /// A field that should hold a date and holds none.
    Unreadable,
}

/// How a mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A thick bar.
    Bar,
    /// A bar half as thick.
    Thin,
    /// A bar with stripes.
    Striped,
    /// A line with ends.
    Line,
    /// A dot.
    Dot,
    /// A ring.
    Ring,
    /// A star: something new.
    Star,
    /// A lozenge.
    Lozenge,
    /// A cross.
    Cross,
    /// A triangle that points up.
    Up,
    /// A triangle that points down.
    Down,
    /// A flag.
    Flag,
    /// A square.
    Square,
    /// A bolt.
    Bolt,
}

impl Shape {
    /// Whether it is as wide as the time that it shows.
    pub fn is_bar(self) -> bool {
        matches!(self, Shape::Bar | Shape::Thin | Shape::Striped | Shape::Line)
    }
}

/// All that is to be known of a kind.
#[derive(Debug)]
pub struct KindInfo {
    /// The kind.
    pub kind: Kind,
    /// Its name in links and attributes.
    pub name: &'static str,
    /// Its name for people, of one mark.
    pub label: &'static str,
    /// How it is drawn.
    pub shape: Shape,
    /// The band of a lane in which it stands; lower ones are drawn first and above.
    pub tier: u8,
    /// The groupings that show it in the lanes of its subjects.
    pub lanes: &'static [Grouping],
    /// The groupings that show it in the lane of what concerns everything.
    pub context: &'static [Grouping],
}

const fn kind(
    kind: Kind,
    (name, label): (&'static str, &'static str),
    (shape, tier): (Shape, u8),
    lanes: &'static [Grouping],
    context: &'static [Grouping],
) -> KindInfo {
    KindInfo { kind, name, label, shape, tier, lanes, context }
}

use Grouping::{Module, Person, Plan, Quarter};
const NOWHERE: &[Grouping] = &[];
const CHANGES: &[Grouping] = &[Module, Person];

/// Every kind, in the order of the legend.
pub static KINDS: [KindInfo; 26] = [
    kind(Kind::Born, ("born", "module made"), (Shape::Star, 2), CHANGES, NOWHERE),
    kind(Kind::Changed, ("changed", "change"), (Shape::Dot, 2), CHANGES, NOWHERE),
    kind(Kind::Scope, ("scope", "change of scope"), (Shape::Lozenge, 2), CHANGES, NOWHERE),
    kind(Kind::Removed, ("removed", "removal"), (Shape::Cross, 2), CHANGES, NOWHERE),
    kind(Kind::Collective, ("collective", "change of all modules"), (Shape::Square, 2), NOWHERE, &[Module]),
    kind(Kind::Remark, ("remark", "remark of a State Delta"), (Shape::Ring, 2), &[Module], NOWHERE),
    kind(Kind::Delta, ("delta", "State Delta"), (Shape::Dot, 2), &[Plan, Quarter], NOWHERE),
    kind(Kind::Plan, ("plan", "time of a plan"), (Shape::Bar, 0), &[Plan, Quarter], NOWHERE),
    kind(Kind::Phase, ("phase", "phase"), (Shape::Thin, 1), &[Plan], NOWHERE),
    kind(Kind::Blocked, ("blocked", "time blocked"), (Shape::Striped, 1), &[Plan, Quarter], NOWHERE),
    kind(Kind::Emergency, ("emergency", "emergency"), (Shape::Bolt, 2), &[Plan, Quarter], &[Module, Person]),
    kind(Kind::Invalidated, ("invalidated", "invalidation"), (Shape::Cross, 2), &[Plan, Quarter], &[Module]),
    kind(Kind::Meeting, ("meeting", "meeting or note"), (Shape::Up, 2), &[Person, Quarter], &[Module, Plan]),
    kind(Kind::Decision, ("decision", "decision"), (Shape::Down, 2), &[Module, Plan, Person], NOWHERE),
    kind(Kind::Requirement, ("requirement", "requirement"), (Shape::Down, 2), &[Person], &[Module, Plan]),
    kind(Kind::Deadline, ("deadline", "deadline"), (Shape::Flag, 2), &[Plan, Quarter], NOWHERE),
    kind(Kind::Slip, ("slip", "time past a deadline"), (Shape::Line, 2), &[Plan], NOWHERE),
    kind(Kind::Gap, ("gap", "knowledge gap"), (Shape::Ring, 3), &[Module, Plan, Person], NOWHERE),
    kind(Kind::GapClosed, ("gap-closed", "gap closed"), (Shape::Square, 3), &[Module, Plan], NOWHERE),
    kind(Kind::Present, ("present", "time of a person"), (Shape::Thin, 0), &[Person], NOWHERE),
    kind(Kind::Joined, ("joined", "arrival"), (Shape::Square, 2), &[Quarter], &[Module, Plan]),
    kind(Kind::Left, ("left", "departure"), (Shape::Cross, 2), &[Quarter], &[Module, Plan]),
    kind(Kind::Updated, ("updated", "update of a spec"), (Shape::Ring, 2), &[Module], NOWHERE),
    kind(Kind::Session, ("session", "session"), (Shape::Square, 2), &[Plan, Quarter], &[Module, Person]),
    kind(Kind::Metric, ("metric", "metric"), (Shape::Ring, 2), &[Quarter], &[Module, Plan]),
    kind(
        Kind::Unreadable,
        ("unreadable", "unreadable date"),
        (Shape::Cross, 2),
        &[Quarter],
        &[Module, Plan, Person],
    ),
];

impl Kind {
    /// All that is to be known of it.
    pub fn info(self) -> &'static KindInfo {
        let [first, ..] = &KINDS;
        KINDS.iter().find(|info| info.kind == self).unwrap_or(first)
    }

    /// Whether it tells of a State Delta, or of a change in one.
    pub fn is_of_delta(self) -> bool {
        matches!(
            self,
            Kind::Born
                | Kind::Changed
                | Kind::Scope
                | Kind::Removed
                | Kind::Collective
                | Kind::Remark
                | Kind::Delta
        )
    }
}

impl KindInfo {
    /// The kind of this name.
    pub fn by_name(name: &str) -> Option<&'static KindInfo> {
        KINDS.iter().find(|info| info.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_stands_in_the_table_once_and_somewhere_in_the_picture() {
        let names: BTreeSet<&str> = KINDS.iter().map(|info| info.name).collect();
        assert_eq!(names.len(), KINDS.len());
        for (at, info) in KINDS.iter().enumerate() {
            assert_eq!(info.kind as usize, at, "{}", info.name);
            assert!(!info.lanes.is_empty() || !info.context.is_empty(), "{}", info.name);
            assert!(!info.lanes.iter().any(|lane| info.context.contains(lane)), "{}", info.name);
        }
    }
}
