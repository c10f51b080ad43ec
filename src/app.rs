//! The shell of the page: header, rail, tree, page, and what belongs to all of them: commands, themes, the title.

mod listening;

use crate::address::Address;
use crate::browser::{clock, frames, page, panic, settings};
use crate::commands::{self, Command, When};
use crate::counted::counted;
use crate::findings::Tally;
use crate::html::{Html, all, el, text, when};
use crate::outline::Filter;
use crate::plan::StatedDay;
use crate::views::compare::keys_elsewhere;
use crate::views::folders::FolderTree;
use crate::views::start::StartView;
use crate::views::{self, Unshowable, commits, day, palette, past, query, quick, share, stages, version};
use crate::widgets::{IconName, asked, effect, fill, follow_link, handle, icon, live, live_fill, markup};
use crate::workspace::{Act, Phase, Saved, Workspace, use_workspace};
use leptos::prelude::*;

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
    keep_title_and_state(workspace);
    listening::listen_to_places(workspace);
    listening::listen_to_drops(workspace);
    listening::listen_to_keys(workspace);
    // A place was chosen in the drawer: show it. To track a memo alone would never work it out.
    let place = Memo::new(move |_| workspace.address.with(|address| address.clone().with("q", "")));
    effect(move || {
        place.with(|_| ());
        set_drawer_open(false);
    });
    handle("app", &["click", "change"], move |event| match (event.type_().as_str(), asked(event)) {
        ("click", Some((act, value))) => perform(workspace, event, &act, &value),
        ("click", None) => follow_link(event),
        _ => choose_day(workspace, event),
    });
    workspace.begin();
    let is_open = Memo::new(move |_| matches!(workspace.phase.get(), Phase::Open));
    effect(move || {
        page::set_attribute("shell", "data-open", Some(if is_open.get() { "true" } else { "false" }));
    });
    view! {
        <div id="app" class="markup">
            {markup(all([skip_link(), header(workspace), past::bar(), commits::bar(workspace), query::bar(workspace)]))}
            <div id="shell" class="shell" data-drawer="false">
                // Another page is another element: one that moved aside for the tree would count as shifting under the reader.
                {live(move || match is_open.get() {
                    true => view! { <Rail/> <FolderTree/> <main id="main" tabindex="-1"><CurrentView/></main> }.into_any(),
                    false => view! { <main id="main" tabindex="-1"><StartView/></main> }.into_any(),
                })}
            </div>
            {markup(all([announcement(workspace), version::notice(workspace), help(), quick::dialog(workspace), palette::dialog(workspace, run), share::dialog(workspace)]))}
        </div>
    }
}

/// Does what a button says that stands everywhere, or in more than one view.
fn perform(workspace: Workspace, event: &web_sys::Event, act: &str, value: &str) {
    match act {
        day::ACT => workspace.show_as_of(value),
        stages::LEAVE => workspace.leave_stage(),
        past::LOOK_BACK => {
            workspace.past.is_open.set(true);
            page::focus_once_drawn("past-slider");
        }
        "skip" => {
            event.prevent_default();
            if let Some(main) = page::element("main") {
                page::show(&main);
            }
        }
        "copy" => {
            page::copy(value);
            workspace.announce("Copied.");
        }
        "drawer" => set_drawer_open(!is_drawer_open()),
        "edit" => edit_what_is_read(workspace),
        "hand-over" => {
            workspace.act(Act::HandOver { from: value.to_owned(), to: page::value("hand-over-to") });
        }
        "show-base" => workspace.show_other_side(),
        query::LIFT => workspace.set_query(""),
        query::ALL_OF => workspace.replace(Address::parse(value)),
        "end-comparison" => workspace.end_comparison(),
        "start" => workspace.start(),
        "cancel" => workspace.cancel(),
        "theme" => change_theme(),
        "command" => {
            if let Some(command) = commands::by_id(value) {
                run(workspace, command);
            }
        }
        "help-button" => page::show_dialog("help"),
        "palette-button" => palette::open(),
        _ => {}
    }
}

/// Colours the page in the next way.
fn change_theme() {
    let theme = next_theme(&page::theme());
    settings::set("theme", theme.name);
    page::set_theme(theme.name);
    page::set_attribute("theme", "aria-label", Some(theme.label));
    page::set_attribute("theme", "title", Some(theme.label));
    fill("theme", icon(theme.icon));
}

/// Shows the tree as of the day that has been typed, as soon as it is one.
fn choose_day(workspace: Workspace, event: &web_sys::Event) {
    if page::around(event, "#as-of").is_none() {
        return;
    }
    if let Some(day) = StatedDay::parse(&page::value(day::ACT)) {
        workspace.show_as_of(&day.to_string());
        // The page is drawn anew, and its field is where the reader was.
        page::focus_once_drawn(day::ACT);
    }
}

/// Whether the tree is shown where it is a drawer.
fn is_drawer_open() -> bool {
    page::element("shell").is_some_and(|shell| shell.get_attribute("data-drawer").as_deref() == Some("true"))
}

/// Shows the tree where it is a drawer, or hides it.
fn set_drawer_open(is_open: bool) {
    let said = Some(if is_open { "true" } else { "false" });
    page::set_attribute("shell", "data-drawer", said);
    page::set_attribute("drawer-button", "aria-expanded", said);
}

/// The view that the address names. A view that cannot show what it should says so; the rest of the page
/// goes on.
#[component]
fn CurrentView() -> impl IntoView {
    let workspace = use_workspace();
    let name = Memo::new(move |_| view_name(workspace));
    views::shown(move || {
        let name = name.get();
        match views::ALL.iter().find(|view| view.name == name) {
            Some(view) => Ok((view.draw)()),
            None => Err(Unshowable {
                happened: "This version of the viewer has no such page.".to_owned(),
                advice: "The link may come from a newer version. The overview shows what there is."
                    .to_owned(),
            }),
        }
    })
}

/// The name of the view that the address names; empty when there is none.
fn view_name(workspace: Workspace) -> String {
    workspace.address.with(|address| views::find(address).map_or("", |view| view.name).to_owned())
}

fn skip_link() -> Html {
    el("a", &[("class", "skip"), ("href", "#main"), ("data-act", "skip")], &[text("Skip to the page")])
}

/// A button that is an icon. An act of the app.
fn icon_button(act: &str, label: &str, title: &str, drawing: IconName) -> Html {
    let attributes = [
        ("type", "button"),
        ("class", "icon-button"),
        ("id", act),
        ("aria-label", label),
        ("title", title),
        ("data-act", act),
    ];
    el("button", &attributes, &[icon(drawing)])
}

/// Name of the app and the tree, and what can be done everywhere.
fn header(workspace: Workspace) -> Html {
    let is_open = move || workspace.phase.with(|phase| matches!(phase, Phase::Open));
    let names = move || {
        let tree = workspace.tree.get().filter(|_| is_open());
        let drawer = [
            ("id", "drawer-button"),
            ("type", "button"),
            ("class", "icon-button drawer-button"),
            ("aria-label", "Tree"),
            ("aria-expanded", "false"),
            ("aria-controls", "folders"),
            ("data-act", "drawer"),
        ];
        let overview = Address::view("overview").href();
        all([
            when(tree.is_some(), || el("button", &drawer, &[icon(IconName::Menu)])),
            el("span", &[("class", "app-name")], &[logo(), text("Planarium")]),
            tree.map(|tree| {
                let attributes = [("class", "tree-title"), ("href", &*overview), ("dir", "auto")];
                el("a", &attributes, &[text(&tree.title)])
            })
            .unwrap_or_default(),
        ])
    };
    let reading = move || {
        let progress = workspace.progress.get();
        when(!progress.is_complete && progress.files_total > 0 && is_open(), || {
            let words = format!("Reading {} of {}", progress.files_read, progress.files_total);
            el("span", &[("class", "reading")], &[text(&words)])
        })
    };
    let ways = move || {
        let has_tree = workspace.tree.with(Option::is_some);
        let back = [("type", "button"), ("class", "button"), ("data-act", "cancel")];
        let is_away = has_tree && workspace.phase.with(|phase| matches!(phase, Phase::Start));
        all([
            when(is_away, || el("button", &back, &[text("Back to the open tree")])),
            when(is_open(), || {
                icon_button("share", "Share", "Share: a link, or one HTML file", IconName::Share)
            }),
            when(is_open(), || {
                icon_button("start", "Open another tree", "Open another tree", IconName::Open)
            }),
        ])
    };
    let theme = theme_of(&page::theme());
    let everywhere = all([
        icon_button("palette-button", "Commands", "Do something, or go somewhere (Ctrl K)", IconName::Search),
        icon_button("theme", theme.label, theme.label, theme.icon),
        icon_button("help-button", "Keyboard help", "Keyboard help (?)", IconName::Help),
    ]);
    let pending = move || {
        let count = workspace.editing.count();
        when(count > 0 && is_open(), || {
            let is_base = workspace.editing.shows_base.get();
            let changes = Address::view("changes").href();
            let words = if is_base { "Base shown".to_owned() } else { format!("{count} pending") };
            let switch = [
                ("type", "button"),
                ("class", "button"),
                ("id", "show-base"),
                ("data-act", "show-base"),
                ("aria-pressed", if is_base { "true" } else { "false" }),
            ];
            let safe = match workspace.saved.get() {
                Saved::Nothing => String::new(),
                Saved::Saving => "saving …".to_owned(),
                Saved::Saved => "saved".to_owned(),
                Saved::Failed(why) => why,
            };
            all([
                el("span", &[("id", "saved"), ("class", "saved")], &[text(&safe)]),
                el(
                    "a",
                    &[("class", "pending"), ("href", &*changes)],
                    &[icon(IconName::Changes), text(&words)],
                ),
                el("button", &switch, &[text("Without edits")]),
            ])
        })
    };
    live_fill("header-compared", move || compared(workspace));
    keys_elsewhere(workspace);
    live_fill("header-pending", pending);
    live_fill("header-names", names);
    live_fill("header-reading", reading);
    live_fill("header-ways", ways);
    let part = |id| el("div", &[("id", id), ("class", "markup")], &[]);
    let end = el(
        "div",
        &[("class", "banner-end")],
        &[part("header-compared"), part("header-pending"), part("header-ways"), everywhere],
    );
    el("header", &[("class", "banner")], &[part("header-names"), part("header-reading"), end])
}

/// What the tree is compared with, while its parts are marked.
fn compared(workspace: Workspace) -> Html {
    let Some(compared) = workspace.compared() else { return Html::default() };
    let href = Address::view("compare").with("with", &compared.with).href();
    let words = format!("{} compared", counted(compared.changes, "change"));
    let title = format!("Compared with {}", compared.title);
    let end = [
        ("type", "button"),
        ("class", "button"),
        ("data-act", "end-comparison"),
        ("aria-label", "End the comparison"),
        ("title", "No marks of what has changed"),
    ];
    all([
        el(
            "a",
            &[("class", "pending"), ("href", &*href), ("title", &*title)],
            &[icon(IconName::Compare), el("span", &[("class", "words")], &[text(&words)])],
        ),
        el("button", &end, &[text("End")]),
    ])
}

/// A message for people, spoken by screen readers.
fn announcement(workspace: Workspace) -> Html {
    effect(move || workspace.announcement.with(|said| page::set_text("announcement", said)));
    el("p", &[("id", "announcement"), ("class", "announcement"), ("role", "status")], &[])
}

fn logo() -> Html {
    let dot = |x, y| el("circle", &[("cx", x), ("cy", y), ("r", "2.4")], &[]);
    let attributes =
        [("class", "logo"), ("viewBox", "0 0 24 24"), ("aria-hidden", "true"), ("focusable", "false")];
    let lines = el("path", &[("d", "M6 6v12M6 12h7M6 18h7")], &[]);
    el("svg", &attributes, &[lines, dot("6", "5"), dot("16", "12"), dot("16", "18")])
}

/// A way to colour the page.
struct Theme {
    /// As it is stored, and said in the page.
    name: &'static str,
    icon: IconName,
    label: &'static str,
}

/// The themes, in the order in which the button goes through them. The first is that of the system.
static THEMES: [Theme; 3] = [
    Theme { name: "system", icon: IconName::Monitor, label: "Theme: as the system" },
    Theme { name: "light", icon: IconName::Sun, label: "Theme: light" },
    Theme { name: "dark", icon: IconName::Moon, label: "Theme: dark" },
];

fn theme_of(name: &str) -> &'static Theme {
    let [system, ..] = &THEMES;
    THEMES.iter().find(|theme| theme.name == name).unwrap_or(system)
}

fn next_theme(name: &str) -> &'static Theme {
    let known = theme_of(name).name;
    THEMES.iter().cycle().skip_while(|theme| theme.name != known).nth(1).unwrap_or(theme_of(known))
}

/// The views of a tree, in words.
#[component]
fn Rail() -> impl IntoView {
    let workspace = use_workspace();
    effect(move || page::mark_current("data-view", Some(&view_name(workspace)), "page"));
    // How many findings there are, beside their name.
    live_fill("rail-findings", move || {
        let tally = workspace.report.with(|report| Tally::of(report.findings.iter()));
        when(tally.total() > 0, || text(&format!(" {}", tally.total())))
    });
    live_fill("rail-changes", move || {
        let count = workspace.editing.count();
        when(count > 0, || text(&format!(" {count}")))
    });
    let entries = views::ALL.iter().filter_map(|view| {
        let (label, drawing) = view.rail?;
        let href = Address::view(view.name).href();
        let count = el("span", &[("id", &*format!("rail-{}", view.name)), ("class", "count")], &[]);
        let words = el("span", &[], &[text(label), count]);
        let link = el("a", &[("href", &*href), ("data-view", view.name)], &[icon(drawing), words]);
        Some(el("li", &[], &[link]))
    });
    let list = el("ul", &[], &[all(entries)]);
    markup(el("nav", &[("class", "rail"), ("aria-label", "Views")], &[list]))
}

/// What the keys do, from the table of commands.
fn help() -> Html {
    let row = |keys: &str, does: &str| {
        let keys = el("kbd", &[], &[text(&palette::shown_keys(keys))]);
        el("div", &[], &[el("dt", &[], &[keys]), el("dd", &[], &[text(does)])])
    };
    let commands = commands::ALL.iter().filter(|command| !command.keys.is_empty());
    let rows = commands.map(|command| row(command.keys, command.title));
    let in_place = commands::IN_PLACE.iter().map(|(keys, does)| row(keys, does));
    let switch = [
        ("type", "button"),
        ("class", "button"),
        ("id", "letter-keys"),
        ("data-act", "command"),
        ("data-value", "keys"),
        ("aria-pressed", if are_letters_on() { "true" } else { "false" }),
    ];
    let parts = [
        el("h2", &[("id", "help-title")], &[text("Keys")]),
        el("dl", &[], &[all(rows), all(in_place)]),
        el("p", &[], &[el("button", &switch, &[text("One-letter keys")])]),
        el("form", &[("method", "dialog")], &[el("button", &[("class", "button")], &[text("Close")])]),
    ];
    el("dialog", &[("id", "help"), ("class", "help"), ("aria-labelledby", "help-title")], &parts)
}

/// Whether the keys of one letter do what the table of commands says.
fn are_letters_on() -> bool {
    settings::get("letter-keys").as_deref() != Some("off")
}

/// Unfolds the form of the document on the page, where the reader sees it, and goes on with the keyboard there.
fn edit_what_is_read(workspace: Workspace) {
    let Some(editor) = page::element("editor") else {
        workspace.announce("Nothing on this page is a document that can be edited.");
        return;
    };
    if !editor.has_attribute("open") {
        page::click("editor-summary");
    }
    page::show(&editor);
    page::focus("editor-summary");
}

/// Does a command of the table.
fn run(workspace: Workspace, command: &'static Command) {
    let is_open = workspace.phase.with_untracked(|phase| matches!(phase, Phase::Open));
    if command.when == When::Open && !is_open {
        return;
    }
    let fold = |level: u32| {
        let tree = workspace.tree.get_untracked();
        let open = tree.map(|tree| tree.outline.folders_above_level(level)).unwrap_or_default();
        workspace.update_folders(|folders| *folders = open);
    };
    // Where the tree is a drawer it has to be seen first.
    let focus_tree = |id: &'static str| {
        if page::is_narrow() {
            set_drawer_open(true);
        }
        page::focus(id);
    };
    match command.id {
        "palette" => palette::open(),
        "filter" => focus_tree("folder-filter"),
        "tree" => focus_tree("folder-tree"),
        "fold" => fold(0),
        "unfold" => fold(u32::MAX),
        "unfilter" => {
            workspace.set_query("");
            workspace.filter.set(Filter::default());
        }
        "keep" => workspace.keep(),
        "share" => page::click("share"),
        "add-dependency" => match page::element("needs-add") {
            Some(_) => page::focus("needs-add"),
            None => workspace.announce("Choose a plan in the graph of dependencies first."),
        },
        "edit" => edit_what_is_read(workspace),
        "copy-link" => page::click("copy-place"),
        "comment" => page::click("comment-button"),
        "today" => workspace.show_as_of(&clock::today().to_string()),
        "start" => workspace.start(),
        "theme" => change_theme(),
        "print" => page::print(),
        "keys" => {
            let are_on = !are_letters_on();
            settings::set("letter-keys", if are_on { "on" } else { "off" });
            page::set_attribute("letter-keys", "aria-pressed", Some(if are_on { "true" } else { "false" }));
            workspace.announce(if are_on { "One-letter keys are on." } else { "One-letter keys are off." });
        }
        "help" => page::show_dialog("help"),
        id => {
            if let Some(view) = id.strip_prefix("go:") {
                workspace.go(&Address::view(view));
            }
        }
    }
}

/// Keeps the title and the state of the page true.
fn keep_title_and_state(workspace: Workspace) {
    effect(move || {
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
            Phase::Open | Phase::Locked(_) if workspace.coming.get() > 0 => "loading",
            Phase::Start | Phase::Asking(_) | Phase::Choosing(_) | Phase::Locked(_) | Phase::Open => "ready",
        };
        // Said after what it says has been drawn.
        frames::before_next_frame(move || page::set_state(state));
    });
}
