//! What is pending: the edits in words and as differences, file by file, what they do to the findings, and the patch that
//! carries them into the repository.

mod difference;

use super::View;
use super::contents::page_header;
use super::later::later;
use crate::address::Address;
use crate::browser::{clock, location, page, settings};
use crate::counted::counted;
use crate::edit::carried;
use crate::edit::patch::{self, Message, Patch};
use crate::edit::pending::{Conflict, Made};
use crate::files::{parcel, write};
use crate::html::{Html, all, el, text, when};
use crate::share::letter::{self, Letter};
use crate::widgets::{IconName, asked, effect, handle, live_fill, markup};
use crate::workspace::{Act, Direction, Saved, Tree, Workspace, use_workspace};
use difference::{MODES, Mode, file_difference};
use leptos::prelude::*;

/// The setting of a link that carries edits.
const CARRIED: &str = "edits";

/// `#/changes`.
pub const VIEW: View = View {
    name: "changes",
    rail: Some(("Changes", IconName::Changes)),
    title: |_, _| "Changes".to_owned(),
    draw: later!(edits, || draw(use_workspace())),
};

fn draw(workspace: Workspace) -> AnyView {
    live_fill("changes-answer", move || answer(workspace));
    live_fill("changes-effect", move || effect_on_findings(workspace));
    live_fill("changes-proposal", move || proposal(workspace));
    live_fill("changes-tools", move || tools(workspace));
    live_fill("changes-steps", move || steps(workspace));
    live_fill("changes-files", move || {
        let mode = workspace.address.with(Mode::of);
        match patch_of(workspace) {
            Ok(patch) => all(patch.files.iter().map(|file| file_difference(workspace, file, mode))),
            Err(why) => el("p", &[("class", "notice"), ("role", "note")], &[text(&why)]),
        }
    });
    live_fill("changes-commands", move || commands(workspace));
    effect(move || {
        let has_edits = workspace.editing.pending.with(|pending| !pending.is_empty());
        page::set_attribute("changes-patch", "hidden", (!has_edits).then_some(""));
        if has_edits {
            workspace.look_for_findings_before();
        }
    });
    // The fields are filled once; what is typed into them stays.
    effect(move || {
        let prefix = workspace.editing.base.with(|base| base.as_deref().map(prefix_of));
        page::set_value("changes-prefix", &prefix.unwrap_or_default());
        page::set_value("changes-author", &settings::get("author").unwrap_or_default());
    });
    handle("changes", &["click", "change"], move |event| {
        if event.type_() == "change" {
            let chosen = crate::browser::pick::files_of_input(event);
            match chosen.into_iter().next() {
                Some(chosen) => workspace.review_file(chosen),
                None => remember(workspace),
            }
            return;
        }
        if let Some((act, value)) = asked(event) {
            perform(workspace, &act, &value);
        }
    });
    let place = |id: &str| el("div", &[("id", id), ("class", "markup")], &[]);
    let facts = all([
        el("div", &[("id", "changes-answer"), ("class", "answer markup"), ("role", "status")], &[]),
        place("changes-effect"),
    ]);
    let parts = [
        page_header(Html::default(), "Changes", facts),
        place("changes-proposal"),
        place("changes-tools"),
        review_field(),
        place("changes-steps"),
        patch_form(),
        place("changes-files"),
    ];
    markup(el("div", &[("id", "changes"), ("class", "changes")], &parts))
}

/// What is pending, in one sentence, and whether it is safe.
fn answer(workspace: Workspace) -> Html {
    let (count, files) =
        (workspace.editing.count(), workspace.editing.folded.with(|folded| folded.edited.changed.len()));
    let safe = match workspace.saved.get() {
        Saved::Nothing => String::new(),
        Saved::Saving => " Being kept on this device …".to_owned(),
        Saved::Saved => " Saved on this device.".to_owned(),
        Saved::Failed(why) => format!(" {why}"),
    };
    let others = match workspace.other_tabs.get() {
        0 => String::new(),
        count => format!(" {} has this tree open too and shows the same edits.", counted(count, "other tab")),
    };
    let said = match count {
        0 => "Nothing is pending. Edits made on any page are gathered here, and leave the page only as a patch that you download.".to_owned(),
        count => format!("{} pending in {}.", counted(count, "edit"), counted(files, "file")),
    };
    text(&format!("{said}{safe}{others}"))
}

fn effect_on_findings(workspace: Workspace) -> Html {
    if workspace.editing.count() == 0 {
        return Html::default();
    }
    let Some(effect) = workspace.effect_of_edits() else {
        return el("p", &[("class", "hint")], &[text("The rules are being applied …")]);
    };
    let row = |finding: &crate::findings::Finding| {
        let words = format!("{}: {}", finding.rule, finding.message);
        el("li", &[("dir", "auto")], &[text(&words)])
    };
    let list = |title: &str, findings: &[crate::findings::Finding]| {
        when(!findings.is_empty(), || {
            let summary = el("summary", &[], &[text(&format!("{title} ({})", findings.len()))]);
            el("details", &[], &[summary, el("ul", &[], &[all(findings.iter().map(row))])])
        })
    };
    let said = format!("This patch {}", effect.to_string().trim_start_matches("It "));
    all([el("p", &[], &[text(&said)]), list("Resolved", &effect.resolved), list("Added", &effect.added)])
}

/// Edits that a link carries: a proposal, and nothing more until a click.
fn proposal(workspace: Workspace) -> Html {
    let carried = workspace.address.with(|address| address.setting(CARRIED).map(str::to_owned));
    let Some(carried) = carried else { return Html::default() };
    let Some(steps) = parcel::unpack(&carried).and_then(|text| carried::read(&text)) else {
        return el(
            "p",
            &[("class", "notice"), ("role", "alert")],
            &[text("The edits in this link cannot be read: it is cut off, or too long.")],
        );
    };
    let rows = steps.iter().map(|step| {
        let lines =
            step.lines.iter().map(|line| el("li", &[("dir", "auto")], &[text(&line.edit.to_string())]));
        el("li", &[("dir", "auto")], &[text(&step.title), el("ul", &[("class", "place")], &[all(lines)])])
    });
    let title = format!("A link proposes {}", counted(steps.len(), "edit"));
    let parts = [
        el("h2", &[], &[text(&title)]),
        el("p", &[], &[text("Nothing has been changed. Look at them, and take them up if you want to.")]),
        el("ol", &[], &[all(rows)]),
        el(
            "p",
            &[("class", "buttons")],
            &[button("take", "", "Take them up"), button("refuse", "", "Leave them")],
        ),
    ];
    el("section", &[("class", "proposal")], &parts)
}

fn button(act: &str, value: &str, words: &str) -> Html {
    let id = format!("changes-{act}{value}");
    let attributes =
        [("type", "button"), ("class", "button"), ("id", &*id), ("data-act", act), ("data-value", value)];
    el("button", &attributes, &[text(words)])
}

fn tools(workspace: Workspace) -> Html {
    let (can_undo, can_redo) = workspace.editing.pending.with(|pending| pending.can());
    let has_edits = workspace.editing.count() > 0;
    let is_base = workspace.editing.shows_base.get();
    let mode = workspace.address.with(Mode::of);
    let modes = MODES.iter().map(|(name, words, own)| {
        let id = format!("changes-mode-{name}");
        let pressed = if *own == mode { "true" } else { "false" };
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("id", &*id),
            ("data-act", "mode"),
            ("data-value", *name),
            ("aria-pressed", pressed),
        ];
        el("button", &attributes, &[text(words)])
    });
    let modes =
        el("span", &[("class", "modes"), ("role", "group"), ("aria-label", "Differences")], &[all(modes)]);
    el(
        "div",
        &[("class", "buttons"), ("role", "group"), ("aria-label", "Pending edits")],
        &[
            when(can_undo, || button("undo", "", "Undo")),
            when(can_redo, || button("redo", "", "Redo")),
            when(has_edits, || button("revert-all", "", "Take all back")),
            when(has_edits, || {
                button("base", "", if is_base { "Show with the edits" } else { "Show without the edits" })
            }),
            when(has_edits, || modes),
        ],
    )
}

/// Where a patch is chosen that is to be looked at. It may be dropped anywhere, too.
fn review_field() -> Html {
    let input = [("type", "file"), ("id", "changes-file"), ("accept", ".patch,.diff,.mbox,.eml,.txt")];
    let words = el("span", &[], &[text("Review a patch, made here or by git")]);
    el("label", &[("class", "review"), ("for", "changes-file")], &[words, el("input", &input, &[])])
}

/// The edits in words, each to be left out or taken back; those that do not fit with both sides.
fn steps(workspace: Workspace) -> Html {
    let pending = workspace.editing.pending.get();
    let conflicts = workspace.editing.conflicts();
    let rows = pending.steps().iter().enumerate().map(|(number, step)| step_row(number, step, &conflicts));
    when(!pending.is_empty(), || {
        let title = el("h2", &[], &[text("Edits")]);
        el("section", &[("class", "steps")], &[title, el("ol", &[], &[all(rows)])])
    })
}

fn step_row(number: usize, step: &Made, conflicts: &[Conflict]) -> Html {
    let lines = step.lines.iter().enumerate().map(|(place, line)| {
        let id = format!("line-{number}-{place}");
        let value = format!("{number}.{place}");
        let mut attributes =
            vec![("type", "checkbox"), ("id", &*id), ("data-act", "toggle"), ("data-value", &*value)];
        if !line.is_off {
            attributes.push(("checked", "checked"));
        }
        let words = el("label", &[("for", &id), ("dir", "auto")], &[text(&line.edit.to_string())]);
        let conflict = conflicts.iter().find(|conflict| conflict.step == number && conflict.line == place);
        let conflict = conflict.map(|conflict| {
            let side = |name: &str, side: &Option<String>| {
                let said = side.clone().unwrap_or_else(|| "nothing".to_owned());
                all([el("dt", &[], &[text(name)]), el("dd", &[("dir", "auto")], &[text(&said)])])
            };
            let sides = el("dl", &[], &[side("When it was made", &conflict.was), side("Now", &conflict.now)]);
            el(
                "div",
                &[("class", "conflict")],
                &[el("p", &[], &[text(&format!("Does not fit: {}.", conflict.why.reason))]), sides],
            )
        });
        el("li", &[], &[el("input", &attributes, &[]), words, conflict.unwrap_or_default()])
    });
    let title = el("span", &[("class", "title"), ("dir", "auto")], &[text(&step.title)]);
    let lines = el("ul", &[("class", "place")], &[all(lines)]);
    el("li", &[], &[title, text(" "), button("revert", &number.to_string(), "Take back"), lines])
}

// ── the patch ───────────────────────────────────────────────────────────────────────────────

/// The patch of what is pending.
fn patch_of(workspace: Workspace) -> Result<Patch, String> {
    let Some(base) = workspace.editing.base.get() else { return Ok(Patch::default()) };
    workspace.editing.folded.with(|folded| {
        let edited = &folded.edited;
        if edited.changed.is_empty() && edited.moved.is_empty() {
            return Ok(Patch::default());
        }
        Patch::between(&base.files, &edited.files, &edited.changed, &edited.moved)
            .map_err(|why| why.to_string())
    })
}

fn patch_form() -> Html {
    let field = |id: &str, label: &str, hint: &str| {
        let id = format!("changes-{id}");
        let input = [
            ("id", &*id),
            ("type", "text"),
            ("placeholder", hint),
            ("autocomplete", "off"),
            ("spellcheck", "false"),
        ];
        el("label", &[("for", &*id)], &[el("span", &[], &[text(label)]), el("input", &input, &[])])
    };
    let fields = el(
        "div",
        &[("class", "fields")],
        &[
            field("prefix", "Folder of the tree in its repository", "empty when the repository is the tree"),
            field("author", "Author, for a message", "Name <address>"),
            field("subject", "Subject", "Change plans"),
        ],
    );
    let buttons = el(
        "p",
        &[("class", "buttons")],
        &[
            button("patch", "", "Download the patch"),
            button("mailbox", "", "Download as a message"),
            button("zip", "", "Download the changed files"),
            button("copy", "", "Copy the patch"),
            button("link", "", "Copy a link"),
        ],
    );
    let commands = el("div", &[("id", "changes-commands"), ("class", "markup")], &[]);
    el(
        "section",
        &[("id", "changes-patch"), ("class", "patch"), ("hidden", "hidden")],
        &[el("h2", &[], &[text("Patch")]), fields, buttons, commands],
    )
}

/// How the patch is applied, word for word.
fn commands(workspace: Workspace) -> Html {
    let Some(name) = workspace.editing.base.with(|base| base.as_deref().map(file_name)) else {
        return Html::default();
    };
    let has_crlf = patch_of(workspace).is_ok_and(|patch| patch.text("").contains(&b'\r'));
    let lines = [
        format!("git apply --check {name}.patch && git apply {name}.patch"),
        format!("git am {}{name}.mbox", if has_crlf { "--quoted-cr=nowarn " } else { "" }),
    ];
    let lines = lines.iter().map(|line| el("li", &[], &[el("code", &[("dir", "ltr")], &[text(line)])]));
    all([el("p", &[], &[text("In the repository:")]), el("ul", &[("class", "commands")], &[all(lines)])])
}

/// Where the tree lies in its repository, as far as that is known.
pub(super) fn prefix_of(tree: &Tree) -> String {
    let known = settings::get(&format!("prefix:{}", tree.name));
    known.unwrap_or_else(|| match tree.root.shown() {
        "." => String::new(),
        root => root.to_owned(),
    })
}

/// What downloads are called: the same for the same tree, and safe on every disk.
pub(super) fn file_name(tree: &Tree) -> String {
    let letters = tree
        .title
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    let words: String = letters.collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).take(6).collect();
    let name = words.join("-");
    if name.is_empty() { "plans".to_owned() } else { format!("{name}-plans").chars().take(60).collect() }
}

/// Remembers what has been typed into the fields.
fn remember(workspace: Workspace) {
    let author = page::value("changes-author");
    settings::set("author", &author);
    if let Some(base) = workspace.editing.base.get_untracked() {
        let prefix = page::value("changes-prefix");
        let is_usual = prefix.trim() == base.root.shown();
        settings::set(&format!("prefix:{}", base.name), if is_usual { "" } else { prefix.trim() });
    }
}

fn perform(workspace: Workspace, act: &str, value: &str) {
    let number = |text: &str| text.parse::<usize>().ok();
    match act {
        "undo" => workspace.act(Act::History(Direction::Back)),
        "redo" => workspace.act(Act::History(Direction::Forth)),
        "base" => workspace.show_other_side(),
        "revert-all" => workspace.revise(|pending| pending.change(Vec::new())),
        "revert" => {
            if let Some(step) = number(value) {
                workspace.revise(|pending| pending.revert(step));
            }
        }
        "revert-file" => workspace.revise(|pending| pending.revert_file(value)),
        "toggle" => {
            if let Some((step, line)) =
                value.split_once('.').and_then(|(step, line)| number(step).zip(number(line)))
            {
                workspace.revise(|pending| pending.toggle(step, line));
                page::focus(&format!("line-{step}-{line}"));
            }
        }
        "mode" => {
            let address = workspace.address.get_untracked();
            workspace.replace(address.with("mode", if value == "unified" { "" } else { value }));
        }
        "take" | "refuse" => take(workspace, act == "take"),
        "link" => copy_link(workspace),
        _ => give(workspace, act),
    }
}

/// Takes up what a link proposes, or leaves it.
fn take(workspace: Workspace, is_taken: bool) {
    let address = workspace.address.get_untracked();
    let steps = address.setting(CARRIED).and_then(parcel::unpack).and_then(|text| carried::read(&text));
    workspace.replace(address.clone().with(CARRIED, ""));
    if let Some(steps) = steps.filter(|_| is_taken) {
        workspace.revise(|pending| {
            let all = pending.steps().iter().cloned().chain(steps).collect();
            pending.change(all);
        });
    }
}

/// Copies a link that carries the pending edits, and says how long it is.
fn copy_link(workspace: Workspace) {
    let steps = workspace.editing.pending.with_untracked(|pending| carried::written(pending.steps()));
    let Some(mark) = workspace.mark() else { return };
    let letter = Letter::of(mark).with(letter::EDITS, steps.into_bytes()).written();
    if letter.len() > letter::MAX_BYTES {
        workspace.announce("These edits are too many for a link; send the patch instead.");
        return;
    }
    let address = Address::view(VIEW.name).with(letter::SETTING, &letter);
    let link = location::link_to(&address);
    page::copy(&link);
    workspace.announce(format!(
        "The link has been copied: {} characters. Whoever opens it sees the edits as a proposal.",
        link.len()
    ));
}

/// Gives the edits away, in the form that was asked for, when the patch makes exactly what is shown.
fn give(workspace: Workspace, act: &str) {
    let (Ok(patch), Some(base)) = (patch_of(workspace), workspace.editing.base.get_untracked()) else {
        return;
    };
    let prefix = page::value("changes-prefix");
    let prefix = prefix.trim().trim_matches('/').to_owned();
    let text = patch.text(&prefix);
    if let Err(fault) = patch::check(&patch, &prefix, &text) {
        workspace.announce(format!("Nothing was downloaded: {fault}."));
        return;
    }
    let name = file_name(&base);
    match act {
        "patch" => page::download(&format!("{name}.patch"), &text),
        "mailbox" => page::download(&format!("{name}.mbox"), &patch.mailbox(&prefix, &message(workspace))),
        "copy" => {
            page::copy(&String::from_utf8_lossy(&text));
            workspace.announce("The patch has been copied.");
        }
        "zip" => {
            let files = patch.files.iter().filter_map(|file| file.new.as_ref());
            let files: Vec<(String, &[u8])> = files
                .map(|side| {
                    (
                        if prefix.is_empty() { side.path.clone() } else { format!("{prefix}/{}", side.path) },
                        side.bytes.as_slice(),
                    )
                })
                .collect();
            page::download(
                &format!("{name}.zip"),
                &write::zip_stored(files.iter().map(|(path, bytes)| (path.as_str(), *bytes))),
            );
        }
        _ => {}
    }
}

fn message(workspace: Workspace) -> Message {
    let author = page::value("changes-author");
    let (name, email) = author.split_once('<').unwrap_or((&author, ""));
    let titles = workspace.editing.pending.with_untracked(|pending| {
        let titles =
            pending.steps().iter().filter(|step| !step.is_off()).map(|step| format!("* {}", step.title));
        titles.collect::<Vec<_>>()
    });
    let subject = page::value("changes-subject");
    Message {
        author: name.trim().to_owned(),
        email: email.trim_end_matches('>').trim().to_owned(),
        seconds: clock::now_seconds(),
        subject: if subject.trim().is_empty() { "Change plans".to_owned() } else { subject },
        body: titles.join("\n"),
    }
}
