//! The page for opening a tree, and what is shown while one is on its way.

use crate::browser::database::{self, Kept};
use crate::browser::pick;
use crate::sources::url::Address;
use crate::sources::{Refusal, Stage, chosen, folder, kept, sample, url};
use crate::views::doc::bytes;
use crate::widgets::{IconName, act, icon, inline, live};
use crate::workspace::{Choice, Phase, Workspace, use_workspace};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What the page shows while no tree is open.
#[component]
pub fn StartView() -> impl IntoView {
    let workspace = use_workspace();
    live(move || match workspace.phase.get() {
        Phase::Looking | Phase::Open => {
            view! { <p class="start-wait" role="status">"Opening …"</p> }.into_any()
        }
        Phase::Start => view! { <OpenSomething/> }.into_any(),
        Phase::Asking(address) => asking(workspace, address),
        Phase::Loading(stage) => loading(workspace, &stage),
        Phase::Choosing(choice) => choosing(workspace, &choice),
        Phase::Failed(refusal) => failed(workspace, &refusal),
    })
}

/// The ways to open a tree.
#[component]
fn OpenSomething() -> impl IntoView {
    let workspace = use_workspace();
    let folder_input = NodeRef::<html::Input>::new();
    let files_input = NodeRef::<html::Input>::new();
    let written = RwSignal::new(String::new());
    let wrong = RwSignal::new(String::new());
    let pick_folder = move |_| {
        if pick::has_directory_picker() {
            workspace.load_once(|watch| async move { folder::ask(&watch).await });
        } else if let Some(input) = folder_input.get_untracked() {
            input.click();
        }
    };
    let pick_files = move |_| {
        if let Some(input) = files_input.get_untracked() {
            input.click();
        }
    };
    let on_chosen = move |input: NodeRef<html::Input>| {
        let Some(input) = input.get_untracked() else { return };
        let files = input.files().map(|list| pick::files_of(&list)).unwrap_or_default();
        if !files.is_empty() {
            workspace.load_once(|watch| async move { chosen::open(None, files, &watch).await });
        }
    };
    let on_address = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match Address::parse(&written.get_untracked()) {
            Ok(address) => workspace.load_url(address),
            Err(refusal) => wrong.set(format!("{} {}", refusal.happened, refusal.advice)),
        }
    };
    view! {
        <div class="start">
            <header>
                <h1>"Open a planning tree"</h1>
                <p>"A folder of Markdown plans becomes trees you can walk, filter and question. It is read in this page: nothing is uploaded, nothing is installed."</p>
            </header>
            <div class="drop-target">
                {inline(icon(IconName::Open))}
                <p><strong>"Drop a folder, a .zip or Markdown files anywhere on this page"</strong></p>
                <p class="buttons">
                    <button type="button" class="button primary" on:click=act(pick_folder)>"Open a folder"</button>
                    <button type="button" class="button" on:click=act(pick_files)>"Open a zip or files"</button>
                </p>
            </div>
            <input
                type="file" hidden=true multiple=true prop:webkitdirectory=true aria-label="A folder" data-input="folder"
                node_ref=folder_input on:change=act(move |_| on_chosen(folder_input))
            />
            <input
                type="file" hidden multiple aria-label="A zip or Markdown files" data-input="files"
                accept=".zip,.md,.markdown" node_ref=files_input on:change=act(move |_| on_chosen(files_input))
            />
            <div class="start-ways">
                <section>
                    <h2>"Look around first"</h2>
                    <p>"MedFlow is a made-up healthcare project: twenty plans over eighteen months, with everything that goes wrong in real ones."</p>
                    <p><button type="button" class="button" on:click=act(move |_| {
                        workspace.load(|watch| async move { sample::open(&watch).await });
                    })>"Open the sample"</button></p>
                </section>
                <section>
                    <h2><label for="address">"From an address"</label></h2>
                    <form on:submit=act(on_address)>
                        <input
                            id="address" type="text" inputmode="url" placeholder="https://example.org/plan.zip" autocomplete="off"
                            on:input=act(move |event: web_sys::Event| { written.set(event_target_value(&event)); wrong.set(String::new()); })
                        />
                        <button type="submit" class="button">"Open"</button>
                    </form>
                    <p class="problem" role="alert">{wrong}</p>
                </section>
                <Recent/>
            </div>
        </div>
    }
}

/// Trees that were kept on this device.
#[component]
fn Recent() -> impl IntoView {
    let workspace = use_workspace();
    let recent = RwSignal::new(Vec::<Kept>::new());
    let refresh = move || spawn_local(async move { recent.set(database::list().await) });
    refresh();
    let row = move |kept: Kept| {
        let fingerprint = kept.fingerprint.clone();
        let forget = move |_| {
            let fingerprint = fingerprint.clone();
            spawn_local(async move {
                database::forget(&fingerprint).await;
                refresh();
            });
        };
        let name = kept.name.clone();
        let size = bytes(kept.size);
        let label = format!("Delete {name} from this device");
        let open = move |_| {
            let kept = kept.clone();
            workspace.load(move |watch| {
                let kept = kept.clone();
                async move { kept::open(&kept, &watch).await }
            });
        };
        view! {
            <li>
                <button type="button" class="link" on:click=act(open)><bdi>{name}</bdi></button>
                <span class="place">{size}</span>
                <button type="button" class="icon-button" aria-label=label.clone() title=label on:click=act(forget)>{inline(icon(IconName::Close))}</button>
            </li>
        }
    };
    live(move || {
        let kept = recent.get();
        let list = (!kept.is_empty()).then(|| {
            view! {
                <section class="recent">
                    <h2>"Kept on this device"</h2>
                    <ul>{kept.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        });
        list.into_any()
    })
}

/// A tree of another host is only fetched after a click, because the address came with a link.
fn asking(workspace: Workspace, address: url::Address) -> AnyView {
    let (host, href) = (address.host.clone(), address.href.clone());
    view! {
        <div class="start-question">
            <h1>"Open a tree from another host?"</h1>
            <p>"The link that brought you here asks for a tree from "<strong><bdi>{host.clone()}</bdi></strong>". That host will see that it was fetched; nothing else is sent."</p>
            <p class="place"><bdi>{href}</bdi></p>
            <p class="buttons">
                <button type="button" class="button primary" on:click=act(move |_| workspace.load_url(address.clone()))>{format!("Open from {host}")}</button>
                <button type="button" class="button" on:click=act(move |_| workspace.start())>"Open something else"</button>
            </p>
        </div>
    }
    .into_any()
}

fn loading(workspace: Workspace, stage: &Stage) -> AnyView {
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
                .map_or_else(|| format!("{files} files"), |total| format!("{files} of {total} files")),
        );
    }
    if let Some(size) = stage.bytes {
        facts.push(
            stage
                .bytes_total
                .map_or_else(|| bytes(size), |total| format!("{} of {}", bytes(size), bytes(total))),
        );
    }
    view! {
        <div class="start-loading">
            <h1>"Opening"</h1>
            <p role="status">{format!("{doing} …")}</p>
            <progress max="1000" value=share.map(|share| share.to_string()) aria-label="Progress"></progress>
            <p class="facts">{facts.join(" · ")}</p>
            <p><button type="button" class="button" on:click=act(move |_| workspace.cancel())>"Cancel"</button></p>
        </div>
    }
    .into_any()
}

fn choosing(workspace: Workspace, choice: &Arc<Choice>) -> AnyView {
    let options = choice.roots.iter().map(|root| {
        let (choice, chosen) = (Arc::clone(choice), root.clone());
        let (path, why) = (root.shown().to_owned(), format!("{}: {}", root.dialect.label, root.why));
        view! {
            <li>
                <button type="button" class="button" on:click=act(move |_| workspace.choose(&choice, &chosen))><bdi>{path}</bdi></button>
                <span class="hint">{why}</span>
            </li>
        }
    });
    view! {
        <div class="start-question">
            <h1>{format!("{} trees were found", choice.roots.len())}</h1>
            <p>{format!("{} holds more than one planning tree. Which one should be opened?", choice.loaded.name)}</p>
            <ul class="choices">{options.collect_view()}</ul>
            <p><button type="button" class="button" on:click=act(move |_| workspace.start())>"Open something else"</button></p>
        </div>
    }
    .into_any()
}

fn failed(workspace: Workspace, refusal: &Refusal) -> AnyView {
    let is_open = workspace.tree.with_untracked(Option::is_some);
    view! {
        <div class="start-failed">
            <div role="alert">
                <h1>"It could not be opened"</h1>
                <p class="happened" dir="auto">{refusal.happened.clone()}</p>
                <p dir="auto">{refusal.advice.clone()}</p>
            </div>
            <p class="buttons">
                <button type="button" class="button primary" on:click=act(move |_| workspace.start())>"Open something else"</button>
                {is_open.then(|| view! {
                    <button type="button" class="button" on:click=act(move |_| workspace.cancel())>"Back to the open tree"</button>
                })}
            </p>
        </div>
    }
    .into_any()
}
