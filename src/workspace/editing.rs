//! Edits that are pending in the open tree: the tree as it was loaded beside the tree that is shown, which is the first with
//! the edits made. Every change derives the shown tree again, so that all views see it; undo takes an edit off the list.

use super::{Tree, Workspace};
use crate::browser::drafts::Draft;
use crate::browser::drop::Dropped;
use crate::browser::pick::Chosen;
use crate::browser::{frames, page};
use crate::counted::counted;
use crate::dialect::{Planned, Reading};
use crate::edit::carried;
use crate::edit::patch;
use crate::edit::pending::{Conflict, Folded, Made, Pending, fold};
use crate::edit::{Edit, Refused, Step, apply};
use crate::findings::{Effect, Finding, Scene};
use crate::linked::status::{self, Aim};
use crate::linked::{archive, board, dependency, handover, ownership};
use crate::outline::Outline;
use crate::parts;
use crate::plan::BaseStatus;
use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

/// What is said when the part that edits could not be downloaded.
const NOT_THERE: &str =
    "The part of the viewer that edits could not be loaded; look at the network, and try again.";
/// Patches larger than this are not read, here without the part that reads them.
const MAX_PATCH_BYTES: u64 = 64 * 1024 * 1024;

/// What is pending, and what it does to the tree.
#[derive(Clone, Copy)]
pub struct Editing {
    /// The tree as it was loaded.
    pub base: RwSignal<Option<Arc<Tree>>>,
    /// The edits in their order, with their history.
    pub pending: RwSignal<Arc<Pending>>,
    /// What they make of the files, and which of them do not fit.
    pub folded: RwSignal<Arc<Folded>>,
    /// Whether the tree is shown as it was loaded, though edits are pending.
    pub shows_base: RwSignal<bool>,
    /// What the rules find in the tree as it was loaded.
    pub found_before: RwSignal<Option<Arc<Vec<Finding>>>>,
    /// The document whose form is unfolded: pages are drawn again after every edit, and it stays so.
    pub unfolded: StoredValue<String>,
    /// What of the form is unfolded or chosen in it, by the document it is of.
    pub parts: StoredValue<Vec<String>>,
    /// The element that has the focus when its page has been drawn again.
    pub next_focus: StoredValue<String>,
}

/// Something that is done with pending edits. What does it lies in a part of the program of its own.
pub enum Act {
    /// A step is made, with what it entails: links follow what is moved.
    Make(Step),
    /// An item is set to a state, everywhere it is said.
    SetStatus {
        /// The item, by id.
        id: String,
        /// The state.
        base: BaseStatus,
        /// Why it is blocked.
        detail: Option<String>,
    },
    /// A task is put into another column of the board.
    Put {
        /// The task, by id.
        id: String,
        /// The status of the column, as the tree lists it.
        status: String,
        /// The moment: `2026-02-01 08:09`.
        now: String,
    },
    /// A task is put at another place of its column.
    Order {
        /// The tasks of the column as they are to stand, by id.
        column: Vec<String>,
        /// The position among them of the one that is moved.
        own: usize,
    },
    /// One plan needs another from now on.
    Depend {
        /// What needs, by id.
        from: String,
        /// What it needs, by id.
        to: String,
    },
    /// One plan does not need another any more.
    Free {
        /// What needed, by id.
        from: String,
        /// What it needed, by id.
        to: String,
    },
    /// Somebody answers for a module.
    Own {
        /// The module.
        module: String,
        /// Who, as it is written in the index.
        owner: String,
    },
    /// Somebody is put in charge of a module, or not any more.
    Answer {
        /// The module.
        module: String,
        /// Who.
        person: String,
    },
    /// Everything that goes on is handed over from one person to another.
    HandOver {
        /// From whom.
        from: String,
        /// To whom.
        to: String,
    },
    /// The last change is taken back, or made again.
    History(Direction),
    /// The tree is shown as it was loaded, or with the edits.
    Show(Side),
    /// A patch is taken up.
    Review(Vec<u8>),
    /// Steps that somebody proposes, as text, are taken up behind those that are pending.
    Propose(String),
    /// The edits are made of the tree that has been loaded again.
    Refresh,
    /// A draft is taken up.
    TakeUp(Draft),
    /// What another tab has kept is shown.
    Follow(String),
}

/// Which way one goes in the history of edits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To what was before.
    Back,
    /// To what was taken back.
    Forth,
}

/// Which side of the edits is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The tree as it was loaded.
    Base,
    /// The tree with the edits.
    Edited,
}

crate::parts::in_part!(
    edits,
    fn act_in_part(workspace: Workspace, act: Act) -> () {
        workspace.carry_out(act)
    }
);

impl Editing {
    pub(super) fn new() -> Editing {
        Editing {
            base: RwSignal::new(None),
            pending: RwSignal::new(Arc::default()),
            folded: RwSignal::new(Arc::default()),
            shows_base: RwSignal::new(false),
            found_before: RwSignal::new(None),
            unfolded: StoredValue::new(String::new()),
            parts: StoredValue::new(Vec::new()),
            next_focus: StoredValue::new(String::new()),
        }
    }

    /// How many steps are pending.
    pub fn count(self) -> usize {
        self.pending.with(|pending| pending.steps().len())
    }

    /// The edits that do not fit.
    pub fn conflicts(self) -> Vec<Conflict> {
        self.folded.with(|folded| folded.conflicts.clone())
    }
}

impl Workspace {
    /// Does something with pending edits: at once when the part that does it is there, else as soon as it is.
    pub fn act(self, act: Act) {
        self.act_then(act, Box::new(|| ()));
    }

    /// The same, and then something else, such as putting the keyboard where it goes on.
    pub fn act_then(self, act: Act, then: Box<dyn FnOnce()>) {
        if page::is_embedded() {
            return self.announce("This view stands in another page, where it is only to be read.");
        }
        let mut doing: Pin<Box<dyn Future<Output = Result<(), parts::Failed>>>> =
            Box::pin(act_in_part(self, act));
        match (&mut doing).now_or_never() {
            Some(Ok(())) => then(),
            Some(Err(_)) => self.announce(NOT_THERE),
            None => spawn_local(async move {
                match doing.await {
                    Ok(()) => then(),
                    Err(_) => self.announce(NOT_THERE),
                }
            }),
        }
    }

    fn carry_out(self, act: Act) {
        match act {
            Act::Make(step) => self.make_found(|scene| Ok(archive::completed(scene, step))),
            Act::SetStatus { id, base, detail } => {
                self.make_linked(|scene| status::set(scene, place(scene, &id)?, &Aim { base, detail }));
            }
            Act::Put { id, status, now } => {
                self.make_linked(|scene| board::put(scene, place(scene, &id)?, &status, &now));
            }
            Act::Depend { from, to } => {
                self.make_linked(|scene| dependency::add(scene, place(scene, &from)?, place(scene, &to)?));
            }
            Act::Free { from, to } => {
                self.make_linked(|scene| dependency::remove(scene, place(scene, &from)?, place(scene, &to)?));
            }
            Act::Order { column, own } => self.make_linked(|scene| {
                let order = column.iter().map(|id| place(scene, id)).collect::<Result<Vec<_>, _>>()?;
                board::order(scene, &order, own)
            }),
            Act::Answer { module, person } => {
                self.make_linked(|scene| ownership::toggle(scene, &module, &person));
            }
            Act::Own { module, owner } => self.make_linked(|scene| handover::module(scene, &module, &owner)),
            Act::HandOver { from, to } => self.make_linked(|scene| handover::all(scene, &from, &to)),
            Act::History(direction) => self.step_in_history(direction),
            Act::Show(side) => {
                self.editing.shows_base.set(side == Side::Base);
                self.show_pending();
            }
            Act::Review(bytes) => self.review_patch(&bytes),
            Act::Propose(steps) => self.take_proposed(&steps),
            Act::Refresh => self.refresh(),
            Act::TakeUp(draft) => self.take_up(&draft),
            Act::Follow(steps) => self.follow_tab(&steps),
        }
    }

    /// Looks at the shown tree as rules and linked edits do.
    pub fn with_scene<T>(self, look: impl FnOnce(&Scene<'_>) -> T) -> Option<T> {
        let tree = self.tree.get_untracked()?;
        let reading = tree.reading.clone()?;
        let ground = self.ground_of_itself(&tree, &reading);
        Some(look(&ground.scene(self.day.get_untracked().date)))
    }

    /// Makes a step that is found in the shown tree, and says why not when it cannot be made.
    pub fn make_linked(self, step: impl FnOnce(&Scene<'_>) -> Result<Step, String>) {
        self.make_found(|scene| scene.placed(step(scene)?));
    }

    /// The same with a step of the files themselves.
    fn make_found(self, step: impl FnOnce(&Scene<'_>) -> Result<Step, String>) {
        if let Some(why) = untrack(|| self.fixed()) {
            return self.announce(why);
        }
        match self.with_scene(step) {
            Some(Ok(step)) => self.make(step),
            Some(Err(why)) => self.announce(format!("{why}.")),
            None => self.announce("The tree is still being read."),
        }
    }

    /// Makes one edit.
    pub fn make_edit(self, title: &str, edit: Edit) {
        self.make(Step { title: title.to_owned(), edits: vec![edit] });
    }

    /// Makes a step, all or none of it. What cannot be made is said.
    pub fn make(self, step: Step) {
        if let Some(why) = untrack(|| self.fixed()) {
            return self.announce(why);
        }
        match self.try_make(step) {
            Ok(title) => self.announce(format!("{title}: pending.")),
            Err(refused) => self.announce(format!("{refused}.")),
        }
    }

    fn try_make(self, step: Step) -> Result<String, Refused> {
        let refuse =
            |reason: &str| Refused { path: step.title.clone(), place: None, reason: reason.to_owned() };
        let files = self.edited_files().ok_or_else(|| refuse("the tree is still being read"))?;
        let edited = apply(&files, &step.edits)?;
        if edited.changed.is_empty() && edited.moved.is_empty() {
            return Err(refuse("it is so already"));
        }
        let made = Made::of(&files, &step);
        self.change_pending(|pending| pending.push(made));
        self.editing.shows_base.set(false);
        self.refresh();
        Ok(step.title)
    }

    /// The files with all edits that fit.
    fn edited_files(self) -> Option<crate::files::Files> {
        let base = self.editing.base.get_untracked()?;
        base.reading.as_ref()?;
        let is_pending = self.editing.pending.with_untracked(|pending| !pending.is_empty());
        Some(match is_pending {
            true => self.editing.folded.with_untracked(|folded| folded.edited.files.clone()),
            false => base.files.clone(),
        })
    }

    /// Takes a patch up as pending edits, to be looked at.
    fn review_patch(self, bytes: &[u8]) {
        let Some(files) = self.edited_files() else {
            self.announce("Open the tree first that the patch is about.");
            return;
        };
        let root =
            self.editing.base.with_untracked(|base| base.as_ref().map(|base| base.root.shown().to_owned()));
        let prefix = root.filter(|root| root != ".").unwrap_or_default();
        match patch::step(&files, &prefix, bytes) {
            Ok(step) => {
                self.make(step);
                self.go(&crate::address::Address::view("changes"));
            }
            Err(why) => self.announce(format!("This patch cannot be taken up: {why}.")),
        }
    }

    /// Takes a patch up that was dropped.
    pub fn review_dropped(self, dropped: Dropped) {
        spawn_local(async move {
            if let Some(chosen) =
                dropped.list(&[], &mut Vec::new(), |_| {}).await.ok().and_then(|list| list.into_iter().next())
            {
                self.review_file(chosen);
            }
        });
    }

    /// Takes a file up that holds a patch.
    pub fn review_file(self, chosen: Chosen) {
        spawn_local(async move {
            match chosen.read(MAX_PATCH_BYTES).await {
                Ok(bytes) => self.act(Act::Review(bytes)),
                Err(why) => self.announce(format!("It could not be read: {why}.")),
            }
        });
    }

    /// Changes the list of what is pending, and everything that follows from it.
    pub fn change_pending(self, change: impl FnOnce(&mut Pending)) {
        let mut pending = self.editing.pending.with_untracked(|pending| Pending::clone(pending));
        change(&mut pending);
        self.editing.pending.set(Arc::new(pending));
    }

    /// Changes the list and derives the shown tree again.
    pub fn revise(self, change: impl FnOnce(&mut Pending)) {
        self.change_pending(change);
        self.refresh();
    }

    /// Takes steps up that somebody proposes. What does not fit is told, with both sides, where edits are listed.
    fn take_proposed(self, steps: &str) {
        let Some(steps) = carried::read(steps) else { return };
        let (known, count) = (self.editing.conflicts().len(), steps.len());
        self.revise(|pending| {
            let all = pending.steps().iter().cloned().chain(steps).collect();
            pending.change(all);
        });
        self.editing.shows_base.set(false);
        self.announce(if self.editing.conflicts().len() > known {
            "The proposed edit does not fit the document as it is now; both sides stand under Changes."
                .to_owned()
        } else {
            format!("{} pending.", counted(count, "edit"))
        });
    }

    /// Takes the last change of the list back, or makes it again.
    fn step_in_history(self, direction: Direction) {
        let is_back = direction == Direction::Back;
        let mut is_changed = false;
        self.change_pending(|pending| is_changed = if is_back { pending.undo() } else { pending.redo() });
        if is_changed {
            self.refresh();
            self.announce(if is_back { "Undone." } else { "Done again." });
        }
    }

    /// Shows the other side of the edits.
    pub fn show_other_side(self) {
        let is_base = self.editing.shows_base.get_untracked();
        self.act(Act::Show(if is_base { Side::Edited } else { Side::Base }));
    }

    /// Makes the edits of the tree that was loaded, and shows what comes of it.
    pub(super) fn refresh(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let pending = self.editing.pending.get_untracked();
        self.remember_findings(&base);
        self.editing.folded.set(Arc::new(fold(&base.files, pending.steps())));
        self.show_pending();
        self.keep_draft();
    }

    pub(super) fn show_pending(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        let folded = self.editing.folded.get_untracked();
        let is_base = self.editing.shows_base.get_untracked()
            || (folded.edited.changed.is_empty() && folded.edited.moved.is_empty());
        let tree = if is_base { Some(Arc::clone(&base)) } else { self.derived(&base, &folded).map(Arc::new) };
        // What has been read once can be read again: what reads it is there.
        if let Some(tree) = tree {
            self.show_known(tree);
        }
    }

    /// The tree that edits make of one.
    fn derived(self, base: &Tree, folded: &Folded) -> Option<Tree> {
        let edited = &folded.edited;
        let reading = match &base.reading {
            Some(reading) => reading.edited(&edited.files, &edited.changed),
            None => Reading::in_one(edited.files.clone(), base.root.shown(), base.root.dialect),
        };
        let Planned { plan, names, basis } = self.planned_again(&reading, &base.basis)?;
        Some(Tree {
            name: base.name.clone(),
            title: base.title.clone(),
            files: edited.files.clone(),
            newest: plan.newest_date(),
            outline: Outline::of(&plan, edited.files.iter().map(|entry| entry.path().as_str())),
            names,
            basis,
            plan,
            reading: Some(Arc::new(reading)),
            root: base.root.clone(),
            remarks: base.remarks.clone(),
            wishes: base.wishes.clone(),
            ties: OnceLock::new(),
        })
    }

    /// What the rules found in the tree as it was loaded, when they are through with it.
    fn remember_findings(self, base: &Arc<Tree>) {
        let is_base =
            self.tree.with_untracked(|tree| tree.as_ref().is_some_and(|tree| Arc::ptr_eq(tree, base)));
        let is_complete =
            self.checked.with_untracked(|checked| checked.is_some_and(|checked| checked.is_complete()));
        if is_base && is_complete && self.editing.found_before.with_untracked(Option::is_none) {
            let found = self.report.with_untracked(|report| report.findings.clone());
            self.editing.found_before.set(Some(Arc::new(found)));
        }
    }

    /// Finds out what the rules find in the tree as it was loaded, where that is not known yet.
    pub fn look_for_findings_before(self) {
        let Some(base) = self.editing.base.get_untracked() else { return };
        if self.editing.found_before.with_untracked(Option::is_some) {
            return;
        }
        let day = self.day.get_untracked();
        spawn_local(async move {
            frames::next_turn().await;
            let found = super::checking::all(self, &base, &day).await;
            if let Some(found) = found {
                self.editing.found_before.set(Some(Arc::new(found)));
            }
        });
    }

    /// What the edits do to the findings; nothing while the rules are not through.
    pub fn effect_of_edits(self) -> Option<Effect> {
        let is_complete = self.checked.with(|checked| checked.is_some_and(|checked| checked.is_complete()));
        let before = self.editing.found_before.get().filter(|_| is_complete)?;
        Some(self.report.with(|report| Effect::of(&before, &report.findings)))
    }

    /// A tree has been loaded and read: it is the one that edits are made of from now on.
    pub(super) fn set_base(self, tree: &Arc<Tree>) {
        let is_same = self.editing.base.with_untracked(|base| {
            base.as_ref().is_some_and(|base| base.name == tree.name && base.root.path == tree.root.path)
        });
        self.editing.base.set(Some(Arc::clone(tree)));
        self.editing.found_before.set(None);
        if !is_same {
            self.editing.pending.set(Arc::default());
            self.editing.folded.set(Arc::default());
            self.editing.shows_base.set(false);
        }
        if tree.reading.is_some() {
            if self.editing.pending.with_untracked(|pending| !pending.is_empty()) {
                self.act(Act::Refresh);
            } else {
                self.look_for_draft();
            }
        }
    }
}

/// The position of the item with an id.
fn place(scene: &Scene<'_>, id: &str) -> Result<usize, String> {
    scene.plan.index_of(id).ok_or_else(|| format!("there is no {id}"))
}
