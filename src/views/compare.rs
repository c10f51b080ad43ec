//! What changed between two trees: in sentences, then change by change with the places on both sides.

mod changes;
mod elsewhere;
mod summary;

pub(super) use self::changes::words_of;
use self::changes::{changes, rows};
pub use self::elsewhere::keys_elsewhere;
use self::elsewhere::step_of;
use self::summary::{go_to, sentences};
use super::View;
use super::contents::page_header;
use super::later::later;
use crate::address::Address;
use crate::browser::{frames, location, page};
use crate::compare::{Comparison, Kind, Side, release_notes};
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::sources::url;
use crate::widgets::{IconName, asked, effect, fill, handle, live_fill, markup};
use crate::workspace::against::Absent;
use crate::workspace::comparing::{AGAINST, BASE, CHOSEN, COMMIT, Offered, ReadSide, SHOWN};
use crate::workspace::history::Told;
use crate::workspace::{Workspace, use_workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// So many changes are shown before the reader asks for all.
const FIRST_ROWS: usize = 400;
/// What a list says in which nothing is chosen.
const NONE: &str = "Choose …";

/// `#/compare?with=KEY&to=KEY`.
pub const VIEW: View = View {
    name: "compare",
    rail: Some(("Compare", IconName::Compare)),
    title: |_, _| "Compare".to_owned(),
    draw: later!(compare, || draw(use_workspace())),
};

/// How far a comparison is.
#[derive(Clone)]
enum State {
    /// Nothing is chosen yet.
    Idle,
    Working,
    Missing(String),
    /// Another host waits for a click.
    Asking(url::Address),
    Done(Arc<Done>),
}

struct Done {
    comparison: Comparison,
    sides: [ReadSide; 2],
    offered: [Offered; 2],
    has_findings: bool,
}

#[derive(Clone, Copy)]
struct Page {
    workspace: Workspace,
    state: RwSignal<State>,
    /// The comparison that was asked for last.
    generation: StoredValue<usize>,
    /// Where the keys stand.
    at: StoredValue<Option<usize>>,
    /// The key that was pressed last.
    last: StoredValue<String>,
}

fn draw(workspace: Workspace) -> AnyView {
    let page = Page {
        workspace,
        state: RwSignal::new(State::Idle),
        generation: StoredValue::new(0),
        at: StoredValue::new(None),
        last: StoredValue::new(String::new()),
    };
    // What the link asks for, and whether the trees are still the same.
    let asked_for = Memo::new(move |_| {
        workspace.address.with(|address| {
            let setting = |key: &str| address.setting(key).map(str::to_owned);
            // Where somebody named another tree, that is what one compares with.
            let usual = || workspace.against_named().map(|_| AGAINST.to_owned());
            (setting("with").or_else(usual), setting("to"))
        })
    });
    // Commits are offered where a history came along.
    effect(move || {
        if workspace.home.with(Option::is_some) {
            workspace.ask_history();
        }
    });
    effect(move || {
        workspace.past.known.track();
        workspace.editing.base.track();
        workspace.other.track();
        workspace.track_agreed();
        let (with, to) = asked_for.get();
        let is_of_commit = [&with, &to].into_iter().flatten().any(|key| key.starts_with(COMMIT));
        let is_reading = is_of_commit
            && workspace.history.state.with(|state| matches!(state, Told::Unread | Told::Reading));
        if is_reading {
            page.state.set(State::Working);
        } else {
            page.begin(with, to.unwrap_or_else(|| SHOWN.to_owned()));
        }
    });
    live_fill("compare-answer", move || answer(page));
    live_fill("compare-sides", move || sides(page));
    effect(move || show_chosen(page));
    live_fill("compare-summary", move || summary(page));
    live_fill("compare-changes", move || changes(page));
    handle("compare", &["click", "change"], move |event| {
        if event.type_() == "change" {
            let files = crate::browser::pick::files_of_input(event);
            if files.is_empty() { page.choose() } else { workspace.compare_with_chosen(files) }
        } else if let Some((act, value)) = asked(event) {
            page.perform(&act, &value);
        }
    });
    handle("", &["keydown"], move |event| page.press(event));
    let place = |id: &str| el("div", &[("id", id), ("class", "markup")], &[]);
    let answer = el("div", &[("id", "compare-answer"), ("class", "answer markup"), ("role", "status")], &[]);
    let parts = [
        page_header(Html::default(), "Compare", answer),
        place("compare-sides"),
        file_field(),
        place("compare-summary"),
        place("compare-changes"),
    ];
    markup(el("div", &[("id", "compare"), ("class", "compare")], &parts))
}

impl Page {
    fn begin(self, with: Option<String>, to: String) {
        let generation = self.generation.get_value() + 1;
        self.generation.set_value(generation);
        self.at.set_value(None);
        let Some(with) = with else { return self.state.set(State::Idle) };
        self.state.set(State::Working);
        spawn_local(async move {
            let is_current = || self.generation.try_get_value() == Some(generation);
            frames::next_turn().await;
            let workspace = self.workspace;
            let offered = workspace.offered_sides();
            let find = |key: &str| offered.iter().find(|side| side.key == key).cloned();
            if [&*with, &*to].contains(&AGAINST)
                && let Err(why) = workspace.against().await
            {
                if is_current() {
                    self.state.set(match why {
                        Absent::Asking(address) => State::Asking(address),
                        Absent::Refused(why) => State::Missing(format!("{} {}", why.happened, why.advice)),
                        Absent::Unnamed => State::Missing(missing_words(workspace, &with, &to)),
                    });
                }
                return;
            }
            let read = match (find(&with), find(&to)) {
                (Some(before), Some(now)) => {
                    let sides = (workspace.side(&with).await, workspace.side(&to).await);
                    if let (Some(old), Some(new)) = sides { Some((before, now, old, new)) } else { None }
                }
                _ => None,
            };
            let Some((before, now, old, new)) = read else {
                if is_current() {
                    self.state.set(State::Missing(missing_words(workspace, &with, &to)));
                }
                return;
            };
            let keep = |done: &Done| match to == SHOWN {
                true => workspace.take_comparison(&done.offered[0], &done.sides, &done.comparison),
                false => workspace.comparison.set(None),
            };
            let done = |findings: Option<[Vec<crate::findings::Finding>; 2]>| {
                let has_findings = findings.is_some();
                let [of_old, of_new] = findings.unwrap_or_default();
                let (old_ground, new_ground) = (old.ground(workspace)?, new.ground(workspace)?);
                let comparison =
                    Comparison::of(&Side::of(&old_ground, &of_old), &Side::of(&new_ground, &of_new));
                let sides = [old.clone(), new.clone()];
                let offered = [before.clone(), now.clone()];
                Some(State::Done(Arc::new(Done { comparison, sides, offered, has_findings })))
            };
            let first = done(None);
            if !is_current() {
                return;
            }
            workspace.sides_compared.set_value(format!("{with}\n{to}"));
            if let Some(State::Done(done)) = &first {
                keep(done);
            }
            self.state.set(first.unwrap_or_else(|| {
                State::Missing("One side is still being read. Try again in a moment.".to_owned())
            }));
            if old.stage.is_some() || new.stage.is_some() {
                return;
            }
            let day = workspace.day.get_untracked();
            let of_old = workspace.findings_of(&old, &day).await;
            let of_new = workspace.findings_of(&new, &day).await;
            if let (Some(of_old), Some(of_new)) = (of_old, of_new)
                && is_current()
                && let Some(state) = done(Some([of_old, of_new]))
            {
                if let State::Done(done) = &state {
                    keep(done);
                }
                self.state.set(state);
            }
        });
    }

    /// Compares what the two lists say.
    fn choose(self) {
        let [with, to] = ["compare-with", "compare-to"].map(page::value);
        let with = if with == NONE { String::new() } else { with };
        let address = self.workspace.address.get_untracked();
        let to = if [SHOWN, NONE].contains(&to.as_str()) { String::new() } else { to };
        self.workspace.replace(address.with("with", &with).with("to", &to).with("all", ""));
    }

    fn done(self) -> Option<Arc<Done>> {
        match self.state.get_untracked() {
            State::Done(done) => Some(done),
            _ => None,
        }
    }

    fn perform(self, act: &str, value: &str) {
        let address = self.workspace.address.get_untracked();
        match act {
            "swap" => {
                let with = address.setting("with").unwrap_or(SHOWN).to_owned();
                let to = address.setting("to").unwrap_or(SHOWN).to_owned();
                let with = if with == SHOWN { String::new() } else { with };
                self.workspace.replace(address.with("with", &to).with("to", &with));
            }
            "against" => self.workspace.agree(value),
            "all" => self.workspace.replace(address.with("all", "1")),
            "kind" => {
                self.workspace.replace(address.with("kind", value));
                page::focus(&format!("compare-kind-{}", if value.is_empty() { "any" } else { value }));
            }
            "to" => go_to(self, value),
            "next" => self.walk(1),
            "previous" => self.walk(-1),
            "words" => self.show_words(value),
            "markdown" => {
                if let Some(done) = self.done() {
                    let [old, new] = &done.offered;
                    page::copy(&release_notes(&done.comparison, &old.title, &new.title));
                    self.workspace.announce("The release notes have been copied as Markdown.");
                }
            }
            "link" => {
                page::copy(&location::link_to(&address));
                let holds_file = [address.setting("with"), address.setting("to")].contains(&Some(CHOSEN));
                self.workspace.announce(if holds_file {
                    "The link has been copied. Whoever opens it has to choose the file again: it stays on this device."
                } else {
                    "The link has been copied."
                });
            }
            _ => {}
        }
    }

    /// Goes to another change.
    fn walk(self, by: isize) {
        let count = self.done().map_or(0, |done| rows(self.workspace, &done.comparison).1.len());
        let Some(last) = count.checked_sub(1) else { return };
        let at = match self.at.get_value() {
            Some(at) => at.saturating_add_signed(by).min(last),
            None => 0,
        };
        self.at.set_value(Some(at));
        let id = format!("change-{at}");
        page::focus(&id);
        if let Some(element) = page::element(&id) {
            page::show(&element);
        }
    }

    fn press(self, event: &web_sys::Event) {
        if let Some(by) = step_of(event, self.last) {
            self.walk(by);
            event.prevent_default();
        }
    }

    /// Shows which words of a document changed, or hides them.
    fn show_words(self, value: &str) {
        let Some(done) = self.done() else { return };
        let button = format!("words-button-{value}");
        let is_open = page::attribute_of(&format!("#{button}"), "aria-expanded").as_deref() == Some("true");
        page::set_attribute(&button, "aria-expanded", Some(if is_open { "false" } else { "true" }));
        let change = value.parse::<usize>().ok().and_then(|at| done.comparison.changes.get(at));
        let html =
            change.filter(|_| !is_open).map(|change| words_of(&done.sides, change)).unwrap_or_default();
        fill(&format!("words-{value}"), html);
    }
}

fn missing_words(workspace: Workspace, with: &str, to: &str) -> String {
    if [with, to].iter().any(|key| key.starts_with(COMMIT)) {
        return match workspace.history.state.get_untracked() {
            Told::Unreadable(why) => why,
            Told::Read(_) => "This commit cannot be read, or the tree was not there in it.".to_owned(),
            _ => "The link names a commit, and no history came along with this tree: open its folder or .zip with the .git folder in it.".to_owned(),
        };
    }
    if [with, to].contains(&CHOSEN) {
        return "The link names a file that lay on somebody's device. Choose it again below.".to_owned();
    }
    if [with, to].contains(&BASE) {
        return "No edits are pending, so there is no tree before them.".to_owned();
    }
    if [with, to].contains(&AGAINST) {
        return "The link names no other tree to compare with; choose one.".to_owned();
    }
    "This side of the comparison is not there; choose another one.".to_owned()
}

// ── what is compared ────────────────────────────────────────────────────────────────────────

fn answer(page: Page) -> Html {
    let said = match page.state.get() {
        State::Idle => "Choose what this tree is compared with.".to_owned(),
        State::Working => "Comparing …".to_owned(),
        State::Missing(why) => why,
        State::Asking(address) => {
            format!(
                "The link asks to compare this tree with another one, from {}: {}.",
                address.host, address.href
            )
        }
        State::Done(done) if done.comparison.is_same() => {
            "Nothing has changed: both trees say the same.".to_owned()
        }
        State::Done(done) => {
            let [old, new] = &done.offered;
            let count = done.comparison.changes.len();
            format!("{} from {} to {}.", counted(count, "change"), old.title, new.title)
        }
    };
    text(&said)
}

/// The lists to choose from. Which is chosen is set beside, so that a list stays and keeps the keyboard.
fn sides(page: Page) -> Html {
    let offered = page.workspace.offered_sides();
    let field = |id: &str, label: &str| {
        let first = el("option", &[], &[text(NONE)]);
        let rest = offered.iter().map(|side| el("option", &[("value", &side.key)], &[text(&side.title)]));
        let select = el("select", &[("id", id)], &[first, all(rest)]);
        el("label", &[("for", id)], &[el("span", &[], &[text(label)]), select])
    };
    let parts =
        [field("compare-with", "Before"), field("compare-to", "After"), button("swap", "", "Swap the sides")];
    el("div", &[("class", "sides"), ("role", "group"), ("aria-label", "What is compared")], &parts)
}

/// Shows in the lists what the link asks for.
fn show_chosen(page: Page) {
    let offered = page.workspace.offered_sides();
    let is_against = offered.iter().any(|side| side.key == AGAINST);
    page.workspace.address.with(|address| {
        for (id, key, usual) in [("compare-with", "with", NONE), ("compare-to", "to", SHOWN)] {
            let usual = if key == "with" && is_against { AGAINST } else { usual };
            let asked = address.setting(key).unwrap_or(usual);
            let is_offered = offered.iter().any(|side| side.key == asked);
            page::set_value(id, if is_offered { asked } else { NONE });
        }
    });
}

fn file_field() -> Html {
    let input = [
        ("type", "file"),
        ("id", "compare-file"),
        ("accept", ".zip,.md,.markdown"),
        ("multiple", "multiple"),
    ];
    let words = "Compare with a .zip or Markdown files of your own, or drop a folder or .zip on this page";
    el(
        "label",
        &[("class", "choose"), ("for", "compare-file")],
        &[el("span", &[], &[text(words)]), el("input", &input, &[])],
    )
}

fn button(act: &str, value: &str, words: &str) -> Html {
    let id = format!("compare-{act}{value}");
    let attributes =
        [("type", "button"), ("class", "button"), ("id", &*id), ("data-act", act), ("data-value", value)];
    el("button", &attributes, &[text(words)])
}

fn summary(page: Page) -> Html {
    if let State::Asking(address) = page.state.get() {
        let hint = "That host will see that it was fetched; nothing else is sent.";
        let open = [
            ("type", "button"),
            ("class", "button primary"),
            ("data-act", "against"),
            ("data-value", &*address.host),
        ];
        let open = el("button", &open, &[text(&format!("Open from {}", address.host))]);
        return all([
            el("p", &[("class", "hint")], &[text(hint)]),
            el("p", &[("class", "buttons")], &[open]),
        ]);
    }
    let State::Done(done) = page.state.get() else { return Html::default() };
    if done.comparison.is_same() {
        return Html::default();
    }
    let is_partial = done.sides.iter().any(|side| side.stage.is_some());
    let pending = when(!done.has_findings && !is_partial, || {
        el("p", &[("class", "hint")], &[text("The rules are being applied to both trees …")])
    });
    let is_marked = page.workspace.compared().is_some();
    let tools = el(
        "p",
        &[("class", "buttons")],
        &[
            button("next", "", "Next change (n)"),
            button("previous", "", "Previous change (p)"),
            button("markdown", "", "Copy as Markdown"),
            button("link", "", "Copy a link"),
            review_link(page),
            when(is_marked, || button("end-comparison", "", "No marks elsewhere")),
        ],
    );
    all([sentences(&done), pending, tools, kinds(page, &done)])
}

/// Where these changes are reviewed one by one.
fn review_link(page: Page) -> Html {
    let address = page.workspace.address.get();
    let setting = |key: &str| address.setting(key).unwrap_or_default().to_owned();
    let review = Address::view("review").with("with", &setting("with")).with("to", &setting("to"));
    el("a", &[("class", "button"), ("href", &review.href())], &[text("Review them one by one")])
}

/// The kinds of changes there are, to see one alone.
fn kinds(page: Page, done: &Done) -> Html {
    let chosen = page.workspace.address.with(|address| address.setting("kind").map(str::to_owned));
    let chip = |value: &str, words: String| {
        let id = format!("compare-kind-{}", if value.is_empty() { "any" } else { value });
        let is_chosen = chosen.as_deref().unwrap_or_default() == value;
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("id", &*id),
            ("data-act", "kind"),
            ("data-value", value),
            ("aria-pressed", if is_chosen { "true" } else { "false" }),
        ];
        let mut attributes = attributes.to_vec();
        attributes.retain(|(name, value)| *name != "data-value" || !value.is_empty());
        el("button", &attributes, &[text(&words)])
    };
    let shown = Kind::ALL.into_iter().filter_map(|kind| {
        let count = done.comparison.of_kind(kind).count();
        (count > 0).then(|| chip(kind.name(), format!("{} {count}", kind.heading())))
    });
    let first = chip("", format!("All {}", done.comparison.changes.len()));
    el(
        "div",
        &[("class", "buttons"), ("role", "group"), ("aria-label", "Kinds of changes")],
        &[first, all(shown)],
    )
}
