//! Editing a document where it is read: its fields as a form, its boxes, labels, statuses and tables, and what can be done
//! with a plan as a whole. Every change is a pending edit; nothing leaves the page.

mod tables;

use crate::browser::{frames, page};
use crate::edit::{Change, Edit};
use crate::html::{Html, all, el, text, when};
use crate::linked::places::{self, Field, Label, Places};
use crate::linked::status::Aim;
use crate::linked::{archive, dependency, emergency, entry, finish, invalidation, module, status};
use crate::plan::schema::FieldKind;
use crate::plan::{BaseStatus, Item, ItemKind};
use crate::widgets::{asked, effect, handle, live_fill, markup};
use crate::workspace::{Tree, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use tables::table;

/// What separates the parts of what a field says of itself.
const BETWEEN: char = '\u{1f}';

/// Where one says what blocks something.
const REASON: &str = "edit-reason";
/// The row in which that stands, hidden as long as nothing blocks.
const REASON_ROW: &str = "edit-reason-row";

/// What can be edited of a document, folded until it is wanted; then the part that edits is fetched.
pub fn editor(workspace: Workspace, path: Arc<str>) -> AnyView {
    let editing = workspace.editing;
    let is_unfolded = editing.unfolded.with_value(|unfolded| *unfolded == *path);
    let owner = Owner::current();
    let is_begun = StoredValue::new(false);
    let of = Arc::clone(&path);
    let unfold = move || {
        if is_begun.get_value() {
            return;
        }
        is_begun.set_value(true);
        let (owner, path) = (owner.clone(), Arc::clone(&of));
        spawn_local(async move {
            if begin(workspace, owner, path).await.is_err() {
                let _ = is_begun.try_update_value(|is_begun| *is_begun = false);
                page::set_text(
                    "editor-body",
                    "This could not be loaded; look at the network, and open it again.",
                );
            }
        });
    };
    let by_click = unfold.clone();
    handle("editor", &["click"], move |event| {
        if page::around(event, "summary").is_none() || page::around(event, "#editor-body").is_some() {
            return;
        }
        let is_closed = editing.unfolded.with_value(|unfolded| *unfolded != *path);
        editing.unfolded.set_value(if is_closed { path.to_string() } else { String::new() });
        by_click();
    });
    if is_unfolded {
        unfold();
    }
    let summary = el("summary", &[("id", "editor-summary")], &[text("Edit")]);
    let body = el("div", &[("id", "editor-body"), ("class", "markup")], &[]);
    let mut attributes = vec![("id", "editor"), ("class", "editor")];
    if is_unfolded {
        attributes.push(("open", "open"));
    }
    markup(el("details", &attributes, &[summary, body]))
}

crate::parts::in_part!(
    edits,
    fn begin(workspace: Workspace, owner: Option<Owner>, path: Arc<str>) -> () {
        // As long as the view lasts that it stands in.
        match owner {
            Some(owner) => owner.with(|| listen(workspace, &path)),
            None => listen(workspace, &path),
        }
    }
);

/// Notes which parts of the form are unfolded, so that they are when it has been drawn again.
fn note_parts(workspace: Workspace, path: &str) {
    let body = page::element("editor-body");
    let open = body.iter().flat_map(|body| page::all_within(body, "details[open][id]"));
    let open: Vec<String> = open.map(|part| part_of(path, &part.id())).collect();
    workspace.editing.parts.update_value(|parts| {
        // What is chosen in a part stays.
        parts.retain(|part| part.rsplit(BETWEEN).next().is_some_and(|part| part.contains('=')));
        parts.extend(open);
    });
}

/// A part of the form of a document, or what is chosen in one: `PART=CHOSEN`.
fn part_of(path: &str, part: &str) -> String {
    format!("{path}{BETWEEN}{part}")
}

/// Keeps the form true to the tree, and does what is done in it.
fn listen(workspace: Workspace, path: &Arc<str>) {
    let (of, path) = (Arc::clone(path), Arc::clone(path));
    // Another row of a table has been chosen.
    let chosen = RwSignal::new(());
    live_fill("editor-body", move || {
        chosen.track();
        let Some(tree) = workspace.tree.get().filter(|tree| tree.reading.is_some()) else {
            return Html::default();
        };
        let places = workspace.with_scene(|scene| places::of(scene, &of)).unwrap_or_default();
        let parts = workspace.editing.parts.get_value();
        let parts: Vec<&str> =
            parts.iter().filter_map(|part| part.strip_prefix(&*of)?.strip_prefix(BETWEEN)).collect();
        form(&tree, &of, &places, &parts)
    });
    // After the form stands in the page again, where the reader was.
    effect(move || {
        workspace.tree.track();
        frames::before_next_frame(move || {
            let next = workspace.editing.next_focus.try_update_value(std::mem::take).unwrap_or_default();
            if !next.is_empty() {
                page::focus(&next);
            }
        });
    });
    handle("editor-body", &["change", "click"], move |event| {
        let path = Arc::clone(&path);
        if event.type_() == "change" {
            let Some(field) = page::around(event, "[data-edit]") else { return };
            let (id, what) = (field.id(), field.get_attribute("data-edit").unwrap_or_default());
            let (value, is_checked) = (page::value(&id), page::is_checked(&id));
            note_parts(workspace, &path);
            if let Some(part) = what.strip_prefix("pick").and_then(|what| what.strip_prefix(BETWEEN)) {
                let part = part_of(&path, &format!("{part}="));
                workspace.editing.parts.update_value(|parts| {
                    parts.retain(|known| !known.starts_with(&part));
                    parts.push(format!("{part}{value}"));
                });
                chosen.set(());
                return;
            }
            // A key that leaves the field has left it by then.
            frames::before_next_frame(move || {
                workspace.editing.next_focus.set_value(page::focused());
                changed(workspace, &path, &what, &value, is_checked);
            });
        } else if let Some((act, value)) = asked(event) {
            workspace.editing.next_focus.set_value(page::focused());
            note_parts(workspace, &path);
            perform(workspace, &path, &act, &value);
        }
    });
}

fn form(tree: &Tree, path: &str, places: &Places, parts: &[&str]) -> Html {
    let item = tree.plan.item_at(path);
    let ids = tree.plan.of_kind(ItemKind::Plan).filter(|plan| !plan.template && !plan.is_second_claimant());
    let ids = ids.map(|plan| el("option", &[("value", &plan.id)], &[]));
    let plans = el("datalist", &[("id", "editor-plans")], &[all(ids)]);
    let fields = when(!places.fields.is_empty() || places.takes_fields || places.trouble.is_some(), || {
        let fields = places.fields.iter().map(|field| field_row(tree, field));
        let trouble = places.trouble.as_ref().map(|why| {
            let said =
                format!("The fields cannot be edited here, for nothing else could be left as it is: {why}.");
            el("p", &[("class", "notice"), ("role", "note"), ("dir", "auto")], &[text(&said)])
        });
        let fields = el("div", &[("class", "fields")], &[all(fields)]);
        section("Fields", all([trouble.unwrap_or_default(), fields, when(places.takes_fields, new_field)]))
    });
    let boxes = when(!places.boxes.is_empty(), || {
        let rows = places.boxes.iter().map(|tick| {
            let (id, what) = (format!("edit-box-{}", tick.line), format!("box{BETWEEN}{}", tick.line));
            let mut attributes = vec![("type", "checkbox"), ("id", &*id), ("data-edit", &*what)];
            if tick.is_done {
                attributes.push(("checked", "checked"));
            }
            el(
                "li",
                &[],
                &[
                    el("input", &attributes, &[]),
                    el("label", &[("for", &id), ("dir", "auto")], &[text(&tick.text)]),
                ],
            )
        });
        section("Boxes", el("ul", &[("class", "boxes")], &[all(rows)]))
    });
    let headings = places.headings.iter().map(|heading| {
        let what = format!("words{BETWEEN}{}{BETWEEN}{}", heading.line, heading.status);
        labelled(&format!("edit-heading-{}", heading.line), &heading.text, &what, &heading.status, "")
    });
    let labels = places.labels.iter().map(|label: &Label| {
        let what = format!("label{BETWEEN}{}{BETWEEN}{}{BETWEEN}{}", label.line, label.before, label.value);
        labelled(&format!("edit-label-{}", label.line), &label.name, &what, &label.value, "")
    });
    let lines = when(!places.headings.is_empty() || !places.labels.is_empty(), || {
        section("Lines", el("div", &[("class", "fields")], &[all(headings), all(labels)]))
    });
    let tables = all(places.tables.iter().enumerate().map(|(at, known)| table(known, at, parts)));
    all([plans, item.map(|item| actions(tree, item)).unwrap_or_default(), fields, boxes, lines, tables])
}

/// A field more, of whatever name.
fn new_field() -> Html {
    let input = |id: &str, label: &str| {
        let input = [("type", "text"), ("id", id), ("autocomplete", "off"), ("dir", "auto")];
        el("label", &[("for", id)], &[el("span", &[], &[text(label)]), el("input", &input, &[])])
    };
    let button =
        [("type", "button"), ("class", "button"), ("data-act", "new-field"), ("id", "editor-new-field")];
    let parts = [
        input("editor-new-key", "New field"),
        input("editor-new-value", "What it holds"),
        el("button", &button, &[text("Add the field")]),
    ];
    el("div", &[("class", "buttons")], &parts)
}

fn section(title: &str, body: Html) -> Html {
    el("section", &[], &[el("h2", &[], &[text(title)]), body])
}

fn labelled(id: &str, name: &str, what: &str, value: &str, list: &str) -> Html {
    let input = [
        ("type", "text"),
        ("id", id),
        ("data-edit", what),
        ("value", value),
        ("list", list),
        ("autocomplete", "off"),
        ("dir", "auto"),
    ];
    el("label", &[("for", id)], &[el("span", &[("dir", "auto")], &[text(name)]), el("input", &input, &[])])
}

/// A field of the form, by what the convention says that it holds.
fn field_row(tree: &Tree, field: &Field) -> Html {
    let id = format!("edit-{}", field.name);
    let value = field.values.first().map_or("", String::as_str);
    let refers =
        matches!(field.name.as_str(), "depends_on" | "blocks" | "invalidated_by" | "modified_by_plans");
    let list = if refers { "editor-plans" } else { "" };
    if !field.is_simple {
        let said = el("span", &[("class", "none")], &[text("nested; edited in the file")]);
        return el("div", &[("class", "row")], &[el("span", &[], &[text(&field.name)]), said]);
    }
    if field.is_list {
        return list_row(tree, field, refers);
    }
    let what = |kind: &str| format!("{kind}{BETWEEN}{}", field.name);
    let words: Vec<&str> = match field.kind {
        Some(FieldKind::OneOf(words)) => words.to_vec(),
        Some(FieldKind::Status) => vec!["TODO", "WIP", "DONE", "BLOCKED", "CUT"],
        Some(FieldKind::Day) => {
            let day = value.get(..10).unwrap_or(value);
            let is_day = day.len() == 10 && day.bytes().filter(|byte| *byte == b'-').count() == 2;
            let kind = if is_day || value.is_empty() { "date" } else { "text" };
            let shown = if kind == "date" { day } else { value };
            let what = what("day");
            let input = [("type", kind), ("id", &*id), ("data-edit", &*what), ("value", shown)];
            return el(
                "label",
                &[("for", &*id)],
                &[el("span", &[], &[text(&field.name)]), el("input", &input, &[])],
            );
        }
        _ => Vec::new(),
    };
    if words.is_empty() {
        return labelled(&id, &field.name, &what("field"), value, list);
    }
    let is_status = field.kind == Some(FieldKind::Status);
    let aim = Aim::parse(value).map(|aim| aim.plain());
    let chosen =
        if is_status { aim.as_deref().and_then(|aim| aim.split(':').next()).unwrap_or(value) } else { value };
    let known = words.contains(&chosen) || chosen.is_empty();
    let option = |word: &str, words: &str| {
        let mut attributes = vec![("value", word)];
        if word == chosen {
            attributes.push(("selected", "selected"));
        }
        el("option", &attributes, &[text(words)])
    };
    let none = when(!is_status || chosen.is_empty(), || el("option", &[("value", "")], &[text("—")]));
    let odd = when(!known, || option(chosen, chosen));
    let options = all([none, odd, all(words.iter().map(|word| option(word, word)))]);
    let what = what(if is_status { "status" } else { "field" });
    let select = el("select", &[("id", &*id), ("data-edit", &*what)], &[options]);
    let label = el("label", &[("for", &*id)], &[el("span", &[], &[text(&field.name)]), select]);
    let reason = when(is_status, || {
        let said = value.split_once(':').map_or("", |(_, reason)| reason.trim_end_matches(']'));
        let said = if chosen == "BLOCKED" { said } else { "" };
        let mut row = vec![("id", REASON_ROW)];
        if chosen != "BLOCKED" {
            row.push(("hidden", "hidden"));
        }
        el("div", &row, &[labelled(REASON, "What blocks it", "reason", said, "")])
    });
    all([label, reason])
}

/// A field that holds a list: each value with what can be done to it, and one more.
fn list_row(tree: &Tree, field: &Field, refers: bool) -> Html {
    let list = if refers { "editor-plans" } else { "" };
    let last = field.values.len().saturating_sub(1);
    let rows = field.values.iter().enumerate().map(|(at, value)| {
        let id = format!("edit-{}-{at}", field.name);
        let what = format!("item{BETWEEN}{}{BETWEEN}{at}", field.name);
        let is_unknown = refers && tree.names.find(value).is_none();
        let label = format!("{} {}", field.name, at + 1);
        let mut input = vec![
            ("type", "text"),
            ("id", &*id),
            ("data-edit", &*what),
            ("value", value.as_str()),
            ("list", list),
            ("aria-label", &*label),
            ("autocomplete", "off"),
        ];
        if is_unknown {
            input.push(("aria-invalid", "true"));
        }
        let act = |act: &str, words: &str, title: &str| {
            let value = format!("{}{BETWEEN}{at}", field.name);
            let title = format!(
                "{title} {value_shown}",
                value_shown = field.values.get(at).map_or("", String::as_str)
            );
            let attributes = [
                ("type", "button"),
                ("class", "button"),
                ("data-act", act),
                ("data-value", &*value),
                ("aria-label", &*title),
            ];
            el("button", &attributes, &[text(words)])
        };
        let parts = [
            el("input", &input, &[]),
            when(at > 0, || act("item-up", "↑", "Move up")),
            when(at < last, || act("item-down", "↓", "Move down")),
            act("item-remove", "×", "Remove"),
        ];
        el("li", &[], &parts)
    });
    let id = format!("edit-{}-new", field.name);
    let what = format!("item{BETWEEN}{}{BETWEEN}new", field.name);
    let label = format!("Add to {}", field.name);
    let input = [
        ("type", "text"),
        ("id", &*id),
        ("data-edit", &*what),
        ("list", list),
        ("placeholder", "Add"),
        ("aria-label", &*label),
        ("autocomplete", "off"),
    ];
    let rows = el("ul", &[], &[all(rows), el("li", &[], &[el("input", &input, &[])])]);
    el("div", &[("class", "row list")], &[el("span", &[], &[text(&field.name)]), rows])
}

/// What can be done with an item as a whole.
fn actions(tree: &Tree, item: &Item) -> Html {
    let is_plan = item.kind == ItemKind::Plan && item.parent.is_none() && !item.template;
    if tree.reading.is_none() || item.template {
        return Html::default();
    }
    let (dialect, _) = tree.plan.dialect_at(&item.place.path);
    let button = |act: &str, words: &str| {
        let attributes =
            [("type", "button"), ("class", "button"), ("data-act", act), ("id", &*format!("editor-{act}"))]
                .map(|(name, value)| (name, value.to_owned()));
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        el("button", &attributes, &[text(words)])
    };
    let field = |id: &str, label: &str, list: &str| {
        let id = format!("editor-{id}");
        let input = [("type", "text"), ("id", &*id), ("list", list), ("autocomplete", "off")];
        el("label", &[("for", &*id)], &[el("span", &[], &[text(label)]), el("input", &input, &[])])
    };
    if dialect == "work_plan" && item.kind == ItemKind::Plan && !item.is_part() {
        let is_left = |part: &&Item| part.is_part() && part.kind.is_work() && !part.status.base.is_closed();
        let parts = tree.plan.items.iter().filter(|part| part.place.path == item.place.path).filter(is_left);
        let options = parts.map(|part| {
            let words = format!("{} {}", part.number.as_deref().unwrap_or_default(), part.title);
            el("option", &[("value", &part.id)], &[text(words.trim())])
        });
        let select = el("select", &[("id", "editor-part"), ("dir", "auto")], &[all(options)]);
        let label =
            el("label", &[("for", "editor-part")], &[el("span", &[], &[text("Piece of work")]), select]);
        let rows = [
            all([label, button("finish", "Finish it")]),
            all([
                field("session", "What was done", ""),
                button("session", "Add an entry to the session log"),
            ]),
        ];
        let rows = rows.map(|row| el("div", &[("class", "buttons")], &[row]));
        return section("With all that it entails", all(rows));
    }
    if dialect == "dream" && item.kind == ItemKind::Exploration {
        let row =
            all([field("decision", "Decision, as CREATE: plan", ""), button("decision", "Add a decision")]);
        return section("With all that it entails", el("div", &[("class", "buttons")], &[row]));
    }
    if !is_plan || dialect != "dream" {
        return Html::default();
    }
    let is_open = !item.status.base.is_closed();
    let rows = [
        when(is_open, || {
            all([button("close", "Close it"), text(" "), button("close-archive", "Close and archive it")])
        }),
        when(!is_open && !item.archived, || button("archive", "Archive it")),
        when(is_open, || {
            all([
                field("blocked", "Plans that wait, between commas", "editor-plans"),
                button("emergency", "Declare an emergency"),
            ])
        }),
        when(item.status.base == BaseStatus::Done, || {
            all([
                field("cause", "Invalidated by", "editor-plans"),
                field("scope", "In which part", ""),
                button("invalidate", "Say so"),
            ])
        }),
        all([field("needs", "Depends on", "editor-plans"), button("needs", "Add the dependency")]),
        all([field("delta", "What changed, as module: what", ""), button("delta", "Add a State Delta")]),
        all([
            field("module", "New module", ""),
            field("owner", "Who answers for it", ""),
            button("module", "Register it"),
        ]),
    ];
    let rows = rows
        .into_iter()
        .filter(|row| *row != Html::default())
        .map(|row| el("div", &[("class", "buttons")], &[row]));
    section("With all that it entails", all(rows))
}

/// A field of the form has been changed.
fn changed(workspace: Workspace, path: &str, what: &str, value: &str, is_checked: bool) {
    let parts: Vec<&str> = what.split(BETWEEN).collect();
    let edit = |change: Change| Edit::new(path, change);
    let number = |text: &str| text.parse::<u32>().unwrap_or_default();
    match parts.as_slice() {
        // What blocks it is said first.
        ["status", _] if value == "BLOCKED" => {
            page::set_attribute(REASON_ROW, "hidden", None);
            page::focus(REASON);
            workspace.announce("Say what blocks it; then it is set.");
        }
        ["status", _] => set_status(workspace, path, value),
        ["reason"] if value.trim().is_empty() => workspace.announce("A block has a reason."),
        ["reason"] => {
            let words: Vec<String> = value.split_whitespace().map(str::to_lowercase).collect();
            set_status(workspace, path, &format!("BLOCKED:{}", words.join("-")));
        }
        ["field" | "day", key] if value.is_empty() => {
            workspace
                .make_edit(&format!("Remove {key}"), edit(Change::RemoveField { key: (*key).to_owned() }));
        }
        ["field", key] => {
            let change = Change::SetField { key: (*key).to_owned(), value: value.to_owned() };
            workspace.make_edit(&format!("Set {key} to {value}"), edit(change));
        }
        ["day", key] => {
            let change = Change::SetDay { key: (*key).to_owned(), value: value.to_owned() };
            workspace.make_edit(&format!("Set {key} to {value}"), edit(change));
        }
        ["item", key, at] => {
            let mut values = values_of(workspace, path, key);
            match at.parse::<usize>() {
                Ok(at) if value.trim().is_empty() => drop((at < values.len()).then(|| values.remove(at))),
                Ok(at) => values.get_mut(at).into_iter().for_each(|old| value.clone_into(old)),
                Err(_) => values.push(value.to_owned()),
            }
            set_list(workspace, path, key, values);
        }
        ["box", line] => {
            let change = Change::SetBox { line: number(line), done: is_checked };
            workspace.make_edit(if is_checked { "Tick a box" } else { "Clear a box" }, edit(change));
        }
        ["words", line, old] => {
            let change =
                Change::Replace { line: number(line), old: (*old).to_owned(), new: value.to_owned() };
            workspace.make_edit(&format!("Write {value}"), edit(change));
        }
        ["label", line, before, old] => {
            let (old, new) = (format!("{before}{old}"), format!("{before}{value}"));
            workspace
                .make_edit(&format!("Write {value}"), edit(Change::Replace { line: number(line), old, new }));
        }
        ["cell", line, column] => {
            let change =
                Change::SetCell { line: number(line), column: (*column).to_owned(), value: value.to_owned() };
            workspace.make_edit(&format!("Set {column} to {value}"), edit(change));
        }
        _ => {}
    }
}

/// Sets the status of what a document is about, everywhere it is said.
fn set_status(workspace: Workspace, path: &str, value: &str) {
    let path = path.to_owned();
    let value = value.to_owned();
    workspace.make_linked(move |scene| {
        let index = scene.plan.index_at(&path).ok_or("there is no such item")?;
        let aim = Aim::parse(&value).ok_or_else(|| format!("{value} is no status"))?;
        status::set(scene, index, &aim)
    });
}

fn values_of(workspace: Workspace, path: &str, key: &str) -> Vec<String> {
    let places = workspace.with_scene(|scene| places::of(scene, path)).unwrap_or_default();
    places.fields.into_iter().find(|field| field.name == key).map(|field| field.values).unwrap_or_default()
}

fn set_list(workspace: Workspace, path: &str, key: &str, values: Vec<String>) {
    let change = Change::SetList { key: key.to_owned(), values };
    workspace.make_edit(&format!("Change {key}"), Edit::new(path, change));
}

/// A button of the form has been pressed.
fn perform(workspace: Workspace, path: &str, act: &str, value: &str) {
    if let Some((key, at)) =
        value.split_once(BETWEEN).and_then(|(key, at)| Some((key, at.parse::<usize>().ok()?)))
    {
        let mut values = values_of(workspace, path, key);
        match act {
            "item-up" if at > 0 && at < values.len() => values.swap(at, at - 1),
            "item-down" if at + 1 < values.len() => values.swap(at, at + 1),
            "item-remove" if at < values.len() => drop(values.remove(at)),
            _ => return,
        }
        set_list(workspace, path, key, values);
        workspace.editing.next_focus.set_value(format!("edit-{key}-new"));
        return;
    }
    if act == "new-field" {
        let (key, value) = (page::value("editor-new-key"), page::value("editor-new-value"));
        let key = key.trim().to_owned();
        if key.is_empty() {
            page::focus("editor-new-key");
            return workspace.announce("Say what the field is called.");
        }
        let title = format!("Set {key} to {value}");
        return workspace.make_edit(&title, Edit::new(path, Change::SetField { key, value }));
    }
    let (path, act) = (path.to_owned(), act.to_owned());
    let field = |id: &str| page::value(&format!("editor-{id}")).trim().to_owned();
    let (blocked, cause, scope, needs) = (field("blocked"), field("cause"), field("scope"), field("needs"));
    let (delta, name, owner) = (field("delta"), field("module"), field("owner"));
    let (part, done, decided) = (field("part"), field("session"), field("decision"));
    // On the day that the tree is shown as of, at the time of now.
    let now = crate::browser::clock::now_iso();
    let now = format!("{}{}", workspace.day.get_untracked().date, now.get(10..).unwrap_or_default());
    workspace.make_linked(move |scene| {
        let index = scene.plan.index_at(&path).ok_or("there is no such plan")?;
        let find = |name: &str| {
            let found = scene.plan_of(name).filter(|_| scene.plan.index_of(name).is_some());
            let known = match scene.names.find(name) {
                Some(crate::plan::Referent::Item(index)) => Some(index),
                _ => found,
            };
            known.ok_or_else(|| format!("there is no plan {name}"))
        };
        match act.as_str() {
            "close" => status::set(scene, index, &Aim::new(BaseStatus::Done)),
            "close-archive" => archive::closed(scene, index, BaseStatus::Done),
            "archive" => archive::plan(scene, index),
            "emergency" => {
                let names = blocked.split(',').map(str::trim).filter(|name| !name.is_empty());
                let blocked: Result<Vec<usize>, String> = names.map(find).collect();
                emergency::declare(scene, index, &now, &blocked?)
            }
            "invalidate" => invalidation::declare(scene, index, find(&cause)?, &scope),
            "needs" => dependency::add(scene, index, find(&needs)?),
            "delta" => entry::delta(scene, index, &delta),
            "finish" => finish::item(scene, scene.plan.index_of(&part).ok_or("choose what is finished")?),
            "session" => entry::session(scene, &path, &done),
            "decision" => entry::decision(&path, &decided),
            "module" => module::register(scene, &name, index, &owner),
            _ => Err("there is no such action".to_owned()),
        }
    });
}
