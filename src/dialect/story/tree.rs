//! The tree of one stage: files made of what its listing names and of the pieces that the document shows, and
//! the way back from a line of such a file to the line of the document.

use super::stages::{Fragment, Stage, Story};
use crate::dialect::dream::requirements;
use crate::dialect::items::{folder_of, name_of};
use crate::dialect::marks::MarkKind;
use crate::dialect::{Reading, claims, dream};
use crate::document::{Node, Value};
use crate::files::{Files, FilesBuilder, Limits, TreePath};
use crate::list::List;
use crate::named::Named;
use crate::order;
use crate::plan::{
    BaseStatus, Claim, Date, Gap, GapSource, Item, Place, Plan, Problem, Requirement, Spot, Stated, Status,
    StatusOrigin,
};
use std::sync::Arc;

/// The files of one stage, as far as the document tells of them.
#[derive(Clone, Debug)]
pub struct StageTree {
    /// The files. What is only listed is empty; a plan of which the listing shows nothing has an empty
    /// `_overview.md`, so that it is there.
    pub files: Files,
    document: String,
    /// The line of the snapshot, for what stands nowhere.
    line: u32,
    /// What each listed path is.
    listed: Named<Listed>,
    /// What the document itself tells of the stage, outside of pieces of files.
    told: Told,
    /// For each file with text, where its pieces begin in it and in the document.
    pieces: Named<Vec<(u32, u32)>>,
    problems: Vec<(u32, String)>,
}

/// What a listing says of a path.
#[derive(Clone, Debug, Default)]
struct Listed {
    line: u32,
    status: Status,
    note: String,
}

/// What a document itself tells of a stage. Its places have no path: no file of the stage says it.
#[derive(Clone, Debug, Default)]
struct Told {
    claims: Vec<Claim>,
    requirements: Vec<Requirement>,
    gaps: Vec<Gap>,
}

impl Told {
    fn of(stage: &Stage) -> Told {
        let mut told = Told::default();
        let place = |line: u32| Place { path: String::new(), line };
        for counted in claims::counted(&stage.told) {
            let (what, count, written) = (counted.what, counted.count, counted.written);
            told.claims.push(Claim { what, count, written, date: None, place: place(counted.line) });
        }
        for mark in &stage.marks {
            let place = place(mark.line);
            match mark.kind {
                MarkKind::Unowned => told.requirements.push(requirements::disowned(&mark.text, place)),
                // What was written somewhere is quoted; the quotation ends where it does.
                MarkKind::Gap => {
                    let text = mark.text.split(['"', '”']).next().unwrap_or_default().to_owned();
                    told.gaps.push(Gap { text, of: None, source: GapSource::Body, ask: None, place });
                }
                _ => {}
            }
        }
        told
    }
}

impl Story {
    /// The tree of the stage at this position.
    pub fn tree(&self, stage: usize) -> Option<StageTree> {
        let own = self.stages.get(stage)?;
        let snapshot = &own.snapshot;
        let mut tree = StageTree {
            files: Files::default(),
            document: self.path.clone(),
            line: snapshot.place.line,
            listed: Named::default(),
            told: Told::of(own),
            pieces: Named::default(),
            problems: Vec::new(),
        };
        for entry in &snapshot.entries {
            let note = entry.note.clone().unwrap_or_default();
            tree.listed
                .insert_new(&entry.path, Listed { line: entry.line, status: entry.status.clone(), note });
        }
        let mut texts: Named<String> = Named::default();
        for (path, fragment) in self.fragments(stage, own) {
            let start = texts.change(&path, |text| {
                if !text.is_empty() && !text.ends_with("\n\n") {
                    text.push('\n');
                }
                let start = text.bytes().filter(|byte| *byte == b'\n').count();
                text.push_str(&fragment.text);
                u32::try_from(start).unwrap_or(u32::MAX).saturating_add(1)
            });
            tree.pieces.change(&path, |pieces| pieces.push((start, fragment.line)));
        }
        tree.files = files(own, &texts, &mut tree.problems);
        Some(tree)
    }

    /// The pieces that say what the files of a stage were, each with the path it has then.
    fn fragments<'a>(&'a self, stage: usize, own: &'a Stage) -> Vec<(String, &'a Fragment)> {
        let mut found: Vec<(String, &'a Fragment)> = Vec::new();
        let is_last = stage + 1 == self.stages.len();
        let mut listed: Named<&str> = Named::default();
        for entry in &own.snapshot.entries {
            listed.insert_new(&without_archives(&entry.path), &entry.path);
        }
        for earlier in self.stages.iter().take(stage) {
            for fragment in &earlier.fragments {
                let Some(path) = &fragment.path else { continue };
                // A note stays what it is when it is moved to the archive; a plan goes on. At the end the last
                // word on each section of the root is its state.
                if path.starts_with("exploration/") {
                    let now = listed.get(&without_archives(path));
                    found.extend(now.map(|path| ((*path).to_owned(), fragment)));
                } else if is_last && path == "_overview.md" {
                    found.push((path.clone(), fragment));
                }
            }
        }
        let cast = self.cast.iter().filter(|_| listed.get("_overview.md").is_some());
        let here = cast.chain(&own.fragments);
        found.extend(here.filter_map(|fragment| Some((fragment.path.clone()?, fragment))));
        let mut last: Named<usize> = Named::default();
        for (place, (path, fragment)) in found.iter().enumerate() {
            last.insert(&format!("{path}\n{}", fragment.section()), place);
        }
        let is_latest = |(place, (path, fragment)): &(usize, (String, &Fragment))| {
            last.get(&format!("{path}\n{}", fragment.section())) == Some(place)
        };
        let mut latest: Vec<_> =
            found.into_iter().enumerate().filter(is_latest).map(|(_, found)| found).collect();
        // Frontmatter is only what stands at the beginning of a file.
        order::sort_by(&mut latest, |(_, a), (_, b)| (a.section() != "---").cmp(&(b.section() != "---")));
        latest
    }
}

fn without_archives(path: &str) -> String {
    let kept: Vec<&str> = path.split('/').filter(|segment| !dream::is_archive(segment)).collect();
    kept.join("/")
}

/// The files that a stage lists, with the text that is known of them.
fn files(stage: &Stage, texts: &Named<String>, problems: &mut Vec<(u32, String)>) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    let mut filled: Named<()> = Named::default();
    let mut fill = |path: &str| {
        let mut folder = folder_of(path);
        while !folder.is_empty() && filled.get(folder).is_none() {
            filled.insert(folder, ());
            folder = folder_of(folder);
        }
    };
    let is_folder = |path: &str, is_folder: bool| is_folder || is_plan_or_phase(name_of(path));
    for (path, text) in texts.iter() {
        fill(path);
        builder.add(path, text.clone().into_bytes());
    }
    for entry in stage.snapshot.entries.iter().filter(|entry| !is_folder(&entry.path, entry.is_folder)) {
        if let Err(refusal) = TreePath::parse(&entry.path) {
            problems.push((entry.line, format!("`{}` cannot be a file: {refusal}", name_of(&entry.path))));
        } else if texts.get(&entry.path).is_none() {
            fill(&entry.path);
            builder.add(&entry.path, Vec::new());
        }
    }
    // Innermost first, so that a plan of which only a phase is listed is there by its phase.
    for entry in stage.snapshot.entries.iter().rev() {
        let is_work = is_plan_or_phase(name_of(&entry.path)) || entry.status.base != BaseStatus::Unknown;
        if is_work && is_folder(&entry.path, entry.is_folder) && filled.get(&entry.path).is_none() {
            let overview = format!("{}/_overview.md", entry.path);
            let mut folder = entry.path.as_str();
            while !folder.is_empty() && filled.get(folder).is_none() {
                filled.insert(folder, ());
                folder = folder_of(folder);
            }
            builder.add(&overview, Vec::new());
        }
    }
    builder.finish()
}

/// Whether a name is that of a plan or phase, which are folders however they are written.
fn is_plan_or_phase(name: &str) -> bool {
    let is_phase = name.strip_prefix('p').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (dream::is_numbered_plan(name) || is_phase) && !name.ends_with(".md")
}

impl StageTree {
    /// The tree read as a DREAM tree. Places are those of [`StageTree::files`].
    pub fn reading(&self) -> Reading {
        Reading::new(self.files.clone(), ".", &dream::DIALECT).finish()
    }

    /// The plan of this stage, with the statuses that the listing gives to what says nothing of itself.
    pub fn plan(&self) -> Plan {
        let mut plan = self.reading().plan();
        for item in &mut plan.items {
            if item.status.from == StatusOrigin::None
                && let Some(listed) = self.listed(item)
            {
                item.status = listed.status.clone();
            }
        }
        self.add_notes(&mut plan);
        self.add_told(&mut plan);
        plan
    }

    /// Adds what the notes of the listing say: what is not known, how old a spec is that shows nothing itself, until
    /// when a meeting's note is good.
    fn add_notes(&self, plan: &mut Plan) {
        // The listing may stand in a `_tree.md`, which has been read as one.
        plan.gaps.change(|gaps| gaps.retain(|gap| gap.source != GapSource::Listing));
        for (path, listed) in self.listed.iter().filter(|(_, listed)| !listed.note.is_empty()) {
            let place = Place { path: path.to_owned(), line: 1 };
            dream::add_listed(plan, path, &listed.note, place.clone());
            let updated = listed.note.split_once("last_updated:").and_then(|(_, rest)| Date::find(rest));
            let module = plan.modules.iter_mut().find(|module| module.specs.iter().any(|spec| spec == path));
            if let (Some((date, _)), Some(module)) = (updated, module)
                && module.last_updated.is_none()
            {
                module.last_updated = Some(Stated { text: date.to_string(), place });
                module.updated = Some(date);
            }
            let expiry = listed.note.split_once("expiry:").or_else(|| listed.note.split_once("expires"));
            let item = plan.index_at(path).and_then(|at| plan.items.get(at)).map(|item| item.id.as_str());
            let note = plan.notes.iter_mut().find(|note| Some(note.of.as_str()) == item);
            if let (Some((_, rest)), Some(note)) = (expiry, note) {
                let day = rest.split([')', ';', ',']).next().unwrap_or_default();
                note.expires = Date::parse_after(day, note.date.as_ref()).or(note.expires.take());
            }
        }
    }

    /// Adds what the document tells of the stage itself.
    fn add_told(&self, plan: &mut Plan) {
        plan.claims.change(|claims| claims.splice(0..0, self.told.claims.iter().cloned()).count());
        plan.gaps.change(|gaps| gaps.splice(0..0, self.told.gaps.iter().cloned()).count());
        let mut told = self.told.requirements.clone();
        requirements::own(&mut told, plan, plan);
        plan.requirements.change(|asked| asked.splice(0..0, told).count());
    }

    /// The same plan with all places in the document that tells of it.
    pub fn plan_in_story(&self) -> Plan {
        let mut plan = self.plan();
        let paths: Vec<String> = plan.items.iter().map(|item| item.place.path.clone()).collect();
        for (item, path) in plan.items.iter_mut().zip(&paths) {
            let from = match item.status.from {
                StatusOrigin::ParentTable => item.parent.and_then(|parent| paths.get(parent)).unwrap_or(path),
                StatusOrigin::RootTable => "_overview.md",
                _ => path,
            };
            if !matches!(item.status.from, StatusOrigin::None | StatusOrigin::Listing) {
                item.status.line = self.line_of(from, item.status.line);
            }
            self.move_fields(item, path);
            let line = match self.listed(item) {
                Some(listed) if self.pieces.get(path).is_none() => listed.line,
                _ => self.line_of(path, item.place.line),
            };
            item.place = Place { path: self.document.clone(), line };
        }
        // Its `_tree.md` is a listing of the document itself.
        plan.snapshots = List::default();
        plan.each_spot(&mut |spot| match spot {
            Spot::Place(place) => self.move_place(place),
            Spot::Line(path, line) => *line = self.line_of(path, *line),
            Spot::Path(_) | Spot::Id(_) => {}
        });
        plan.problems.extend(self.problems.iter().map(|(line, text)| Problem {
            place: Place { path: self.document.clone(), line: *line },
            text: text.clone(),
        }));
        plan
    }

    /// What the listing says of an item.
    fn listed(&self, item: &Item) -> Option<&Listed> {
        self.listed.get(item.folder.as_deref().unwrap_or(&item.place.path))
    }

    /// Turns a place in one of these files into the place in the document that it comes from.
    pub fn move_place(&self, place: &mut Place) {
        if place.path == self.document {
            return;
        }
        let line = self.line_of(&place.path, place.line);
        *place = Place { path: self.document.clone(), line };
    }

    /// The line of the document that a line of a file comes from.
    fn line_of(&self, path: &str, line: u32) -> u32 {
        // What the document tells itself stands in no file.
        if path.is_empty() {
            return line;
        }
        if let Some(pieces) = self.pieces.get(path) {
            let piece = pieces.iter().rev().find(|(start, _)| *start <= line).or(pieces.first());
            return piece.map_or(self.line, |(start, from)| from.saturating_add(line.saturating_sub(*start)));
        }
        let listed = self.listed.get(path).or_else(|| self.listed.get(folder_of(path)));
        listed.map_or(self.line, |listed| listed.line)
    }

    /// Moves the lines of what was read from a file itself.
    fn move_fields(&self, item: &mut Item, path: &str) {
        for criterion in &mut item.criteria {
            criterion.line = self.line_of(path, criterion.line);
        }
        let mut nodes: Vec<&mut Node> = Vec::new();
        for entry in Arc::make_mut(&mut item.frontmatter) {
            entry.line = self.line_of(path, entry.line);
            nodes.push(&mut entry.value);
        }
        while let Some(node) = nodes.pop() {
            node.line = self.line_of(path, node.line);
            match &mut node.value {
                Value::List(below) => nodes.extend(below),
                Value::Map(below) => {
                    for entry in below {
                        entry.line = self.line_of(path, entry.line);
                        nodes.push(&mut entry.value);
                    }
                }
                _ => {}
            }
        }
    }
}
