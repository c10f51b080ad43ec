//! What is said of how far one thing is, side by side: a row for each thing on which the tree contradicts itself, a
//! column for each place that speaks of it. Part of the view of findings.

use super::contents::address_of_item;
use crate::address::Address;
use crate::findings::Finding;
use crate::html::{Html, all, breakable, el, text};
use crate::plan::{Statement, StatementSource, Statements};
use crate::widgets::{status, status_mark};
use crate::workspace::Tree;

/// The rule whose findings are shown so.
pub const RULE: &str = "drift";

/// The table of these findings, the first of which has this number in its list; nothing when the tree itself does not
/// say all of it, as in the stage of a story.
pub fn table(tree: &Tree, findings: &[&Finding], first: usize) -> Option<Html> {
    let statements = Statements::of(&tree.plan, None);
    let about = |finding: &Finding| {
        let index = tree.plan.index_of(finding.items.first()?)?;
        let said = Some(statements.about(index)).filter(|said| said.len() > 1)?;
        Some((tree.plan.items.get(index)?, said))
    };
    if !findings.iter().all(|finding| about(finding).is_some()) {
        return None;
    }
    let is_used = |source: &StatementSource| {
        let mut said = findings.iter().filter_map(|finding| about(finding)).flat_map(|(_, said)| said);
        said.any(|statement| statement.source == *source)
    };
    let sources: Vec<StatementSource> = StatementSource::ALL.into_iter().filter(is_used).collect();
    let head = |words: &str| el("th", &[("scope", "col")], &[text(words)]);
    let heads = all([head("Of")].into_iter().chain(sources.iter().map(|source| head(source.heading()))));
    let rows = findings.iter().zip(first..).filter_map(|(finding, number)| {
        let (item, said) = about(finding)?;
        let id = format!("finding-{number}");
        let href = address_of_item(item).href();
        let name = el("a", &[("id", &*id), ("href", &*href), ("dir", "auto")], &[breakable(&item.id)]);
        let cells = sources.iter().map(|source| {
            let here = said.iter().filter(|statement| statement.source == *source);
            let label = ("data-label", source.heading());
            el("td", &[label], &[all(here.map(|statement| cell(statement, said.first())))])
        });
        Some(el("tr", &[], &[el("th", &[("scope", "row")], &[name]), all(cells)]))
    });
    let rows = all(rows);
    let table = [el("thead", &[], &[el("tr", &[], &[heads])]), el("tbody", &[], &[rows])];
    let caption = "Who says what; what differs from the first is marked.";
    Some(el("table", &[("class", "drift")], &[el("caption", &[], &[text(caption)]), all(table)]))
}

/// What one place says, as a link to it. It is marked when it is not what the most believed place says.
fn cell(statement: &Statement, first: Option<&Statement>) -> Html {
    let place = &statement.place;
    let href = Address::line(&place.path, place.line).with("raw", "1").href();
    let where_it_stands = format!("{}:{}: {}", place.path, place.line, status::explain(&statement.status));
    let is_folder = statement.source == StatementSource::Folder;
    let said = if is_folder { text("archived") } else { status_mark(statement.status.base) };
    let detail = statement
        .status
        .detail
        .as_deref()
        .map(|detail| all([text(" "), el("span", &[("class", "hint")], &[breakable(detail)])]));
    let differs = first.map(|first| first.status.base).is_some_and(|first| match statement.source {
        StatementSource::Folder => !first.is_closed(),
        _ => first != statement.status.base,
    });
    let title = if is_folder { place.path.as_str() } else { &where_it_stands };
    let attributes =
        [("href", &*href), ("title", title), ("data-differs", if differs { "true" } else { "" })];
    el("a", &attributes, &[said, detail.unwrap_or_default()])
}
