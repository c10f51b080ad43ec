//! The stages of a history: which listings a document has, what they are called, and which pieces of files
//! stand beside each.

use crate::dialect::dream;
use crate::dialect::marks::{self, Mark};
use crate::dialect::section::{self, Block};
use crate::document::listing::{self, Listing};
use crate::document::structure::{self, Depth, Heading};
use crate::named::Named;
use crate::plan::names::short_id;
use crate::plan::snapshot::of_note;
use crate::plan::{BaseStatus, Date, Place, Snapshot};

/// More pieces of files than this are no history that someone wrote.
const MOST_FRAGMENTS: usize = 1000;

/// A document that tells a history.
#[derive(Clone, Debug)]
pub struct Story {
    /// The document.
    pub path: String,
    /// Its first heading, made readable.
    pub title: Option<String>,
    /// Who takes part, where a table before the first stage says it: a piece of every stage's root.
    pub cast: Option<Fragment>,
    /// Its stages, in the order of the document.
    pub stages: Vec<Stage>,
    /// What was guessed and what was not understood, each with its line.
    pub problems: Vec<(u32, String)>,
}

/// One stage of a history.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The tree as the stage's listing shows it.
    pub snapshot: Snapshot,
    /// The pieces of files that the stage shows, in order.
    pub fragments: Vec<Fragment>,
    /// What is told of the stage, outside of fences and listings.
    pub told: Vec<Block>,
    /// What is told of it in passing.
    pub marks: Vec<Mark>,
}

/// A piece of a file, or all of it, that stands in a fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The file, where the words above the fence name it.
    pub path: Option<String>,
    /// The heading above the fence.
    pub heading: Option<String>,
    /// The text.
    pub text: String,
    /// The line of the document where the text begins.
    pub line: u32,
}

impl Fragment {
    /// The section of its file that it shows: its first heading, or its frontmatter.
    pub fn section(&self) -> &str {
        let mut filled = self.text.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = filled.next().unwrap_or_default();
        if first == "---" { first } else { first.trim_start_matches('#').trim() }
    }
}

impl Story {
    /// Reads a document; `None` for one that tells no history: fewer than two listings, under headings of their
    /// own, that say how far things were.
    pub fn read(path: &str, text: &str) -> Option<Story> {
        let mut problems = Vec::new();
        let listings = listing::read(text);
        if listings.len() < 2 {
            return None;
        }
        let structure = structure::read_to(text, Depth::Headings);
        let headings = structure.headings.as_slice();
        let listings = telling(listings, headings)?;
        let level = chapter_level(&listings, headings);
        let chapters: Vec<&Heading> = headings.iter().filter(|heading| heading.level <= level).collect();
        let chapter = |line: u32| {
            let before = chapters.partition_point(|heading| heading.line < line);
            before.checked_sub(1).and_then(|last| chapters.get(last)).copied()
        };
        let mut stages: Vec<Stage> = Vec::new();
        for listing in &listings {
            let heading = above(headings, listing.lines.start);
            let chapter = chapter(listing.lines.start);
            let title = title(heading, chapter);
            let line = heading.map_or(listing.lines.start, |heading| heading.line);
            let mut snapshot = Snapshot::of(listing, title, Place { path: path.to_owned(), line });
            // "Stage 4: Recovery (Month 7–9, Jul–Sep 2025)" ends in September.
            let dated = [heading, chapter].into_iter().flatten();
            snapshot.date = dated.filter_map(|heading| Date::last_in(&heading.text)).next();
            stages.push(Stage { snapshot, fragments: Vec::new(), told: Vec::new(), marks: Vec::new() });
            problems.extend(listing.problems.iter().cloned());
        }
        // Of several listings in a chapter, a piece belongs to the one that follows it.
        let own_stage = |line: u32| {
            let own = chapter(line).map(|heading| heading.line);
            let is_own = |stage: &usize| {
                let start = listings.get(*stage).map(|listing| listing.lines.start);
                start.is_some_and(|start| chapter(start).map(|heading| heading.line) == own)
            };
            let next = listings.partition_point(|listing| listing.lines.end <= line);
            let before = next.checked_sub(1);
            [Some(next), before].into_iter().flatten().find(is_own)
        };
        let stage_of = |line: u32| {
            let next = listings.partition_point(|listing| listing.lines.end <= line);
            own_stage(line).unwrap_or(next.min(listings.len().saturating_sub(1)))
        };
        let lines: Vec<&str> = text.lines().collect();
        let mut left = MOST_FRAGMENTS;
        for block in listing::blocks(text).iter().filter(|block| block.info.is_some()) {
            let Some(stage) = stages.get_mut(stage_of(block.line)) else { continue };
            if left == 0 {
                problems
                    .push((block.line, format!("only the first {MOST_FRAGMENTS} pieces of files are read")));
                break;
            }
            if let Some(fragment) = fragment(block, &lines, headings, &stage.snapshot) {
                stage.fragments.push(fragment);
                left -= 1;
            }
        }
        let mut cast = None;
        let structure = structure::read(text);
        for block in section::blocks(text, &structure) {
            let is_code = matches!(block, Block::Line { is_code: true, .. });
            if is_code || listings.iter().any(|listing| listing.lines.contains(&block.line())) {
                continue;
            }
            if let Some(stage) = own_stage(block.line()).and_then(|stage| stages.get_mut(stage)) {
                stage.told.push(block);
            } else if let Block::Table(table) = &block
                && cast.is_none()
                && dream::is_cast(table)
            {
                let heading = above(headings, table.line).map_or(table.line, |heading| heading.line);
                let end = table.rows.last().map_or(table.line, |row| row.line);
                let text = lines
                    .get(heading.saturating_sub(1) as usize..end as usize)
                    .unwrap_or_default()
                    .join("\n");
                cast = Some(Fragment {
                    path: Some("_overview.md".to_owned()),
                    heading: None,
                    text: text + "\n",
                    line: heading,
                });
            }
        }
        for mark in marks::marks(text, structure.body) {
            let Some(stage) = own_stage(mark.line).and_then(|stage| stages.get_mut(stage)) else { continue };
            // A paragraph is a block a line; what continues a bullet is not marked on its own.
            if stage.told.binary_search_by(|block| block.line().cmp(&mark.line)).is_ok() {
                stage.marks.push(mark);
            }
        }
        let title = structure.title.map(|title| title.text);
        Some(Story { path: path.to_owned(), title, cast, stages, problems })
    }
}

/// The listings that tell a history: those of the folder that is listed most often with statuses in it, when
/// they stand under headings of their own. Others are examples, or what a program printed.
fn telling(listings: Vec<Listing>, headings: &[Heading]) -> Option<Vec<Listing>> {
    let mut places: Named<Vec<u32>> = Named::default();
    for listing in listings.iter().filter(|listing| says_how_far(listing)) {
        let heading = above(headings, listing.lines.start).map_or(0, |heading| heading.line);
        places.change(root_of(listing), |places| {
            if places.last() != Some(&heading) {
                places.push(heading);
            }
        });
    }
    let mut most: (usize, &str) = (1, "");
    for (root, places) in places.iter() {
        if places.len() > most.0 {
            most = (places.len(), root);
        }
    }
    let (count, root) = most;
    let told: Vec<Listing> = {
        let root = root.to_owned();
        listings.into_iter().filter(|listing| root_of(listing) == root).collect()
    };
    (count >= 2 && goes_on(&told)).then_some(told)
}

/// Whether listings show one tree as it goes on: most have something in common with the one before that has a
/// status. Examples in a manual have not.
fn goes_on(listings: &[Listing]) -> bool {
    let mut last: Named<()> = Named::default();
    let (mut stages, mut kept) = (0_usize, 0_usize);
    for listing in listings {
        let mut now: Named<()> = Named::default();
        for entry in listing.entries.iter().filter(|entry| states(entry)) {
            now.insert(&entry.path, ());
        }
        if now.is_empty() {
            continue;
        }
        stages += 1;
        kept += usize::from(now.iter().any(|(path, ())| last.get(path).is_some()));
        last = now;
    }
    stages >= 2 && kept * 2 >= stages - 1
}

fn root_of(listing: &Listing) -> &str {
    listing.root.as_deref().unwrap_or_default().trim_end_matches('/')
}

fn says_how_far(listing: &Listing) -> bool {
    listing.entries.iter().any(states)
}

fn states(entry: &listing::Entry) -> bool {
    entry.note.as_deref().is_some_and(|note| of_note(note, entry.line).0.base != BaseStatus::Unknown)
}

/// The last heading before a line.
fn above(headings: &[Heading], line: u32) -> Option<&Heading> {
    let before = headings.partition_point(|heading| heading.line < line);
    headings.get(before.checked_sub(1)?)
}

/// The level of the headings that divide the document into stages: the highest under which listings part.
fn chapter_level(listings: &[Listing], headings: &[Heading]) -> u8 {
    let parts = |level: &u8| {
        // A heading of this level between the first listing and the last parts them.
        let of_level = headings.iter().filter(|heading| heading.level <= *level);
        let mut lines = of_level.map(|heading| heading.line);
        let first = listings.first().map_or(0, |listing| listing.lines.start);
        let last = listings.last().map_or(0, |listing| listing.lines.start);
        lines.any(|line| (first..last).contains(&line))
    };
    (1..=6).find(parts).unwrap_or(6)
}

/// What a snapshot is called: its heading without the words that only say that here is a listing.
fn title(heading: Option<&Heading>, chapter: Option<&Heading>) -> String {
    let Some(heading) = heading else { return "Listing".to_owned() };
    let says_listing = |text: &str| {
        let text = text.to_lowercase();
        ["tree", "folder", "listing", "structure", "layout"].iter().any(|word| text.contains(word))
    };
    let parted = [" — ", " – ", " - ", ": "].iter().find_map(|dash| heading.text.split_once(dash));
    match parted {
        Some((words, rest)) if says_listing(words) && !rest.trim().is_empty() => rest.trim().to_owned(),
        None if says_listing(&heading.text) => chapter.unwrap_or(heading).text.clone(),
        _ => heading.text.clone(),
    }
}

/// What a fence holds, unless it is a listing and nothing else.
fn fragment(
    block: &listing::Block<'_>,
    lines: &[&str],
    headings: &[Heading],
    snapshot: &Snapshot,
) -> Option<Fragment> {
    // The fence itself stands on the line above; a caption stands over it, with a blank line at most.
    let caption =
        (block.line as usize).checked_sub(2).and_then(|fence| lines.get(..fence)).unwrap_or_default();
    let caption = caption.iter().rev().take(2).map(|line| line.trim()).find(|line| !line.is_empty());
    let path = caption.and_then(|caption| path_in(caption, snapshot));
    if path.is_none() && !listing::read(&format!("```\n{}\n```", block.text)).is_empty() {
        return None;
    }
    let heading = above(headings, block.line).map(|heading| heading.text.clone());
    Some(Fragment { path, heading, text: block.text.to_owned(), line: block.line })
}

/// The file that a caption names.
fn path_in(caption: &str, snapshot: &Snapshot) -> Option<String> {
    let written = caption.split('`').skip(1).step_by(2).map(str::trim).find(|span| span.ends_with(".md"))?;
    let written = written.trim_start_matches("./");
    let listed = |path: &str| snapshot.entries.iter().any(|entry| entry.path == path);
    if !written.contains('/') {
        // "`_overview.md` … for SP01" is the one of that plan.
        let outside = caption.split('`').step_by(2).flat_map(|text| text.split_whitespace());
        let words: Vec<&str> =
            outside.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
        let is_named =
            |path: &str| words.contains(&path) || short_id(path).is_some_and(|id| words.contains(&id));
        let plan = snapshot.entries.iter().find(|entry| {
            let name = entry.path.rsplit('/').next().unwrap_or_default();
            dream::is_numbered_plan(name) && is_named(name)
        });
        if let Some(plan) = plan {
            return Some(format!("{}/{written}", plan.path));
        }
    }
    if listed(written) {
        return Some(written.to_owned());
    }
    // A part of a path means the only one that ends so.
    let end = format!("/{written}");
    let mut matching = snapshot.entries.iter().filter(|entry| entry.path.ends_with(&end));
    match (matching.next(), matching.next()) {
        (Some(only), None) if written.contains('/') => Some(only.path.clone()),
        _ => Some(written.to_owned()),
    }
}
