//! What is stored on this device: trees that the reader keeps, and what the site keeps by itself for times without a
//! network. A part of the start page, which stands without waiting for it.

use crate::browser::database::{self, Kept};
use crate::browser::page;
use crate::browser::worker::{self, StoredSite};
use crate::counted::counted;
use crate::html::{Html, all, el, text, when};
use crate::parts::in_part;
use crate::views::doc::bytes;
use crate::widgets::{IconName, fill, icon};
use crate::workspace::Workspace;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// The element that holds the list.
pub const ID: &str = "recent";
/// The act that forgets a tree which the reader keeps.
pub const FORGET: &str = "forget";
/// The act that forgets a tree which the site keeps.
pub const FORGET_SITE: &str = "forget-site";
/// The act that forgets all trees, after it has asked.
pub const FORGET_ALL: &str = "forget-all";
/// What the button that deletes all is called, and says in its value, when it has asked.
const SURE: &str = "forget-sure";

/// The trees that the reader keeps, as they are listed.
pub type Listed = Rc<RefCell<Vec<Kept>>>;

/// Something on its way.
type Coming<T> = Pin<Box<dyn Future<Output = T>>>;

in_part!(
    offline,
    fn kept_in_part() -> Coming<Vec<Kept>> {
        Box::pin(database::list())
    }
);

in_part!(
    offline,
    fn site_in_part() -> Coming<StoredSite> {
        Box::pin(worker::stored())
    }
);

in_part!(
    offline,
    fn draw_in_part(workspace: Workspace, kept: Vec<Kept>, site: StoredSite, act: String) -> Html {
        drawn(&kept, &site, &workspace.offline.with_untracked(|offline| offline.problem.clone()), &act)
    }
);

in_part!(
    offline,
    fn forget_in_part(act: String, value: String) -> Coming<()> {
        Box::pin(async move {
            match act.as_str() {
                FORGET => database::forget(&value).await,
                FORGET_SITE => worker::forget(Some(&value)).await,
                _ => {
                    for kept in database::list().await {
                        database::forget(&kept.fingerprint).await;
                    }
                    worker::forget(None).await;
                }
            }
        })
    }
);

/// Lists what is stored.
pub fn list(workspace: Workspace, listed: &Listed) {
    show(workspace, listed, "");
}

/// Deletes what a button names, and lists what is left. Everything is deleted when it has been asked for twice.
pub fn forget(workspace: Workspace, listed: &Listed, act: &str, value: &str) {
    if act == FORGET_ALL && value != SURE {
        return show(workspace, listed, act);
    }
    let (listed, act, value) = (Rc::clone(listed), act.to_owned(), value.to_owned());
    spawn_local(async move {
        if let Ok(forgetting) = forget_in_part(act, value).await {
            forgetting.await;
        }
        page::focus("main");
        list(workspace, &listed);
    });
}

fn show(workspace: Workspace, listed: &Listed, act: &str) {
    let (listed, act) = (Rc::clone(listed), act.to_owned());
    spawn_local(async move {
        let Ok(kept) = kept_in_part().await else { return };
        let kept = kept.await;
        listed.replace(kept.clone());
        // What the reader keeps does not wait for the worker, when nothing is listed yet.
        let nothing = StoredSite::default();
        let is_first = page::text(ID).is_empty();
        if is_first
            && let Ok(html) = draw_in_part(workspace, kept.clone(), nothing.clone(), act.clone()).await
        {
            fill(ID, html);
        }
        let Ok(site) = site_in_part().await else { return };
        let site = site.await;
        if is_first && site == nothing {
            return;
        }
        let is_asking = act == FORGET_ALL;
        if let Ok(html) = draw_in_part(workspace, kept, site, act).await {
            fill(ID, html);
            if is_asking {
                page::focus(SURE);
            }
        }
    });
}

fn drawn(kept: &[Kept], site: &StoredSite, problem: &str, act: &str) -> Html {
    let of_reader = kept.iter().map(|kept| {
        let open =
            [("type", "button"), ("class", "link"), ("data-act", "kept"), ("data-value", &*kept.fingerprint)];
        let name = el("button", &open, &[el("bdi", &[], &[text(&kept.name)])]);
        row(name, "", kept.size, &kept.name, FORGET, &kept.fingerprint)
    });
    let of_site = site.trees.iter().map(|tree| {
        let name = el("a", &[("href", &*tree.link)], &[el("bdi", &[], &[text(&tree.name)])]);
        row(name, "from this site", tree.size, &tree.name, FORGET_SITE, &tree.place)
    });
    let count = kept.len() + site.trees.len();
    let sizes = kept.iter().map(|kept| kept.size).chain(site.trees.iter().map(|tree| tree.size));
    let mut said = match count {
        0 => String::new(),
        _ => format!("Stored here: {}, {}.", counted(count, "tree"), bytes(sizes.sum())),
    };
    if site.viewer_bytes > 0 {
        let viewer = bytes(site.viewer_bytes);
        said.push_str(&format!(
            " The viewer itself takes {viewer}, so that this page opens without a network."
        ));
    }
    let all_rows = || {
        all([
            el("ul", &[], &[all(of_reader), all(of_site)]),
            el("p", &[("class", "buttons")], &[delete_all(count, act)]),
        ])
    };
    let title = if count > 0 { "Kept on this device" } else { "Without a network" };
    when(!said.is_empty() || !problem.is_empty(), || {
        let parts = [
            el("h2", &[], &[text(title)]),
            when(!said.is_empty(), || el("p", &[], &[text(said.trim())])),
            when(!problem.is_empty(), || el("p", &[], &[text(problem)])),
            when(count > 0, all_rows),
        ];
        el("section", &[("class", "recent")], &parts)
    })
}

/// A tree: its name, which opens it, whose it is, its size, and how it is deleted.
fn row(name: Html, whose: &str, size: u64, called: &str, act: &str, value: &str) -> Html {
    let label = format!("Delete {called} from this device");
    let forget = [
        ("type", "button"),
        ("class", "icon-button"),
        ("aria-label", label.as_str()),
        ("title", label.as_str()),
        ("data-act", act),
        ("data-value", value),
    ];
    let size = bytes(size);
    let parts = [
        name,
        el("span", &[("class", "place")], &[text(&size)]),
        when(!whose.is_empty(), || el("span", &[("class", "hint")], &[text(whose)])),
        el("button", &forget, &[icon(IconName::Close)]),
    ];
    el("li", &[], &parts)
}

/// The button that deletes all trees; it asks first.
fn delete_all(count: usize, act: &str) -> Html {
    let button = |value, words: &str| {
        let attributes = [
            ("type", "button"),
            ("class", "button"),
            ("id", value),
            ("data-act", FORGET_ALL),
            ("data-value", value),
        ];
        el("button", &attributes, &[text(words)])
    };
    match act {
        FORGET_ALL => all([
            text(&format!("{} will be gone from this device for good. ", counted(count, "tree"))),
            button(SURE, "Delete them"),
        ]),
        _ => button("", "Delete all"),
    }
}
