//! A picture taken elsewhere: as a file, as text to copy, on paper.

use super::Picture;
use crate::browser::{frames, page, picture as pictures};
use crate::graph::{Kind, export};
use crate::html::{Html, el, text};
use crate::widgets::{IconName, icon};
use crate::workspace::Workspace;
use leptos::prelude::*;

/// What an export is called, without its ending.
fn file_name(title: &str, kind: Kind) -> String {
    let plain: String =
        title.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).take(40).collect();
    format!("{}-{}", plain.trim_matches('-').to_lowercase(), kind.name())
}

/// The way to take a picture elsewhere by the clipboard.
pub const COPY_PICTURE: &str = "copy-png";

/// The ways to take a picture elsewhere. Their acts are done by [`export_as`].
pub fn exports() -> Html {
    let ways = [
        ("svg", "Picture (SVG)"),
        ("png", "Picture (PNG)"),
        (COPY_PICTURE, "Copy picture (PNG)"),
        ("mermaid", "Copy as Mermaid"),
        ("dot", "Graphviz (DOT)"),
        ("json", "Data (JSON)"),
        ("print", "Print"),
    ];
    let ways = ways.map(|(form, words)| {
        let attributes =
            [("type", "button"), ("class", "button"), ("data-act", "export"), ("data-value", form)];
        el("button", &attributes, &[text(words)])
    });
    let summary = [icon(IconName::Download), text(" Export")];
    el(
        "details",
        &[("class", "menu"), ("id", "graph-exports")],
        &[el("summary", &[("class", "button")], &summary), el("div", &[("class", "popover")], &ways)],
    )
}

/// Takes the picture elsewhere.
pub fn export_as(workspace: Workspace, picture: &Picture, form: &str) {
    page::set_attribute("graph-exports", "open", None);
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let Picture { graph, shown, drawing, flags, .. } = picture;
    let what = match graph.kind {
        Kind::Dependencies => "Dependencies",
        Kind::Ownership => "Ownership",
    };
    let (title, name) = (format!("{what} of {}", tree.title), file_name(&tree.title, graph.kind));
    let source = format!("{}, as of {}", tree.name, workspace.day.get_untracked().date);
    let svg = || export::svg(graph, shown, drawing, flags, &title, &source);
    match form {
        "svg" => pictures::save_svg(&name, &svg()),
        "png" | COPY_PICTURE => {
            let (width, height) = export::size(graph, drawing, &source);
            let size = (f64::from(width), f64::from(height));
            let tell = move |said| workspace.announce(said);
            if form == "png" {
                pictures::save_png(&name, &svg(), size, tell);
            } else {
                pictures::copy_png(&svg(), size, tell);
            }
        }
        "mermaid" => {
            page::copy(&export::mermaid(graph));
            workspace.announce("Copied as Mermaid text.");
        }
        "dot" => page::download(&format!("{name}.dot"), export::dot(graph).as_bytes()),
        "json" => page::download(&format!("{name}.json"), export::json(graph, shown, drawing).as_bytes()),
        _ => frames::before_next_frame(page::print),
    }
}
