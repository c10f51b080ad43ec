//! The fixture that the native tests read too, and a place on the page to mount views in.

use leptos::prelude::*;
use planarium::address::Address;
use planarium::browser::frames;
use planarium::dialect::{Reading, dream, roots};
use planarium::files::{Files, Limits, archive, write};
use planarium::outline::Outline;
use planarium::plan::Names;
use planarium::sources::Wishes;
use planarium::views;
use planarium::workspace::{Phase, Tree, Workspace};
use std::sync::{Arc, OnceLock};

const FIXTURE: &str = include_str!("../fixtures/lighthouse.txt");
/// What the native program says of it.
pub const MODEL: &str = include_str!("../fixtures/lighthouse.json");
/// What the rules say of it as of the first of June 2026.
pub const FINDINGS: &str = include_str!("../fixtures/lighthouse_findings.json");

/// The files of the fixture, from an archive.
pub fn files() -> Files {
    let mut members: Vec<(&str, String)> = Vec::new();
    for line in FIXTURE.split_inclusive('\n') {
        match line.strip_prefix("//- ") {
            Some(path) => members.push((path.trim(), String::new())),
            None => members.last_mut().unwrap().1.push_str(line),
        }
    }
    let zip = write::zip(members.iter().map(|(path, text)| (*path, text.as_bytes())));
    archive::open(zip, &Limits::default()).unwrap()
}

/// The fixture of which nothing has been read.
pub fn unread() -> Reading {
    Reading::new(files(), ".", &dream::DIALECT)
}

/// The fixture read to its end.
pub fn reading() -> Reading {
    unread().finish()
}

/// The fixture as the workspace holds it when it has been read so far.
pub fn tree(reading: &Reading) -> Arc<Tree> {
    let plan = reading.plan();
    Arc::new(Tree {
        name: "lighthouse.zip".to_owned(),
        title: plan.title.clone().unwrap_or_default(),
        outline: Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str())),
        names: Names::of(&plan),
        basis: planarium::dialect::Basis::default(),
        root: roots(reading.files()).swap_remove(0),
        files: reading.files().clone(),
        reading: reading.progress().is_complete.then(|| Arc::new(reading.clone())),
        remarks: Vec::new(),
        wishes: Wishes::default(),
        newest: plan.newest_date(),
        ties: OnceLock::new(),
        plan,
    })
}

/// A workspace with this tree open in it.
fn workspace(tree: Arc<Tree>) -> Workspace {
    let workspace = Workspace::new();
    workspace.tree.set(Some(tree));
    workspace.phase.set(Phase::Open);
    workspace
}

/// Mounts what `draw` draws, waits until it stands in the page, hands its element over, and takes it away.
pub async fn mounted(
    draw: impl FnOnce() -> AnyView + 'static,
    look: impl AsyncFnOnce(&web_sys::HtmlElement),
) {
    let place = gloo::utils::document().create_element("section").unwrap();
    let place: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(place);
    gloo::utils::body().append_child(&place).unwrap();
    let handle = leptos::mount::mount_to(place.clone(), draw);
    frames::next_turn().await;
    look(&place).await;
    drop(handle);
    place.remove();
}

/// Mounts the view that an address names over a tree.
pub async fn shown_over(
    tree: Arc<Tree>,
    address: Address,
    look: impl AsyncFnOnce(&web_sys::HtmlElement, Workspace),
) {
    let made = std::rc::Rc::new(std::cell::Cell::new(None));
    let workspace_of_view = std::rc::Rc::clone(&made);
    let draw = move || {
        let workspace = workspace(tree);
        workspace_of_view.set(Some(workspace));
        provide_context(workspace);
        let draw = views::find(&address).unwrap().draw;
        workspace.address.set(address);
        draw()
    };
    mounted(draw, async |place| look(place, made.get().unwrap()).await).await;
}

/// Mounts the view that an address names over the fixture.
pub async fn shown(address: Address, look: impl FnOnce(&web_sys::HtmlElement)) {
    shown_over(tree(&reading()), address, async |place, _| look(place)).await;
}

/// The texts of the elements that a selector finds.
pub fn texts(place: &web_sys::Element, selector: &str) -> Vec<String> {
    let found = planarium::browser::page::all_within(place, selector);
    found.iter().map(|element| element.text_content().unwrap_or_default()).collect()
}
