//! A file of the tree: a document with its frontmatter, outline and backlinks, a source file, or a picture.

use super::comments;
use super::contents::{crumbs, fact, link, page_header};
use super::editor::editor;
use super::home;
use super::later::later;
use super::stages::stages;
use super::{Unshowable, View, missing, shown};
use crate::address::Address;
use crate::article::{self, Article, Content, Document, Field, picture_type};
use crate::browser::{frames, page};
use crate::edit::{Change, Edit, Step};
use crate::html::{Html, all, el, text, when};
use crate::widgets::{
    IconName, Prose, SourceText, act, icon, inline, live_markup, markup, rows, status, status_mark,
    status_said,
};
use crate::workspace::{Act, Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::sync::Arc;

/// `#/doc/PATH[:HEADING]`.
pub const VIEW: View = View {
    name: "doc",
    rail: None,
    title: |tree, address| title_of(tree, &address.subject),
    draw: later!(document, || {
        let workspace = use_workspace();
        // One memo for both: an effect that reads a memo and what that was made of may miss a change.
        let asked = Memo::new(move |_| {
            let path = workspace.address.with(|address| address.subject.clone());
            let refusal = workspace.tree.with(|tree| refusal(tree.as_deref(), &path));
            (path, refusal)
        });
        shown(move || match asked.get() {
            (path, None) => Ok(draw(workspace, path)),
            (_, Some(refusal)) => Err(refusal),
        })
    }),
};

/// Why there is nothing to show at a path.
fn refusal(tree: Option<&Tree>, path: &str) -> Option<Unshowable> {
    let Some(tree) = tree else { return Some(missing("No tree is open.")) };
    let what = match tree.files.get(path) {
        Some(_) => return None,
        None if tree.files.is_folder(path) => "is a folder, not a document",
        None if tree.files.left_out().holds(path) => "is not in this copy, which is a part of the tree",
        None => "is not in this tree",
    };
    Some(missing(format!("{path} {what}.")))
}

fn draw(workspace: Workspace, path: String) -> AnyView {
    // A deep link shows its document before the tree has been read to it; then what it is called and how far it
    // is becomes known while it stands on the page.
    let shown_path = path.clone();
    let head = Memo::new(move |_| {
        workspace.tree.with(|tree| tree.as_ref().map(|tree| head(tree, &shown_path)).unwrap_or_default())
    });
    let told_path = path.clone();
    let told = move || {
        let is_told = workspace.home.with(|home| {
            home.as_ref().is_some_and(|home| home.stages().any(|stage| stage.place.path == told_path))
        });
        if is_told { stages(workspace, "tree") } else { Html::default() }
    };
    view! { <div class="doc">{live_markup(move || head.get())}{live_markup(told)}{article(workspace, path)}</div> }
        .into_any()
}

fn head(tree: &Tree, path: &str) -> Html {
    let status = tree.plan.item_at(path).filter(|item| item.status.written.is_some()).map(|item| {
        el(
            "span",
            &[("title", &status::explain(&item.status))],
            &[status_said(item.status.base, item.status.from)],
        )
    });
    page_header(crumbs(path), &title_of(tree, path), status.unwrap_or_default())
}

/// What a file is called on its page.
fn title_of(tree: &Tree, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    tree.plan.item_at(path).map_or_else(|| name.to_owned(), |item| item.title.clone())
}

/// What a memo of an article holds.
type Made = Option<Result<Arc<Article>, String>>;

/// The content of a file with what belongs beside it. Also the body of the pages of plans and modules.
pub fn article(workspace: Workspace, path: String) -> AnyView {
    let path: Arc<str> = path.into();
    let made = {
        let path = Arc::clone(&path);
        let make = move |_: Option<&Made>| {
            let tree = workspace.tree.get()?;
            Some(Article::of(&tree.links(&path)).map(Arc::new))
        };
        // What reads as before is not drawn again, so that reading the rest of a tree disturbs nobody.
        Memo::new_with_compare(make, |old, new| !reads_alike(old, new))
    };
    let raw = Memo::new(move |_| workspace.address.with(|address| Raw::of(address.setting("raw"))));
    shown(move || {
        match made.get() {
        None => Err(missing("No tree is open.")),
        Some(Err(happened)) => Err(Unshowable {
            happened,
            advice: "The rest of the tree can be read. Pack the archive again, or look at the file where it came from.".to_owned(),
        }),
        Some(Ok(made)) => Ok(draw_article(workspace, &path, &made, raw.get())),
    }
    })
}

/// A part of a document, as the body of a page of its own.
pub fn section_of_document(workspace: Workspace, path: String, lines: (u32, u32)) -> AnyView {
    let of: Arc<str> = path.as_str().into();
    let made = Memo::new(move |_| {
        let tree = workspace.tree.get()?;
        Some(article::section(&tree.links(&path), lines).unwrap_or_default())
    });
    let picture = Callback::new(move |path: String| picture_url(workspace, &path));
    shown(move || {
        let html = made.get().ok_or_else(|| missing("No tree is open."))?;
        comments::offer(workspace, &of, Some(lines));
        Ok(view! {
            <div class="article">
                <div class="article-main"><Prose html=html is_titled=true picture=picture/></div>
                <aside class="inspector" aria-label="About this section">{markup(comments::place())}</aside>
            </div>
        }
        .into_any())
    })
}

fn reads_alike(old: Option<&Made>, new: Option<&Made>) -> bool {
    let (Some(Some(Ok(old))), Some(Some(Ok(new)))) = (old, new) else { return false };
    match (&old.content, &new.content) {
        (Content::Document(a), Content::Document(b)) => {
            let is_as_broken = (&old.notices, &old.written) == (&new.notices, &new.written);
            a.rendered.html == b.rendered.html
                && a.fields == b.fields
                && old.source == new.source
                && is_as_broken
        }
        _ => old.source == new.source && !old.source.is_empty(),
    }
}

/// Whether a file is shown as what it says, or as text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Raw {
    /// As what it says.
    No,
    /// As text, as it was meant.
    Meant,
    /// As text, as it stands in the file.
    Written,
}

impl Raw {
    fn of(setting: Option<&str>) -> Raw {
        match setting {
            None => Raw::No,
            Some("written") => Raw::Written,
            Some(_) => Raw::Meant,
        }
    }
}

/// What can be done about a text that had been decoded wrongly: see it as it stands in the file, and write it as it was meant.
fn restored(workspace: Workspace, path: &Arc<str>, article: &Article, raw: Raw) -> Option<AnyView> {
    if !article.is_restored {
        return None;
    }
    let place = workspace.address.get_untracked();
    let other = article.written.is_some().then(|| {
        let (words, setting) = match raw {
            Raw::Written => ("Show it as it was meant", ""),
            Raw::No | Raw::Meant => ("Show it as it stands in the file", "written"),
        };
        view! { <a class="button" href=place.with("raw", setting).href()>{words}</a> }
    });
    let path = Arc::clone(path);
    let repair = act(move |_| {
        let edits = vec![Edit::new(path.as_ref(), Change::Repair)];
        workspace.act(Act::Make(Step { title: format!("Restore the text of {path}"), edits }));
    });
    let words = "As long as it is not restored, what you change is written in the file's own form.";
    Some(
        view! {
            <div class="restored">
                <p class="buttons">
                    {other}
                    <button type="button" class="button" on:click=repair>"Restore it in the patch"</button>
                </p>
                {markup(el("p", &[("class", "none")], &[text(words)]))}
            </div>
        }
        .into_any(),
    )
}

fn draw_article(workspace: Workspace, path: &Arc<str>, article: &Arc<Article>, raw: Raw) -> AnyView {
    let wants_source = raw != Raw::No;
    let notices = article
        .notices
        .iter()
        .map(|notice| el("p", &[("class", "notice"), ("role", "note")], &[text(notice)]));
    let content = match &article.content {
        Content::Document(document) if !wants_source => draw_document(workspace, path, document),
        Content::Document(_) => source(workspace, path, article, "md", raw),
        Content::Source(language) => source(workspace, path, article, language, raw),
        Content::Picture(_) => picture(workspace, path),
        Content::Binary => empty("This file holds no text, so it cannot be shown. It can be downloaded."),
    };
    let can_edit = matches!(article.content, Content::Document(_)) && workspace.fixed().is_none();
    let editing = can_edit.then(|| editor(workspace, Arc::clone(path)));
    view! {
        <div class="article">
            <div class="article-main">{markup(all(notices))}{restored(workspace, path, article, raw)}{editing}{content}</div>
            {inspector(workspace, path, article, wants_source)}
        </div>
    }
    .into_any()
}

fn empty(why: &str) -> AnyView {
    markup(el("p", &[("class", "empty")], &[text(why)]))
}

/// A rendered document with its frontmatter.
fn draw_document(workspace: Workspace, path: &Arc<str>, document: &Document) -> AnyView {
    comments::offer(workspace, path, None);
    // After the document stands in the page: show the heading or line that the address names.
    Effect::new(move |_| {
        let (heading, line) = workspace
            .address
            .with(|address| (address.heading.clone(), address.setting("line").map(str::to_owned)));
        frames::before_next_frame(move || show_place(heading.as_deref(), line.as_deref()));
    });
    let card = when(!document.fields.is_empty(), || frontmatter(&document.fields, &document.raw_frontmatter));
    let is_titled = repeats_title(document);
    let picture = Callback::new(move |path: String| picture_url(workspace, &path));
    view! {
        {markup(card)}
        <Prose html=Html::rendered(document.rendered.html.clone()) is_titled=is_titled picture=picture/>
    }
    .into_any()
}

/// Whether the first heading of a document is what its page is called. Told from the document alone, so that it
/// holds before the rest of the tree has been read.
fn repeats_title(document: &Document) -> bool {
    let stated = document.fields.iter().find(|field| field.name == "title");
    let stated = stated.and_then(|field| field.values.first());
    document.rendered.headings.first().is_some_and(|heading| match stated {
        Some(title) => heading.text == title.text,
        None => heading.level == 1,
    })
}

/// Scrolls to a heading, or to the last block that begins at or before a line.
fn show_place(heading: Option<&str>, line: Option<&str>) {
    if let Some(element) = heading.and_then(|heading| page::element(&format!("h-{heading}"))) {
        page::show(&element);
    } else if let Some(line) = line.and_then(|line| line.parse::<u32>().ok()) {
        rows::draw_line(line);
        page::show_line(line);
    }
}

/// The address of a picture of the open tree.
fn picture_url(workspace: Workspace, path: &str) -> Option<String> {
    let tree = workspace.tree.get_untracked()?;
    let bytes = tree.files.read(tree.files.get(path)?).ok()?;
    page::blob_url(&bytes, picture_type(path)?)
}

fn picture(workspace: Workspace, path: &str) -> AnyView {
    let Some(url) = picture_url(workspace, path) else {
        return empty("This picture is damaged and cannot be shown.");
    };
    let forgotten = url.clone();
    on_cleanup(move || page::forget(&forgotten));
    view! { <img class="picture" src=url alt=path.to_owned()/> }.into_any()
}

fn source(workspace: Workspace, path: &Arc<str>, article: &Article, language: &str, raw: Raw) -> AnyView {
    comments::offer(workspace, path, None);
    let line = workspace
        .address
        .with_untracked(|address| address.setting("line").and_then(|line| line.parse().ok()));
    let written = article.written.as_ref().filter(|_| raw == Raw::Written);
    let text = Arc::clone(written.unwrap_or(&article.source));
    view! { <SourceText text=text language=language line=line/> }.into_any()
}

/// Frontmatter as a card. The block as written is one click away.
fn frontmatter(fields: &[Field], raw: &str) -> Html {
    let fields = fields.iter().map(|field| match &field.status {
        Some(status) => {
            let mark = el("span", &[("title", &status::explain(status))], &[status_mark(status.base)]);
            let detail =
                status.detail.as_deref().map(|detail| el("span", &[("class", "detail")], &[text(detail)]));
            fact(&field.name, [all([mark, text(" "), detail.unwrap_or_default()])])
        }
        None if field.values.is_empty() => {
            fact(&field.name, [el("span", &[("class", "none")], &[text("none")])])
        }
        None => fact(
            &field.name,
            field.values.iter().map(|value| match &value.href {
                // A click on another site must not take the tree off the page.
                Some(href) if !href.starts_with('#') => {
                    let attributes =
                        [("href", href.as_str()), ("rel", "noopener noreferrer"), ("target", "_blank")];
                    el("a", &attributes, &[text(&value.text)])
                }
                Some(href) => el("a", &[("href", href)], &[text(&value.text)]),
                None if value.text.is_empty() => el("span", &[("class", "none")], &[text("empty")]),
                None => text(&value.text),
            }),
        ),
    });
    let written = el("pre", &[("dir", "auto"), ("tabindex", "0")], &[el("code", &[], &[text(raw)])]);
    let written = el("details", &[], &[el("summary", &[], &[text("As written")]), written]);
    let label = ("aria-label", "Frontmatter");
    el("section", &[("class", "frontmatter"), label], &[el("dl", &[], &[all(fields)]), written])
}

/// What stands beside an article: its outline, who refers to it, and the file itself.
fn inspector(workspace: Workspace, path: &Arc<str>, article: &Article, wants_source: bool) -> AnyView {
    let headings = match &article.content {
        Content::Document(document) if !wants_source => document.rendered.headings.as_slice(),
        _ => &[],
    };
    let ids: Vec<String> = headings.iter().map(|heading| format!("h-{}", heading.slug)).collect();
    let top = headings.iter().map(|heading| heading.level).min().unwrap_or(1);
    let place = workspace.address.get_untracked();
    let headings = headings.iter().map(|heading| {
        let address = Address { heading: Some(heading.slug.clone()), query: Vec::new(), ..place.clone() };
        let level = heading.level.saturating_sub(top).to_string();
        let id = format!("h-{}", heading.slug);
        el("li", &[("data-level", &level), ("data-heading", &id)], &[link(&address, &heading.text)])
    });
    let outline = when(ids.len() > 1, || {
        let title = el("h2", &[], &[text("On this page")]);
        let list = el("ul", &[], &[all(headings)]);
        el("nav", &[("class", "headings"), ("aria-label", "Headings")], &[title, list])
    });
    // The heading being read is marked in the page itself: no part of the app depends on it.
    let spy = StoredValue::new_local(page::on_scroll_of("main", move || page::mark_heading(&ids)));
    on_cleanup(move || drop(spy.try_update_value(Option::take)));
    let refers = {
        let path = Arc::clone(path);
        live_markup(move || backlinks(workspace, &path))
    };
    let is_document = matches!(article.content, Content::Document(_));
    let is_text = is_document || matches!(article.content, Content::Source(_));
    let comments = when(is_text, comments::place);
    let toggle = is_document.then(|| {
        let href = place.clone().with("raw", if wants_source { "" } else { "1" }).href();
        let words = if wants_source { "Show it rendered" } else { "Show the source" };
        view! { <a class="button" href=href>{inline(icon(IconName::Document))}{words}</a> }
    });
    let save = {
        let path = Arc::clone(path);
        act(move |_| workspace.save(&path))
    };
    let print = is_document.then(|| {
        view! {
            <button type="button" class="button" on:click=act(|_| page::print())>{inline(icon(IconName::Print))}"Print"</button>
        }
    });
    let size = workspace.tree.with_untracked(|tree| Some(tree.as_ref()?.files.get(path)?.size())).map(bytes);
    let file = all([
        el("h2", &[], &[text("File")]),
        el("p", &[("class", "place"), ("dir", "ltr")], &[text(path)]),
        el("p", &[("class", "place")], &[text(&size.unwrap_or_default())]),
    ]);
    home::keep(workspace, Arc::clone(path));
    view! {
        <aside class="inspector" aria-label="About this document">
            {markup(outline)}
            {markup(comments)}
            {refers}
            <section class="file">
                {markup(file)}
                <p class="buttons">
                    {toggle}
                    <button type="button" class="button" on:click=save>{inline(icon(IconName::Download))}"Download"</button>
                    {print}
                </p>
                {markup(home::frame())}
            </section>
        </aside>
    }
    .into_any()
}

/// The documents that refer to this one.
fn backlinks(workspace: Workspace, path: &str) -> Html {
    let backlinks = workspace.backlinks.get();
    let places = backlinks.to(path);
    let tree = workspace.tree.get_untracked();
    let links = places.iter().map(|place| {
        let title = tree.as_ref().map_or_else(|| place.path.clone(), |tree| title_of(tree, &place.path));
        let address = Address::line(&place.path, place.line);
        let place = el("span", &[("class", "place")], &[text(&format!("{}:{}", place.path, place.line))]);
        el("li", &[], &[link(&address, &title), text(" "), place])
    });
    when(!places.is_empty(), || {
        let title = el("h2", &[], &[text("Referred to in")]);
        el("section", &[("class", "backlinks")], &[title, el("ul", &[], &[all(links)])])
    })
}

fn tenths(tenths: u64, unit: &str) -> String {
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

/// A size for people.
pub fn bytes(size: u64) -> String {
    match size {
        0..1_000 => format!("{size} bytes"),
        1_000..1_000_000 => tenths(size / 100, "kB"),
        _ => tenths(size / 100_000, "MB"),
    }
}
