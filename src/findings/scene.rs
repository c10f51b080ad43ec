//! What a rule may look at: a plan, the files it was read from, and what follows from both and is asked often.

use crate::dialect::story::StageTree;
use crate::dialect::{Digest, Reading, backlog, dream};
use crate::document::MapEntry;
use crate::edit::{Change, Step, apply};
use crate::files::{Files, TreePath};
use crate::links::Links;
use crate::named::Named;
use crate::plan::{
    BaseStatus, Date, Dependencies, Item, ItemKind, ModuleChanges, Names, Place, Plan, Shown, Snapshot,
    Status, StatusOrigin, schema,
};

/// A tree as rules see it.
#[derive(Debug)]
pub struct Scene<'a> {
    /// What it says.
    pub plan: &'a Plan,
    /// The files it was read from, and what was kept of each.
    pub reading: &'a Reading,
    /// What its plans and modules are called.
    pub names: &'a Names,
    /// Who needs whom.
    pub dependencies: Dependencies,
    /// Which State Deltas changed which module.
    pub changes: ModuleChanges,
    /// The day for which ages, deadlines and absences are computed.
    pub day: Date,
    /// The listing that the tree was made of, when it is a stage of a story; what that leaves out is not known.
    pub listing: Option<&'a Snapshot>,
    /// That stage: the way from its files to the lines of the document that tells of them.
    pub stage: Option<&'a StageTree>,
    /// The parts of a tree in which several conventions stand side by side, each as a tree of its own.
    pub parts: Vec<Part<'a>>,
    /// Whether it is such a part.
    pub is_part: bool,
    /// Where in the files the `plan.yaml` of a folder is.
    legacy: Named<usize>,
    /// Positions of the outermost plans by id: few beside all items, and asked for by every name of a plan.
    plans: Named<usize>,
}

/// A part of a tree that is read in a dialect of its own.
#[derive(Debug)]
pub struct Part<'a> {
    /// Its folder; empty for what lies around the others.
    pub folder: &'a str,
    /// It as a tree of its own; places are those of its own files.
    pub scene: Scene<'a>,
}

impl Part<'_> {
    /// The path in the whole tree of what lies at a path of the part.
    pub fn lay(&self, path: &mut String) {
        if !self.folder.is_empty() {
            *path = format!("{}/{path}", self.folder).trim_end_matches('/').to_owned();
        }
    }

    /// A step of the part as a step of the whole tree.
    pub fn lay_step(&self, mut step: Step) -> Step {
        for edit in &mut step.edits {
            self.lay(&mut edit.path);
            if let Change::Move { to } = &mut edit.change {
                self.lay(to);
            }
        }
        step
    }
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    There,
    /// It is not.
    Missing,
    /// Nobody can tell: the listing leaves out what lies there, or the copy does.
    Unknown,
}

impl<'a> Scene<'a> {
    /// A tree as of a day.
    pub fn of(plan: &'a Plan, reading: &'a Reading, names: &'a Names, day: Date) -> Scene<'a> {
        let (dependencies, changes) = (Dependencies::of(plan), ModuleChanges::of(plan));
        let mut legacy = Named::default();
        for (index, entry) in reading.files().iter().enumerate() {
            if let Some((folder, LEGACY)) = entry.path().as_str().rsplit_once('/') {
                legacy.insert(folder, index);
            }
        }
        let mut plans = Named::default();
        for (index, item) in plan.items.iter().enumerate() {
            if item.kind == ItemKind::Plan && item.parent.is_none() && !item.id.contains('@') {
                plans.insert_new(&item.id, index);
            }
        }
        let (listing, stage, parts, is_part) = (None, None, Vec::new(), false);
        Scene {
            plan,
            reading,
            names,
            dependencies,
            changes,
            day,
            listing,
            stage,
            parts,
            is_part,
            legacy,
            plans,
        }
    }

    /// The part that an item lies in, with its position there, where the tree has parts.
    pub fn part_of(&self, index: usize) -> Option<(&Part<'a>, usize)> {
        let (part, path) = self.part_at(self.item(index)?.place.path.as_str())?;
        let line = self.item(index)?.place.line;
        let mut items = part.scene.plan.items.iter();
        let at = items.position(|item| item.place.path == path && item.place.line == line)?;
        Some((part, at))
    }

    /// The part that a path lies in, and the path in it, where the tree has parts.
    pub fn part_at<'p>(&self, path: &'p str) -> Option<(&Part<'a>, &'p str)> {
        self.parts.iter().find_map(|part| match part.folder {
            "" => Some((part, path)),
            folder => Some((part, path.strip_prefix(folder)?.strip_prefix('/')?)),
        })
    }

    /// A step that is found in the part that an item lies in; nothing where the tree has no parts.
    pub fn within(
        &self,
        index: usize,
        find: impl FnOnce(&Scene<'a>, usize) -> Result<Step, String>,
    ) -> Option<Result<Step, String>> {
        let (part, at) = self.part_of(index)?;
        Some(find(&part.scene, at).map(|step| part.lay_step(step)))
    }

    /// A step that is found here as a step of the files that there are: of what a document tells of a tree the lines of the document
    /// are edited.
    ///
    /// # Errors
    /// It says more than lines that stand there could say.
    pub fn placed(&self, mut step: Step) -> Result<Step, String> {
        let Some(stage) = self.stage else { return Ok(step) };
        for edit in &mut step.edits {
            // What is a table in a file is none where the document shows a piece of it: the row is a line there.
            if let Change::SetCell { line, .. } = &edit.change {
                let line = *line;
                let edited =
                    apply(&stage.files, std::slice::from_ref(edit)).map_err(|why| why.to_string())?;
                let row = |files: &Files| {
                    let text = files.text(files.get(edit.path.as_str())?).ok()?.text;
                    Some(text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?)?.trim().to_owned())
                };
                if let (Some(old), Some(new)) = (row(&stage.files), row(&edited.files)) {
                    edit.change = Change::Replace { line, old, new };
                }
            }
            let line = match &mut edit.change {
                Change::Replace { line, .. }
                | Change::SetCell { line, .. }
                | Change::SetBox { line, .. }
                | Change::RemoveLine { line } => line,
                _ => {
                    let what = &edit.path;
                    return Err(format!(
                        "{what} is told of in a document and is no file: edit the document itself"
                    ));
                }
            };
            let mut place = Place { path: std::mem::take(&mut edit.path), line: *line };
            stage.move_place(&mut place);
            (edit.path, *line) = (place.path, place.line);
        }
        Ok(step)
    }

    /// The plan that an item belongs to, by position; see [`Plan::plan_of`].
    pub fn plan_of(&self, id: &str) -> Option<usize> {
        self.plans.get(id).copied().or_else(|| self.plan.plan_of(id))
    }

    /// The item at this position. Positions come from the plan itself, so there always is one.
    pub fn item(&self, index: usize) -> Option<&'a Item> {
        self.plan.items.get(index)
    }

    /// The plans that are plans: no scaffolds.
    pub fn plans(&self) -> impl Iterator<Item = &'a Item> {
        self.plan.of_kind(ItemKind::Plan).filter(|item| !item.template)
    }

    /// What was kept of a file.
    pub fn digest(&self, path: &str) -> Option<&'a Digest> {
        self.reading.digest(self.reading.files().index_of(path)?)
    }

    /// Whether a file or folder is there.
    pub fn presence(&self, path: &str) -> Presence {
        let files = self.reading.files();
        if files.get(path).is_some() || files.is_folder(path) {
            return Presence::There;
        }
        if files.left_out().holds(path) {
            return Presence::Unknown;
        }
        let Some(listing) = self.listing else { return Presence::Missing };
        let mut folder = path;
        loop {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            match listing.shows(folder) {
                Shown::All => return Presence::Missing,
                Shown::Some => return Presence::Unknown,
                // A folder that is not listed either is missing with what lies in it.
                Shown::Nothing if folder.is_empty() || files.is_folder(folder) => return Presence::Unknown,
                Shown::Nothing => {}
            }
        }
    }

    /// Whether a plan that no item is called after is there: in the root, or in the archive.
    pub fn plan_presence(&self, id: &str) -> Presence {
        let places = [self.presence(id), self.presence(&format!("_completed/{id}"))];
        if places.contains(&Presence::Unknown) { Presence::Unknown } else { Presence::Missing }
    }

    /// Whether the frontmatter of an item can be judged. Of a file that is only listed nothing is known.
    pub fn knows_fields(&self, item: &Item) -> bool {
        self.has_files() || !item.frontmatter.is_empty()
    }

    /// Whether the State Deltas can be judged; a stage of a story may not show them.
    pub fn knows_deltas(&self) -> bool {
        self.has_files() || !self.plan.deltas.is_empty()
    }

    /// How far an item is: what is said of it, else of what it belongs to.
    pub fn status_of(&self, item: &'a Item) -> &'a Status {
        let mut at = item;
        while at.status.base == BaseStatus::Unknown
            && let Some(above) = at.parent.and_then(|parent| self.item(parent))
        {
            at = above;
        }
        &at.status
    }

    /// How the links of a document resolve.
    pub fn links(&self, document: TreePath) -> Links<'a> {
        Links { files: self.reading.files(), plan: self.plan, names: self.names, document }
    }

    /// Whether the tree is written in the convention that speaks of frontmatter, phases and limits.
    pub fn is_dream(&self) -> bool {
        self.reading.dialect().name == dream::DIALECT.name
    }

    /// Whether the tree is a backlog.
    pub fn is_backlog(&self) -> bool {
        self.plan.dialects.contains(&backlog::DIALECT.name)
    }

    /// Whether its files are there to be changed, and not only told of by a story.
    pub fn has_files(&self) -> bool {
        self.is_dream() && self.listing.is_none()
    }

    /// Of the items at these positions those of which the convention says what their frontmatter holds, with the fields of each file of theirs:
    /// the overview, and the `plan.yaml` of the older convention. Of what is only listed nobody knows the fields.
    pub fn fields(&self, items: std::ops::Range<usize>) -> impl Iterator<Item = Fields<'a>> {
        let (is_dream, is_listed) = (self.is_dream(), self.listing.is_some());
        let items = self.plan.items.range(items).filter(move |item| {
            is_dream
                && schema::is_known(item.kind)
                && !item.template
                && item.is_read
                && !(is_listed && item.frontmatter.is_empty())
        });
        items.flat_map(|item| {
            let [own, legacy] = self.fields_of(item);
            own.into_iter().chain(legacy)
        })
    }

    fn fields_of(&self, item: &'a Item) -> [Option<Fields<'a>>; 2] {
        let path = item.place.path.as_str();
        let fields = |path, form, entries| Some(Fields { item, path, form, entries });
        // In most trees there is none, and nothing has to be looked up.
        if self.legacy.is_empty() {
            return [fields(path, Form::Frontmatter, &item.frontmatter), None];
        }
        if path.ends_with(LEGACY) {
            return [fields(path, Form::Legacy, &item.frontmatter), None];
        }
        let legacy = item.folder.as_ref().and_then(|folder| self.legacy.get(folder)).and_then(|index| {
            Some((self.reading.files().entry(*index)?.path().as_str(), self.reading.digest(*index)?))
        });
        match legacy {
            Some((beside, legacy)) => {
                let own = self.digest(path).map_or(&[][..], |digest| &digest.fields);
                let own = Some(own).filter(|own| !own.is_empty());
                [
                    own.and_then(|own| fields(path, Form::Frontmatter, own)),
                    fields(beside, Form::Legacy, &legacy.fields),
                ]
            }
            None => [fields(path, Form::Frontmatter, &item.frontmatter), None],
        }
    }

    /// The line of a field of an item, else the line where the item begins.
    pub fn field_place(&self, item: &'a Item, key: &str) -> Place {
        let stated = self.fields_of(item).into_iter().flatten().find_map(|fields| fields.place_of(key));
        stated.unwrap_or_else(|| item.place.clone())
    }

    /// The line that says how far an item is, else the line where the item begins.
    pub fn status_place(&self, item: &'a Item) -> Place {
        let path = match item.status.from {
            StatusOrigin::Frontmatter => return self.field_place(item, "status"),
            StatusOrigin::ParentTable => {
                item.parent.and_then(|parent| self.item(parent)).map(|parent| &parent.place.path)
            }
            StatusOrigin::RootTable => {
                self.plan.plan_rows.first().map(|row| &row.place.path).or(Some(&item.place.path))
            }
            StatusOrigin::Heading | StatusOrigin::Line | StatusOrigin::Then => Some(&item.place.path),
            StatusOrigin::Listing
            | StatusOrigin::Derived
            | StatusOrigin::ThenDerived
            | StatusOrigin::ThenUnknown
            | StatusOrigin::None => None,
        };
        match path {
            Some(path) => Place { path: path.clone(), line: item.status.line },
            None => item.place.clone(),
        }
    }
}

/// The name of the file in which the older convention keeps the fields of a plan.
const LEGACY: &str = "plan.yaml";

/// The fields of an item as they stand in one file.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    /// The item.
    pub item: &'a Item,
    /// The file.
    pub path: &'a str,
    /// What kind of file that is.
    pub form: Form,
    /// All of them, in the order of the file.
    pub entries: &'a [MapEntry],
}

/// Where fields stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// At the head of a Markdown file.
    Frontmatter,
    /// In a `plan.yaml`.
    Legacy,
}

impl<'a> Fields<'a> {
    /// The field of this name.
    pub fn get(&self, key: &str) -> Option<&'a MapEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The line of a field, when it is there.
    pub fn place_of(&self, key: &str) -> Option<Place> {
        self.get(key).map(|entry| self.place(entry))
    }

    /// The line of a field.
    pub fn place(&self, entry: &MapEntry) -> Place {
        Place { path: self.path.to_owned(), line: entry.line }
    }
}
