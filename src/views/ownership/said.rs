//! What is said of owners: in one sentence, and what is to be known of modules and people.

use super::asked::Asked;
use crate::address::Address;
use crate::counted::counted;
use crate::graph::matrix::{Concern, MUCH, Mark, Matrix, Row, Share};
use crate::html::{Html, all, el, text, when};
use crate::plan::names::short_id;
use crate::views::contents::link;
use crate::views::entries::{entry, joined, list, module_link, person_link, places};
use crate::views::graph::set;

/// How many modules there are and what presses, in one sentence whose numbers filter.
pub(super) fn answer(matrix: &Matrix) -> Html {
    let pressing = [Concern::Collision, Concern::Left, Concern::Unowned, Concern::Unspecified, Concern::Sole];
    let said = pressing.into_iter().filter(|concern| matrix.count(*concern) > 0).map(|concern| {
        let words = format!("{} {}", matrix.count(concern), concern.label());
        all([text("; "), set(&format!("concern={}", concern.name()), &words, "Show them")])
    });
    let loaded: Vec<Html> = matrix
        .people
        .iter()
        .filter(|person| person.has_too_much)
        .map(|person| {
            all([
                text(" "),
                person_link(&person.name),
                text(&format!(
                    " answers for {} of them, {} alone.",
                    person.modules,
                    match person.alone {
                        alone if alone == person.modules => "all".to_owned(),
                        alone => alone.to_string(),
                    }
                )),
            ])
        })
        .collect();
    let here = matrix.people.iter().filter(|person| !person.has_left).count();
    all([
        text(&format!(
            "{}, answered for by {}",
            counted(matrix.rows.len(), "module"),
            counted(here, "person")
        )),
        all(said),
        text("."),
        all(loaded),
    ])
}

/// How many modules the filter keeps.
pub(super) fn trust(matrix: &Matrix, asked: &Asked) -> Html {
    let kept = matrix.rows.iter().filter(|row| asked.keeps(matrix, row)).count();
    let hidden = matrix.rows.len() - kept;
    all([
        el("li", &[], &[text(&format!("{kept} of {}", counted(matrix.rows.len(), "module")))]),
        when(hidden > 0, || {
            let words = format!("{hidden} hidden by the filter");
            el("li", &[], &[set("q=&concern=&person=", &words, "Take the filter away")])
        }),
    ])
}

pub(super) fn empty() -> Html {
    let advice = "A table under “Module Index” in the root's _overview.md, with the columns Module, Origin Plan, \
                  Modified By and Primary Owner, makes this picture; so do specs in a folder called modules, and State \
                  Deltas.";
    let said = el("p", &[], &[text("This tree names no module.")]);
    el("div", &[("class", "empty")], &[said, el("p", &[], &[text(advice)])])
}

/// What is to be known, with the modules and people that it is about.
pub(super) fn concerns(matrix: &Matrix) -> Html {
    let parts = Concern::ALL.into_iter().map(|concern| {
        let rows: Vec<&Row> = matrix.rows.iter().filter(|row| row.is(concern)).collect();
        when(!rows.is_empty(), || {
            let words = format!("{} ({})", capital(concern.label()), rows.len());
            let title =
                el("h3", &[], &[set(&format!("concern={}", concern.name()), &words, "Show only these")]);
            all([title, list(&rows, |row| about(matrix, row, concern))])
        })
    });
    let loaded: Vec<_> = matrix.people.iter().filter(|person| person.has_too_much).collect();
    let much = when(!loaded.is_empty(), || {
        let title = el("h3", &[], &[text(&format!("People with too much ({})", loaded.len()))]);
        let rule = format!("At least {MUCH} modules, and twice an even share.");
        let people = list(&loaded, |person| {
            let words = format!(" {}, {} of them alone", counted(person.modules, "module"), person.alone);
            entry([person_link(&person.name), text(&words)], Html::default())
        });
        all([title, el("p", &[("class", "hint")], &[text(&rule)]), people])
    });
    all([el("h2", &[], &[text("What is to be known")]), all(parts), much])
}

pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A module as the list under one concern names it, with the lines that say so.
pub(super) fn about(matrix: &Matrix, row: &Row, concern: Concern) -> Html {
    let cells = |is: &dyn Fn(&crate::graph::matrix::Cell) -> bool| {
        let cells: Vec<_> = row.cells.iter().filter(|cell| is(cell)).collect();
        let names = cells
            .iter()
            .filter_map(|cell| matrix.plans.get(cell.column))
            .map(|plan| link(&Address::of("plan", &plan.id), short_id(&plan.id).unwrap_or(&plan.id)));
        (joined(names), places(cells.iter().filter_map(|cell| cell.places.first())))
    };
    let holders = |is: &dyn Fn(Share) -> bool| {
        let held: Vec<_> = row.holdings.iter().filter(|held| is(held.share)).collect();
        let names = held.iter().filter_map(|held| matrix.people.get(held.column));
        (joined(names.map(|person| person_link(&person.name))), places(held.iter().map(|held| &held.place)))
    };
    let (said, places) = match concern {
        Concern::Collision => cells(&|cell| row.colliding.contains(&cell.column)),
        Concern::Modified => cells(&|cell| !matches!(cell.mark, Mark::Created | Mark::Cut)),
        Concern::Left => holders(&|share| share == Share::Left),
        Concern::Inherited => holders(&|share| share == Share::Inherited),
        Concern::Sole | Concern::Shared => holders(&|share| share != Share::Left),
        Concern::Unowned | Concern::Unspecified => (Html::default(), Html::default()),
    };
    entry([module_link(&row.module), text(" "), said], places)
}
