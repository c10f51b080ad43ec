//! Searching for node: the index of a whole tree, and queries put to it.

use super::begin;
use planarium::answers::Ties;
use planarium::dialect::Reading;
use planarium::files::{FilesBuilder, Limits};
use planarium::findings::{Finding, Settings};
use planarium::plan::{Date, Names, Plan};
use planarium::search::{self, Ground, Indexing, Kept, Query, Records, Texts, rank};
use wasm_bindgen::prelude::*;

/// A tree that is unpacked and read, and its index.
#[wasm_bindgen]
pub struct Library {
    reading: Reading,
    plan: Plan,
    ties: Ties,
    names: Names,
    records: Records,
    texts: Texts,
    findings: Vec<Finding>,
}

/// Unpacks a tree, so that nothing but the words is left to be measured.
#[wasm_bindgen]
pub fn library(zip: Vec<u8>) -> Result<Library, String> {
    let packed = begin(zip)?.finish();
    let mut builder = FilesBuilder::new(Limits::raised(4));
    for entry in packed.files() {
        let bytes = packed.files().read(entry).map_err(|problem| problem.to_string())?;
        builder.add(entry.path().as_str(), bytes.into_owned());
    }
    let reading = Reading::new(builder.finish(), ".", packed.dialect()).finish();
    let plan = reading.plan();
    let (ties, names) = (Ties::of(&plan), Names::of(&plan));
    let (records, texts, findings) = (Records::default(), Texts::default(), Vec::new());
    Ok(Library { reading, plan, ties, names, records, texts, findings })
}

#[wasm_bindgen]
impl Library {
    /// Makes the index. Gives how many records it has.
    pub fn index(&mut self) -> usize {
        self.records = Records::default();
        self.records = Indexing::new(&self.reading, &self.plan).finish(&self.reading, &self.plan);
        self.records.index.live()
    }

    /// The longest that a step takes whose budget is `bytes`, in milliseconds of the clock that is given.
    pub fn longest_step(&self, bytes: u32, now: &js_sys::Function) -> f64 {
        let clock = || now.call0(&JsValue::NULL).ok().and_then(|ms| ms.as_f64()).unwrap_or(0.0);
        let mut indexing = Indexing::new(&self.reading, &self.plan);
        let mut longest: f64 = 0.0;
        loop {
            let begun = clock();
            let is_complete = indexing.step(&self.reading, &self.plan, u64::from(bytes)).is_complete();
            longest = longest.max(clock() - begun);
            if is_complete {
                return longest;
            }
        }
    }

    /// How much memory the index takes, in bytes.
    pub fn index_bytes(&self) -> f64 {
        self.records.index.bytes() as f64
    }

    /// How much text there is, in bytes.
    pub fn text_bytes(&self) -> f64 {
        self.reading.files().total_bytes() as f64
    }

    /// How many Markdown files there are.
    pub fn files(&self) -> usize {
        self.reading.files().len()
    }

    /// The text of a file.
    pub fn text(&self, at: usize) -> Option<String> {
        let files = self.reading.files();
        files.text(files.entry(at)?).ok().map(|text| text.text)
    }

    /// The path of a file.
    pub fn path(&self, at: usize) -> Option<String> {
        Some(self.reading.files().entry(at)?.path().to_string())
    }

    /// Puts a query and shows the first hits, as a key in the search does. Gives how many records fit.
    pub fn search(&mut self, query: &str) -> Option<usize> {
        let mut texts = std::mem::take(&mut self.texts);
        let day = Date::parse("2026-12-31")?;
        let found = search::search(self.ground(&day), self.reading.files(), &mut texts, query, 50);
        self.texts = texts;
        Some(found.count)
    }

    /// Puts a query and shows nothing. Gives how many records fit.
    pub fn rank(&self, query: &str) -> Option<usize> {
        let day = Date::parse("2026-12-31")?;
        let found = rank::found(self.ground(&day), &Query::parse(query));
        Some(rank::best(self.ground(&day), found, 50).len())
    }

    /// Applies all rules, so that queries can ask for what they found. Gives how much that is.
    pub fn check(&mut self) -> Option<usize> {
        let day = Date::parse("2026-12-31")?;
        self.findings = planarium::rules::check(&self.reading, &self.plan, &day, &Settings::default());
        self.records.set_findings(&self.plan, &self.findings);
        Some(self.findings.len())
    }

    /// What a query keeps, for every view that is filtered by it. Gives how many items it keeps.
    pub fn kept(&self, query: &str) -> Option<usize> {
        let day = Date::parse("2026-12-31")?;
        let kept = Kept::of(self.ground(&day), &Query::parse(query));
        Some(kept.items.iter().filter(|is_kept| **is_kept).count())
    }

    fn ground<'a>(&'a self, day: &'a Date) -> Ground<'a> {
        let inquiry = self.ties.inquiry(&self.plan, day);
        Ground { inquiry, names: &self.names, findings: &self.findings, records: &self.records }
    }
}
