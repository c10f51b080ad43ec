//! Progress of a branch as one line: done, in work, blocked and still to do, each with its length and colour.

use crate::outline::Counts;
use crate::plan::BaseStatus;
use leptos::prelude::*;

/// The order of the segments, the finished ones first.
const ORDER: [BaseStatus; 5] =
    [BaseStatus::Done, BaseStatus::Wip, BaseStatus::Blocked, BaseStatus::Todo, BaseStatus::Unknown];

/// A line that shows how far a branch is. Its words are its accessible name.
#[component]
pub fn Bar(
    /// The work below the branch. What is cut does not count.
    counts: Counts,
) -> impl IntoView {
    let scope = counts.in_scope();
    (scope > 0).then(|| {
        let segments = ORDER.into_iter().filter(|status| counts.of(*status) > 0).map(|status| {
            // In hundredths of a percent, in whole numbers.
            let share = u64::from(counts.of(status)) * 10_000 / u64::from(scope);
            let width = format!("{}.{:02}%", share / 100, share % 100);
            view! { <span class="bar-segment" data-status=status.name() style:width=width></span> }
        });
        view! {
            <span class="bar" role="img" aria-label=words(counts) title=words(counts)>
                {segments.collect_view()}
            </span>
        }
    })
}

/// What a bar says: "6 of 9 done, 2 in work, 1 cut".
pub fn words(counts: Counts) -> String {
    let mut text = format!("{} of {} done", counts.of(BaseStatus::Done), counts.in_scope());
    for status in
        [BaseStatus::Wip, BaseStatus::Blocked, BaseStatus::Todo, BaseStatus::Cut, BaseStatus::Unknown]
    {
        let count = counts.of(status);
        if count > 0 {
            text.push_str(&format!(", {count} {}", status.label().to_lowercase()));
        }
    }
    text
}
