//! Giving a review away: as a file, a link, Markdown, or a note of the tree in a patch; and taking in what others gave.

use crate::browser::{clock, page};
use crate::edit::patch::{self, Patch};
use crate::edit::{Change, Edit, Step, apply};
use crate::html::{Html, all, el, text};
use crate::review::{Convention, Note, markdown, note, written};
use crate::views::changes::{file_name, prefix_of};
use crate::views::threads::{self, button, told};
use crate::workspace::reviewing::reviewing;
use crate::workspace::{Act, Workspace};
use leptos::prelude::*;

/// The ways, as a part of the page.
pub(super) fn section() -> Html {
    let ways = [
        button("give-file", "", "Save as a file"),
        button("give-link", "", "Copy review link"),
        button("give-markdown", "", "Copy as Markdown"),
        button("give-patch", "", "Download a note as a patch"),
        button("give-note", "", "Add the note to the pending edits"),
    ];
    let words = "A file or a link carries everything above to others, who take it in with one click; merged in any order, nothing is there twice. The note is a document of the tree, exploration/review_DATE_NAME.md, with the comments and each verdict as a decision.";
    let input = [("type", "file"), ("id", "review-file"), ("accept", ".json")];
    let label = el("span", &[], &[text("Take in the review of somebody else (.review.json)")]);
    let file =
        el("label", &[("for", "review-file"), ("class", "choose")], &[label, el("input", &input, &[])]);
    let forget = el(
        "details",
        &[],
        &[
            el("summary", &[], &[text("Forget this review on this device")]),
            el(
                "p",
                &[],
                &[
                    text(
                        "Everything that was said about this tree goes from this browser. What was given away stays where it is. ",
                    ),
                    button("give-forget", "", "Forget all of it"),
                ],
            ),
        ],
    );
    let parts = [
        el("h2", &[], &[text("Give and take")]),
        el("p", &[("class", "hint")], &[text("Nothing was sent anywhere. "), text(words)]),
        el("p", &[("class", "buttons")], &ways),
        file,
        forget,
    ];
    el("section", &[("class", "giving")], &[all(parts)])
}

pub(super) fn perform(workspace: Workspace, act: &str) {
    let review = reviewing().review.get_untracked();
    if act == "give-forget" {
        return workspace.forget_review();
    }
    let Some(base) = workspace.editing.base.get_untracked().filter(|_| act.starts_with("give-")) else {
        return;
    };
    if review.is_empty() {
        return workspace.announce("There is nothing to give away yet: nobody has said anything.");
    }
    match act {
        "give-file" => {
            let name = format!("{}.review.json", file_name(&base));
            page::download(&name, written(&review).as_bytes());
            workspace.announce("Saved as a file. Nothing was sent anywhere.");
        }
        "give-link" => match workspace.review_link() {
            Some(link) => {
                page::copy(&link);
                workspace.announce(format!(
                    "The link has been copied: {} characters. Whoever opens it sees the review as a proposal.",
                    link.len()
                ));
            }
            None => workspace.announce("This review is too long for a link; save it as a file instead."),
        },
        "give-markdown" => {
            let Some(tree) = workspace.tree.get_untracked() else { return };
            page::copy(&markdown(&review, &told(&review, &tree)));
            workspace.announce("The review has been copied as Markdown.");
        }
        "give-patch" => match made(workspace).and_then(|note| patch_of(workspace, note)) {
            Ok((name, patch)) => {
                page::download(&name, &patch);
                workspace.announce("The patch has been downloaded. In the repository: git apply FILE.");
            }
            Err(why) => workspace.announce(format!("{why}.")),
        },
        "give-note" => match made(workspace) {
            Ok(note) => {
                let title = format!("Add {}", note.path);
                let edits = vec![Edit::new(note.path, Change::Create { text: note.text })];
                workspace.act(Act::Make(Step { title, edits }));
            }
            Err(why) => workspace.announce(format!("{why}.")),
        },
        _ => {}
    }
}

/// The note, in the name of the reader, as of today.
fn made(workspace: Workspace) -> Result<Note, String> {
    if !threads::take_name(workspace, "review-name") {
        return Err("Say your name first".to_owned());
    }
    let tree = workspace.tree.get_untracked().ok_or("No tree is open")?;
    let state = reviewing();
    let review = state.review.get_untracked();
    let is_dream = tree.reading.as_ref().is_some_and(|reading| reading.dialect().name == "dream");
    let convention = if is_dream { Convention::Dream } else { Convention::Plain };
    let author = state.author.get_untracked();
    Ok(note(&review, &told(&review, &tree), &author, &clock::today(), convention, &tree.files))
}

/// The patch that adds the note to the tree as it was loaded.
fn patch_of(workspace: Workspace, note: Note) -> Result<(String, Vec<u8>), String> {
    let base = workspace.editing.base.get_untracked().ok_or("No tree is open")?;
    let name = note.path.rsplit('/').next().unwrap_or_default().replace(".md", ".patch");
    let edit = Edit::new(note.path, Change::Create { text: note.text });
    let edited = apply(&base.files, &[edit]).map_err(|why| why.to_string())?;
    let patch = Patch::between(&base.files, &edited.files, &edited.changed, &edited.moved);
    let patch = patch.map_err(|why| why.to_string())?;
    let prefix = prefix_of(&base);
    let text = patch.text(&prefix);
    patch::check(&patch, &prefix, &text).map_err(|fault| format!("Nothing was downloaded: {fault}"))?;
    Ok((name, text))
}
