//! The tables of modules with plans and with people. In the latter every cell is where somebody is put in charge of a module, or
//! not any more.

use super::asked::Asked;
use super::before::{Before, Since};
use super::hands;
use super::said::capital;
use crate::address::Address;
use crate::counted::counted;
use crate::graph::matrix::{Concern, Mark, Matrix, Row, Share};
use crate::html::{Html, all, breakable, el, text, when};
use crate::plan::Place;
use crate::plan::names::short_id;
use crate::views::entries::{person_link, tag};
use crate::workspace::Tree;
use std::cell::Cell;

/// The most rows and columns of a table that are drawn.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 150;

/// Modules in the order that is asked for, under the names of their groups.
pub(super) fn grouped<'a>(matrix: &'a Matrix, asked: &Asked) -> Vec<(String, Vec<&'a Row>)> {
    let owner = |row: &Row| {
        let first = row.holdings.first().and_then(|held| matrix.people.get(held.column));
        first.map_or_else(|| "Nobody".to_owned(), |person| person.name.clone())
    };
    let mut rows: Vec<&Row> = matrix.rows.iter().filter(|row| asked.keeps(matrix, row)).collect();
    let pressing = |row: &Row| row.concerns.first().copied().map_or(usize::MAX, |it| it as usize);
    crate::order::sort_by(&mut rows, |a, b| {
        let by = match asked.sort.as_str() {
            "concerns" => pressing(a).cmp(&pressing(b)),
            "plans" => b.cells.len().cmp(&a.cells.len()),
            "people" => owner(a).cmp(&owner(b)),
            _ => std::cmp::Ordering::Equal,
        };
        by.then_with(|| a.module.cmp(&b.module))
    });
    let group = |row: &Row| match asked.group.as_str() {
        "owner" => owner(row),
        "origin" => row.origin.clone().unwrap_or_else(|| "No plan".to_owned()),
        "concern" => row.concerns.first().map_or_else(|| "Nothing".to_owned(), |it| capital(it.label())),
        _ => String::new(),
    };
    let mut groups: Vec<(String, Vec<&Row>)> = Vec::new();
    for row in rows {
        let name = group(row);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((name, vec![row])),
        }
    }
    if !asked.group.is_empty() {
        crate::order::sort_by(&mut groups, |a, b| a.0.cmp(&b.0));
    }
    groups
}

pub(super) fn of_plans(tree: &Tree, matrix: &Matrix, asked: &Asked, then: Option<&Before>) -> Html {
    let groups = grouped(matrix, asked);
    let mut used: Vec<usize> =
        groups.iter().flat_map(|(_, rows)| rows).flat_map(|row| &row.cells).map(|cell| cell.column).collect();
    crate::order::sort(&mut used);
    used.dedup();
    let heads = used.iter().filter_map(|at| matrix.plans.get(*at)).map(|plan| {
        let address = Address::of("plan", &plan.id);
        let short = short_id(&plan.id).unwrap_or(&plan.id);
        let said = format!("{}, {}", plan.id, plan.status.label().to_lowercase());
        let name = el("a", &[("href", &address.href()), ("title", &said)], &[text(short)]);
        let open = when(plan.is_open, || el("span", &[("class", "visually-hidden")], &[text(", open")]));
        (plan.is_open, all([name, open]))
    });
    let cell = |row: &Row, column: usize| {
        let cell = row.cells.iter().find(|cell| cell.column == column)?;
        let is_colliding = row.colliding.contains(&column);
        let plan = matrix.plans.get(column).map(|plan| plan.id.as_str()).unwrap_or_default();
        let beside = if is_colliding { ", beside another that does not wait for it" } else { "" };
        let name = tree.plan.item(plan).map(|item| item.title.as_str()).unwrap_or_default();
        let said = format!("{} {} {}{beside}", short_id(plan).unwrap_or(name), cell.mark.label(), row.module);
        Some((cell.mark.sign(), cell.mark.label(), said, cell.places.first()?.clone(), is_colliding))
    };
    let legend = Mark::ALL.map(|mark| format!("{} {}", mark.sign(), mark.label())).join(" · ");
    let hand = |_: &Row, _: usize, _: usize| Html::default();
    let since = |row: &Row, column: usize, now: Option<&'static str>| {
        let plan = matrix.plans.get(column)?;
        Some((then?.of_plan(row, &plan.id, now), plan.id.clone()))
    };
    let compared = Compared {
        legend: &legend,
        since: &since,
        module: &|row| said_of(then, row),
        gone: gone_of(then, matrix),
    };
    let caption = "Modules and the plans that stand on them";
    table(caption, &groups, &used, heads.collect(), &cell, &hand, compared)
}

pub(super) fn of_people(matrix: &Matrix, asked: &Asked, then: Option<&Before>) -> Html {
    let groups = grouped(matrix, asked);
    let used: Vec<usize> = (0..matrix.people.len()).collect();
    let heads = matrix.people.iter().map(|person| {
        let marks = match (person.has_left, person.has_too_much) {
            (true, _) => tag("has left"),
            (_, true) => tag("much"),
            _ => Html::default(),
        };
        let count = el("span", &[("class", "count")], &[text(&format!(" {}", person.modules))]);
        (false, all([person_link(&person.name), count, marks]))
    });
    let cell = |row: &Row, column: usize| {
        let held = row.holdings.iter().find(|held| held.column == column)?;
        let name = matrix.people.get(column).map(|person| person.name.as_str()).unwrap_or_default();
        let said = format!("{name}, {}: {}", row.module, held.share.label());
        Some((held.share.sign(), held.share.label(), said, held.place.clone(), held.share == Share::Left))
    };
    let legend = Share::ALL.map(|share| format!("{} {}", share.sign(), share.label())).join(" · ");
    let is_begun = Cell::new(false);
    let hand = |row: &Row, at: usize, column: usize| {
        let button = hands::button(matrix, row, at, column, !is_begun.get());
        is_begun.set(is_begun.get() || button != Html::default());
        button
    };
    let legend =
        format!("{legend} · arrow keys walk, Enter lets somebody answer for a module or not any more");
    let caption = "Modules and the people who answer for them";
    let since = |row: &Row, column: usize, now: Option<&'static str>| {
        let person = matrix.people.get(column)?;
        Some((then?.of_person(row, &person.name, now), person.name.clone()))
    };
    let compared = Compared {
        legend: &legend,
        since: &since,
        module: &|row| said_of(then, row),
        gone: gone_of(then, matrix),
    };
    table(caption, &groups, &used, heads.collect(), &cell, &hand, compared)
}

fn said_of(then: Option<&Before>, row: &Row) -> Html {
    then.map(|then| then.of_module(&row.module)).unwrap_or_default()
}

fn gone_of(then: Option<&Before>, matrix: &Matrix) -> Html {
    then.map(|then| then.gone(matrix)).unwrap_or_default()
}

/// What became of a cell of a row and a column, given its word now, with the name of its column; nothing when nothing is
/// compared.
type OfCell<'a> = dyn Fn(&Row, usize, Option<&'static str>) -> Option<(Since, String)> + 'a;

/// What is said around the cells of a table, and what a comparison says in it.
pub(super) struct Compared<'a> {
    /// What its signs mean.
    legend: &'a str,
    /// What became of a cell.
    since: &'a OfCell<'a>,
    /// What is said of a module.
    module: &'a dyn Fn(&Row) -> Html,
    /// What is gone.
    gone: Html,
}

/// What stands in a cell: its sign, its word, all of it in words, its line, and whether it presses.
pub(super) type Said = (&'static str, &'static str, String, Place, bool);

pub(super) fn table(
    caption: &str,
    groups: &[(String, Vec<&Row>)],
    used: &[usize],
    heads: Vec<(bool, Html)>,
    cell: &dyn Fn(&Row, usize) -> Option<Said>,
    hand: &dyn Fn(&Row, usize, usize) -> Html,
    compared: Compared<'_>,
) -> Html {
    let count: usize = groups.iter().map(|(_, rows)| rows.len()).sum();
    if count == 0 {
        return el("p", &[("class", "empty")], &[text("No module is kept by this filter.")]);
    }
    let heads = heads.into_iter().take(MOST_COLUMNS).map(|(is_open, head)| {
        let open = if is_open { "true" } else { "" };
        el("th", &[("scope", "col"), ("data-open", open)], &[head])
    });
    let head = el("tr", &[], &[el("th", &[("scope", "col")], &[text("Module")]), all(heads)]);
    let columns = used.len().min(MOST_COLUMNS);
    let mut left = MOST_ROWS;
    let at = Cell::new(0_usize);
    let bodies = groups.iter().map(|(name, rows)| {
        let title = when(!name.is_empty(), || {
            let span = (columns + 1).to_string();
            let words = format!("{name} ({})", rows.len());
            el(
                "tr",
                &[("class", "group")],
                &[el("th", &[("scope", "rowgroup"), ("colspan", &span)], &[text(&words)])],
            )
        });
        let drawn = rows.len().min(left);
        left -= drawn;
        let rows = rows.iter().take(drawn).map(|row| {
            let number = at.replace(at.get() + 1);
            let cells = used.iter().take(MOST_COLUMNS).map(|column| {
                let hand = hand(row, number, *column);
                let stands = cell(row, *column);
                let since = (compared.since)(row, *column, stands.as_ref().map(|(_, word, ..)| *word));
                let (since, name) = since.unwrap_or((Since::Same, String::new()));
                let Some((sign, word, said, stated, presses)) = stands else {
                    let was = when(since == Since::Gone, || {
                        let said = format!("{name}, {}: {}", row.module, since.said());
                        let attributes =
                            [("class", "was"), ("role", "img"), ("aria-label", &*said), ("title", &*said)];
                        el("span", &attributes, &[text("−")])
                    });
                    return el("td", &[("data-since", since.name())], &[was, hand]);
                };
                let said = format!("{said}{}", since.said());
                let href = Address::line(&stated.path, stated.line).with("raw", "1").href();
                let title = format!("{said} — {}:{}", stated.path, stated.line);
                let attributes = [("href", &*href), ("title", &*title), ("aria-label", &*said)];
                let mark = el("a", &attributes, &[text(sign)]);
                let presses = if presses { "true" } else { "" };
                let attributes =
                    [("data-mark", word), ("data-presses", presses), ("data-since", since.name())];
                el("td", &attributes, &[mark, hand])
            });
            let name =
                el("a", &[("href", &Address::of("module", &row.module).href())], &[breakable(&row.module)]);
            let concern = row.concerns.iter().find(|it| (**it as usize) < Concern::Inherited as usize);
            let concern = concern.map(|it| tag(it.label())).unwrap_or_default();
            let module = (compared.module)(row);
            el("tr", &[], &[el("th", &[("scope", "row")], &[name, module, concern]), all(cells)])
        });
        el("tbody", &[], &[title, all(rows)])
    });
    let bodies = all(bodies);
    let beyond = when(count > MOST_ROWS || used.len() > MOST_COLUMNS, || {
        let words = format!(
            "Of {} and {} columns the first {MOST_ROWS} and {MOST_COLUMNS} are drawn; a filter shows others.",
            counted(count, "module"),
            used.len()
        );
        el("p", &[("class", "hint")], &[text(&words)])
    });
    let parts = [el("caption", &[], &[text(caption)]), el("thead", &[], &[head]), bodies];
    let scroller = [("class", "matrix"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)];
    let legend = el("p", &[("class", "hint")], &[text(compared.legend)]);
    all([legend, compared.gone, el("div", &scroller, &[el("table", &[], &parts)]), beyond])
}
