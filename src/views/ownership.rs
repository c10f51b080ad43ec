//! Who answers for which module, and which plans stand on it: as a graph, as a table of modules and plans, of modules
//! and people; and how far something that concerns all modules has come in each.

use super::View;
use super::contents::{link, page_header};
use super::coverage;
use super::day::as_of;
use super::entries::{
    entry, item_link, joined, list, module_link, named, person_link, places, status_of, tag,
};
use super::graph::{self, Canvas, Marked, Picture, set};
use super::later::later;
use crate::address::Address;
use crate::browser::page;
use crate::counted::counted;
use crate::graph::matrix::{Concern, MUCH, Mark, Matrix, Row, Share};
use crate::graph::ownership::{self, module_id, person_id};
use crate::graph::shown::ShownNode;
use crate::graph::{Kind, Node, picture};
use crate::html::{Html, all, breakable, el, text, when};
use crate::plan::Place;
use crate::plan::names::short_id;
use crate::widgets::{IconName, effect, handle, icon, live_fill, markup};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// `#/ownership`.
pub const VIEW: View = View {
    name: "ownership",
    rail: Some(("Owners", IconName::Owners)),
    title: |_, _| "Ownership".to_owned(),
    draw: later!(graphs, || draw(use_workspace())),
};

/// The most rows and columns of a table that are drawn.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 150;
/// The value of a choice that leaves everything.
const ANY: &str = "*";

/// In which form the same is shown: value in the link, words.
const FORMS: [(&str, &str); 4] = [
    ("graph", "Graph"),
    ("plans", "Modules × plans"),
    ("people", "Modules × people"),
    ("coverage", "Coverage"),
];

/// By what modules are sorted.
const SORTS: [(&str, &str); 4] = [
    ("", "Sorted by name"),
    ("concerns", "What presses first"),
    ("plans", "Most plans first"),
    ("people", "Sorted by owner"),
];

/// By what modules are put together.
const GROUPS: [(&str, &str); 4] = [
    ("", "Not grouped"),
    ("owner", "By owner"),
    ("origin", "By the plan they came from"),
    ("concern", "By what is to be known"),
];

/// What the link asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    form: &'static str,
    text: String,
    concern: Option<Concern>,
    person: String,
    sort: String,
    group: String,
    of: String,
    is_table: bool,
}

fn asked_of(address: &Address) -> Asked {
    let setting = |key: &str| address.setting(key).unwrap_or_default();
    let form = FORMS.into_iter().find(|(name, _)| setting("form") == *name).map_or("graph", |(name, _)| name);
    Asked {
        form,
        text: setting("q").to_owned(),
        concern: Concern::ALL.into_iter().find(|it| it.name() == setting("concern")),
        person: setting("person").to_owned(),
        sort: setting("sort").to_owned(),
        group: setting("group").to_owned(),
        of: setting("of").to_owned(),
        is_table: setting("view") == "table",
    }
}

impl Asked {
    /// Whether a module is kept by the filter.
    fn keeps(&self, matrix: &Matrix, row: &Row) -> bool {
        let has = |name: &str| name.to_lowercase().contains(&self.text.to_lowercase());
        let plans = || row.cells.iter().filter_map(|cell| matrix.plans.get(cell.column));
        let people = || row.holdings.iter().filter_map(|held| matrix.people.get(held.column));
        (self.text.is_empty()
            || has(&row.module)
            || plans().any(|plan| has(&plan.id))
            || people().any(|it| has(&it.name)))
            && self.concern.is_none_or(|concern| row.is(concern))
            && (self.person.is_empty() || people().any(|it| it.name == self.person))
    }
}

fn draw(workspace: Workspace) -> AnyView {
    let asked = Memo::new(move |_| workspace.address.with(asked_of));
    let matrix = Memo::new(move |_| {
        let (tree, day) = (workspace.tree.get()?, workspace.day.get().date);
        Some(Arc::new(Matrix::of(&tree.inquiry(&day))))
    });
    let picture = Memo::new(move |before: Option<&Option<Arc<Picture>>>| {
        let (tree, matrix, asked) = (workspace.tree.get()?, matrix.get()?, asked.get());
        if asked.form != "graph" {
            return None;
        }
        let day = workspace.day.get_untracked().date;
        let graph = ownership::whole(&tree.inquiry(&day));
        let is_kept = |node: &Node| {
            let row = matrix.rows.iter().find(|row| row.module == node.label);
            row.is_none_or(|row| asked.keeps(&matrix, row))
        };
        let shown = ownership::shown(&graph, &is_kept, asked.group == "owner");
        let before = before.and_then(|before| before.as_deref());
        Some(Arc::new(Picture::of(&tree, graph, shown, Vec::new(), before)))
    });
    let marked = Memo::new(move |_| {
        let address = workspace.address.get();
        let chosen = address.setting("select").map(str::to_owned);
        let node = picture.get().zip(chosen).and_then(|(picture, id)| Some((picture.node(&id)?, picture)));
        node.map(|(node, picture)| Marked::around(&picture, node)).unwrap_or_default()
    });
    let all_of = move || Some((workspace.tree.get()?, matrix.get()?, asked.get()));
    live_fill("owners-answer", move || matrix.get().map(|matrix| answer(&matrix)).unwrap_or_default());
    live_fill("owners-day", move || as_of(workspace));
    live_fill("owners-tools", move || {
        all_of().map(|(_, matrix, asked)| tools(&matrix, &asked)).unwrap_or_default()
    });
    live_fill("owners-trust", move || {
        let kept = all_of().map(|(_, matrix, asked)| trust(&matrix, &asked));
        let edges = picture.get().map(|picture| {
            let edges = counted(picture.graph.edges.len(), "edge");
            let unresolved = picture.graph.unresolved.len();
            let missing = when(unresolved > 0, || {
                let rule = Address::view("findings").with("rule", "modified-by-mismatch");
                el("li", &[], &[link(&rule, &format!("{unresolved} unresolved"))])
            });
            let shown = format!("{} of {edges} shown", picture.shown.edges.len());
            all([el("li", &[], &[set("view=table", &shown, "List them")]), missing])
        });
        el("ul", &[], &[kept.unwrap_or_default(), edges.unwrap_or_default()])
    });
    live_fill("owners-body", move || {
        let Some((tree, matrix, asked)) = all_of() else { return Html::default() };
        match asked.form {
            "plans" => of_plans(&tree, &matrix, &asked),
            "people" => of_people(&matrix, &asked),
            "coverage" => coverage::page(workspace, &tree, &asked.of),
            _ => match picture.get().filter(|_| asked.is_table) {
                Some(picture) => twin(&tree, &picture),
                None => when(matrix.rows.is_empty(), empty),
            },
        }
    });
    live_fill("owners-dock", move || {
        picture.get().map(|picture| dock(&picture.shown.dock)).unwrap_or_default()
    });
    live_fill("owners-side", move || {
        let address = workspace.address.get();
        let Some((tree, matrix, asked)) = all_of() else { return Html::default() };
        let chosen = address.setting("select").filter(|_| asked.form == "graph");
        chosen
            .and_then(|id| side(&tree, &matrix, picture.get()?.as_ref(), id))
            .unwrap_or_else(|| concerns(&matrix))
    });
    effect(move || {
        let view = match asked.get() {
            Asked { form: "graph", is_table: false, .. } => "picture",
            Asked { form: "graph", .. } => "table",
            Asked { form, .. } => form,
        };
        page::set_attribute("owners", "data-view", Some(view));
        let is_empty = matrix.get().is_some_and(|matrix| matrix.rows.is_empty());
        page::set_attribute("owners", "data-empty", is_empty.then_some("true"));
    });
    let canvas = Canvas {
        picture,
        marked,
        opens: Rc::new(|picture, place| Some(address_of(&picture.shown.nodes.get(place)?.node))),
        preview: Rc::new(move |picture, place| {
            let node = picture.shown.nodes.get(place);
            let matrix = matrix.get_untracked();
            node.zip(matrix).map(|(node, matrix)| preview(&matrix, node)).unwrap_or_default()
        }),
    };
    graph::keep(workspace, canvas);
    handle("owners", &["click", "input"], move |event| {
        let address = workspace.address.get_untracked();
        if event.type_() == "input" {
            let Some(field) = page::around(event, "[data-key]") else { return };
            let value = page::value(&field.id());
            let value = if value == ANY { "" } else { value.as_str() };
            return workspace
                .replace(address.with(&field.get_attribute("data-key").unwrap_or_default(), value));
        }
        let Some((act, value)) = crate::widgets::asked(event) else { return };
        match act.as_str() {
            "export" => {
                if let Some(picture) = picture.get_untracked() {
                    graph::export_as(workspace, &picture, &value);
                }
            }
            "set" => workspace.replace(graph::changed(address, &value)),
            "print" => page::print(),
            _ => {}
        }
    });
    let part = |id: &'static str, class: &'static str| el("div", &[("id", id), ("class", class)], &[]);
    let search = [
        ("id", "owners-text"),
        ("type", "search"),
        ("data-key", "q"),
        ("placeholder", "Filter by name"),
        ("aria-label", "Filter by name of module, plan or person"),
        ("autocomplete", "off"),
    ];
    effect(move || page::set_value("owners-text", &asked.get().text));
    let toolbar = [
        el("div", &[("class", "findings-search")], &[icon(IconName::Search), el("input", &search, &[])]),
        part("owners-tools", "graph-toolbar"),
        el("span", &[("class", "picture-only")], &[graph::exports()]),
    ];
    let main = [
        graph::frame("People, modules and plans"),
        el("p", &[("class", "legend hint")], &[text(picture::legend(Kind::Ownership))]),
        part("owners-body", "markup"),
        part("owners-dock", "markup"),
    ];
    let answer = el("p", &[("id", "owners-answer"), ("class", "answer")], &[]);
    let side = [("id", "owners-side"), ("class", "graph-side"), ("aria-label", "What is to be known")];
    let parts = [
        page_header(Html::default(), "Ownership", all([answer, part("owners-day", "markup")])),
        el("div", &[("class", "graph-toolbar")], &toolbar),
        el("div", &[("id", "owners-trust"), ("class", "trust"), ("role", "status")], &[]),
        el(
            "div",
            &[("class", "graph-columns")],
            &[el("div", &[("class", "graph-main")], &main), el("aside", &side, &[])],
        ),
    ];
    markup(el("div", &[("id", "owners"), ("class", "ownership graph-page")], &parts))
}

// ── what is said ────────────────────────────────────────────────────────────────────────────

/// How many modules there are and what presses, in one sentence whose numbers filter.
fn answer(matrix: &Matrix) -> Html {
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
fn trust(matrix: &Matrix, asked: &Asked) -> Html {
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

fn empty() -> Html {
    let advice = "A table under “Module Index” in the root's _overview.md, with the columns Module, Origin Plan, \
                  Modified By and Primary Owner, makes this picture; so do specs in a folder called modules, and State \
                  Deltas.";
    let said = el("p", &[], &[text("This tree names no module.")]);
    el("div", &[("class", "empty")], &[said, el("p", &[], &[text(advice)])])
}

/// What is to be known, with the modules and people that it is about.
fn concerns(matrix: &Matrix) -> Html {
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

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A module as the list under one concern names it, with the lines that say so.
fn about(matrix: &Matrix, row: &Row, concern: Concern) -> Html {
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

// ── the graph ───────────────────────────────────────────────────────────────────────────────

fn address_of(node: &Node) -> Address {
    match node.kind {
        "module" => Address::of("module", &node.label),
        "person" => Address::of("person", &node.label),
        _ => Address::of("plan", &node.id),
    }
}

fn name(tree: &Tree, node: &Node) -> Html {
    match node.kind {
        "module" => module_link(&node.label),
        "person" => person_link(&node.label),
        _ => named(tree, &node.id),
    }
}

fn preview(matrix: &Matrix, node: &ShownNode) -> Html {
    let said = match node.node.kind {
        "module" => {
            let row = matrix.rows.iter().find(|row| row.module == node.node.label);
            row.map(|row| row.concerns.iter().map(|it| it.label()).collect::<Vec<_>>().join(", "))
        }
        "person" => {
            let person = matrix.people.iter().find(|person| person.name == node.node.label);
            person.map(|person| counted(person.modules, "module"))
        }
        _ => {
            let plan = matrix.plans.iter().find(|plan| plan.id == node.id);
            plan.map(|plan| counted(plan.modules, "module"))
        }
    };
    all([
        el("p", &[("class", "name"), ("dir", "auto")], &[text(&node.node.label)]),
        el("p", &[], &[text(&said.unwrap_or_default())]),
    ])
}

fn twin(tree: &Tree, picture: &Picture) -> Html {
    let named =
        |place: usize| picture.shown.nodes.get(place).map(|node| name(tree, &node.node)).unwrap_or_default();
    let evidence = |edge: usize| {
        let of = picture.shown.edges.get(edge).map(|edge| edge.of.as_slice()).unwrap_or_default();
        places(of.iter().filter_map(|at| picture.graph.edges.get(*at)).flat_map(|edge| &edge.evidence))
    };
    graph::twin(picture, &named, &evidence)
}

fn dock(dock: &[ShownNode]) -> Html {
    when(!dock.is_empty(), || {
        let title = format!("On which nobody and nothing stands ({})", dock.len());
        let nodes = dock.iter().map(|node| el("li", &[], &[module_link(&node.node.label)]));
        el("section", &[("class", "dock")], &[el("h2", &[], &[text(&title)]), el("ul", &[], &[all(nodes)])])
    })
}

/// What is chosen in the picture: its edges with the lines that state them.
fn side(tree: &Tree, matrix: &Matrix, picture: &Picture, id: &str) -> Option<Html> {
    let at = picture.node(id)?;
    let own = picture.graph.nodes.get(at)?;
    let edges: Vec<_> = picture.graph.edges.iter().filter(|edge| edge.from == at || edge.to == at).collect();
    let part = |title: &str, kinds: &[&str]| {
        let edges: Vec<_> =
            edges.iter().filter(|edge| edge.kinds.iter().any(|kind| kinds.contains(kind))).collect();
        when(!edges.is_empty(), || {
            let title = el("h3", &[], &[text(&format!("{title} ({})", edges.len()))]);
            let list = list(&edges, |edge| {
                let other = if edge.from == at { edge.to } else { edge.from };
                let other = picture.graph.nodes.get(other).map(|node| name(tree, node));
                entry([other.unwrap_or_default()], places(&edge.evidence))
            });
            all([title, list])
        })
    };
    let row = matrix.rows.iter().find(|row| module_id(&row.module) == id);
    let facts = row.map(|row| row.concerns.iter().map(|it| tag(it.label())).collect::<Vec<_>>());
    let person = matrix.people.iter().find(|person| person_id(&person.name) == id);
    let load = person.map(|person| {
        let words = format!("{}, {} of them alone.", counted(person.modules, "module"), person.alone);
        let much = when(person.has_too_much, || tag("too much"));
        el("p", &[("class", "answer")], &[text(&words), much, when(person.has_left, || tag("has left"))])
    });
    let status = tree.plan.item(id).map(|item| all([item_link(tree, item), status_of(&item.status)]));
    let (owns, made, changed) = match own.kind {
        "module" => ("Answered for by", "Came from", "Changed by"),
        _ => ("Answers for", "Made", "Changed"),
    };
    Some(all([
        el("h2", &[], &[status.unwrap_or_else(|| name(tree, own))]),
        when(facts.is_some(), || el("p", &[], &[all(facts.into_iter().flatten())])),
        load.unwrap_or_default(),
        part(owns, &["owns"]),
        part(made, &["origin"]),
        part(changed, &["modifies"]),
        el("p", &[], &[set("select=", "Let go", "")]),
    ]))
}

// ── the tables ──────────────────────────────────────────────────────────────────────────────

/// Modules in the order that is asked for, under the names of their groups.
fn grouped<'a>(matrix: &'a Matrix, asked: &Asked) -> Vec<(String, Vec<&'a Row>)> {
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

fn of_plans(tree: &Tree, matrix: &Matrix, asked: &Asked) -> Html {
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
    table("Modules and the plans that stand on them", &groups, &used, heads.collect(), &cell, &legend)
}

fn of_people(matrix: &Matrix, asked: &Asked) -> Html {
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
    table("Modules and the people who answer for them", &groups, &used, heads.collect(), &cell, &legend)
}

/// What stands in a cell: its sign, its word, all of it in words, its line, and whether it presses.
type Said = (&'static str, &'static str, String, Place, bool);

fn table(
    caption: &str,
    groups: &[(String, Vec<&Row>)],
    used: &[usize],
    heads: Vec<(bool, Html)>,
    cell: &dyn Fn(&Row, usize) -> Option<Said>,
    legend: &str,
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
            let cells = used.iter().take(MOST_COLUMNS).map(|column| {
                let Some((sign, word, said, stated, presses)) = cell(row, *column) else {
                    return el("td", &[], &[]);
                };
                let href = Address::line(&stated.path, stated.line).with("raw", "1").href();
                let title = format!("{said} — {}:{}", stated.path, stated.line);
                let attributes = [("href", &*href), ("title", &*title), ("aria-label", &*said)];
                let mark = el("a", &attributes, &[text(sign)]);
                let presses = if presses { "true" } else { "" };
                el("td", &[("data-mark", word), ("data-presses", presses)], &[mark])
            });
            let name =
                el("a", &[("href", &Address::of("module", &row.module).href())], &[breakable(&row.module)]);
            let concern = row.concerns.iter().find(|it| (**it as usize) < Concern::Inherited as usize);
            let concern = concern.map(|it| tag(it.label())).unwrap_or_default();
            el("tr", &[], &[el("th", &[("scope", "row")], &[name, concern]), all(cells)])
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
    let legend = el("p", &[("class", "hint")], &[text(legend)]);
    all([legend, el("div", &scroller, &[el("table", &[], &parts)]), beyond])
}

// ── tools ───────────────────────────────────────────────────────────────────────────────────

fn tools(matrix: &Matrix, asked: &Asked) -> Html {
    let forms = FORMS.map(|(form, words)| {
        let value = if form == "graph" { "form=&view=".to_owned() } else { format!("form={form}&view=") };
        let is_on = if asked.form == form { "true" } else { "false" };
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("data-act", "set"),
            ("data-value", &*value),
            ("aria-pressed", is_on),
        ];
        el("button", &attributes, &[text(words)])
    });
    let forms = el("span", &[("class", "forms"), ("role", "group"), ("aria-label", "Form")], &forms);
    if asked.form == "coverage" {
        return forms;
    }
    let choice = |id: &'static str, key: &str, label: &str, options: Vec<(String, String)>, own: &str| {
        let options = options.into_iter().map(|(value, words)| option(&value, &words, own));
        el("select", &[("id", id), ("data-key", key), ("aria-label", label)], &[all(options)])
    };
    let any = |words: &str| (ANY.to_owned(), words.to_owned());
    let of = |pairs: [(&str, &str); 4]| -> Vec<(String, String)> {
        let pairs = pairs.into_iter();
        pairs
            .map(|(value, words)| (if value.is_empty() { ANY } else { value }.to_owned(), words.to_owned()))
            .collect()
    };
    let concerns = Concern::ALL.into_iter().filter(|it| matrix.count(*it) > 0);
    let concerns = concerns.map(|it| (it.name().to_owned(), capital(it.label())));
    let people = matrix.people.iter().map(|person| (person.name.clone(), person.name.clone()));
    let concern = asked.concern.map(Concern::name).unwrap_or_default();
    let is_graph = asked.form == "graph";
    let groups = match is_graph {
        true => vec![any("No bands"), ("owner".to_owned(), "Bands by owner".to_owned())],
        false => of(GROUPS),
    };
    let table = [
        ("type", "button"),
        ("class", "button"),
        ("data-act", "set"),
        ("data-value", if asked.is_table { "view=" } else { "view=table" }),
        ("aria-pressed", if asked.is_table { "true" } else { "false" }),
    ];
    all([
        forms,
        choice(
            "owners-concern",
            "concern",
            "Only modules of which this is to be known",
            std::iter::once(any("All modules")).chain(concerns).collect(),
            concern,
        ),
        choice(
            "owners-person",
            "person",
            "Only modules of this person",
            std::iter::once(any("Anybody's")).chain(people).collect(),
            &asked.person,
        ),
        choice("owners-group", "group", "Groups", groups, &asked.group),
        when(!is_graph, || choice("owners-sort", "sort", "Order", of(SORTS), &asked.sort)),
        when(is_graph, || el("button", &table, &[text("Table")])),
    ])
}

/// A choice; the one that the link names is chosen.
pub(super) fn option(value: &str, words: &str, own: &str) -> Html {
    let is_own = value == own || (own.is_empty() && value == ANY);
    let selected = if is_own { "selected" } else { "" };
    el("option", &[("value", value), ("selected", selected)], &[text(words)])
}
