//! The page for opening a tree, and what is shown while one is on its way.
//!
//! Its pages are markup: a button says in `data-act` what it does, and one handler does it.

use crate::browser::{location, page, pick, single};
use crate::counted::counted;
use crate::dialect::beside;
use crate::html::{Html, all, el, text, when};
use crate::sources::url::Address;
use crate::sources::{self, Refusal, Stage, chosen, folder, kept, sample};
use crate::views::doc::bytes;
use crate::views::stored::{self, Listed};
use crate::widgets::{IconName, asked, effect, fill, handle, icon};
use crate::workspace::{Choice, Phase, Workspace, use_workspace};
use leptos::prelude::*;
use std::rc::Rc;

/// What the page shows while no tree is open.
#[component]
pub fn StartView() -> impl IntoView {
    let workspace = use_workspace();
    let listed = Listed::default();
    let list = Rc::clone(&listed);
    let mut drawn = Html::default();
    effect(move || {
        let phase = workspace.phase.get();
        let page = page_of(workspace, &phase);
        // Only when it is another page: what is typed stays, and a click on a button does not miss it.
        if page != drawn {
            drawn = page.clone();
            fill("start-page", page);
        }
        if let Phase::Loading(stage) = &phase {
            show_stage(stage);
        }
    });
    // What is stored changes while the page stands: the site stores itself after the first picture.
    effect(move || {
        workspace.offline.track();
        if matches!(workspace.phase.get(), Phase::Start) {
            stored::list(workspace, &list);
        }
    });
    handle("start-page", &["click", "change", "input", "submit"], move |event| {
        match event.type_().as_str() {
            "click" => {
                if let Some((act, value)) = asked(event) {
                    perform(workspace, &listed, &act, &value);
                }
            }
            "change" if page::around(event, "#limits").is_some() => {
                sources::raise_limits(page::value("limits").parse().unwrap_or(1));
            }
            "change" => {
                let files = pick::files_of_input(event);
                if !files.is_empty() {
                    workspace.load_once(|watch| async move { chosen::open(None, files, &watch).await });
                }
            }
            // The passphrase of what is locked is no address.
            "submit" if page::around(event, "#locked").is_none() => {
                event.prevent_default();
                match Address::parse(&page::value("address")) {
                    Ok(address) => workspace.load_url(address),
                    Err(Refusal { happened, advice }) => {
                        page::set_text("address-problem", &format!("{happened} {advice}"));
                    }
                }
            }
            _ => page::set_text("address-problem", ""),
        }
    });
    view! { <div id="start-page"></div> }
}

/// Does what a button of these pages says.
fn perform(workspace: Workspace, listed: &Listed, act: &str, value: &str) {
    let phase = workspace.phase.get_untracked();
    match (act, phase) {
        ("folder", _) if pick::has_directory_picker() => {
            workspace.load_once(|watch| async move { folder::ask(&watch).await });
        }
        ("folder", _) => page::click("folder-input"),
        ("files", _) => page::click("files-input"),
        ("sample", _) => {
            let file = value.to_owned();
            workspace.load(move |watch| {
                let file = file.clone();
                async move { sample::open(&file, &watch).await }
            });
        }
        ("kept", _) => {
            let found = listed.borrow().iter().find(|kept| kept.fingerprint == value).cloned();
            if let Some(kept) = found {
                workspace.load(move |watch| {
                    let kept = kept.clone();
                    async move { kept::open(&kept, &watch).await }
                });
            }
        }
        (stored::FORGET | stored::FORGET_SITE | stored::FORGET_ALL, _) => {
            stored::forget(workspace, listed, act, value);
        }
        ("asked", Phase::Asking(address)) => workspace.load_url(address),
        ("choose", Phase::Choosing(choice)) => {
            if let Some(root) = value.parse().ok().and_then(|index: usize| choice.roots.get(index)) {
                workspace.choose(&choice, root);
            }
        }
        _ => {}
    }
}

fn page_of(workspace: Workspace, phase: &Phase) -> Html {
    match phase {
        Phase::Looking | Phase::Locked(_) | Phase::Open => {
            el("p", &[("class", "start-wait"), ("role", "status")], &[text("Opening …")])
        }
        Phase::Start => start(),
        Phase::Asking(address) => asking(address),
        Phase::Loading(_) => loading(),
        Phase::Choosing(choice) => choosing(choice),
        Phase::Failed(refusal) => failed(refusal, workspace.tree.with_untracked(Option::is_some)),
    }
}

fn button(class: &'static str, act: &str, value: &str, words: Html) -> Html {
    let attributes = [("type", "button"), ("class", class), ("data-act", act), ("data-value", value)];
    el("button", &attributes, &[words])
}

fn paragraph(words: &str) -> Html {
    el("p", &[], &[text(words)])
}

/// An input for files that a button opens.
fn file_input(id: &str, name: &str, label: &str, webkitdirectory: &str, accept: &str) -> Html {
    let attributes = [
        ("id", id),
        ("type", "file"),
        ("hidden", "hidden"),
        ("multiple", "multiple"),
        ("webkitdirectory", webkitdirectory),
        ("accept", accept),
        ("aria-label", label),
        ("data-input", name),
    ];
    el("input", &attributes, &[])
}

/// The ways to open a tree.
fn start() -> Html {
    let introduction = "A folder of Markdown plans becomes trees you can walk, filter and question. It is read in this page: nothing is uploaded, nothing is installed.";
    let header =
        el("header", &[], &[el("h1", &[], &[text("Open a planning tree")]), paragraph(introduction)]);
    let drop = el("strong", &[], &[text("Drop a folder, a .zip or Markdown files anywhere on this page")]);
    let buttons = [
        button("button primary", "folder", "", text("Open a folder")),
        button("button", "files", "", text("Open a zip or files")),
    ];
    let drop_target =
        [icon(IconName::Open), el("p", &[], &[drop]), el("p", &[("class", "buttons")], &buttons)];
    let sample = [
        el("h2", &[], &[text("Look around first")]),
        paragraph(
            "MedFlow is a made-up healthcare project: twenty plans over eighteen months, with everything that goes wrong in real ones.",
        ),
        el("p", &[], &[button("button", "sample", "", text("Open the sample"))]),
        earlier_stages(),
    ];
    let field = [
        ("id", "address"),
        ("type", "text"),
        ("inputmode", "url"),
        ("placeholder", "https://example.org/plan.zip"),
        ("autocomplete", "off"),
    ];
    let submit = el("button", &[("type", "submit"), ("class", "button")], &[text("Open")]);
    let address = [
        el("h2", &[], &[el("label", &[("for", "address")], &[text("From an address")])]),
        el("form", &[], &[el("input", &field, &[]), submit]),
        el("p", &[("id", "address-problem"), ("class", "problem"), ("role", "alert")], &[]),
    ];
    // One file has no sample beside it, and asks no server for anything.
    let is_single = single::is_here();
    let alone = "This page is one file that asks no server for anything: it opens what you choose or drop here, and no addresses.";
    let ways = [
        when(!is_single, || el("section", &[], &sample)),
        when(!is_single, || el("section", &[], &address)),
        when(is_single, || el("section", &[], &[paragraph(alone)])),
        el("div", &[("id", stored::ID), ("class", "markup")], &[]),
        limits(),
    ];
    let parts = [
        header,
        el("div", &[("class", "drop-target")], &drop_target),
        file_input("folder-input", "folder", "A folder", "webkitdirectory", ""),
        file_input("files-input", "files", "A zip or Markdown files", "", ".zip,.md,.markdown"),
        el("div", &[("class", "start-ways")], &ways),
    ];
    el("div", &[("class", "start")], &parts)
}

/// The sample as it was before.
fn earlier_stages() -> Html {
    let [earlier @ .., _] = &sample::STAGES;
    let stages = earlier.iter().map(|stage| {
        let day = el("span", &[("class", "date")], &[text(stage.as_of)]);
        let words = all([text(stage.title), text(" "), day]);
        el("li", &[], &[button("link", "sample", stage.file, words)])
    });
    let summary = el("summary", &[], &[text("Or as it was before")]);
    el("details", &[("class", "stages")], &[summary, el("ol", &[], &[all(stages)])])
}

/// How much a tree may hold, and the way to allow more.
fn limits() -> Html {
    let raised = sources::raised_limits();
    let options = [(1_u32, "as they are"), (4, "four times as much"), (16, "sixteen times as much")];
    let options = options.map(|(times, words)| {
        let selected = if times == raised { "selected" } else { "" };
        el("option", &[("value", &times.to_string()), ("selected", selected)], &[text(words)])
    });
    let field =
        [el("label", &[("for", "limits")], &[text("Limits: ")]), el("select", &[("id", "limits")], &options)];
    let words = "An archive may have 256 MiB and 200,000 files, a file 64 MiB, all files together 1 GiB. A page has 4 GiB of memory at most.";
    let summary = el("summary", &[], &[text("How large may a tree be?")]);
    el("details", &[], &[summary, paragraph(words), el("p", &[], &field)])
}

/// A tree of another host is only fetched after a click, because the address came with a link.
fn asking(address: &Address) -> Html {
    let host = el("strong", &[], &[el("bdi", &[], &[text(&address.host)])]);
    let buttons = [
        button("button primary", "asked", "", text(&format!("Open from {}", address.host))),
        button("button", "start", "", text("Open something else")),
    ];
    let parts = [
        el("h1", &[], &[text("Open a tree from another host?")]),
        el(
            "p",
            &[],
            &[
                text("The link that brought you here asks for a tree from "),
                host,
                text(". That host will see that it was fetched; nothing else is sent."),
            ],
        ),
        el("p", &[("class", "place")], &[el("bdi", &[], &[text(&address.href)])]),
        // It may be fetched from there with the same click.
        location::query("against").map(|other| asking_against(&other)).unwrap_or_default(),
        el("p", &[("class", "buttons")], &buttons),
    ];
    el("div", &[("class", "start-question")], &parts)
}

fn asking_against(other: &str) -> Html {
    let words = text("It is to be compared with ");
    el("p", &[("class", "place")], &[words, el("bdi", &[], &[text(other)])])
}

/// The page of something that is loaded; [`show_stage`] says how far it is.
fn loading() -> Html {
    let parts = [
        el("h1", &[], &[text("Opening")]),
        el("p", &[("id", "loading-doing"), ("role", "status")], &[]),
        el("progress", &[("id", "loading-share"), ("max", "1000"), ("aria-label", "Progress")], &[]),
        el("p", &[("id", "loading-facts"), ("class", "facts")], &[]),
        el("p", &[], &[button("button", "cancel", "", text("Cancel"))]),
    ];
    el("div", &[("class", "start-loading")], &parts)
}

fn show_stage(stage: &Stage) {
    let doing = if stage.doing.is_empty() { "Opening" } else { stage.doing };
    let share = match (stage.bytes, stage.bytes_total, stage.files, stage.files_total) {
        (Some(bytes), Some(total), ..) if total > 0 => Some(bytes.saturating_mul(1000) / total),
        (.., Some(files), Some(total)) if total > 0 => Some(files as u64 * 1000 / total as u64),
        _ => None,
    };
    let mut facts = Vec::new();
    if let Some(files) = stage.files {
        facts.push(
            stage
                .files_total
                .map_or_else(|| counted(files, "file"), |total| format!("{files} of {total} files")),
        );
    }
    if let Some(size) = stage.bytes {
        facts.push(
            stage
                .bytes_total
                .map_or_else(|| bytes(size), |total| format!("{} of {}", bytes(size), bytes(total))),
        );
    }
    page::set_text("loading-doing", &format!("{doing} …"));
    page::set_attribute("loading-share", "value", share.map(|share| share.to_string()).as_deref());
    page::set_text("loading-facts", &facts.join(" · "));
}

fn choosing(choice: &Choice) -> Html {
    let options = choice.roots.iter().enumerate().map(|(index, root)| {
        let path = el("bdi", &[], &[text(root.shown())]);
        let (path, why) = match root.dialect.name == beside::DIALECT.name {
            true => (text("All of them, side by side"), root.why.clone()),
            false => (path, format!("{}: {}", root.dialect.label, root.why)),
        };
        let parts = [
            button("button", "choose", &index.to_string(), path),
            el("span", &[("class", "hint")], &[text(&why)]),
        ];
        el("li", &[], &parts)
    });
    let name = &choice.loaded.name;
    let trees = choice.roots.iter().filter(|root| root.dialect.name != beside::DIALECT.name).count();
    let parts = [
        el("h1", &[], &[text(&format!("{trees} trees were found"))]),
        paragraph(&format!("{name} holds more than one planning tree. Which one should be opened?")),
        el("ul", &[("class", "choices")], &[all(options)]),
        el("p", &[], &[button("button", "start", "", text("Open something else"))]),
    ];
    el("div", &[("class", "start-question")], &parts)
}

fn failed(refusal: &Refusal, is_open: bool) -> Html {
    let why = [
        el("h1", &[], &[text("It could not be opened")]),
        el("p", &[("class", "happened"), ("dir", "auto")], &[text(&refusal.happened)]),
        el("p", &[("dir", "auto")], &[text(&refusal.advice)]),
    ];
    let buttons = [
        button("button primary", "start", "", text("Open something else")),
        when(is_open, || button("button", "cancel", "", text("Back to the open tree"))),
    ];
    let parts = [el("div", &[("role", "alert")], &why), el("p", &[("class", "buttons")], &buttons)];
    el("div", &[("class", "start-failed")], &parts)
}
