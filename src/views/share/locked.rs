//! What is locked: the page asks for its passphrase before anything of it is shown.

use crate::browser::{frames, page};
use crate::html::{Html, el, text};
use crate::widgets::fill;
use crate::workspace::{Locked, Phase, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Asks for the passphrase, in the place of the page that opens trees.
pub fn ask(workspace: Workspace) {
    let Phase::Locked(locked) = workspace.phase.get_untracked() else { return };
    let question = question(matches!(locked, Locked::Link(..)));
    let question = el("div", &[("id", "locked"), ("class", "start-question locked")], &[question]);
    spawn_local(async move {
        // Once the page that it stands in has been drawn.
        frames::next_turn().await;
        fill("start-page", question);
        page::focus("passphrase");
    });
}

/// Opens what is locked with what was typed.
pub fn unlock(workspace: Workspace) {
    let Phase::Locked(locked) = workspace.phase.get_untracked() else { return };
    let passphrase = page::value("passphrase");
    if passphrase.trim().is_empty() {
        return say("Type the passphrase that was told to you.");
    }
    page::set_text("passphrase-problem", "");
    page::set_text("passphrase-doing", "Opening …");
    page::set_attribute("passphrase-open", "disabled", Some("disabled"));
    spawn_local(async move {
        let result = workspace.unlock(locked, passphrase).await;
        page::set_text("passphrase-doing", "");
        page::set_attribute("passphrase-open", "disabled", None);
        if let Err(why) = result {
            say(&format!("{why}. Upper and lower case count; nothing was opened, and you can try again."));
        }
    });
}

fn say(problem: &str) {
    page::set_text("passphrase-problem", problem);
    page::focus("passphrase");
}

fn question(is_link: bool) -> Html {
    let (title, told) = if is_link {
        (
            "This link is locked",
            "Whoever made it has locked it with a passphrase and tells that by another way. The link itself holds all that is opened: nothing is fetched, and nothing is sent anywhere.",
        )
    } else {
        (
            "This file is locked",
            "Whoever made it has locked the tree in it with a passphrase and tells that by another way. It is opened in this page: nothing is sent anywhere.",
        )
    };
    let field = [
        ("type", "password"),
        ("id", "passphrase"),
        ("autocomplete", "off"),
        ("aria-describedby", "passphrase-problem"),
    ];
    let open = [("type", "submit"), ("class", "button primary"), ("id", "passphrase-open")];
    let other = [("type", "button"), ("class", "button"), ("data-act", "start")];
    let form = [
        el("label", &[("for", "passphrase")], &[text("Passphrase")]),
        el("input", &field, &[]),
        el("p", &[("id", "passphrase-problem"), ("class", "problem"), ("role", "alert")], &[]),
        el("p", &[("id", "passphrase-doing"), ("role", "status")], &[]),
        el(
            "p",
            &[("class", "buttons")],
            &[el("button", &open, &[text("Open")]), el("button", &other, &[text("Open something else")])],
        ),
    ];
    let parts = [el("h1", &[], &[text(title)]), el("p", &[], &[text(told)]), el("form", &[], &form)];
    el("div", &[], &parts)
}
