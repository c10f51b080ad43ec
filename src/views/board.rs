//! The board: what is to be done in columns by how far it is. A card is moved by the keyboard, by its buttons or by dragging it, and
//! every move is a pending edit.

use super::contents::{address_of_item, page_header};
use super::day::as_of;
use super::later::later;
use super::{View, missing, shown};
use crate::answers::board::{Board, Card, Column};
use crate::browser::{clock, page};
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::linked::status;
use crate::plan::{BaseStatus, Item};
use crate::widgets::{IconName, asked, handle, markup, status_with};
use crate::workspace::{Act, Tree, Workspace, use_workspace};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// `#/board`.
pub const VIEW: View = View {
    name: "board",
    rail: Some(("Board", IconName::Board)),
    title: |_, _| "Board".to_owned(),
    draw: later!(board, || draw(use_workspace())),
};

/// More cards than these of one column are not drawn.
const MOST_CARDS: usize = 200;

fn draw(workspace: Workspace) -> AnyView {
    let words = Memo::new(move |_| {
        workspace.address.with(|address| address.setting("q").unwrap_or_default().to_owned())
    });
    let dragged = StoredValue::new(String::new());
    handle(
        "board",
        &["click", "keydown", "input", "dragstart", "dragover", "drop"],
        move |event| match event.type_().as_str() {
            "keydown" => press(workspace, event),
            "input" => {
                if page::around(event, "#board-text").is_some() {
                    let address = workspace.address.get_untracked();
                    workspace.replace(address.with("q", &page::value("board-text")));
                }
            }
            "click" => {
                if let Some((act, value)) = asked(event)
                    && act == "put"
                    && let Some((id, column)) = value.split_once('\n')
                {
                    put(workspace, id, column);
                }
            }
            "dragstart" => {
                let card =
                    page::around(event, "[data-card]").and_then(|card| card.get_attribute("data-card"));
                dragged.set_value(card.unwrap_or_default());
            }
            "dragover" => {
                if page::around(event, "[data-column]").is_some() && dragged.with_value(|id| !id.is_empty()) {
                    event.prevent_default();
                }
            }
            _ => {
                let column = page::around(event, "[data-column]")
                    .and_then(|column| column.get_attribute("data-column"));
                let id = dragged.try_update_value(std::mem::take).unwrap_or_default();
                let onto =
                    page::around(event, "[data-card]").and_then(|card| card.get_attribute("data-card"));
                if let Some(column) = column.filter(|_| !id.is_empty()) {
                    event.prevent_default();
                    drop_on(workspace, &id, &column, onto.as_deref());
                }
            }
        },
    );
    crate::widgets::effect(move || page::set_value("board-text", &words.get()));
    let columns = shown(move || {
        let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
        let board = board_of(workspace, &tree, &words.get());
        let all_cards = board_of(workspace, &tree, "").count();
        workspace.tell_shown(VIEW.name, board.count(), all_cards, "card");
        Ok(markup(all([
            answer(workspace, &board),
            el("div", &[("class", "columns")], &[columns(&tree, &board)]),
        ])))
    });
    let typed = words.get_untracked();
    let field = [
        ("id", "board-text"),
        ("type", "search"),
        ("placeholder", "Words, people, labels"),
        ("aria-label", "Show only cards with these words"),
        ("value", typed.as_str()),
    ];
    let help = "Arrow keys walk from card to card, Shift with an arrow key moves a card into the next column or within its own, Enter opens it.";
    let tools = all([
        el("p", &[("class", "tools")], &[el("input", &field, &[])]),
        el("p", &[("class", "none"), ("id", "board-help")], &[text(help)]),
    ]);
    view! { <div class="board" id="board">{markup(page_header(Html::default(), "Board", tools))}{columns}</div> }.into_any()
}

/// The board with the cards that hold all words.
fn board_of(workspace: Workspace, tree: &Tree, words: &str) -> Board {
    let kept = workspace.kept.get().filter(|_| !words.is_empty());
    let day = workspace.day.get().date;
    let words: Vec<String> = crate::outline::plain(words).split_whitespace().map(str::to_lowercase).collect();
    let is_shown = |card: &Card| {
        let said = [card.id.as_str(), card.title.as_str(), card.priority.as_deref().unwrap_or_default()];
        let lists = card.people.iter().chain(&card.labels).map(String::as_str);
        let said = said.into_iter().chain(lists).collect::<Vec<_>>().join(" ").to_lowercase();
        kept.as_ref().is_none_or(|kept| kept.items.get(card.item) == Some(&true))
            && words.iter().all(|word| said.contains(word.as_str()))
    };
    Board::of(&tree.inquiry(&day), &is_shown)
}

/// How many stand where, in one sentence.
fn answer(workspace: Workspace, board: &Board) -> Html {
    // Each name is kept apart: in another script it would reorder the numbers around it.
    let counts = board.columns.iter().enumerate().map(|(at, column)| {
        let before = if at == 0 { "" } else { ", " };
        let name = el("bdi", &[], &[text(&column.name)]);
        all([text(&format!("{before}{} ", column.cards.len())), name])
    });
    let said = match board.count() {
        0 => text("No card stands on the board."),
        count => all([text(&format!("{}: ", counted(count, "card"))), all(counts), text(".")]),
    };
    all([el("p", &[("class", "answer"), ("role", "status"), ("dir", "ltr")], &[said]), as_of(workspace)])
}

fn columns(tree: &Tree, board: &Board) -> Html {
    let first = board.columns.iter().flat_map(|column| &column.cards).map(|card| card.item).next();
    let drawn = board.columns.iter().enumerate().map(|(at, column)| {
        let id = format!("column-{at}");
        let count = column.cards.len();
        let title = [
            status_with(column.base, &column.name),
            text(" "),
            el("span", &[("class", "count")], &[text(&count.to_string())]),
        ];
        let odd = when(board.is_listed && column.place.is_none(), || {
            el("p", &[("class", "none")], &[text("The tree does not list this status.")])
        });
        let cards = column.cards.iter().take(MOST_CARDS).map(|card| card_of(tree, board, at, card, first));
        let more = when(count > MOST_CARDS, || {
            let words = format!("{} more are not drawn; narrow the board by words.", count - MOST_CARDS);
            el("p", &[("class", "none")], &[text(&words)])
        });
        let attributes =
            [("class", "column"), ("aria-labelledby", id.as_str()), ("data-column", &column.name)];
        el(
            "section",
            &attributes,
            &[el("h2", &[("id", &id)], &title), odd, el("ul", &[], &[all(cards)]), more],
        )
    });
    all(drawn)
}

fn card_of(tree: &Tree, board: &Board, column: usize, card: &Card, first: Option<usize>) -> Html {
    let Some(item) = tree.plan.items.get(card.item) else { return Html::default() };
    let id = format!("card-{}", card.item);
    let link = [
        ("id", id.as_str()),
        ("class", "title"),
        ("href", &address_of_item(item).href()),
        ("tabindex", if first == Some(card.item) { "0" } else { "-1" }),
        ("aria-describedby", "board-help"),
        ("dir", "auto"),
    ];
    let title = el(
        "a",
        &link,
        &[el("span", &[("class", "number")], &[text(&card.number)]), text(" "), text(&card.title)],
    );
    let tag = |words: &str| el("span", &[("class", "tag"), ("dir", "auto")], &[text(words)]);
    let (done, total) = card.boxes;
    let facts = all([
        when(card.priority.is_some(), || tag(card.priority.as_deref().unwrap_or_default())),
        all(card.people.iter().map(|person| tag(person))),
        all(card.labels.iter().map(|label| tag(label))),
        when(total > 0, || tag(&format!("{done} of {}", counted(total, "box")))),
    ]);
    let waits = when(!card.waits_for.is_empty(), || {
        let links = card.waits_for.iter().map(|id| match tree.plan.item(id) {
            Some(needed) => all([
                text(" "),
                el(
                    "a",
                    &[("href", &address_of_item(needed).href()), ("tabindex", "-1")],
                    &[text(called(needed))],
                ),
            ]),
            None => all([text(" "), text(id)]),
        });
        el("p", &[("class", "waits")], &[text("waits for"), all(links)])
    });
    let buttons = when(is_movable(tree, card.item), || {
        let button = |to: Option<&Column>, arrow: &str| match to {
            None => Html::default(),
            Some(to) => {
                let name = format!("Move {} to {}", called(item), to.name);
                let value = format!("{}\n{}", card.id, to.name);
                let attributes = [
                    ("type", "button"),
                    ("class", "move"),
                    ("tabindex", "-1"),
                    ("data-act", "put"),
                    ("data-value", value.as_str()),
                    ("aria-label", name.as_str()),
                    ("title", name.as_str()),
                ];
                el("button", &attributes, &[text(arrow)])
            }
        };
        let buttons =
            [button(target(board, column, Way::Back), "←"), button(target(board, column, Way::On), "→")];
        el("p", &[("class", "moves")], &buttons)
    });
    let draggable = if is_movable(tree, card.item) { "true" } else { "false" };
    let attributes = [("class", "card"), ("data-card", card.id.as_str()), ("draggable", draggable)];
    el(
        "li",
        &attributes,
        &[title, when(facts != Html::default(), || el("p", &[("class", "facts")], &[facts])), waits, buttons],
    )
}

/// What an item is called in few words: parts of documents have long ids.
fn called(item: &Item) -> &str {
    match &item.number {
        _ if !item.is_part() => &item.id,
        Some(number) => number,
        None => &item.title,
    }
}

/// Which way a card goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    On,
}

/// The next column into which a card can go. What blocks something has to be said, so nothing is moved there.
fn target(board: &Board, from: usize, way: Way) -> Option<&Column> {
    let can_take = |column: &&Column| match board.is_listed {
        true => column.place.is_some(),
        false => column.base != BaseStatus::Blocked && column.base != BaseStatus::Unknown,
    };
    match way {
        Way::Back => board.columns.iter().take(from).rev().find(can_take),
        Way::On => board.columns.iter().skip(from + 1).find(can_take),
    }
}

/// Whether a card can be moved at all.
fn is_movable(tree: &Tree, item: usize) -> bool {
    let item = tree.plan.items.get(item);
    item.is_some_and(status::is_settable)
}

/// A card dropped: within its column it takes the place of the card it is dropped on, else it goes into the other column.
fn drop_on(workspace: Workspace, id: &str, column: &str, onto: Option<&str>) {
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let words =
        workspace.address.with_untracked(|address| address.setting("q").unwrap_or_default().to_owned());
    let board = untrack(|| board_of(workspace, &tree, &words));
    let is_own =
        board.find(id).and_then(|(at, _)| board.columns.get(at)).is_some_and(|own| own.name == column);
    match onto.filter(|onto| is_own && *onto != id).and_then(|onto| board.find(onto)) {
        Some((_, place)) => order(workspace, id, place),
        None if is_own => {}
        None => put(workspace, id, column),
    }
}

/// Puts a card into a column, and keeps the keyboard on it.
fn put(workspace: Workspace, id: &str, column: &str) {
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let board = untrack(|| board_of(workspace, &tree, ""));
    let Some(to) = board.columns.iter().find(|to| to.name == column) else { return };
    let card = board.columns.iter().flat_map(|column| &column.cards).find(|card| card.id == id);
    let Some(index) = card.map(|card| card.item).filter(|index| is_movable(&tree, *index)) else {
        workspace.announce(format!("{id} cannot be moved here."));
        return;
    };
    workspace.act(match board.is_listed {
        true => {
            let time = clock::now_iso();
            let now =
                format!("{} {}", untrack(|| workspace.day.get().date), time.get(11..16).unwrap_or("00:00"));
            Act::Put { id: id.to_owned(), status: to.name.clone(), now }
        }
        false => Act::SetStatus { id: id.to_owned(), base: to.base, detail: None },
    });
    focus(index);
}

/// Puts a card at another place of its column, where the tree keeps an order, and keeps the keyboard on it. What the words leave out
/// keeps its place too.
fn order(workspace: Workspace, id: &str, to: usize) {
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let words =
        workspace.address.with_untracked(|address| address.setting("q").unwrap_or_default().to_owned());
    let (shown, board) = untrack(|| (board_of(workspace, &tree, &words), board_of(workspace, &tree, "")));
    let at = shown.find(id).zip(board.find(id));
    let Some(((column, _), (all_column, from))) = at.filter(|_| board.is_listed) else {
        workspace.announce(format!(
            "{id} has no place that could be written down: only backlogs keep the order of tasks."
        ));
        return;
    };
    let neighbour =
        shown.columns.get(column).and_then(|column| column.cards.get(to)).map(|card| card.id.clone());
    let Some(cards) = board.columns.get(all_column).map(|column| &column.cards) else { return };
    let mut ids: Vec<String> = cards.iter().map(|card| card.id.clone()).collect();
    let Some(to) = neighbour.and_then(|neighbour| ids.iter().position(|id| *id == neighbour)) else { return };
    let item = cards.get(from).map(|card| card.item);
    let own = ids.remove(from);
    ids.insert(to, own);
    workspace.act(Act::Order { column: ids, own: to });
    item.into_iter().for_each(focus);
}

/// Makes a card the one at which the keyboard goes on, once it has been drawn.
fn focus(item: usize) {
    page::focus_once_drawn(&format!("card-{item}"));
}

/// Walks from card to card, or moves one.
fn press(workspace: Workspace, event: &web_sys::Event) {
    let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
    if key.ctrl_key() || key.alt_key() || key.meta_key() {
        return;
    }
    let Some(link) = page::around(event, ".card > .title") else { return };
    let item = link.id().strip_prefix("card-").and_then(|number| number.parse::<usize>().ok());
    let (Some(item), Some(tree)) = (item, workspace.tree.get_untracked()) else { return };
    let words =
        workspace.address.with_untracked(|address| address.setting("q").unwrap_or_default().to_owned());
    let board = untrack(|| board_of(workspace, &tree, &words));
    let Some(id) = tree.plan.items.get(item).map(|item| item.id.clone()) else { return };
    let Some((column, row)) = board.find(&id) else { return };
    let (back, on) = match tree.plan.reads_from_right() {
        true => ("ArrowRight", "ArrowLeft"),
        false => ("ArrowLeft", "ArrowRight"),
    };
    let pressed = key.key();
    let way = match pressed.as_str() {
        pressed if pressed == back => Some(Way::Back),
        pressed if pressed == on => Some(Way::On),
        _ => None,
    };
    if let (Some(way), true) = (way, key.shift_key()) {
        event.prevent_default();
        match target(&board, column, way) {
            Some(to) => put(workspace, &id, &to.name.clone()),
            None => workspace.announce(format!("{id} stands in the last column that way.")),
        }
        return;
    }
    let own = board.columns.get(column).map_or(&[][..], |column| column.cards.as_slice());
    let to = match pressed.as_str() {
        "ArrowUp" => row.checked_sub(1),
        "ArrowDown" => Some(row + 1).filter(|to| *to < own.len()),
        _ => None,
    };
    if key.shift_key() && matches!(pressed.as_str(), "ArrowUp" | "ArrowDown") {
        event.prevent_default();
        match to {
            Some(to) => order(workspace, &id, to),
            None => workspace.announce(format!("{id} stands at the end of its column.")),
        }
        return;
    }
    let next = match (pressed.as_str(), way) {
        ("ArrowDown", _) => own.get(row + 1),
        ("ArrowUp", _) => row.checked_sub(1).and_then(|row| own.get(row)),
        ("Home", _) => own.first(),
        ("End", _) => own.get(..own.len().min(MOST_CARDS)).and_then(<[Card]>::last),
        (_, Some(way)) => {
            let nearest = |column: &Column| {
                column.cards.get(row.min(column.cards.len().saturating_sub(1))).map(|card| card.item)
            };
            let found = match way {
                Way::Back => board.columns.iter().take(column).rev().find_map(nearest),
                Way::On => board.columns.iter().skip(column + 1).find_map(nearest),
            };
            event.prevent_default();
            found.into_iter().for_each(walk);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    next.map(|card| card.item).into_iter().for_each(walk);
}

/// Goes on at a card, which is the one that a later visit by the tabulator finds.
fn walk(item: usize) {
    let old = page::focused();
    if !old.is_empty() {
        page::set_attribute(&old, "tabindex", Some("-1"));
    }
    let id = format!("card-{item}");
    page::set_attribute(&id, "tabindex", Some("0"));
    page::focus(&id);
}
