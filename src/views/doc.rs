//! A file of the tree: a document with its frontmatter, outline and backlinks, a source file, or a picture.

use super::contents::Crumbs;
use super::{Drawn, Unshowable, View, missing};
use crate::address::Address;
use crate::article::{Article, Content, Document, Field, picture_type};
use crate::browser::{frames, page};
use crate::widgets::live::{act, live, maybe, text};
use crate::widgets::{Icon, IconName, Prose, SourceText, StatusMark, status};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// `#/doc/PATH[:HEADING]`.
pub const VIEW: View = View {
    name: "doc",
    rail: None,
    title: |tree, address| {
        let item = tree.plan.item_at(&address.subject);
        item.map_or_else(|| address.subject.clone(), |item| item.title.clone())
    },
    draw: || view! { <DocView/> }.into_any(),
};

/// The view of one file.
#[component]
fn DocView() -> impl IntoView {
    let workspace = use_workspace();
    let path = Memo::new(move |_| workspace.address.with(|address| address.subject.clone()));
    super::shown(move || draw(workspace, &path.get()))
}

fn draw(workspace: Workspace, path: &str) -> Drawn {
    let tree = workspace.tree.get_untracked().ok_or_else(|| missing("No tree is open."))?;
    if tree.files.is_folder(path) && tree.files.get(path).is_none() {
        return Err(missing(format!("{path} is a folder, not a document.")));
    }
    if tree.files.get(path).is_none() {
        return Err(missing(format!("There is no file {path} in this tree.")));
    }
    let title = title_of(&tree, path);
    let status = tree.plan.item_at(path).filter(|item| item.status.written.is_some()).map(|item| {
        view! { <span title=status::explain(&item.status)><StatusMark status=item.status.base/></span> }
    });
    Ok(view! {
        <div class="doc">
            <header class="page-header">
                <Crumbs path=path/>
                <h1 dir="auto">{title}</h1>
                {status}
            </header>
            <ArticleBody path=path.to_owned()/>
        </div>
    }
    .into_any())
}

/// What a file is called on its page.
fn title_of(tree: &Tree, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    tree.plan.item_at(path).map_or_else(|| name.to_owned(), |item| item.title.clone())
}

/// The content of a file with what belongs beside it. Also the body of the pages of plans and modules.
#[component]
pub fn ArticleBody(
    /// The file.
    path: String,
) -> impl IntoView {
    let workspace = use_workspace();
    let path: Arc<str> = path.into();
    let wants_source = Memo::new(move |_| workspace.address.with(|address| address.setting("raw").is_some()));
    let article = {
        let path = Arc::clone(&path);
        Memo::new_with_compare(
            move |_| {
                let tree = workspace.tree.get();
                tree.map(|tree| Article::of(&tree.links(&path)).map(Arc::new))
            },
            |old, new| !is_same_article(old, new),
        )
    };
    super::shown(move || {
        let article = match article.get() {
            None => return Err(missing("No tree is open.")),
            Some(Err(happened)) => {
                let advice = "The rest of the tree can be read. Pack the archive again, or look at the file where it came from.";
                return Err(Unshowable { happened, advice: advice.to_owned() });
            }
            Some(Ok(article)) => article,
        };
        Ok(body(workspace, &path, &article, wants_source))
    })
}

type Made = Option<Result<Arc<Article>, String>>;

/// Whether a document reads as before, so that reading the rest of a tree does not disturb who reads in it.
fn is_same_article(old: Option<&Made>, new: Option<&Made>) -> bool {
    let (Some(Some(Ok(old))), Some(Some(Ok(new)))) = (old, new) else { return false };
    match (&old.content, &new.content) {
        (Content::Document(a), Content::Document(b)) => {
            a.rendered.html == b.rendered.html && a.fields == b.fields && old.source == new.source
        }
        _ => old.source == new.source && !old.source.is_empty(),
    }
}

fn body(workspace: Workspace, path: &Arc<str>, article: &Arc<Article>, wants_source: Memo<bool>) -> AnyView {
    let notices = article
        .notices
        .iter()
        .map(|notice| view! { <p class="notice" role="note">{notice.clone()}</p> })
        .collect_view();
    let content = {
        let (path, article) = (Arc::clone(path), Arc::clone(article));
        move || {
            match &article.content {
            Content::Document(document) if !wants_source.get() => reading(workspace, document),
            Content::Document(_) => source(workspace, &article, "md"),
            Content::Source(language) => source(workspace, &article, language),
            Content::Picture(_) => picture(&path),
            Content::Binary => {
                view! { <p class="empty">"This file holds no text, so it cannot be shown. It can be downloaded."</p> }.into_any()
            }
        }
        }
    };
    view! {
        <div class="article">
            <div class="article-main">
                {notices}
                {live(content)}
            </div>
            <Inspector path=Arc::clone(path) article=Arc::clone(article) wants_source=wants_source/>
        </div>
    }
    .into_any()
}

/// A rendered document with its frontmatter.
fn reading(workspace: Workspace, document: &Document) -> AnyView {
    let rendered = Arc::clone(&document.rendered);
    let on_heading = Callback::new(move |slug: String| {
        let mut address = workspace.address.get_untracked();
        address.heading = Some(slug);
        workspace.go(&address);
    });
    // After the document stands in the page: show the heading or line that the address names.
    Effect::new(move |_| {
        let (heading, line) = workspace
            .address
            .with(|address| (address.heading.clone(), address.setting("line").map(str::to_owned)));
        frames::before_next_frame(move || show_place(heading.as_deref(), line.as_deref()));
    });
    view! {
        {(!document.fields.is_empty()).then(|| frontmatter(&document.fields, &document.raw_frontmatter))}
        <Prose rendered=Signal::stored(rendered) picture=picture_url on_heading=on_heading/>
    }
    .into_any()
}

/// Scrolls to a heading or to the last block that begins at or before a line.
fn show_place(heading: Option<&str>, line: Option<&str>) {
    if let Some(element) = heading.and_then(|heading| page::element(&format!("h-{heading}"))) {
        page::show(&element);
    } else if let Some(line) = line.and_then(|line| line.parse::<u32>().ok()) {
        page::show_line(line);
    }
}

/// The address of a picture of the open tree.
fn picture_url(path: &str) -> Option<String> {
    let tree = use_context::<Workspace>().and_then(|workspace| workspace.tree.get_untracked())?;
    let entry = tree.files.get(path)?;
    let bytes = tree.files.read(entry).ok()?;
    page::blob_url(&bytes, picture_type(path)?)
}

fn picture(path: &str) -> AnyView {
    let url = picture_url(path);
    if let Some(url) = url.clone() {
        on_cleanup(move || page::forget(&url));
    }
    match url {
        Some(url) => view! { <img class="picture" src=url alt=path.to_owned()/> }.into_any(),
        None => view! { <p class="empty">"This picture is damaged and cannot be shown."</p> }.into_any(),
    }
}

fn source(workspace: Workspace, article: &Article, language: &str) -> AnyView {
    let line = workspace
        .address
        .with_untracked(|address| address.setting("line").and_then(|line| line.parse().ok()));
    view! { <SourceText text=Arc::clone(&article.source) language=language line=line/> }.into_any()
}

/// Frontmatter as a card. The block as written is one click away.
fn frontmatter(fields: &[Field], raw: &str) -> AnyView {
    let rows = fields.iter().map(|field| {
        let values: AnyView = match &field.status {
            Some(status) => {
                let said = status::explain(status);
                let detail =
                    status.detail.clone().map(|detail| view! { <span class="detail">{detail}</span> });
                view! { <dd><span title=said><StatusMark status=status.base/></span> {detail}</dd> }
                    .into_any()
            }
            None if field.values.is_empty() => view! { <dd class="none">"none"</dd> }.into_any(),
            None => field
                .values
                .iter()
                .map(|value| {
                    let text = value.text.clone();
                    match value.href.clone() {
                        Some(href) => view! { <dd dir="auto"><a href=href>{text}</a></dd> }.into_any(),
                        None if text.is_empty() => view! { <dd class="none">"empty"</dd> }.into_any(),
                        None => view! { <dd dir="auto">{text}</dd> }.into_any(),
                    }
                })
                .collect_view()
                .into_any(),
        };
        view! { <div class="field" data-line=field.line.to_string()><dt>{field.name.clone()}</dt>{values}</div> }
    });
    view! {
        <section class="frontmatter" aria-label="Frontmatter">
            <dl>{rows.collect_view()}</dl>
            <details><summary>"As written"</summary><pre dir="auto"><code>{raw.to_owned()}</code></pre></details>
        </section>
    }
    .into_any()
}

/// What stands beside an article: its outline, who refers to it, and the file itself.
#[component]
fn Inspector(
    /// The file.
    path: Arc<str>,
    /// What it holds.
    article: Arc<Article>,
    /// Whether its source is shown.
    wants_source: Memo<bool>,
) -> impl IntoView {
    let workspace = use_workspace();
    let headings: Vec<(u8, String, String)> = match &article.content {
        Content::Document(document) => {
            let headings = document.rendered.headings.iter();
            headings.map(|heading| (heading.level, heading.text.clone(), heading.slug.clone())).collect()
        }
        _ => Vec::new(),
    };
    let outline = (headings.len() > 1).then(|| view! { <HeadingOutline headings=headings/> });
    let refers = {
        let path = Arc::clone(&path);
        move || {
            let backlinks = workspace.backlinks.get();
            let places = backlinks.to(&path);
            (!places.is_empty()).then(|| {
                let tree = workspace.tree.get_untracked();
                let links = places.iter().map(|place| {
                    let title = tree.as_ref().map_or_else(|| place.path.clone(), |tree| title_of(tree, &place.path));
                    let where_from = format!("{}:{}", place.path, place.line);
                    view! { <li><a href=Address::line(&place.path, place.line).href() title=where_from.clone()><bdi>{title}</bdi></a> <span class="place">{where_from}</span></li> }
                });
                view! {
                    <section class="backlinks">
                        <h2>"Referred to in"</h2>
                        <ul>{links.collect_view()}</ul>
                    </section>
                }
            })
            .into_any()
        }
    };
    let is_document = matches!(article.content, Content::Document(_));
    let toggle = is_document.then(|| {
        let to = move |raw: bool| {
            let address = workspace.address.get();
            address.with("raw", if raw { "1" } else { "" }).href()
        };
        view! {
            <a class="button" href=text(move || to(!wants_source.get()))>
                {text(move || if wants_source.get() { "Show it rendered" } else { "Show the source" }.to_owned())}
            </a>
        }
    });
    let save = {
        let path = Arc::clone(&path);
        move |_| save(workspace, &path)
    };
    let size = workspace.tree.with_untracked(|tree| {
        tree.as_ref().and_then(|tree| tree.files.get(&path)).map(|entry| entry.size())
    });
    view! {
        <aside class="inspector" aria-label="About this document">
            {outline}
            {live(refers)}
            <section class="file">
                <h2>"File"</h2>
                <p class="place" dir="ltr">{path.to_string()}</p>
                <p class="place">{size.map(bytes)}</p>
                <p class="buttons">
                    {toggle}
                    <button type="button" class="button" on:click=act(save)><Icon name=IconName::Download/>"Download"</button>
                    {is_document.then(|| view! {
                        <button type="button" class="button" on:click=act(|_| page::print())><Icon name=IconName::Print/>"Print"</button>
                    })}
                </p>
            </section>
        </aside>
    }
}

fn save(workspace: Workspace, path: &str) {
    let Some(tree) = workspace.tree.get_untracked() else { return };
    let Some(entry) = tree.files.get(path) else { return };
    match tree.files.read(entry) {
        Ok(bytes) => page::download(path.rsplit('/').next().unwrap_or(path), &bytes),
        Err(problem) => workspace.announce(problem.to_string()),
    }
}

/// The headings of a document; the one being read is marked.
#[component]
fn HeadingOutline(
    /// Level, text and slug of each heading.
    headings: Vec<(u8, String, String)>,
) -> impl IntoView {
    let workspace = use_workspace();
    let place = NodeRef::<html::Nav>::new();
    let current = RwSignal::new(String::new());
    let ids: Vec<String> = headings.iter().map(|(_, _, slug)| format!("h-{slug}")).collect();
    let spy = StoredValue::new_local(page::on_scroll_of("main", move || {
        if let Some(id) = page::topmost(&ids) {
            current.set(id);
        }
    }));
    on_cleanup(move || drop(spy.try_update_value(Option::take)));
    let top = headings.iter().map(|(level, ..)| *level).min().unwrap_or(1);
    let links = headings
        .into_iter()
        .map(|(level, words, slug)| {
            let id = format!("h-{slug}");
            let href = move || {
                let mut address = workspace.address.get();
                address.heading = Some(slug.clone());
                address.href()
            };
            view! {
                <li data-level=level.saturating_sub(top).to_string() aria-current=maybe(move || (current.get() == id).then_some("location"))>
                    <a href=text(href) dir="auto">{words}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="headings" node_ref=place aria-label="Headings">
            <h2>"On this page"</h2>
            <ul>{links}</ul>
        </nav>
    }
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
