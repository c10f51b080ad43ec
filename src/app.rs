//! The shell of the page: header, rail, tree, page, and what belongs to all of them: keys, drops, the title.

use crate::address::Address;
use crate::browser::drop::Dropped;
use crate::browser::{location, page, panic, settings};
use crate::sources::chosen;
use crate::views::folders::FolderTree;
use crate::views::start::StartView;
use crate::views::{self, Unshowable};
use crate::widgets::{IconName, act, icon, inline, live, maybe, text_of};
use crate::workspace::{Phase, Workspace};
use gloo::events::{EventListener, EventListenerOptions};
use leptos::html;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// Mounts the app on the page's body.
pub fn mount() {
    panic::install();
    leptos::mount::mount_to_body(App);
}

/// The whole app.
#[component]
fn App() -> impl IntoView {
    let workspace = Workspace::new();
    provide_context(workspace);
    let help = NodeRef::<html::Dialog>::new();
    let is_drawer_open = RwSignal::new(false);
    keep_title_and_state(workspace);
    listen_to_places(workspace);
    listen_to_drops(workspace);
    listen_to_keys(workspace, help);
    // A place was chosen in the drawer: show it.
    Effect::new(move |_| {
        workspace.address.track();
        is_drawer_open.set(false);
    });
    workspace.begin();
    let is_open = Memo::new(move |_| matches!(workspace.phase.get(), Phase::Open));
    view! {
        <a class="skip" href="#main" on:click=act(move |event: web_sys::MouseEvent| {
            event.prevent_default();
            if let Some(main) = page::element("main") {
                page::show(&main);
            }
        })>"Skip to the page"</a>
        <Header help=help is_drawer_open=is_drawer_open/>
        <div class="shell" data-open=text_of(move || is_open.get().to_string()) data-drawer=text_of(move || is_drawer_open.get().to_string())>
            {live(move || is_open.get().then(|| view! { <Rail/> <FolderTree is_drawer_open=is_drawer_open/> }).into_any())}
            <main id="main" tabindex="-1">
                {live(move || if is_open.get() { view! { <CurrentView/> }.into_any() } else { view! { <StartView/> }.into_any() })}
            </main>
        </div>
        <p class="announcement" role="status">{workspace.announcement}</p>
        <Help dialog=help/>
    }
}

/// The view that the address names. A view that cannot show what it should says so; the rest of the page
/// goes on.
#[component]
fn CurrentView() -> impl IntoView {
    let workspace = crate::workspace::use_workspace();
    let view =
        Memo::new(move |_| workspace.address.with(|address| views::find(address).map(|view| view.name)));
    views::shown(move || {
        let found = view.get().and_then(|name| views::ALL.iter().find(|view| view.name == name));
        match found {
            Some(view) => Ok((view.draw)()),
            None => Err(Unshowable {
                happened: "This version of the viewer has no such page.".to_owned(),
                advice: "The link may come from a newer version. The overview shows what there is."
                    .to_owned(),
            }),
        }
    })
}

/// Name of the app and the tree, and what can be done everywhere.
#[component]
fn Header(
    /// The dialog that shows the keys.
    help: NodeRef<html::Dialog>,
    /// Whether the tree is shown where it is a drawer.
    is_drawer_open: RwSignal<bool>,
) -> impl IntoView {
    let workspace = crate::workspace::use_workspace();
    let tree_title = move || {
        let tree = workspace.tree.get().filter(|_| matches!(workspace.phase.get(), Phase::Open));
        tree.map(|tree| {
            view! { <a class="tree-title" href=Address::view("overview").href() dir="auto">{tree.title.clone()}</a> }
        })
        .into_any()
    };
    let reading = move || {
        let progress = workspace.progress.get();
        (!progress.is_complete && progress.files_total > 0 && matches!(workspace.phase.get(), Phase::Open)).then(|| {
            view! { <span class="reading">{format!("Reading {} of {}", progress.files_read, progress.files_total)}</span> }
        })
        .into_any()
    };
    let drawer_button = move || {
        matches!(workspace.phase.get(), Phase::Open)
            .then(|| {
                view! {
                    <button
                        type="button" class="icon-button drawer-button" aria-label="Tree"
                        aria-expanded=text_of(move || is_drawer_open.get().to_string()) aria-controls="folders"
                        on:click=act(move |_| is_drawer_open.update(|open| *open = !*open))
                    >{inline(icon(IconName::Menu))}</button>
                }
            })
            .into_any()
    };
    let open_another = move || {
        matches!(workspace.phase.get(), Phase::Open).then(|| {
            view! {
                <button type="button" class="icon-button" aria-label="Open another tree" title="Open another tree" on:click=act(move |_| workspace.start())>
                    {inline(icon(IconName::Open))}
                </button>
            }
        })
        .into_any()
    };
    let back = move || {
        let is_away = workspace.tree.with(Option::is_some) && matches!(workspace.phase.get(), Phase::Start);
        is_away.then(|| view! { <button type="button" class="button" on:click=act(move |_| workspace.cancel())>"Back to the open tree"</button> }).into_any()
    };
    view! {
        <header class="banner">
            {live(drawer_button)}
            <span class="app-name">
                <svg class="logo" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M6 6v12M6 12h7M6 18h7"></path><circle cx="6" cy="5" r="2.4"></circle><circle cx="16" cy="12" r="2.4"></circle><circle cx="16" cy="18" r="2.4"></circle></svg>
                "Planarium"
            </span>
            {live(tree_title)}
            {live(reading)}
            <span class="banner-end">
                {live(back)}
                {live(open_another)}
                <ThemeButton/>
                <button type="button" class="icon-button" aria-label="Keyboard help" title="Keyboard help (?)" on:click=act(move |_| show_help(help))>
                    {inline(icon(IconName::Help))}
                </button>
            </span>
        </header>
    }
}

/// Switches between the theme of the system, light and dark.
#[component]
fn ThemeButton() -> impl IntoView {
    const THEMES: [(&str, IconName, &str); 3] = [
        ("system", IconName::Monitor, "Theme: as the system"),
        ("light", IconName::Sun, "Theme: light"),
        ("dark", IconName::Moon, "Theme: dark"),
    ];
    let stored = settings::get("theme").unwrap_or_default();
    let start = THEMES.iter().position(|(name, ..)| *name == stored).unwrap_or(0);
    let theme = RwSignal::new(start);
    let now = move || THEMES.get(theme.get()).copied().unwrap_or(("system", IconName::Monitor, ""));
    let next = move |_| {
        theme.update(|theme| *theme = (*theme + 1) % THEMES.len());
        let (name, ..) = now();
        settings::set("theme", name);
        page::set_theme(name);
    };
    view! {
        <button type="button" class="icon-button" aria-label=text_of(move || now().2.to_owned()) title=text_of(move || now().2.to_owned()) on:click=act(next)>
            {live(move || inline(icon(now().1)))}
        </button>
    }
}

/// The views of a tree, in words.
#[component]
fn Rail() -> impl IntoView {
    let workspace = crate::workspace::use_workspace();
    let entries = views::ALL
        .iter()
        .filter_map(|view| view.rail.map(|(label, icon)| (view.name, label, icon)))
        .map(|(name, label, drawing)| {
            let is_current = move || {
                workspace.address.with(|address| views::find(address).is_some_and(|view| view.name == name))
            };
            view! {
                <li>
                    <a href=Address::view(name).href() aria-current=maybe(move || is_current().then_some("page"))>
                        {inline(icon(drawing))}
                        <span>{label}</span>
                    </a>
                </li>
            }
        });
    view! { <nav class="rail" aria-label="Views"><ul>{entries.collect_view()}</ul></nav> }
}

/// What the keys do.
#[component]
fn Help(
    /// The dialog.
    dialog: NodeRef<html::Dialog>,
) -> impl IntoView {
    const KEYS: [(&str, &str); 12] = [
        ("?", "this help"),
        ("/", "filter the tree"),
        ("t", "go to the tree"),
        ("g o", "overview"),
        ("↑ ↓", "in the tree: up and down"),
        ("→ ←", "in the tree: unfold and go in, fold and go out"),
        ("Enter", "in the tree: open"),
        ("Home End", "in the tree: first and last"),
        ("*", "in the tree: unfold everything beside it"),
        ("a … z", "in the tree: the next name that begins so"),
        ("Alt ←", "back to where you were"),
        ("Esc", "close what is open"),
    ];
    let rows = KEYS.map(|(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> });
    view! {
        <dialog class="help" node_ref=dialog aria-labelledby="help-title">
            <h2 id="help-title">"Keys"</h2>
            <dl>{rows}</dl>
            <form method="dialog"><button class="button">"Close"</button></form>
        </dialog>
    }
}

fn show_help(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Keeps the title and the state of the page true.
fn keep_title_and_state(workspace: Workspace) {
    Effect::new(move |_| {
        let tree = workspace.tree.get();
        let phase = workspace.phase.get();
        let title = match (&phase, tree) {
            (Phase::Open, Some(tree)) => {
                let address = workspace.address.get();
                let view = views::find(&address).map(|view| (view.title)(&tree, &address));
                format!("{} · {} · Planarium", view.unwrap_or_else(|| "Not here".to_owned()), tree.title)
            }
            _ => "Planarium".to_owned(),
        };
        page::set_title(&title);
        let state = match phase {
            Phase::Looking | Phase::Loading(_) => "loading",
            Phase::Failed(_) => "error",
            Phase::Start | Phase::Asking(_) | Phase::Choosing(_) | Phase::Open => "ready",
        };
        // Said after what it says has been drawn.
        crate::browser::frames::before_next_frame(move || page::set_state(state));
    });
}

/// Follows the address bar. Going somewhere new begins at its top; going back returns to where the page was.
fn listen_to_places(workspace: Workspace) {
    let Some(window) = web_sys::window() else { return };
    let scrolled: Rc<RefCell<HashMap<String, i32>>> = Rc::default();
    let has_clicked = Rc::new(std::cell::Cell::new(false));
    let clicked = Rc::clone(&has_clicked);
    EventListener::new(&window, "click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href^='#/'], [role=treeitem]").ok().flatten());
        clicked.set(link.is_some());
    })
    .forget();
    EventListener::new(&window, "hashchange", move |_| {
        let old = workspace.address.get_untracked();
        let new = location::address();
        let main = page::element("main");
        if let Some(main) = &main {
            scrolled.borrow_mut().insert(old.href(), main.scroll_top());
        }
        let is_other = old.view != new.view || old.subject != new.subject;
        workspace.address.set(new.clone());
        let top = if has_clicked.replace(false) {
            0
        } else {
            scrolled.borrow().get(&new.href()).copied().unwrap_or(0)
        };
        if is_other && (new.heading.is_none() || top > 0) {
            crate::browser::frames::before_next_frame(move || {
                if let Some(main) = main {
                    main.set_scroll_top(top);
                }
            });
        }
    })
    .forget();
}

/// Opens what is dropped anywhere on the page, or pasted.
fn listen_to_drops(workspace: Workspace) {
    let Some(window) = web_sys::window() else { return };
    let body = gloo::utils::body();
    let options = EventListenerOptions::enable_prevent_default();
    let mark = body.clone();
    EventListener::new_with_options(&window, "dragover", options, move |event| {
        event.prevent_default();
        let _ = mark.set_attribute("data-dropping", "true");
    })
    .forget();
    let mark = body.clone();
    EventListener::new(&window, "dragleave", move |event| {
        let is_outside =
            event.dyn_ref::<web_sys::DragEvent>().is_some_and(|event| event.related_target().is_none());
        if is_outside {
            let _ = mark.remove_attribute("data-dropping");
        }
    })
    .forget();
    let open = move |transfer: Option<web_sys::DataTransfer>| {
        let dropped = transfer.map(|transfer| Dropped::of(&transfer)).unwrap_or_default();
        let is_something = !dropped.is_empty();
        if is_something {
            workspace.load_once(|watch| async move { chosen::dropped(dropped, &watch).await });
        }
        is_something
    };
    EventListener::new_with_options(&window, "drop", options, move |event| {
        event.prevent_default();
        let _ = body.remove_attribute("data-dropping");
        open(event.dyn_ref::<web_sys::DragEvent>().and_then(web_sys::DragEvent::data_transfer));
    })
    .forget();
    EventListener::new_with_options(&window, "paste", options, move |event| {
        if open(event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data))
        {
            event.prevent_default();
        }
    })
    .forget();
}

/// The keys that work everywhere but where something is being typed.
fn listen_to_keys(workspace: Workspace, help: NodeRef<html::Dialog>) {
    let Some(window) = web_sys::window() else { return };
    let last = std::cell::RefCell::new(String::new());
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window, "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
        if event.ctrl_key() || event.alt_key() || event.meta_key() || is_typing(event) {
            return;
        }
        let focus = |id: &str| {
            if let Some(element) = page::element(id) {
                event.prevent_default();
                let _ = element.focus();
            }
        };
        let key = event.key();
        match (last.replace(key.clone()).as_str(), key.as_str()) {
            (_, "?") => show_help(help),
            (_, "/") => focus("folder-filter"),
            ("g", "o") => workspace.go(&Address::view("overview")),
            (_, "t") => focus("folder-tree"),
            _ => {}
        }
    })
    .forget();
}

/// Whether a key belongs to a field, or to the tree, where letters look for names.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        let is_tree = target.get_attribute("role").is_some_and(|role| role == "tree");
        let is_field = matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
        is_field || (is_tree && !matches!(event.key().as_str(), "?" | "/"))
    })
}
