//! Sharing the open tree: a dialog, opened from the header. So far it saves a copy of the tree as one HTML file.

use crate::browser::page;
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::views::doc::bytes;
use crate::widgets::{asked, fill, handle};
use crate::workspace::{Copy, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

/// The copy that would be saved now.
type Made = Rc<RefCell<Option<Copy>>>;

crate::parts::in_part!(
    share,
    fn draw_in_part(workspace: Workspace) -> Html {
        contents(workspace)
    }
);

crate::parts::in_part!(
    share,
    fn make_in_part(workspace: Workspace, with_edits: bool) -> MakingCopy {
        Box::pin(workspace.copy_in_one_file(with_edits))
    }
);

/// A copy on its way.
type MakingCopy = std::pin::Pin<Box<dyn Future<Output = Result<Copy, String>>>>;

/// The dialog, empty until it is opened.
pub fn dialog(workspace: Workspace) -> Html {
    let made = Made::default();
    let (kept, asked_for) = (Rc::clone(&made), Rc::new(std::cell::Cell::new(0_u32)));
    let make = Rc::new(move || make(workspace, Rc::clone(&kept), Rc::clone(&asked_for)));
    handle("", &["click"], {
        let make = Rc::clone(&make);
        move |event| {
            if asked(event).is_some_and(|(act, _)| act == "share") {
                let make = Rc::clone(&make);
                spawn_local(async move {
                    match draw_in_part(workspace).await {
                        Ok(contents) => {
                            fill("share-dialog", contents);
                            page::show_dialog("share-dialog");
                            make();
                        }
                        Err(_) => workspace.announce(
                            "The part of the viewer that shares could not be loaded; look at the network, and try again.",
                        ),
                    }
                });
            }
        }
    });
    handle("share-dialog", &["click", "change"], move |event| {
        if event.type_() == "change" {
            make();
        } else if asked(event).is_some_and(|(act, _)| act == "save-copy")
            && let Some(copy) = made.borrow().as_ref()
        {
            copy.save();
            page::close_dialog("share-dialog");
            workspace.announce("Saved as one HTML file. Nothing was sent anywhere.");
        }
    });
    el("dialog", &[("id", "share-dialog"), ("class", "share"), ("aria-labelledby", "share-title")], &[])
}

/// Makes the copy that is asked for, and says how large it is.
fn make(workspace: Workspace, made: Made, asked_for: Rc<std::cell::Cell<u32>>) {
    let with_edits = page::is_checked("share-edits");
    let number = asked_for.get().wrapping_add(1);
    asked_for.set(number);
    made.replace(None);
    page::set_attribute("share-save", "disabled", Some("disabled"));
    page::set_text("share-size", "Packing …");
    spawn_local(async move {
        // The words are on the page before the work begins.
        crate::browser::frames::next_turn().await;
        let copy = match make_in_part(workspace, with_edits).await {
            Ok(making) => making.await,
            Err(_) => Err("The part of the viewer that packs could not be loaded.".to_owned()),
        };
        if asked_for.get() != number {
            return;
        }
        match copy {
            Ok(copy) => {
                let mut said = format!("The file will have {}.", bytes(copy.size()));
                if !copy.left_out().is_empty() {
                    said.push_str(&format!(" Not in this copy: {}.", copy.left_out().join("; ")));
                }
                page::set_text("share-size", &said);
                page::set_attribute("share-save", "disabled", None);
                made.replace(Some(copy));
            }
            Err(why) => page::set_text("share-size", &why),
        }
    });
}

/// What stands in the dialog.
fn contents(workspace: Workspace) -> Html {
    let Some(tree) = workspace.tree.get_untracked() else { return Html::default() };
    let pending = workspace.editing.pending.with_untracked(|pending| pending.steps().len());
    let edits = when(pending > 0, || {
        let field = [("type", "checkbox"), ("id", "share-edits"), ("checked", "checked")];
        let words = format!(" With {}, pending there as they are here", counted(pending, "pending edit"));
        let parts = [el("input", &field, &[]), text(&words)];
        el("p", &[], &[el("label", &[("for", "share-edits")], &parts)])
    });
    let save = [
        ("type", "button"),
        ("class", "button primary"),
        ("id", "share-save"),
        ("data-act", "save-copy"),
        ("disabled", "disabled"),
    ];
    let close = [("type", "submit"), ("class", "button")];
    let buttons = [el("button", &save, &[text("Save the file")]), el("button", &close, &[text("Close")])];
    all([
        el("h2", &[("id", "share-title")], &[text("Save as one HTML file")]),
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
        el("p", &[("id", "share-size"), ("role", "status")], &[]),
        el("form", &[("method", "dialog"), ("class", "buttons")], &buttons),
    ])
}
