//! Progress of a branch as one line: done, in work, blocked and still to do, each with its length and colour.

use crate::html::{Html, all, el, text, when};
use crate::outline::Counts;
use crate::plan::BaseStatus;

/// Length of a bar in its own units.
const LENGTH: u32 = 1_000;

/// The order of the segments, the finished ones first.
const ORDER: [BaseStatus; 5] =
    [BaseStatus::Done, BaseStatus::Wip, BaseStatus::Blocked, BaseStatus::Todo, BaseStatus::Unknown];

/// A line that shows how far a branch is; nothing when there is no work below it. What is cut does not
/// count. Its words are its accessible name. Drawn as SVG, because the page's policy forbids the style
/// attributes that would give boxes their lengths.
pub fn bar(counts: Counts) -> Html {
    let scope = counts.in_scope();
    if scope == 0 {
        return Html::default();
    }
    let mut done = 0;
    let segments = ORDER.into_iter().filter(|status| counts.of(*status) > 0).map(|status| {
        let begin = done * LENGTH / scope;
        done += counts.of(status);
        let path = format!("M{begin} 2H{}", done * LENGTH / scope);
        el("path", &[("class", "bar-segment"), ("data-status", status.name()), ("d", &path)], &[])
    });
    let segments = all(segments);
    let said = words(counts);
    let view_box = format!("0 0 {LENGTH} 4");
    let name = el("title", &[], &[text(&said)]);
    let attributes = [
        ("class", "bar"),
        ("role", "img"),
        ("viewBox", &view_box),
        ("preserveAspectRatio", "none"),
        ("aria-label", &said),
    ];
    el("svg", &attributes, &[name, segments])
}

/// The same for boxes, of which some are ticked.
pub fn share(done: u32, total: u32) -> Html {
    if total == 0 {
        return Html::default();
    }
    let end = done.min(total) * LENGTH / total;
    let segment = |status: BaseStatus, begin: u32, end: u32| {
        let path = format!("M{begin} 2H{end}");
        when(begin < end, || {
            el("path", &[("class", "bar-segment"), ("data-status", status.name()), ("d", &path)], &[])
        })
    };
    let said = format!("{done} of {total} ticked");
    let view_box = format!("0 0 {LENGTH} 4");
    let attributes = [
        ("class", "bar"),
        ("role", "img"),
        ("viewBox", &*view_box),
        ("preserveAspectRatio", "none"),
        ("aria-label", &*said),
    ];
    let name = el("title", &[], &[text(&said)]);
    el("svg", &attributes, &[name, segment(BaseStatus::Done, 0, end), segment(BaseStatus::Todo, end, LENGTH)])
}

/// What a bar says: "6 of 9 done, 2 in work, 1 cut".
pub fn words(counts: Counts) -> String {
    let mut said = format!("{} of {} done", counts.of(BaseStatus::Done), counts.in_scope());
    for status in
        [BaseStatus::Wip, BaseStatus::Blocked, BaseStatus::Todo, BaseStatus::Cut, BaseStatus::Unknown]
    {
        let count = counts.of(status);
        if count > 0 {
            said.push_str(&format!(", {count} {}", status.label().to_lowercase()));
        }
    }
    said
}
