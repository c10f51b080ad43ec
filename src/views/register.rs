//! What people decided, asked for, promised and do not know: tables that can be sorted and searched, each row with
//! the line that says it.

mod matrix;
mod rows;

use self::rows::{deadline_row, decision_row, file_row, gap_row, metric_row, requirement_row, risk_row};
use super::View;
use super::contents::page_header;
use super::day::as_of;
use super::later::later;
use crate::address::Address;
use crate::answers::register::Register;
use crate::browser::page;
use crate::counted::counted;
use crate::html::{Html, all, breakable, el, text, when};
use crate::named::Named;
use crate::order;
use crate::outline::plain;
use crate::plan::{Date, Place};
use crate::search::Kept;
use crate::widgets::{IconName, asked, effect, handle, icon, live_fill, markup};
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
