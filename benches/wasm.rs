//! The core for node: what the page does between the bytes of an archive and something to look at, without the
//! page. Built like the page, by `benches/run`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/compare.rs"]
mod compare;
#[path = "wasm/editing.rs"]
mod editing;
#[path = "wasm/graph.rs"]
mod graph;
#[path = "wasm/history.rs"]
mod history;
#[path = "wasm/search.rs"]
mod search;

use planarium::article::{Article, Content};
use planarium::dialect::{self, Basis, Planned, Planning, Reading};
use planarium::document::{frontmatter, markdown, structure};
use planarium::files::{Files, FilesBuilder, Limits, TreePath, archive};
use planarium::findings::{Scene, Settings};
use planarium::links::{Backlinks, Links};
use planarium::outline::{Filter, Outline, Row};
use planarium::plan::{Date, ItemKind, Names, Plan};
use planarium::rules::Checking;
use wasm_bindgen::prelude::*;

/// As the page does: how much text is read between two looks at the clock.
const STEP_BYTES: u64 = 32 * 1024;

/// A tree as the page holds it.
struct Shown {
    plan: Plan,
    names: Names,
    outline: Outline,
    rows: Vec<Row>,
}

impl Shown {
    /// The picture of what has been read so far.
    fn of(reading: &Reading) -> Shown {
        let plan = reading.plan();
        let outline = Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
        let names = Names::of(&plan);
        let rows = outline.rows(&outline.folders_above_level(1), &Filter::default());
        Shown { plan, names, outline, rows }
    }
}

/// An open tree.
#[wasm_bindgen]
pub struct Tree {
    files: Files,
    shown: Shown,
    backlinks: Option<Backlinks>,
    documents: Vec<TreePath>,
    texts: Vec<String>,
}

/// Opens an archive as far as its first picture, with which people can work.
#[wasm_bindgen]
pub fn first_tree(zip: Vec<u8>) -> Result<Tree, String> {
    let mut reading = begin(zip)?;
    while !reading.step(STEP_BYTES).is_first_read {}
    Ok(Tree::new(&reading, Shown::of(&reading), None))
}

/// Opens an archive and reads all of it, showing a first picture on the way.
#[wasm_bindgen]
pub fn whole_tree(zip: Vec<u8>) -> Result<Tree, String> {
    let mut reading = begin(zip)?;
    while !reading.step(STEP_BYTES).is_first_read {}
    let first = Shown::of(&reading);
    while !reading.step(STEP_BYTES).is_complete {}
    let shown = Shown::of(&reading);
    drop(first);
    let backlinks = Backlinks::of(&reading, &shown.plan, &shown.names);
    Ok(Tree::new(&reading, shown, Some(backlinks)))
}

/// Bytes of memory that the module has taken so far; it gives none back.
#[wasm_bindgen]
pub fn memory_bytes() -> f64 {
    core::arch::wasm32::memory_size::<0>() as f64 * 65536.0
}

fn begin(zip: Vec<u8>) -> Result<Reading, String> {
    let files = archive::open(zip, &Limits::default()).map_err(|error| error.to_string())?;
    let root = dialect::roots(&files).into_iter().next().ok_or("nothing to read")?;
    Ok(Reading::new(files.rooted(&root.path), root.shown(), root.dialect))
}

#[wasm_bindgen]
impl Tree {
    /// How many rows the tree shows.
    pub fn rows(&self) -> usize {
        self.shown.rows.len()
    }

    /// How many nodes it has.
    pub fn nodes(&self) -> usize {
        self.shown.outline.nodes().len()
    }

    /// How many documents refer to the root's overview.
    pub fn backlinks(&self) -> usize {
        self.backlinks.as_ref().map_or(0, |backlinks| backlinks.to("_overview.md").len())
    }

    /// How much text it holds, in bytes.
    pub fn text_bytes(&self) -> f64 {
        self.files.total_bytes() as f64
    }

    /// How many rows a filter leaves.
    pub fn filtered(&self, text: &str) -> usize {
        let filter = Filter { text: text.to_owned(), ..Filter::default() };
        self.shown.outline.rows(&Default::default(), &filter).len()
    }

    /// Unpacks the Markdown documents, for the functions below; gives how many there are.
    pub fn unpack(&mut self) -> usize {
        let documents =
            self.files.iter().filter(|entry| planarium::article::is_markdown(entry.path().as_str()));
        (self.documents, self.texts) = documents
            .filter_map(|entry| Some((entry.path().clone(), self.files.text(entry).ok()?.text)))
            .unzip();
        self.texts.len()
    }

    /// The text of a document.
    pub fn text(&self, index: usize) -> Option<String> {
        self.texts.get(index).cloned()
    }

    /// Opens a document as the page does: unpacks it, reads its frontmatter, renders it with its links resolved.
    /// Gives the HTML.
    pub fn open(&self, index: usize) -> Option<String> {
        let article = Article::of(&self.links(index)?).ok()?;
        let Content::Document(document) = article.content else { return None };
        Some(std::mem::take(&mut std::sync::Arc::unwrap_or_clone(document.rendered).html))
    }

    /// Renders the Markdown of a document. Gives the length of the HTML.
    pub fn render(&self, index: usize) -> Option<usize> {
        let limits = markdown::Limits::default();
        Some(markdown::to_html(self.texts.get(index)?, &self.links(index)?, &limits).html.len())
    }

    /// What the parser alone takes, with nothing written. Gives how many events there are.
    pub fn parse(&self, index: usize) -> Option<usize> {
        use pulldown_cmark::{Options, Parser};
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let text = self.texts.get(index)?;
        let body = text.get(frontmatter::body_start(text)..)?;
        Some(Parser::new_ext(body, options).into_offset_iter().count())
    }

    /// Reads the frontmatter of a document. Gives how many fields it has.
    pub fn fields(&self, index: usize) -> Option<usize> {
        Some(frontmatter::read(self.texts.get(index)?).map_or(0, |block| block.fields.len()))
    }

    /// Scans a document for what plans need of it. Gives how many headings it has.
    pub fn scan(&self, index: usize) -> Option<usize> {
        Some(structure::read(self.texts.get(index)?).headings.len())
    }

    fn links(&self, index: usize) -> Option<Links<'_>> {
        let Shown { plan, names, .. } = &self.shown;
        Some(Links { files: &self.files, plan, names, document: self.documents.get(index)?.clone() })
    }
}

/// The files of a tree that hold its model, unpacked: root, plans, phases, tasks, modules, notes.
#[wasm_bindgen]
pub struct Source {
    files: Files,
}

/// Unpacks the files of an archive that hold the model.
#[wasm_bindgen]
pub fn source(zip: Vec<u8>) -> Result<Source, String> {
    let reading = begin(zip)?.finish();
    let plan = reading.plan();
    let mut builder = FilesBuilder::new(Limits::default());
    for entry in reading.files() {
        let path = entry.path().as_str();
        let kind = plan.item_at(path).map(|item| item.kind);
        if !path.contains('/') || kind.is_some_and(|kind| kind != ItemKind::Document) {
            let bytes = reading.files().read(entry).map_err(|problem| problem.to_string())?;
            builder.add(path, bytes.into_owned());
        }
    }
    Ok(Source { files: builder.finish() })
}

#[wasm_bindgen]
impl Source {
    /// How much text they hold, in bytes.
    pub fn text_bytes(&self) -> f64 {
        self.files.total_bytes() as f64
    }

    /// Reads all of them and makes the model.
    pub fn read(&self) -> Model {
        let reading = Reading::new(self.files.clone(), ".", &dialect::dream::DIALECT).finish();
        Model::of(reading)
    }
}

/// The model of a tree, with what it was made of.
#[wasm_bindgen]
pub struct Model {
    reading: Reading,
    plan: Plan,
    names: Names,
    basis: Basis,
}

impl Model {
    fn of(reading: Reading) -> Model {
        let Planned { plan, names, basis } = Planning::begin(&reading, &Basis::default()).finish();
        Model { reading, plan, names, basis }
    }
}

/// The model of a whole archive, documents included.
#[wasm_bindgen]
pub fn model(zip: Vec<u8>) -> Result<Model, String> {
    Ok(Model::of(begin(zip)?.finish()))
}

#[wasm_bindgen]
impl Model {
    /// How many items there are.
    pub fn items(&self) -> usize {
        self.plan.items.len()
    }

    /// Applies the rules that look at the whole tree.
    pub fn check_tree(&self) -> Option<usize> {
        let (scene, settings) = (self.scene()?, Settings::default());
        let mut checking = Checking::default();
        while checking.step(&scene, &settings, 1).rules_left > 0 {}
        Some(checking.findings(&scene).len())
    }

    /// Applies all rules.
    pub fn check(&self) -> Option<usize> {
        Some(Checking::all(&self.scene()?, &Settings::default()).len())
    }

    /// Changes one document and makes the model anew.
    pub fn change(&mut self, path: &str, text: &str) -> Result<usize, String> {
        let path = TreePath::parse(path).map_err(|refusal| refusal.to_string())?;
        self.reading.replace(&path, text.as_bytes().to_vec());
        let Planned { plan, names, basis } = Planning::begin(&self.reading, &self.basis).finish();
        (self.plan, self.names, self.basis) = (plan, names, basis);
        Ok(self.plan.items.len())
    }

    /// The path of the first task.
    pub fn task(&self) -> Option<String> {
        Some(self.plan.of_kind(ItemKind::Task).next()?.place.path.clone())
    }

    fn scene(&self) -> Option<Scene<'_>> {
        Some(Scene::of(&self.plan, &self.reading, &self.names, Date::parse("2026-12-31")?))
    }
}

impl Tree {
    fn new(reading: &Reading, shown: Shown, backlinks: Option<Backlinks>) -> Tree {
        Tree { files: reading.files().clone(), shown, backlinks, documents: Vec::new(), texts: Vec::new() }
    }
}
