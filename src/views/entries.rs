//! What pages of answers are made of: sections with entries, and links to all that an entry names.

use super::contents::{address_of_item, link, own_title};
use crate::address::Address;
use crate::answers::gaps::KnowledgeGap;
use crate::answers::impact::{Evidence, Reached, Step};
use crate::answers::status::Blocked;
use crate::browser::{frames, page};
use crate::counted::counted;
use crate::findings::Finding;
use crate::html::{Html, all, el, text, when};
use crate::outline::label_of;
use crate::plan::names::short_id;
use crate::plan::{Item, Place, Status};
use crate::widgets::{effect, severity_mark, status, status_said};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::With as _;

/// Entries that a section shows at once; the others are one click away.
const FIRST_ENTRIES: usize = 8;
/// Entries that a section shows at all, so that a page of 20,000 of them still opens.
const MOST_ENTRIES: usize = 400;
/// Steps of a chain that are shown.
const MOST_STEPS: usize = 12;

/// A part of a page under a heading of its own, which links can lead to.
pub fn section(id: &str, title: &str, body: Html) -> Html {
    let heading = format!("h-{id}");
    let title = el("h2", &[("id", &heading)], &[text(title)]);
    el("section", &[("class", "answers"), ("aria-labelledby", &heading)], &[title, body])
}

/// A section that lists entries, with their number in its heading; nothing when there are none.
pub fn listing<T>(id: &str, title: &str, values: &[T], draw: impl Fn(&T) -> Html) -> Html {
    let title = format!("{title} ({})", values.len());
    when(!values.is_empty(), || section(id, &title, list(values, draw)))
}

/// Entries below each other: the first of them at once, no more of them drawn than a page can hold.
pub fn list<T>(values: &[T], draw: impl Fn(&T) -> Html) -> Html {
    folded(&mut values.iter().map(draw))
}

fn folded(entries: &mut dyn ExactSizeIterator<Item = Html>) -> Html {
    let count = entries.len();
    // One or two more cost less room than the line that would hide them.
    let first = if count <= FIRST_ENTRIES + 2 { count } else { FIRST_ENTRIES };
    let shown = all((&mut *entries).take(first));
    let more = when(count > first, || {
        let rest = all((&mut *entries).take(MOST_ENTRIES));
        let summary = el("summary", &[], &[text(&format!("{} more", count - first))]);
        let beyond = entries.len();
        let beyond = when(beyond > 0, || {
            let words = format!("{} beyond these; the command line lists all.", counted(beyond, "entry"));
            el("p", &[("class", "hint")], &[text(&words)])
        });
        el("details", &[], &[summary, el("ul", &[("class", "entries")], &[rest]), beyond])
    });
    all([el("ul", &[("class", "entries")], &[shown]), more])
}

/// One entry: what it says, and the place that it stands in.
pub fn entry(said: impl IntoIterator<Item = Html>, place: Html) -> Html {
    el("li", &[], &[el("div", &[], &[all(said)]), place])
}

/// What an entry says beside its name.
pub fn aside(said: impl IntoIterator<Item = Html>) -> Html {
    all([text(" "), el("span", &[("class", "aside")], &[all(said)])])
}

/// A word that sorts an entry.
pub fn tag(word: &str) -> Html {
    all([text(" "), el("span", &[("class", "tag")], &[text(word)])])
}

/// A line below an entry.
pub fn line(said: impl IntoIterator<Item = Html>) -> Html {
    el("p", &[("class", "line"), ("dir", "auto")], &[all(said)])
}

/// A link to a line of a file as it is. It shows the name of the file, of an overview also whose it is.
pub fn place(place: &Place) -> Html {
    let Place { path, line } = place;
    let said = format!("{path}:{line}");
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folder.rsplit('/').next().filter(|folder| !folder.is_empty() && name == "_overview.md");
    let file = match folder {
        Some(folder) => format!("{}/{name}:", short_id(folder).unwrap_or(folder)),
        None => format!("{name}:"),
    };
    let href = Address::line(path, *line).with("raw", "1").href();
    let attributes = [("class", "place"), ("href", &*href), ("title", &said), ("dir", "ltr")];
    // On the page of a document its own name need not be seen at every line.
    let file = el("span", &[("class", "place-file")], &[text(&file)]);
    all([text(" "), el("a", &attributes, &[file, text(&line.to_string())])])
}

/// The places of one thing.
pub fn places<'a>(stated: impl IntoIterator<Item = &'a Place>) -> Html {
    all(stated.into_iter().map(place))
}

/// A link to an item by its number and name; below a plan with the numbers of what it lies in.
pub fn item_link(tree: &Tree, item: &Item) -> Html {
    let (own, label) = label_of(item);
    let mut number = own.unwrap_or_default();
    // The number of a part of a document is all of it already.
    let mut above = item.parent.filter(|_| !item.is_part());
    while let Some(parent) = above.and_then(|above| tree.plan.items.get(above)) {
        if let (Some(head), _) = label_of(parent) {
            number = if number.is_empty() { head } else { format!("{head}/{number}") };
        }
        above = parent.parent;
    }
    let number =
        when(!number.is_empty(), || all([el("span", &[("class", "number")], &[text(&number)]), text(" ")]));
    let label = el("span", &[("class", "label")], &[text(&label)]);
    let href = address_of_item(item).href();
    el("a", &[("class", "name"), ("href", &href), ("title", &item.id), ("dir", "auto")], &[number, label])
}

/// The title of an item, where it says more than its number and name.
pub fn title_beside(item: &Item) -> &str {
    let (number, label) = label_of(item);
    let title = own_title(&item.title, number.as_deref());
    if title.eq_ignore_ascii_case(&label) { "" } else { title }
}

/// A link to what an id means; a name that means nothing here is shown as broken.
pub fn named(tree: &Tree, id: &str) -> Html {
    match tree.plan.item(id) {
        Some(item) => item_link(tree, item),
        None => {
            if tree.files.left_out().holds(id) {
                let said = el("span", &[("class", "aside")], &[text(" not in this copy")]);
                return el("span", &[], &[text(id), said]);
            }
            let title = "Nothing in this tree is called so";
            el("span", &[("data-broken", "true"), ("title", title)], &[text(id)])
        }
    }
}

/// The same with its status.
pub fn named_with_status(tree: &Tree, id: &str) -> Html {
    let status = tree.plan.item(id).filter(|item| item.kind.is_work()).map(|item| status_of(&item.status));
    all([named(tree, id), status.unwrap_or_default()])
}

/// A status with its mark, its word, and its reason; in full where the pointer rests.
pub fn status_of(stated: &Status) -> Html {
    let mark = el("span", &[("title", &status::explain(stated))], &[status_said(stated.base, stated.from)]);
    let detail = stated.detail.as_deref().map(|detail| aside([text(detail)]));
    all([text(" "), mark, detail.unwrap_or_default()])
}

/// A link to a module.
pub fn module_link(name: &str) -> Html {
    el("a", &[("class", "module-name"), ("href", &Address::of("module", name).href())], &[text(name)])
}

/// A link to a person.
pub fn person_link(name: &str) -> Html {
    link(&Address::of("person", name), name)
}

/// Words that lead to a section of a page.
pub fn here(view: &str, subject: &str, section: &str, words: &str) -> Html {
    link(&Address { heading: Some(section.to_owned()), ..Address::of(view, subject) }, words)
}

/// Items that are reached from something, each with the shortest chain of lines that leads there.
pub fn reached(id: &str, title: &str, tree: &Tree, reached: &[Reached], evidence: &Evidence) -> Html {
    listing(id, title, reached, |it| reached_entry(tree, it, evidence))
}

/// One of them.
pub fn reached_entry(tree: &Tree, reached: &Reached, evidence: &Evidence) -> Html {
    let why = chain(tree, &evidence.chain(reached.last));
    entry([named_with_status(tree, &reached.subject.id)], why)
}

/// A number that leads to what it counts.
pub fn count_link(address: &Address, count: usize, noun: &str) -> Html {
    link(address, &counted(count, noun))
}

/// Pieces with commas between them.
pub fn joined(pieces: impl IntoIterator<Item = Html>) -> Html {
    let pieces = pieces.into_iter().enumerate();
    all(pieces.map(|(at, piece)| all([when(at > 0, || text(", ")), piece])))
}

/// The same, no more of them than can be taken in, and how many there are beyond.
pub fn joined_first(mut pieces: Vec<Html>) -> Html {
    let beyond = pieces.len().saturating_sub(FIRST_ENTRIES);
    pieces.truncate(FIRST_ENTRIES);
    all([joined(pieces), when(beyond > 0, || text(&format!(" and {beyond} more")))])
}

/// What leads from one thing to another: its only step as a place, a longer way folded.
pub fn chain(tree: &Tree, steps: &[&Step]) -> Html {
    if let [only] = steps {
        return place(&only.place);
    }
    let rest = steps.len().saturating_sub(MOST_STEPS);
    let lines = steps.iter().take(MOST_STEPS).map(|step| {
        let field = el("code", &[], &[text(step.field)]);
        let said =
            [named_anything(tree, &step.from), text(" "), field, text(" "), named_anything(tree, &step.to)];
        el("li", &[], &[all(said), place(&step.place)])
    });
    let rest = when(rest > 0, || el("li", &[], &[text(&format!("and {} more", counted(rest, "step")))]));
    let steps_said = el("summary", &[], &[text(&counted(steps.len(), "step"))]);
    when(!steps.is_empty(), || {
        el("details", &[("class", "chain")], &[steps_said, el("ol", &[], &[all(lines), rest])])
    })
}

/// A link to what a name means, be it an item or a module.
pub fn named_anything(tree: &Tree, name: &str) -> Html {
    let is_module = tree.plan.modules.find_by(|module| module.name.as_str().cmp(name)).is_ok();
    if is_module { module_link(name) } else { named(tree, name) }
}

/// What is not known, and whom that concerns.
pub fn gap(tree: &Tree, gap: &KnowledgeGap) -> Html {
    let of = gap.of.as_deref().map(|of| named_anything(tree, of)).unwrap_or_default();
    let ask = gap.ask.as_deref().map(|name| {
        let left = when(gap.ask_has_left, || text(", who has left"));
        all([text(" · ask "), person_link(name), left])
    });
    let plans = gap.plans.iter().filter(|id| gap.of.as_ref() != Some(*id)).map(|id| named(tree, id));
    let people = gap.people.iter().map(|name| person_link(name));
    let concerned: Vec<Html> = plans.chain(people).collect();
    let concerned = when(!concerned.is_empty(), || line([text("Concerns "), joined_first(concerned)]));
    let said = el("span", &[("dir", "auto")], &[text(&gap.text)]);
    entry([said, aside([of, ask.unwrap_or_default()]), concerned], place(&gap.place))
}

/// One thing that stands still, and why: by its structure, for a time, or both.
pub fn blocked(tree: &Tree, blocked: &Blocked) -> Html {
    let tags = [
        when(!blocked.needs.is_empty(), || tag("structural")),
        when(blocked.stuck.is_some(), || tag("temporal")),
    ];
    entry([named(tree, &blocked.subject.id), all(tags), reasons(tree, blocked)], Html::default())
}

/// Why something stands still, a line for each reason.
pub fn reasons(tree: &Tree, blocked: &Blocked) -> Html {
    let needs = blocked.needs.iter().map(|need| {
        let state = when(need.status.is_none(), || aside([text("which this tree does not have")]));
        line([text("needs "), named_with_status(tree, &need.id), state, places(&need.stated)])
    });
    let stuck = blocked.stuck.iter().map(|stuck| {
        let reason = stuck.reason.as_deref().unwrap_or("it gives no reason");
        line([text("says it is blocked: "), text(reason), place(&stuck.stated)])
    });
    all(needs.chain(stuck))
}

/// What the rules found about something.
pub fn finding(finding: &Finding) -> Html {
    let severity = severity_mark(finding.severity, finding.severity.label());
    let message = el("span", &[("dir", "auto")], &[text(&finding.message)]);
    let rule = link(&Address::of("rules", finding.rule), finding.rule);
    entry([severity, text(" "), message, aside([rule])], place(&finding.place))
}

/// Words of which those in backticks are code.
pub fn with_code(words: &str) -> Html {
    let parts = words.split('`').enumerate();
    all(parts.map(|(at, part)| if at % 2 == 1 { el("code", &[], &[text(part)]) } else { text(part) }))
}

/// Shows the section that the address names, once the view is in the page.
pub fn follow_heading(workspace: Workspace) {
    effect(move || {
        let heading = workspace.address.with(|address| address.heading.clone());
        frames::before_next_frame(move || {
            let element = heading.and_then(|heading| page::element(&format!("h-{heading}")));
            element.into_iter().for_each(|element| page::show(&element));
        });
    });
}
