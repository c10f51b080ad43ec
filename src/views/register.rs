//! What people decided, asked for, promised and do not know: tables that can be sorted and searched, each row with
//! the line that says it.

mod matrix;

use super::View;
use super::contents::page_header;
use super::day::as_of;
use super::later::later;
use crate::address::Address;
use crate::answers::gaps::KnowledgeGap;
use crate::answers::register::{Deadline, Decision, Register, Requirement};
use crate::browser::page;
use crate::counted::counted;
use crate::html::{Html, all, breakable, el, text, when};
use crate::named::Named;
use crate::order;
use crate::outline::plain;
use crate::plan::{BaseStatus, Date, FileAction, Grade, InventoryRow, Metric, Place, Risk};
use crate::search::Kept;
use crate::widgets::{IconName, asked, effect, handle, icon, live_fill, markup, status_with};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::cmp::Ordering;

/// Rows of a table that are drawn while there are several tables; and how many each click draws more of one.
const FIRST_ROWS: usize = 100;

/// `#/register`.
pub const VIEW: View = View {
    name: "register",
    rail: Some(("Register", IconName::Register)),
    title: |_, _| "Register".to_owned(),
    draw: later!(answers, || draw(use_workspace())),
};

/// A register: its name in links, its title, its columns, and the one by which it is sorted at first. A column that
/// begins with `-` is sorted from its end.
struct Kind {
    name: &'static str,
    title: &'static str,
    /// Each with its name in links and the words above it.
    columns: &'static [(&'static str, &'static str)],
    order: &'static str,
    /// What is not there when it is empty, and how it comes about.
    empty: &'static str,
}

static KINDS: [Kind; 7] = [
    Kind {
        name: "decisions",
        title: "Decisions",
        columns: &[("date", "Date"), ("decision", "Decision"), ("about", "About"), ("where", "Where")],
        order: "-date",
        empty: "No decision has been written down. A note in exploration/ lists them under “Decisions”: “CREATE: SP01_name”.",
    },
    Kind {
        name: "requirements",
        title: "Requirements",
        columns: &[
            ("date", "Date"),
            ("requirement", "Requirement"),
            ("asker", "Asked by"),
            ("owner", "Owned by"),
            ("where", "Where"),
        ],
        order: "-date",
        empty: "No requirement has been written down. A note lists them among its decisions: “Constraint: …”.",
    },
    Kind {
        name: "deadlines",
        title: "Deadlines",
        columns: &[("day", "Day"), ("state", "State"), ("what", "What"), ("of", "Of"), ("where", "Where")],
        order: "state",
        empty: "No deadline has been written down. One is read wherever a plan says “deadline”, “expires” or “due” with a day.",
    },
    Kind {
        name: "gaps",
        title: "Knowledge gaps",
        columns: &[("gap", "What nobody knows"), ("of", "Of"), ("concerns", "Concerns"), ("where", "Where")],
        order: "of",
        empty: "No knowledge gap has been written down. Frontmatter lists them as knowledge_gaps.",
    },
    Kind {
        name: "risks",
        title: "Risks",
        columns: &[
            ("risk", "Risk"),
            ("impact", "Impact"),
            ("probability", "Probability"),
            ("mitigation", "Mitigation"),
            ("where", "Where"),
        ],
        order: "-impact",
        empty: "",
    },
    Kind {
        name: "metrics",
        title: "What was counted",
        columns: &[("metric", "Metric"), ("value", "Value"), ("date", "Date"), ("where", "Where")],
        order: "where",
        empty: "",
    },
    Kind {
        name: "files",
        title: "Files",
        columns: &[
            ("file", "File"),
            ("action", "Change"),
            ("state", "State"),
            ("of", "Of"),
            ("note", "Note"),
            ("where", "Where"),
        ],
        order: "where",
        empty: "",
    },
];

/// How many entries a register has.
fn count(register: &Register, kind: &Kind) -> usize {
    match kind.name {
        "decisions" => register.decisions.len(),
        "requirements" => register.requirements.len(),
        "deadlines" => register.deadlines.len(),
        "gaps" => register.gaps.len(),
        "risks" => register.risks.len(),
        "metrics" => register.metrics.len(),
        _ => register.files.len(),
    }
}

/// Whether a register is shown: those that say how they come about always are, where no other is filled.
fn is_shown(register: &Register, kind: &Kind) -> bool {
    let has_told = ["risks", "metrics", "files"].iter().any(|name| {
        KINDS.iter().find(|kind| kind.name == *name).is_some_and(|kind| count(register, kind) > 0)
    });
    count(register, kind) > 0 || !has_told && !kind.empty.is_empty()
}

/// A cell: what it shows, and what it is sorted by. What has nothing to be sorted by comes last.
struct Cell {
    shown: Html,
    key: String,
}

impl Cell {
    fn new(shown: Html, key: impl Into<String>) -> Cell {
        Cell { shown, key: key.into() }
    }

    fn words(words: &str) -> Cell {
        Cell::new(text(words), words.to_lowercase())
    }

    fn date(date: Option<&Date>) -> Cell {
        let key = date.map(|date| {
            let (year, month, day) = date.start();
            format!("{year:04}-{month:02}-{day:02}")
        });
        Cell::new(text(&date.map(Date::to_string).unwrap_or_default()), key.unwrap_or_default())
    }

    fn place(place: &Place) -> Cell {
        let words = format!("{}:{}", place.path, place.line);
        let shown = words.rsplit('/').next().unwrap_or(&words);
        let href = Address::line(&place.path, place.line).with("raw", "1").href();
        let attributes = [("class", "place"), ("href", &*href), ("title", &words), ("dir", "ltr")];
        Cell::new(el("a", &attributes, &[breakable(shown)]), format!("{}:{:06}", place.path, place.line))
    }
}

/// A row, with the words that are searched in it.
struct Row {
    cells: Vec<Cell>,
    words: String,
}

fn draw(workspace: Workspace) -> AnyView {
    let limit = RwSignal::new(FIRST_ROWS);
    let register = Memo::new(move |_| {
        let tree = workspace.tree.get();
        let day = workspace.day.get();
        tree.map(|tree| Register::of(&tree.inquiry(&day.date))).unwrap_or_default()
    });
    live_fill("register-answer", move || register.with(|register| text(&answer(register))));
    live_fill("register-day", move || as_of(workspace));
    live_fill("register-body", move || {
        let tree = workspace.tree.get();
        let address = workspace.address.get();
        let limit = limit.get();
        let kept = workspace.kept.get();
        let Some(tree) = tree else { return Html::default() };
        let count = std::cell::Cell::new((0, 0));
        let drawn = register.with(|register| body(&tree, register, kept.as_deref(), &address, limit, &count));
        workspace.tell_shown(VIEW.name, count.get().0, count.get().1, "entry");
        drawn
    });
    effect(move || {
        let address = workspace.address.get();
        page::set_value("register-text", address.setting("q").unwrap_or_default());
        let chosen = address.setting("only").unwrap_or_default();
        for name in KINDS.iter().map(|kind| kind.name).chain([""]) {
            let said = if name == chosen { "true" } else { "false" };
            page::set_attribute(&format!("only-{name}"), "aria-pressed", Some(said));
        }
        register.with(|register| {
            for kind in &KINDS {
                let hidden = (!is_shown(register, kind)).then_some("");
                page::set_attribute(&format!("only-{}", kind.name), "hidden", hidden);
            }
        });
    });
    handle("register", &["input", "click"], move |event| {
        let address = workspace.address.get_untracked();
        if event.type_() == "input" {
            if page::around(event, "#register-text").is_some() {
                workspace.replace(address.with("q", &page::value("register-text")));
            }
            return;
        }
        let Some((act, value)) = asked(event) else { return };
        match act.as_str() {
            "only" => {
                limit.set(FIRST_ROWS);
                workspace.replace(address.with("only", &value));
            }
            "more" => {
                limit.update(|limit| *limit += FIRST_ROWS);
                page::focus_once_drawn(&value);
            }
            "sort" => {
                let Some((table, column)) = value.split_once(' ') else { return };
                workspace.replace(address.with(table, column));
                let button = format!("sort-{table}-{}", column.trim_start_matches('-'));
                page::focus_once_drawn(&button);
            }
            _ => {}
        }
    });
    let answer = el("p", &[("id", "register-answer"), ("class", "answer")], &[]);
    let day = el("div", &[("id", "register-day"), ("class", "markup")], &[]);
    let parts = [
        page_header(Html::default(), "Register", all([answer, day])),
        tools(),
        el("div", &[("id", "register-body"), ("class", "markup")], &[]),
    ];
    markup(el("div", &[("id", "register"), ("class", "register")], &parts))
}

/// All of it in one sentence.
fn answer(register: &Register) -> String {
    let past = register.deadlines.iter().filter(|deadline| deadline.is_past()).count();
    let past = match past {
        0 => String::new(),
        past => format!(" ({past} past)"),
    };
    let said = KINDS.iter().filter(|kind| is_shown(register, kind)).map(|kind| {
        let noun = match kind.name {
            "gaps" => "knowledge gap",
            "files" => "listed file",
            name => name.trim_end_matches('s'),
        };
        let past = if kind.name == "deadlines" { past.as_str() } else { "" };
        format!("{}{past}", counted(count(register, kind), noun))
    });
    let said: Vec<String> = said.collect();
    match said.split_last() {
        Some((last, [])) => format!("{last}."),
        Some((last, others)) => format!("{} and {last}.", others.join(", ")),
        None => String::new(),
    }
}

fn tools() -> Html {
    let search = [
        ("id", "register-text"),
        ("type", "search"),
        ("placeholder", "Filter by words or name"),
        ("aria-label", "Filter the register by words"),
        ("autocomplete", "off"),
    ];
    let way = |name: &str, title: &str| {
        let id = format!("only-{name}");
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("id", &*id),
            ("data-act", "only"),
            ("data-value", name),
        ];
        el("button", &attributes, &[text(title)])
    };
    let ways = KINDS.iter().map(|kind| way(kind.name, kind.title));
    let ways = all([way("", "All")].into_iter().chain(ways));
    let parts = [
        el("div", &[("class", "findings-search")], &[icon(IconName::Search), el("input", &search, &[])]),
        el("div", &[("class", "groups"), ("role", "group"), ("aria-label", "Which register")], &[ways]),
    ];
    el("div", &[("class", "findings-tools")], &parts)
}

/// Which places are kept, by path and line.
fn kept_places<'a>(places: impl Iterator<Item = &'a Place>, kept: &[bool]) -> Named<()> {
    let mut named = Named::default();
    for (place, _) in places.zip(kept).filter(|(_, is_kept)| **is_kept) {
        named.insert_new(&at(place), ());
    }
    named
}

fn at(place: &Place) -> String {
    format!("{}:{}", place.path, place.line)
}

/// Which rows of a register a query keeps. What the search knows as such is kept as it says, the rest by its line.
fn keep(tree: &Tree, kept: &Kept, kind: &'static str, rows: &mut Vec<(Row, Place)>) {
    let plan = &tree.plan;
    let known = match kind {
        "decisions" => Some(kept_places(plan.decisions.iter().map(|it| &it.place), &kept.decisions)),
        "requirements" => Some(kept_places(plan.requirements.iter().map(|it| &it.place), &kept.requirements)),
        "gaps" => Some(kept_places(plan.gaps.iter().map(|it| &it.place), &kept.gaps)),
        _ => None,
    };
    let noun = kind.trim_end_matches('s');
    rows.retain(|(row, place)| match &known {
        Some(known) => known.get(&at(place)).is_some(),
        None => kept.line(plan, noun, &place.path, &[], &[&row.words]),
    });
}

fn body(
    tree: &Tree,
    register: &Register,
    kept: Option<&Kept>,
    address: &Address,
    limit: usize,
    shown: &std::cell::Cell<(usize, usize)>,
) -> Html {
    let only = address.setting("only").filter(|only| KINDS.iter().any(|kind| kind.name == *only));
    let sought = plain(address.setting("q").unwrap_or_default()).trim().to_lowercase();
    let kinds = KINDS.iter().filter(|kind| match only {
        Some(only) => only == kind.name,
        None => is_shown(register, kind),
    });
    all(kinds.map(|kind| {
        let mut rows = match kind.name {
            "decisions" => {
                register.decisions.iter().map(|it| (decision_row(tree, it), it.place.clone())).collect()
            }
            "requirements" => {
                register.requirements.iter().map(|it| (requirement_row(tree, it), it.place.clone())).collect()
            }
            "deadlines" => {
                register.deadlines.iter().map(|it| (deadline_row(tree, it), it.place.clone())).collect()
            }
            "gaps" => register.gaps.iter().map(|it| (gap_row(tree, it), it.place.clone())).collect(),
            "risks" => register.risks.iter().map(|it| (risk_row(it), it.place.clone())).collect(),
            "metrics" => register.metrics.iter().map(|it| (metric_row(it), it.place.clone())).collect(),
            _ => register.files.iter().map(|it| (file_row(tree, it), it.place.clone())).collect::<Vec<_>>(),
        };
        let (is_empty, of) = (rows.is_empty(), rows.len());
        rows.retain(|(row, _)| sought.is_empty() || row.words.to_lowercase().contains(&sought));
        if let Some(kept) = kept {
            keep(tree, kept, kind.name, &mut rows);
        }
        shown.set((shown.get().0 + rows.len(), shown.get().1 + of));
        let rows: Vec<Row> = rows.into_iter().map(|(row, _)| row).collect();
        let before = when(kind.name == "risks" && !rows.is_empty(), || matrix::matrix(&register.risks));
        table(kind, before, rows, is_empty, address, limit)
    }))
}

// ── rows ────────────────────────────────────────────────────────────────────────────────────

/// A link to what a name means: an item, a module, a person; the name alone when it means nothing here.
fn named(tree: &Tree, name: &str) -> Html {
    let address = match tree.plan.item(name) {
        Some(item) if item.has_page() => return super::entries::item_link(tree, item),
        Some(item) => Address::document(&item.place.path, None),
        None if tree.plan.modules.iter().any(|module| module.name == name) => Address::of("module", name),
        None if tree.plan.people.iter().any(|person| person.name == name) => Address::of("person", name),
        None => return breakable(name),
    };
    el("a", &[("href", &address.href()), ("dir", "auto")], &[breakable(name)])
}

/// Names below each other.
fn names<'a>(tree: &Tree, names: impl IntoIterator<Item = &'a String>) -> Html {
    let names = names.into_iter().map(|name| el("li", &[("dir", "auto")], &[named(tree, name)]));
    el("ul", &[], &[all(names)])
}

fn first<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().next().map(|name| name.to_lowercase()).unwrap_or_default()
}

fn decision_row(tree: &Tree, decision: &Decision) -> Row {
    let qualifier = decision.qualifier.iter().map(|qualifier| format!(" ({qualifier})"));
    let verb = if decision.verb == "decide" { "decided" } else { decision.verb.as_str() };
    let verb = format!("{}{}", verb.replace('_', " "), qualifier.collect::<String>());
    let recommended = decision
        .value
        .as_deref()
        .filter(|_| decision.is_open)
        .map(|value| el("li", &[("dir", "auto")], &[text(&format!("Recommended: {value}"))]));
    let line = |words: &str| el("li", &[("dir", "auto")], &[text(words)]);
    let reasons = decision.reasons.iter().filter(|reason| Some(*reason) != decision.value.as_ref());
    let reasons = reasons.map(|reason| line(reason));
    let assessments = decision.assessments.iter().map(|assessment| {
        let why = assessment.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        let words = all([text(&format!(" — {}{why}", assessment.level))]);
        el("li", &[("dir", "auto")], &[named(tree, &assessment.module), words])
    });
    let assignment = decision.assignment.iter().map(|assignment| {
        el("li", &[], &[named(tree, &assignment.person), text(&format!(" as {}", assignment.role))])
    });
    let below = recommended.into_iter().chain(reasons).chain(assessments).chain(assignment);
    let below: Vec<Html> = below.collect();
    let below = when(!below.is_empty(), || el("ul", &[("class", "below")], &below));
    let said = all([
        el("span", &[("class", "tag")], &[text(&verb)]),
        text(" "),
        el("span", &[("dir", "auto")], &[text(&decision.text)]),
        below,
    ]);
    let waits = when(!decision.waits_for.is_empty(), || {
        all([el("span", &[("class", "hint")], &[text("waits for")]), names(tree, &decision.waits_for)])
    });
    let waiting = when(!decision.waiting.is_empty(), || {
        all([el("span", &[("class", "hint")], &[text("waiting for it")]), names(tree, &decision.waiting)])
    });
    let about = all([names(tree, &decision.plans), waits, waiting]);
    Row {
        words: [
            &verb,
            &decision.text,
            &decision.plans.join(" "),
            &decision.reasons.join(" "),
            &decision.place.path,
        ]
        .map(String::as_str)
        .join(" "),
        cells: vec![
            Cell::date(decision.date.as_ref()),
            Cell::new(said, format!("{verb} {}", decision.text.to_lowercase())),
            Cell::new(about, first(&decision.plans)),
            Cell::place(&decision.place),
        ],
    }
}

fn requirement_row(tree: &Tree, asked: &Requirement) -> Row {
    let owners = match asked.owners.as_slice() {
        [] => el("span", &[("class", "nobody")], &[text("nobody")]),
        owners => names(tree, owners),
    };
    Row {
        words: format!(
            "{} {} {}",
            asked.text,
            asked.asker.as_deref().unwrap_or_default(),
            asked.owners.join(" ")
        ),
        cells: vec![
            Cell::date(asked.date.as_ref()),
            Cell::words(&asked.text),
            Cell::new(names(tree, &asked.asker), first(&asked.asker)),
            // What nobody owns comes first.
            Cell::new(owners, format!("!{}", first(&asked.owners))),
            Cell::place(&asked.place),
        ],
    }
}

fn deadline_row(tree: &Tree, deadline: &Deadline) -> Row {
    let state = deadline.state.label();
    let days = deadline.days_left.filter(|_| deadline.is_open()).map(|days| match days {
        0 => ", today".to_owned(),
        days if days > 0 => format!(", {} left", counted(days.unsigned_abs() as usize, "day")),
        days => format!(" by {}", counted(days.unsigned_abs() as usize, "day")),
    });
    let over = deadline.over.as_ref().map(|date| format!(", {date}"));
    let said = format!("{state}{}{}", days.unwrap_or_default(), over.unwrap_or_default());
    let said = el("span", &[("class", "deadline"), ("data-state", state)], &[text(&said)]);
    let anchor = deadline.anchor.as_ref().map(|anchor| {
        all([text(" "), el("span", &[("class", "hint anchor")], &[text(&format!("counted from {anchor}"))])])
    });
    let what = all([el("span", &[("dir", "auto")], &[text(&deadline.written)]), anchor.unwrap_or_default()]);
    let date = Cell::date(deadline.date.as_ref());
    let state = Cell::new(said, format!("{} {}", deadline.state as u8, date.key));
    Row {
        words: format!(
            "{} {} {}",
            deadline.written,
            deadline.of.as_deref().unwrap_or_default(),
            deadline.place.path
        ),
        cells: vec![
            date,
            state,
            Cell::new(what, deadline.written.to_lowercase()),
            Cell::new(names(tree, &deadline.of), first(&deadline.of)),
            Cell::place(&deadline.place),
        ],
    }
}

fn risk_row(risk: &Risk) -> Row {
    let grade = |grade: &Grade| {
        let key = grade.level.map(|level| (level as u8).to_string()).unwrap_or_default();
        Cell::new(el("span", &[("dir", "auto")], &[text(&grade.written)]), key)
    };
    let words = |words: &str| Cell::new(el("span", &[("dir", "auto")], &[text(words)]), words.to_lowercase());
    let mitigation = risk.mitigation.as_deref().unwrap_or_default();
    Row {
        words: format!("{} {} {} {mitigation}", risk.risk, risk.impact.written, risk.probability.written),
        cells: vec![
            words(&risk.risk),
            grade(&risk.impact),
            grade(&risk.probability),
            words(mitigation),
            Cell::place(&risk.place),
        ],
    }
}

fn metric_row(metric: &Metric) -> Row {
    let words = |words: &str| Cell::new(el("span", &[("dir", "auto")], &[text(words)]), words.to_lowercase());
    Row {
        words: format!("{} {}", metric.metric, metric.value),
        cells: vec![
            words(&metric.metric),
            words(&metric.value),
            Cell::date(metric.date.as_ref()),
            Cell::place(&metric.place),
        ],
    }
}

fn file_row(tree: &Tree, row: &InventoryRow) -> Row {
    let state = when(row.status != BaseStatus::Unknown, || status_with(row.status, row.status.label()));
    let note = row.note.as_deref().unwrap_or_default();
    let of = if row.items.is_empty() { Vec::from_iter(row.phase.clone()) } else { row.items.clone() };
    let parts = row.items.iter().map(|id| el("li", &[], &[super::entries::named(tree, id)]));
    let parts = match row.items.as_slice() {
        [] => text(row.phase.as_deref().unwrap_or_default()),
        _ => el("ul", &[], &[all(parts)]),
    };
    Row {
        words: format!("{} {note} {}", row.file, of.join(" ")),
        cells: vec![
            Cell::new(el("code", &[], &[breakable(&row.file)]), row.file.to_lowercase()),
            Cell::words(row.action.map(FileAction::name).unwrap_or_default()),
            Cell::new(state, row.status.name()),
            Cell::new(parts, first(&of)),
            Cell::words(note),
            Cell::place(&row.place),
        ],
    }
}

fn gap_row(tree: &Tree, gap: &KnowledgeGap) -> Row {
    let ask = gap.ask.as_deref().map(|name| {
        let left = if gap.ask_has_left { ", who has left" } else { "" };
        el("p", &[("class", "hint")], &[text("Ask "), named(tree, name), text(left)])
    });
    let what = all([el("span", &[("dir", "auto")], &[text(&gap.text)]), ask.unwrap_or_default()]);
    let concerned: Vec<&String> =
        gap.plans.iter().filter(|id| gap.of.as_ref() != Some(id)).chain(&gap.people).collect();
    Row {
        words: format!(
            "{} {} {}",
            gap.text,
            gap.of.as_deref().unwrap_or_default(),
            gap.ask.as_deref().unwrap_or_default()
        ),
        cells: vec![
            Cell::new(what, gap.text.to_lowercase()),
            Cell::new(names(tree, &gap.of), first(&gap.of)),
            Cell::new(names(tree, concerned.iter().copied()), first(concerned.iter().copied())),
            Cell::place(&gap.place),
        ],
    }
}

// ── tables ──────────────────────────────────────────────────────────────────────────────────

fn table(
    kind: &Kind,
    before: Html,
    mut rows: Vec<Row>,
    is_empty: bool,
    address: &Address,
    limit: usize,
) -> Html {
    let asked = address.setting(kind.name).unwrap_or(kind.order);
    let known =
        |order: &str| kind.columns.iter().position(|(column, _)| *column == order.trim_start_matches('-'));
    let (order, column) = match known(asked) {
        Some(column) => (asked, column),
        None => (kind.order, known(kind.order).unwrap_or_default()),
    };
    let is_down = order.starts_with('-');
    order::sort_by(&mut rows, |a, b| {
        let (Some(a), Some(b)) = (a.cells.get(column), b.cells.get(column)) else { return Ordering::Equal };
        match (a.key.is_empty(), b.key.is_empty()) {
            (false, false) if is_down => b.key.cmp(&a.key),
            (false, false) => a.key.cmp(&b.key),
            // What has nothing to be sorted by comes last either way.
            (a, b) => a.cmp(&b),
        }
    });
    let count = rows.len();
    let heading = el(
        "h2",
        &[],
        &[text(kind.title), text(" "), el("span", &[("class", "count")], &[text(&count.to_string())])],
    );
    if rows.is_empty() {
        let why = if is_empty { kind.empty } else { "Nothing matches the filter." };
        return el("section", &[], &[heading, el("p", &[("class", "empty")], &[text(why)])]);
    }
    let heads = kind.columns.iter().enumerate().map(|(index, (name, words))| {
        let is_sorted = index == column;
        let next = if is_sorted && !is_down {
            format!("{} -{name}", kind.name)
        } else {
            format!("{} {name}", kind.name)
        };
        let id = format!("sort-{}-{name}", kind.name);
        let attributes = [("type", "button"), ("id", &*id), ("data-act", "sort"), ("data-value", &*next)];
        let said = match (is_sorted, is_down) {
            (false, _) => "",
            (true, false) => "ascending",
            (true, true) => "descending",
        };
        el("th", &[("scope", "col"), ("aria-sort", said)], &[el("button", &attributes, &[text(words)])])
    });
    let heads = all(heads);
    let rows = rows.iter().zip(0..limit).map(|(row, number)| {
        let id = format!("{}-{number}", kind.name);
        let cells = row.cells.iter().zip(kind.columns).map(|(cell, (column, _))| {
            el("td", &[("data-column", column)], std::slice::from_ref(&cell.shown))
        });
        el("tr", &[("id", &id), ("tabindex", "-1")], &[all(cells)])
    });
    let body = el("tbody", &[], &[all(rows)]);
    let next = format!("{}-{limit}", kind.name);
    let attributes = [("type", "button"), ("class", "button"), ("data-act", "more"), ("data-value", &*next)];
    let more = when(count > limit, || {
        let words = format!("Show {} more of {count}", (count - limit).min(FIRST_ROWS));
        el("p", &[], &[el("button", &attributes, &[text(&words)])])
    });
    let head = el("thead", &[], &[el("tr", &[], &[heads])]);
    let table = el("table", &[("class", "register-table"), ("data-kind", kind.name)], &[head, body]);
    el("section", &[], &[heading, before, table, more])
}
