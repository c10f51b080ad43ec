//! The palette: every command, view, plan, module, person and document by its name, a few keys away.

use crate::address::Address;
use crate::answers;
use crate::browser::{page, settings};
use crate::commands::{self, BREVITY, Command, When, fits};
use crate::html::{Html, all, el, text, when};
use crate::named::Named;
use crate::order;
use crate::parts;
use crate::search::fold::folded;
use crate::widgets::{fill, handle};
use crate::workspace::Workspace;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// How many offers are shown.
const MOST_OFFERS: usize = 12;
/// How many of the last choices are remembered.
const MOST_RECENT: usize = 6;
/// Where the last choices are kept.
const RECENT: &str = "palette";

/// Something that the palette offers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    /// What it is called.
    title: String,
    /// The same, folded as it is looked for.
    folded: String,
    /// Its keys, or what kind of thing it is.
    aside: String,
    /// What it does: `do:` and the id of a command, or a link.
    does: String,
    /// Whether it is a file that is called by its path.
    is_file: bool,
}

impl Offer {
    fn new(title: &str, aside: &str, does: String) -> Offer {
        Offer {
            folded: folded(title),
            title: title.to_owned(),
            aside: aside.to_owned(),
            does,
            is_file: false,
        }
    }
}

/// What can be chosen, made once each time the palette is opened, and the keys that were pressed while it was being made:
/// they are meant for what comes.
#[derive(Default)]
struct State {
    offers: RefCell<Vec<Offer>>,
    is_coming: Cell<bool>,
    pressed: RefCell<Vec<String>>,
}

type Offers = Rc<State>;

/// The dialog, empty until it is opened. `run` does a command.
pub fn dialog(workspace: Workspace, run: fn(Workspace, &'static Command)) -> Html {
    let offers = Offers::default();
    let kinds = &["input", "keydown", "click", "focusin", "close"];
    handle("palette", kinds, move |event| match event.type_().as_str() {
        "focusin" if page::attribute_of("#palette-list > li", "id").is_none() => {
            begin(workspace, run, &offers)
        }
        // What was pressed chose among what fitted other words, or was for a palette that is closed.
        "close" => offers.pressed.borrow_mut().clear(),
        "input" if offers.is_coming.get() => offers.pressed.borrow_mut().clear(),
        "input" => show(&offers),
        "keydown" => {
            let key = event.dyn_ref::<web_sys::KeyboardEvent>().filter(|event| !event.is_composing());
            let key = key.map(web_sys::KeyboardEvent::key).unwrap_or_default();
            if !matches!(&*key, "ArrowDown" | "ArrowUp" | "Enter") {
                return;
            }
            event.prevent_default();
            if offers.is_coming.get() {
                offers.pressed.borrow_mut().push(key);
            } else {
                press(workspace, run, &key);
            }
        }
        "click" => {
            if let Some(row) = page::around(event, "#palette-list > li") {
                choose(workspace, run, row.get_attribute("data-does"));
            } else if page::around(event, ".palette-parts").is_none() {
                page::close_dialog("palette");
            }
        }
        _ => {}
    });
    let field = [
        ("id", "palette-text"),
        ("type", "text"),
        ("role", "combobox"),
        ("aria-expanded", "true"),
        ("aria-controls", "palette-list"),
        ("aria-autocomplete", "list"),
        ("aria-label", "What to do, or where to go"),
        ("placeholder", "Do something, or go somewhere"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
    ];
    let list = [("id", "palette-list"), ("role", "listbox"), ("aria-label", "Offers")];
    let parts = [
        el("input", &field, &[]),
        el("ul", &list, &[]),
        el("p", &[("id", "palette-said"), ("class", "hint"), ("role", "status")], &[]),
    ];
    let attributes = [("id", "palette"), ("class", "palette"), ("aria-label", "Commands")];
    el("dialog", &attributes, &[el("div", &[("class", "palette-parts")], &parts)])
}

/// Does what a key does: walks through the offers, or takes one.
fn press(workspace: Workspace, run: fn(Workspace, &'static Command), key: &str) {
    match key {
        "ArrowDown" => walk(1),
        "ArrowUp" => walk(-1),
        _ => choose(workspace, run, page::attribute_of("#palette-list [aria-selected=true]", "data-does")),
    }
}

/// Opens the palette, unless it is open.
pub fn open() {
    if page::attribute_of("#palette[open]", "id").is_some() {
        return;
    }
    page::set_value("palette-text", "");
    fill("palette-list", Html::default());
    page::show_dialog("palette");
    page::focus("palette-text");
}

fn begin(workspace: Workspace, run: fn(Workspace, &'static Command), offers: &Offers) {
    if offers.is_coming.replace(true) {
        return;
    }
    let offers = Rc::clone(offers);
    spawn_local(async move {
        let gathered = gather(workspace).await;
        offers.is_coming.set(false);
        let pressed = offers.pressed.take();
        match gathered {
            Ok(gathered) => {
                offers.offers.replace(gathered);
                show(&offers);
                pressed.iter().for_each(|key| press(workspace, run, key));
            }
            Err(parts::Failed) => page::set_text(
                "palette-said",
                "This could not be downloaded; the network may be off. Close it and try again.",
            ),
        }
    });
}

parts::in_part!(
    search,
    fn gather(workspace: Workspace) -> Vec<Offer> {
        offers_of(workspace)
    }
);

fn offers_of(workspace: Workspace) -> Vec<Offer> {
    let tree = workspace.tree.get_untracked();
    let commands = commands::ALL
        .iter()
        .filter(|command| command.id != "palette" && (command.when == When::Always || tree.is_some()));
    let mut offers: Vec<Offer> = commands
        .map(|command| Offer::new(command.title, command.keys, format!("do:{}", command.id)))
        .collect();
    let Some(tree) = tree else { return offers };
    let mut known = Named::<()>::default();
    for item in tree.plan.items.iter().filter(|item| !item.template && item.has_page()) {
        let title = format!("{} {}", item.id, item.title);
        offers.push(Offer::new(&title, item.kind.name(), Address::of("plan", &item.id).href()));
        known.insert(&item.place.path, ());
    }
    for module in &tree.plan.modules {
        offers.push(Offer::new(&module.name, "module", Address::of("module", &module.name).href()));
    }
    for person in answers::person::people(&tree.inquiry(&workspace.day.get_untracked().date)) {
        offers.push(Offer::new(&person.name, "person", Address::of("person", &person.name).href()));
    }
    for entry in tree.files.iter() {
        let path = entry.path().as_str();
        if known.get(path).is_none() {
            let offer = Offer::new(path, "document", Address::of("doc", path).href());
            offers.push(Offer { is_file: true, ..offer });
        }
    }
    offers
}

/// Those that answer what is typed, the best first; of nothing typed what was chosen last, and the commands.
fn fitting(offers: &[Offer], typed: &str) -> Vec<Offer> {
    let typed = folded(typed.trim());
    if typed.is_empty() {
        let recent = settings::get(RECENT).unwrap_or_default();
        let recent = recent.lines().filter_map(|does| offers.iter().find(|offer| offer.does == *does));
        let recent: Vec<Offer> = recent.cloned().collect();
        let others = offers.iter().filter(|offer| !recent.contains(offer)).cloned();
        return recent.iter().cloned().chain(others).take(MOST_OFFERS).collect();
    }
    let mut found: Vec<(u32, usize)> = Vec::new();
    for (at, offer) in offers.iter().enumerate() {
        if let Some(score) = fits(&typed, &offer.folded) {
            // A name that a path begins with is asked for itself, not for all that lies in it.
            let behind = if offer.is_file { BREVITY } else { 0 };
            found.push((score.saturating_sub(behind), at));
        }
    }
    order::sort_by(&mut found, |a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    found.iter().take(MOST_OFFERS).filter_map(|(_, at)| offers.get(*at).cloned()).collect()
}

fn show(offers: &Offers) {
    let found = fitting(&offers.offers.borrow(), &page::value("palette-text"));
    let rows = found.iter().enumerate().map(|(at, offer)| {
        let id = format!("palette-{at}");
        let attributes = [
            ("id", &*id),
            ("role", "option"),
            ("data-does", &*offer.does),
            ("aria-selected", if at == 0 { "true" } else { "false" }),
        ];
        let is_command = offer.does.starts_with("do:");
        let aside = when(!offer.aside.is_empty(), || match is_command {
            true => el("kbd", &[], &[text(&shown_keys(&offer.aside))]),
            false => el("span", &[("class", "hint")], &[text(&offer.aside)]),
        });
        el(
            "li",
            &attributes,
            &[el("span", &[("class", "title"), ("dir", "auto")], &[text(&offer.title)]), aside],
        )
    });
    let rows = all(rows);
    fill("palette-list", rows);
    let active = (!found.is_empty()).then_some("palette-0");
    page::set_attribute("palette-text", "aria-activedescendant", active);
    let said = match found.len() {
        0 => "Nothing is called so. Enter searches everything for it.",
        _ => "",
    };
    page::set_text("palette-said", said);
}

/// Keys as they stand on the reader's keyboard.
pub fn shown_keys(keys: &str) -> String {
    keys.replace("Mod", if page::is_apple() { "⌘" } else { "Ctrl" })
}

/// Makes another offer the active one; after the last comes the first.
fn walk(step: i64) {
    let count = i64::try_from(page::count("#palette-list > li")).unwrap_or(0);
    if count == 0 {
        return;
    }
    let id = page::attribute_of("#palette-list [aria-selected=true]", "id").unwrap_or_default();
    let at: i64 = id.trim_start_matches("palette-").parse().unwrap_or(0);
    let next = format!("palette-{}", (at + step).rem_euclid(count));
    page::set_attribute(&id, "aria-selected", Some("false"));
    page::set_attribute(&next, "aria-selected", Some("true"));
    page::set_attribute("palette-text", "aria-activedescendant", Some(&next));
    if let Some(row) = page::element(&next) {
        page::show_nearest(&row);
    }
}

/// Does what was chosen; of nothing that fits, searches for it.
fn choose(workspace: Workspace, run: fn(Workspace, &'static Command), does: Option<String>) {
    let typed = page::value("palette-text");
    page::close_dialog("palette");
    let Some(does) = does else {
        if workspace.tree.with_untracked(Option::is_some) && !typed.trim().is_empty() {
            workspace.go(&Address::view("search").with("q", typed.trim()));
        }
        return;
    };
    let known = settings::get(RECENT).unwrap_or_default();
    let others = known.lines().filter(|line| *line != does).take(MOST_RECENT - 1);
    let recent: Vec<&str> = std::iter::once(does.as_str()).chain(others).collect();
    settings::set(RECENT, &recent.join("\n"));
    match does.strip_prefix("do:") {
        Some(id) => {
            if let Some(command) = commands::by_id(id) {
                run(workspace, command);
            }
        }
        None => workspace.go(&Address::parse(&does)),
    }
}
