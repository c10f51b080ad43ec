//! Risks by how bad and how likely they are: a picture that is a table.

use crate::address::Address;
use crate::html::{Html, all, el, text, when};
use crate::plan::{Level, Risk};

/// Risks of one cell that are named in it.
const MOST: usize = 6;

/// The matrix of risks, the bad and likely ones at its end; what is not graded stands below it.
pub fn matrix(risks: &[Risk]) -> Html {
    let graded = |risk: &Risk| Some((risk.impact.level?, risk.probability.level?));
    let used = |of: fn(&Risk) -> Option<Level>| {
        let most = risks.iter().filter_map(of).max().unwrap_or(Level::High).max(Level::High);
        Level::ALL.into_iter().filter(move |level| *level <= most)
    };
    let columns: Vec<Level> = used(|risk| risk.probability.level).collect();
    let mut rows: Vec<Level> = used(|risk| risk.impact.level).collect();
    rows.reverse();
    let heads = columns
        .iter()
        .map(|level| el("th", &[("scope", "col")], &[text(&format!("{} probability", level.name()))]));
    let corner = el("td", &[], &[]);
    let head = el("tr", &[], &[corner, all(heads)]);
    let body = rows.iter().map(|impact| {
        let cells = columns.iter().map(|probability| {
            let here = risks.iter().filter(|risk| graded(risk) == Some((*impact, *probability)));
            cell(weight(*impact, *probability), &here.collect::<Vec<_>>())
        });
        let name = el("th", &[("scope", "row")], &[text(&format!("{} impact", impact.name()))]);
        el("tr", &[], &[name, all(cells)])
    });
    let body = all(body);
    let caption = el("caption", &[("class", "visually-hidden")], &[text("Risks by impact and probability")]);
    let table = [caption, el("thead", &[], &[head]), el("tbody", &[], &[body])];
    let beyond = risks.iter().filter(|risk| graded(risk).is_none()).count();
    let beyond = when(beyond > 0, || {
        let words =
            format!("{} not graded in words that are known here.", crate::counted::counted(beyond, "risk"));
        el("p", &[("class", "hint")], &[text(&words)])
    });
    let scrolls =
        [("class", "scrolls"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Matrix of risks")];
    all([el("div", &scrolls, &[el("table", &[("class", "risk-matrix")], &table)]), beyond])
}

fn cell(weight: u8, risks: &[&Risk]) -> Html {
    let weight = weight.to_string();
    let names = risks.iter().take(MOST).map(|risk| {
        let href = Address::line(&risk.place.path, risk.place.line).with("raw", "1").href();
        let title = format!("{}:{}", risk.place.path, risk.place.line);
        let link = el("a", &[("href", &*href), ("title", &*title), ("dir", "auto")], &[text(&risk.risk)]);
        el("li", &[], &[link])
    });
    let names = all(names);
    let beyond = risks.len().saturating_sub(MOST);
    let beyond = when(beyond > 0, || el("li", &[], &[text(&format!("and {beyond} more"))]));
    let list = when(!risks.is_empty(), || el("ul", &[], &[names, beyond]));
    el("td", &[("data-weight", &*weight)], &[list])
}

/// How much a risk weighs, 1 to 4.
fn weight(impact: Level, probability: Level) -> u8 {
    match (impact as u8 + 1) * (probability as u8 + 1) {
        0..=2 => 1,
        3..=4 => 2,
        5..=6 => 3,
        _ => 4,
    }
}
