//! The views, one file each. A view reads what the workspace holds and shows it; it never parses and never
//! fetches. The rail, the routes and the titles are made from [`ALL`].

pub mod board;
pub mod changes;
mod comments;
pub mod commits;
pub mod compare;
pub mod contents;
mod coverage;
pub mod day;
pub mod dependencies;
pub mod direction;
pub mod doc;
mod drift;
mod editor;
mod entries;
pub mod findings;
pub mod folders;
mod graph;
mod home;
mod later;
pub mod module;
mod near;
pub mod overview;
pub mod ownership;
pub mod palette;
pub mod past;
pub mod person;
pub mod plan;
pub mod query;
pub mod quick;
pub mod register;
pub mod review;
pub mod rules;
mod saved;
pub mod search;
pub mod share;
pub mod stages;
pub mod start;
pub mod stored;
mod threads;
pub mod timeline;
pub mod tree;
pub mod version;
mod work;

use crate::address::Address;
use crate::files::Files;
use crate::widgets::IconName;
use crate::widgets::live::live;
use crate::workspace::Tree;
use leptos::prelude::*;

/// A view of the open tree.
pub struct View {
    /// Its name in links.
    pub name: &'static str,
    /// Its name and icon in the rail; nothing for views that need a subject.
    pub rail: Option<(&'static str, IconName)>,
    /// The title of the page when it shows this.
    pub title: fn(&Tree, &Address) -> String,
    /// Draws it.
    pub draw: fn() -> AnyView,
}

/// Every view, in the order of the rail.
pub static ALL: &[View] = &[
    overview::VIEW,
    tree::VIEW,
    search::VIEW,
    board::VIEW,
    timeline::VIEW,
    compare::VIEW,
    dependencies::VIEW,
    ownership::VIEW,
    findings::VIEW,
    changes::VIEW,
    review::VIEW,
    register::VIEW,
    person::VIEW,
    rules::VIEW,
    doc::VIEW,
    plan::VIEW,
    module::VIEW,
];

/// The view that an address names. The place where the app opens is the overview.
pub fn find(address: &Address) -> Option<&'static View> {
    let name = if address.view.is_empty() { overview::VIEW.name } else { &address.view };
    ALL.iter().find(|view| view.name == name)
}

/// Why a view cannot show what was asked for, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unshowable {
    /// What happened.
    pub happened: String,
    /// What the reader can do.
    pub advice: String,
}

/// What a view draws, or why it cannot.
pub type Drawn = Result<AnyView, Unshowable>;

/// Draws a view again when what it reads changes. What cannot be shown says so in its place, and the rest of
/// the page goes on.
pub fn shown(draw: impl Fn() -> Drawn + Send + 'static) -> AnyView {
    live(move || draw().unwrap_or_else(|refusal| unshowable(&refusal)))
}

/// What is shown instead of a view.
pub fn unshowable(refusal: &Unshowable) -> AnyView {
    view! {
        <div class="broken" role="alert">
            <h1>"This cannot be shown"</h1>
            <p dir="auto">{refusal.happened.clone()}</p>
            <p dir="auto">{refusal.advice.clone()}</p>
            <p><a class="button" href=Address::view("overview").href()>"Go to the overview"</a></p>
        </div>
    }
    .into_any()
}

/// What something is not in, for people.
pub fn scope(files: &Files) -> &'static str {
    if files.left_out().total().is_some() { "copy, which is a part of the tree" } else { "tree" }
}

/// A refusal to show something that is not there.
pub fn missing(what: impl Into<String>) -> Unshowable {
    Unshowable {
        happened: what.into(),
        advice: "It may have been renamed or moved since the link was made; look for it in the tree."
            .to_owned(),
    }
}
