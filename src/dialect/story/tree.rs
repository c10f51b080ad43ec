//! The tree of one stage: files made of what its listing names and of the pieces that the document shows, and
//! the way back from a line of such a file to the line of the document.

use super::stages::{Fragment, Stage, Story};
use crate::dialect::items::{folder_of, name_of};
use crate::dialect::{Reading, dream};
use crate::document::{Node, Value};
use crate::files::{Files, FilesBuilder, Limits, TreePath};
use crate::named::Named;
use crate::order;
use crate::plan::{BaseStatus, Item, Place, Plan, Problem, Status, StatusOrigin};
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
    /// What each listed path is: its line, and the status that its note gives.
    listed: Named<(u32, Status)>,
    /// For each file with text, where its pieces begin in it and in the document.
    pieces: Named<Vec<(u32, u32)>>,
    problems: Vec<(u32, String)>,
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
            pieces: Named::default(),
            problems: Vec::new(),
        };
        for entry in &snapshot.entries {
            tree.listed.insert_new(&entry.path, (entry.line, entry.status.clone()));
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
        let here = own.fragments.iter();
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
                && let Some((_, status)) = self.listed(item)
            {
                item.status = status.clone();
            }
        }
        plan
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
                Some((line, _)) if self.pieces.get(path).is_none() => *line,
                _ => self.line_of(path, item.place.line),
            };
            item.place = Place { path: self.document.clone(), line };
        }
        // Its `_tree.md` is a listing of the document itself.
        plan.snapshots.clear();
        for relation in &mut plan.relations {
            self.move_place(&mut relation.place);
        }
        for problem in &mut plan.problems {
            self.move_place(&mut problem.place);
        }
        self.move_history(&mut plan);
        plan.problems.extend(self.problems.iter().map(|(line, text)| Problem {
            place: Place { path: self.document.clone(), line: *line },
            text: text.clone(),
        }));
        plan
    }

    /// Moves the places of what the sections of the tree say.
    fn move_history(&self, plan: &mut Plan) {
        for delta in &mut plan.deltas {
            for change in &mut delta.changes {
                change.line = self.line_of(&delta.place.path, change.line);
            }
        }
        for decision in &mut plan.decisions {
            for assessment in &mut decision.assessments {
                assessment.line = self.line_of(&decision.place.path, assessment.line);
            }
        }
        self.move_modules(plan);
        let details = plan.deltas.iter_mut().flat_map(|delta| &mut delta.changes);
        let stated = details.flat_map(|change| &mut change.details);
        let stated = stated.chain(plan.decisions.iter_mut().flat_map(|decision| &mut decision.rationale));
        let stated = stated.chain(plan.notes.iter_mut().flat_map(|note| &mut note.attendees));
        let stated = stated.chain(&mut plan.reading_order).chain(&mut plan.integration_map);
        stated.for_each(|stated| self.move_place(&mut stated.place));
        let places = plan.sprint.iter_mut().map(|item| &mut item.place);
        let places = places.chain(plan.deltas.iter_mut().map(|delta| &mut delta.place));
        let places = places.chain(plan.plan_rows.iter_mut().map(|row| &mut row.place));
        let places = places.chain(plan.child_rows.iter_mut().map(|row| &mut row.place));
        let places = places.chain(plan.decisions.iter_mut().map(|decision| &mut decision.place));
        let places = places.chain(plan.requirements.iter_mut().map(|requirement| &mut requirement.place));
        let places = places.chain(plan.gaps.iter_mut().map(|gap| &mut gap.place));
        let places = places.chain(plan.deadlines.iter_mut().map(|deadline| &mut deadline.place));
        let places = places.chain(plan.claims.iter_mut().map(|claim| &mut claim.place));
        let mentions = plan.people.iter_mut().flat_map(|person| &mut person.mentions);
        let places = places.chain(mentions.map(|mention| &mut mention.place));
        for place in places {
            self.move_place(place);
        }
    }

    /// Moves the places of what the Module Index and specs say.
    fn move_modules(&self, plan: &mut Plan) {
        for module in &mut plan.modules {
            let stated = module.modified_by.iter_mut().chain(&mut module.knowledge_gaps);
            let stated = stated.chain(&mut module.origin).chain(&mut module.last_updated);
            let stated = stated.chain(module.owners.iter_mut().map(|owner| &mut owner.name));
            stated.for_each(|stated| self.move_place(&mut stated.place));
            module.index.iter_mut().for_each(|row| self.move_place(&mut row.place));
        }
    }

    /// What the listing says of an item.
    fn listed(&self, item: &Item) -> Option<&(u32, Status)> {
        self.listed.get(item.folder.as_deref().unwrap_or(&item.place.path))
    }

    /// Turns a place in one of these files into the place in the document that it comes from.
    fn move_place(&self, place: &mut Place) {
        if place.path == self.document {
            return;
        }
        let line = self.line_of(&place.path, place.line);
        *place = Place { path: self.document.clone(), line };
    }

    /// The line of the document that a line of a file comes from.
    fn line_of(&self, path: &str, line: u32) -> u32 {
        if let Some(pieces) = self.pieces.get(path) {
            let piece = pieces.iter().rev().find(|(start, _)| *start <= line).or(pieces.first());
            return piece.map_or(self.line, |(start, from)| from.saturating_add(line.saturating_sub(*start)));
        }
        let listed = self.listed.get(path).or_else(|| self.listed.get(folder_of(path)));
        listed.map_or(self.line, |(line, _)| *line)
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
