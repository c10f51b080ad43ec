//! The tree with the viewer around it, as one HTML file.

use super::selection;
use crate::browser::{frames, page};
use crate::counted::counted;
use crate::excerpt::Choice;
use crate::files::sealed;
use crate::html::{Html, el, text, when};
use crate::views::doc::bytes;
use crate::workspace::reviewing::reviewing;
use crate::workspace::{Copy, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

/// The box of what people said.
const REVIEW: &str = "share-file-review";
/// How the fields begin that choose a part.
const PART: &str = "share-file";

/// The copy that would be saved now, and how often one was asked for.
#[derive(Default)]
pub struct Made {
    copy: Option<Copy>,
    asked: u32,
}

/// Makes the copy that is asked for, and says how large it is.
pub fn make(workspace: Workspace, made: &Rc<RefCell<super::Made>>) {
    let with = (page::is_checked("share-file-edits"), page::is_checked(REVIEW));
    let base = workspace.editing.base.get_untracked();
    let choice = base.map_or_else(Choice::default, |base| selection::chosen(&base, PART));
    let passphrase = sealed::passphrase(&page::value("share-file-passphrase")).to_owned();
    let number = {
        let own = &mut made.borrow_mut().file;
        own.copy = None;
        own.asked = own.asked.wrapping_add(1);
        own.asked
    };
    page::set_attribute("share-save", "disabled", Some("disabled"));
    page::set_text("share-size", "Packing …");
    page::set_text("share-file-weak", sealed::warning(&passphrase).unwrap_or_default());
    let made = Rc::clone(made);
    spawn_local(async move {
        // The words are on the page before the work begins.
        frames::next_turn().await;
        let is_locked = !passphrase.is_empty();
        let copy = workspace.copy_in_one_file(with, choice, passphrase).await;
        if made.borrow().file.asked != number {
            return;
        }
        match copy {
            Ok(copy) => {
                let lock = if is_locked { " It opens with the passphrase alone." } else { "" };
                let mut said = format!("The file will have {}.{}{lock}", bytes(copy.size()), copy.part());
                if !copy.left_out().is_empty() {
                    said.push_str(&format!(" Not in this copy: {}.", copy.left_out().join("; ")));
                }
                page::set_text("share-size", &said);
                page::set_attribute("share-save", "disabled", None);
                made.borrow_mut().file.copy = Some(copy);
            }
            Err(why) => page::set_text("share-size", &why),
        }
    });
}

/// Hands the copy to the reader.
pub fn save(workspace: Workspace, made: &Rc<RefCell<super::Made>>) {
    if let Some(copy) = made.borrow().file.copy.as_ref() {
        copy.save();
        page::close_dialog("share-dialog");
        workspace.announce("Saved as one HTML file. Nothing was sent anywhere.");
    }
}

/// What stands in the dialog.
pub fn contents(workspace: Workspace) -> Html {
    let Some(tree) = workspace.tree.get_untracked() else { return Html::default() };
    let pending = workspace.editing.pending.with_untracked(|pending| pending.steps().len());
    let edits = when(pending > 0, || {
        let field = [("type", "checkbox"), ("id", "share-file-edits"), ("checked", "checked")];
        let words = format!(" With {}, pending there as they are here", counted(pending, "pending edit"));
        let parts = [el("input", &field, &[]), text(&words)];
        el("p", &[], &[el("label", &[("for", "share-file-edits")], &parts)])
    });
    let said = reviewing().review.with_untracked(|review| review.entries.len());
    let review = when(said > 0, || {
        let field = [("type", "checkbox"), ("id", REVIEW), ("checked", "checked")];
        let words = format!(" With comments and reviews: {}, there as they are here", counted(said, "entry"));
        let parts = [el("input", &field, &[]), text(&words)];
        el("p", &[], &[el("label", &[("for", REVIEW)], &parts)])
    });
    let save = [
        ("type", "button"),
        ("class", "button primary"),
        ("id", "share-save"),
        ("data-act", "save-copy"),
        ("disabled", "disabled"),
    ];
    let parts = [
        el("h3", &[("id", "share-file-title")], &[text("One HTML file")]),
        el(
            "p",
            &[],
            &[
                el("bdi", &[], &[text(&tree.title)]),
                text(
                    " with this viewer around it: a file to send or to carry, which opens in a browser without a network and asks no server for anything.",
                ),
            ],
        ),
        edits,
        review,
        workspace.editing.base.get_untracked().map(|base| selection::fields(&base, PART)).unwrap_or_default(),
        super::link::passphrase("share-file-passphrase", "share-file-weak"),
        el("p", &[("id", "share-size"), ("role", "status")], &[]),
        el("p", &[("class", "buttons")], &[el("button", &save, &[text("Save the file")])]),
    ];
    el("section", &[("aria-labelledby", "share-file-title")], &parts)
}
