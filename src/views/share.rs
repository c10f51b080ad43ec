//! Sharing the open tree: one dialog, opened from the header, for a link that says what it holds and for the tree as one
//! HTML file; and the note that says what a link has brought. All but the frame lies in a part of the program of its own.

mod copies;
mod file;
mod link;
mod locked;
mod note;
mod selection;

use crate::browser::page;
use crate::html::{Html, all, el};
use crate::widgets::{asked, effect, fill, handle};
use crate::workspace::{Phase, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

/// What the dialog has made so far.
#[derive(Default)]
pub struct Made {
    link: link::Made,
    file: file::Made,
}

/// Something that happened, which the part answers.
enum Happened {
    /// The dialog is to be opened.
    Asked,
    /// The page is to be copied in a form.
    Copy(String),
    /// A field has changed, by id.
    Changed(String),
    /// A button was pressed.
    Pressed(String),
    /// A link has brought something that people should know.
    Brought,
    /// Something waits for its passphrase.
    Locked,
    /// A passphrase was typed.
    Unlock,
}

crate::parts::in_part!(
    share,
    fn answer_in_part(workspace: Workspace, made: Rc<RefCell<Made>>, happened: Happened) -> () {
        answer(workspace, &made, &happened)
    }
);

/// The dialog, empty until it is opened, and the note.
pub fn dialog(workspace: Workspace) -> Html {
    let made = Rc::new(RefCell::new(Made::default()));
    let tell = Rc::new(move |happened: Happened| {
        let made = Rc::clone(&made);
        workspace.coming.update(|coming| *coming += 1);
        spawn_local(async move {
            if answer_in_part(workspace, made, happened).await.is_err() {
                workspace.announce(
                    "The part of the viewer that shares could not be loaded; look at the network, and try again.",
                );
            }
            workspace.coming.update(|coming| *coming -= 1);
        });
    });
    let told = Rc::clone(&tell);
    handle("", &["click", "submit"], move |event| {
        match asked(event).as_ref().map(|(act, value)| (act.as_str(), value)) {
            Some(("share", _)) => told(Happened::Asked),
            Some(("copy-as", form)) => told(Happened::Copy(form.clone())),
            Some(("close-note", _)) => fill("link-note", Html::default()),
            _ if event.type_() == "submit" && page::around(event, "#locked").is_some() => {
                event.prevent_default();
                told(Happened::Unlock);
            }
            _ => {}
        }
    });
    let told = Rc::clone(&tell);
    handle("share-dialog", &["click", "change"], move |event| {
        if event.type_() == "change" {
            let field = page::around(event, "[id]").map(|field| field.id());
            told(Happened::Changed(field.unwrap_or_default()));
        } else if let Some((act, _)) = asked(event) {
            told(Happened::Pressed(act));
        }
    });
    let told = Rc::clone(&tell);
    effect(move || {
        if workspace.notes.get() > 0 {
            told(Happened::Brought);
        }
    });
    effect(move || {
        if workspace.phase.with(|phase| matches!(phase, Phase::Locked(_))) {
            tell(Happened::Locked);
        }
    });
    let dialog = [("id", "share-dialog"), ("class", "share"), ("aria-labelledby", "share-title")];
    let note = [("id", "link-note"), ("class", "link-note"), ("role", "status")];
    // What the command does that copies at once.
    let place = [
        ("id", "copy-place"),
        ("type", "button"),
        ("hidden", "hidden"),
        ("data-act", "copy-as"),
        ("data-value", "link"),
    ];
    all([el("dialog", &dialog, &[]), el("div", &note, &[]), el("button", &place, &[])])
}

// ── what lies in the part ───────────────────────────────────────────────────────────────────

fn answer(workspace: Workspace, made: &Rc<RefCell<Made>>, happened: &Happened) {
    match happened {
        Happened::Asked => {
            let made = Rc::clone(made);
            // What is said about the tree can be carried too, once it is known.
            spawn_local(async move {
                workspace.know_review().await;
                *made.borrow_mut() = Made::default();
                fill("share-dialog", contents(workspace));
                page::show_dialog("share-dialog");
                link::make(workspace, &made);
                file::make(workspace, &made);
            });
        }
        Happened::Copy(form) => copies::copy(workspace, form),
        Happened::Changed(field) if field.starts_with("share-file") => file::make(workspace, made),
        Happened::Changed(_) => link::make(workspace, made),
        Happened::Pressed(act) => match act.as_str() {
            "copy-link" => link::copy(made),
            "save-copy" => file::save(workspace, made),
            _ => {}
        },
        Happened::Brought => note::show(workspace),
        Happened::Locked => locked::ask(workspace),
        Happened::Unlock => locked::unlock(workspace),
    }
}

fn contents(workspace: Workspace) -> Html {
    let close = el("button", &[("type", "submit"), ("class", "button")], &[crate::html::text("Close")]);
    all([
        el("h2", &[("id", "share-title")], &[crate::html::text("Share")]),
        link::contents(workspace),
        file::contents(workspace),
        el("form", &[("method", "dialog"), ("class", "buttons")], &[close]),
    ])
}
