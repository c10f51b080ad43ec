//! A link that says what it holds: every content can be left out, and its length is told before it is copied.

use super::selection;
use crate::address::Address;
use crate::browser::{clipboard, frames, location, page, single};
use crate::excerpt::Choice;
use crate::files::sealed;
use crate::html::{Html, all, el, text, when};
use crate::share::contents::{self, Content};
use crate::share::length;
use crate::share::letter::{self, Letter, SETTING};
use crate::views;
use crate::workspace::Workspace;
use crate::workspace::comparing::CHOSEN;
use crate::workspace::linking::{self, CARRIED, Travelling};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

/// The link that would be copied now, and the tree as it would travel.
#[derive(Default)]
pub struct Made {
    link: String,
    asked: u32,
    tree: Option<Rc<Travelling>>,
    /// What of the tree that is.
    choice: Option<Choice>,
    /// Whether the link is to be copied as soon as it is made.
    is_wanted: bool,
}

/// The box of the tree.
const TREE: &str = "share-link-tree";
/// How the fields begin that choose a part of it.
const PART: &str = "share-link-part";

/// The id of the box of a content.
fn id_of(name: &str) -> String {
    format!("share-link-{name}")
}

/// A field for a passphrase. It can be read: it has to be told to somebody.
pub fn passphrase(id: &'static str, warning: &'static str) -> Html {
    let field = [
        ("type", "text"),
        ("id", id),
        ("autocomplete", "off"),
        ("autocapitalize", "none"),
        ("spellcheck", "false"),
        ("aria-describedby", warning),
        ("dir", "auto"),
    ];
    let label = el("label", &[("for", id)], &[text("Passphrase, if only some may read it")]);
    let hint = el("p", &[("id", warning), ("class", "hint"), ("role", "status")], &[]);
    el("div", &[("class", "passphrase")], &[label, el("input", &field, &[]), hint])
}

/// What stands in the dialog.
pub fn contents(workspace: Workspace) -> Html {
    let address = workspace.address.get_untracked();
    let own = Content::ALL.into_iter().filter_map(|content| {
        let said = said(workspace, &address, content)?;
        Some(choice(&id_of(content.name()), content.title(), &said, true))
    });
    let carried = CARRIED.iter().filter_map(|carried| {
        let said = (carried.said)(workspace)?;
        Some(choice(&id_of(carried.name), carried.title, &said, true))
    });
    // A tree that came with a link goes on with the next.
    let tree = choice(TREE, "The tree", "looking whether it fits …", workspace.came_with_link());
    let copy = [
        ("type", "button"),
        ("class", "button primary"),
        ("id", "share-link-copy"),
        ("data-act", "copy-link"),
    ];
    let shown = [
        ("type", "text"),
        ("id", "share-link-text"),
        ("readonly", "readonly"),
        ("aria-label", "The link"),
        ("dir", "ltr"),
    ];
    let reach = reach(workspace);
    let parts = [
        el("h3", &[("id", "share-link-title")], &[text("A link")]),
        el(
            "p",
            &[],
            &[text(
                "It holds what is ticked here, and nothing else. What stands behind the # of a link is never sent to a server.",
            )],
        ),
        el("ul", &[("class", "choices")], &[all(own), all(carried), tree]),
        workspace.editing.base.get_untracked().map(|base| selection::fields(&base, PART)).unwrap_or_default(),
        when(!reach.is_empty(), || el("p", &[("class", "notice"), ("role", "note")], &[text(reach)])),
        passphrase("share-link-passphrase", "share-link-weak"),
        el("p", &[("id", "share-link-length"), ("role", "status")], &[]),
        el("p", &[("id", "share-link-warning"), ("class", "notice"), ("hidden", "hidden")], &[]),
        el(
            "p",
            &[("class", "buttons")],
            &[el("input", &shown, &[]), el("button", &copy, &[text("Copy the link")])],
        ),
    ];
    el("section", &[("aria-labelledby", "share-link-title")], &parts)
}

/// What the link says of a content, in the words of the page.
fn said(workspace: Workspace, address: &Address, content: Content) -> Option<String> {
    let said = contents::said(address, content)?;
    match content {
        Content::Place => {
            let tree = workspace.tree.get_untracked()?;
            let title = views::find(address).map(|view| (view.title)(&tree, address));
            let heading =
                address.heading.as_ref().map(|heading| format!(", at “{heading}”")).unwrap_or_default();
            Some(title.map_or(said, |title| format!("{title}{heading}")))
        }
        Content::Pair => {
            let offered = workspace.offered_sides();
            let settings = contents::settings(address, content);
            let names = settings.iter().map(|(_, key)| {
                let side = offered.iter().find(|side| side.key == *key);
                side.map_or((*key).to_owned(), |side| side.title.clone())
            });
            let stays = if settings.iter().any(|(_, key)| *key == CHOSEN) {
                " (the tree that you chose stays on this device)"
            } else {
                ""
            };
            Some(format!("{}{stays}", names.collect::<Vec<_>>().join(", ")))
        }
        _ => Some(said),
    }
}

/// A box with what it stands for.
fn choice(id: &str, title: &str, said: &str, is_ticked: bool) -> Html {
    let field = [("type", "checkbox"), ("id", id), ("checked", if is_ticked { "checked" } else { "" })];
    let said_id = format!("{id}-said");
    let said = el("span", &[("class", "place"), ("id", &said_id), ("dir", "auto")], &[text(said)]);
    let label =
        el("label", &[("for", id)], &[el("input", &field, &[]), text(" "), text(title), text(": "), said]);
    el("li", &[], &[label])
}

/// Whether whoever opens the link has the tree; empty when it comes with the page.
fn reach(workspace: Workspace) -> &'static str {
    if single::is_here() {
        "This page is a file: its links open where the file lies, for whoever has it there."
    } else if workspace.is_reached_by_address() {
        ""
    } else {
        NOT_WITH_PAGE
    }
}

/// What is said of links to trees that were opened by hand.
const NOT_WITH_PAGE: &str = "This tree did not come with the page: whoever opens the link has to open the same tree there, or the tree travels in the link.";

/// What the link would hold now.
fn letter(workspace: Workspace, tree: Option<&Travelling>) -> Option<(Address, Letter)> {
    let is_ticked = |name: &str| page::is_checked(&id_of(name));
    let contents: Vec<Content> =
        Content::ALL.into_iter().filter(|content| is_ticked(content.name())).collect();
    let place = contents::kept(&workspace.address.get_untracked(), &contents);
    let tree = tree.filter(|_| page::is_checked(TREE));
    let mut letter = Letter::of(tree.map_or_else(|| workspace.mark(), |tree| Some(tree.mark))?);
    for carried in CARRIED.iter().filter(|carried| is_ticked(carried.name)) {
        let piece =
            tree.map_or_else(|| Some((carried.packed)(workspace)), |tree| tree.with(carried, workspace));
        if let Some(piece) = piece {
            letter = letter.with(carried.name, piece);
        }
    }
    if let Some(tree) = tree {
        letter = letter.with(letter::TREE, tree.piece.clone());
    }
    Some((place, letter))
}

/// The whole link. A locked one gives no place away.
async fn link(place: &Address, letter: Letter, passphrase: &str) -> Result<String, String> {
    // With the tree in it nothing is to be fetched.
    let has_tree = letter.piece(letter::TREE).is_some();
    let address = if passphrase.is_empty() {
        place.clone().with(SETTING, &letter.written())
    } else {
        let letter = letter.with(letter::PLACE, place.href().into_bytes());
        Address::default().with(SETTING, &linking::locked(&letter, passphrase).await?)
    };
    let link = location::link_to(&address);
    let fragment = address.href().len();
    if fragment > letter::MAX_BYTES {
        return Err(format!(
            "It would have {}, and no link may have more than {}: leave something out, or send the HTML file.",
            length::said(fragment),
            length::grouped(letter::MAX_BYTES)
        ));
    }
    Ok(if has_tree { location::without_query(&link) } else { link })
}

/// Makes the link that is asked for, and says how long it is.
pub fn make(workspace: Workspace, made: &Rc<RefCell<super::Made>>) {
    let number = {
        let own = &mut made.borrow_mut().link;
        own.link.clear();
        own.asked = own.asked.wrapping_add(1);
        own.asked
    };
    let made = Rc::clone(made);
    spawn_local(async move {
        frames::next_turn().await;
        let base = workspace.editing.base.get_untracked();
        let wanted = base.map_or_else(Choice::default, |base| selection::chosen(&base, PART));
        if made.borrow().link.choice.as_ref() != Some(&wanted) {
            let said = measure(workspace, &wanted).await;
            if made.borrow().link.asked != number {
                return;
            }
            let (tree, words) = match said {
                Ok((tree, words)) => (Some(Rc::new(tree)), words),
                Err(why) => (
                    None,
                    format!("too large for a link: {why}. Send it as one HTML file, or choose a part of it."),
                ),
            };
            page::set_attribute(TREE, "disabled", tree.is_none().then_some("disabled"));
            page::set_text(&format!("{TREE}-said"), &words);
            let own = &mut made.borrow_mut().link;
            own.tree = tree;
            own.choice = Some(wanted);
        }
        // One that has been overtaken leaves the rest to the next.
        let Some(link) = finish(workspace, &made, number).await else { return };
        let is_wanted = std::mem::take(&mut made.borrow_mut().link.is_wanted);
        if is_wanted && !link.is_empty() {
            put(&link).await;
        }
    });
}

/// What is chosen of the tree, as it would travel, and how much that is; else why it does not fit.
async fn measure(workspace: Workspace, choice: &Choice) -> Result<(Travelling, String), String> {
    let tree = workspace.tree_for_link(choice).await?;
    let alone = Letter::of(tree.mark).with(letter::TREE, tree.piece.clone());
    let long = letter::length(alone.body().len());
    if long > letter::MAX_BYTES {
        return Err(format!(
            "it would be {}, {} at most",
            length::said(long),
            length::grouped(letter::MAX_BYTES)
        ));
    }
    let files = crate::counted::counted(tree.count, "file");
    let what = if *choice == Choice::default() { "all of it" } else { "the part that is chosen" };
    Ok((tree, format!("{what}, {files}, {}; whoever opens the link needs nothing else", length::said(long))))
}

/// The link that is asked for, when it is still the last one.
async fn finish(workspace: Workspace, made: &Rc<RefCell<super::Made>>, number: u32) -> Option<String> {
    let passphrase = sealed::passphrase(&page::value("share-link-passphrase")).to_owned();
    page::set_text("share-link-weak", sealed::warning(&passphrase).unwrap_or_default());
    let tree = made.borrow().link.tree.clone();
    let (place, letter) = letter(workspace, tree.as_deref())?;
    let link = link(&place, letter, &passphrase).await;
    if made.borrow().link.asked != number {
        return None;
    }
    let (said, warning, link) = match link {
        Ok(link) => {
            let lock =
                if passphrase.is_empty() { "" } else { ", locked: tell the passphrase by another way" };
            (format!("{}{lock}.", length::said(link.len())), length::warning(link.len()), link)
        }
        Err(why) => (why, None, String::new()),
    };
    page::set_text("share-link-length", &said);
    page::set_text("share-link-warning", warning.unwrap_or_default());
    page::set_attribute("share-link-warning", "hidden", warning.is_none().then_some(""));
    page::set_attribute("share-link-copy", "disabled", link.is_empty().then_some("disabled"));
    page::set_value("share-link-text", &link);
    made.borrow_mut().link.link.clone_from(&link);
    Some(link)
}

/// Copies the link; one that is still being made, as soon as it is.
pub fn copy(made: &Rc<RefCell<super::Made>>) {
    let link = made.borrow().link.link.clone();
    if link.is_empty() {
        made.borrow_mut().link.is_wanted = true;
    } else {
        spawn_local(async move { put(&link).await });
    }
}

async fn put(link: &str) {
    match clipboard::copy(link).await {
        Ok(()) => page::set_text("share-link-length", &format!("Copied: {}.", length::said(link.len()))),
        Err(why) => {
            page::set_text("share-link-length", &format!("{why} Copy it from the field."));
            page::focus("share-link-text");
        }
    }
}

/// Copies a link to this place, without asking.
pub fn copy_place(workspace: Workspace) {
    let address = workspace.address.get_untracked();
    let Some(mark) = workspace.mark() else { return };
    let link = location::link_to(&address.clone().with(SETTING, &Letter::of(mark).written()));
    let holds = Content::ALL.into_iter().filter(|content| *content != Content::Place);
    let holds: Vec<String> = holds
        .filter_map(|content| {
            contents::said(&address, content)
                .map(|said| format!("{}: {said}", content.title().to_lowercase()))
        })
        .collect();
    let rest = if holds.is_empty() { String::new() } else { format!(" It holds {}.", holds.join("; ")) };
    let chosen = address.query.iter().any(|(_, value)| value == CHOSEN);
    let chosen = if chosen { " The tree that you chose to compare with is not in it." } else { "" };
    let reach = reach(workspace);
    let reach = if reach.is_empty() { String::new() } else { format!(" {reach}") };
    spawn_local(async move {
        match clipboard::copy(&link).await {
            Ok(()) => workspace.announce(format!(
                "A link to this place is copied, {}.{rest}{chosen}{reach} Share offers more.",
                length::said(link.len())
            )),
            Err(why) => workspace.announce(format!("{why} The address bar holds a link to this place too.")),
        }
    });
}
